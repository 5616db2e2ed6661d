"""Tables whose rows name several switches, models or lamps at once: each is read for all that it names, and for nothing else."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def of(kind, text, *names):
    """The values of the named fields of each fact of a kind."""
    draft = imported(read_bytes(text.encode(), "demo-x1-manual.txt"))
    return [tuple(r.get(n, "") for n in names) for r in draft.rows() if r["kind"] == kind]


TOGETHER = {
    "positions parted by commas": (
        "Lever\tPosition\tMeaning\n1, 2\tOFF, OFF\tsingle unit\n1, 2\tON, OFF\tfirst unit\n3\tON\tend resistor on\n3\tOFF\tend resistor off",
        [("1-2", "OFF OFF", "single unit"), ("1-2", "ON OFF", "first unit"), ("3", "ON", "end resistor on"), ("3", "OFF", "end resistor off")],
    ),
    "ranges and words for all": (
        "Switches\tSetting\tWhat it sets\nSW1-SW3\tOFF OFF ON\taddress 4\nSW4 and SW5\tboth ON\tupdate\nSW4 and SW5\tboth OFF\tnormal",
        [("1-3", "OFF OFF ON", "address 4"), ("4-5", "ON ON", "update"), ("4-5", "OFF OFF", "normal")],
    ),
    "ranges of numbers": (
        "Switch\tState\tFunction\n2-4\tON/OFF/ON\tgroup 5\n2-4\tOFF/OFF/ON\tgroup 4\n5 & 6\tboth ON\tupdate",
        [("2-4", "ON OFF ON", "group 5"), ("2-4", "OFF OFF ON", "group 4"), ("5-6", "ON ON", "update")],
    ),
    "numbers that do not follow each other": (
        "DIP\tPosition\tMeaning\n1 + 3\tON + ON\tmaster\n1 + 3\tOFF + ON\tslave",
        [("1-3", "ON any ON", "master"), ("1-3", "OFF any ON", "slave")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", TOGETHER)
def test_switches_that_set_something_together(form):
    """A cell that names several switches beside as many positions is one setting of them all."""
    table, wanted = TOGETHER[form]
    found = of(
        "dip",
        f"5.1 DIP switch\n\nMove them without power only.\n\n{table}\n\nClose the lid.",
        "switch",
        "position",
        "meaning",
    )
    assert found == wanted


def test_as_many_positions_as_switches():
    """Two switches beside one position are no setting: nothing is guessed for the other one."""
    table = "Lever\tPosition\tMeaning\n1, 2\tON\tfirst unit\n1, 2\tOFF\tlast unit"
    assert not [s for s, *_ in of("dip", f"5.1 DIP switch\n\n{table}", "switch") if "1-2" in s or s == "1"]
