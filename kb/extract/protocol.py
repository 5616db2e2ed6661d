"""`.protocols` and `.dips` tables → Protocol, Dip."""

from __future__ import annotations

import re
from typing import Literal, cast

from kb.extract.rows import Columns, Row
from kb.extract.slugs import slug
from kb.extract.words import choice
from kb.model.facts import Bus, Dip, Protocol

PROTOCOL_COLUMNS = Columns(("protocol_id", "bus", "brands"), ("dip",))
DIP_COLUMNS = Columns(("switch", "position", "meaning"))
_SETTING = re.compile(r"^(\d+)=(ON|OFF|any)$", re.IGNORECASE)
_SIGN = {"ON": "1", "OFF": "0", "ANY": "X"}


def build_protocol(row: Row) -> Protocol | None:
    """Build one protocol row (without `dip` where no switch chooses it); a free switch (`any`) is X in the pattern."""
    settings: dict[str, str] = {}
    for word in row["dip"].split():
        found = _SETTING.match(word)
        if found is None:
            row.complain(f"dip: cannot read {word!r}", "Write 1=any 2=OFF … 7=ON")
            return None
        if found[1] in settings:
            row.complain(f"dip: switch {found[1]} stands twice", "Keep one setting")
        settings[found[1]] = found[2].upper()
    if list(settings) != [str(n) for n in range(1, len(settings) + 1)]:
        row.complain(
            f"dip: the switches are {', '.join(settings)}", "Name every switch once and in order: 1=any 2=OFF 3=ON …"
        )
        return None
    dip = cast("dict[str, Literal['ON', 'OFF']]", {k: v for k, v in settings.items() if v != "ANY"})
    bus = cast("Bus", choice(row, "bus", ("CAN", "RS485"), "CAN"))
    return Protocol(
        **row.base("protocol", f"{slug(row['protocol_id'])}-{bus.lower()}"),
        protocol_id=row["protocol_id"],
        bus=bus,
        brands=row.parts("brands"),
        dip=dip,
        dip_pattern="".join(_SIGN[v] for v in settings.values()),
    )


def build_dip(row: Row) -> Dip | None:
    """Build the meaning of one switch position."""
    return Dip(
        **row.base("dip", f"{slug(row['switch'])}-{slug(row['position'])}"),
        switch=row["switch"],
        position=row["position"],
        meaning=row["meaning"],
    )
