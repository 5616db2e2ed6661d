"""The question set in `corpus/questions.yaml` is sound: whole, traceable, varied, and fairly split."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest

from kb.curation.corpus import Corpus, default_root, survey
from kb.model.facts import kind_of

PATH = default_root() / "questions.yaml"
FIELDS = {"id", "text", "who", "device", "kind", "style", "answers", "unanswerable"}
KINDS = {
    "led_state",
    "blink",
    "alarm",
    "pin",
    "cable",
    "protocol",
    "dip",
    "spec",
    "rule",
    "model",
    "procedure",
    "remedy",
    "faq",
    "caution",
    "conflict",
}
MISSPELT_OR_SLANG = ("typo", "slang")


@pytest.fixture(scope="module")
def questions() -> list[dict[str, Any]]:
    found = msgspec.yaml.decode(PATH.read_text())
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return survey(default_root())


@pytest.fixture(scope="module")
def kinds(corpus) -> dict[str, str]:
    """The kind of each fact by its base id: the id without @edition."""
    return {fact.id.split("@")[0]: kind_of(fact) for fact in corpus.facts}


def answerable(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [q for q in questions if not q["unanswerable"]]


def split_of(question_id: str) -> str:
    """The fixed rule in the head of the file: an even first byte of sha256(id) is learn, odd is check."""
    return "check" if hashlib.sha256(question_id.encode()).digest()[0] % 2 else "learn"


def test_there_are_enough_questions(questions):
    """At least 300 questions, and at least 60 of them have no answer in the manuals."""
    assert len(questions) >= 300
    assert sum(q["unanswerable"] for q in questions) >= 60


def test_every_question_has_the_same_fields(questions):
    """Nothing is missing or misspelt: the reader of the file may rely on each field."""
    for q in questions:
        assert set(q) - {"why"} == FIELDS, q["id"]
        assert q["text"].strip() == q["text"] != "", q["id"]
        assert q["who"] in {"agent", "installer", "owner"}, q["id"]
        assert q["style"] in {"plain", "typo", "slang", "terse"}, q["id"]


def test_ids_and_texts_are_unique(questions):
    """One id names one question (the split hangs on it), and no text is asked twice."""
    for values in ([q["id"] for q in questions], [q["text"].casefold() for q in questions]):
        assert [v for v, n in Counter(values).items() if n > 1] == []


def test_every_answer_is_a_fact(questions, kinds):
    """Answers are base ids of facts in the corpus as it stands, each listed once."""
    unknown = [(q["id"], a) for q in questions for a in q["answers"] if a not in kinds]
    assert unknown == []
    assert [q["id"] for q in questions if len(set(q["answers"])) != len(q["answers"])] == []


def test_kind_is_that_of_the_best_answer(questions, kinds):
    """`kind` says what the first answer is."""
    wrong = [q["id"] for q in answerable(questions) if q["kind"] != kinds[q["answers"][0]]]
    assert wrong == []


def test_unanswerable_questions_say_why(questions):
    """No answers, kind none, and a reason; an answerable question has answers and needs no reason."""
    for q in questions:
        if q["unanswerable"]:
            assert (q["answers"], q["kind"], bool(q.get("why"))) == ([], "none", True), q["id"]
        else:
            assert q["answers"], q["id"]
            assert "why" not in q, q["id"]


def test_a_third_is_misspelt_or_slang(questions):
    """People misspell: at least a third of the answerable questions does, or speaks their words."""
    asked = answerable(questions)
    assert sum(q["style"] in MISSPELT_OR_SLANG for q in asked) >= len(asked) / 3


def test_devices_are_known_and_about_half_are_named(questions, corpus):
    """A named device is one of ours; between 40 % and 65 % of the questions name one."""
    named = [q["device"] for q in questions if q["device"] is not None]
    assert set(named) <= set(corpus.devices)
    assert 0.4 <= len(named) / len(questions) <= 0.65


def test_every_device_is_asked_about(questions, corpus):
    """Each device of the corpus is named by an answerable question."""
    assert {q["device"] for q in answerable(questions)} - {None} == set(corpus.devices)


def test_every_kind_is_asked_for(questions):
    """Each fact kind is the best answer of at least three questions."""
    count = Counter(q["kind"] for q in answerable(questions))
    assert {kind for kind in KINDS if count[kind] < 3} == set()


def test_all_three_people_ask(questions):
    """Agents, installers and home owners each ask at least a tenth of the questions."""
    count = Counter(q["who"] for q in questions)
    assert all(count[who] >= len(questions) / 10 for who in ("agent", "installer", "owner"))


def test_split_is_about_even(questions):
    """The rule by id puts between 44 % and 56 % of either sort of question on the learning side."""
    for sort in (True, False):
        sides = Counter(split_of(q["id"]) for q in questions if q["unanswerable"] is sort)
        assert 0.44 <= sides["learn"] / sides.total() <= 0.56, sides


def test_each_kind_stands_on_both_sides(questions):
    """No kind is learnt from without being checked, nor checked without being learnt from."""
    for kind in KINDS | {"none"}:
        assert {split_of(q["id"]) for q in questions if q["kind"] == kind} == {"learn", "check"}, kind


def test_the_split_rule_is_written_in_the_file():
    """Who opens the file reads which part must not be tuned on."""
    head = PATH.read_text().split("\n- ")[0]
    assert "sha256(id)" in head
    assert "nobody" in head.casefold()


def test_the_question_file_is_no_part_of_the_knowledge_base(corpus):
    """Questions stay out of the corpus hash, so that no bundle is built from them."""
    from kb.curation.corpus import corpus_files

    assert Path(PATH) not in corpus_files(corpus.root)
