"""Facts told as records: `Code: E01`, `Cause: …`, `Remedy: …` under one another, again and again with the same keys."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kb.importing import lamp_words, signals, words
from kb.importing.blocks import Cell, ListItem, Paragraph, Place, Section, Table, spanned
from kb.importing.grids import Grid, roles_of
from kb.importing.switch_heads import numbered

LEAST = 2
LONGEST_KEY, LONGEST_TITLE = 5, 9
_PAIR = re.compile(r"^[-•*·]?\s*([A-Z][\w./() -]{0,36}?)\s*(?::|=|–(?=\s)|—(?=\s))\s*(\S.*)$")
_INLINE = re.compile(r"(?:^|[,;.|]\s*|\s[–—-]\s)([A-Z][A-Za-z\d. -]{1,24}?)\s*[:=]\s+")
_CODE = re.compile(
    r"^(?:(?i:(?:fault|error|alarm|warning|event|code|message)s?(?: code| no\.?)?)\s*[:#]?\s*)?"
    r"([A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]+|\d{1,4})\b\s*[-–—:.]*\s*(.*)$"
)


@dataclass
class _Record:
    """One record: its title (or none) and its values by key, each with where it stands."""

    title: Cell | None = None
    values: dict[str, Cell] = field(default_factory=dict)


def grids(section: Section) -> Iterator[Grid]:
    """Yield the records of a section as a table: a column for each key, and one for their titles."""
    cells = list(_lines(section))
    yield from _inline(cells, section)
    records = _records(cells)
    names = {p[0].lower(): p[0] for c, _ in cells if (p := _pair(c.text))}
    start = 0
    while start < len(records):
        end = start + 1
        keys = set(records[start].values)
        while end < len(records) and len(keys & set(records[end].values)) >= 0.6 * len(keys | set(records[end].values)):
            end += 1
        if end - start >= LEAST and (grid := _grid(records[start:end], names, section)):
            yield grid
        start = end


def _lines(section: Section) -> Iterator[tuple[Cell, bool]]:
    """Yield the lines of a section, and whether each begins a block; a table of two columns headed down is lines of pairs."""
    leading = _leading([c.text for b in section.blocks if isinstance(b, Paragraph | ListItem) for c in b.lines])
    for block in section.blocks:
        if isinstance(block, Table):
            rows = [r for r in block.rows if len(r) == LEAST and r[0].text]
            again = Counter(r[0].text for r in rows)
            known = sum(bool(roles_of(r[0].text)) for r in rows)
            cyclic = min(again.values(), default=0) >= LEAST and rows[0][0].text != rows[1][0].text
            if rows and len(rows) == len(block.rows) and (known >= 0.6 * len(rows) or cyclic):
                for r in rows:
                    yield Cell(f"{r[0].text}: {r[1].text}", spanned([r[0].place, r[1].place])), False
        elif isinstance(block, Paragraph | ListItem):
            for n, c in enumerate(block.lines):
                own = (c.text.split() or [""])[0]
                yield (Cell(f"{own}: {c.text[len(own) :].strip()}", c.place) if own in leading else c), n == 0


def _leading(lines: Sequence[str]) -> frozenset[str]:
    """Return the words that head cells of a row set in lines, as often as one another: `Reason Fan dirty` over `Remedy Clean it`."""
    begun = Counter(t.split()[0] for t in lines if re.match(r"[A-Z][a-z]+ [A-Z]", t))
    known = {w: n for w, n in begun.items() if n > LEAST and roles_of(w) & {"cause", "actions", "effect", "recovery"}}
    parted = (
        len(known) >= LEAST
        and max(known.values()) - min(known.values()) <= 1
        and "actions" in {r for w in known for r in roles_of(w)}
    )
    return frozenset(known) if parted else frozenset()


def _pair(text: str) -> tuple[str, str] | None:
    found = _PAIR.match(text)
    if not found or len(found[1].split()) > LONGEST_KEY:
        return None
    return found[1].strip(), found[2].strip()


def _records(cells: Sequence[tuple[Cell, bool]]) -> list[_Record]:
    """Cut the lines at each key that comes again, and at each title."""
    pairs = [_pair(c.text) for c, _ in cells]
    common = Counter(p[0].lower() for p in pairs if p)
    out: list[_Record] = []
    current = _Record()
    last = ""
    for (cell, fresh), pair in zip(cells, pairs, strict=True):
        key = pair[0].lower() if pair else ""
        if (
            pair
            and (common[key] >= LEAST or roles_of(pair[0]) or numbered(pair[0]))
            and not (common[key] < LEAST and not current.values)
        ):
            if key in current.values:
                out.append(current)
                current = _Record()
            current.values[key] = Cell(pair[1], cell.place)
            last = key
        elif current.values and not fresh and last and not _titled(cell.text):
            held = current.values[last]
            current.values[last] = Cell(f"{held.text} {cell.text}", held.place | cell.place)
        else:
            if current.values:
                out.append(current)
            current = _Record(title=cell if len(cell.text.split()) <= LONGEST_TITLE else None)
            last = ""
    if current.values:
        out.append(current)
    return out


def _titled(text: str) -> bool:
    """Tell whether a line after a value is the title of the next record rather than the rest of the value."""
    return bool(_CODE.match(text)) and text[:1].isupper() and text[-1:] not in ".;"


def _states(texts: Sequence[str]) -> bool:
    """Tell whether values are what a lamp does, each of them."""
    read = [lamp_words.read(t) for t in texts]
    return len(texts) >= LEAST and all(s and s.pattern for s in read)


def _grid(records: Sequence[_Record], names: dict[str, str], section: Section) -> Grid | None:
    keys = list(dict.fromkeys(k for r in records for k in r.values))
    shown = [k for k in keys if _states([r.values[k].text for r in records if k in r.values])]
    known = [k for k in keys if k in shown or roles_of(k) or numbered(k)]
    titles = [r.title for r in records]
    titled = sum(t is not None for t in titles) >= 0.8 * len(records)
    if len(known) < min(LEAST, len(keys)) or (len(keys) < LEAST and not titled):
        return None
    blank = Place(0, 0)
    rows: list[tuple[Cell, ...]] = []
    header: list[str] = [names[k] for k in keys]
    for r in records:
        rows.append(tuple(r.values.get(k, Cell("", blank)) for k in keys))
    caption = ""
    if titled:
        cut = [_title(t.text, keys) if t else ("", "") for t in titles]
        heads = ("", "State") if len(shown) >= LEAST else _heads(cut, keys)
        columns = [n for n in range(LEAST) if heads[n] and any(c[n] for c in cut)]
        rows = [
            (*(Cell(cut[at][n], t.place if (t := titles[at]) else blank) for n in columns), *row)
            for at, row in enumerate(rows)
        ]
        header = [*(heads[n] for n in columns), *header]
    elif records[0].title:
        caption = records[0].title.text
    return Grid(tuple(header), tuple(rows), caption, section, "guessed", 0.8, headed=True)


def _title(text: str, keys: Sequence[str]) -> tuple[str, str]:
    """Cut a title into a code and a name: `E01 – Cell overvoltage`; where a key holds the codes, it is a name alone."""
    found = _CODE.match(text.strip(" :."))
    if found and not any("code" in roles_of(k) for k in keys):
        return found[1], found[2]
    return "", text.strip(" :.")


def _heads(cut: Sequence[tuple[str, str]], keys: Sequence[str]) -> tuple[str, str]:
    """Return what heads the two parts of the titles, by the keys under them and by their make."""
    roles = {r for k in keys for r in roles_of(k)}
    codes = [c for c, _ in cut if c]
    names = [n for _, n in cut if n]
    wholes = [f"{c} {n}".strip() for c, n in cut]
    if all(signals.keys(w) for w in wholes) and roles & {"signal", "function"}:
        return "Pin", "Pin"
    if roles & {"state", "color"} and roles & {"meaning", "function"} and not roles & {"actions"}:
        return "LED", "LED"
    if names and all(numbered(n) for n in names) and "position" in roles:
        return "Switch", "Switch"
    if roles & {"cause", "actions", "recovery"}:
        return ("Code" if codes else ""), "Fault"
    if roles & {"protocol", "bus"} and not codes:
        return "", "Brand"
    if names and all(lamp_words.pure(n) for n in names):
        return "", "State"
    return ("Code" if codes and all(words.CODE.match(c) for c in codes) else ""), "Name"


def _inline(cells: Sequence[tuple[Cell, bool]], section: Section) -> Iterator[Grid]:
    """`Pin: 4, Signal: CAN-H`, `Pin: 5, Signal: CAN-L`: a record a line."""
    held: list[tuple[tuple[str, ...], tuple[Cell, ...]]] = []
    for cell, _ in [*cells, (Cell("", Place(0, 0)), True)]:
        record = _keyed(cell)
        if held and (record is None or record[0] != held[0][0]):
            if len(held) >= LEAST:
                yield Grid(held[0][0], tuple(v for _, v in held), "", section, "guessed", 0.8, headed=True)
            held = []
        if record is not None:
            held.append(record)


def _keyed(cell: Cell) -> tuple[tuple[str, ...], tuple[Cell, ...]] | None:
    """Cut a line at its keys, two or more that head columns."""
    found = list(_INLINE.finditer(cell.text))
    keys = tuple(m[1].strip() for m in found)
    if len(found) < LEAST or found[0].start() != 0 or sum(bool(roles_of(k) or numbered(k)) for k in keys) < LEAST:
        return None
    ends = [*(m.start() for m in found[1:]), len(cell.text)]
    return keys, tuple(Cell(cell.text[m.end() : e].strip(" ,;."), cell.place) for m, e in zip(found, ends, strict=True))
