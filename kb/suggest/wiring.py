"""Which lead hangs on an inverter and how its battery's DIP switches stand, as a ticket tells it, compared with the manual's tables.

"MUST … ordinary patch lead, 6 up, rest down": the table of cables has another lead for this brand, the table of protocols these very
switches. What is told otherwise than printed speaks for the cause that cites the table, what is told as printed against it. People
look wrongly and label leads wrongly, so neither decides.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from kb.bundle.store import KnowledgeBase
from kb.diagnose.model import Floats, Model
from kb.model.facts import Cable, Protocol, base_id
from kb.search import cues, switches
from kb.suggest.sentence import Sentence

# How much likelier a cause is of which the ticket tells that something stands otherwise than printed, and how likely one stays of
# which it tells that all stands as printed.
OTHERWISE, AS_PRINTED = 8.0, 0.2
# A lead whose contacts go straight through.
_STRAIGHT = re.compile(
    r"\b(?:straight(?:[- ]?through)?|(?:ordinary|normal|standard|plain|regular) (?:\w+ )?(?:patch|network|lan|ethernet|cat ?[567]e?|lead|cable)"
    r"|patch (?:lead|cable|cord)|1[:-]1|pin to pin|cat ?[567]e?)\b",
    re.IGNORECASE,
)
# A lead that was made for this brand.
_MADE = re.compile(r"\bcustomi[sz]ed\b|\bcrossed\b|\bcustom\b", re.IGNORECASE)
_PATTERN = re.compile(r"\b[Xx01][01]{6}\b")
# The switches that are not named.
_REST = re.compile(
    r"\b(?:the )?(?:rest|others?|remaining|everything else)(?: (?:is|are|all|of them|stay|left|at|on))* (?:down|off|zeros?|0)\b",
    re.IGNORECASE,
)
_ALL_OFF = re.compile(
    r"\b(?:all|every)(?: (?:of )?(?:the )?(?:dips?|switches|sliders|seven|7))*(?: (?:is|are|stand|set|at|to|on))*"
    r" (?:off|down|zeros?|0)\b|\b(?:dips?|switches)(?: are)? all (?:at )?(?:off|down|zeros?)\b",
    re.IGNORECASE,
)
# Installers say up and down, and "6 ON": a switch's name stands farther off.
_UP = re.compile(
    r"(?<!pin )(?<!pins )(?<!packs )(?<!ticket no. )(?<!led )(?<!leds )(?<!lamp )(?<!lamps )(?<!light )(?<!lights )(?<!soc )"
    r"\b([1-8])(?: ?(?:is|was|still|left|set|to|=|:|stands?|at))* ?(up|down|on|off)\b"
    r"(?! ?(?:\d|this|the|that|an?|on|it|my|our|site)\b)",
    re.IGNORECASE,
)
_OF_SWITCHES = re.compile(r"\b(?:dips?|switch(?:es)?|sliders?|master)\b", re.IGNORECASE)


def factors(kb: KnowledgeBase, model: Model, sentences: Sequence[Sentence]) -> Floats:
    """Return by what the prior of each cause (something else last) is multiplied, after what is told of lead and switches."""
    out = np.ones(len(model.source.causes) + 1)
    brand = _brand(sentences)
    cited = {base_id(c) for cause in model.source.causes for c in cause.cites}
    cables = [f for f in kb.select("cable") if isinstance(f, Cable) and brand in f.brands and base_id(f.id) in cited]
    if not cables:
        return out
    text = " ".join(s.text for s in sentences)
    protocols = [
        f
        for f in kb.select("protocol")
        if isinstance(f, Protocol) and brand in f.brands and f.bus in {c.bus for c in cables}
    ]
    judged = {base_id(c.id): _lead(c, text) for c in cables}
    judged |= {base_id(p.id): _switches(p.dip, text) for p in protocols}
    for n, cause in enumerate(model.source.causes):
        for fact in {base_id(c) for c in cause.cites} & judged.keys():
            told = judged[fact]
            out[n] *= 1.0 if told is None else AS_PRINTED if told else OTHERWISE
    return out


def _brand(sentences: Sequence[Sentence]) -> str:
    """Return the one brand that the ticket is about: of several the one that its heading names alone; else an empty text."""
    named = [s.reading.brands for s in sentences]
    every = frozenset().union(*named) if named else frozenset()
    heading: Collection[str] = named[0] if named else ()
    chosen = every if len(every) == 1 else heading
    return next(iter(chosen)) if len(chosen) == 1 else ""


def _lead(cable: Cable, text: str) -> bool | None:
    """Tell whether the lead that is told is the printed one; None where none is told, or several."""
    told = cues.versions(text)
    if told:
        return (cable.version in told) if len(told) == 1 else None
    if not cable.pins or _MADE.search(text) or not _STRAIGHT.search(text):
        return None
    return all(w.from_pin == w.to_pin for w in cable.pins)


def _switches(printed: Mapping[str, str], text: str) -> bool | None:
    """Tell whether the switches that are told stand as printed; None where too little is told of them."""
    told = positions(text)
    if any(printed.get(n, p) != p for n, p in told.items()):
        return False
    on = {n for n, p in printed.items() if p == "ON"}
    # Who names all that stand on, and that the rest is off, has told all of them.
    return True if told and (on <= told.keys()) and len(told) >= len(printed) - 1 else None


def positions(text: str) -> dict[str, str]:
    """Return the positions of a battery's switches that a ticket tells, up as ON.

    >>> positions("dip 0000010 on the master"), positions("master: 7 up, rest down")["6"]
    ({'2': 'OFF', '3': 'OFF', '4': 'OFF', '5': 'OFF', '6': 'ON', '7': 'OFF'}, 'OFF')
    """
    pattern = _PATTERN.search(text)
    if pattern:
        return {str(n): "ON" if x == "1" else "OFF" for n, x in enumerate(pattern[0], 1) if n > 1}
    if not (_OF_SWITCHES.search(text) or _REST.search(text)):
        return {}
    up = {n: "ON" if to.lower() in {"up", "on"} else "OFF" for n, to in _UP.findall(text)} | switches.positions(text)
    if _ALL_OFF.search(text) or (up and _REST.search(text)):
        return {str(n): "OFF" for n in range(2, 8)} | up
    return up
