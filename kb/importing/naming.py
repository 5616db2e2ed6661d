"""Names for what a recogniser found: connectors from captions and headings, ids from words."""

from __future__ import annotations

import re

from kb.extract.slugs import slug
from kb.importing import words
from kb.importing.blocks import Section, Table

_NOISE = re.compile(
    r"\b(?:pins?|pin-?outs?|definitions?|assignments?|introduction|descriptions?|connections?|table|fig(?:ure)?|of the|the|of|and|for|signals?|"
    r"map|mapping|numbers?|order|layout|sequence|functions?|inverter|battery|wiring|as follows|below|follows|shown|is|are|in)\b",
    re.IGNORECASE,
)
_PORT = re.compile(
    r"\b((?:[A-Z][\w/-]*[ -])?(?:(?:RS-?485|RS-?232|CAN|BMS|METER|COM|DRM|CT|LINK|MODBUS|"
    r"CONSOLE|PARALLEL|DRY CONTACT|RJ-?45|DRED|DO|DI|GEN|NTC|"
    r"RELAY|CN|J|X)[-\w/]*)(?:[ /&-]{1,3}(?:RS-?485|RS-?232|CAN|IN|OUT|\d(?!\w)|[A-Z]|"
    r"BMS|COM\d))*(?:[ -](?:port|connector|terminal|interface|socket|block|bus))?)",
)
_SIDE = re.compile(r"(?i)^(?:from|left|right|top|bottom|upper|lower|seen|counted|view(?:ed)?|looking|count(?:ing)?)\b")
_LETTERED = re.compile(r"^(?:[A-Z\d]{1,2}|\(\w\))\s*[:.)]\s+")
_TABLE = re.compile(r"^(?:table|tab\.|figure|fig\.)\s*[\d.-]+\w?\s*[:.–-]?\s*", re.IGNORECASE)

# Letters in a name.
LONGEST = 40


def connector(caption: str, section: Section) -> str:
    """Return a connector's name from the line over its table, else from the heading."""
    sentence = ""
    for text in (caption, section.heading.text):
        said = _LETTERED.sub("", _TABLE.sub("", text.strip()))
        if not said or len(said) > 90 or not words.PIN_EVIDENCE.search(said):
            continue
        name = found[1] if (found := _PORT.search(said)) else said
        name = re.sub(r"\s+", " ", _NOISE.sub(" ", re.split(r"[(,;:–]", name)[0])).strip(" -/.")
        if len(name.split()) == 2:
            name = re.sub(r"(?i)\s+(?:port|terminal|interface|connector|socket)$", "", name)
        if name.lower() in {
            "connector",
            "port",
            "terminal",
            "terminals",
            "connectors",
            "ports",
            "interface",
            "pin",
            "socket",
            "each",
            "s",
        }:
            continue
        if _SIDE.match(name) or not re.search(r"[A-Za-z]", name):
            continue  # `Pins from left to right`: how they are counted
        if not found and said.endswith(".") and not sentence:
            sentence = name  # a sentence over the table is a name only where nothing else is
            continue
        if name.lower() in {"plug", "jack", "strip", "contacts"}:
            name = said  # `Battery plug`: what is no name elsewhere tells it from the others
        if name and len(name) <= LONGEST:
            return name
    # The marking alone: `CN3: Meter`, `5.6 X10`.
    marked = _MARKING.search(caption) or _MARKING.search(section.heading.text)
    return marked[0] if marked else sentence if len(sentence) <= LONGEST else ""


_MARKING = re.compile(r"\b(?:CN|TB|CON|XT|X|J|JP|P)-?\d{1,3}\b")


_TWINS = re.compile(r"\b([A-Z]{1,3})(\d{1,2}) ?(?:and|&|/|,|\+) ?\1(\d{1,2})\b")
# `CAN A and CAN B`, `LINK-1 & LINK-2`; and any two names where the text says that they are alike: `UP and DOWN port`.
_LETTERED_TWINS = re.compile(
    r"\b([A-Z][A-Z\d]*)([ _-])([A-Z]|\d|IN|OUT|UP|DOWN) ?(?:and|&|/|,|\+) ?\1\2([A-Z]|\d|IN|OUT|UP|DOWN)\b"
)
_ANY_TWINS = re.compile(
    r"^(?:(?i:ports?|sockets?|connectors?|plugs?)\s+)?([A-Z][A-Z\d/-]*) ?(?:and|&|/) ?([A-Z][A-Z\d/-]*)(?:\s+(?i:ports?|sockets?|connectors?|plugs?|"
    r"interfaces?)|\s*\(|$)"
)
_SAME = re.compile(r"(?i)\b(?:both|equal|same|identical|alike|each)\b")
_ALIKE = re.compile(
    r"(?i)\b(?:both|two)\b[^.]{0,60}\b(?:same|identical(?:ly)?|alike|equal(?:ly)?|one to one)\b|"
    r"\b(?:same|identical) (?:pin\w*|definitions?|assignments?)\b|"
    r"\b(?:are|is) (?:wired|assigned) (?:alike|identically|equally|the same)\b"
)


def twins(caption: str, section: Section) -> tuple[tuple[str, ...], bool]:
    """Return the names of two connectors that one table describes (`J2 and J3`), and whether the text says they are alike."""
    told = [caption, section.heading.text, *(b.text for b in section.blocks if not isinstance(b, Table))]
    for text in (caption, section.heading.text):
        if found := _TWINS.search(text):
            return (f"{found[1]}{found[2]}", f"{found[1]}{found[3]}"), any(_SAME.search(t) for t in told)
        if found := _LETTERED_TWINS.search(text):
            both = (f"{found[1]}{found[2]}{found[3]}", f"{found[1]}{found[2]}{found[4]}")
            return both, any(_ALIKE.search(t) for t in told)
        if (found := _ANY_TWINS.search(text)) and any(_ALIKE.search(t) for t in told):
            return (found[1], found[2]), True
    return (), False


def port(head: str) -> str:
    """Return a column's head as the name of its connector: `RS232 Pin` → RS232."""
    bare = re.sub(r"(?i)\s*\b(?:pins?|definitions?|signals?|functions?|port|interface)\b", "", head).strip(" -:")
    return re.sub(r"^\(([^()]+)\)$", r"\1", bare) or head


def identifier(*parts: str, limit: int = 48) -> str:
    """Return an id from words: lower case, joined by dashes, cut at a word."""
    said = slug(" ".join(p for p in parts if p)).replace(".", "-")
    said = re.sub(r"-(?:the|a|an|is|are|of|to|and|be|in|or)(?=-|$)", "", f"-{said}").strip("-")
    if len(said) > limit:
        said = said[:limit].rpartition("-")[0] or said[:limit]
    return said or "unnamed"
