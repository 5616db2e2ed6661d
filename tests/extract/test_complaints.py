"""What is wrong in a fact table is said: file, line, what, and what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.extract.rule import formula_names

LED = {"id": "x", "lamps": "RUN: off", "meaning": "Off"}
SPEC = {"id": "x", "name": "Voltage", "value": "5", "unit": "V"}
CABLE = {"to": "Solis", "status": "mapped", "pins": "4-4 CAN-H"}
RULE = {"id": "x", "name": "Height", "formula": "N * 2", "variables": "N [packs] 3..6", "unit": "mm"}
PROTOCOL = {"protocol_id": "0", "bus": "CAN", "brands": "SMA", "dip": "1=ON 2=OFF"}
BLINK = {"name": "FLASH1", "on_s": "1", "off_s": "2", "meaning": "Standby"}
MODEL = {"designation": "G-5", "parts": "BAT: 1"}

CELLS = [
    ("specs", SPEC, {"unit": "volts"}, "the unit 'volts' is unknown", "kb/model/units.py"),
    ("specs", SPEC, {"value": "5 V"}, "value is '5 V', not a plain number", "the unit has its own column"),
    ("specs", SPEC, {"value": "1,5"}, "value is '1,5', not a plain number", "decimal point"),
    ("specs", SPEC, {"value": ""}, "has no min, value, max or text", "Fill in what the manual prints"),
    ("specs", {**SPEC, "min": "9", "max": "7"}, {}, "min 9 is above max 7", "Swap them"),
    ("specs", SPEC, {"id": "Not An Id"}, "the id 'Not An Id' is not lower case", "Write 'not-an-id'"),
    ("specs", SPEC, {"name": ""}, "name is empty", "Fill it in, or drop the row"),
    ("specs", {**SPEC, "src": "page 3"}, {}, "src='page3' does not name lines", "Write src=12-34"),
    ("specs", {**SPEC, "src": "34-12"}, {}, "src='34-12' runs backwards", "first line before the last"),
    ("specs", {**SPEC, "certainty": "maybe"}, {}, "certainty 'maybe' is unknown", "certain, likely or doubtful"),
    ("leds", LED, {"lamps": "RUN green flash"}, "'RUN green flash' has no colon", "RUN: green flash FLASH1"),
    ("leds", LED, {"lamps": "RUN: purple flash"}, "cannot read 'purple'", "Colours: blue, green, grey"),
    ("leds", LED, {"lamps": "RUN: green glowing"}, "cannot read 'glowing'", "patterns: off, steady, flash, any"),
    ("leds", LED, {"lamps": "RUN: green"}, "'green' has no pattern", "Add one of off, steady, flash, any"),
    ("leds", LED, {"lamps": "RUN: steady 0.5/1"}, "a rhythm stands with 'steady'", "Only flash has a rhythm"),
    ("leds", LED, {"lamps": "RUN: off; RUN: steady"}, "the lamp RUN stands twice", "one state for each lamp"),
    ("leds", LED, {"lamps": ": off"}, "': off' names no lamp", "lamp: colour pattern rhythm"),
    ("leds", LED, {"lamps": ";"}, "lamps is ';'", "lamp: colour pattern rhythm"),
    ("leds", LED, {"lamps": "RUN: flash 0/1"}, "a time or a number of zero", "above zero"),
    ("leds", {**LED, "safety": "careful"}, {}, "safety is 'careful'", "Write one of none, stop-using"),
    ("blinks", BLINK, {"off_s": "0"}, "a blink time is not positive", "above zero"),
    ("blinks", BLINK, {"on_s": "0.5s"}, "on_s is '0.5s', not a plain number", "decimal point"),
    ("cables", CABLE, {"pins": "4-4 CAN-H; CAN-L on 5"}, "cannot read 'CAN-L on 5'", "Write from-to SIGNAL"),
    ("cables", CABLE, {"pins": "4-4 CAN-H; 4-5 CAN-L"}, "one pin is wired twice", "its own pin"),
    ("cables", CABLE, {"pins": ""}, "status mapped stands with 0 wires", "A mapped cable has its wires"),
    ("cables", CABLE, {"status": "figure-only"}, "status figure-only stands with 1 wires", "any other has none"),
    ("cables", {**CABLE, "bus": "USB"}, {}, "bus is 'USB'", "CAN, RS485"),
    ("protocols", PROTOCOL, {"dip": "1=UP"}, "cannot read '1=UP'", "Write 1=any 2=OFF"),
    ("protocols", PROTOCOL, {"dip": "1=ON 1=OFF"}, "switch 1 stands twice", "Keep one setting"),
    ("protocols", PROTOCOL, {"dip": "1=ON 3=OFF"}, "the switches are 1, 3", "every switch once and in order"),
    ("protocols", PROTOCOL, {"bus": "USB"}, "bus is 'USB'", "Write one of CAN, RS485"),
    ("models", MODEL, {"parts": "one BAT"}, "cannot read 'one BAT'", "Write name: count"),
    ("rules", RULE, {"variables": "N packs"}, "variables: cannot read 'N packs'", "as in `N [packs] 3..6`"),
    ("rules", RULE, {"variables": "N [packs] 6..3"}, "the range of N runs from 6 to 3", "lower bound first"),
    ("rules", RULE, {"variables": "N; M"}, "the formula uses ['N'], but variables declares ['M', 'N']", "Declare each"),
    ("rules", RULE, {"variables": "N; N"}, "variables declares ['N', 'N']", "Declare each variable once"),
    ("rules", RULE, {"unit": "furlong"}, "the unit 'furlong' is unknown", "kb/model/units.py"),
    ("alarms", {"name": "A", "cause": "B", "actions": ""}, {}, "actions is empty", "Fill it in"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "cells", "change", "what", "todo"), CELLS, ids=[f"{c[0]}-{c[3][:30]}" for c in CELLS])
def test_a_bad_cell_is_named_at_its_row(extract, table, kind, cells, change, what, todo):
    """A cell that cannot be used is named at its own row, with what to write instead."""
    cells = {**cells, **change}
    extract(table(kind, **cells))
    extract.said("| " + " | ".join(cells.values()), what, todo)


FAQ = "| id | question | answer |\n|---|---|---|\n"
HEADS = [
    ("{.dips}\n| switch | position |\n|-|-|\n| 1 | ON |\n", "| switch |", "the .dips table lacks the column meaning", "Its columns are switch, pos"),
    ("{.dips}\n| switch |\n|---|\n| 1 |\n", "| switch |", "lacks the columns position, meaning", "also allowed: certainty, note, repair, src"),
    ("{.faqs}\n| id | question | answer | colour |\n|-|-|-|-|\n| a | b | c | d |\n", "| id |", "the unknown column 'colour'", "Allowed are answer"),
    ("{.faqs}\n| id | question | answer | answer |\n|-|-|-|-|\n| a | b | c | d |\n", "| id |", "the column 'answer' stands twice", "Keep one"),
    ("{.faqs}\n" + FAQ, "| id |", "the .faqs table has no rows", "Write its rows or remove it"),
    ("{.faqs colour=red}\n" + FAQ + "| a | b | c |\n", "{.faqs", "colour= is unknown here", "Allowed are certainty, device"),
    ("{.pinout}\n| pin | signal |\n|---|---|\n| 1 | GND |\n", "{.pinout}", "connector= is missing", 'Write connector="…"'),
    ("{.lamps}\n| id |\n|---|\n| a |\n", "{.lamps}", "a table cannot be .lamps", "A table is one of .leds, .blinks"),
    ("{.leds}\n1. Open it.\n", "{.leds}", "a list cannot be .leds", "A list is one of .procedure"),
    ("{src=12}\n| id |\n|---|\n| a |\n", "{src=12}", "the attribute line names no class", "Begin it with one of .leds"),
    ("{.procedure title=On}\n1. Open it.\n", "{.procedure", "id= is missing", 'Write id="…"'),
    ("{.procedure id=on}\n1. Open it.\n", "{.procedure", "title= is missing", 'Write title="…"'),
    ("{color=red}\n> [!NOTICE] {#a} Words.\n", "{color", "color= is unknown here", "guards"),
    ("> [!NOTICE] {#Bad_Id} Words.\n", "> [!NOTICE]", "the id 'Bad_Id' is not lower case", "Write 'bad-id'"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "at", "what", "todo"), HEADS, ids=[h[2][:40] for h in HEADS])
def test_a_bad_table_is_named_at_its_head(extract, body, at, what, todo):
    """A table, list or alert that cannot be read is named at its head or attribute line; nothing is taken from it."""
    extract(body)
    extract.said(at, what, todo)


def test_a_fact_without_lines_is_refused(extract):
    """A fact cites lines of the original: without src on row, line or heading there is none."""
    bare = "---\nid: g\ntitle: g\nedition: g\nlanguage: en\nmaker: g\ndevices: [g]\noriginal: {file: g, sha256: g}\n---\n## 1 A {#a}\n"
    extract("{.faqs}\n| id | question | answer |\n|---|---|---|\n| a | b | c |\n", head=bare)
    extract.said("| a |", "no src= for this fact", "Write src=12-34")


def test_two_faults_are_both_told(extract, table):
    """A person works down one list: every fault is told, not only the first."""
    extract(table("specs", id="x", name="Voltage", value="5", max="six", unit="volts"))
    assert [p.what for p in extract.problems] == ["max is 'six', not a plain number", "the unit 'volts' is unknown"]


@pytest.mark.parametrize(
    "formula",
    [
        "__import__('os')",
        "(lambda: 1)()",
        "N.real",
        "9**9**9",
        "[N for N in (1,)]",
        "N if N else 2",
        "open('x')",
        "min(N, key=N)",
        "min(*N)",
        "'a' * N",
        "True",
        "N := 2",
        "N @ N",
        "N[0]",
        "f'{N}'",
        "1j * N",
        "1e999 * N",
        "N = 2",
        "import os",
        "",
        "(" * 500 + "N" + ")" * 500,
    ],
)
def test_a_formula_is_arithmetic_only(extract, table, formula):
    """Whatever is more than arithmetic on declared variables is refused, and nothing of it is ever run."""
    with pytest.raises(ValueError, match=r"."):
        formula_names(formula)
    if formula:
        extract(table("rules", **{**RULE, "formula": formula}))
        extract.said("| x |", "formula", "Use + - * / ( ), comparisons")


@pytest.mark.parametrize(
    ("formula", "names"),
    [
        ("N * 270 + 261", {"N"}),
        ("ceil(max(A, B) / 2)", {"A", "B"}),
        ("U >= 52 and not I < 3", {"U", "I"}),
        ("-x", {"x"}),
        ("2", set()),
    ],
)
def test_a_formula_names_its_variables(formula, names):
    """Functions are no variables; all others are."""
    assert formula_names(formula) == names


@given(st.text(max_size=30))
def test_no_formula_crashes(text):
    """Any text is a formula or a ValueError."""
    try:
        names = formula_names(text)
    except ValueError:
        return  # a formula it is not, and nothing else may be raised
    assert all(name.isidentifier() for name in names)


@given(kind=st.sampled_from(["leds", "specs", "cables", "rules", "protocols", "blinks", "models"]), data=st.data())
def test_no_cell_crashes_the_extractor(kind, data):
    """Whatever stands in the cells of a table, facts or complaints come of it."""
    from kb.extract.registry import TABLES, facts_of
    from kb.ingest import markdown

    head = "---\nid: g\ntitle: g\nedition: g\nlanguage: en\nmaker: g\ndevices: [g]\noriginal: {file: g, sha256: g}\n---\n## 1 A {#a src=1}\n\n"
    columns = [*TABLES[kind].columns.required, *TABLES[kind].columns.optional]
    cell = st.text(
        st.characters(blacklist_characters="|\n\r\\", blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12
    )
    cells = [data.draw(cell) for _ in columns]
    body = f"{{.{kind}}}\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n| {' | '.join(cells)} |\n"
    problems = []
    document = markdown.read((head + body).encode(), file="g.md", problems=problems)
    facts = list(facts_of(document, problems))
    assert facts or problems
    assert all(p.what and p.todo and p.line >= 10 for p in problems)
