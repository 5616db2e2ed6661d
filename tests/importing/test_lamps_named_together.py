"""Lamp tables whose rows name several lamps, whose lamps have no other name than a colour, and heads of signs."""

from __future__ import annotations

import pytest

from kb.importing import lamp_rows
from kb.importing.api import imported, read_bytes

FRAME = "# DEMO X3 inverter\n\n## 1 Introduction\n\nIt is hung on a wall.\n\n## 2 LED signals\n\n{table}\n\n## 3 Care\n\nWipe it dry.\n"


def states(rows):
    lines = ["| " + " | ".join(r) + " |" for r in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    result = imported(read_bytes(FRAME.format(table="\n".join(lines)).encode(), "demo-x3.md"))
    return [r for r in result.rows() if r["kind"] == "led_state"]


def shown(row):
    return [(x["indicator"], x["color"], x["pattern"]) for x in row["lamps"]]


@pytest.mark.parametrize(
    ("both", "every"),
    [("Red LED and blue LED", "All three LEDs"), ("Red + blue", "All LEDs"), ("Blue LED, red LED", "All of the lamps")],
)
def test_lamps_that_have_only_a_colour_are_told_apart_and_named_together(both, every):
    """A row of two or all lamps is a state of each of them, with its own colour."""
    found = states([
        ["LED", "Signal", "Explanation"],
        ["Green LED", "glowing", "Feeding in"],
        ["", "flashing (two seconds on, one second off)", "Waiting for the sun"],
        ["Red LED", "glowing", "Error"],
        ["Blue LED", "flashing slowly for approx. one minute", "Connecting"],
        [both, "flashing alternately", "Island operation"],
        [every, "glowing", "Starting"],
    ])  # fmt: skip
    assert [shown(r) for r in found[:4]] == [
        [("Green", "green", "steady")],
        [("Green", "green", "flash")],
        [("Red", "red", "steady")],
        [("Blue", "blue", "flash")],
    ]
    assert (found[1]["lamps"][0]["on_s"], found[1]["lamps"][0]["off_s"]) == (2.0, 1.0)
    assert sorted(shown(found[4])) == [("Blue", "blue", "flash"), ("Red", "red", "flash")]
    assert sorted(shown(found[5])) == [
        ("Blue", "blue", "steady"),
        ("Green", "green", "steady"),
        ("Red", "red", "steady"),
    ]
    assert not any(r["doubt"] for r in found)


@pytest.mark.parametrize("text", ["All four LEDs", "Red LED and white LED", "RUN and RUN", "Green LED"])
def test_a_wrong_count_or_an_unknown_lamp_names_none(text):
    """`All four` of three lamps, or a lamp that no other row has, is not guessed."""
    assert lamp_rows.named(text, ["Green LED", "Red LED", "Blue LED", "RUN"][: 3 if "four" in text else 4]) == []


@pytest.mark.parametrize("head", ["Light bar", "Status LED", "Light ring"])
def test_the_head_of_the_states_may_be_the_lamp(head):
    """Tints that the notation lacks, and lights that run along a bar, are read with a doubt; a count of blinks is a rhythm."""
    found = states([
        [head, "Condition", "What to do"],
        ["No light", "Has no power", "Check the breaker"],
        ["Green, solid", "Ready", "Plug in"],
        ["White, running", "Self-test", "Wait"],
        ["Purple, blinking", "Update", "Wait"],
        ["Yellow, two blinks", "Card refused", "Use another card"],
    ])  # fmt: skip
    assert [shown(r)[0] for r in found] == [
        (head, None, "off"),
        (head, "green", "steady"),
        (head, "white", "flash"),
        (head, None, "flash"),
        (head, "yellow", "flash"),
    ]
    assert [bool(r["doubt"]) for r in found] == [False, False, True, True, False]
    assert found[4]["lamps"][0]["times"] == 2


@pytest.mark.parametrize("lit", ["Light", "light", "Shining", "Illuminated"])
def test_a_noun_among_states_is_lit(lit):
    """`Light` in the column of a lamp whose other cells are states says that it shines."""
    found = states([
        ["Status", "RUN", "ALM", "Description"],
        ["Sleep", "Flash 1", "Off", "Wakes by the key"],
        ["Charge", lit, "Off", "Charging"],
        ["Protection", "Off", lit, "Stopped"],
    ])  # fmt: skip
    assert [[x["pattern"] for x in r["lamps"]] for r in found] == [
        ["flash", "off"],
        ["steady", "off"],
        ["off", "steady"],
    ]


@pytest.mark.parametrize("names", [("RUN", "ALM"), ("PWR", "FAULT"), ("LED1", "LED2")])
def test_situations_and_lamps_are_a_table_without_a_column_of_meanings(names):
    """Where a table has situations and lamps only, the situation is what the lamps mean; two lamps of one name are doubted."""
    rows = [
        ["State", *names],
        ["Standby", "slow flash", "OFF"],
        ["Charging", "ON", "OFF"],
        ["Board failure", "OFF", "ON"],
    ]
    found = states(rows)
    assert [r["meaning"] for r in found] == ["Standby", "Charging", "Board failure"]
    assert [[x["indicator"] for x in r["lamps"]] for r in found] == [list(names)] * 3
    assert all(r["doubt"] for r in states([["State", "SOC", "SOC", "Remark"], *([*r, "told"] for r in rows[1:])]))


@pytest.mark.parametrize("heading", ["Capacity", "Remaining energy"])
def test_counted_lamps_beside_shares_of_the_charge_are_lamps(heading):
    """`0-25 %` beside L1 to L4 is a charge display, whatever its heading; switches set to a share are not."""
    table = ["SOC", "L2", "L1"], ["0-50 %", "Off", "On"], ["50-100 %", "On", "On"]
    text = FRAME.replace("LED signals", heading).format(
        table="\n".join(["| SOC | L2 | L1 |", "|---|---|---|", *("| " + " | ".join(r) + " |" for r in table[1:])])
    )
    found = [r for r in imported(read_bytes(text.encode(), "demo-x3.md")).rows() if r["kind"] == "led_state"]
    assert [(r["meaning"], [x["pattern"] for x in r["lamps"]]) for r in found] == [
        ("0-50 %", ["off", "steady"]),
        ("50-100 %", ["steady", "steady"]),
    ]


@pytest.mark.parametrize(
    "note",
    [
        "Slow flash: once in 2 s; fast flash: 4 times in 1 s.",
        "Flash instructions: flash 1 – light 0.25 s / off 3.75 s. Flash 2 – light 0.5 s / off 0.5 s.",
        "Flashing: every 2 s. Blinking: 1 Hz.",
    ],
)
def test_how_often_a_lamp_flashes_is_no_meaning(note):
    """A note that explains the words of the rhythms is not read as what a lamp means."""
    text = FRAME.format(table=f"The lamp RUN is blue.\n\n{note}")
    assert not [r for r in imported(read_bytes(text.encode(), "demo-x3.md")).rows() if r["kind"] == "led_state"]


@pytest.mark.parametrize(("heading", "kind"), [("Beeper and LED", "led_state"), ("Fault messages", "alarm")])
def test_faults_beside_their_flashes_are_what_the_heading_says(heading, kind):
    """`Fault | LED` without cause and remedy are states of the lamp under a heading of lamps, and faults under one of faults."""
    table = "| Fault | LED | Beeper |\n|---|---|---|\n| Over-charge | red flashes twice | 2 beeps |\n"
    table += "| Over-current | red flashes three times | 3 beeps |\n| Over-temperature | red flashes four times | 4 beeps |\n"
    text = FRAME.replace("LED signals", heading).format(table=table)
    found = [r for r in imported(read_bytes(text.encode(), "demo-x3.md")).rows() if r["kind"] in {"led_state", "alarm"}]
    assert {r["kind"] for r in found} == {kind}
    lamps = [r["lamps"] if kind == "led_state" else r["lamp"] for r in found]
    assert [x["times"] for (x,) in lamps] == [2, 3, 4]
