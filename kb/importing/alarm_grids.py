"""Tables of faults whose columns hold more than one thing: cause and remedy in one, a warning and a protection side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import groupby

from kb.importing import alarm_joint, alarm_parts, alarms, words
from kb.importing.blocks import Cell
from kb.importing.found import Found
from kb.importing.grids import Grid

LEAST = 2
_BETWEEN = re.compile(r"\s*(?:/|→|->|(?<=\s)-(?=\s)|=>|⇒|–|—|&|,|\+|\band\b|\bwith\b|\bthen\b)\s*")
_ARROW = re.compile(r"\s*(?:→|->|=>|⇒|➔|►)\s*")
_SENTENCE = re.compile(r"(?<=[.;!])\s+")
_CODE = re.compile(r"[A-Z]{1,3}[-_ ]?\d{1,4}")
_GRADE = re.compile(r"(?i)(?:pre-?)?(?:alarm|warning|protection|fault|error|trip|stop)s?")
# What a column of values is headed with where the title over it says of what.
_VALUE = re.compile(r"(?i)^(?:(?:set )?(?:values?|levels?|limits?|points?|at|from))?$")


def from_grid(grid: Grid, abbreviations: dict[str, str]) -> list[Found]:
    """Return the alarms of a table, or nothing when it is none; see alarms.from_grid."""
    if parts := alarm_parts.from_grid(grid, abbreviations) or alarm_joint.from_grid(grid, abbreviations):
        return parts
    out: list[Found] = []
    for panel in panels(grid):
        plain = _joint(panel)
        found = alarms.from_grid(plain, abbreviations)
        out += found if plain is panel else [_cut(f) for f in found]
    return out


def _joint(grid: Grid) -> Grid:
    """Head a column of causes and remedies (`Reason / solution`) as one of causes; what is to be done is cut off later."""
    for n, head in enumerate(grid.header):
        parts = _BETWEEN.split(head)
        known = words.roles(head) & {"cause", "actions"}
        if len(parts) != LEAST or known or not grid.headed:
            continue
        if words.role_matches("cause", parts[0]) and words.role_matches("actions", parts[1]):
            return replace(grid, header=(*grid.header[:n], "Cause", *grid.header[n + 1 :]))
    return grid


def _cut(found: Found) -> Found:
    """Part what is to be done from why: at an arrow, or where the first sentence of advice begins."""
    told = found.cells["cause"]
    if told == alarms.NOT_PRINTED or found.cells["actions"] != alarms.NOT_PRINTED:
        return found
    cause, *rest = _ARROW.split(told)
    if not rest:
        said = _SENTENCE.split(told)
        at = next((n for n, s in enumerate(said) if words.ACTION.match(s)), len(said))
        cause, rest = " ".join(said[:at]), said[at:]
    actions = "; ".join(s.strip(" .;") for r in rest for s in _SENTENCE.split(r) if s.strip(" .;"))
    if not actions:
        return found
    return replace(found, cells={**found.cells, "cause": cause.strip(" .;") or alarms.NOT_PRINTED, "actions": actions})


def panels(grid: Grid) -> list[Grid]:
    """Return a table that gives each event two codes, of its warning and of its protection, as one for each of them.

    The values under `Warning` belong to the codes of the warning, those under `Protection` to the others.
    """
    over = [c.text for c in grid.titles[-1]] if grid.titles else [""] * grid.width
    codes = [n for n in range(grid.width) if grid.headed and _coded(grid, n)]
    graded = [(_grade(over[n], grid.header[n]) if n not in codes else "") for n in range(grid.width)]
    runs = [(k, [n for n, _ in g]) for k, g in groupby(enumerate(graded), key=lambda x: x[1]) if k]
    heads = [tuple(_VALUE.sub("Trigger", grid.header[n].removeprefix(k).strip()) for n in g) for k, g in runs]
    even = len(runs) == len(codes) >= LEAST and len(set(heads)) == 1 and len({k for k, _ in runs}) == len(runs)
    rest = [n for n in range(grid.width) if n not in codes and not graded[n]]
    if not even or not rest:
        return [grid]
    marks = [grid.column(n)[0][:1] for n in codes]
    first = [k[:1].upper() for k, _ in runs]
    order = [first.index(m) for m in marks] if sorted(marks) == sorted(first) else range(len(codes))
    out = []
    for code, at in zip(codes, order, strict=True):
        grade, group = runs[at]
        columns = [code, *rest, *group]
        header = ("Code", *(grid.header[n] for n in rest), *heads[at])
        rows = tuple(tuple(r[n] for n in columns) for r in grid.rows)
        titles = tuple(tuple(Cell("", r[n].place) for n in columns) for r in grid.titles)
        caption = f"{grid.caption} {grade}".strip()
        out.append(replace(grid, header=header, rows=rows, titles=titles, caption=caption))
    return out


def _coded(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    makes = {re.sub(r"\d+", "", t) for t in texts}
    return len(texts) > 1 and len(set(texts)) == len(texts) and all(map(_CODE.fullmatch, texts)) and len(makes) == 1


def _grade(over: str, head: str) -> str:
    """Return whether a column tells of a warning or of a protection: the title over it says so, or its own first word."""
    if _GRADE.fullmatch(over):
        return over
    first = re.match(r"\S*", head)
    return first[0] if first and _GRADE.fullmatch(first[0]) else ""
