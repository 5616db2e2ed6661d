"""The golden manuals, imported once for all tests of the import; what comes of it is frozen."""

from __future__ import annotations

from functools import cache

from kb.evals import golden
from kb.importing.api import Imported, imported, read_bytes

FOLDER = golden.default_folder()
TOLD = dict(golden.files(FOLDER))
MANUALS = {p.stem: p for p in TOLD}


@cache
def draft(name: str) -> Imported:
    """The draft of a golden manual."""
    path = MANUALS[name]
    return imported(read_bytes(path.read_bytes(), path.name))
