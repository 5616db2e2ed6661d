"""States of several lamps at once told in sentences, tables whose heads are marks of lamps, and what else sounds like them."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

TABLE = (
    "| State | RUN | ALM | SOC | Remark |\n|---|---|---|---|---|\n| Standby | Flash | Off | Off | Waits |\n"
    "| Charging | On | Off | On | Works |\n| Fault | Off | On | Off | Stopped |"
)
FRAME = (
    "DEMO X1\nManual\n\n1 Introduction\n\nIt is hung on a wall.\n\n2 Lamps\n\n{table}\n\n{told}\n\n3 Alarms\n\n"
    "| Code | Alarm | Action |\n|---|---|---|\n| A91 | Fan failure | Replace the fan |\n| A92 | Clock error | Set the clock |\n"
    "\n4 Care\n\n{more}\n"
)


def rows(told, more="Wipe it dry.", table=TABLE, form="md"):
    text = FRAME.format(told=told, more=more, table=table)
    return imported(read_bytes(text.encode(), f"demo-x1.{form}")).rows()


def joint(told):
    found = [r for r in rows(told) if r["kind"] == "led_state" and "told in a sentence" in r["repair"]]
    return [({x["indicator"]: x["pattern"] for x in r["lamps"]}, r["meaning"]) for r in found]


@pytest.mark.parametrize(
    "told",
    [
        "During an update RUN and ALM flash in mode Flash 2 together: the board is being updated.",
        "If RUN and ALM flash in mode Flash 2 at the same time, the board is being updated.",
        "RUN and ALM in Flash B at the same time: the board is being updated.",
        "When RUN and ALM blink simultaneously, this means that the board is being updated.",
        "RUN & ALM flashing together indicate that the board is being updated.",
    ],
)
def test_two_lamps_named_side_by_side(told):
    """What both do, how they do it with each other, then what it means."""
    assert joint(told) == [({"RUN": "flash", "ALM": "flash"}, "the board is being updated")]


@pytest.mark.parametrize(
    "told",
    [
        "All three lights flashing together tell that an update runs.",
        "All 3 lamps blink: an update runs.",
        "When all three LEDs flash, an update runs.",
    ],
)
def test_all_lamps_are_those_of_the_table_where_their_number_is_right(told):
    """`All three lights` in a manual with three lamps are these."""
    assert joint(told) == [({"RUN": "flash", "ALM": "flash", "SOC": "flash"}, "an update runs")]


@pytest.mark.parametrize(
    ("told", "meaning"),
    [
        ("All three lamps flash fast together when two packs have the same number.", "two packs have the same number"),
        ("All three LEDs blink for two seconds during the test after power on.", "the test after power on"),
        ("While two packs have the same number all three lamps flash.", "two packs have the same number"),
    ],
)
def test_a_time_tells_what_it_means(told, meaning):
    """What several lamps show together is told by when they do so, behind it or before it."""
    assert joint(told) == [({"RUN": "flash", "ALM": "flash", "SOC": "flash"}, meaning)]


@pytest.mark.parametrize(
    "told",
    [
        "SOC flashing quickly in red shows that the stop loop is open.",
        "While the stop loop is open, only SOC flashes red.",
        "Only SOC blinks in red: the stop loop is open.",
    ],
)
def test_one_lamp_alone_by_its_bare_name(told):
    """`Only SOC` and `SOC flashing` need no word for a lamp, as the table names it."""
    found = [r for r in rows(told) if r["kind"] == "led_state" and "told in a sentence" in r["repair"]]
    assert [([(x["indicator"], x["color"]) for x in r["lamps"]], r["meaning"]) for r in found] == [
        ([("SOC", "red")], "the stop loop is open")
    ]


@pytest.mark.parametrize(
    "told",
    [
        "All five lamps flash: an update runs.",
        "RUN and ALM flash together, press the button.",
        "RUN and ALM are described below.",
        "RUN and ALM might flash together: an update runs.",
    ],
)
def test_another_number_advice_and_guesses_are_no_states(told):
    """Lamps that the manual does not have, what is to be done, and what may be."""
    assert joint(told) == []


@pytest.mark.parametrize("marks", [("RUN", "ALM", "S1-S4"), ("PWR", "COM", "BAT"), ("L1", "L2", "L3"), ("RUN", "ALM")])
@pytest.mark.parametrize("foot", ["Explanation", "Remark", "Meaning"])
def test_marks_of_lamps_between_situation_and_meaning_are_a_header(marks, foot):
    """`State`, the marks of lamps, `Remark`: a header, whatever few of these words are known, also where it stands again."""
    lines = [("State", *marks, foot)]
    lines += [
        ("Shut down", *(["OFF"] * len(marks)), "All dark"),
        ("Standby", "Flash", *(["OFF"] * (len(marks) - 1)), ""),
    ]
    lines += [("Overvoltage", "ON", *(["OFF"] * (len(marks) - 1)), ""), ("protection", *([""] * len(marks)), "")]
    text = "\n".join("\t".join(x) for x in lines)
    found = [r for r in rows("", table=text, form="txt") if r["kind"] == "led_state"]
    assert [r["mode"] for r in found] == ["Shut down", "Standby", "Overvoltage protection"]
    assert {x["indicator"] for r in found for x in r["lamps"]} == set(marks)


def test_times_under_light_and_dark_are_rhythms_and_no_lamps():
    """`Light` over times is how long a lamp is lit."""
    text = "Kinds of flash\n\n\tLight\tDark\nFlash 1\t0.3 s\t3.7 s\nFlash 2\t0.5 s\t0.5 s\nFlash 3\t0.5 s\t1.5 s"
    found = rows("", table=text, form="txt")
    assert [(r["on_s"], r["off_s"]) for r in found if r["kind"] == "blink"] == [(0.3, 3.7), (0.5, 0.5), (0.5, 1.5)]
    assert not [r for r in found if r["kind"] == "led_state"]


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("Number 0 is the leader.", {}),
        ("Number 99 means no storage.", {}),
        (
            "A93 is only kept in the history; it means that the clock chip does not run.",
            {"A93": "Clock chip does not run"},
        ),
        ("A94 is shown for a minute only. It says that the fan is blocked.", {"A94": "Fan is blocked"}),
    ],
)
def test_it_is_the_code_of_the_sentence_before_and_a_number_may_be_anything(told, wanted):
    """`It means that …` goes on about the code before; a number alone is given to devices and settings too."""
    found = {r["code"]: r["name"] for r in rows("", told) if r["kind"] == "alarm"}
    assert {k: v for k, v in found.items() if k not in {"A91", "A92"}} == wanted


def test_keys_are_no_faults():
    """Words in capitals on keys look like abbreviations of faults."""
    keys = [("Arrow", "DOWN", "Value decreases"), ("Arrow", "UP", "Value increases"), ("Escape", "ESC", "Back")]
    lines = [("Key", "Name", "Function"), ("---", "---", "---"), *keys]
    table = "\n".join(f"| {' | '.join(x)} |" for x in lines)
    assert {r["code"] for r in rows("", f"There are keys.\n\n{table}") if r["kind"] == "alarm"} == {"A91", "A92"}
