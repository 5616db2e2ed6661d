"""Recognised rows and the text around them → an edition in the corpus form (corpus/README.md), for a person to review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.importing.blocks import Alert, Block, Heading, ListItem, Manual, Paragraph, Section, Table, lines_of
from kb.importing.found import Found
from kb.importing.grids import looks_like_header
from kb.importing.naming import identifier
from kb.importing.recognise import Recognised

CLASSES = {
    "pin": "pinout",
    "led_state": "leds",
    "blink": "blinks",
    "alarm": "alarms",
    "dip": "dips",
    "protocol": "protocols",
    "cable": "cables",
    "spec": "specs",
    "remedy": "remedies",
    "faq": "faqs",
}
COLUMNS = {
    "pin": ("pin", "signal", "function", "connects_to", "wire_color"),
    "led_state": ("id", "lamps", "meaning", "mode", "action", "safety"),
    "blink": ("name", "on_s", "off_s", "meaning"),
    "alarm": ("id", "code", "name", "cause", "effect", "recovery", "actions", "safety", "lamp"),
    "dip": ("switch", "position", "meaning"),
    "protocol": ("protocol_id", "bus", "brands", "dip"),
    "cable": ("id", "to", "status", "from_port", "to_port", "pins", "version", "bus", "brands"),
    "spec": ("id", "name", "min", "value", "max", "tolerance", "unit", "condition", "text"),
    "remedy": ("id", "symptom", "checks", "escalate_to"),
    "faq": ("id", "question", "answer"),
}
REQUIRED = {
    "pin": ("pin", "signal"),
    "led_state": ("lamps", "meaning"),
    "blink": ("name", "on_s", "off_s", "meaning"),
    "alarm": ("name", "cause", "actions"),
    "dip": COLUMNS["dip"],
    "protocol": COLUMNS["protocol"][:3],
    "cable": ("to", "status"),
    "spec": ("name",),
    "remedy": ("symptom", "checks"),
    "faq": ("question", "answer"),
}
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|&{}~])")
_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])(?=\s|$|[-=])")
DOUBT = "Doubt: "


@dataclass(frozen=True)
class Written:
    """A draft's text and which found row stands on which of its lines (from 1)."""

    text: str
    rows: dict[int, Found]


def escape(text: str) -> str:
    """Return text that CommonMark reads as written."""
    text = _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text).strip())
    return _START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def quoted(text: str) -> str:
    """Return an attribute value in quotation marks."""
    return '"' + re.sub(r"[\s\"{}]+", " ", text).strip() + '"'


class _Writer:
    def __init__(self, manual: Manual, recognised: Recognised, head: dict[str, str]) -> None:
        self.manual, self.recognised, self.head = manual, recognised, head
        self.lines: list[str] = []
        self.rows: dict[int, Found] = {}
        self.anchors: set[str] = set()
        self.ids: set[str] = set()
        self.source_lines = {id(f): lines_of(f.places) for f in recognised.found}

    def write(self) -> Written:
        self.front()
        for n, section in enumerate(self.recognised.sections):
            self.section(section, [f for f in self.recognised.found if f.section == n])
        self.closing()
        return Written("\n".join(self.lines) + "\n", self.rows)

    def front(self) -> None:
        head = self.head
        title = head["title"].replace("\\", " ").replace('"', "'")
        self.lines += [
            "---",
            f"id: {head['id']}",
            f'title: "{title}"',
            f'short: "{title[:60].strip()}"',
            f'edition: "{head["edition"]}"',
            f"date: {(head['date'] and chr(34) + head['date'] + chr(34)) or 'null'}",
            "language: en",
            f'maker: "{head["maker"]}"',
            f"devices: [{head['device']}]",
            'market: "any"',
            'tag: ""',
            f'original: {{file: "{self.manual.source.file.replace(chr(34), chr(39)).replace(chr(92), "/")}", sha256: "{self.manual.source.sha256}"}}',
            "---",
            "",
        ]

    def unique(self, name: str, used: set[str]) -> str:
        found, count = name, 1
        while found in used:
            count += 1
            found = f"{name}-{count}"
        used.add(found)
        return found

    def section(self, section: Section, found: Sequence[Found]) -> None:
        heading = section.heading
        place = section.place
        anchor = self.unique(identifier(heading.text or "start", limit=32), self.anchors)
        level = "#" * min(6, max(2, heading.level + 1 if self.deep else heading.level))
        number = f"{heading.number} " if heading.number else ""
        title = escape(heading.text) or "Start"
        src = f"{place.first}-{place.last}" if place.last > place.first else f"{place.first}"
        self.lines += [f"{level} {number}{title} {{#{anchor} src={src}}}", ""]
        self.text(section.blocks)
        self.tables(found)

    @property
    def deep(self) -> bool:
        return any(isinstance(b, Heading) and b.level == 1 for b in self.manual.blocks)

    def text(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if isinstance(block, Alert):
                self.alert(block)
            elif isinstance(block, Paragraph):
                left = [c.text for c in block.lines if not self.told(c.place.first, c.place.last)]
                if left:
                    self.lines += [escape(" ".join(left)), ""]
            elif isinstance(block, ListItem):
                if not self.told(block.place.first, block.place.last):
                    marker = f"{escape(block.marker)} " if block.ordered else ""
                    self.lines += [f"{marker}{escape(block.text)}", ""]
            elif isinstance(block, Table):
                facts = any(all(self.told(c.place.first, c.place.last) for c in row) for row in block.rows)
                for row in block.rows:
                    if facts and looks_like_header(row):
                        continue  # its words are the columns of the facts
                    said = "; ".join(c.text for c in row if c.text)
                    if said and not all(self.told(c.place.first, c.place.last) for c in row):
                        self.lines += [escape(said), ""]

    def told(self, first: int, last: int) -> bool:
        return all(n in self.recognised.taken for n in range(first, last + 1))

    def alert(self, alert: Alert) -> None:
        self.lines += [f"{{src={lines_of([alert.place])}}}", f"> [!{alert.level.upper()}]"]
        for item in alert.items:
            name = self.unique(identifier(" ".join(item.text.split()[:7])), self.ids)
            self.lines.append(f"> - {{#{name} src={lines_of([item.place])}}} {escape(item.text)}")
        self.lines.append("")

    def tables(self, found: Sequence[Found]) -> None:
        groups: dict[tuple[str, tuple[tuple[str, str], ...]], list[Found]] = {}
        for f in found:
            groups.setdefault((f.kind, f.group), []).append(f)
        for (kind, group), members in groups.items():
            if kind == "procedure":
                self.procedures(members)
            else:
                self.table(kind, group, members)

    def table(self, kind: str, group: tuple[tuple[str, str], ...], members: Sequence[Found]) -> None:
        rows = [f for f in members if all(f.cells.get(c) for c in REQUIRED[kind])]
        if not rows:
            return
        columns = [c for c in COLUMNS[kind] if c == "id" or c in REQUIRED[kind] or any(f.cells.get(c) for f in rows)]
        attributes = "".join(f" {k}={quoted(v)}" for k, v in group)
        whole = lines_of([p for f in rows for p in f.places])
        self.lines.append(f"{{.{CLASSES[kind]}{attributes} src={whole}}}")
        self.lines.append("| " + " | ".join([*columns, "src", "certainty", "repair", "note"]) + " |")
        self.lines.append("|" + "---|" * (len(columns) + 4))
        for f in rows:
            cells = {c: f.cells.get(c, "") for c in columns}
            if "id" in columns:
                told = f.cells.get("id") or next(
                    (f.cells[c] for c in ("code", "name", "to", "symptom", "question") if f.cells.get(c)), ""
                )
                cells["id"] = self.unique(identifier(told), self.ids_of(kind))
            marks = [self.source_lines[id(f)], certainty(f), "; ".join(f.repairs), note(f)]
            self.lines.append(
                "| " + " | ".join([*(escape(cells[c]) for c in columns), *(escape(m) for m in marks)]) + " |"
            )
            self.rows[len(self.lines)] = f
        self.lines.append("")

    def ids_of(self, kind: str) -> set[str]:
        self.taken_ids: dict[str, set[str]] = getattr(self, "taken_ids", {})
        return self.taken_ids.setdefault(kind, set())

    def procedures(self, members: Sequence[Found]) -> None:
        for f in members:
            name = self.unique(identifier(f.cells["title"]), self.ids_of("procedure"))
            marks = f" certainty={certainty(f)}" + (f" note={quoted(note(f))}" if note(f) else "")
            self.lines.append(
                f"{{.procedure id={name} title={quoted(f.cells['title'])} src={self.source_lines[id(f)]}{marks}}}"
            )
            self.rows[len(self.lines)] = f
            self.lines += [f"{n}. {escape(step)}" for n, step in enumerate(f.cells["steps"].split("\n"), 1)]
            self.lines.append("")

    def closing(self) -> None:
        doubtful = sum(f.doubtful for f in self.rows.values())
        said = [
            "Draft written by `pinlight import`; nobody has reviewed it.",
            f"{len(self.rows)} facts were recognised, {doubtful} of them are marked doubtful and come first in `pinlight review`.",
            "Figures and pictures were not read. TODO in the head: fill in from the manual's cover.",
            *self.manual.unread,
        ]
        self.lines += ["<!--", *(s.replace("--", "- ") for s in said), "-->"]


def certainty(found: Found) -> str:
    """Return the certainty of a row: doubtful when a person must decide, likely when something was mended."""
    return "doubtful" if found.doubtful else "likely" if found.repairs else "certain"


def note(found: Found) -> str:
    """Return the note of a row: its own, and the doubt with the confidence behind it."""
    own = found.cells.get("note", "")
    return f"{own} {DOUBT}{found.doubt} ({found.confidence:.2f})".strip() if found.doubtful else own


def write(manual: Manual, recognised: Recognised, head: dict[str, str]) -> Written:
    """Return the draft."""
    return _Writer(manual, recognised, head).write()
