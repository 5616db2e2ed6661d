"""Pin maps of several connectors in one table: a column for each socket, a group of rows for each, several contacts in one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import naming, signals, words
from kb.importing.blocks import Row
from kb.importing.grids import Grid

LEAST = 2
# Share of the filled cells of a column that have to be signals, or free; words in one.
SHARE, PHRASE = 0.6, 6
_NOUN = r"(?i:sockets?|ports?|plugs?|connectors?|terminals?|interfaces?|jacks?|headers?)"
_SOCKET = re.compile(rf"{_NOUN}\s+(?P<name>[A-Z].*)$|^(?P<before>[A-Z][\w/+-]*(?: [A-Z\d][\w+-]*)?)\s+{_NOUN}$")
_MARK = re.compile(r"^([A-Z][A-Z\d]*(?:[-_/][A-Z\d]+)*)(?:\s*\([^()]{1,24}\))?$")
FREE = re.compile(
    r"(?i)^(?:free|open|not (?:used|connected|assigned|fitted|wired)|un(?:used|assigned|connected)|reserved|spare|empty|blank|no function|"
    r"n[./]?c\.?|[-–—/]+)$"
)
# What the name of a line ends with.
LINE = re.compile(r"(?i)\b(?:reference|return|high|low|loop|in|out|plus|minus)$")
# Parts of a housing, that no contact carries; the share of them that makes a legend.
_HARDWARE = re.compile(
    r"(?i)\b(?:handles?|ears?|brackets?|dip|buttons?|displays?|lcd|screens?|leds?|lamps?|indicators?|lights?|breakers?|fans?|covers?|antennas?|"
    r"switch(?:es)?|keys?|nameplates?|valves?|holes?|screws?|slots?|reset|run|alm|soc|terminals?|ports?|interfaces?|sockets?|connectors?)$"
)
PARTS = 0.3
_KNOWN = frozenset({"signal", "function", "meaning", "pin", "wire_color", "indicator", "state", "position"})
_ONE = re.compile(
    r"(?:(?:pins?|terminals?|contacts?|poles?)\s*)?([A-Z]{1,3}\d{0,2}[-.:]|[A-Z]{0,3})(\d{1,2})(?:\s*\(([^()]{1,14})\))?",
    re.IGNORECASE,
)
# Fuses and cables are listed as well.
_CONTACT_HEAD = re.compile(
    r"(?i)\b(?:pins?|terminals?|contacts?|poles?|clamps?|connections?|ways?|connectors?|position|pos)\b"
)
_PART = re.compile(r"\s*(?:,|/|&|(?<=\d)\s*\+|\band\b|;)\s*")


def of_a_panel(texts: Sequence[str]) -> bool:
    """Tell whether texts are the legend of a picture: handles, keys, lamps and displays among them, and few signals."""
    parts = sum(bool(_HARDWARE.search(t.strip())) for t in texts)
    sure = sum(signals.strong(t) and not _HARDWARE.search(t.strip()) for t in texts)
    return parts >= max(LEAST, PARTS * len(texts)) and sure < 0.5 * len(texts)


def sockets(grid: Grid, key: int) -> dict[int, str]:
    """Return the columns that are a socket each, with its name: `Socket INV | Sockets LINK-A and LINK-B`, or the heading's `CN5 | CN6`."""
    told = set(re.findall(r"[\w/+-]+", f"{grid.caption} {grid.section.heading.text}"))
    out: dict[int, str] = {}
    for n, head in enumerate(grid.header):
        named = _SOCKET.search(head) if len(head.split()) <= PHRASE else None
        marked = _MARK.match(head)
        name = (named["name"] or named["before"]) if named else head if marked and marked[1] in told else ""
        if n != key and name and not signals.keys(name) and _carries(grid, n):
            out[n] = name.strip()
    rest = [n for n in range(grid.width) if n not in {key, *out}]
    others = all(not grid.header[n] or words.roles(grid.header[n]) & {"wire_color", "function", "pin"} for n in rest)
    return out if len(out) >= LEAST and len(set(out.values())) == len(out) and others else {}


def _carries(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    good = [t for t in texts if signals.strong(t) or FREE.match(t) or (_said(t) and len(t.split()) <= PHRASE)]
    numbers = [t for t in texts if t.isdecimal()]
    return len(texts) >= LEAST and not numbers and len(good) >= SHARE * len(texts)


def _said(text: str) -> bool:
    return bool(words.SIGNAL_PHRASE.search(text) or LINE.search(text) or signals.led(text))


def port(grid: Grid, key: int, signal: int) -> int | None:
    """Return the column whose cells part the rows into connectors: the contacts count from one under each of its names."""
    for n in range(grid.width):
        if n in {key, signal} or not grid.rows or not grid.rows[0][n].text:
            continue
        groups: dict[str, list[str]] = {}
        name = ""
        for row in grid.rows:
            name = row[n].text or name
            groups.setdefault(name, []).extend(signals.keys(row[key].text))
        short = all(len(g.split()) <= PHRASE and not g.isdecimal() for g in groups)
        if len(groups) >= LEAST and short and all(len(g) >= LEAST and signals.complete(g) for g in groups.values()):
            return n
    return None


def named(grid: Grid, key: int, signal: int) -> Grid:
    """Return a table of several connectors with each row under its connector's name, headed so."""
    n = port(grid, key, signal)
    if n is None or words.role_matches("port", grid.header[n]):
        return grid
    rows: list[Row] = []
    for row in grid.rows:
        cell = row[n] if row[n].text else replace(rows[-1][n], place=row[n].place)
        rows.append((*row[:n], cell, *row[n + 1 :]))
    return replace(grid, rows=tuple(rows), header=(*grid.header[:n], "Port", *grid.header[n + 1 :]))


def listed(grid: Grid) -> Grid:
    """Return a table with a row for each contact where cells name several with a letter or a sign: `K1 and K2`, `K3 (+) and K4 (–)`."""
    for n in range(grid.width):
        parts = [_contacts(t) for t in grid.column(n)]
        marks = {mark for p in parts for mark, _, _ in p}
        numbers = [number for p in parts for _, number, _ in p]
        if not all(parts) or len(marks) != 1 or len(set(numbers)) < len(numbers) or len(parts) == len(numbers):
            continue
        (mark,) = marks
        signed = any(sign for p in parts for _, _, sign in p)
        if not (mark or signed) or not signals.complete(numbers) or not _CONTACT_HEAD.search(grid.header[n]):
            continue
        what = next((k for k in range(grid.width) if k != n and all(t for t in grid.column(k))), None)
        if what is None or not (words.roles(grid.header[what]) & {"signal", "function"}):
            continue
        rows: list[Row] = []
        for row, own in zip(grid.rows, parts, strict=True):
            for _, number, sign in own:
                said = replace(row[what], text=f"{row[what].text} {sign}".strip())
                cells = {n: replace(row[n], text=number), what: said}
                rows.append(tuple(cells.get(k, c) for k, c in enumerate(row)))
        header = {n: "Pin", what: "Signal"}
        caption = grid.caption
        if mark.strip("-.:") and not naming.connector(caption, grid.section):
            caption = f"Connector {mark.strip('-.:')}"
        return replace(
            grid, header=tuple(header.get(k, h) for k, h in enumerate(grid.header)), rows=tuple(rows), caption=caption
        )
    return grid


def _contacts(text: str) -> list[tuple[str, str, str]]:
    """Return mark, number and sign of each contact that a cell lists; [] when it is anything else."""
    out = []
    for part in _PART.split(text.strip()):
        found = _ONE.fullmatch(part)
        if not found or (found[2].startswith("0") and not found[1]):
            return []
        out.append((found[1].upper(), str(int(found[2])), (found[3] or "").strip()))
    return out
