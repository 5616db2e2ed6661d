"""Pin maps are recognised in every form an extractor leaves them in, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes
from kb.model.facts import Pin

SIGNALS = ("RS485-A", "RS485-B", "GND", "CAN-H", "CAN-L", "NC", "WAKE+", "WAKE-")
HEAD = "4 Wiring\n\n4.1 BMS port\n\n"
FORMS = {
    "tabs": "Pin\tDefinition\n" + "\n".join(f"{n}\t{s}" for n, s in enumerate(SIGNALS, 1)),
    "pipes": "| Pin | Definition |\n|---|---|\n" + "\n".join(f"| {n} | {s} |" for n, s in enumerate(SIGNALS, 1)),
    "spaces": "Pin No.    Definition\n" + "\n".join(f"{n}          {s}" for n, s in enumerate(SIGNALS, 1)),
    "cells": "No.\n\nDefinition\n\n" + "\n\n".join(f"{n}\n\n{s}" for n, s in enumerate(SIGNALS, 1)),
    "lines": "The pins of the connector:\n\n" + "\n".join(f"Pin {n}: {s}" for n, s in enumerate(SIGNALS, 1)),
}


def pins(text: str) -> list[Pin]:
    return [f for f in imported(read_bytes((HEAD + text + "\n").encode(), "m.txt")).facts if isinstance(f, Pin)]


@pytest.mark.parametrize("form", FORMS)
def test_every_contact_is_read_in_every_form(form):
    """Eight contacts come out with number and signal, whatever became of their table."""
    assert [(p.pin, p.signal) for p in pins(FORMS[form])] == [(str(n), s) for n, s in enumerate(SIGNALS, 1)]
    assert {p.connector for p in pins(FORMS[form])} == {"BMS"}


def test_a_misread_letter_is_mended_and_said():
    """CAHL beside CANH is CANL; what was printed stays in the repair."""
    found = pins("Pin\tDefinition\n1\tCANH\n2\tCAHL\n3\tGND\n4\tNC")
    assert [p.signal for p in found] == ["CANH", "CANL", "GND", "NC"]
    assert "CAHL" in found[1].repair


@pytest.mark.parametrize(
    "text",
    [
        "No.\tParameter\tDescription\n1\tLanguage\tSets the language of the screen.\n2\tUnit\tSets the unit.\n3\tTime\tSets the clock.",
        "S/N\tCheck item\n1\tThe ground cable is connected.\n2\tThe port is closed.\n3\tThe switch is off.",
    ],
)
def test_a_numbered_list_is_no_connector(text):
    """Numbers alone make no pin map."""
    assert pins(text) == []
