"""Tables without a header: what their columns hold is told by the make of their cells, and by what the text around speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.importing import lamp_words, partners, signals, switch_settings, words
from kb.importing.blocks import Paragraph
from kb.importing.grids import Grid
from kb.importing.switch_heads import MARKS, numbered

LEAST = 2
# Share of the filled cells of a column that must be of one make.
SHARE = 0.8
_SWITCHES = re.compile(r"(?i)\b(?:dip|dials?|switch(?:es)?|levers?|sw\d?|address(?:es|ing)?|toggles?|jumpers?)\b")
_PARTNERS = re.compile(r"(?i)\b(?:protocols?|compatib\w+|supported|inverters?|brands?|partners?|makes?)\b")
_FAULTS = re.compile(
    r"(?i)\b(?:faults?|errors?|alarms?|warnings?|protections?|malfunctions?|failures?|events?|trouble(?:shooting)?|diagnos\w+|messages?)\b"
)
_MARK = re.compile(
    r"^(?:(?i:err(?:or)?|fault|alarm|warning|code|event|message)\.? ?)?(?:[A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]{1,6}|\d{2,5})$|"
    r"^(?i:err(?:or)?|fault|alarm|warning|bit)\.? ?\d{1,4}(?:-\d{1,2})?$"
)
# What protocols are called, where a column holds nothing else: `SOL-R`, `EAS`.
_CAPITALS = re.compile(r"^[A-Z][A-Z\d]*(?:[-_.+][A-Z\d]+)*$")
_PROTOCOL = re.compile(r"(?i)^(?:protocol|profile|setting|type|program)\s*(?:no\.?)?\s*[A-Z]{0,4}[-_ ]?\d{1,3}\w?$")


@dataclass(frozen=True)
class _Column:
    """What the cells of a column look like; each a share of its filled cells."""

    filled: float
    state: float
    color: float
    bare: float
    position: float
    setting: float
    switch: float
    bus: float
    code: float
    fault: float
    advice: float
    signal: float
    number: float
    words: float
    protocol: float
    named: float
    asked: float
    even: bool


def about(grid: Grid) -> str:
    """Return what the text around a table says it is about: its caption, the heading, and the lines before it."""
    said = [grid.section.heading.text, grid.caption]
    said += [b.text for b in grid.section.blocks if isinstance(b, Paragraph)][:3]
    return " ".join(said)


def headed(grid: Grid) -> Iterator[Grid]:
    """Yield the table under the heads that its cells ask for, the likeliest kind first."""
    if grid.headed or not grid.rows or grid.width < LEAST or len(grid.rows) < LEAST:
        return
    told = about(grid)
    if (apart := _apart(grid, told)) is not grid:
        yield from headed(apart)
        return
    columns = [_column(grid, n) for n in range(grid.width)]
    for heads in (
        _switches(columns, grid, told),
        _lamps(columns, told),
        _partners(columns, told),
        _faults(columns, told),
    ):
        if heads:
            yield replace(grid, header=heads, headed=True)


def _apart(grid: Grid, told: str) -> Grid:
    """Cut a first column of names with what they do: `RUN green steady`, `1 ON`."""
    cut: list[tuple[str, str]] = []
    for text in grid.column(0):
        switch = re.match(r"^(?:(?i:dip|switch|sw|lever) ?)?(\d{1,2}) (ON|OFF|on|off|On|Off)$", text)
        lamp = re.match(r"^([A-Z][A-Z\d/+-]{1,9}) (\S.*)$", text)
        state = lamp_words.read(lamp[2]) if lamp else None
        if switch and _SWITCHES.search(told):
            cut.append((switch[1], switch[2]))
        elif lamp and state and state.pattern and words.LAMP.search(told):
            cut.append((lamp[1], lamp[2]))
        else:
            return grid
    rows = tuple(
        (replace(r[0], text=a), replace(r[0], text=b), *r[1:]) for r, (a, b) in zip(grid.rows, cut, strict=True)
    )
    return replace(grid, header=("", *grid.header), rows=rows)


def _column(grid: Grid, n: int) -> _Column:
    texts = [t for t in grid.column(n) if t]
    count = max(1, len(texts))
    states = [lamp_words.read(t) for t in texts]

    def share(found: list[bool]) -> float:
        return sum(found) / count

    return _Column(
        filled=len(texts) / len(grid.rows),
        state=share([bool(s and s.pattern) for s in states]),
        color=share([bool(s and s.color) for s in states]),
        bare=share([bool(s and s.color and not s.pattern) for s in states]),
        position=share([t.upper() in MARKS for t in texts]),
        setting=share([bool(switch_settings.setting(t)) for t in texts]),
        switch=share([bool(numbered(t)) for t in texts]),
        bus=share([bool(partners.bus_of(t) or partners.other_bus(t)) and len(t.split()) <= 4 for t in texts])
        * any(map(partners.bus_of, texts)),
        named=share([bool(_CAPITALS.match(t)) for t in texts]),
        code=share([bool(_MARK.match(t)) for t in texts]),
        fault=share([bool(words.FAULT.search(t)) and len(t.split()) <= 9 for t in texts]),
        advice=share([bool(words.ACTION.match(t)) for t in texts]),
        signal=share([signals.strong(t) for t in texts]),
        number=share([bool(signals.keys(t)) for t in texts]),
        words=share([len(t) > 4 and any(c.isalpha() for c in t) for t in texts]),
        protocol=share([bool(_PROTOCOL.match(t)) for t in texts]),
        asked=share([t.endswith("?") for t in texts]),
        even=len(texts) > LEAST and len(set(texts)) == 1,
    )


def _lamps(columns: list[_Column], told: str) -> tuple[str, ...]:
    """(Lamp) | (colour) | state | meaning: one column of states, and words after it."""
    if not words.LAMP.search(told):
        return ()
    states = [n for n, c in enumerate(columns) if c.state >= SHARE and c.filled == 1]
    if len(states) != 1:
        return ()
    (state,) = states
    color = next((n for n, c in enumerate(columns) if n != state and c.bare >= SHARE), None)
    rest = [n for n, c in enumerate(columns) if n not in {state, color} and c.words + c.number > 0]
    after = [n for n in rest if n > max(state, color or 0)]
    before = [n for n in rest if n < min(state, state if color is None else color)]
    if not after or len(before) > 1:
        return ()
    heads = dict.fromkeys(range(len(columns)), "Remark")
    heads |= {state: "State", after[0]: "Meaning"}
    heads |= {color: "Colour"} if color is not None else {}
    heads |= {before[0]: "Lamp"} if before else {}
    return tuple(heads[n] for n in range(len(columns)))


def _switches(columns: list[_Column], grid: Grid, told: str) -> tuple[str, ...]:
    """Switch | position | meaning, or a column for each switch and what they set."""
    if not _SWITCHES.search(told):
        return ()
    positions = [n for n, c in enumerate(columns) if c.position >= 0.99 and c.filled == 1]
    texts = [n for n, c in enumerate(columns) if n not in positions and (c.words >= 0.5 or c.number >= SHARE)]
    if len(positions) > 1 and len(texts) == 1 and len(positions) + 1 == len(columns):
        numbers = {n: str(k) for k, n in enumerate(positions, 1)}
        shown = {tuple(r[n].text for n in positions) for r in grid.rows}
        return tuple(numbers.get(n, "Meaning") for n in range(len(columns))) if len(shown) == len(grid.rows) else ()
    named = next((n for n, c in enumerate(columns) if c.switch >= SHARE and c.position < SHARE), None)
    last = next((n for n, c in enumerate(columns) if n not in {named, *positions} and c.words >= 0.5), None)
    if len(positions) == 1 and named is not None and last is not None:
        heads = {named: "Switch", positions[0]: "Position", last: "Function"}
        return tuple(heads.get(n, "Remark") for n in range(len(columns)))
    set_at = next((n for n, c in enumerate(columns) if c.setting >= 0.99 and n not in positions), None)
    if set_at is not None and texts and len(columns) == LEAST:
        return tuple("DIP setting" if n == set_at else "Meaning" for n in range(len(columns)))
    return ()


def _partners(columns: list[_Column], told: str) -> tuple[str, ...]:
    """Brand | bus | protocol, in any order."""
    bus = next((n for n, c in enumerate(columns) if c.bus >= 0.99 and c.filled == 1), None)
    if bus is None or not _PARTNERS.search(told) or not 2 <= len(columns) <= 4:
        return ()
    rest = [n for n in range(len(columns)) if n != bus]
    coded = next((n for n in rest if max(columns[n].code, columns[n].number, columns[n].protocol) >= SHARE), None)
    who = next((n for n in rest if n != coded and columns[n].words >= 0.5 and columns[n].named < 1), None)
    if who is None:
        return ()
    if coded is None:
        coded = next((n for n in rest if n != who and columns[n].named == 1 == columns[n].filled), None)
    heads = {bus: "Bus", who: "Brand"} | ({coded: "Protocol"} if coded is not None else {})
    return tuple(heads.get(n, "Remark") for n in range(len(columns)))


def _faults(columns: list[_Column], told: str) -> tuple[str, ...]:
    """(Code) | fault | (cause) | (what to do): codes by their make, faults and advice by their words."""
    if not _FAULTS.search(told) or not 2 <= len(columns) <= 5 or any(c.asked for c in columns):
        return ()
    code = 0 if columns[0].code >= SHARE else None
    left = [n for n in range(len(columns)) if n != code]
    advice = next((n for n in reversed(left) if columns[n].advice >= 0.6), None)
    name = next((n for n in left if n != advice and (columns[n].fault >= 0.5 or code is not None)), None)
    if name is None or (code is None and (advice is None or columns[name].fault < 0.6)):
        return ()
    heads = (
        {name: "Fault"}
        | ({code: "Code"} if code is not None else {})
        | ({advice: "Action"} if advice is not None else {})
    )
    between = [n for n in left if n not in heads and not columns[n].even]
    heads |= dict.fromkeys(between[:1], "Cause")
    return tuple(heads.get(n, "Remark") for n in range(len(columns)))
