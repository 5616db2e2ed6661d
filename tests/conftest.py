"""What holds for every test. The network is closed but for loopback: see pyproject.toml, pytest."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import glow
import once
import pytest
from hypothesis import settings

from kb.bundle import swap, writer
from kb.bundle.store import KnowledgeBase, open_bundle
from kb.curation.corpus import default_root
from kb.search.engine import Engine

# How fast a slow machine is says nothing about a rule, so no example has a deadline. The gate draws the same examples
# each time, so that a change is judged by what it changed; every other run draws new ones.
settings.register_profile("pinlight", deadline=None, derandomize=bool(os.environ.get("PINLIGHT_GATE")))
settings.load_profile("pinlight")

# No library may look for models or news of itself on the network, in this process or one it starts.
os.environ["HF_HUB_OFFLINE"] = "1"

# The last list of features counts, so Playwright's own stands here too. The address bar's list of suggestions is a page of
# its own, made for each context and laid out each time a window changes its size, though nobody ever opens it.
FEATURES_OFF = (
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)

# Chromium started as root refuses its sandbox, and looks for its maker's hosts unless told not to.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(FEATURES_OFF)}",
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


# The first fixture of all: whatever opens a bundle or makes an app comes after it.
_bundle_made_once = pytest.fixture(scope="session", autouse=True)(once.made_once)


@pytest.fixture(scope="session")
def bundle_root() -> Path:
    """The project's own knowledge base (PINLIGHT_BUNDLE, else build/kb), built first when it is missing or out of date."""
    root = swap.default_root()
    writer.build(default_root(), root)
    return root


@pytest.fixture(scope="session")
def kb(bundle_root: Path) -> KnowledgeBase:
    """The project's knowledge base, opened once; it is immutable."""
    return open_bundle(bundle_root)


@pytest.fixture(scope="session")
def engine(kb: KnowledgeBase) -> Engine:
    """The search engine over the project's knowledge base."""
    return Engine(kb)


@pytest.fixture(scope="session")
def glow_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with everything of the Glow 5 (see glow.py), built: corpus, model and bundle. Copy it, do not write in it."""
    home = tmp_path_factory.mktemp("glow")
    glow.write_corpus(home / "corpus")
    glow.write_model(home / glow.MODEL, home / "bundle")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PINLIGHT_MODEL", str(home / glow.MODEL))
        patch.delenv("PINLIGHT_MODEL_SHA256", raising=False)
        writer.build(home / "corpus", home / "bundle")
    return home


@pytest.fixture
def glow_home(glow_built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> glow.Home:
    """A Glow 5 of one's own to edit, break and build again; its model is the one that builds use."""
    shutil.copytree(glow_built, tmp_path / "glow")
    home = glow.Home(tmp_path / "glow")
    monkeypatch.setenv("PINLIGHT_MODEL", str(home.model))
    monkeypatch.delenv("PINLIGHT_MODEL_SHA256", raising=False)
    return home


@pytest.fixture(scope="session")
def flip() -> Callable[[Path], None]:
    """Change one byte in the middle of a file."""

    def change(path: Path) -> None:
        raw = bytearray(path.read_bytes())
        raw[len(raw) // 2] ^= 0x01
        path.write_bytes(raw)

    return change
