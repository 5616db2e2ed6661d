"""Imports in a process of their own: an upload becomes a draft in a folder, with its progress in a file beside it.

A folder of drafts holds `<name>.md`, and in `<name>/` the original it was read from and what a reviewer sees beside it.
A hostile file can at worst end its own process: memory and time are bounded, and the server goes on.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Literal

import msgspec

from kb.importing.errors import ImportError_
from kb.ingest.text import MAX_BYTES
from kb.model.errors import NotFoundError, PinlightError, QueryError

SUFFIXES = (".pdf", ".txt", ".md", ".markdown", ".html", ".htm")
JOBS = ".imports"
BESIDE = "beside.json"
# A manual of 40 pages takes seconds. What runs longer than this is no manual.
SECONDS = 300
MEMORY = 3 * 1024**3
AT_ONCE = 2
KEPT_S = 7 * 86_400
_CHUNK = 1 << 20
_NAME = re.compile(r"[^A-Za-z0-9._ ()+-]+")
_ID = re.compile(r"[0-9a-f]{16}")
_running: dict[str, subprocess.Popen[bytes]] = {}
_lock = threading.Lock()


class Job(msgspec.Struct, frozen=True):
    """An import: `done` of `total` steps of `what`; at the end the name of its draft, or what went wrong and what to do."""

    id: str
    file: str
    started: float
    state: Literal["running", "done", "failed"] = "running"
    what: str = "waiting"
    done: int = 0
    total: int = 1
    draft: str = ""
    error: str = ""


def safe_name(name: str) -> str:
    """Return an uploaded file's name without a path and without signs that a file system takes for its own.

    Raises QueryError for a type that cannot be imported.
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = _NAME.sub("-", last).strip(" .-")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or f".{suffix.lower()}" not in SUFFIXES:
        raise QueryError(f"{last[:80]!r} cannot be imported: give one of {', '.join(SUFFIXES)}")
    return f"{stem.strip(' .-')[:80] or 'manual'}.{suffix.lower()}"


def start(folder: Path, name: str, stream: IO[bytes], device: str = "") -> Job:
    """Take an upload and begin to import it. Raises QueryError for a wrong type or size, or while others are running."""
    file = safe_name(name)
    with _lock:
        if sum(p.poll() is None for p in _running.values()) >= AT_ONCE:
            raise QueryError("Two imports are running already: wait until one of them is done")
        job = Job(secrets.token_hex(8), file, time.time())
        home = folder / JOBS / job.id
        home.mkdir(parents=True, mode=0o700)
        sweep(folder)
        try:
            _take(stream, home / file)
            _write(home, job)
            command = [sys.executable, "-m", "kb.importing.jobs", str(folder), job.id, device]
            _running[job.id] = subprocess.Popen(  # noqa: S603 - our own module; the id is hex, the device no shell sees
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except BaseException:
            _remove(home)
            raise
    return job


def status(folder: Path, job_id: str) -> Job:
    """Return how an import stands. One whose process ended without a word, or that takes too long, has failed."""
    if not _ID.fullmatch(job_id):
        raise NotFoundError(f"There is no import {job_id[:40]!r}")
    home = folder / JOBS / job_id
    try:
        job = msgspec.json.decode((home / "job.json").read_bytes(), type=Job)
    except (OSError, msgspec.DecodeError) as e:
        raise NotFoundError(f"There is no import {job_id!r}; it may have been cleared away") from e
    if job.state != "running":
        _reap(job_id)
        return job
    process = _running.get(job_id)
    late = time.time() - job.started > SECONDS + 10
    if process is not None and late and process.poll() is None:
        process.kill()
    if late or (process is not None and process.poll() is not None):
        # Its last word may have come between the two looks.
        job = msgspec.json.decode((home / "job.json").read_bytes(), type=Job)
        if job.state == "running":
            why = "it took too long" if late or (process and process.returncode == -14) else "its reader broke off"
            job = msgspec.structs.replace(
                job, state="failed", error=f"{job.file}: {why}. Give it in parts, or as text. Nothing was written"
            )
            _write(home, job)
            _reap(job_id)
    return job


def _reap(job_id: str) -> None:
    """Let go of a process whose import is over; it has only to end."""
    process = _running.pop(job_id, None)
    if process is not None:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def jobs(folder: Path) -> tuple[Job, ...]:
    """Return the imports that are running or failed lately, newest first."""
    found: list[Job] = []
    for home in (folder / JOBS).glob("*"):
        with contextlib.suppress(NotFoundError):
            found.append(status(folder, home.name))
    return tuple(sorted((j for j in found if j.state != "done"), key=lambda j: -j.started))


def sweep(folder: Path) -> None:
    """Remove imports that ended longer ago than a week; drafts stay."""
    for home in (folder / JOBS).glob("*"):
        with contextlib.suppress(OSError):
            if time.time() - home.stat().st_mtime > KEPT_S:
                _remove(home)


def dismiss(folder: Path, job_id: str) -> None:
    """Forget an import that failed."""
    if status(folder, job_id).state != "running":
        _remove(folder / JOBS / job_id)


def _take(stream: IO[bytes], path: Path) -> None:
    size = 0
    with path.open("wb") as out:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            size += len(chunk)
            if size > MAX_BYTES:
                raise QueryError(f"The file has more than {MAX_BYTES // 1_000_000} MB: give one manual at a time")
            out.write(chunk)
    with path.open("rb") as f:
        is_pdf = b"%PDF-" in f.read(1024)
    if is_pdf != (path.suffix == ".pdf"):
        what = "is a PDF" if is_pdf else "is no PDF"
        raise QueryError(f"{path.name} {what} by its content: give it the right suffix")


def _write(home: Path, job: Job) -> None:
    part = home / f".{os.getpid()}.{threading.get_ident()}"
    part.write_bytes(msgspec.json.encode(job))
    part.replace(home / "job.json")


def _remove(home: Path) -> None:
    with contextlib.suppress(OSError):
        for path in home.iterdir():
            path.unlink()
        home.rmdir()


def work(folder: Path, job_id: str, device: str) -> None:
    """Do one import: what the process of a job runs."""
    home = folder / JOBS / job_id
    job = msgspec.json.decode((home / "job.json").read_bytes(), type=Job)

    def report(what: str, done: int, total: int) -> None:
        _write(home, msgspec.structs.replace(job, what=what, done=done, total=max(1, total)))

    try:
        name = _import(folder, home / job.file, device, report)
        _write(home, msgspec.structs.replace(job, state="done", what="done", done=1, draft=name))
    except PinlightError as e:
        _write(home, msgspec.structs.replace(job, state="failed", error=str(e)))
    except MemoryError:
        said = (
            f"{job.file}: it takes more memory than a manual needs. Give it in parts, or as text. Nothing was written"
        )
        _write(home, msgspec.structs.replace(job, state="failed", error=said))


def _import(folder: Path, source: Path, device: str, report: Callable[[str, int, int], None]) -> str:
    from kb.importing import beside
    from kb.importing.api import imported, read_manual
    from kb.importing.drafts import write

    manual = read_manual(source, report)
    result = imported(manual, device=device or None, report=report)
    view = source.parent / BESIDE
    view.write_bytes(beside.kept(beside.of(source, manual)))
    for name in _names(result.document.meta.id):
        draft, room = folder / f"{name}.md", folder / name
        try:
            # Whoever makes the folder has the name.
            room.mkdir()
        except FileExistsError:
            continue
        except OSError as e:
            raise ImportError_(
                str(draft), (e.strerror or "").lower(), "Check the rights of the folder of drafts"
            ) from e
        if draft.exists():
            continue
        source.replace(room / source.name)
        view.replace(room / BESIDE)
        write(draft, result.text)
        return name
    raise ImportError_(source.name, "there are too many drafts of this name", "Remove old ones")


def _names(first: str) -> Iterator[str]:
    yield first
    for n in range(2, 1000):
        yield f"{first}-{n}"


def bound() -> None:
    """Bound this process, where the system can."""
    try:
        import resource
        import signal
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.alarm(SECONDS)


if __name__ == "__main__":
    bound()
    work(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
