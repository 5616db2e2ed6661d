"""Columns of a pin map that are a connector each: headed by buses, ports, names of the heading, or models of the same connector."""

from __future__ import annotations

import re

from kb.importing import signals, words
from kb.importing.carried import DASHES
from kb.importing.grids import Grid, roles_of
from kb.importing.pin_groups import FREE

BUS_NAME = re.compile(r"(?i)\b(?:CAN|RS-?\d{3}|BMS|link|console|meter|parallel|COM\d?)\b")
_PORT_HEAD = re.compile(
    r"(?i)^(?:BMS|meters?|EMS|link|para(?:llel)?|sync|LAN|inverter|battery|PCS|logger|[A-Z]{1,2}\d{1,2})"
    r"(?:[-_ ]?(?:\d|[A-D]|in|out|up|down))?(?: ?/ ?(?:link|para(?:llel)?|sync|COM|BMS)[-_ ]?(?:\d|[A-D]|in|out|up|down))?$"
)


# Heads that say both, a name and that contacts stand under it: `LINK Pin`, `B/485 Pin`.
_NAMED_PIN = re.compile(r"^(?P<name>[A-Z\d][\w/+&-]*(?: [A-Z\d][\w/+&-]*)?) (?i:pins?)$")
_TWO = re.compile(
    r"^(?P<name>[A-Za-z][\w-]*?)(?P<gap>[ _-]?)(?P<one>\d|[A-D]|(?i:in|out|up|down))\s*[/,&+]\s*(?:(?P=name)[ _-]?)?"
    r"(?P<two>\d|[A-D]|(?i:in|out|up|down))(?P<rest>\s+(?i:ports?|sockets?|plugs?|connectors?|pins?))?$"
)


_OF = re.compile(
    r"^(?i:terminals?|pins?|poles?|contacts?|connectors?|plugs?|sockets?|strips?|headers?|ports?)(?: (?i:of|at|on))? "
    r"(?P<mark>[A-Z]{1,4}-?\d{0,3}|[A-Z]{2,8}[-_ ]?(?:\d|[A-D]|IN|OUT))(?: (?i:pin|pole|contact|terminal)s?)?$"
)
_BEFORE = re.compile(
    r"^(?P<mark>[A-Z]{1,3}\d{1,3}|[A-Z][\w/+-]*(?: [A-Z\d][\w/+-]*)?) (?i:sockets?|plugs?|connectors?|strips?|headers?|jacks?|ports?|terminals?)"
    r"(?: (?i:pin|pole|contact)s?(?: ?(?i:no\.?|number))?)?$"
)


def of_connector(head: str) -> str:
    """Return the connector that the head over its contacts names: `Terminal X1`, `LAN socket`; "" when it names none."""
    found = _OF.match(head) or _BEFORE.match(head)
    return found["mark"] if found and not words.roles(found["mark"]) - {"brands", "bus"} else ""


def each(name: str) -> tuple[str, ...]:
    """Return the connectors that the head of one column names: `Link 0 / Link 1`, `COM1/2`; most name one."""
    found = _TWO.match(name.strip())
    if not found or found["one"].isdecimal() != found["two"].isdecimal() or found["one"] == found["two"]:
        return (name,)
    return tuple(f"{found['name']}{found['gap']}{found[k]}" for k in ("one", "two"))


def _of_pins(grid: Grid, key: int) -> set[int]:
    """Return the columns whose heads are a name and the word for contacts each, when there are several and all differ."""
    named = {n: m["name"] for n, h in enumerate(grid.header) if n != key and (m := _NAMED_PIN.match(h))}
    named = {n: name for n, name in named.items() if not words.roles(name) - {"brands", "port", "bus"}}
    return set(named) if len(named) > 1 and len(set(named.values())) == len(named) else set()


def signal_columns(grid: Grid, key: int) -> list[int]:
    """Columns that each are a connector of their own: headed by a bus or port, filled with signals."""
    if beside := named_columns(grid, key) or variants(grid, key):
        return beside
    out = []
    of_pins = _of_pins(grid, key)
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t and t not in DASHES and not FREE.match(t)]
        plain = words.role_matches("signal", grid.header[n]) and not BUS_NAME.search(grid.header[n])
        if n == key or not texts or (plain and n not in of_pins) or words.role_matches("function", grid.header[n]):
            continue
        named = n in of_pins or words.PIN_EVIDENCE.search(grid.header[n]) or _PORT_HEAD.match(grid.header[n])
        if sum(signals.strong(t) for t in texts) >= 0.6 * len(texts) and named:
            out.append(n)
    return out


def named_columns(grid: Grid, key: int) -> list[int]:
    """Columns headed by the connectors that the heading or caption names: `SYS-IN | SYS-OUT` under `Sockets SYS-IN and SYS-OUT`."""
    told = re.findall(r"[\w/+-]+", f"{grid.caption} {grid.section.heading.text}")
    named = [
        n for n in range(grid.width) if n != key and grid.header[n] in told and re.search(r"[A-Z]", grid.header[n])
    ]
    rest = [n for n in range(grid.width) if n not in {key, *named}]
    return named if len(named) > 1 and not rest else []


def variants(grid: Grid, key: int) -> list[int]:
    """Columns that are the same connector in several models or versions: nothing but signals under heads that are no role."""
    rest = [n for n in range(grid.width) if n != key]
    for n in rest:
        texts = [t for t in grid.column(n) if t and t not in DASHES]
        strong = sum(signals.strong(t) for t in texts)
        head = grid.header[n]
        if not head or roles_of(head) - {"brands"} or len(texts) < 0.5 * len(grid.rows) or strong < 0.6 * len(texts):
            return []
        if words.PIN_EVIDENCE.search(head) or _PORT_HEAD.match(head):
            return []
    return rest if len(rest) > 1 and len({grid.header[n] for n in rest}) == len(rest) else []
