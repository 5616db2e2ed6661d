"""Lamp tables with a lamp a column: mode | status | RUN | ALM | … | description; group cells stand anywhere beside their rows."""

from __future__ import annotations

import re
from dataclasses import replace

from kb.importing import lamp_mended, lamp_words, words
from kb.importing.found import Found
from kb.importing.grids import Grid, places, roles_of
from kb.importing.lamp_words import State

# "See note", also where text recognition read it wrongly.
_NOTE = re.compile(r"(?i)^\w{2,3} notes?\W*\d?$")
ANY = re.compile(r"(?i)any|either|x|irrelevant|no matter")
DASH = {"-", "–", "—", "/", ""}
MANY_LAMPS = 2
SOUND = re.compile(r"(?i)\b(?:beep(?:er|s)?|buzzer|sounder|sounds?|audible|acoustic|horn|tone|siren)\b")


def about_lamps(grid: Grid) -> bool:
    """Tell whether caption, heading or header speak of lamps."""
    return bool(words.LAMP.search(" ".join([grid.caption, grid.section.heading.text, *grid.header])))


def own_color(name: str) -> str:
    return name if len(words.COLOR.findall(name)) == 1 else ""


def _lamp_columns(grid: Grid) -> list[int]:
    out = []
    for n in range(grid.width):
        head = grid.header[n]
        if (
            not head
            or SOUND.search(head)
            or len(head.split()) > 4
            or words.role_matches("meaning", head)
            or words.role_matches("mode", head)
            or words.role_matches("times_on", head)
            or words.role_matches("times_off", head)
        ):
            continue
        texts = [t for t in grid.column(n) if t not in DASH]
        good = sum(bool(s and s.pattern) for s in map(lamp_words.read, texts))
        if texts and good >= 0.6 * len(texts) and good >= 2 and len(texts) >= 0.5 * len(grid.rows):
            out.append(n)
    return out


def _colored_columns(grid: Grid) -> list[int]:
    """Columns of colours, some with what the lamp does: where blinking is said, a colour alone is a lamp that is lit."""
    out = []
    for n, head in enumerate(grid.header):
        texts = [t for t in grid.column(n) if t not in DASH]
        states = [s for t in texts if (s := lamp_words.read(t))]
        known = len(states) + sum(bool(ANY.fullmatch(t)) for t in texts)
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
    lit = len(lamps) < MANY_LAMPS and words.LAMP.search(f"{grid.caption} {grid.section.heading.text}")
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
        if not beside or not head or len(head.split()) > 3 or not all(texts) or SOUND.search(head):
            continue
        told = [t for t in texts if t not in DASH and not ANY.fullmatch(t)]
        states = [s for t in told if (s := lamp_words.read(t)) and s.pattern]
        if told and len(states) == len(told) and not roles_of(head) & {"meaning", "mode", "times_on", "times_off"}:
            out.append(n)
    return out


def from_grid(grid: Grid) -> list[Found]:
    """Mode | status | RUN | ALM | … | description: a lamp a column. Group cells stand anywhere beside their rows."""
    grid, paced = lamp_mended.paced(lamp_mended.turned(grid))
    lamps = _columns_of_lamps(grid)
    flashing = any(words.FLASH.search(t) for n in lamps for t in grid.column(n))
    switches = any(re.match(r"(?i)^(?:sw|dip|k|relay|di|do)[-_ ]?\d", grid.header[n]) for n in lamps)
    if len(lamps) < MANY_LAMPS or switches or not (flashing or about_lamps(grid) or _of_charge(grid, lamps)):
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
            dash = row[n].text in DASH and bool(row[n].text)
            if dash and explicit:
                # Where "off" is printed, a line in a cell says that this lamp may show anything.
                states.append((lamp_words.lamp_name(grid.header[n]), State("", "any")))
                continue
            read = lamp_words.read(row[n].text) if row[n].text not in DASH else State("", "off") if dash else None
            if read is None and "(" in row[n].text:
                read, note = lamp_words.read(re.sub(r"\([^)]*\)", " ", row[n].text)), row[n].text
            bare = bare or bool(read and not read.pattern)
            read = _lit(read, row[n].text)
            if read is None or not read.pattern:
                odd += bool(row[n].text)
                continue
            name = lamp_words.lamp_name(grid.header[n])
            own = lamp_words.with_color(
                read, own_color(grid.header[n]) or (common[at] if read.pattern != "off" else "")
            )
            states.append((f"LED{name}" if name.isdecimal() else name, own))
        status = [row[n].text for n in before[1:] if row[n].text not in DASH] if len(before) > 1 else []
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
        if explicit and any(row[n].text in DASH and row[n].text for n in lamps):
            found = found.questioned("a line in a cell was read as: this lamp does not matter", 0.8)
        if any(row[n].place in paced for n in lamps):
            found = found.questioned("a pace alone (slow, quick) was read as flashing", 0.85)
        if note:
            found = found.questioned(f"the words in brackets of {note!r} were left out", 0.8)
        found = found.questioned("the table prints a colour and no pattern", 0.9) if bare else found
        lost = len(states) < len(lamps) - len(open_)
        out.append(found.questioned("not every lamp of this row could be read", 0.8) if lost else found)
    return [_named(f) for f in out]


def _named(found: Found) -> Found:
    """Doubt a row in which two lamps have one name: the line of the header that tells them apart was lost."""
    names = [lamp.partition(":")[0] for lamp in found.cells["lamps"].split("; ")]
    one = len(set(names)) < len(names)
    return found.questioned("several lamps of this row have one name", 0.7) if one else found


_COUNTED = re.compile(r"(?i)(?:led|soc|l|d)[-_ ]?\d")
_SHARE = re.compile(r"[<>≤≥~]?\s*\d{1,3}(?:[.,]\d+)?\s*%?(?:\s*(?:[-–~…]|to)\s*[<>≤≥~]?\s*\d{1,3}(?:[.,]\d+)?)?\s*%")


def _of_charge(grid: Grid, lamps: list[int]) -> bool:
    """Tell whether counted lamps stand beside shares of the charge, whatever the heading calls that: `0-25 %`, `L1` to `L4`."""
    counted = all(_COUNTED.fullmatch(grid.header[n]) for n in lamps)
    shares = [t for t in grid.column(0) if t]
    return counted and 0 not in lamps and len(shares) == len(grid.rows) and all(map(_SHARE.fullmatch, shares))


def _running_number(grid: Grid, n: int) -> bool:
    """Tell whether a column only counts the rows; a mode may be called by a number, but hardly 1, 2, 3 down the table."""
    return n == 0 and len(grid.rows) > 1 and grid.column(n) == [str(k) for k in range(1, len(grid.rows) + 1)]


def _lit(read: State | None, text: str) -> State | None:
    """Return the state of a cell among lamp columns: a colour alone is lit, `any` is any."""
    if read is None:
        return State("", "any") if ANY.fullmatch(text) else None
    return read if read.pattern else replace(read, pattern="steady")


def _common_color(grid: Grid, before: list[int]) -> list[str]:
    """Return the colour of each row's lamps, where the first column holds nothing but colours."""
    texts = grid.column(before[0]) if before else []
    named = [t for t in texts if t]
    return texts if named and all(words.COLOR.fullmatch(t) for t in named) else [""] * len(grid.rows)


def _told(grid: Grid, at: int, after: list[int], *, labelled: bool) -> list[str]:
    """Return what the columns behind the lamps say of a row, with the line that its last cell goes on with."""
    row = grid.rows[at]
    filled = [n for n in after if row[n].text not in DASH and not lamp_words.pure(row[n].text)]
    # Where mode and status name the state already, only the description's own (last) cell adds to it.
    kept = filled[-1:] if labelled else filled
    if not labelled and not filled:
        # The state is called "Off": its column says that this is a name and no lamp.
        kept = [
            n
            for n in after
            if row[n].text not in DASH and re.match(r"(?i)(?:stat(?:e|us)|mode|meaning)", grid.header[n])
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
