"""Lamp tables: a lamp a row with colour, state and meaning; a lamp a column with a pattern in each cell; a state a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kb.importing import lamp_mended, lamp_words, mended, words
from kb.importing.blocks import Cell, Row
from kb.importing.found import Found
from kb.importing.grids import Grid, places, roles_of
from kb.importing.lamp_words import State

_LAMPISH = re.compile(r"\b(?:led|lamp|light|indicator|leds|lights|indicators|lamps)\b", re.IGNORECASE)
# "See note", also where text recognition read it wrongly.
_NOTE = re.compile(r"(?i)^\w{2,3} notes?\W*\d?$")
# A ring of lamps may turn; the notation knows no such pattern.
_MOVING = re.compile(
    r"(?i)(?:(?:slow|fast|quick)(?:ly)? )?(?:rotat|chas|circl|runn|mov|turn|sweep)(?:ing|es|s)(?: light)?"
)
_ANY = re.compile(r"(?i)any|either|x|irrelevant|no matter")
_DASH = {"-", "–", "—", "/", ""}
# Colours that lamps have and the lamp notation has no word for.
_TINT = re.compile(r"(?i)(?:light |dark )?(?:cyan|turquoise|teal|purple|violet|magenta|pink|lilac|indigo|lime)")
# A heading that names the one lamp its table is about; `LED status` and `Indicators` name none.
_ONE_LAMP = re.compile(
    r"(?i)(?:[\d.]+ )?((?:[a-z-]+ )?(?:light|led|lamp|indicator)[ -](?:strip|ring|bar|band|stripe|belt|tube|halo)|"
    r"(?:status|state|power|charge|charging|fault|alarm|rgb|front|logo)[ -](?:led|lamp|light|indicator))"
)
MANY_LAMPS = 2
_SOUND = re.compile(r"(?i)\b(?:beep(?:er|s)?|buzzer|sounder|sounds?|audible|acoustic|horn|tone|siren)\b")


def from_grid(grid: Grid) -> list[Found]:
    """Return the lamp states of a table, or nothing when it is no lamp table."""
    parts = mended.panels(grid)
    if len(parts) > 1:
        return [f for part in parts for f in _matrix(part)]
    return _matrix(grid) or _by_state(grid) or _by_color(grid) or _rows(grid) or _counted(grid) or list(_inside(grid))


def about_lamps(grid: Grid) -> bool:
    """Tell whether caption, heading or header speak of lamps."""
    return bool(_LAMPISH.search(" ".join([grid.caption, grid.section.heading.text, *grid.header])))


def counted(grid: Grid) -> bool:
    """Tell whether a table says what each number of flashes means."""
    head = re.match(
        rf"(?i)^(?:(?:number|no\.?|count) of )?(?:{words.COLOR.pattern} )?(?:blinks?|flash(?:es)?|pulses?)(?: count| number)?$",
        grid.header[0],
    )
    return bool(head)


def _counted(grid: Grid) -> list[Found]:
    """Number of blinks | meaning: one lamp counts its faults."""
    told = f"{grid.caption} {grid.section.heading.text}"
    if not grid.headed or grid.width < 2 or not _LAMPISH.search(f"{told} {' '.join(grid.header)}"):
        return []
    if not counted(grid):
        return []
    name = next((m[1] for m in re.finditer(r"\b([A-Za-z]\w*) (?:LED|lamp|light|indicator)\b", told)), "")
    name = next(
        (m[1] for m in re.finditer(r"(?i:codes?|flashes|blinks) of (?:the )?([A-Z]{1,3}\d{1,2})\b", told)), name
    )
    colored = words.COLOR.search(grid.header[0])
    lit = words.COLOR_WORDS[colored[1].lower()] if colored else ""
    name = "" if re.fullmatch(r"(?i)the|each|led|of|one|red|green|blue|orange|yellow|white", name) else name
    out: list[Found] = []
    for row in grid.rows:
        count = re.match(r"^(\d{1,2})(?: ?(?:x|×|times|flashes|blinks))?$", row[0].text)
        said = next((c.text for c in row[1:] if c.text), "")
        if count and said:
            found = state_found(
                {"meaning": said}, name, State(lit, "flash", f"x{count[1]}"), places(row), grid.confidence
            )
            out.append(found if name else found.questioned("the lamp's name was not found", 0.75))
    return out if len(out) >= MANY_LAMPS else []


def _share(grid: Grid, n: int, kind: str) -> float:
    texts = [t for t in grid.column(n) if t not in _DASH]
    if not texts:
        return 0.0
    states = [lamp_words.read(t) for t in texts]
    if kind == "pattern":
        return sum(bool(s and s.pattern) for s in states) / len(texts)
    return sum(bool((s and s.color) or _TINT.fullmatch(t)) for s, t in zip(states, texts, strict=True)) / len(texts)


def _mostly_filled(grid: Grid, n: int) -> bool:
    """Tell whether a column says something of nearly every row; remarks beside a few of them are no meanings."""
    return sum(bool(t) for t in grid.column(n)) >= 0.8 * len(grid.rows)


def _rows(grid: Grid) -> list[Found]:
    """Indicator | colour | state | meaning; the colour may stand with the state, the indicator may be lost."""
    state = max(
        (n for n in range(grid.width) if not _SOUND.search(grid.header[n])),
        key=lambda n: (_share(grid, n, "pattern"), words.role_matches("state", grid.header[n])),
        default=0,
    )
    sure = _share(grid, state, "pattern")
    filled = sum(t not in _DASH for t in grid.column(state))
    if sure < 0.6 or filled < 2 or not about_lamps(grid):
        return []
    color = next(
        (
            n
            for n in range(grid.width)
            if n != state and _share(grid, n, "color") >= 0.7 and _share(grid, n, "pattern") < 0.3
        ),
        None,
    )
    rest = [n for n in range(grid.width) if n not in {state, color}]
    meaning = max(
        rest,
        key=lambda n: (
            sum(len(t) for t in grid.column(n))
            + 400 * (words.role_matches("meaning", grid.header[n]) and _mostly_filled(grid, n))
            - 1000 * words.role_matches("actions", grid.header[n])
        ),
        default=None,
    )
    if meaning is None or _legend(grid, meaning):
        return []
    # A cell that reaches over several rows stands at the first of them; the names stand left of what they name.
    names = [n for n in rest if n != meaning and not all(re.fullmatch(r"\d*", t) for t in grid.column(n))]
    name = next(
        (n for n in names if words.role_matches("indicator", grid.header[n])),
        names[0] if names and names[0] < min(meaning, state) else None,
    )
    action = next((n for n in rest if n not in {meaning, name} and words.role_matches("actions", grid.header[n])), None)
    out: list[Found] = []
    held_name = _one_lamp(grid) if name is None else ""
    held_color = held_state = ""
    lost = (
        bool(
            grid.headed
            and any(words.role_matches("indicator", h) and "name" not in h.lower() for h in grid.header)
            and name is None
        )
        or name is None
    )
    for row in grid.rows:
        if name is not None and row[name].text:
            held_name, held_color, held_state = row[name].text, "", ""
        said = row[state].text
        told = row[meaning].text
        if color is not None and row[color].text:
            held_color, held_state = row[color].text, ""
        if not said and told and held_state and name is not None and told[:1].islower() and out:
            out[-1] = _extended(out[-1], told, row)
            continue
        if not said and not told:
            continue
        dash = said in {"-", "–", "—"}
        read = State("", "off") if dash else lamp_words.read(said)
        moving = read is None and bool(_MOVING.fullmatch(said))
        read = State("", "flash") if moving else read
        if not read and told and not said and out and (name is None or not row[name].text):
            out[-1] = _extended(out[-1], told, row)
            continue
        if not read or not told:
            continue
        held_state = said
        read = lamp_words.with_color(read, row[color].text if color is not None and row[color].text else held_color)
        if held_name:
            read = lamp_words.with_color(read, _own_color(held_name))
        pattern = read.pattern or "steady"
        cells = {"lamps": "", "meaning": told, "action": row[action].text if action is not None else ""}
        found = state_found(
            cells,
            (lamp_words.lamp_name(held_name) if name is not None else held_name) if held_name else "",
            State(read.color, pattern, read.rhythm, read.more_colors),
            places(row),
            grid.confidence,
        )
        unlit = color is not None and not read.color and read.pattern != "off"
        tint = next((t for c in row if (t := c.text) and _TINT.fullmatch(t)), "")
        if tint and not read.color:
            found = replace(found, cells={**found.cells, "note": f"The colour is printed as {tint.lower()}."})
        for wrong, reason, factor in (
            (not read.pattern, "the table prints a colour and no pattern", 0.7),
            (dash, "a dash in the state column was read as off", 0.8),
            (moving, f"{said!r} was taken for flashing", 0.8),
            (lost and not held_name, "the lamp's name was lost", 0.75),
            (unlit and bool(tint), f"the lamp notation has no colour {tint.lower()}", 0.8),
            (unlit and not tint, "the colour was lost", 0.8),
        ):
            found = found.questioned(reason, factor) if wrong else found
        out.append(found)
    return out


def _one_lamp(grid: Grid) -> str:
    """Return the lamp that caption or heading name, where its table has no column of names: `Light strip`, `Status LED`."""
    told = (re.sub(r"[:.]$", "", t.strip()) for t in (grid.caption, grid.section.heading.text))
    return next((m[1] for t in told if (m := _ONE_LAMP.fullmatch(t))), "")


def _legend(grid: Grid, n: int) -> bool:
    """Tell whether a column says what signs show (`ALM light flickers`), and not what that means."""
    told = [t for t in grid.column(n) if _LAMPISH.search(t) and lamp_words.pattern_of(t) and len(t.split()) <= 6]
    return 2 * len(told) > len(grid.rows)


def _own_color(name: str) -> str:
    return name if len(words.COLOR.findall(name)) == 1 else ""


def _extended(found: Found, told: str, row: Row) -> Found:
    cells = {**found.cells, "meaning": f"{found.cells['meaning']} {told}".strip()}
    return Found(
        found.kind, cells, (*found.places, *places(row)), found.confidence, found.doubts, found.repairs, found.group
    )


def state_found(cells: dict[str, str], name: str, state: State, where: tuple, base: float) -> Found:  # type: ignore[type-arg]
    """Return one lamp's state as a row."""
    lamp = name or "Indicator"
    said = {
        **cells,
        "lamps": f"{lamp}: {state.notation}",
        "id": f"{lamp} {state.color} {state.pattern} {state.rhythm.replace('/', '-')}",
    }
    said["safety"] = (
        "stop-using" if words.STOP_USE.search(f"{cells.get('meaning', '')} {cells.get('action', '')}") else ""
    )
    found = Found("led_state", said, where, round(0.5 + 0.5 * base, 3))
    if state.more_colors:
        found = found.questioned(f"several colours are printed, {state.color} was taken")
    return found


def _lamp_columns(grid: Grid) -> list[int]:
    out = []
    for n in range(grid.width):
        head = grid.header[n]
        if (
            not head
            or _SOUND.search(head)
            or len(head.split()) > 4
            or words.role_matches("meaning", head)
            or words.role_matches("mode", head)
            or words.role_matches("times_on", head)
            or words.role_matches("times_off", head)
        ):
            continue
        texts = [t for t in grid.column(n) if t not in _DASH]
        good = sum(bool(s and s.pattern) for s in map(lamp_words.read, texts))
        if texts and good >= 0.6 * len(texts) and good >= 2 and len(texts) >= 0.5 * len(grid.rows):
            out.append(n)
    return out


def _colored_columns(grid: Grid) -> list[int]:
    """Columns of colours, some with what the lamp does: where blinking is said, a colour alone is a lamp that is lit."""
    out = []
    for n, head in enumerate(grid.header):
        texts = [t for t in grid.column(n) if t not in _DASH]
        states = [s for t in texts if (s := lamp_words.read(t))]
        known = len(states) + sum(bool(_ANY.fullmatch(t)) for t in texts)
        if head and roles_of(head) <= {"port", "position"} and len(texts) == len(grid.rows) == known and states:
            out.append(n)
    flashing = any(words.FLASH.search(t) for n in out for t in grid.column(n))
    return out if len(out) >= MANY_LAMPS and flashing and grid.headed else []


def _columns_of_lamps(grid: Grid) -> list[int]:
    """Return the columns headed by lamps, by the patterns in them or by their colours."""
    lamps = [
        n
        for n in _lamp_columns(grid)
        if not words.role_matches("state", grid.header[n]) or words.role_matches("indicator", grid.header[n])
    ]
    # One column of states is a lamp a row, unless its head is the name of a lamp and nothing else.
    lit = len(lamps) < MANY_LAMPS and _LAMPISH.search(f"{grid.caption} {grid.section.heading.text}")
    lamps = _colored_columns(grid) if lit else lamps
    lamps = sorted({*lamps, *_seldom(grid, lamps)})
    return [
        n
        for n in lamps
        if not re.fullmatch(r"(?i)(?:led )?(?:indicator|state|status|light|lamp)s?", grid.header[n].strip())
    ]


def _seldom(grid: Grid, lamps: list[int]) -> list[int]:
    """Columns beside those of lamps that hold states and dashes and nothing else: a lamp that matters in few situations."""
    out: list[int] = []
    for n in range(grid.width):
        texts = grid.column(n)
        beside = len(lamps) >= MANY_LAMPS and n not in lamps and ({n - 1, n + 1} & {*lamps, *out})
        head = grid.header[n]
        if not beside or not head or len(head.split()) > 3 or not all(texts) or _SOUND.search(head):
            continue
        told = [t for t in texts if t not in _DASH and not _ANY.fullmatch(t)]
        states = [s for t in told if (s := lamp_words.read(t)) and s.pattern]
        if told and len(states) == len(told) and not roles_of(head) & {"meaning", "mode", "times_on", "times_off"}:
            out.append(n)
    return out


def _matrix(grid: Grid) -> list[Found]:
    """Mode | status | RUN | ALM | … | description: a lamp a column. Group cells stand anywhere beside their rows."""
    grid, paced = lamp_mended.paced(lamp_mended.turned(grid))
    lamps = _columns_of_lamps(grid)
    flashing = any(words.FLASH.search(t) for n in lamps for t in grid.column(n))
    switches = any(re.match(r"(?i)^(?:sw|dip|k|relay|di|do)[-_ ]?\d", grid.header[n]) for n in lamps)
    if len(lamps) < MANY_LAMPS or switches or not (flashing or about_lamps(grid)):
        return []
    lamps = sorted({*lamps, *(spanned := lamp_mended.spanned(grid, lamps))})
    grid = lamp_mended.rejoined(grid, lamps)
    before = [n for n in range(min(lamps)) if any(grid.column(n)) and not _running_number(grid, n)]
    after = [n for n in range(max(lamps) + 1, grid.width) if any(grid.column(n))]
    common = _common_color(grid, before)
    if any(common):
        before = before[1:]
    modes = lamp_mended.modes_of(grid, before)
    explicit = any((s := lamp_words.read(r[n].text)) and s.pattern == "off" for r in grid.rows for n in lamps)
    out: list[Found] = []
    for at, row in enumerate(grid.rows):
        states: list[tuple[str, State]] = []
        odd, note, bare = 0, "", False
        # Words that reach over counted lamps tell of all of them together.
        open_ = [n for n in spanned if not lamp_words.pure(row[spanned[0]].text)]
        for n in [x for x in lamps if x not in open_]:
            dash = row[n].text in _DASH and bool(row[n].text)
            if dash and explicit:
                # Where "off" is printed, a line in a cell says that this lamp may show anything.
                states.append((lamp_words.lamp_name(grid.header[n]), State("", "any")))
                continue
            read = lamp_words.read(row[n].text) if row[n].text not in _DASH else State("", "off") if dash else None
            if read is None and "(" in row[n].text:
                read, note = lamp_words.read(re.sub(r"\([^)]*\)", " ", row[n].text)), row[n].text
            bare = bare or bool(read and not read.pattern)
            read = _lit(read, row[n].text)
            if read is None or not read.pattern:
                odd += bool(row[n].text)
                continue
            name = lamp_words.lamp_name(grid.header[n])
            own = lamp_words.with_color(
                read, _own_color(grid.header[n]) or (common[at] if read.pattern != "off" else "")
            )
            states.append((f"LED{name}" if name.isdigit() else name, own))
        status = [row[n].text for n in before[1:] if row[n].text not in _DASH] if len(before) > 1 else []
        told = [
            *_told(grid, at, after, labelled=bool(modes[at] and status)),
            *(t for n in open_[:1] if (t := row[n].text)),
        ]
        label = ", ".join([t for t in [modes[at], *status] if t])
        if len(states) < max(2, (len(lamps) - len(open_) + 1) // 2) or odd or not (label or told):
            continue
        meaning = f"{label}: {'; '.join(told)}" if label and told else label or "; ".join(told)
        found = Found(
            "led_state",
            {
                "id": label or meaning,
                "lamps": "; ".join(f"{name}: {state.notation}" for name, state in states),
                "meaning": meaning,
                "mode": modes[at],
            },
            places(row),
            round(0.5 + 0.5 * grid.confidence, 3),
        )
        if explicit and any(row[n].text in _DASH and row[n].text for n in lamps):
            found = found.questioned("a line in a cell was read as: this lamp does not matter", 0.8)
        if any(row[n].place in paced for n in lamps):
            found = found.questioned("a pace alone (slow, quick) was read as flashing", 0.85)
        if note:
            found = found.questioned(f"the words in brackets of {note!r} were left out", 0.8)
        found = found.questioned("the table prints a colour and no pattern", 0.9) if bare else found
        lost = len(states) < len(lamps) - len(open_)
        out.append(found.questioned("not every lamp of this row could be read", 0.8) if lost else found)
    return out


def _running_number(grid: Grid, n: int) -> bool:
    """Tell whether a column only counts the rows; a mode may be called by a number, but hardly 1, 2, 3 down the table."""
    return n == 0 and len(grid.rows) > 1 and grid.column(n) == [str(k) for k in range(1, len(grid.rows) + 1)]


def _lit(read: State | None, text: str) -> State | None:
    """Return the state of a cell among lamp columns: a colour alone is lit, `any` is any."""
    if read is None:
        return State("", "any") if _ANY.fullmatch(text) else None
    return read if read.pattern else replace(read, pattern="steady")


def _common_color(grid: Grid, before: list[int]) -> list[str]:
    """Return the colour of each row's lamps, where the first column holds nothing but colours."""
    texts = grid.column(before[0]) if before else []
    named = [t for t in texts if t]
    return texts if named and all(words.COLOR.fullmatch(t) for t in named) else [""] * len(grid.rows)


def _told(grid: Grid, at: int, after: list[int], *, labelled: bool) -> list[str]:
    """Return what the columns behind the lamps say of a row, with the line that its last cell goes on with."""
    row = grid.rows[at]
    filled = [n for n in after if row[n].text not in _DASH and not lamp_words.pure(row[n].text)]
    # Where mode and status name the state already, only the description's own (last) cell adds to it.
    kept = filled[-1:] if labelled else filled
    if not labelled and not filled:
        # The state is called "Off": its column says that this is a name and no lamp.
        kept = [
            n
            for n in after
            if row[n].text not in _DASH and re.match(r"(?i)(?:stat(?:e|us)|mode|meaning)", grid.header[n])
        ][:1]
        return [row[n].text for n in kept]
    said = [t for n in kept if _legible(t := row[n].text) and not _NOTE.match(t)]
    for more in grid.rows[at + 1 : at + 3]:
        rest = [c.text for c in more if c.text]
        if not said or not rest or any(lamp_words.pure(t) for t in rest):
            break
        if rest[-1][:1].islower():
            return [*said[:-1], f"{said[-1]} {rest[-1]}"]
    return said


def _legible(text: str) -> bool:
    """Tell whether a cell is words (or a share of the charge) rather than what is left of a picture."""
    if re.search(r"\d ?%|\bSOC\b", text):
        return True
    letters = sum(c.isalpha() for c in text)
    return letters >= 4 and letters >= 0.6 * len(text.replace(" ", ""))


def _by_state(grid: Grid) -> list[Found]:
    """Lamp | on | off | flashing: a state a column, meanings in the cells."""
    columns = [(n, s) for n in range(grid.width) if (s := lamp_words.read(grid.header[n])) and s.pattern]
    key = next((n for n in range(grid.width) if n not in {k for k, _ in columns}), None)
    if len(columns) < 2 or key is None or not about_lamps(grid):
        return []
    if any(re.fullmatch(r"[\d.]+\s*m?s", t, re.IGNORECASE) for n, _ in columns for t in grid.column(n)):
        return []
    out: list[Found] = []
    for row in grid.rows:
        name = lamp_words.lamp_name(row[key].text)
        for n, state in columns:
            said = row[n].text
            if name and said not in _DASH and not lamp_words.pure(said):
                own = lamp_words.with_color(state, _own_color(row[key].text))
                out.append(state_found({"meaning": said}, name, own, places((row[key], row[n])), grid.confidence))
    return out


def _by_color(grid: Grid) -> list[Found]:
    """LED | green | yellow | red over rows of patterns: a colour a column, the states down, meanings in the cells."""
    columns = [n for n, h in enumerate(grid.header) if words.COLOR.fullmatch(h)]
    down = [lamp_words.read(r[0].text) for r in grid.rows]
    if len(columns) < 2 or 0 in columns or not all(s and s.pattern and not s.color for s in down):
        return []
    name = _one_lamp(grid)
    out: list[Found] = []
    for row, state in zip(grid.rows, down, strict=True):
        for n in columns:
            said = row[n].text
            if state is None or said in _DASH or lamp_words.pure(said):
                continue
            own = lamp_words.with_color(state, grid.header[n])
            found = state_found({"meaning": said}, name or "LED", own, places((row[0], row[n])), grid.confidence)
            out.append(found if name else found.questioned("the lamp's name was lost", 0.75))
    return out


def _inside(grid: Grid) -> Iterator[Found]:
    """A cell that lists states with their meanings: `Flashing (200 ms on/1800 ms off): connecting; …`."""
    if not about_lamps(grid):
        return
    for row in grid.rows:
        for n, cell in enumerate(row):
            pairs = lamp_words.splits(cell.text)
            if not pairs:
                continue
            name = next(
                (
                    lamp_words.lamp_name(c.text)
                    for c in reversed(row[:n])
                    if c.text and not re.fullmatch(r"\d+", c.text) and not words.COLOR.fullmatch(c.text)
                ),
                "",
            )
            color = next((c.text for c in row[:n] if words.COLOR.fullmatch(c.text)), "")
            for said, meaning in pairs:
                own = said if words.COLOR.search(said) else f"{color} {said}".strip()
                yield from _pair(own, meaning, name, (cell,), row, grid.confidence)


def _pair(  # noqa: PLR0917 - one for each thing read
    said: str, meaning: str, name: str, cells: tuple[Cell, ...], row: Row, base: float
) -> Iterator[Found]:
    state = lamp_words.read(re.sub(r"[()]", " ", said))
    if state is None:
        return
    found = state_found({"meaning": meaning}, name, state, places(row) or places(cells), base)
    yield found if name else found.questioned("the lamp's name was lost", 0.75)
