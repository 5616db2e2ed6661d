"""What letters are about that no manual tells of: read from `matters.yaml`, and every mistake in it named."""

from __future__ import annotations

import pytest

from kb.curation import matters
from kb.curation.corpus import corpus_hash, default_root
from kb.model.matter import Elsewhere

SOUND = """matters:
  - id: noise
    matter: "noise at night"
    said:
      - "it hums all night long"
      - "my wife cannot sleep beside that thing"
      - "the neighbours complain about the sound"
things: [boat]
faults: ["the {} is dark"]
our_things: [battery]
our_faults: ["the {} is dark"]
"""


def found(tmp_path, text):
    """Read a file with this text; return what was read and what is wrong."""
    root = tmp_path / "corpus"
    root.mkdir()
    (root / matters.NAME).write_text(text, encoding="utf-8")
    problems = []
    return matters.read(root, problems), [p.what for p in problems]


def test_things_and_faults_make_sentences(tmp_path):
    """Each fault is told of each thing, theirs and ours, and every sentence stands once."""
    read, problems = found(tmp_path, SOUND)
    assert problems == []
    assert read.theirs == ("the boat is dark",)
    assert read.ours == ("the battery is dark",)
    assert len(read.texts) == len(set(read.texts)) == len(read.said) + 2


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('"noise at night"', '""', "needs a name"),
        ('      - "it hums all night long"\n', "", "at least 3 sentences"),
        ('"it hums all night long"', '"my wife cannot sleep beside that thing"', "stands in the file already"),
        ('"it hums all night long"', f'"{"hum " * 40}"', "longer than"),
        ('faults: ["the {} is dark"]', 'faults: ["it is dark"]', "where the thing stands"),
        ("things: [boat]", "thing: [boat]", "unknown field"),
    ],
)
def test_a_mistake_is_named(tmp_path, old, new, wrong):
    """A matter without a name or with few sentences, a doubled or long one, a fault without a place: each is said."""
    _, problems = found(tmp_path, SOUND.replace(old, new, 1))
    assert any(wrong in p for p in problems), problems


def test_a_doubled_id_is_named(tmp_path):
    """Two matters of one id are a mistake."""
    entry = SOUND[SOUND.index("  - id") : SOUND.index("things:")]
    _, problems = found(tmp_path, SOUND.replace("things:", entry.replace("all", "the") + "things:", 1))
    assert any("used already" in p for p in problems)


def test_a_corpus_without_the_file_has_nothing_to_compare_with(tmp_path):
    """No file is no mistake."""
    problems = []
    assert matters.read(tmp_path, problems) == Elsewhere()
    assert problems == []


def test_the_file_is_part_of_the_corpus(tmp_path, kb):
    """A change of the file is a change of the corpus; the bundle holds what the project's file says."""
    assert kb.elsewhere == matters.read(default_root(), [])
    (tmp_path / matters.NAME).write_text(SOUND, encoding="utf-8")
    before = corpus_hash(tmp_path)
    (tmp_path / matters.NAME).write_text(SOUND + "offices: [x]\n", encoding="utf-8")
    assert corpus_hash(tmp_path) != before
