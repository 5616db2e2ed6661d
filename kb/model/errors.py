"""The one error tree. A message says what, where, why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass


class PinlightError(Exception):
    """Base of every error that Pinlight raises on purpose; its text is fit for a person to read."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a corpus file: the file and line, what is wrong, and what to do."""

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        """Read as `file:line: what. Do this.`"""
        return f"{self.file}:{self.line}: {self.what}. {self.todo}"


class CorpusError(PinlightError):
    """The corpus cannot be used as it stands; carries every problem found, not only the first."""

    def __init__(self, problems: list[Problem], so: str = "nothing was built") -> None:
        """Keep the problems in file order, so that a person can work down the list; `so` says what came of it."""
        self.problems = sorted(problems, key=lambda p: (p.file, p.line))
        count = len(self.problems)
        head = f"{count} problem{'s' if count != 1 else ''} in the corpus; {so}:"
        super().__init__("\n".join([head, *(f"  {p}" for p in self.problems)]))


class BundleError(PinlightError):
    """The built knowledge base is missing, damaged or of another version."""


class ModelError(PinlightError):
    """The embedding model is missing or its weights are not the expected ones."""


class QueryError(PinlightError, ValueError):
    """A caller's question or filter cannot be used; the text says what is allowed."""


class NotFoundError(PinlightError, LookupError):
    """No fact, section or device has the given id."""


class OriginalError(PinlightError):
    """An original manual is missing or altered; the text names the file and what to do."""


class UserDataError(PinlightError):
    """The file of what users told cannot be opened, or was written by a newer Pinlight."""
