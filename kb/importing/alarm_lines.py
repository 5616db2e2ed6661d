"""Alarms that lost their table: one cell to a line, `E05 – name: what to do` in lines, or columns shuffled into one another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kb.importing import alarm_shuffled, words
from kb.importing.alarms import Entry, found
from kb.importing.blocks import Cell, ListItem, Paragraph, Place, Section, spanned
from kb.importing.found import Found
from kb.importing.grids import roles_of, runs

_CODE = re.compile(
    r"^(?:(?:fault|error|alarm|warning|event|code)\s*(?:code)?\s*[:#]?\s*)?(err\.? ?\d{1,3}|[A-Z]{1,2}[-_ ]?\d{1,4}|0x[0-9A-F]{1,6}|\d{1,4})$",
    re.IGNORECASE,
)
_LINE = re.compile(
    r"^((?i:(?:fault|error|err\.?|alarm|warning|event|code)s?\s*(?:code|no\.?|number|id)?\s*[:#]?\s*))?"
    r"(E[Rr]{2}\.? ?\d{1,3}|[A-Z]{1,2}-?\d{1,4}|0x[0-9A-Fa-f]{1,6}|(?<=[a-z#] )\d{1,4}|\d{2,4})\s*(?:[:–—-]\s*|\)\s*|\s+)(\S.{4,})$"
)
_TOPIC = re.compile(
    r"(?i)\bevent (?:id|code|list|table|name)s?\b|\b(?:fault|error|alarm|warning|protection|trouble-?shooting|malfunction|failure)s?\b"
)
_LISTED = re.compile(
    r"(?i)\b(?:fault|error|alarm|warning)s?\b.*\b(?:codes?|messages?|list|overview|numbers?)\b|^(?:errors|faults|alarms|warnings)$"
)
_HEAD = re.compile(r"(?i)\b(?:cause|reason|action|solution|remed|measure|troubleshoot|suggest|description|handling)")
# The header over rows that ran together, when it names a column of advice.
_ADVISED = re.compile(r"(?i)\b(?:actions?|solutions?|remed(?:y|ies)|measures?|what to do|handling|correction)\b")
# A sentence about a code, and the words of a line that is one.
_TOLD = re.compile(
    r"^(?:(?:[Ww]ith|[Aa]t|[Oo]n|[Ii]f) )?(?:[A-Z][A-Za-z]{0,2}[-_ ]?\d{1,4}|0x[0-9A-Fa-f]+)(?: |: )[a-z]"
)
LONG = 12
_UNITS = re.compile(r"^\d+(?:\.\d+)?\s*(?:V|A|W|kW|Hz|°C|%|mm|kg|Ah|s|ms)\b")


def from_section(section: Section, abbreviations: dict[str, str]) -> list[Found]:
    """Return the alarms that stand in the lines of a section, outside its tables."""
    out = blocks(section)
    for cells in runs(section) if not out else ():
        told = " ".join([section.heading.text, *(c.text for c in cells[:12] if len(c.text.split()) <= 8)])
        if not _TOPIC.search(told):
            continue
        readers = (_coded, _counted, _even, _shuffled)
        out += next((f for r in readers if (f := r(cells, abbreviations)) and not any(map(_of_head, f))), [])
    return out or list(_lines(section, abbreviations))


def _of_head(found: Found) -> bool:
    """Tell whether what heads a column was read as the name of a fault: then the cells were put together wrongly."""
    return bool(roles_of(found.cells["name"]) & {"actions", "recovery", "cause"}) or found.cells["name"] in {
        "Protection",
        "Fault",
        "Error",
        "Alarm",
    }


def _lines(section: Section, abbreviations: dict[str, str]) -> Iterator[Found]:
    """`E05 Grid over voltage: check …`, two or more in a section that speaks of faults."""
    rows: list[tuple[str, str, Place]] = []
    # Q1, A1, Q2: questions and answers, no codes.
    listed = bool(_LISTED.search(section.heading.text))
    asked = any(re.match(r"^Q\s?\d", b.text) for b in section.blocks)
    for block in section.blocks:
        if not isinstance(block, Paragraph | ListItem):
            continue
        for cell in block.lines if isinstance(block, Paragraph) else (Cell(block.text, block.place),):
            match = _LINE.match(cell.text)
            if (
                match
                and not cell.text.endswith("?")
                and not (asked and match[2][0] in "QA")
                and not _UNITS.match(cell.text)
                and not re.search(r"\d = \w+, \d = ", cell.text)
                and (match[1] or listed or words.FAULT.search(match[3]) or (rows and _next_code(rows[-1][0], match[2])))
            ):
                rows.append((match[2], match[3], cell.place))
            elif rows and cell.place.first <= rows[-1][2].last + 1 and not match:
                code, said, place = rows[-1]
                # Under a name that stands on a line of its own begins its explanation.
                cut = "; " if cell.text[:1].isupper() and said[-1:] not in ".;:," else " "
                rows[-1] = (code, f"{said}{cut}{cell.text}", place | cell.place)
    if len(rows) < 2 or not _TOPIC.search(" ".join([section.heading.text, *(b.text for b in section.blocks[:2])])):
        return
    advised = _ADVISED.search(" ".join(b.text for b in section.blocks if b.place.first <= rows[0][2].first)[-200:])
    for code, said, place in rows:
        name, cause, actions = _cut(said)
        cut = ""
        if advised and not cause and not actions:
            cut, actions = name, name
            at = next(
                (m.start() for m in re.finditer(r"(?<= )[A-Z]", name) if words.ACTION.match(name[m.start() :])), 0
            )
            name, actions = (name[:at].strip(), name[at:]) if at else (name, "")
            cut = cut if at else ""
        entry = Entry({"code": code, "name": name, "cause": cause, "actions": actions}, (place,))
        row = found(entry, abbreviations, base=0.7, coded=True)
        if row:
            row = (
                row.questioned("name and advice stand in one line, cut where the advice seems to begin", 0.9)
                if cut
                else row
            )
            yield row if len(name.split()) <= 9 else row.questioned("name and explanation stand in one line")


def _counted(cells: list[Cell], abbreviations: dict[str, str]) -> list[Found]:
    """Under a header run together: `1 Utility loss 1. Check the grid.`, `2 …`: rows counted from one, names before advice."""
    start = next(
        (n for n, c in enumerate(cells) if _TOPIC.search(c.text) and _HEAD.search(c.text) and len(c.text.split()) <= 9),
        None,
    )
    if start is None:
        return []
    rows: list[tuple[str, list[Place]]] = []
    for cell in cells[start + 1 :]:
        match = re.match(r"^(\d{1,2})\s+([A-Z]\S.*)$", cell.text)
        if match and int(match[1]) == len(rows) + 1:
            rows.append((match[2], [cell.place]))
        elif rows and cell.place.first <= rows[-1][1][-1].last + 1:
            rows[-1] = (f"{rows[-1][0]} {cell.text}", [*rows[-1][1], cell.place])
        elif rows:
            break
    out: list[Found] = []
    for said, where in rows:
        parts = re.split(r"\s+(?=1[.)]\s)", said, maxsplit=1)
        sure = len(parts) > 1
        if not sure:
            at = next(
                (m.start() for m in re.finditer(r"(?<= )[A-Z]", said) if words.ACTION.match(said[m.start() :])),
                len(said),
            )
            parts = [said[:at].strip(), said[at:]]
        if len(parts[0].split()) > 8:
            return []
        row = found(Entry({"name": parts[0], "actions": parts[1]}, tuple(where)), abbreviations, base=0.75, coded=False)
        if row:
            out.append(row if sure else row.questioned("name and advice stand in one line"))
    faults = sum(bool(words.FAULT.search(f.cells["name"])) for f in out)
    return out if len(out) >= 3 and faults >= 0.5 * len(out) else []


def _next_code(before: str, code: str) -> bool:
    """Tell whether a code follows another in counting: E3 after E2."""
    one, two = re.match(r"^(\D*)(\d+)$", before), re.match(r"^(\D*)(\d+)$", code)
    return bool(one and two and one[1] == two[1] and one[1] and 0 < int(two[2]) - int(one[2]) <= 3)


def _cut(said: str) -> tuple[str, str, str]:
    """Cut a line into name, cause and actions: at its first full stop, dash or colon, and where advice begins."""
    if labelled := re.match(
        r"(?is)^(.+?)[\s;,.]+(?:possible )?(?:causes?|reasons?)\s*:\s*(.+?)[\s;,.]+(?:remed(?:y|ies)|actions?|solutions?|measures?)\s*:\s*(.+)$",
        said,
    ):
        return labelled[1], labelled[2], labelled[3]
    parts = re.split(r"(?:\s*[:;–—]\s+|\s+-\s+|\.\s+)", said)
    name, rest = parts[0], [p for p in parts[1:] if p]
    at = next((n for n, p in enumerate(rest) if words.ACTION.match(p)), len(rest))
    return name, ". ".join(rest[:at]), ". ".join(rest[at:])


def _roles(cells: list[Cell]) -> tuple[int, list[str]] | None:
    """Return where the header ends and what its columns are, in order."""
    wanted = ("code", "name", "cause", "actions", "recovery", "effect", "level", "meaning")
    for at in range(len(cells)):
        roles: list[str] = []
        while at + len(roles) < len(cells) and len(roles) < 6:
            can = roles_of(cells[at + len(roles)].text)
            role = next(
                (
                    r
                    for r in ("actions", "cause", "recovery", "effect", "code", "name", "meaning", "level")
                    if r in can and r not in roles and r in wanted
                ),
                None,
            )
            if role is None:
                break
            roles.append(role)
        two = len(roles) == 2 and roles[0] == "code" and _TOPIC.search(" ".join(c.text for c in cells[at : at + 2]))
        if (len(roles) >= 2 and "actions" in roles) or len(roles) >= 3 or two:
            return at + len(roles), roles
    return None


def _coded(cells: list[Cell], abbreviations: dict[str, str]) -> list[Found]:
    """One cell to a line under a header with a code column: a row from each code to the next."""
    head = _roles(cells)
    if head is None:
        return []
    start, roles = head
    if "code" not in roles:
        # The column of "fault messages" may hold codes: the cell after the header tells.
        if start >= len(cells) or not re.fullmatch(
            r"(?:(?i:err(?:or)?|fault|alarm)\.? ?|[A-Z]{1,2}-?)\d{1,4}", cells[start].text
        ):
            return []
        roles = ["code", *("name" if r in {"cause", "meaning"} and "name" not in roles[1:] else r for r in roles[1:])]
    marks = _ascending(
        [n for n in range(start, len(cells)) if _CODE.match(cells[n].text) and not _UNITS.match(cells[n].text)], cells
    )
    if len(marks) < 2:
        return []
    shift = roles.index("code")
    out: list[Found] = []
    for mark, following in zip(marks, [*marks[1:], len(cells)], strict=True):
        body = _joined(_of_row(cells[mark + 1 : following - shift], len(roles), last=following == len(cells)))
        if not body or len(body) > 30:
            continue
        said, doubt = _assigned(body, [r for r in roles if r != "code"])
        code = _CODE.match(cells[mark].text)
        where = (cells[mark].place, *(c.place for c in body))
        row = found(Entry({**said, "code": code[1] if code else ""}, where), abbreviations, base=0.75, coded=True)
        if row:
            out.append(row.questioned(doubt) if doubt else row)
    return out


def _of_row(cells: list[Cell], width: int, *, last: bool) -> list[Cell]:
    """Return the cells of a row; running text behind the last row of a table is none: a code and what it means, a long line."""
    end = len(cells)
    if last:
        told = (
            n
            for n, c in enumerate(cells)
            if n >= width - 1 and (_TOLD.match(c.text) or (len(c.text.split()) > LONG and c.text[:1].isupper()))
        )
        end = next(told, end)
    return cells[:end]


def _even(cells: list[Cell], abbreviations: dict[str, str]) -> list[Found]:
    """One cell to a line without codes, no cell lost: the header's width goes into the cells without a rest."""
    head = _roles(cells)
    if head is None or "code" in head[1] or "actions" not in head[1]:
        return []
    start, roles = head
    body = _joined(cells[start:])
    width = len(roles)
    if len(body) < 2 * width or len(body) % width:
        return []
    rows = [body[n : n + width] for n in range(0, len(body), width)]
    named = roles.index("name") if "name" in roles else 0
    faults = sum(bool(words.FAULT.search(r[named].text)) for r in rows)
    advice = sum(bool(words.ACTION.match(r[roles.index("actions")].text)) for r in rows)
    if faults < 0.6 * len(rows) or advice < 0.6 * len(rows):
        return []
    entries = [Entry(dict(zip(roles, (c.text for c in r), strict=True)), tuple(c.place for c in r)) for r in rows]
    return [f for e in entries if (f := found(e, abbreviations, base=0.75, coded=False))]


def _ascending(marks: list[int], cells: list[Cell]) -> list[int]:
    """Keep the codes; plain numbers of one figure count only while they go up."""
    out: list[int] = []
    top = -1
    for n in marks:
        text = cells[n].text
        if text.isdecimal() and len(text) == 1:
            if int(text) <= top:
                continue
            top = int(text)
        out.append(n)
    return out


def _joined(cells: list[Cell]) -> list[Cell]:
    """Join wrapped lines: one that begins small, or after a comma, goes on with the one before it."""
    gaps = sum(b.place.first - a.place.last > 1 for a, b in itertools.pairwise(cells))
    out: list[Cell] = []
    for cell in cells:
        near = bool(out) and cell.place.first - out[-1].place.last <= 1
        small = cell.text[:1].islower() or cell.text[:1] in "(/&"
        if out and (
            small or out[-1].text.endswith((",", "/", "-", " the", " of", " to", " and", " or")) or (near and gaps > 0)
        ):
            out[-1] = Cell(f"{out[-1].text} {cell.text}", spanned([out[-1].place, cell.place]))
        else:
            out.append(cell)
    return out


def _assigned(body: list[Cell], roles: list[str]) -> tuple[dict[str, str], str]:
    """Give cells to columns; when there are more cells than columns, advice begins the last column."""
    texts = [c.text for c in body]
    if len(texts) == len(roles):
        return dict(zip(roles, texts, strict=True)), ""
    if len(texts) < len(roles):
        said = dict(zip(roles, texts, strict=False))
        return said, "a cell of this row was lost"
    said = {roles[0]: texts[0]}
    rest = texts[1:]
    if "actions" in roles and len(roles) > 2:
        at = next(
            (n for n, t in enumerate(rest) if n > 0 and (words.ACTION.match(re.sub(r"^\W*\d+[.)]\s*", "", t)))),
            len(rest) - 1,
        )
        said[roles[1]] = " ".join(rest[:at])
        said["actions"] = "; ".join(rest[at:])
        clear = all(words.ACTION.search(t) for t in rest[at:])
        return said, "" if clear else "more cells than columns: causes and actions may be mixed"
    said[roles[-1]] = "; ".join(rest)
    return said, ""


def _shuffled(cells: list[Cell], abbreviations: dict[str, str]) -> list[Found]:
    head = _roles(cells)
    if head is None or "actions" not in head[1] or "code" in head[1]:
        return []
    return alarm_shuffled.read(cells[head[0] :], abbreviations)


_HEADED = re.compile(
    r"^(?:(?:fault|error|alarm|warning|event|message|code)s?\s*(?:code|no\.?|number)?\s*[:#]?\s*)"
    r"([A-Z]{0,3}[-_ ]?\d{1,4}|0x[0-9A-F]+)\s*[-–—:.]+\s*(\S.*)$",
    re.IGNORECASE,
)

_HEADED_BY_CODE = re.compile(r"^([A-Z]{1,2}-?\d{2,4}|0x[0-9A-F]{2,4})\s*[-–—:.]*\s+(\S.*)$")


_LABELLED = re.compile(
    r"(?is)^\W*(?:possible |probable )?(?:causes?|reasons?)\s*[:.–-]\s*(?P<cause>.+?)[\s;,.]+"
    r"(?:remed(?:y|ies)|(?:recommended |suggested |corrective )?actions?|solutions?|measures?|what to do|help)\s*[:.–-]\s*(?P<actions>.+)$"
)
_BLOCK = re.compile(
    r"^(?P<code>[A-Z]{1,3}-?\d{1,4}|0x[0-9A-F]{1,4}|(?i:(?:err(?:or)?|fault|alarm|warning)\.?) ?\d{1,4})\s*[-–—:.]*\s+"
    r"(?P<name>\S.{2,80}?)[\s;,.]+(?P<rest>(?i:(?:possible |probable )?(?:causes?|reasons?))\s*[:–-].+)$"
)


def headed(section: Section) -> Found | None:
    """Return the alarm that a heading names (`Error 17 – Charger overheated`), with the text under it as cause and actions."""
    match = (
        _HEADED.match(f"{section.heading.number} {section.heading.text}".strip())
        or _HEADED.match(section.heading.text)
        or _HEADED_BY_CODE.match(section.heading.text)
    )
    if match is None:
        return None
    labelled, used = None, list(section.blocks)
    for n in range(len(section.blocks)):
        text = " ".join(b.text for b in section.blocks[: n + 1])
        if labelled := _LABELLED.match(text):
            used = list(section.blocks[: n + 1])
            break
    told = [s for b in section.blocks for s in re.split(r"(?<=[.!;])\s+", b.text) if s]
    advice = [s for s in told if words.ACTION.match(s)]
    entry = Entry(
        {
            "code": match[1],
            "name": match[2],
            "cause": labelled["cause"] if labelled else " ".join(s for s in told if s not in advice),
            "actions": labelled["actions"] if labelled else "; ".join(advice),
        },
        (section.heading.place, *(b.place for b in used)),
    )
    return found(entry, {}, base=0.9, coded=True)


def blocks(section: Section) -> list[Found]:
    """Return the alarms of blocks that name code, cause and remedy: `0x0A Too hot`, `Cause: …`, `Remedy: …`."""
    out = []
    for block in section.blocks:
        match = _BLOCK.match(block.text) if isinstance(block, Paragraph | ListItem) else None
        labelled = _LABELLED.match(block.text[match.start("rest") :]) if match else None
        if match and labelled:
            cells = {
                "code": match["code"],
                "name": match["name"],
                "cause": labelled["cause"],
                "actions": labelled["actions"],
            }
            row = found(Entry(cells, (block.place,)), {}, base=0.9, coded=True)
            out += [row] if row else []
    return out
