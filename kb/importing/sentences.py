"""The sentences of a section with their places, and which of them tell a fact of this product: no example, no other device, no maybe."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.importing.blocks import Cell, ListItem, Paragraph, Place, Section, spanned

# Letters of a sentence that is looked at.
LONGEST = 400
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
    r"earlier|previous(?:ly)?|former(?:ly)?|in version|older|was (?:reported|corrected|changed)|would|as if|imagine|is now|are now|(?:many|most|some|several) makes|of (?:its|their) own)\b"
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


def sentences(section: Section) -> Iterator[list[Sentence]]:
    """Yield the sentences of each paragraph or list item of a section, wrapped lines joined, also over the end of a page."""
    held: list[Cell] = []
    for block in section.blocks:
        lines = list(block.lines) if isinstance(block, Paragraph | ListItem) else []
        goes_on = bool(held and lines) and isinstance(block, Paragraph) and lines[0].text[:1].islower()
        if held and not (goes_on and held[-1].text[-1:] not in ".!?:;"):
            yield list(_cut(held))
            held = []
        held += lines
    if held:
        yield list(_cut(held))


def _cut(lines: Sequence[Cell]) -> Iterator[Sentence]:
    text = ""
    starts: list[tuple[int, Place]] = []
    for cell in lines:
        joined = text[:-1] + cell.text if re.search(r"[a-z]-$", text) and cell.text[:1].islower() else ""
        text = joined or f"{text} {cell.text}".strip()
        starts.append((len(text) - len(cell.text), cell.place))
    at = 0
    before: list[str] = []
    for end in [*(m.start() for m in _END.finditer(text)), len(text)]:
        said = text[at:end].strip()
        if not said or (end < len(text) and _SHORT.search(said)):
            continue
        used = [p for n, (start, p) in enumerate(starts) if start < end and _end(starts, n, len(text)) > at]
        if len(said) <= LONGEST:
            yield Sentence(said, spanned(used or [starts[-1][1]]), tuple(before[-3:]))
        before.append(said)
        at = end


def _end(starts: Sequence[tuple[int, Place]], n: int, whole: int) -> int:
    return starts[n + 1][0] if n + 1 < len(starts) else whole
