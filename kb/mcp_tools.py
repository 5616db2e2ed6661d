"""What the MCP server can be asked: each tool a request, an answer and one function over the knowledge base.

Nothing here knows of MCP. An answer holds only what the knowledge base holds, with the places it comes from; where the
manuals are silent it says so.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from kb.bundle.reading import manual_named
from kb.bundle.reading import read_section as read_out
from kb.bundle.store import KnowledgeBase
from kb.calc.errors import CalcError
from kb.calc.registry import list_calculators, run
from kb.calc.result import Refusal
from kb.commands.text import cite
from kb.curation import statements
from kb.diagnose import api as diagnosing
from kb.diagnose.told import Diagnosis
from kb.identify import api as lamps
from kb.mcp_answers import (
    MOST,
    AlarmAnswer,
    AlarmRequest,
    CableAnswer,
    CableRequest,
    CalculateAnswer,
    CalculateRequest,
    Citation,
    DipAnswer,
    DipRequest,
    LedAnswer,
    LedRequest,
    PinoutAnswer,
    PinoutRequest,
    Refused,
    SearchAnswer,
    SearchRequest,
    SearchResult,
    SectionAnswer,
    SectionRequest,
    StepAnswer,
    StepRequest,
)
from kb.model.contract import FactSaid
from kb.model.errors import QueryError
from kb.model.facts import Alarm, Source, base_id, to_json
from kb.search.aliases import squash
from kb.search.answer import Result
from kb.search.engine import Engine
from kb.userdata import Settings
from kb.wiring import dips
from kb.wiring.names import device_named
from kb.wiring.plan import plan
from kb.wiring.sockets import socket, sockets


@dataclass(frozen=True)
class Desk:
    """What the tools work with."""

    kb: KnowledgeBase
    engine: Engine

    def device(self, named: str) -> str | None:
        """Return a device's id by any of its names, None for nothing. Raises NotFoundError."""
        return device_named(self.kb, named) if named.strip() else None

    def cited(self, *told: object) -> tuple[Citation, ...]:
        """Return every place that stands anywhere in an answer, each once, in order."""
        found = dict.fromkeys(s for t in told for s in _sources(msgspec.to_builtins(t)))
        return tuple(self._citation(s) for s in found if s.manual in self.kb.manuals)

    def _citation(self, source: Source) -> Citation:
        short = self.kb.manuals[source.manual].short
        return Citation(source.manual, source.edition, source.section, source.title, source.lines, cite(source, short))


@dataclass(frozen=True)
class Tool:
    """One tool: its name, what it is good for, its types, and the function that answers."""

    name: str
    title: str
    about: str
    request: type[msgspec.Struct]
    answer: type[msgspec.Struct]
    work: Callable[[Desk, Any], msgspec.Struct]


def search(desk: Desk, asked: SearchRequest) -> SearchAnswer:
    """Answer a question, or say that the manuals do not."""
    answer = desk.engine.search(asked.question, device=desk.device(asked.device), limit=asked.limit)
    results = tuple(_result(r) for r in answer.results)
    return SearchAnswer(
        answer.answered,
        answer.why_not,
        answer.ask_device,
        answer.contact,
        results,
        desk.cited(*results),
        answer.silence,
    )


def find_alarm(desk: Desk, asked: AlarmRequest) -> AlarmAnswer:
    """Look an alarm up by code or name; otherwise name what is like it, and claim nothing."""
    device, wanted = desk.device(asked.device), squash(asked.alarm)
    alarms = [f for f in desk.kb.select("alarm", device) if isinstance(f, Alarm)]
    found = [a for a in alarms if wanted and wanted in {squash(n) for n in (a.code, a.name, *a.aliases) if n}]
    if found:
        facts = _said(found)
        return AlarmAnswer(found=True, alarms=facts, near=(), citations=desk.cited(facts))
    answer = desk.engine.search(asked.alarm, device=device, limit=MOST)
    near = [a for r in answer.results if answer.answered and isinstance(a := desk.kb.facts.get(r.id), Alarm)]
    spelt = {n.casefold(): a for a in alarms for n in (a.code, a.name) if n}
    near += [spelt[n] for n in difflib.get_close_matches(asked.alarm.casefold(), spelt, n=4, cutoff=0.75)]
    names = tuple(dict.fromkeys(" ".join(p for p in (a.code, a.name) if p) for a in near))[:8]
    return AlarmAnswer(found=False, alarms=(), near=names, citations=())


def identify_led(desk: Desk, asked: LedRequest) -> LedAnswer:
    """Say what lamps mean, or which rhythm was tapped."""
    device = device_named(desk.kb, asked.device)
    if asked.taps is not None:
        if asked.lamps:
            raise QueryError("Send either lamps or taps, not both")
        tapped = lamps.by_taps(desk.kb, device, asked.taps, asked.indicator or None)
        return LedAnswer(tapped.answered, None, tapped, desk.cited(tapped))
    seen = lamps.by_lamps(desk.kb, device, asked.lamps)
    return LedAnswer(seen.answered, seen, None, desk.cited(seen))


def pinout(desk: Desk, asked: PinoutRequest) -> PinoutAnswer:
    """Tell the contacts of a connector."""
    device = device_named(desk.kb, asked.device)
    one = asked.connector.strip()
    found = (socket(desk.kb, device, one),) if one else sockets(desk.kb, device)
    return PinoutAnswer(found, desk.cited(found))


def cable_between(desk: Desk, asked: CableRequest) -> CableAnswer:
    """Plan a cable."""
    made = plan(desk.kb, device_named(desk.kb, asked.device), asked.to, asked.packs)
    return CableAnswer(made, desk.cited(made))


def dip_for(desk: Desk, asked: DipRequest) -> DipAnswer:
    """Tell the switches for a brand, or what a row of switches is."""
    device = desk.device(asked.device)
    brand = asked.brand.strip().casefold()
    told = dips.settings(desk.kb, device)
    found = dips.matching(desk.kb, asked.row, device) if asked.row.strip() else told
    if brand:
        found = tuple(s for s in found if brand in {b.casefold() for b in s.brands})
    known = () if found else tuple(sorted({b for s in told for b in s.brands}, key=str.casefold))
    return DipAnswer(bool(found), found, known, desk.cited(found))


def next_step(desk: Desk, asked: StepRequest) -> StepAnswer:
    """Tell the next question or repair."""
    learnt = diagnosing.learnt(desk.kb, Settings.of(os.environ), datetime.now(UTC).date())
    device = device_named(desk.kb, asked.device)
    told = diagnosing.diagnose(desk.kb, device, asked.answers, asked.role, learnt)
    diagnosis = msgspec.convert(told, Diagnosis)
    return StepAnswer(diagnosis, desk.cited(diagnosis))


def calculate(desk: Desk, asked: CalculateRequest) -> CalculateAnswer:
    """Work something out, or list what can be."""
    if not asked.calculator.strip():
        device = desk.device(asked.device)
        listed = tuple(c for c in list_calculators(desk.kb) if device is None or device in c.devices)
        return CalculateAnswer(None, None, listed, ())
    try:
        outcome = run(desk.kb, asked.calculator.strip(), {n: _text(v) for n, v in asked.inputs.items()})
    except CalcError as e:
        raise QueryError(f"{str(e).partition(' `pinlight')[0]} Without a calculator, this tool lists them all.") from e
    if isinstance(outcome, Refusal):
        return CalculateAnswer(None, Refused(outcome.reason, outcome.allowed), (), desk.cited(outcome))
    return CalculateAnswer(outcome, None, (), desk.cited(outcome))


def read_section(desk: Desk, asked: SectionRequest) -> SectionAnswer:
    """Read a section out, or list a manual's contents."""
    meta = manual_named(desk.kb, asked.manual.strip())
    if not asked.section.strip():
        heads = (read_out(desk.kb, meta.id, anchor).section for anchor in desk.kb.sections[meta.id])
        return SectionAnswer(None, "", (), tuple(heads), ())
    found = read_out(desk.kb, meta.id, asked.section)
    place = Source(meta.id, meta.edition, found.section.number, found.section.title, found.section.lines)
    return SectionAnswer(found.section, found.text, found.facts, (), desk.cited(place))


TOOLS: tuple[Tool, ...] = (
    Tool(
        "search",
        "Search the manuals",
        "Answers a question about the covered equipment from its manuals, with the place of each answer. When `answered` is "
        "false, say that the manuals do not hold it; do not answer from the nearest topics.",
        SearchRequest,
        SearchAnswer,
        search,
    ),
    Tool(
        "find_alarm",
        "Find an alarm",
        "Looks up an alarm, fault or protection by its code or name: cause, effect, what to do, whether to stop using it.",
        AlarmRequest,
        AlarmAnswer,
        find_alarm,
    ),
    Tool(
        "identify_led",
        "What do the lamps mean?",
        "Tells which states fit lamps as they were seen, ranked, with ties and the lamp to look at next; or which rhythm was tapped.",
        LedRequest,
        LedAnswer,
        identify_led,
    ),
    Tool(
        "pinout",
        "Which pin is which?",
        "Tells the contacts of a connector, edition by edition, with what must not be swapped. A wrong pin destroys a port: "
        "repeat pins exactly, and never fill in one that is missing.",
        PinoutRequest,
        PinoutAnswer,
        pinout,
    ),
    Tool(
        "cable_between",
        "Which cable?",
        "Plans the cable from a device to an inverter of a brand: ports, wires, switches, checks. A pin '?' is not printed: ask the "
        "supplier, as `ask` says, and never fill it in.",
        CableRequest,
        CableAnswer,
        cable_between,
    ),
    Tool(
        "dip_for",
        "Which switches?",
        "Tells the DIP switches and the protocol for an inverter's brand, for master and slaves; or what a row of switches is.",
        DipRequest,
        DipAnswer,
        dip_for,
    ),
    Tool(
        "next_step",
        "What to do next?",
        "Runs the troubleshooter: give the device and all answers so far; ask or do what `next` says, then call again with its "
        "answer added. Say what stands in `safety` before anything else.",
        StepRequest,
        StepAnswer,
        next_step,
    ),
    Tool(
        "calculate",
        "Work it out",
        "Works out sizes, limits, energies and counts by the manuals' own rules, with the working and the source of each figure. "
        "Without a calculator it lists them with their inputs.",
        CalculateRequest,
        CalculateAnswer,
        calculate,
    ),
    Tool(
        "read_section",
        "Read a section",
        "Reads out a section of a manual in our own words, with the facts that stand in it. Without a section it lists the contents.",
        SectionRequest,
        SectionAnswer,
        read_section,
    ),
)


def instructions(kb: KnowledgeBase) -> str:
    """Return what an assistant should know before it asks."""
    devices = "; ".join(f"{d.id} ({d.name})" for d in kb.devices.values())
    return (
        "Facts from equipment manuals. Use only what the tools return, and cite it with `citations[].text`. When nothing is "
        "found, say that the manuals do not hold it. Tell cautions and safety first. Where a result names a conflict, tell both "
        f"readings.\nDevices: {devices}.\nManuals: {', '.join(kb.manuals)}."
    )


def _result(r: Result) -> SearchResult:
    return SearchResult(r.kind, r.id, r.title, r.text, r.devices, r.source, r.conflict, r.cautions)


def _said(facts: Iterable[Alarm]) -> tuple[FactSaid, ...]:
    ordered = sorted(facts, key=lambda f: (base_id(f.id), statements.title(f)))
    return msgspec.convert([to_json(f) for f in ordered], tuple[FactSaid, ...])


def _sources(plain: object) -> Iterable[Source]:
    """Yield every place in plain JSON: what has a manual, an edition, a section, a title and lines."""
    if isinstance(plain, Mapping):
        if {"manual", "edition", "section", "title", "lines"} <= plain.keys():
            yield Source(*(str(plain[n]) for n in ("manual", "edition", "section", "title", "lines")))
        for value in plain.values():
            yield from _sources(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _sources(value)


def _text(value: str | float | bool) -> str:  # noqa: FBT001 - one of the kinds of JSON values
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
