"""What can go wrong with a file that somebody wants to import."""

from __future__ import annotations

from kb.model.errors import PinlightError


class ImportError_(PinlightError):  # noqa: N801, N818 - ImportError is Python's own
    """A file cannot be imported: names the file, what is wrong with it, and what to do. Nothing was written."""

    def __init__(self, file: str, what: str, todo: str) -> None:
        """Keep the three parts, so that a page can show them apart."""
        self.file, self.what, self.todo = file, what, todo
        super().__init__(f"{file}: {what}. {todo}. Nothing was written")
