"""`.cables` tables → Cable, with the wire notation `4-7 CAN-H; 6-3 GND optional`."""

from __future__ import annotations

import re
from typing import cast

from kb.extract.rows import Columns, Row
from kb.extract.slugs import slug
from kb.extract.words import choice
from kb.model.facts import Cable, CableStatus, Wire

COLUMNS = Columns(("to", "status"), ("id", "from_port", "to_port", "pins", "version", "bus", "brands"))
_WIRE = re.compile(r"^([A-Za-z]?\d+|[A-Za-z])\s*[-\u2013]\s*([A-Za-z]?\d+|[A-Za-z]|\?)\s+(\S.*?)(\s+optional)?$")


def wires(row: Row) -> tuple[Wire, ...]:
    """Read the wire list; a pin used twice on the device's side is a problem."""
    out: list[Wire] = []
    for part in row.parts("pins"):
        found = _WIRE.match(part)
        if found is None:
            row.complain(
                f"pins: cannot read {part!r}",
                "Write from-to SIGNAL, as in `4-7 CAN-H`; `?` for a pin that is not printed",
            )
            continue
        out.append(Wire(found[1], found[2], found[3], bool(found[4])))
    used = [w.from_pin for w in out]
    if len(set(used)) != len(used):
        row.complain("pins: one pin is wired twice", "Give each wire its own pin")
    return tuple(out)


def build(row: Row) -> Cable | None:
    """Build one cable; `mapped` needs wires, the other statuses have none."""
    status = cast("CableStatus", choice(row, "status", ("mapped", "figure-only", "protocol-only"), "figure-only"))
    pins = wires(row)
    if (status == "mapped") != bool(pins):
        row.complain(
            f"status {status} stands with {len(pins)} wires", "A mapped cable has its wires, any other has none"
        )
    base = row.base("cable", row["id"] or slug(row["to"]))
    return Cable(
        **base,
        from_device=row.devices()[0],
        to=row["to"],
        status=status,
        from_port=row["from_port"],
        to_port=row["to_port"],
        pins=pins,
        version=row["version"],
        bus=choice(row, "bus", ("", "CAN", "RS485"), ""),
        brands=row.parts("brands") or (row["to"],),
    )
