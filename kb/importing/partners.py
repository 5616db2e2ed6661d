"""Tables of what a product talks with: brands of inverters or batteries, the bus, and the protocol or setting for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.importing import (
    chemistries,
    partner_columns,
    partner_groups,
    switch_heads,
    switch_numbers,
    switch_settings,
    words,
)
from kb.importing.blocks import Cell, Row, Table
from kb.importing.found import Found
from kb.importing.grids import Grid, places

_ABOUT = re.compile(
    r"(?i)\b(?:protocols?|languages?|speeds?|buses|compatib\w+|approved|supported|partners?|inverters?|meters?|batter(?:y|ies)|brands?|communicat\w+)\b"
)
_BUS = re.compile(
    r"(?i)^(?:bus|port|interface|physical layer|link|connection|line|via|media|(?:communication|comm?\.?) ?(?:type|port|mode|bus|interface)?)s?$"
)
# The verb is written small in a sentence; a cell may print the bus small.
_CAN = re.compile(r"\bCAN\d?\b|(?i:\bcan(?:[ -]?bus|open)\b|\bcan\d\b|(?<=[-_.])can\b|^can\b(?! [a-z]))")
_SERIAL = re.compile(r"(?i)\brs[- ]?4[8B][5S]\b|\b485\b|\bmodbus[ -]?rtu\b")
_OTHER = re.compile(r"(?i)\b(?:ethernet|tcp|wi-?fi|m-bus|usb(?! )|rs-?232|bluetooth|lora|zigbee)\b")
_NAME = re.compile(r"^(?:[A-Z]|[a-z]{1,3}[-A-Z])[\w.&+()/'–… -]{1,60}$")
_NAMES = re.compile(r"\s*(?:[/,;·]|\s&\s|\band\b|\bor\b)\s*")
_NO_NAME = re.compile(
    r"(?i)^(?:on|off|yes|no|none|n/?a|can|rs-?485|pin ?\d*|address|baud.*|default|ethernet|usb|master|slave)$"
)
# What is connected, in general: no partner of a name of its own.
_GENERAL = re.compile(
    r"(?i)^(?:the |an? )?(?:(?:hybrid|solar|pv|energy|smart|battery|upper|host|external|grid|other|next|data) )*(?:inverters?|batter(?:y|ies)|"
    r"meters?|computers?|pc|bms|pcs|ems|displays?|loggers?|packs?|chargers?|gateways?|monitors?|modules?|routers?|controllers?|"
    r"devices?|sensors?|laptops?|generators?|parallel|debug\w*|service|update|communication)$"
)
_UNSAID = "the table names no protocol: the partner's name stands for it"
_BY_SPEED = "the bus is not printed: baud rate and address are those of RS485"
_BAUD = re.compile(
    r"(?:[124896]|19|38|57|115)[ .,]?\d{2,3}(?: ?(?i:bit/s|bps|baud|bd))?(?:\b|$)|(?:9[.,]6|19[.,]2|38[.,]4|57[.,]6|115[.,]2) ?k"
)
_OF_LINE = re.compile(r"(?i)\b(?:address|parity|unit id|slave(?: id)?|stop bits?|modbus|node|8n1)\b")
LEAST = 2


def from_grid(grid: Grid) -> list[Found]:
    """Return a row for each partner and bus, or nothing when the table is none of partners."""
    told = f"{grid.caption} {grid.section.heading.text}"
    if not grid.headed or grid.width < 2 or chemistries.column(grid) is not None:
        return []
    grid = switch_heads.lettered(partner_groups.grouped(_unwrapped(partner_groups.apart(grid)), bus_of))
    # The names of protocols may tell the bus as well: `pyl-can`. A column that is headed so goes first.
    lines = [n for n in range(grid.width) if _buses(grid, n)]
    bus = next((n for n in lines if _BUS.match(grid.header[n].strip())), next(iter(lines), None))
    if bus is None:
        return _by_bus(grid, told) or _of_one_bus(grid, told)
    named = [n for n in range(grid.width) if _named(grid, n, bus)]
    who = partner_columns.who(grid, [bus], named)
    if who is None:
        return []
    protocol, doubt = partner_columns.protocol(grid, [bus], who)
    speeds = any(words.role_matches("speed", h) for h in grid.header)
    listed = protocol is not None and not doubt and (speeds or partner_columns.says(grid.header[protocol]))
    if not (_ABOUT.search(f"{told} {grid.header[who]}") or words.role_matches("brands", grid.header[who]) or listed):
        return []
    out = list(_rows(grid, who, bus, protocol, doubt))
    return _joined(out) if len(out) >= LEAST else []


def _by_bus(grid: Grid, told: str) -> list[Found]:
    """`Brand | CAN | RS485`: a column for each bus, with marks or the protocol's code."""
    lines = partner_columns.by_bus(grid, bus_of)
    who = partner_columns.who(grid, lines, [n for n in range(grid.width) if _names(grid, n)])
    if who is None or not lines or not _ABOUT.search(f"{told} {grid.header[who]}"):
        return []
    out = []
    for row in grid.rows:
        for n, line in lines.items():
            used, named = partner_columns.marked(row[n].text)
            if not used:
                continue
            cells = {
                "protocol_id": named or row[who].text,
                "bus": line,
                "brands": "; ".join(_each(row[who].text)),
                "dip": "",
            }
            found = Found("protocol", cells, places((row[who], row[n])), round(0.5 + 0.5 * grid.confidence, 3))
            out.append(found if named else found.questioned(_UNSAID, 0.9))
    return _joined(out) if len(out) >= LEAST else []


def _of_one_bus(grid: Grid, told: str) -> list[Found]:
    """`Meter | Profile | Baud`: no column of buses; the one that the text of the section names is taken, with a doubt."""
    texts = (b.text for b in grid.section.blocks if not isinstance(b, Table))
    line = bus_of(grid.caption) or bus_of(" ".join([told, *texts]))
    unsaid = "the bus stands in the text of the section, not in the table"
    if not line and _serial(grid):
        line, unsaid = "RS485", _BY_SPEED
    who = partner_columns.who(grid, [], [n for n in range(grid.width) if _names(grid, n)])
    protocol, doubt = partner_columns.protocol(grid, [], who) if who is not None else (None, "")
    serial = any(words.role_matches("speed", h) for h in grid.header)
    if (
        not line
        or who is None
        or protocol is None
        or doubt
        or not (serial or _ABOUT.search(told))
        or len(grid.rows) < LEAST
    ):
        return []
    out = []
    for row in grid.rows:
        if any(_OTHER.search(c.text) for c in row):
            continue  # this one talks another way
        brands = _each(row[who].text)
        cells = {"protocol_id": row[protocol].text, "bus": line, "brands": "; ".join(brands), "dip": ""}
        found = Found("protocol", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3))
        out += (
            [found if bus_of(grid.caption) else found.questioned(unsaid, 0.85)] if brands and row[protocol].text else []
        )
    return _joined(out)


def _serial(grid: Grid) -> bool:
    """Tell whether a table gives each partner what only a serial line has: a baud rate with an address or a parity."""
    rates = [n for n, h in enumerate(grid.header) if words.role_matches("speed", h)]
    rated = any(sum(bool(_BAUD.match(t)) for t in grid.column(n)) >= 0.6 * len(grid.rows) for n in rates)
    return rated and any(_OF_LINE.search(h) for h in grid.header)


def _unwrapped(grid: Grid) -> Grid:
    """Join lines that go on with the row above: their first cell and their bus are empty there."""
    bus = next((n for n, h in enumerate(grid.header) if _BUS.match(h.strip())), None)
    if bus is None or bus == 0:
        return grid
    rows: list[Row] = []
    for row in grid.rows:
        more = rows and row[0].text and rows[-1][0].text[-1:] in "/,&" and not any(c.text for c in row[1:])
        if rows and not row[bus].text and (more or not row[0].text):
            rows[-1] = tuple(
                Cell(f"{a.text} {b.text}".strip(), a.place | b.place if b.text else a.place)
                for a, b in zip(rows[-1], row, strict=True)
            )
        else:
            rows.append(row)
    return replace(grid, rows=tuple(rows))


def _each(text: str) -> list[str]:
    """Return the partners that share a cell: `Solis / Ginlong`, `Pylontech, Dyness`."""
    return [b.strip() for b in _NAMES.split(text) if b.strip()]


def _of_names(text: str) -> bool:
    parts = _each(text)
    if len(switch_settings.setting(text)) > 1:
        return False  # `ON OFF` is how switches stand
    return bool(parts) and all(_NAME.match(p) and not _NO_NAME.match(p) and not _GENERAL.match(p) for p in parts)


def is_name(text: str) -> bool:
    """Tell whether a text is a name such as a partner has, or several of them."""
    return _of_names(text)


def _names(grid: Grid, n: int) -> bool:
    """Tell whether every row holds a name in a column, most of them such as partners have."""
    texts = [t for t in grid.column(n) if t]
    good = sum(map(_of_names, texts))
    return len(texts) == len(grid.rows) and good >= 0.8 * len(texts)


def bus_of(text: str) -> str:
    """Return CAN or RS485 where a text names one of them, else ""."""
    can, serial = bool(_CAN.search(text)), bool(_SERIAL.search(text))
    return "" if can == serial else "CAN" if can else "RS485"


def other_bus(text: str) -> bool:
    """Tell whether a text names a way of talking that is neither CAN nor RS485."""
    return bool(_OTHER.search(text))


def _buses(grid: Grid, n: int) -> bool:
    """Tell whether a column names buses: by its cells, each of them short and most of them a bus that is known."""
    texts = [t for t in grid.column(n) if t]
    known = sum(bool(bus_of(t)) for t in texts)
    other = sum(bool(_OTHER.search(t)) for t in texts)
    headed = bool(_BUS.match(grid.header[n].strip()))
    short = all(len(t.split()) <= 4 for t in texts)
    return bool(texts) and short and known >= LEAST and known + other >= (0.6 if headed else 0.9) * len(texts)


def _named(grid: Grid, n: int, bus: int) -> bool:
    texts = [r[n].text for r in grid.rows if r[n].text and (bus_of(r[bus].text) or not r[bus].text)]
    names = [t for t in texts if _of_names(t) and not words.FAULT.search(t)]
    return len(texts) >= LEAST and len(names) >= 0.8 * len(texts)


def _rows(grid: Grid, who: int, bus: int, protocol: int | None, doubt: str) -> Iterator[Found]:
    held = ""
    for row in grid.rows:
        held = row[who].text or held
        line = bus_of(row[bus].text)
        if not held or not line:
            continue
        brands = _each(held)
        named = row[protocol].text if protocol is not None else ""
        named = re.sub(r"(?i)^(?:protocol|profile|setting) (?:no\.? ?)?(?=\S*\d)", "", named)
        dip, unsure = _setting(row, grid, {who, bus, protocol})
        cells = {
            "protocol_id": named or held,
            "bus": line,
            "brands": "; ".join(dict.fromkeys(brands)),
            "dip": dip,
        }
        found = Found("protocol", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3))
        if not named:
            found = found.questioned(_UNSAID, 0.9)
        elif doubt:
            found = found.questioned(doubt, 0.9)
        found = found.questioned(unsure, 0.9) if unsure else found
        if not re.search(r"(?i)can|rs[- ]?4[8B][5S]", row[bus].text):
            found = found.questioned(f"{row[bus].text!r} was taken for {line}", 0.85)
        yield found


def with_brands(found: Sequence[Found]) -> list[Found]:
    """Return the rows with each protocol on each bus once: brands that a sentence adds stand with the others, and a doubt."""
    out: list[Found] = []
    at: dict[tuple[str, str], int] = {}
    for f in found:
        key = (f.cells.get("protocol_id", "").lower(), f.cells.get("bus", ""))
        if f.kind != "protocol" or key not in at:
            at |= {key: len(out)} if f.kind == "protocol" else {}
            out.append(f)
            continue
        first = out[at[key]]
        brands = dict.fromkeys([*first.cells["brands"].split("; "), *f.cells["brands"].split("; ")])
        more = replace(first, cells={**first.cells, "brands": "; ".join(brands)}, places=(*first.places, *f.places))
        told = first.cells["brands"] != more.cells["brands"]
        out[at[key]] = more.questioned("a brand was added that stands in another place", 0.85) if told else first
    return out


def _setting(row: Row, grid: Grid, taken: set[int | None]) -> tuple[str, str]:
    """Return the setting of switches that a row prints in the corpus form (one a column, or all of them), and what is doubtful of it."""
    own = {
        at[1]: switch_heads.STATES[c.text.upper()]
        for c, head in zip(row, grid.header, strict=True)
        if (at := switch_heads.numbered(head)) and c.text.upper() in switch_heads.STATES
    }
    if own:
        return switch_settings.notation(tuple(own.get(n, "ANY") for n in range(1, max(own) + 1))), ""
    # The name of a protocol may end in noughts: `Lithium 00`.
    free = [(n, c.text) for n, c in enumerate(row) if n not in taken and _of_settings(grid, n)]
    printed = next(((n, s) for n, t in free if len(s := switch_settings.setting(t)) > 1), None)
    if not printed:
        return "", ""
    of = switch_numbers.of_setting(grid, printed[0], len(printed[1]))
    low, states = of.spread(printed[1])
    return switch_settings.notation(states, low), of.doubt


def _of_settings(grid: Grid, n: int) -> bool:
    """Tell whether all that a column prints are settings of one length: `01` among `02` and `03` is a number."""
    texts = [t for t in grid.column(n) if t.strip("-–—/*")]
    return len({len(switch_settings.setting(t)) for t in texts}) == 1


def _joined(found: list[Found]) -> list[Found]:
    """One protocol on one bus is one row with all its brands."""
    out: dict[tuple[str, str, str], Found] = {}
    for f in found:
        key = (f.cells["protocol_id"].lower(), f.cells["bus"], f.cells["dip"])
        if key in out:
            first = out[key]
            brands = dict.fromkeys([*first.cells["brands"].split("; "), *f.cells["brands"].split("; ")])
            cells = {**first.cells, "brands": "; ".join(brands)}
            doubts = tuple(dict.fromkeys([*first.doubts, *f.doubts]))
            out[key] = Found("protocol", cells, (*first.places, *f.places), min(first.confidence, f.confidence), doubts)
        else:
            out[key] = f
    return list(out.values())
