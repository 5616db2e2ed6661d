"""How well danger is read is counted rightly: all together, by kind, and what is wrongly found."""

from __future__ import annotations

import dataclasses
import doctest

import pytest

from kb.diagnose import api, observe
from kb.evals import danger as module
from kb.evals.danger import Sentence
from kb.model.errors import CorpusError

TOLD = """- {text: "The battery is on fire and flames come out of it.", danger: true, kind: fire}
- {text: "Our child swallowed some of the leaked electrolyte.", danger: true, kind: swallowed}
- {text: "Please send me the invoice of last month again.", danger: true, kind: fire}
- {text: "The delivery note is missing.", danger: true}
- {text: "The red lamp burns all night.", danger: false}
- {text: "There is smoke coming out of the battery.", danger: false}
"""


@pytest.fixture
def file(tmp_path):
    """A file of sentences, two of them called dangerous and one harmless that are not."""
    path = tmp_path / "sentences.yaml"
    path.write_text(TOLD, encoding="utf-8")
    return path


def test_the_worked_example_holds():
    """The example in the docstring is true."""
    result = doctest.testmod(module)
    assert (result.failed, result.attempted) == (0, 2)


def test_shares_are_counted_by_group():
    """Dangerous sentences are counted together and by kind, harmless ones by themselves; a group without sentences is left out."""
    read = {
        Sentence("a", danger=True, kind="fire"): True,
        Sentence("b", danger=True, kind="fire"): False,
        Sentence("c", danger=True, kind="eyes"): True,
        Sentence("d", danger=True): True,
    }
    assert module.shares(read) == {
        "dangerous": (4, 0.75),
        "  eyes": (1, 1.0),
        "  fire": (2, 0.5),
        "  no kind told": (1, 1.0),
    }
    assert module.shares({Sentence("e", danger=False): True}) == {"harmless": (1, 1.0)}
    assert module.shares({}) == {}


def test_the_program_prints_shares_then_misses(file, capsys, bundle_root):
    """What the built knowledge base finds is printed as shares, then every sentence that it misses or wrongly finds."""
    module.main([str(file)])
    said = capsys.readouterr().out.splitlines()
    assert [" ".join(x.split()) for x in said] == [
        "dangerous 4 found 0.500",
        "fire 2 found 0.500",
        "no kind told 1 found 0.000",
        "swallowed 1 found 1.000",
        "harmless 2 wrongly found 0.500",
        "missed: Please send me the invoice of last month again. (fire)",
        "missed: The delivery note is missing. (no kind told)",
        "wrongly found: There is smoke coming out of the battery.",
    ]


def test_several_files_are_read_as_one(file, tmp_path, capsys, bundle_root):
    """Sentences of all files are counted together, one that stands in two of them once."""
    other = tmp_path / "other.yaml"
    other.write_text(TOLD + '- {text: "Flames!", danger: true, kind: fire}\n', encoding="utf-8")
    module.main([str(file), str(other)])
    assert capsys.readouterr().out.split()[:2] == ["dangerous", "5"]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("danger: false", "harm: false", "unknown field"),
        ("danger: false", "danger: perhaps", "Expected `bool`"),
        ("danger: false", "danger: [", "not YAML"),
    ],
)
def test_a_file_that_is_wrong_is_refused(file, old, new, wrong):
    """A sentence of another form stops the counting, with the file and what is wrong."""
    file.write_text(TOLD.replace(old, new), encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        module.load(file)
    assert wrong in str(error.value)
    assert file.name in str(error.value)


def test_the_widest_question_is_asked(kb):
    """The words beside the fitted reader are those of the question about danger that has the most answers."""
    asked = [p for m in api.models(kb) for p in m.probes if p.id in observe.danger_tests(m)]
    assert len(module.question(kb).options) == max(len(p.options) for p in asked)


def test_without_a_question_the_fitted_reader_stands_alone(kb):
    """A knowledge base that asks for no danger still reads it, by meaning alone."""
    bare = dataclasses.replace(kb, extras={k: v for k, v in kb.extras.items() if k != "faults"})
    assert module.question(bare) is None
    tells = module.reader(bare)
    assert tells("The battery is on fire and flames come out of it.")
    assert not tells("Please send me the invoice of last month again.")
