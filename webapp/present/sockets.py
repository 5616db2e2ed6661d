"""Sockets as drawings: the front view, a strip in counting order, a small one for lists.

A drawing shows only what a table of the knowledge base tells. Where the side of pin 1 is not printed, an RJ45 is drawn as
is usual for it and the page says so; any other shape is drawn as loose contacts in counting order, never as a housing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from markupsafe import Markup

from kb.wiring.sockets import Contact, PinTable, Socket
from webapp.present import svg

WIDTH = 360
_PER_ROW = 8
_CELL = 40
_LONG = 12
GAP = "⋯"


@dataclass(frozen=True)
class Seen:
    """A contact as it is drawn. `text` is the signal, or the wire's colour where a standard stands for all signals."""

    pin: str
    signal: str
    text: str
    group: int
    css: str
    href: str


@lru_cache(maxsize=1024)
def face(socket: Socket, table: PinTable | None, chosen: str = "", base: str = "") -> Markup | None:
    """Draw a connector with its contacts; None when the manuals tell of no contact. `base` is the page for `?pin=`."""
    seen = tuple(_seen(socket, table, chosen, base))
    if not seen:
        return None
    return svg.markup(_rj45(seen) if socket.shape == "rj45" else _strip(seen, numbered=socket.numbered))


def icon(socket: Socket) -> Markup:
    """Draw a small picture of a connector for a list: its shape and how many contacts it has, nothing more."""
    return _icon(socket.shape, min(len(socket.numbers) or socket.pins, _PER_ROW))


@lru_cache(maxsize=256)
def _icon(shape: str, count: int) -> Markup:
    root = svg.svg(40, 32, f"sock-icon sock-icon--{shape or 'plain'}")
    svg.add(root, "rect", "sock-icon__body", x=1, y=1, width=38, height=30, rx=4)
    if shape == "rj45":
        svg.add(root, "rect", "sock-icon__notch", x=13, y=23, width=14, height=8)
    step = 34 / max(count, 1)
    for n in range(count):
        x = round(3 + step * n + step / 2 - 1.2, 2)
        svg.add(root, "rect", "sock-icon__pin", x=x, y=5, width=2.4, height=11 if shape == "rj45" else 20)
    return svg.markup(root)


@lru_cache(maxsize=64)
def swatch(n: int) -> Markup:
    """Draw the pattern of a group alone, for the legend and the table."""
    root = svg.svg(28, 14, "swatch")
    chip(root, n, (1, 1, 26, 12))
    return svg.markup(root)


def chip(parent: ET.Element, n: int, box: tuple[float, float, float, float]) -> None:
    """Draw a group's pattern: told apart without colour, and without identifiers that two drawings could share."""
    x, y, width, height = box
    svg.add(parent, "rect", f"chip__bg chip__bg--{n % 8}", x=x, y=y, width=width, height=height)
    r, b = x + width, y + height
    mid_x, mid_y = x + width / 2, y + height / 2
    paths = (
        "",
        f"M{x} {mid_y}H{r}",
        f"M{x + 4} {b}L{x + 4 + height} {y}M{mid_x - 2} {b}L{mid_x - 2 + height} {y}",
        f"M{x + 5} {y}V{b}M{mid_x} {y}V{b}M{r - 5} {y}V{b}",
        f"M{x} {y}L{r} {b}M{x} {b}L{r} {y}",
        f"M{x} {y + 3}H{r}M{x} {b - 3}H{r}",
        f"M{mid_x} {y}V{b}M{x} {mid_y}H{r}",
        f"M{x} {b}L{mid_x} {y}L{r} {b}",
    )
    if paths[n % 8]:
        svg.add(parent, "path", "chip__line", d=paths[n % 8])


def _seen(socket: Socket, table: PinTable | None, chosen: str, base: str) -> Iterable[Seen]:
    told = {c.pin: c for c in table.contacts} if table else {}
    groups = {pin: g.n for g in table.groups for pin in g.pins} if table else {}
    near = set(told[chosen].opposites) if chosen in told else set()
    alone = bool(table) and len(table.groups) == 1 and all(c.wire_color for c in told.values()) if table else False
    for pin in socket.numbers:
        contact = told.get(pin)
        css = "pin"
        if contact is None:
            css += " pin--blank"
        elif contact.empty:
            css += " pin--empty"
        if chosen:
            css += " pin--on" if pin == chosen else " pin--near" if pin in near else " pin--dim"
        text = _words(contact, colors=alone)
        yield Seen(
            pin,
            contact.signal if contact else "",
            text,
            groups.get(pin, 0),
            css,
            f"{base}?pin={pin}" if base and contact else "",
        )


def _words(contact: Contact | None, *, colors: bool) -> str:
    if contact is None:
        return ""
    return contact.wire_color if colors and contact.wire_color else contact.signal


def _group(parent: ET.Element, one: Seen) -> ET.Element:
    """Start one contact: a link for finger and mouse; the keyboard takes the same link in the table."""
    if one.href:
        return svg.add(parent, "a", one.css, href=one.href, tabindex=-1, data_pin=one.pin, data_signal=one.signal)
    return svg.add(parent, "g", one.css, data_pin=one.pin, data_signal=one.signal)


def _rj45(seen: Sequence[Seen]) -> ET.Element:
    """Draw the socket seen from the front, notch below, pin 1 on the left (the usual numbering of an 8P8C socket)."""
    pitch = 42
    left = (WIDTH - pitch * len(seen)) / 2
    root = svg.svg(WIDTH, 236, "sock sock--rj45")
    svg.add(
        root,
        "path",
        "sock__body",
        d=f"M14 4H{WIDTH - 14}a10 10 0 0 1 10 10V222a10 10 0 0 1 -10 10H244v-34H116v34H14a10 10 0 0 1 -10 -10V14a10 10 0 0 1 10 -10z",
    )
    for n, one in enumerate(seen):
        x = left + pitch * n
        g = _group(root, one)
        svg.add(g, "rect", "pin__hit", x=x, y=6, width=pitch, height=190)
        svg.add(g, "rect", "pin__metal", x=x + 6, y=14, width=pitch - 12, height=112, rx=3)
        _vertical(g, one.text, x + pitch / 2, 120)
        if one.signal:
            chip(g, one.group, (x + 8, 130, pitch - 16, 12))
        svg.add(g, "text", "pin__n", x=x + pitch / 2, y=172, text_anchor="middle", text=one.pin)
    return root


def _strip(seen: Sequence[Seen], *, numbered: bool) -> ET.Element:
    """Draw loose contacts in counting order, eight to a row; dots where the manual tells of no neighbours."""
    rows = [seen[i : i + _PER_ROW] for i in range(0, len(seen), _PER_ROW)]
    height = 176
    root = svg.svg(WIDTH, height * len(rows), "sock sock--strip")
    open_ends = not numbered and seen[0].pin.isdigit()
    for r, row in enumerate(rows):
        left = (WIDTH - _CELL * len(row)) / 2 if len(rows) == 1 else (WIDTH - _CELL * _PER_ROW) / 2
        top = r * height
        if open_ends:
            for x in (left - 22, left + _CELL * len(row) + 22):
                svg.add(root, "text", "sock__gap", x=x, y=top + 80, text_anchor="middle", text=GAP)
        for n, one in enumerate(row):
            x = left + _CELL * n
            g = _group(root, one)
            svg.add(g, "rect", "pin__hit", x=x, y=top + 2, width=_CELL, height=height - 6)
            svg.add(g, "rect", "pin__cell", x=x + 2, y=top + 4, width=_CELL - 4, height=height - 12, rx=5)
            svg.add(g, "text", "pin__n", x=x + _CELL / 2, y=top + 28, text_anchor="middle", text=one.pin)
            if one.signal:
                chip(g, one.group, (x + 7, top + 36, _CELL - 14, 12))
            _vertical(g, one.text, x + _CELL / 2, top + 160)
    return root


def _vertical(parent: ET.Element, text: str, x: float, y: float) -> None:
    """Write a signal upwards along its contact; a long one in two lines."""
    lines = _halves(text)
    for n, line in enumerate(lines):
        at = x + 4.5 + (n - (len(lines) - 1) / 2) * 14
        css = "pin__signal" if len(lines) == 1 else "pin__signal pin__signal--small"
        svg.add(parent, "text", css, x=at, y=y, transform=f"rotate(-90 {at:g} {y:g})", text=line)


def _halves(text: str) -> tuple[str, ...]:
    if len(text) < _LONG or " " not in text:
        return (text,) if text else ()
    middle = len(text) / 2
    cut = min((i for i, c in enumerate(text) if c == " "), key=lambda i: abs(i - middle))
    return text[:cut], text[cut + 1 :]
