"""Alert blocks → Caution, one for each item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from kb.extract.rows import Columns, Context, check_attributes
from kb.extract.slugs import slug
from kb.model.document import Alert, Attributes
from kb.model.facts import Caution, Level

COLUMNS = Columns((), (), ("guards",))


def build(alert: Alert, context: Context) -> Iterator[Caution]:
    """Yield the alert's statements as cautions."""
    attrs = alert.attributes or Attributes(alert.line)
    check_attributes(attrs, COLUMNS, context)
    devices = context.devices(attrs)
    for item in alert.items:
        yield Caution(
            id=context.fact_id(devices[0], "caution", item.id or slug(item.text)[:40], item.line),
            devices=devices,
            source=context.source(item.src or attrs.get("src"), item.line),
            certainty=context.certainty(attrs.get("certainty"), item.line),
            note=attrs.get("note"),
            repair=attrs.get("repair"),
            level=cast("Level", alert.level),
            text=item.text,
            guards=attrs.get("guards"),
        )
