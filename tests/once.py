"""What never changes while the tests run is made once in each process, though many tests ask for it anew.

The project's own bundle is immutable: whoever opens it gets it opened already, and a search engine over it finds its
tables laid out (what it answered it keeps for itself). Every other bundle is opened, and every other engine built,
each time, as a person's would be. For what apps share see once_app.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kb.bundle import store, swap
from kb.bundle.store import KnowledgeBase
from kb.search import engine


def made_once() -> Iterator[None]:
    """Patch the few functions that make these things, for as long as the tests run."""
    bundles: dict[Path, KnowledgeBase] = {}
    own = swap.default_root()
    open_folder = store.open_folder

    def opened(folder: Path) -> KnowledgeBase:
        if folder.parent != own:
            return open_folder(folder)
        if folder not in bundles:
            bundles[folder] = open_folder(folder)
        return bundles[folder]

    def laid_out(make: Callable[..., Any]) -> Callable[..., Any]:
        tables: dict[int, Any] = {}

        def of(kb: KnowledgeBase, *more: object) -> Any:
            if kb is not bundles.get(kb.folder):
                return make(kb, *more)
            if id(kb) not in tables:
                tables[id(kb)] = make(kb, *more)
            return tables[id(kb)]

        return of

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "open_folder", opened)
        for part in ("Understander", "Ranker", "Limits"):
            patch.setattr(engine, part, laid_out(getattr(engine, part)))
        yield
