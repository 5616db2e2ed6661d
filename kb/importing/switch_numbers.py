"""Which switches a setting of several positions belongs to: its own numbers, the head's, a sentence's; else they are a guess, which is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.importing.blocks import Cell, Table
from kb.importing.grids import Grid
from kb.model.numerals import counts

UNSAID = "which switches these positions belong to is not printed: they were counted from 1"
_LIKELY = "the switches were taken from a sentence that names as many"
# The highest number of a switch in one block.
MOST = 16
_KEY = r"(?:dip(?:[ -]?switch(?:es)?)?|(?:coding |address |mode |dip )?switch(?:es)?|levers?|sliders?|jumpers?|sw|bits?|poles?|positions?|keys?)"
_ONE = rf"(?:(?:{_KEY}|s|k)?[ _.-]?#?)?(\d{{1,2}})"
_NUMBERS = re.compile(
    rf"(?i)(?<![\w.,]){_ONE}(?:\s*(?:-|–|,\s*and|,|/|&|\+|\band\b|\bto\b|\bthrough\b|~|\s)\s*{_ONE}(?![\w.]\d))+(?![\w%]|[.,]\d| ?(?:V|A|Ω|ohms?|"
    rf"kbit|kbps|baud)\b)"
)
_SAID = re.compile(rf"(?i)\b{_KEY}")
_COUNTS = counts(10, least=2)
_COUNT = re.compile(
    rf"(?i)\b(\d{{1,2}}|{'|'.join(_COUNTS)})[ -]?(?:fold|bits?|pole[ds]?|way|digits?|positions?)?[ -](?:small |dip |coding |address |slide )*"
    rf"(?:{_KEY})\b|\b(?:dip|switch) with (\d{{1,2}}|{'|'.join(_COUNTS)}) (?:poles?|levers?|positions?|switches|bits?)\b"
)
_SINGLE = re.compile(rf"(?i)\b{_KEY}\s*#?(\d{{1,2}})\b(?! ?(?:V|A|kbit|%)\b)")
_SETTING = re.compile(r"(?i)(?:on|off|[01x])(?:[ ,/-]{1,3}(?:on|off|[01x]))+")
# Rows of heads that a table's reader may have taken for rows of it, and rows of settings that have to follow.
HEADS, LEAST = 2, 3
_WORD = re.compile(r"[A-Za-z]{3,}")
_COMMON = re.compile(
    r"(?i)(?:the|and|for|with|are|dip|switch(?:es)?|levers?|settings?|selects?|sets?|positions?|types?|stages?|off|th(?:is|at|ey))"
)


@dataclass(frozen=True)
class Numbers:
    """The numbers of the switches in the order of the printed positions, and why that may be wrong."""

    of: tuple[int, ...]
    doubt: str = ""

    def spread(self, states: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """Return the lowest number and the states from it on; what stands between and is not named is ANY."""
        named = dict(zip(self.of, states, strict=True))
        low, high = min(self.of), max(self.of)
        return low, tuple(named.get(n, "ANY") for n in range(low, high + 1))


def under_heads(grid: Grid) -> Grid:
    """Return a table of settings whose heads went into its first rows with each cell called by its head: `Float 13.70`."""
    for column in range(grid.width):
        first = next((k for k, t in enumerate(grid.column(column)) if _SETTING.fullmatch(t)), 0)
        body = grid.rows[first:]
        if grid.headed or not 0 < first <= HEADS or len(body) < LEAST:
            continue
        if not all(_SETTING.fullmatch(r[column].text) for r in body):
            continue
        heads = [" ".join(r[n].text for r in grid.rows[:first] if r[n].text) for n in range(grid.width)]
        if any(any(c.isdecimal() for c in h) for n, h in enumerate(heads) if n != column):
            continue
        rows = tuple(
            tuple(
                Cell(f"{heads[n]} {c.text}".strip(), c.place) if n != column and c.text else c
                for n, c in enumerate(row)
            )
            for row in body
        )
        return replace(grid, header=tuple(heads), rows=rows, headed=True)
    return grid


def listed(text: str, count: int) -> tuple[int, ...]:
    """Return the first list of so many switch numbers in a text: `3-4-5`, `S3 S4 S5`, `3 to 5`, `1, 3 and 4`; else ()."""
    return next((n for n, _ in _lists(text) if len(n) == count), ())


def _lists(text: str) -> Iterator[tuple[tuple[int, ...], str]]:
    """Yield the lists of numbers in a text, each with the words behind it up to the next comma."""
    for m in _NUMBERS.finditer(text):
        named = [int(n) for n in re.findall(r"\d+", m[0])]
        span = len(named) == 2 and re.search(r"\d\s*(?:-|–|~|\bto\b|\bthrough\b)", m[0])
        if span and named[0] < named[1]:
            named = list(range(named[0], named[1] + 1))
        if len(set(named)) == len(named) and min(named) > 0 and max(named) <= MOST:
            yield tuple(named), re.split(r"[,;.:]", text[m.end() :])[0]


def of_setting(grid: Grid, column: int | None, count: int) -> Numbers:
    """Return which switches the settings of a column belong to, `count` positions each.

    Asked are, in turn: the column's cells and head, other heads that name switches, the caption, and the section's text.
    """
    if column is not None:
        own = {n for t in grid.column(column) if (n := _in_cell(t, count))}
        if len(own) == 1:
            return Numbers(own.pop())
    heads = [grid.header[column]] if column is not None else []
    heads += [t for k, t in enumerate(grid.header) if _SAID.search(t) and k != column]
    heads += [t for row in grid.titles for c in row if _SAID.search(t := c.text)]
    # A line over the table may be the sentence that tells what each group of switches is for.
    caption = "" if grid.caption.endswith((".", ";")) else grid.caption
    for text in [*heads, *([caption] if _SAID.search(caption) else [])]:
        named = dict.fromkeys(n for n, _ in _lists(text) if len(n) == count)
        if len(named) == 1:
            return Numbers(next(iter(named)))
    return _from_text(grid, caption, count)


def _in_cell(text: str, count: int) -> tuple[int, ...]:
    """Return the numbers a cell itself prints: `3-4-5` in a head that slipped down, the drawing `ON 1 2 3`, `3:ON 4:OFF`."""
    bare = re.sub(r"(?i)\b(?:on|off|dip|switch(?:es)?|no|nos)\b|[:=.]", " ", text)
    if not re.fullmatch(r"(?i)[\s\d,/&+–-]*(?:(?:and|to)\b[\s\d,]*)?", bare) or not re.search(r"[1-9]", bare):
        return ()
    named = listed(re.sub(r"\s+", " ", bare).strip(), count)
    return named if len(named) == count and sorted(named) == list(named) else ()


def _from_text(grid: Grid, caption: str, count: int) -> Numbers:
    """Read the numbers from the sentences of the section: the list whose words are those of the table, the whole block."""
    whole = tuple(range(1, count + 1))
    texts = [grid.section.heading.text, *(b.text for b in grid.section.blocks if not isinstance(b, Table))]
    about = _words(" ".join([caption, *grid.header, *(c.text for r in grid.rows[:1] for c in r)]))
    lists = []
    for text in texts:
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if _SAID.search(sentence):
                lists += [(n, told) for n, told in _lists(sentence) if len(n) == count]
    meant = dict.fromkeys(n for n, told in lists if _words(told) & about)
    if len(meant) == 1:
        return Numbers(next(iter(meant)))
    told = " ".join(texts)
    highest = max((int(n) for n in _SINGLE.findall(told) if int(n) <= MOST), default=0)
    highest = max([highest, *(max(n) for text in texts for n, _ in _lists(text) if _SAID.search(text))])
    counted = {int(n) if n.isdecimal() else _COUNTS[n.lower()] for m in _COUNT.findall(told) if (n := m[0] or m[1])}
    if highest <= count and (count in counted or highest == count):
        return Numbers(whole)
    if len(dict.fromkeys(n for n, _ in lists)) == 1:
        return Numbers(lists[0][0], _LIKELY)
    return Numbers(whole, UNSAID)


def _words(text: str) -> set[str]:
    return {w.lower().rstrip("s") for w in _WORD.findall(text) if not _COMMON.fullmatch(w)}
