"""What the other columns of a pin map say of each contact: cells over several rows carried down, wrapped lines put together."""

from __future__ import annotations

from kb.importing import signals
from kb.importing.grids import Grid

DASHES = frozenset({"-", "–", "—", "/", "--", "---", "––", "n/a", "N/A", "\\"})
# Tables whose rows are lines of text: what is wrapped stands in a row of its own.
BY_LINE = frozenset({"spaces", "tabs"})


def carried(grid: Grid, columns: list[int], key: int) -> list[str]:
    """Return what the remaining columns say of each row; a cell that reaches over several rows is carried down."""
    out = [""] * len(grid.rows)
    for n in columns:
        texts = grid.column(n)
        filled = [t for t in texts if t]
        if not filled:
            continue
        fragments = any(t[:1].islower() for t in filled)
        # Markup and ruled lines tell which rows a cell belongs to; elsewhere an empty cell may belong to the one above.
        merged = len(filled) < len(texts) and grid.origin not in {"markup", "ruled"}
        last = ""
        for at, text in enumerate(texts):
            if fragments and merged:
                said = text if text and not text[:1].islower() and len(filled) == len(texts) else ""
            else:
                last = text or (last if merged and signals.keys(grid.rows[at][key].text) else "")
                said = last
            if said and said not in DASHES:
                out[at] = f"{out[at]}; {said}".strip("; ")
    return out


def continued(grid: Grid, functions: list[str], named: tuple[int, int]) -> list[str]:
    """Put what a row without contact and name says behind the row above, where each line of text is a row."""
    out = list(functions)
    last = 0
    for at, row in enumerate(grid.rows):
        if not at or grid.origin not in BY_LINE or any(row[n].text for n in named):
            last = at
        elif functions[at] != functions[last]:
            out[last] = " ".join([out[last], *(c.text for c in row if c.text)]).strip()
    return out
