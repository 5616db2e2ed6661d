"""Pin maps that lost their table: one cell to a line, or a row run together into one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kb.importing import naming, pin_groups, signals, words
from kb.importing.blocks import Cell, Place, Section
from kb.importing.found import Found
from kb.importing.grids import roles_of, runs
from kb.importing.pins import Contact, judge

# How many lines back the words that announce a pin map may stand.
LOOK_BACK = 14
# Words in a line that may be a caption or a header cell.
SHORT = 6
# Words in a line that may be a whole header run together.
HEADER = 14
_ROW = re.compile(
    r"^(?:pin|terminal|contact|pole|no\.?)?\s*(\d{1,2}|[A-H]|[①-⑳])\s*[.):：–=-]{0,2}\s+(\S.*)$", re.IGNORECASE
)
_SAID = re.compile(r"^(?:pin|terminal|contact|pole)s?\s*\d", re.IGNORECASE)
# What a contact is called, parted by a sign from what it is for: `S-DATA – one-wire data`, `AIN1, irradiation`.
_CALLED = re.compile(r"^([A-Z+\d][\w+/-]{0,11}(?: [A-Z][\w+-]{0,7})?)(?:\s+[–—-]|\s*[,;:])\s+(\S.*)$")
_TIGHT = re.compile(r"^(?:pin)\s*[-#.]?\s*(\d{1,2})\s*[:=–-]\s*(\S.*)$", re.IGNORECASE)
# The first of the contacts of a relay stands behind the relay's name: `K1 1 K1 NO`.
_OF_RELAY = re.compile(r"^(?:K|RLY|REL|RELAY|OUT)[ -]?\d{1,2}\s+(\d{1,2})\s+(\S.*)$")
_MARKING = re.compile(r"^(?:COM|CAN|RS-?485|CN|J|X|P|BMS|LINK|MODBUS|DRM|METER)[-_ ]?\d{0,2}\w?/?$", re.IGNORECASE)
_CAPTION = re.compile(r"\b(?:connector|port|terminal|socket|interface|contacts?|RJ-?45|pins?)\b", re.IGNORECASE)
_PIN = re.compile(r"\bpins?\b", re.IGNORECASE)
_BUS = re.compile(r"\b(?:CAN|RS-?\d{3}|RJ-?45|COM|BMS|definition|signal|function|colou?r)\b", re.IGNORECASE)
_INLINE = re.compile(r"(?i)\bpins?\s*(\d{1,2}(?:\s*[/,&]\s*\d{1,2})*)\s*[:=]\s*([\w+/-]+(?: ?[AB+-])?)(?=[.,;\s]|$)")
_ASSIGNED = re.compile(r"(?:^|[,;:]\s*)(\d{1,2})(?:\s*[=:]\s*|\s+)([^,;=]{1,16}?)(?=[,;.]|$)")
_EQUALS = re.compile(r"^\d{1,2} ?= ?[A-Z][\w+-]+,")
_GROUP = re.compile(r"(?i)^(pins?\s*\d{1,2}(?:\s*(?:,|/|&|and)\s*(?:pins?\s*)?\d{1,2})*)\s*[:=–-]\s*(\S.*)$")
# The sign of a list before the number of a contact.
_DASHED = re.compile(r"^[–—]\s+(?=(?:pin |contact |terminal )?\d{1,2}\s)", re.IGNORECASE)
_DOTTED = re.compile(r"\d{1,2}\s*[=:]\s*\S[^·•|]{0,20}\s[·•|](?:\s+\d{1,2}\s*[=:]|\s*$)")
_ITEM = re.compile(r"\d{1,2}\s*[=:]\s*\S")
_ON = re.compile(r"^(?:(?:pin|pole|contact|terminal)\s+)?([1-9]\d)\s*[.):–=-]?\s+(\S.*)$", re.IGNORECASE)
_BEHIND = re.compile(r"^(\S.{0,24}?)\s*[(\[](\d{1,2})[)\]]$")
_HEAD = re.compile(
    r"\b(?:plug|pole|RS-?485|CAN\b|pin|definition|signal|RJ-?45|connector|terminal|port|interface|socket)",
    re.IGNORECASE,
)


def from_section(section: Section, earlier: Sequence[Cell] = ()) -> list[Found]:
    """Return the contacts that stand in the lines of a section, outside its tables.

    `earlier` are the last lines before the section's heading: a torn page may have put a map's head there.
    """
    out: list[Found] = []
    for run in runs(section):
        found_run = [replace(c, text=_DASHED.sub("", c.text)) for c in run]
        cells = [*earlier, *found_run]
        for cell in _lined(found_run):
            if found := judge(_inline(cell), base=0.7, headed=True, hint=True):
                name = _named([c.text for c in cells if c.place.first < cell.place.first][-LOOK_BACK:], section)
                out += [_renamed(f, name) if name and not dict(f.group)["connector"] else f for f in found]
        taken = 0
        for start, end, contacts in [
            *_single_cells(cells),
            *_joined(cells),
            *_trailing(cells),
            *_behind(cells),
            *_grouped(cells),
            *_ranges(cells),
            *_counted_on(cells),
        ]:
            before = [c.text for c in cells[max(0, start - LOOK_BACK) : start]]
            told = " ".join(
                [
                    section.heading.text,
                    *(
                        t
                        for t in before
                        if len(t.split()) <= (HEADER if _PIN.search(t) else SHORT) and t[-1:] not in ".;"
                    ),
                ]
            )
            wires = all(c.wire for c in contacts)
            if start < taken or not (_HEAD.search(told) or wires):
                continue
            if start < len(earlier):
                continue
            grouped = len({c.places for c in contacts}) < len(contacts)
            by_line = {c.place.first: c.text for c in cells}
            said = all(_SAID.match(by_line.get(c.places[0].first, "")) for c in contacts)
            hint = bool(words.PIN_EVIDENCE.search(told))
            found = judge(contacts, base=0.8, headed=grouped or said, hint=hint)
            if found:
                taken = end
                name = _named(before, section)
                out += [f if f.group[0][1] or not name else _renamed(f, name) for f in found]
    return out


def _lined(cells: Sequence[Cell]) -> list[Cell]:
    """Join lines of one list of contacts that was wrapped: `1 = RS485_B · 2 = RS485_A ·`, `3 = GND`."""
    out: list[Cell] = []
    for cell in cells:
        text = re.sub(r"\s*[·•|]\s*", ", ", cell.text) if _DOTTED.search(cell.text) else cell.text
        before = out[-1] if out else None
        goes_on = before and _ITEM.match(before.text) and before.text.rstrip()[-1:] == "," and _ITEM.match(text)
        if before and goes_on and cell.place.first - before.place.last <= 1:
            out[-1] = Cell(f"{before.text.rstrip()} {text}", before.place | cell.place)
        else:
            out.append(Cell(text, cell.place, cell.header) if text != cell.text else cell)
    return out


def _inline(cell: Cell) -> list[Contact]:
    """`Pin 2: TXD, pin 3: RXD, pins 1/4: GND`: several contacts in one line."""
    pairs = _INLINE.findall(cell.text)
    if not pairs:
        # `X4: 1 = DRM1, 2 = DRM2, …`: the numbers count up from one, and each stands for a signal.
        pairs = _ASSIGNED.findall(cell.text)
        if (
            len(pairs) < 3
            or not (
                signals.complete([n for n, _ in pairs])
                or (_EQUALS.search(cell.text) and len({n for n, _ in pairs}) == len(pairs))
            )
            or not all(signals.strong(t.strip()) or pin_groups.FREE.match(t.strip()) for _, t in pairs)
        ):
            return []
        port = re.match(
            r"^(?:(?:connector|plug|terminal|port)\s+)?([A-Z]\w{0,10}(?: port| plug| terminals?)?)\s*(?:\([^)]*\)\s*)?:",
            cell.text,
            re.IGNORECASE,
        )
        return [Contact(port[1] if port else "", k, t.strip(), "", "", "", (cell.place,)) for k, t in pairs]
    named = [(k, t.strip()) for keys, t in pairs if signals.strong(t.strip()) for k in signals.keys(keys)]
    return [Contact("", k, t, "", "", "", (cell.place,)) for k, t in named] if len(pairs) > 1 else []


def _renamed(found: Found, name: str) -> Found:
    return replace(found, group=(("connector", name),))


def _named(before: list[str], section: Section) -> str:
    """Return the port that the lines before a map name: its marking (`COM1/` and `COM2` on two lines), else a caption."""
    joined = ""
    for text in before:
        if _MARKING.match(text) and (not joined or joined.endswith("/")):
            joined += text
    if joined:
        return joined.strip("/")
    for text in reversed(before):
        heads = sum(bool(roles_of(w)) for w in text.split())
        if len(text.split()) <= SHORT and not roles_of(text) and heads < 2 and _CAPTION.search(text):
            return naming.connector(text, section)
    return ""


def _single_cells(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`1`, `RS485-A`, `2`, `RS485-B`, …: numbers that count up from one, the cells between them belong to each."""
    at = 0
    while at < len(cells):
        if signals.keys(cells[at].text) not in (["1"], ["A"]):
            at += 1
            continue
        start, letters = at, cells[at].text.strip().upper().endswith("A")
        marks = [at]
        look = at + 1
        while look < len(cells) and look - marks[-1] <= 6:
            wanted = chr(65 + len(marks)) if letters else str(len(marks) + 1)
            if signals.keys(cells[look].text) == [wanted]:
                marks.append(look)
            look += 1
        at = start + 1
        if len(marks) < 3:
            continue
        # The last contact takes as many cells as the one before it.
        ends = [*marks[1:], marks[-1] + (marks[-1] - marks[-2])]
        contacts = [_contact(cells[a:b]) for a, b in zip(marks, ends, strict=True)]
        yield start, ends[-1], contacts
        at = ends[-1]


def _contact(cells: list[Cell]) -> Contact:
    pin, *rest = cells
    (number,) = signals.keys(pin.text)
    named = next((c for c in rest if signals.strong(c.text)), rest[0] if rest else None)
    function = " ".join(c.text for c in rest if c is not named)
    return Contact("", number, named.text if named else "", function, "", "", tuple(c.place for c in cells))


def _joined(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`1 RS485-A data`, `Pin 2: RS485-B`: number and name on one line, numbers in sequence."""
    contacts: list[Contact] = []
    start = 0
    for at, cell in enumerate(cells):
        found = _ROW.match(cell.text) or _TIGHT.match(cell.text) or _OF_RELAY.match(cell.text)
        number = signals.keys(found[1]) if found else []
        expected = str(len(contacts) + 1), chr(65 + len(contacts))
        if number and number[0] in expected and found:
            if not contacts:
                start = at
            contacts.append(_named_row(number[0], found[2], cell.place, cells))
        elif contacts and len(contacts) >= 3 and (found is None or number == ["1"]):
            if found is None and (cell.text[:1].islower() or _follows(cells[at + 1 : at + 3], expected)):
                continue
            yield start, at, contacts
            contacts = []
        elif number == ["1"] and found:
            start, contacts = at, [_named_row("1", found[2], cell.place, cells)]
        elif found is None and at - start > 3 * len(contacts) + 3:
            contacts = []
    if len(contacts) >= 3:
        yield start, len(cells), contacts


def _follows(cells: Sequence[Cell], expected: tuple[str, str]) -> bool:
    """Tell whether the next contact stands close behind: what is between describes the one before."""
    numbers = [
        signals.keys(m[1]) for c in cells if (m := _ROW.match(c.text) or _TIGHT.match(c.text)) and signals.led(m[2])
    ]
    return any(n and n[0] in expected for n in numbers)


def _named_row(number: str, text: str, place: Place, cells: list[Cell]) -> Contact:
    if words.WIRE_COLOR.match(text):
        standard = next((m[1] for c in cells if (m := re.search(r"(?:T|EIA/TIA[ -]?)?(568[AB])", c.text))), "")
        at = next((c.place for c in cells if standard and standard in c.text), place)
        return Contact(
            "RJ45",
            number,
            standard,
            f"wire {number} by EIA/TIA {standard}" if standard else "",
            text.lower(),
            "",
            (place, at),
        )
    signal, function = leading_signal(text)
    return Contact("", number, signal, function, "", "", (place,))


def leading_signal(text: str) -> tuple[str, str]:
    """Cut a run-together row after the longest signal's name at its start: `CAN-H CAN bus high` → CAN-H, the rest."""
    if found := signals.led(text):
        return found
    called = _CALLED.match(text)
    return (called[1], called[2]) if called else (text, "")


def _grouped(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`PIN1, PIN2: normally open`, `PIN3, PIN4: …`: several contacts before what they are; all numbers have to be there."""
    rows = [(at, m, c) for at, c in enumerate(cells) if (m := _GROUP.match(c.text))]
    contacts = [
        Contact("", str(int(k)), m[2], "", "", "", (c.place,)) for _, m, c in rows for k in re.findall(r"\d+", m[1])
    ]
    if len(rows) >= 2 and len(contacts) > len(rows) and signals.complete([c.pin for c in contacts]):
        yield rows[0][0], rows[-1][0] + 1, contacts


def _ranges(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`1 + 2`, `Sensor 1`, `3 + 4`, `Sensor 2`: groups of contacts in turn with what they are, all numbers in order."""
    at = 0
    while at < len(cells):
        contacts: list[Contact] = []
        n = at
        while n + 1 < len(cells) and len(pins := signals.keys(cells[n].text)) > 1:
            if pins[0] != str(len(contacts) + 1) or signals.keys(cells[n + 1].text):
                break
            pair = (cells[n].place, cells[n + 1].place)
            contacts += [Contact("", k, cells[n + 1].text, "", "", "", pair) for k in pins]
            n += 2
        if n - at >= 4 and signals.complete([c.pin for c in contacts]):
            yield at, n, contacts
        at = max(n, at + 1)


def _counted_on(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`31 PO1+ – pulse output`, `32 PO1-`, …: contacts that count on from another row, each line led by a signal's name."""
    contacts: list[Contact] = []
    start = 0
    for at, cell in enumerate([*cells, Cell("", cells[-1].place)] if cells else []):
        found = _ON.match(cell.text)
        led = signals.led(found[2]) if found else None
        led = (led[0].rstrip("–—- "), led[1]) if led and re.search(r"\s[–—-]$", led[0]) else led
        following = bool(found and contacts) and int(found[1] if found else 0) == int(contacts[-1].pin) + 1
        if contacts and not (led and following):
            if signals.counted_on([c.pin for c in contacts]):
                yield start, at, contacts
            contacts = []
        if found and led and len(led[0]) > 1:
            start = start if contacts else at
            contacts.append(Contact("", found[1], led[0], led[1].lstrip("–—-: "), "", "", (cell.place,)))


def _behind(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`L in (1)`, `L out (2)`, …: the number in brackets behind the name, counting up from one."""
    contacts: list[Contact] = []
    start = 0
    for at, cell in enumerate([*cells, Cell("", cells[-1].place)] if cells else []):
        found = _BEHIND.match(cell.text)
        if found and int(found[2]) == len(contacts) + 1:
            start = start if contacts else at
            contacts.append(Contact("", found[2], found[1], "", "", "", (cell.place,)))
        else:
            if len(contacts) >= 3:
                yield start, at, contacts
            contacts = []


def _trailing(cells: list[Cell]) -> Iterator[tuple[int, int, list[Contact]]]:
    """`DI1 Digital input 1 5 – –`: the name first, the number after the description, in any order of numbers."""
    rows: list[tuple[int, str, list[str], list[str]]] = []
    note: list[str] = []
    fresh = False
    for at, cell in enumerate(cells):
        parts = cell.text.split()
        tail: list[str] = []
        while parts[1:] and re.fullmatch(r"\d{1,2}|[–—-]", parts[-1]):
            tail.insert(0, parts.pop())
        if tail and signals.strong(parts[0]) and any(t.isdecimal() for t in tail):
            rows.append((at, parts[0], [*parts[1:]], [*tail, " ".join(note[-6:])]))
            fresh = True
        else:
            # The text of a cell over several rows stands on lines of its own before them.
            note = [cell.text] if fresh else [*note, cell.text]
            fresh = False
    if len(rows) < 4:
        return
    # Other products' numbers may follow the contact's own; the column that counts 1 to n without a gap is the key.
    for after in range(4):
        if all(len(tail) > after + 1 for *_, tail in rows):
            numbers = [tail[-2 - after] for *_, tail in rows]
            if all(n.isdecimal() for n in numbers) and signals.complete(numbers):
                contacts = [
                    Contact("", number, name, _told(words_, tail, after), "", "", (cells[at].place,))
                    for (at, name, words_, tail), number in zip(rows, numbers, strict=True)
                ]
                yield rows[0][0], rows[-1][0] + 1, contacts
                return


def _told(said: list[str], tail: list[str], after: int) -> str:
    own = " ".join([*said, *tail[: -2 - after]])
    return f"{own}; {tail[-1]}" if tail[-1] else own
