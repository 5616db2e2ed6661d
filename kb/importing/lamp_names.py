"""Lamps that a text introduces before it says what they mean: `Four lamps are on the front: RUN (green), ALM (red)`, `D1 green, D2 red`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kb.importing import words
from kb.importing.blocks import ListItem, Paragraph, Section
from kb.importing.found import Found

_LAMPISH = re.compile(r"(?i)\b(?:leds?|lamps?|lights?|indicators?|(?:light-emitting )?diodes?)\b")
_MARK = r"(?P<name>(?!(?:LEDs?|AND|THE|IS|ARE|DC|AC)\b)[A-Z][A-Z\d/+-]{1,9})"
_COLOR = rf"(?P<color>(?i:{words.COLOR.pattern}))"
_FORMS = (
    re.compile(rf"\b{_MARK}(?:\s+(?:light|lamp|LED|indicator))?\s*\({_COLOR}\)"),
    re.compile(rf"\b{_MARK}\s+is\s+an?\s+{_COLOR}\s+(?:light|lamp|LED|indicator|diode)\b"),
    re.compile(rf"\b{_MARK}\s+(?:is|are|shines|lights)\s+{_COLOR}(?=\s*(?:[,;.]|and\b|$))"),
    re.compile(rf"\b{_MARK}\s+{_COLOR}(?=\s*(?:[,;.]|and\b|$))"),
)
LEAST = 2
# Letters of a text that is looked at, and words in it that are of another thing.
LONGEST = 1500
_ELSEWHERE = re.compile(r"(?i)\b(?:wires?|cables?|conductors?|cores?)\b")
_TOLD = "the lamp's colour stands in the text that names the lamps"


def introduced(section: Section) -> dict[str, str]:
    """Return the lamps that a section's text names with their colours; two or more in one sentence, which speaks of lamps."""
    out: dict[str, str] = {}
    for block in section.blocks:
        text = block.text[:LONGEST] if isinstance(block, Paragraph | ListItem) else ""
        about = bool(_LAMPISH.search(f"{section.heading.text} {text}")) and not _ELSEWHERE.search(text)
        for sentence in re.split(r"(?<=[.!?])\s+", text) if about else ():
            named: dict[str, set[str]] = {}
            for form in _FORMS:
                for m in form.finditer(sentence):
                    named.setdefault(m["name"], set()).add(words.COLOR_WORDS[m["color"].lower()])
            if len(named) >= LEAST:
                out |= {name: min(colors) for name, colors in named.items() if len(colors) == 1}
    return out


def colored(found: Sequence[Found], sections: Sequence[Section]) -> list[Found]:
    """Give lamps that shine without a printed colour the one that the text of their section gives them."""
    known: dict[int, dict[str, str]] = {}
    out = []
    for f in found:
        if f.kind != "led_state" or not 0 <= f.section < len(sections):
            out.append(f)
            continue
        if f.section not in known:
            known[f.section] = introduced(sections[f.section])
        lamps = [_with(lamp, known[f.section]) for lamp in f.cells["lamps"].split("; ")]
        shown = "; ".join(lamps)
        same = shown == f.cells["lamps"]
        out.append(f if same else replace(f, cells={**f.cells, "lamps": shown}).mended(_TOLD, 1.0))
    return out


def _with(lamp: str, colors: dict[str, str]) -> str:
    name, parted, state = lamp.partition(": ")
    lit = state.split()[:1] in (["steady"], ["flash"])
    return f"{name}: {colors[name]} {state}" if parted and lit and name in colors else lamp
