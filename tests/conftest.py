"""What holds for every test. The network is closed but for loopback: see pyproject.toml, pytest."""

from __future__ import annotations

import importlib.metadata
import os
from typing import Any

import pytest

# No library may look for models or news of itself on the network, in this process or one it starts.
os.environ["HF_HUB_OFFLINE"] = "1"

# Chromium started as root refuses its sandbox, and looks for its maker's hosts unless told not to.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_report_header() -> list[str]:
    browser = os.environ.get("PINLIGHT_CHROMIUM", "none (scripts/test e2e finds one)")
    return [f"pinlight {importlib.metadata.version('pinlight')}, chromium: {browser}"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright drives the browser that scripts/test found, not one it looks for itself."""
    path = os.environ.get("PINLIGHT_CHROMIUM")
    if not path:
        pytest.fail("PINLIGHT_CHROMIUM is not set. Run the browser tests with: scripts/test e2e")
    return {**browser_type_launch_args, "executable_path": path, "args": list(CHROMIUM_ARGUMENTS)}
