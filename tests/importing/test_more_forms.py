"""Layouts that makers use besides a plain table: each is read, and what only looks like one is not."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.model.facts import Alarm, Dip, LedState, Pin, Protocol


def facts(text: str, kind: type, name: str = "box.txt"):
    result = imported(read_bytes(f"BOX 100 unit\nUser manual\n\n{text}\n".encode(), name))
    return [(f, result.found[f.id].doubt if f.id in result.found else "") for f in result.facts if isinstance(f, kind)]


def test_pairs_of_columns_are_connectors_of_their_own():
    """Two ports side by side, each numbered from one, keep their titles and their contacts."""
    found = facts("CAN port pins\n\nPin\tCAN\tPin\tMETER\n1\tCANH\t1\tRS485A\n2\tCANL\t2\tRS485B\n3\tGND\t3\tGND", Pin)
    assert {(f.connector, f.pin, f.signal) for f, _ in found} == {
        ("CAN", "1", "CANH"),
        ("CAN", "2", "CANL"),
        ("CAN", "3", "GND"),
        ("METER", "1", "RS485A"),
        ("METER", "2", "RS485B"),
        ("METER", "3", "GND"),
    }


def test_one_cell_for_two_contacts_is_cut():
    """`1, 8` beside `A, B` names two contacts with a signal each."""
    found = facts("RS485 port\n\nPin\tSignal\n1, 2\tRS485A, RS485B\n3\tGND\n4\tCANH", Pin)
    assert {(f.pin, f.signal) for f, _ in found} == {("1", "RS485A"), ("2", "RS485B"), ("3", "GND"), ("4", "CANH")}


def test_combinations_of_dials_are_no_single_positions():
    """Each row of dials is one combination, and what stands beside it is the meaning."""
    found = facts(
        "ADD switch\n\nAddress\tDial 1\tDial 2\tRole\n0\tOFF\tOFF\tAlone\n1\tON\tOFF\tMaster\n2\tOFF\tON\tSlave", Dip
    )
    assert [(f.switch, f.position) for f, _ in found] == [("1-2", "OFF OFF"), ("1-2", "ON OFF"), ("1-2", "OFF ON")]


def test_settings_keep_the_numbers_of_their_switches():
    """A head that prints `DIP 3-5` says which switches the three figures set; the ones before are free."""
    found = facts(
        "Protocol DIP switch (CAN)\n\nProtocol\tInverter brand\tDIP 3-5\n1\tVeldt, Umber\t000\n2\tTarn, Sable\t100",
        Protocol,
    )
    assert [f.dip for f, _ in found] == [
        {"3": "OFF", "4": "OFF", "5": "OFF"},
        {"3": "ON", "4": "OFF", "5": "OFF"},
    ]


def test_lamps_in_sentences():
    """`NAME (colour): state while meaning; state while meaning` gives a state each, with the colour."""
    found = facts(
        "LED lamps\n\nGRID (green): blinks while the grid is checked; lit while feeding in\nFAULT (red): lit when a fault is active",
        LedState,
    )
    told = [(x.indicator, x.color, x.pattern) for f, _ in found for x in f.lamps]
    assert told == [("GRID", "green", "flash"), ("GRID", "green", "steady"), ("FAULT", "red", "steady")]


def test_a_colour_alone_is_doubted():
    """No pattern is printed: steady is a reading, and says so."""
    found = facts("# Box\n\n## Status light\n\n- Green: available\n- Red: out of order", LedState, "box.md")
    assert [x.pattern for f, _ in found for x in f.lamps] == ["steady", "steady"]
    assert all("no pattern" in doubt for _, doubt in found)


def test_full_rows_keep_their_own_causes():
    """Rows that have all their cells share nothing, though no cause ends with a full stop."""
    rows = (("Fan fault", "Dust", "Clean it"), ("Relay fault", "Wear", "Replace it"), ("Grid loss", "Outage", "Wait"))
    found = facts("Faults\n\nFault\tCause\tAction\n" + "\n".join("\t".join(r) for r in rows), Alarm)
    assert [(f.name, f.cause, list(f.actions)) for f, _ in found] == [(n, c, [a]) for n, c, a in rows]


def test_errors_without_a_table():
    """`Error 17 - name` with the explanation under it is an alarm of that code."""
    found = facts(
        "Error overview\n\nError 2 - Battery voltage too high\nCheck the battery.\n\nError 17 - Charger overheated\nLet it cool.",
        Alarm,
    )
    assert [(f.code, f.name) for f, _ in found] == [("2", "Battery voltage too high"), ("17", "Charger overheated")]


def test_a_headless_list_of_faults_is_doubted():
    """Without a header the columns are told by what they hold, and every row says so."""
    found = facts(
        "Error messages\n\nE01\tClock lost\tSet the clock\nE02\tMemory defect\tReplace\nE04\tPhase swapped\tRewire",
        Alarm,
    )
    assert [f.code for f, _ in found] == ["E01", "E02", "E04"]
    assert all("no header" in doubt for _, doubt in found)


@pytest.mark.parametrize(
    "text",
    [
        "Torque\n\nTerminal\tScrew\tTorque\nB+\tM8\t12 Nm\nB-\tM8\t12 Nm\nPE\tM6\t6 Nm",
        "Time plan\n\nTime\tMode\tPower\tSwitch\n00:00-06:00\tCharge\t3 kW\tON\n06:00-17:00\tHold\t0 kW\tOFF\n17:00-22:00\tSell\t4 kW\tON",
        "Registers\n\nAddress (hex)\tMeaning\tR/W\tDefault\n0x0000\tSlave address\tR/W\t1\n0x0001\tBaud rate\tR/W\t96\n0x0010\tAlarm relay\tR/W\t0",
        "Spare parts\n\nCode\tPart\tFor fault\nSP-01\tFan\tFan blocked\nSP-02\tRelay\tRelay welded\nSP-03\tFuse\tFuse blown",
        "Fuses\n\nFuse\tRating\tPlace\nF1\t125 A\tModule 1\nF2\t125 A\tModule 2\nF3\t5 A\tController",
    ],
    ids=["torque", "times", "registers", "spares", "fuses"],
)
def test_other_tables_hold_none_of_it(text):
    """Tables with terminals, switches, addresses, codes and faults in other matters yield nothing."""
    assert not [f for kind in (Pin, Dip, LedState, Alarm, Protocol) for f in facts(text, kind)]
