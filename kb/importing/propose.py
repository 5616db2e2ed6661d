"""Where a new edition contradicts one that is there: conflicts to be judged, in the form of corpus/conflicts.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
import yaml

from kb.curation.compare import Pair, compare
from kb.curation.conflicts import ConflictEntry, ReadingEntry
from kb.curation.statements import lamps_words, text, title
from kb.extract.slugs import slug
from kb.model.document import FrontMatter
from kb.model.facts import Fact, LedState, Pin, base_id

ADVICE = "Nobody has judged this yet: ask the maker before you rely on either reading."
# A difference in these is one of wording; whoever compares sees it, but nothing burns by it and nobody has to judge it.
WORDS_ONLY = frozenset({"caution", "faq", "procedure", "remedy"})


@dataclass(frozen=True)
class Proposal:
    """A conflict that was found: the entry for conflicts.yaml, its kind, and whether both facts still have one id."""

    kind: str
    entry: ConflictEntry
    same_id: bool


def proposals(
    new: Iterable[Fact], others: Mapping[str, Iterable[Fact]], judged: Mapping[str, str] | None = None
) -> tuple[Proposal, ...]:
    """Return the contradictions between a new edition's facts and those of each other edition, pins first.

    `judged` names the facts that stand in a conflict already, by id; they are not proposed again.
    """
    known = judged or {}
    new = tuple(new)
    out: list[Proposal] = []
    used: set[str] = set()
    for facts in others.values():
        for pair in compare(facts, new):
            if pair.state != "differs" or pair.a is None or pair.b is None or pair.kind in WORDS_ONLY:
                continue
            if pair.a.id in known and pair.b.id in known:
                continue
            proposal = _proposal(pair, pair.a, pair.b, used)
            one, other = proposal.entry.readings
            # Facts may differ in how a thing is called, and say the same of it.
            if one.says.casefold() != other.says.casefold():
                out.append(proposal)
    return tuple(out)


def sharing(devices: Iterable[str], manuals: Mapping[str, FrontMatter], but: str = "") -> tuple[str, ...]:
    """Return the manuals that tell of any of these devices, without the one named `but`."""
    wanted = set(devices)
    return tuple(m.id for m in manuals.values() if m.id != but and wanted & set(m.devices))


def _proposal(pair: Pair, a: Fact, b: Fact, used: set[str]) -> Proposal:
    name = slug(base_id(b.id).replace("/", " ")).replace(".", "-")
    unique, n = name, 1
    while unique in used:
        n += 1
        unique = f"{name}-{n}"
    used.add(unique)
    devices = tuple(d for d in a.devices if d in b.devices) or b.devices[:1]
    entry = ConflictEntry(
        id=unique,
        topic=_topic(a),
        devices=devices,
        readings=(_reading(a), _reading(b)),
        advice=ADVICE,
        facts=tuple(dict.fromkeys((a.id, b.id))),
    )
    return Proposal(pair.kind, entry, a.id == b.id)


def _topic(fact: Fact) -> str:
    """Say what is disputed without taking a side: what names the thing, not what one edition says of it."""
    if isinstance(fact, Pin):
        return f"Pin {fact.pin} of {fact.connector}"
    if isinstance(fact, LedState):
        return f"What it means: {lamps_words(fact.lamps)}"
    return title(fact)


def _reading(fact: Fact) -> ReadingEntry:
    source = fact.source
    return ReadingEntry(source.manual, source.section or source.anchor, source.lines, text(fact) or title(fact))


def as_yaml(found: Iterable[Proposal]) -> str:
    """Return entries to be judged and pasted under `conflicts:` of corpus/conflicts.yaml; empty when there are none."""
    out: list[str] = []
    for p in found:
        if p.same_id:
            out.append("# Both facts have one id: give the new edition a tag: in its head first, then write @tag here.")
        plain = {k: v for k, v in msgspec.to_builtins(p.entry).items() if v}
        out.append(yaml.safe_dump([plain], sort_keys=False, allow_unicode=True, width=10_000))
    return "\n".join(out)
