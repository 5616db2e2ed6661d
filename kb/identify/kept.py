"""What is worked out of a knowledge base once and holds as long as it is open."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from kb.bundle.store import KnowledgeBase

T = TypeVar("T")
_STORES: dict[int, dict[Hashable, object]] = {}


def kept(kb: KnowledgeBase, key: Hashable, make: Callable[[], T]) -> T:
    """Return what stands under a key, made at the first call. A closed knowledge base takes its store along.

    Two threads may make one thing at the same time; they make the same, so neither needs to wait.
    """
    store = _STORES.get(id(kb))
    if store is None:
        store = _STORES.setdefault(id(kb), {})
        weakref.finalize(kb, _STORES.pop, id(kb), None)
    if key not in store:
        store[key] = make()
    return cast("T", store[key])
