"""The Lantern 1, a lamp that nobody makes: small fault models, whole knowledge bases in memory, random models."""

# ruff: noqa: E501 - a model reads best with one item a line
from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import numpy as np

from kb.bundle.store import KnowledgeBase
from kb.curation import fault_types
from kb.curation.fault_types import FaultModel
from kb.diagnose.load import compile_model
from kb.model.device import Device
from kb.model.facts import Alarm, Caution, Lamp, LedState, Procedure, Remedy, Source

SOURCE = Source("lantern-guide", "v1", "5", "Faults", "10-12", "faults")
LAMPS = {
    "fuse": (Lamp("RUN", pattern="off"), Lamp("ALM", "red", "steady")),
    "wet": (Lamp("RUN", "green", "steady"), Lamp("ALM", "red", "flash", 0.5, 0.5)),
    "run": (Lamp("RUN", "green", "steady"), Lamp("ALM", pattern="off")),
    "dry": (Lamp("RUN", "green", "steady"), Lamp("ALM", pattern="off")),
}
FACTS = {
    f.id: f
    for f in [
        *(
            LedState(id=f"lantern/led/{n}", devices=("lantern",), source=SOURCE, lamps=x, meaning=n)
            for n, x in LAMPS.items()
        ),
        Alarm(
            id="lantern/alarm/fuse", devices=("lantern",), source=SOURCE, name="Fuse", actions=("Look", "Swap", "Call")
        ),
        Alarm(
            id="lantern/alarm/wet",
            devices=("lantern",),
            source=SOURCE,
            name="Wet",
            actions=("Dry it",),
            safety="stop-using",
        ),
        Procedure(id="lantern/procedure/on", devices=("lantern",), source=SOURCE, title="On", steps=("Press", "Wait")),
        Remedy(
            id="lantern/remedy/board",
            devices=("lantern",),
            source=SOURCE,
            symptom="dead",
            checks=("Send it in",),
            escalate_to="Lantern works",
        ),
        Caution(
            id="lantern/caution/fire", devices=("lantern",), source=SOURCE, level="danger", text="Keep away from fire"
        ),
    ]
}
PLAIN: dict[str, Any] = {
    "id": "lantern-dark",
    "title": "Lantern is dark",
    "devices": ["lantern"],
    "entry": "It stays dark",
    "reasons": {"priors": "made up", "costs": "made up", "accuracy": "made up"},
    "conditions": [{"id": "open", "name": "Lid open", "cost": 10, "who": "installer", "steps": ["Open the lid"]}],
    "causes": [
        {"id": "off", "name": "It is switched off", "prior": 0.3, "why": "-", "cites": ["lantern/procedure/on"], "repair": "press"},
        {"id": "fuse", "name": "The fuse is gone", "prior": 0.3, "why": "-", "cites": ["lantern/alarm/fuse"], "repair": "swap"},
        {"id": "wet", "name": "Water got in", "prior": 0.2, "why": "-", "cites": ["lantern/alarm/wet"], "repair": "dry", "safety": "stop-using"},
        {"id": "board", "name": "The board is broken", "prior": 0.1, "why": "-", "cites": ["lantern/remedy/board"], "repair": "send"},
    ],
    "repairs": [
        {"id": "press", "name": "Press the button", "facts": ["lantern/procedure/on"], "cost": 2, "who": "lay", "verify": "Is it bright?"},
        {"id": "swap", "name": "Swap the fuse", "facts": ["lantern/alarm/fuse#1-2"], "cost": 5, "who": "installer", "verify": "Is it bright?", "needs": ["open"]},
        {"id": "dry", "name": "Dry it", "facts": ["lantern/alarm/wet"], "cost": 30, "who": "installer", "verify": "Is it bright?", "needs": ["open"], "undoes": ["open"]},
        {"id": "send", "name": "Send it in", "facts": ["lantern/remedy/board"], "cost": 60, "who": "maker"},
    ],
    "tests": [
        {"id": "smoke", "kind": "look", "ask": "Does it smoke?", "cost": 1, "who": "lay", "first": True, "accuracy": 0.99, "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}], "expect": {"wet": {"yes": 0.2, "no": 0.8}}, "otherwise": "no"},
        {"id": "panel", "kind": "lamp", "ask": "What do the lamps show?", "cost": 1, "who": "lay", "states": {"fuse": ["lantern/led/fuse"], "wet": ["lantern/led/wet"], "board": ["lantern/led/run"]}, "also": ["lantern/led/dry"]},
        {"id": "rain", "kind": "question", "ask": "Did it rain?", "cost": 1, "who": "lay", "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}], "expect": {"wet": "yes"}, "otherwise": {"yes": 0.3, "no": 0.7}},
        {"id": "roof", "kind": "question", "ask": "Was it under a roof?", "cost": 1, "who": "lay", "only_if": {"rain": "yes"}, "choices": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}], "expect": {"wet": "no"}},
        {"id": "volt", "kind": "measurement", "ask": "How many volts?", "cost": 3, "who": "installer", "needs": ["open"], "choices": [{"id": "none", "label": "None"}, {"id": "some", "label": "Some"}], "expect": {"fuse": "none"}, "otherwise": "some"},
    ],
    "rules": [{"id": "fire", "when": {"smoke": "yes"}, "do": "Leave the room", "cites": ["lantern/caution/fire"]}],
    "escalate": {"who": "the shop", "lay": "your electrician", "cites": []},
}  # fmt: skip
DEVICE = Device(id="lantern", name="Lantern 1", maker="nobody", type="lamp", aliases=(), manuals=(), coverage={})
COMMUNICATION = {"protocol": 43, "termination": 31, "cable": 12, "dip": 6, "baud": 5, "firmware": 3}


def typed(plain):
    """A fault model from plain data, as its YAML would give it."""
    return msgspec.convert(plain, FaultModel)


def compiled(plain, facts=FACTS):
    """A fault model ready for reckoning."""
    return compile_model(typed(plain), facts)


def knowledge(*plains):
    """A knowledge base in memory that holds these fault models."""
    return KnowledgeBase(
        folder=Path(),
        manifest=SimpleNamespace(version="x"),
        manuals={},
        sections={},
        devices={"lantern": DEVICE, "bare": msgspec.structs.replace(DEVICE, id="bare")},
        facts=FACTS,
        passages={},
        entries=(),
        vector_owners=(),
        extras={"faults": fault_types.encode(tuple(map(typed, plains)))},
    )


def communication():
    """The published distribution of faults between battery and inverter, at equal cost, without tests."""
    names = list(COMMUNICATION)
    return {
        **{k: PLAIN[k] for k in ("id", "title", "devices", "entry", "reasons", "escalate")},
        "something_else": 0.0,
        "causes": [{"id": n, "name": n, "prior": p / 100, "why": "100 service calls", "cites": ["lantern/alarm/fuse"], "repair": f"fix-{n}"} for n, p in COMMUNICATION.items()],
        "repairs": [{"id": f"fix-{n}", "name": n, "steps": [n], "cost": 10, "who": "lay", "works": 1.0, "verify": "?"} for n in names],
        "tests": [],
    }  # fmt: skip


def random_plain(seed, conditions=True):
    """A random model of 2 to 5 causes and 1 to 5 tests, with shared repairs and conditions."""
    rng = np.random.default_rng(seed)
    n, t = int(rng.integers(2, 6)), int(rng.integers(1, 6))
    prior = rng.dirichlet(np.full(n + 1, 0.8)) * 0.98 + 0.02 / (n + 1)
    names = [f"c{k}" for k in range(n)]

    def needs():
        return [c for c in ("a", "b") if conditions and rng.random() < 0.3]

    def shares(ids):
        out = rng.dirichlet(np.full(len(ids), 0.4))
        return dict(zip(ids, map(float, out / out.sum()), strict=True))

    tests = []
    for k in range(t):
        ids = [f"o{i}" for i in range(int(rng.integers(2, 4)))]
        tests.append({
            "id": f"t{k}", "kind": "question", "ask": f"t{k}?", "cost": float(rng.uniform(0.5, 10)), "who": "lay", "needs": needs(),
            "choices": [{"id": i, "label": i} for i in ids], "expect": {c: shares(ids) for c in names}, "otherwise": shares(ids),
        })  # fmt: skip
    return {
        **{k: PLAIN[k] for k in ("id", "title", "devices", "entry", "reasons")},
        "conditions": [{"id": c, "name": c, "cost": float(rng.uniform(1, 30)), "who": "lay"} for c in "ab"],
        "causes": [{"id": c, "name": c, "prior": float(p), "why": "-", "cites": ["lantern/alarm/fuse"], "repair": f"r{k}"} for k, (c, p) in enumerate(zip(names, prior, strict=False))],
        "repairs": [{"id": f"r{k}", "name": c, "steps": [c], "cost": float(rng.uniform(2, 60)), "who": "lay", "works": float(rng.uniform(0.8, 1.0)), "verify": "?", "needs": needs()} for k, c in enumerate(names)],
        "tests": tests,
        "escalate": {"who": "the shop", "cost": float(rng.uniform(60, 300))},
    }  # fmt: skip
