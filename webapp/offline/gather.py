"""Which addresses belong in the pack: each feature names its own, by `offline(kb)` in its offline.py, view.py or routes.py."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterable, Iterator

import structlog
from flask import Flask
from werkzeug.routing import BuildError

from kb.bundle.store import KnowledgeBase
from kb.model.errors import PinlightError

Offline = Callable[[KnowledgeBase], Iterable[str]]
_log = structlog.get_logger("pinlight.offline")
_PLACES = ("offline", "view", "routes")


def features(app: Flask) -> Iterator[tuple[str, Offline]]:
    """Yield each registered feature that has pages for the pack, with the function that names them."""
    seen: set[str] = set()
    for blueprint in app.blueprints.values():
        package = blueprint.import_name.rpartition(".")[0]
        if package in seen:
            continue
        seen.add(package)
        for place in _PLACES:
            module = f"{package}.{place}"
            if importlib.util.find_spec(module) is None:
                continue
            found = getattr(importlib.import_module(module), "offline", None)
            if callable(found):
                yield package, found


def addresses(app: Flask, kb: KnowledgeBase) -> tuple[str, ...]:
    """Return every address of the pack once, in the order of the features. It needs a request context for url_for."""
    found: dict[str, None] = {}
    for package, named in features(app):
        try:
            found |= dict.fromkeys(named(kb))
        except (BuildError, PinlightError) as e:
            # One feature that cannot name its pages does not take the others' from the phone.
            _log.error("pages not packed", feature=package, problem=str(e))
    return tuple(found)
