"""Runs `pinlight` in this process, as a person would call it."""

from __future__ import annotations

import json
import os

import click
import pytest
from click.testing import CliRunner

from kb.cli import main


class Pinlight:
    """Calls a command; what it printed, its complaint and its exit code come back."""

    def __init__(self, **environment):
        self.environment = {**environment, "COLUMNS": "80"}

    def __call__(self, *arguments, code=0):
        result = CliRunner(env=self.environment).invoke(main, [str(a) for a in arguments])
        crash = result.exception
        assert crash is None or isinstance(crash, SystemExit), f"a traceback for {arguments!r}: {crash!r}"
        assert result.exit_code == code, f"exit code {result.exit_code}: {result.stderr or result.stdout}"
        return result

    def text(self, *arguments):
        """What a command that succeeds prints."""
        return self(*arguments).stdout

    def json(self, *arguments):
        """What a command prints with --json, read."""
        return json.loads(self(*arguments, "--json").stdout)

    def refused(self, *arguments):
        """The one sentence with which a command that cannot be done ends."""
        result = self(*arguments, code=1)
        assert result.stderr.startswith("pinlight: "), result.stderr
        assert result.stdout == ""
        return result.stderr


@pytest.fixture(scope="session")
def pinlight(bundle_root):
    """`pinlight` over the project's own knowledge base."""
    return Pinlight(PINLIGHT_BUNDLE=str(bundle_root))


@pytest.fixture(scope="session")
def small(glow_built):
    """`pinlight` over the Glow 5 that all tests share: for questions that need no more than a few facts."""
    return Pinlight(PINLIGHT_BUNDLE=str(glow_built / "bundle"))


@pytest.fixture
def glow(glow_home):
    """`pinlight` over the Glow 5, whose files may be changed."""
    runner = Pinlight(
        PINLIGHT_BUNDLE=str(glow_home.bundle),
        PINLIGHT_CORPUS=str(glow_home.corpus),
        PINLIGHT_ORIGINALS=str(glow_home.originals),
    )
    runner.home = glow_home
    return runner


@pytest.fixture(scope="session")
def fits():
    """Asserts that no line of a text is wider than 80 columns, colours apart."""

    def check(text, width=80):
        wide = [line for line in click.unstyle(text).split("\n") if len(line) > width]
        assert wide == [], f"{len(wide)} lines are wider than {width} columns"

    return check


@pytest.fixture(scope="session")
def environment():
    """The environment for a `pinlight` in a process of its own, with more set."""

    def of(**more):
        return {**os.environ, "PYTHONIOENCODING": "utf-8", **more}

    return of
