"""Lamp tables whose cells are letters and signs: the text says what they stand for, or they stay what they are."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = (
    "DEMO X1\nManual\n\n1 Introduction\n\nIt is hung on a wall.\n\n2 The lamps\n\n{body}\n\n3 Care\n\nWipe it dry.\n"
)


def states(told, *lines):
    first, *rest = (f"| {' | '.join(x)} |" for x in lines)
    table = "\n".join([first, "|" + "---|" * len(lines[0]), *rest])
    found = imported(read_bytes(FRAME.format(body=f"{told}\n\n{table}").encode(), "demo-x1.md")).rows()
    return [
        (r["meaning"], [(x["indicator"], x["color"], x["pattern"]) for x in r["lamps"]])
        for r in found
        if r["kind"] == "led_state"
    ]


WANTED = [
    ("Starting", [("POWER", "green", "flash"), ("BUS", None, "off")]),
    ("Working", [("POWER", "green", "steady"), ("BUS", "green", "steady")]),
    ("Fault", [("POWER", "red", "steady"), ("BUS", None, "any")]),
]


@pytest.mark.parametrize(
    ("told", "signs"),
    [
        (
            "Letters: G green, R red. Behind them ~ means flashing slowly; a dot · means dark, a star * that the lamp may show anything.",
            ("G~", "·", "G", "R", "*"),
        ),
        ("G = green, R = red, F = flashing, D = dark, X = any.", ("GF", "D", "G", "R", "X")),
        (
            "Signs: G is green, R is red, # means blinking, ◇ means off, ? means does not matter.",
            ("G#", "◇", "G", "R", "?"),
        ),
    ],
)
@pytest.mark.parametrize("turned", [True, False])
def test_signs_that_the_text_explains(told, signs, turned):
    """A letter for the colour, a sign for the pattern, a sign for a dark lamp and one for a lamp that does not matter."""
    flashing, dark, green, red, either = signs
    rows = [("Starting", flashing, dark), ("Working", green, green), ("Fault", red, either)]
    if turned:
        lines = [("Lamp", *(r[0] for r in rows)), ("POWER", *(r[1] for r in rows)), ("BUS", *(r[2] for r in rows))]
    else:
        lines = [("State", "POWER", "BUS"), *rows]
    assert states(told, *lines) == WANTED


@pytest.mark.parametrize("told", ["The lamps shine in green and red.", "G = green.", "See chapter 4 for G and R."])
def test_signs_that_nothing_explains_are_no_states(told):
    """Letters without a legend, or with half of one, are read as nothing."""
    assert (
        states(told, ("State", "POWER", "BUS"), ("Starting", "G~", "·"), ("Working", "G", "G"), ("Fault", "R", "*"))
        == []
    )
