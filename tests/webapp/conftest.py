"""The web app over the built knowledge base, opened once for all tests."""

from __future__ import annotations

from pathlib import Path

import once_app
import pytest
from flask import Flask
from flask.testing import FlaskClient

from kb.bundle import swap
from kb.bundle.store import KnowledgeBase
from kb.userdata import token
from webapp import Config, create_app
from webapp.bundle import EXTENSION
from webapp.offline import keeper

_apps_made_once = pytest.fixture(scope="session", autouse=True)(once_app.made_once)


@pytest.fixture(autouse=True)
def _light_tokens(monkeypatch) -> None:
    """Tokens that tests make cost little to try; what one costs in earnest is tests/userdata/test_token.py's matter."""
    monkeypatch.setattr(token, "_N", 2**8)


@pytest.fixture(autouse=True)
def _nothing_is_packed(monkeypatch) -> None:
    """Asking for the worker packs nothing: two thousand pages drawn beside the tests that follow. test_web_offline.py packs."""
    monkeypatch.setattr(keeper.Keeper, "_start", lambda self, snapshot: None)


@pytest.fixture(scope="session")
def web_root(request) -> Path:
    """Where the built bundle is: the suite's own `bundle_root` when it has one, else PINLIGHT_BUNDLE or build/kb."""
    try:
        return Path(request.getfixturevalue("bundle_root"))
    except pytest.FixtureLookupError:
        root = swap.default_root()
        if not (root / swap.POINTER).is_file():
            pytest.fail(f"There is no knowledge base at {root}. Run `pinlight build`, or name one in PINLIGHT_BUNDLE")
        return root


@pytest.fixture(scope="session")
def app(web_root) -> Flask:
    # Each page is drawn when a test asks for it: what is kept of pages has its own tests.
    return create_app(Config(root=web_root, testing=True, search_rate="1000000/minute", keep_bytes=0))


@pytest.fixture(scope="session")
def kb(app) -> KnowledgeBase:
    return app.extensions[EXTENSION].get().kb


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()
