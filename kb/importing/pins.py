"""Pin maps: which contact carries which signal. Tables, cells line by line, and lists; complete number sequences count most."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.importing import mended, naming, pin_cables, pin_columns, pin_groups, pin_legends, pin_rows, signals, words
from kb.importing.blocks import Cell, Place, Row
from kb.importing.carried import BY_LINE, DASHES, carried, continued
from kb.importing.found import Found
from kb.importing.grids import Grid, one_cell, places, roles_of

# A connector of two contacts is rare, and two numbered lines are found in every list.
MIN_PINS = 3
MAX_PINS = 64
_PIN_HEAD = re.compile(
    r"(?i)(?:rj-?\d\d )?(?:pins?|contacts?|terminals?|poles?|clamps?|no)(?: ?(?:no|number|#)\.?)?\.?"
)
_KEY_HEAD = re.compile(r"(?i)(?:pin|pole|contact|terminal|way|clamp)s?(?: ?(?:no|number|#)\.?)?")
# The parts of a panel and spare parts have positions as well: a connector's mark has to begin the heading.
_PLACE_HEAD = re.compile(r"(?i)pos(?:ition)?\.?")
# Heads that say a column holds the contacts' names, whatever makes them.
_NAME_HEAD = re.compile(
    r"(?i)(?:pin |signal |terminal |contact )?(?:signals?|names?|markings?|labels?|designations?|symbols?|marks?|assignments?)(?: name)?"
)
_CONNECTOR = re.compile(r"(?:X|J|P|CN|TB|K|XT|CON)-?\d{1,3}")
# Heads of columns of numbers that are no other product's contacts.
_NO_PRODUCT = re.compile(
    r"(?i)^(?:cells?|cores?|wires?|no\.?|item|pos\.?|position|channel|ch|length|size|awg|section|qty|quantity|notes?|gauge|row|group|string|)$"
)
_RELAY = re.compile(r"(?i)^(?:[a-z]{2,5}[ _-])?(?:N\.?[OC]\.?)[ _-]?\d?$")
_BRACKETED = re.compile(rf"^(\S.*?)\s*\(((?:{words.WIRE})(?: or (?:{words.WIRE}))*)\)$", re.IGNORECASE)
_PANEL = re.compile(
    r"(?i)^(?:power|pwr|com ?\d?|run|alm|alarm|reset|led ?\d?|soc ?\d?|lan|usb|wifi|"
    r"ant|[34]g|dc|ac|bat|grid|on/off|sw ?\d?|can|rs-?485|rs-?232|bms|meter|[+-])$"
)
# Share of contacts whose text must be a signal's name before a list of numbers is taken for a connector.
STRONG_SHARE = 0.5
_SERIES = re.compile(r"([A-Z]{1,3})(0|[1-9]\d?)")
MIN_SERIES, IN_SERIES = 5, 0.7
_EITHER = "the last sign may be a figure or a letter: another name of this connector ends the other way"
_OTHERWISE = "the same contacts in another way of wiring: most of them carry the same there"
_SHARED = "one cell says of several contacts that they are free"
_MARKING_ALONE = "a terminal known by its marking alone: what stands beside it is what it is connected to"
# A number before a signal is another contact's, or a cell's of its own.
_RUN_ON = re.compile(r"\d{1,2}\s+(?!V(?:DC|AC)?\b|A\b)[A-Z]")
_GLUED = "a number stands before the signal: two cells may have run together"
# Words in the name of a signal; what is longer is a sentence.
PHRASE = 8


@dataclass(frozen=True)
class Contact:
    """One contact, before its connector is judged as a whole."""

    connector: str
    pin: str
    signal: str
    function: str
    wire: str
    connects: str
    places: tuple[Place, ...]
    repair: str = ""
    doubt: str = ""


def from_grid(grid: Grid) -> list[Found]:
    """Return the contacts of a table, or nothing when it is no pin map."""
    if cable := [
        Contact(w.connector, w.pin, w.signal, "", "", w.to, w.places, "", w.doubt) for w in pin_cables.wires(grid)
    ]:
        return judge(cable, base=grid.confidence, headed=True, hint=True, keyed=True)
    out: list[Found] = []
    for part in _unstacked(mended.contacts(pin_groups.listed(grid))):
        contacts = list(_contacts(part))
        if part.caption != grid.caption:
            name = naming.port(part.caption)
            contacts = [c if c.connector else replace(c, connector=name) for c in contacts]
        keyed = any(_KEY_HEAD.fullmatch(h) or _placed(part, h) for h in part.header)
        key = _key_column(part)
        if key is not None and pin_legends.is_other(part, key):
            continue
        spelled = key is not None and any(n != key and _spelled(part, key, n) for n in range(part.width))
        found = judge(
            contacts,
            base=part.confidence,
            headed=part.headed,
            hint=_hint(part) or _hint(grid),
            keyed=keyed,
            spelled=spelled,
        )
        counted = key is not None and pin_legends.unsure(part, key)
        out += [f.questioned(pin_legends.UNSURE, 0.9) for f in found] if counted else found
    return out


def _hint(grid: Grid) -> bool:
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header])
    # The heading begins with the connector's mark: `J1, cell taps`.
    return bool(words.PIN_EVIDENCE.search(told) or _CONNECTOR.match(grid.section.heading.text))


def _unstacked(grid: Grid) -> list[Grid]:
    """A table whose header stands twice side by side is two tables."""
    half = grid.width // 2
    if beside := _side_by_side(grid) or pin_rows.sharing(grid):
        return beside
    if grid.width >= 4 and grid.width % 2 == 0 and grid.header[:half] == grid.header[half:] and grid.headed:
        rows = [*(r[:half] for r in grid.rows), *(r[half:] for r in grid.rows if any(c.text for c in r[half:]))]
        return [
            Grid(grid.header[:half], tuple(rows), grid.caption, grid.section, grid.origin, grid.confidence, grid.headed)
        ]
    return [grid]


def _side_by_side(grid: Grid) -> list[Grid]:
    """`Pin | CAN | Pin | METER`: several pairs under heads of their own, each numbered from one: a connector each."""
    starts = [n for n in range(grid.width) if _PIN_HEAD.fullmatch(grid.header[n])]
    if not grid.headed or len(starts) < 2 or starts[0] != 0:
        return []
    out: list[Grid] = []
    if signals.complete([k for r in grid.rows for n in starts for k in signals.keys(r[n].text)]):
        return []  # one connector in halves
    for start, end in zip(starts, [*starts[1:], grid.width], strict=True):
        rows = tuple(r[start:end] for r in grid.rows if any(c.text for c in r[start:end]))
        numbers = [k for r in rows for k in signals.keys(r[0].text)]
        if end - start < 2 or not (signals.complete(numbers) or signals.counted_on(numbers)):
            return []
        title = next((c.text for r in grid.titles for c in r[start:end] if c.text), "")
        if not title and not roles_of(grid.header[start + 1]) - {"signal", "brands"}:
            title = grid.header[start + 1]
        head = [h if h != title else "signal" for h in grid.header[start:end]]
        out.append(replace(grid, header=tuple(head), rows=rows, caption=title or grid.caption, titles=()))
    return out


def _key_column(grid: Grid) -> int | None:
    """Return the column that numbers the contacts."""
    best, score = None, 0.0
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t]
        if len(texts) < 2:
            continue
        keys = [_numbers(t, grid) for t in texts]
        share = sum(bool(k) for k in keys) / len(texts)
        head = grid.header[n]
        said = sum(bool(re.match(r"(?i)pins?[\s.#-]*\d", t)) for t in texts) >= 0.7 * len(texts)
        named = said or bool(re.search(r"\bpins?\b", head, re.IGNORECASE)) or words.role_matches("pin", head)
        named = named or _placed(grid, head) or _headed_by_connector(grid, n)
        if share < 0.7 or (not named and grid.headed and head and not head.isdecimal()):
            continue
        value = (
            share
            + (1.0 if re.search(r"\bpin\b", head, re.IGNORECASE) else 0.5 if named else 0.0)
            + 0.2 * len(texts) / max(1, len(grid.rows))
        )
        if value > score:
            best, score = n, value
    return best


def _placed(grid: Grid, head: str) -> bool:
    return bool(_PLACE_HEAD.fullmatch(head) and _CONNECTOR.match(grid.section.heading.text))


def _headed_by_connector(grid: Grid, n: int) -> bool:
    """Tell whether the connector's own name stands over its contacts: `X1`, or `TS` under `Terminal strip TS`, and 1 to 4 under it."""
    head = grid.header[n]
    if pin_columns.of_connector(head) and signals.complete([k for t in grid.column(n) for k in signals.keys(t)]):
        return any(words.roles(h) & {"signal", "function", "wire_color", "connects"} for h in grid.header if h != head)
    told = re.findall(r"[\w/+-]+", f"{grid.caption} {grid.section.heading.text}")
    called = head in told and head.isupper() and not roles_of(head)
    numbers = [k for t in grid.column(n) for k in signals.keys(t)]
    said = [h for h in grid.header if words.roles(h) & {"signal", "function", "wire_color", "connects"}]
    return bool((_CONNECTOR.fullmatch(head) or called) and said and signals.complete(numbers))


def _signal_column(grid: Grid, key: int) -> int | None:
    best, score = None, 0.0
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t]
        if n == key or not texts:
            continue
        strong = sum(signals.strong(t) for t in texts) / len(texts)
        value = strong + (
            0.3
            if words.role_matches("signal", grid.header[n])
            else 0.1
            if words.role_matches("function", grid.header[n])
            else 0
        )
        value += 0.15 * (len(texts) / len(grid.rows))
        value += 0.5 if _spelled(grid, key, n) else 0
        if sum(bool(signals.keys(t)) for t in texts) > 0.6 * len(texts) and strong < 0.5:
            continue
        if value > score:
            best, score = n, value
    return best


def _spelled(grid: Grid, key: int, n: int) -> bool:
    """Tell whether the heads say both: `Contact | Marking`, over names that are short and differ."""
    texts = [t for t in grid.column(n) if t]
    short = all(len(t.split()) <= PHRASE for t in texts) and len(set(texts)) >= 0.6 * len(texts)
    keyed = _KEY_HEAD.fullmatch(grid.header[key]) or _headed_by_connector(grid, key)
    return bool(keyed and _NAME_HEAD.fullmatch(grid.header[n]) and short)


def _contacts(grid: Grid) -> Iterator[Contact]:
    key = _key_column(grid)
    if key is None:
        yield from _labelled(grid)
        return
    beside = pin_groups.sockets(grid, key)
    several = list(beside) or pin_columns.signal_columns(grid, key)
    if len(several) > 1:
        yield from _of_several(grid, key, several, beside)
        return
    signal = _signal_column(grid, key)
    if signal is None:
        return
    grid = pin_groups.named(grid, key, signal)
    port = next(
        (
            n
            for n in range(grid.width)
            if n not in {key, signal}
            and words.role_matches("port", grid.header[n])
            and not any(signals.strong(t) for t in grid.column(n) if t)
        ),
        None,
    )
    wire = next((n for n in range(grid.width) if n not in {key, signal, port} and _is_wire(grid, n)), None)
    links = [n for n in range(grid.width) if n not in {key, signal, port, wire} and _is_link(grid, n)]
    others = [n for n in range(grid.width) if n not in {key, signal, port, wire, *links}]
    functions = continued(grid, carried(grid, others, key), (key, signal))
    head = grid.header[signal]
    connector, last = (naming.port(head) if pin_columns.BUS_NAME.search(head) and not roles_of(head) else ""), ""
    if _headed_by_connector(grid, key):
        connector = pin_columns.of_connector(grid.header[key]) or grid.header[key]
    for at, printed in enumerate(grid.rows):
        if grid.origin in BY_LINE and not any(printed[n].text for n in (key, signal)) and at:
            continue  # the rest of a cell of the row above
        row = _unshifted(printed, key)
        if port is not None and row[port].text:
            connector = row[port].text
        pins = _numbers(row[key].text, grid)
        said = row[signal].text
        spread = ""
        if pins and not said and last:
            said, spread = last, "one cell over several contacts"
        one = len(pins) > 1 or (at > 0 and one_cell(grid.rows[at - 1], printed, signal))
        last = said
        if row is not printed:
            spread = "row had slipped one column to the left"
        for n in links:
            # Another product's contact: its table prints the number alone, the wire carries the signal there.
            if pins and said and re.fullmatch(r"\d{1,2}", row[n].text):
                wired = "printed only as the number that this signal is wired to"
                yield Contact(
                    grid.header[n],
                    row[n].text,
                    said,
                    "",
                    "",
                    f"contact {pins[0]}",
                    places((row[key], row[signal], row[n])),
                    "",
                    wired,
                )
        apart = re.split(r"\s*[,;/]\s*|\s+and\s+", said) if len(pins) > 1 else []
        for at_, pin in enumerate(pins):
            to = "; ".join(
                f"{grid.header[n]} pin {row[n].text}" for n in links if re.fullmatch(r"\d{1,2}", row[n].text)
            )
            own = apart[at_] if len(apart) == len(pins) else said
            yield Contact(
                connector,
                pin,
                own,
                functions[at],
                row[wire].text if wire is not None else "",
                to,
                places(row),
                spread,
                _SHARED if one and pin_groups.FREE.match(said) else "",
            )


def _of_several(grid: Grid, key: int, several: list[int], beside: dict[int, str]) -> Iterator[Contact]:
    """Yield the contacts of columns that each are a connector, the ones `beside` called by their own names."""
    wire = next((n for n in range(grid.width) if n not in {key, *several} and _is_wire(grid, n)), None)
    base = (
        ""
        if pin_columns.named_columns(grid, key) or not pin_columns.variants(grid, key)
        else naming.connector(grid.caption, grid.section)
    )
    for n in several:
        head = grid.header[n]
        name = f"{base} ({head})" if base and base.lower() not in head.lower() else naming.port(head)
        name = beside.get(n, name)
        same = sum(r[n].text == r[several[0]].text != "" for r in grid.rows)
        again = _OTHERWISE if base and n != several[0] and 2 * same > len(grid.rows) else ""
        for row in grid.rows:
            together = signals.keys(row[key].text)
            unsure = again or (_SHARED if len(together) > 1 and pin_groups.FREE.match(row[n].text) else "")
            for pin in together:
                # A contact that this connector leaves free is counted, so that its numbers are complete.
                colored = row[wire].text if wire is not None else ""
                where = places((row[key], row[n]))
                for own in pin_columns.each(name):
                    yield Contact(own, pin, row[n].text, "", colored, "", where, "", unsure)


def _numbers(text: str, grid: Grid) -> list[str]:
    """Return the contacts of a cell; markup keeps a line for each in one cell, `4 5`, where they count up."""
    said = text.split()
    counting = len(said) > 1 and all(x.isdecimal() for x in said) and grid.origin in {"markup", "pipes"}
    if counting and [int(x) for x in said] == list(range(int(said[0]), int(said[0]) + len(said))):
        return said
    return signals.keys(text)


def _labelled(grid: Grid) -> Iterator[Contact]:
    """`Terminal | Connect to` with B-, P-, B+: contacts known by their marking. Both heads have to say so."""
    if not grid.headed:
        return
    for key in range(grid.width):
        texts = grid.column(key)
        if not re.search(r"(?i)\b(?:pin|terminal|contact|pole|marking|label|wire)\b", grid.header[key]):
            continue
        if not all(t and signals.strong(t) for t in texts) or len(set(texts)) < len(texts):
            continue
        for n in range(grid.width):
            role = any(words.role_matches(r, grid.header[n]) for r in ("signal", "function", "connects"))
            told = [t for t in grid.column(n) if words.SIGNAL_PHRASE.search(t) or signals.strong(t)]
            if n != key and role and len(told) >= 0.7 * len(texts):
                wire = next((k for k in range(grid.width) if k not in {key, n} and _is_wire(grid, k)), None)
                rest = [k for k in range(grid.width) if k not in {key, n, wire}]
                for row, more in zip(grid.rows, carried(grid, rest, key), strict=True):
                    colored = row[wire].text if wire is not None else ""
                    doubt = "" if signals.strong(row[n].text) else _MARKING_ALONE
                    yield Contact("", row[key].text, row[n].text, more, colored, "", places(row), "", doubt)
                return


def _unshifted(row: Row, key: int) -> Row:
    """Return a row whose first cells were lost, moved back under its header."""
    if (
        key
        and row[key - 1].text != ""
        and not signals.keys(row[key].text)
        and signals.keys(row[key - 1].text)
        and not row[-1].text
    ):
        blank = Cell("", row[key - 1].place)
        return (*[blank] * key, *row[key - 1 : len(row) - 1])[: len(row)]
    return row


def _is_wire(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    return bool(texts) and sum(bool(words.WIRE_COLOR.match(t)) for t in texts) >= 0.7 * len(texts)


def _is_link(grid: Grid, n: int) -> bool:
    """A column of another product's pin numbers: mostly dashes and numbers under a name that is no role."""
    texts = [t for t in grid.column(n) if t]
    numbers = [t for t in texts if re.fullmatch(r"\d{1,2}", t)]
    return bool(numbers) and all(t in DASHES or t in numbers for t in texts) and not _NO_PRODUCT.match(grid.header[n])


def judge(
    contacts: list[Contact], *, base: float, headed: bool, hint: bool, keyed: bool = False, spelled: bool = False
) -> list[Found]:
    """Return the contacts as facts when they are a connector: its numbers complete, its texts signals.

    Names that count with the contacts (`BC0`, `BC1`, …) are signals where the table is `keyed` by the word for a contact.
    Where its heads are `spelled` out, contact and name, phrases do, and so do numbers that are not complete, with a doubt.
    """
    groups: dict[str, list[Contact]] = {}
    for contact in contacts:
        signal, ghost = signals.unghosted(contact.signal)
        colored = _BRACKETED.match(signal)
        if colored and not contact.wire:
            signal, contact = colored[1], replace(contact, wire=colored[2].lower())  # noqa: PLW2901
        repair = "; ".join(r for r in (contact.repair, ghost) if r)
        clean = replace(contact, signal="" if signal in DASHES else signal, repair=repair)
        if not clean.signal and pin_groups.FREE.fullmatch(clean.function.strip()):
            # A dash beside `not used`.
            clean = replace(clean, signal=clean.function.strip(), function="")
        groups.setdefault(contact.connector, []).append(clean)
    out: list[Found] = []
    for name, members in groups.items():
        used = _in_series([c for c in members if c.signal])
        wired = all(c.doubt for c in used)
        if len(used) < (2 if headed and hint else MIN_PINS) or len(members) > MAX_PINS:
            continue
        strong = sum(signals.strong(c.signal) or bool(c.wire) for c in used) / len(used)
        weak = sum(_phrase(c.signal) for c in used) / len(used)
        numbers = [c.pin for c in members]
        marked = all(not n.isdecimal() and signals.strong(n) for n in numbers) and len(set(numbers)) == len(numbers)
        # Terminals of a row may count on from another row, `11` to `14`, where the heads speak of terminals and their names.
        on = headed and keyed and spelled and signals.counted_on(numbers)
        whole = signals.complete(numbers) or wired or (headed and marked) or on
        counted = keyed and whole and bool(_series(used))
        known_as = weak >= 0.5 if not spelled else sum(_phrase(c.signal) or _says(c) for c in used) >= 0.5 * len(used)
        if strong < STRONG_SHARE and not counted and not (hint and headed and known_as and (whole or spelled)):
            continue
        # The legend of a front panel: what is numbered there are sockets, keys and lamps. COM1 beside NO1 is a relay.
        relays = any(_RELAY.match(c.signal.strip()) for c in used)
        legend = sum(bool(_PANEL.match(c.signal.strip())) for c in used) >= 0.5 * len(used)
        if not relays and (legend or (not keyed and pin_groups.of_a_panel([c.signal for c in used]))):
            continue
        if not hint and (strong < 0.8 or not whole):
            continue
        known = {signals.plain(c.signal) for c in used}
        for contact in used:
            found = _found(contact, name, known, numbers, base=base, whole=whole)
            out.append(found.questioned(_EITHER, 0.9) if _either(contact.signal, known) else found)
    return out


def _phrase(text: str) -> bool:
    """Tell whether a text may be what a contact carries: it has a word of signals, or begins with a signal's name."""
    led = signals.led(text)
    said = words.SIGNAL_PHRASE.search(text) or pin_groups.LINE.search(text)
    return len(text.split()) <= PHRASE and (bool(said) or bool(led and len(led[0]) > 1))


def _says(contact: Contact) -> bool:
    """Tell whether what stands beside a marking tells of a signal: `1A`, RS485 line A."""
    return bool(words.SIGNAL_PHRASE.search(contact.function)) and len(contact.signal.split()) <= 3


def _in_series(used: list[Contact]) -> list[Contact]:
    """Mend the one name in a counted series (`B0`, `B1`, `82`, `B3`, …) whose letter was read as the figure it looks like."""
    series = _series(used)
    if not series:
        return used
    _, letter, _ = series[0]
    step = series[0][2] - series[0][0]
    out = []
    for c in used:
        wanted = f"{letter}{int(c.pin) + step}" if c.pin.isdecimal() else c.signal
        wrong = [(a, b) for a, b in zip(c.signal, wanted, strict=False) if a != b]
        alike = len(c.signal) == len(wanted) and len(wrong) == 1 and signals.look_alike(*wrong[0])
        repair = f"Printed {c.signal}, read as {wanted}"
        doubt = "mended by its place in a counted series"
        out.append(replace(c, signal=wanted, repair=repair, doubt=c.doubt or doubt) if alike else c)
    return out


def _series(used: list[Contact]) -> list[tuple[int, str, int]]:
    """Return the contacts whose names count with them: number, letters and count; [] when they are too few for a series."""
    series = [(int(c.pin), m[1], int(m[2])) for c in used if c.pin.isdecimal() and (m := _SERIES.fullmatch(c.signal))]
    many = len(series) >= MIN_SERIES and len(series) >= IN_SERIES * len(used)
    return series if many and len({(x, n - p) for p, x, n in series}) == 1 else []


def _either(signal: str, known: set[str]) -> bool:
    """Tell whether a name ends in a figure and another in a letter that look alike, as SYN0 beside SYNI."""
    said = signals.plain(signal)
    others = {"0": "IL", "1": "O", "I": "0", "L": "0", "O": "1"}.get(said[-1:], "")
    return len(said) > 2 and any(said[:-1] + x in known for x in others)


def _found(contact: Contact, connector: str, known: set[str], numbers: list[str], *, base: float, whole: bool) -> Found:
    signal, repair = signals.mend(contact.signal, known)
    cells = {
        "pin": contact.pin,
        "signal": signal,
        "function": contact.function,
        "connects_to": contact.connects,
        "wire_color": contact.wire,
    }
    found = Found("pin", cells, contact.places, round(min(1.0, 0.5 + 0.5 * base), 3), group=(("connector", connector),))
    for what in (repair, contact.repair):
        if what:
            found = found.mended(what)
    if contact.doubt:
        found = found.questioned(contact.doubt, 0.8)
    if _RUN_ON.match(signal):
        found = found.questioned(_GLUED, 0.8)
    if not whole:
        found = found.questioned("the numbers of this connector are not complete")
    if numbers.count(contact.pin) > 1:
        found = found.questioned(f"the number {contact.pin} stands more than once")
    named = signals.strong(signal) or words.SIGNAL_PHRASE.search(signal) or signal[:1].isupper() or _says(contact)
    if not named:
        found = found.questioned("the text is not a signal's name")
    return found
