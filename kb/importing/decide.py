"""Decisions on the rows of a draft, each a pure step from text to text: accept, correct, drop. All else stays as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from kb.extract.slugs import slug
from kb.importing.draft import DOUBT, escape, quoted
from kb.importing.review import DROPPED, At, Draft, Item, ReviewError, placed_rows, read
from kb.model.document import Attributes, Listing, Table

Decision = Callable[[Draft], str]
Sure = Literal["certain", "likely"]

# A cell is a sentence or two; what is longer was pasted by mistake.
MAX_CELL = 2000
_BAR = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"^<!--.*?-->[ \t]*$", re.DOTALL | re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_BARE = re.compile(r"^[\w./,:+-]+$")


def accept(draft: Draft, item_id: str, sure: Sure = "certain") -> str:
    """Return the draft's text with the row taken as it stands; what was mended in it stays told in its `repair`."""
    item = draft.item(item_id)
    if not item.undecided and item.certainty == sure and DOUBT not in draft.text.split("\n")[item.line - 1]:
        return draft.text
    return _checked(draft, _written(draft, item, {}, {"certainty": sure, "note": item.note}))


def correct(draft: Draft, item_id: str, values: Mapping[str, str], sure: Sure = "certain") -> str:
    """Return the text with cells of the row changed; the row becomes certain and its `repair` says what was read as what.

    Raises ReviewError for a column that the kind does not have, and where the corpus's reader refuses the result.
    """
    item = draft.item(item_id)
    clean = {k: _clean(draft, item, k, v) for k, v in values.items()}
    changed = {k: v for k, v in clean.items() if v != item.cells[k]}
    if not changed:
        return accept(draft, item_id, sure)
    said = [f"{_word(k)} {_said(item.cells[k])} corrected to {_said(v)}" for k, v in changed.items()]
    repair = "; ".join([*([item.repair] if item.repair else []), *said])
    marks = {"certainty": sure, "note": item.note, "repair": repair}
    return _checked(draft, _written(draft, item, changed, marks))


def drop(draft: Draft, item_id: str, why: str) -> str:
    """Return the text without the row; the closing comment tells what was dropped and why. Dropping twice changes nothing."""
    if item_id in draft.dropped and all(i.id != item_id for i in draft.items):
        return draft.text
    item = draft.item(item_id)
    at = _at(draft, item)
    reason = _plain(why)
    if not reason:
        raise ReviewError(draft.file, item.line, f"no reason is given for dropping {item.id}", "Say why in a few words")
    lines = draft.text.split("\n")
    gone = {item.line}
    if isinstance(at.block, Listing):
        gone |= set(range(at.attributes.line, _end(lines, at.block) + 1))
    elif len(at.block.rows) == 1:
        gone |= {at.attributes.line, at.block.line, at.block.line + 1}
    if len(gone) > 1 and lines[max(gone) : max(gone) + 1] == [""]:
        gone.add(max(gone) + 1)
    kept = [x for n, x in enumerate(lines, 1) if n not in gone]
    note = f"{DROPPED}{item.id} (lines {item.lines}; {_plain(item.says)}). Why: {reason}"
    return _checked(draft, _noted("\n".join(kept), note))


def told(text: str, note: str, instead: str = "") -> str:
    """Return a draft's text with a sentence in its closing comment, in the place of the line that begins with `instead`."""
    return _noted(text, _plain(note), instead)


def _at(draft: Draft, item: Item) -> At:
    return next(a for s in draft.document.sections for a in placed_rows(s) if a.line == item.line)


def _clean(draft: Draft, item: Item, column: str, value: str) -> str:
    if column not in item.cells:
        raise ReviewError(
            draft.file,
            item.line,
            f"{item.id} has no column {column[:60]!r}",
            f"Columns that may be corrected are {', '.join(item.cells)}",
        )
    if len(value) > MAX_CELL:
        raise ReviewError(
            draft.file, item.line, f"{column} has {len(value)} characters", f"Write at most {MAX_CELL} characters"
        )
    if column == "steps":
        parts = value.split("\n") if "\n" in value else value.split(";")
        text = "\n".join(p for p in map(_plain, parts) if p)
    else:
        text = _plain(value)
        if column in shared(draft, item):
            # What stands on an attribute line has quotation marks around it and so none inside.
            text = quoted(text)[1:-1]
            if text and column == "connector" and not slug(text):
                raise ReviewError(
                    draft.file, item.line, f"{column} {text!r} makes no id", "Write a name with letters or digits"
                )
    if not text and column in item.required:
        raise ReviewError(
            draft.file,
            item.line,
            f"{column} of {item.id} would be empty",
            "Write it, or drop the row; what the manual does not print is “not printed in this manual”",
        )
    return text


def shared(draft: Draft, item: Item) -> frozenset[str]:
    """Return the columns of a row that stand on the attribute line of its table, so that they hold for all its rows."""
    at = _at(draft, item)
    return frozenset(c for c in item.cells if c != "steps" and c in at.attributes.values and c not in _header(at))


def _header(at: At) -> tuple[str, ...]:
    return at.block.header if isinstance(at.block, Table) else ()


def visible(text: str) -> str:
    """Return a text without control signs, invisible signs and halves of signs."""
    return _CONTROL.sub("", text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", visible(text)).strip()


def _word(column: str) -> str:
    return column.replace("_", " ")


def _said(text: str) -> str:
    # Line by line reasons stay short: a long text is known by its beginning.
    short = text.replace("\n", "; ")
    return f"“{short if len(short) <= 80 else short[:77] + '…'}”" if short else "(empty)"


def _written(draft: Draft, item: Item, changed: Mapping[str, str], marks: Mapping[str, str]) -> str:
    at = _at(draft, item)
    lines = draft.text.split("\n")
    if isinstance(at.block, Listing):
        own = dict(marks) | ({"title": changed["title"]} if "title" in changed else {})
        lines[at.attributes.line - 1] = _attribute_line(at.attributes, own)
        if "steps" in changed:
            steps = [f"{n}. {escape(s)}" for n, s in enumerate(changed["steps"].split("\n"), 1)]
            lines[at.attributes.line : _end(lines, at.block)] = steps
        return "\n".join(lines)
    over = {k: v for k, v in changed.items() if k in shared(draft, item)}
    if over:
        lines[at.attributes.line - 1] = _attribute_line(at.attributes, over)
    cells = {k: v for k, v in changed.items() if k not in over}
    # A table without one of the marks takes it from its attribute line; a blank cell would not hide that.
    new = [c for c in [*cells, *marks] if c not in at.block.header and (cells.get(c) or marks.get(c))]
    for n in [at.block.line, at.block.line + 1, *at.block.row_lines]:
        filler = {at.block.line: new, at.block.line + 1: ["---"] * len(new)}.get(n, [""] * len(new))
        if new:
            lines[n - 1] = _row([*_cells(lines[n - 1]), *filler])
    header = [*at.block.header, *new]
    row = _cells(lines[item.line - 1])
    for column, value in {**cells, **marks}.items():
        if column in header:
            row[header.index(column)] = escape(value)
    lines[item.line - 1] = _row(row)
    return "\n".join(lines)


def _cells(line: str) -> list[str]:
    return [c.strip() for c in _BAR.split(re.sub(r"^\||(?<!\\)\|$", "", line.strip()))]


def _row(cells: Sequence[str]) -> str:
    if all(c.startswith("---") for c in cells):
        return "|" + "---|" * len(cells)
    return "| " + " | ".join(cells) + " |"


def _attribute_line(attrs: Attributes, changed: Mapping[str, str]) -> str:
    values = {**attrs.values, **changed}
    parts = [f".{c}" for c in attrs.classes] + ([f"#{attrs.id}"] if attrs.id else [])
    parts += [f"{k}={v if _BARE.match(v) else quoted(v)}" for k, v in values.items() if v]
    return "{" + " ".join(parts) + "}"


def _end(lines: Sequence[str], block: Listing | Table) -> int:
    """Return the last line (from 1) of a list: its last item with what is wrapped under it."""
    last = block.item_lines[-1] if isinstance(block, Listing) else block.row_lines[-1]
    while last < len(lines) and lines[last].strip():
        last += 1
    return last


def _noted(text: str, note: str, instead: str = "") -> str:
    line = re.sub(r"-{2,}", "–", note)
    comments = list(_COMMENT.finditer(text))
    if not comments or text[comments[-1].end() :].strip():
        return text.rstrip("\n") + f"\n\n<!--\n{line}\n-->\n"
    start, end = comments[-1].span()
    inner = text[start + 4 : end].rstrip()[:-3].strip("\n").split("\n")
    kept = [line if instead and x.startswith(instead) else x for x in inner]
    if line not in kept:
        kept.append(line)
    return text[:start] + "<!--\n" + "\n".join(kept) + "\n-->" + text[end:]


def _checked(draft: Draft, text: str) -> str:
    """Return the text when the corpus's reader takes it; else say what would be wrong with it."""
    try:
        read(text, draft.file)
    except ReviewError as e:
        p = e.problem
        raise ReviewError(
            p.file, p.line, f"that decision cannot be written: {p.what}", f"{p.todo.rstrip('.')}. Nothing was changed"
        ) from e
    return text
