"""The table for looking up names without the server: what each name of the manuals finds, decided by the server's own search."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec
from flask import url_for

from kb.bundle.analysis import fold
from kb.bundle.store import KnowledgeBase
from kb.calc.registry import calculators
from kb.curation.statements import title
from kb.model.errors import QueryError
from kb.model.facts import Alarm, Blink, Cable, Conflict, Fact, Model, Pin, Protocol, kind_of
from kb.search.aliases import squash
from kb.search.engine import Engine
from webapp.features.calculators.view import calculator_url
from webapp.present import links
from webapp.present.words import kind_word

# What a name finds beyond the first few nobody reads on a phone.
FOUND = 6
_SIGN = re.compile(r"[+-]\s*$")


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One row: what it is called, where it is read best, what kind of thing it is, the devices (ids) it holds for,
    more words for it, and the address of the page that holds its card.
    """

    title: str
    address: str
    kind: str
    devices: tuple[str, ...] = ()
    words: str = ""
    card: str = ""


class Table(msgspec.Struct, frozen=True):
    """Rows, and for each folded name the numbers of the rows that the server's search gives for it, best first.

    `devices` are the short names by id.
    """

    entries: tuple[Entry, ...]
    names: dict[str, tuple[int, ...]]
    devices: dict[str, str]


def key(name: str) -> str:
    """Return a name without case, blanks and inner signs; a sign at its end counts, since BAT+ is not BAT-."""
    folded = fold(name)
    sign = _SIGN.search(folded)
    return squash(name) + (sign[0].strip() if sign else "")


def names(kb: KnowledgeBase) -> Iterator[str]:
    """Yield every code, name, alias, designation, rhythm, brand, signal and pin of the manuals, and every device's names."""
    for device in kb.devices.values():
        yield from (device.name, device.short, *device.aliases)
    for fact in kb.facts.values():
        yield from filter(None, names_of(kb, fact))


def names_of(kb: KnowledgeBase, fact: Fact) -> Iterable[str]:
    """Return the names that a fact is looked up by."""
    match fact:
        case Alarm():
            return (fact.code, fact.name, *fact.aliases)
        case Model() | Blink():
            return (fact.designation if isinstance(fact, Model) else fact.name,)
        case Cable():
            return (*fact.brands, fact.to)
        case Protocol():
            return fact.brands
        case Pin():
            shorts = [kb.devices[d].short or kb.devices[d].name for d in fact.devices if d in kb.devices]
            at = [f"{fact.connector} pin {fact.pin}", *(f"{s} {fact.connector} pin {fact.pin}" for s in shorts)]
            return (fact.signal, *at)
        case _:
            return ()


def table(kb: KnowledgeBase, engine: Engine, breathe: Callable[[], None] = lambda: None) -> Table:
    """Build the table. It needs a request context for the addresses. `breathe` is called after each look-up."""
    rows: dict[str, int] = {}
    entries: list[Entry] = []

    def add(name: str, entry: Entry) -> None:
        rows[name] = len(entries)
        entries.append(entry)

    for device in kb.devices.values():
        url = links.device_link(kb, device.id).url
        add(f"device {device.id}", Entry(device.name, url, "Device", (device.id,), " ".join(device.aliases)))
    for calculator in calculators(kb).values():
        devices = tuple(calculator.devices)
        add(
            f"calculator {calculator.id}", Entry(calculator.title, calculator_url(calculator.id), "Calculator", devices)
        )
    for fact in kb.facts.values():
        name = fact.topic if isinstance(fact, Conflict) else title(fact)
        words = " ".join(dict.fromkeys(n for n in names_of(kb, fact) if n and n not in name))
        own = "" if isinstance(fact, Conflict) else links.fact_url(fact.id)
        best = links.page_url(fact.id)
        add(fact.id, Entry(name, best, kind_word(kind_of(fact)), fact.devices, words, own))
    for passage in kb.passages.values():
        at = url_for("manuals.section", manual_id=passage.manual, anchor=passage.anchor)
        add(
            passage.id, Entry(" ".join(p for p in (passage.number, passage.title) if p), at, "Section", passage.devices)
        )
    found: dict[str, tuple[int, ...]] = {}
    for name in names(kb):
        folded = key(name)
        if folded and folded not in found:
            found[folded] = tuple(rows[i] for i in _ask(engine, name) if i in rows)
            breathe()
    shorts = {d.id: d.short or d.name for d in kb.devices.values()}
    return Table(tuple(entries), {n: v for n, v in found.items() if v}, shorts)


def _ask(engine: Engine, name: str) -> Iterable[str]:
    try:
        return [r.id for r in engine.search(name, limit=FOUND).results]
    except QueryError:
        return ()
