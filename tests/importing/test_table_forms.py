"""Lamps, alarms and switches come out the same from every form an extractor leaves a table in."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.importing.lamp_words import read

LAMPS = (
    (
        "LED",
        "Colour",
        "Status",
        "Meaning",
    ),
    (
        ("PWR", "Green", "On", "Ready for use"),
        ("PWR", "Green", "Flashing", "Starting up"),
        ("ERR", "Red", "On", "Fault found"),
        ("ERR", "Red", "Off", "No fault"),
    ),
)
ALARMS = (
    ("Fault code", "Fault", "Solution"),
    (
        ("F01", "Grid over voltage", "Check the mains"),
        ("F02", "Fan failure", "Clean the fan"),
        ("F09", "Insulation low", "Dry the plugs"),
    ),
)
DIPS = (
    ("Switch", "Position", "Meaning"),
    (
        ("1", "ON", "Resistor connected"),
        ("1", "OFF", "Resistor removed"),
        ("2", "ON", "Fast bus"),
        ("2", "OFF", "Slow bus"),
    ),
)


def tabs(table):
    return "\n".join("\t".join(r) for r in [table[0], *table[1]])


def pipes(table):
    return "\n".join(
        [
            "| " + " | ".join(table[0]) + " |",
            "|---" * len(table[0]) + "|",
            *("| " + " | ".join(r) + " |" for r in table[1]),
        ]
    )


def spaces(table):
    return "\n".join("".join(c.ljust(22) for c in r).rstrip() for r in [table[0], *table[1]])


def cells(table):
    return "\n\n".join(c for r in [table[0], *table[1]] for c in r)


def tight(table):
    return "\n".join(c for r in [table[0], *table[1]] for c in r)


def repeated(table):
    """The table goes on after a page number, under the same header."""
    half = len(table[1]) // 2
    return tabs((table[0], table[1][:half])) + "\n\n12\n\n" + tabs((table[0], table[1][half:]))


def facts(heading, text):
    return imported(read_bytes(f"3 {heading}\n\n{text}\n".encode(), "m.txt")).facts


@pytest.mark.parametrize("form", [tabs, pipes, spaces, cells, tight, repeated])
def test_lamps(form):
    """Lamp, colour, pattern and meaning of all four states."""
    found = [
        (x.lamps[0].indicator, x.lamps[0].color, x.lamps[0].pattern, x.meaning)
        for x in facts("Indicators", form(LAMPS))
    ]
    patterns = {"On": "steady", "Off": "off", "Flashing": "flash"}
    assert found == [(a, b.lower(), patterns[c], d) for a, b, c, d in LAMPS[1]]


@pytest.mark.parametrize("form", [tabs, pipes, spaces, cells, tight, repeated])
def test_alarms(form):
    """Code, name and action of all three faults."""
    found = [(x.code, x.name, x.actions) for x in facts("Fault list", form(ALARMS))]
    assert found == [(a, b, (c,)) for a, b, c in ALARMS[1]]


@pytest.mark.parametrize("form", [tabs, pipes, spaces, repeated])
def test_switches(form):
    """Switch, position and meaning of all four rows."""
    assert [(x.switch, x.position, x.meaning) for x in facts("DIP switch", form(DIPS))] == list(DIPS[1])


@pytest.mark.parametrize(
    ("said", "notation"),
    [
        ("Steady green", "green steady"),
        ("Flashes red twice", "red flash x2"),
        ("Red blinking (0.5s on, 0.5s off)", "red flash 0.5/0.5"),
        ("Slow flashing 200ms on/1800ms off", "flash 0.2/1.8"),
        ("On for 1s and off for 3s", "flash 1/3"),
        ("Amber flashing, 1 Hz", "orange flash T=1"),
        ("Always on", "steady"),
        ("Off", "off"),
        ("Flash 1", "flash FLASH1"),
        ("Slow flash 1 s", "flash"),
    ],
)
def test_words_for_a_lamp_become_its_notation(said, notation):
    """Colour, pattern and rhythm, as corpus/README.md section 3 writes them."""
    assert read(said).notation == notation


@pytest.mark.parametrize(
    "said",
    [
        "Battery is on",
        "Grid connected",
        "On-grid operation",
        "Normal",
        "RUN",
        "Alarm",
        "",
        "Turn the switch off and on",
    ],
)
def test_what_does_not_describe_a_lamp_is_none(said):
    """Other words than those of a state make a cell something else."""
    assert read(said) is None


def test_a_lost_colour_is_a_doubt():
    """A colour column that the text lost leaves its states without colour, each with the reason."""
    rows = "Indicator Color State Description\n\nAlways on The DC side runs.\n\nFlash The DC side is faulty.\n"
    result = imported(read_bytes(f"8 Lights\n\n{rows}".encode(), "m.txt"))
    states = [f for f in result.facts if f.id.split("/")[1] == "led"]
    assert [s.lamps[0].pattern for s in states] == ["steady", "flash"]
    assert all("the colour was lost" in result.found[s.id].doubt for s in states)
    assert all(s.certainty == "doubtful" for s in states)
