"""Which column of a table of partners names the partner, and which the protocol: by its head, else by the make of its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kb.importing import switch_settings, words
from kb.importing.blocks import Table
from kb.importing.grids import Grid

# What heads a column of protocols, in whatever words it is chosen: `Profile`, `Driver`, `Entry in the menu`, `Set to`.
_SAID = re.compile(
    r"(?i)\b(?:protocols?|prot\.?|languages?|profiles?|drivers?|register (?:maps?|sets?|tables?)|emulat\w+|templates?|plug-?ins?)\b|"
    r"^maps?$"
)
_CHOSEN = re.compile(
    r"(?i)\b(?:settings?|select(?:ion|or)?|set to|choices?|choose|codes?|programs?|values?|options?|menu|entr(?:y|ies)|enter|ids?|keys?|"
    r"parameters?|(?:batter\w+|inverter|bms|meter|device|partner|comm\w*) (?:types?|modes?|no\.?|numbers?)|type (?:no\.?|numbers?))\b"
)
# Heads of columns that tell something else of the partner, though their cells may look like names.
_ELSE = re.compile(
    r"(?i)\b(?:speeds?|baud|bit ?rates?|rate|address(?:es)?|parity|ports?|sockets?|connectors?|cables?|pins?|wir(?:e|ing)|adapters?|"
    r"versions?|firmware|since|from|remarks?|notes?|comments?|max\w*|min\w*|units?|dip|switch(?:es)?|sw\d?|levers?|jumpers?|"
    r"series|models?|famil(?:y|ies)|range|resistors?|terminat\w+|power|voltage|current|capacity|years?|page|see|status|tested|countr(?:y|ies)|limit)\b"
)
# What heads a column of partners; the second is as well the word for what is chosen for them.
_WHO = re.compile(
    r"(?i)\b(?:inverters?|meters?|brands?|manufacturers?|makers?|vendors?|partners?|batter(?:y|ies)|ems|systems?|hosts?|third[- ]party|"
    r"suppliers?|compan(?:y|ies)|products?|makes?|devices?|equipment|chargers?|storages?|appliances?|(?:energy )?managers?)\b|"
    r"^(?:for|used with|works with)$"
)
_OF_BOTH = re.compile(r"(?i)\b(?:profiles?|compatible|approved|supported|models?|types?|names?|works with)\b")
_CODE = re.compile(r"^(?=.*[A-Z\d])[A-Za-z\d][\w.+/#-]{0,19}(?: [A-Z\d][\w.+-]{0,9}){0,2}$")
_NO_CODE = re.compile(
    r"(?i)^(?:on|off|yes|no|none|n/?a|can|rs-?\d{3}|default|[\d.,]+ ?(?:k?bit/s|k?bps|k|baud|m|a|v|w|kw|ohm|ω)|modbus(?: (?:rtu|tcp))?|"
    r"ethernet|usb|tcp)$"
)
# What is chosen on the partner is called as its menu calls it.
_THERE = re.compile(
    r"(?i)\b(?:type|mode|setting|entry|option|selection|choice|profile|protocol|brand|name|battery|select|choose|set)\b.*\b(?:on|of|in|at) "
    r"(?:the |its )?(?:inverters?|menu|display|app|device|partner|charger|meter|other device)\b|\bmenu (?:entry|item|name)\b"
)
_SPEED = re.compile(r"(?i)\b\d{2,6} ?(?:k|kbit/s|kbps|kbaud|baud|bps|bit/s)\b")
_NUMBER = re.compile(r"(?i)^(?:no|nr|number|#|№)\.?$")
_ENTERED = re.compile(
    r"(?i)\b(?:enter|select|choose|set|chosen|selected|entered|type in|key in)\b[^.]{0,60}\b(?:by|with|under|to)? ?(?:the|its|a|this|that) number\b|"
    r"\bnumber \d+ means\b"
)
_UNIT = re.compile(r"(?i)^units?$")
# What is set on the product for a partner, by its code or name; the ways of wiring and talking are modes of another kind.
_MODE = re.compile(
    r"(?i)^(?:set )?(?:(?:lithium|li(?:-ion)?|lib|batter(?:y|ies)|bms|bat\.?) )*modes?(?: (?:no\.?|number|code|id))?$"
)
_OTHER_MODE = re.compile(
    r"(?i)^(?:[hl]v|ac|dc|rtu|ascii|tcp|udp|[123] ?ph?|all|auto|master|slave|client|server|lfp|nmc|nca|lto|li-?ion|lifepo4|agm|gel|"
    r"ok|full|r/?w|ro|tbd|\d+s\d*p?)$"
)
# A mark under a bus: used, or not.
_NOT = re.compile(r"(?i)^(?:[-–—/✗✘×○☐]+|no|none|n/?a|not? \w+)$")
_MARK = re.compile(r"(?i)^(?:[-–—/✓✔✗✘×●○•☑☐]+|x|yes|no|ok|none|n/?a)$")
# An item of a menu, by its mark.
_ITEM = re.compile(r"(?:(?i:menu|parameter|item|program|par\.?|set) ?)?\[?[A-Z]{0,3}[-_. ]?\d{1,3}(?:\.\d{1,2})?\]?")
_FEW, _MOST = 0.7, 0.8
LONGEST = 60


def who(grid: Grid, taken: Iterable[int], named: Iterable[int]) -> int | None:
    """Return the column of partners among those `named` with names: the one whose head says so before one that may say both."""
    free = [n for n in named if n not in set(taken)]
    for pattern in (_WHO, _OF_BOTH):
        for n in free:
            if pattern.search(grid.header[n]) and not _SAID.search(grid.header[n]) and not _is_number(grid.header[n]):
                return n
    named_so = next((n for n in free if _OF_BOTH.search(grid.header[n])), None)
    # The only column of names beside one that is headed as the protocol's.
    left = [n for n in free if not _SAID.search(grid.header[n]) and not _ELSE.search(_UNIT.sub("", grid.header[n]))]
    alone = len(left) == 1 and any(_SAID.search(h) for h in grid.header)
    return named_so if named_so is not None or not alone else left[0]


def by_bus(grid: Grid, bus_of: Callable[[str], str]) -> dict[int, str]:
    """Return the columns that are headed by a bus each, over marks or codes: `Brand | CAN | RS485`."""
    headed = {n: bus for n, h in enumerate(grid.header) if (bus := bus_of(h)) and len(h.split()) <= 3}
    fits = all(_MARK.match(t) or _CODE.match(t) for n in headed for t in grid.column(n) if t)
    cells = [t for n in headed for t in grid.column(n) if marked(t)[0]]
    if cells and all(re.fullmatch(r"\d{1,2}", t) for t in cells) and 2 * len(set(cells)) < len(cells):
        return {}  # how many sockets there are
    # The same bus stands over two columns where each has a speed of its own.
    each = len(set(headed.values())) == len(headed) or all(_SPEED.search(grid.header[n]) for n in _shared(headed))
    return headed if len(headed) > 1 and each and len({grid.header[n] for n in headed}) == len(headed) and fits else {}


def _shared(headed: dict[int, str]) -> list[int]:
    return [n for n, bus in headed.items() if [*headed.values()].count(bus) > 1]


def says(head: str) -> bool:
    """Tell whether a head says in so many words that its column holds protocols."""
    return bool(_SAID.search(head)) and not _ELSE.search(_SAID.sub("", head))


def marked(text: str) -> tuple[bool, str]:
    """Tell whether a cell under a bus says that the partner uses it, and the protocol that it names, if any."""
    text = text.strip()
    if not text or _NOT.match(text):
        return False, ""
    return True, "" if _MARK.match(text) else text


def _is_number(head: str) -> bool:
    """Tell whether a head names what is chosen for a partner, not the partner: `Inverter setting`, `Battery code`."""
    return bool(
        re.search(r"(?i)\b(?:protocol|setting|select(?:ion)?|code|program|value|option|menu|entry|id|number)\b", head)
    )


def protocol(grid: Grid, taken: Iterable[int], partner: int) -> tuple[int | None, str]:
    """Return the column of protocols and what is doubtful of it: a head that says so, one that says choosing, or cells like codes."""
    free = [
        n
        for n in range(grid.width)
        if n not in {partner, *taken} and filled(grid, n) and not words.role_matches("speed", grid.header[n])
    ]
    for n in free:
        if _SAID.search(grid.header[n]) and not _ELSE.search(_SAID.sub("", grid.header[n])):
            return n, ""
    for n in free:
        if _THERE.search(grid.header[n]) and not _ELSE.search(_UNIT.sub("", grid.header[n])) and _various(grid, n):
            return n, ""
    # What stands before the partner is the key of the table; behind it, the cells have to look like codes.
    for n in free:
        key = n < partner and not any(len(switch_settings.setting(t)) > 1 for t in grid.column(n))
        if _CHOSEN.search(grid.header[n]) and not _ELSE.search(grid.header[n]) and (key or _codes(grid, n)):
            return n, ""
    for n in free:
        if (_MODE.match(grid.header[n]) and _modes(grid, n)) or _parameter(grid, n):
            return n, ""
    for n in free:
        if n < partner and _NUMBER.match(grid.header[n]) and _chosen_by_number(grid, n):
            return n, ""
    for n in free:
        if not _ELSE.search(grid.header[n]) and grid.header[n] and _codes(grid, n) and _various(grid, n):
            return n, "the column of protocols was told by its codes"
    return None, ""


def _parameter(grid: Grid, n: int) -> bool:
    """Tell whether a column is headed by the item of a menu (`P09`, `[36]`, `Menu 4.1`) that the text says to set for the partner."""
    head = grid.header[n].strip()
    texts = [grid.caption, *(b.text for b in grid.section.blocks if not isinstance(b, Table))]
    asked = re.compile(
        rf"(?i)\b(?:set|select|choose|enter|adjust|put|program)\b[^.;]{{0,40}}(?<!\w){re.escape(head)}(?!\w)"
    )
    return bool(_ITEM.fullmatch(head)) and any(asked.search(t) for t in texts) and _codes(grid, n)


def _chosen_by_number(grid: Grid, n: int) -> bool:
    """Tell whether partners are chosen by the number before them: the text says so, and the numbers do more than count the rows."""
    texts = grid.column(n)
    told = " ".join([grid.caption, *(b.text for b in grid.section.blocks if not isinstance(b, Table))])
    counted = [int(t) for t in texts if t.isdecimal()] == list(range(1, len(texts) + 1))
    said = (
        _ENTERED.search(told)
        if counted
        else _ENTERED.search(told) or all(re.fullmatch(r"0\d|[1-9]\d", t) for t in texts)
    )
    return all(re.fullmatch(r"\d{1,3}\*?", t) for t in texts) and bool(said)


def filled(grid: Grid, n: int) -> bool:
    """Tell whether most rows hold a short text in a column."""
    texts = [t for t in grid.column(n) if t]
    return len(texts) >= _FEW * len(grid.rows) and all(len(t) <= LONGEST for t in texts)


def _codes(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    # `00` and `01` among `06` and `12` are numbers; alone they may be how switches stand.
    counted = all(re.fullmatch(r"\d{2,3}", t) for t in texts) and any(re.search(r"[2-9]", t) for t in texts)
    settings = not counted and any(len(switch_settings.setting(t)) > 1 for t in texts)
    good = [t for t in texts if _CODE.match(t) and not _NO_CODE.match(t)]
    good = [t for t in good if not settings or len(switch_settings.setting(t)) < 2]
    return bool(texts) and len(good) >= _MOST * len(texts)


def _modes(grid: Grid, n: int) -> bool:
    """Tell whether a column holds what a mode is set to: `00`, `06`, `Li 2`, `PYL`, not the same for all, and no setting of switches."""
    texts = [t for t in grid.column(n) if t]
    named = all(re.search(r"\d", t) or t.isupper() for t in texts) and not any(_OTHER_MODE.match(t) for t in texts)
    return named and len(set(texts)) > 1 and _codes(grid, n)


def _various(grid: Grid, n: int) -> bool:
    """Tell whether the cells differ as names do, and are no bare numbers: those may be addresses or amounts."""
    texts = [t for t in grid.column(n) if t]
    return len(set(texts)) >= 0.5 * len(texts) and not any(re.fullmatch(r"[\d.,]+", t) for t in texts)
