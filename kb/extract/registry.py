"""Which class of table holds which kind, and the walk over a document that collects its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kb.extract import alarm, blink, cable, caution, led, model, pin, procedure, protocol, remedy, rule, spec
from kb.extract.rows import Builder, Columns, Context, rows
from kb.model.document import Alert, Block, Document, Listing, Table
from kb.model.errors import Problem
from kb.model.facts import Fact


@dataclass(frozen=True)
class TableKind:
    """How one class of table is read."""

    kind: str
    columns: Columns
    build: Builder


TABLES: dict[str, TableKind] = {
    "leds": TableKind("led_state", led.COLUMNS, led.build),
    "blinks": TableKind("blink", blink.COLUMNS, blink.build),
    "alarms": TableKind("alarm", alarm.COLUMNS, alarm.build),
    "pinout": TableKind("pin", pin.COLUMNS, pin.build),
    "cables": TableKind("cable", cable.COLUMNS, cable.build),
    "protocols": TableKind("protocol", protocol.PROTOCOL_COLUMNS, protocol.build_protocol),
    "dips": TableKind("dip", protocol.DIP_COLUMNS, protocol.build_dip),
    "specs": TableKind("spec", spec.COLUMNS, spec.build),
    "rules": TableKind("rule", rule.COLUMNS, rule.build),
    "models": TableKind("model", model.COLUMNS, model.build),
    "remedies": TableKind("remedy", remedy.REMEDY_COLUMNS, remedy.build_remedy),
    "faqs": TableKind("faq", remedy.FAQ_COLUMNS, remedy.build_faq),
}
LISTS = ("procedure",)


def facts_of(document: Document, problems: list[Problem]) -> Iterator[tuple[Fact, int]]:
    """Yield every fact of an edition with the edition line it stands on."""
    for section in document.sections:
        context = Context(document, section, problems)
        for block in section.blocks:
            yield from _facts_of_block(block, context)


def _facts_of_block(block: Block, context: Context) -> Iterator[tuple[Fact, int]]:
    if isinstance(block, Alert):
        for alert, item in zip(caution.build(block, context), block.items, strict=True):
            yield alert, item.line
        return
    attrs = getattr(block, "attributes", None)
    if attrs is None or not attrs.classes:
        if attrs is not None:
            context.complain(
                attrs.line,
                "the attribute line names no class",
                f"Begin it with one of .{', .'.join([*TABLES, *LISTS])}",
            )
        return
    name = attrs.classes[0]
    if isinstance(block, Table) and name in TABLES:
        table = TABLES[name]
        for row in rows(block, table.columns, context):
            fact = table.build(row)
            if fact is not None:
                yield fact, row.line
    elif isinstance(block, Listing) and name in LISTS:
        found = procedure.build(block, context)
        if found is not None:
            yield found, attrs.line
    else:
        shape = "table" if isinstance(block, Table) else "list"
        known = TABLES if isinstance(block, Table) else LISTS
        context.complain(attrs.line, f"a {shape} cannot be .{name}", f"A {shape} is one of .{', .'.join(known)}")
