"""Calls that work on the knowledge base at hand: for the documentation, tried by a test. Nothing of a manual is typed here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from kb.bundle.store import KnowledgeBase
from kb.calc.errors import CalcError
from kb.calc.registry import list_calculators, run
from kb.calc.result import CalcResult, CalculatorInfo, InputInfo
from kb.diagnose.api import models
from kb.model.facts import Alarm, LedState, Protocol, kind_of
from kb.wiring.ends import ends
from kb.wiring.sockets import sockets

Json = dict[str, object]


@dataclass(frozen=True)
class Call:
    """What goes into the path, behind the question mark, and into the body."""

    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Json | None = None

    def address(self, template: str) -> str:
        """Return the address of this call."""
        filled = template
        for name, value in self.path.items():
            filled = filled.replace(f"{{{name}}}", quote(value, safe="/@"))
        return f"{filled}?{urlencode(self.query)}" if self.query else filled


def search(kb: KnowledgeBase) -> Call | None:
    """Ask for an alarm by its name."""
    found = _alarm(kb)
    return Call(query={"q": found.name, "device": found.devices[0], "limit": "1"}) if found else None


def facts(kb: KnowledgeBase) -> Call | None:
    """Ask for the kind of which there are fewest: the answer can be read whole."""
    counted = Counter(kind_of(f) for f in kb.facts.values())
    return Call(query={"kind": min(counted, key=lambda k: counted[k])}) if counted else None


def fact(kb: KnowledgeBase) -> Call | None:
    """Ask for a contact, or for whatever there is."""
    found = next(iter(kb.select("pin")), None) or next(iter(kb.facts.values()), None)
    return Call({"fact_id": found.id}) if found else None


def device(kb: KnowledgeBase) -> Call | None:
    """Ask for a device with a panel."""
    found = next((d for d in kb.devices.values() if d.panel.lamps), None) or next(iter(kb.devices.values()), None)
    return Call({"device_id": found.id}) if found else None


def conflicts(kb: KnowledgeBase) -> Call | None:
    """Ask for the disagreements of the device that has fewest."""
    counted = Counter(d for f in kb.select("conflict") for d in f.devices if d in kb.devices)
    return Call(query={"device": min(counted, key=lambda d: counted[d])}) if counted else Call()


def manual(kb: KnowledgeBase) -> Call | None:
    """Ask for the first manual."""
    return Call({"manual_id": next(iter(kb.manuals))}) if kb.manuals else None


def section(kb: KnowledgeBase) -> Call | None:
    """Read the section with the fewest facts, but some."""
    held = {k: len(v) for k, v in kb.facts_in.items() if k[1] in kb.sections.get(k[0], {})}
    if not held:
        return None
    manual_id, anchor = min(held, key=lambda k: held[k])
    return Call({"manual_id": manual_id, "section": anchor})


def compare(kb: KnowledgeBase) -> Call | None:
    """Compare two editions that share a fact."""
    for ids in kb.editions_of.values():
        found = list(dict.fromkeys(kb.facts[i].source.manual for i in ids))
        if len(found) > 1:
            return Call(query={"a": found[0], "b": found[1]})
    return None


def leds(kb: KnowledgeBase) -> Call | None:
    """Ask for the lamps of the device with the fewest states."""
    counted = Counter(d for f in kb.select("led_state") for d in f.devices if d in kb.devices)
    return Call(query={"device": min(counted, key=lambda d: counted[d])}) if counted else None


def identify(kb: KnowledgeBase) -> Call | None:
    """Tell one lamp as a state of the manual has it."""
    for found in kb.select("led_state"):
        lamps = [x for x in found.lamps if x.pattern not in {"any", "off"}] if isinstance(found, LedState) else []
        owner = next((d for d in found.devices if d in kb.devices), None)
        if lamps and owner:
            seen = {"indicator": lamps[0].indicator, "color": lamps[0].color or "", "pattern": lamps[0].pattern}
            return Call(body={"device": owner, "lamps": [seen]})
    return None


def connectors(kb: KnowledgeBase) -> Call | None:
    """Ask for the connectors of the device with the fewest, but some."""
    held = {d: n for d in kb.devices if (n := len(sockets(kb, d)))}
    return Call(query={"device": min(held, key=lambda d: held[d])}) if held else None


def connector(kb: KnowledgeBase) -> Call | None:
    """Ask for a connector with contacts."""
    for device_id in kb.devices:
        for found in sockets(kb, device_id):
            if found.tables:
                return Call({"device_id": device_id, "name": found.slug})
    return None


def cable(kb: KnowledgeBase) -> Call | None:
    """Plan a cable whose wires are printed."""
    for device_id in kb.devices:
        for found in ends(kb, device_id):
            if found.status == "mapped":
                return Call(query={"from": device_id, "to": found.slug})
    return None


def protocol(kb: KnowledgeBase) -> Call | None:
    """Ask for a brand's protocols."""
    found = next((f for f in kb.select("protocol") if isinstance(f, Protocol) and f.brands), None)
    return Call(query={"brand": found.brands[0]}) if found else Call()


def calculators(kb: KnowledgeBase) -> Call | None:
    """Ask for the calculators of the device that has fewest."""
    counted = Counter(d for c in list_calculators(kb) for d in c.devices if d in kb.devices)
    return Call(query={"device": min(counted, key=lambda d: counted[d])}) if counted else Call()


def calculator(kb: KnowledgeBase) -> Call | None:
    """Work out the first calculator that has a result for its smallest inputs."""
    found = _worked(kb)
    return Call({"calculator_id": found[0].id}, query=found[1]) if found else None


def calculator_body(kb: KnowledgeBase) -> Call | None:
    """Do the same from a body."""
    found = _worked(kb)
    return Call({"calculator_id": found[0].id}, body={**found[1]}) if found else None


def suggest(kb: KnowledgeBase) -> Call | None:
    """Send a ticket in which a product shows an alarm."""
    found = _alarm(kb)
    if found is None:
        return None
    name = kb.devices[found.devices[0]].name
    return Call(
        body={"subject": f"{name}: alarm", "body": f"The display says {found.code or found.name}. What can I do?"}
    )


def diagnose(kb: KnowledgeBase) -> Call | None:
    """Begin with a device that has a fault model."""
    found = next(iter(models(kb)), None)
    return Call(body={"device": found.source.devices[0], "answers": {}}) if found else None


def feedback(kb: KnowledgeBase) -> Call | None:
    """Call one fact right."""
    found = next(iter(kb.facts), None)
    return Call(body={"fact": found, "right": True}) if found else None


def tree(kb: KnowledgeBase) -> Call | None:
    """Ask for the smallest tree: of the device whose fault models have the fewest causes."""
    causes: Counter[str] = Counter()
    for model in models(kb):
        causes.update(dict.fromkeys(model.source.devices, len(model.source.causes)))
    return Call({"device_id": min(causes, key=lambda d: causes[d])}) if causes else None


def ticket(kb: KnowledgeBase) -> Call | None:
    """Tell an alarm as a customer would."""
    found = _alarm(kb)
    if found is None:
        return None
    name = kb.devices[found.devices[0]].name
    return Call(
        body={"subject": f"{name}: {found.name}", "body": f"Hello,\nour {name} shows {found.name} since today."}
    )


def _alarm(kb: KnowledgeBase) -> Alarm | None:
    return next((f for f in kb.select("alarm") if isinstance(f, Alarm) and f.devices[0] in kb.devices), None)


def _worked(kb: KnowledgeBase) -> tuple[CalculatorInfo, dict[str, str]] | None:
    for info in list_calculators(kb):
        given = {i.name: _smallest(i) for i in info.inputs if i.required}
        try:
            if given and isinstance(run(kb, info.id, given), CalcResult):
                return info, given
        except CalcError:
            continue
    return None


def _smallest(info: InputInfo) -> str:
    if info.default:
        return info.default
    if info.choices:
        return info.choices[0]
    return f"{info.min:g}" if info.min is not None else "1"
