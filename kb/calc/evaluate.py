"""Formulas of the manuals, worked out safely: arithmetic and comparisons on named numbers, nothing else.

The grammar is that of `.rules` tables (kb.extract.rule); the walk below knows those nodes only and is bounded in
length and depth, so that a formula can neither run code nor run long.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

from kb.calc.errors import CalcError
from kb.calc.numbers import clean, say

MAX_LENGTH = 512
MAX_DEPTH = 29
MAX_RESULT = 1e15
_ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}
_CALLS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "ceil": lambda x: math.ceil(clean(x)),
    "floor": lambda x: math.floor(clean(x)),
}


def evaluate(formula: str, values: Mapping[str, float]) -> float | bool:
    """Return the formula's value: a number, or True/False for a comparison.

    Raises CalcError when the formula is not of the grammar, a variable is missing, it divides by zero or the result
    is not a finite number.
    """
    if len(formula) > MAX_LENGTH:
        raise CalcError(f"the formula is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(formula, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
        raise CalcError(f"{formula!r} is not a formula") from e
    try:
        result = _walk(tree.body, values, 0)
    except CalcError:
        raise
    except ZeroDivisionError:
        raise CalcError(f"{formula!r} divides by zero with these inputs") from None
    except (OverflowError, ValueError):
        # ceil() and floor() of what is no longer a finite number.
        raise CalcError(f"{formula!r} gets too large with these inputs") from None
    if isinstance(result, bool):
        return result
    if not math.isfinite(result) or abs(result) > MAX_RESULT:
        raise CalcError(f"{formula!r} gets too large with these inputs")
    return float(result)


def _walk(node: ast.AST, values: Mapping[str, float], depth: int) -> float | bool:
    if depth > MAX_DEPTH:
        raise CalcError("the formula is nested too deeply")
    if isinstance(node, ast.BoolOp | ast.Compare):
        return _truth(node, values, depth)
    if isinstance(node, ast.UnaryOp):
        return _signed(node, values, depth)
    result: float | bool
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            result = float(number)
        case ast.Name(id=name) if name in values:
            result = values[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            result = _ARITHMETIC[type(op)](_walk(left, values, depth + 1), _walk(right, values, depth + 1))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _CALLS and args:
            result = _CALLS[name](*(_walk(a, values, depth + 1) for a in args))
        case ast.Name(id=name):
            raise CalcError(f"the formula needs {name!r}")
        case _:
            raise CalcError(f"{type(node).__name__} is not allowed in a formula")
    return result


def _signed(node: ast.UnaryOp, values: Mapping[str, float], depth: int) -> float | bool:
    result = _walk(node.operand, values, depth + 1)
    if isinstance(node.op, ast.Not):
        return not result
    if isinstance(node.op, ast.USub | ast.UAdd):
        return -result if isinstance(node.op, ast.USub) else +result
    raise CalcError(f"{type(node.op).__name__} is not allowed in a formula")


def _truth(node: ast.BoolOp | ast.Compare, values: Mapping[str, float], depth: int) -> bool:
    if isinstance(node, ast.BoolOp):
        truths = [bool(_walk(p, values, depth + 1)) for p in node.values]
        return all(truths) if isinstance(node.op, ast.And) else any(truths)
    if not all(type(o) in _COMPARE for o in node.ops):
        raise CalcError("that comparison is not allowed in a formula")
    # Without the dust of binary fractions: 53.1 − 52.1 is 1.
    numbers = [clean(_walk(n, values, depth + 1)) for n in (node.left, *node.comparators)]
    return all(_COMPARE[type(o)](a, b) for o, a, b in zip(node.ops, numbers, numbers[1:], strict=False))


class _Filled(ast.NodeTransformer):
    def __init__(self, values: Mapping[str, float]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name(id=say(self.values[node.id])) if node.id in self.values else node


def filled(formula: str, values: Mapping[str, float]) -> str:
    """Return the formula with the numbers in place of the variables, for the working: `N * 270` → `3 × 270`."""
    try:
        tree = _Filled(values).visit(ast.parse(formula, mode="eval"))
        return pretty(ast.unparse(tree))
    except (SyntaxError, ValueError, RecursionError) as e:
        raise CalcError(f"{formula!r} is not a formula") from e


def pretty(formula: str) -> str:
    """Return a formula with the signs people write: × ÷ ≤ ≥."""
    for typed, written in (("*", "×"), ("/", "÷"), ("<=", "≤"), (">=", "≥")):
        formula = formula.replace(typed, written)
    return formula
