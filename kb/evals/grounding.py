"""Whether a reply says only what its facts say: every figure, code, label and colour in it is looked up in the facts it cites.

The check reads the reply as it would be sent, not what it was made of: framing words are free, whatever could be wrong
in a socket or on a panel is not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.diagnose import observe
from kb.model.facts import Fact, to_json
from kb.suggest import reply
from kb.suggest.model import Part, Suggestion

_FIGURE = re.compile(r"(?<![\w.])[-−]?\d+(?:[.,]\d+)*")
# Two capitals or a capital and a digit make a code: COVP, CAN-H, RS485_2, Q3, 4G.
_CODE = re.compile(r"\b(?=[A-Za-z0-9_/+-]*[A-Z])(?=(?:[^\s]*[A-Z]){2}|[^\s]*\d)[A-Za-z0-9]+(?:[_/+-][A-Za-z0-9]+)*\b")
_MARKS = re.compile(r"\s*\[\d+(?:, \d+)*\]$")
_NUMBERED = re.compile(r"^\d+\. |^- ")
_WORD = re.compile(r"[a-z]+")


def ungrounded(kb: KnowledgeBase, found: Suggestion) -> tuple[str, ...]:
    """Return each claim of the reply that no fact it cites makes, as `claim: line`; nothing for an honest reply."""
    body, _, sources = found.reply.plain.partition("\nSources:\n")
    facts = [kb.facts[c.fact] for c in found.sources if c.fact in kb.facts]
    out = [f"{c.fact}: no such fact" for c in found.sources if c.fact not in kb.facts]
    places = {
        reply.cite(f.source, kb.manuals[f.source.manual].short or kb.manuals[f.source.manual].title) for f in facts
    }
    for line in sources.splitlines():
        if re.sub(r"^\[\d+\] ", "", line) not in places:
            out.append(f"a place that no fact has: {line}")
    lines = [_NUMBERED.sub("", _MARKS.sub("", line)) for line in body.splitlines()]
    return (*out, *missing(kb, lines, _told(kb, facts, found)))


def by_part(kb: KnowledgeBase, found: Suggestion) -> tuple[str, ...]:
    """Return the claims of each part that the facts of this very part do not make: stricter than `ungrounded`."""
    out: list[str] = []
    for part in found.parts:
        facts = [kb.facts[i] for i in part.facts if i in kb.facts]
        out += missing(kb, _lines(part), _told(kb, facts, found))
    return tuple(out)


def _lines(part: Part) -> list[str]:
    return [*([part.title] if part.title else []), *part.lines]


def _told(kb: KnowledgeBase, facts: Iterable[Fact], found: Suggestion) -> str:
    """Return everything that the facts say, with the names of the products the reply speaks of."""
    said = [f"{msgspec.json.encode(to_json(f)).decode()} {statements.title(f)} {statements.text(f)}" for f in facts]
    devices = {d for d in (found.device, *(g.id for g in (*found.devices, *found.ask_device))) if d in kb.devices}
    devices |= {d for f in facts for d in f.devices}
    said += [f"{kb.devices[d].name} {kb.devices[d].short}" for d in sorted(devices)]
    return " ".join(said)


def missing(kb: KnowledgeBase, lines: Iterable[str], told: str) -> tuple[str, ...]:
    """Return the figures, codes and colours in some lines that do not stand in a text."""
    figures = {_number(m) for m in _FIGURE.findall(_plain(told))}
    codes = {_code(m) for m in _CODE.findall(_plain(told))}
    flat = _code(told)
    words = set(_WORD.findall(told.lower()))
    colors = set(observe.vocabulary_of(kb).colors)
    out: list[str] = []
    for line in lines:
        text = _plain(line)
        out += [f"{c}: {line}" for c in _CODE.findall(text) if _code(c) not in codes and _code(c) not in flat]
        rest = _CODE.sub(" ", text)
        out += [f"{m}: {line}" for m in _FIGURE.findall(rest) if _number(m) not in figures]
        out += [f"{w}: {line}" for w in _WORD.findall(line.lower()) if w in colors and w not in words]
    return tuple(dict.fromkeys(out))


def _plain(text: str) -> str:
    return text.replace("\u2212", "-").replace("\u2013", " ").replace("…", " ")


def _number(text: str) -> float | str:
    try:
        return abs(float(text.lstrip("-").replace(",", ".")))
    except ValueError:
        return text


def _code(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def same_content(found: Suggestion) -> bool:
    """Return whether the three forms of the reply say the same words in the same order."""
    plain = re.sub(r"^\[(\d+)\] ", r"\1. ", found.reply.plain, flags=re.MULTILINE)
    marked = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\*\*", "", found.reply.markdown))
    shown = html.unescape(re.sub(r"<[^<>]*>", " ", found.reply.html))
    # An ordered list of a page counts by itself, and its numbers and bullets are no text.
    words = [re.findall(r"\w+", re.sub(r"(?m)^(?:\d+\. |- )", "", x)) for x in (plain, marked, shown)]
    return words[0] == words[1] == words[2]
