"""A small writer of PDF files with the fonts every reader knows: text, lines, filled areas. Enough to print made-up manuals."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from pdfminer.fontmetrics import FONT_METRICS

FONTS = {"regular": "Helvetica", "bold": "Helvetica-Bold"}
A4 = (595.0, 842.0)
Widths = dict[str, float]


def width(text: str, size: float, font: str = "regular") -> float:
    """Return the width of a text in points."""
    widths: Widths = FONT_METRICS[FONTS[font]][1]
    return sum(widths.get(c, 556) for c in text) * size / 1000


def wrapped(text: str, room: float, size: float, font: str = "regular") -> list[str]:
    """Return a text as lines that fit."""
    out, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width(longer, size, font) > room:
            out.append(line)
            line = word
        else:
            line = longer
    return [*out, line]


@dataclass
class Page:
    """Drawing orders of a page; heights are given from the top, as people read."""

    size: tuple[float, float] = A4
    rotate: int = 0
    orders: list[str] = field(default_factory=list)

    def text(self, x: float, top: float, said: str, size: float = 10, font: str = "regular") -> None:
        """Print a line whose letters begin at `x` and whose upper edge is `top`."""
        told = said.encode("cp1252", errors="replace").decode("latin-1")
        told = told.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        name = "F2" if font == "bold" else "F1"
        self.orders.append(f"BT /{name} {size:g} Tf {x:.2f} {self.size[1] - top - 0.8 * size:.2f} Td ({told}) Tj ET")

    def line(self, x0: float, y0: float, x1: float, y1: float, thick: float = 0.6) -> None:
        """Draw a line."""
        high = self.size[1]
        self.orders.append(f"{thick:g} w {x0:.2f} {high - y0:.2f} m {x1:.2f} {high - y1:.2f} l S")

    def area(self, x0: float, top: float, x1: float, bottom: float, grey: float = 0.9) -> None:
        """Fill a rectangle."""
        self.orders.append(f"q {grey:g} g {x0:.2f} {self.size[1] - bottom:.2f} {x1 - x0:.2f} {bottom - top:.2f} re f Q")

    def wave(self, x: float, top: float, count: int = 20) -> None:
        """Draw a picture of curved strokes."""
        high = self.size[1]
        for n in range(count):
            a, b = x + 8 * n, high - top - 6 * n
            self.orders.append(
                f"{a:.1f} {b:.1f} m {a + 20:.1f} {b + 30:.1f} {a + 40:.1f} {b - 30:.1f} {a + 60:.1f} {b:.1f} c S"
            )


def pdf(pages: Sequence[Page], *, squeeze: bool = True, extra: str = "") -> bytes:
    """Return a file of pages; `extra` goes into its trailer."""
    objects: list[bytes] = [b"", b""]
    for name in FONTS.values():
        objects.append(f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>".encode())
    kids = []
    for page in pages:
        data = "\n".join(page.orders).encode("latin-1", errors="replace")
        packed = zlib.compress(data) if squeeze else data
        head = f"<< /Length {len(packed)}{' /Filter /FlateDecode' if squeeze else ''} >>"
        objects.append(head.encode() + b"\nstream\n" + packed + b"\nendstream")
        stream = len(objects)
        turn = f" /Rotate {page.rotate}" if page.rotate else ""
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.size[0]:g} {page.size[1]:g}]{turn} /Contents {stream} 0 R "
                "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
            ).encode()
        )
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{k} 0 R" for k in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    return assembled(objects, extra)


def assembled(objects: Sequence[bytes], extra: str = "") -> bytes:
    """Return numbered objects as a file with its table of places."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    for place in places:
        out += f"{place:010d} 00000 n \n".encode()
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)
