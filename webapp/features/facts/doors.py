"""What stands behind each door: which kinds, and how they are grouped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.model.device import Device
from kb.model.facts import Fact, LedState
from webapp.features.facts.pages import Stack
from webapp.present import groups
from webapp.present.words import count, kind_word


@dataclass(frozen=True)
class Shelf:
    """A door's content: its heading, the kinds it holds, and what its number counts."""

    heading: str
    kinds: tuple[str, ...]
    one: str
    many: str


LIGHTS = Shelf("What does the light mean?", ("led_state", "blink"), "lamp state", "lamp states")
PINS = Shelf("Which pin is which?", ("pin", "cable", "protocol", "dip"), "contact", "contacts")
ALARMS = Shelf("Something is wrong", ("alarm", "remedy", "faq"), "alarm", "alarms")
FIGURES = Shelf("Figures and rules", ("spec", "rule", "model"), "figure", "figures")


def stacks(kb: KnowledgeBase, device: str, shelf: Shelf) -> tuple[Stack, ...]:
    """Return the groups of one door for one device."""
    found = groups.of_kinds(kb.select(device=device), shelf.kinds)
    out: list[Stack] = []
    for kind, facts in found.items():
        if not facts:
            continue
        if kind == "led_state":
            out += _by_lamp(kb, device, [f for f in facts if isinstance(f, LedState)])
        else:
            title = kind_word(kind, plural=True)
            out.append(Stack(title, kind.replace("_", "-"), groups.of_kind(kb, kind, facts)))
    return tuple(out)


def _by_lamp(kb: KnowledgeBase, device: str, states: Sequence[LedState]) -> list[Stack]:
    """Group states by the lamp that tells: the first that is neither dark nor in any state."""
    lamps: dict[str, list[Fact]] = {}
    for state in states:
        telling = next((x for x in state.lamps if x.pattern not in {"off", "any"}), state.lamps[0])
        lamps.setdefault(telling.indicator, []).append(state)
    # In the order of the panel; a lamp that the device file does not know comes last.
    panel = [x.name for x in kb.devices[device].panel.lamps]
    names = sorted(lamps, key=lambda name: panel.index(name) if name in panel else len(panel))
    return [Stack(name, f"lamp-{n}", groups.by_section(kb, lamps[name])) for n, name in enumerate(names, 1)]


def tally(kb: KnowledgeBase, device: Device, shelf: Shelf) -> str:
    """Say how much stands behind the door for this device; empty when nothing does."""
    found = groups.of_kinds(kb.select(device=device.id), shelf.kinds)
    first = len(groups.merged(found[shelf.kinds[0]]))
    if first:
        return count(first, shelf.one, shelf.many)
    rest = [f"{kind_word(k, plural=True).lower()}" for k, v in found.items() if v]
    return ", ".join(rest)


def tallied(kb: KnowledgeBase, shelf: Shelf) -> dict[str, str]:
    """Say how much stands behind the door for each device; counted once for each knowledge base."""
    return kept(kb, ("tally", shelf), lambda: {d.id: tally(kb, d, shelf) for d in kb.devices.values()})


def silence(device: Device, shelf: Shelf) -> str:
    """Say why there is nothing, in the words of the coverage record."""
    said = device.coverage.get(shelf.kinds[0], "")
    if said.startswith("exempt:"):
        reason = said.partition(":")[2].strip()
        return reason[:1].upper() + reason[1:] + ("" if reason.endswith(".") else ".")
    return "Nothing about this has been read from its manuals yet."
