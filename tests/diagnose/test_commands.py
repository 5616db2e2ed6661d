"""`pinlight diagnose` and `pinlight tree`, as functions."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from lantern import PLAIN, knowledge

from kb.bundle import store
from kb.commands import diagnose as commands
from kb.model.errors import NotFoundError, QueryError

OTHER = {**PLAIN, "id": "lantern-hot", "entry": "It is hot"}


@pytest.fixture(autouse=True)
def opened(monkeypatch, lantern_kb):
    """The bundle that is opened is the Lantern's."""
    monkeypatch.setattr(store, "open_bundle", lambda _root=None: lantern_kb)


def test_one_step_in_words(capsys):
    """Answers on the command line give the next step with its choices, reason and the likeliest causes."""
    commands.diagnose(Path(), "lantern", "lay", ("smoke=no", "what=ever"), as_json=False)
    said = capsys.readouterr().out
    assert "What do the lamps show?" in said or "Do: Press the button" in said
    assert "Why now" in said
    assert "Not used: what=ever" in said


def test_one_step_as_json(capsys):
    """--json prints the contract."""
    commands.diagnose(Path(), "lantern", "lay", ("smoke=yes",), as_json=True)
    assert json.loads(capsys.readouterr().out)["next"]["escalate"] == "the shop"


def test_a_word_that_is_no_answer_is_refused():
    """`panel` without a value is told how to write it."""
    with pytest.raises(QueryError, match="ID=VALUE"):
        commands.parse(("panel",))


def test_talking_goes_to_the_end_and_back(lantern_kb):
    """Numbers and ids answer, nonsense is refused, `b` takes the last answer back, and the talk ends by itself."""

    @click.command()
    def talk():
        commands.talk(lantern_kb, "lantern", "lay")

    done = CliRunner().invoke(talk, input="2\nb\nhuh\nyes\n")
    assert done.exit_code == 0, done.output
    assert "There is no answer 'huh' here." in done.output
    assert "Hand on to the shop" in done.output


@pytest.mark.parametrize(("form", "start"), [("svg", "<svg"), ("md", "# Lantern is dark"), ("json", "[")])
def test_trees_print_in_each_form(capsys, form, start):
    """One command, three forms."""
    commands.tree(Path(), "lantern", "installer", form)
    assert capsys.readouterr().out.startswith(start)


def test_a_drawing_holds_one_model(monkeypatch):
    """Two models want --model for a drawing; an unknown one is answered with those there are."""
    base = knowledge(PLAIN, OTHER)
    monkeypatch.setattr(store, "open_bundle", lambda _root=None: base)
    with pytest.raises(QueryError, match="lantern-dark, lantern-hot"):
        commands.tree(Path(), "lantern", "lay", "svg")
    with pytest.raises(NotFoundError, match="It has lantern-dark"):
        commands.tree(Path(), "lantern", "lay", "md", "x")
