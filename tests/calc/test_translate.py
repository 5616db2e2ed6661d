"""The translator knows a part of Python and stops, with the place, at everything else."""

from __future__ import annotations

import ast

import pytest

from kb.calc.portable.translate import Function
from kb.calc.portable.values import Untranslatable

OUTSIDE = [
    "with open(x) as f: pass",
    "del x",
    "global y",
    "x = yield",
    "return x ** 2",
    "return x[::2]",
    "return f'{x:>10}'",
    "return unknown(x)",
    "return {**x}",
    "x.y += 1",
    "while x:\n  pass\n else:\n  pass",
    "try:\n  pass\n finally:\n  pass",
    "async def g(): pass",
    "return x < max(1, 2) < 3",
    "import os",
]


def translate(body):
    """A function of one parameter `x` with that body, as JavaScript."""
    node = ast.parse(f"def f(x):\n {body}").body[0]
    return Function({}, lambda found, said: said, "the example").function(node, "f")


@pytest.mark.parametrize("body", OUTSIDE)
def test_outside_the_part_it_knows_nothing_is_guessed(body):
    """What has no translation is an error that names the function."""
    with pytest.raises(Untranslatable, match="the example"):
        translate(body)


def test_what_differs_goes_through_the_runtime():
    """Truth, equality, order and texts of numbers are Python's, by functions of runtime.js."""
    said = translate("return f'{x!r}' if x == (1, 2) and not x else x or 3 <= x")
    for name in ("$quoted(x)", "$eq(x, [1, 2])", "$truth(x)", "$either(x", "!$lt(x, 3)"):
        assert name in said
