"""A start loads only what its first pages need, and what waits is loaded once and whole."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from webapp import later as module
from webapp.bundle import Snapshot
from webapp.later import Later, later, load_all

# What nobody who opens the first page has asked for: pages, the troubleshooter, tickets, Markdown, YAML, colours of tracebacks.
WAITING = (
    "webapp.features.leds.view",
    "webapp.features.desk.lists",
    "webapp.features.trouble.view",
    "webapp.offline.pack",
    "kb.suggest.advise",
    "markdown_it",
    "pygments",
    "rich",
    "yaml",
)


def test_a_stand_in_is_the_module_as_soon_as_it_is_used():
    """The names of the module are the stand-in's own; it says which module it stands for."""
    plain = later("string")
    assert plain.digits == "0123456789"
    assert repr(plain) == "<string, later>"
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = plain.nothing_of_the_kind
    module._known.remove(plain)


def test_a_module_that_is_not_there_is_told_when_it_is_used():
    """A wrong name is an ImportError that names it, at the first use and no sooner."""
    wrong = Later("webapp.there_is_no_such_module")
    with pytest.raises(ModuleNotFoundError, match="there_is_no_such_module"):
        _ = wrong.anything


def test_every_module_that_waits_is_there():
    """The warm-up loads all of them: none has a name that leads nowhere."""
    load_all()
    assert {w._name for w in module._known} <= set(sys.modules)


def test_a_start_loads_none_of_what_can_wait():
    """A new process that has made the app has not loaded pages, troubleshooter and readers of files."""
    code = f"import sys, webapp.server; print([n for n in {WAITING!r} if n in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert found.stdout.strip() == "[]"


def test_the_engine_is_laid_out_once(kb):
    """Many who ask a new snapshot at the same time get one engine."""
    snapshot, found, start = Snapshot(kb), [], threading.Barrier(4)

    def ask() -> None:
        start.wait(timeout=30)
        found.append(snapshot.engine)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join(timeout=60)
    assert len(found) == 4
    assert len({id(e) for e in found}) == 1
