"""What is put together once from a knowledge base: it is immutable, and every page asks again."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from kb.bundle.store import KnowledgeBase

T = TypeVar("T")


def remembered(compute: Callable[[KnowledgeBase, str], T]) -> Callable[[KnowledgeBase, str], T]:
    """Keep what was computed for each name of the knowledge base in use; a newly published one starts anew.

    An error is not kept. Two threads may compute the same once each; both results are as good.
    """
    kept: list[tuple[weakref.ref[KnowledgeBase], dict[str, T]]] = []

    @wraps(compute)
    def known(kb: KnowledgeBase, name: str) -> T:
        last = kept[-1] if kept else None
        if last is None or last[0]() is not kb:
            last = (weakref.ref(kb), {})
            kept[:] = [last]
        if name not in last[1]:
            last[1][name] = compute(kb, name)
        return last[1][name]

    return known
