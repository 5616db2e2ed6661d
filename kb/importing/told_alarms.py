"""Faults told in sentences: `Error E07 means that the fan is blocked; check the fan`, `If the display shows F12, …`."""

from __future__ import annotations

import re

from kb.importing import words
from kb.importing.alarms import Entry, found
from kb.importing.blocks import Place, Section
from kb.importing.found import Found
from kb.importing.sentences import LIKELY, Sentence, sentences

_CODE = (
    r"[\"“‘']?((?:[A-Z]{1,3}[-_ ]?|Err\.? ?|ERR ?)?\d{1,4}(?:\.\d)?|0x[0-9A-Fa-f]{1,6}|(?!(?:CAN|BMS|LED|DIP|SOC|USB|LCD|PCS|OFF|"
    r"GND|LAN|RUN|ALM|APP)\b)[A-Z]{3,5}(?![\w-]))[\"”’']?"
)
_KIND = r"(?:the )?(?:error|fault|alarm|warning|message|event|display|blink|flash)s?(?:[ -](?:code|message|number|no\.?))?|(?:the )?code"
_MEANS = (
    r"(?:means|stands for|indicates|signals|signifies|shows|tells|points to|reports|is (?:a|an)|denotes|is (?:reported|shown|"
    r"displayed|raised|triggered|issued|set|given|output) (?:when|if|on|at|in case of|after|as soon as)|(?:appears|occurs|"
    r"comes up|comes|arises|is active) (?:when|if|on|at|in case of|after|as soon as)|=|:)"
)
_TOLD = re.compile(rf"^(?i:{_KIND})\s+{_CODE}\s*(?:\(([^()]{{3,60}})\)\s*)?,?\s*(?i:{_MEANS})\s*(?:that\s+)?(\S.*)$")
_MARKED = re.compile(rf"^{_CODE}\s*(?:\(([^()]{{3,60}})\)\s*)?(?i:{_MEANS.replace('|=|:', '')})\s*(?:that\s+)?(\S.*)$")
_SHOWN = re.compile(
    rf"(?i)^(?:if|when|whenever)\s+(?:the |this |your )?(?:\w+ ){{0,3}}?(?:shows?|displays?|reports?|reads|appears?|occurs?|"
    rf"comes up|there is)?\s*(?:the )?(?:{_KIND})?\s*(?-i:{_CODE})\s*(?:\(([^()]{{3,60}})\)\s*)?(?:is (?:shown|displayed|reported)|"
    rf"appears|occurs|comes up|lights)?\s*,\s*(\S.*)$"
)
_BEHIND = re.compile(rf"(?i)^(\S.{{4,80}}?)\s*\((?:{_KIND})\s*(?-i:{_CODE})\)")
_LISTED = re.compile(rf"(?i)\b(?:{_KIND})\s*(?-i:{_CODE})")
_SOCKET = re.compile(r"(?i)^(?:COM|CAN|LAN|USB|CN|[A-DH-VX-Z])[-_ ]?\d{1,2}$|^\d+$")


def from_section(section: Section) -> list[Found]:
    """Return the faults whose code a sentence explains; advice in the same and the next sentences belongs to them."""
    out: list[Found] = []
    for paragraph in sentences(section):
        held: tuple[dict[str, str], Place] | None = None
        for sentence in paragraph:
            entry = _entry(sentence) if sentence.sure else None
            if entry:
                if held:
                    out += _made(*held)
                held = (entry, sentence.place)
            elif held and words.ACTION.match(sentence.text) and not _LISTED.search(sentence.text):
                cells, place = held
                held = (
                    {**cells, "actions": f"{cells['actions']}; {sentence.text}".strip("; ")},
                    place | sentence.place,
                )
        if held:
            out += _made(*held)
    return out


def _entry(sentence: Sentence) -> dict[str, str] | None:
    text = sentence.text.strip().rstrip(".")
    match = _TOLD.match(text) or _SHOWN.match(text)
    if not match and (bare := _MARKED.match(text)) and words.FAULT.search(text) and not _SOCKET.match(bare[1]):
        match = bare
    if not match:
        return None
    code, name, told = match[1], (match[2] or "").strip(), match[3].strip()
    if not name and words.ACTION.match(told):
        return None  # `If E07 is shown, restart the unit` says what to do and not what it means
    parts = re.split(
        r"\s*;\s*|\.\s+|,\s+(?=(?:please\s+)?(?:check|contact|call|restart|switch|disconnect|replace|reduce|clean|wait)\b)",
        told,
    )
    actions = "; ".join(p for p in parts[1:] if words.ACTION.match(p))
    cause = parts[0] if name else ""
    named = name or re.sub(r"(?i)^(?:that |the |a |an |there is (?:a |an )?)", "", parts[0])
    plain = words.FAULT.search(f"{named} {cause}") or re.search(r"(?i)\b(?:error|fault|alarm|warning)\b", text)
    if not plain and not re.match(r"^[A-Z]", code):
        return None
    return {"code": code, "name": named, "cause": cause, "actions": actions}


def _made(cells: dict[str, str], place: Place) -> list[Found]:
    row = found(Entry(cells, (place,)), {}, base=0.7, coded=True)
    return [row.mended(LIKELY, 1.0)] if row and len(row.cells["name"].split()) <= 16 else []
