"""Contacts and partners told in sentences and lists without heads, switches called by a letter, and a position that means two things."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes


def rows(text, kind, name="demo-x1.md"):
    return [r for r in imported(read_bytes(text.encode(), name)).rows() if r["kind"] == kind]


def pins(text):
    return {(r["connector"], r["pin"], r["signal"]) for r in rows(text, "pin")}


def table(*lines):
    head, *body = (f"| {line} |" for line in lines)
    return "\n".join([head, "|" + "---|" * (lines[0].count("|") + 1), *body])


@pytest.mark.parametrize(
    ("told", "name", "wanted"),
    [
        ("COM A is an RS485 socket. Pins 2 and 7 carry A, pins 1 and 8 carry B.", "COM A", "2A 7A 1B 8B"),
        (
            "The service is an RJ11 socket: pin 3 sends (TX), pin 4 receives (RX) and pin 5 is GND.",
            "Service",
            "3TX 4RX 5GND",
        ),
        ("COM B is a screw plug with three poles: 1 is A, 2 is B and 3 is GND.", "COM B", "1A 2B 3GND"),
        (
            "On the AC plug poles 1, 2 and 3 are L1, L2 and L3; pole 4 is N and pole 5 is PE.",
            "AC plug",
            "1L1 2L2 3L3 4N 5PE",
        ),
        ("From the X9 contacts: 1 = A, 2 = B, 3 = GND.", None, "1A 2B 3GND"),
    ],
)
def test_contacts_told_with_their_socket(told, name, wanted):
    """What a sentence says a socket is names the contacts that follow it; two letters of a pair, a list behind a colon, the neutral beside PE."""
    found = pins(f"# 4 Wiring\n\nText.\n\n## 4.2 Sockets\n\n{told}\n")
    assert {f"{p}{s}" for _, p, s in found} == set(wanted.split())
    assert name is None or {c for c, *_ in found} == {name}


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            "contacts 1 and 2 close when the battery is empty, contacts 3 and 4 close in case of a fault.",
            {"Battery is empty", "Fault"},
        ),
        (
            "terminals 1/2 open if charging is forbidden; terminals 3/4 are closed during an alarm.",
            {"Charging is forbidden", "Alarm"},
        ),
        (
            "poles 1 and 2 close during heating, poles 3 and 4 close while discharging is stopped.",
            {"Heating", "Discharging is stopped"},
        ),
    ],
)
def test_free_contacts_are_named_by_what_they_report(told, wanted):
    """When free contacts close is what they are for; there is no signal's name, so they are doubted."""
    found = rows(f"# 4.3 Plug DO\n\nPlug DO has two free contacts: {told}\n", "pin")
    assert {r["signal"] for r in found} == wanted
    assert [r["pin"] for r in found] == ["1", "2", "3", "4"]
    assert all(r["doubt"] for r in found)


@pytest.mark.parametrize(
    "told", ["Contacts 1 and 2 must not be closed when the unit runs.", "Poles 1 and 2 close to each other are free."]
)
def test_what_is_forbidden_or_near_is_no_signal(told):
    """A ban and a place are no signals."""
    assert not pins(f"# 4.3 Plug DO\n\n{told}\n")


@pytest.mark.parametrize(
    ("over", "items"),
    [
        (("Via CAN, 500 kbps:", "Via RS485, 9600 bps:"), ("01 Acme", "02 Borealis", "03* Ceres")),
        (("CAN:", "RS485:"), ("P1 - Acme", "P2 - Borealis", "P3 - Ceres")),
        (("Over CAN (250 kbit/s)", "Over RS485"), ("Acme: 1", "Borealis: 2", "Ceres: 3")),
    ],
)
def test_partners_line_by_line_under_their_bus(over, items):
    """A line with the bus stands over its partners, each with its code before or behind it; a list has no heads, so each is doubted."""
    text = "# 6.2 Protocols\n\nThe protocol is chosen in the app.\n\n"
    text += "\n".join(line for bus in over for line in (bus, "", *(f"- {i}" for i in items), ""))
    found = [r for r in rows(text, "protocol") if r["doubt"]]
    assert {(r["bus"], r["brands"][0]) for r in found} == {
        (b, w) for b in ("CAN", "RS485") for w in ("Acme", "Borealis", "Ceres")
    }


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        ("Acme inverters use number 01 over CAN.", ("01", "CAN", "Acme")),
        (
            "Acme inverters of the types MIN and MOD are read with profile GRW-R over RS485 at 9600 baud.",
            ("GRW-R", "RS485", "Acme"),
        ),
        (
            "From software 4.2 the station also reads Acme UMG 604 with profile P8 over RS485.",
            ("P8", "RS485", "Acme UMG 604"),
        ),
    ],
)
def test_partners_told_with_types_and_numbers(told, wanted):
    """A partner's types between its name and the verb, a number instead of a protocol's name, and `reads` tell of partners."""
    found = rows(f"# 6.2 Protocols\n\n{told}\n", "protocol")
    assert [(r["protocol_id"], r["bus"], r["brands"][0]) for r in found] == [wanted]


@pytest.mark.parametrize("letter", ["M", "K", "AB"])
def test_switches_called_by_a_letter(letter):
    """`M1`, `M2` under the word for a switch, counting up, are switches; each has two positions."""
    text = "# 6.1 Slide switches\n\n" + table(
        "Switch | Position | Meaning",
        f"{letter}1 | ON | terminated with 120 Ω", " | OFF | open", f"{letter}2 | ON | fixed number", " | OFF | number by the host",
    )  # fmt: skip
    found = [(r["switch"], r["position"], r["meaning"]) for r in rows(text, "dip")]
    assert found[0] == (f"{letter}1", "ON", "terminated with 120 Ω")
    assert len(found) == 4


@pytest.mark.parametrize("levers", ["switch N with three levers (lever 1 first)", "three small switches called N"])
def test_a_column_of_words_whose_switches_the_text_names(levers):
    """A column of noughts and ones under a letter is settings where the text says how many switches there are."""
    text = f"# 6.2 Number of the unit\n\nIt is set on the {levers}, 1 = ON.\n\n" + table(
        "Number | N | Number | N", "0 | 000 | 2 | 010", "1 | 100 | 3 | 110"
    )
    assert [(r["position"], r["meaning"]) for r in rows(text, "dip")] == [
        ("OFF OFF OFF", "Number 0"), ("ON OFF OFF", "Number 1"), ("OFF ON OFF", "Number 2"), ("ON ON OFF", "Number 3"),
    ]  # fmt: skip


def test_one_position_with_two_meanings_is_told_whole():
    """Two rows of a table with the same positions are one fact that says both; none of them is lost."""
    text = "# 6.2 DIP switch\n\n" + table(
        "Place in the chain | Lever 1 | Lever 2", "Single | OFF | OFF", "First | ON | OFF", "In the middle | OFF | OFF", "Last | ON | ON"
    )  # fmt: skip
    found = [(r["position"], r["meaning"]) for r in rows(text, "dip")]
    assert found == [("OFF OFF", "Single; In the middle"), ("ON OFF", "First"), ("ON ON", "Last")]


@pytest.mark.parametrize("sign", [" — ", " – ", " / "])
def test_a_list_of_partners_parted_by_one_strong_sign(sign):
    """Commas inside a cell part nothing where a stronger sign parts all lines alike; partners on another bus are left out, not guessed."""
    items = (("Acme Gen24, Symo", "SUN-T", "Ethernet"), ("Borealis S5, S6", "SOL-R", "RS485, 9600 baud"),
             ("Ceres SUN series", "DEY-R", "RS485, 9600 baud"), ("Dione Xtender", "XT-C", "CAN, 125 kbit/s"))  # fmt: skip
    text = "# 7.2 Inverters and meters\n\n" + "\n".join(f"- {sign.join(i)}" for i in items) + "\n"
    found = rows(text, "protocol")
    assert [(r["protocol_id"], r["bus"]) for r in found] == [("SOL-R", "RS485"), ("DEY-R", "RS485"), ("XT-C", "CAN")]
    assert all(r["doubt"] for r in found)
