"""Tables of rhythms: name, time on, time off."""

from __future__ import annotations

import re

from kb.importing import lamp_words, words
from kb.importing.found import Found
from kb.importing.grids import Grid, places

_TIME = re.compile(r"^(\d+(?:\.\d+)?)\s*(ms|s|sec|seconds?)?\.?$", re.IGNORECASE)

_LIT = re.compile(r"(?i)(?:lights?|bright|lit up)(?: ?(?:time|duration|phase))?(?: ?\(m?s\))?")


def from_grid(grid: Grid) -> list[Found]:
    """Return the rhythms of a table whose header names on and off times."""
    on = next((n for n in range(grid.width) if words.role_matches("times_on", grid.header[n])), None)
    off = next((n for n in range(grid.width) if words.role_matches("times_off", grid.header[n])), None)
    if on is None and off is not None:
        # `Light | Dark` over times: a lamp elsewhere, here the time it is lit.
        on = next((n for n in range(grid.width) if _LIT.fullmatch(grid.header[n])), None)
    if on is None or off is None or on == off:
        return []
    name = next((n for n in range(grid.width) if n not in {on, off}), None)
    texts = [t for n in (on, off) for t in grid.column(n) if t]
    if name is None or sum(bool(_TIME.match(t)) for t in texts) < 0.8 * len(texts):
        return []
    units = [m[2] for t in texts if (m := _TIME.match(t)) and m[2]]
    unit = "ms" if "ms" in f"{grid.header[on]} {grid.header[off]}".lower() else units[0] if units else None
    out: list[Found] = []
    for row in grid.rows:
        times, repairs = [], []
        for n in (on, off):
            text = row[n].text
            # Where every other time has its unit, a last 8 or 5 without one is a misread S.
            if len(units) >= 0.5 * len(texts) and unit == "S" and re.fullmatch(r"\d+\.\d+[85]", text):
                repairs.append(f"Printed {text}, read as {text[:-1]} s")
                text = text[:-1]
            found = _TIME.match(text)
            times.append(lamp_words.seconds(found[1], found[2] or unit) if found else 0.0)
        label = row[name].text
        if not label or min(times) <= 0:
            continue
        further = "; ".join(c.text for n, c in enumerate(row) if n not in {name, on, off} and c.text)
        cells = {
            "name": _named(label),
            "on_s": f"{times[0]:g}",
            "off_s": f"{times[1]:g}",
            "meaning": further or label,
        }
        made = Found("blink", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3))
        for what in repairs:
            made = made.mended(what)
        out.append(made)
    return out


def _named(label: str) -> str:
    """Return the name of a rhythm as lamp states call it: `Flash 1` is FLASH1."""
    said = lamp_words.rhythm(label)
    if re.fullmatch(r"[A-Z]+\d", said):
        return said
    return re.sub(r"\s+", "" if said else "-", label)
