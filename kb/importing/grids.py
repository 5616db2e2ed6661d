"""Tables as the recognisers read them: header apart, continued tables joined, empty columns dropped; and streams of lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from kb.importing import words
from kb.importing.blocks import Alert, Cell, ListItem, Paragraph, Place, Row, Section, Table

_EMPTY = Place(0, 0)
_CAPTION_WORDS = 14
# A running line: a page number, with the name of the manual or without.
_FOOT = re.compile(r"[\d\s|-]{1,6}|\d{1,3}\s.*|.*\s\d{1,3}|page .*", re.IGNORECASE)
_FOOT_WORDS = 9
# Lines that are looked at together; a table set cell by cell is shorter.
LONGEST_RUN = 800
# Words in a header cell; what is longer is content.
LONGEST_HEAD = 8
LONGEST_NAME = 80
_ON_OFF = re.compile(r"(?i)^(?:on|off|flashing|blinking)$")
_STATE_TABLE = re.compile(r"(?i)\b(?:flash|blink|dip|switch|led|lamps?|lights?|indicators?|pattern|rhythm|sw)\b")


@dataclass(frozen=True)
class Grid:
    """A table: `header` texts (empty strings where lost), rows all of one width, and what stands before it."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str
    section: Section
    origin: str
    confidence: float
    headed: bool
    # Rows of titles over the header, column by column: `CAN` over `Pin | Signal`, `RS485` over the next two.
    titles: tuple[Row, ...] = ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.header)

    def column(self, n: int) -> list[str]:
        """Return the texts of a column."""
        return [row[n].text for row in self.rows]


def places(row: Row) -> tuple[Place, ...]:
    """Return the places of a row's cells that hold text."""
    return tuple(c.place for c in row if c.text and c.place.first)


@lru_cache(maxsize=20_000)
def one_cell(above: Row, below: Row, n: int) -> bool:
    """Tell whether two rows show one printed cell in a column: readers that know the boxes repeat it in each row."""
    first, second = above[n].place, below[n].place
    return first.box is not None and (first.box, first.page) == (second.box, second.page)


def roles_of(text: str) -> frozenset[str]:
    """Return the roles of columns that a header cell may head."""
    return words.roles(text) if len(text) <= LONGEST_NAME else frozenset()


def looks_like_header(row: Row) -> bool:
    """Tell whether most filled cells of a row are words that head columns."""
    filled = [c.text for c in row if c.text]
    half = len(row) // 2
    if len(row) > 4 and len(row) % 2 == 0 and [c.text for c in row[:half]] == [c.text for c in row[half:]]:
        return looks_like_header(row[:half])  # a table set twice side by side
    bare = [t.lstrip("#") for t in filled]
    if row and not row[0].text and len(filled) > 1 and bare == [str(n) for n in range(1, len(filled) + 1)]:
        return True  # the numbers of switches over their positions, nothing over what they set
    if len(filled) < len(row) and _of_marks(filled):
        return True  # the marks of switches, nothing under the heads over them: `#1`, `#2`, `#3`, ``
    if (
        row
        and not row[0].text
        and len(filled) > 2
        and all(re.fullmatch(r"(?i)(?:LED|L|SOC)[-_ ]?\d", t) for t in filled)
    ):
        return True  # counted lamps, nothing over the situations
    if (
        len(set(filled)) > 2
        and roles_of(filled[0]) & {"indicator", "state"}
        and all(map(words.COLOR.fullmatch, filled[1:]))
    ):
        return True  # the colours of a lamp over what they mean
    if len(filled) < 2 or any(len(t.split()) > LONGEST_HEAD for t in filled):
        return False
    if _of_lamps(filled):
        return True
    if _numbered(filled) or _of_contacts(filled) or _of_positions(filled) or _of_buses(filled):
        return True
    if re.fullmatch(r"\d{1,4}", filled[0]) or any(re.fullmatch(r"[-–—/]+|[●○☆★◐◑]", t) for t in filled):
        return False  # a row that begins with its number, or leaves a cell open
    # ON and OFF head the columns of a table of rhythms or switches; anywhere else they are what a lamp does.
    plain = [t for t in filled if not _ON_OFF.match(t)]
    known = sum(bool(roles_of(t)) for t in plain)
    if len(plain) < len(filled):
        return known == len(plain) > 0 and bool(_STATE_TABLE.search(" ".join(plain))) and _various(filled)
    return known >= 2 and known >= 0.5 * len(filled) and _various(filled)


_LAMP_MARK = re.compile(
    r"(?!(?:ON|OFF)\b)[A-Z][A-Z\d/+]{1,7}(?:[ -](?:LED|\d))?|[A-Z]\d|[A-Z]{1,3}\d ?(?:[-–~]|to) ?(?:[A-Z]{1,3})?\d|(?:[\w%-]+ )?LEDs?"
)


_KNOWN_LAMP = re.compile(
    r"(?:(?:RUN|ALM|ALARM|FAULT|ERR|ERROR|PWR|POWER|WARN|COMM?|NET|CHG)(?: LED)?|(?:SOC|LED|L|D)[-_ ]?\d)"
)


def _of_lamps(filled: list[str]) -> bool:
    """Tell whether a row is the word for a situation, the marks of lamps, and the word for what they mean: `State`, `RUN`, `ALM`, `Remark`."""
    marks = filled[1:-1]
    if roles_of(filled[0]) & {"mode", "state"} and len(filled) > 2 and all(map(_KNOWN_LAMP.fullmatch, filled[1:])):
        return len(set(filled)) == len(filled)  # the situations are all it tells
    return (
        len(marks) > 1
        and bool(roles_of(filled[0]) & {"mode", "state"})
        and "meaning" in roles_of(filled[-1])
        and len(set(marks)) == len(marks)
        and all(_LAMP_MARK.fullmatch(t) for t in marks)
    )


def _of_contacts(filled: list[str]) -> bool:
    """Tell whether a row is `PIN` and the names of ports, or that twice side by side; no cell of it is a number."""
    pins = [t for t in filled if re.fullmatch(r"(?i)(?:rj-?\d\d )?pins?(?: ?(?:no|number|#)\.?)?", t)]
    ports = [t for t in filled if re.search(r"[A-Z]{2}|[A-Z][a-z]{2}", t) and len(t.split()) <= 4 and t not in pins]
    return bool(pins) and bool(ports) and len(pins) + len(ports) == len(filled)


def _of_positions(filled: list[str]) -> bool:
    """Tell whether a row is the word for a switch and its two positions, whatever these are called: `Lever`, `0`, `1`."""
    first, *rest = filled
    pairs = ({"0", "1"}, {"on", "off"}, {"up", "down"}, {"left", "right"}, {"open", "closed"})
    plain = re.fullmatch(r"(?i)(?:no|number|nr|#)\.?", first) and {t.lower() for t in rest} == {"on", "off"}
    return ("switch" in words.roles(first) or bool(plain)) and {t.lower() for t in rest[:2]} in pairs and len(rest) <= 3


def _of_buses(filled: list[str]) -> bool:
    """Tell whether a row is the word for a partner and the buses that it may be set for: `Inverter`, `CAN ID`, `RS485 ID`."""
    first, *rest = filled
    bus = re.compile(
        r"(?i)(?:can(?:[ -]?bus)?|rs-?485|modbus(?: rtu)?)(?:[ -](?:id|protocol|no\.?|number|code|setting|mode))?"
    )
    return (
        "brands" in roles_of(first) and len(rest) > 1 and len(set(rest)) == len(rest) and all(map(bus.fullmatch, rest))
    )


def _of_marks(filled: list[str]) -> bool:
    """Tell whether cells are the marks of switches that count up from one: `#1`, `#2`, `#3`; `SW1`, `SW2`."""
    marks = [re.fullmatch(r"(?i)(#|(?:dip|sw|switch|bit)[-_ ]?)(\d)", t) for t in filled]
    return len(filled) > 1 and all(marks) and [int(m[2]) for m in marks if m] == list(range(1, len(filled) + 1))


def _numbered(filled: list[str]) -> bool:
    """Tell whether a row is the numbers of switches (1, 2, 3, …, or SW1, SW2, …) and the word for what they set."""
    marks = [
        (m[1], m[2])
        for t in filled
        if (
            m := re.fullmatch(
                r"(?i)(dip|dial|sw|s|k|pin|key|switch|lever|slider?|jumper|jp|toggle|bit|#|no\.?)?[-_ ]?(\d)#?", t
            )
        )
    ]
    numbers = [int(number) for _, number in marks]
    # Bare numbers begin with one; `Lever 4` says what it is.
    low = min(numbers, default=1) if all(mark for mark, _ in marks) else 1
    heads = [
        t
        for t in filled
        if re.fullmatch(r"[A-Za-z][\w .()/-]+", t) and not re.search(r"\d$", t) and not _ON_OFF.match(t)
    ]
    return (
        len(numbers) >= 2
        and len(heads) >= 1
        and not any(map(words.SIGNAL.match, heads))
        and sorted(numbers) == list(range(low, low + len(numbers)))
        and len(numbers) + len(heads) == len(filled)
    )


def _various(filled: list[str]) -> bool:
    """Header cells differ, but for a header that stands twice side by side; a row of OFF, OFF, OFF is no header."""
    half = len(filled) // 2
    twice = len(filled) >= 4 and filled[:half] == filled[half:]
    return len(set(filled)) >= (half if twice else 0.7 * len(filled)) and len(set(filled)) > 1


def grids(section: Section) -> Iterator[Grid]:
    """Yield the tables of a section; a table that goes on after a page break is one table."""
    caption = ""
    held: list[Row] = []
    origin, sure, before = "", 1.0, ""
    foot = between = ""
    for block in section.blocks:
        if isinstance(block, Table):
            rows = [r for r in block.rows if any(c.text for c in r)]
            if not rows:
                continue
            if (
                held
                and (block.origin == origin or not foot)
                and _goes_on(held, rows)
                and (not between or _counts_on(held, rows))
            ):
                held += rows
                between = foot = ""
                continue
            if held:
                yield from _split(held, before, section, origin, sure)
            held, origin, sure, before = rows, block.origin, block.confidence, caption or foot or between
            caption = foot = between = ""
            continue
        text = block.text
        if held and isinstance(block, Paragraph) and _FOOT.fullmatch(text) and len(text.split()) <= _FOOT_WORDS:
            foot = text  # a page number or running line does not end a table
            continue
        if held and isinstance(block, Paragraph | ListItem) and not between and _running(text):
            between = text  # nor does a line with the manual's name, when the rows after it count on
            continue
        if held:
            yield from _split(held, before, section, origin, sure)
            held, between = [], ""
        caption = text if len(text.split()) <= _CAPTION_WORDS and not isinstance(block, Alert) else ""
    if held:
        yield from _split(held, before, section, origin, sure)


def _running(text: str) -> bool:
    told = re.search(r"\d|(?i:\bcontinued\b|\bcont\.)", text)
    return len(text.split()) <= _FOOT_WORDS and text[-1:] not in ".:;" and bool(told)


def _counts_on(held: list[Row], rows: list[Row]) -> bool:
    """Tell whether the first cells of a headless piece are codes or numbers of the same make as those before it."""
    again = [c.text for c in rows[0]] == [c.text for c in held[0]]
    one, two = ([r[0].text for r in part if r[0].text] for part in (held[1:], rows[again:]))
    made = {re.sub(r"\d+", "0", t) for t in one}
    return (
        bool(one and two)
        and len(made) <= 2
        and any(c.isdecimal() for c in one[-1])
        and re.sub(r"\d+", "0", two[0]) in made
    )


_TYPES = (
    re.compile(r"[-+±<>≤≥~]*\s*\d[\d.,]*\s*(?:[-–~/]\s*\d[\d.,]*)?\s*(?:%|[a-zA-Z°Ω²]{1,4})?"),
    re.compile(r"[A-Z]{1,3}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]+"),
    re.compile(
        r"(?i)(?:always |steady |solid )?(?:on|off|lit|out|flash\w*|blink\w*)(?: ?\d| (?:slow|fast|quick)\w*)?|[●○☆★]"
    ),
)


def _stands_out(rows: list[Row]) -> bool:
    """Tell whether the first row heads the table by contrast: words over columns of numbers, codes or states."""
    head, body = rows[0], rows[1:]
    if len(body) < 3 or len(head) < 2 or not all(c.text for c in head):
        return False
    if len({c.text for c in head}) <= 0.5 * len(head):
        return False
    if any(len(c.text.split()) > 5 or c.text[-1:] in ".;" for c in head):
        return False
    contrast = 0
    for n, cell in enumerate(head):
        texts = [r[n].text for r in body if r[n].text]
        for made in _TYPES:
            if len(texts) >= 3 and sum(bool(made.fullmatch(t)) for t in texts) >= 0.8 * len(texts):
                if made.fullmatch(cell.text):
                    return False
                contrast += 1
                break
    return contrast > 0


def _goes_on(held: list[Row], rows: list[Row]) -> bool:
    if [c.text for c in rows[0]] == [c.text for c in held[0]]:
        return True
    fresh = looks_like_header(rows[0]) and not _coded_on(held[-1], rows[0])
    return not fresh and max(map(len, rows)) == max(map(len, held))


def _split(rows: list[Row], caption: str, section: Section, origin: str, sure: float) -> Iterator[Grid]:
    """Cut a run of rows at each new header row; the same header again is a page break."""
    width = max(len(r) for r in rows)
    blank = Cell("", _EMPTY)
    padded = [(*r, *[blank] * (width - len(r))) for r in rows]
    above: tuple[Row, ...] = ()
    starts = [
        n
        for n, r in enumerate(padded)
        if (looks_like_header(r) and not (n and _coded_on(padded[n - 1], r))) or any(c.header and c.text for c in r)
    ]
    starts += [n + 1 for n in starts[:1] if n + 1 < len(padded) and n + 1 not in starts and _below(*padded[n : n + 2])]
    starts.sort()
    if not starts and _stands_out(padded):
        starts = [0]
    if not starts or starts[0] != 0:
        if (
            starts
            and starts[0] <= 3
            and not any(re.fullmatch(r"\d{1,4}", c.text) for r in padded[: starts[0]] for c in r[:1])
        ):
            # title rows over the header
            caption = caption or " ".join(c.text for c in padded[0] if c.text)
            above = tuple(padded[: starts[0]])
            padded, starts = padded[starts[0] :], [n - starts[0] for n in starts]
        else:
            starts = [-1, *starts]
    parts: list[tuple[tuple[Row, ...], list[Row]]] = []
    for at, start in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(padded)
        head: tuple[Row, ...] = (padded[start],) if start >= 0 else ()
        body = padded[start + 1 : end]
        before = parts[-1][0] if parts else ()
        if before and head and [c.text for c in head[0]] == [c.text for c in before[0]]:
            parts[-1][1].extend(body)
        elif parts and not parts[-1][1] and head and parts[-1][0]:
            parts[-1] = ((*parts[-1][0], *head), list(body))  # a header of two rows
        else:
            parts.append((head, list(body)))
    for head, printed in parts:
        body = [r for r in printed if not _again(head, r)]
        if body:
            yield _grid(head, body, caption, section, origin, sure, above)
            above = ()


def _again(head: tuple[Row, ...], row: Row) -> bool:
    """Tell whether a row is the header once more, as it stands over the rest of a table behind a page break."""
    said = [c.text.casefold().split() for c in row]
    return bool(head) and sum(map(bool, said)) > 1 and said == [c.text.casefold().split() for c in head[-1]]


def _coded_on(above: Row, row: Row) -> bool:
    """Tell whether a row begins with a code of the make of the one above it: a row of faults may read like a header."""
    one, two = above[0].text, row[0].text
    made = re.fullmatch(r"[A-Z]{0,3}[-_ ]?\d{1,4}", two)
    return bool(made) and one != two and re.sub(r"\d+", "0", one) == re.sub(r"\d+", "0", two)


_CONTACTS = re.compile(r"(?i)(?:pins?|contacts?|terminals?|poles?|clamps?|no)(?: ?(?:no|number|#)\.?)?\.?")


_SIGN = re.compile(r"^[●○◉◯■□★☆•▪⚫⚪ ]+$")


def _below(head: Row, row: Row) -> bool:
    """Tell whether a row goes on with the header above it: it parts that row's cells, or heads contacts under each of its titles."""
    keys = [n for n, c in enumerate(row) if _CONTACTS.fullmatch(c.text)]
    over = [n for n, c in enumerate(head) if c.text]
    titled = len(keys) > 1 and keys == over and all(c.text and not c.text.isdecimal() for c in row)
    return titled or _under(head, row)


def _under(head: Row, row: Row) -> bool:
    """Tell whether a row is the second one of a header: it parts the cells that reach over columns and repeats the others."""
    spans = [[n for n, _ in g] for _, g in groupby(enumerate(head), key=lambda c: c[1].text)]
    parted = [[row[n].text for n in span] for span in spans if len(span) > 1 and head[span[0]].text]
    alone = [(head[span[0]].text, row[span[0]].text) for span in spans if len(span) == 1]
    again = all(a == b or _SIGN.match(b) for a, b in alone) or not any(b for _, b in alone)
    return bool(parted and alone) and again and all(all(p) and len(set(p)) == len(p) for p in parted)


def _grid(  # noqa: PLR0917 - the fields of a grid
    head: tuple[Row, ...],
    body: list[Row],
    caption: str,
    section: Section,
    origin: str,
    sure: float,
    above: tuple[Row, ...] = (),
) -> Grid:
    width = len(body[0])
    names = [" ".join(dict.fromkeys(r[n].text for r in head if r[n].text)) for n in range(width)]
    # A column over which the upper header cell reaches takes the lower cell's name alone.
    if len(head) > 1:
        # A sign below a name (`RUN` over `●`) shows what the lamp looks like and is no name.
        names = [_SIGN.sub("", head[-1][n].text) or head[0][n].text or head[-1][n].text for n in range(width)]
    # What stands over an empty head belongs to it: `Address | DIP switch | Remark` over `#1 | #2 | #3`.
    if head and above and len(above[-1]) == width:
        names = [x or above[-1][n].text for n, x in enumerate(names)]
    # The upper header row names what the lower one heads: `J5` over `Pin | Name`, `J6` over the next two.
    if len(head) > 1 and names != [c.text for c in head[0]]:
        above = (*above, *head[:-1])
    used = [n for n in range(width) if names[n] or any(r[n].text for r in body)]
    return Grid(
        tuple(names[n] for n in used),
        tuple(tuple(r[n] for n in used) for r in body),
        caption,
        section,
        origin,
        sure,
        bool(head),
        tuple(tuple(r[n] for n in used) for r in above),
    )


def stream(section: Section) -> list[Cell]:
    """Return the lines of a section outside its tables, in order; a list item's marker stands before its first line."""
    out: list[Cell] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            out += block.lines
        elif isinstance(block, ListItem):
            first, *rest = block.lines
            marker = f"{block.marker} " if block.ordered or block.marker in {"–", "—"} else ""
            out.append(Cell(f"{marker}{first.text}".strip(), first.place))
            out += rest
    return out


def runs(section: Section) -> Iterator[list[Cell]]:
    """Yield the streams between the tables of a section, in pieces that are read at once."""
    held: list[Cell] = []
    for block in section.blocks:
        if isinstance(block, Table) or len(held) > LONGEST_RUN:
            if held:
                yield held
            held = []
        if isinstance(block, Paragraph | ListItem):
            held += stream(Section(section.heading, (block,)))
    if held:
        yield held
