"""The head of a draft: title, edition, date, maker and product, as far as the first pages print them; else TODO."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from kb.extract.slugs import slug
from kb.importing.blocks import Heading, Manual
from kb.importing.clean import tidy

TODO = "TODO"
HEAD_LINES = 120
_EDITION = re.compile(
    r"\b(?:version|edition|revision|rev\.?|issue|release)\s*(?:no\.?|number)?\s*[:.]?\s*((?:[A-Z]{0,2}[-_ ]?)?\d[\w.]*(?:-\d+)?)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"\b(20\d\d)[-./](\d{1,2})[-./](\d{1,2})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})[-./](\d{1,2})[-./](20\d\d)\b")
_MAKER = re.compile(
    r"\b([A-Z][\w&.-]+(?: [A-Z][\w&.-]+){0,4}?),?\s+(?:(?:Technology|Electric|Energy|New Energy)\s+)?"
    r"(?:Co\.?,? ?Ltd|Inc\b|GmbH|B\.V\.|AG\b|LLC|Limited|Corporation|S\.p\.A)"
)
_MODEL = re.compile(r"\b(?=[A-Za-z-]*\d)(?=\w*[A-Z])[A-Z][A-Za-z]{0,12}[-]?\d{2,6}[A-Z]{0,4}(?:-[A-Z\d]{1,6})?\b")
_NO_MODEL = re.compile(
    r"^(?:RS-?\d|RJ-?\d|CAN|IP\d|UL|IEC|EN\d|ISO|UN\d|IEEE|COM\d|LED\d|PV\d|IP|AS\d|VDE|DIN|IPX|CR\d{4}|A\d$|M\d|MODBUS|FLASH\d|"
    r"DRM\d|LIFEPO|USB|BMS\d|SOC\d|PIN\d|AWG)",
    re.IGNORECASE,
)
# Words of covers and file names that name no product.
_GENERIC = re.compile(
    r"(?i)(?:the|of|for|and|user'?s?|owner'?s?|installation|install|operat(?:ion|ing|or'?s?)|service|maintenance|quick|start|product|technical|"
    r"instructions?|manual|guide|handbook|data|sheet|datasheet|brochure|edition|version|rev|revision|v?\d+(?:[.-]\d+)*|v\d+|en|"
    r"eng|english|final|draft)"
)
_TYPES = re.compile(r"\b(battery|inverter|charger|bms|meter|gateway|sensor|controller)\b", re.IGNORECASE)


def guess(manual: Manual, device: str | None) -> dict[str, str]:
    """Return id, title, edition, date, language, maker and device of a draft; what is not printed is "TODO"."""
    head = [tidy(x) for x in manual.lines[:HEAD_LINES]]
    stem = PurePath(manual.source.file).stem
    printed = "\n".join(x for x in head if len(x) < 160)
    edition = _EDITION.search(printed)
    whole = "\n".join(manual.lines)
    maker = Counter(m[1] for m in _MAKER.finditer(whole)).most_common(1)
    return {
        "id": slug(stem).replace(".", "-") or "manual",
        "title": _title(manual, head) or TODO,
        "edition": edition[1] if edition else TODO,
        "date": _date(printed),
        "maker": maker[0][0] if maker else TODO,
        "device": slug(device).replace(".", "-") if device else _device(whole, stem, _title(manual, head), head),
    }


def _title(manual: Manual, head: list[str]) -> str:
    first = next((b for b in manual.blocks if isinstance(b, Heading)), None)
    if first and first.level == 1 and not first.number and first.place.first < HEAD_LINES:
        return first.text
    for line in head[:40]:
        words = line.split()
        if (
            2 <= len(words) <= 12
            and line[-1] not in ".:;"
            and re.search(r"\b(?:manual|guide|instructions?|handbook|sheet)\b", line, re.IGNORECASE)
        ):
            return line.strip("# ")
    return ""


def _own_words(text: str) -> str:
    """Return the words of a title that are the product's and not the document's, three at the most."""
    words = [w for w in re.split(r"[^\w.+-]+", text) if w and not _GENERIC.fullmatch(w)]
    named = any(re.search(r"[A-Za-z]{3}", w) and not _TYPES.fullmatch(w) for w in words)
    return slug(" ".join(words[:3])).replace(".", "-") if named else ""


def _date(text: str) -> str:
    if found := _DATE.search(text):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := _DAY_FIRST.search(text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    return ""


def _device(whole: str, stem: str, title: str, head: Sequence[str]) -> str:
    """The model that the title or the file's name prints, else the one named most often, else the title's or file's own words."""
    models = Counter(m[0] for m in _MODEL.finditer(whole) if not _NO_MODEL.match(m[0]) and len(m[0]) > 4)
    told = re.sub(r"\W", "", f"{title} {stem} {' '.join(head[:8])}".lower())
    for name, count in models.most_common():
        if count > 1 and re.sub(r"\W", "", name.lower()) in told:
            return slug(name).replace(".", "-")
    common = models.most_common(1)
    if common and common[0][1] >= 3:
        return slug(common[0][0]).replace(".", "-")
    # A file's name is somebody's choice and short; a title is asked where the name says nothing.
    if own := _own_words(stem.replace("-", " ").replace("_", " ")) or _own_words(title):
        return own
    for line in head[:8]:
        if 1 < len(line.split()) <= 8 and line[-1] not in ".:;" and (own := _own_words(line)):
            return own
    kind = Counter(m[1].lower() for m in _TYPES.finditer(whole)).most_common(1)
    return "-".join((slug(stem).replace(".", "-") or (kind[0][0] if kind else "device")).split("-")[:3])
