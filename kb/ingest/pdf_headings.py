"""Which lines are headings, and of which level: by size, weight, number and the space around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from kb.ingest.pdf_lines import Line

_NUMBER = re.compile(r"^((?:\d{1,2}|[A-Z])(?:\.\d{1,2}){0,4})\.?\s+(?=[A-Z(“\"‘])")
_CHAPTER = re.compile(r"(?i)^(?:chapter|appendix|annex|part)\s+[ivxa-z\d]{1,4}\b")
_ALERT = re.compile(r"(?i)^\W*(?:danger|warning|caution|notice|attention|note|notes|tips?|important)s?\W*$")
_LEADER = re.compile(r"(?:\.\s?){4,}|…|\s\d{1,3}$")
# What ends with a number may be a line of the contents; a heading may end with one as well ("8.2 Switch 6").
_ENDS = re.compile(r"\s\d{1,3}$")
LARGER = 1.12
MOST_WORDS = 14
# A heading has a line or two; so many lines of one size are text.
RUN = 6
# So are lines of a size of which this share is longer than a heading or ends like a sentence.
TEXT = 0.25


def _running(found: Sequence[Line]) -> frozenset[int]:
    """Return the sizes (rounded) in which text runs on line after line, as in a table set larger than the rest.

    Where the tables hold more text than the paragraphs, their size is the most common one: paragraphs are told by sentences.
    """
    lines: Counter[int] = Counter()
    in_runs: Counter[int] = Counter()
    told = Counter(round(x.size) for x in found if len(x.words) > MOST_WORDS or x.text[-1:] in {".", ",", ";"})
    for size, run in groupby(found, key=lambda x: round(x.size)):
        count = len(list(run))
        lines[size] += count
        in_runs[size] += count if count >= RUN else 0
    return frozenset(
        size
        for size, count in lines.items()
        if in_runs[size] >= 0.5 * count or (count >= RUN and told[size] >= TEXT * count)
    )


def _of_contents(line: Line, beside: Sequence[Line | None]) -> bool:
    """Tell whether a line that ends with a number may be one of the contents: unnumbered, parted, or among others alike."""
    number = _NUMBER.match(line.text)
    if (
        not line.bold
        or number is None
        or "." not in number[1]
        or len(line.segments()) > 1
        or not _ENDS.search(line.text)
    ):
        return True
    return any(x is not None and _NUMBER.match(x.text) and _ENDS.search(x.text) for x in beside)


class Levels:
    """The sizes of a manual's headings, read off all its lines."""

    def __init__(self, found: Sequence[Line]) -> None:
        """Take the most common size as that of running text, and rank the larger ones."""
        sizes: Counter[float] = Counter()
        for line in found:
            for w in line.words:
                sizes[w.size] += len(w.text)
        self.body = sizes.most_common(1)[0][0] if sizes else 10.0
        self.running: frozenset[int] = _running(found)
        larger = sorted({x.size for x in found if self.large(x) and not _LEADER.search(x.text)}, reverse=True)
        # Sizes that differ by less than half a point are one.
        ranks: list[float] = []
        for size in larger:
            if not ranks or ranks[-1] - size > 0.5:
                ranks.append(size)
        self.ranks = ranks

    def large(self, line: Line) -> bool:
        """Tell whether a line is printed larger than running text, and short."""
        return (
            line.size >= LARGER * self.body and len(line.words) <= MOST_WORDS and round(line.size) not in self.running
        )

    def of(self, line: Line, before: Line | None, after: Line | None) -> int:
        """Return the level of a heading (1 to 6), 0 for a line that is none."""
        text = line.text
        if len(line.words) > MOST_WORDS or _ALERT.match(text):
            return 0
        if _LEADER.search(text) and not self.large(line) and _of_contents(line, (before, after)):
            return 0
        if not re.search(r"[A-Za-z]{2}", text) or (text[-1] in ".;,:" and not self.large(line)):
            return 0
        number = _NUMBER.match(text)
        if self.large(line):
            if re.search(r"(?:\.\s?){4,}|…", text):
                return 0
            if number:
                return number[1].count(".") + 1
            rank = next((n for n, size in enumerate(self.ranks, 1) if line.size > size - 0.5), len(self.ranks))
            return 1 if _CHAPTER.match(text) else min(6, rank)
        if not line.bold:
            return 0
        above = before is None or line.top - before.bottom > 0.45 * line.size
        if number and "." in number[1]:
            return number[1].count(".") + 1
        if number or not above or len(line.segments()) > 1 or len(line.words) > 10:
            return 0
        # A bold line over more bold lines is a statement set in bold.
        if after is not None and after.bold and after.top - line.bottom < 0.5 * line.size:
            return 0
        return min(6, len(self.ranks) + 1)
