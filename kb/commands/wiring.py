"""pinout, cable: sockets, wires and DIP blocks drawn in text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from kb.commands import text
from kb.model.facts import Caution, Conflict, Source
from kb.wiring.dips import Setting, Switch, said
from kb.wiring.names import device_named
from kb.wiring.plan import UNKNOWN, Plan, Route, plan
from kb.wiring.sockets import PinTable, Socket, socket, sockets

if TYPE_CHECKING:
    from kb.bundle.store import KnowledgeBase

_PER_ROW = 8
_BOX = 8
_SIDES = {
    "usual": "The manual does not print the side of pin 1. Usual for RJ45: socket from the front, notch below, pin 1 left.",
    "unknown": "The manual does not print where each contact sits: counting order, not the place on the device.",
}


def pinout(bundle: Path, device: str, connector: str | None, *, as_json: bool) -> None:
    """Draw one connector, or all connectors with printed contacts. Raises NotFoundError with the known names."""
    from kb.bundle.store import open_bundle

    kb = open_bundle(bundle)
    name = device_named(kb, device)
    found = (socket(kb, name, connector),) if connector else sockets(kb, name)
    if as_json:
        _out(found[0] if connector else found)
        return
    for one in found:
        if one.tables or connector:
            click.echo("\n".join(draw_socket(kb, one)))
            click.echo("")
    blind = [s.name for s in found if not s.tables]
    if blind and not connector:
        click.echo(text.dim(text.wrap(f"Without printed contacts: {', '.join(blind)}", "   ")))
    if not found:
        click.echo(f"The manuals name no connector of {name}.")


def cable(bundle: Path, device: str, brand: str, packs: int | None, *, as_json: bool) -> None:
    """Draw one cable with its DIP blocks, and the inverter's settings when `packs` is given."""
    from kb.bundle.store import open_bundle
    from kb.calc.registry import run
    from kb.calc.result import CalcResult
    from kb.calc.settings import settings_calculator

    kb = open_bundle(bundle)
    made = plan(kb, device_named(kb, device), brand, packs)
    found = settings_calculator(kb, made.device) if packs and made.settings else None
    outcome = run(kb, found.id, {"packs": str(packs)}) if found else None
    if as_json:
        _out({"cable": made, "inverter_settings": outcome})
        return
    lines = draw_plan(kb, made)
    if isinstance(outcome, CalcResult):
        lines += ["", text.heading(f"Inverter settings for {packs}")]
        lines += [text.wrap(f"{o.label}: {o.text}", "      ", "   ") for o in outcome.outputs]
    elif outcome is not None:
        lines += ["", text.wrap(outcome.reason, "   ")]
    click.echo("\n".join(lines))


def _out(plain: object) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(plain)).decode())


def _cite(kb: KnowledgeBase, source: Source) -> str:
    return text.dim(text.wrap(text.cite(source, kb.manuals[source.manual].short), "   "))


def draw_socket(kb: KnowledgeBase, one: Socket) -> list[str]:
    """Return a connector for 80 columns: its face, what is known of the side, one line a contact."""
    shape = one.shape.upper() if one.shape == "rj45" else one.shape
    lines = [text.titled(f"{one.device} · {one.name}", shape, "   ", "")]
    if one.purpose:
        lines.append(text.wrap(one.purpose, "   "))
    if one.side in _SIDES and one.numbers:
        lines.append(text.wrap(_SIDES[one.side], "   "))
    elif one.numbering:
        lines.append(text.wrap(f"Numbering: {one.numbering}", "   "))
    if not one.tables:
        return [*lines, text.wrap("The manuals print no contact of it.", "   ")]
    for table in one.tables:
        lines += ["", *_boxes(one, table), *_contacts(table), _cite(kb, table.source)]
        lines += [_cite(kb, s) for s in table.also]
    for i in one.cautions:
        fact = kb.facts[i]
        if isinstance(fact, Caution):
            lines.append(text.wrap(f"{fact.level.capitalize()}: {fact.text}", "     ", "   ! "))
    for i in one.conflicts:
        fact = kb.facts[i]
        if isinstance(fact, Conflict):
            lines.append(text.wrap(f"Manuals disagree: {fact.topic} (pinlight show {i})", "     ", "   ! "))
    return lines


def _boxes(one: Socket, table: PinTable) -> Iterable[str]:
    told = {c.pin: c.signal for c in table.contacts}
    short = all(len(s) <= _BOX for s in told.values())
    for start in range(0, len(one.numbers), _PER_ROW):
        row = one.numbers[start : start + _PER_ROW]
        yield "   ┌" + "┬".join("─" * _BOX for _ in row) + "┐"
        if short:
            yield "   │" + "│".join(told.get(p, "").center(_BOX) for p in row) + "│"
        yield "   │" + "│".join(p.center(_BOX) for p in row) + "│"
        floor = "┴".join("─" * _BOX for _ in row)
        if one.shape == "rj45" and len(row) == _PER_ROW:
            # The notch of the clip, below the two contacts in the middle.
            middle = len(floor) // 2
            floor = f"{floor[: middle - _BOX - 1]}┐{' ' * (2 * _BOX + 1)}┌{floor[middle + _BOX + 2 :]}"
        yield f"   └{floor}┘"


def _contacts(table: PinTable) -> Iterable[str]:
    wide = max(len(c.pin) for c in table.contacts)
    name = max(len(c.signal) for c in table.contacts)
    ways = {c.connects_to for c in table.contacts}
    common = ways.pop() if len(ways) == 1 and len(table.contacts) > 1 else ""
    if common:
        yield text.wrap(f"All contacts go to {common}.", "   ")
    for c in table.contacts:
        parts = [
            c.function,
            f"wire {c.wire_color}" if c.wire_color else "",
            f"to {c.connects_to}" if c.connects_to and not common else "",
        ]
        if c.opposites:
            parts.append(f"not to be swapped with {' or '.join(c.opposites)}")
        if c.empty:
            parts.append("do not connect")
        if c.certainty != "certain":
            parts.append(f"read as {c.certainty}")
        head = f"   {c.pin:>{wide}}  {c.signal:<{name}}  "
        yield text.wrap("; ".join(p for p in parts if p), " " * len(head), head)


def draw_plan(kb: KnowledgeBase, made: Plan) -> list[str]:
    """Return a cable for 80 columns: ends, wires, DIP blocks, figures, cautions, checks, questions."""
    head = text.wrap(f"{made.device_name} to {made.name}").split("\n")
    lines = [*map(text.heading, head), text.wrap(made.answer, "   ")]
    for route in made.routes:
        lines += ["", *_route(route)]
        lines += [_cite(kb, s) for s in route.sources]
    for setting in made.settings:
        lines += ["", *_setting(setting, made.packs), _cite(kb, setting.source)]
    if made.figures:
        lines += ["", text.heading("Figures")]
        for figure in made.figures:
            tail = f" ({figure.condition})" if figure.condition else ""
            lines.append(text.wrap(f"{figure.name}: {figure.text}{tail}", "     ", "   "))
    lines += _marked("Mind", (f.text for i in made.cautions if isinstance(f := kb.facts[i], Caution)), "!")
    lines += _marked(
        "Manuals disagree",
        (f"{f.topic}: {f.advice}" for i in made.conflicts if isinstance(f := kb.facts[i], Conflict)),
        "!",
    )
    lines += _marked("Check before plugging in", made.checks, "□")
    lines += _marked(f"Ask {made.contact or 'your supplier'}", made.ask, "?")
    return lines


def _marked(head: str, items: Iterable[str], mark: str) -> list[str]:
    told = [text.wrap(i, "     ", f"   {mark} ") for i in items]
    return ["", text.heading(head), *told] if told else []


def _route(route: Route) -> Iterable[str]:
    facts = [p for p in (route.bus, f"cable version {route.version}" if route.version else "") if p]
    far = route.to_port or "port not printed"
    yield text.wrap(
        f"{route.from_port or 'port not printed'} → {far}" + (f"  ({', '.join(facts)})" if facts else ""), "   "
    )
    if route.wires:
        near = max(len(w.from_pin) for w in route.wires)
        name = max(len(w.signal) for w in route.wires)
        for w in route.wires:
            to = "not printed" if w.to_pin == UNKNOWN else w.to_pin
            line = "╌" if w.optional else "━"
            yield f"     {w.from_pin:>{near}} {line * 6} {w.signal:^{name}} {line * 6} {to}" + (
                "  (optional)" if w.optional else ""
            )
    if route.open_pins:
        yield text.wrap(f"Leave open: {', '.join(route.open_pins)}", "     ")
    if route.certainty != "certain":
        yield text.wrap(f"Read as {route.certainty}: {route.note or route.repair}", "     ", "   ? ")
    elif route.note:
        yield text.wrap(route.note, "     ", "   i ")


def _setting(setting: Setting, packs: int | None) -> Iterable[str]:
    yield text.heading(f"DIP switches  protocol {setting.protocol_id}, {setting.bus}")
    yield "   Master" if packs != 1 else "   The battery"
    yield from _block(setting.master)
    if packs != 1:
        yield "   Slaves"
        yield from _block(setting.slave)
    for choice in setting.choices:
        for position, meaning in choice.positions:
            yield text.wrap(f"Switch {choice.number} {position}: {meaning}", "     ", "   ")


def _block(switches: Sequence[Switch]) -> Iterable[str]:
    cell = 7
    rows = (
        ("", [s.number for s in switches]),
        ("ON", [{"on": "■", "off": "·", "free": "?", "keep": "="}[s.look] for s in switches]),
        ("OFF", [{"on": "·", "off": "■", "free": "?", "keep": "="}[s.look] for s in switches]),
    )
    for name, cells in rows:
        yield f"    {name:>3} {''.join(c.center(cell) for c in cells)}".rstrip()
    yield text.wrap(said(switches), "        ")
