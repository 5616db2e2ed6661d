"""Contacts told in sentences: `Pin 4 carries CAN-H and pin 5 CAN-L`, `Connect the shield to pin 6`, `pins 1 and 2 are not connected`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.importing import naming, signals, words
from kb.importing.blocks import Section
from kb.importing.found import Found
from kb.importing.sentences import Sentence, sentences

_NUMBERS = r"\d{1,2}(?:\s*(?:,|/|&|and|to|–|-|,\s*and)\s*(?:pin\s*)?\d{1,2}\b(?!\s*(?-i:V|A|mA|kΩ|Ω|%|m|mm|kV)\b))*"
_PIN = re.compile(
    rf"\b(?:pins?|terminals?|contacts?|poles?|cores?|ways?)\s*(?:nos?\.?\s*)?#?({_NUMBERS})(?![\d.]*\s?[VA%Ω]\b)",
    re.IGNORECASE,
)
# A word that is a signal in a sentence as well, however it is written.
_PLAIN = re.compile(
    rf"(?i)^(?:ground|earth|(?:the )?(?:cable )?shield|neutral|protective earth|{words.FREE_CONTACT}|reserved)$"
)
_FREE = re.compile(rf"(?i)^{words.FREE_CONTACT}$")
# Capitals that are a bus, a socket or a product and no signal of a contact.
_NO_SIGNAL = re.compile(
    r"(?i)^(?:can|rs-?\d{3}|rj-?\d\d|bms|inverter|com\d*|meter|in|out|on|off|no|run|stop|start|soc|line|live|phase|key|parallel|"
    r"none|int|[xjp]\d{1,2}|l|c|h|t|s|e|ts)$"
)
_ROW = re.compile(
    r"\b(?i:terminal row|terminal strip|terminal block|terminals|strip|row|block|connector|plug|socket|port) ([A-Z])\b(?![-\d])"
)
_MARK = re.compile(r"\b(?:CN|TB|CON|XT|X|J|JP|P)\d{1,2}\b")
_LINE = re.compile(r"(?i)\b(?:pair|signal|line|wire|conductor|data|core|lead)s?$")
# What may stand between a contact and its signal, and between a signal and its contact.
_CARRIES = re.compile(
    r"(?i)^(?:,? which)?\s*(?:\(|[:=→–—]\s|-\s|(?:(?:of|on|in|at) (?:the )?[\w/ -]{1,24}?\s+)?(?:is|are|carr(?:y|ies)|has|have|bears?|leads?|"
    r"leads? to|serves? as|acts? as|provides?|supplies|"
    r"outputs?|sends?|transmits?|belongs? to|receives?|takes?|means|goes? to|to|for|with|remains?|stays?)\b)(?:\s*(?:both|the|a|an|as|is|to|"
    r"connected|wired|assigned|used|for|signal|line|data|with|used as|your|its|of|bus|output|input|"
    r"reserved for)\b)*\s*[\"“(]?$"
)
_AT = re.compile(
    r"(?i)^\s*[)\"”]?\s*(?:(?:signal|line|wire|conductor|bus|input|output|supply|of the [\w-]{2,14}(?: \w{2,8})?)\s*)*(?:(?:is|"
    r"are|goes?|lies?|sits?|comes?|belongs?|must be|has to be)\s+)?(?:connected |wired |found |placed |assigned |led |available )?"
    r"(?:to|on|at|from|via|=|:|→|is|uses|\()\s*(?:the )?$"
)
_NEVER = re.compile(
    r"(?i)\b(?:never|must not|do not|don't|cannot|should not|shall not|instead of|rather than|swapped|wrong|by mistake|short)\b"
)
_JOIN = re.compile(r"(?i)^\s*(?:,|and|&|/|, and|and also (?:at|on|to))\s*$")
_ALIKE = re.compile(r"(?i)\s*(?:,|;|and|,\s*and)\s*$")
_NAMED = re.compile(
    r"(?:\b(?:[Oo]f|[Oo]n|[Aa]t|[Ii]n|to|[Ff]rom)\s+(?:the\s+)?|^(?:The\s+)?)((?:[A-Z][\w/-]*\s+)?(?:[A-Z][\w/-]*)\s+(?:port|socket|connector|plug|"
    r"terminal block|jack|interface|header)|"
    r"(?i:port|socket|connector|plug|terminal block|jack|interface|header)\s+[A-Z]\w{0,8}|[XJPK]\d{1,3}|CN\d{1,2})\b"
)

# `COM A is an RS485 socket`, `The console is an RJ11 socket`: what the next sentences speak of.
_SOCKET = re.compile(
    r"^(?:The\s+)?(?P<name>[A-Z][\w/-]*(?: (?:[A-Z]|\d{1,2}|IN|OUT))?|console|service|display) (?:is|has) an? (?:[\w.-]+ ){0,3}"
    r"(?:port|socket|connector|plug|jack|terminal block)\b"
)
# `1 is A, 2 is B and 3 is the shield` behind `a plug with three poles:`.
_COUNTED = re.compile(
    r"(?i)\b(?:poles|pins|contacts|terminals)(?: \([^()]*\))?:\s*(?P<list>\d{1,2}\s*(?:is|=|–|-|carries)\s.*)$"
)
_ITEM = re.compile(
    r"(?:^|[,;]\s*(?:and\s+)?|\band\s+)(?P<pin>\d{1,2})\s*(?:is|=|–|-|carries)\s*(?:the\s+)?(?P<what>[\w+][\w+/ -]{0,24}?)(?=\s*(?:[,;.]|$|\band\b))"
)
# `Five blades: 1 CP, 2 PP and 3 PE`: numbers and names alone, behind the word for contacts.
_NAMED_SO = r"(?i:poles|pins|contacts|terminals|blades|screws|clamps|ways|tabs)"
_BESIDE = re.compile(rf"\b{_NAMED_SO}(?: \([^()]*\))?(?: [\w ]{{0,40}})?:\s*(?P<list>\d{{1,2}} [A-Za-z+].*)$")
_NAME = re.compile(
    r"(?:^|[,;]\s*(?:and\s+)?|\band\s+)(?P<pin>\d{1,2})\s+(?P<what>[^,;.:]{1,24}?)(?=\s*(?:[,;.]|$|\band\b))"
)
# `two screws, 40 (MB1) and 41 (MB2)`: numbers that count on, each with its name in brackets.
_IN_BRACKETS = re.compile(rf"\b{_NAMED_SO}\b[^.;()]{{0,60}}\d{{1,2}} \([^()\d][^()]{{0,11}}\)")
# `Pins 2 and 7 carry A`: the two lines of a bus.
_LETTERS = re.compile(
    r"(?i:\b(?:pins|terminals|contacts|poles)\s*)(?P<pins>\d{1,2}(?:\s*(?:,|/|&|and)\s*\d{1,2})+)\s+"
    r"(?:(?:both )?(?:carry|are)|=)\s+(?:the )?(?P<what>[ABHL])(?![\w-])"
)
# `contacts 1 and 2 close when charging stops`: what a free contact reports.
_SWITCHED = re.compile(
    r"(?i)\b(?:contacts|pins|poles|terminals)\s+(?P<pins>\d{1,2}\s*(?:and|/|&|\+|-|–)\s*\d{1,2})\s+"
    r"(?:close|open|are (?:closed|opened|bridged|connected))\s+"
    r"(?:when|if|in case of|in the event of|during|while|as long as|on)\s+(?:there is )?(?:the |an? )?"
    r"(?P<what>\w[\w -]{2,40}?)(?=\s*(?:[,;.]|$|\band contacts\b))"
)

_WORDS = re.compile(
    rf"(?i){words.SIGNAL_PHRASE.pattern}|\b(?:return|minus|plus|button|release|lock|key|lamp|fan|pump|heater|motor|siren|"
    r"switch|reference|NO|COM)\b"
)
# What a signal's name goes on with: `K1 common`.
_MORE = re.compile(r"(?i)\s+(?:common|normally (?:open|closed)|(?:NO|NC|COM)\b|plus|minus|output|input|contact)\b")
_SERIAL = re.compile(r"(?i)\bRS-?485\b")
_ONE = r"\b(?:pin|terminal|contact|pole|way)\s*(?:no\.?\s*)?#?(?P<pin>\d{1,2})"
# A name in capitals is the contact's where the sentence says that it is marked so, or carries it.
_MARKED = re.compile(
    rf"(?i:{_ONE})(?:\s+of\s+[A-Z]\w{{0,5}})?\s+(?:carries|bears|is (?:marked|labell?ed|named|called|designated))\s+"
    r"[\"“(]?(?P<what>[A-Z][A-Z\d]{1,8}(?:[-_+][A-Z\d]{0,4})?)(?![\w-])"
)
_OWN = re.compile(r"(?i)\s*(?:is|are|carr(?:y|ies)|has|have|serves?|\(|=|:)")
# `pin 1 TX+, pin 2 TX-`: the signal stands beside its contact.
_NEXT_TO = re.compile(
    r"(?i:\b(?:pin|terminal|contact|pole|way)\s*#?)(?P<pin>\d{1,2})\s+(?P<what>[A-Z+\d][\w+./-]*[\w+-])(?=\s*(?:[,;.)]|$|and\b))"
)
_SIGNED = re.compile(r"[A-Z][A-Z\d]{1,7}[+-]")
_EACH = re.compile(
    r"(?i:\b(?:pin|terminal|contact|pole)\s*(?:no\.?\s*)?#?)(?P<pin>\d{1,2})(?:\s+of\s+(?:the\s+)?[\w-]+)?\s*(?:is|=|:|carries)\s*(?:the\s+)?"
    r"(?P<what>NC|NO|COM|C|A|B|(?i:common|reference|ground|GND|shield))(?![\w-])"
)
LEAST = 2
_UNTIL = r"(?=\s*(?:[,;:.(]|$|\band (?:pin|terminal|contact|pole|its|the)\b|\bused\b|\bwhich\b|\bthat\b|\bwith\b|\bwhile\b|\band\b))"
_IS = re.compile(
    rf"(?i){_ONE}\s+(?:(?:of|on|in) (?:the )?[\w-]+ (?:(?:plug|socket|connector|port|block|strip|jack) )?)?"
    rf"(?:(?:is|are|serves as|acts as|forms|supplies|takes|carries|gives|provides|delivers)\s+(?:the |an? |its |"
    rf"for (?:the )?)?|(?:the |an? |its ))(?P<what>\w[\w+/ -]{{2,48}}?){_UNTIL}"
)
# `poles 1 and 2 are the fault output`: the two ends of one thing.
_BOTH = re.compile(
    rf"(?i)\b(?:pins|terminals|contacts|poles)\s*(?P<pins>\d{{1,2}}\s*(?:and|/|&|\+)\s*\d{{1,2}})\s+(?:are|form|give|make|carry|serve as|supply)\s+"
    rf"(?:both )?(?:the |an? )(?P<what>\w[\w+/ -]{{2,48}}?){_UNTIL}"
)
_HAS = re.compile(rf"(?i)\bits (?P<what>\w[\w -]{{1,36}}?)\s+(?:is |sits |lies |goes )?(?:on|at|to)\s+{_ONE}")
_AT_ONE = re.compile(
    rf"(?i)\b(?:the|an?)\s+(?P<what>\w[\w+/ -]{{2,40}}?)\s+(?:is|sits (?:on|at)|lies (?:on|at)|is (?:on|at|found (?:on|at)|"
    rf"connected to|wired to))\s+{_ONE}(?!\s*\()"
)
_ON = re.compile(
    rf"(?i)\b(?:on|at)\s+{_ONE}\s+(?:the |an? )(?P<what>\w[\w+/, -]{{2,48}}?),?\s+(?:is|are) (?:connected|found|put|wired|led)"
)


@dataclass(frozen=True)
class _Mention:
    """A contact (its numbers) or a signal as a sentence names it, from `start` to `end`."""

    pins: tuple[str, ...]
    signal: str
    start: int
    end: int


def from_section(section: Section) -> list[Found]:
    """Return the contacts that sentences of a section name with their signals."""
    out: list[Found] = []
    for paragraph in sentences(section):
        named = called = ""
        for sentence in paragraph:
            found = _NAMED.search(sentence.text)
            own = _SOCKET.match(sentence.text)
            said = found[1] if found and not found[1].lower().startswith("the ") else ""
            named = own["name"] if own else said or named
            spelt = replace(sentence, text=_numbered(sentence.text, section))
            if sentence.sure and any(p.search(spelt.text) for p in (_PIN, _COUNTED, _BESIDE, _IN_BRACKETS)):
                name = f"{named[:1].upper()}{named[1:]}" if own else _connector(named, section)
                called = name or called
                out += _contacts(spelt, called, section)
    return out


def _numbered(text: str, section: Section) -> str:
    """Return a sentence with plain signs, contacts that carry their connector's mark (`K7`, `J5-1`) by the word for a contact."""
    text = re.sub(r"(?<=[A-Z\d])[–−](?=[\s,;.)]|$)(?! \d)", "-", text)
    if row := _ROW.search(section.heading.text):
        return re.sub(rf"\b{row[1]}(\d{{1,2}})\b", r"terminal \1", text)
    if mark := _MARK.search(section.heading.text):
        return re.sub(rf"\b{mark[0]}[-.:/]\s?(\d{{1,2}})\b", r"terminal \1", text)
    return text


def _connector(named: str, section: Section) -> str:
    marking = re.sub(r"^(?:port|socket|connector|plug|terminal block|jack|interface|header)\s+", "", named)
    if re.fullmatch(r"[A-Z]{1,3}\d{1,3}|[A-Z][A-Z\d]{1,7}", marking):
        return marking
    return naming.connector(named, section) if named else ""


def _contacts(sentence: Sentence, connector: str, section: Section) -> Iterator[Found]:
    seen: set[str] = set()
    text = sentence.text
    listed = [*_listed(text)]
    sure = [*listed, *_bracketed(text), *_paired(text), *_marked(text)]
    for n, (pin, signal) in enumerate([*sure, *_phrased(text)]):
        if pin in seen:
            continue
        seen.add(pin)
        cells = {
            "pin": pin,
            "signal": "NC" if _FREE.match(signal) else _spelt(signal),
            "function": "",
            "connects_to": "",
            "wire_color": "",
        }
        if (
            signal in {"A", "B"}
            and (pin, signal) not in listed
            and (bus := _SERIAL.search(f"{text} {section.heading.text}"))
        ):
            cells["signal"] = f"{bus[0].upper()}-{signal}"
        name = connector or naming.connector("", section)
        made = Found("pin", cells, (sentence.place,), 0.85, group=(("connector", name),))
        yield made if n < len(sure) else made.questioned("told as what it is for, without a signal's name", 0.85)


def _spelt(signal: str) -> str:
    plain = re.sub(r"(?i)^the ", "", signal.strip())
    return plain[:1].upper() + plain[1:] if plain.islower() else plain


def _listed(text: str) -> Iterator[tuple[str, str]]:
    """`Terminal 1 is NC, terminal 2 is C and terminal 3 is NO`: letters that are signals where several contacts are told so."""
    beside = [(str(int(m["pin"])), m["what"]) for m in _NEXT_TO.finditer(text) if signals.strong(m["what"])]
    if len({p for p, _ in beside}) == len(beside) >= LEAST and not _NEVER.search(text):
        yield from ((p, s) for p, s in beside if not s.isdecimal())
        return
    if _NEVER.search(text):
        return
    if beside_each := _BESIDE.search(text):
        items = [(m["pin"], m["what"]) for m in _NAME.finditer(beside_each["list"])]
        known = [signals.strong(w) or bool(_PLAIN.match(w)) for _, w in items]
        if len(items) > LEAST and signals.complete([n for n, _ in items]) and all(known):
            yield from items
            return
    if counted := _COUNTED.search(text):
        items = [(m["pin"], m["what"]) for m in _ITEM.finditer(counted["list"])]
        known = [signals.strong(w) or bool(_PLAIN.match(w)) for _, w in items]
        if len(items) > LEAST and signals.complete([n for n, _ in items]) and all(known):
            yield from items
            return
    letters = [(n, m["what"]) for m in _LETTERS.finditer(text) for n in re.findall(r"\d+", m["pins"])]
    if {what for _, what in letters} in ({"A", "B"}, {"H", "L"}):
        yield from letters
    found = list(_EACH.finditer(text))
    said = {m["what"] for m in found}
    relay = bool(said & {"NC", "NO"})
    if len(found) < LEAST or len(said) < len(found) or _NEVER.search(text) or not (relay or said >= {"A", "B"}):
        return
    for m in found:
        yield str(int(m["pin"])), m["what"]


def _bracketed(text: str) -> Iterator[tuple[str, str]]:
    """`pins 4 (CAN-H) and 5 (CAN-L)`: the signal behind each number."""
    if not re.search(r"(?i)\b(?:pins?|terminals?|contacts?|screws?|clamps?)\s*\d{1,2}\s*\(", text):
        if not _IN_BRACKETS.search(text):
            return
        numbers = [int(m[1]) for m in re.finditer(r"(?<![\d.,])(\d{1,2})\s*\(([^()]{1,24})\)", text)]
        if len(numbers) < LEAST or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return
    for m in re.finditer(r"(?<![\d.,])(\d{1,2})\s*\(([^()]{1,24})\)", text):
        signal = m[2].strip()
        if (signal in {"+", "-", "–", "−"} or _is_signal(signal, text[: m.start(2)])) and not _NEVER.search(text):
            yield str(int(m[1])), signal


def _paired(text: str) -> Iterator[tuple[str, str]]:
    """Pair each contact with the signal that a link binds it to; lists of equal length are paired in order."""
    mentions = _merged(sorted([*_pins(text), *_signals(text)], key=lambda m: m.start), text)
    at = 0
    paired = -1  # where the mention stands that follows a pair of contact and signal, in this order
    while at + 1 < len(mentions):
        one, two = mentions[at], mentions[at + 1]
        between = text[one[-1].end : two[0].start]
        pins, said = (one, two) if one[0].pins else (two, one)
        link = _CARRIES if one[0].pins else _AT
        if not one[0].pins and re.match(r"(?i),?\s*which (?:is|carries)\b", text[two[-1].end :]):
            at += 1  # `put the shield on pin 7, which is GND`
            continue
        # `pin 3 carries CAN-H and pin 4 CAN-L`: the verb holds for both.
        again = (
            at == paired > 0
            and one[0].pins
            and between == " "
            and _ALIKE.match(text[mentions[at - 1][-1].end : one[0].start])
        )
        if (
            not pins[0].pins
            or said[0].pins
            or not (link.match(between) or again)
            or _NEVER.search(between)
            or _NEVER.search(text[: one[0].start])
        ):
            at += 1
            continue
        numbers = [n for m in pins for n in m.pins]
        names = [m.signal for m in said]
        # `CAN-H is at pin 4 and pin 5 is CAN-L`: the second one has a signal of its own.
        ends = not one[0].pins and not _OWN.match(text[two[-1].end :])
        alike = len(names) == 1 and (
            len(numbers) == 1
            or ends
            or (re.search(r"(?i)\b(?:are|both|carry|have|remain|stay)\b", between) is not None)
        )
        if len(names) != len(numbers) and not alike:
            at += 1
            continue
        yield from zip(numbers, names if len(names) == len(numbers) else names * len(numbers), strict=True)
        at += 2
        paired = at if one[0].pins else -1


def _marked(text: str) -> Iterator[tuple[str, str]]:
    """`Pole 8 is marked REM`, `Pin 3 of J4 carries DISP`: names that no other product may have."""
    for m in _MARKED.finditer(text):
        if not _NEVER.search(text) and not _NO_SIGNAL.match(m["what"]):
            yield str(int(m["pin"])), m["what"]


def _phrased(text: str) -> Iterator[tuple[str, str]]:
    """`contact 2 is the release input`, `K2 has its common at pin 3`: what a contact is, in words of the field."""
    if _NEVER.search(text):
        return
    for m in _IS.finditer(text):
        if _WORDS.search(m["what"]) and not re.match(
            r"(?i)(?:not|used|connected|free|left|counted|key and|key$|coded|blank)\b", m["what"]
        ):
            yield str(int(m["pin"])), m["what"].strip()
    for m in _SWITCHED.finditer(text):
        for pin in re.findall(r"\d+", m["pins"]):
            yield str(int(pin)), m["what"].strip()
    for m in _HAS.finditer(text):
        owner = re.match(
            r"(?:^|.*[;,.]\s*)(?:[Tt]he |[Aa]n? )?(?P<who>[\w-]+(?: \d+)?) has\b[^;.]*$", text[: m.start()]
        )
        if owner and _WORDS.search(m["what"]):
            yield str(int(m["pin"])), f"{owner['who']} {m['what']}"
        # `contact 7 gives a supply of 12 V with its minus at contact 8`
        whole = next((x["what"] for p in (_IS, _AT_ONE) for x in p.finditer(text) if x.end() <= m.start()), "")
        if whole and not owner and re.search(r"\b(?:with|and)\s*$", text[: m.start()]) and _WORDS.search(m["what"]):
            yield str(int(m["pin"])), f"{m['what']} of the {re.split(r' (?:of|for) ', whole)[0]}"
    for m in _BOTH.finditer(text):
        for pin in re.findall(r"\d+", m["pins"]) if _WORDS.search(m["what"]) else ():
            yield str(int(pin)), m["what"].strip()
    for m in _AT_ONE.finditer(text):
        if _WORDS.search(m["what"]):
            yield str(int(m["pin"])), m["what"].strip(" ,")
    for m in _ON.finditer(text):
        if _WORDS.search(m["what"]):
            yield str(int(m["pin"])), m["what"].strip(" ,")


def _merged(mentions: list[_Mention], text: str) -> list[list[_Mention]]:
    """Join what is listed (`CAN-H and CAN-L`); `ground (GND)` is one signal, the marking."""
    out: list[list[_Mention]] = []
    for m in mentions:
        last = out[-1] if out else None
        between = text[last[-1].end : m.start] if last else ""
        if last and bool(last[0].pins) == bool(m.pins) and _JOIN.match(between):
            last.append(m)
        elif last and not last[0].pins and not m.pins and re.fullmatch(r"\s*\(\s*", between):
            last[-1] = _Mention((), m.signal, last[-1].start, m.end + text[m.end :].startswith(")"))
        else:
            out.append([m])
    return out


def _pins(text: str) -> Iterator[_Mention]:
    for m in _PIN.finditer(text):
        said = re.sub(r"(?i)\bpins?\b", " ", m[1])
        range_ = re.fullmatch(r"\s*(\d{1,2})\s*(?:to|–|-)\s*(\d{1,2})\s*", said)
        if range_ and int(range_[1]) < int(range_[2]):
            numbers = tuple(str(n) for n in range(int(range_[1]), int(range_[2]) + 1))
        else:
            numbers = tuple(str(int(n)) for n in re.findall(r"\d+", said))
        if "0" not in numbers:
            yield _Mention(numbers, "", m.start(), m.end(1))


def _signals(text: str) -> Iterator[_Mention]:
    tokens = list(re.finditer(r"[\w+][\w+./-]*[\w+-]|[A-Z][+-]?|\d(?=\s?V\b)", text))
    taken = -1
    for n, first in enumerate(tokens):
        if first.start() < taken:
            continue
        for count in (3, 2, 1):
            if n + count > len(tokens):
                continue
            last = tokens[n + count - 1]
            said = text[first.start() : last.end()].rstrip(".")
            if "  " in said or any(c in said for c in ",;:()") or re.search(r"(?i)\bpins?\b", said):
                continue
            if _is_signal(said, text[: first.start()], text[last.end() :]):
                more = _MORE.match(text, first.start() + len(said))
                end = more.end() if more else first.start() + len(said)
                yield _Mention((), text[first.start() : end], first.start(), end)
                taken = max(last.end(), end)
                break


def _is_signal(said: str, before: str, after: str = "") -> bool:
    if _PLAIN.match(said):
        return True
    if len(said) == 1:
        if said == "N" and (re.search(r"\bL[123]?\b", before) or re.search(r"\bPE\b", after)):
            return True  # beside the phases and the earth it is the neutral
        told = _LINE.search(re.sub(r"(?:\bA)?[\s,]*(?:and|,)?\s*$", "", before).rstrip()) or re.match(
            r"\s*(?:to|is on|is at|on|at|=|goes to)\s+(?:the )?(?:pin|terminal|contact)\b", after
        )
        return bool(said in "ABLN" and told)
    if _SIGNED.fullmatch(said):
        return True
    if _NO_SIGNAL.match(said) or not signals.strong(said):
        return False
    return bool(re.search(r"[A-Z+]|\d\s?V", said)) and not words.COLOR.fullmatch(said)
