"""Codes whose figures were read as letters, and codes that only the sentences beside a table explain."""

from __future__ import annotations

import pytest

from kb.importing.alarm_codes import unmisread
from kb.importing.api import imported, read_bytes
from kb.importing.misread import mended

FRAME = "DEMO X1 unit\nManual\n\n1 Introduction\n\nThe unit is mounted on a wall.\n\n2 Fault list\n\n{text}\n\n3 Care\n\nWipe it dry.\n"
NAMES = ("Cell overvoltage", "Fan blocked", "Short circuit", "Sensor broken")
ADVICE = ("Stop charging", "Clean the fan", "Remove the load", "Replace the sensor")


def alarms(codes, behind="", apart="\n"):
    head = "Code\tFault\tRemedy"
    rows = [f"{c}\t{n}\t{a}" for c, n, a in zip(codes, NAMES, ADVICE, strict=True)]
    text = "\n".join([head, *rows])
    if apart == "\n\n":
        text = text.replace("\t", "\n").replace("\n", "\n\n")
    result = imported(read_bytes(FRAME.format(text=f"{text}\n\n{behind}").encode(), "demo-x1.txt"))
    return [(r["code"], r["name"], r["actions"]) for r in result.rows() if r["kind"] == "alarm"]


@pytest.mark.parametrize(
    ("codes", "wanted"),
    [
        (("Er08", "Er09", "Er1O", "Er11"), "Er10"),
        (("E08", "E09", "ElO", "E11"), "ElO"),
        (("F06", "F07", "FO8", "F09"), "F08"),
        (("WA-18", "WA-19", "WA-2O", "WA-21"), "WA-20"),
        (("A19", "A20", "A2l", "A22"), "A21"),
    ],
)
def test_a_code_is_mended_after_the_others_of_its_list(codes, wanted):
    """A letter that looks like a figure is one where all other codes have a figure; letters alone stay as they are printed."""
    assert [a[0] for a in alarms(codes)] == [*codes[:2], wanted, codes[3]]


def test_a_code_is_not_mended_into_another_of_its_list():
    """When the figure would make a code that the list has already, the letter is kept."""
    assert [a[0] for a in alarms(("F01", "FO1", "F02", "F03"))] == ["F01", "FO1", "F02", "F03"]


@pytest.mark.parametrize(("code", "wanted"), [("Er1O", "Er10"), ("A2O2", "A202"), ("SOC", "SOC"), ("El5", "E15")])
def test_figures_are_read_in_a_code_by_itself(code, wanted):
    """Letters in front stay letters, unless nothing but figures can follow the first."""
    assert unmisread(code)[0] == wanted


SENTENCES = [
    ("Er", "Er20 is shown with the grid relay open; this is no defect.", ("Er20", "Grid relay open")),
    ("Er", "Er99: internal memory test failed. Send the unit in.", ("Er99", "Internal memory test failed")),
    ("E", "E12 means heater defective (only type H); cooling goes on.", ("E12", "Heater defective (only type H)")),
    ("", "Number 50 says that a block is missing. With 60 the measurement of current is wrong.", ("60", "Measurement of current is wrong")),
]  # fmt: skip


@pytest.mark.parametrize("apart", ["\n", "\n\n"])
@pytest.mark.parametrize(("head", "sentence", "wanted"), SENTENCES)
def test_codes_behind_a_table_are_told_in_sentences(head, sentence, wanted, apart):
    """A code of the table's make that a sentence explains is a fault of its own, and no part of the last row's remedy."""
    found = alarms([f"{head}{n}" for n in (11, 13, 14, 15)], sentence, apart)
    assert wanted in [f[:2] for f in found]
    assert found[3][2] == (ADVICE[3],)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2 blinks: fIoat", "2 blinks: float"),
        ("on-off-on LiFeP04 cells", "on-off-on LiFePO4 cells"),
        ("the c0ntactor and the battery", "the contactor and the battery"),
        ("Module1 and Module10", "Module1 and Module10"),
        ("SolarInverter of the BMS", "SolarInverter of the BMS"),
        ("wording: fIour", "wording: fIour"),
        ("code F0AT", "code F0AT"),
    ],
)
def test_a_misread_word_is_read_as_the_manual_prints_it_elsewhere(line, wanted):
    """One look-alike sign is mended where the whole word stands elsewhere; names, counters and unknown words stay."""
    text = ("Float is a stage for LiFePO4 batteries, with a contactor.", "Modules and an inverter.", line)
    assert mended(text) == (*text[:2], wanted)
