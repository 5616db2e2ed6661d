"""Whatever a ticket holds, it is answered or refused in a sentence; never a crash."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.evals import grounding
from kb.model.errors import QueryError
from kb.suggest.advise import suggest

_TEXT = (
    "SR48100H Growatt SigenStor mySigen ALM RUN red flashing off steady COVP PUVP RS485 CAN pin 4 does not charge fire smoke "
    "water why how which ? . , ; \n > -- <p> </div> &amp; \u202e \ud800 already tried reset 54 V Deye invoice либо nicht ich"
)
_WORDS = st.sampled_from(_TEXT.split(" "))


@pytest.fixture(scope="module")
def answered(engine, kb):
    """Answers a ticket; returns the suggestion and what of its reply no fact says. A function: its repr is short."""

    def answer(subject, body, role):
        found = suggest(engine, subject, body, role=role)
        return found, grounding.ungrounded(kb, found)

    return answer


def test_what_names_the_product_is_cited_and_a_bus_names_none(answered):
    """A code that only one product has is shown with its place; RS485, which many have, gives no product away."""
    found, ungrounded = answered("COVP", "COVP after the storm, why", "lay")
    assert found.device == "sr48100h"
    assert "because of COVP" in found.reply.plain
    assert ungrounded == ()
    found, _ = answered("RS485", "red light since RS485 was wired", "lay")
    assert found.device is None


def test_the_steps_of_a_remedy_are_a_list(answered):
    """What to check in order stands line by line, and whom to call stands last."""
    found, _ = answered("Growatt", "low temperature charge protection alarm on the Growatt battery", "lay")
    steps = [line for line in found.reply.plain.splitlines() if line[:3] in {"1. ", "2. ", "3. "}]
    assert len(steps) > 2
    assert grounding.same_content(found)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(_WORDS, max_size=40), role=st.sampled_from(["lay", "installer", "support"]))
def test_any_words_are_answered_or_refused(answered, words, role):
    """Names, codes, markup and stray characters in any order: one suggestion, borne out by its facts, in three equal forms."""
    try:
        found, ungrounded = answered(" ".join(words[:5]), " ".join(words), role)
    except QueryError:
        return
    assert ungrounded == ()
    assert grounding.same_content(found)
    assert found.covered or not found.reply.plain
