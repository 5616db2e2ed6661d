"""The golden manuals: made-up products in the damage styles of extractors, imported and compared with the facts they hold."""

from __future__ import annotations

import os

import pytest
from goldens import FOLDER, MANUALS, TOLD, draft

from kb.curation.corpus import default_root
from kb.evals import golden
from kb.evals.extraction import compare, total
from kb.extract.registry import facts_of
from kb.importing.ask import DraftIndex
from kb.ingest import markdown

# Embedding every passage of every manual takes half a minute: at the gate every second manual is asked.
ASKED = list(TOLD)[:: 2 if os.environ.get("PINLIGHT_GATE") else 1]


@pytest.fixture(scope="module")
def comparisons():
    return [
        compare(p.name, golden.doubted(draft(p.stem)), golden.reference_of(told["facts"])) for p, told in TOLD.items()
    ]


def test_the_stored_manuals_are_what_the_script_writes(monkeypatch):
    """Nobody edits a golden file by hand: the script that tells how the damage was done writes each of them."""
    monkeypatch.syspath_prepend(str(FOLDER))
    import make

    written = make.write()
    stored = {
        p.name
        for p in FOLDER.iterdir()
        if p.suffix in {".txt", ".json"} or (p.suffix == ".md" and p.stem.endswith("-md"))
    }
    assert {k for k in written if k in stored} == set(written)
    for name, content in written.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == content, name


def test_facts_without_a_doubt_are_right(comparisons):
    """A row that may be wrong carries a mark: of the rows without one, 98 of 100 are right, and four of five facts are found."""
    whole = total(c.core for c in comparisons)
    assert whole.wanted > 250
    assert whole.sure_precision >= 0.98
    assert whole.precision >= 0.95
    assert whole.recall >= 0.80


def test_a_manual_without_a_lamp_table_yields_no_lamp(comparisons):
    """Panel legends, pulse lights and switches are no lamp states."""
    without = [c for c in comparisons if not next(s for s in c.scores if s.kind == "led_state").wanted]
    assert without
    assert all(not next(s for s in c.scores if s.kind == "led_state").found for c in without)


@pytest.mark.parametrize("name", MANUALS)
def test_every_draft_is_in_the_corpus_form(name):
    """A draft is read by the corpus's own reader without a problem, and its facts are the ones that were recognised."""
    result = draft(name)
    problems = []
    document = markdown.read(result.text.encode(), file="draft.md", problems=problems)
    facts = [f.id for f, _ in facts_of(document, problems)]
    assert problems == []
    assert facts == [f.id for f in result.facts]
    assert result.dropped == ()


def test_own_editions_stay_out_of_the_golden_folder():
    """The corpus holds what is reviewed, the golden folder what is made up."""
    assert not set(MANUALS) & {p.stem for p in (default_root() / "manuals").glob("*.md")}


def test_questions_to_a_draft_find_their_passage(kb):
    """Nobody has reviewed it, and still the right passage stands first for six questions of ten and in five for 17 of 20."""
    first = five = asked = 0
    for path in ASKED:
        result = draft(path.stem)
        index = DraftIndex(result.document, result.facts, kb.encoder, kb.english)
        for question, words in TOLD[path]["questions"]:
            ranked = [n for n, a in enumerate(index.ask(question, 5)) if words.lower() in a.text.lower()]
            asked += 1
            first += 0 in ranked
            five += bool(ranked)
    assert asked > 40
    assert first >= 0.6 * asked
    assert five >= 0.85 * asked
