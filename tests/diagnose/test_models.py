"""Fault models are checked as they are read: each mistake is named with file and line."""

from __future__ import annotations

import copy

import pytest
import yaml
from lantern import DEVICE, FACTS, PLAIN, knowledge, typed

from kb.bundle import writer
from kb.bundle.store import open_bundle
from kb.curation import fault_checks, fault_types, faults
from kb.curation.corpus import default_root, survey
from kb.diagnose.api import diagnose, models
from kb.diagnose.load import compile_model
from kb.diagnose.model import ROLES
from kb.diagnose.policy import ASKS
from kb.diagnose.session import next_step, replay
from kb.model.errors import CorpusError


def complaints(change):
    """What the check says of the Lantern's model after a change."""
    plain = copy.deepcopy(PLAIN)
    change(plain)
    return [w for _, w, _ in fault_checks.problems_of(typed(plain), {"lantern": DEVICE}, FACTS)]


def at(group, name, **values):
    """A change of one item of the model."""

    def change(plain):
        next(x for x in plain[group] if x["id"] == name).update(values)

    return change


MISTAKES = {
    "unknown fact": (at("causes", "off", cites=["no/such/fact"]), "unknown fact 'no/such/fact'"),
    "nothing cited": (at("causes", "off", cites=[]), "cites no fact"),
    "unknown step": (at("repairs", "swap", facts=["lantern/alarm/fuse#4"]), "names no fact or no step"),
    "no steps": (at("repairs", "swap", facts=[]), "has no steps"),
    "priors": (at("causes", "off", prior=0.9), "priors sum to"),
    "prior of nothing": (at("causes", "off", prior=0), "prior of off is"),
    "free": (at("repairs", "press", cost=0), "costs 0"),
    "dead end": (at("causes", "off", repair="magic"), "repair 'magic' is not in this file"),
    "idle repair": (at("causes", "off", repair="swap"), "no cause uses the repair press"),
    "no check": (at("repairs", "press", verify=""), "how one sees that it helped"),
    "same id": (at("repairs", "press", id="off"), "'off' is used 2 times"),
    "bad id": (at("tests", "rain", id="Rain!"), "'Rain!' cannot be an id"),
    "shares": (at("tests", "smoke", expect={"wet": {"yes": 0.5}}), "shares of smoke sum to 0.500"),
    "unknown choice": (at("tests", "rain", expect={"wet": "maybe"}), "unknown choice 'maybe'"),
    "unreachable": (at("tests", "rain", otherwise="yes"), "nothing ever makes the choice 'no'"),
    "unknown cause": (at("tests", "rain", expect={"moon": "yes"}), "unknown cause 'moon'"),
    "accuracy": (at("tests", "rain", accuracy=1.0), "accuracy of rain is 1.0"),
    "no lamps": (at("tests", "panel", also=["lantern/alarm/wet"]), "no fact with lamps"),
    "one picture": (at("tests", "panel", states={}, also=["lantern/led/run"]), "fewer than two pictures"),
    "typed twice": (at("tests", "panel", otherwise="run"), "derives its choices"),
    "unknown condition": (at("tests", "volt", needs=["dark"]), "unknown condition 'dark'"),
    "condition above": (at("repairs", "swap", who="lay"), "swap is for lay, but open is for installer"),
    "idle condition": (lambda p: p["conditions"].append({**p["conditions"][0], "id": "x"}), "nobody needs"),
    "circle": (at("tests", "rain", only_if={"roof": "yes"}), "waits for itself"),
    "waits for nothing": (at("tests", "roof", only_if={"sun": "yes"}), "unknown test 'sun'"),
    "unsaid danger": (lambda p: p.update(rules=[]) or at("causes", "off", safety="danger")(p), "off is danger"),
    "alike": (
        lambda p: p["causes"].append({**p["causes"][0], "id": "twin", "prior": 0.01}),
        "no test tells off and twin apart",
    ),
    "unknown device": (lambda p: p.update(devices=["torch"]), "device 'torch' is unknown"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_named(name):
    """Every check complains of its own mistake in plain words."""
    change, words = MISTAKES[name]
    assert any(words in said for said in complaints(change)), complaints(change)


def test_a_sound_model_has_no_complaints():
    """The Lantern's model is sound, and causes said to be alike are no problem."""
    assert not complaints(lambda _: None)

    def twins(plain):
        plain["causes"].append({**plain["causes"][0], "id": "twin", "prior": 0.01})
        plain["alike"] = [{"causes": ["off", "twin"], "why": "look the same"}]

    assert not complaints(twins)


def test_mistakes_carry_file_and_line(tmp_path):
    """A wrong figure is named at the line of its id, a wrong key at its own line."""
    folder = tmp_path / "corpus" / "faults"
    folder.mkdir(parents=True)
    plain = copy.deepcopy(PLAIN)
    at("causes", "fuse", prior=0)(plain)
    text = yaml.safe_dump(plain, sort_keys=False)
    (folder / "lantern-dark.yaml").write_text(text, encoding="utf-8")
    (folder / "broken.yaml").write_text("id: broken\ntitel: x\n", encoding="utf-8")
    problems = []
    found = faults.read(tmp_path / "corpus", {"lantern": DEVICE}, FACTS, problems)
    assert [m.id for m in found] == ["lantern-dark"]
    by_file = {p.file: p for p in problems}
    line = by_file["corpus/faults/lantern-dark.yaml"].line
    assert "fuse" in text.split("\n")[line - 1]
    assert "corpus/faults/broken.yaml" in by_file


def test_models_survive_the_bundle():
    """What is stored in the bundle's extras is read back the same; a bundle without models has none."""
    base = knowledge(PLAIN)
    assert fault_types.decode(base.extras["faults"]) == (typed(PLAIN),)
    assert fault_types.decode("") == ()


def test_a_corpus_without_models_loads(tmp_path):
    """No faults folder is no problem."""
    problems = []
    assert faults.read(tmp_path, {}, {}, problems) == ()
    assert not problems


def test_facts_that_no_model_reaches_are_listed():
    """An alarm that no model cites, shows or leaves out with a reason is named."""
    model = typed(PLAIN)
    assert fault_checks.unreached((model,), FACTS) == ()
    bare = typed({**PLAIN, "causes": PLAIN["causes"][:1], "repairs": PLAIN["repairs"][:1], "tests": []})
    assert "lantern/alarm/wet" in fault_checks.unreached((bare,), FACTS)


def test_the_projects_own_models_are_sound_and_end():
    """Every model of the corpus passes the check, compiles, and has a first step for each role."""
    corpus = survey(default_root())
    assert not corpus.problems
    facts = {f.id: f for f in corpus.facts}
    for model in corpus.faults:
        for role in ROLES:
            assert next_step(replay(compile_model(model, facts), {}, role)).kind in ASKS | {"do", "escalate"}


def test_a_build_stores_the_models(glow_home):
    """A fault model of the corpus is in the next bundle; without one the bundle has none; a wrong one stops the build."""
    writer.build(glow_home.corpus, glow_home.bundle)
    assert models(open_bundle(glow_home.bundle)) == ()
    plain = {
        **{k: PLAIN[k] for k in ("title", "entry", "reasons")},
        "id": "glow",
        "devices": ["glow-5"],
        "causes": [
            {
                "id": "full",
                "name": "A cell is full",
                "prior": 0.9,
                "why": "-",
                "cites": ["glow-5/alarm/covp"],
                "repair": "wait",
            }
        ],
        "repairs": [
            {
                "id": "wait",
                "name": "Wait",
                "facts": ["glow-5/alarm/covp#1"],
                "cost": 2,
                "who": "lay",
                "verify": "Does it charge?",
            }
        ],
        "tests": [],
        "escalate": {"who": "the Glow shop"},
    }
    (glow_home.corpus / "faults").mkdir()
    file = glow_home.corpus / "faults" / "glow.yaml"
    file.write_text(yaml.safe_dump(plain), encoding="utf-8")
    writer.build(glow_home.corpus, glow_home.bundle)
    step = diagnose(open_bundle(glow_home.bundle), "glow-5", {})["next"]
    assert step["steps"] == ["Wait 2 min"]
    file.write_text(yaml.safe_dump({**plain, "devices": ["torch"]}), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"glow\.yaml"):
        writer.build(glow_home.corpus, glow_home.bundle)
