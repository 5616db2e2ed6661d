"""Faults whose code has two parts: a group in one column (or in the heading) and a number within the group in the next.

`11 Grid voltage | 1 | Voltage above limit` is fault 11.1; under the heading `R4 Locking`, part `/2` is R4/2.
"""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import words
from kb.importing.alarms import NOT_PRINTED, Entry, found
from kb.importing.blocks import Alert, Block, Cell, ListItem, Paragraph, Row, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, places

LEAST = 2
_SUB = re.compile(
    r"(?i)^(?:sub|part|detail|minor|second)[- ]?(?:codes?|no\.?|numbers?|index|id)?\.?$|^(?:codes?|no\.?) ?(?:2|b)$"
)
_GROUP = re.compile(r"(?i)^(?:group|main|fault|error|alarm|message|event|code|no\.?|number|class|module|warning)\b")
_NUMBER = re.compile(r"^([/.\-–:]?)\s*(\d{1,3})$")
_CODE = re.compile(r"^((?:[A-Z]{1,3}[-_ ]?)?\d{1,3})(?:\s*[-–:]?\s+(\S.*))?$")
_UNSAID = "code and sub-code stand apart, and no example of the section shows how they are written together"


def from_grid(grid: Grid, abbreviations: dict[str, str]) -> list[Found]:
    """Return the faults of a table with a column of sub-codes; nothing when groups or texts of faults are not certain."""
    if not grid.headed:
        return []
    subs = [n for n, h in enumerate(grid.header) if _SUB.match(h) and _numbered(grid.column(n))]
    roles = {
        role: next((n for n, h in enumerate(grid.header) if n not in subs and words.role_matches(role, h)), None)
        for role in ("actions", "cause")
    }
    if len(subs) != 1 or (roles["actions"] is None and roles["cause"] is None):
        return []
    sub = subs[0]
    group = next((n for n, h in enumerate(grid.header[:sub]) if _GROUP.match(h) and _codes(grid.column(n))), None)
    headed = _CODE.match(grid.section.heading.text) if group is None else None
    name = next((n for n in range(sub + 1, grid.width) if n not in roles.values()), None)
    if name is None or (group is None and not (headed and headed[2])):
        return []
    of = headed[1] if headed else ""
    out: list[Found] = []
    rows: list[tuple[str, str, list[Row]]] = []
    for row in grid.rows:
        if group is not None and (head := _CODE.match(row[group].text)):
            of = head[1]
        number = _NUMBER.match(row[sub].text)
        if number and row[name].text:
            rows.append((of, row[sub].text, [row]))
        elif rows and not row[sub].text:
            rows[-1][2].append(row)
    sign = _sign(grid.section, [code for code, _, _ in rows])
    for code, part, lines in rows:
        number = _NUMBER.match(part)
        if not code or number is None:
            continue
        cells = {role: _joined(lines, n) for role, n in roles.items() if n is not None}
        cells |= {"code": f"{code}{number[1] or sign or '-'}{number[2]}", "name": _joined(lines, name)}
        entry = Entry(cells, tuple(dict.fromkeys(p for row in lines for p in places(row))))
        made = found(entry, abbreviations, base=grid.confidence, coded=True)
        if made is None:
            continue
        made = replace(made, cells={**made.cells, "code": cells["code"], "name": cells["name"]})
        out.append(made if number[1] or sign else made.questioned(_UNSAID, 0.85))
    codes = [f.cells["code"] for f in out]
    return out if len(out) >= LEAST and len(set(codes)) == len(codes) else []


def from_section(section: Section) -> list[Found]:
    """Return the faults of such a table that was set out cell by cell: the heads, then group, number, name, why and what to do.

    It ends where a row does not fit; that row and the last before it count no more, since a cell may have been empty.
    """
    blocks = [b for b in section.blocks if b.text.strip()]
    out: list[Found] = []
    for at, heads in _heads(blocks):
        rows, sure = _set_out(blocks, at, heads)
        rows = rows if sure else rows[:-1]
        sign = _sign(section, [code for code, _, _ in rows])
        for code, part, cells in rows:
            told = {role: b.text for role, b in cells.items()} | {"code": f"{code}{sign or '-'}{part}"}
            row = found(Entry(told, tuple(b.place for b in cells.values())), {}, base=0.7, coded=True)
            if row is not None:
                row = replace(row, cells={**row.cells, "code": told["code"], "name": told["name"]})
                out.append(row if sign else row.questioned(_UNSAID, 0.85))
    codes = [f.cells["code"] for f in out]
    return out if len(out) >= LEAST and len(set(codes)) == len(codes) else []


def _heads(blocks: list[Block]) -> list[tuple[int, list[str]]]:
    """Return where rows begin after the heads of a table of sub-codes, with the role of each cell behind the number."""
    out = []
    for n, block in enumerate(blocks):
        lines = [c.text for c in block.lines] if isinstance(block, Paragraph) else []
        sub = next((k for k, t in enumerate(lines) if _SUB.match(t)), None)
        if sub != 1 or not _GROUP.match(lines[0]):
            continue
        roles = [next((r for r in ("actions", "cause") if words.role_matches(r, t)), "name") for t in lines[2:]]
        if len(roles) > 1 and len(set(roles)) == len(roles) and roles[0] == "name":
            out.append((n + 1, roles))
    return out


def _set_out(blocks: list[Block], at: int, heads: list[str]) -> tuple[list[tuple[str, str, dict[str, Block]]], bool]:
    """Return the rows from a place on as group, number and cells, and whether what follows them is another table or nothing."""
    rows: list[tuple[str, str, dict[str, Block]]] = []
    of, last = "", 0
    while at < len(blocks):
        text = blocks[at].text
        cells = blocks[at + 1 : at + 1 + len(heads)]
        number = _NUMBER.match(text)
        whole = len(cells) == len(heads) and all(isinstance(b, (Paragraph, ListItem)) for b in cells)
        if of and number and int(number[2]) == last + 1 and whole and not any(_NUMBER.match(b.text) for b in cells):
            rows.append((of, number[2], {"code": blocks[at], **dict(zip(heads, cells, strict=True))}))
            last, at = last + 1, at + 1 + len(heads)
        elif (head := _CODE.match(text)) and head[2]:
            of, last, at = head[1], 0, at + 1
        else:
            return rows, any(_SUB.match(line) for line in text.split(" "))
    return rows, True


def _numbered(texts: list[str]) -> bool:
    filled = [t for t in texts if t]
    return len(filled) >= LEAST and all(_NUMBER.match(t) for t in filled)


def _codes(texts: list[str]) -> bool:
    filled = [t for t in texts if t]
    return bool(filled) and all(_CODE.match(t) for t in filled)


def _joined(rows: list[Row], n: int) -> str:
    """Return the texts of a column, a cell that is printed once and repeated only once."""
    cells: list[Cell] = []
    for row in rows:
        if row[n].text and (not cells or row[n] != cells[-1]):
            cells.append(row[n])
    return " ".join(c.text for c in cells) or NOT_PRINTED


def _sign(section: Section, codes: list[str]) -> str:
    """Return the sign between the two parts, where the section writes one of the codes in full."""
    either = "|".join(sorted({re.escape(c) for c in codes if c}, key=len, reverse=True))
    if not either:
        return ""
    example = re.compile(rf"(?<![\w.])(?:{either})([./:-])\d{{1,3}}(?!\.?\d)(?!\s*(?:V|A|mA|%|°C|kW|W|s|ms|mm)\b)")
    said = (example.search(b.text) for b in section.blocks if isinstance(b, (Paragraph, ListItem, Alert)))
    return next((m[1] for m in said if m), "")
