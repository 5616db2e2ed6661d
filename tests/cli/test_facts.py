"""`pinlight facts` and `pinlight show`."""

from __future__ import annotations

import click
import pytest

from kb.commands import lookup
from kb.model.facts import KINDS

COMMON = {"kind", "id", "devices", "source", "certainty", "note"}
SOURCE = {"manual", "edition", "section", "title", "lines"}
LAMP = {"indicator", "color", "pattern", "on_s", "off_s"}
# The public contract: DESIGN.md section 2.
FIELDS = {
    "led_state": {"lamps", "mode", "meaning", "action", "safety"},
    "blink": {"name", "on_s", "off_s", "meaning"},
    "alarm": {"code", "name", "aliases", "cause", "effect", "recovery", "actions", "safety", "lamp"},
    "pin": {"connector", "pin", "signal", "function", "connects_to", "wire_color"},
    "cable": {"from_device", "from_port", "to", "to_port", "pins", "version", "status"},
    "protocol": {"protocol_id", "bus", "brands", "dip"},
    "dip": {"switch", "position", "meaning"},
    "spec": {"name", "min", "value", "max", "tolerance", "unit", "condition"},
    "rule": {"name", "formula", "variables", "unit", "tolerance", "applies_when"},
    "model": {"designation", "inverter", "parts"},
    "procedure": {"title", "steps", "cautions"},
    "remedy": {"symptom", "checks", "escalate_to"},
    "faq": {"question", "answer"},
    "caution": {"level", "text"},
    "conflict": {"topic", "readings", "advice"},
}
# Told beside the contract; another name here is a decision about the public JSON.
BESIDE = {"repair", "brands", "bus", "optional_pins", "dip_pattern", "text", "guards", "facts"}


@pytest.fixture(scope="module")
def listed(pinlight):
    """All facts, as `pinlight facts --json` prints them."""
    return pinlight.json("facts")


def test_json_is_an_array_of_all_facts(listed, kb):
    """`facts --json` prints an array of objects: each fact of the knowledge base once, in its order."""
    assert isinstance(listed, list)
    assert [f["id"] for f in listed] == list(kb.facts)


@pytest.mark.parametrize("kind", KINDS)
def test_json_has_the_fields_of_the_contract(listed, kind):
    """Every fact has the fields of its kind by their public names, and no unheard-of one; every kind has facts."""
    found = [f for f in listed if f["kind"] == kind]
    assert found, f"no fact of kind {kind}"
    for fact in found:
        missing, unknown = (COMMON | FIELDS[kind]) - set(fact), set(fact) - COMMON - FIELDS[kind] - BESIDE
        assert (missing, unknown) == (set(), set()), fact["id"]
        assert set(fact["source"]) - {"anchor"} == SOURCE, fact["id"]
        assert all(fact["source"][x] for x in ("manual", "edition", "title", "lines")), fact["id"]
        assert isinstance(fact["devices"], list), fact["id"]


def test_lamps_wires_and_readings_have_their_form(listed):
    """Lamps name indicator, colour, pattern and times; a cable's wires are [from, to, signal]; a conflict has two readings."""
    for fact in listed:
        for lamp in fact.get("lamps", fact.get("lamp", ())):
            assert set(lamp) >= LAMP, fact["id"]
            assert lamp["pattern"] in {"off", "steady", "flash", "any"}, fact["id"]
        if fact["kind"] == "cable":
            assert all(len(wire) == 3 and all(isinstance(x, str) for x in wire) for wire in fact["pins"]), fact["id"]
        if fact["kind"] == "conflict":
            assert len(fact["readings"]) >= 2, fact["id"]
            assert all(set(r) == {"source", "says"} for r in fact["readings"]), fact["id"]


def test_filters_keep_what_they_name(pinlight, listed):
    """--kind, --device and --manual each keep the facts that have it, and together those that have all."""
    kind, device, manual = "pin", "sr48100h", "sr48100h-rack-battery-om-manual-v01"

    def ids(*arguments):
        return [f["id"] for f in pinlight.json("facts", *arguments)]

    assert ids("--kind", kind) == [f["id"] for f in listed if f["kind"] == kind]
    assert ids("--device", device) == [f["id"] for f in listed if device in f["devices"]]
    assert ids("--manual", manual) == [f["id"] for f in listed if f["source"]["manual"] == manual]
    both = ids("--kind", kind, "--device", device, "--manual", manual)
    assert both == [
        f["id"] for f in listed if f["kind"] == kind and device in f["devices"] and f["source"]["manual"] == manual
    ]
    assert len(both) == 22


def test_nothing_found_is_an_empty_array(glow):
    """Filters that nothing passes print an empty array, or that there is none; that is no error."""
    assert glow.json("facts", "--kind", "faq") == []
    assert "0 facts" in glow.text("facts", "--kind", "faq")


@pytest.mark.parametrize(
    ("option", "known"), [("--kind", "led_state"), ("--device", "sr48100h"), ("--manual", "sigenstor-quick-guide")]
)
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_an_unknown_filter_names_the_known_ones(pinlight, option, known, form):
    """A kind, device or manual that is not there is refused with what there is: an empty list would be a false answer."""
    said = pinlight.refused("facts", option, "nonsense", *form)
    assert "'nonsense'" in said
    assert known in said


def test_text_names_each_fact(pinlight, fits):
    """The text has every fact with its id, in 80 columns, and their count."""
    said = pinlight.text("facts")
    fits(said)
    assert said.rstrip().endswith("facts.")


@pytest.mark.parametrize("kind", KINDS)
def test_cards_fit_the_terminal(kb, fits, kind):
    """Every fact shown whole fits into 80 columns and tells its manual, edition and lines."""
    for fact in kb.select(kind):
        said = lookup.card(fact, kb.manuals[fact.source.manual].short, 10)
        fits(said)
        plain = " ".join(click.unstyle(said).split())
        assert fact.id in plain
        assert f"edition {fact.source.edition}" in plain
        assert f"lines {fact.source.lines}" in plain


def test_show_prints_one_fact(pinlight, kb, fits):
    """`show ID` tells what a fact says with its place in the manual; --json prints the same object as `facts --json`."""
    said = pinlight.text("show", "sr48100h/link-in/4")
    fits(said)
    for words in ("Link IN pin 4: CAN-H", "edition", "3.3.3.2", "sr48100h/link-in/4"):
        assert words in said
    shown = pinlight.json("show", "sr48100h/link-in/4")
    assert (shown["kind"], shown["signal"], shown["source"]["section"]) == ("pin", "CAN-H", "3.3.3.2")


def test_show_tells_a_cable_wire_by_wire(pinlight):
    """A cable is shown with its ports and one line for each wire."""
    said = pinlight.text("show", "sr48100h/cable/victron").split("\n")
    assert sum("──" in line for line in said) == 3
    assert any("4" in x and "CAN-H" in x and "7" in x for x in said)


def test_show_tells_where_manuals_disagree(pinlight, kb):
    """A fact that a conflict is about names the conflict, and the other edition's reading of it."""
    fact_id = next(
        i for i in kb.conflict_of if i.partition("@")[0] in kb.facts and len(kb.editions_of[i.partition("@")[0]]) > 1
    )
    said = pinlight.text("show", fact_id)
    assert kb.conflict_of[fact_id] in " ".join(said.split())
    assert "also: " in said


@pytest.mark.parametrize("fact_id", ["nonsense", "", "sr48100h/link-in/99", "../../etc/passwd", "💡"])
def test_show_of_nothing_says_where_ids_are_listed(pinlight, fact_id):
    """An id that no fact has is refused, and the message names the command that lists them."""
    assert "`pinlight facts`" in pinlight.refused("show", fact_id)


@pytest.mark.parametrize("arguments", [["facts"], ["show", "x"], ["search", "x"]])
def test_without_a_knowledge_base_the_way_to_one_is_told(pinlight, tmp_path, arguments):
    """Where nothing is built, every reading command says to build."""
    assert "Run `pinlight build`" in pinlight.refused(*arguments, "--bundle", tmp_path)


def test_a_damaged_knowledge_base_is_told(glow, flip):
    """A changed bit is a sentence that names the file, not a traceback."""
    (version,) = glow.home.bundle.glob("v-*")
    flip(version / "kb.sqlite")
    assert "kb.sqlite: the file was altered" in glow.refused("facts")
