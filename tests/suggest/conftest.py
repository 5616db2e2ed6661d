"""Properties are tried without a stopwatch: a busy machine is no fault of the code."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("pinlight", deadline=None)
settings.load_profile("pinlight")
