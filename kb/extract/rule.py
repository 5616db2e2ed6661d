"""`.rules` tables → Rule, its formula checked to be arithmetic on its variables."""

from __future__ import annotations

import ast
import math
import re

from kb.extract.rows import Columns, Row
from kb.extract.words import unit
from kb.model.facts import Rule, Variable

COLUMNS = Columns(("id", "name", "formula", "variables", "unit"), ("tolerance", "applies_when"))
FUNCTIONS = ("min", "max", "ceil", "floor")
_VARIABLE = re.compile(r"^([A-Za-z_]\w*)\s*(?:\[([^\]]*)\])?\s*(?:(\d+(?:\.\d+)?)?\.\.(\d+(?:\.\d+)?)?)?$")
_NODES = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.BoolOp,
    ast.Compare,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Load,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.USub,
    ast.UAdd,
    ast.And,
    ast.Or,
    ast.Not,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
)


def formula_names(formula: str) -> set[str]:
    """Return the variables of a formula. Raises ValueError when it is more than arithmetic and comparisons."""
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        raise ValueError("it is not a formula") from e
    names: set[str] = set()
    called: set[ast.AST] = set()
    for node in ast.walk(tree):
        if not isinstance(node, _NODES):
            raise ValueError(f"{type(node).__name__} is not allowed")  # noqa: TRY004 - one error type for every reason
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS or node.keywords:
                raise ValueError(f"only {', '.join(FUNCTIONS)} may be called")
            called.add(node.func)
        if isinstance(node, ast.Constant) and (isinstance(node.value, bool) or not isinstance(node.value, int | float)):
            raise ValueError(f"{node.value!r} is not a number")  # noqa: TRY004 - as above
        if isinstance(node, ast.Constant) and isinstance(node.value, float) and not math.isfinite(node.value):
            raise ValueError("a number in it is too large")
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node not in called:
            names.add(node.id)
    return names


def build(row: Row) -> Rule | None:
    """Build one rule; every variable of the formula must be declared with a known unit."""
    variables: list[Variable] = []
    for part in row.parts("variables"):
        found = _VARIABLE.match(part)
        if found is None:
            row.complain(f"variables: cannot read {part!r}", "Write NAME [unit] min..max, as in `N [packs] 3..6`")
            return None
        low, high = (float(x) if x else None for x in (found[3], found[4]))
        if low is not None and high is not None and low > high:
            row.complain(
                f"variables: the range of {found[1]} runs from {low:g} to {high:g}", "Write the lower bound first"
            )
        variables.append(Variable(found[1], unit(row, found[2] or "-"), low, high))
    try:
        names = formula_names(row["formula"])
    except ValueError as e:
        row.complain(
            f"formula {row['formula']!r}: {e}", f"Use + - * / ( ), comparisons, and, or, not, {', '.join(FUNCTIONS)}"
        )
        return None
    declared = {v.name for v in variables}
    if names != declared or len(declared) != len(variables):
        row.complain(
            f"the formula uses {sorted(names)}, but variables declares {sorted(v.name for v in variables)}",
            "Declare each variable once",
        )
    return Rule(
        **row.base("rule", row["id"]),
        name=row["name"],
        formula=row["formula"],
        variables=tuple(variables),
        unit=unit(row, row["unit"]),
        tolerance=row.number("tolerance"),
        applies_when=row["applies_when"],
    )
