"""The web app for the tests of its interface: the real bundle, opened once."""

from __future__ import annotations

import once_app
import pytest

from webapp import Config, create_app
from webapp.bundle import EXTENSION

_apps_made_once = pytest.fixture(scope="session", autouse=True)(once_app.made_once)


@pytest.fixture(scope="session")
def app(bundle_root):
    """The app as people get it, but for the limit, which has tests of its own."""
    return create_app(Config(root=bundle_root, testing=True, search_rate="1000000/minute"))


@pytest.fixture(scope="session")
def kb(app):
    return app.extensions[EXTENSION].get().kb


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture(scope="session")
def document(app):
    """The OpenAPI document as it is served."""
    return app.test_client().get("/api/v1/openapi.json").get_json()
