"""The review in a real browser: keys and buttons, the original beside, and every page of it readable and accessible."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect
from rules import survey
from serving import running

from kb.bundle import swap
from kb.evals import golden
from kb.importing import drafts
from kb.importing.api import imported, read_bytes
from kb.userdata import Settings, token
from webapp import Config, create_app

NAME = "aster-power-wall"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a draft, its original, and a draft that is broken."""
    folder = tmp_path_factory.mktemp("drafts")
    (folder / NAME).mkdir()
    source = next(p for p, _ in golden.files(golden.default_folder()) if p.stem == NAME)
    shutil.copy(source, folder / NAME)
    (folder / f"{NAME}.md").write_text(imported(read_bytes(source.read_bytes(), source.name)).text, encoding="utf-8")
    (folder / "broken.md").write_text("no head", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def desk(home, tmp_path_factory, request):
    """A running server with a desk, and the token that opens it."""
    try:
        root = request.getfixturevalue("bundle_root")
    except pytest.FixtureLookupError:
        root = swap.default_root()
    user = Settings(path=tmp_path_factory.mktemp("user") / "user.sqlite")
    app = create_app(Config(root=root, user=user, drafts=home, search_rate="1000000/minute"))
    with running(app, threads=4) as url:
        yield url, token.make(user.path)


@pytest.fixture
def keeper(browser, desk):
    """Open pages as the keeper; at the end none of them may have complained."""
    site, key = desk
    contexts, said = [], []

    def opened(**options):
        context = browser.new_context(base_url=site, **options)
        context.add_init_script("delete Navigator.prototype.serviceWorker")
        page = context.new_page()
        page.on(
            "console", lambda m: said.append(m.text) if m.type in {"error", "warning"} and "409" not in m.text else None
        )
        page.on("pageerror", lambda e: said.append(str(e)))
        page.on("request", lambda r: None if r.url.startswith(site) else said.append(f"asked for {r.url}"))
        page.goto("/desk/login")
        page.fill("#token", key)
        page.get_by_role("button", name="Open the desk").click()
        contexts.append(context)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture
def fresh(home):
    """The draft, given back as it was."""
    path = home / f"{NAME}.md"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_the_pages_of_the_review_fit_and_are_accessible(keeper, kb, fresh):
    """List, draft, row and comparison: at every width, light and dark, the rules of every page hold."""
    row = drafts.load(fresh).items[-1].id
    urls = ["/desk/review", f"/desk/review/{NAME}", f"/desk/review/{NAME}?row={row}"]
    urls.append(f"/desk/review/{NAME}/compare/{next(iter(kb.manuals))}")
    assert survey(keeper(), urls) == []


def test_rows_are_decided_with_the_keyboard(keeper, fresh):
    """A accepts and shows the next row, S goes on, B back, D opens the reason; letters typed into a field are letters."""
    page = keeper(viewport={"width": 1280, "height": 800})
    first, second, third, *_ = drafts.load(fresh).undecided
    page.goto(f"/desk/review/{NAME}")
    row = page.locator("[data-review] input[name=row]")
    page.keyboard.press("a")
    expect(row).to_have_value(second.id)
    assert drafts.load(fresh).item(first.id).certainty == "certain"
    page.keyboard.press("s")
    expect(row).to_have_value(third.id)
    page.keyboard.press("b")
    expect(row).to_have_value(second.id)
    page.keyboard.press("d")
    expect(page.get_by_label("Why")).to_be_focused()
    page.keyboard.type("sad")
    expect(page.get_by_label("Why")).to_have_value("sad")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Keys on").click()
    page.keyboard.press("s")
    page.get_by_role("button", name="Keys off").click()
    expect(row).to_have_value(second.id)


def test_the_button_says_when_it_saves_a_correction(keeper, fresh):
    """Once a cell differs, the button says so; pressing it writes the correction, in the file and on the page."""
    page = keeper(viewport={"width": 390, "height": 844})
    first = drafts.load(fresh).undecided[0]
    page.goto(f"/desk/review/{NAME}")
    page.get_by_label("Meaning").fill("everything is well")
    page.get_by_role("button", name="Save as corrected").click()
    expect(page.locator("[data-review] input[name=row]")).not_to_have_value(first.id)
    assert drafts.load(fresh).item(first.id).cells["meaning"] == "everything is well"


def test_without_script_the_review_works_as_well(keeper, fresh):
    """No script: accept, drop with a reason, and a refusal that keeps what was typed."""
    page = keeper(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    first, second, *_ = drafts.load(fresh).undecided
    page.goto(f"/desk/review/{NAME}")
    page.get_by_role("button", name="Accept").click()
    page.get_by_label("Lamps").fill("no pattern")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    expect(page.get_by_label("Lamps")).to_have_value("no pattern")
    page.locator("summary", has_text="Drop this row").click()
    page.get_by_label("Why").fill("not ours")
    page.get_by_role("button", name="Drop it").click()
    after = drafts.load(fresh)
    assert after.item(first.id).certainty == "certain"
    assert after.dropped == (second.id,)


def test_a_file_is_uploaded_and_read(keeper, home):
    """Choose a file, press the button: the page waits by itself and ends on the new draft."""
    page = keeper(viewport={"width": 1280, "height": 800})
    source = next(p for p, _ in golden.files(golden.default_folder()) if p.stem == "corvo-rack-battery")
    page.goto("/desk/review")
    page.get_by_label("File").set_input_files(source)
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/desk/review/corvo-rack-battery", timeout=90_000)
    expect(page.locator(".rv-count")).to_contain_text("rows")
    assert (home / "corvo-rack-battery.md").is_file()
