"""Contacts whose columns stand under each other, parted by empty lines: the numbers 1 to n, then n signals, then n more of another socket."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.importing import naming, signals, words
from kb.importing.blocks import Cell, Section
from kb.importing.found import Found
from kb.importing.grids import roles_of, runs
from kb.importing.pins import Contact, judge

# Numbers that are a column; words in a caption or a head; columns besides the numbers.
LEAST, SHORT, MOST = 3, 6, 4
# Share of the texts of a column that have to be signals.
SHARE = 0.5
_IN_ORDER = "the columns were given to the sockets in the order in which the heading names them"
_ORDINALS = {
    "first": 0,
    "1st": 0,
    "left": 0,
    "second": 1,
    "2nd": 1,
    "middle": 1,
    "third": 2,
    "3rd": 2,
    "right": -1,
    "last": -1,
}
_NAME = r"[A-Z][\w/-]*(?:[ -](?:[A-Z]|\d{1,2}|IN|OUT)\b)?"
_TOLD = re.compile(
    rf"\b(?i:({'|'.join(_ORDINALS)})(?:-hand)?(?: column)?(?: of (?:the )?\w+)?)\s*(?:[:=–-]|(?:is|are|for|shows|gives|stands for|belongs to)\b)"
    rf"\s*(?:(?:the|of|for) )*(?:(?:socket|port|plug|connector) )?({_NAME})"
)
_PAIR = re.compile(rf"\b({_NAME})(?:,? and |, | ?& ?| / )({_NAME})")
_NOUN = re.compile(r"(?i)^(?:sockets?|ports?|plugs?|connectors?|terminals?|jacks?|interfaces?)\s+")
_SENTENCE = re.compile(r"[.;:]$|\w+ \w+ \w+ \w+ \w+")
_FREE = re.compile(rf"(?i)^{words.FREE_CONTACT}$|^[-–—]$")


@dataclass(frozen=True)
class _Column:
    head: str
    cells: tuple[Cell, ...]


def from_section(section: Section) -> list[Found]:
    """Return the contacts of a section whose numbers and signals are blocks of as many lines."""
    out: list[Found] = []
    for cells in runs(section):
        groups = _groups(cells)
        at = 0
        while at < len(groups):
            found, taken = _read(groups, at, section)
            out += found
            at += taken
    return out


def _groups(cells: Sequence[Cell]) -> list[list[Cell]]:
    """Return the lines in groups that empty lines part."""
    groups: list[list[Cell]] = []
    for cell in cells:
        if (
            groups
            and cell.place.first - groups[-1][-1].place.last <= 1
            and cell.place.page == groups[-1][-1].place.page
        ):
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _read(groups: Sequence[list[Cell]], at: int, section: Section) -> tuple[list[Found], int]:
    """Return the contacts of the blocks that begin at a group of numbers, and how many groups they take."""
    skip = 0 if groups[at][0].text == "1" else 1
    numbers = groups[at][skip:]
    count = len(numbers)
    counting = [c.text.strip(" .)") for c in numbers] == [str(n) for n in range(1, count + 1)]
    if count < LEAST or not counting or (skip and not words.role_matches("pin", groups[at][0].text)):
        return [], 1
    columns: list[_Column] = []
    rest: list[Cell] = []
    end = at + 1
    while end < len(groups) and len(columns) < MOST and not rest:
        head, step = "", 1
        group = groups[end]
        if len(group) == 1 and end + 1 < len(groups) and len(groups[end + 1]) == count and _is_head(group[0].text):
            head, group, step = group[0].text, groups[end + 1], 2
        elif len(group) == count + 1 and _is_head(group[0].text) and not _SENTENCE.search(group[-1].text):
            head, group = group[0].text, group[1:]
        if len(group) < count or (len(group) > count and not _SENTENCE.search(group[count].text)):
            break
        if any(signals.keys(c.text) for c in group[:count]):
            break
        columns.append(_Column(head, tuple(group[:count])))
        rest = list(group[count:])
        end += step
    if not columns or not _signals(columns[0]):
        return [], 1
    before = groups[at - 1][-1].text if at else ""
    after = rest or (list(groups[end]) if end < len(groups) else [])
    found = _contacts(numbers, columns, before, " ".join(c.text for c in after), section)
    return found, end - at


def _is_head(text: str) -> bool:
    """Tell whether a line heads a column: a word for one, or a socket's name; no signal."""
    return bool(roles_of(text)) or bool(re.fullmatch(_NAME, text) and not signals.strong(text))


def _signals(column: _Column) -> bool:
    texts = [c.text for c in column.cells if not _FREE.match(c.text)]
    return bool(texts) and sum(_signal(t) for t in texts) >= SHARE * len(texts)


def _another(column: _Column, first: _Column) -> bool:
    """Tell whether a column is another socket's and not what the first one's contacts are for: names, or the same ones again."""
    texts = [c.text for c in column.cells if not _FREE.match(c.text)]
    known = {c.text for c in first.cells}
    return sum(signals.strong(t) or t in known for t in texts) >= SHARE * len(texts) > 0


def _signal(text: str) -> bool:
    return signals.strong(text) or (len(text.split()) <= LEAST and bool(words.SIGNAL_PHRASE.search(text)))


def _contacts(
    numbers: Sequence[Cell], columns: Sequence[_Column], before: str, after: str, section: Section
) -> list[Found]:
    """Return the contacts: a connector for each column of signals whose name is told, or one with what it is for."""
    several = [c for n, c in enumerate(columns) if not n or _another(c, columns[0])]
    caption = before if len(before.split()) <= SHORT and before[-1:] not in ".;" else ""
    hint = bool(words.PIN_EVIDENCE.search(f"{caption} {section.heading.text}"))
    if len(several) == 1:
        told = next((c for c in columns if c is not several[0]), None)
        name = naming.connector(caption, section)
        # What the heading names may be two sockets of one table: whoever asks gives that name.
        name = "" if name == naming.connector("", section) else name
        return _judged(numbers, several[0], told, name, hint=hint)
    names, doubt = _names(several, after, section)
    out: list[Found] = []
    for name, column in zip(names, several, strict=False):
        found = _judged(numbers, column, None, name, hint=hint)
        out += [f.questioned(doubt, 0.9) for f in found] if doubt else found
    return out


def _judged(numbers: Sequence[Cell], column: _Column, told: _Column | None, name: str, *, hint: bool) -> list[Found]:
    contacts = [
        Contact("", n.text.strip(" .)"), c.text, told.cells[k].text if told else "", "", "", (n.place, c.place))
        for k, (n, c) in enumerate(zip(numbers, column.cells, strict=True))
    ]
    return [replace(f, group=(("connector", name),)) for f in judge(contacts, base=0.75, headed=True, hint=hint)]


def _names(columns: Sequence[_Column], after: str, section: Section) -> tuple[list[str], str]:
    """Return the sockets' names: the heads, a sentence that tells column by column, or the heading in its order (a doubt)."""
    heads = [naming.port(c.head) for c in columns]
    if all(heads) and len(set(heads)) == len(heads):
        return heads, ""
    count = len(columns)
    said = {_ORDINALS[m[1].lower()] % count: m[2] for m in _TOLD.finditer(after) if _ORDINALS[m[1].lower()] < count}
    if len(said) == count and len(set(said.values())) == count:
        return [said[n] for n in range(count)], ""
    pair = _PAIR.search(_NOUN.sub("", section.heading.text))
    if count == len(pair.groups()) if pair else False:
        return list(pair.groups()) if pair else [], _IN_ORDER
    return [], ""
