"""Facts: one type for each kind, one JSON form."""

from __future__ import annotations

import msgspec
import pytest
import whole

from kb.model.errors import (
    BundleError,
    CorpusError,
    ModelError,
    NotFoundError,
    OriginalError,
    PinlightError,
    Problem,
    QueryError,
)
from kb.model.facts import KINDS, Blink, Cable, Fact, Source, Wire, base_id, decode, encode, kind_of, to_json

SOURCE = Source("m", "v1", "1", "Title", "12-14", "a")


def test_every_kind_has_its_type():
    """The list of kinds and the union of types are the same."""
    assert {t.__struct_config__.tag for t in Fact.__args__} == set(KINDS)


def test_facts_survive_the_bundle():
    """Each fact of the corpus is read back as it was written."""
    facts = whole.corpus().facts
    assert facts
    assert all(decode(encode(f)) == f for f in facts)


def test_json_names_the_kind():
    """The contract's JSON carries `kind`, the source and plain lists."""
    blink = Blink(id="d/blink/f", devices=("d",), source=SOURCE, name="F", on_s=0.25, off_s=1)
    told = to_json(blink)
    assert (told["kind"], told["source"]["lines"], kind_of(blink)) == ("blink", "12-14", "blink")
    assert "line" not in told


def test_a_cable_tells_wires_as_from_to_signal():
    """Wires are [from, to, signal] in the contract; optional ones are told beside them."""
    wires = (Wire("4", "7", "CAN-H"), Wire("6", "3", "GND", optional=True))
    cable = Cable(id="d/cable/x", devices=("d",), source=SOURCE, from_device="d", to="X", status="mapped", pins=wires)
    told = to_json(cable)
    assert (told["pins"], told["optional_pins"]) == ([["4", "7", "CAN-H"], ["6", "3", "GND"]], ["6"])


def test_facts_cannot_be_changed():
    """A fact is frozen: nobody alters it on the way from the manual to the page."""
    blink = Blink(id="d/blink/f", devices=("d",), source=SOURCE, name="F", on_s=0.25, off_s=1)
    with pytest.raises(AttributeError):
        blink.on_s = 9
    with pytest.raises(msgspec.ValidationError):
        decode('{"kind": "smell"}')


def test_the_tag_comes_off_the_id():
    """Two editions' facts about one thing share their base id."""
    assert base_id("sigenstor-ec/com/5@quick") == base_id("sigenstor-ec/com/5") == "sigenstor-ec/com/5"


def test_one_error_tree():
    """Every error raised on purpose is a PinlightError, and the callers' classes fit Python's own."""
    for error in (BundleError, CorpusError, ModelError, NotFoundError, OriginalError, QueryError):
        assert issubclass(error, PinlightError)
    assert issubclass(QueryError, ValueError)
    assert issubclass(NotFoundError, LookupError)


def test_a_problem_reads_as_place_what_and_what_to_do():
    """`file:line: what. Do this.`, sorted by place, the count in front."""
    two = CorpusError([Problem("b.md", 2, "it is wrong", "Mend it"), Problem("a.md", 9, "it lacks x", "Add x")])
    assert (
        str(two)
        == "2 problems in the corpus; nothing was built:\n  a.md:9: it lacks x. Add x\n  b.md:2: it is wrong. Mend it"
    )
    assert str(CorpusError([two.problems[0]])).startswith("1 problem in")
