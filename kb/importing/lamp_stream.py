"""Tables with a lamp a column of which every cell stands on a line of its own: `System`, `RUN`, `ALM`, `Remark`, then the rows.

A row may lack its first cells, where they hold for several rows. The cells of the lamps tell where a row begins: they are
states and nothing else, and stand at the same distance from its ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from kb.importing import lamp_under, lamp_words
from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import roles_of, runs
from kb.importing.lamp_words import State

LEAST_LAMPS, MOST_LAMPS = 2, 8
LEAST_ROWS = 3
MOST_BEFORE, MOST_AFTER = 3, 3
LONGEST_HEAD = 4
# Cells of one table, and words in what a row tells.
MOST_CELLS, LONGEST = 400, 16
_MARK = re.compile(r"(?:LED ?)?(?:[A-Z][A-Z\d/+-]{1,7}|[A-Z]\d{1,2})")
_DASH = frozenset({"-", "–", "—", "/"})
_ANY = re.compile(r"(?i)any|either|x|irrelevant")
_GROUP = re.compile(
    r"(?i)(?:[\w/%-]+ ){0,2}(?:leds|lamps|lights|indicators|(?:led|light|lamp|indicator) (?:bar|row|chain|strip))"
    r"(?: \(?[A-Z]?\d ?(?:[-–]|to) ?[A-Z]?\d\)?)?"
)
# `Flash 1: 0.25 s on, 3.75 s off` in the text before the table.
_NAMED = re.compile(
    r"(?i)\b((?:flash|blink|flicker)(?:ing)?[ -]?(?:\d|[IVX]{1,4}))\b\s*[:=–(]\s*"
    r"((?:on )?[\d.]+ ?m?s[^.;]{0,12}?[\d.]+ ?m?s(?: (?:off|dark))?)"
)


def from_section(section: Section) -> list[Found]:
    """Return the states of a section whose heading is a lamp, or of its tables that stand cell by cell under the names of several."""
    if under := lamp_under.from_section(section):
        return under
    named = {_plain(m[1]): m[2] for b in section.blocks for m in _NAMED.finditer(b.text)}
    return [f for cells in runs(section) for f in _tables(cells[:MOST_CELLS], named)]


def _plain(text: str) -> str:
    return re.sub(r"(?i)ing\b|[\s-]", "", text).lower()


def _tables(cells: Sequence[Cell], named: dict[str, str]) -> Iterator[Found]:
    at = 0
    while at < len(cells):
        lamps = 0
        while lamps < MOST_LAMPS and at + lamps < len(cells) and _heads_lamp(cells[at + lamps].text):
            lamps += 1
        if lamps < LEAST_LAMPS:
            at += 1
            continue
        before = 0
        while before < MOST_BEFORE and at > before and _heads(cells[at - before - 1].text, before):
            before += 1
        best: tuple[int, int, int, list[tuple[int, int]]] | None = None
        for count in range(min(before, MOST_BEFORE), 0, -1):
            for after in range(1, MOST_AFTER + 1):
                start = at + lamps + after
                if not all(_titles(c.text) for c in cells[at + lamps : start]):
                    break
                grouped = start <= len(cells) and _heads_group(cells[start - 1].text)
                rows, end = _parse(tuple(c.text for c in cells[start:]), count, lamps, after, grouped=grouped)
                # Rows of one width are told by their makes (squares.py).
                if len(rows) >= LEAST_ROWS and any(k for _, k in rows) and (best is None or end + start > best[0]):
                    best = (end + start, count, after, [(start + n, kind) for n, kind in rows])
        if best is None:
            at += lamps
            continue
        end, count, after, rows = best
        heads = [c.text for c in cells[at - count : at + lamps + after]]
        yield from _rows(cells, heads, (count, lamps, after), rows, named)
        at = end


def _heads_lamp(text: str) -> bool:
    return bool(_MARK.fullmatch(text)) and not lamp_words.pure(text) and text not in {"ON", "OFF"}


def _heads(text: str, nearer: int) -> bool:
    """Tell whether a cell heads a column of situations; a word for them stands at the one beside the lamps, or at the next."""
    known = bool(roles_of(text) & {"mode", "state", "meaning", "name"})
    return (known or nearer > 0) and _titles(text)


def _heads_group(text: str) -> bool:
    """Tell whether a cell heads what several lamps show: `SOC LEDs`, `Capacity lamps`, `LED bar`."""
    return bool(_GROUP.fullmatch(text)) and _titles(text)


def _titles(text: str) -> bool:
    return (
        0 < len(text.split()) <= LONGEST_HEAD and text[:1].isupper() and not lamp_words.pure(text) and text not in _DASH
    )


def _shown(text: str) -> bool:
    state = lamp_words.read(text)
    return bool(state and (state.pattern or state.color)) or text in _DASH or bool(_ANY.fullmatch(text))


def _parse(
    texts: tuple[str, ...], before: int, lamps: int, after: int, *, grouped: bool
) -> tuple[list[tuple[int, int]], int]:
    """Cut the cells into rows, as many of them as can be: where each begins and how many of its first cells it lacks.

    Where the last column is `grouped`, it holds what several lamps show, by states or in words.
    """
    places = len(texts)

    def fits(at: int, lacks: int) -> bool:
        first = at + before - lacks
        last = first + lamps + after
        if last > places:
            return False
        lead, own, rest = texts[at:first], texts[first : first + lamps], texts[first + lamps : last]
        return (
            all(t in _DASH or not lamp_words.pure(t) for t in lead)
            and all(len(t.split()) <= LONGEST for t in (*lead, *rest))
            and (not lead or lead[0] not in _DASH)
            and all(map(_shown, own))
            and any(t not in _DASH for t in own)
            and (grouped or (not lamp_words.pure(rest[-1]) and rest[-1] not in _DASH))
        )

    @lru_cache(maxsize=MOST_CELLS * 2)
    def longest(at: int) -> tuple[int, int]:
        """Return how far rows go on from here, and the lack of the first of them (-1: none)."""
        found = [(longest(at + before - k + lamps + after)[0], -k, k) for k in range(before) if fits(at, k)]
        best = max(found, default=None)
        return (best[0], best[2]) if best else (at, -1)

    rows: list[tuple[int, int]] = []
    at = 0
    for n in range(places - 1, -1, -1):
        longest(n)  # from the end, so that nothing recurses deeper than one row
    while (lacks := longest(at)[1]) >= 0:
        rows.append((at, lacks))
        at += before - lacks + lamps + after
    return (rows, at) if rows and rows[0][1] == 0 else ([], 0)


def _rows(
    cells: Sequence[Cell],
    heads: Sequence[str],
    widths: tuple[int, int, int],
    rows: list[tuple[int, int]],
    named: dict[str, str],
) -> Iterator[Found]:
    before, lamps, after = widths
    held = [""] * before
    off = any((s := lamp_words.read(c.text)) and s.pattern == "off" for c in cells)
    for at, lacks in rows:
        row = cells[at : at + before - lacks + lamps + after]
        lead = [c.text for c in row[: before - lacks]]
        held = [*held[:lacks], *lead]
        shown = row[before - lacks : before - lacks + lamps]
        rest = list(zip(heads[before + lamps :], row[before - lacks + lamps :], strict=True))
        states, lost, dash = [], False, False
        for head, cell in zip(heads[before : before + lamps], shown, strict=True):
            state = _state(cell.text, named, off=off)
            dash = dash or cell.text in _DASH
            lost = lost or not state.pattern
            states.append(f"{lamp_words.lamp_name(head)}: {state.notation or 'any'}")
        label = ", ".join(t for t in held if t and t not in _DASH)
        group = lamp_words.read(rest[-1][1].text) if _heads_group(rest[-1][0]) else None
        if group is not None and group.pattern:
            states.append(f"{lamp_words.lamp_name(rest[-1][0])}: {group.notation}")
            rest = rest[:-1]
        *between, last = [c.text if n == len(rest) else f"{h}: {c.text}" for n, (h, c) in enumerate(rest, 1)] or [""]
        told = "; ".join([t for t in between if t.rpartition(": ")[2] not in _DASH] + [t for t in [last] if t])
        mode = held[0] if held[0] not in _DASH else ""
        said = {
            "id": label or last,
            "lamps": "; ".join(states),
            "meaning": f"{label}: {told}" if label and told else label or told,
            "mode": mode if mode != label else "",
        }
        found = Found("led_state", said, tuple(c.place for c in row), 0.8)
        found = found.questioned(
            "the table's cells stand one under the other: its rows were told by the lamps' states", 0.9
        )
        if dash:
            found = found.questioned("a line in a cell was read as: this lamp does not matter", 0.8)
        yield found.questioned("not every lamp of this row could be read", 0.8) if lost else found


def _state(text: str, named: dict[str, str], *, off: bool) -> State:
    if text in _DASH:
        return State("", "any" if off else "off")
    if _ANY.fullmatch(text):
        return State("", "any")
    told = named.get(_plain(text), "")
    state = lamp_words.read(text) or State("", "")
    return State(
        state.color, state.pattern or "steady", lamp_words.rhythm(_onoff(told)) or state.rhythm, state.more_colors
    )


def _onoff(told: str) -> str:
    """Write `0.25 s / 3.75 s` as a time on and a time off."""
    times = re.findall(r"[\d.]+ ?m?s", told)
    return f"{times[0]} on {times[1]} off" if len(times) > 1 else told
