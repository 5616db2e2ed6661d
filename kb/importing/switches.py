"""DIP switches: what a position means, and which setting goes with which protocol, address or brand."""

from __future__ import annotations

import re

from kb.importing import (
    chemistries,
    switch_numbers,
    switch_pairs,
    switch_protocols,
    switch_sets,
    switch_signs,
    switch_spread,
)
from kb.importing.blocks import Paragraph, Section
from kb.importing.found import Found
from kb.importing.grids import Grid, places, stream
from kb.importing.switch_heads import MARKS, PREFIX, apart, gathered, headed_above, lettered, numbered, of_a_block
from kb.importing.switch_settings import (
    DRAWN,
    drawn,
    explained,
    number_columns,
    of_columns,
    positional,
    setting,
    without_picture,
)

# Registers have addresses and bits as well.
_OTHER = re.compile(r"(?i)\b(?:hex|registers?|r/?w|bytes?|offset|quantity|torque)\b|0x[0-9A-F]{4}\b")
_TOPIC = re.compile(
    r"(?i)\b(?:rotary|selector|dip|dial|sw\d?|switch(?:es)?|address(?:ing)?|toggle|levers?|slides?|jumpers?|thumb ?wheels?|knobs?)\b|\bbank [A-Z]\b"
)
_WORDS = re.compile(r"(?i)\b(on|off)\b")
_POSITION = re.compile(
    r"(?i)^(?:on|off|0|1|up|down|left|right|high|low|open|closed?|l|h)(?: ?\((?:0|1|on|off|default)\))?$"
)
_SWITCHES = re.compile(rf"(?i)^{PREFIX}?[-_ ]?#?\d{{1,2}}#?(?: ?[-–~] ?\d{{1,2}})?$")
_HEAD_STATE = re.compile(r"(?i)\b(?:on|off)\b")
# A head that is one position: `OFF (factory setting)`, `Position ON`, `ON position`, `Meaning at 0`, `Lever up`.
_OF_POSITION = re.compile(
    r"(?i)^(?:(?:[●○■□↑↓] ?)?(?:(?:meaning|function|effect|if|when|with|in|at|set|to|switch(?:ed)?|lever|slider|position|state)[: ]+)*"
    r"(?:on|off|0|1|up|down|fitted|removed|inserted|bridged|open|closed|left|right)|[●○■□▲▼↑↓])"
    r"(?:[ ,:=–-]*(?:\([^()]{1,30}\)|\[[^][]{1,30}\]|(?:position|state|default|factory|setting|as delivered)\b))*$"
)
# Positions again, or nothing: the columns of other switches were taken for what is set.
_NO_MEANING = re.compile(r"(?i)(?:(?:on|off|[01x●○■□▲▼↑↓–—/*-]|any)(?:[;, ]+|$))+")
_WEIGHT = re.compile(
    r"(?i)^(?P<what>value|weight|adds|counts|address|number|amount)s?,? (?:when|if|in|at|with|for|set to)? ?(?P<state>on|off|up|down)$"
)
_ROTARY = re.compile(r"(?i)\b(?:rotary|coding|selector|dial|hex) ?(?:coding )?(?:switch|dial|selector)\b|\brotary\b")
# What turns, alone, where it stands over its positions or heads the section.
_TURNED = re.compile(r"(?i)\b(?:dials?|thumb ?wheels?|encoders?|knobs?|selectors?)\b")
_DIAL = re.compile(
    r"(?i)^(?:(?:switch|dial|knob|selector|rotary|thumb ?wheel) )*(?:pos(?:ition)?|setting|value|code|no|number|switch|dial|knob|selector|"
    r"thumb ?wheel|figure|"
    r"digit)s?\.?$"
)
_MARK = re.compile(r"\b(?!(?:CAN|COM|USB|RJ)-?\d)[A-Z]{1,3}\d{1,2}\b")


def from_grid(grid: Grid) -> list[Found]:
    """Return switch positions or protocol settings of a table, or nothing when it holds neither."""
    plain, doubt = switch_signs.spelt(lettered(gathered(apart(switch_numbers.under_heads(headed_above(grid))))))
    found = [f for f in _of_grid(plain) if f.kind != "dip" or not _NO_MEANING.fullmatch(f.cells["meaning"])]
    return [f.questioned(doubt, 0.9) for f in found] if doubt else found


def _of_grid(grid: Grid) -> list[Found]:
    over = [c.text for row in grid.titles for c in row]
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header, *over])
    if found := _prefixed(grid) or (switch_pairs.from_grid(grid) if _TOPIC.search(told) else []):
        return found
    if not (_TOPIC.search(told) or of_a_block(grid) or _worded(grid)) or _OTHER.search(
        " ".join([*grid.header, *(grid.column(0)[:1])])
    ):
        return []
    if chemistries.column(grid) is None and (found := switch_protocols.from_grid(grid)):
        return found
    if number_columns(grid):
        return _matrix(grid)
    if found := switch_sets.from_grid(grid) or switch_sets.by_state(grid):
        return found
    if found := switch_signs.of_one(grid):
        return found
    return (
        _by_position(grid)
        or _positions(grid)
        or switch_sets.of_one_column(grid)
        or _matrix(grid)
        or switch_spread.from_grid(grid)
        or _rotary(grid)
    )


def _worded(grid: Grid) -> bool:
    """Tell whether the text before a table says what switches a column of settings belongs to: `switch N with three levers`."""
    texts = " ".join(b.text for b in grid.section.blocks if isinstance(b, Paragraph))
    for n in range(grid.width):
        counts = {len(setting(t)) for t in grid.column(n) if t}
        if len(counts) == 1 and min(counts) > 1 and _TOPIC.search(texts):
            return not switch_numbers.of_setting(grid, n, counts.pop()).doubt
    return False


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
    return out if len(out) > 1 else switch_pairs.from_section(section)


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
            and (sum(bool(_SWITCHES.match(x)) for x in t) >= 0.7 * len(t) or _lettered(grid.header[n], t))
        ),
        None,
    )
    if position is None or switch is None:
        return []
    if sum(positional(grid, n) for n in range(grid.width) if n != switch) > 1:
        return []  # several columns of ON and OFF: combinations, not one position a row
    rest = [n for n in range(grid.width) if n not in {position, switch} and any(grid.column(n))]
    if not rest:
        return []
    out: list[Found] = []
    held = subject = ""
    for row in grid.rows:
        if row[switch].text:
            held, subject = re.sub(r"(?i)^(?:dip|switch|bit|no\.?|#)[-_ ]?(?=\d)", "", row[switch].text), ""
        texts = ["" if row[n].text in {"-", "–", "—"} else row[n].text for n in rest]
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


def _lettered(head: str, texts: list[str]) -> bool:
    """Tell whether switches are called by a letter and their number under the word for a switch: `M1`, `M2`, … counting up."""
    marks = [re.fullmatch(r"([A-Z]{1,2})[-_ .]?(\d{1,2})", t) for t in texts]
    named = {m[1] for m in marks if m}
    numbers = list(dict.fromkeys(int(m[2]) for m in marks if m))
    counting = numbers == list(range(1, len(numbers) + 1))
    return all(marks) and len(named) == 1 and counting and bool(_TOPIC.search(head))


def _rotary(grid: Grid) -> list[Found]:
    """Position | what it chooses: a rotary or coding switch, its positions counting up."""
    told = f"{grid.caption} {grid.section.heading.text} {grid.header[0]}"
    over = _TURNED.search(grid.header[0]) or _TURNED.search(grid.section.heading.text)
    about = over or _ROTARY.search(
        f"{told} {' '.join(b.text for b in grid.section.blocks if isinstance(b, Paragraph))}"
    )
    if not (grid.headed and about and (_DIAL.match(grid.header[0]) or _MARK.fullmatch(grid.header[0]))):
        return []
    keys = grid.column(0)
    if not all(re.fullmatch(r"[0-9A-F]{1,2}", k) for k in keys) or len(set(keys)) < len(keys) or len(keys) < 3:
        return []
    marked = _MARK.search(f"{grid.header[0]} {grid.section.heading.text} {grid.caption}")
    name = marked[0] if marked else about[0].strip()
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
    columns = [n for n in range(grid.width) if _OF_POSITION.match(grid.header[n])]
    key = next((n for n in range(grid.width) if n not in columns and _numbers_switches(grid, n)), None)
    if key is not None and not columns and (found := _weights(grid, key)):
        return found
    if len(columns) < 2 or key is None:
        return []
    if not _TOPIC.search(" ".join([grid.header[key], grid.caption, grid.section.heading.text])):
        return []
    # How the switch stands when delivered is no part of what it means.
    rest = [n for n in range(grid.width) if n not in {key, *columns} and not positional(grid, n)]
    out: list[Found] = []
    for row in grid.rows:
        number = numbered(row[key].text)
        about = [row[n].text for n in rest if row[n].text]
        for n in columns:
            if number and row[n].text and row[n].text not in {"-", "–"}:
                told = "; ".join([*about, row[n].text])
                head = _HEAD_STATE.search(grid.header[n])  # `Up (ON)`: what the lever's place means is printed
                sign = grid.header[n][:1] in MARKS and not grid.header[n][:1].isalnum()
                head = head or (None if sign else re.search(r"(?i)\b(?:0|1|up|down)\b", grid.header[n]))
                switch = row[key].text if number[0] else str(number[1])
                position = (
                    MARKS[grid.header[n][:1]] if sign and not head else _spelt(head[0]) if head else grid.header[n]
                )
                cells = {"switch": switch, "position": position, "meaning": told}
                made = Found("dip", cells, places((row[key], row[n])), round(0.5 + 0.5 * grid.confidence, 3))
                out.append(made.questioned(DRAWN, 0.9) if sign and not head and not explained(grid) else made)
    return out


def _weights(grid: Grid, key: int) -> list[Found]:
    """Switch | value when ON: what each adds in one position."""
    for n, head in enumerate(grid.header):
        said = _WEIGHT.match(head)
        numbers = [numbered(t) for t in grid.column(key)]
        if (
            not said
            or n == key
            or not all(numbers)
            or not all(re.fullmatch(r"\+? ?\d{1,4}", t) for t in grid.column(n))
        ):
            continue
        what = said["what"][:1].upper() + said["what"][1:]
        return [
            Found(
                "dip",
                {"switch": str(m[1]), "position": _spelt(said["state"]), "meaning": f"{what} {row[n].text}"},
                places((row[key], row[n])),
                round(0.5 + 0.5 * grid.confidence, 3),
            )
            for row, m in zip(grid.rows, numbers, strict=True)
            if m
        ]
    return []


def _numbers_switches(grid: Grid, n: int) -> bool:
    keys = grid.column(n)
    return sum(bool(numbered(k)) for k in keys if k) >= 0.6 * len(keys)


def _matrix(grid: Grid) -> list[Found]:
    """1 | 2 | 3 | 4 | meaning: a combination a row, as for addresses."""
    numbers = number_columns(grid)
    single = next(
        (n for n in range(grid.width) if _settings(grid, n)),
        None,
    )
    if not numbers and single is None:
        return []
    block = next((head[0] for n in numbers if (head := numbered(grid.header[n]))), "")
    # A number that no head explains is an address where the text speaks of nothing else.
    about = "Address" if re.search(r"(?i)\baddress", f"{grid.caption} {grid.section.heading.text}") else ""
    kind = chemistries.column(grid)
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
            f"{grid.header[n] or about} {row[n].text}".strip()
            if re.fullmatch(r"\d+(?: ?\([^()]*\))?", row[n].text) or _called(grid.header[n] or about, row[n].text)
            else row[n].text
            for n in range(grid.width)
            if n not in numbers and n != single and row[n].text
        ]
        if kind is not None:
            free = {n: c.text for n, c in enumerate(row) if n not in {*numbers, single, kind} and c.text}
            rest = [chemistries.told(grid, row[kind].text, free)]
        if len(states) < 2 or not rest:
            continue
        of = of_columns(grid, numbers) if numbers else switch_numbers.of_setting(grid, single, len(states))
        low, spread = of.spread(states)
        cells = {
            "switch": f"{low}-{low + len(spread) - 1}",
            "position": " ".join("any" if s == "ANY" else s for s in spread),
            "meaning": "; ".join(rest),
        }
        group = (("block", block),) if block else ()
        made = Found("dip", cells, places(row), round(0.5 + 0.5 * grid.confidence, 3), group=group)
        out.append(drawn(made.questioned(of.doubt, 0.9) if of.doubt else made, row, grid))
    return out


def _called(head: str, text: str) -> bool:
    """Tell whether a cell is a number and who has it: `1, leader` under `Address`."""
    return bool(
        re.match(r"(?i)(?:address|pack|unit|station|module|node)", head) and re.fullmatch(r"\d+,? [A-Za-z ]+", text)
    )


def _settings(grid: Grid, n: int) -> bool:
    """Tell whether a column holds settings, all of one length; numbers such as 10 and 100, and times, are none."""
    texts = [t for t in grid.column(n) if t]
    lengths = [len(s) for t in texts if (s := setting(without_picture(t)))]
    words_ = bool(_WORDS.search(" ".join(texts)))
    return bool(lengths) and len(lengths) >= 0.8 * len(texts) and len(set(lengths)) == 1 and (words_ or lengths[0] > 2)
