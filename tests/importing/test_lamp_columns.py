"""Lamp tables by what their columns hold: a lamp that seldom matters, a pace for a pattern, a colour without a word, one lamp's heading."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def lamps(text, name="demo-x1-manual.txt"):
    """Each state as its lamps, its meaning, and whether it is doubted."""
    draft = imported(read_bytes(text.encode(), name))
    shown = []
    for row in draft.rows():
        if row["kind"] == "led_state":
            told = " ".join(f"{x['indicator']}:{x.get('color') or ''}:{x['pattern']}" for x in row["lamps"])
            shown.append((told, row["meaning"], bool(row["doubt"])))
    return shown


def table(*rows):
    return "\n".join("\t".join(row) for row in rows)


def test_a_lamp_that_seldom_matters_is_a_lamp():
    """A column of dashes and a few states beside the columns of lamps belongs to each state: a dash says any."""
    found = lamps(
        "5.1 Lamps\n\n"
        + table(
            ("State", "RUN", "ERR", "BT"),
            ("ready", "flashing", "off", "/"),
            ("charging", "on", "off", "/"),
            ("fault", "off", "on", "/"),
            ("warning", "on", "flashing", "/"),
            ("phone connected", "/", "/", "on"),
        )
    )
    assert ("RUN::any ERR::any BT::steady", "phone connected", True) in found
    assert len(found) == 5
    assert all("BT:" in told for told, *_ in found)


@pytest.mark.parametrize("said", [False, True])
@pytest.mark.parametrize(("slow", "quick"), [("Slow", "Quick"), ("slowly", "fast"), ("Slow", "Rapid")])
def test_a_pace_among_states_is_flashing(slow, quick, said):
    """Slow and quick between On and Off are flashing; a doubt stands beside them unless the text says it."""
    note = "Slow flashing is once in two seconds." if said else "The lamps stand over the display."
    found = lamps(
        f"7.1 Lamps\n\n{note}\n\n"
        + table(
            ("No.", "PV", "GRID", "FAULT", "Operating state"),
            ("1", "Off", "Off", "Off", "Unit is switched off"),
            ("2", slow, slow, "Off", "Start-up and grid test"),
            ("3", "On", quick, "Off", "Grid is lost"),
            ("4", "Off", "Off", slow, "Warning, see 8.1"),
            ("5", "Off", "Off", "On", "Unit has stopped"),
        )
    )
    assert ("PV::flash GRID::flash FAULT::off", "Start-up and grid test", not said) in found
    assert ("PV::steady GRID::flash FAULT::off", "Grid is lost", not said) in found
    assert len(found) == 5


@pytest.mark.parametrize("heading", ["3.2 Light strip", "3.2 LED ring", "4.1.2 Status light"])
def test_remarks_beside_a_few_states_are_no_meanings(heading):
    """The full column is the meaning, the heading names the one lamp, a colour without a word in the notation is said."""
    found = lamps(
        f"{heading}\n\nIt shows the state by colour and motion.\n\n"
        + table(
            ("Colour", "Motion", "State", "Remark"),
            ("White", "constant", "Standby, no vehicle", ""),
            ("Blue", "pulsing", "Charging", ""),
            ("Cyan", "constant", "Waiting for a cheaper tariff", "set in the app"),
            ("Green", "constant", "Vehicle is full", ""),
            ("Red", "flashing", "Error that clears by itself", "see the list"),
            ("Purple", "constant", "Reserved by the operator", ""),
        ),
    )
    name = heading.partition(" ")[2]
    assert found == [
        (f"{name}:white:steady", "Standby, no vehicle", False),
        (f"{name}:blue:flash", "Charging", False),
        (f"{name}::steady", "Waiting for a cheaper tariff", True),
        (f"{name}:green:steady", "Vehicle is full", False),
        (f"{name}:red:flash", "Error that clears by itself", False),
        (f"{name}::steady", "Reserved by the operator", True),
    ]


@pytest.mark.parametrize("again", [True, False])
def test_a_header_of_two_rows_names_the_lamps_in_its_second(again):
    """Under a head that reaches over the lamps stand their names; the other heads stand again or are empty there."""
    second = ("Group", "Condition") if again else ("", "")
    rows = [
        (*second, "RUN", "ERR", "BT"),
        ("Normal", "charging", "flashing", "off", "off"),
        ("Normal", "discharging", "on", "off", "off"),
        ("Fault", "over current", "off", "flashing", "off"),
    ]
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    body = f"<tr><th>Group</th><th>Condition</th><th colspan=3>Lamp</th></tr>{body}"
    page = f"<html><body><h1>Demo X1</h1><h2>5.1 Lamps</h2><table>{body}</table></body></html>"
    found = lamps(page, "demo-x1.html")
    assert [told for told, *_ in found] == [
        "RUN::flash ERR::off BT::off",
        "RUN::steady ERR::off BT::off",
        "RUN::off ERR::flash BT::off",
    ]


@pytest.mark.parametrize("heading", ["4.1 LEDs", "4.1 Status LED"])
def test_colours_across_and_patterns_down(heading):
    """Under colours each cell is what that colour in the row's pattern says; a colour's cell is no lamp's name."""
    found = lamps(
        f"{heading}\n\n"
        + table(
            ("LED", "Green", "Yellow", "Red"),
            ("Steady", "Operation", "Charging", "Fault, module is off"),
            ("Flashing", "Standby", "–", "Firmware update"),
        )
    )
    name = "Status LED" if "Status" in heading else "LED"
    doubted = name == "LED"
    assert found == [
        (f"{name}:green:steady", "Operation", doubted),
        (f"{name}:yellow:steady", "Charging", doubted),
        (f"{name}:red:steady", "Fault, module is off", doubted),
        (f"{name}:green:flash", "Standby", doubted),
        (f"{name}:red:flash", "Firmware update", doubted),
    ]


def test_what_stands_behind_the_state_is_no_lamps_name():
    """State, what happens, what to do: the middle column is the meaning, the last one the action; the lamp's name is not guessed."""
    text = "1 Ring light\n\n" + table(
        ("Ring", "What happens", "Your step"),
        ("Green, steady", "Ready", "Plug in"),
        ("Blue, steady", "Charged", "Unplug"),
        ("Yellow, blinking", "Waiting for the car", "Check the timer of the car"),
        ("Red, blinking", "Fault, see the app", "Unplug and wait"),
        ("Off", "No power", "Check the fuse"),
    )
    found = lamps(text)
    assert [(told.partition(":")[2], meaning) for told, meaning, _ in found] == [
        ("green:steady", "Ready"),
        ("blue:steady", "Charged"),
        ("yellow:flash", "Waiting for the car"),
        ("red:flash", "Fault, see the app"),
        (":off", "No power"),
    ]
    assert not any(told.startswith(meaning[:5]) for told, meaning, _ in found)
