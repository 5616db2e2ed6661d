"""Tables of faults in which one cell tells all of a code: `Event number | Message, cause and corrective measures`."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import alarms, words
from kb.importing.blocks import Cell, Row
from kb.importing.found import Found
from kb.importing.grids import Grid

LEAST = 2
# Share of the cells that must say in so many words what is to be done.
MOST = 0.6
LONGEST_NAME = 10
_PARTS = re.compile(r"\s*(?:,|/|&|\+|\band\b|\bwith\b)\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?i)(?:^|(?<=[.;!:a-z0-9)] ))(?P<cause>(?:(?:possible|probable|likely) )?(?:causes?|reasons?))\s*:\s*|"
    r"(?P<actions>(?:(?:corrective|recommended|suggested|possible) )?(?:measures?|actions?|solutions?|remed(?:y|ies)|what to do|help))\s*:\s*"
)
_BEGINS = re.compile(r"(?:The|A|An|There|It|This|These|No|One|At|Too|All|Both|Your|When|If)")
_WORD = re.compile(r"[A-Z][a-z]*(?:['’-][a-z]+)*")
_JOINS = frozenset(
    ["of", "the", "a", "an", "to", "in", "for", "and", "or", "by", "with", "at", "on", "from", "no", "via"]
)
_GUESSED = "name and cause stand in one cell: where the name ends was told by a capital letter"


def from_grid(grid: Grid, abbreviations: dict[str, str]) -> list[Found]:
    """Return the faults of a table of codes whose other column joins name, cause and remedy; nothing when it is none."""
    roles = [words.roles(h) for h in grid.header]
    key = next((n for n, r in enumerate(roles) if "code" in r), None)
    text = next((n for n in range(grid.width) if n != key and _joint(grid, n)), None)
    if key is None or text is None or not grid.headed or len(grid.rows) < LEAST:
        return []
    rest = [n for n in range(grid.width) if n not in {key, text}]
    if any(roles[n] & {"cause", "actions"} for n in rest):
        return []
    rows: list[Row] = []
    unsure = set()
    for row in grid.rows:
        name, cause, actions, sure = parted(row[text].text)
        at = row[text].place
        rows.append((row[key], Cell(name, at), Cell(cause, at), Cell(actions, at)))
        if not sure:
            unsure.add(at)
    plain = replace(
        grid, header=(grid.header[key], "Message", "Cause", "Corrective measures"), rows=tuple(rows), titles=()
    )
    found = alarms.from_grid(plain, abbreviations)
    return [f.questioned(_GUESSED, 0.85) if unsure & set(f.places) else f for f in found]


def _joint(grid: Grid, n: int) -> bool:
    """Tell whether a head joins several roles, or most cells below it say of themselves what is to be done."""
    told = [words.roles(p) for p in _PARTS.split(grid.header[n]) if p]
    joined = (
        len(told) >= LEAST
        and bool(told[0] & {"name", "meaning", "cause"})
        and any("actions" in r for r in told[1:])
        and all(r & {"name", "meaning", "cause", "actions"} for r in told)
    )
    texts = [t for t in grid.column(n) if t]
    labelled = sum(any(m["actions"] for m in _LABEL.finditer(t)) for t in texts)
    return bool(texts) and (joined or labelled > 0) and labelled >= MOST * len(texts)


def parted(text: str) -> tuple[str, str, str, bool]:
    """Return name, cause and remedy of a cell that tells all three, and whether it is certain where the name ends.

    >>> parted("Fan blocked The fan turns too slowly. Remedy: Replace it.")
    ('Fan blocked', 'The fan turns too slowly.', 'Replace it.', True)
    """
    marks = list(_LABEL.finditer(text))
    first = text[: marks[0].start()].strip() if marks else text.strip()
    told = {"cause": "", "actions": ""}
    for n, m in enumerate(marks):
        end = marks[n + 1].start() if n + 1 < len(marks) else len(text)
        role = "cause" if m["cause"] else "actions"
        told[role] = f"{told[role]} {text[m.end() : end].strip()}".strip()
    if told["cause"] and len(first.split()) <= LONGEST_NAME:
        return first.rstrip(" :."), told["cause"], told["actions"], True
    name, rest, sure = _named(first)
    return name.rstrip(" :."), f"{rest} {told['cause']}".strip(), told["actions"], sure


def _named(text: str) -> tuple[str, str, bool]:
    """Cut a name from the sentence behind it: at a full stop, a colon, or where a capital begins a word again."""
    said = text.split()
    for n in range(1, min(len(said) - 1, LONGEST_NAME + 1)):
        before, word, after = said[n - 1], said[n], said[n + 1]
        if before.endswith((".", ":", ";", "–")):
            return " ".join(said[:n]), " ".join(said[n:]), True
        sure = bool(_BEGINS.fullmatch(word))
        fresh = sure or (bool(_WORD.fullmatch(word)) and after[:1].islower())
        if (
            fresh
            and (sure or before.lower() not in _JOINS)
            and not (sure and _WORD.fullmatch(after) and before.istitle())
        ):
            return " ".join(said[:n]), " ".join(said[n:]), sure
    return text, "", len(said) <= LONGEST_NAME and "." not in text[:-1]
