"""`pinlight calc`: list, result, refusal, JSON, and sentences for slips."""

from __future__ import annotations

import json

import pytest

from kb.calc import BadInput
from kb.commands import calc as command


@pytest.fixture
def opened(kb, monkeypatch):
    """The command reads the knowledge base in memory."""
    from kb.bundle import store

    monkeypatch.setattr(store, "open_bundle", lambda _root=None: kb)
    return kb


def test_list_names_every_calculator_and_input(opened, capsys):
    """The list has ids, titles and what each input allows, within 80 columns."""
    assert command.calc(None, None, (), as_list=True, as_json=False)
    said = capsys.readouterr().out
    assert "sr48100h-bank" in said
    assert "a whole number of packs, 1 to 32" in said
    assert max(len(line) for line in said.splitlines()) <= 80


def test_list_as_json(opened, capsys):
    """The JSON list describes the inputs by the names of the contract."""
    assert command.calc(None, None, (), as_list=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    bank = next(c for c in told if c["id"] == "sr48100h-bank")
    assert {"name": "packs", "kind": "count", "min": 1.0, "max": 32.0, "required": True}.items() <= bank["inputs"][
        0
    ].items()


def test_result_for_people(opened, capsys):
    """Result, working, conflict and source stand in 80 columns."""
    assert command.calc(None, "sr48100h-bank", ("packs=4",), as_list=False, as_json=False)
    said = capsys.readouterr().out
    assert "Maximum charging current limit: 280 A" in said
    assert "I = 70 × N = 70 × 4 = 280 A" in said
    assert "Manuals disagree" in said
    assert "5.6" in said
    assert max(len(line) for line in said.splitlines()) <= 80


def test_result_as_json(opened, capsys):
    """The JSON has inputs with units, outputs, working, sources, warnings, conflicts."""
    assert command.calc(None, "growatt-runtime", ("load=500 W",), as_list=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert {"id", "title", "inputs", "outputs", "working", "sources", "warnings", "conflicts", "refused"} == told.keys()
    assert told["inputs"][0] == {"name": "load", "label": "Load", "value": 0.5, "unit": "kW", "text": "0.5 kW"}
    assert told["outputs"][0]["value"] == 12
    assert {"fact", "manual", "edition", "section", "title", "lines"} == told["sources"][0].keys()


def test_refusal(opened, capsys):
    """A refusal says why, what is allowed and where, and is no success."""
    assert not command.calc(None, "sr48100h-bank", ("packs=33",), as_list=False, as_json=False)
    said = capsys.readouterr().out
    assert "you said 33" in said
    assert "Allowed:" in said
    assert not command.calc(None, "sr48100h-bank", ("packs=33",), as_list=False, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["refused"] is True
    assert {"reason", "allowed", "source"} <= told.keys()


@pytest.mark.parametrize("words", [("packs",), ("=4",), ("packs=4", "packs=5")])
def test_slips_are_told(opened, words):
    """An input without a value, without a name, or given twice is a sentence."""
    with pytest.raises(BadInput):
        command.calc(None, "sr48100h-bank", words, as_list=False, as_json=False)
