"""The manufacturers' own texts: which file belongs to which edition, and the lines that a fact cites.

The originals are not part of the project. Whoever has them names their folder; a file belongs to an edition
when its SHA-256 is the one of the edition's front matter. The file name is only a hint for the message.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from kb.model.document import Document, FrontMatter
from kb.model.errors import OriginalError

Ranges = tuple[tuple[int, int], ...]


def ranges(lines: str) -> Ranges:
    """Read `12-14,20` as ((12, 14), (20, 20)); what is no line number is left out."""
    found = re.findall(r"(\d+)(?:\s*[-\u2013\u2014]\s*(\d+))?", lines)
    return tuple((int(a), int(b or a)) for a, b in found)


def widen(cited: Ranges, margin: int, last: int) -> Ranges:
    """Return the cited ranges with `margin` lines more on both sides, within 1 to `last`."""
    return tuple((max(1, a - margin), min(last, b + margin)) for a, b in cited)


def cut(text: Sequence[str], wanted: Ranges) -> list[str]:
    """Return the lines of the ranges (1-based, both ends included), each line once and in order."""
    numbers = sorted({n for a, b in wanted for n in range(a, b + 1)})
    return [text[n - 1] for n in numbers if 1 <= n <= len(text)]


def held(editions: Iterable[FrontMatter], folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the lines of the originals that the folder holds, by manual id; a missing or altered one is left out.

    For showing excerpts, where some is better than none. Who checks against them asks `match`.
    """
    if not folder.is_dir():
        return {}
    files = {hashlib.sha256(p.read_bytes()).hexdigest(): p for p in sorted(folder.iterdir()) if p.is_file()}
    return {e.id: _lines(files[s]) for e in editions if (s := e.original.sha256.lower()) in files}


def _lines(path: Path) -> tuple[str, ...]:
    # Counted by line feeds, as the editions cite them; str.splitlines would count form feeds too.
    return tuple(path.read_bytes().decode("utf-8", errors="replace").split("\n"))


def match(documents: Sequence[Document], folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the lines of each edition's original by manual id.

    Raises OriginalError naming every edition whose original is missing or altered, and what to do.
    """
    if not folder.is_dir():
        raise OriginalError(
            f"{folder}: no such folder. Name the one that has them: --originals DIR or PINLIGHT_ORIGINALS"
        )
    files = {hashlib.sha256(p.read_bytes()).hexdigest(): p for p in sorted(folder.iterdir()) if p.is_file()}
    out: dict[str, tuple[str, ...]] = {}
    wrong: list[str] = []
    for document in documents:
        original = document.meta.original
        path = files.get(original.sha256.lower())
        if path is not None:
            out[document.meta.id] = _lines(path)
            continue
        name, digest = folder / original.file, f"{document.file} ({original.sha256[:12]}…)"
        if name.is_file():
            wrong.append(
                f"{name}: altered, its SHA-256 is not the one in {digest}. Put the unaltered file there, or "
                "compare the edition with this one and write its SHA-256 into original.sha256"
            )
        else:
            wrong.append(f"{name}: missing, no file has the SHA-256 of {digest}. Put it there, under any name")
    if wrong:
        head = f"{len(wrong)} of {len(documents)} originals cannot be used:"
        raise OriginalError("\n".join([head, *(f"  {w}" for w in wrong)]))
    return out
