"""The whole corpus: what is read, and what is said when files do not fit together."""

from __future__ import annotations

import msgspec
import pytest

from kb.curation.corpus import corpus_hash, load
from kb.curation.disputed import conflicts_by_fact
from kb.model.errors import CorpusError
from kb.model.facts import Lamp

GUIDE, QUICK, DEVICE, CONFLICTS = (
    "manuals/glow-guide.md",
    "manuals/glow-quick.md",
    "devices/glow-5.yaml",
    "conflicts.yaml",
)


def test_a_sound_corpus_loads(shelf):
    """Editions, facts, devices and conflicts are read in a fixed order, each fact with its place."""
    corpus = shelf.load()
    assert [d.meta.id for d in corpus.documents] == ["glow-guide", "glow-quick"]
    assert len({f.id for f in corpus.facts}) == len(corpus.facts) == len(corpus.places) == 16
    place = corpus.places["glow-5/spec/charge-voltage@quick"]
    assert (place.file, place.line) == (f"corpus/{QUICK}", shelf.line_of(QUICK, "| charge-voltage |"))
    assert corpus.facts[-1].id == "conflict/charge-voltage"
    assert corpus.fact("glow-5/alarm/covp").code == "COVP"
    assert corpus.fact("glow-5/alarm/none") is None


def test_a_rhythm_is_resolved_on_its_lamp(shelf):
    """A lamp that names a rhythm carries its times."""
    assert shelf.load().fact("glow-5/led/standby").lamps[0] == Lamp("RUN", None, "flash", 0.25, 3.75, "FLASH1")


def test_facts_know_their_conflict(shelf):
    """Each fact that a conflict names leads to it, and to each other one that names it too."""
    facts = shelf.load().facts
    assert conflicts_by_fact(facts) == {
        "glow-5/spec/charge-voltage": ("conflict/charge-voltage",),
        "glow-5/spec/charge-voltage@quick": ("conflict/charge-voltage",),
    }
    second = msgspec.structs.replace(facts[-1], id="conflict/second", facts=("glow-5/spec/charge-voltage",))
    assert conflicts_by_fact([*facts, second])["glow-5/spec/charge-voltage"] == (
        "conflict/charge-voltage",
        "conflict/second",
    )


def test_progress_is_told_by_manual(shelf):
    """Whoever waits sees which manual is being read."""
    seen = []
    load(shelf.root, seen.append)
    assert seen == ["glow-guide", "glow-quick"]


def test_the_hash_follows_the_content(shelf):
    """Any change of a corpus file changes the hash; questions, which only test, do not."""
    before = corpus_hash(shelf.root)
    shelf.write("questions.yaml", "[]")
    assert corpus_hash(shelf.root) == before
    shelf.change(GUIDE, "Leave the battery's housing closed", "Keep the battery's housing closed")
    assert corpus_hash(shelf.root) != before


FAULTS = [
    pytest.param(GUIDE, "| 2 | RS485-A1 |", "| 1 | RS485-A1 |", "| 1 | RS485-A1 |", "two pins of Link IN have the number 1",
                 "Give each contact its own number", id="two-pins-one-number"),
    pytest.param(GUIDE, "| fault | ALM: red any", "| standby | ALM: red any", "ALM: red any", "the id 'glow-5/led/standby' was used at",
                 "Give each fact its own id", id="id-twice"),
    pytest.param(GUIDE, "RUN: flash FLASH1", "RUN: flash FLASH9", "| standby |", "the rhythm 'FLASH9' of RUN is not in a .blinks table",
                 "write on/off seconds", id="unknown-blink"),
    pytest.param(GUIDE, "ALM: red any", "LAN: red any", "| fault |", "the lamp 'LAN' is not on the panel of glow-5",
                 "Use one of RUN, ALM", id="unknown-lamp"),
    pytest.param(GUIDE, "ALM: red any", "ALM: blue any", "| fault |", "the lamp ALM cannot be blue",
                 "Its device file says red", id="colour-not-on-panel"),
    pytest.param(GUIDE, "{.blinks src=9}", '{.blinks src=9 devices="glow-5 glow-6"}', "| FLASH1 |", "the device 'glow-6' is unknown",
                 "Use one of glow-5, or add its file", id="unknown-device"),
    pytest.param(GUIDE, 'cautions="housing"', 'cautions="roof"', "{.procedure", "the caution 'glow-5/caution/roof' is unknown",
                 "Name a caution by its id", id="unknown-caution"),
    pytest.param(GUIDE, "| 5 | CAN-L | 16", "| 9 | CAN-L | 16", "| 9 | CAN-L", "pin 9 is outside Link IN, which has 8",
                 "Mend the number", id="pin-outside"),
    pytest.param(DEVICE, "coverage:\n", "coverage:\n  smell: done\n", 1, "coverage names the unknown kind 'smell'",
                 "Kinds are led_state, blink", id="coverage-unknown-kind"),
    pytest.param(DEVICE, "  led_state: done\n", "", 1, "coverage lacks led_state", "Write done, todo or", id="coverage-lacks"),
    pytest.param(DEVICE, '  faq: "exempt: none printed"', "  faq: done", 1, "coverage says faq: done, but no faq fact names glow-5",
                 "Add the facts", id="coverage-boasts"),
    pytest.param(DEVICE, "  blink: done", '  blink: "exempt: none"', 1, "coverage says blink is exempt, but there are such facts",
                 "Write done", id="coverage-denies"),
    pytest.param(DEVICE, '  faq: "exempt: none printed"', "  faq: soon", 1, "coverage of faq is 'soon'",
                 "Write done, todo or", id="coverage-word"),
    pytest.param(DEVICE, '  faq: "exempt: none printed"', '  faq: "exempt: "', 1, "coverage of faq is 'exempt: '",
                 "exempt: reason", id="coverage-no-reason"),
    pytest.param(DEVICE, "manuals: [glow-guide, glow-quick]", "manuals: [glow-guide]", 1, "manuals lacks glow-quick",
                 "Add it to manuals", id="manual-not-listed"),
    pytest.param(DEVICE, "glow-quick]", "glow-quick, glow-book]", 1, "the manual 'glow-book' is unknown",
                 "Use one of glow-guide, glow-quick", id="manual-unknown"),
    pytest.param(DEVICE, "id: glow-5", "id: glow-6", 1, "", "", id="device-file-name"),
    pytest.param(QUICK, "devices: [glow-5]", "devices: [glow-5, glow-7]", 2, "devices names 'glow-7', which has no file",
                 "Add corpus/devices/glow-7.yaml", id="edition-unknown-device"),
    pytest.param(DEVICE, "type: battery\n", "type: battery\ntype: lamp\n", "type: lamp", "'type' stands twice", "Keep one of them",
                 id="yaml-key-twice"),
    pytest.param(CONFLICTS, '"glow-5/spec/charge-voltage@quick"]', '"glow-5/spec/nothing"]', "- id: charge-voltage",
                 "conflict/charge-voltage names the unknown fact 'glow-5/spec/nothing'", "Write the fact's id", id="conflict-unknown-fact"),
    pytest.param(CONFLICTS, "judged: []", 'judged:\n- {facts: ["glow-5/x"], why: "alike"}', 1,
                 "judged names the unknown fact 'glow-5/x'", "Write the fact's id", id="judged-unknown-fact"),
    pytest.param(CONFLICTS, 'section: "2"', 'section: "9"', "- id: charge-voltage", "glow-guide has no section '9'",
                 "Write the section's number, or its anchor", id="conflict-unknown-section"),
    pytest.param(CONFLICTS, "manual: glow-quick", "manual: glow-book", "- id: charge-voltage", "the manual 'glow-book' is unknown",
                 "Use one of glow-guide, glow-quick", id="conflict-unknown-manual"),
    pytest.param(CONFLICTS, 'lines: "5"', 'lines: "page 5"', "- id: charge-voltage", "lines 'page 5' of glow-guide does not name lines",
                 'Write lines: "12-34"', id="conflict-lines"),
    pytest.param(CONFLICTS, "  advice:", "  advise:", "- id: charge-voltage", "unknown field `advise`",
                 "See corpus/README.md", id="conflict-unknown-key"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "what", "todo"), FAULTS)
def test_what_does_not_fit_is_named(shelf, file, old, new, line, what, todo, request):
    """A fault between files names file and line, what is wrong and what to do; a corpus with one does not load."""
    shelf.change(file, old, new)
    if what and "advise" not in new:
        shelf.said(file, line, what, todo)
    else:
        # A file that is not read at all takes its facts with it: the first reason must still be there.
        said = [str(p) for p in shelf.survey().problems if p.file == f"corpus/{file}"]
        assert any((what or "id 'glow-6' is not the file's name") in p for p in said), said
    with pytest.raises(CorpusError, match=r"problems? in the corpus; nothing was built"):
        shelf.load()


@pytest.mark.parametrize(
    ("file", "raw", "line", "what"),
    [
        (DEVICE, b"id: glow-5\nname: \xff\n", 2, "byte 0xff is not UTF-8"),
        (DEVICE, b"id: glow-5\nname: a\x00b\n", 2, "a NUL character"),
        (DEVICE, b'id: glow-5\nname: "open\n', 3, "not YAML"),
        (DEVICE, b"id: glow-5\nname: a: b\n", 2, "not YAML"),
        (CONFLICTS, b"conflicts: [\n", 2, "not YAML"),
        (GUIDE, b"---\nid: x\n---\n\xff\n", 4, "byte 0xff is not UTF-8"),
    ],
    ids=["utf-8", "nul", "quote", "colon", "bracket", "edition"],
)
def test_a_file_that_is_no_text_is_named_with_its_line(shelf, file, raw, line, what):
    """Bytes and YAML that cannot be read are found on their line."""
    shelf.write(file, raw)
    found = [p for p in shelf.survey().problems if what in p.what]
    assert [(p.file, p.line) for p in found] == [(f"corpus/{file}", line)]
    assert found[0].todo


def test_a_wrong_value_deep_in_a_file_is_found_on_its_line(shelf):
    """A value of the wrong type in a list is named with the line it stands on."""
    shelf.change(DEVICE, "{name: ALM, label: ALM, colors: [red]}", "{name: ALM, label: ALM, colors: red}")
    found = [p for p in shelf.survey().problems if "Expected `array`" in p.what]
    assert [p.line for p in found] == [shelf.line_of(DEVICE, "name: ALM")]


def test_every_problem_is_told_in_file_order(shelf):
    """A person works down one list, sorted by file and line."""
    shelf.change(GUIDE, "FLASH1; ALM", "FLASH7; ALM")
    shelf.change(GUIDE, "| charge-voltage | Charging voltage | | 56 |", "| charge-voltage | Charging voltage | | 56V |")
    shelf.change(DEVICE, "  led_state: done\n", "")
    with pytest.raises(CorpusError) as e:
        shelf.load()
    places = [(p.file, p.line) for p in e.value.problems]
    assert places == sorted(places)
    assert {f for f, _ in places} >= {"corpus/devices/glow-5.yaml", "corpus/manuals/glow-guide.md"}
    head, *rest = str(e.value).split("\n")
    assert head == f"{len(places)} problems in the corpus; nothing was built:"
    assert rest == [f"  {p}" for p in e.value.problems]


def test_a_conflict_has_two_sides(shelf):
    """A conflict with one reading is refused."""
    shelf.change(CONFLICTS, '    - {manual: glow-quick, section: "figures", lines: "2", says: "57.0 V"}\n', "")
    assert any(
        "'charge-voltage' has fewer than two readings" in p.what and p.todo == "Give both sides"
        for p in shelf.survey().problems
    )


def test_a_conflict_id_is_used_once(shelf):
    """A second conflict of one name is refused at its own file."""
    text = shelf.read(CONFLICTS)
    entry = text[text.index("- id") : text.index("judged")]
    shelf.write(CONFLICTS, text.replace(entry, entry + entry))
    assert [p.file for p in shelf.survey().problems if "was used at" in p.what] == ["corpus/conflicts.yaml"]


def test_an_empty_folder_says_how_to_name_the_corpus(tmp_path):
    """A folder without manuals says which setting names the right one."""
    with pytest.raises(
        CorpusError, match=r"no manuals/\*\.md here\. Name the corpus folder with --corpus or PINLIGHT_CORPUS"
    ):
        load(tmp_path / "nowhere")
