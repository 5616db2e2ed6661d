"""The original beside a draft: the lines a row was read from, and for a PDF the page and the boxes on it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kb.curation.originals import ranges, widen
from kb.importing.api import read_manual
from kb.importing.blocks import Alert, Box, Cell, Heading, ListItem, Manual, Paragraph, Place
from kb.importing.errors import ImportError_
from kb.model.document import Original as Named

# Lines shown before and after those that a row cites: enough to see the header of its table.
AROUND = 4
# Citing very many lines is showing a whole table; more than this is no help beside a row.
MOST = 80


@dataclass(frozen=True)
class Line:
    """A line of the original, counted from 1; `cited` when the row was read from it, `gap` when lines before it are left out."""

    number: int
    text: str
    cited: bool
    gap: bool = False


@dataclass(frozen=True)
class Spot:
    """A place on a page of a PDF, both counted as people do; the box in points from the top left corner, if it is known."""

    page: int
    box: Box | None


@dataclass(frozen=True)
class Beside:
    """An original that was read again. `places` are those of its cells in reading order, empty where it has no pages."""

    path: Path
    lines: tuple[str, ...]
    places: tuple[Place, ...] = ()

    def excerpt(self, cited: str, around: int = AROUND) -> tuple[Line, ...]:
        """Return the cited lines with some around them; nothing when the citation names no line of this file."""
        wanted = ranges(cited)
        own = {n for a, b in wanted for n in range(a, min(b, len(self.lines)) + 1)}
        shown = {n for a, b in widen(wanted, around, len(self.lines)) for n in range(a, b + 1)}
        out: list[Line] = []
        for n in sorted(shown)[:MOST]:
            out.append(Line(n, self.lines[n - 1].rstrip(), n in own, bool(out) and n > out[-1].number + 1))
        return tuple(out)

    def spots(self, cited: str) -> tuple[Spot, ...]:
        """Return where on which page the cited lines stand, in reading order."""
        wanted = ranges(cited)
        found = [
            Spot(p.page, p.box) for p in self.places if p.page and any(p.first <= b and p.last >= a for a, b in wanted)
        ]
        return tuple(dict.fromkeys(found))


def find(named: Named, folders: Iterable[Path | None]) -> Path | None:
    """Return the file that a draft was made from: by its name in one of the folders, and only when its SHA-256 fits."""
    for folder in folders:
        if folder is None or not named.file or Path(named.file).name != named.file:
            continue
        path = folder / named.file
        try:
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == named.sha256.lower():
                return path
        except OSError:
            continue
    return None


def open_beside(path: Path) -> Beside:
    """Read an original again, as the import read it. Raises ImportError_ when it cannot be read."""
    return of(path, read_manual(path))


class _Kept(msgspec.Struct, frozen=True):
    """What is kept of an original, so that a PDF is read once."""

    lines: tuple[str, ...]
    places: tuple[Place, ...]


def kept(beside: Beside) -> bytes:
    """Return what `from_kept` reads back."""
    return msgspec.json.encode(_Kept(beside.lines, beside.places))


def from_kept(path: Path, raw: bytes) -> Beside:
    """Return an original as it was read at its import. Raises ImportError_ for a damaged file."""
    try:
        found = msgspec.json.decode(raw, type=_Kept)
    except msgspec.MsgspecError as e:
        raise ImportError_(path.name, f"what was kept of it is damaged ({e})", "Import it again") from e
    return Beside(path, found.lines, found.places)


def of(path: Path, manual: Manual) -> Beside:
    """Return the lines and places of a manual that was read."""
    return Beside(path, manual.lines, tuple(c for c in _places(manual) if c.page))


def _places(manual: Manual) -> Iterable[Place]:
    for block in manual.blocks:
        cells: Iterable[Cell]
        if isinstance(block, Heading):
            yield block.place
            continue
        if isinstance(block, Paragraph | ListItem):
            cells = block.lines
        elif isinstance(block, Alert):
            cells = block.items
        else:
            cells = (c for row in block.rows for c in row)
        yield from (c.place for c in cells)
