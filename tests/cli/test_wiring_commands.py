"""`pinlight pinout` and `pinlight cable`: whole, in 80 columns, and the same as JSON."""

from __future__ import annotations

import pytest

from kb.wiring.ends import ends
from kb.wiring.plan import plan
from kb.wiring.sockets import sockets


def test_every_connector_is_drawn_with_every_contact(pinlight, fits, kb):
    """All connectors of every device in 80 columns; each contact has a line with number and signal."""
    for device in kb.devices:
        said = pinlight.text("pinout", device)
        fits(said)
        for one in sockets(kb, device):
            assert one.name in said
            for contact in one.contacts:
                assert any(line.split()[:1] == [contact.pin] and contact.signal in line for line in said.split("\n"))
        got = pinlight.json("pinout", device)
        assert [s["slug"] for s in got] == [s.slug for s in sockets(kb, device)]


def test_one_connector_by_any_spelling(pinlight, kb):
    """Name, slug, any case; the JSON is the one of the API: a single socket."""
    device, one = next((d, s) for d in kb.devices for s in sockets(kb, d) if s.tables)
    for name in (one.name, one.slug, one.name.upper()):
        assert pinlight.json("pinout", device, name)["slug"] == one.slug


def test_an_unprinted_side_is_told(pinlight, kb):
    """The drawing in text says as well that the side is not printed."""
    for device in kb.devices:
        for one in sockets(kb, device):
            if one.tables and one.side in {"usual", "unknown"}:
                assert "does not print" in pinlight.text("pinout", device, one.slug)


def test_every_cable_is_drawn_with_every_wire(pinlight, fits, kb):
    """Each cable in 80 columns with its wires, the DIP block of its protocol, and what to ask when wires are missing."""
    for device in kb.devices:
        for one in ends(kb, device):
            made = plan(kb, device, one.slug)
            said = pinlight.text("cable", device, one.slug)
            fits(said)
            for wire in (w for r in made.routes for w in r.wires):
                assert any(line.split()[:1] == [wire.from_pin] and wire.signal in line for line in said.split("\n"))
            assert said.count("DIP switches  protocol") == len(made.settings)
            assert ("\n   ? " in said) >= bool(made.ask)


def test_settings_come_with_the_packs(pinlight, kb):
    """--packs adds the inverter's settings, in text and JSON; without it there are none."""
    made = next(plan(kb, d, e.slug) for d in kb.devices for e in ends(kb, d) if e.protocols)
    assert "Inverter settings for 3" in pinlight.text("cable", made.device, made.name, "--packs", 3)
    assert pinlight.json("cable", made.device, made.name, "--packs", 3)["inverter_settings"]["outputs"]
    assert pinlight.json("cable", made.device, made.name)["inverter_settings"] is None


@pytest.mark.parametrize("words", [("pinout", "nope"), ("cable", "nope", "x")])
def test_an_unknown_name_is_one_sentence(pinlight, words):
    """An unknown device is refused with the known ones."""
    assert "Known are" in pinlight.refused(*words)
