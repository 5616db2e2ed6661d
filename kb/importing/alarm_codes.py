"""Codes of faults: their make, figures that were misread as letters, and letters that stand before a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import words
from kb.importing.found import Found

# Fewer rows that begin with capitals may be names.
LEAST = 3
_DOUBLE = {"O": "0", "o": "0", "l": "1", "I": "1"}


def unmisread(code: str) -> tuple[str, str]:
    """Return a code with figures where text recognition took them for letters (`A2O2` is A202), and what was repaired."""
    match = re.fullmatch(r"((?:[A-Z]{1,3}|[A-Z][a-km-z]{1,2})\.?[-_ ]?|0x)([\dOolI]{1,4})", code)
    if not match or match[2].isdecimal() or not re.search(r"\d", match[2]):
        return code, ""
    read = match[1] + "".join(_DOUBLE.get(c, c) for c in match[2])
    return read, f"Printed {code}, read as {read}"


def apart(out: Sequence[Found]) -> list[Found]:
    """A cell with several codes of one make (`E01, E02`, `F3/F4`) is a row for each of them; which says what is doubted."""
    rows: list[Found] = []
    for f in out:
        codes = re.split(r"\s*[,/;&+]\s*|\s+and\s+|\s+", f.cells["code"])
        marked = all(re.fullmatch(r"(?:[A-Z][A-Za-z]{0,3}[-_.]?)\d{1,4}|0x[0-9A-Fa-f]{1,6}", c) for c in codes)
        # Bare numbers have to be as long as each other: `1201 1202 1203` under each other in one cell.
        bare = all(re.fullmatch(r"\d{3,5}", c) for c in codes) and len({len(c) for c in codes}) == 1
        if (
            len(codes) < 2
            or not (marked or bare)
            or len({make_of(c) for c in codes}) > 1
            or len(set(codes)) < len(codes)
        ):
            rows.append(f)
            continue
        one = "several codes stand in one row"
        rows += [replace(f, cells={**f.cells, "code": c}).questioned(one, 0.85) for c in codes]
    return rows


def coded(text: str) -> bool:
    """Tell whether a cell is a code, or several with figures in them, set out beside or under each other."""
    parts = [p for p in re.split(r"[\s,/;&+]+", text) if p]
    several = len(parts) > 1 and all(words.CODE.match(p) and any(c.isdecimal() for c in p) for p in parts)
    return bool(words.CODE.match(text)) or several


def make_of(code: str) -> str:
    """Return the make of a code: its letters, and that figures follow."""
    return re.sub(r"\d+", "0", re.sub(r"(?i)^0x[0-9a-f]+$", "0x0", code).upper())


def of_one_make(out: Sequence[Found]) -> list[Found]:
    """Mend codes that differ from the others of their list only by a letter that looks like a figure: `FO7` beside F06 and F08."""
    codes = [f.cells["code"] for f in out if f.kind == "alarm" and f.cells.get("code")]
    made = [(m[1], len(c)) for c in codes if (m := re.fullmatch(r"(\D*)\d+", c))]
    (head, length), count = Counter(made).most_common(1)[0] if made else (("", 0), 0)
    if count < LEAST or count < 0.7 * len(codes):
        return list(out)
    mended = []
    for f in out:
        code = f.cells.get("code", "")
        rest = code[len(head) :]
        odd = f.kind == "alarm" and code.startswith(head) and len(code) == length and not rest.isdecimal()
        if odd and re.fullmatch(r"[\dOolI]+", rest) and re.search(r"\d", rest):
            read = head + "".join(_DOUBLE.get(c, c) for c in rest)
            if read not in codes:
                f = replace(f, cells={**f.cells, "code": read}).mended(f"Printed {code}, read as {read}")  # noqa: PLW2901
        mended.append(f)
    return mended


def by_letters(out: Sequence[Found]) -> list[Found]:
    """`POVP Pack over voltage` in most rows: the letters are the code."""
    cut = [re.match(r"^([A-Z]{3,5}\d?)\s+([A-Z]\S+ .*)$", f.cells["name"]) for f in out]
    if (
        any(f.cells["code"] and not words.ACRONYM.match(f.cells["code"]) for f in out)
        or sum(bool(m) for m in cut) < 0.6 * len(out)
        or len(out) < LEAST
    ):
        return list(out)
    return [
        replace(f, cells={**f.cells, "code": m[1], "name": m[2]}) if m else f for f, m in zip(out, cut, strict=True)
    ]
