"""Counted lamps over which words reach, rhythms that stand cell by cell, and sentences about several lamps at once."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = "DEMO X1 unit\nManual\n\n1 Introduction\n\nThe unit is mounted on a wall.\n\n2 LED indicators\n\n{text}\n\n3 Care\n\nWipe it dry.\n"


def rows(text, kind="led_state"):
    result = imported(read_bytes(FRAME.format(text=text).encode(), "demo-x1.txt"))
    return [r for r in result.rows() if r["kind"] == kind]


def shown(row):
    return {lamp["indicator"]: lamp["pattern"] for lamp in row["lamps"]}


@pytest.mark.parametrize("words", ["According to SOC", "Charge level", "See table 4"])
@pytest.mark.parametrize("stem", ["SOC", "L", "LED"])
def test_counted_lamps_over_which_words_reach(stem, words):
    """Where each counted lamp has a state of its own it is read; where words reach over all of them they are what the row tells."""
    counted = [f"{stem}{n}" for n in (3, 2, 1)]
    text = "\n".join(
        "\t".join(cells)
        for cells in (
            ("Status", "RUN", "ALM", *counted, "Remark"),
            ("Standby", "Flash", "OFF", words, "", "", "Idle"),
            ("Charging", "ON", "OFF", words, "", "", "Current flows"),
            ("Full", "ON", "OFF", "ON", "ON", "ON", "Charger stops"),
            ("Fault", "OFF", "ON", "OFF", "OFF", "OFF", "Output is cut"),
        )
    )
    found = rows(text)
    assert [len(r["lamps"]) for r in found] == [2, 2, 5, 5]
    assert shown(found[2]) == {"RUN": "steady", "ALM": "off", **dict.fromkeys(counted, "steady")}
    assert words in found[0]["meaning"]


@pytest.mark.parametrize("part", ["\n", "\n\n"])
def test_rhythms_cell_by_cell_are_no_lamps(part):
    """Names with the times they are lit and dark explain rhythms; no time is the meaning of a lamp."""
    text = part.join(["Type", "ON", "OFF", "Flash 1", "0.5s", "1.5s", "Flash 2", "0.25s", "0.75s"])
    assert [(r["name"], r["on_s"], r["off_s"]) for r in rows(text, "blink")] == [
        ("FLASH1", 0.5, 1.5),
        ("FLASH2", 0.25, 0.75),
    ]
    assert rows(text) == []


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("If all three SOC LEDs flash in turn, a wrong switch setting was found.", "a wrong switch setting was found"),
        ("When both ALM LEDs blink together, the fan is blocked.", "the fan is blocked"),
        ("When all of the COM LEDs flash alternately, an update is running.", "an update is running"),
    ],
)
def test_how_many_lamps_shine_together_is_no_meaning(sentence, wanted):
    """How many lamps there are and how they take turns says what is seen; the meaning stands behind the comma."""
    found = rows(sentence)
    assert [(r["meaning"], [x["pattern"] for x in r["lamps"]]) for r in found] == [(wanted, ["flash"])]


def test_a_heartbeat_is_a_flash():
    """A lamp that has a heartbeat flashes."""
    text = "Status LED\n\nOFF: no power\nGreen, heartbeat: night\nGreen, solid: bulk charging\nRed, solid: fault"
    assert [(r["meaning"], r["lamps"][0]["pattern"]) for r in rows(text)][1] == ("night", "flash")
