"""Worked examples, done by hand from the originals: tests/calc/examples/*.yaml, one situation each."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from kb.calc import CalcError, CalcResult, Refusal, run

EXAMPLES = [
    e
    for path in sorted((Path(__file__).parent / "examples").glob("*.yaml"))
    for e in msgspec.yaml.decode(path.read_text())
]


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"{e['calculator']}: {e['title']}" for e in EXAMPLES])
def test_worked_example(kb, example):
    """A calculator gives what was worked out by hand, with its sources, warnings and conflicts."""
    if "error" in example:
        with pytest.raises(CalcError) as caught:
            run(kb, example["calculator"], example["inputs"])
        assert example["error"] in str(caught.value)
        return
    outcome = run(kb, example["calculator"], example["inputs"])
    assert set(example.get("conflicts", ())) <= set(outcome.conflicts)
    if "refused" in example:
        assert isinstance(outcome, Refusal), outcome
        assert example["refused"] in outcome.reason
        assert outcome.allowed
        assert outcome.source is not None
        return
    assert isinstance(outcome, CalcResult), outcome
    outputs = {o.name: o for o in outcome.outputs}
    for name, wanted in example.get("outputs", {}).items():
        got = outputs[name].value
        assert got == (pytest.approx(wanted, rel=1e-9) if isinstance(wanted, float) else wanted), name
    for name, wanted in example.get("texts", {}).items():
        assert outputs[name].text == wanted
    for name, (low, high) in example.get("ranges", {}).items():
        assert (outputs[name].min, outputs[name].max) == (low, high)
    assert not set(example.get("absent", ())) & set(outputs)
    for part in example.get("warnings", ()):
        assert any(part in w for w in outcome.warnings), (part, outcome.warnings)
    assert set(example.get("sources", ())) <= {s.fact for s in outcome.sources}
    assert outcome.working
    assert all(s.manual and s.title and s.lines for s in outcome.sources)


def test_every_written_calculator_has_examples(kb):
    """No calculator is without a worked example."""
    from kb.calc.registry import WRITTEN

    assert {c.id for c in WRITTEN} <= {e["calculator"] for e in EXAMPLES}
