"""Positions of switches printed in other signs than ON and OFF: `I` and `O`, up and down, drawn halves; the text says what they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from kb.importing.blocks import Cell, Paragraph, Section, Table
from kb.importing.found import Found
from kb.importing.grids import Grid, places
from kb.importing.switch_heads import numbered

# What stands for the two positions of a switch, ON first. Which of the two is ON is printed, or it is a doubt.
_PAIRS = tuple(
    (frozenset(on.split()), frozenset(off.split()))
    for on, off in (
        ("1 I | L", "0 O"),
        ("UP", "DOWN"),
        ("U", "D"),
        ("RIGHT", "LEFT"),
        ("R", "L"),
        ("HIGH", "LOW"),
        ("H", "L"),
        ("CLOSED", "OPEN"),
        ("✓ ✔", "✗ ✘ -"),
        ("X", "-"),
        ("+", "-"),
        ("●", "○"),
        ("■", "□"),
        ("▲", "▼"),
        ("↑", "↓"),
        ("▀", "▄"),
        ("▔", "▁"),
    )
)
_SIGNS = frozenset(s for pair in _PAIRS for side in pair for s in side)
# The sign that switches themselves bear for on; those that mean nothing without a word; those that the readers of tables know.
_BORNE = frozenset({"I", "|"})
_UNTOLD = frozenset({"R", "RIGHT", "H", "HIGH", "CLOSED", "X", "+", "✓", "U"})
_KNOWN = frozenset("10●○■□▲▼↑↓O")
_WORDS = re.compile(r"[A-Z]{2,}")
_TAKEN = "{} was taken for ON"
_SIGN = r"[●○■□▲▼↑↓▀▄▔▁✓✗✔✘]|[IOXUDRLH](?![\w-])|[|+](?!\w)|[01](?![\w.,])|(?i:up|down|right|left|closed|open|high|low)(?:wards?|per|er)?\b"
_ON = r"(?-i:ON|OFF|On|Off)\b|(?:switched |turned )?(?:on|off)\b"
_TOLD = (
    re.compile(
        rf"(?<![\w.,+-])[\"“'(]?(?P<sign>{_SIGN})[\"”')]?\s*(?:position\s*)?(?:=|:|–|—|→|(?:means?|stands? for|is|are|marks?|shows?|signifies|"
        rf"indicates)\b)\s*(?:that )?(?:the )?(?:switch |lever |position )*(?:is |are |in |at )*[\"“]?(?P<on>{_ON})"
    ),
    re.compile(
        rf"\b(?P<on>ON|OFF|On|Off)[\"”]?\s*(?:=|:|\(|(?:means?|is|are|is (?:shown|drawn|marked|printed) (?:as|by|with))\b)\s*(?:the )?"
        rf"(?:position |lever |switch |pushed |a |an )*[\"“(]?(?P<sign>{_SIGN})(?!\s*(?:means?|stands? for|=)\b)"
    ),
    re.compile(
        rf"(?i)\b(?:pushed|moved|slid|turned|pressed|set|lying|standing|points?|pointing|toggled?)\s+(?:to (?:the )?|at the )?"
        rf"(?P<sign>(?-i:{_SIGN}))(?:\s+(?:side|end|hand side))?\s+(?:is|are|=|means?|stands? for)\s+(?:in )?(?P<on>{_ON})"
    ),
)
_SPLIT = re.compile(r"\s*[,;/]\s*|\s+")
_DASHES = str.maketrans("–—−", "---")
LONGEST = 12
LEAST = 2
# A position in a sentence that tells of it by its sign: `in position I`.
_SAID = re.compile(
    r"\b(?P<at>(?:position|set to|put to|switched to|moved to)\s+)[\"“]?(?P<sign>[IO01|])[\"”]?(?![\w.,-]|\s?(?:V|A|Hz|kW|%))"
)


def told(section: Section) -> dict[str, str]:
    """Return what the text of a section says that signs mean: `I means ON`, `up = ON`, `● on`; the other sign of a pair is known with one."""
    return dict(_told(section.blocks))


@lru_cache(maxsize=8)
def _told(blocks: tuple[object, ...]) -> tuple[tuple[str, str], ...]:
    said: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Table):
            continue
        for pattern in _TOLD:
            for m in pattern.finditer(getattr(block, "text", "")):
                sign = re.sub(r"(?:WARDS?|PER|ER)$", "", m["sign"].upper()) if len(m["sign"]) > 1 else m["sign"]
                said.setdefault(sign, "ON" if m["on"].upper().endswith("ON") else "OFF")
    direct = frozenset(said)
    for pair in _PAIRS:
        for one, other in (pair, pair[::-1]):
            for meant in {said[s] for s in one if s in direct}:
                said |= {s: meant for s in one - {"L"} if s not in said}
                said |= {s: "OFF" if meant == "ON" else "ON" for s in other - {"L"} if s not in said}
    return tuple(said.items())


def spelt(grid: Grid) -> tuple[Grid, str]:
    """Return a table with the positions of its switches as ON and OFF, and what is doubtful of that; as it is when they are so."""
    known = told(grid.section)
    columns = {n: signs for n in range(grid.width) if (signs := _signs(grid, n))}
    heads = [n for n in columns if numbered(grid.header[n]) or not grid.headed]
    if len(heads) >= LEAST:
        meant = _meaning(frozenset[str]().union(*(columns[n] for n in heads)), known)
        return (_changed(grid, heads, meant), _doubt(meant, known)) if meant else (grid, "")
    for n, signs in columns.items():
        single = all(len(_parts(t)) == 1 for t in grid.column(n))
        # Up and down beside one switch are printed as they are; what is ON may not be said at all.
        if single and any(map(_WORDS.fullmatch, signs)):
            continue
        meant = _meaning(signs, known, drawn=True)
        if meant:
            return _changed(grid, [n], meant), _doubt(meant, known)
    return grid, ""


def _signs(grid: Grid, n: int) -> frozenset[str]:
    """Return the signs of which all cells of a column consist; an empty set when one is anything else."""
    out: set[str] = set()
    for text in grid.column(n):
        parts = _parts(text)
        if not parts:
            return frozenset()
        out |= set(parts)
    return frozenset(out)


def _parts(text: str) -> list[str]:
    """Cut a cell into signs: `I O O`, `up, down`, `●○○`, `IOOI`; [] when it is none of signs."""
    folded = text.strip().upper().translate(_DASHES)
    parts = _SPLIT.split(folded)
    if all(p in _SIGNS for p in parts) and len(parts) <= LONGEST:
        return parts
    letters = [c for c in folded if c not in " ,/"]
    joined = set(letters) <= {"I", "O"} or not any(c.isalnum() for c in letters)
    return letters if joined and 1 < len(letters) <= LONGEST and all(c in _SIGNS for c in letters) else []


def _meaning(signs: frozenset[str], known: dict[str, str], *, drawn: bool = False) -> dict[str, str]:
    """Return which signs are ON and which OFF; {} for what is no pair, and for what every reader of a table knows."""
    pair = next((p for p in _PAIRS if signs and signs <= p[0] | p[1]), None)
    if pair is None:
        return {}
    one, other = pair
    if signs & known.keys():
        meant = {s: known[s] for s in one | other if s in known}
        # An L among noughts is an I that was misread.
        meant |= {"L": known["I"]} if "I" in one and "I" in known else {}
        return {} if signs <= {"1", "0", "O"} and meant.get("1", "ON") == "ON" else meant
    if one & _UNTOLD or (signs <= _KNOWN and (not drawn or signs <= {"1", "0", "O"})) or signs <= {"L", "O", "0", "1"}:
        return {}
    return dict.fromkeys(one, "ON") | dict.fromkeys(other, "OFF")


def _doubt(meant: dict[str, str], known: dict[str, str]) -> str:
    on = sorted(s for s, m in meant.items() if m == "ON")
    return "" if set(on) & (known.keys() | _BORNE) else _TAKEN.format(on[0].lower() if len(on[0]) > 1 else on[0])


def _changed(grid: Grid, columns: Sequence[int], meant: dict[str, str]) -> Grid:
    rows = tuple(
        tuple(
            Cell(" ".join(meant[p] for p in _parts(c.text)), c.place) if n in columns else c for n, c in enumerate(row)
        )
        for row in grid.rows
    )
    return replace(grid, rows=rows)


def sentence(text: str, section: Section) -> str:
    """Return a sentence with the signs of positions as ON and OFF where the section says what they mean."""
    known = told(section)
    return _SAID.sub(lambda m: f"{m['at']}{known[m['sign']]}" if m["sign"] in known else m[0], text) if known else text


_ONE = re.compile(
    r"(?i)^(?:table [\d.]+:? )?(?:(?:dip|coding|slide|mode)[ -]?)?(?:switch|sw|s|lever|jumper|jp|k|key|bit)?[ -]?(?:no\.? ?)?#?(?P<n>\d{1,2})\b"
    r"\s*(?:$|[:(,–—-]\s*(?P<what>[^()]{3,60}?)\)?[.:]?$)"
)
_OF_ONE = re.compile(r"(?i)^(?:dip|coding|slide|mode|switch|sw|s\d|lever|jumper|jp)")
_POSITIONS = frozenset({"ON", "OFF"})


def of_one(grid: Grid) -> list[Found]:
    """Return the positions of the one switch that stands over its table: `SW4` over `ON | meaning`, `OFF | meaning`."""
    said = next(
        (
            m
            for t in (_last(grid), grid.caption, grid.section.heading.text)
            if _OF_ONE.match(t) and (m := _ONE.match(t))
        ),
        None,
    )
    first = [t.upper() for t in grid.column(0)]
    if not said or grid.width < LEAST or set(first) != _POSITIONS or len(first) != len(_POSITIONS):
        return []
    about = (said["what"] or "").strip()
    out = []
    for row in grid.rows:
        meaning = "; ".join(c.text for c in row[1:] if c.text)
        if not meaning:
            return []
        cells = {
            "switch": said["n"],
            "position": row[0].text.upper(),
            "meaning": f"{about}: {meaning}" if about else meaning,
        }
        out.append(Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3)))
    return out


def _last(grid: Grid) -> str:
    """Return the short line that stands nearest before a table."""
    first = grid.rows[0][0].place.first if grid.rows else 0
    before = [b for b in grid.section.blocks if isinstance(b, Paragraph) and b.lines[-1].place.last < first]
    return before[-1].text if before and first - before[-1].lines[-1].place.last <= LEAST + 1 else ""
