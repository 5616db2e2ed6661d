"""What may go wrong in a calculation; every text says what is allowed and why."""

from __future__ import annotations

from kb.model.errors import PinlightError


class CalcError(PinlightError, ValueError):
    """Base of the calculators' errors."""


class UnknownCalculator(CalcError):  # noqa: N818 - the name says what is wrong, as in the rest of the project's API
    """No calculator has the given id."""


class BadInput(CalcError):  # noqa: N818 - as above
    """An input is missing, unknown, no number, out of the possible, or in a wrong unit. `name` is the input's name."""

    def __init__(self, name: str, message: str) -> None:
        """Keep the name, so that a form can show the text beside its field."""
        self.name = name
        super().__init__(message)


class MissingFigure(CalcError):  # noqa: N818 - as above
    """The fact base lacks a figure that the calculator needs: the corpus was changed and no longer holds it."""


class Refused(CalcError):  # noqa: N818 - as above
    """The manual gives no answer for this input. `run` turns it into a Refusal; `facts` are the ids that set the limit."""

    def __init__(self, reason: str, allowed: str, *facts: str) -> None:
        """Keep the parts for the Refusal."""
        self.reason, self.allowed, self.facts = reason, allowed, facts
        super().__init__(reason)
