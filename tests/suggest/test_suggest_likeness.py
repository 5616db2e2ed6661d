"""How near a ticket comes to what people say of a cause: soft, complete, and never the last word."""

from __future__ import annotations

import numpy as np
import pytest

from kb.bundle import said
from kb.diagnose import api
from kb.suggest import evidence, likeness
from kb.suggest.advise import suggest


def test_every_cause_is_told_in_peoples_words(kb):
    """Each cause has at least two phrases of its own, and the bundle holds the vector of each and of every other matter's."""
    kept = said.unpack(kb.extras[said.NAME])
    causes = [(m.id, c) for m in api.models(kb) for c in m.source.causes]
    assert [(m, c.id) for m, c in causes if len(set(c.said)) < 2] == []
    letters = (*said.texts(m.source for m in api.models(kb)), *kb.elsewhere.texts)
    assert {said.key(x) for x in letters} == set(kept)


def test_a_kept_vector_is_the_encoders(kb):
    """What the bundle holds in half precision is what the encoder gives, so a phrase meets itself."""
    kept = said.unpack(kb.extras[said.NAME])
    texts = said.texts(m.source for m in api.models(kb))[::97]
    near = [float(v @ kept[said.key(x)]) for x, v in zip(texts, kb.encoder.encode(texts), strict=True)]
    assert min(near) > 0.99


def test_packed_vectors_come_back(kb):
    """Packing keeps every text's vector under its key; nothing packed is nothing read."""
    vectors = np.array([[1.0, 0.0], [0.5, -0.25]], dtype=np.float32)
    back = said.unpack(said.pack(("a", "b"), vectors))
    assert [back[said.key(x)].tolist() for x in ("a", "b")] == vectors.tolist()
    assert said.unpack("") == {}


@pytest.mark.parametrize("model", ["growatt-65-alarm", "sr48100h-soc", "sigenstor-strip-light", "mysigen-app"])
def test_a_causes_own_words_come_nearest_to_it(kb, model):
    """The first phrase of a cause, sent as a ticket, is nearest to that cause, and shifts belief to it."""
    book = next(m for m in api.models(kb) if m.id == model)
    for n, cause in enumerate(book.source.causes):
        near = likeness.weigh(kb, [book], likeness.told(kb, [cause.said[0]], cause.said[0]))
        assert int(near.near[model][:-1].argmax()) == n, cause.said[0]
        assert near.weighed(book, book.prior)[n] > book.prior[n]


def test_nearness_moves_belief_and_excludes_nothing(kb):
    """Weighed priors sum to 1, every cause and something else keep a share; a ticket of nothing changes nothing."""
    models = [m for m in api.models(kb) if "sr48100h" in m.source.devices]
    near = likeness.weigh(kb, models, likeness.told(kb, ["it stays at 99 percent"], "it stays at 99 percent"))
    assert sum(near.shares().values()) == pytest.approx(1.0)
    for model in models:
        weighed = near.weighed(model, model.prior)
        assert weighed.sum() == pytest.approx(1.0)
        assert (weighed > 0).all()
    nothing = likeness.weigh(kb, models, likeness.told(kb, [], "  "))
    assert (nothing.top, nothing.shares()) == (0.0, {})
    assert nothing.weighed(models[0], models[0].prior) is models[0].prior


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("it is 52 degrees up there", "hot"),
        ("about -12 °C in the barn", "cold"),
        ("minus 6 C last night", "cold"),
        ("20 °C in the cellar", "mild"),
        ("it is 90 degrees fahrenheit", None),
        ("50 V and 60 A", None),
        ("from -10 °C to 50 °C", None),
    ],
)
def test_a_temperature_answers_how_warm_it_is(kb, told, answer):
    """A temperature falls into the band that a choice names; other units and both extremes at once say nothing."""
    model = next(m for m in api.models(kb) if m.id == "sr48100h-charge-discharge")
    assert evidence.temperatures(model, told).get("temperature") == answer


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("The breaker is on.", "on"),
        ("breaker closed, button held", "on"),
        ("the battery breaker is down", "off"),
        ("the breaker on the wall", None),
    ],
)
def test_where_a_breaker_stands_is_read(kb, told, answer):
    """On and closed, off and down; where it hangs is no position."""
    model = next(m for m in api.models(kb) if m.id == "growatt-65-start-parallel")
    assert evidence.positions(model, told).get("breaker") == answer


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("String 2 measures -402 V before plugging in", "negative"),
        ("the meter on the plugs: -361.", "negative"),
        ("PV1 reads +398, PV2 reads -402", "negative"),
        ("both strings +398 V", "positive"),
        ("it is -20 °C at the string", None),
        ("10-12 V on the meter, call 555-301", None),
        ("string voltage fine", None),
    ],
)
def test_the_sign_of_a_voltage_is_read(kb, told, answer):
    """A voltage with a minus is negative though another one is positive; ranges, temperatures and numbers of calls have no sign."""
    model = next(m for m in api.models(kb) if m.id == "sigenstor-lamps")
    assert evidence.signs(model, told).get("dc-voltage") == answer


def test_an_alarm_is_taken_apart_where_questions_lead_on(kb):
    """A pair that fails is led to the complaint with several causes for that alarm, not to the alarm's bare name."""
    models = [m for m in api.models(kb) if "growatt-65" in m.source.devices]
    bare = next(m for m in models if m.id == "growatt-65-alarm")
    assert evidence.closer(models, bare, "parallel-connection-failure").id == "growatt-65-start-parallel"
    assert evidence.closer(models, bare, "relay1-failure") is bare
    assert evidence.closer(models, bare, "something-else") is bare


def test_what_was_heard_is_doubted(engine):
    """A single everyday word that meets a choice does not silence everything else the ticket tells."""
    found = suggest(
        engine, "SigenStor", "I created the system in the morning. The inverter's own wifi is no longer in the list."
    )
    assert "hotspot-gone" in [c.id for c in found.causes]


def test_two_complaints_share_a_ticket_that_fits_both(engine):
    """Where no complaint is nearly certain, causes of the next ones are listed with their part of all; parts sum to at most 1."""
    found = suggest(engine, "SR48100H", "The SR48100H neither charges nor does the inverter see it.")
    assert len({c.model for c in found.causes}) > 1
    assert found.model["id"] in {c.model for c in found.causes}
    assert sum(c.p for c in found.causes) <= 1.0 + 1e-3
    assert [c.p for c in found.causes] == sorted((c.p for c in found.causes), reverse=True)


def test_a_ticket_that_fits_one_complaint_has_its_causes_alone(engine):
    """Nothing of other complaints is listed where one is nearly certain."""
    found = suggest(engine, "SR48100H", "SR48100H does not start, no lamp at all. It stood in storage for two years.")
    assert {c.model for c in found.causes} == {found.model["id"]}


def test_a_cause_that_two_complaints_name_stands_once(engine):
    """One alarm is listed once, whichever complaint names it."""
    found = suggest(
        engine, "Growatt pair", "Two Growatt batteries, ALM red, parallel connection failure. Voltages differ."
    )
    of = {
        c.model: {f for k in found.causes if k.model == c.model for f in k.facts if "/alarm/" in f}
        for c in found.causes
    }
    names = list(of)
    assert all(not of[a] & of[b] for n, a in enumerate(names) for b in names[n + 1 :])


def test_a_word_that_other_words_gainsay_is_hardly_meant(engine):
    """A word of an answer in a sentence that means something else decides nothing."""
    text = "SR48100H refuses to charge when nearly full, the charger jumps to idle. After using some power it takes charge again."
    found = suggest(engine, "SR48100H charging stops", text)
    assert found.causes[0].id != "jumps"


def test_what_sets_causes_apart_weighs_beside_nearness(engine):
    """The classifier moves a cause that the nearest phrase alone puts behind; shares of models still sum to one."""
    kb = engine.kb
    models = [m for m in api.models(kb) if "sr48100h" in m.source.devices]
    said = "Third time in a row the shop went dead when planer and extraction start together, and now it stays off."
    found = likeness.weigh(kb, models, likeness.told(kb, [said], said))
    assert set(found.lean) == {m.id for m in models}
    assert sum(found.shares().values()) == pytest.approx(1.0)
    bare = likeness.Likeness(found.near)
    for model in models:
        lean, causes = found.lean[model.id], len(model.source.causes)
        assert lean.shape == (causes + 1,)
        flat = np.full(causes + 1, 1.0 / (causes + 1))
        moved = found.weighed(model, flat) / bare.weighed(model, flat)
        # What the classifier finds likelier than the others gains by it, in this very order.
        assert np.array_equal(np.argsort(moved, kind="stable"), np.argsort(lean, kind="stable"))
