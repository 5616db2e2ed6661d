"""Faults without a table of their own, and tables of faults whose columns hold more than one thing."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = (
    "DEMO X1\nManual\n\n1 Introduction\n\nIt is hung on a wall.\n\n2 {heading}\n\n{body}\n\n3 Care\n\nWipe it dry.\n"
)
ENTRIES = (
    ("Clock not set", "No network since the start.", "Enter the time by hand."),
    ("Supply low", "Thin wire or empty battery.", "Measure at the plug."),
    ("Inverter lost", "Address or speed are wrong.", "Compare the address."),
)


def alarms(body, heading="Messages", form="md"):
    text = FRAME.format(heading=heading, body=body)
    found = imported(read_bytes(text.encode(), f"demo-x1.{form}")).rows()
    return [r for r in found if r["kind"] == "alarm"]


def table(*lines):
    first, *rest = (f"| {' | '.join(x)} |" for x in lines)
    return "\n".join([first, "|" + "---|" * len(lines[0]), *rest])


@pytest.mark.parametrize("code", ["#{}", "E{}", "F-{}", "0x{}"])
@pytest.mark.parametrize("head", ["**{0} – {1}**", "**{0}: {1}**", "{0} - {1}"])
@pytest.mark.parametrize("advice", ["- {}", "{}"])
def test_a_line_with_code_and_name_over_why_and_what_to_do(code, head, advice):
    """What is said under the line is the cause, the list or the advice what to do."""
    body = "\n\n".join(
        f"{head.format(code.format(n), name)}\n\n{why}\n\n{advice.format(do)}"
        for n, (name, why, do) in zip((11, 14, 55), ENTRIES, strict=True)
    )
    found = alarms(body)
    assert [(r["code"], r["name"]) for r in found] == [
        (code.format(n), name) for n, (name, _, _) in zip((11, 14, 55), ENTRIES, strict=True)
    ]
    assert [r["actions"][0].strip(".") for r in found] == [do.strip(".") for _, _, do in ENTRIES]
    assert [r["cause"].strip(".") for r in found] == [why.strip(".") for _, why, _ in ENTRIES]


def test_codes_on_lines_of_their_own_are_doubted():
    """Code, name, cause and remedy one under the other: the order tells them, and says so."""
    lines = [("Charge MOS failure", "MOS broken", "Replace it"), ("NTC failure", "Wire broken", "Check the plug")]
    lines += [("Cell sampling failure", "Cell wire loose", "Check the plugs")]
    body = "\n\n".join(f"F0{n}\n\n" + "\n\n".join(x) for n, x in enumerate(lines, 1))
    found = alarms(
        f"These need repair.\n\n{body}\n\nThe list is kept for a year and cannot be erased.", "Failures", "txt"
    )
    assert [(r["code"], r["name"], r["cause"], r["actions"]) for r in found] == [
        (f"F0{n}", a, b, (c,)) for n, (a, b, c) in enumerate(lines, 1)
    ]
    assert all("without a table" in r["doubt"] for r in found)


@pytest.mark.parametrize(
    "body",
    [
        "X1 – Grid\n\nThree wires.\n\nX2 – Battery\n\nTwo wires.\n\nX3 – Meter\n\nTwo wires.",
        "E1 – Left\n\nE2 – Right\n\nE3 – Middle",
        "M4 – Screw\n\nFor the lid.\n\nP7 – Angle\n\nFor the wall.\n\nS9 – Plate\n\nFor the floor.",
    ],
)
def test_parts_and_plugs_with_marks_are_no_faults(body):
    """Marks with names outside a section about faults, without a word of a fault in them, are other things."""
    assert alarms(body, "Parts") == []


@pytest.mark.parametrize("head", ["Reason / solution", "Cause → remedy", "Cause and action", "Reason - what to do"])
@pytest.mark.parametrize("sign", [". ", " → "])
def test_cause_and_remedy_in_one_column(head, sign):
    """One column for both is parted at an arrow, or where the advice begins."""
    lines = [
        ("E1", "NTC failure", f"Sensor open or shorted{sign}Check CN2"),
        ("E2", "Overload", f"Load too big{sign}Reduce it"),
    ]
    found = alarms(table(("Code", "Failure", head), *lines), "Failures")
    assert [(r["cause"], r["actions"]) for r in found] == [
        ("Sensor open or shorted", ("Check CN2",)),
        ("Load too big", ("Reduce it",)),
    ]


@pytest.mark.parametrize("grades", [("Warning", "Protection"), ("Alarm", "Protection"), ("Warning", "Fault")])
@pytest.mark.parametrize("heads", [("value", "release"), ("threshold", "recovery")])
def test_a_warning_and_a_protection_have_codes_of_their_own(grades, heads):
    """The codes whose letter is that of the protection have the values under it; so do the others."""
    first, second = (g[0] for g in grades)
    columns = [f"{g} {h}" for g in grades for h in heads]
    body = table(
        ("Code", "Code", "Event", *columns),
        (f"{first}01", f"{second}01", "Cell voltage high", "3.55 V", "3.45 V", "3.65 V", "3.40 V"),
        (f"{first}02", f"{second}02", "Cell voltage low", "2.95 V", "3.05 V", "2.70 V", "3.10 V"),
        (f"{first}03", f"{second}03", "Cell temperature high", "52 °C", "48 °C", "58 °C", "50 °C"),
    )
    found = {r["code"]: r for r in alarms(body, "Levels of warnings and protections")}
    assert sorted(found) == sorted(f"{x}0{n}" for x in (first, second) for n in (1, 2, 3))
    assert "3.65" in found[f"{second}01"]["cause"]
    assert "3.55" in found[f"{first}01"]["cause"]
    assert "50" in found[f"{second}03"]["recovery"]


def test_values_at_which_an_event_is_warned_of_and_stopped_over_wrapped_cells():
    """A cell that goes on in the next line does not make the events fewer; the release of the protection is the recovery."""
    body = (
        "Item\tAlarm\tAlarm release\tProtection\tProtection release\tDelay\nOVC Cell overvoltage\t3.60V\t3.50V\t3.65V\t3.42V\t1s\n"
        "UVC Cell undervoltage\t2.90V\t3.00V\t2.60V\t3.05V or\t1s\n\t\t\t\tcharge\t\n"
        "OVP Pack overvoltage\t57.0V\t55.5V\t58.2V\t54.8V\t1s\nUVP Pack undervoltage\t46.0V\t48.0V\t42.4V\t48.8V or\t2s\n"
        "\t\t\t\tcharge\t"
    )
    found = alarms(body, "Voltage", "txt")
    assert [r["code"] for r in found] == ["OVC", "UVC", "OVP", "UVP"]
    assert found[0]["recovery"] == "3.42V"
