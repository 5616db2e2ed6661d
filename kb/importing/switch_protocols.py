"""Tables of the settings of switches for protocols and brands: a column for each switch, or all positions in one cell."""

from __future__ import annotations

import re

from kb.importing import partner_columns, switch_numbers, words
from kb.importing.blocks import Row, Table
from kb.importing.found import Found
from kb.importing.grids import Grid, places
from kb.importing.switch_heads import MARKS
from kb.importing.switch_settings import notation, number_columns, of_columns, setting, without_picture

_BRAND = re.compile(r"^[A-Z][\w.&+-]*(?: [\w.&+-]+){0,3}$|^[a-z]?[A-Z]\w+$")
_BUS = re.compile(r"(?i)\bcan|rs-?485|modbus")
_DASH = re.compile(r"(?i)[-–—/]+|none|n/?a")
_MODEL = re.compile(r"(?i)\b(?:models?|series|types?|famil(?:y|ies))\b")
_IN_BRACKETS = re.compile(r"\s*\((?P<bus>(?:CAN|RS-?485|Modbus)[^()]*)\)", re.IGNORECASE)
_NO_BRAND = re.compile(
    r"(?i)^(?:on|off|no|yes|none|n/?a|reserved|can(?:[ -]?bus)?(?: [\d@].*)?|(?:rs-?485|modbus)\b.*|[\d.]+ ?k?(?:bit|baud|bps)?|s|"
    r"default|others?|master|slave|undefined|x|protocol.*|dip.*|all|"
    r"(?:address|pack|slave|unit|group|no\.?|\w* ?resistor|string|stack)\b.*)$"
)


def from_grid(grid: Grid) -> list[Found]:
    """Protocol | brands on CAN | brands on RS485 | setting, or brand | setting."""
    numbers = number_columns(grid)
    key = next(
        (
            n
            for n in range(grid.width)
            if words.role_matches("protocol", grid.header[n]) or re.match(r"(?i)^protocol(?: id)?$", grid.header[n])
        ),
        0,
    )
    wide = [
        n
        for n in range(grid.width)
        if n != key and n not in numbers and any(len(brands(t)) > 0 for t in grid.column(n)) and _brandish(grid, n)
    ]
    said = words.role_matches("brands", grid.header[key]) and not words.role_matches("protocol", grid.header[key])
    # The models beside the makers, and what their menus call the battery, are no partners.
    if said and (not wide or not any(_BUS.search(grid.header[n]) for n in wide)):
        wide = [key]
    wide = [n for n in wide if not _MODEL.search(grid.header[n])] or wide
    if not wide:
        return []
    nameless = key in wide or key in numbers
    named_at, unsure = partner_columns.protocol(grid, numbers, wide[0]) if nameless else (None, "")
    groups: list[list[Row]] = []
    for row in grid.rows:
        if row[key].text or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    out: list[Found] = []
    for at, group in enumerate(groups):
        states = tuple(MARKS.get(group[0][n].text.upper(), "ANY") for n in numbers)
        moved, column = False, None
        if not states:
            for row in group:
                for n, cell in enumerate(row):
                    found = setting(without_picture(cell.text))
                    if len(found) >= 2 and n != key and (not states or len(found) >= len(states)):
                        states, moved, column = found, n in wide and n != key, n
        if len(states) < 2:
            continue
        of = of_columns(grid, numbers) if numbers else switch_numbers.of_setting(grid, column, len(states))
        low, spread = of.spread(states)
        called = group[0][named_at].text if named_at is not None else ""
        name = called or str(at) if nameless else group[0][key].text
        for n in wide:
            told = " / ".join(without_picture(r[n].text).strip(" /") for r in group if r[n].text)
            named = brands(told.replace("/ /", "/"))
            bus, sure = _bus(grid, n, group)
            if not named or not bus:
                continue
            cells = {
                "protocol_id": name,
                "bus": bus,
                "brands": "; ".join(dict.fromkeys(named)),
                "dip": notation(spread, low),
            }
            row_ = Found(
                "protocol", cells, tuple(p for r in group for p in places(r)), round(0.5 + 0.5 * grid.confidence, 3)
            )
            if nameless and (not called or unsure):
                row_ = row_.questioned(unsure or "the table names no protocol", 0.9)
            if not sure:
                row_ = row_.questioned("the bus is not printed beside the brands")
            if of.doubt:
                row_ = row_.questioned(of.doubt, 0.9)
            if moved:
                row_ = row_.mended("setting had slipped into another column")
            out.append(row_)
    lengths = {f.cells["dip"].count("=") for f in out}
    return [f if len(lengths) == 1 else f.questioned("the settings of this table differ in length") for f in out]


def brands(text: str) -> list[str]:
    """Return the brand names of a cell; what is no name is left out."""
    parts = [p.strip(" .") for p in re.split(r"\s*[/,;、&]\s*|\s+and\s+|\s{2,}", _IN_BRACKETS.sub("", text))]
    return [
        p
        for p in parts
        if p and _BRAND.match(p) and not _NO_BRAND.match(p) and not setting(p) and not words.FAULT.search(p)
    ]


def _brandish(grid: Grid, n: int) -> bool:
    texts = [without_picture(t) for t in grid.column(n) if t]
    texts = [t for t in texts if t and not setting(t) and not _DASH.fullmatch(t)]
    listed = sum(len(brands(t)) for t in texts)
    lists = sum(bool(re.search(r"[/,;]", t)) for t in texts)
    named = words.role_matches("brands", grid.header[n])
    if not named and (words.role_matches("function", grid.header[n]) or words.role_matches("meaning", grid.header[n])):
        return False
    return bool(texts) and listed >= len(texts) and (lists >= 0.3 * len(texts) or named)


def _bus(grid: Grid, n: int, group: list[Row]) -> tuple[str, bool]:
    own = {m["bus"] for r in group for m in _IN_BRACKETS.finditer(r[n].text)}
    near = f"{grid.header[n]} {' '.join(c.text for r in group for at, c in enumerate(r) if at != n)}"
    for told in (grid.header[n], *own, near, f"{grid.caption} {grid.section.heading.text}"):
        can, rs = re.search(r"(?i)\bcan", told), re.search(r"(?i)rs-?485|modbus", told)
        if bool(can) != bool(rs):
            return ("CAN" if can else "RS485"), told is not near or bool(can or rs)
    # A bus that the text of the section names, and no other, is likelier than the custom.
    text = " ".join(b.text for b in grid.section.blocks if not isinstance(b, Table))
    rs = re.search(r"(?i)rs-?485|modbus rtu", text)
    return "RS485" if rs and not re.search(r"\bCAN\b|(?i:can[ -]?bus)", text) else "CAN", False
