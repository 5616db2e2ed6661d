"""leds: the lamp states of a device, what seen lamps mean, which pattern was tapped."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from kb.commands import text
from kb.identify import api
from kb.model.errors import QueryError


def leds(bundle: Path, device: str, lamps: tuple[str, ...], taps: str | None, *, as_json: bool) -> None:
    """Print the states of a device, those that seen lamps mean, or the patterns of a tapped rhythm.

    Raises NotFoundError for an unknown device, QueryError for what cannot be read.
    """
    from kb.bundle.store import open_bundle

    kb = open_bundle(bundle)
    found: api.DeviceStates | api.Identified | api.Tapped
    if taps is not None and len(lamps) > 1:
        raise QueryError("one rhythm is tapped, so name one lamp at most")
    if taps is not None:
        found = api.by_taps(kb, device, parse_taps(taps), lamps[0] if lamps else None)
    elif lamps:
        found = api.by_lamps(kb, device, api.lamps_from(parse_lamps(lamps)))
    else:
        found = api.states_of(kb, device)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    elif isinstance(found, api.Tapped):
        click.echo(tapped(found))
    elif isinstance(found, api.Identified):
        click.echo(identified(found))
    else:
        click.echo("\n".join(line for s in found.states for line in _state(s, "")))


def parse_lamps(words: tuple[str, ...]) -> dict[str, str]:
    """Return lamp → what it shows of `NAME=colour,pattern` words. Raises QueryError for a word without `=`."""
    out: dict[str, str] = {}
    for word in words:
        name, equals, said = word.partition("=")
        if not equals or not name.strip() or not said.strip():
            raise QueryError(f"{word!r} is no lamp: write NAME=PATTERN or NAME=COLOUR,PATTERN, as in ALM=red,flash")
        out[name.strip()] = said
    return out


def parse_taps(said: str) -> api.Taps:
    """Return on and off times of `on,off,on,off` in milliseconds. Raises QueryError for what is no number."""
    try:
        values = [float(v) for v in said.split(",") if v.strip()]
    except ValueError:
        raise QueryError(
            f"{said[:60]!r} are no taps: write milliseconds lit, dark, lit …, as in 500,1500,480"
        ) from None
    return api.Taps(tuple(values[::2]), tuple(values[1::2]))


_MARKS = {"fits": "✓", "contradicts": "≠", "open": "·"}


def identified(found: api.Identified) -> str:
    """Return the states for 80 columns: those that fit with reasons, what nearly fits, what to look at next."""
    lines: list[str] = []
    for group in found.groups:
        fitting = [r for r in group.results if r.standing == "fits"]
        if not fitting:
            lines.append(text.heading(f"No state of the manual fits {', '.join(group.lamps)}."))
        for r in fitting:
            lines += _state(r.state, f"{r.rank}. ")
            lines += [text.wrap(f"{_MARKS[w.verdict]} {w.indicator}: {w.why}", "       ", "     ") for w in r.reasons]
        if group.alike:
            lines.append(text.wrap("No lamp tells these apart; go by what the device does.", "   ", "   "))
        if group.next:
            lines.append(text.heading(f"Next, look at {group.next.indicator}:"))
            lines += [f"   {key.lstrip(':')}  leaves {len(ids)}" for key, ids in group.next.ways.items()]
        lines += [text.dim(text.wrap(_near(r), "     ", "   ")) for r in group.results if r.standing == "near"]
    return "\n".join(lines)


def _near(r: api.Ranked) -> str:
    against = next(w for w in r.reasons if w.verdict == "contradicts")
    return f"Nearly: {r.state.meaning} ({against.indicator}: {against.why})"


def _state(state: api.StateSaid, lead: str) -> list[str]:
    mode = f" ({state.mode})" if state.mode else ""
    lines = [text.heading(text.wrap(f"{state.meaning}{mode}", "   ", lead or None))]
    if state.safety == "stop-using":
        lines.append("   ! Stop using the device.")
    lines.append(text.wrap("; ".join(f"{x.indicator} {x.words}" for x in state.lamps), "   ", "   "))
    if state.action:
        lines.append(text.wrap(f"Do: {state.action}", "   ", "   "))
    lines += [text.dim(text.wrap(text.cite(s), "     ", "   ")) for s in state.sources]
    if state.conflict:
        lines.append(text.dim(text.wrap(f"Manuals disagree: pinlight show {state.conflict}", "     ", "   ")))
    return lines


def tapped(found: api.Tapped) -> str:
    """Return what was measured and the patterns that fit, ties named."""
    m = found.measured
    if m.shape == "flash":
        head = f"{m.on_s:.2f} s on, {m.off_s:.2f} s off, from {m.flashes} flashes"
    else:
        head = {"steady": "Lit all the time", "off": "Dark all the time", "unsure": "Too little was tapped"}[m.shape]
    lines = [text.heading(head)]
    for p in found.patterns:
        if not p.fits:
            continue
        lines.append(text.wrap(" ".join((p.words, *p.names)), "   ", f"{p.rank}. "))
        if p.lamps:
            lines.append(text.dim(text.wrap(f"shown by {', '.join(p.lamps)}", "   ", "   ")))
        if p.tied:
            lines.append(text.wrap(f"not told apart from {', '.join(p.tied)}", "   ", "   "))
    if not found.answered and m.shape != "unsure":
        lines.append("   No pattern of the manual has these times.")
    return "\n".join(lines)
