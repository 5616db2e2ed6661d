"""The desk and what leads to it, in a real browser: with and without scripts, at both widths, light and dark."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from waitress.server import create_server

from kb.diagnose import api
from kb.userdata import Outcome, Settings, UserData, token
from webapp import Config, create_app
from webapp.bundle import EXTENSION

PAGES = ("/desk", "/desk/searches", "/desk/feedback", "/desk/outcomes", "/desk/data")
FACT = "/fact/sr48100h/link-in/4"
TODAY = datetime.now(UTC).date()
REFUSED = "sr48100h link in pin 17"
AXE = {"resultTypes": ["violations"]}


@pytest.fixture(scope="module")
def user(tmp_path_factory) -> Settings:
    return Settings(path=tmp_path_factory.mktemp("desk") / "user.sqlite", learn=True)


@pytest.fixture(scope="module")
def key(user) -> str:
    return token.make(user.path)


@pytest.fixture(scope="module")
def site(bundle_root, user):
    """A server of its own, which keeps what is told."""
    app = create_app(
        Config(root=bundle_root, user=user, telling=True, search_rate="100000/minute", tell_rate="100000/minute")
    )
    kb = app.extensions[EXTENSION].get().kb
    data, model = UserData.open(user.path), api.models(kb)[0]
    for fact in list(kb.facts)[:12]:
        data.feedback.add(fact, right=len(fact) % 2 == 0, day=TODAY, asked="red light flashing")
    for text in (REFUSED, "noise at night"):
        data.searches.add(text, TODAY)
    for place in (0, 0, 1):
        data.outcomes.add(Outcome(TODAY, model.id, model.causes[place], model.fixes[place].id, "lay", "v"))
    data.outcomes.undo(1, TODAY, "a test")
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


def log_in(page, key, wanted="/desk"):
    page.goto(wanted)
    page.get_by_label("Token").fill(key)
    page.get_by_role("button", name="Open the desk").click()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light"), (1280, "dark")])
def test_the_desk_fits_and_is_accessible(open_page, key, width, scheme):
    """Every page of the desk, folds open: no axe violation, nothing sideways, every target 44 px, no console error."""
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto("/desk/login")
    wrong = [v["id"] for v in Axe().run(page, options=AXE).response["violations"]]
    log_in(page, key)
    page.get_by_role("button", name="Check").click()
    for url in (*PAGES, FACT, "/feedback?right=no&fact=sr48100h/link-in/4"):
        page.goto(url)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{url}: wider than {width}")
        wrong += page.evaluate(
            """() => [...document.querySelectorAll("button, input:not([type=hidden]), summary, .btn, a.list__a, .desk-tabs__a, .was__say")]
                .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 120))"""
        )
        found = Axe().run(page, options=AXE).response["violations"]
        wrong += [f"{url}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
    assert wrong == []


def test_the_desk_works_without_scripts(open_page, key, user):
    """Log in where one was going, settle a search, take an outcome back, log out: all of it forms."""
    page = open_page(java_script_enabled=False)
    log_in(page, key, "/desk/searches")
    expect(page).to_have_url("/desk/searches")
    page.get_by_role("row", name="noise at night").get_by_role("button").click()
    expect(page.get_by_text("noise at night")).to_have_count(0)
    page.goto("/desk/outcomes")
    page.get_by_role("button", name="number 3").click()
    assert [r.id for r in UserData.open(user.path).outcomes.all()] == [2]
    page.get_by_role("button", name="Log out").click()
    page.goto("/desk")
    expect(page).to_have_url("/desk/login?next=/desk")


def test_a_card_is_called_right_by_keyboard_and_the_page_stays(open_page, user):
    """With scripts the thanks is said in place, the focus goes to it, and the voice is counted once."""
    page = open_page()
    page.goto(FACT)
    before = dict(counted(user))
    page.get_by_role("button", name="Yes, this was right").focus()
    page.keyboard.press("Enter")
    said = page.locator(".was [role=status]")
    expect(said).to_have_text("Thank you.")
    expect(said).to_be_focused()
    expect(page.locator(".was__say").first).to_be_hidden()
    expect(page).to_have_url(FACT)
    assert counted(user)["sr48100h/link-in/4"] == before.get("sr48100h/link-in/4", 0) + 1


def test_without_scripts_a_card_is_called_wrong_by_a_form(open_page, user):
    """The thanks is a page that leads back to what was found and into the manual."""
    page = open_page(java_script_enabled=False)
    page.goto("/search?q=link+in+pin+4+sr48100h")
    page.get_by_role("button", name="No, this was wrong").first.click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to what was found").click()
    expect(page).to_have_url("/search?q=link+in+pin+4+sr48100h")
    assert any("link in pin 4 sr48100h" in t for t in UserData.open(user.path).feedback.asked().values())


def test_results_that_appear_while_one_types_can_be_judged_too(open_page, user):
    """The form in a fragment is served by the same script; without signal it says so and can be tried again."""
    page = open_page()
    page.goto("/search")
    page.locator("[data-search]").fill("docp")
    form = page.locator("[data-results] .was").first
    expect(form).to_be_visible()
    page.evaluate(
        "() => { window.fetched = window.fetch; window.fetch = () => Promise.reject(new TypeError('away')); }"
    )
    form.get_by_role("button", name="No").click()
    expect(form.get_by_role("status")).to_have_text("No signal: it could not be counted.")
    page.evaluate("() => { window.fetch = window.fetched; }")
    before = sum(counted(user).values())
    form.get_by_role("button", name="No").click()
    expect(form.get_by_role("status")).to_have_text("Thank you.")
    assert sum(counted(user).values()) == before + 1


def test_a_search_without_an_answer_reaches_the_desk(open_page, key, user):
    """What was sent with Enter is on the list and leads back to the search; what was only typed is not."""
    page = open_page()
    page.goto("/search")
    page.locator("[data-search]").fill("sr48100h link out pin 23")
    page.locator("[data-search]").press("Enter")
    expect(page.get_by_role("heading", name="Not in the manuals")).to_be_visible()
    log_in(page, key, "/desk/searches")
    page.get_by_role("link", name="sr48100h link out pin 23").click()
    expect(page.get_by_role("heading", name="Not in the manuals")).to_be_visible()


def counted(user):
    return {t.card: t.right + t.wrong for t in UserData.open(user.path).feedback.tallies()}
