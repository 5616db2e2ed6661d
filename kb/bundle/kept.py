"""What is worked out of a knowledge base once and holds as long as it is open: it is immutable, and everybody asks again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TypeVar, cast

from kb.bundle.store import KnowledgeBase

T = TypeVar("T")


def kept(kb: KnowledgeBase, key: Hashable, make: Callable[[], T]) -> T:
    """Return what stands under a key, made at the first call; a newly published knowledge base starts anew.

    `key` names what is made ("alarms"), with what it is made for where there are several (("alarms", device)). An error is
    not kept. Two threads may make one thing at the same time; they make the same, so neither needs to wait.
    """
    if key not in kb.worked_out:
        kb.worked_out[key] = make()
    return cast("T", kb.worked_out[key])


def per_bundle(compute: Callable[[KnowledgeBase], T]) -> Callable[[KnowledgeBase], T]:
    """Keep what a function makes of a knowledge base.

    Only for plain data: an address also depends on where an app is mounted, which the request says.
    """

    @wraps(compute)
    def remembered(kb: KnowledgeBase) -> T:
        return kept(kb, compute, lambda: compute(kb))

    return remembered


def per_name(compute: Callable[[KnowledgeBase, str], T]) -> Callable[[KnowledgeBase, str], T]:
    """Keep what a function makes of each name of a knowledge base."""

    @wraps(compute)
    def remembered(kb: KnowledgeBase, name: str) -> T:
        return kept(kb, (compute, name), lambda: compute(kb, name))

    return remembered
