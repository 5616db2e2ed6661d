"""Draft files: read, decided on and written whole. Two people may have one open; neither overwrites the other unseen."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from kb.importing.decide import Decision
from kb.importing.review import Draft, Item, ReviewError, read
from kb.model.errors import NotFoundError

# A draft of a manual of 400 pages is a few megabytes.
MAX_BYTES = 20_000_000
_HERE = threading.Lock()


def load(path: Path) -> Draft:
    """Read a draft file. Raises ReviewError when it is missing, too large or not in the corpus form."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReviewError(str(path), 1, "the file is too large for a draft", "Name a draft that import wrote")
        raw = path.read_bytes()
    except OSError as e:
        raise ReviewError(
            str(path), 1, (e.strerror or "it cannot be read").lower(), "Name a draft that `pinlight import --out` wrote"
        ) from e
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        raise ReviewError(str(path), line, "this is not UTF-8 text", "Name a draft that import wrote") from e
    return read(text, path.name)


def decide(path: Path, decision: Decision, *, expected: Item | None = None) -> Draft:
    """Write one decision into the file, at once and whole, and return the draft as it is then.

    `expected` is the row as its reader saw it: when it was changed or dropped meanwhile, nothing is written.
    """
    with _locked(path):
        draft = load(path)
        if expected is not None:
            try:
                now = draft.item(expected.id)
            except NotFoundError as e:
                raise ReviewError(draft.file, expected.line, f"{e}", "Look at the list again") from e
            if now.mark != expected.mark:
                raise ReviewError(
                    draft.file, now.line, f"{now.id} was changed meanwhile", "Look at the row again, then decide"
                )
        text = decision(draft)
        if text == draft.text:
            return draft
        done = read(text, path.name)
        write(path, text)
        return done


def restore(path: Path, before: str, after: str) -> None:
    """Take a decision back: write the text of before it, unless the file is no longer as that decision left it."""
    with _locked(path):
        draft = load(path)
        if draft.text != after:
            raise ReviewError(draft.file, 1, "the draft was changed meanwhile", "Decide that row again instead")
        write(path, before)


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all; its rights stay as they were. Raises ReviewError when that fails."""
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as e:
        raise ReviewError(
            str(path), 1, f"it cannot be written ({e.strerror})", "Check the rights of the folder, and free space"
        ) from e
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except OSError as e:
        temporary.unlink(missing_ok=True)
        raise ReviewError(
            str(path), 1, f"it cannot be written ({e.strerror})", "Check the rights of the folder, and free space"
        ) from e


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One writer at a time, in this process and, where the system has file locks, among all of them."""
    with _HERE:
        try:
            import fcntl
        except ImportError:  # Windows: one process reviews at a time
            yield
            return
        try:
            handle = os.open(path.parent, os.O_RDONLY)
        except OSError as e:
            raise ReviewError(str(path), 1, (e.strerror or "").lower(), "Name a draft in a folder that exists") from e
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
