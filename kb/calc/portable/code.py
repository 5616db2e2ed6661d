"""The JavaScript module of the calculators: the runtime, the translated code, and its one function."""

from __future__ import annotations

import ast
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from kb.calc import evaluate, generic, numbers, units
from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput, CalcError
from kb.calc.fields import Field
from kb.calc.figures import Figures
from kb.calc.portable.reach import Reached
from kb.calc.registry import WRITTEN, work_out
from kb.model import facts

if TYPE_CHECKING:
    import pint

RUNTIME = Path(__file__).with_name("runtime.js")
EDGE = Path(__file__).with_name("work.js")
READS = Path(__file__).with_name("reads.json")
LINE = "// " + "-" * 117
_REPLACED: dict[Callable[..., object], str] = {
    evaluate.evaluate: "$evaluate",
    evaluate.filled: "$filled",
    units.convert: "$convert",
}
# Not the base's subclasses: whoever describes a fact in an API may make more of them.
_KINDS: tuple[type[facts.FactBase], ...] = get_args(facts.Fact)
# What runtime.js and work.js name themselves.
_NEEDED: tuple[Callable[..., object], ...] = (
    CalcError,
    BadInput,
    units.UnitProblem,
    numbers.clean,
    numbers.say,
    evaluate.pretty,
    Figures,
    Field,
    Calculator,
    *_KINDS,
)


def work_of(work: Callable[..., None]) -> tuple[Callable[..., None], tuple[object, ...]]:
    """Return the function behind a calculator's `work` and the arguments that stand before the sheet."""
    if isinstance(work, partial):
        return work.func, work.args
    return work, ()


def work_name(work: Callable[..., None]) -> str:
    """Return how the data names a function: `growatt.bank`."""
    return f"{work.__module__.rpartition('.')[2]}.{work.__name__}"


def reach() -> Reached:
    """Translate all calculators and what they lean on. Raises Untranslatable."""
    reached = Reached(_REPLACED)
    for needed in _NEEDED:
        reached.refer(needed, needed.__name__)
    reached.refer(work_out, "work_out")
    for work in works():
        reached.refer(work, work_name(work))
    reached.finish()
    return reached


def works() -> tuple[Callable[..., None], ...]:
    """Return every function that works a calculator out."""
    return tuple(dict.fromkeys([*(work_of(c.work)[0] for c in WRITTEN), generic.work_rule]))


def module() -> str:
    """Return the text of calc.js."""
    reached = reach()
    table = ",\n".join(f'  "{work_name(w)}": {reached.refer(w, work_name(w))}' for w in works())
    kinds = ",\n".join(f'  "{k.__struct_config__.tag}": {reached.refer(k, k.__name__)}' for k in _KINDS)
    units_text = json.dumps(factors(), ensure_ascii=False, separators=(",", ":"))
    return "\n".join(
        [
            "// Made by `python -m kb.calc.portable` from kb/calc; a test holds it to the Python it was made from.",
            "",
            RUNTIME.read_text(encoding="utf-8").strip(),
            "",
            LINE,
            f"const $factors = new Map(Object.entries({units_text}));",
            reached.text(),
            f"const $works = {{\n{table},\n}};",
            f"const $kinds = {{\n{kinds},\n}};",
            LINE,
            "",
            EDGE.read_text(encoding="utf-8").strip(),
            "",
        ]
    )


def reads() -> str:
    """Return what the code reads of the facts, as the JSON that `pack` goes by."""
    reached = reach()
    told = {"ids": sorted(set(templates(reached))), "attributes": sorted(reached.attributes())}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def templates(reached: Reached) -> Iterator[str]:
    """Yield a pattern for the start of every fact id that a text in the code may make."""
    for tree, scope in reached.trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                found = "".join(_piece(p, scope) for p in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = re.escape(node.value)
            elif isinstance(node, ast.Name) and isinstance(scope.get(node.id), str):
                found = re.escape(str(scope[node.id]))
            else:
                continue
            if re.match(r"(\.\*|[a-z0-9]|\\-)+/[a-z]+/", found):
                yield found


def _piece(part: ast.expr, scope: Mapping[str, object]) -> str:
    if isinstance(part, ast.Constant):
        return re.escape(str(part.value))
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    known = scope.get(inner.id) if isinstance(inner, ast.Name) else None
    return re.escape(known) if isinstance(known, str) else ".*"


def factors() -> dict[str, Any]:
    """Return what each unit is multiplied by to give another of its group, as Pint does; temperatures in two steps."""
    found: dict[str, Any] = {}
    import pint  # the web app loads this module, and no page needs Pint

    # Pint remembers each factor the way it first came by it, and the last digit tells which way: ask one that remembers none.
    registry: pint.UnitRegistry[float] = pint.UnitRegistry()
    for group in units.GROUPS:
        for unit, wanted in itertools.permutations(group, 2):
            if "°C" in group:
                found[f"{unit}>{wanted}"] = [_scale(registry, unit), _scale(registry, wanted)]
            else:
                one = registry.Quantity(1.0, units.pint_name(unit))
                found[f"{unit}>{wanted}"] = float(one.to(units.pint_name(wanted)).magnitude)
    return found


def _scale(registry: pint.UnitRegistry[float], unit: str) -> tuple[float, float]:
    """Return the size of one degree in kelvin and the temperature of its nought."""
    name = units.pint_name(unit)
    degree = name if name == "kelvin" else f"delta_{name}"
    size, nought = registry.Quantity(1.0, degree).to("kelvin"), registry.Quantity(0.0, name).to("kelvin")
    return float(size.magnitude), float(nought.magnitude)
