"""Lamps that count their faults, lamps that show a fault together, and what several lamps show under one head."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

# With faults of its own, so that none are drawn from the states of its lamps.
FRAME = (
    "DEMO X1\nManual\n\n1 Introduction\n\nIt is hung on a wall.\n\n2 {heading}\n\n{body}\n\n3 Alarms\n\n"
    "Code\tAlarm\tAction\nA91\tFan failure\tReplace the fan\nA92\tClock error\tSet the clock\n\n4 Care\n\nWipe it dry.\n"
)


def rows(body, heading="Light", form="md"):
    text = FRAME.format(heading=heading, body=body)
    found = imported(read_bytes(text.encode(), f"demo-x1.{form}")).rows()
    return [r for r in found if r["kind"] in {"led_state", "alarm"} and not str(r.get("code")).startswith("A9")]


def table(*lines):
    first, *rest = (f"| {' | '.join(x)} |" for x in lines)
    return "\n".join([first, "|" + "---|" * len(lines[0]), *rest])


FAULTS = [("2", "Residual current", "Dry the plug"), ("3", "Earth missing", "Call us"), ("4", "Too hot", "Let it cool")]


@pytest.mark.parametrize("head", ["Flashes", "Number of flashes", "Blinks", "Flash count"])
@pytest.mark.parametrize("sign", ["{}", "{} x", "{} times"])
@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("When the ring flashes red, count the flashes.", "ring"),
        ("In a fault the light bar blinks red, then pauses.", "light bar"),
        ("The STATE LED flashes red.", "STATE"),
    ],
)
def test_who_counts_and_in_which_colour_stands_over_the_table(head, sign, told, name):
    """A table under `Flashes` needs no word for lamps of its own: the text over it says who flashes, and in which colour."""
    body = table((head, "Fault", "Remedy"), *((sign.format(n), f, r) for n, f, r in FAULTS))
    found = rows(f"{told}\n\n{body}", "Faults")
    assert {r["kind"] for r in found} == {"led_state"}
    assert [(x["indicator"], x["color"], x["times"]) for r in found for x in r["lamps"]] == [
        (name, "red", n) for n in (2, 3, 4)
    ]
    assert [r["action"] for r in found] == [r for _, _, r in FAULTS]


@pytest.mark.parametrize("code", [True, False])
def test_a_counted_fault_with_a_cause_or_a_code_is_a_fault_too(code):
    """The state of a lamp has no place for a code or a cause: these make the row a fault besides."""
    head = ("Flashes", *(("Code",) if code else ()), "Fault", "Cause", "Remedy")
    lines = [(n, *((f"K{n}",) if code else ()), f, "Damp plug", r) for n, f, r in FAULTS]
    found = rows(f"The bar flashes red.\n\n{table(head, *lines)}")
    assert [r["meaning"] for r in found if r["kind"] == "led_state"] == [f for _, f, _ in FAULTS]
    faults = [r for r in found if r["kind"] == "alarm"]
    assert [r["name"] for r in faults] == [f for _, f, _ in FAULTS]
    assert [r["cause"] for r in faults] == ["Damp plug"] * 3


@pytest.mark.parametrize("head", ["Pulses", "Beeps"])
def test_pulses_of_a_meter_and_beeps_are_no_lamps(head):
    """What is counted may be energy or a sound."""
    body = table((head, "Meaning"), ("1", "One kWh"), ("2", "Two kWh"), ("3", "Three kWh"))
    assert rows(f"The output is counted.\n\n{body}", "Output") == []


@pytest.mark.parametrize("head", ["Failure", "Fault", "Alarm"])
@pytest.mark.parametrize("names", [("LED3", "LED2", "LED1"), ("RUN", "ALM", "SOC"), ("H1", "H2", "H3")])
def test_several_lamps_that_show_a_fault_are_states_of_lamps(head, names):
    """Faults over nothing but lamps have neither cause nor remedy: each row is a state of the lamps and no alarm."""
    body = table(
        (head, *names),
        ("Undervoltage", "Off", "Off", "Flash"),
        ("Overtemperature", "Off", "Flash", "Off"),
        ("Insulation fault", "Flash", "Off", "Off"),
    )
    found = rows(body, "LED display of faults")
    assert [(r["kind"], r["meaning"]) for r in found] == [
        ("led_state", "Undervoltage"),
        ("led_state", "Overtemperature"),
        ("led_state", "Insulation fault"),
    ]


@pytest.mark.parametrize("head", ["SOC LEDs", "Capacity lamps", "LED bar"])
def test_cells_of_a_group_of_lamps_are_states_or_words(head):
    """The last column is several lamps: `All off` is their state, `According to SOC` is told of the row."""
    cells = ["State", "Event", "RUN", "ALM", head]
    cells += ["Power off", "sleep", "Off", "Off", "All off"]
    cells += ["Charge", "normal", "On", "Off", "According to SOC", "alarm", "On", "Flash 3", "According to SOC"]
    cells += ["full", "On", "Off", "All on", "Failure", "cell failure", "Off", "On", "All off"]
    found = rows("\n\n".join(cells), "LED indication", "txt")
    assert [r["meaning"] for r in found] == [
        "Power off, sleep",
        "Charge, normal: According to SOC",
        "Charge, alarm: According to SOC",
        "Charge, full",
        "Failure, cell failure",
    ]
    assert [len(r["lamps"]) for r in found] == [3, 2, 2, 3, 3]


@pytest.mark.parametrize("head", ["Lamp", "LED", "Indicator", "Lights"])
@pytest.mark.parametrize("group", ["25–100", "Level", "S1-S4"])
def test_situations_across_and_lamps_down(head, group):
    """A row that says in words what several lamps show does not hide that the others are lamps, and the heads situations."""
    body = table(
        (head, "Switched off", "Charging", "Warning", "Protection"),
        ("RUN", "off", "on", "on", "off"),
        ("FAIL", "off", "off", "blinks", "on"),
        (group, "off", "running", "level", "off"),
    )
    found = rows(f"These are the lamps.\n\n{body}", "Lamps")
    shown = [{x["indicator"]: x["pattern"] for x in r["lamps"]} for r in found]
    assert [r["meaning"].partition(":")[0] for r in found] == ["Switched off", "Charging", "Warning", "Protection"]
    assert [(x["RUN"], x["FAIL"]) for x in shown] == [
        ("off", "off"),
        ("steady", "off"),
        ("steady", "flash"),
        ("off", "steady"),
    ]


@pytest.mark.parametrize("sign", [" = ", ": ", "="])
@pytest.mark.parametrize("words", [("ON", "BLINK 1", "BLINK 2", "OFF"), ("Lit", "Slowly flashing", "Flashing", "Dark")])
def test_states_of_a_cell_whose_lines_ran_together(sign, words):
    """Each state begins what it means, also where the line breaks between them were lost."""
    told = ("Storage is charged", "Storage is discharged", "Charge below 5 %", "No storage")
    cell = " ".join(f"{w}{sign}{t}" for w, t in zip(words, told, strict=True))
    found = rows(table(("Lamp", "Meaning"), ("STORAGE", cell), ("GRID", cell)), "Lamps")
    assert [r["meaning"] for r in found] == [*told, *told]
    assert [r["lamps"][0]["pattern"] for r in found][:4] == ["steady", "flash", "flash", "off"]
