"""Columns of contacts that stand under each other, parted by empty lines, are put side by side again, or left alone."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = "DEMO X1 unit\nManual\n\n1 Introduction\n\nThe unit is mounted on a wall.\n\n2 {head}\n\n{text}\n\n3 Care\n\nWipe it dry.\n"
SIGNALS = ("CAN-H", "CAN-L", "GND", "NC", "WAKE +", "WAKE -")
OTHER = ("CAN-H", "CAN-L", "GND", "ID OUT", "WAKE +", "WAKE -")
NUMBERS = "\n".join("123456")


def contacts(text, head="Sockets SYS A and SYS B"):
    result = imported(read_bytes(FRAME.format(head=head, text=text).encode(), "demo-x1.txt"))
    return [(r["connector"], r["pin"], r["signal"], r["doubt"]) for r in result.rows() if r["kind"] == "pin"]


def of(name, signals):
    return [(name, str(n), s) for n, s in enumerate(signals, 1)]


def block(signals, head=""):
    return "\n".join([*([head] if head else []), *signals])


TOLD = {
    "a sentence behind": [NUMBERS, block(SIGNALS), block(OTHER) + "\nFirst column: SYS A, second column: SYS B."],
    "a sentence of its own": [NUMBERS, block(SIGNALS), block(OTHER), "Left: SYS A; right: SYS B."],
    "a head over each": ["Pin\n" + NUMBERS, block(SIGNALS, "SYS A"), block(OTHER, "SYS B")],
    "a head apart": [NUMBERS, "SYS A", block(SIGNALS), "SYS B", block(OTHER)],
}


@pytest.mark.parametrize("form", TOLD)
def test_two_sockets_whose_columns_stand_under_each_other(form):
    """Each block of as many lines as there are numbers is a socket; heads or a sentence name it."""
    found = contacts("\n\n".join(TOLD[form]))
    assert [f[:3] for f in found] == [*of("SYS A", SIGNALS), *of("SYS B", OTHER)]
    assert not any(f[3] for f in found)


def test_names_from_the_heading_are_doubted():
    """When nothing but the heading names the sockets, their order is a guess, and it is said."""
    found = contacts("\n\n".join(["Both are of one make.", NUMBERS, block(SIGNALS), block(OTHER)]))
    assert [f[:3] for f in found] == [*of("SYS A", SIGNALS), *of("SYS B", OTHER)]
    assert all("order" in f[3] for f in found)


def test_one_socket_and_what_its_contacts_are_for():
    """A second block of words is what the contacts are for; the line above the numbers names the socket."""
    uses = ("High line", "Low line", "Reference", "Left open", "Start signal", "Start return")
    text = "\n\n".join(["RS485 port", NUMBERS, block(SIGNALS), block(uses)])
    assert [f[:3] for f in contacts(text, "Ports")] == of("RS485", SIGNALS)


@pytest.mark.parametrize("lost", [0, 2, 5])
def test_a_block_that_lost_a_line_gives_no_contact_unmarked(lost):
    """With a signal less than numbers nobody can tell which is missing: no contact of it stands without a doubt."""
    left = [s for n, s in enumerate(SIGNALS) if n != lost]
    text = "\n\n".join(["Contact\n" + NUMBERS, block(left), block(OTHER)])
    true = {n: s for n, s in enumerate(SIGNALS, 1) if n != lost + 1}
    wrong = [f for f in contacts(text, "Socket SYS A") if not f[3] and true.get(int(f[1])) != f[2]]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "The plug AUX has four poles: poles 1 and 2 are the alarm output which closes at 10%, poles 3 and 4 are the fan output.",
            [("AUX", "1", "Alarm output"), ("AUX", "2", "Alarm output"), ("AUX", "3", "Fan output"), ("AUX", "4", "Fan output")],
        ),
        (
            "Contact 7 provides a supply of 12 V (0.5 A) with its minus at contact 8.",
            [("TS", "7", "Supply of 12 V"), ("TS", "8", "Minus of the supply")],
        ),
        ("Contact 7 and contact 8 are the same. Poles 1 and 2 are the ones on the left.", []),
    ],
)  # fmt: skip
def test_two_contacts_of_one_thing_are_told_in_a_sentence(text, wanted):
    """Both ends of an output, and the minus of a supply, are said with their numbers; each waits for a person."""
    found = contacts(text, "Strip TS")
    assert [(n.removeprefix("Strip "), p, s[:1].upper() + s[1:]) for n, p, s, _ in found] == wanted
    assert all(doubt for *_, doubt in found)
