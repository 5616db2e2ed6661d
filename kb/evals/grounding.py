"""Whether a reply says only what its facts say: every figure, code, label and colour in it is looked up in the facts it cites.

The check reads the reply as it would be sent, not what it was made of: framing words are free, whatever could be wrong
in a socket or on a panel is not.
"""

from __future__ import annotations

import html
import re

from kb.bundle.store import KnowledgeBase
from kb.suggest import reply
from kb.suggest.grounds import Grounds
from kb.suggest.model import Suggestion

_MARKS = re.compile(r"\s*\[\d+(?:, \d+)*\]$")
_NUMBERED = re.compile(r"^\d+\. |^- ")


def ungrounded(kb: KnowledgeBase, found: Suggestion) -> tuple[str, ...]:
    """Return each claim of the reply that no fact it cites makes, as `claim: line`; nothing for an honest reply."""
    body, _, sources = found.reply.plain.partition("\nSources:\n")
    facts = [kb.facts[c.fact] for c in found.sources if c.fact in kb.facts]
    out = [f"{c.fact}: no such fact" for c in found.sources if c.fact not in kb.facts]
    places = {
        reply.cite(f.source, kb.manuals[f.source.manual].short or kb.manuals[f.source.manual].title) for f in facts
    }
    for line in sources.splitlines():
        section, _, lines = re.sub(r"^\[\d+\] ", "", line).rpartition(", lines ")
        if any(f"{section}, lines {x}" not in places for x in lines.split("; ")):
            out.append(f"a place that no fact has: {line}")
    grounds = Grounds(kb, facts, _names(kb, found))
    for line in body.splitlines():
        text = _NUMBERED.sub("", _MARKS.sub("", line))
        out += [f"{claim}: {text}" for claim in grounds.missing(text)]
    return tuple(dict.fromkeys(out))


def by_part(kb: KnowledgeBase, found: Suggestion) -> tuple[str, ...]:
    """Return the claims of each part that the facts of this very part do not make: stricter than `ungrounded`."""
    out: list[str] = []
    for part in found.parts:
        grounds = Grounds(kb, [kb.facts[i] for i in part.facts if i in kb.facts], _names(kb, found))
        for line in (part.title, *part.lines):
            out += [f"{claim}: {line}" for claim in grounds.missing(line)]
    return tuple(dict.fromkeys(out))


def _names(kb: KnowledgeBase, found: Suggestion) -> str:
    """Return the names of the products the reply speaks of, and of whom to turn to: they are no claims of a manual."""
    ids = dict.fromkeys([found.device or "", *(g.id for g in (*found.devices, *found.ask_device))])
    devices = [kb.devices[d] for d in ids if d in kb.devices]
    return " ".join([*(f"{d.name} {d.short}" for d in devices), found.contact])


def same_content(found: Suggestion) -> bool:
    """Return whether the three forms of the reply say the same words in the same order."""
    plain = re.sub(r"^\[(\d+)\] ", r"\1. ", found.reply.plain, flags=re.MULTILINE)
    marked = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\*\*", "", found.reply.markdown))
    # An ordered list of a page counts by itself, and its numbers and bullets are no text.
    shown = html.unescape(re.sub(r"<(?:/?(?:p|li|ol|ul|strong))(?: [^<>]*)?>", " ", found.reply.html))
    words = [re.findall(r"\w+", re.sub(r"(?m)^(?:\d+\. |- )", "", x)) for x in (plain, marked, shown)]
    return words[0] == words[1] == words[2]
