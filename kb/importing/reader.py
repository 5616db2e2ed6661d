"""The lines of a text or Markdown file, as extractors leave them → blocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kb.importing import columns, html_tables
from kb.importing.blocks import (
    Alert,
    AlertLevel,
    Block,
    Cell,
    Heading,
    ListItem,
    Manual,
    Paragraph,
    Place,
    Row,
    Source,
    Table,
    spanned,
)
from kb.importing.clean import tidy
from kb.importing.grids import roles_of
from kb.importing.pagebreaks import BREAK

_HASHES = re.compile(r"^(#{1,6})\s+(\S.*?)\s*#*$")
_NUMBERED = re.compile(
    r"^\s?((?:\d{1,2}|[A-F])(?:\.\d{1,2}){1,4}|\d{1,2})\.?\s*[:.]?\s+([A-Z(“\"][^\t|]{1,78}|:\s.{2,60})$"
)
_ANNEX = re.compile(r"^\s?((?:Appendix|Annex|Chapter|Part)\s+[IVXA-Z\d]{1,4})[.:]?(?:\s+(.{2,70}))?$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:\.{3,}|…|\t)\s*\d{1,3}(?:\s*[-–]\s*\d{1,3})?$|\s\d{1,3}$")
# Two numbered parts side by side: a legend of a drawing in two columns.
_LEGEND = re.compile(r"^\s*\d{1,2}\s*[:.)]?\s+\S.* {2,}\d{1,2}\s*[:.)]\s+\S")
_BULLET = re.compile(r"^\s*([-•·●○▪■◆➢✓*–\uf000-\uf0ff])\s+(?=\S)(?:[·•]\s*)?")
_COUNTED = re.compile(r"^\s*(\(?\d{1,2}[.)、]|\(\d{1,2}\)|(?:Step|STEP)\s*\d{1,2}\s*[.:]?|[ivx]{1,4}\.)\s+(?=\S)")
_ALERT = re.compile(
    r"^\W{0,12}(?:[A-Z]{1,2}\s?)?[^\w\s]{0,8}\s*(DANGER|[WM]ARNING|CAUTION|NOTICE|ATTENTION|TIPS?|IMPORTANT)S?\s*[:!]?\**$",
    re.IGNORECASE,
)
_ALERT_RUN_IN = re.compile(
    r"^\W{0,12}(DANGER|WARNING|CAUTION|NOTICE|ATTENTION|Danger|Warning|Caution|Notice|Attention)\s*[:!]\s*(?=\S)"
)
_LEVEL: dict[str, AlertLevel] = {
    "danger": "danger",
    "warning": "warning",
    "marning": "warning",
    "attention": "warning",
    "caution": "caution",
}
_PIPE = re.compile(r"^\s*\|.*\|\s*$")
_BOX = re.compile(r"^\s*\+(?:[-=]+\+)+\s*$")
_BARS = re.compile(r"\S\s+\|\s+\S")
_RULE = re.compile(r"^\s*\|?[\s:|\-=+]*-[\s:|\-=+]*\|?\s*$")
_GAP = re.compile(r"\S {2,}\S")
MAX_BLOCKS = 100_000
MIN_BARRED = 3
LEAST_RULES = 3
# Titles without numbers are told by the empty lines about them; a few such lines may be anything.
MIN_TITLES, MOST_TITLE, PAGE_TURN = 5, 8, 4
# Lines that still are one paragraph (or one table set cell by cell); what goes on longer is cut.
MAX_PARAGRAPH = 400


def read(lines: Sequence[str], *, file: str, raw: bytes, form: str = "text") -> Manual:
    """Return the blocks of a text or Markdown file; `lines` as kb.ingest.text decodes them."""
    return Manual(Source(file, hashlib.sha256(raw).hexdigest(), form), tuple(_Reader(lines).blocks()), tuple(lines))


def blocks(
    lines: Sequence[str], *, placed: Mapping[int, tuple[Block, int]], headings: Mapping[int, Heading] | None
) -> list[Block]:
    """Return the blocks of lines of which some are known: `placed` by first line (from 0), with the lines they take.

    `headings` are all headings there are, by line; None when they are to be found by their numbers.
    """
    return _Reader(lines, placed, headings).blocks()


class _Reader:
    """Walks the lines once; each step takes one block."""

    def __init__(
        self,
        lines: Sequence[str],
        placed: Mapping[int, tuple[Block, int]] | None = None,
        headings: Mapping[int, Heading] | None = None,
    ) -> None:
        self.lines = lines
        self.plain = [tidy(x) for x in lines]
        self.placed = placed or {}
        self.headings = dict(headings) if headings is not None else _chapters(lines)
        self.at = 0
        self.out: list[Block] = []

    def blocks(self) -> list[Block]:
        while self.at < len(self.lines) and len(self.out) < MAX_BLOCKS:
            line = self.lines[self.at]
            if self.at in self.placed:
                block, taken = self.placed[self.at]
                self.out.append(block)
                self.at += taken
            elif html_tables.OPEN.search(line):
                self.markup()
            elif not self.plain[self.at]:
                self.at += 1
            elif "\t" in line:
                self.tabbed()
            elif _PIPE.match(line) or (
                _BOX.match(line) and _PIPE.match("".join(self.lines[self.at + 1 : self.at + 2]))
            ):
                self.piped()
            elif _BARS.search(line) and (taken := self.barred()):
                rows = (line.split("|") for line in self.lines[self.at : self.at + taken])
                cells = (tuple(self.cell(self.at + k, p) for p in row) for k, row in enumerate(rows))
                self.out.append(Table(tuple(r for r in cells if any(c.text.strip("-:= +") for c in r)), "pipes", 0.95))
                self.at += taken
            elif _GAP.search(line.strip()) and (taken := columns.span(self.lines, self.at)):
                self.out.append(columns.table(self.lines, self.at, taken))
                self.at += taken
            else:
                self.single()
        return self.out

    def cell(self, n: int, text: str | None = None) -> Cell:
        return Cell(self.plain[n] if text is None else tidy(text), Place(n + 1, n + 1))

    def markup(self) -> None:
        """A table that a converter left as HTML; one that is never closed is text."""
        table, taken = html_tables.read(self.lines, self.at)
        if table is not None:
            self.out.append(table)
            self.at += taken
        elif self.plain[self.at]:
            self.single()
        else:
            self.at += 1

    def tabbed(self) -> None:
        """Lines with tabs; one empty line between two of them is a page break, not the end of the table."""
        rows: list[Row] = []
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if "\t" in line:
                rows.append(tuple(self.cell(self.at, part) for part in line.split("\t")))
                self.at += 1
            elif not line.strip() and self.at + 1 < len(self.lines) and "\t" in self.lines[self.at + 1]:
                if _begins_table(self.lines[self.at + 1], rows):
                    break
                self.at += 1
            else:
                break
        self.out.append(Table(tuple(rows), "tabs", 0.9))

    def piped(self) -> None:
        rows: list[Row] = []
        starts: list[int] = []  # the rows that begin under a line of a drawn box
        while self.at < len(self.lines) and (_PIPE.match(self.lines[self.at]) or _BOX.match(self.lines[self.at])):
            line = self.lines[self.at]
            if _BOX.match(line):
                starts.append(len(rows))
            elif _RULE.match(line):
                if len(rows) == 1:
                    rows = [tuple(Cell(c.text, c.place, header=True) for c in rows[0])]
            else:
                parts = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
                rows.append(tuple(self.cell(self.at, p) for p in parts))
            self.at += 1
        if rows:
            self.out.append(Table(_boxed(rows, starts), "pipes", 1.0))

    def barred(self) -> int:
        """Return how many lines from here on are rows parted by bars without bars at their ends; 0 when fewer than three are."""
        count, n = self.lines[self.at].count("|"), self.at
        while n < len(self.lines) and self.lines[n].count("|") == count and "\t" not in self.lines[n]:
            n += 1
        return n - self.at if n - self.at >= MIN_BARRED else 0

    def single(self) -> None:
        n, line = self.at, self.lines[self.at]
        alert = _ALERT.match(re.sub(r"^#+\s*", "", self.plain[n]))
        if alert and len(self.plain[n]) < 30:
            self.at += 1
            self.alert(alert[1])
            return
        if n in self.headings:
            self.out.append(self.headings[n])
            self.at += 1
            return
        run_in = _ALERT_RUN_IN.match(self.plain[n])
        if run_in:
            lines = self.following(n, self.plain[n][run_in.end() :])
            text = " ".join(c.text for c in lines)
            level = _LEVEL.get(run_in[1].lower(), "notice")
            self.out.append(Alert(level, (Cell(text, Place(n + 1, lines[-1].place.last)),)))
            return
        item = _BULLET.match(line) or _COUNTED.match(line)
        if item:
            marker = item[1]
            lines = self.following(n, line[item.end() :])
            self.out.append(ListItem(marker, any(c.isdecimal() for c in marker) or marker[0] in "ivx", lines))
            return
        self.out.append(Paragraph(self.following(n, self.plain[n])))

    def following(self, n: int, first: str) -> tuple[Cell, ...]:
        """The line and those under it, up to an empty line or the beginning of something else."""
        held = [self.cell(n, first)]
        self.at = n + 1
        while self.at < len(self.lines) and len(held) < MAX_PARAGRAPH:
            line = self.lines[self.at]
            if not self.plain[self.at] or "\t" in line or _PIPE.match(line) or self.at in self.headings:
                break
            if html_tables.OPEN.search(line):
                break
            if _BULLET.match(line) or _COUNTED.match(line) or _ALERT.match(self.plain[self.at]):
                break
            if _GAP.search(line.strip()) and columns.span(self.lines, self.at):
                break
            held.append(self.cell(self.at))
            self.at += 1
        return tuple(held)

    def alert(self, word: str) -> None:
        """What follows an alert's head: its list, else its first paragraphs up to a heading, table or other alert."""
        items: list[Cell] = []
        listed = False
        while self.at < len(self.lines) and len(items) < 40:
            n, line = self.at, self.lines[self.at]
            if not self.plain[n]:
                self.at += 1
                continue
            if (
                n in self.headings
                or "\t" in line
                or _PIPE.match(line)
                or _ALERT.match(re.sub(r"^#+\s*", "", self.plain[n]))
            ):
                break
            item = _BULLET.match(line)
            if not item and (listed or items):
                break
            lines = self.following(n, line[item.end() :] if item else self.plain[n])
            text = " ".join(c.text for c in lines)
            # A short line without a full stop before the list is the title of the danger, not a statement.
            if item or len(text.split()) > 3:
                items.append(Cell(text, Place(n + 1, lines[-1].place.last)))
            listed = listed or bool(item)
        if items:
            self.out.append(Alert(_LEVEL.get(word.lower(), "notice"), tuple(items)))


def _boxed(rows: Sequence[Row], starts: Sequence[int]) -> tuple[Row, ...]:
    """Join the lines of each box, where a line is drawn between all rows (more than head and frame have)."""
    if len(starts) <= LEAST_RULES or starts[-1] != len(rows):
        return tuple(rows)
    out: list[Row] = []
    for first, end in pairwise(starts):
        parts = rows[first:end]
        if parts and all(len(p) == len(parts[0]) for p in parts):
            cells = zip(*parts, strict=True)
            out.append(tuple(Cell(" ".join(c.text for c in x if c.text), spanned(c.place for c in x)) for x in cells))
        else:
            out += parts
    return tuple(out)


def _begins_table(line: str, rows: Sequence[Row]) -> bool:
    """Tell whether a row after an empty line is the header of another table: of another width, in short words alone."""
    parts = [tidy(p) for p in line.split("\t")]
    if [c.text for c in rows[0]] == parts:
        return False  # the same header again: a page break
    filled = [p for p in parts if p]
    short = all(len(p.split()) <= 3 and not any(c.isdecimal() for c in p) for p in filled)
    other = len(parts) != len(rows[-1])
    known = sum(bool(roles_of(p)) for p in filled)
    return len(filled) > 1 and short and known > 0 and (other or known == len(filled))


def _chapters(lines: Sequence[str]) -> dict[int, Heading]:
    """Find the headings: marked by #, or numbered like chapters (a list of steps is numbered as well)."""
    out: dict[int, Heading] = {}
    numbered: list[tuple[int, str, str]] = []
    for n, line in enumerate(lines):
        if len(line) > 200:
            continue
        if marked := _HASHES.match(line):
            text = tidy(marked[2])
            number = re.match(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+(.*)$", text)
            out[n] = Heading(len(marked[1]), number[1] if number else "", number[2] if number else text, _at(n))
        elif "\t" in line or len(re.findall(r"\S {2,}(?=\S)", line)) > 1 or _LEGEND.match(line):
            continue  # a row of a table
        elif annex := _ANNEX.match(line):
            out[n] = Heading(1, annex[1], tidy(annex[2] or annex[1]), _at(n))
        elif (found := _NUMBERED.match(tidy(line))) and not _CONTENTS.search(line) and found[2][-1] not in ".;,:":
            numbered.append((n, found[1], found[2].lstrip(": ")))
    if any(h.number.count(".") for h in out.values()):
        return out  # Markdown headings carry the numbers; a numbered line is an item
    # A number that comes again is in the table of contents first.
    place = {number: n for n, number, _ in numbered}
    numbered = [x for x in numbered if "." not in x[1] or place[x[1]] == x[0]]
    # What begins a page, or has sections of its own, is a chapter; other lines of that number are rows or steps.
    strong = {
        n
        for n, x, _ in numbered
        if "." not in x and (n < place.get(f"{x}.1", -1) <= n + 60 or re.match(r"[ \f]+\S", lines[n][:3]))
    }
    last = 0
    for n, digits, text in numbered:
        if "." in digits:
            chapter = int(digits.split(".")[0]) if digits[0].isdecimal() else last
            words = len(text.split())
            if words <= 12 and chapter >= last:
                out[n] = Heading(digits.count(".") + 1, digits, text, _at(n))
                last = max(last, chapter) if chapter <= last + 2 or last == 0 else last
        elif (
            (
                last < int(digits) <= last + 2
                or (last == 0 and (n in strong or _followed(lines, numbered, n, int(digits))))
            )
            and len(text.split()) <= 9
            and (
                n in strong
                or (digits not in {x for m, x, _ in numbered if m in strong} and _stands_alone(lines, n, text))
            )
        ):
            out[n] = Heading(1, digits, text, _at(n))
            last = int(digits)
    return out or _titles(lines)


def _titles(lines: Sequence[str]) -> dict[int, Heading]:
    """Where no heading has a number: short lines between two empty ones and one more, several of them."""
    out: dict[int, Heading] = {}
    for n in range(2, len(lines) - 1):
        text = tidy(lines[n])
        if not text or "\t" in lines[n] or any(x.strip() for x in (lines[n - 2], lines[n - 1], lines[n + 1])):
            continue
        if any(BREAK in x for x in lines[max(0, n - PAGE_TURN) : n]) or len(text.split()) > MOST_TITLE:
            continue
        if text[:1].isupper() and text[-1] not in ".:;,!" and not _ALERT.match(text) and not _CONTENTS.search(text):
            out[n] = Heading(1, "", text, _at(n))
    return out if len(out) >= MIN_TITLES else {}


def _followed(lines: Sequence[str], numbered: Sequence[tuple[int, str, str]], n: int, number: int) -> bool:
    """Tell whether chapters go on from a first one that is not 1, as in an excerpt: the next two stand alone as well."""
    wanted = {str(number + 1), str(number + 2)}
    return len({x for m, x, text in numbered if m > n and x in wanted and _stands_alone(lines, m, text)}) == len(wanted)


def _stands_alone(lines: Sequence[str], n: int, text: str) -> bool:
    """Tell whether a line stands after an empty one, short as a title, away from other counted lines."""
    if len(text.split()) > 6 or "(" in text:
        return False
    # Rows of a numbered table or list have other numbered lines for neighbours.
    before = [t for x in lines[max(0, n - 6) : n] if (t := tidy(x))][-1:]
    after = [t for x in lines[n + 1 : n + 7] if (t := tidy(x))][:1]
    own = int(m[1]) if (m := re.match(r"^(\d{1,2})", tidy(lines[n]))) else 0
    beside = [int(m[1]) - own for x in [*before, *after] if (m := re.match(r"^(\d{1,2})[.)]?(?:\s|$)", x))]
    return not {-1, 1} & set(beside) and (n == 0 or not lines[n - 1].strip())


def _at(n: int) -> Place:
    return Place(n + 1, n + 1)
