"""The project's own tickets are sound, and the suggestions to them do not fall behind what they reached."""

from __future__ import annotations

import hashlib
import html
import math
import os
import re

import msgspec
import pytest

from kb.curation.corpus import default_root
from kb.evals import grounding
from kb.evals import tickets as t
from kb.model.errors import CorpusError, QueryError
from kb.suggest import mail
from kb.suggest.advise import suggest
from kb.suggest.cut import MAX_SENTENCES
from kb.suggest.model import Suggestion
from kb.suggest.read import read
from kb.suggest.reckon import MAX_SEARCHED

ALL = t.load(default_root() / "tickets")
# Answering all takes half a minute, most of it in the encoder. The gate answers a seventh, chosen by nobody, and every danger.
TICKETS = [
    x
    for x in ALL
    if not os.environ.get("PINLIGHT_GATE") or x.danger or hashlib.sha256(x.id.encode()).digest()[1] % 7 == 0
]
# Floors against going back, a little below what was reached when they were set; the goals stand in issue 7.
FLOORS = {"device": 0.98, "cause": 0.96, "fact": 0.84, "danger": 1.0, "asked": 0.92, "answered": 0.98}


@pytest.fixture(scope="module")
def outcomes(engine):
    """Every ticket answered once."""
    return {o.ticket.id: o for o in t.run(engine, TICKETS)}


def test_the_tickets_are_sound(kb):
    """Every id they name exists, and nothing they expect contradicts itself."""
    assert [p.message for p in t.check(kb, ALL)] == []


def test_there_are_tickets_of_every_sort():
    """At least 200, of them 15 that the manuals do not cover and 10 that name no product; both halves, all who write."""
    assert len(ALL) >= 200
    assert sum(x.expect == "none" for x in ALL) >= 15
    assert sum(not x.devices and x.expect == "ask" for x in ALL) >= 10
    assert sum(x.danger for x in ALL) >= 5
    assert {x.who for x in ALL} == {"owner", "installer", "agent"}
    assert min(sum(x.split == s for x in ALL) for s in ("learn", "check")) >= len(ALL) / 3


def test_a_wrong_ticket_is_told(kb):
    """The check finds devices, causes and facts that are not there, and expectations that contradict each other."""
    good = next(x for x in ALL if x.expect == "advise" and x.causes)
    for change in (
        {"devices": ("nope",)},
        {"causes": ("nope/x",)},
        {"facts": ("nope/x",)},
        {"expect": "none"},
        {"devices": ()},
    ):
        assert t.check(kb, [msgspec.structs.replace(good, **change)]), change


def test_a_broken_file_is_told(tmp_path):
    """An unknown key and an id that stands twice stop the loader, with the file's name."""
    (tmp_path / "a.yaml").write_text(
        "- {id: a, who: owner, subject: x, body: y, devices: [], expect: none, colour: red}\n"
    )
    with pytest.raises(CorpusError, match=r"a\.yaml"):
        t.load(tmp_path)
    one = "- {id: a, who: owner, subject: x, body: y, devices: [], expect: none}\n"
    (tmp_path / "a.yaml").write_text(one * 2)
    with pytest.raises(CorpusError, match="stands twice"):
        t.load(tmp_path)


def test_the_measures_hold(outcomes):
    """Device, cause, answer and danger are right as often as they were, over all tickets."""
    row = t.score("all", outcomes.values())
    reached = {name: getattr(row, name) for name in FLOORS}
    # A part of the tickets has few of each sort: there one more may be wrong.
    tested = {
        "fact": sum(o.fact is not None for o in outcomes.values()),
        "asked": sum(x.expect == "ask" for x in TICKETS),
    }
    slack = {n: 1 / max(1, tested.get(n, len(TICKETS))) if len(TICKETS) < len(ALL) else 0.0 for n in FLOORS}
    assert {n: v for n, v in reached.items() if math.isnan(v) or v < FLOORS[n] - slack[n]} == {}
    assert row.proposed == 0


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda x: x.id)
def test_a_reply_says_only_what_its_facts_say(outcomes, ticket):
    """Every figure, code and colour of every reply stands in the facts it cites, and every place is a fact's."""
    assert outcomes[ticket.id].ungrounded == ()


@pytest.mark.parametrize("ticket", TICKETS, ids=lambda x: x.id)
def test_the_three_forms_say_the_same(outcomes, ticket):
    """Plain, Markdown and HTML have the same words; the HTML has no tags but those of a reply."""
    outcome = outcomes[ticket.id]
    assert outcome.error == ""
    assert outcome.same
    assert set(re.findall(r"</?([a-z]+)", outcome.found.reply.html)) <= {"p", "strong", "ol", "ul", "li"}


def test_the_checker_can_fail(kb, outcomes):
    """A figure, a code, a colour and a place that no cited fact has are each found in a doctored reply."""
    honest = next(o.found for o in outcomes.values() if o.found.sources and not o.ungrounded)
    assert grounding.ungrounded(kb, honest) == ()
    head, _, tail = honest.reply.plain.partition("\n")
    for lie in (
        "It takes 7919 minutes.",
        "The code is XQZW.",
        "Wait until the lamp is purple or orange, blue and green.",
    ):
        doctored = msgspec.structs.replace(
            honest, reply=msgspec.structs.replace(honest.reply, plain=f"{head}\n{lie}\n{tail}")
        )
        assert grounding.ungrounded(kb, doctored), lie
    place = honest.reply.plain + "\n[99] Another manual, edition 1, 1 Nothing, lines 1"
    assert grounding.ungrounded(
        kb, msgspec.structs.replace(honest, reply=msgspec.structs.replace(honest.reply, plain=place))
    )
    other = msgspec.structs.replace(honest.reply, markdown=honest.reply.markdown + " more")
    assert not grounding.same_content(msgspec.structs.replace(honest, reply=other))


def test_a_fact_taken_away_takes_its_claims_along(kb, outcomes):
    """Without its sources a reply that names figures or codes is no longer borne out."""
    naming = [o.found for o in outcomes.values() if o.found.causes and o.found.sources]
    bare = [msgspec.structs.replace(f, sources=()) for f in naming]
    assert sum(bool(grounding.ungrounded(kb, f)) for f in bare) > len(bare) / 2


def test_uncovered_tickets_get_no_proposal(outcomes):
    """Where the manuals are silent nothing is proposed, and it is said why."""
    for outcome in outcomes.values():
        if outcome.found and not outcome.found.covered:
            found = outcome.found
            assert (found.reply.plain, found.causes, found.answers, found.parts, found.next) == ("", (), (), (), None)
            assert found.why_not


def test_danger_comes_first_and_stands_alone(outcomes):
    """Where something burns or leaks, the reply begins with what to do about that, and has no repair."""
    for outcome in outcomes.values():
        if outcome.ticket.danger:
            kinds = [p.kind for p in outcome.found.parts]
            assert kinds[:2] == ["device", "safety"]
            assert not {"steps", "cause", "answer"} & set(kinds)


def test_an_unclear_product_is_asked_for_and_nothing_else_said(outcomes):
    """The question names the products; only danger may stand before it, product by product."""
    for outcome in outcomes.values():
        if outcome.found.certainty == "unclear":
            assert outcome.found.next["id"] == "device"
            assert {p.kind for p in outcome.found.parts} <= {"question", "safety"}
            assert outcome.found.parts[-1].kind == "question"
            assert (outcome.found.causes, outcome.found.answers) == ((), ())


def test_a_product_that_is_known_is_not_asked_for(engine, kb):
    """The helpdesk's product field settles what the ticket leaves open."""
    ticket = next(x for x in ALL if x.id == "un-red-light")
    for device in ("sr48100h", "growatt-65"):
        found = suggest(engine, ticket.subject, ticket.body, device=device)
        assert (found.device, found.certainty, found.ask_device) == (device, "said", ())


def test_what_a_customer_writes_is_escaped(engine):
    """Nothing of a ticket reaches the reply as markup."""
    found = suggest(
        engine, "<script>x</script> SR48100H", "SR48100H <img src=x onerror=alert(1)> shows COVP, does not charge"
    )
    assert "<img" not in found.reply.html
    assert "<script" not in found.reply.html
    assert found.reply.html != html.unescape(found.reply.html) or "&" not in found.reply.plain


def test_a_lay_person_is_not_told_to_do_an_installers_work(engine, kb):
    """Role lay gets no repair of an installer; role support gets it marked as such."""
    told = "Growatt 6.5 kWh battery, the CAN wire between PCS and battery is loose, the PCS shows no data of it"
    for found in (suggest(engine, "", told, role="lay"), suggest(engine, "", told, role="support")):
        assert isinstance(found, Suggestion)
    titles = [p.title for p in suggest(engine, "", told, role="lay").parts if p.kind == "steps"]
    assert not any("installer" in x for x in titles)


def test_the_work_is_bounded(engine, monkeypatch):
    """However long a ticket, so many sentences are read and so many searched for, and no more."""
    asked: list[str] = []
    search = engine.search
    monkeypatch.setattr(engine, "search", lambda q, *a, **k: asked.append(q) or search(q, *a, **k))
    body = "\n".join(f"SR48100H number {n} does not charge, why is that?" for n in range(1500))
    suggest(engine, "", body)
    assert 0 < len(asked) <= 2 * MAX_SEARCHED
    assert len(read(engine, mail.read("", body)).sentences) == MAX_SENTENCES


@pytest.mark.parametrize(("device", "role"), [("nope", "support"), (None, "king")])
def test_unknown_names_are_refused(engine, device, role):
    """An unknown device or role is an error with a sentence, whatever the ticket says."""
    with pytest.raises(Exception, match=r"no (device|role)") as caught:
        suggest(engine, "SR48100H", "shows COVP and does not charge", device=device, role=role)
    assert isinstance(caught.value, (QueryError, LookupError))
