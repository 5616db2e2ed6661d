"""Faults of which one list gives the names and another the causes and remedies: the code puts them together."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def faults(text, name="demo-x1-manual.md"):
    """(code, name, cause, doubtful) of each fault."""
    rows = imported(read_bytes(text.encode(), name)).rows()
    return [(r["code"], r["name"], r["cause"], bool(r["doubt"])) for r in rows if r["kind"] == "alarm"]


NAMES = {"01": "Fan blocked", "02": "Over temperature", "03": "Battery voltage too high", "04": "Output short circuit"}
TOLD = {
    "01": ("Feather in the fan", "Clean the fan"),
    "02": ("Air path closed", "Clear the air path"),
    "03": ("Second charger", "Switch the charger off"),
    "04": ("Wrong wiring", "Check the wiring"),
}
WANTED = [(code, NAMES[code], TOLD[code][0], False) for code in NAMES]


def piped(head, rows):
    return "\n".join("|".join(["", *r, ""]) for r in [head, ["---"] * len(head), *rows]) + "\n"


def manual(names, told, head=("Code", "Cause", "Remedy")):
    first = piped(["Code", "Fault"], [list(x) for x in names.items()])
    second = piped(list(head), [[code, *x] for code, x in told.items()])
    return f"# Demo X1\n\n## 8.1 Fault codes\n\n{first}\n## 8.2 Causes and remedies of faults\n\n{second}"


@pytest.mark.parametrize(
    "head", [("Code", "Cause", "Remedy"), ("Code", "Possible reason", "Solution"), ("No.", "Reason", "Measures")]
)
def test_the_code_puts_name_and_cause_together(head):
    """One row for each code, with the name of the one list and the cause of the other, nothing doubted."""
    assert faults(manual(NAMES, TOLD, head)) == WANTED


def test_a_code_that_the_names_lack_is_doubted():
    """What stands as its name may be its cause."""
    read = faults(manual(NAMES, TOLD | {"09": ("Internal", "Send it in")}))
    assert [r for r in read if not r[3]] == WANTED
    assert [r[0] for r in read if r[3]] == ["09"]


def test_a_misread_code_finds_its_name():
    """`7Z` beside the names is 72 beside the remedies; what was repaired is doubted or said."""
    read = faults(manual(NAMES | {"7Z": "Sharing fault"}, TOLD | {"72": ("Cable not plugged", "Plug it")}))
    assert ("72", "Sharing fault", "Cable not plugged") in [r[:3] for r in read]


def test_lists_that_both_name_stay_as_they_are():
    """Warnings and faults with the same numbers are different things where each has a name of its own."""
    other = piped(["Code", "Warning", "Cause", "Remedy"], [["01", "Low battery", "Long night", "Charge it"]])
    read = faults(manual(NAMES, TOLD) + f"\n## 8.3 Warning codes\n\n{other}")
    assert [r for r in read if r[:3] == ("01", "Low battery", "Long night")]
    assert [r[:3] for r in read[:4]] == [w[:3] for w in WANTED]
