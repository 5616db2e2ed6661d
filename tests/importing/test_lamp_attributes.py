"""Lamps whose colour and light stand in rows of their own; contacts wired in another way."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind):
    return [r for r in imported(read_bytes(text.encode(), "demo-x1-manual.md")).rows() if r["kind"] == kind]


def shown(text):
    """(meaning, lamps as (name, colour, pattern)) of each state, and whether it is doubted."""
    out = []
    for r in rows(text, "led_state"):
        lamps = tuple((x["indicator"], x.get("color") or "", x["pattern"]) for x in r["lamps"])
        out.append((r["meaning"], lamps, bool(r["doubt"])))
    return out


ONE = [
    ("Starting", (("STATE", "white", "flash"),), False),
    ("Charging", (("STATE", "green", "steady"),), False),
    ("Off", (("STATE", "", "off"),), False),
]
FORMS = {
    "colour and light": ("Lamp STATE: colour", "Lamp STATE: light"),
    "the light first": ("STATE light", "STATE colour"),
    "colour and behaviour": ("STATE, color", "STATE, behaviour"),
}


@pytest.mark.parametrize("form", FORMS)
def test_colour_and_light_of_a_lamp_are_one_state(form):
    """Each situation across is a state of the lamp, with its colour and what it does."""
    first, second = FORMS[form]
    cells = {"colour": "white | green | –", "light": "blinking | lit | dark"}
    a, b = ("light", "colour") if form == "the light first" else ("colour", "light")
    told = f"| {first} | {cells[a]} |\n| {second} | {cells[b]} |\n"
    page = f"# 5 Status lamp\n\n| Situation | Starting | Charging | Off |\n|---|---|---|---|\n{told}"
    assert shown(page) == ONE


def test_lamps_with_two_rows_each():
    """Two lamps with a row for colour and one for light stand beside one another in each state."""
    page = (
        "# 5 Lamps\n\n| State | Starting | Fault |\n|---|---|---|\n| RUN colour | green | – |\n| RUN light | flashing | off |\n"
        "| ALM colour | – | red |\n| ALM light | off | on |\n"
    )
    assert [(m, lamps) for m, lamps, _ in shown(page)] == [
        ("Starting", (("RUN", "green", "flash"), ("ALM", "", "off"))),
        ("Fault", (("RUN", "", "off"), ("ALM", "red", "steady"))),
    ]


def test_another_way_of_wiring_is_doubted():
    """Where most contacts carry the same as in the column before, the second column may not be a connector of its own."""
    told = "".join(
        f"| {n} | {a} | {b} |\n"
        for n, a, b in [(1, "L1", "L1"), (2, "L2", "free"), (3, "L3", "free"), (4, "N", "N"), (5, "PE", "PE")]
    )
    page = f"# 5 Supply terminals X1\n\n| Terminal | Three-phase | Single-phase |\n|---|---|---|\n{told}"
    doubts = {(r["connector"], r["pin"]): bool(r["doubt"]) for r in rows(page, "pin")}
    assert not any(d for (c, _), d in doubts.items() if "Three" in c)
    assert all(d for (c, _), d in doubts.items() if "Single" in c)
    assert {p for c, p in doubts if "Three" in c} == set("12345")
