"""What is computed once from a knowledge base and read by many pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from kb.bundle.store import KnowledgeBase

T = TypeVar("T")


def per_bundle(compute: Callable[[KnowledgeBase], T]) -> Callable[[KnowledgeBase], T]:
    """Keep the result for the knowledge base in use; a newly published one is computed anew.

    Only for plain data: an address also depends on where the app is mounted, which the request says.
    """
    kept: list[tuple[KnowledgeBase, T]] = []

    @wraps(compute)
    def remembered(kb: KnowledgeBase) -> T:
        # Read once: another thread may put its own result here meanwhile, which is as good.
        last = kept[-1] if kept else None
        if last is not None and last[0] is kb:
            return last[1]
        value = compute(kb)
        kept[:] = [(kb, value)]
        return value

    return remembered
