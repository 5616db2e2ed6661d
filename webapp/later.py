"""Modules that are loaded when somebody first asks for what they make: a start need not wait for pages nobody opened yet.

A name is bound twice: `if TYPE_CHECKING: from webapp.features.leds import view` for readers and mypy, `else: view =
later("webapp.features.leds.view")` for Python.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_known: list[Later] = []


class Later:
    """Stands for a module and loads it with the first of its names that is used; safe from many threads, as imports are."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        """Remember the module's full name."""
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        """Return the module's own; raises what importing it raises."""
        return getattr(import_module(self._name), attribute)

    def __repr__(self) -> str:
        """Say which module it stands for."""
        return f"<{self._name}, later>"


def later(name: str) -> Later:
    """Return a stand-in for a module."""
    found = Later(name)
    _known.append(found)
    return found


def load_all() -> None:
    """Load every module that waits: the warm-up does, so that the first reader of a page does not."""
    for waiting in _known:
        import_module(waiting._name)  # noqa: SLF001
