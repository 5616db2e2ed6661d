"""Decisions on the rows of a draft: written at once, readable ever after, nothing undecided lost."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest
from goldens import MANUALS, draft
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.importing import decide, drafts
from kb.importing.review import ReviewError, read
from kb.model.errors import NotFoundError, PinlightError


@cache
def draft_of(name):
    return read(draft(name).text, f"{name}.md")


@pytest.fixture(scope="module")
def damaged():
    """The golden draft with the most doubtful rows, in several kinds."""
    found = [draft_of(n) for n in MANUALS]
    return max(found, key=lambda d: len(d.undecided))


@pytest.mark.parametrize("name", sorted(MANUALS))
def test_every_row_of_a_draft_can_be_decided(name):
    """Each fact of a table and each procedure is a row; the doubtful ones come first, the least sure before others."""
    draft = draft_of(name)
    assert {i.id for i in draft.items} == {f.id for f in draft.facts if f.id.split("/")[1] != "caution"}
    ranks = [i.rank for i in draft.items]
    assert ranks == sorted(ranks)
    assert all(i.undecided for i in draft.items[: len(draft.undecided)])
    assert all(i.doubt for i in draft.undecided)


@pytest.mark.parametrize("name", sorted(MANUALS))
def test_accepting_all_leaves_nothing_and_changes_no_fact(name):
    """Accepting changes the marks alone: the facts say what they said, certain, and no doubt is left in the file."""
    draft = draft_of(name)
    before = {f.id: [getattr(f, n) for n in f.__struct_fields__ if n not in {"certainty", "note"}] for f in draft.facts}
    for item in draft.undecided:
        draft = read(decide.accept(draft, item.id), draft.file)
    assert draft.undecided == ()
    assert "Doubt: " not in draft.text
    assert before == {
        f.id: [getattr(f, n) for n in f.__struct_fields__ if n not in {"certainty", "note"}] for f in draft.facts
    }


def test_pins_come_before_everything_at_equal_doubt(damaged):
    """Of rows that are equally unsure the contacts are looked at first: a wrong pin burns a port."""
    ranks = [(i.confidence, i.kind) for i in damaged.undecided]
    for (sure, kind), (after_sure, after_kind) in itertools.pairwise(ranks):
        assert not (sure == after_sure and kind != "pin" and after_kind == "pin")


def test_a_correction_says_what_was_read_as_what():
    """The repair of the row names the column, what stood there and what stands there now; the row is certain."""
    draft = draft_of("aster-power-wall")
    row = next(i for i in draft.undecided if i.kind == "led_state")
    fixed = read(decide.correct(draft, row.id, {"meaning": "a | b * c"}), draft.file).item(row.id)
    assert fixed.cells["meaning"] == "a | b * c"
    assert (fixed.certainty, fixed.doubt) == ("certain", "")
    assert fixed.repair == f"meaning “{row.cells['meaning']}” corrected to “a | b * c”"


def test_the_connector_is_corrected_for_all_its_contacts():
    """A connector's name stands once over its table: correcting it in one row renames all of them, and says so nowhere else."""
    draft = draft_of("aster-power-wall")
    pins = [i for i in draft.items if i.kind == "pin"]
    after = read(decide.correct(draft, pins[0].id, {"connector": 'Plug "J9"'}), draft.file)
    renamed = [i for i in after.items if i.kind == "pin"]
    assert {i.cells["connector"] for i in renamed} == {"Plug J9"}
    assert len(renamed) == len(pins)
    assert [bool(i.repair) for i in renamed] == [True] + [False] * (len(pins) - 1)


def test_a_column_the_table_lacked_is_added_for_one_row():
    """What the manual says of one contact alone gets its column; the other rows stay blank in it."""
    draft = draft_of("aster-power-wall")
    first, second, *_ = (i for i in draft.items if i.kind == "pin")
    after = read(decide.correct(draft, first.id, {"wire_color": "blue"}), draft.file)
    assert (after.item(first.id).cells["wire_color"], after.item(second.id).cells["wire_color"]) == ("blue", "")


def test_a_dropped_row_is_told_in_the_closing_comment():
    """What was dropped, from which lines and why stands at the end; the last row of a table takes the table with it."""
    draft = draft_of("aster-power-wall")
    rhythms = [i for i in draft.items if i.kind == "blink"]
    for row in rhythms:
        draft = read(decide.drop(draft, row.id, "told --> by the lamps"), draft.file)
    assert draft.dropped == tuple(r.id for r in rhythms)
    assert ".blinks" not in draft.text
    assert draft.text.count("Why: told –> by the lamps") == len(rhythms)
    with pytest.raises(NotFoundError, match="dropped in review"):
        draft.item(rhythms[0].id)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"colour": "blue"}, "Columns that may be corrected are"),
        ({"signal": " "}, "would be empty"),
        ({"signal": "x" * 3000}, "at most"),
        ({"pin": "2"}, "id"),
        ({"connector": "±"}, "makes no id"),
    ],
)
def test_a_correction_that_cannot_stand_is_refused(values, said):
    """A column that is unknown, an empty name, a number that another contact has: refused with file and line."""
    draft = draft_of("aster-power-wall")
    row = next(i for i in draft.items if i.kind == "pin" and i.cells["pin"] == "1")
    with pytest.raises(ReviewError, match=said) as refusal:
        decide.correct(draft, row.id, values)
    assert str(refusal.value).startswith(f"{draft.file}:")


def test_a_rhythm_that_lamps_name_cannot_be_dropped():
    """A decision that would leave the draft unreadable is not written, and the message says what would be wrong."""
    text = draft_of("aster-power-wall").text.replace("green flash 1/1", "green flash flash-1-1")
    draft = read(text, "x.md")
    row = next(i for i in draft.items if i.id.endswith("blink/flash-1-1"))
    with pytest.raises(ReviewError, match=r"cannot be written.*flash-1-1"):
        decide.drop(draft, row.id, "no")


WORDS = st.text(st.characters(exclude_categories=()), max_size=40)
STEP = st.tuples(
    st.sampled_from(["accept", "likely", "correct", "drop", "again"]), st.integers(0, 10_000), st.integers(0, 9), WORDS
)


def taken(draft, step, previous):
    """One decision of the drawn kind on the drawn row; a refusal leaves the text as it is."""
    what, which, column, words = step
    if what == "again" and previous is not None:
        return previous
    items = draft.items
    if not items:
        return None
    row = items[which % len(items)]
    name = list(row.cells)[column % len(row.cells)]
    return {
        "accept": lambda d: decide.accept(d, row.id),
        "likely": lambda d: decide.accept(d, row.id, "likely"),
        "correct": lambda d: decide.correct(d, row.id, {name: words}),
        "drop": lambda d: decide.drop(d, row.id, words),
        "again": lambda d: decide.accept(d, row.id),
    }[what]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(st.lists(STEP, max_size=6), st.sampled_from(["aster-power-wall", "ember-telecom-battery", "ferrow-bms-16s"]))
def test_any_decisions_keep_the_draft_readable_and_lose_nothing(steps, name):
    """After any sequence the corpus's reader takes the file; rows nobody decided are as they were; twice is as once."""
    draft = draft_of(name)
    touched: set[str] = set()
    start = {i.id: i for i in draft.items}
    previous = None
    for step in steps:
        decision = taken(draft, step, previous)
        if decision is None:
            break
        previous = decision
        try:
            text = decision(draft)
        except PinlightError:
            continue
        after = read(text, draft.file)  # raises when the corpus's reader has a problem with it
        try:
            assert decision(after) == text
        except PinlightError:
            # A correction of what the id is made of renames the row: the second time it is not there.
            assert {i.id for i in after.items} != {i.id for i in draft.items}
        changed = {i.id for i in draft.items if i not in after.items and _same(i, after) is None}
        touched |= changed
        draft = after
    still = {i.id: i for i in draft.items}
    for item_id, row in start.items():
        if item_id not in touched:
            now = still[item_id]
            assert (now.cells, now.certainty, now.doubt, now.lines) == (row.cells, row.certainty, row.doubt, row.lines)
    assert {i.id for i in draft.undecided} <= {i.id for i in start.values() if i.undecided} | touched | set(
        still
    ) - set(start)


def _same(row, draft):
    """The same row further up or down in the file."""
    return next(
        (
            i
            for i in draft.items
            if (i.id, i.cells, i.certainty, i.doubt) == (row.id, row.cells, row.certainty, row.doubt)
        ),
        None,
    )


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_any_words_come_back_as_they_were_written(words):
    """What a person types into a cell is what the corpus reads from it: no sign is lost or becomes markup."""
    draft = draft_of("aster-power-wall")
    row = next(i for i in draft.items if i.kind == "pin")
    after = read(decide.correct(draft, row.id, {"function": words}), draft.file).item(row.id)
    wanted = re.sub(r"\s+", " ", decide.visible(words)).strip()
    assert after.cells["function"] == wanted


def test_a_crash_between_two_decisions_loses_nothing(tmp_path, monkeypatch):
    """A write that dies leaves the file of before, whole, and no litter; the review goes on from there."""
    draft = draft_of("aster-power-wall")
    path = tmp_path / "aster-power-wall.md"
    path.write_text(draft.text, encoding="utf-8")
    first, second, *_ = draft.undecided
    after = drafts.decide(path, lambda d: decide.accept(d, first.id))

    def dies(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", dies)
    with pytest.raises(ReviewError, match="No space left"):
        drafts.decide(path, lambda d: decide.accept(d, second.id))
    monkeypatch.undo()
    assert path.read_text(encoding="utf-8") == after.text
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert drafts.decide(path, lambda d: decide.accept(d, second.id)).item(second.id).certainty == "certain"


def test_a_row_that_changed_meanwhile_is_not_overwritten(tmp_path):
    """Two people review one draft: who decides on what another has changed is told, and nothing is written."""
    draft = draft_of("aster-power-wall")
    path = tmp_path / "x.md"
    path.write_text(draft.text, encoding="utf-8")
    row = draft.undecided[0]
    drafts.decide(path, lambda d: decide.correct(d, row.id, {"meaning": "other"}))
    text = path.read_text(encoding="utf-8")
    with pytest.raises(ReviewError, match="changed meanwhile"):
        drafts.decide(path, lambda d: decide.accept(d, row.id), expected=row)
    with pytest.raises(ReviewError, match="changed meanwhile"):
        drafts.restore(path, draft.text, draft.text)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe", b"no head", b"---\nid: x\n---\n"])
def test_what_is_no_draft_is_refused(tmp_path, raw):
    """A file that import did not write ends in file, line, what and what to do."""
    path = tmp_path / "x.md"
    path.write_bytes(raw)
    with pytest.raises(ReviewError, match=r"x\.md:\d+: .+\. .+"):
        drafts.load(path)
    with pytest.raises(ReviewError, match=r"nowhere\.md:1: "):
        drafts.load(tmp_path / "nowhere.md")
