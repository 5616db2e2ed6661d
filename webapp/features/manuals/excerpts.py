"""The maker's own words beside ours, for whoever has the originals. Never packed for offline use, never indexed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import request

from kb.bundle.store import KnowledgeBase
from kb.curation import originals
from kb.model.document import FrontMatter
from webapp.config import of_app
from webapp.features.manuals.pages import Excerpt
from webapp.offline import PACKING


@lru_cache(maxsize=4)
def _held(editions: tuple[FrontMatter, ...], folder: Path) -> dict[str, tuple[str, ...]]:
    # Read once: the files are known by their hash, a changed one would no longer belong to its edition.
    return originals.held(editions, folder)


def tag(kb: KnowledgeBase) -> str:
    """Return what the ETag of a page holds of the originals: whose are at hand. Their content is known by its hash."""
    config = of_app()
    if config.originals is None:
        return ""
    return " ".join(sorted(_held(tuple(kb.manuals.values()), config.originals)))


def excerpt(kb: KnowledgeBase, manual: str, lines: str) -> Excerpt | None:
    """Return these lines of a manual's original, or None where it is not at hand or the page is packed for offline use."""
    config = of_app()
    if config.originals is None or request.environ.get(PACKING):
        return None
    text = _held(tuple(kb.manuals.values()), config.originals).get(manual)
    wanted = originals.ranges(lines)
    if text is None or not wanted:
        return None
    said = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in wanted)
    word = "line" if len(wanted) == 1 and wanted[0][0] == wanted[0][1] else "lines"
    return Excerpt(f"{word} {said}", "\n".join(originals.cut(text, wanted)))
