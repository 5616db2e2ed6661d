"""Told stories of real faults end on the right cause, danger first, with the manual's actions in their order (stories/README.md)."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from kb.diagnose import api
from kb.diagnose.model import ROLES

FOLDER = Path(__file__).with_name("stories")
KEYS = {"name", "device", "role", "tells", "knows", "cause", "model", "danger", "actions", "tries", "end"}
STORIES = [
    {**story, "file": path.stem}
    for path in sorted(FOLDER.glob("*.yaml"))
    for story in msgspec.yaml.decode(path.read_text(encoding="utf-8"))
]
RANK = {"lay": 0, "installer": 1, "support": 2, "maker": 3}


def of(value):
    """One or several as a list."""
    return value if isinstance(value, list) else [value] if value else []


def play(kb, story):
    """Answer as the person would, to the end. Returns every response in order, and what was tried."""
    answers = dict(story["tells"])
    said, tried = [], []
    for _ in range(40):
        told = api.diagnose(kb, story["device"], answers, story["role"])
        said.append(told)
        step = told["next"]
        if "choices" not in step:
            return said, tried
        name = step["id"]
        assert name not in told["answers"], f"{name} was asked though its answer is known"
        if name == "problem":
            answers[name] = story.get("model") or "cant-tell"
            continue
        answers.pop(name, None)
        if "do" in step:
            model = next(m for m in api.models_of(kb, story["device"]) if m.id == told["model"]["id"])
            fix = model.fixes[model.fix(name)]
            assert RANK[fix.who] <= RANK[story["role"]], f"{name} is no work for this person"
            serves = any(fix.cures[model.causes.index(c)] > 0 for c in of(story.get("cause")) if c in model.causes)
            tried.append((name, step["steps"], serves))
            answers[name] = "yes, fixed" if serves else "no, still there"
        else:
            answers[name] = story.get("knows", {}).get(name, "can't tell")
    raise AssertionError("it does not end")


def test_there_are_stories_of_every_model(kb):
    """At least 40 stories, each with known keys, and each fault model is the right one of at least one story."""
    assert len(STORIES) >= 40
    assert not [s["name"] for s in STORIES if set(s) - KEYS - {"file"} or s["role"] not in ROLES]
    named = {x for s in STORIES for x in (s.get("model"), s["tells"].get("problem")) if x}
    told = named & {m.id for m in api.models(kb)}
    told |= {found[0].id for s in STORIES if len(found := api.models_of(kb, s["device"])) == 1}
    assert told == {m.id for m in api.models(kb)}


@pytest.mark.parametrize("story", STORIES, ids=[f"{s['file']}: {s['name']}" for s in STORIES])
def test_a_story_ends_on_its_cause(kb, story):
    """The right complaint, its dangers at once, few vain repairs, the manual's actions in order, the right end."""
    said, tried = play(kb, story)
    last, end = said[-1], said[-1]["next"]
    if "model" in story:
        assert last["model"]["id"] == story["model"]
    for danger in of(story.get("danger")):
        at = next((n for n, s in enumerate(said) if danger in {x["id"] for x in s["safety"]}), None)
        assert at is not None, f"{danger} was never said"
        assert not [t for t in tried[: max(0, at - 1)] if t], f"something was tried before {danger} was said"
    if "cause" not in story:
        assert len(said) == 1, "a danger that stops everything is answered at once"
        assert "escalate" in end
        return
    before = said[-2] if "fixed" in end else last
    names = [c["id"] for c in before["causes"][:1]]
    if "fixed" in end:
        assert tried[-1][2]
    else:
        assert story.get("end") == "escalate", f"handed on instead: {[(c['id'], c['p']) for c in before['causes'][:3]]}"
        assert names[0] in of(story["cause"]), names
    vain = [name for name, _, serves in tried if not serves]
    assert len(vain) <= story.get("tries", 1), f"tried in vain: {vain}"
    text = " / ".join(tried[-1][1]).lower() if tried else ""
    place = 0
    for words in story.get("actions", ()):
        found = re.search(words.lower(), text[place:])
        assert found, f"{words!r} is not among the steps, or out of order: {text}"
        place += found.end()
