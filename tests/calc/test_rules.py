"""A new manual's simple rule is a calculator without code, and the figures of the manuals stand in no line of code."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest

from kb.calc import CalcResult, MissingFigure, Refusal, UnknownCalculator, list_calculators, registry, run
from kb.curation.corpus import default_root
from kb.model.facts import Rule, Spec, base_id

CODE = Path(registry.__file__).parent
# Structure, not figures: nothing, one, a pair, percent, thousand.
STRUCTURAL = {0.0, 1.0, 2.0, 100.0, 1000.0}


def figures_of(kb) -> set[float]:
    """Every number that stands in a spec, a rule, its ranges or its formula."""
    found: set[float] = set()
    for fact in kb.facts.values():
        if isinstance(fact, Spec):
            found |= {x for x in (fact.min, fact.value, fact.max, fact.tolerance) if x is not None}
        elif isinstance(fact, Rule):
            found |= {float(x) for x in re.findall(r"\d+(?:\.\d+)?", fact.formula)}
            found |= {x for v in fact.variables for x in (v.min, v.max) if x is not None}
            found |= {fact.tolerance} if fact.tolerance is not None else set()
    return {abs(x) for x in found} - STRUCTURAL


def docstrings(tree: ast.AST) -> set[int]:
    """The ids of the nodes that are docstrings, or format specifications."""
    out: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            out.add(id(body[0].value))
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            out |= {id(n) for n in ast.walk(node.format_spec)}
    return out


def numbers_in(path: Path) -> list[tuple[int, float]]:
    """The numbers of a module with their lines: literals, and bare numbers in texts that people read."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skip = docstrings(tree)
    found: list[tuple[int, float]] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in skip:
            continue
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            found.append((node.lineno, abs(float(node.value))))
        elif isinstance(node.value, str) and "/" not in node.value:
            # A fact id holds a "/"; LED1 and SR48100H are names; [0-9] is a pattern.
            bare = re.findall(r"(?<![\w.\[{-])\d+(?:\.\d+)?(?![\w\]}-])", node.value)
            found += [(node.lineno, float(x)) for x in bare]
    return found


# prefill.py weighs the words of a question and works nothing out.
@pytest.mark.parametrize("path", sorted(p for p in CODE.glob("*.py") if p.name != "prefill.py"), ids=lambda p: p.name)
def test_no_figure_of_a_manual_stands_in_the_code(kb, path):
    """Every figure comes from the fact base: no number in the code is one of a manual's."""
    known = figures_of(kb)
    wrong = [f"{path.name}:{line}: {number:g}" for line, number in numbers_in(path) if number in known]
    assert not wrong, "figures of the manuals belong into corpus/manuals: " + ", ".join(wrong)


def test_the_scan_finds_a_figure(tmp_path, kb):
    """The scan sees a figure as a literal and in a sentence, and leaves ids and docstrings alone."""
    module = tmp_path / "m.py"
    module.write_text('"""At 270 mm."""\nX = 270\nY = f"{X} needs 17.6 kW"\nZ = "a/spec/270"\nW = f"{X:.270g}"\n')
    assert numbers_in(module) == [(2, 270.0), (3, 17.6)]
    assert {270.0, 17.6} <= figures_of(kb)


def test_every_rule_is_in_a_calculator(kb):
    """No rule of a manual is without a calculator, and none has two."""
    covered = [r for c in list_calculators(kb) for r in c.rules]
    assert sorted({base_id(f.id) for f in kb.select("rule")}) == sorted(covered)


@pytest.fixture
def corpus(tmp_path) -> Path:
    """A copy of the corpus that a test may change."""
    return Path(shutil.copytree(default_root(), tmp_path / "corpus"))


def change(corpus: Path, manual: str, old: str, new: str) -> None:
    """Change one place of an edition."""
    path = corpus / "manuals" / f"{manual}.md"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_corrected_figure_changes_the_result_and_its_source(corpus, build_in_memory):
    """A figure and its lines changed in the edition change value and source line; no code was touched."""
    manual = "growatt-6.5kwh-battery-user-manual"
    change(
        corpus,
        manual,
        "| Rated or usable energy | | 6.0 | | | kWh | | | 369-371 |",
        "| Rated or usable energy | | 5.0 | | | kWh | | | 370-371 |",
    )
    outcome = run(build_in_memory(corpus), "growatt-runtime", {"load": "1 kW"})
    assert isinstance(outcome, CalcResult)
    assert outcome.outputs[0].value == 5.0
    assert next(s.lines for s in outcome.sources if s.fact == "growatt-65/spec/energy-usable") == "370-371"


def test_a_corrected_formula_changes_the_result(corpus, build_in_memory):
    """A formula and its range changed in the edition change result, working and refusal."""
    manual = "sr48100h-rack-battery-om-manual-v01"
    text = (corpus / "manuals" / f"{manual}.md").read_text(encoding="utf-8")
    row = next(x for x in text.splitlines() if x.startswith("| inverter-charge-limit-max |"))
    change(corpus, manual, row, row.replace("70 * N", "75 * N"))
    row = next(x for x in text.splitlines() if x.startswith("| parallel-number-max |"))
    change(corpus, manual, row, row.replace("| 32 |", "| 31 |"))
    kb = build_in_memory(corpus)
    outcome = run(kb, "sr48100h-bank", {"packs": "4"})
    assert next(o.value for o in outcome.outputs if o.name == "charge_max") == 300
    assert any("75 × 4 = 300 A" in w for w in outcome.working)
    refused = run(kb, "sr48100h-bank", {"packs": "32"})
    assert isinstance(refused, Refusal)
    assert "1 to 31 packs; you said 32" in refused.reason


def test_editions_that_differ_are_both_shown(corpus, build_in_memory):
    """When one edition's formula changes, both results stand in the answer."""
    path = corpus / "manuals" / "sigenstor-quick-guide.md"
    text = path.read_text(encoding="utf-8")
    row = next(x for x in text.splitlines() if x.startswith("| mounting-l1-wall |"))
    change(corpus, path.stem, row, row.replace("N * 270 + 261", "N * 270 + 260"))
    outcome = run(build_in_memory(corpus), "sigenstor-mounting-holes", {"packs": "2", "mounting": "wall"})
    outputs = {o.name: o.value for o in outcome.outputs}
    assert outputs["l1"] == 801
    assert outputs["l1@quick"] == 800
    assert any("editions differ" in w for w in outcome.warnings)


def test_a_new_rule_needs_no_code(corpus, build_in_memory):
    """A rule added to an edition is a calculator with its range, unit and source."""
    path = corpus / "manuals" / "mysigen-app-user-manual-v04.md"
    text = path.read_text(encoding="utf-8")
    at = text.index("{.rules")
    rule = (
        "{.rules device=gateway src=45}\n| id | name | formula | variables | unit |\n|---|---|---|---|---|\n"
        "| spare-time | Spare time | ceil(N / 2) * t | N [inverters] 1..4; t [h] 0.. | h |\n\n"
    )
    path.write_text(text[:at] + rule + text[at:], encoding="utf-8")
    kb = build_in_memory(corpus)
    info = next(c for c in list_calculators(kb) if c.id == "gateway-spare-time")
    assert [(i.name, i.kind, i.min, i.max) for i in info.inputs] == [("N", "count", 1, 4), ("t", "number", 0, None)]
    outcome = run(kb, info.id, {"N": "3 inverters", "t": "30 min"})
    assert outcome.outputs[0].value == 1.0
    assert outcome.outputs[0].unit == "h"
    assert outcome.sources[0].lines == "45"
    assert "1 to 4 inverters; you said 5" in run(kb, info.id, {"N": "5", "t": "1"}).reason


def test_a_figure_taken_out_is_named(corpus, build_in_memory):
    """A figure that a calculator needs and the corpus no longer has is a MissingFigure with its id."""
    manual = "growatt-6.5kwh-battery-user-manual"
    text = (corpus / "manuals" / f"{manual}.md").read_text(encoding="utf-8")
    row = next(x for x in text.splitlines() if x.startswith("| recharge-rest |"))
    change(corpus, manual, f"{row}\n", "")
    for folder in ("asks", "silences"):  # they name facts, too
        shutil.rmtree(corpus / folder, ignore_errors=True)
    with pytest.raises(MissingFigure, match="growatt-65/spec/recharge-rest"):
        run(build_in_memory(corpus), "growatt-recharge", {})


def test_an_unknown_calculator_names_the_nearest(kb):
    """A slip in the id gets a hint."""
    with pytest.raises(UnknownCalculator, match="sr48100h-bank"):
        run(kb, "sr48100h-bnk", {})
