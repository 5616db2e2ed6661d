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


def pins(text):
    return of("pin", text, "connector", "pin", "signal")


def test_names_that_count_with_the_contacts_are_signals():
    """`BC0`, `BC1`, … on contacts 1, 2, … are a connector though no such signal is known, in a table set twice side by side."""
    rows = [f"{n}\tBC{n - 1}\tcell {n} minus\t{n + 6}\tBC{n + 5}\tcell {n + 6} minus" for n in range(1, 7)]
    text = "4.1 J1 balance plug\n\nPin\tName\tConnects to\tPin\tName\tConnects to\n" + "\n".join(rows)
    found = pins(text)
    assert [f[1:] for f in found] == [(str(n), f"BC{n - 1}") for n in range(1, 13)]
    assert {f[0] for f in found} == {"J1"}


@pytest.mark.parametrize("names", [[f"F{n:02}" for n in range(1, 9)], ["ABC", "DEF", "GHI", "JKL", "MNO", "PQR"]])
def test_codes_and_words_are_no_counted_signals(names):
    """Codes with a leading nought and words that do not count are no signals: such a table is no connector."""
    rows = "\n".join(f"{n}\t{name}\tlisted here" for n, name in enumerate(names, 1))
    assert not pins(f"4.1 Display port\n\nNo.\tItem\tText\n{rows}")


@pytest.mark.parametrize(
    "heads", [("KD24-60", "KD24-100, KD24-200"), ("up to 2022", "from 2023"), ("Single unit", "Three-phase unit")]
)
def test_a_column_for_each_model_is_a_connector_of_its_own(heads):
    """Signals under the names of models are not name and function of one contact: each model has its own contacts."""
    body = [("TX", "CANH"), ("RX", "CANL"), ("GND", "GND"), ("empty", "RS485-A"), ("empty", "RS485-B")]
    rows = "\n".join(f"{n}\t{a}\t{b}" for n, (a, b) in enumerate(body, 1))
    found = pins(f"4.3 J3 communication plug\n\nPin\t{heads[0]}\t{heads[1]}\n{rows}")
    wanted = [(f"J3 ({head})", str(n), row[k]) for k, head in enumerate(heads) for n, row in enumerate(body, 1)]
    assert sorted(found) == sorted(wanted)


def test_name_and_signal_of_one_contact_stay_together():
    """Under heads that say name and function two columns of signals are one contact."""
    found = pins("4.3 J3 communication plug\n\nPin\tName\tSignal\n1\tX1\tCANH\n2\tX2\tCANL\n3\tX3\tGND")
    assert [f[1:] for f in found] == [("1", "CANH"), ("2", "CANL"), ("3", "GND")]


def test_columns_named_after_the_socket_keep_its_name():
    """Columns headed LINK-I and LINK-O of the LINK port are these two, and a small l among capitals is read as its neighbour's I."""
    found = pins(
        "LINK port\n\nPIN\tLINK-I\tLINK-O\n1\tRS485-B1\tRS485-B1\n2\tIGND\tlGND\n3\tDI\tNC\n4\tNC\tDO\n5\tNC\tIGND"
    )
    assert ("LINK-O", "2", "IGND") in found
    assert {c for c, *_ in found} == {"LINK-I", "LINK-O"}


@pytest.mark.parametrize("first", ["Unit", "Address", "Module no."])
@pytest.mark.parametrize("word", ["Lever", "Jumper", "Switch"])
def test_addresses_that_count_down_are_no_switches(first, word):
    """Addresses 1, 2, 3 down the table and switches 4 to 6 across are settings of these switches, and never of 1, 2, 3."""
    heads = f"{first}\t{word} 4\t{word} 5\t{word} 6"
    found = of(
        "dip",
        f"2.2 Address\n\nThe {word.lower()}es give it.\n\n{heads}\n1\tOFF\tOFF\tOFF\n2\tON\tOFF\tOFF\n3\tOFF\tON\tOFF\n4\tON\tON\tOFF",
        "switch",
        "position",
    )
    assert found == [("4-6", "OFF OFF OFF"), ("4-6", "ON OFF OFF"), ("4-6", "OFF ON OFF"), ("4-6", "ON ON OFF")]


@pytest.mark.parametrize("tag", ["th", "td"])
def test_two_plugs_side_by_side_under_their_titles(tag):
    """`J5` over `Pin | Name` and `J6` over the next two are two connectors, not one table set in two halves."""
    rows = [
        "<tr><td>1</td><td>TXD</td><td>1</td><td>CANH</td></tr>",
        "<tr><td>2</td><td>RXD</td><td>2</td><td>CANL</td></tr>",
    ]
    rows += ["<tr><td>3</td><td>GND</td><td>3</td><td>SHIELD</td></tr>"]
    head = f"<tr><th colspan=2>J5</th><th colspan=2>J6</th></tr><tr>{''.join(f'<{tag}>{h}</{tag}>' for h in ('Pin', 'Name') * 2)}</tr>"
    page = f"<html><body><h1>Demo X1</h1><h2>1.4 Plugs J5 and J6</h2><table>{head}{''.join(rows)}</table></body></html>"
    draft = imported(read_bytes(page.encode(), "demo-x1.html"))
    found = [(r["connector"], r["pin"], r["signal"]) for r in draft.rows() if r["kind"] == "pin"]
    assert found == [
        *(("J5", str(n), s) for n, s in enumerate(("TXD", "RXD", "GND"), 1)),
        *(("J6", str(n), s) for n, s in enumerate(("CANH", "CANL", "SHIELD"), 1)),
    ]


@pytest.mark.parametrize(("head", "first"), [("Keys 5-6", 5), ("DIP 3, 4", 3), ("Switches 1 and 2", 1)])
def test_positions_are_no_partners(head, first):
    """`ON OFF` beside a partner is how the named switches stand; it is never a partner's name, and never counts from one by itself."""
    text = (
        f"B.2 Inverters\n\nInverter\tProtocol\tBus\t{head}\nVictron MultiPlus\tVIC\tCAN 500k\tON OFF\n"
        "SMA Sunny Island\tSMA\tCAN 500k\tON ON\nVoltronic Axpert\tPI30\tRS485 9600\tOFF ON"
    )
    found = of("protocol", text, "protocol_id", "brands", "dip")
    one, two = str(first), str(first + 1)
    assert found == [
        ("VIC", ("Victron MultiPlus",), {one: "ON", two: "OFF"}),
        ("SMA", ("SMA Sunny Island",), {one: "ON", two: "ON"}),
        ("PI30", ("Voltronic Axpert",), {one: "OFF", two: "ON"}),
    ]
