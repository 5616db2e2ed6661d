"""The process that opens a PDF: `python -m kb.ingest.pdf_worker LIMITS < FILE`, messages as JSON lines on standard output.

A PDF is a program for a machine that draws; one made to harm can ask for any amount of time and memory. So it is read here,
under limits that the system holds, and the process that asked (kb/ingest/pdf.py) lives on whatever becomes of this one.
"""

from __future__ import annotations

import io
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec

from kb.ingest.flow import Flow
from kb.ingest.pdf_layout import flow
from kb.ingest.pdf_page import Content, TooManyObjectsError, content

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

# Letters of text a page below which a manual has none, and is a pile of photographs.
LEAST_LETTERS = 12


class Limits(msgspec.Struct, frozen=True):
    """What reading one PDF may cost: pages, objects a page, seconds of the processor a page, seconds in all, bytes of memory."""

    pages: int = 400
    objects: int = 60_000
    page_seconds: float = 20.0
    seconds: float = 300.0
    memory: int = 1_500_000_000


class Progress(msgspec.Struct, frozen=True, tag="progress"):
    """Pages read so far, of how many."""

    done: int
    total: int


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """The file cannot be read: what is wrong, and what to do."""

    what: str
    todo: str


class Done(msgspec.Struct, frozen=True, tag="done"):
    """The manual."""

    flow: Flow


Message = Progress | Refused | Done
Say = Callable[[Message], None]


class _OutOfTimeError(BaseException):
    """A page took longer than it may. No Exception, so that no parser takes it for damage."""


class _RefusedError(Exception):
    def __init__(self, what: str, todo: str) -> None:
        self.said = Refused(what, todo)
        super().__init__(what)


def restrict(limits: Limits) -> None:
    """Let the system hold memory and processor time down, where it can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for name, value in (("RLIMIT_AS", limits.memory), ("RLIMIT_CPU", int(limits.seconds) + 5), ("RLIMIT_CORE", 0)):
        kind = getattr(resource, name, None)
        if kind is not None:
            hard = resource.getrlimit(kind)[1]
            soft = value if hard == resource.RLIM_INFINITY else min(value, hard)
            try:
                resource.setrlimit(kind, (soft, hard))
            except (ValueError, OSError):
                continue  # a system that does not hold this one; the time limit of the parent still does


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise _OutOfTimeError after so many seconds of the processor: on a busy machine a page takes longer and is none the worse."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(_number: int, _frame: object) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read(raw: bytes, limits: Limits, say: Say) -> None:
    """Read a PDF and say what came of it; the last message is Refused or Done."""
    try:
        say(Done(_read(raw, limits, say)))
    except _RefusedError as e:
        say(e.said)
    except MemoryError:
        say(Refused("reading it needs more memory than a manual does", "Print it to a new PDF and import that one"))


def _read(raw: bytes, limits: Limits, say: Say) -> Flow:
    raw, count = _checked(raw, limits)
    pdf = _opened(raw)
    if pdf is None or not pdf.pages:
        pdf = _opened(_saved(raw))
    if pdf is None or not pdf.pages:
        raise _RefusedError(
            "the PDF is damaged and none of its pages can be read", "Download it again, or print it to a new PDF"
        )
    pages: list[Content] = []
    unread: list[str] = []
    total = max(1, min(count, len(pdf.pages)))
    for n, page in enumerate(pdf.pages, 1):
        try:
            with _within(limits.page_seconds):
                pages.append(content(page, most=limits.objects))
        except _OutOfTimeError:
            unread.append(f"page {n} was left out: it took longer than {limits.page_seconds:.0f} s to read")
        except TooManyObjectsError:
            unread.append(f"page {n} was left out: it holds more than {limits.objects} letters and strokes")
        except MemoryError:
            unread.append(f"page {n} was left out: it needs more memory than a page of a manual does")
        except Exception:  # noqa: BLE001 - a damaged page raises whatever its parser trips over; the page is told as lost
            unread.append(f"page {n} was left out: it is damaged")
        page.close()
        say(Progress(n, total))
    if len(unread) == len(pdf.pages):
        reason = re.sub(r"^page \d+ was left out: ", "", unread[0])
        raise _RefusedError(f"none of its pages can be read ({reason})", "Print it to a new PDF and import that one")
    letters = sum(len(w.text) for p in pages for w in p.words)
    if letters < LEAST_LETTERS * len(pages):
        raise _RefusedError(
            f"the PDF holds pictures of pages and no text ({letters} letters on {len(pages)} pages)",
            "Run text recognition (OCR) over it first, or ask the maker for the PDF with text",
        )
    try:
        with _within(limits.seconds / 2):
            return flow(pages, unread)
    except _OutOfTimeError as e:
        raise _RefusedError("its layout is too tangled to be read in time", "Import its text instead") from e


def _checked(raw: bytes, limits: Limits) -> tuple[bytes, int]:
    """Let PDFium open the file first: it tells a wrong password from damage, and mends what it can."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as e:
        said = str(e).lower()
        if "password" in said or "security" in said:
            raise _RefusedError(
                "the PDF is locked with a password",
                "Open it with the password, print it to a new PDF and import that one",
            ) from e
        raise _RefusedError(
            "the PDF is damaged or cut off and cannot be opened", "Download it again, or print it to a new PDF"
        ) from e
    try:
        count = len(document)
    finally:
        document.close()
    if count > limits.pages:
        raise _RefusedError(
            f"the PDF has {count} pages, more than {limits.pages}",
            "Give one manual at a time, or only its pages in one language",
        )
    if count == 0:
        raise _RefusedError("the PDF has no pages", "Download it again")
    return raw, count


def _opened(raw: bytes) -> PDF | None:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(io.BytesIO(raw))
        len(pdf.pages)
    except PdfminerException as e:
        if e.args and isinstance(e.args[0], PDFPasswordIncorrect):
            raise _RefusedError(
                "the PDF is locked with a password",
                "Open it with the password, print it to a new PDF and import that one",
            ) from e
        return None
    except Exception:  # noqa: BLE001 - as for a page
        return None
    return pdf


def _saved(raw: bytes) -> bytes:
    """Return the file as PDFium writes it anew: a broken table of contents is made whole."""
    import pypdfium2

    out = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(raw)
        document.save(out)
        document.close()
    except pypdfium2.PdfiumError:
        return raw
    return out.getvalue()


def main() -> int:
    """Read standard input, write messages."""
    limits = msgspec.json.decode(sys.argv[1], type=Limits) if len(sys.argv) > 1 else Limits()
    restrict(limits)
    encoder = msgspec.json.Encoder()
    out: Any = sys.stdout.buffer

    def say(message: Message) -> None:
        out.write(encoder.encode(message) + b"\n")
        out.flush()

    read(sys.stdin.buffer.read(), limits, say)
    return 0


if __name__ == "__main__":
    sys.exit(main())
