"""A page of a PDF as a picture, drawn in a process of its own: a broken PDF can end that process, not the server."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from kb.importing.errors import ImportError_

# Pixels of a point: sharp enough to read a table's small print, 150 kB a page.
SCALE = 1.8
# A page that would be larger than this (a poster) is drawn coarser.
LARGEST = 2600
SECONDS = 30
_FILE = re.compile(r"^(\d+)-(\d+)x(\d+)\.png$")
_one = threading.Semaphore(1)


@dataclass(frozen=True)
class Picture:
    """A drawn page: its file, and the page's width and height in points."""

    path: Path
    width: int
    height: int


def picture(pdf: Path, page: int, cache: Path) -> Picture:
    """Return the picture of a page (from 1), drawn now or before. Raises ImportError_ when it cannot be drawn."""
    found = _known(cache, page)
    if found is None:
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "kb.importing.pageview", str(pdf), str(page), str(cache)]
        try:
            with _one:
                subprocess.run(command, timeout=SECONDS, check=True, capture_output=True)  # noqa: S603 - our own module
        except (subprocess.SubprocessError, OSError) as e:
            raise ImportError_(pdf.name, f"page {page} cannot be drawn", "Look at it in a PDF reader") from e
        found = _known(cache, page)
    if found is None:
        raise ImportError_(pdf.name, f"page {page} cannot be drawn", "Look at it in a PDF reader")
    return found


def _known(cache: Path, page: int) -> Picture | None:
    for path in cache.glob(f"{page}-*.png"):
        match = _FILE.match(path.name)
        if match:
            return Picture(path, int(match[2]), int(match[3]))
    return None


def draw(pdf: Path, page: int, cache: Path) -> None:
    """Draw a page into the cache, whole or not at all."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 1 <= page <= len(document):
            raise ImportError_(pdf.name, f"there is no page {page}", f"Pages go from 1 to {len(document)}")
        sheet = document[page - 1]
        width, height = sheet.get_size()
        image = sheet.render(scale=min(SCALE, LARGEST / max(width, height, 1))).to_pil().convert("L")
        with tempfile.NamedTemporaryFile(dir=cache, suffix=".part", delete=False) as part:
            image.save(part, "PNG", optimize=True)
        Path(part.name).replace(cache / f"{page}-{round(width)}x{round(height)}.png")
    finally:
        document.close()


if __name__ == "__main__":
    from kb.importing.jobs import bound

    bound()
    draw(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
