"""`.leds` tables → LedState."""

from __future__ import annotations

from kb.extract import lamps
from kb.extract.rows import Columns, Row
from kb.extract.words import safety
from kb.model.facts import LedState

COLUMNS = Columns(("id", "lamps", "meaning"), ("mode", "action", "safety"))


def build(row: Row) -> LedState | None:
    """Build one panel state; the lamp notation is checked, blink names are resolved later across the device."""
    shown = lamps.read(row, "lamps")
    if not shown:
        return None
    return LedState(
        **row.base("led", row["id"]),
        lamps=shown,
        meaning=row["meaning"],
        mode=row["mode"],
        action=row["action"],
        safety=safety(row),
    )
