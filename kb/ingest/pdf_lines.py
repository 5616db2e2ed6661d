"""Words → lines: words of one height side by side, cut into segments where the space is wider than between words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.ingest.flow import Bounds
from kb.ingest.pdf_page import Word

# Space between two segments, in letter sizes. A space between words is a quarter of one, in justified text a half.
SEGMENT_GAP = 0.8
_KEPT_HYPHEN = re.compile(
    r"(?i)^(?:low|high|over|under|non|self|anti|pre|re|short|open|re|co|multi|single|three|two|long|half|full|on|off|built|plug|wi)-$"
)


@dataclass(frozen=True)
class Line:
    """Words side by side, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words with single spaces."""
        return " ".join(w.text for w in self.words)

    @property
    def box(self) -> Bounds:
        """The smallest rectangle that holds it."""
        return bounds(self.words)

    @property
    def top(self) -> float:
        """Its upper edge."""
        return min(w.top for w in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return max(w.bottom for w in self.words)

    @property
    def size(self) -> float:
        """The letter size of most of its letters."""
        sizes: dict[float, int] = {}
        for w in self.words:
            sizes[w.size] = sizes.get(w.size, 0) + len(w.text)
        return max(sizes, key=lambda s: sizes[s])

    @property
    def bold(self) -> bool:
        """Tell whether all of it is bold."""
        return all(w.bold for w in self.words)

    def segments(self) -> list[tuple[Word, ...]]:
        """Return the parts that wide spaces cut it into."""
        out: list[list[Word]] = []
        for word in self.words:
            if out and word.x0 - out[-1][-1].x1 < SEGMENT_GAP * min(word.size, out[-1][-1].size):
                out[-1].append(word)
            else:
                out.append([word])
        return [tuple(s) for s in out]


def bounds(things: Iterable[Word]) -> Bounds:
    """Return the smallest rectangle that holds all words of a non-empty collection."""
    boxes = [w.box for w in things]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def lines(words: Iterable[Word]) -> list[Line]:
    """Return the lines of words from top to bottom; words belong together when their middles stand within half a letter."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: (w.middle, w.x0)):
        # A small word (an index) may stand off the middle of its line by more than the next line's words never do.
        if rows and word.middle - _middle(rows[-1]) < 0.45 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda w: w.x0))) for row in rows]


def _middle(row: Sequence[Word]) -> float:
    big = max(row, key=lambda w: w.size)
    return big.middle


def joined(texts: Sequence[str], known: frozenset[str] = frozenset()) -> str:
    """Return lines as running text; a word that was divided at the end of a line is one word again.

    >>> joined(["Check the bat-", "tery cable"])
    'Check the battery cable'
    >>> joined(["CAN-", "H and low-", "voltage"])
    'CAN-H and low-voltage'
    """
    out = ""
    for text in texts:
        if not out:
            out = text
        elif cut := divided(out, text, known):
            out = f"{out[:-1]}{text}" if cut == "drop" else f"{out}{text}"
        else:
            out = f"{out} {text}"
    return out.replace("\u00ad", "")


def divided(first: str, second: str, known: frozenset[str] = frozenset()) -> str:
    """Tell what to do with a hyphen at the end of a line: "drop" it, "keep" it, or "" when none divides a word."""
    if first.endswith("\u00ad"):
        return "drop"
    tail, head = re.search(r"(\S+-)$", first), re.match(r"\S+", second)
    if not tail or not head or len(tail[1]) < 3 or not tail[1][-2].isalpha():
        return ""
    if not head[0][0].islower():
        return "keep" if head[0][0].isalnum() and tail[1][-2].isupper() else ""
    whole = re.sub(r"\W+$", "", f"{tail[1][:-1]}{head[0]}").lower()
    hyphened = re.sub(r"\W+$", "", f"{tail[1]}{head[0]}").lower()
    if hyphened in known and whole not in known:
        return "keep"
    return "keep" if whole not in known and _KEPT_HYPHEN.match(tail[1]) else "drop"
