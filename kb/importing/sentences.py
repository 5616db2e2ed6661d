"""The sentences of a section with their places, and which of them tell a fact of this product: no example, no other device, no maybe."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.importing.blocks import Block, Cell, ListItem, Paragraph, Place, Section

# Letters of a sentence that is looked at.
LONGEST = 400
# Lines of a paragraph, letters of a line; what has more is no running text. Letters that an abbreviation may have.
MOST_LINES, LONGEST_LINE, SHORT = 60, 2000, 12
LIKELY = "told in a sentence"
_END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“(]?[A-Z\d])|(?<=;)\s+(?=\S)")
# What ends with a full stop and no sentence does.
_SHORT = re.compile(
    r"(?i)(?:\b(?:e\.g|i\.e|no|nos|approx|max|min|fig|tab|ca|vs|resp|incl|excl|temp|err|st|sec|chap|etc|pos|art|item)|^\(?\d{1,2})\.$"
)
_DOUBTFUL = re.compile(
    r"(?i)\b(?:for example|for instance|e\.g\.|such as|usually|normally (?:has|carries|uses)|often|sometimes|typically|might|"
    r"may (?:be|carry|have|also|differ)|"
    r"could|example|depending on|some (?:inverters|devices|makers|models|batteries)|other (?:devices?|inverters?|makers?|products?)|another|if your|"
    r"earlier|previous(?:ly)?|former(?:ly)?|in version|older|was (?:reported|corrected|changed)|would|as if|imagine|is now|"
    r"are now|(?:many|most|some|several) makes|of (?:its|their) own)\b"
)


@dataclass(frozen=True)
class Sentence:
    """A sentence as running text with its lines; `before` are the sentences of its paragraph before it."""

    text: str
    place: Place
    before: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Tell whether it says how things are here: no example, no question, nothing about other or earlier devices."""
        return not _DOUBTFUL.search(self.text) and not self.text.rstrip().endswith("?")


def sentences(section: Section) -> tuple[tuple[Sentence, ...], ...]:
    """Return the sentences of each paragraph or list item of a section, wrapped lines joined, also over the end of a page."""
    return _sentences(section.blocks)


@lru_cache(maxsize=4)
def _sentences(blocks: tuple[Block, ...]) -> tuple[tuple[Sentence, ...], ...]:
    out: list[tuple[Sentence, ...]] = []
    held: list[Cell] = []
    for block in [*blocks, None]:
        lines = list(block.lines) if isinstance(block, Paragraph | ListItem) else []
        goes_on = bool(held and lines) and isinstance(block, Paragraph) and lines[0].text[:1].islower()
        if held and not (goes_on and held[-1].text[-1:] not in ".!?:;" and len(held) < MOST_LINES):
            out.append(tuple(_cut(held)))
            held = []
        held += lines
    return tuple(out)


def _cut(lines: Sequence[Cell]) -> Iterator[Sentence]:
    text = ""
    starts: list[int] = []
    for cell in lines[:MOST_LINES]:
        if len(cell.text) > LONGEST_LINE:
            return
        parted = bool(re.search(r"[a-z]-$", text[-2:])) and cell.text[:1].islower()
        text = text[:-1] + cell.text if parted else f"{text} {cell.text}".strip()
        starts.append(len(text) - len(cell.text))
    at = 0
    before: list[str] = []
    for end in [*(m.start() for m in _END.finditer(text)), len(text)]:
        said = text[at:end].strip()
        if not said or (end < len(text) and _SHORT.search(said[-SHORT:])):
            continue
        if len(said) <= LONGEST:
            first, last = bisect_right(starts, at) - 1, bisect_left(starts, end) - 1
            yield Sentence(said, lines[max(0, first)].place | lines[max(0, last)].place, tuple(before[-3:]))
        before.append(said)
        at = end
