"""`.procedure` lists → Procedure."""

from __future__ import annotations

from kb.extract.rows import Columns, Context, check_attributes
from kb.extract.slugs import slug
from kb.model.document import Alert, Listing
from kb.model.facts import Procedure

COLUMNS = Columns((), (), ("id!", "title!", "cautions"))


def build(listing: Listing, context: Context) -> Procedure | None:
    """Build one procedure; the section's own alerts are its cautions, `cautions=` adds others."""
    attrs = listing.attributes
    if attrs is None:
        return None
    ident = attrs.get("id") or attrs.id
    if attrs.id:
        attrs = type(attrs)(attrs.line, attrs.classes, attrs.id, {**attrs.values, "id": ident})
    check_attributes(attrs, COLUMNS, context)
    if not ident or not attrs.get("title"):
        return None
    devices = context.devices(attrs)
    own = [
        context.fact_id(context.devices(block.attributes)[0], "caution", item.id or slug(item.text)[:40], item.line)
        for block in context.section.blocks
        if isinstance(block, Alert)
        for item in block.items
    ]
    tag = f"@{context.document.meta.tag}" if context.document.meta.tag else ""
    named = [
        c if "/" in c else f"{devices[0]}/caution/{c}{tag}"
        for c in attrs.get("cautions").replace(",", " ").replace(";", " ").split()
    ]
    return Procedure(
        id=context.fact_id(devices[0], "procedure", ident, attrs.line),
        devices=devices,
        source=context.source(attrs.get("src"), attrs.line),
        certainty=context.certainty(attrs.get("certainty"), attrs.line),
        note=attrs.get("note"),
        repair=attrs.get("repair"),
        title=attrs.get("title"),
        steps=listing.items,
        cautions=tuple(dict.fromkeys([*named, *own])),
    )
