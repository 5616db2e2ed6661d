"""Partners told in sentences: `For Victron choose protocol 3 over CAN`, `VE-CAN for Victron, CAN at 500 kbit/s`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.importing import partners, words
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.grids import stream
from kb.importing.sentences import LIKELY, Sentence, sentences

_CODE = r"[\"“‘']?(?-i:([A-Z]{1,6}[-_ ]?\d{1,3}[A-Z]?|\d{1,3}|[A-Z][A-Z\d]+(?:[-_.+][A-Z\d]+)*|[A-Z][\w]*[-_][\w-]+))[\"”’']?"
_KIND = (
    r"(?:protocol|profile|driver|language|setting|option|program|menu (?:item|entry)|(?:battery|inverter) type|type|code|mode|value|entry|"
    r"number)"
)
# Drivers and files are named in small letters as well.
_NAMED = (
    r"[\"“‘']?(?-i:([A-Z]{1,6}[-_ ]?\d{1,3}[A-Z]?|[A-Z][A-Z\d]+(?:[-_.+][A-Z\d]+)*|[A-Za-z][\w]*[-_][\w-]+))[\"”’']?"
)
# What a protocol is called in a sentence, the surest first.
_PROTOCOL = (
    re.compile(
        rf"(?i)\b(?:protocol|profile|driver|language|register map)s?(?:\s+(?:id|code|name))?(?:\s+(?:is|=|named|called))?\s*[:=]?\s*{_NAMED}"
    ),
    re.compile(
        rf"(?i)\b{_KIND}s?(?:\s+(?:no\.?|number|id|code|name))?(?:\s+(?:to|is|=|named|called))?\s*[:=]?\s*{_CODE}"
    ),
    re.compile(rf"(?i)\b(?:the )?{_CODE}\s+{_KIND}\b"),
    re.compile(
        rf"(?i)\b(?:speaks?|talks?|understands?|choose|select|selects|takes?|set to|enter|pick|uses?|needs?|set)\s+(?:the\s+)?(?:number\s+|"
        rf"name\s+|entry\s+)?{_CODE}(?![\w-])"
    ),
    re.compile(rf"(?i)^(?:the )?{_CODE}\s+(?:is|was)\s+(?:provided|meant|intended|made|used)\s+for\b"),
)
# `VE-CAN for Victron with Cerbo GX, CAN at 500 kbit/s`: a name, whom it is for, the bus.
_LISTED = re.compile(
    r"^[\"“]?(?P<name>[A-Z\d][\w.+-]{0,14}(?: [\dA-Z][\w.+-]{0,8})?)[\"”]?\s*(?:[:–—-]\s+|\s)(?:is |stands |serves |"
    r"works )?(?:for|with|to)\s+(?P<who>[A-Z][^,;:()]{1,60}?)\s*(?:[,;:(–]\s*(?P<rest>.*))?$"
)
_NAME = r"[A-Z][\w&+.-]*(?:\s+(?:[A-Z\d][\w&+.-]*))*"
_NAMES = rf"(?:an? |the )?({_NAME}(?:\s*(?:,|/|&|\band\b|\bor\b|, and)\s*(?:an? |the )?{_NAME})*)"
_WHO = (
    re.compile(rf"(?:\b(?:[Ff]or|[Ww]ith|[Ww]hen using|[Ii]f you use|[Tt]ogether with|[Tt]o connect)\s+){_NAMES}"),
    re.compile(
        rf"^(?:[Tt]he |[Aa]n? |[Aa]ll )?{_NAMES}(?=\s+(?:\w+\s+)?(?:inverters?|batter(?:y|ies)|storages?|chargers?|meters?|units?|"
        rf"systems?|devices?|products?)?\s*"
        r"(?:(?:of|from) (?:the |all )?(?:types?|series|models?|makes?|famil(?:y|ies)) [\w ,/+-]{1,40}? (?=(?:are|is|use|can) ))?"
        r"(?:use|uses|are|is|speaks?|talks?|works?|needs?|requires?|takes?|runs?|understands?|communicates?|reads?|finds?|deliver|has|have|can be|"
        r"polls?)\b)"
    ),
    re.compile(
        rf"\b(?:reads?|supports?|knows|(?:talks|speaks|works|communicates) (?:to|with)|understands)\s+(?:also )?{_NAMES}"
        rf"(?=\s+(?:with|by|over|via|using|on|through)\b)"
    ),
    # The product before its maker: `The Sunny Tower of Acme works with …`.
    re.compile(
        rf"^(?:[Tt]he |[Aa]n? )?[A-Z][\w-]*(?: [A-Z\d][\w-]*){{0,2}}\s+(?:of|from|by)\s+{_NAMES}(?=\s+(?:is|are|works?|uses?|speaks?|talks?|needs?|"
        r"takes?|runs?|understands?|can be)\b)"
    ),
    re.compile(
        rf"^(?:[Tt]he |[Aa]ll )?(?:[Ii]nverters?|[Bb]atter(?:y|ies)|[Ss]torages?|[Cc]hargers?|[Mm]eters?|[Uu]nits?|[Ss]ystems?|[Dd]evices?)\s+"
        rf"(?:of|from|by|made by)\s+{_NAMES}"
    ),
)
_SINCE = re.compile(
    r"^(?:From|Since|As of|With) (?:(?:firmware|software) )?(?:version |release )?(?:V?\d[\d.]*) ?(?:on|onwards)?,? *(?=[A-Z]|the [A-Z])"
)
_NO_BRAND = re.compile(
    r"(?i)^(?:can(?:bus)?|rs-?\d{3}|for|with|when|if|to|the|choose|select|set|use|protocols?|pin|dip|prot|switch|modbus|rtu|tcp|"
    r"this|that|all|these|other|please|note|bms|inverters?|connect|"
    r"batter(?:y|ies)|communication|ethernet|usb|wi-?fi|address|master|slave|on|off|in|see|error|fault|menu|port|pack|unit|then|"
    r"it|default|canopen|rj-?45|solar|lead|gel|each|meters?|"
    r"stations?|only|speed|baud|its|our|your|both|type|value|slaves?|hosts?|charging)$"
)


# `CAN: Victron (P1), Deye (P2) RS485: Growatt (P5)`: the partners of each bus, each with its protocol.
_BY_BUS = re.compile(r"\b(CAN|RS-?485)(?: bus)?\s*:\s*")
_CODED = re.compile(r"([A-Z][\w&+. -]*?)\s*\(([A-Z]{0,4}[-_ ]?\d{1,3}|[A-Z][A-Z\d-]+)\)")
# What is forbidden or does not go is no way to set it.
_NEVER = re.compile(
    r"(?i)\b(?:never|must not|do not (?:use|choose|select|set)|don't|cannot be|can not be|not (?:supported|compatible|possible|allowed|"
    r"permitted)|instead of|rather than|no longer|is not|are not|without)\b"
)
# An item of a list: the protocol's code, its partners, the bus in brackets or behind.
_ITEM = re.compile(
    r"^(?:(?i:protocol|profile|setting|code) )?(?P<name>[A-Z]{1,4}[-_ ]?\d{1,3}|\d{1,2}|[A-Z]{2,6}(?:-[A-Z\d]{1,4})?)\s*[:=–—-]\s+"
    r"(?P<who>[A-Z][\w&+., /-]{1,90}?)\s*(?:(?:[(;–]|,(?= (?:CAN|RS))|\bon\b|\bover\b|\bvia\b)\s*(?P<rest>[^()]{0,60})\)?)?$"
)
_ABOUT = re.compile(r"(?i)\b(?:protocols?|profiles?|partners?|compatib\w+|supported|inverters|brands?)\b")
# The bus over a list of its partners, and an item of that: the code before the partner or behind.
_OVER = re.compile(
    r"(?i)^(?:(?:via|over|on|by|with|through|bus:?|port:?) )?((?:CAN|RS-?485|modbus rtu)\b[^.;:]{0,40}?)\s*:?$"
)
_LIST_CODE = r"(?P<code>\d{1,3}|[A-Z]{1,5}[-_ ]?\d{1,3}|[A-Z]{2,6}(?:-[A-Z\d]{1,4})+)[*¹²³]?"
_CODE_FIRST = re.compile(rf"^{_LIST_CODE}\s*(?:[.):=–—-]\s*|\s)(?P<who>[A-Z][\w&+., /-]{{1,60}})$")
_CODE_LAST = re.compile(
    rf"^(?P<who>[A-Z][\w&+., /-]{{1,60}}?)\s*(?:[:=–—]\s*|\s-\s)(?:(?i:protocol|number|no\.|code|profile)\s)?{_LIST_CODE}$"
)
# A bus, and a switch that is set.
_NO_PROTOCOL = re.compile(r"(?i)^(?:can(?:[- ]?bus)?|rs-?485|(?:prot|sw|dip|lever|pin|s)[-_ ]?\d{1,2})$")


def from_section(section: Section) -> list[Found]:
    """Return the protocols that sentences of a section tie to a bus and to brands of partners."""
    out: list[Found] = []
    for paragraph in sentences(section):
        for n, sentence in enumerate(paragraph):
            if sentence.sure:
                out += _rows(sentence, " ".join(s.text for s in paragraph[n + 1 :]))
    if under := _under_bus(section):
        return [*under, *out]
    return out or _listed(section)


def _under_bus(section: Section) -> list[Found]:
    """`Via CAN, 500 kbps:` over `01 Acme`, `02 Borealis`: codes and partners line by line under the bus that they use."""
    out: list[Found] = []
    bus = ""
    for cell in stream(section):
        text = re.sub(r"^[-•–*]\s+", "", cell.text).strip()
        over = _OVER.match(text)
        if over and partners.bus_of(over[1]):
            bus = partners.bus_of(over[1])
            continue
        m = (_CODE_FIRST.match(text) or _CODE_LAST.match(text)) if bus else None
        named = brands(m["who"]) if m else []
        if m and named and not words.FAULT.search(text):
            cells = {"protocol_id": m["code"], "bus": bus, "brands": "; ".join(named), "dip": ""}
            made = Found("protocol", cells, (cell.place,), 0.85)
            out.append(made.questioned("read from a list without heads", 0.85))
        else:
            bus = ""
    return out if len(out) > 1 and _ABOUT.search(section.heading.text) else []


def _listed(section: Section) -> list[Found]:
    """`P1: Acme, Ceres (CAN)`, two items or more under a heading of protocols or partners; a list has no heads, so it is doubted."""
    if not _ABOUT.search(section.heading.text):
        return []
    over = partners.bus_of(section.heading.text)
    out: list[Found] = []
    for paragraph in sentences(section):
        m = _ITEM.match(paragraph[0].text.rstrip(".")) if len(paragraph) == 1 else None
        bus = (partners.bus_of(m["rest"] or "") or over) if m else ""
        named = brands(m["who"]) if m else []
        if m and bus and named and not words.FAULT.search(m["who"]):
            out.append(_found(m["name"], bus, named, paragraph[0]).questioned("read from a list without heads", 0.85))
    return out if len(out) > 1 else []


def _rows(sentence: Sentence, following: str) -> Iterator[Found]:
    text = sentence.text.strip()
    if _NEVER.search(text):
        return
    if _BY_BUS.match(text):
        parts = _BY_BUS.split(text)[1:]
        for bus, said in zip(parts[::2], parts[1::2], strict=False):
            for m in _CODED.finditer(said):
                if named := brands(m[1]):
                    yield _found(m[2], partners.bus_of(bus), named, sentence)
        return
    listed = _LISTED.match(text)
    if (
        listed
        and (
            bus := partners.bus_of(listed["rest"] or "") or partners.bus_of(listed["who"]) or partners.bus_of(following)
        )
        and (named := brands(listed["who"]))
        and not _NO_BRAND.match(listed["name"])
    ):
        yield _found(re.sub(rf"(?i)^{_KIND} ", "", listed["name"]), bus, named, sentence)
        return
    bus = partners.bus_of(text)
    text = _SINCE.sub("", text)
    named = next((b for pattern in _WHO for m in pattern.finditer(text) if (b := brands(m[1]))), [])
    protocol = _protocol(text, named)
    if bus and named and protocol:
        yield _found(protocol, bus, named, sentence)


def _protocol(text: str, named: list[str]) -> str:
    brand = {w.lower() for b in named for w in (b, *b.split())}
    for n, pattern in enumerate(_PROTOCOL):
        for m in pattern.finditer(text):
            said = m[1]
            # Where a kind is named, a name may be the brand's own.
            if _NO_PROTOCOL.match(said) or _NO_BRAND.match(said) or (n > 2 and said.lower() in brand):
                continue
            if n > 2 and (said.isdecimal() or re.match(r"^\d", said)):
                continue
            return said
    return ""


def _found(protocol: str, bus: str, named: list[str], sentence: Sentence) -> Found:
    cells = {"protocol_id": protocol, "bus": bus, "brands": "; ".join(named), "dip": ""}
    return Found("protocol", cells, (sentence.place,), 0.85).mended(LIKELY, 1.0)


def brands(text: str) -> list[str]:
    """Return the brands that a phrase lists; words that name none are left out, and what follows `with` tells of them."""
    said = re.split(r"\s+(?:with|via|by|over|on|from|connected)\s+", text)[0]
    parts = [
        re.sub(r"(?i)^(?:an?|the)\s+", "", p.strip())
        for p in re.split(r"\s*(?:,|/|&|\band\b|\bor\b)\s*", said)
        if p.strip()
    ]
    out = []
    for p in dict.fromkeys(parts):
        name = re.sub(
            r"(?i)\s+(?:inverters?|batter(?:y|ies)|storages?|chargers?|meters?|units?|systems?|devices?)$", "", p
        ).strip(" .")
        if re.match(r"[A-Z]", name) and not _NO_BRAND.match(name.split()[0]) and not re.match(r"^[A-Z]{0,2}\d+$", name):
            out.append(name)
    return out
