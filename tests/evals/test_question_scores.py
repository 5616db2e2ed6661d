"""The engine on the project's own questions does not fall behind what it has reached, and the table tells of every group."""

from __future__ import annotations

import math

import pytest

from kb.curation.corpus import default_root
from kb.evals import questions as q
from kb.evals.questions import Outcome, Question
from kb.model.errors import CorpusError

# Floors against going back, not goals: a little below what the engine reached when they were set (23 November 2026: first
# 0.950, in three 0.992, abstained 1.000, refused 0.004 of 620 questions), so that a question added tomorrow does not fail
# them and a constant turned the wrong way does. Raise them when the figures rise; the goals stand in issue 3.
FIRST = 0.92  # the right fact stands first: what a support agent reads out
IN_THREE = 0.97  # it stands among the three that fit on a phone
ABSTAINED = 0.97  # of questions that the manuals do not answer
REFUSED = 0.015  # at most this share of answerable questions is sent away
SPLITS = ("all", "split learn", "split check")
# A split is half of the questions, and so moves further by chance.
LENIENCE = {"all": 0.0, "split learn": 0.0, "split check": 0.02}


@pytest.fixture(scope="module")
def asked():
    """The question set."""
    return q.load(default_root() / "questions.yaml")


@pytest.fixture(scope="module")
def outcomes(engine, asked):
    """Every question asked once."""
    return q.ask(engine, asked)


@pytest.fixture(scope="module")
def rows(outcomes):
    """The table by group."""
    return {row.group: row for row in q.table(outcomes)}


@pytest.mark.parametrize("group", SPLITS)
def test_the_right_fact_stands_first(rows, group):
    """The floor on the right fact standing first holds on all questions and on both splits."""
    assert rows[group].first >= FIRST - LENIENCE[group]


@pytest.mark.parametrize("group", SPLITS)
def test_the_right_fact_stands_in_the_first_three(rows, group):
    """The floor on the right fact standing among the first three holds on all questions and on both splits."""
    assert rows[group].third >= IN_THREE - LENIENCE[group]


@pytest.mark.parametrize("group", SPLITS)
def test_what_the_manuals_do_not_hold_is_not_answered(rows, group):
    """The floor on abstaining holds on all questions and on both splits."""
    assert rows[group].abstained >= ABSTAINED - 2 * LENIENCE[group]


@pytest.mark.parametrize("group", SPLITS)
def test_few_answerable_questions_are_refused(rows, group):
    """Hardly anybody whose answer is in the manuals is sent away."""
    assert rows[group].refused <= REFUSED + LENIENCE[group]


def test_there_is_a_row_for_every_group(rows, asked):
    """The table has a row for each kind, device, style and person, for both splits and for all, and no other."""
    groups = {"all", *SPLITS}
    for x in asked:
        groups |= {f"kind {x.kind}", f"style {x.style}", f"who {x.who}", f"device {x.device or 'not named'}"}
    assert set(rows) == groups
    assert list(rows) == sorted(rows)


@pytest.mark.parametrize("group", ["kind ", "device ", "style ", "who ", "split "])
def test_the_rows_of_a_group_add_up(rows, asked, group):
    """Every question stands in exactly one row of each sort."""
    assert sum(r.questions for name, r in rows.items() if name.startswith(group)) == len(asked)
    assert rows["all"].questions == len(asked)


def test_every_question_was_asked_once(outcomes, asked):
    """There is one outcome for each question, in order, with base ids and a time."""
    assert [o.question for o in outcomes] == list(asked)
    assert all("@" not in i for o in outcomes for i in o.ranked)
    assert all(len(o.ranked) <= 10 and o.took_ms > 0 for o in outcomes)


def question(name, *, answers=(), unanswerable=False):
    """A question for scoring by hand."""
    return Question(name, "text", "agent", "pin", "plain", answers, unanswerable=unanswerable)


def test_a_group_scored_by_hand():
    """Two answered (first; second), one answerable that is refused, two unanswerable of which one is refused."""
    row = q.score(
        "x",
        [
            Outcome(question("1", answers=("a",)), ("a", "b"), answered=True, took_ms=1.0),
            Outcome(question("2", answers=("b@quick", "c")), ("a", "b"), answered=True, took_ms=2.0),
            Outcome(question("3", answers=("a",)), ("a",), answered=False, took_ms=3.0),
            Outcome(question("4", unanswerable=True), ("a",), answered=False, took_ms=4.0),
            Outcome(question("5", unanswerable=True), ("a",), answered=True, took_ms=5.0),
        ],
    )
    assert (row.questions, row.first, row.third) == (5, pytest.approx(1 / 3), pytest.approx(2 / 3))
    assert row.mrr == pytest.approx((1 + 0.5 + 1) / 3)
    assert row.ndcg == pytest.approx((1 + (1 / math.log2(3)) / (1 + 1 / math.log2(3)) + 1) / 3)
    assert (row.refused, row.abstained) == (pytest.approx(1 / 3), 0.5)
    assert (row.p50_ms, row.p95_ms) == (3.0, 5.0)


def test_a_group_without_a_sort_has_no_figure():
    """What cannot be measured is not a number, and not zero."""
    row = q.score("x", [Outcome(question("4", unanswerable=True), (), answered=False, took_ms=1.0)])
    assert math.isnan(row.first)
    assert math.isnan(row.refused)
    assert row.abstained == 1.0


def test_a_broken_question_set_is_told(tmp_path):
    """A question with an unknown field, or a file that is no list, is an error with the place."""
    path = tmp_path / "questions.yaml"
    path.write_text('- {id: "1", text: "t", who: a, kind: b, style: c, answers: [], typo: 1}\n')
    with pytest.raises(CorpusError, match=r"questions\.yaml"):
        q.load(path)
