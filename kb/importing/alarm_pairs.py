"""Faults in two lists: one gives each code its name, another tells cause and remedy; the code puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kb.importing import words
from kb.importing.alarms import NAMELESS, NOT_PRINTED
from kb.importing.found import Found

# Codes that both lists must hold, and the share of the second list's rows.
LEAST, SHARE = 3, 0.7
_UNLISTED = "the list that names the codes does not hold this one: this may be its cause"
_SEVERAL = "other codes have their names in another list, this one's is not clear"
_DIGITS = str.maketrans("ZSBOoIl", "2580011")


def paired(found: Sequence[Found]) -> list[Found]:
    """Return the rows with names and remedies of two lists put together; everything else as it is, in its order."""
    lists: dict[int, list[int]] = {}
    for n, f in enumerate(found):
        if f.kind == "alarm" and f.cells.get("code"):
            lists.setdefault(f.section, []).append(n)
    out: list[Found | None] = list(found)
    for told, rows in lists.items():
        for named, names in lists.items():
            if named != told and _bare(found, names) and not any(out[n] is None for n in names):
                _put_together(found, names, rows, out)
    return [f for f in out if f is not None]


def _bare(found: Sequence[Found], names: Sequence[int]) -> bool:
    """Tell whether a list says nothing but the names of its codes, each once."""
    codes = [found[n].cells["code"] for n in names]
    plain = all(found[n].cells["cause"] == found[n].cells["actions"] == NOT_PRINTED for n in names)
    return plain and len(set(codes)) == len(codes) >= LEAST


def _put_together(found: Sequence[Found], names: Sequence[int], rows: Sequence[int], out: list[Found | None]) -> None:
    """Give the rows of a list without names those of the other; a row that stays without is doubted."""
    if not all(_nameless(found[n]) for n in rows) or len({found[n].cells["code"] for n in rows}) < len(rows):
        return
    by_code = {found[n].cells["code"]: n for n in names}
    codes = {found[n].cells["code"] for n in rows}
    misread = {k.translate(_DIGITS): n for k, n in by_code.items() if k not in codes and not k.isdecimal()}
    shared = sum(c in by_code for c in codes)
    if shared < LEAST or shared < SHARE * len(rows):
        return
    for n in rows:
        row, code = found[n], found[n].cells["code"]
        at = by_code.get(code, misread.get(code))
        if at is None:
            out[n] = row.questioned(_UNLISTED if code not in misread else _SEVERAL)
            continue
        name = found[at]
        cells = {**row.cells, "name": name.cells["name"], "cause": row.cells["name"]}
        sure = words.FAULT.search(cells["name"])
        doubts = tuple(d for d in dict.fromkeys((*name.doubts, *row.doubts)) if not (sure and d == NAMELESS))
        repairs = tuple(dict.fromkeys((*name.repairs, *row.repairs)))
        whole = replace(row, cells=cells, places=(*name.places, *row.places), doubts=doubts, repairs=repairs)
        whole = replace(whole, confidence=max(name.confidence, row.confidence))
        if code not in by_code:
            whole = whole.mended(f"Printed {name.cells['code']} beside its name, read as {code}")
        out[n], out[at] = whole, None


def _nameless(f: Found) -> bool:
    """Tell whether what stands as a row's name may be its cause: it has a remedy and no cause of its own."""
    return f.cells["cause"] == NOT_PRINTED and f.cells["actions"] != NOT_PRINTED
