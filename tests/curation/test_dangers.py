"""How people tell of danger: read from `dangers.yaml`, and every mistake in it named."""

from __future__ import annotations

import msgspec
import pytest
import whole
from hypothesis import given
from hypothesis import strategies as st

from kb.curation import dangers, fault_types
from kb.curation.corpus import corpus_hash, default_root
from kb.model.danger import DangerKind, Dangers

FIRE, EYES = ([f"{what} number {n}" for n in range(dangers.FEWEST_SAID)] for what in ("smoke", "eyes"))
SOUND = f"""kinds:
- id: fire
  choices: [fire]
  said: {FIRE}
- id: eyes
  choices: [eye, eyes]
  said: {EYES}
harmless:
- "the red lamp burns"
- "an eye for detail"
"""


def asking(*ids, first=True, stop=True):
    """A fault model with one question that has these answers besides no, and a rule that waits for them."""
    choices = tuple(fault_types.Choice(i, i) for i in (dangers.HARMLESS, *ids))
    asked = fault_types.Test("danger", "question", "Is there danger?", 1, "lay", choices=choices, first=first)
    rule = fault_types.Rule("leave", {"danger": ids}, "Leave the room.", stop=stop)
    return msgspec.structs.replace(whole.corpus().faults[0], tests=(asked,), rules=(rule,))


def found(tmp_path, text, models=None):
    """Read a file with this text beside two questions, or these models'; return what was read and what is wrong."""
    models = (asking("fire", "eye"), asking("fire", "eyes")) if models is None else models
    root = tmp_path / "corpus"
    root.mkdir(exist_ok=True)
    (root / dangers.NAME).write_text(text, encoding="utf-8")
    problems = []
    read = dangers.read(root, models, problems)
    assert {p.file for p in problems} <= {f"corpus/{dangers.NAME}"}
    return read, [p.what for p in problems]


def test_kinds_and_what_is_harmless_are_read(tmp_path):
    """Each kind keeps its answers, the fittest first, and its sentences; all texts together stand once each."""
    read, problems = found(tmp_path, SOUND)
    assert problems == []
    assert [(k.id, k.choices) for k in read.kinds] == [("fire", ("fire",)), ("eyes", ("eye", "eyes"))]
    assert read.harmless == ("the red lamp burns", "an eye for detail")
    assert read.texts == (*FIRE, *EYES, *read.harmless)


@given(st.lists(st.lists(st.text(max_size=3), max_size=4), max_size=4), st.lists(st.text(max_size=3), max_size=4))
def test_every_text_stands_once(said, harmless):
    """Whatever is doubled between kinds, or between them and what is harmless, is one text, in the order of the file."""
    told = Dangers(tuple(DangerKind(str(n), (), tuple(s)) for n, s in enumerate(said)), tuple(harmless))
    everything = [x for s in (*said, harmless) for x in s]
    assert sorted(told.texts) == sorted(set(everything))
    assert list(told.texts) == sorted(set(everything), key=everything.index)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("id: eyes", "id: fire", "the kind 'fire' was used already"),
        ("'smoke number 0', ", "", "fire needs at least 10 sentences"),
        ("[eye, eyes]", "[eye, eyes, hair]", "eyes: no question about danger has the answer 'hair'"),
        ("[eye, eyes]", f'[eye, eyes, "{dangers.HARMLESS}"]', "eyes: no question about danger has the answer 'no'"),
        ("[eye, eyes]", "[eye]", "no kind of danger means the answer 'eyes'"),
        ("'smoke number 0'", "'smoke number 1'", "'smoke number 1' is empty or stands in the file already"),
        ("'eyes number 0'", "'smoke number 1'", "'smoke number 1' is empty or stands in the file already"),
        ("an eye for detail", "eyes number 3", "'eyes number 3' is empty or stands in the file already"),
        ("an eye for detail", "the red lamp burns", "'the red lamp burns' is empty or stands in the file already"),
        ("'eyes number 0'", "' '", "' ' is empty or stands in the file already"),
        ("an eye for detail", "", "'' is empty or stands in the file already"),
    ],
)
def test_a_mistake_is_named(tmp_path, old, new, wrong):
    """A doubled kind, too few sentences, an answer that nobody asks for or no kind means, a doubled or empty text: each is said, and only it."""
    assert SOUND.count(old) == 1
    _, problems = found(tmp_path, SOUND.replace(old, new))
    assert len(problems) == 1, problems
    assert wrong in problems[0]


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [("harmless:", "harmles:", "unknown field"), ("choices: [fire]", "choices: fire", "Expected"), ("kinds:", "kinds: [", "not YAML")],
)  # fmt: skip
def test_a_file_of_another_form_is_the_only_mistake(tmp_path, old, new, wrong):
    """Of a file that cannot be read its form is told, not that it means no answer of any question."""
    read, problems = found(tmp_path, SOUND.replace(old, new))
    assert read == Dangers()
    assert len(problems) == 1, problems
    assert wrong in problems[0]


@pytest.mark.parametrize("change", [{"first": False}, {"stop": False}])
def test_only_what_stops_everything_is_danger(tmp_path, change):
    """Answers of a question that is not asked first, or on which no rule stops, need no kind of danger, and no kind may mean them."""
    asked = (asking("fire", "eye", "eyes"), asking("noise", **change))
    assert found(tmp_path, SOUND, asked)[1] == []
    _, problems = found(tmp_path, SOUND.replace("[fire]", "[fire, noise]"), asked)
    assert problems == ["fire: no question about danger has the answer 'noise'"]


def test_without_questions_any_answer_may_be_meant(tmp_path):
    """A corpus without a question about danger has no answers to compare the kinds with."""
    assert found(tmp_path, SOUND.replace("[fire]", "[anything]"), ())[1] == []


def test_a_corpus_without_the_file_tells_of_no_danger(tmp_path):
    """No file is no mistake, whatever is asked: danger is read by the words of the questions alone then."""
    problems = []
    assert dangers.read(tmp_path, (asking("fire"),), problems) == Dangers()
    assert problems == []


def test_a_mistake_stops_the_check(shelf):
    """What is wrong with the file is wrong with the corpus."""
    shelf.write(dangers.NAME, SOUND)
    assert shelf.survey().problems == ()
    assert shelf.survey().dangers.harmless == ("the red lamp burns", "an eye for detail")
    shelf.write(dangers.NAME, SOUND.replace("id: eyes", "id: fire"))
    shelf.said(dangers.NAME, 1, "was used already", "its own id")


def test_the_projects_own_file_is_sound(kb):
    """Every kind has sentences enough, every answer about danger is meant by a kind, and the bundle holds what the file says."""
    problems = []
    read = dangers.read(default_root(), whole.corpus().faults, problems)
    assert problems == []
    assert read == whole.corpus().dangers
    assert len(read.kinds) > 5
    assert len(read.harmless) > 100
    assert msgspec.json.decode(kb.extras["dangers"], type=Dangers) == read


def test_the_file_is_part_of_the_corpus(tmp_path):
    """A change of the file is a change of the corpus."""
    (tmp_path / dangers.NAME).write_text(SOUND, encoding="utf-8")
    before = corpus_hash(tmp_path)
    (tmp_path / dangers.NAME).write_text(SOUND + '- "hot news"\n', encoding="utf-8")
    assert corpus_hash(tmp_path) != before
