"""The troubleshooter's JSON: the keys of DESIGN.md section 5, plain words, ends that say everything."""

from __future__ import annotations

import msgspec
import pytest
from lantern import PLAIN, knowledge

from kb.diagnose.api import diagnose, models, models_of
from kb.model.errors import NotFoundError, QueryError


def test_a_question_has_the_contracts_keys(lantern_kb):
    """The first answer holds safety, causes with sources, a question with choices and a reason, an empty trail; all of it is JSON."""
    told = diagnose(lantern_kb, "lantern", {})
    assert msgspec.json.decode(msgspec.json.encode(told))["next"]["id"] == "smoke"
    assert {"safety", "causes", "next", "trail"} <= set(told)
    assert {"id", "ask", "kind", "choices", "why"} <= set(told["next"])
    assert told["next"]["choices"][-1]["id"] == "cant-tell"
    assert sum(c["p"] for c in told["causes"]) == pytest.approx(1, abs=0.01)
    assert told["causes"][0]["source"]["manual"] == "lantern-guide"
    assert told["causes"][-1]["source"] is None or told["causes"][-1]["id"] != "something-else"


def test_a_repair_has_its_steps_in_the_facts_order_and_a_check(lantern_kb):
    """A repair brings about its conditions first, then tells the fact's steps as the manual orders them, then asks whether it helped."""
    answers = {"smoke": "no", "panel": "fuse", "press": "not-fixed", "volt": "cant-tell"}
    step = diagnose(lantern_kb, "lantern", answers, "installer")["next"]
    assert step["do"] == "Swap the fuse"
    assert step["steps"] == ["Open the lid", "Look", "Swap"]
    assert step["verify"] == "Is it bright?"
    assert [c["id"] for c in step["choices"]] == ["fixed", "not-fixed", "cant-do"]
    assert step["sources"][0]["fact"] == "lantern/alarm/fuse"


def test_fixed_ends_with_a_note(lantern_kb):
    """Yes to the check ends the session."""
    told = diagnose(lantern_kb, "lantern", {"smoke": "no", "press": "fixed"})
    assert told["next"]["fixed"] == "Press the button"
    assert told["trail"][-1]["learnt"] == "The fault is gone."


def test_danger_is_said_first_and_hands_on_at_once(lantern_kb):
    """A fired rule stands on top with its source, and the next step is to hand on."""
    told = diagnose(lantern_kb, "lantern", {"smoke": "yes"})
    assert told["safety"][0]["text"] == "Leave the room"
    assert told["safety"][0]["sources"][0]["fact"] == "lantern/caution/fire"
    assert told["next"]["escalate"] == "the shop"
    assert "Leave the room" in told["next"]["note"]
    assert told["trail"][0]["learnt"] == "Danger: Leave the room"


def test_a_likely_unsafe_cause_warns_with_the_facts_words(lantern_kb):
    """When water is likely, the alarm's own words warn although nothing is proven."""
    told = diagnose(lantern_kb, "lantern", {"smoke": "no", "panel": "wet"})
    assert told["safety"] == [
        {
            "id": "wet",
            "text": "Stop using it: Wet. Dry it",
            "stop": False,
            "cites": ["lantern/alarm/wet"],
            "sources": told["safety"][0]["sources"],
        }
    ]


def test_the_case_note_says_everything(lantern_kb):
    """Device, complaint, whom, safety, what was seen, what was tried, probabilities, and what was not used."""
    answers = {"smoke": "no", "panel": "fuse", "press": "not-fixed", "rain": "cant-tell", "roof": "yes", "x": "y"}
    step = diagnose(lantern_kb, "lantern", answers)["next"]
    assert step["escalate"] == "your electrician"
    for words in (
        "Device: Lantern 1",
        "It stays dark",
        "Safety: no danger",
        "Does it smoke? No",
        "Did it rain? cannot tell",
        "Press the button: done, it did not help",
        "% The fuse is gone",
        "Not used: roof = yes",
        "x = y",
    ):
        assert words in step["note"]


def test_the_manuals_own_address_is_used(lantern_kb):
    """When what is left is a remedy that names whom to call, it is handed on there."""
    answers = {"smoke": "no", "panel": "run", "press": "not-fixed", "swap": "not-fixed", "dry": "not-fixed"}
    assert diagnose(lantern_kb, "lantern", answers, "support")["next"]["escalate"] == "Lantern works"


def test_the_trail_tells_what_was_learnt_and_why_it_was_asked(lantern_kb):
    """Each answer has its question, what it taught, and whether it was asked or told."""
    trail = diagnose(lantern_kb, "lantern", {"smoke": "no", "panel": "lantern/led/fuse"})["trail"]
    assert [t["id"] for t in trail] == ["smoke", "panel"]
    assert trail[0]["why"] == "Questions about danger come first."
    assert "The fuse is gone: " in trail[1]["learnt"] or "Likeliest is now: The fuse is gone" in trail[1]["learnt"]
    told = diagnose(lantern_kb, "lantern", {"volt": "none"})["trail"]
    assert told[0]["why"] == "Told without being asked."


def test_several_models_are_told_apart_by_a_first_question():
    """Two complaints of one device: asked for, unless an answer belongs to one of them only; nonsense is named."""
    other = {**PLAIN, "id": "lantern-hot", "entry": "It is hot", "tests": [], "rules": []}
    base = knowledge(PLAIN, other)
    first = diagnose(base, "lantern", {})
    assert first["next"]["id"] == "problem"
    assert [c["id"] for c in first["next"]["choices"]] == ["danger", "lantern-dark", "lantern-hot", "cant-tell"]
    assert diagnose(base, "lantern", {"problem": "lantern-hot"})["model"]["id"] == "lantern-hot"
    assert diagnose(base, "lantern", {"panel": "run"})["model"]["id"] == "lantern-dark"
    assert diagnose(base, "lantern", {"problem": "cant-tell"})["model"]["id"] == "lantern-dark"
    stale = diagnose(base, "lantern", {"problem": "gone"})
    assert stale["next"]["id"] == "problem"
    assert stale["dropped"][0]["answer"] == "gone"


def test_unknown_devices_and_roles_are_refused(lantern_kb):
    """The message says what there is."""
    with pytest.raises(NotFoundError, match="no device"):
        diagnose(lantern_kb, "nothing", {})
    with pytest.raises(NotFoundError, match="There is one for lantern"):
        models_of(lantern_kb, "bare")
    with pytest.raises(QueryError, match="lay, installer, support"):
        diagnose(lantern_kb, "lantern", {}, "boss")
    assert models(lantern_kb) is models(lantern_kb)
    assert models(knowledge()) == ()
