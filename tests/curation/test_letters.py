"""Letters to a helpdesk: read from `letters/*.yaml`, and every mistake in them named."""

from __future__ import annotations

import pytest
import whole
from hypothesis import given
from hypothesis import strategies as st

from kb.curation import letters
from kb.curation.corpus import corpus_hash, default_root
from kb.model.letter import Letter

SOUND = """- id: a-1
  who: owner
  subject: "Red lamp"
  body: |
    Hello,
    the red lamp is on. What now? I have no manual; please send one
  devices: [glow-5]
  expect: advise
  why: "ALM lit"
- id: a-2
  who: agent
  subject: ""
  body: "The invoice of May is missing."
  devices: []
  expect: none
"""
OTHER = """- id: b-1
  who: installer
  subject: "Which one is it?"
  body: ""
  devices: [glow-5, glow-6]
  expect: ask
"""


@pytest.fixture
def root(tmp_path):
    """A corpus with two files of letters."""
    folder = tmp_path / "corpus" / letters.FOLDER
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(SOUND, encoding="utf-8")
    (folder / "b.yaml").write_text(OTHER, encoding="utf-8")
    return folder.parent


def found(root):
    """What is read, and what is wrong, each with its file."""
    problems = []
    read = letters.read(root, ("glow-5", "glow-6"), (), problems)
    return read, [(p.file, p.what) for p in problems]


def letter(subject, body):
    """A letter that says this."""
    return Letter("x", "owner", subject, body, (), "none")


def test_all_files_are_read(root):
    """Letters stand in the order of files and within them; the reason may be left out, and so may subject or body."""
    read, problems = found(root)
    assert problems == []
    assert [(x.id, x.who, x.expect, x.why) for x in read] == [
        ("a-1", "owner", "advise", "ALM lit"),
        ("a-2", "agent", "none", ""),
        ("b-1", "installer", "ask", ""),
    ]
    assert read[2].devices == ("glow-5", "glow-6")


def test_a_letter_is_cut_into_sentences(root):
    """Sentences end at stops, semicolons and lines; greetings and what else has only a word or two is left out."""
    read, _ = found(root)
    assert read[0].sentences == ("the red lamp is on.", "I have no manual;", "please send one")
    assert read[1].sentences == ("The invoice of May is missing.",)
    assert letter("Red lamp on", "It charges at 3.5 A only!\nWhy?").sentences == (
        "Red lamp on.",
        "It charges at 3.5 A only!",
    )


@given(st.text(alphabet="ab .!?;\n\t", max_size=40), st.text(alphabet="ab .!?;\n\t", max_size=80))
def test_any_letter_gives_sentences_of_its_own(subject, body):
    """Each sentence has three words or more, stands in the letter as it is, and none runs over a line."""
    said = letter(subject, body).sentences
    assert all(len(x.split()) >= 3 for x in said)
    assert all(x in f"{subject}. {body}" and x == x.strip() for x in said)
    assert not any("\n" in x for x in said)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("id: a-2", "id: a-1", "the letter 'a-1' stands twice"),
        ('"The invoice of May is missing."', '" "', "the letter 'a-2' is empty"),
        ("[glow-5]", "[glow-5, glow-7]", "the letter 'a-1' names no device 'glow-7'"),
        ("who: agent", "who: neighbour", "neighbour"),
        ("expect: none", "expect: maybe", "maybe"),
        ("expect: none", "expects: none", "expect"),
        ("\n  devices: []", "", "missing required field `devices`"),
        ("- id: a-1", "- id: [a-1", "not YAML"),
    ],
)
def test_a_mistake_is_named(root, old, new, wrong):
    """A doubled id, an empty letter, a device that does not exist, another form: each is said with its file, and only it."""
    assert SOUND.count(old) == 1
    (root / letters.FOLDER / "a.yaml").write_text(SOUND.replace(old, new), encoding="utf-8")
    _, problems = found(root)
    ((file, what),) = problems
    assert file == "corpus/letters/a.yaml"
    assert wrong in what


def test_an_id_stands_once_in_all_files(root):
    """The same id in a second file is a mistake of that file, and the first letter counts."""
    (root / letters.FOLDER / "b.yaml").write_text(OTHER.replace("b-1", "a-1"), encoding="utf-8")
    read, problems = found(root)
    assert problems == [("corpus/letters/b.yaml", "the letter 'a-1' stands twice")]
    assert [(x.id, x.who) for x in read] == [("a-1", "owner"), ("a-2", "agent")]


def test_a_corpus_without_letters_has_none(tmp_path):
    """No folder is no mistake."""
    assert found(tmp_path) == ((), [])


def test_a_mistake_stops_the_check(shelf):
    """What is wrong with a letter is wrong with the corpus."""
    (shelf.root / letters.FOLDER).mkdir()
    shelf.write("letters/a.yaml", SOUND)
    assert shelf.survey().problems == ()
    assert [x.id for x in shelf.survey().letters] == ["a-1", "a-2"]
    shelf.write("letters/a.yaml", SOUND.replace("glow-5", "glow-9"))
    shelf.said("letters/a.yaml", 1, "names no device 'glow-9'", "corpus/devices")


def test_a_cause_that_does_not_exist_is_a_problem(root):
    """Who learns causes from letters learns only those that a fault model has."""
    (root / letters.FOLDER / "a.yaml").write_text(f"{SOUND.rstrip()}\n  causes: [glow-dark/moths]\n", encoding="utf-8")
    _, problems = found(root)
    assert [what for _, what in problems] == ["the letter 'a-2' names no cause 'glow-dark/moths'"]


def test_the_projects_own_letters_are_sound():
    """Every letter says something and names products that exist; all three outcomes and all kinds of writers occur."""
    problems = []
    read = letters.read(default_root(), whole.corpus().devices, whole.corpus().faults, problems)
    assert problems == []
    assert read == whole.corpus().letters
    assert len(read) > 100
    assert {x.expect for x in read} == {"advise", "ask", "none"}
    assert {x.who for x in read} == {"owner", "installer", "agent"}
    assert all(x.sentences for x in read)


def test_letters_are_part_of_the_corpus(root):
    """A change of a letter, and a new file, are changes of the corpus."""
    before = corpus_hash(root)
    (root / letters.FOLDER / "b.yaml").write_text(OTHER.replace("Which", "What"), encoding="utf-8")
    changed = corpus_hash(root)
    (root / letters.FOLDER / "c.yaml").write_text("[]\n", encoding="utf-8")
    assert len({before, changed, corpus_hash(root)}) == 3
