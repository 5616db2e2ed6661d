"""The bytes of a PDF → its lines and tables in reading order (kb/ingest/flow.py), read in a process of its own under limits."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from time import monotonic

import msgspec

from kb.ingest.flow import Flow
from kb.ingest.pdf_worker import Done, Limits, Message, Progress, Refused

# The largest file; a manual of 400 pages with photographs has some twenty megabytes.
MAX_BYTES = 50_000_000
# Where the mark `%PDF-` may stand; some mail programs put lines before it.
HEAD = 1024
Report = Callable[[int, int], None]


class UnreadablePdfError(ValueError):
    """The bytes are no PDF that can be read: `what` is wrong and what `todo`."""

    def __init__(self, what: str, todo: str) -> None:
        """Keep both, so that the caller can add the file's name."""
        self.what, self.todo = what, todo
        super().__init__(f"{what}. {todo}")


def is_pdf(raw: bytes) -> bool:
    """Tell by its mark whether a file is a PDF."""
    head = raw[:HEAD]
    return head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head and b"%%EOF" in raw[-HEAD:])


def _nothing(_done: int, _total: int) -> None:
    return None


def read(raw: bytes, *, report: Report = _nothing, limits: Limits | None = None) -> Flow:
    """Return a PDF's text and tables; `report` hears of pages done and their total.

    Raises UnreadablePdfError for a file that is too large, encrypted, damaged, scanned without text, or that asks for more
    pages, objects, time or memory than `limits` allow.
    """
    bounds = limits or Limits()
    if len(raw) > MAX_BYTES:
        raise UnreadablePdfError(
            f"the file has {len(raw) / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB",
            "Give one manual at a time, or print it to a smaller PDF",
        )
    if importlib.util.find_spec("pdfplumber") is None or importlib.util.find_spec("pypdfium2") is None:
        raise UnreadablePdfError(
            "reading PDF needs packages that are not installed", "Run scripts/setup, or: pip install 'pinlight[import]'"
        )
    worker = _Worker(raw, bounds)
    try:
        return worker.wait(report)
    finally:
        worker.stop()


class _Worker:
    """The process that reads; its messages come through a queue, so that waiting for them can end."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self.limits = limits
        root = str(Path(__file__).resolve().parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        self.process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "kb.ingest.pdf_worker", msgspec.json.encode(limits).decode()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"},
        )
        self.heard: Queue[Message | None] = Queue()
        self.threads = [
            threading.Thread(target=self._feed, args=(raw,), daemon=True),
            threading.Thread(target=self._listen, daemon=True),
        ]
        for thread in self.threads:
            thread.start()

    def _feed(self, raw: bytes) -> None:
        # A worker that stopped before it read everything closes the pipe.
        if self.process.stdin is not None:
            with contextlib.suppress(OSError), self.process.stdin as stream:
                stream.write(raw)

    def _listen(self) -> None:
        decoder = msgspec.json.Decoder(Progress | Refused | Done)
        with contextlib.suppress(msgspec.DecodeError, ValueError):
            for line in self.process.stdout or ():
                self.heard.put(decoder.decode(line))
        self.heard.put(None)

    def wait(self, report: Report) -> Flow:
        end = monotonic() + self.limits.seconds
        while True:
            try:
                message = self.heard.get(timeout=max(0.01, end - monotonic()))
            except Empty:
                raise UnreadablePdfError(
                    f"reading it took longer than {self.limits.seconds:.0f} s",
                    "Print it to a new PDF, or import its text",
                ) from None
            match message:
                case Progress(done, total):
                    report(done, total)
                case Refused(what, todo):
                    raise UnreadablePdfError(what, todo)
                case Done(flow):
                    return flow
                case None:
                    raise UnreadablePdfError(
                        "reading it failed: it asks for more memory or time than a manual does, or is damaged",
                        "Print it to a new PDF and import that one",
                    )

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join(timeout=5)
        if self.process.stdout is not None:
            self.process.stdout.close()
