"""What a printed page repeats (its running head and foot, its number) is taken out of a text, so that a table goes on over it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from kb.importing import signals

# Stands in the place of a line that belongs to the page and not to the text. Blank for everyone who does not look for it.
BREAK = "\f"
LEAST = 3
# A page has more lines than this; what comes again sooner belongs to a table or a list.
PAGE = 15
LONGEST_LINE, MOST_WORDS = 90, 12
_NUMBER = re.compile(r"\d+")
_ALONE = re.compile(r"^(?:page|p\.|-|–|\|)?\s*\d{1,3}\s*(?:-|–|\||(?:/|of)\s*\d{1,3})?$", re.IGNORECASE)


def without_running(lines: Sequence[str]) -> list[str]:
    """Return the lines with BREAK in the place of running heads, feet and page numbers; their count stays."""
    plain = [" ".join(x.split()) for x in lines]
    alike: dict[str, list[int]] = defaultdict(list)
    for n, x in enumerate(plain):
        if x and len(x) <= LONGEST_LINE and len(x.split()) <= MOST_WORDS and not x.startswith(("|", "#", "<")):
            alike[_NUMBER.sub("#", x)].append(n)
    dropped: set[int] = set()
    waiting: list[list[int]] = []
    for key, where in alike.items():
        if len(where) < LEAST or _ALONE.match(key.replace("#", "1")) or not _apart(where):
            continue
        if _counting([plain[n] for n in where]):
            dropped.update(where)
        elif len({plain[n] for n in where}) == 1:
            waiting.append(where)
    waiting = [where for where in waiting if not signals.strong(plain[where[0]])]
    # Running lines stand together, so what is beside one that is known comes first; a number may be the page's first cell.
    for numbered in (False, False, True):
        for where in waiting:
            _drop(plain, where, dropped, numbered=numbered)
    return [BREAK if n in dropped else x for n, x in enumerate(lines)] if dropped else list(lines)


def _drop(plain: Sequence[str], where: Sequence[int], dropped: set[int], *, numbered: bool) -> None:
    """Drop the same words on every page: beside a running line that is known, or (where `numbered`) beside a page number."""
    # The number of a page stands on one side of its running line; on the other a table may begin with a number.
    for steps in ((1, -1), (-1,), (1,)):
        beside = [_beside(plain, n, dropped, steps) for n in where]
        found = [b for b in beside if b is not None and (numbered or b in dropped or not plain[b].isdecimal())]
        numbers = [int(_NUMBER.findall(plain[b])[0]) for b in found if b not in dropped]
        if len(found) >= 0.8 * len(where) and (not numbers or all(a < b for a, b in pairwise(numbers))):
            dropped.update(where)
            dropped.update(found)
            return


def _apart(where: Sequence[int]) -> bool:
    return median(b - a for a, b in pairwise(where)) >= PAGE


def _counting(texts: Iterable[str]) -> bool:
    """Tell whether one of the numbers in lines that are else alike goes up by one (or two) from page to page."""
    columns = zip(*([int(n) for n in _NUMBER.findall(t)] for t in texts), strict=True)
    for numbers in columns:
        steps = [b - a for a, b in pairwise(numbers)]
        if all(s > 0 for s in steps) and median(steps) <= 2:
            return True
    return False


def _beside(plain: Sequence[str], at: int, dropped: set[int], steps: Sequence[int]) -> int | None:
    """Return the nearest line before or after, over blank ones, that is a page number or is dropped already."""
    near = []
    for step in steps:
        n = at + step
        while 0 <= n < len(plain) and not plain[n] and abs(n - at) <= LEAST:
            n += step
        if 0 <= n < len(plain):
            near.append(n)
    # A running line is surer than `page 5`, and that than a number: it may be the first cell of the page.
    alone = [n for n in near if _ALONE.match(plain[n])]
    ranked = [*(n for n in near if n in dropped), *(n for n in alone if not plain[n].isdecimal()), *alone]
    return ranked[0] if ranked else None
