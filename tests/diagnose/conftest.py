"""Fixtures around the Lantern 1 (lantern.py)."""

from __future__ import annotations

import lantern as lantern_module
import pytest


@pytest.fixture(scope="session")
def lantern():
    """The Lantern's one fault model."""
    return lantern_module.compiled(lantern_module.PLAIN)


@pytest.fixture(scope="session")
def lantern_kb():
    """A knowledge base with the Lantern's fault model."""
    return lantern_module.knowledge(lantern_module.PLAIN)
