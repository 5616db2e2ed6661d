"""From a request to the inputs of a calculator: cleaned, bounded, as texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kb.bundle.store import KnowledgeBase
from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput, UnknownCalculator
from kb.calc.registry import find
from kb.model.errors import NotFoundError, QueryError
from webapp.features.search.ask import clean

# Longer than any input; what is longer is cut, and told as no number or no choice.
MAX_INPUT_CHARS = 200


def calculator_of(kb: KnowledgeBase, calculator_id: str) -> Calculator:
    """Return a calculator. Raises NotFoundError, naming the nearest ones."""
    try:
        return find(kb, calculator_id)
    except UnknownCalculator as e:
        # The rest of the sentence names the command that lists them.
        raise NotFoundError(str(e).partition(" `pinlight")[0]) from None


def cleaned(value: str) -> str:
    """Return what was typed without control characters, in one line, cut to a sensible length."""
    return clean(value[: 2 * MAX_INPUT_CHARS])[:MAX_INPUT_CHARS]


def from_query(args: Mapping[str, str]) -> dict[str, str]:
    """Return the inputs of an address."""
    return {cleaned(name): cleaned(value) for name, value in args.items()}


def from_body(body: bytes) -> dict[str, str]:
    """Return the inputs of a JSON body: {"inputs": {…}}, or the inputs themselves.

    Raises QueryError when it is no JSON, BadInput when it is no object of plain values.
    """
    if not body.strip():
        return {}
    try:
        plain: Any = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise QueryError('The body is not JSON; write the inputs as {"inputs": {"packs": 4}}') from None
    if isinstance(plain, dict) and set(plain) == {"inputs"}:
        plain = plain["inputs"]
    if not isinstance(plain, dict):
        raise BadInput("", 'The inputs are an object of names and values, as in {"inputs": {"packs": 4}}')
    return {cleaned(name): _text(name, value) for name, value in plain.items() if value is not None}


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | str):
        return cleaned(str(value))
    raise BadInput(name, f'{cleaned(name)!r} must be a number, a text, true or false, as in "5 kW"')
