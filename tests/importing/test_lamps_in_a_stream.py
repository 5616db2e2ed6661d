"""Tables with a lamp a column that left one cell to a line: rows are told by the lamps' states, whatever stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.importing.api import imported, read_bytes

FRAME = "DEMO X1 battery\nManual\n\n1 Introduction\n\nIt is hung on a wall.\n\n2 LED indicators\n\n{before}\n\n{table}\n\n3 Care\n\nWipe it dry.\n"
TIMES = "Flash {0}: 0.25s on, 3.75s off. Flash {1}: 0.5s on, 0.5s off."


def states(table, before="RUN and ALM are at the front."):
    result = imported(read_bytes(FRAME.format(before=before, table="\n".join(table)).encode(), "demo-x1.txt"))
    return [r for r in result.rows() if r["kind"] == "led_state"]


def shown(row):
    return [(x["indicator"], x["pattern"]) for x in row["lamps"]]


@pytest.mark.parametrize("remark", ["Remark", "Instruction", "Description"])
@pytest.mark.parametrize("names", [("1", "2"), ("I", "II")])
def test_first_cells_that_hold_for_several_rows_may_be_missing(remark, names):
    """The first column is printed once for several rows; each row has it as its mode, and a named rhythm has its times."""
    slow, fast = (f"Flash {n}" for n in names)
    cells = ["System", "State", "RUN", "ALM", "Capacity", remark]
    cells += ["Power off", "-", "OFF", "OFF", "all OFF", "Module is off"]
    cells += ["Standby", "Normal", slow, "OFF", "SOC", "Ready", "Alarm", slow, fast, "SOC", "Works on"]
    cells += ["Charge", "Normal", "ON", "OFF", "SOC", "See below", "Full", "ON", "OFF", "all ON", "Turns to standby"]
    cells += ["Protection", "-", "OFF", "ON", "all OFF", "Charge stops"]
    found = states(cells, TIMES.format(*names))
    assert [r["mode"] for r in found] == ["", "Standby", "Standby", "Charge", "Charge", ""]
    assert [shown(r) for r in found][1:3] == [[("RUN", "flash"), ("ALM", "off")], [("RUN", "flash"), ("ALM", "flash")]]
    assert {0.25, 3.75} <= set(found[2]["lamps"][0].values())
    assert all(r["doubt"] for r in found)


@pytest.mark.parametrize("lamps", [("PWR", "ALM"), ("RUN", "ALM", "COM"), ("LED1", "LED2", "LED3", "LED4")])
@pytest.mark.parametrize("head", ["State", "Mode", "Condition"])
def test_one_column_of_situations_over_any_number_of_lamps(lamps, head):
    """Without a second column of situations the rows are all of one width."""
    cells = [head, *lamps, "Meaning"]
    for n, told in enumerate(("Shut down", "Standing by", "Charging on", "Stopped by fault")):
        cells += [
            f"Case {told.split()[0]}",
            *(("OFF", "Flash", "ON", "ON")[(n + k) % 4] for k in range(len(lamps))),
            told,
        ]
    found = states(cells)
    assert [len(r["lamps"]) for r in found] == [len(lamps)] * 4
    assert [x for x, _ in shown(found[0])] == list(lamps)
    assert "Standing by" in found[1]["meaning"]


def test_a_running_head_between_rows_does_not_tear_the_table():
    """Rows go on after a page's foot; a dash where "off" is printed says that the lamp does not matter."""
    page = ["", "Page {0} / 9", "DEMO X1 Manual          V1", ""]
    rows = [
        ["Off", "OFF", "OFF", "No supply"],
        ["Run", "ON", "-", "In work"],
        ["Alarm", "-", "Flash", "See list"],
        ["Fault", "OFF", "ON", "Call us"],
    ]
    cells = ["State", "RUN", "ALM", "Meaning", *rows[0], *rows[1], *(x.format(3) for x in page), *rows[2], *rows[3]]
    far = [
        line
        for n in (4, 5)
        for line in (*["More text of the manual, which goes on."] * 18, *(x.format(n) for x in page))
    ]
    result = imported(
        read_bytes(
            FRAME.format(before="Lamps.", table="\n".join(cells)).replace("Wipe it dry.", "\n".join(far)).encode(),
            "demo-x1.txt",
        )
    )
    found = [r for r in result.rows() if r["kind"] == "led_state"]
    assert [shown(r) for r in found][1:3] == [[("RUN", "steady"), ("ALM", "any")], [("RUN", "any"), ("ALM", "flash")]]


WORD = st.sampled_from(
    ["State", "RUN", "ALM", "Meaning", "ON", "OFF", "Flash", "-", "Fault", "Call us", "SOC", "all OFF", "Ready"]
)


@given(st.lists(WORD, max_size=60))
def test_any_stream_of_cells_is_read_without_inventing_cells(cells):
    """Whatever the order of the cells, a state's lamps are those of a head, and its meaning is made of printed cells."""
    for row in states(cells or ["None"]):
        assert all(x["indicator"] in {*cells, "Indicator"} for x in row["lamps"])
        assert any(c in row["meaning"] for c in cells)


@pytest.mark.parametrize("first", ["State", "ALM", "Fault"])
def test_a_name_is_not_joined_of_two_cells(first):
    """A lamp's name stands on one line: two cells under each other, before a state and its meaning, are none."""
    assert all(
        x["indicator"] != f"{first} State"
        for r in states([first, "State", "-", "ON", "-", "State"])
        for x in r["lamps"]
    )
    kept = [x["indicator"] for r in states([f"{first} light - ON - ready"]) for x in r["lamps"]]
    assert kept == [first]
