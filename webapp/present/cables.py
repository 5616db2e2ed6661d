"""A cable as a drawing: both sockets, and every wire between them told apart by its line, its number and its name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from xml.etree import ElementTree as ET

from markupsafe import Markup

from kb.wiring.plan import UNKNOWN, PlanWire, Route
from kb.wiring.sockets import Socket
from webapp.present import svg
from webapp.present.sockets import GAP

WIDTH = 360
_HALF = 148
_TOP = 8
_FACE = 84
_LEVEL = 36
# Line styles in order; a wire is found again by its dashes on black-and-white paper.
DASHES = ("", "10 5", "2 5", "14 4 2 4", "6 3")


def drawing(route: Route, near: Socket | None, far: Socket | None) -> Markup | None:
    """Draw a route; None when neither side has a contact to show."""
    near_pins = _contacts(near, [w.from_pin for w in route.wires])
    far_pins = _contacts(far, [w.to_pin for w in route.wires])
    if not near_pins and not far_pins:
        return None
    depth = max(len(route.wires), 1)
    height = _TOP + _FACE + 26 + _LEVEL * (depth - 1) + 22
    root = svg.svg(WIDTH, height, "cable")
    used_near = [w.from_pin for w in route.wires]
    used_far = [w.to_pin for w in route.wires]
    left = _face(root, near, near_pins, used_near, 4)
    right = _face(root, far, far_pins, used_far, WIDTH - _HALF - 4)
    if not route.wires:
        _unprinted(root, route)
        return svg.markup(root)
    ends = _ends(route.wires, left, right)
    # The leftmost wire runs lowest: so the wires of the near side do not cross.
    order = sorted(range(len(route.wires)), key=lambda n: ends[n][0], reverse=True)
    for level, n in enumerate(order):
        _wire(root, route.wires[n], n, ends[n], _TOP + _FACE + 26 + _LEVEL * level)
    return svg.markup(root)


@lru_cache(maxsize=64)
def line_of(n: int) -> Markup:
    """Draw the line style of a wire alone, for the table."""
    root = svg.svg(44, 10, f"line line--{n % len(DASHES)}")
    svg.add(root, "path", "line__wire", d="M2 5H42", stroke_dasharray=DASHES[n % len(DASHES)] or "none")
    return svg.markup(root)


def _contacts(socket: Socket | None, used: Sequence[str]) -> tuple[str, ...]:
    """Return the contacts to draw: a whole RJ45, of any other shape only those that the cable uses."""
    if socket and socket.shape == "rj45" and all(u in socket.numbers for u in used):
        return socket.numbers
    known = sorted({u for u in used if u != UNKNOWN}, key=lambda p: (not p.isdigit(), int(p) if p.isdigit() else 0, p))
    # Every contact that is not printed is drawn on its own: nothing says that two of them are one.
    return (*known, *(UNKNOWN for u in used if u == UNKNOWN))


def _face(
    root: ET.Element, socket: Socket | None, pins: Sequence[str], used: Sequence[str], x: float
) -> list[tuple[str, float]]:
    """Draw one side and return each contact with its middle."""
    if not pins:
        svg.add(root, "rect", "cable__blank", x=x, y=_TOP, width=_HALF, height=_FACE - 18, rx=6)
        svg.add(root, "text", "cable__ask", x=x + _HALF / 2, y=_TOP + 44, text_anchor="middle", text="?")
        return []
    whole = bool(socket and socket.shape == "rj45" and len(pins) == len(socket.numbers))
    pitch = 17.0 if whole else min(36.0, (_HALF - 36) / len(pins))
    start = x + (_HALF - pitch * len(pins)) / 2
    css = "cable__body" if whole else "cable__body cable__body--loose"
    svg.add(root, "rect", css, x=x, y=_TOP, width=_HALF, height=_FACE, rx=6)
    if whole:
        svg.add(root, "rect", "cable__notch", x=x + _HALF / 2 - 24, y=_TOP + _FACE - 9, width=48, height=9)
    elif pins[0].isdigit():
        for at in (x + 10, x + _HALF - 10):
            svg.add(root, "text", "cable__gap", x=at, y=_TOP + 34, text_anchor="middle", text=GAP)
    out = []
    for n, pin in enumerate(pins):
        middle = start + pitch * n + pitch / 2
        on = pin in used
        g = svg.add(root, "g", "cable__pin" if on else "cable__pin cable__pin--open", data_contact=pin)
        svg.add(g, "rect", "cable__metal", x=middle - pitch * 0.32, y=_TOP + 7, width=pitch * 0.64, height=34, rx=1.5)
        if on:
            svg.add(g, "path", "cable__stub", d=f"M{middle:g} {_TOP + 65}V{_TOP + _FACE}")
        svg.add(g, "text", "cable__n", x=middle, y=_TOP + 60, text_anchor="middle", text=pin)
        out.append((pin, middle))
    return out


def _ends(
    wires: Sequence[PlanWire], left: list[tuple[str, float]], right: list[tuple[str, float]]
) -> list[tuple[float, float]]:
    """Return where each wire starts and ends; a contact that is not printed is used up by its wire."""
    free = list(right)
    out = []
    for w in wires:
        at = next(x for p, x in left if p == w.from_pin)
        to = next(i for i, (p, _) in enumerate(free) if p == w.to_pin)
        out.append((at, free[to][1]))
        if w.to_pin == UNKNOWN:
            free.pop(to)
    return out


def _wire(root: ET.Element, wire: PlanWire, n: int, ends: tuple[float, float], y: float) -> None:
    start, end = ends
    top = _TOP + _FACE
    g = svg.add(
        root,
        "g",
        f"wire wire--{n % len(DASHES)}" + (" wire--optional" if wire.optional else ""),
        data_wire=f"{wire.from_pin}>{wire.to_pin}",
        data_signal=wire.signal,
    )
    path = f"M{start:g} {top}V{y:g}H{end:g}V{top}"
    # A rim in the colour of the paper lets a wire pass over another one.
    svg.add(g, "path", "wire__rim", d=path)
    svg.add(g, "path", "wire__line", d=path, stroke_dasharray=DASHES[n % len(DASHES)] or "none")
    middle = WIDTH / 2
    text = f"{wire.signal} ?" if wire.to_pin == UNKNOWN else wire.signal
    width = 9 * len(text) + 18
    svg.add(g, "rect", "wire__pill", x=middle - width / 2, y=y - 12, width=width, height=24, rx=12)
    svg.add(g, "text", "wire__signal", x=middle, y=y + 5, text_anchor="middle", text=text)


def _unprinted(root: ET.Element, route: Route) -> None:
    """Draw a lead whose wires the manual does not print: one grey band with a question mark, or the ready-made lead."""
    y = _TOP + _FACE + 26
    path = f"M{4 + _HALF / 2} {_TOP + _FACE}V{y}H{WIDTH - 4 - _HALF / 2}V{_TOP + _FACE}"
    svg.add(root, "path", "cable__lead", d=path)
    text = "ready-made lead" if route.status == "chain" else "wires not printed"
    svg.add(root, "rect", "wire__pill", x=WIDTH / 2 - 84, y=y - 12, width=168, height=24, rx=12)
    svg.add(root, "text", "wire__signal", x=WIDTH / 2, y=y + 5, text_anchor="middle", text=text)
