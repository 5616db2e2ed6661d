"""`.blinks` tables → Blink."""

from __future__ import annotations

from kb.extract.rows import Columns, Row
from kb.extract.slugs import slug
from kb.model.facts import Blink

COLUMNS = Columns(("name", "on_s", "off_s", "meaning"), ("id",))


def build(row: Row) -> Blink | None:
    """Build one rhythm; both times must be positive seconds."""
    on_s, off_s = row.number("on_s"), row.number("off_s")
    if on_s is None or off_s is None:
        return None
    if on_s <= 0 or off_s <= 0:
        row.complain("a blink time is not positive", "Write seconds above zero")
        return None
    return Blink(
        **row.base("blink", row["id"] or slug(row["name"])),
        name=row["name"],
        on_s=on_s,
        off_s=off_s,
        meaning=row["meaning"],
    )
