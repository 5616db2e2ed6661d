"""`.pinout` tables → Pin."""

from __future__ import annotations

from kb.extract.rows import Columns, Row
from kb.extract.slugs import slug
from kb.model.facts import Pin

COLUMNS = Columns(("pin", "signal"), ("function", "connects_to", "wire_color"), ("connector!",))


def build(row: Row) -> Pin | None:
    """Build one contact; two rows with one number are found by the id check."""
    connector = row.attrs.get("connector")
    if not connector:
        return None
    return Pin(
        **row.base(slug(connector), slug(row["pin"])),
        connector=connector,
        pin=row["pin"],
        signal=row["signal"],
        function=row["function"],
        connects_to=row["connects_to"],
        wire_color=row["wire_color"],
    )
