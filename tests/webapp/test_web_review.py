"""The review at the keeper's desk: upload, decide beside the original, compare, publish; nobody else, nothing lost."""

from __future__ import annotations

import io
import re
import shutil
import sys
import time

import pytest
from markup import complaints

from kb.curation.corpus import default_root, survey
from kb.evals import golden
from kb.importing import drafts, jobs
from kb.importing.api import imported, read_bytes
from kb.userdata import Settings, token
from webapp import Config, create_app
from webapp.features.review import view

NAME = "aster-power-wall"
MANUALS = {p.stem: p for p, _ in golden.files(golden.default_folder())}


@pytest.fixture(scope="module")
def draft_text():
    """The draft of one manual as it is written at first."""
    return imported(read_bytes(MANUALS[NAME].read_bytes(), MANUALS[NAME].name)).text


@pytest.fixture
def folder(tmp_path, draft_text):
    """A folder of drafts with one draft and its original in it."""
    home = tmp_path / "drafts"
    (home / NAME).mkdir(parents=True)
    shutil.copy(MANUALS[NAME], home / NAME)
    (home / f"{NAME}.md").write_text(draft_text, encoding="utf-8")
    return home


@pytest.fixture
def corpus(glow_home, monkeypatch):
    """A small corpus to publish into."""
    monkeypatch.setenv("PINLIGHT_CORPUS", str(glow_home.corpus))
    return glow_home.corpus


@pytest.fixture
def review_app(web_root, folder, tmp_path):
    user = Settings(path=tmp_path / "user.sqlite")
    return create_app(Config(root=web_root, testing=True, user=user, drafts=folder, originals=None))


@pytest.fixture
def keeper(review_app, tmp_path):
    client = review_app.test_client()
    key = token.make(tmp_path / "user.sqlite")
    assert client.post("/desk/login", data={"token": key}).status_code == 303
    return client


@pytest.fixture
def draft_file(folder):
    return folder / f"{NAME}.md"


def fields(page):
    """The fields of the deciding form as a browser would send them."""
    form = re.search(r"<form[^>]*data-review>(.*?)</form>", page, re.DOTALL)[1]
    sent = dict(re.findall(r'<input[^>]* name="([\w-]+)" value="([^"]*)"', form))
    sent |= dict(re.findall(r'<textarea[^>]* name="([\w-]+)"[^>]*>([^<]*)</textarea>', form))
    return {k: v.replace("&#39;", "'").replace("&amp;", "&") for k, v in sent.items() if k != "likely"}


def decide(client, **more):
    """Open the draft as it stands and send its form with changes."""
    page = client.get(f"/desk/review/{NAME}").text
    return client.post(f"/desk/review/{NAME}", data={**fields(page), "do": "accept", **more})


def test_the_least_sure_row_stands_first_with_its_original_beside(keeper, draft_file):
    """The page opens on the row that is least sure: its doubt in words, its cells, and the lines it was read from, marked."""
    said = keeper.get(f"/desk/review/{NAME}")
    first = drafts.load(draft_file).undecided[0]
    assert complaints(said.text) == []
    assert fields(said.text)["row"] == first.id
    assert first.doubt.replace("'", "&#39;")[1:] in said.text
    lines = MANUALS[NAME].read_text(encoding="utf-8").split("\n")
    cited = [int(n) for n in first.lines.split(",")]
    for n in cited:
        assert f'rv-line--cited"><span class="rv-n">{n}</span><mark>{lines[n - 1]}</mark>' in said.text
    assert said.headers["Cache-Control"] == "no-store"


def test_accepting_writes_the_mark_and_leads_to_the_next_row(keeper, draft_file):
    """One press: the row is certain in the file, nothing else changed, and the next one is shown."""
    first, second, *_ = drafts.load(draft_file).undecided
    before = draft_file.read_text(encoding="utf-8").split("\n")
    said = decide(keeper)
    assert said.status_code == 303
    after = draft_file.read_text(encoding="utf-8").split("\n")
    assert [n for n, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b] == [first.line]
    assert drafts.load(draft_file).item(first.id).certainty == "certain"
    assert fields(keeper.get(said.headers["Location"]).text)["row"] == second.id


def test_what_differs_from_the_row_is_a_correction(keeper, draft_file):
    """Whichever button is pressed: a cell that was changed is corrected, and the repair says what was read as what."""
    first = drafts.load(draft_file).undecided[0]
    decide(keeper, **{"cell-meaning": "all is well", "likely": "1"})
    row = drafts.load(draft_file).item(first.id)
    assert (row.cells["meaning"], row.certainty) == ("all is well", "likely")
    assert row.repair == f"meaning “{first.cells['meaning']}” corrected to “all is well”"


def test_a_row_is_dropped_with_its_reason(keeper, draft_file):
    """Without a reason nothing is dropped; with one it stands in the draft's closing comment."""
    first = drafts.load(draft_file).undecided[0]
    assert decide(keeper, do="drop", why=" ").status_code == 409
    assert decide(keeper, do="drop", why="not in our model").status_code == 303
    assert drafts.load(draft_file).dropped == (first.id,)
    assert "Why: not in our model" in draft_file.read_text(encoding="utf-8")


def test_a_refused_correction_keeps_what_was_typed(keeper, draft_file):
    """What the corpus could not read is said beside the row; the words typed are still in the fields, the file is as before."""
    before = draft_file.read_bytes()
    said = decide(keeper, **{"cell-lamps": "no pattern here"})
    assert said.status_code == 409
    assert "no colon" in said.text
    assert said.text.count("Nothing was changed") == 1
    assert fields(said.text)["cell-lamps"] == "no pattern here"
    assert complaints(said.text) == []
    assert draft_file.read_bytes() == before


def test_two_people_do_not_overwrite_each_other(keeper, draft_file):
    """A page that shows a row as it was before another changed it: its decision is refused, and the row shown as it is."""
    stale = fields(keeper.get(f"/desk/review/{NAME}").text)
    decide(keeper, **{"cell-meaning": "changed by another"})
    said = keeper.post(f"/desk/review/{NAME}", data={**stale, "do": "accept"})
    assert said.status_code == 409
    assert "changed meanwhile" in said.text
    assert drafts.load(draft_file).item(stale["row"]).cells["meaning"] == "changed by another"


def test_rows_are_filtered_by_kind_and_all_can_be_seen(keeper, draft_file):
    """A filter shows the rows of one kind; every row of the draft can be opened and drawn, decided ones too."""
    draft = drafts.load(draft_file)
    kinds = {i.kind for i in draft.undecided}
    for kind in kinds:
        assert fields(keeper.get(f"/desk/review/{NAME}?kind={kind}").text)["row"] == next(
            i.id for i in draft.undecided if i.kind == kind
        )
    for item in draft.items:
        said = keeper.get(f"/desk/review/{NAME}", query_string={"row": item.id})
        assert fields(said.text)["row"] == item.id
        assert complaints(said.text) == []


def test_the_way_from_the_first_row_to_the_corpus(keeper, draft_file, corpus):
    """Decide all, fill in the cover, publish: the corpus passes its checks with it, and only then."""
    assert "publish" not in re.findall(r'action="[^"]*/(\w+)"', keeper.get(f"/desk/review/{NAME}").text)
    early = keeper.post(f"/desk/review/{NAME}/publish", data={"stub": "1"})
    assert early.status_code == 409
    assert "nobody has decided it" in early.text
    for _ in drafts.load(draft_file).undecided:
        decide(keeper)
    said = keeper.get(f"/desk/review/{NAME}").text
    assert "The cover above comes first." in said
    assert keeper.post(f"/desk/review/{NAME}/head", data={"cell-maker": 'Aster "A"'}).status_code == 303
    assert drafts.load(draft_file).document.meta.maker == 'Aster "A"'
    without = keeper.post(f"/desk/review/{NAME}/publish")
    assert "has no file" in without.text
    assert not (corpus / "manuals" / f"{NAME}.md").exists()
    done = keeper.post(f"/desk/review/{NAME}/publish", data={"stub": "1"})
    assert done.status_code == 200
    assert "facts stand in the corpus now" in done.text
    assert complaints(done.text) == []
    assert survey(corpus).problems == ()


def test_a_draft_is_compared_with_every_edition(keeper, kb, draft_file):
    """Against each manual: what is added, dropped and changed; links of the draft lead to its rows."""
    for manual in kb.manuals:
        said = keeper.get(f"/desk/review/{NAME}/compare/{manual}")
        assert said.status_code == 200
        assert complaints(said.text) == []
        assert "no product in common" in said.text
    item = drafts.load(draft_file).items[0]
    assert f"/desk/review/{NAME}?row={item.id.replace('/', '%2F')}" in said.text or item.id in said.text
    assert keeper.get(f"/desk/review/{NAME}/compare/nothing").status_code == 404


def test_an_edition_of_ours_as_a_draft_shows_its_changes(keeper, kb, folder):
    """A changed contact in a new edition of a manual that is there: told first, and as a conflict to judge."""
    manual = max(kb.manuals, key=lambda m: sum(1 for _ in kb.select("pin", manual=m)))
    text = (default_root() / "manuals" / f"{manual}.md").read_text(encoding="utf-8")
    (folder / "next.md").write_text(text, encoding="utf-8")
    pin = next(i for i in drafts.load(folder / "next.md").items if i.kind == "pin")
    page = keeper.get("/desk/review/next", query_string={"row": pin.id}).text
    keeper.post("/desk/review/next", data={**fields(page), "do": "accept", "cell-signal": "Swapped"})
    said = keeper.get(f"/desk/review/next/compare/{manual}").text
    assert re.search(r"<b>1</b> changed", said)
    assert "<mark>Swapped</mark>" in said
    assert "Contradictions to judge" in said


def upload(client, raw, name):
    return client.post(
        "/desk/review/import", data={"file": (io.BytesIO(raw), name)}, content_type="multipart/form-data"
    )


def finished(client, url):
    """Look at an import until it is over, as a browser does; the answer that is no longer “look again”."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        said = client.get(url)
        if "Refresh" not in said.headers:
            return said
        time.sleep(0.1)
    pytest.fail("the import did not end")


def test_an_upload_becomes_a_draft(keeper, folder):
    """A file is read in a process of its own; the page shows how far it is, and leads to the draft with its original."""
    name = "corvo-rack-battery"
    said = upload(keeper, MANUALS[name].read_bytes(), "../../Corvo rack.txt")
    assert said.status_code == 303
    waiting = keeper.get(said.headers["Location"])
    assert waiting.status_code in {200, 303}
    done = finished(keeper, said.headers["Location"])
    assert done.headers["Location"] == "/desk/review/corvo-rack"
    assert (folder / "corvo-rack" / "Corvo rack.txt").read_bytes() == MANUALS[name].read_bytes()
    page = keeper.get("/desk/review/corvo-rack")
    assert complaints(page.text) == []
    assert {p.name for p in folder.iterdir()} == {NAME, f"{NAME}.md", "corvo-rack", "corvo-rack.md", jobs.JOBS}
    again = finished(keeper, upload(keeper, MANUALS[name].read_bytes(), "Corvo rack.txt").headers["Location"])
    assert again.headers["Location"] == "/desk/review/corvo-rack-2"


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"text", "manual.exe", "cannot be imported"),
        (b"text", "manual", "cannot be imported"),
        (b"%PDF-1.7 x", "manual.txt", "is a PDF by its content"),
        (b"just text", "manual.pdf", "is no PDF by its content"),
    ],
)
def test_a_file_of_another_type_is_refused_at_once(keeper, folder, raw, name, said):
    """The type is checked by suffix and by content before anything is read; nothing stays behind."""
    answer = upload(keeper, raw, name)
    assert answer.status_code == 422
    assert said in answer.text
    assert complaints(answer.text) == []
    assert list((folder / jobs.JOBS).glob("*")) == []


@pytest.mark.parametrize(("raw", "name"), [(b"%PDF-1.4\nbroken", "x.pdf"), (b"\x00\x01" * 500, "x.txt")])
def test_a_file_that_cannot_be_read_fails_with_a_sentence(keeper, folder, raw, name):
    """The import ends in its own process: the page says what is wrong and what to do, no draft is written, and it can be dismissed."""
    url = upload(keeper, raw, name).headers["Location"]
    said = finished(keeper, url)
    assert said.status_code == 200
    assert "Nothing was written" in said.text
    assert complaints(said.text) == []
    assert "Dismiss" in keeper.get("/desk/review").text
    assert [p.name for p in folder.glob("*.md")] == [f"{NAME}.md"]
    keeper.post(url)
    assert keeper.get(url).status_code == 404


def test_a_file_that_is_too_large_is_not_taken(keeper, monkeypatch, folder):
    """What is larger than an import reads is refused while it comes in, whatever its length says."""
    monkeypatch.setattr(jobs, "MAX_BYTES", 1000)
    said = upload(keeper, b"x" * 2000, "big.txt")
    assert said.status_code == 422
    assert "one manual at a time" in said.text
    assert list((folder / jobs.JOBS).glob("*")) == []


def test_an_import_whose_process_dies_has_failed(keeper, folder, monkeypatch):
    """A reader that breaks off without a word is no import that runs for ever."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    said = finished(keeper, upload(keeper, b"some text", "x.txt").headers["Location"])
    assert "broke off" in said.text


@pytest.mark.parametrize("name", ["../corpus", "..%2Fuser", "nothing", ".imports", "%2e%2e"])
def test_only_drafts_of_the_folder_are_served(keeper, name):
    """A name is a file of the folder and nothing else; what is not there is a page that says so."""
    assert keeper.get(f"/desk/review/{name}").status_code in {404, 308}


def test_a_broken_draft_is_told_in_the_list_and_on_its_page(keeper, folder):
    """A file that is no draft does not take the list down; its page says file, line and what to do."""
    (folder / "broken.md").write_text("no head", encoding="utf-8")
    assert "the front matter is missing" in keeper.get("/desk/review").text
    said = keeper.get("/desk/review/broken")
    assert said.status_code == 409
    assert "broken.md, line 1" in said.text


def test_without_a_folder_the_page_says_how(web_root, tmp_path):
    """Where no folder was chosen nothing can be uploaded, and the page says which setting does it."""
    user = Settings(path=tmp_path / "user.sqlite")
    app = create_app(Config(root=web_root, testing=True, user=user, drafts=None))
    client = app.test_client()
    client.post("/desk/login", data={"token": token.make(user.path)})
    said = client.get("/desk/review")
    assert "PINLIGHT_DRAFTS" in said.text
    assert complaints(said.text) == []
    assert upload(client, b"x", "x.txt").status_code == 404


def test_a_stranger_sees_and_moves_nothing(review_app, draft_file):
    """Every address of the review leads a stranger to the login or is refused, and nothing of the draft is told."""
    before = draft_file.read_bytes()
    stranger = review_app.test_client()
    for rule in review_app.url_map.iter_rules():
        if not rule.endpoint.startswith("review."):
            continue
        url = rule.rule.replace("<name>", NAME)
        for variable in ("<job_id>", "<manual>", "<page>"):
            url = url.replace(variable, "1")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            said = stranger.open(url, method=method)
            assert said.status_code in {303, 401}, (method, url)
            assert "handbook" not in said.text
    assert draft_file.read_bytes() == before


def test_another_site_cannot_decide_for_the_keeper(keeper, draft_file):
    """A form on another site is refused before its view, though the browser belongs to the keeper."""
    before = draft_file.read_bytes()
    for url in (
        f"/desk/review/{NAME}",
        f"/desk/review/{NAME}/publish",
        f"/desk/review/{NAME}/head",
        "/desk/review/import",
    ):
        assert keeper.post(url, data={}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert draft_file.read_bytes() == before


def test_a_page_of_a_pdf_stands_beside_the_row(keeper, folder, monkeypatch):
    """For a PDF the part of the page is shown that the row was read from, with a box around it; whole pages are no-store pictures."""
    monkeypatch.syspath_prepend(str(golden.default_folder()))
    import devices_tuned
    import pdf_book

    manual = next(m for m in pdf_book.structured(devices_tuned.tuned) if m.name.startswith("maro"))
    raw = pdf_book.printed(manual, pdf_book.Look(table="plain"))
    done = finished(keeper, upload(keeper, raw, "maro.pdf").headers["Location"])
    url = done.headers["Location"]
    name = url.rpartition("/")[2]
    item = drafts.load(folder / f"{name}.md").items[0]
    page = keeper.get(url, query_string={"row": item.id})
    assert complaints(page.text) == []
    (address,) = set(re.findall(rf'<image href="({url}/page/\d+)"', page.text))
    boxes = re.findall(r'<rect class="rv-box" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', page.text)
    left, top, wide, tall = map(float, re.search(r'<svg viewBox="([\d ]+)" role="img"', page.text)[1].split())
    assert boxes
    for x, y, w, h in (map(float, b) for b in boxes):
        assert left <= x < x + w <= left + wide
        assert top <= y < y + h <= top + tall
    picture = keeper.get(address)
    assert picture.data.startswith(b"\x89PNG")
    assert picture.headers["Cache-Control"] == "no-store"
    assert keeper.get(f"{url}/page/999").status_code == 404
    for module in ("make", "pdf_book", "pdf_writer", "devices_tuned"):
        sys.modules.pop(module, None)


def test_hints_are_for_columns_that_are_there():
    """A hint for a column that no kind has would never be seen."""
    from kb.extract.registry import TABLES

    known = {c for t in TABLES.values() for c in (*t.columns.required, *t.columns.optional)} | {"steps"}
    assert set(view._HINTS) <= known
