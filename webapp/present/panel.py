"""The front panel of a device as a drawing: which lamps it has, what each shows, and how it blinks.

Templates draw a `Face` with `panel.html`. Blinking is CSS, written from the times of the facts by `sheet`; it is served
by the LED finder at `/leds/blink.css`, because the policy of the pages allows no style inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kb.bundle.store import KnowledgeBase
from kb.curation.statements import lamps_words
from kb.identify.looks import Look, of_lamp
from kb.identify.states import Board, State, board
from kb.model.device import PanelLamp
from kb.model.facts import Blink, Lamp, LedState
from webapp.present.lamps import Strip, rhythm

ORDER_UNKNOWN = "The manual does not show the order of the lamps."
NO_PANEL = "The manual describes these lamps; where they sit on this device it does not show."
# A blinking lamp that is dark is still there to be seen and tapped.
_DARK = "0.08"


@dataclass(frozen=True)
class FaceLamp:
    """One lamp as drawn. `look` and `blink` are classes; `lines` what stands under it, `words` all of it in words."""

    name: str
    look: str
    blink: str
    lines: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Face:
    """A panel, row by row. `words` is the drawing told in a sentence, `note` what the manual leaves open."""

    rows: tuple[tuple[FaceLamp, ...], ...]
    words: str
    note: str


def blink_class(look: Look | None) -> str:
    """Return the class that makes a drawing blink: with its own times, its period, or softly where none are printed."""
    if look is None or look.pattern != "flash":
        return ""
    if look.on_s is not None and look.off_s is not None:
        return f"b-{_ms(look.on_s)}-{_ms(look.off_s)}"
    return f"b-T{_ms(look.period_s)}" if look.period_s is not None else "b-soft"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def look_class(look: Look | None, *, said: bool = True) -> str:
    """Return the classes of a lamp's drawing: form first, then colour. `said` is false for a lamp nobody spoke of."""
    if look is None:
        return "lamp--any lamp--plain" if said else "lamp--blank lamp--plain"
    form = "steady" if look.pattern == "lit" else look.pattern
    return f"lamp--{form} lamp--{look.color or 'plain'}"


def lines(look: Look | None) -> tuple[str, ...]:
    """Return what stands under a lamp, in short lines."""
    if look is None:
        return ("any",)
    color = (look.color,) if look.color and look.pattern != "off" else ()
    word = {"off": "off", "steady": "steady", "flash": "flashing", "lit": "lit"}[look.pattern]
    strip = rhythm(look.on_s, look.off_s)
    if strip is not None:
        return (*color, word, *strip.words.split(", "))
    if look.period_s is not None:
        return (*color, word, f"T = {look.period_s:g} s")
    return (*color, word, *((f"{look.times} ×",) if look.times else ()))


def face(kb: KnowledgeBase, device: str, lamps: Iterable[Lamp] | None = None) -> Face | None:
    """Return a device's panel, showing `lamps` or, without them, only which lamps there are. None without lamps.

    Raises NotFoundError for an unknown device.
    """
    return draw(kb, board(kb, device), None if lamps is None else {x.indicator: x for x in lamps})


def draw(kb: KnowledgeBase, found: Board, shown: Mapping[str, Lamp] | None, only: Iterable[str] = ()) -> Face | None:
    """Return the panel of a board, or of its lamps named in `only`."""
    wanted = tuple(only) or tuple(x.name for x in found.lamps)
    panel = {x.name: x for x in kb.device(found.device).panel.lamps}
    rows: dict[int, list[tuple[int, FaceLamp]]] = {}
    for place, name in enumerate(wanted):
        at = panel.get(name) or PanelLamp(name, name, row=1, col=place + 1)
        rows.setdefault(at.row, []).append((at.col, _lamp(name, shown)))
    if not rows:
        return None
    told = lamps_words(shown.values()) if shown else ", ".join(wanted)
    drawn = tuple(tuple(x for _, x in sorted(row, key=lambda p: p[0])) for _, row in sorted(rows.items()))
    return Face(drawn, told, note(kb, found))


def note(kb: KnowledgeBase, found: Board) -> str:
    """Say what the manual leaves open about the place of the lamps."""
    panel = kb.device(found.device).panel
    if not panel.lamps:
        return NO_PANEL
    return "" if panel.order_known else ORDER_UNKNOWN


def of_state(kb: KnowledgeBase, found: Board, state: State) -> Face:
    """Return the part of the panel that tells a state, each lamp as that state has it."""
    drawn = draw(kb, found, {x.indicator: x for x in state.fact.lamps}, found.groups[state.group])
    if drawn is None:
        raise LookupError(f"{state.id} has no lamps")
    return drawn


def _lamp(name: str, shown: Mapping[str, Lamp] | None) -> FaceLamp:
    if shown is None:
        return FaceLamp(name, look_class(None, said=False), "", (), name)
    lamp = shown.get(name)
    if lamp is None:
        return FaceLamp(name, look_class(None, said=False), "", ("not said",), f"{name} not said")
    look = of_lamp(lamp)
    said = lines(look)
    return FaceLamp(name, look_class(look), blink_class(look), said, f"{name} {' '.join(said)}")


def strip_of(look: Look | None) -> Strip | None:
    """Return the rhythm of a look to scale, where its times are known."""
    return rhythm(look.on_s, look.off_s) if look is not None and look.pattern == "flash" else None


def looks(kb: KnowledgeBase) -> tuple[Look, ...]:
    """Return every flash of the knowledge base that has times, each once."""
    found: dict[str, Look] = {}
    for fact in kb.facts.values():
        if isinstance(fact, LedState):
            told = [look for x in fact.lamps if (look := of_lamp(x)) is not None]
        elif isinstance(fact, Blink):
            told = [Look("flash", None, fact.on_s, fact.off_s)]
        else:
            continue
        for look in told:
            if look.timed or look.period_s is not None:
                found.setdefault(blink_class(look), look)
    return tuple(found.values())


def sheet(kb: KnowledgeBase) -> str:
    """Return the style sheet that makes lamps blink with the manuals' own times."""
    rules = []
    for look in looks(kb):
        name = blink_class(look)
        if look.on_s is not None and look.off_s is not None:
            period = look.on_s + look.off_s
            dark = f"{100 * look.on_s / period:.4f}".rstrip("0").rstrip(".")
            frames = f"0%{{opacity:1}}{dark}%{{opacity:{_DARK}}}100%{{opacity:{_DARK}}}"
            rules.append(f"@keyframes {name}{{{frames}}}.{name}{{animation:{name} {_ms(period)}ms step-end infinite}}")
        elif look.period_s is not None:
            # Only the period is printed: it swells and fades, as no share of it may be claimed to be lit.
            rules.append(f".{name}{{animation:b-soft {_ms(look.period_s)}ms ease-in-out infinite}}")
    return "@layer pages{@media (prefers-reduced-motion:no-preference){" + "".join(rules) + "}}"
