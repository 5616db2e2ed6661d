"""Figures and names as manuals print them: folded, read, and looked for in a stretch of an original."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import msgspec

from kb.model.numerals import CARDINALS

# OCR puts Cyrillic letters for the Latin ones they look like.
_CYRILLIC = "\u0410\u0412\u0421\u0415\u041d\u041a\u041c\u041e\u0420\u0422\u0425"
_ALIKE = {
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7"), "-"),
    **dict.fromkeys(map(ord, "\uff5e\u223c"), "~"),
    ord("\u00d7"): "x",
    ord("\u00ba"): "°",
    **dict(zip(map(ord, _CYRILLIC), "ABCEHKMOPTX", strict=True)),
}
_LATEX = (
    (r"\^\s*\{?\s*\\circ\s*\}?", "°"),
    (r"\\(?:geq?|geqslant)(?![a-z])", "≥"),
    (r"\\(?:leq?|leqslant)(?![a-z])", "≤"),
    (r"\\times", "x"),
    (r"\\pm", "±"),
    (r"\\(?:sim|approx)", "~"),
    (r"\\(?:text|mathrm|mathbf|mathsf|mathit)\s*", ""),
)
_WORD_NUMBER = re.compile(rf"\b({'|'.join(CARDINALS)})\b", re.IGNORECASE)
_EACH = re.compile(r"\b(?:per|every|each)[ ](?=(?:second|minute|hour|day|week|month|year)\b)", re.IGNORECASE)

# Spelling (lower case) → (family, factor). Figures of a family compare after the factor: 200 ms is 0.2 s.
_UNITS: dict[str, tuple[str, float]] = {
    "ms": ("s", 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), ("s", 1.0)),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), ("s", 60.0)),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), ("s", 3600.0)),
    **{u: (w, 1.0) for w in ("day", "week", "month", "year") for u in (w, f"{w}s")},
    **{
        u: (u, 1.0)
        for u in [
            "v",
            "a",
            "ma",
            "ah",
            "mah",
            "w",
            "kw",
            "kwh",
            "va",
            "kva",
            "hz",
            "khz",
            "ghz",
            "mm",
            "cm",
            "m",
            "km",
            "mm2",
            "kg",
            "lb",
            "inch",
            "n·m",
            "awg",
            "%",
            "°c",
            "k",
            "°",
            "c",
            "bps",
            "kbps",
            "mb",
            "gb",
            "ω",
            "m/s",
        ]
    },
    **dict.fromkeys(("vdc", "vac", "v.dc", "vd.c.", "va.c."), ("v", 1.0)),
    **dict.fromkeys(("meter", "meters", "metres"), ("m", 1.0)),
    **dict.fromkeys(("nm", "n.m", "n*m"), ("n·m", 1.0)),
    **dict.fromkeys(("ohm", "ohms"), ("ω", 1.0)),
    **dict.fromkeys(("%rh", "% rh"), ("%", 1.0)),
    "lbs": ("lb", 1.0),
    "inches": ("inch", 1.0),
    "o": ("°", 1.0),
    "c°": ("°c", 1.0),
    "mb/month": ("mb", 1.0),
}
_UNIT = "|".join(re.escape(u) for u in sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(
    r"(?<![\d.])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:[ \t]*(?P<unit>{_UNIT})(?![a-z\d:]))?",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(rf"\d(?:\s*(?:{_UNIT}))?$", re.IGNORECASE)
_CLOSE = 1e-6


class Figure(msgspec.Struct, frozen=True):
    """A number as it stands in a text: its value in the family's unit, and the family ("" for a bare one)."""

    value: float
    family: str
    signs: str  # which readings the dash before it allows: "+", "-" or "+-"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Fold ℃, ², dashes, LaTeX and HTML; word numbers become digits. Case and line ends are kept."""
    text = re.sub(r"(?<=[a-z])[ ]*<sup>([23])</sup>", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"</?su[bp]>", "", text, flags=re.IGNORECASE)
    text = re.sub(r"</?[a-z][^<>]{0,80}>", " ", text, flags=re.IGNORECASE)
    for pattern, plain in _LATEX:
        text = re.sub(pattern, plain, text)
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    text = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    text = re.sub(r"[$\\{}]", " ", text)
    text = re.sub(r"°[ ]+C\b", "°C", text)
    text = re.sub(r"\bCAN-?BUS", "CAN bus", text, flags=re.IGNORECASE)
    text = _EACH.sub(lambda m: f"{m[0]}1 ", text)
    text = _WORD_NUMBER.sub(lambda m: str(CARDINALS.index(m[0].lower())), text)
    return re.sub(r"[^\S\n]+", " ", text).strip()


def family(unit: str) -> tuple[str, float]:
    """Return the family and factor of a unit; a count (packs, times, "-") and an unknown one have none."""
    return _UNITS.get(fold(unit).lower(), ("", 1.0))


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the numbers of a folded text with the unit that follows each."""
    out: list[Figure] = []
    for found in _QUANTITY.finditer(text):
        group, factor = _UNITS[found["unit"].lower()] if found["unit"] else ("", 1.0)
        out.append(Figure(float(found["number"].replace(",", "")) * factor, group, _signs(text[: found.start()])))
    return tuple(out)


def _signs(before: str) -> str:
    """Tell what a dash before a number may mean: `5-8` is "to", `(-8` is minus, `Pin-8` only a hyphen."""
    tight, stripped = before.endswith("-"), before.rstrip()
    if not stripped.endswith("-"):
        return "+"
    head = stripped[:-1]
    if _RANGE_BEFORE.search(head):
        return "+"
    return "+-" if not tight or _RANGE_BEFORE.search(head.rstrip()) or head[-1:].isalnum() else "-"


def has_figure(text: str, value: float, group: str) -> bool:
    """Tell whether a folded text holds the figure, bare or in its unit; another unit is another figure."""
    sign = "-" if value < 0 else "+"
    for figure in figures(text):
        if sign not in figure.signs or (figure.family and group and figure.family != group):
            continue
        # A bare number may stand for any unit of the family (`200` in a column headed "ms").
        factors = {f for g, f in _UNITS.values() if g == group} if group == "s" and not figure.family else {1.0}
        if any(abs(figure.value * f - abs(value)) <= _CLOSE * max(1.0, abs(value)) for f in factors):
            return True
    return False


@lru_cache(maxsize=4096)
def name_pattern(name: str, *, whole: bool) -> re.Pattern[str]:
    """Return a pattern that finds a name in any case and spacing: `CAN-H` in "CANH", `BAT 5.0` in "BAT5.0".

    `whole` refuses a longer name around it (GND in GND2); a closing + or - always counts (BAT+ is not BAT-).
    """
    text = fold(name)
    parts = re.findall(r"[^\W\d_]+|\d+(?:\.\d+)?|[+-]$|[+-](?=[/ ])", text)
    body = (r"[\W_]{0,3}?" if whole else r"s?[\W_]{0,3}?").join(map(re.escape, parts))
    first, last = (parts[0], parts[-1]) if parts else ("", "")
    start = r"(?<![^\W_])" if whole else (r"(?<!\d)(?<!\d\.)" if first[:1].isdigit() else r"(?<![^\W\d_])")
    if last in {"+", "-"}:
        end = ""
    elif whole:
        end = r"(?![^\W_])"
    else:
        end = r"(?!\d|\.\d)" if last[-1:].isdigit() else r"(?!(?!s\b)[^\W\d_])"
    return re.compile(start + body + end, re.IGNORECASE)


def has_name(text: str, name: str, *, whole: bool = False) -> bool:
    """Tell whether a folded text holds the name."""
    return name_pattern(name, whole=whole).search(text) is not None


def has_row(text: str, cells: tuple[str, ...]) -> bool:
    """Tell whether one line of a folded text holds all cells in their order: `13 | 6 | 9` holds 13 and 9, not 1 and 9."""
    pattern = r"(?!\d)[^\n]*?(?<!\d)(?<!\d\.)".join(re.escape(c) for c in cells)
    return re.search(rf"(?<!\d)(?<!\d\.){pattern}(?!\d|\.\d)", text, re.IGNORECASE) is not None
