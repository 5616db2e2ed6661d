"""Partners told in sentences: `For Victron choose protocol 3 over CAN`, `Deye and Solis inverters use RS485 with protocol P05`."""

from __future__ import annotations

import re

from kb.importing import partners
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.sentences import LIKELY, Sentence, sentences

_PROTOCOL = re.compile(
    r"(?i:\b(?:protocol|profile|language|type|setting|option|program|mode|value)s?(?:\s+(?:no\.?|number|id|code))?(?:\s+(?:to|is|"
    r"=))?)\s*[:=]?\s*[\"“‘']?"
    r"((?-i:[A-Z]{1,5}[-_ ]?\d{1,3}[A-Z]?|\d{1,3}|[A-Z]{2,}[\w-]*|[A-Z][\w-]+\d))[\"”’']?"
)
_QUOTED = re.compile(r"[\"“]([\w .+-]{2,24})[\"”]")
_WHO = re.compile(
    r"(?:\b(?:[Ff]or|[Ww]ith|[Ww]hen using|[Ii]f you use|[Tt]o|[Ff]rom|[Oo]f)\s+(?:an? |the )?|"
    r"^)((?:[A-Z][\w&+.-]*(?:\s[A-Z][\w&+.-]*)?)(?:\s*(?:,|/|&|and|or|, and)\s*(?:[A-Z][\w&+.-]*(?:\s[A-Z][\w&+.-]*)?))*)"
    r"(?=\s+(?:inverters?|batter(?:y|ies)|devices?|chargers?|units?|systems?|products?|choose|select|set|use|uses|are|is|enter|"
    r"pick|take|talks?|speaks?|works?|needs?|requires?)\b|\s*[,:(])"
)
_NO_BRAND = re.compile(
    r"(?i)^(?:can(?:bus)?|rs-?\d{3}|for|with|when|if|to|the|choose|select|set|use|protocol|pin|dip|switch|modbus|rtu|tcp|this|"
    r"that|all|these|other|please|note|bms|inverters?|connect|"
    r"battery|communication|ethernet|usb|wi-?fi|address|master|slave|on|off|in|see|error|fault|menu|port|pack|unit|then|it|default|canopen|rj-?45)$"
)


def from_section(section: Section) -> list[Found]:
    """Return the protocols that sentences of a section tie to a bus and to brands of partners."""
    out: list[Found] = []
    for paragraph in sentences(section):
        for sentence in paragraph:
            if sentence.sure and (row := _row(sentence)):
                out.append(row)
    return out


def _row(sentence: Sentence) -> Found | None:
    text = sentence.text
    bus = partners.bus_of(text)
    chosen = _PROTOCOL.search(text)
    who = next((m for m in _WHO.finditer(text) if _brands(m[1])), None)
    if not bus or not who or not chosen or partners.bus_of(chosen[1]):
        return None
    cells = {"protocol_id": chosen[1], "bus": bus, "brands": "; ".join(_brands(who[1])), "dip": ""}
    return Found("protocol", cells, (sentence.place,), 0.85).mended(LIKELY, 1.0)


def _brands(text: str) -> list[str]:
    said = [p.strip() for p in re.split(r"\s*(?:,|/|&|\band\b|\bor\b)\s*", text) if p.strip()]
    return [p for p in dict.fromkeys(said) if not _NO_BRAND.match(p) and not re.match(r"^[A-Z]{0,2}\d+$", p)]
