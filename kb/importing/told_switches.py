"""Switches told in sentences: `Set switches 1 and 3 to ON for address 5`, `With lever 3 up the resistor is switched on`, `Master: lever 1 up`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kb.importing import switch_signs
from kb.importing.blocks import Section, Table
from kb.importing.found import Found
from kb.importing.sentences import LIKELY, Sentence, sentences
from kb.model.numerals import counts

_KEY = (
    r"(?i:(?:DIP(?:[ -]?switch(?:es)?)?|(?:coding |address |mode |DIP )?switch(?:es)?|levers?|keys?|SW|jumpers?|PROT|ADDR?|"
    r"sliders?|slides?)\s*(?:nos?\.?\s*)?#?)"
)
_LIST = rf"#?\d{{1,2}}(?:\s*(?:,|/|&|\band\b|,\s*and\b|\bto\b|–|-)\s*(?:{_KEY}\s*)?#?\d{{1,2}}\b)*"
_BE = r"(?:\s+(?:is|are|was|must be|has to be|have to be|should be|being|put|set|turned|switched|moved|pushed|left|stays?|remains?|kept|both|all))*"
_STATE = r"[\"“]?(?P<state>ON|OFF|On|Off|on|off|up|down|UP|DOWN)[\"”]?"
_MENTION = re.compile(
    rf"(?:\b(?P<key>{_KEY})\s*|(?P<hash>(?=#))|(?<![\w.,]))(?P<list>{_LIST})(?:\s+(?:of|"
    rf"on)\s+(?:the\s+)?[A-Z]{{1,4}}\d{{0,2}})?{_BE}\s*(?:,\s*)?(?:(?:to|in|into|at|on|=|"
    rf":)\s*)?(?:the\s+)?(?:position\s+)?{_STATE}(?:\s+position)?(?![\w-])",
)
_ALL = re.compile(
    rf"\b[Aa]ll\s+(?P<count>two|three|four|five|six|\d)\s+(?:(?:switches|levers)\s+)?(?:are |set |at |to |in )*{_STATE}(?![\w-])"
)
_COUNT = counts(6, least=2)
_JOINT = re.compile(r"(?i)^[\s,]*(?:(?:and|with|but|while|leave|set|put|turn|keep|the|also|then|both)\b[\s,]*)*$")
_OPENS = re.compile(
    r"(?i)(?:^|[,;:]\s*|\b(?:and|but)\s+)(?:if|when(?:ever)?|with|while|as long as|as soon as|once|having)\s*(?:the\s+|you (?:set|"
    r"put|turn)\s+|only\s+)*$"
)
_FOR = re.compile(
    r"(?i)(?:^|[,;:]\s*|\s)(?:for|to (?:set|select|get|have|choose|use|make))\s+(?P<what>(?:the |"
    r"an? )?[^,;:]{2,70}?)\s*,?\s*(?:you )?(?:(?:set|put|turn|switch|move|have|keep|is|are|leave|only)\s*)*(?:the\s+)?$"
)
_LABEL = re.compile(r"(?:^|[.;]\s*)(?P<what>[A-Z][^:;.]{2,70}?)\s*[:–—=]\s*(?:the\s+)?$")
_SUBJECT = re.compile(
    r"(?i)^(?:and |but )?(?:an? |the |every |each |all )?(?P<what>[^,;:]{3,70}?)\s+(?:(?:is|are) (?:used|set|operated|chosen|"
    r"selected|reached|made|obtained|coded|numbered|addressed)|works?|runs?|needs?|has|have|uses?|requires?|asks for|takes?|gets?|wants)\s*"
    r"(?:(?:with|by|at|through)\s*)?(?:(?:putting|setting|moving|turning)\s+)?(?:the\s+|its\s+|only\s+)*$"
)
_NO_SUBJECT = re.compile(rf"(?i)^(?:{_KEY}|it|this|which|do|set|put|then|switch|lever)\b")
_LATER = re.compile(r"(?i)(?:,|;|\band)\s*(?:it|this|that|which|so)\s+(?!is\b|stays\b)(\S.*)$")
_ALSO = re.compile(
    rf"(?i)(?:[,;]\s*(?:and |but )?|\s(?:and|but)\s)(?:(?:set|put|turn|switch) (?:it|them) to |(?:if|when) (?:it is |set to )?|"
    rf"(?:in|at|with|to) (?:the )?(?:position )?)?{_STATE}(?: position)?\s*(?:[:=,–—]|it\b|means|for|to|in\b|on\b)?\s*(?P<told>\S.*)$"
)
_OTHERWISE = re.compile(r"(?i)[,;]\s*(?:and |but )?otherwise\s+(?:it (?:is|has)\s+)?(?P<told>\S.*)$")
_OTHER = {"ON": "OFF", "OFF": "ON", "UP": "DOWN", "DOWN": "UP"}
_NEXT = re.compile(
    rf"(?i)^(?:and |but )?(?:(?:set|put|turn|switch) (?:it|them) to |(?:in|with|at|when|"
    rf"if) (?:the )?(?:position )?){_STATE}(?: position)?\s*(?:[:=,–—]|it\b|means|for)?\s*(?P<told>\S.*)$"
)
_SELECTS = re.compile(
    rf"(?i)^(?:the )?{_KEY}\s*#?(\d{{1,2}})\s+(?:selects?|sets?|chooses?|switches|determines?|controls?|defines?|changes|is for|"
    rf"is used for|activates|enables|connects)\s+(?:the )?([\w /-]{{3,60}}?)\s*(?:[:(,–—]|\s-\s)\s*(.+)$"
)
_EACH = re.compile(
    r"[\"“]?\b(ON|OFF|on|off|up|down)\b[\"”]?(?: position)?\s*(?:=|:|–|—|for|means|is|selects|sets)\s*(\S.*?)(?=(?:\s*[,;/]|"
    r"\s+and)\s*[\"“]?\b(?:ON|OFF|on|off|up|down)\b[\"”]?(?: position)?\s*(?:=|:|–|—|for|means|is|selects|sets)|[.)]?$)"
)
_WHEN = re.compile(
    rf"(?i)^(?:the )?{_KEY}\s*#?(\d{{1,2}})\s+(?:is|serves|stands|is used)\s+(?:for |"
    rf"as )?(?:the )?(.{{3,60}}?)\s+when\s+(?:set to |it is |in )?(ON|OFF|up|down)\b(?:,? (?:and|but) (?:it )?(?:stays|is|"
    rf"remains)(?: at| in| set to)? (ON|OFF|up|down)(?: in| for| during| at)?\s*(.*))?$"
)
_LEADS = re.compile(
    r"(?i)^\s*(?:position\s+)?(?:[,:=–—]\s*|-\s)?(?:(?:for|to|when|if|in order to|so that|as)\s+|(?:means|selects?|sets?|gives?|"
    r"chooses|makes|is|are)\s+(?:that\s+)?)?(?:then\s+)?(?P<what>\S.*)$"
)
# What a switch does in a position: `Switch 4 ON puts 120 Ω across the line`, `Lever 2 up connects the resistor`.
_DOES = re.compile(
    r"(?i)^\s*(?:position\s+)?(?:puts\s+(?=\d)|(?=(?:puts|connects|disconnects|inserts|adds|closes|opens|activates|enables|disables|terminates|"
    r"switches|turns|joins|bridges|starts|stops|blocks|allows|locks|releases)\b))(?P<what>\S.*)$"
)
_CUT = re.compile(
    r"(?i)\s*(?:;\s.*|,?\s+(?:and|but|with|while|if|when|for)$|,\s*(?:as delivered|do (?:so|this)|but only|only)\b.*)$"
)
_IDLE = re.compile(
    r"(?i)^(?:as delivered|delivered|shipped|\(|by default|before|first|and|leave|then|"
    r"only|in all|wait|again|has no|is (?:not used|reserved|free)|position|at the same)\b"
)
_RANGE = re.compile(rf"\b{_KEY}\s*#?1\s*(?:to|–|-)\s*#?(\d{{1,2}})\b")
_FOR_IT = re.compile(
    rf"(?i)^(?:and |but )?for (?P<told>[^,]{{3,60}}?),? (?:leave|set|put|turn|keep) (?:it|them) (?:to |at |in )?{_STATE}(?![\w-])"
)
_OR = re.compile(
    rf"(?i)^(?:the )?{_KEY}\s*#?(\d{{1,2}})\s+(?:selects?|sets?|chooses?|switches between|"
    rf"changes between)\s+(?:the )?([^()]{{2,40}}?)\s*\((ON|OFF|up|down)\)\s*(?:or|and)\s+([^()]{{2,40}}?)\s*\((ON|OFF|up|"
    rf"down)\)"
)
# A switch with its block: `SW4-1`, `S10.2`.
_OF_BLOCK = re.compile(
    r"\b(?:SW|DIP|S)\d{1,2}[-.:/](\d{1,2})\b(?=\s*(?:is|set|stays?|put)?\s*(?:both|all)?\s*(?:to|at|in|=|:)?\s*(?:position )?[\"“]?"
    r"(?i:on|off|up|down)\b|\s*(?:,|and|/|&)\s*(?:SW|DIP|S)\d{1,2}[-.:/]\d)"
)
# `Bit 5 = 1`, where the heading speaks of a switch: the bits of a register are none.
_EQUALS = re.compile(rf"\b(?:{_KEY}|[Bb]it\s*)(\d{{1,2}})\s*(?:=|at|in|to|is)\s*([01])\b(?![.,]?\d)")
_ABOUT = re.compile(r"(?i)\b(?:dip|switch(?:es)?|levers?|address(?:ing)?|coding)\b")
_CALLED = re.compile(r"\b(?i:switch|lever|block|bank|slider)\s+([A-Z]{2,5})\b(?!\d)")
_PLACE = re.compile(
    r"(?i) (?:the |an? |its )?(?:left|right|front|back|rear|top|bottom|side|upper|lower|outside|inside|panel|(?:\w+ )?board|underside)\b"
)
_LETTER = re.compile(r"\b(?i:levers?|switch(?:es)?|keys?|sliders?|jumpers?)\s+([A-Z])\d{1,2}\b")
_BREAKER = re.compile(r"(?i)\b(?:breaker|isolator|circuit|mains switch|main switch)\b")
LEAST_TEXT = LEAST_NAMED = 2


@dataclass(frozen=True)
class _Setting:
    """Switches with their positions, from `start` to `end` of a sentence."""

    states: tuple[tuple[int, str], ...]
    start: int
    end: int
    guessed: bool = False


def up_is_on(sections: Sequence[Section]) -> bool:
    """Tell whether a manual says that a lever that is up is ON."""
    told = " ".join(b.text for s in sections for b in s.blocks)
    return bool(
        re.search(r"(?i)\bup\s*(?:\(ON\)|= ?ON|is ON|means ON)|\bON\s*(?:\((?:is )?up\)|= ?up|is up|means up)", told)
    )


def from_section(section: Section, *, upwards: bool = False, named: bool = False) -> list[Found]:
    """Return the positions of numbered switches that sentences of a section give a meaning.

    `upwards`: the manual says that up is ON. `named`: its tables call the positions ON and OFF, so up is taken for ON.
    """
    out: list[Found] = []
    for printed in sentences(section):
        paragraph = [replace(s, text=_spelt(s.text, section)) for s in printed]
        last: tuple[int, ...] = ()
        counted = next((m for s in paragraph if (m := _RANGE.search(s.text))), None)
        highest = max((n for s in paragraph for m in _settings(s.text, 0) for n, _ in m.states), default=0)
        highest = int(counted[1]) if counted else highest
        for sentence in paragraph:
            if not sentence.sure:
                continue
            found = [*_selected(sentence)] or [*_whens(sentence)] or [*_set(sentence, highest)]
            more = _NEXT.match(sentence.text) or _FOR_IT.match(sentence.text) if not found and len(last) == 1 else None
            if more:
                found = [_found(((last[0], more["state"]),), more["told"], sentence)]
            settings = _settings(sentence.text, 0)
            last = tuple(n for n, _ in settings[-1].states) if settings else last
            out += [f for f in found if len(f.cells["meaning"]) > LEAST_TEXT]
    return [_raised(f, sure=upwards) for f in out] if upwards or named else out


def _spelt(text: str, section: Section) -> str:
    """Return a sentence with levers called by a letter (`N4` where the text has spoken of `Lever N4`) by their numbers, and with ON for `I`."""
    told = " ".join([section.heading.text, *(b.text for b in section.blocks if not isinstance(b, Table))])
    text = _OF_BLOCK.sub(r"switch \1", text)
    if _ABOUT.search(section.heading.text):
        known = switch_signs.told(section)
        text = _EQUALS.sub(lambda m: f"switch {m[1]} {known.get(m[2], 'ON' if m[2] == '1' else 'OFF')}", text)
    for letter in {m[1] for p in (_LETTER, _CALLED) for m in p.finditer(told)} - {"ON", "OFF", "DIP"}:
        if len(set(re.findall(rf"\b{letter}(\d{{1,2}})\b", told))) < LEAST_NAMED and not re.search(
            rf"\b(?i:block|bank) {letter}\b", told
        ):
            continue  # `switch S2` is the name of a block
        text = re.sub(rf"\b(?:{_KEY}\s*)?{letter}(\d{{1,2}})\b(?! ?(?:V|A|Hz)\b)", r"lever \1", text)
    return switch_signs.sentence(text, section)


def _raised(f: Found, *, sure: bool) -> Found:
    said = " ".join({"UP": "ON", "DOWN": "OFF"}.get(x, x) for x in f.cells["position"].split())
    raised = replace(f, cells={**f.cells, "position": said})
    return raised if sure or said == f.cells["position"] else raised.questioned("up was taken for ON", 0.9)


def _selected(sentence: Sentence) -> Iterator[Found]:
    """`Switch 1 selects the baud rate: ON = 500 kbit/s, OFF = 250 kbit/s`."""
    if (pair := _OR.match(sentence.text)) and pair[3].upper() != pair[5].upper():
        yield _found(((int(pair[1]), pair[3]),), pair[2], sentence)
        yield _found(((int(pair[1]), pair[5]),), pair[4], sentence)
        return
    head = _SELECTS.match(sentence.text)
    each = list(_EACH.finditer(head[3])) if head else []
    if head and len({m[1].upper() for m in each}) == len(each) > 1:
        for m in each:
            yield _found(((int(head[1]), m[1]),), f"{head[2].strip()}: {m[2].strip(' .')}", sentence)


def _whens(sentence: Sentence) -> Iterator[Found]:
    """`Lever 4 is for the service mode when ON and stays at OFF in normal work`."""
    match = _WHEN.match(sentence.text.rstrip("."))
    if match:
        yield _found(((int(match[1]), match[3]),), match[2], sentence)
        if match[4] and match[5]:
            yield _found(((int(match[1]), match[4]),), match[5], sentence)


def _settings(text: str, highest: int) -> list[_Setting]:
    """Return the settings that a sentence names; neighbours that nothing but a joint parts are one."""
    found: list[_Setting] = []
    keyed = False
    for m in [*_MENTION.finditer(text)]:
        own = bool(m["key"] or "#" in m["list"])
        lower = m["state"].islower() and m["state"] in {"on", "off"}
        pressed = bool(lower and m["key"] and re.match(r"(?i)keys?\b", m["key"]))
        placed = bool(
            lower and re.search(r"\b(?:is|are)\b", m[0]) and re.match(r" (?:the|an?|each)\b", text[m.end() :])
        )
        placed = placed or bool(lower and _PLACE.match(text[m.end() :]))
        if not (own or keyed) or (lower and not own) or pressed or placed:
            continue  # `press keys 1 and 3 on the panel`, `SW1 is on the board`
        if not own and found and not _JOINT.match(text[found[-1].end : m.start()]):
            continue
        keyed = True
        only = highest > 1 and bool(re.search(r"(?i)\bonly\s+(?:the\s+)?$", text[: m.start()]))
        named = {n: m["state"].upper() for n in _numbers(m["list"])}
        if only:
            other = _OTHER[m["state"].upper()]
            named = {n: named.get(n, other) for n in range(1, highest + 1)}
        found.append(_Setting(tuple(named.items()), m.start(), m.end(), only))
    for m in _ALL.finditer(text):
        count = _COUNT.get(m["count"]) or int(m["count"]) if m["count"] in _COUNT or m["count"].isdecimal() else 0
        if count > 1 and (highest or found):
            found.append(
                _Setting(tuple((n, m["state"].upper()) for n in range(1, count + 1)), m.start(), m.end(), guessed=True)
            )
    found.sort(key=lambda s: s.start)
    out: list[_Setting] = []
    for s in found:
        apart = {n for n, _ in s.states}
        if out and not apart & {n for n, _ in out[-1].states} and _JOINT.match(text[out[-1].end : s.start]):
            out[-1] = _Setting((*out[-1].states, *s.states), out[-1].start, s.end, out[-1].guessed or s.guessed)
        else:
            out.append(s)
    return out


def _set(sentence: Sentence, highest: int) -> Iterator[Found]:
    text = sentence.text.strip().rstrip(".")
    settings = _settings(text, highest)
    if _BREAKER.search(text) and not re.search(r"(?i)\b(?:dip|lever)", text):
        return
    bounds = [0, *(s.end for s in settings)]
    for k, s in enumerate(settings):
        before = text[bounds[k] : s.start]
        after = text[s.end : settings[k + 1].start if k + 1 < len(settings) else len(text)]
        told = _before(before) if not _OPENS.search(before) else ""
        behind = _LATER.search(after) if not told else None
        if not told and behind and not _OPENS.search(before):
            told = behind[1]
        also = _ALSO.search(after) if not told and len(s.states) == 1 else None
        # Two switches have more than one other setting.
        otherwise = _OTHERWISE.search(after) if not told and not also and len(s.states) == 1 else None
        if not told:
            cut = also or otherwise
            head = after[: cut.start()] if cut else after
            leads = _LEADS.match(head) or _DOES.match(head)
            told = _CUT.sub("", leads["what"]).strip() if leads and not _IDLE.match(leads["what"]) else ""
        if told and not _IDLE.match(told):
            made = _found(s.states, told, sentence)
            yield (
                made.questioned("switches that are not named were taken for the other position", 0.85)
                if s.guessed
                else made
            )
        if told and otherwise:
            number, state = s.states[0]
            yield _found(((number, _OTHER[state]),), otherwise["told"], sentence)
        if told and also and also["state"].upper() != s.states[0][1]:
            yield _found(((s.states[0][0], also["state"]),), re.sub(r"^(?:it )", "", also["told"]), sentence)


def _before(text: str) -> str:
    """Return what a sentence says before a setting that it is for: `For address 5 set …`, `Master: …`, `Every slave has …`."""
    if match := _FOR.search(text):
        return match["what"]
    if match := _LABEL.search(text):
        return match["what"]
    match = _SUBJECT.search(text.strip(" ,") + " ")
    return match["what"] if match and not _NO_SUBJECT.match(match["what"]) else ""


def _numbers(text: str) -> list[int]:
    span = re.fullmatch(r"\s*#?(\d{1,2})\s*(?:to|–|-)\s*#?(\d{1,2})\s*", text)
    if span and int(span[1]) < int(span[2]) <= int(span[1]) + 12:
        return list(range(int(span[1]), int(span[2]) + 1))
    return [int(n) for n in re.findall(r"\d+", text)]


def _found(states: Sequence[tuple[int, str]], told: str, sentence: Sentence) -> Found:
    named = {n: s.upper() for n, s in states}
    numbers = sorted(named)
    meaning = re.sub(r"(?i)^(?:that |the )?", "", _CUT.sub("", told)).strip(" .,;")
    low, high = numbers[0], numbers[-1]
    alone = len(numbers) == 1
    shown = [named.get(n, "any") for n in range(low, high + 1)]
    cells = {"switch": f"{low}" if alone else f"{low}-{high}", "position": " ".join(shown), "meaning": meaning}
    return Found("dip", cells, (sentence.place,), 0.85).mended(LIKELY, 1.0)
