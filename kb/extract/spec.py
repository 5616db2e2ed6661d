"""`.specs` tables → Spec."""

from __future__ import annotations

from kb.extract.rows import Columns, Row
from kb.extract.words import unit
from kb.model.facts import Spec

COLUMNS = Columns(("id", "name"), ("min", "value", "max", "tolerance", "unit", "condition", "text"))


def build(row: Row) -> Spec | None:
    """Build one figure; it needs a number or a text, and min must not exceed max."""
    low, value, high = row.number("min"), row.number("value"), row.number("max")
    if low is None and value is None and high is None and not row["text"]:
        if not any(row[c].strip("-") for c in ("min", "value", "max")):  # a cell that cannot be read was complained of
            row.complain(f"the spec {row['id']!r} has no min, value, max or text", "Fill in what the manual prints")
        return None
    if low is not None and high is not None and low > high:
        row.complain(f"min {low:g} is above max {high:g}", "Swap them or mend the figure")
    return Spec(
        **row.base("spec", row["id"]),
        name=row["name"],
        min=low,
        value=value,
        max=high,
        tolerance=row.number("tolerance"),
        unit=unit(row, row["unit"]),
        condition=row["condition"],
        text=row["text"],
    )
