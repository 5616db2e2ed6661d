"""DIP switches: what a position means, and which setting goes with which protocol, address or brand."""

from __future__ import annotations

import re

from kb.importing import switch_numbers, switch_sets, words
from kb.importing.blocks import Paragraph, Row, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, places, stream
from kb.importing.switch_heads import MARKS, MISREAD, PREFIX, STATES, apart, numbered, of_a_block
from kb.importing.switch_numbers import MOST, Numbers

# Registers have addresses and bits as well.
_OTHER = re.compile(r"(?i)\b(?:hex|registers?|r/?w|bytes?|offset|quantity|torque)\b|0x[0-9A-F]{4}\b")
_TOPIC = re.compile(
    r"(?i)\b(?:rotary|selector|dip|dial|sw\d?|switch(?:es)?|address(?:ing)?|toggle|levers?)\b|\bbank [A-Z]\b"
)
_PATTERN = re.compile(r"(?<![\w.:,-])(?!0[xX])([01XxO]{2,10})(?![\w.:,-])")
_WORDS = re.compile(r"(?i)\b(on|off)\b")
_NAMED = re.compile(r"(?i)(?:dip|sw|s|#|switch|bit)?[-_ ]?(\d{1,2})\s*(?:[:=]|is|to|set to)?\s*\b(on|off|0|1)\b")
_POSITION = re.compile(
    r"(?i)^(?:on|off|0|1|up|down|left|right|high|low|open|closed?|l|h)(?: ?\((?:0|1|on|off|default)\))?$"
)
_SWITCHES = re.compile(rf"(?i)^{PREFIX}?[-_ ]?#?\d{{1,2}}#?(?: ?[-–~] ?\d{{1,2}})?$")
_HEAD_STATE = re.compile(r"(?i)\b(?:on|off)\b")
_BRAND = re.compile(r"^[A-Z][\w.&+-]*(?: [\w.&+-]+){0,3}$|^[a-z]?[A-Z]\w+$")
_NO_BRAND = re.compile(
    r"(?i)^(?:on|off|no|yes|none|n/?a|reserved|can(?:bus)?|rs-?485|default|others?|master|slave|undefined|x|protocol.*|dip.*|all|"
    r"(?:address|pack|slave|unit|group|no\.?|\w* ?resistor|string|stack)\b.*)$"
)
_ROTARY = re.compile(r"(?i)\b(?:rotary|coding|selector|dial|hex) ?(?:coding )?(?:switch|dial|selector)\b|\brotary\b")
MOST_SWITCHES = 12
_LEGEND = re.compile(r"(?i)[●■▲↑][^.;●○■□▲▼↑↓]{0,30}\bon\b")
_DRAWN = "a filled mark was read as ON"


def from_grid(grid: Grid) -> list[Found]:
    """Return switch positions or protocol settings of a table, or nothing when it holds neither."""
    grid = apart(switch_numbers.under_heads(grid))
    over = [c.text for row in grid.titles for c in row]
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header, *over])
    if found := _prefixed(grid):
        return found
    if not (_TOPIC.search(told) or of_a_block(grid)) or _OTHER.search(" ".join([*grid.header, *(grid.column(0)[:1])])):
        return []
    if found := _protocols(grid):
        return found
    if _number_columns(grid):
        return _matrix(grid)
    if found := switch_sets.from_grid(grid) or switch_sets.by_state(grid):
        return found
    return _positions(grid) or _by_position(grid) or _matrix(grid) or _spread(grid) or _rotary(grid)


_LINE = re.compile(
    r"(?i)^(?:dip|sw|switch)(?:[- ]?switch)?[-_ #]*(\d{1,2})\s*[:=,]?\s*(on|off)\s*(?:[:=–-]|means)\s*(\S.*)$"
)


# The next position in the same line.
_NEXT = re.compile(r"\s*;\s*|[.,]\s+(?=(?i:dip|sw|switch)(?:[- ]?switch)?[-_ #]*\d{1,2}\s*[:=,]?\s*(?i:on|off)\b)")
_BOTH = re.compile(
    r"(?i)^(?:dip|sw|switch|lever|position|s|#)?[- ]?(?:switch)?[-_ #]*(\d{1,2})\s*[:=,–-]\s*(on|off)\s*(?:[:=–-]|means|is)\s*(\S.*?)\s*[,;/]\s*"
    r"(on|off)\s*(?:[:=–-]|means|is)\s*(\S.*)$"
)


def from_section(section: Section) -> list[Found]:
    """Return `DIP 1 ON: resistor connected`, two or more lines of it."""
    rows = []
    for c in stream(section):
        both = _BOTH.match(c.text.rstrip("."))
        if both:
            rows += [(both[1], both[2], both[3], c.place), (both[1], both[4], both[5], c.place)]
            continue
        for said in _NEXT.split(c.text.rstrip(".")):
            if m := _LINE.match(said):
                rows.append((m[1], m[2], m[3], c.place))
    out = [Found("dip", {"switch": n, "position": p.upper(), "meaning": t}, (at,), 0.9) for n, p, t, at in rows]
    return out if len(out) > 1 else []


def setting(text: str) -> tuple[str, ...]:
    """Return a switch setting, ON/OFF/ANY for each switch from the first on: `X000010`, `ON OFF OFF`, `1:ON 2:OFF`; else ()."""
    if (found := _PATTERN.search(text)) and len(set(found[1].upper()) & {"0", "1"}) > 0:
        return tuple(STATES[c.upper()] for c in found[1])
    named = _NAMED.findall(text)
    if len(named) >= 2 and [int(n) for n, _ in named] == list(range(1, len(named) + 1)):
        return tuple(STATES[v.upper()] for _, v in named)
    plain = text.replace(",", " ").replace("/", " ").replace("-", " ").split()
    if 2 <= len(plain) <= MOST_SWITCHES and all(p.upper() in STATES for p in plain):
        return tuple(STATES[p.upper()] for p in plain)
    return ()


def notation(states: tuple[str, ...], first: int = 1) -> str:
    """Return a setting in the corpus form, of the switches from `first` on, those before it free: `1=any 2=OFF 3=ON`."""
    whole = (*["ANY"] * (first - 1), *states)
    return " ".join(f"{n}={'any' if s == 'ANY' else s}" for n, s in enumerate(whole, 1))


def brands(text: str) -> list[str]:
    """Return the brand names of a cell; what is no name is left out."""
    parts = [p.strip(" .") for p in re.split(r"\s*[/,;、&]\s*|\s+and\s+|\s{2,}", text)]
    return [
        p
        for p in parts
        if p and _BRAND.match(p) and not _NO_BRAND.match(p) and not setting(p) and not words.FAULT.search(p)
    ]


def _number_columns(grid: Grid) -> list[int]:
    """Columns headed by the numbers of switches, whose cells are positions; bare numbers that leave some out need ON and OFF."""
    named = [(n, head) for n in range(grid.width) if (head := numbered(grid.header[n])) and _positional(grid, n)]
    named.sort(key=lambda x: x[1][1])  # the switches may be drawn from right to left
    numbers = [number for _, (_, number) in named]
    if len(named) < 2 or len({block for _, (block, _) in named}) > 1 or len(set(numbers)) < len(numbers):
        return []
    counting = numbers == list(range(1, len(numbers) + 1))
    marked = not any(grid.header[n].isdigit() for n, _ in named) or all(_worded(grid, n) for n, _ in named)
    whole = all(_positional(grid, n) for n in range(grid.width) if numbered(grid.header[n]))
    return [n for n, _ in named] if counting or (marked and whole and numbers[-1] <= MOST) else []


def _worded(grid: Grid, n: int) -> bool:
    return all(not t.isdigit() for t in grid.column(n))


def _of_columns(grid: Grid, columns: list[int]) -> Numbers:
    return Numbers(tuple(head[1] for n in columns if (head := numbered(grid.header[n]))))


def _drawn(found: Found, row: Row, grid: Grid) -> Found:
    """Doubt a setting that is drawn: the custom that a filled mark is ON. A misread position is said."""
    marks = {c.text.upper() for c in row} & MARKS.keys() - STATES.keys()
    for said in sorted(marks & MISREAD.keys()):
        found = found.mended(f"Printed {said}, read as {MISREAD[said]}")
    drawn = bool(marks - MISREAD.keys())
    told = " ".join(b.text for b in grid.section.blocks) if drawn else ""
    return found.questioned(_DRAWN, 0.9) if drawn and not _LEGEND.search(told) else found


def _positional(grid: Grid, n: int) -> bool:
    texts = [t for t in grid.column(n) if t]
    return bool(texts) and all(t.upper() in MARKS or t in {"-", "*"} for t in texts)


def _protocols(grid: Grid) -> list[Found]:
    """Protocol | brands on CAN | brands on RS485 | setting, or brand | setting."""
    numbers = _number_columns(grid)
    key = next(
        (
            n
            for n in range(grid.width)
            if words.role_matches("protocol", grid.header[n]) or re.match(r"(?i)^protocol(?: id)?$", grid.header[n])
        ),
        0,
    )
    wide = [
        n
        for n in range(grid.width)
        if n != key and n not in numbers and any(len(brands(t)) > 0 for t in grid.column(n)) and _brandish(grid, n)
    ]
    if not wide and words.role_matches("brands", grid.header[key]):
        wide = [key]
    if not wide:
        return []
    groups: list[list[Row]] = []
    for row in grid.rows:
        if row[key].text or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    out: list[Found] = []
    for at, group in enumerate(groups):
        states = tuple(MARKS.get(group[0][n].text.upper(), "ANY") for n in numbers)
        moved, column = False, None
        if not states:
            for row in group:
                for n, cell in enumerate(row):
                    found = setting(_without_picture(cell.text))
                    if len(found) >= 2 and n != key and (not states or len(found) >= len(states)):
                        states, moved, column = found, n in wide and n != key, n
        if len(states) < 2:
            continue
        of = _of_columns(grid, numbers) if numbers else switch_numbers.of_setting(grid, column, len(states))
        low, spread = of.spread(states)
        name = group[0][key].text if key not in wide else str(at)
        for n in wide:
            told = " / ".join(_without_picture(r[n].text).strip(" /") for r in group if r[n].text)
            named = brands(told.replace("/ /", "/"))
            bus, sure = _bus(grid, n, group)
            if not named or not bus:
                continue
            cells = {
                "protocol_id": name,
                "bus": bus,
                "brands": "; ".join(dict.fromkeys(named)),
                "dip": notation(spread, low),
            }
            row_ = Found(
                "protocol", cells, tuple(p for r in group for p in places(r)), round(0.5 + 0.5 * grid.confidence, 3)
            )
            if key in wide:
                row_ = row_.questioned("the table names no protocol", 0.9)
            if not sure:
                row_ = row_.questioned("the bus is not printed beside the brands")
            if of.doubt:
                row_ = row_.questioned(of.doubt, 0.9)
            if moved:
                row_ = row_.mended("setting had slipped into another column")
            out.append(row_)
    lengths = {f.cells["dip"].count("=") for f in out}
    return [f if len(lengths) == 1 else f.questioned("the settings of this table differ in length") for f in out]


def _without_picture(text: str) -> str:
    """Drop what is left of the drawing of a switch: `ON 1 2 3 4 5 6 7`."""
    return re.sub(
        r"(?i)(?:\bon\b\s*)?(?:\bno\b\s*)?(?:\b1 2(?: 3)?(?: 4)?(?: 5)?(?: 6)?(?: 7)?(?: 8)?(?: 9)?\b)|\bON NO\b",
        " ",
        text,
    ).strip()


def _brandish(grid: Grid, n: int) -> bool:
    texts = [_without_picture(t) for t in grid.column(n) if t]
    texts = [t for t in texts if t and not setting(t)]
    listed = sum(len(brands(t)) for t in texts)
    lists = sum(bool(re.search(r"[/,;]", t)) for t in texts)
    named = words.role_matches("brands", grid.header[n])
    if not named and (words.role_matches("function", grid.header[n]) or words.role_matches("meaning", grid.header[n])):
        return False
    return bool(texts) and listed >= len(texts) and (lists >= 0.3 * len(texts) or named)


def _bus(grid: Grid, n: int, group: list[Row]) -> tuple[str, bool]:
    near = f"{grid.header[n]} {' '.join(c.text for r in group for at, c in enumerate(r) if at != n)}"
    for told in (grid.header[n], near, f"{grid.caption} {grid.section.heading.text}"):
        can, rs = re.search(r"(?i)\bcan", told), re.search(r"(?i)rs-?485|modbus", told)
        if bool(can) != bool(rs):
            return ("CAN" if can else "RS485"), told is not near or bool(can or rs)
    return "CAN", False


def _positions(grid: Grid) -> list[Found]:
    """Switch | position | meaning; the switch's number may stand once for its positions."""
    position = next(
        (
            n
            for n in range(grid.width)
            if (t := [x for x in grid.column(n) if x]) and sum(bool(_POSITION.match(x)) for x in t) >= 0.8 * len(t)
        ),
        None,
    )
    switch = next(
        (
            n
            for n in range(grid.width)
            if n != position
            and (t := [x for x in grid.column(n) if x])
            and sum(bool(_SWITCHES.match(x)) for x in t) >= 0.7 * len(t)
        ),
        None,
    )
    if position is None or switch is None:
        return []
    if sum(_positional(grid, n) for n in range(grid.width) if n != switch) > 1:
        return []  # several columns of ON and OFF: combinations, not one position a row
    rest = [n for n in range(grid.width) if n not in {position, switch} and any(grid.column(n))]
    if not rest:
        return []
    out: list[Found] = []
    held = subject = ""
    for row in grid.rows:
        if row[switch].text:
            held, subject = re.sub(r"(?i)^(?:dip|switch|bit|no\.?|#)[-_ ]?(?=\d)", "", row[switch].text), ""
        texts = [row[n].text for n in rest]
        # A first text beside several positions is what the switch sets; it holds for the rows under it.
        if len(rest) > 1 and texts[0]:
            subject = texts[0]
        told = "; ".join(t for t in ([subject, *texts[1:]] if len(rest) > 1 else texts) if t)
        if held and row[position].text and told:
            cells = {"switch": held, "position": _spelt(row[position].text), "meaning": told}
            out.append(Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3)))
        elif out and not row[position].text and not row[switch].text and any(texts):
            cells = {**out[-1].cells, "meaning": f"{out[-1].cells['meaning']} {' '.join(t for t in texts if t)}"}
            out[-1] = Found(
                "dip", cells, (*out[-1].places, *places(row)), out[-1].confidence, out[-1].doubts, out[-1].repairs
            )
    return out if len(out) >= 2 else []


def _rotary(grid: Grid) -> list[Found]:
    """Position | what it chooses: a rotary or coding switch, its positions counting up."""
    told = f"{grid.caption} {grid.section.heading.text} {grid.header[0]}"
    about = _ROTARY.search(f"{told} {' '.join(b.text for b in grid.section.blocks if isinstance(b, Paragraph))}")
    if not (
        grid.headed
        and about
        and re.match(r"(?i)^(?:switch |dial )?(?:pos(?:ition)?|setting|value|code|no)\.?$", grid.header[0])
    ):
        return []
    keys = grid.column(0)
    if not all(re.fullmatch(r"[0-9A-F]{1,2}", k) for k in keys) or len(set(keys)) < len(keys) or len(keys) < 3:
        return []
    name = about[0].strip()
    name = name[:1].upper() + name[1:]
    out = []
    for row in grid.rows:
        said = [
            c.text if re.search(r"[A-Za-z]{3}", c.text) else f"{h} {c.text}"
            for h, c in zip(grid.header[1:], row[1:], strict=True)
            if c.text
        ]
        if said:
            cells = {"switch": name, "position": row[0].text, "meaning": "; ".join(said)}
            out.append(Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3)))
    return out


def _prefixed(grid: Grid) -> list[Found]:
    """Switch | `ON: what it does`: the position stands before its meaning."""
    if not all(re.fullmatch(rf"(?i){PREFIX}?[-_ ]?\d{{1,2}}(?:\.\d{{1,2}})?", t) for t in grid.column(0)):
        return []
    for n in range(1, grid.width):
        told = [re.match(r"(?i)^(on|off)\s*[:=]\s*(\S.*)$", t) for t in grid.column(n)]
        if len(told) > 1 and all(told):
            return [
                Found(
                    "dip",
                    {"switch": row[0].text, "position": m[1].upper(), "meaning": m[2]},
                    places((row[0], row[n])),
                    round(0.5 + 0.5 * grid.confidence, 3),
                )
                for row, m in zip(grid.rows, told, strict=True)
                if m
            ]
    return []


def _spelt(position: str) -> str:
    return position.upper() if re.match(r"(?i)^(?:on|off)$", position) else position


def _by_position(grid: Grid) -> list[Found]:
    """Switch | (function) | ON | OFF: a position a column."""
    columns = [
        n
        for n in range(grid.width)
        if re.match(
            r"(?i)^(?:[●○■□↑↓] ?)?(?:switch )?(?:position )?(?:on|off|0|1|up|down)(?: ?\(.{1,12}\)| position)?$",
            grid.header[n],
        )
    ]
    key = next((n for n in range(grid.width) if n not in columns and _numbers_switches(grid, n)), None)
    if len(columns) < 2 or key is None:
        return []
    if not _TOPIC.search(" ".join([grid.header[key], grid.caption, grid.section.heading.text])):
        return []
    out: list[Found] = []
    for row in grid.rows:
        number = numbered(row[key].text)
        about = [row[n].text for n in range(grid.width) if n not in {key, *columns} and row[n].text]
        for n in columns:
            if number and row[n].text and row[n].text not in {"-", "–"}:
                told = "; ".join([*about, row[n].text])
                head = _HEAD_STATE.search(grid.header[n])  # `Up (ON)`: what the lever's place means is printed
                head = head or re.search(r"(?i)on|off|0|1|up|down", grid.header[n])
                switch = row[key].text if number[0] else str(number[1])
                cells = {"switch": switch, "position": _spelt(head[0]) if head else grid.header[n], "meaning": told}
                out.append(Found("dip", cells, places((row[key], row[n])), round(0.5 + 0.5 * grid.confidence, 3)))
    return out


def _numbers_switches(grid: Grid, n: int) -> bool:
    keys = grid.column(n)
    return sum(bool(numbered(k)) for k in keys if k) >= 0.6 * len(keys)


def _matrix(grid: Grid) -> list[Found]:
    """1 | 2 | 3 | 4 | meaning: a combination a row, as for addresses."""
    numbers = _number_columns(grid)
    single = next(
        (n for n in range(grid.width) if _settings(grid, n)),
        None,
    )
    if not numbers and single is None:
        return []
    block = next((head[0] for n in numbers if (head := numbered(grid.header[n]))), "")
    out: list[Found] = []
    for row in grid.rows:
        states = (
            tuple(MARKS.get(row[n].text.upper(), "ANY") for n in numbers)
            if numbers
            else setting(row[single].text)
            if single is not None
            else ()
        )
        rest = [
            f"{grid.header[n]} {row[n].text}".strip() if re.fullmatch(r"\d+", row[n].text) else row[n].text
            for n in range(grid.width)
            if n not in numbers and n != single and row[n].text
        ]
        if len(states) < 2 or not rest:
            continue
        of = _of_columns(grid, numbers) if numbers else switch_numbers.of_setting(grid, single, len(states))
        low, spread = of.spread(states)
        cells = {
            "switch": f"{low}-{low + len(spread) - 1}",
            "position": " ".join("any" if s == "ANY" else s for s in spread),
            "meaning": "; ".join(rest),
        }
        group = (("block", block),) if block else ()
        made = Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3), group=group)
        out.append(_drawn(made.questioned(of.doubt, 0.9) if of.doubt else made, row, grid))
    return out


def _settings(grid: Grid, n: int) -> bool:
    """Tell whether a column holds settings, all of one length; numbers such as 10 and 100, and times, are none."""
    texts = [t for t in grid.column(n) if t]
    lengths = [len(s) for t in texts if (s := setting(_without_picture(t)))]
    words_ = bool(_WORDS.search(" ".join(texts)))
    return bool(lengths) and len(lengths) >= 0.8 * len(texts) and len(set(lengths)) == 1 and (words_ or lengths[0] > 2)


def _spread(grid: Grid) -> list[Found]:
    """A row of numbers 1 to n inside the table, cells `ON: meaning` under one switch, combinations of 0 and 1 under others."""
    at = next(
        (
            k
            for k, row in enumerate(grid.rows)
            if [c.text for c in row if c.text] == [str(n) for n in range(1, len([c for c in row if c.text]) + 1)]
            and sum(bool(c.text) for c in row) >= 3
        ),
        None,
    )
    if at is None:
        return []
    count = sum(bool(c.text) for c in grid.rows[at])
    body = grid.rows[at + 1 :]
    title = [c.text for c in grid.rows[at - 1]] if at else []
    out: list[Found] = []
    base = round(0.5 + 0.5 * grid.confidence, 3)
    for row in body:
        for n, cell in enumerate(row[:count]):
            if own := re.match(r"(?i)^(on|off)\s*[:=]\s*(\S.*)$", cell.text):
                about = title[n] if n < len(title) else ""
                cells = {"switch": str(n + 1), "position": own[1].upper(), "meaning": f"{about} {own[2]}".strip()}
                out.append(Found("dip", cells, places((cell,)), base))
    pairs = []
    for row in body:
        used = [(n, c.text) for n, c in enumerate(row) if c.text in {"0", "1"}]
        told = [c.text for n, c in enumerate(row) if used and n > used[-1][0] and c.text]
        if len(used) == 2 and told:
            pairs.append((tuple(v for _, v in used), told[0], places(row)))
    if len(pairs) >= 2:
        out += _paired(pairs, count, base)
        explained = {int(f.cells["switch"]) for f in out}
        out += _reserved(body, title, [n for n in range(1, count + 1) if n not in explained], base)
    return out


def _reserved(body: tuple[Row, ...], title: list[str], numbers: list[int], base: float) -> list[Found]:
    """One cell of words over the switches that nothing else explains: they have no meaning of their own yet."""
    cells = [c for row in body for c in row if re.match(r"(?i)^(?:reserved|undefined|not used|spare)", c.text)]
    at = next((n for n, row in enumerate(body) for c in row if cells and c is cells[0]), None)
    if len(numbers) < 1 or at is None or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return []
    more = [c for c in (body[at + 1] if at + 1 < len(body) else ()) if c.text[:1].islower() and len(c.text.split()) > 2]
    # The heading may be torn in the middle of a word by the column that was read into it.
    head = re.sub(r"(?<=\w) (?=[a-z]+$)", "", " ".join(t for t in title[numbers[0] - 1 : numbers[-1]] if t))
    meaning = f"{head}: {' '.join(c.text for c in [cells[0], *more[:1]])}".removeprefix(": ")
    doubt = f"one cell reaches over switches {numbers[0]} to {numbers[-1]}"
    where = tuple(c.place for c in [cells[0], *more[:1]])
    return [
        Found("dip", {"switch": str(n), "position": p, "meaning": meaning}, where, base).questioned(doubt, 0.8)
        for n in numbers
        for p in ("OFF", "ON")
    ]


def _paired(pairs: list[tuple[tuple[str, ...], str, tuple]], count: int, base: float) -> list[Found]:  # type: ignore[type-arg]
    """Two switches set something together: what each position means with each position of the other."""
    out = []
    for own in (0, 1):
        number, other = str(count - 1 + own), str(count - own)
        for value in ("0", "1"):
            rows = [(states[1 - own], told, where) for states, told, where in pairs if states[own] == value]
            if not rows:
                continue
            meaning = f"together with switch {other}: " + ", ".join(
                f"with {other} {STATES[v]} {told}" for v, told, _ in rows
            )
            cells = {"switch": number, "position": STATES[value], "meaning": meaning}
            row = Found("dip", cells, tuple(p for *_, where in rows for p in where), base)
            out.append(row.mended("0 and 1 read as OFF and ON; the last two switches taken by their place"))
    return out
