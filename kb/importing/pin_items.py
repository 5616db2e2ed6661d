"""Contacts as items of a list: `X4 pole 3 – C: common of both relays`, `Contact 1 – PIN1 to PIN2: closes`; and cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kb.importing import signals, words
from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, runs, stream
from kb.importing.pins import Contact, judge

LEAST = 3
# Words that a signal may have in an item; lines from one item to the next.
PHRASE, NEAR = 6, 4
_KEY = r"(?:pin|pole|terminal|contact|way|clamp|position)"
_BULLET = re.compile(r"^(?:[-–—•·●○▪■□◆◇➢✓*]|\(?\w[.)])\s+")
_ITEM = re.compile(
    rf"(?i)^(?:(?-i:(?P<mark>[A-Z]{{1,3}}\d{{0,2}}))\s+)?{_KEY}\s*(?:no\.?\s*)?#?(?P<pin>\d{{1,2}})\s*[:=–—-]\s*(?P<signal>[^:–—()]{{1,40}}?)"
    r"(?P<sign>[+–−-])?\s*(?:(?:[:–—]\s*|\s-\s+|[,;]\s+|\()(?P<told>\S.*?)\)?)?$"
)
_BETWEEN = re.compile(
    r"(?i)^(?P<signal>[A-Z][^:;]{2,40}?)\s*(?:[:–—,-]|\()\s*(?:between\s+)?pins?\s*#?(?P<one>\d{1,2})\s*(?:to|and|-|–|/|&|,|\+)\s*(?:pins?\s*)?#?"
    r"(?P<two>\d{1,2})\)?\s*(?:[:,;–—-]\s*(?P<told>\S.*))?$"
)
_MARKING = re.compile(r"^[A-Z+\d][A-Z\d]*(?:[-_/ ][A-Z\d]+)*[+–−-]?$")
_NO_SIGNAL = re.compile(r"(?i)\b(?:is|are|must|see|do not|connect(?:ed)?|to)\b|^the\b")
_CAPTION = re.compile(r"(?i)\b(?:terminal|connector|port|socket|plug|header|block|strip|dry contacts?|rj-?\d\d)\b")


def from_section(section: Section) -> list[Found]:
    """Return the contacts of the items of a section; each list of them counts from one without a gap."""
    out: list[Found] = []
    caption = ""
    held: list[tuple[Cell, list[Contact]]] = []
    for cell in [*stream(section), Cell("", section.place)]:
        text = _BULLET.sub("", cell.text)
        contacts = _item(text, cell) or _between(text, cell)
        near = not held or 0 < cell.place.first - held[-1][0].place.last <= NEAR
        if contacts and near and (held or contacts[0].pin == "1"):
            held.append((cell, contacts))
            continue
        out += _judged(held, caption)
        held = [(cell, contacts)] if contacts and contacts[0].pin == "1" else []
        if not contacts and cell.text:
            caption = cell.text
    return out


def _item(text: str, cell: Cell) -> list[Contact]:
    found = _ITEM.match(text)
    if not found or len(found["signal"].split()) > PHRASE or _NO_SIGNAL.search(found["signal"]):
        return []
    signal = f"{found['signal'].strip()}{found['sign'] or ''}"
    return [Contact(found["mark"] or "", str(int(found["pin"])), signal, found["told"] or "", "", "", (cell.place,))]


def _between(text: str, cell: Cell) -> list[Contact]:
    found = _BETWEEN.match(text)
    if not found or _NO_SIGNAL.search(found["signal"]):
        return []
    return [
        Contact("", str(int(found[n])), found["signal"].strip(), found["told"] or "", "", "", (cell.place,))
        for n in ("one", "two")
    ]


def _judged(held: Sequence[tuple[Cell, list[Contact]]], caption: str) -> list[Found]:
    contacts = [c for _, own in held for c in own]
    if len(contacts) < LEAST or not signals.complete([c.pin for c in contacts]):
        return []
    named = sum(signals.strong(c.signal) or bool(words.SIGNAL_PHRASE.search(c.signal)) for c in contacts)
    if 2 * named < len(contacts):
        return []
    name = caption if _CAPTION.search(caption) and len(caption.split()) <= PHRASE else ""
    found = judge(contacts, base=0.8, headed=True, hint=True, keyed=True, spelled=True)
    if not name or any(c.connector for c in contacts):
        return found
    bare = re.sub(r"\s*\(.*\)$|[:.]$", "", name).strip()
    short = re.sub(r"(?i)\s+(?:terminals?|ports?|connector|socket|plug)$", "", bare)
    return [Found(f.kind, f.cells, f.places, f.confidence, f.doubts, f.repairs, (("connector", short),)) for f in found]


def grids(section: Section) -> Iterator[Grid]:
    """Yield contacts that stand cell by cell without heads and with numbers left out: number, signal (and what it is for) in turn."""
    for cells in runs(section):
        at = 0
        while at + 1 < len(cells):
            taken = 0
            for width in (3, 2):
                rows = _rows(cells[at:], width)
                # A number before them is a contact that was cut off: whoever reads the whole map knows more.
                if any(c.text.isdecimal() for c in cells[:at][-2 * width :]):
                    break
                if len(rows) >= LEAST and not _whole(rows):
                    head = ("Pin", "Signal", "Function")[:width]
                    yield Grid(head, tuple(rows), "", section, "guessed", 0.75, headed=True)
                    taken = width * len(rows)
                    break
            at += max(1, taken)


def _rows(cells: Sequence[Cell], width: int) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    last = 0
    for n in range(0, len(cells) - width + 1, width):
        row = tuple(cells[n : n + width])
        number = row[0].text if row[0].text.isdecimal() else ""
        told = row[2].text if width > 2 else "x"
        if not number or int(number) <= last or not _MARKING.match(row[1].text) or signals.keys(row[1].text):
            break
        if signals.keys(told) or (width > 2 and told.isupper() and signals.strong(told)):
            break
        last = int(number)
        rows.append(row)
    known = sum(signals.strong(r[1].text) for r in rows)
    return rows if known * LEAST >= len(rows) else []


def _whole(rows: Sequence[tuple[Cell, ...]]) -> bool:
    """Tell whether no number is left out: other readers know such maps."""
    return signals.complete([r[0].text for r in rows])
