"""People's words for what they want to know → words that manuals print about it: "how heavy" → weight, kg.

A draft has neither phrases written for it nor devices; the vocabulary of the field is all that bridges the two.
"""

from __future__ import annotations

import re

from kb.model.numerals import ORDINALS

# What stands in a question (lower case), and what a manual prints where it answers. Several may apply to one question.
_ASKED: tuple[tuple[str, str], ...] = (
    # Quantities: the unit that an answer has, and the word before it.
    (r"heavy|weigh(s|t)?\b|how many (kg|kilos?|pounds)", "weight kg"),
    (r"torque|tight(ness|en|ened)?\b|\bnm\b|screws? down", "torque Nm tighten"),
    (
        r"(room|space) (above|below|under|over|around|at|on|in front|needed|for)|(how much|free) (room|space)",
        "clearance distance space free mm cm gap",
    ),
    (r"how far|distance|clearance|spacing|\bgap\b|apart|how close", "clearance distance space free mm cm gap"),
    (r"how high|mounting height|height", "height mm cm m above floor"),
    (r"how deep|depth", "depth cm mm"),
    (r"\bwide\b|\btall\b|dimensions?|how big is|size of the (battery|inverter|case|housing)", "dimensions mm"),
    (
        r"(how long (may|can|should|must|is)|length|longest|max\w*) .*(cable|wire|line|lead|cord)|(cable|wire|line|lead)s? .*length",
        "length m long longest maximum",
    ),
    (
        r"(wire|cable|conductor|lead)s? (size|thickness|gauge|section|cross)|size of (the )?(\w+ )?(wire|cable)|cross[- ]section|thick|gauge",
        "mm² cross-section AWG wire",
    ),
    (r"how (hot|cold|warm)|temperature|freez|frost|\bcold\b|\bhot\b|\bheat", "temperature °C"),
    (
        r"how long|how many (minutes|seconds|hours|days|times)|how (quickly|fast|soon)|after what time|wait",
        "time minutes seconds hours wait",
    ),
    (r"how (often|frequent)|interval", "interval every months yearly"),
    (r"how many years|warrant|guarantee", "warranty guarantee years"),
    (
        r"how many (units|packs|inverters|batteries|chargers|stations|meters)|parallel|max(imum)? number",
        "parallel up to maximum number",
    ),
    (r"draw|consum|power does it|in standby|idle", "consumption power standby W mA"),
    (r"how much current|current limit|ampere|\bamps?\b|max(imum)? current|rating", "current A max"),
    (r"voltage|how many volts?", "voltage V max"),
    (r"charge level|how full|percent|state of charge|\bsoc\b|battery level|capacity left", "SOC state of charge %"),
    (r"baud|speed|bit ?rate", "baud kbps bps speed"),
    # Parts and connections.
    (r"\bfuse\b|breaker|\bmcb\b", "fuse breaker A curve"),
    (r"residual|\brc(d|cb|bo)\b|leakage protection|earth leakage", "RCD residual current type"),
    (r"terminator|termination|120 ?ohm|resistor", "terminating resistor termination 120 Ω ohm terminator"),
    (r"earth|ground", "earth ground PE protective grounding"),
    (r"neutral", "neutral N"),
    (r"wi-?fi|wlan|wireless", "WLAN WiFi wireless network"),
    (r"internet|offline|portal|cloud|network", "network internet portal connection"),
    (r"emergency stop|e-?stop", "emergency stop EPO"),
    (r"grid operator|utility|throttl|dimming|reduc", "grid operator reduce limit ripple control input"),
    (r"\bpv\b|solar|panel|string", "PV solar string panel"),
    (r"\bcards?\b|\btags?\b|rfid", "card tag RFID"),
    # Settings and partners.
    (r"\bdip\b|levers?\b|switch setting|coding|address|setting for|set the switch", "switch DIP address ON OFF"),
    (r"protocol|profile|driver|battery type|register map|brand code|entry", "protocol profile select type"),
    (r"what do i (choose|select)|what (number|name|value) (do i|for|to)", "protocol profile select type"),
    (r"password|log ?in\b|passcode|\bcode\b|access|\block\b|lock number", "password code PIN login access"),
    (r"pin\b.*(bluetooth|app|menu)|bluetooth.*\bpin\b", "password code PIN login access"),
    (r"reset|factory|delivery state|default|out of the box|when new|ex works", "factory default reset delivery set"),
    (r"firmware|update", "firmware update version"),
    # Signs.
    (r"\blights?\b|\blamps?\b|\bleds?\b|indicator|blink|flash|glow|flicker", "lamp LED indicator light flash"),
    (r"blink|flicker|flash", "flash flashing blink blinking"),
    (r"quick|fast", "quick fast"),
    (r"yellow|amber|orange", "yellow amber orange"),
    (r"clear(ed)? .*(error|fault|message)|acknowledge|get rid", "acknowledge clear reset"),
    # What is done with it.
    (r"wake|(switch|turn)(ed)? ((it|the \w+) )?on\b|\bdead\b|nothing happens", "start wake power on press button"),
    (r"(won'?t|does not|will not|doesn'?t) (wake|turn|switch|start|come)", "start wake power on press button"),
    (r"(switch|turn)(ed)? ((it|the \w+) )?off|shut ?down", "off shut down press"),
    (
        r"install|mount|\bhang|put (it|the)|\bplace|bedroom|stairwell|indoors|outdoors|outside",
        "install mount place room wall",
    ),
    (
        r"stor(e|age|ed|ing)\b|winter|holiday|put away|drawer|unused|not used",
        "storage store months SOC state of charge",
    ),
    (r"empty|flat\b|deep(ly)? discharg", "discharged undervoltage recharge SOC"),
    (r"discharg", "discharge SOC minimum"),
    (r"clean|wash|graffiti", "cleaning cloth clean"),
    (r"dispos|worn out|recycl|end of life", "disposal recycling collection"),
    (
        r"back-?up|blackout|power (cut|fail|failure|outage)|\beps\b",
        "backup EPS emergency supply change-over outage failure",
    ),
    (r"change-?over|take over", "changeover transfer ms"),
    (r"\bfire\b|burn|extinguisher|smoke", "fire extinguisher"),
    (r"skin|liquid|smell|\bleak", "electrolyte leak skin"),
    (r"\bmix(ed)?\b|older|other brand", "mixed different"),
    (r"\badd(ing|ed)?\b|extend|expan|more modules|later", "extension extend add further"),
)
_READ = tuple((re.compile(asked), tuple(told.split())) for asked, told in _ASKED)
_ORDINAL = re.compile(rf"\b(?:({'|'.join(ORDINALS)})|(\d{{1,2}})(?:st|nd|rd|th))\b")
_CODE_OF_TWO = re.compile(r"\b([a-z]{1,3}\d{1,3})[./:-]\d{1,3}\b")


def told_of(question: str) -> str:
    """Return the words that a manual may print where it answers a question, each once; empty when none is known."""
    low = question.lower()
    found = [word for asked, told in _READ if asked.search(low) for word in told]
    found += [m[2] or ORDINALS[m[1]] for m in _ORDINAL.finditer(low)]
    # "F4.02" is told under F4, where the parts have numbers of their own.
    found += [m[1].upper() for m in _CODE_OF_TWO.finditer(low)]
    return " ".join(dict.fromkeys(found))
