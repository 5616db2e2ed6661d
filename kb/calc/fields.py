"""The inputs of a calculator: what they are called, what may be given, and reading what a person typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kb.calc import units
from kb.calc.errors import BadInput, MissingFigure, Refused
from kb.calc.figures import Figures
from kb.calc.numbers import amount, between, figures_in, listed, say
from kb.calc.result import Given, InputInfo, Value
from kb.model.facts import Rule, Spec

Kind = Literal["number", "count", "choice", "yesno"]
# Larger than any quantity at these devices, small enough that no product of inputs overflows; and what must be more
# than zero is divided by, so it must not be next to nothing.
HUGE = 1e6
TINY = 1e-6
# What was typed is repeated in a message up to so many characters.
SHOWN = 39
# In °C: nothing is colder.
ABSOLUTE_ZERO = -273.15
YES = frozenset({"yes", "y", "true", "1", "on", "ok"})
NO = frozenset({"no", "n", "false", "0", "off"})


@dataclass(frozen=True)
class Field:
    """One input. Limits of nature are written here; limits of a manual are named by the fact that sets them.

    low, high: limits of what is possible (`above`: low itself is not). bottom, top: ids of the facts whose min and max
    bound the value (`rule-id#N` for a rule's variable). about: the fact that tells why it is asked (for messages).
    listed: the choices are a list of the manual, so a word outside it is the manual's silence and not a slip.
    spans: rules by the case they hold for, whose ranges are told in messages; the calculator itself checks them.
    nouns: words for what is counted. cues: words beside a number in a question that mark it as this input.
    """

    name: str
    label: str
    kind: Kind = "number"
    unit: str = "-"
    low: float | None = None
    high: float | None = None
    above: bool = False
    bottom: str = ""
    top: str = ""
    choices: tuple[str, ...] | Callable[[Figures], tuple[str, ...]] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    listed: bool = False
    default: str = ""
    required: bool = True
    help: str = ""
    about: str = ""
    spans: Mapping[str, str] = field(default_factory=dict)
    nouns: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()


def choices_of(item: Field, figures: Figures) -> tuple[str, ...]:
    """Return the choices of a field; read from the facts where the manual lists them."""
    return item.choices if isinstance(item.choices, tuple) else item.choices(figures)


def _limit(figures: Figures, ref: str, part: Literal["min", "max"]) -> float | None:
    if not ref:
        return None
    fact_id, _, variable = ref.partition("#")
    fact = figures.peek(fact_id)
    if isinstance(fact, Rule):
        found = next((v for v in fact.variables if v.name == variable), None)
        return None if found is None else (found.min if part == "min" else found.max)
    if not isinstance(fact, Spec):
        raise MissingFigure(f"the fact {fact_id!r} is no figure, and this calculator needs one")
    return fact.min if part == "min" else fact.max


def limits(item: Field, figures: Figures) -> tuple[float | None, float | None]:
    """Return the smallest and largest value allowed, the manual's limits and nature's taken together."""
    lows = [x for x in (item.low, _limit(figures, item.bottom, "min")) if x is not None]
    highs = [x for x in (item.high, _limit(figures, item.top, "max")) if x is not None]
    return max(lows, default=None), min(highs, default=None)


def allowed(item: Field, figures: Figures) -> str:
    """Return what may be given, as words."""
    if item.kind == "yesno":
        return "yes or no"
    if item.kind == "choice":
        return listed(choices_of(item, figures), "or")
    low, high = limits(item, figures)
    noun = item.nouns[0] if item.nouns else ""
    if item.spans:
        told = {case: (_limit(figures, ref, "min"), _limit(figures, ref, "max")) for case, ref in item.spans.items()}
        return (
            f"a whole number{f' of {noun}' if noun else ''}: {listed([f'{c} {between(*r)}' for c, r in told.items()])}"
        )
    if item.kind == "count":
        span = between(low, high)
        return f"a whole number{f' of {noun}' if noun else ''}{f', {span}' if span else ''}"
    span = between(low, high, item.unit)
    if item.above and low is not None and high is None:
        span = f"more than {amount(low, item.unit)}"
    group = units.group(item.unit)
    how = f" in {listed(group, 'or')}" if group else ""
    return f"a number{how}{f', {span}' if span else ''}"


def describe(item: Field, figures: Figures) -> InputInfo:
    """Return the field as the list and the form show it."""
    low, high = limits(item, figures) if item.kind in {"number", "count"} else (None, None)
    return InputInfo(
        name=item.name,
        label=item.label,
        kind=item.kind,
        unit=item.unit,
        choices=choices_of(item, figures) if item.kind == "choice" else ("yes", "no") if item.kind == "yesno" else (),
        min=low,
        max=high,
        default=item.default,
        required=item.required and not item.default,
        help=item.help,
        allowed=allowed(item, figures),
    )


def _why(item: Field, figures: Figures) -> str:
    ref = (item.about or item.top or item.bottom).partition("#")[0]
    return f" ({figures.place(ref)})" if ref and ref in figures.kb.facts else ""


def bad(item: Field, figures: Figures, what: str) -> BadInput:
    """Return the error for an input: what is wrong, what is allowed, and where that stands."""
    return BadInput(
        item.name, f"{item.name} ({item.label}): {what}. Allowed is {allowed(item, figures)}{_why(item, figures)}."
    )


def read(item: Field, text: str, figures: Figures) -> Given:
    """Read what a person typed. Raises BadInput, or Refused when the manual's own range is left."""
    if item.kind == "yesno":
        word = text.strip().lower()
        if word not in YES | NO:
            raise bad(item, figures, f"{_quoted(text)} is neither yes nor no")
        return Given(item.name, item.label, word in YES, "-", "yes" if word in YES else "no")
    if item.kind == "choice":
        chosen = choose(item, text, figures)
        return Given(item.name, item.label, chosen, "-", chosen)
    try:
        number = units.parse(text, item.unit if item.kind == "number" else "-", _nouns(item))
    except units.UnitProblem as e:
        raise bad(item, figures, str(e)) from None
    _check(item, number, figures)
    value: Value = float(number)
    return Given(item.name, item.label, value, item.unit, amount(number, item.unit))


def _nouns(item: Field) -> tuple[str, ...]:
    return tuple(n.lower() for n in (*item.nouns, item.unit) if n != "-")


def _quoted(text: str) -> str:
    short = " ".join(text.split())
    return repr(short if len(short) <= SHOWN else f"{short[:SHOWN]}…")


def _check(item: Field, number: float, figures: Figures) -> None:
    if abs(number) > HUGE:
        raise bad(
            item, figures, f"{say(number)} is too large to be meant; at most {amount(HUGE, item.unit)} is worked with"
        )
    if item.above and item.low == 0 and 0 < number < TINY:
        raise bad(
            item, figures, f"{say(number)} is too small to be meant; at least {_plain(TINY)} {item.unit} is worked with"
        )
    if item.kind == "count" and number != int(number):
        raise bad(item, figures, f"{say(number)} is not a whole number")
    if item.low is not None and (number < item.low or (item.above and number == item.low)):
        raise bad(item, figures, f"{amount(number, item.unit)} is too small")
    if item.high is not None and number > item.high:
        raise bad(item, figures, f"{amount(number, item.unit)} is too large")
    for ref, part in ((item.bottom, "min"), (item.top, "max")):
        limit = _limit(figures, ref, "min" if part == "min" else "max")
        if limit is None or (number >= limit if part == "min" else number <= limit):
            continue
        fact = figures.peek(ref.partition("#")[0])
        low, high = limits(item, figures)
        raise Refused(
            f"The {figures.short(fact.source)} gives this for {between(low, high, item.nouns[0] if item.nouns else item.unit)}; "
            f"you said {say(number)} (section {figures.section(fact.source) or fact.source.title}).",
            f"{item.name}: {allowed(item, figures)}",
            fact.id,
        )


def _plain(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _key(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum() or c == ".")


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()


def choose(item: Field, text: str, figures: Figures) -> str:
    """Return the choice a text means: by name or by a word for it, in any case and spacing.

    Raises BadInput; Refused where the choices are a list of the manual that the text is not on.
    """
    choices = choices_of(item, figures)
    wanted = _key(text)
    names = {_key(c): c for c in choices}
    names |= {_key(w): c for c, words in item.words.items() if c in choices for w in words}
    if wanted in names:
        return names[wanted]
    if all(_is_number(c) for c in choices):
        # "4" and "4 kW" for "4.0", but never "4" for "4.6".
        typed = figures_in(text)
        same = {c for c in choices if len(typed) == 1 and float(c) == typed[0]}
        if same and not text.strip().startswith(("-", "−")):
            return same.pop()
        raise bad(item, figures, f"{_quoted(text)} is not one of the choices")
    # "Studer" for "Studer Innotec", "5" for "5.0": a beginning is enough when only one choice has it.
    begun = {c for k, c in names.items() if wanted and k.startswith(wanted)}
    if len(begun) == 1:
        return begun.pop()
    if item.listed and text.strip():
        raise Refused(
            f"The manual does not name {_quoted(text)}{_why(item, figures)}. It names {allowed(item, figures)}.",
            allowed(item, figures),
            *((item.about,) if item.about else ()),
        )
    raise bad(item, figures, f"{_quoted(text)} is not one of the choices" if text.strip() else "nothing was given")


def read_all(
    items: tuple[Field, ...], given: Mapping[str, str], figures: Figures, title: str, out: dict[str, Given]
) -> None:
    """Read all inputs into `out`, which keeps what was read when one is refused; an empty text counts as not given.

    Raises BadInput for an unknown or missing input and for what `read` finds wrong, Refused as `read` does.
    """
    names = [i.name for i in items]
    for name in given:
        if name not in names:
            what = listed(names, "and") if names else "none"
            raise BadInput(str(name), f"{_quoted(str(name))} is not an input of {title!r}. Its inputs are {what}.")
    for item in items:
        text = given.get(item.name, "")
        if not text.strip():
            text = item.default
        if not text:
            if item.required:
                raise bad(item, figures, f"it is missing{f' ({item.help})' if item.help else ''}")
            continue
        out[item.name] = read(item, text, figures)
