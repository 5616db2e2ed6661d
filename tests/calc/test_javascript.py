"""The calculators in JavaScript (webapp/static/js/calc.js) answer what the Python ones answer, to the last letter.

Every worked example and thousands of drawn inputs (in the range, at its ends, outside, in other units, garbage; drawn
with a fixed seed) go through both; the whole answers are compared: results, texts, working, warnings, sources,
conflicts, refusals, and what is said about an input that cannot be read.
"""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kb.calc import BadInput, CalcError, list_calculators, run, to_json
from kb.calc.portable import code
from kb.calc.portable.__main__ import MODULE
from kb.calc.portable.pack import pack
from kb.calc.units import GROUPS, SPELLINGS

HERE = Path(__file__).parent
EXAMPLES = [
    (e["calculator"], {n: str(v) for n, v in e["inputs"].items()})
    for path in sorted((HERE / "examples").glob("*.yaml"))
    for e in msgspec.yaml.decode(path.read_text(encoding="utf-8"))
] + [
    (e["run"]["calculator"], {n: str(v) for n, v in e["run"]["inputs"].items()})
    for e in msgspec.yaml.decode((HERE / "examples_independent.yaml").read_text(encoding="utf-8"))
    if "calculator" in e["run"]
]
DRAWN = 80
SEED = 20_260
UNITS = [u for g in GROUPS for u in g]
# What people, and what only testers type into a field: signs, commas, other scripts' digits and blanks, quotes, extremes.
ODD = [
    "", " ", "nan", "inf", "1e400", "1e12", "1e5", "1e-7", "1e-6", "0", "-0", "-1", "+3", "−3", "–4", "5.", ".5", "1,5",
    "1,000", "0,0000004", "999999.5", "1000000.5", "1234567.85", "abc", "5 kW", "5 A", "10 m", "4 packs", "2 batteries",
    "3 °C", "5 MW", "5 mw", "5 furlongs", "٣", "\0", "1\n2", "3\n", "\u00a05", "5\u2003m", "12abc" * 30, "x" * 45,
    "'", '"', "'\"", "\\", "\u200b", "\ufeff5", "5 \U0001f600", "İ", "off grid", "Deye", "4.0", "4 kW", "٤ kW", "-4.0",
    "yes", "Y", "no", "off", "unknown", "é", "e\u0301",
]  # fmt: skip


class Script:
    """calc.js in one node process: a question a line."""

    def __init__(self, data: Path, module: Path = MODULE) -> None:
        self.node = subprocess.Popen(
            ["node", HERE / "calc_lines.mjs", module, data],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, calculator, inputs):
        """The answer of calc.js as plain JSON."""
        self.node.stdin.write(json.dumps([calculator, inputs]) + "\n")
        self.node.stdin.flush()
        return json.loads(self.node.stdout.readline())

    def close(self):
        self.node.stdin.close()
        self.node.wait(timeout=10)
        self.node.stdout.close()


@pytest.fixture(scope="module")
def data(kb, tmp_path_factory):
    """The data of the project's own corpus, as the server gives it."""
    path = tmp_path_factory.mktemp("calc") / "data.json"
    path.write_bytes(msgspec.json.encode(pack(kb)))
    return path


@pytest.fixture(scope="module")
def script(data):
    """The script with that data."""
    opened = Script(data)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def infos(kb):
    """All calculators by id."""
    return {c.id: c for c in list_calculators(kb)}


def answer(kb, calculator, inputs):
    """The answer of Python as plain JSON."""
    try:
        told = to_json(run(kb, calculator, inputs))
    except BadInput as e:
        told = {"error": {"kind": "BadInput", "name": e.name, "message": str(e)}}
    except CalcError as e:
        told = {"error": {"kind": type(e).__name__, "name": "", "message": str(e)}}
    return json.loads(msgspec.json.encode(told))


def drawn(info, chance):
    """Inputs of a calculator, by chance."""
    inputs = {i.name: value(i, chance) for i in info.inputs if chance.random() < (0.97 if i.required else 0.45)}
    if chance.random() < 0.02:
        inputs[chance.choice(["nonsense", "x'y"])] = "1"
    return inputs


def value(item, chance):
    """One input: mostly of its own kind, in any spelling, often at or beyond the ends of its range."""
    die = chance.random()
    if item.choices:
        word = chance.choice(item.choices)
        if die < 0.9:
            return chance.choice([word, word, word, word.upper(), word.replace(" ", ""), word[: len(word) // 2 + 1]])
        return chance.choice(ODD)
    if die > 0.94:
        return chance.choice(ODD)
    low = item.min if item.min is not None else -5
    high = item.max if item.max is not None else chance.choice([6, 10, 100, 1000, 50_000])
    if die < 0.2:
        number = chance.choice([low, high, low - 1, high + 1, low - 0.5, high + 1e-9, 0, -0.0])
    elif die < 0.6:
        number = chance.randint(int(low), max(int(low), int(high)))
    else:
        number = chance.uniform(low, high)
    text = chance.choice([str(number), f"{number:.4g}", f"{number:.3f}", f"{number:.10g}"])
    same = next((g for g in GROUPS if item.unit in g), UNITS)
    unit = chance.choice(["", "", "", item.unit, item.unit, chance.choice(same), chance.choice(same)])
    if chance.random() < 0.05:
        unit = chance.choice(list(SPELLINGS))
    text += chance.choice(["", " ", "  "]) + ("packs" if unit == "-" else unit)
    return text.replace(".", ",") if chance.random() < 0.06 else text


def test_the_script_is_made_from_the_python_of_today():
    """calc.js and what it reads are what `python -m kb.calc.portable` makes of kb/calc; nobody edits them by hand."""
    assert MODULE.read_text(encoding="utf-8") == code.module(), "run `python -m kb.calc.portable`"
    assert code.READS.read_text(encoding="utf-8") == code.reads(), "run `python -m kb.calc.portable`"


@pytest.mark.parametrize(("calculator", "inputs"), EXAMPLES, ids=[f"{n}-{c}" for n, (c, _) in enumerate(EXAMPLES)])
def test_worked_examples_are_alike(kb, script, calculator, inputs):
    """What was worked out by hand comes out of the script as well, with every word of its working."""
    assert script.ask(calculator, inputs) == answer(kb, calculator, inputs)


def test_examples_hold_results_and_refusals(kb):
    """The examples compared are all of the project's, refusals among them."""
    told = [answer(kb, *e) for e in EXAMPLES]
    assert len(told) > 340
    assert sum("reason" in t for t in told) > 40
    assert sum("working" not in t for t in told) > 60


def test_drawn_inputs_are_alike(kb, script, infos):
    """Any input gives the same answer, whether it is a result, a refusal or a sentence about what is wrong with it."""
    chance = random.Random(SEED)  # noqa: S311 - the same inputs every time, no secret
    kinds: dict[str, set[str]] = {}
    for info in infos.values():
        for _ in range(DRAWN):
            inputs = drawn(info, chance)
            wanted = answer(kb, info.id, inputs)
            assert script.ask(info.id, inputs) == wanted, (info.id, inputs)
            kinds.setdefault(info.id, set()).add(
                "result" if "working" in wanted else "refusal" if "reason" in wanted else wanted["error"]["kind"]
            )
    # The draw is worth something: every calculator came to a result, and nearly all to something that was wrong.
    assert not [c for c, k in kinds.items() if "result" not in k]
    assert sum("BadInput" in k for k in kinds.values()) >= len(kinds) - 2
    assert sum("refusal" in k for k in kinds.values()) >= 10


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_text_is_alike(data, kb, script, infos):
    """No text that a person can type is read differently by the script."""
    # Letters that came into Unicode after Python 3.11 are known to newer engines only.
    text = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=12)
    number = st.builds("{}{}{}".format, st.floats(-1e7, 1e7), st.sampled_from(["", " "]), st.sampled_from(UNITS))
    info = infos[data.draw(st.sampled_from(sorted(infos)))]
    inputs = {
        i.name: data.draw(st.one_of(st.sampled_from(i.choices or ["1"]), number, text, st.sampled_from(ODD)))
        for i in info.inputs
    }
    assert script.ask(info.id, inputs) == answer(kb, info.id, inputs)


def test_every_unit_turns_into_every_other_alike(kb, script):
    """All pairs of units of a group, temperatures too, give the number that Pint gives."""
    from kb.calc.registry import calculators

    seen = set()
    for calculator in calculators(kb).values():
        for item in calculator.fields:
            group = next((g for g in GROUPS if item.unit in g), ())
            required = {i.name: i.choices[0] if i.choices else "1" for i in calculator.info(kb).inputs if i.required}
            for unit in group if item.unit not in seen else ():
                for number in ("1", "7.3", "0.1", "41", "273.15"):
                    inputs = required | {item.name: f"{number} {unit}"}
                    assert script.ask(calculator.id, inputs) == answer(kb, calculator.id, inputs), inputs
            seen.add(item.unit)
    assert {"kW", "A", "V", "mm", "m", "kg", "day", "month", "°C", "kWh"} <= seen


def test_a_changed_figure_changes_the_answer(kb, data, tmp_path):
    """The script holds no figure of its own: with another figure in the data it gives another answer."""
    changed = json.loads(data.read_text(encoding="utf-8"))
    fact = next(f for f in changed["facts"] if f["id"] == "sr48100h/spec/usable-energy")
    fact["value"] = 1000 + (fact["value"] or 0)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(changed), encoding="utf-8")
    other = Script(path)
    told = other.ask("sr48100h-bank", {"packs": "4"})
    other.close()
    assert told != answer(kb, "sr48100h-bank", {"packs": "4"})


def test_the_script_needs_no_eval():
    """The strict policy of the pages lets the script run: no eval, no code made from text, no request of its own."""
    text = MODULE.read_text(encoding="utf-8")
    for banned in ("eval(", "new Function", "import(", "import ", "fetch(", "document."):
        assert banned not in text


def test_unknown_calculator_is_told(script):
    """An id that no calculator has is an answer too."""
    assert script.ask("sr48100h-bnak", {})["error"]["kind"] == "UnknownCalculator"
