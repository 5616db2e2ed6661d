"""From a damaged manual to an answer: import, review by script, publish, build, search; and what is refused on the way."""

from __future__ import annotations

import functools
import json
import shutil

import msgspec
import pytest
import yaml
from click.testing import CliRunner
from goldens import MANUALS
from goldens import draft as draft_of

from kb.bundle import writer
from kb.bundle.store import open_bundle
from kb.cli import main
from kb.curation.conflicts import ConflictFile
from kb.curation.corpus import load, survey
from kb.importing import decide, drafts, head
from kb.importing.propose import ADVICE, as_yaml, proposals
from kb.importing.publish import publish
from kb.model.facts import Pin
from kb.search.engine import Engine

NAME = "aster-power-wall"


def call(*arguments, code=0, typed=None):
    """Run a command as a script does; what it printed, with its complaint."""
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(a) for a in arguments], input=typed)
    assert result.exit_code == code, result.output
    return result.output


@pytest.fixture
def desk(tmp_path):
    """A folder with a damaged manual and its draft beside it."""
    shutil.copy(MANUALS[NAME], tmp_path)
    call("import", tmp_path / MANUALS[NAME].name, "--out", tmp_path / "draft.md")
    return tmp_path


def decided(draft):
    """Settle all that is open: accept each doubtful row by its id, and fill in the head."""
    rows = json.loads(call("review", draft, "--json"))["rows"]
    if rows:
        call("review", draft, *(x for r in rows for x in ("--accept", r["id"])))
    data = json.loads(call("review", draft, "--json"))
    assert data["undecided"] == 0
    if data["missing"]:
        call("review", draft, *(x for key in data["missing"] for x in ("--fill", f"{key}=not stated")))


def test_a_damaged_manual_becomes_answers_with_their_lines(desk, glow_home):
    """Import, decide, publish, check, build: then search finds a contact of the new manual and cites its line."""
    draft = desk / "draft.md"
    decided(draft)
    call("publish", draft, "--into", glow_home.corpus / "manuals", "--stub")
    assert "The corpus is sound" in call("check", "--corpus", glow_home.corpus)
    writer.build(glow_home.corpus, glow_home.bundle)
    kb = open_bundle(glow_home.bundle)
    pins = [f for f in kb.select("pin", manual=NAME) if isinstance(f, Pin)]
    original = MANUALS[NAME].read_text(encoding="utf-8").split("\n")
    assert pins
    for pin in pins:
        assert pin.signal in original[int(pin.source.lines.split("-")[0]) - 1]
    first = pins[0]
    found = Engine(kb).search(f"{kb.devices[NAME].name} {first.connector} pin {first.pin}")
    assert found.answered
    assert found.results[0].id == first.id
    assert found.results[0].source.lines == first.source.lines


def test_nothing_is_published_that_nobody_decided(desk, glow_home):
    """Each undecided row and each TODO is named with its line and what to do; the corpus stays as it was."""
    before = sorted((p, p.read_bytes()) for p in glow_home.corpus.rglob("*") if p.is_file())
    said = call("publish", desk / "draft.md", "--into", glow_home.corpus / "manuals", "--stub", code=1)
    for item in drafts.load(desk / "draft.md").undecided:
        assert f"draft.md:{item.line}: {item.id} is doubtful and nobody has decided it" in said
    assert "maker is TODO. Write what the manual's cover prints" in said
    assert before == sorted((p, p.read_bytes()) for p in glow_home.corpus.rglob("*") if p.is_file())


def test_a_product_without_a_file_is_named(desk, glow_home):
    """Without --stub a device that the corpus does not know stops publishing, and the message says both ways on."""
    decided(desk / "draft.md")
    said = call("publish", desk / "draft.md", "--into", glow_home.corpus / "manuals", code=1)
    assert f"the device '{NAME}' has no file. Say --stub" in said


def test_a_stub_tells_only_what_the_facts_tell(desk, glow_home):
    """Lamps with their colours and connectors with their contacts come from the facts; a kind without a fact is todo."""
    decided(desk / "draft.md")
    call("publish", desk / "draft.md", "--into", glow_home.corpus / "manuals", "--stub")
    corpus = load(glow_home.corpus)
    device = corpus.devices[NAME]
    own = [f for f in corpus.facts if NAME in f.devices]
    assert {k for k, v in device.coverage.items() if v == "done"} == {f.__struct_config__.tag for f in own}
    assert {c.name for c in device.connectors} == {f.connector for f in own if isinstance(f, Pin)}
    assert set(device.coverage.values()) == {"done", "todo"}


def test_an_edition_is_not_written_over_unasked(desk, glow_home):
    """The same text again is nothing new; another text under the same id needs --replace."""
    draft, manuals = desk / "draft.md", glow_home.corpus / "manuals"
    decided(draft)
    call("publish", draft, "--into", manuals, "--stub")
    call("publish", draft, "--into", manuals)
    pin = next(i for i in drafts.load(draft).items if i.kind == "pin")
    call("review", draft, "--correct", pin.id, "function=something")
    assert "is there already" in call("publish", draft, "--into", manuals, code=1)
    call("publish", draft, "--into", manuals, "--replace")
    assert "something" in (manuals / f"{NAME}.md").read_text(encoding="utf-8")


def test_what_the_whole_corpus_would_refuse_is_not_published(desk, glow_home):
    """A draft of a known device whose connectors its file lacks would break the build: refused, and nothing written."""
    draft = desk / "draft.md"
    known = next(iter(load(glow_home.corpus).devices))
    text = draft.read_text(encoding="utf-8").replace(f"devices: [{NAME}]", f"devices: [{known}]")
    draft.write_text(text, encoding="utf-8")
    decided(draft)
    said = call("publish", draft, "--into", glow_home.corpus / "manuals", code=1)
    assert f"{known} has no connector" in said
    assert f"manuals lacks {NAME}" in said
    assert survey(glow_home.corpus).problems == ()


@pytest.mark.parametrize("name", sorted(MANUALS))
def test_every_golden_manual_can_be_published(name, tmp_path, glow_home):
    """Whatever the damage: once decided, a draft goes into a corpus that passes its checks with it."""
    path = tmp_path / "draft.md"
    path.write_text(draft_of(name).text, encoding="utf-8")
    for row in drafts.load(path).undecided:
        drafts.decide(path, functools.partial(decide.accept, item_id=row.id))
    if open_ := head.missing(drafts.load(path)):
        drafts.decide(path, functools.partial(head.fill, values=dict.fromkeys(open_, "not stated")))
    publish(path, glow_home.corpus / "manuals", stub=True)
    assert survey(glow_home.corpus).problems == ()


def test_the_terminal_takes_a_person_through_the_rows(desk):
    """Skip, correct, back, drop and quit: each answer is in the file before the next row, and the original stands beside."""
    draft = desk / "draft.md"
    rows = drafts.load(draft).undecided
    first, second = rows[0], rows[1]
    cells = len(first.cells)
    typed = "\n".join(
        ["s", "b", "c", "Status: green steady", *[""] * (cells - 1), "d", "told elsewhere", "b", "?", "a", "q"]
    )
    said = call("review", draft, typed=typed + "\n")
    assert "▌" in said
    done = drafts.load(draft)
    assert done.item(first.id).cells["lamps"] == "Status: green steady"
    assert done.item(second.id).certainty == "certain"
    assert done.dropped == ()
    assert f"{len(rows) - 2} rows still wait" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--accept", "nobody/knows/1"], "there is no row 'nobody/knows/1'"),
        (["--correct", "{pin}"], "needs what is right"),
        (["--correct", "{pin}", "signal"], "write COLUMN=VALUE"),
        (["signal=x"], "values belong to --correct"),
        (["--drop", "{pin}"], "no reason is given"),
    ],
)
def test_a_wrong_call_changes_nothing(desk, arguments, said):
    """What cannot be done is said in a sentence, with exit code 1 and the file untouched."""
    draft = desk / "draft.md"
    pin = next(i for i in drafts.load(draft).items if i.kind == "pin").id
    before = draft.read_bytes()
    assert said in " ".join(call("review", draft, *(a.format(pin=pin) for a in arguments), code=1).split())
    assert draft.read_bytes() == before


def test_the_terminal_asks_for_what_the_cover_prints(desk):
    """When every row is decided the head is asked for; what is typed stands in the front matter, whatever signs it has."""
    draft = desk / "draft.md"
    rows = drafts.load(draft).undecided
    said = call("review", draft, typed="a\n" * len(rows) + 'Aster: "A" \\ Co #1\n')
    assert "Next: pinlight publish" in said
    assert drafts.load(draft).document.meta.maker == 'Aster: "A" \\ Co #1'


@pytest.mark.parametrize(
    "told", ["id=other", "maker", "nothing=x", "devices=,", "devices=Big One", "tag=v 2", "tag=" + "x" * 300]
)
def test_only_the_cover_is_filled_in(desk, told):
    """What follows from the file is not filled in by hand, and a head that could not be read is not written."""
    draft = desk / "draft.md"
    before = draft.read_bytes()
    call("review", draft, "--fill", told, code=1)
    assert draft.read_bytes() == before


def test_compare_tells_what_a_draft_changes(desk, glow_home):
    """A draft against the edition that is there: a changed contact first, in both readings, and as a conflict to judge."""
    draft = desk / "draft.md"
    decided(draft)
    call("publish", draft, "--into", glow_home.corpus / "manuals", "--stub")
    writer.build(glow_home.corpus, glow_home.bundle)
    pin = next(i for i in drafts.load(draft).items if i.kind == "pin")
    text = (
        draft.read_text(encoding="utf-8")
        .replace("id: aster-power-wall", "id: aster-power-wall-2")
        .replace('tag: ""', "tag: v2")
    )
    draft.write_text(text, encoding="utf-8")
    call("review", draft, "--correct", f"{pin.id}@v2", "signal=Changed by the new edition")
    data = json.loads(call("compare", NAME, draft, "--bundle", glow_home.bundle, "--json"))
    assert data["counts"]["pin"]["differs"] == 1
    assert data["pairs"][0]["kind"] == "pin"
    (entry,) = data["conflicts"]
    assert entry["facts"] == [pin.id, f"{pin.id}@v2"]
    assert "Changed by the new edition" in entry["readings"][1]["says"]
    said = call("compare", NAME, draft, "--bundle", glow_home.bundle)
    assert "Changed by the new edition" in said
    assert "1 changed" in said
    pasted = call("compare", NAME, draft, "--bundle", glow_home.bundle, "--conflicts")
    assert (
        msgspec.convert({"conflicts": yaml.safe_load(pasted)}, ConflictFile, strict=False).conflicts[0].advice == ADVICE
    )
    call("publish", draft, "--into", glow_home.corpus / "manuals", "--replace", code=1)
    device = glow_home.corpus / "devices" / f"{NAME}.yaml"
    device.write_text(device.read_text().replace(f"manuals:\n- {NAME}\n", f"manuals:\n- {NAME}\n- {NAME}-2\n"))
    call("publish", draft, "--into", glow_home.corpus / "manuals")
    judged = glow_home.corpus / "conflicts.yaml"
    judged.write_text(
        judged.read_text(encoding="utf-8").replace("conflicts:\n", f"conflicts:\n{pasted}"), encoding="utf-8"
    )
    assert survey(glow_home.corpus).problems == ()


def test_an_unknown_side_is_named(glow_home):
    """What is neither a manual nor a file is said, with the manuals that there are."""
    said = call("compare", "nothing", "nobody", "--bundle", glow_home.bundle, code=1)
    assert "There is no manual and no file 'nothing'. Manuals: " in said


def test_each_proposed_conflict_passes_the_corpus_checks(kb):
    """The project's own editions against each other: every proposal names known facts, sections and lines, and is unique."""
    manuals = {m: tuple(kb.select(manual=m)) for m in kb.manuals}
    for name, facts in manuals.items():
        found = proposals(facts, {k: v for k, v in manuals.items() if k != name})
        assert len({p.entry.id for p in found}) == len(found)
        entries = msgspec.convert(
            {"conflicts": yaml.safe_load(as_yaml(found)) or []}, ConflictFile, strict=False
        ).conflicts
        for entry in entries:
            assert all(i in kb.facts for i in entry.facts)
            assert len(entry.facts) == 2
            assert entry.readings[0].says != entry.readings[1].says
            for reading in entry.readings:
                assert reading.section in {
                    n for x in kb.sections[reading.manual].values() for n in (x.number, x.anchor)
                }
