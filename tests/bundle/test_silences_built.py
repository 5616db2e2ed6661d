"""What the manuals do not say is built into the bundle: each silence with its vectors, after those of facts and passages."""

from __future__ import annotations

import msgspec
import pytest

from kb.bundle import entries, writer
from kb.bundle.store import open_bundle
from kb.search.engine import Engine

SILENCES = """- id: glow-5/silence/noise
  devices: [glow-5]
  topic: "how loud it is"
  near: [glow-5/spec/charge-voltage]
  nowhere: [decibel]
  asks: ["how loud is it", "does it hum at night", "decibels"]
- id: glow-5/silence/colour
  devices: [glow-5]
  topic: "which colour the housing has"
  figure_only: true
  asks: ["which colour is it", "is it white", "colours to choose from", "does it come in black"]
"""


@pytest.fixture
def silent_home(glow_home):
    """A Glow 5 whose manual is known not to say two things, built."""
    (glow_home.corpus / "silences").mkdir()
    (glow_home.corpus / "silences" / "glow-5.yaml").write_text(SILENCES, encoding="utf-8")
    writer.build(glow_home.corpus, glow_home.bundle)
    return glow_home


def test_a_bundle_without_silences_works(glow_home):
    """A corpus that knows none is built, opened, asked and answered."""
    kb = open_bundle(glow_home.bundle)
    assert kb.silences == ()
    assert kb.manifest.counts["silences"] == 0
    assert set(kb.vector_owners) == set(range(len(kb.entries)))
    answer = Engine(kb).search("COVP")
    assert (answer.answered, answer.silence) == (True, None)


def test_silences_keep_their_vectors(silent_home):
    """Vectors of a silence are those of its topic and its ways of asking, in this order, after all of facts and passages."""
    kb = open_bundle(silent_home.bundle)
    said, owners = entries.texts(kb.entries, kb.silences)
    assert kb.manifest.counts["silences"] == len(kb.silences) == 2
    assert list(kb.vector_owners) == owners == sorted(owners)
    first = owners.index(len(kb.entries))
    assert said[first:] == [t for s in kb.silences for t in (s.topic, *s.asks)]
    assert kb.vectors.reconstruct_n(first, 9) == pytest.approx(kb.encoder.encode(said[first:]), abs=1e-6)


def test_a_further_way_of_asking_embeds_one_text(silent_home):
    """An edited silence embeds what it changed; one that is taken out leaves the vectors of the others as they were."""
    file = silent_home.corpus / "silences" / "glow-5.yaml"
    file.write_text(SILENCES.replace('"decibels"]', '"decibels", "does it whistle"]'), encoding="utf-8")
    assert writer.build(silent_home.corpus, silent_home.bundle).embedded == 1
    file.write_text(SILENCES[: SILENCES.index("- id: glow-5/silence/colour")], encoding="utf-8")
    assert writer.build(silent_home.corpus, silent_home.bundle).embedded == 0
    kb = open_bundle(silent_home.bundle)
    assert [s.id for s in kb.silences] == ["glow-5/silence/noise"]
    assert kb.vectors.ntotal == len(kb.vector_owners) == len(entries.texts(kb.entries, kb.silences)[0])


def test_a_silence_is_said_in_full(silent_home):
    """The refusal names the product, what is not said, and that a figure shows it where one does."""
    engine = Engine(open_bundle(silent_home.bundle))
    reading = engine.understander.read("glow 5")
    plain, drawn = (engine._not_said(s, reading) for s in engine.kb.silences)
    assert plain == "The manuals of Glow 5 do not say: how loud it is."
    assert drawn == "The manuals of Glow 5 do not say: which colour the housing has. A figure shows it, no text."


def test_a_silence_is_read_back_as_it_was(silent_home):
    """What is kept in the bundle is the silence itself; a bundle of an older build, which kept none, has none."""
    kb = open_bundle(silent_home.bundle)
    kept = msgspec.json.decode(kb.extras["silences"])
    assert [s["id"] for s in kept] == [s.id for s in kb.silences]
    assert kb.silences[1].figure_only
    del kb.extras["silences"]
    kb.__dict__.pop("silences", None)
    assert kb.silences == ()
