"""The lamp notation: `RUN: flash FLASH1; ALM: off; SOC1, SOC2: any`."""

from __future__ import annotations

import re

from kb.extract.rows import Row
from kb.model.facts import COLORS, Lamp

PATTERNS = ("off", "steady", "flash", "any")
_TIMES = re.compile(r"^(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)$")


def read(row: Row, column: str) -> tuple[Lamp, ...]:
    """Read a lamps cell. A problem names the part that cannot be read."""
    out: list[Lamp] = []
    for part in row.parts(column):
        names, colon, state = part.rpartition(":")
        if not colon:
            row.complain(
                f"{column}: {part!r} has no colon",
                "Write `lamp: colour pattern rhythm`, as in `RUN: green flash FLASH1`",
            )
            continue
        if not names.replace(",", "").strip():
            row.complain(
                f"{column}: {part!r} names no lamp",
                "Write `lamp: colour pattern rhythm`, as in `RUN: green flash FLASH1`",
            )
            continue
        values = _state(row, column, state.split())
        if values is not None:
            out.extend(Lamp(indicator=n.strip(), **values) for n in names.split(",") if n.strip())  # type: ignore[arg-type]
    if row[column] and not row.parts(column):
        row.complain(
            f"{column} is {row[column]!r}", "Write `lamp: colour pattern rhythm`, as in `RUN: green flash FLASH1`"
        )
    seen = [x.indicator for x in out]
    for name in {n for n in seen if seen.count(n) > 1}:
        row.complain(f"{column}: the lamp {name} stands twice", "Keep one state for each lamp")
    return tuple(out)


def _state(row: Row, column: str, words: list[str]) -> dict[str, object] | None:
    values: dict[str, object] = {}
    for word in words:
        low = word.lower()
        if low in COLORS and "color" not in values:
            values["color"] = low
        elif low in PATTERNS and "pattern" not in values:
            values["pattern"] = low
        elif timed := _TIMES.match(word):
            values["on_s"], values["off_s"] = float(timed[1]), float(timed[2])
        elif low.startswith("t=") and re.fullmatch(r"\d+(\.\d+)?", low[2:]):
            values["period_s"] = float(low[2:])
        elif re.fullmatch(r"x\d+", low):
            values["times"] = int(low[1:])
        elif "pattern" in values and "blink" not in values:
            values["blink"] = word
        else:
            row.complain(
                f"{column}: cannot read {word!r} in {' '.join(words)!r}",
                f"Colours: {', '.join(sorted(COLORS))}; patterns: {', '.join(PATTERNS)}; then a blink name, on/off seconds, T=s or x5",
            )
            return None
    if "pattern" not in values:
        row.complain(f"{column}: {' '.join(words)!r} has no pattern", f"Add one of {', '.join(PATTERNS)}")
        return None
    if values["pattern"] != "flash" and {"on_s", "blink", "period_s", "times"} & values.keys():
        row.complain(f"{column}: a rhythm stands with {values['pattern']!r}", "Only flash has a rhythm")
        return None
    if any(values.get(key) == 0 for key in ("on_s", "off_s", "period_s", "times")):
        row.complain(f"{column}: {' '.join(words)!r} has a time or a number of zero", "Write figures above zero")
        return None
    return values
