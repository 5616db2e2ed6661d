"""The tools for assistants, without a wire: typed answers, each with its places, nothing that the knowledge base does not hold."""

from __future__ import annotations

import jsonschema_rs
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from mcp.shared.exceptions import MCPError

from kb.calc.registry import calculators
from kb.curation.passages import block_text
from kb.mcp_server import call, listed, schema
from kb.mcp_tools import TOOLS, Desk
from kb.model.facts import Alarm
from kb.wiring.ends import ends
from kb.wiring.sockets import sockets

SCHEMAS = {t.name: schema(t.answer) for t in TOOLS}
VALIDATORS = {name: jsonschema_rs.Draft202012Validator(one) for name, one in SCHEMAS.items()}


@pytest.fixture(scope="session")
def desk(kb, engine):
    return Desk(kb, engine)


def ask(desk, name, **arguments):
    """Call a tool, hold the answer against its schema, and return it."""
    result = call(desk, name, arguments)
    assert not result.is_error, result.content[0].text
    VALIDATORS[name].validate(result.structured_content)
    assert msgspec.json.decode(result.content[0].text) == result.structured_content
    for cited in result.structured_content["citations"]:
        meta = desk.kb.manuals[cited["manual"]]
        assert cited["edition"] == meta.edition
        assert f"lines {cited['lines']}" in cited["text"]
    return result.structured_content


def refused(desk, name, **arguments):
    """Call a tool that cannot answer, and return its sentence."""
    result = call(desk, name, arguments)
    assert result.is_error
    assert result.structured_content is None
    return result.content[0].text


@pytest.mark.parametrize("tool", TOOLS, ids=lambda t: t.name)
def test_a_tool_says_what_it_takes_and_gives(tool):
    """Both schemas are valid and have an object at the root; every field that is asked for is told in words."""
    told = listed(tool)
    for one in (told.input_schema, told.output_schema):
        Draft202012Validator.check_schema(one)
        assert one["type"] == "object"
    assert all(f.get("description") for f in told.input_schema["properties"].values() if "anyOf" not in f)
    assert "citations" in told.output_schema["properties"]
    assert told.annotations.read_only_hint


def test_every_alarm_is_found_by_its_code_and_name(desk, kb):
    """Code and name lead to the alarm, with the place it stands at; actions are the manual's own."""
    for fact in kb.select("alarm"):
        assert isinstance(fact, Alarm)
        for name in filter(None, (fact.code, fact.name)):
            body = ask(desk, "find_alarm", alarm=name, device=fact.devices[0])
            assert body["found"]
            said = {a["id"]: a for a in body["alarms"]}[fact.id]
            assert tuple(said["actions"]) == fact.actions
            assert any(c["lines"] == fact.source.lines for c in body["citations"])


def test_an_alarm_that_there_is_not_is_not_made_up(desk):
    """Nothing is claimed of an unknown code."""
    body = ask(desk, "find_alarm", alarm="QX-99182")
    assert not body["found"]
    assert body["alarms"] == body["citations"] == []


def test_every_connector_can_be_asked(desk, kb):
    """Each connector of each device comes with exactly the pins of the knowledge base, none more."""
    for device in kb.devices:
        body = ask(desk, "pinout", device=device)
        assert [c["slug"] for c in body["connectors"]] == [s.slug for s in sockets(kb, device)]
        for one in sockets(kb, device):
            [found] = ask(desk, "pinout", device=device, connector=one.slug)["connectors"]
            told = {(c["fact"], c["pin"], c["signal"]) for t in found["tables"] for c in t["contacts"] if c["fact"]}
            assert told <= {(f.id, f.pin, f.signal) for f in kb.select("pin", device)}
            assert all(c["signal"] == "" for t in found["tables"] for c in t["contacts"] if not c["fact"])


def test_every_cable_can_be_asked(desk, kb):
    """Each end of each device has a plan; where a pin is not printed it stays a question mark."""
    for device in kb.devices:
        for one in ends(kb, device):
            body = ask(desk, "cable_between", device=device, to=one.name)
            assert body["cable"]["slug"] == one.slug
            assert body["cable"]["status"] == one.status
            assert body["citations"] or body["cable"]["status"] == "chain"


def test_every_brand_has_its_switches(desk, kb):
    """Each brand of each protocol is found, in any case; an unknown brand is told the known ones."""
    for fact in kb.select("protocol"):
        for brand in fact.brands:
            body = ask(desk, "dip_for", brand=brand.upper())
            assert fact.id in {s["fact"] for s in body["settings"]}
    unknown = ask(desk, "dip_for", brand="No Such Brand")
    assert not unknown["found"]
    assert unknown["settings"] == []
    assert unknown["known_brands"]


def test_every_lamp_state_is_identified(desk, kb):
    """A state's own lamps, told as the manual has them, lead to it or to its equal in another edition."""
    told = 0
    for fact in kb.select("led_state"):
        seen = [
            {"indicator": x.indicator, "pattern": x.pattern, "color": x.color or ""}
            for x in fact.lamps
            if x.pattern != "any"
        ]
        device = next((d for d in fact.devices if d in kb.devices), None)
        if device is None or not seen:
            continue
        body = ask(desk, "identify_led", device=device, lamps=seen)
        assert body["answered"]
        fits = [r["state"] for g in body["seen"]["groups"] for r in g["results"] if r["standing"] == "fits"]
        places = {(p["manual"], p["lines"]) for s in fits for p in s["sources"]}
        assert (fact.source.manual, fact.source.lines) in places
        told += 1
    assert told > 50


def test_every_section_can_be_read(desk, kb):
    """Contents and sections are those of the manual; the text is the section's own, the facts are those that stand there."""
    for manual, sections in kb.sections.items():
        assert [h["anchor"] for h in ask(desk, "read_section", manual=manual)["contents"]] == list(sections)
        for anchor, section in sections.items():
            body = ask(desk, "read_section", manual=manual, section=anchor)
            assert [f["id"] for f in body["facts"]] == [f.id for f in kb.facts_in.get((manual, anchor), ())]
            for block in section.blocks:
                assert block_text(block) in body["text"]


def test_every_calculator_answers_or_says_what_it_needs(desk, kb):
    """All are listed; each gives a result, a refusal with its reason, or names the input that is missing."""
    listing = ask(desk, "calculate")["calculators"]
    assert [c["id"] for c in listing] == list(calculators(kb))
    worked = 0
    for info in listing:
        inputs = {
            i["name"]: i["default"] or (i["choices"] or [i["min"] if i["min"] is not None else 1])[0]
            for i in info["inputs"]
        }
        result = call(desk, "calculate", {"calculator": info["id"], "inputs": inputs})
        if result.is_error:
            assert result.content[0].text
            continue
        body = ask(desk, "calculate", calculator=info["id"], inputs=inputs)
        assert (body["result"] is None) != (body["refusal"] is None)
        if body["result"]:
            worked += 1
            assert body["citations"]
    assert worked > len(listing) / 2


def test_a_session_goes_on_by_its_answers(desk, kb):
    """Each step names its question; sent back with an answer it leads on, to an end that is one of the three."""
    answers = {}
    for _ in range(40):
        diagnosis = ask(desk, "next_step", device="growatt-65", answers=answers)["diagnosis"]
        step = diagnosis["next"]
        if "fixed" in step or "escalate" in step:
            break
        choices = [c["id"] for c in step["choices"] if c["id"] not in {"danger", "fixed"}]
        answers = {**answers, step["id"]: choices[-1]}
    else:
        pytest.fail("no end")
    assert step["note"]


def test_a_question_beyond_the_manuals_is_not_answered(desk):
    """`answered` is false and says why."""
    body = ask(desk, "search", question="How do I bake a sourdough bread?")
    assert not body["answered"]
    assert body["why_not"]
    assert body["silence"] is None


def test_what_the_manuals_do_not_say_is_named(desk, kb):
    """Where the reason is a known silence, its id is given beside the sentence."""
    given = [
        ask(desk, "search", question=s.asks[0], device=s.devices[0]) for s in kb.silences[:: len(kb.silences) // 8]
    ]
    named = [body for body in given if body["silence"]]
    assert len(named) > 2
    assert all(" do not say: " in body["why_not"] and not body["answered"] for body in named)


@pytest.mark.parametrize(
    ("name", "arguments", "word"),
    [
        ("search", {}, "question"),
        ("search", {"question": "a", "limit": 0}, "limit"),
        ("search", {"question": "a", "more": 1}, "more"),
        ("pinout", {"device": "none"}, "Known are"),
        ("pinout", {"device": "sr48100h", "connector": "none"}, "Known are"),
        ("identify_led", {"device": "sr48100h"}, "lamp"),
        ("identify_led", {"device": "sr48100h", "lamps": [{"indicator": "none", "pattern": "off"}]}, "lamps are"),
        ("cable_between", {"device": "sr48100h", "to": "No Such Brand"}, "Known"),
        ("dip_for", {"row": "2"}, "DIP row"),
        ("next_step", {"device": "sr48100h", "role": "cat"}, "role"),
        ("calculate", {"calculator": "none"}, "calculator"),
        ("read_section", {"manual": "none"}, "known are"),
        ("read_section", {"manual": "sigenstor-quick-guide", "section": "none"}, "anchors"),
    ],
)
def test_what_cannot_be_answered_is_told_so_that_it_can_be_mended(desk, name, arguments, word):
    """An error is a sentence that names what is wrong and what there is."""
    assert word.casefold() in refused(desk, name, **arguments).casefold()


def test_an_unknown_tool_is_an_error_of_the_protocol(desk):
    """The names of the tools are told."""
    with pytest.raises(MCPError, match="find_alarm"):
        call(desk, "none", {})


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers(-(2**60), 2**60) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_sent_is_answered(desk, data):
    """No arguments make a tool fail otherwise than by a sentence."""
    tool = data.draw(st.sampled_from(TOOLS))
    names = list(schema(tool.request)["properties"])
    known = st.sampled_from(["sr48100h", "growatt-65", "sigenstor-quick-guide", "ALM", "1", "flash"])
    arguments = data.draw(st.dictionaries(st.sampled_from(names), known | JSON))
    result = call(desk, tool.name, arguments)
    assert result.content[0].text
    if not result.is_error:
        VALIDATORS[tool.name].validate(result.structured_content)
