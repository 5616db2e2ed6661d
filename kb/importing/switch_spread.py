"""Tables of switches with the row of their numbers inside: what each sets stands under it, pairs of them stand last."""

from __future__ import annotations

import re

from kb.importing.blocks import Row
from kb.importing.found import Found
from kb.importing.grids import Grid, places
from kb.importing.switch_heads import STATES


def from_grid(grid: Grid) -> list[Found]:
    """A row of numbers 1 to n inside the table, cells `ON: meaning` under one switch, combinations of 0 and 1 under others."""
    at = next(
        (
            k
            for k, row in enumerate(grid.rows)
            if [c.text for c in row if c.text] == [str(n) for n in range(1, len([c for c in row if c.text]) + 1)]
            and sum(bool(c.text) for c in row) >= 3
        ),
        None,
    )
    if at is None:
        return []
    count = sum(bool(c.text) for c in grid.rows[at])
    body = grid.rows[at + 1 :]
    title = [c.text for c in grid.rows[at - 1]] if at else []
    out: list[Found] = []
    base = round(0.5 + 0.5 * grid.confidence, 3)
    for row in body:
        for n, cell in enumerate(row[:count]):
            if own := re.match(r"(?i)^(on|off)\s*[:=]\s*(\S.*)$", cell.text):
                about = title[n] if n < len(title) else ""
                cells = {"switch": str(n + 1), "position": own[1].upper(), "meaning": f"{about} {own[2]}".strip()}
                out.append(Found("dip", cells, places((cell,)), base))
    pairs = []
    for row in body:
        used = [(n, c.text) for n, c in enumerate(row) if c.text in {"0", "1"}]
        told = [c.text for n, c in enumerate(row) if used and n > used[-1][0] and c.text]
        if len(used) == 2 and told:
            pairs.append((tuple(v for _, v in used), told[0], places(row)))
    if len(pairs) >= 2:
        out += _paired(pairs, count, base)
        explained = {int(f.cells["switch"]) for f in out}
        out += _reserved(body, title, [n for n in range(1, count + 1) if n not in explained], base)
    return out


def _reserved(body: tuple[Row, ...], title: list[str], numbers: list[int], base: float) -> list[Found]:
    """One cell of words over the switches that nothing else explains: they have no meaning of their own yet."""
    cells = [c for row in body for c in row if re.match(r"(?i)^(?:reserved|undefined|not used|spare)", c.text)]
    at = next((n for n, row in enumerate(body) for c in row if cells and c is cells[0]), None)
    if len(numbers) < 1 or at is None or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return []
    more = [c for c in (body[at + 1] if at + 1 < len(body) else ()) if c.text[:1].islower() and len(c.text.split()) > 2]
    # The heading may be torn in the middle of a word by the column that was read into it.
    head = re.sub(r"(?<=\w) (?=[a-z]+$)", "", " ".join(t for t in title[numbers[0] - 1 : numbers[-1]] if t))
    meaning = f"{head}: {' '.join(c.text for c in [cells[0], *more[:1]])}".removeprefix(": ")
    doubt = f"one cell reaches over switches {numbers[0]} to {numbers[-1]}"
    where = tuple(c.place for c in [cells[0], *more[:1]])
    return [
        Found("dip", {"switch": str(n), "position": p, "meaning": meaning}, where, base).questioned(doubt, 0.8)
        for n in numbers
        for p in ("OFF", "ON")
    ]


def _paired(pairs: list[tuple[tuple[str, ...], str, tuple]], count: int, base: float) -> list[Found]:  # type: ignore[type-arg]
    """Two switches set something together: what each position means with each position of the other."""
    out = []
    for own in (0, 1):
        number, other = str(count - 1 + own), str(count - own)
        for value in ("0", "1"):
            rows = [(states[1 - own], told, where) for states, told, where in pairs if states[own] == value]
            if not rows:
                continue
            meaning = f"together with switch {other}: " + ", ".join(
                f"with {other} {STATES[v]} {told}" for v, told, _ in rows
            )
            cells = {"switch": number, "position": STATES[value], "meaning": meaning}
            row = Found("dip", cells, tuple(p for *_, where in rows for p in where), base)
            out.append(row.mended("0 and 1 read as OFF and ON; the last two switches taken by their place"))
    return out
