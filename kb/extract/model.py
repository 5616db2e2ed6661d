"""`.models` tables → Model."""

from __future__ import annotations

from kb.extract.rows import Columns, Row
from kb.extract.slugs import slug
from kb.model.facts import Model

COLUMNS = Columns(("designation", "parts"), ("inverter",))


def build(row: Row) -> Model | None:
    """Build one designation; parts are `name: count`."""
    parts: dict[str, int] = {}
    for part in row.parts("parts"):
        name, colon, count = part.rpartition(":")
        if not colon or not count.strip().isdigit():
            row.complain(f"parts: cannot read {part!r}", "Write name: count, as in `SigenStor BAT 5.0: 1`")
            return None
        parts[name.strip()] = int(count)
    return Model(
        **row.base("model", slug(row["designation"])),
        designation=row["designation"],
        inverter=row["inverter"],
        parts=parts,
    )
