"""Tables of alarms, faults, protections and error codes, with causes, effects, recovery and actions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.importing import alarm_codes, words
from kb.importing.blocks import Place, Row
from kb.importing.found import Found
from kb.importing.grids import Grid, one_cell, places

MIN_DERIVED = 3
NOT_PRINTED = "not printed in this manual"
_TOPIC = re.compile(r"(?i)\b(?:fault|error|alarm|warning|protection|malfunction|abnormal|failure|event|diagnos)")
# Tables of registers, prices and parts speak of alarms as well; their headers give them away.
OTHER = re.compile(
    r"(?i)\b(?:register|address|addr|bytes?|data ?type|r/?w|offset|function code|baud|quantity|qty|parts?|spares?|pieces|"
    r"screws?|version|price|scale|bits?|hex|length)\b"
)
_NUMBERED = re.compile(r"\s*(?:^|(?<=[.;:\s]))\(?\d{1,2}[.)、]\s*(?=[A-Z])")
NAMELESS = "no name of this table has a word of a fault: its heading alone says what it is"
_MESSAGES = re.compile(r"(?i)\b(?:messages?|notifications?)\b")
_LISTED = re.compile(r"(?i)\b(?:fault|error|alarm|warning)s? (?:messages?|codes?|list|table)")
# Words of a state that name no fault of their own: "Charging, protection".
_PLAIN = frozenset(
    [
        "alarm",
        "protection",
        "protected",
        "fault",
        "error",
        "warning",
        "stop",
        "normal",
        "state",
        "status",
        "mode",
        "standby",
        "idle",
        "system",
        "device",
        "battery",
        "charge",
        "charging",
        "discharge",
        "discharging",
        "off",
        "on",
        "shut",
        "down",
        "sleep",
        "running",
        "run",
    ]
)
# What heads a column of values at which something is reported, and a value.
_LEVEL = re.compile(
    r"(?i)^(?:(?:alarm|warning|protection|fault|trip|limit|threshold|set|cut-?off)(?: (?:values?|levels?|points?|thresholds?))?)$"
)
_UNUSED = re.compile(r"(?i)(?:reserved|not used|unused|spare|free)\.?")
_LIMIT = re.compile(r"[<>≤≥]\s*[-+]?\d|^[-+]?\d[\d.,]*\s*(?:V|A|°C|℃|%|Hz|W|Ω)\b")
_FIGURE = re.compile(r"^[<>≤≥±~+-]?\s*\d")
_SPOKEN = re.compile(r"(?i)^(?:err(?:or)?|fault|alarm|warning)\.?[ _-]?\d{1,4}$")
# A code by its own look: E05, Err 02, 0x1A, Fault 3.
_MARK = re.compile(r"(?i)^(?:(?:err(?:or)?|fault|alarm|warning)\.? ?\d{1,4}|[A-Z]{1,3}-?\d{1,4}|0x[0-9A-F]{1,6})$")


@dataclass(frozen=True)
class Entry:
    """One logical row: texts by role, with the lines they stand on."""

    cells: dict[str, str]
    places: tuple[Place, ...]


def from_grid(grid: Grid, abbreviations: dict[str, str]) -> list[Found]:
    """Return the alarms of a table, or nothing when it is none. `abbreviations` spell out codes such as COVP."""
    roles = column_roles(grid)
    headless = roles is None and not grid.headed
    if headless:
        roles = _headless(grid)
    if roles is None:
        return []
    entries = _entries(grid, roles)
    out = [f for e in entries if (f := found(e, abbreviations, base=grid.confidence, coded="code" in roles.values()))]
    out = alarm_codes.apart(alarm_codes.by_letters(out))
    if headless:
        return [f.questioned("the table has no header: its columns were told by what they hold", 0.8) for f in out]
    beside = Counter(f.places for f in out)
    shared = "one description stands beside several names"
    out = [f.questioned(shared, 0.9) if beside[f.places] > 1 else f for f in out]
    faults = sum(_is_fault(f) for f in out)
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header])
    named = [f for f in out if f.cells["code"] not in {"", f.cells["name"]} or words.FAULT.search(f.cells["name"])]
    if not _TOPIC.search(told) and not named:
        return []  # what stands on keys and plugs
    coded = sum(bool(re.match(r"^[A-Z]{1,2}-?\d|^0x|^\d{2,4}$", f.cells["code"])) for f in out)
    spoken = sum(bool(_SPOKEN.match(f.cells["code"])) for f in out)
    if len(out) > 1 and spoken == len(out) and len({f.cells["code"] for f in out}) == len(out):
        return out  # Err 01, Err 02, …: the codes themselves say what they are
    if _bits(grid) is not None and len(out) > 1:
        return out
    advised = {"code", "cause", "actions"} <= set(roles.values())
    if out and coded >= 0.8 * len(out) and len(out) > 1 and _TOPIC.search(told if advised else " ".join(grid.header)):
        nameless = not faults and not _TOPIC.search(" ".join(grid.header))
        return [f.questioned(NAMELESS) for f in out] if nameless else out
    if advised and _of_one_list(out) and (faults >= 0.4 * len(out) or _MESSAGES.search(told)):
        return out if faults >= 0.4 * len(out) else [f.questioned(NAMELESS) for f in out]  # E10, E11, …
    if not out or faults < 0.4 * len(out) or (faults < 0.7 * len(out) and not _TOPIC.search(told)):
        return []
    listed = _LISTED.search(f"{grid.caption} {grid.section.heading.text}")
    if (
        "code" not in roles.values()
        and faults < 0.6 * len(out)
        and not listed
        and not _TOPIC.search(" ".join(grid.header))
    ):
        return []  # symptoms and checks: remedies
    whole = (
        listed
        or {"cause", "actions"} <= set(roles.values())
        or "code" in roles.values()
        or _TOPIC.search(" ".join(grid.header))
    )
    return [f for f in out if whole or _is_fault(f)]


def _of_one_list(found: list[Found]) -> bool:
    """Tell whether all rows have codes of letters and figures, each another, of few makes."""
    codes = [f.cells["code"] for f in found]
    makes = {re.sub(r"\d+", "0", c) for c in codes}
    marked = all(re.fullmatch(r"[A-Z]{1,3}[-_ ]?\d{1,4}", c) for c in codes)
    return marked and len(codes) >= MIN_DERIVED and len(set(codes)) == len(codes) and len(makes) <= MIN_DERIVED


def _is_fault(f: Found) -> bool:
    return bool(words.FAULT.search(f.cells["name"]) or words.ACRONYM.match(f.cells.get("code", "")))


def column_roles(grid: Grid) -> dict[int, str] | None:
    """Return which column holds name, code, cause, effect, recovery and actions; None when this is no table of alarms."""
    bits = _bits(grid)
    if grid.width < 2 or any(OTHER.search(h) for n, h in enumerate(grid.header) if n != bits) or not grid.headed:
        return None
    roles: dict[int, str] = {} if bits is None else {bits: "code"}
    used: set[str] = set(roles.values())
    levels = _levels(grid)
    roles.update(dict.fromkeys(levels, "cause"))
    used |= {"cause"} if levels else set()
    # The narrow roles first: "description" may be name, cause or action, "solution" is an action and nothing else.
    for role in ("actions", "cause", "recovery", "effect", "code", "level", "name"):
        for n, head in enumerate(grid.header):
            if n in roles or role in used or not words.role_matches(role, head):
                continue
            texts = [t for t in grid.column(n) if t]
            if role == "code" and sum(map(alarm_codes.coded, texts)) < 0.5 * max(1, len(texts)):
                continue
            if role == "recovery" and re.fullmatch(r"(?i)remarks?", head) and n != grid.width - 1:
                continue
            roles[n] = role
            used.add(role)
    done = next((n for n, h in enumerate(grid.header) if h in {"Do", "To do"} and n not in roles), None)
    if done is not None and "cause" in used - {"actions"}:
        roles[done] = "actions"
        used.add("actions")
    if "code" not in used:
        _coded_names(grid, roles, used)
    if "code" not in used and "name" in used:
        _codes_apart(grid, roles, used)
    if "name" not in used:
        left = [n for n in range(grid.width) if n not in roles and any(grid.column(n))]
        faulty = [
            n
            for n in left
            if sum(bool(words.FAULT.search(t)) for t in grid.column(n) if t)
            >= 0.4 * len([t for t in grid.column(n) if t])
        ]
        if faulty:
            roles[faulty[0]] = "name"
        elif "code" in used and "cause" in used:
            pass
        elif "code" in used and "actions" in used and left:
            roles[left[0]] = "name"
        else:
            return None
    rest = [n for n in range(grid.width) if n not in roles and any(grid.column(n))]
    for n in rest:
        if "cause" not in used and words.role_matches("meaning", grid.header[n]):
            roles[n] = "cause"
            used.add("cause")
    told = f"{grid.caption} {grid.section.heading.text} {' '.join(grid.header)}"
    if not {"cause", "actions"} & used and not ("code" in used and _TOPIC.search(told)):
        return None
    return roles


def _bits(grid: Grid) -> int | None:
    """Return the column of bit numbers in a table that says what to do about each fault; registers do not."""
    advised = any(words.role_matches("actions", h) for h in grid.header)
    faults = any(_TOPIC.match(h) and words.role_matches("name", h) for h in grid.header)
    bits = (n for n, h in enumerate(grid.header) if re.fullmatch(r"(?i)bit(?: ?(?:no|number|#)\.?)?", h))
    return next(bits, None) if advised and faults else None


def _levels(grid: Grid) -> list[int]:
    """Return the columns of values at which an event is warned of and stopped: `Event | Alarm | Protection | Recovery`."""
    out = []
    for n, head in enumerate(grid.header):
        texts = [t for t in grid.column(n) if t]
        figures = sum(bool(_FIGURE.match(t)) for t in texts)
        if n and texts and _LEVEL.match(head) and figures >= 0.7 * len(texts):
            out.append(n)
    named = grid.header[0] and words.role_matches("name", grid.header[0])
    names = [t for t in grid.column(0) if t]
    return out if named and sum(bool(words.FAULT.search(t)) for t in names) >= 0.6 * len(names) else []


def _coded_names(grid: Grid, roles: dict[int, str], used: set[str]) -> None:
    """A column headed Error or Fault that holds nothing but codes of one make: its cells are the codes."""
    for n in range(grid.width):
        texts = [t for t in grid.column(n) if t]
        headed = words.role_matches("name", grid.header[n]) or words.role_matches("value", grid.header[n])
        if roles.get(n, "name") != "name" or not headed:
            continue
        marks = [t for t in texts if _MARK.match(t)]
        if len(marks) > 1 and len(marks) == len(texts) == len(set(texts)):
            roles[n] = "code"
            used.add("code")
            if "name" in roles.values():
                return
            used.discard("name")
            said = next((k for k in range(grid.width) if k not in roles and _says(grid.header[k])), None)
            said = next((k for k, r in roles.items() if r == "cause" and _says(grid.header[k])), said)
            if said is not None and "name" not in roles.values():
                used.discard(roles.get(said, ""))
                roles[said] = "name"
                used.add("name")
            return


def _says(head: str) -> bool:
    return words.role_matches("meaning", head) or words.role_matches("name", head)


def of_lamps(grid: Grid, lamps: Sequence[Found], abbreviations: dict[str, str]) -> list[Found]:
    """Return the faults of a table that tells the lamp of each (`Fault | LED | Beeper`, `Flashes | Error | Cause`).

    Nothing where few rows are faults: then the table tells what lamps say, and some of that is a fault. Nothing either
    where no cause or remedy stands beside it and several lamps show each fault, or the heading speaks of lamps: those are states.
    """
    key = next((n for n, h in enumerate(grid.header) if _TOPIC.match(h) and words.role_matches("name", h)), None)
    if not grid.headed or key is None:
        return []
    told = [t for t in grid.column(key) if t]
    if len(told) < MIN_DERIVED or sum(bool(words.FAULT.search(t)) for t in told) < 0.6 * len(told):
        return []
    roles = {key: "name"}
    for n, head in enumerate(grid.header):
        role = next((r for r in ("actions", "cause", "recovery") if words.role_matches(r, head)), None)
        if n != key and role and role not in roles.values():
            roles[n] = role
    title = grid.section.heading.text
    under = bool(words.LAMP.search(title)) and not _TOPIC.search(title)
    if len(roles) == 1 and (under or any(";" in f.cells["lamps"] for f in lamps)):
        return []
    shown = {f.places[0].first: f.cells["lamps"] for f in lamps if f.places}
    unnamed = "the lamp's name was not found"
    out = []
    for entry in _entries(grid, roles):
        made = found(entry, abbreviations, base=grid.confidence, coded=False)
        lamp = shown.get(entry.places[0].first, "") if entry.places else ""
        if made:
            with_lamp = replace(made, cells={**made.cells, "lamp": lamp})
            out.append(with_lamp.questioned(unnamed, 0.9) if lamp.startswith("Indicator:") else with_lamp)
    return out


def _headless(grid: Grid) -> dict[int, str] | None:
    """A table without a header in a section of faults: codes of one make, then names, then what to do."""
    texts = [t for t in grid.column(0) if t]
    codes = [t for t in texts if _MARK.match(t)]
    if len(texts) < 3 or len(codes) < 0.9 * len(texts) or len(set(texts)) < len(texts) or grid.width not in {2, 3, 4}:
        return None
    told = f"{grid.caption} {grid.section.heading.text}"
    if not _TOPIC.search(told) or len({re.sub(r"\d+", "0", t) for t in codes}) > 3:
        return None
    if any(OTHER.search(told_) for told_ in (grid.caption, grid.section.heading.text)):
        return None
    rest = ("name", "actions") if grid.width == 3 else ("name", "cause", "actions")
    return {0: "code", **dict(enumerate(rest[: grid.width - 1], 1))}


def _codes_apart(grid: Grid, roles: dict[int, str], used: set[str]) -> None:
    """Where two columns may hold names, the one of single short marks, each another, holds the codes."""
    named = [
        n for n in range(grid.width) if words.role_matches("name", grid.header[n]) and roles.get(n, "name") == "name"
    ]
    for n in named:
        texts = [t for t in grid.column(n) if t]
        marks = [t for t in texts if re.fullmatch(r"[A-Z][\w.-]{1,7}|\d{2,4}", t)]
        if len(named) > 1 and len(texts) > 1 and len(marks) >= 0.8 * len(texts) and len(set(texts)) == len(texts):
            other = next(k for k in named if k != n)
            roles[n], roles[other] = "code", "name"
            used.add("code")
            return


def _entries(grid: Grid, roles: dict[int, str]) -> list[Entry]:
    """Join wrapped lines into logical rows: a row without a key goes on with the one before it."""
    by_role = {role: n for n, role in roles.items()}
    key = by_role.get("code", by_role.get("name", 0))
    main = by_role.get("cause", by_role.get("actions", key))
    groups: list[list[Row]] = []
    for row in grid.rows:
        fresh = bool(row[key].text) and not _goes_on(groups[-1] if groups else [], row, key)
        fresh = fresh and not (groups and one_cell(groups[-1][-1], row, key))
        if fresh or not groups:
            groups.append([row])
        else:
            groups[-1].append(row)
    if "code" not in by_role and grid.origin in {"tabs", "spaces", "guessed", "unruled"}:
        return _shared(groups, roles, key, main)
    return [_entry(g, roles) for g in groups]


def _goes_on(group: list[Row], row: Row, key: int) -> bool:
    """Tell whether a filled key cell is the rest of the one above it."""
    if not group:
        return False
    above = next((r[key].text for r in reversed(group) if r[key].text), "")
    own = row[key].text
    if words.CODE.match(own) and any(c.isdecimal() for c in own):
        return False
    others = [c.text for n, c in enumerate(row) if n != key and c.text]
    fragment = all(not t[:1].isupper() for t in others)
    return above.endswith((",", "/", "-", "&", " of", " and", " or")) or (own[:1].islower() and fragment)


def _shared(groups: list[list[Row]], roles: dict[int, str], key: int, main: int) -> list[Entry]:
    """Several short names may share one long description: it began at the first of them and ends at a full stop."""
    if all(g[0][n].text for g in groups for n in roles) and not any(g[0][main].text[:1].islower() for g in groups):
        return [_entry(g, roles) for g in groups]  # every row has all its cells: nothing is shared
    limits = [t for g in groups if (t := g[0][main].text)]
    if 2 * sum(bool(_LIMIT.search(t)) for t in limits) > len(limits):
        return [_entry(g, roles) for g in groups]  # the limit of each
    merged: list[tuple[list[str], list[Row]]] = []
    openings: set[str] = set()  # the first words of earlier descriptions: one that begins alike is a new one
    for group in groups:
        name = " ".join(r[key].text for r in group if r[key].text)
        starts = next((r[main].text for r in group if r[main].text), "")
        before = " ".join(r[main].text for r in merged[-1][1] if r[main].text) if merged else ""
        if (
            (merged and starts and not _begins(starts) and not before.rstrip().endswith((".", ";")))
            or (
                merged
                and starts
                and before
                and starts.split()[0] not in openings
                and not before.rstrip().endswith((".", "!"))
                and not words.ACTION.match(starts)
                and _short(merged[-1][0])
                and _short([name])
            )
            or (merged and not starts and _short([name]))
        ):
            merged[-1][0].append(name)
            merged[-1][1].extend(group)
        else:
            merged.append(([name], list(group)))
            openings |= set(starts.split()[:1])
    out: list[Entry] = []
    for names, rows in merged:
        whole = _entry(rows, roles)
        for name in names:
            out.append(Entry({**whole.cells, "name": name}, whole.places))
    return out


def _begins(text: str) -> bool:
    """Tell whether a text begins a description: with a capital, or as a figure and its limit."""
    return text[:1].isupper() or bool(_FIGURE.match(text)) or bool(re.search(r"[<>≤≥]", text[:24]))


def _short(names: Sequence[str]) -> bool:
    return all(len(n.split()) <= 4 for n in names)


def _entry(group: list[Row], roles: dict[int, str]) -> Entry:
    cells: dict[str, str] = {}
    for n, role in roles.items():
        joined = " ".join(dict.fromkeys(r[n].text for r in group if r[n].text)).strip()
        joined = re.sub(r"(?<=[a-z])- (?=[a-z])", "", joined)  # a word parted at the end of its line
        cells[role] = f"{cells.get(role, '')} {joined}".strip()
    return Entry(cells, tuple(p for r in group for p in places(r)))


def steps(text: str) -> str:
    """Return actions as the parts of a list cell: cut at printed numbers, bullets and semicolons."""
    parts = (
        _NUMBERED.split(f" {text}")
        if len(_NUMBERED.findall(f" {text}")) >= 1
        else re.split(r"\s*[;•●]\s*|(?<=\.)\s+(?=[A-Z])", text)
    )
    cleaned = [p.strip(" ;•-") for p in parts]
    return "; ".join(p.replace(";", ",") for p in cleaned if p)


def found(entry: Entry, abbreviations: dict[str, str], *, base: float, coded: bool) -> Found | None:
    """Return one alarm as a row; None when it has no name that can be used."""
    cells = entry.cells
    name, code = cells.get("name", "").strip(" .;:"), cells.get("code", "").strip()
    repairs: list[str] = []
    if not code and (m := re.match(r"^([A-Z]{1,3}\d[\dOlI]{0,3}|0x[0-9A-Fa-f]+|\d{1,4})[\s:.–-]+(\S.*)$", name)):
        code, name = m[1], m[2]
    code, misread = alarm_codes.unmisread(code)
    repairs += [misread] if misread else []
    if not code and words.ACRONYM.match(name):
        code = name
        if name in abbreviations:
            name = abbreviations[name]
            repairs.append(f"{code} spelt out by the list of abbreviations")
    cause = cells.get("cause", "")
    if (
        not code
        and cause
        and (
            m := re.match(
                r"(?i)^(?:(?:error|fault|alarm|warning|event)\s*[:#]?\s*)?((?:err\.? ?)?[A-Z]{0,2}-?\d{1,4})$", name
            )
        )
    ):
        code, name = m[1], ""
    if not name and cause:
        name, cause = cause, ""
    if not name or len(name) > 120 or name in {"-", "–"} or _UNUSED.fullmatch(name):
        return None
    actions = steps(cells.get("actions", ""))
    recovery = cells.get("recovery", "")
    said = {
        "code": code,
        "name": name,
        "cause": cause or NOT_PRINTED,
        "effect": cells.get("effect", ""),
        "recovery": recovery,
        "actions": actions or (steps(recovery) if words.ACTION.search(recovery) else "") or NOT_PRINTED,
        "safety": "stop-using" if words.STOP_USE.search(f"{cells.get('actions', '')} {cause}") else "",
    }
    made = Found("alarm", said, entry.places, round(0.5 + 0.5 * base, 3), repairs=tuple(repairs))
    if not words.FAULT.search(f"{name} {cause}") and not (coded and code):
        made = made.questioned("no word of a fault stands in its name")
    if name[:1].islower() or name.endswith((",", "/")):
        made = made.questioned("the name seems to be cut off")
    return made


def abbreviations(grids: Sequence[Grid]) -> dict[str, str]:
    """Return the codes that a manual's own list of abbreviations spells out."""
    out: dict[str, str] = {}
    for grid in grids:
        if not re.search(
            r"(?i)abbreviation|acronym|terms|glossary",
            f"{grid.caption} {grid.section.heading.text} {' '.join(grid.header)}",
        ):
            continue
        for row in grid.rows:
            texts = [c.text for c in row if c.text]
            if len(texts) >= 2 and words.ACRONYM.match(texts[0]) and len(texts[1].split()) <= 8:
                out.setdefault(texts[0], texts[1])
    return out


def derived(lamps: Sequence[Found]) -> list[Found]:
    """Return what lamp states call a fault, for a manual that has no table of alarms; each carries a doubt."""
    out: dict[str, Found] = {}
    for f in lamps:
        meaning = f.cells["meaning"].strip(" .")
        if (
            re.match(r"(?i)no\b|not\b", meaning)
            or not words.FAULT.search(meaning)
            or len(meaning.split()) > 10
            or len(meaning.split()) < 2
            or not set(re.findall(r"[a-z]+", meaning.lower())) - _PLAIN
        ):
            continue
        cells = {"name": meaning, "cause": meaning, "actions": NOT_PRINTED, "lamp": f.cells["lamps"]}
        if meaning not in out:
            out[meaning] = Found(
                "alarm",
                cells,
                f.places,
                min(f.confidence, 0.7),
                ("read from the lamp table; the manual has no table of alarms",),
                f.repairs,
            )
    # One or two rows that say "fault" are a lamp's way to send the reader elsewhere.
    return list(out.values()) if len(out) >= MIN_DERIVED else []
