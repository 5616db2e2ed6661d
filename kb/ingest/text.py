"""The bytes of a text file → its lines: encoding found out, sizes bounded, binary files refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# A manual of 400 pages is about a megabyte of text; fifty is far beyond any, and still read in a second.
MAX_BYTES = 50_000_000
# A line of a manual is a cell or a paragraph. What is longer is cut into lines of this many characters.
MAX_LINE = 8_000
# Lines beyond this are not a manual: some 4,000 pages.
MAX_LINES = 200_000
# Share of control characters at which a file is no text.
BINARY_SHARE = 0.02
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]")


class UnreadableTextError(ValueError):
    """The bytes are no text that can be read: `what` is wrong and what `todo`."""

    def __init__(self, what: str, todo: str) -> None:
        """Keep both, so that the caller can add the file's name."""
        self.what, self.todo = what, todo
        super().__init__(f"{what}. {todo}")


@dataclass(frozen=True)
class TextFile:
    """Decoded lines, counted by line feeds as the corpus cites them, and the encoding they were in."""

    lines: tuple[str, ...]
    encoding: str


def read(raw: bytes) -> TextFile:
    """Decode a text file: UTF-8, UTF-16 and UTF-32 by their mark or their look, else Windows-1252.

    Raises UnreadableTextError for an empty, binary or oversized file.
    """
    if len(raw) > MAX_BYTES:
        raise UnreadableTextError(
            f"the file has {len(raw) / 1e6:.0f} MB, more than {MAX_BYTES / 1e6:.0f} MB",
            "Give one manual at a time, as text without pictures",
        )
    if not raw.strip():
        raise UnreadableTextError("the file is empty", "Give a file with the manual's text")
    text, encoding = _decode(raw)
    sample = text[:200_000]
    strange = len(_CONTROL.findall(sample)) + sample.count("\x00") + sample.count("\ufffd")
    if strange > BINARY_SHARE * len(sample):
        raise UnreadableTextError(
            "the file is not text (it holds binary data)", "Give a PDF, HTML, Markdown or plain text file"
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        raise UnreadableTextError(
            f"the file has {len(lines)} lines, more than {MAX_LINES}", "Give one manual at a time"
        )
    return TextFile(tuple(_clean(x) for x in lines), encoding)


def decoded(raw: bytes) -> str:
    """Return the bytes as one text, whatever the length of its lines: an HTML file may be a single one."""
    return _decode(raw)[0]


def _decode(raw: bytes) -> tuple[str, str]:
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return raw.decode(name, errors="replace"), name
    # Text in UTF-16 without its mark shows in every second byte being zero.
    head = raw[:4000]
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[start::2]
        if len(half) > 1 and half.count(0) > 0.6 * len(half):
            return raw.decode(name, errors="replace"), name
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # A few damaged bytes in a UTF-8 file are a damaged file; many are another encoding.
        text = raw.decode("utf-8", errors="replace")
        good = sum(not c.isascii() for c in text) - text.count("\ufffd")
        if good > 4 * text.count("\ufffd"):
            return text, "utf-8"
        if b"\x00" in head:
            return text, "utf-8"
        return raw.decode("cp1252", errors="replace"), "cp1252"


def _clean(line: str) -> str:
    return _SPACES.sub(" ", _INVISIBLE.sub("", line[:MAX_LINE])).rstrip(" ")
