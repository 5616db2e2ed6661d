"""One page of a PDF → words with place, size and weight, ruling lines, pictures. Runs in the worker (pdf_worker) only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kb.ingest.flow import Bounds

if TYPE_CHECKING:
    from pdfplumber.page import Page

_BOLD = re.compile(r"(?i)bold|black|heavy|demi")
# A letter from the private area, or one the font gives no letter for: an icon.
_LOST = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
LOST_SIGN = "□"
# A line is drawn as a rectangle no thicker than this (points).
THIN = 2.5
# Share of the page from which a picture is its background.
BACKGROUND = 0.8
MIN_PICTURE = 40.0
# Curved or slanted strokes close together that make a drawing.
MIN_STROKES = 12


@dataclass(frozen=True)
class Word:
    """A word; coordinates in points from the top left corner."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool

    @property
    def box(self) -> Bounds:
        """Left, top, right, bottom."""
        return (self.x0, self.top, self.x1, self.bottom)

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Edge:
    """A straight ruling line; `soft` when it is the border of a filled area (a stripe) and no drawn line."""

    x0: float
    top: float
    x1: float
    bottom: float
    soft: bool = False

    @property
    def upright(self) -> bool:
        """Tell whether it is vertical."""
        return self.x1 - self.x0 < self.bottom - self.top


@dataclass
class Content:
    """What stands on a page (`number` from 1)."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    pictures: list[Bounds] = field(default_factory=list)
    lost: int = 0
    slanted: int = 0


class TooManyObjectsError(ValueError):
    """A page holds more letters or strokes than a page of a manual can."""


def content(page: Page, *, most: int) -> Content:
    """Return the content of a page, turned so that most of its text is upright.

    Raises TooManyObjectsError above `most` letters or strokes.
    """
    page = _turned(page)
    objects = page.objects
    if sum(map(len, objects.values())) > most:
        raise TooManyObjectsError
    out = Content(page.page_number, float(page.width), float(page.height))
    chars = _once([c for c in objects.get("char", []) if _inside(c, out)])
    upright = [c for c in chars if c["upright"] and c["matrix"][0] > 0]
    out.slanted = len(chars) - len(upright)
    out.words, out.lost = _words(upright)
    out.edges = _edges(objects, out)
    out.pictures = _pictures(objects, out)
    return out


def _inside(thing: dict[str, Any], page: Content) -> bool:
    return bool(thing["x1"] > 0 and thing["x0"] < page.width and thing["bottom"] > 0 and thing["top"] < page.height)


def _once(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop letters printed twice in one place to look bold (pdfplumber's own way sorts them all, for half a second a page)."""
    seen: dict[tuple[str, int, int], tuple[float, float]] = {}
    out = []
    for c in chars:
        x, y = c["x0"], c["top"]
        key = (c["text"], round(x / 2), round(y / 2))
        near = (seen.get((key[0], key[1] + i, key[2] + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if c["text"].strip() and any(n and abs(n[0] - x) < 1 and abs(n[1] - y) < 1 for n in near):
            continue
        seen[key] = (x, y)
        out.append(c)
    return out


def _turned(page: Page) -> Page:
    """Return the page turned when most of its letters are not upright."""
    ways: Counter[int] = Counter()
    for char in page.chars:
        a, b, *_ = char["matrix"]
        ways[0 if a > abs(b) else 180 if -a > abs(b) else 90 if b > 0 else 270] += 1
    if not ways:
        return page
    way = ways.most_common(1)[0][0]
    if not way:
        return page
    from pdfplumber.page import Page as PlumberPage

    turned = (int(page.page_obj.rotate or 0) + way) % 360
    page.page_obj.rotate = turned
    page.page_obj.attrs["Rotate"] = turned
    return PlumberPage(page.pdf, page.page_obj, page_number=page.page_number, initial_doctop=page.initial_doctop)


def _words(chars: Sequence[dict[str, Any]]) -> tuple[list[Word], int]:
    from pdfplumber.utils.text import WordExtractor

    lost = 0
    told = []
    for char in chars:
        text = char["text"]
        if _LOST.search(text):
            lost += 1
            char = {**char, "text": LOST_SIGN}  # noqa: PLW2901 - the same letter, marked
        told.append(char)
    extractor = WordExtractor(x_tolerance_ratio=0.17, y_tolerance=2.5, extra_attrs=["fontname", "size"])
    out = []
    for w in extractor.extract_words(told):
        text = w["text"].replace("\u00a0", " ").replace("\x00", "").strip()
        if text:
            bold = bool(_BOLD.search(str(w["fontname"])))
            out.append(Word(text, w["x0"], w["top"], w["x1"], w["bottom"], round(float(w["size"]), 1), bold))
    return _glued(out), lost


def _glued(words: list[Word]) -> list[Word]:
    """Join words that a change of font tore apart (a superscript, a bold letter)."""
    out: list[Word] = []
    for word in words:
        last = out[-1] if out else None
        if (
            last
            and -0.1 < (word.x0 - last.x1) < 0.12 * min(word.size, last.size)
            and min(word.bottom, last.bottom) - max(word.top, last.top) > 0.4 * min(word.size, last.size)
        ):
            big = max(last, word, key=lambda w: w.size)
            out[-1] = Word(
                last.text + word.text,
                last.x0,
                min(last.top, word.top) if word.size == last.size else big.top,
                word.x1,
                max(last.bottom, word.bottom) if word.size == last.size else big.bottom,
                big.size,
                last.bold and word.bold,
            )
        else:
            out.append(word)
    return out


def _edges(objects: dict[str, list[dict[str, Any]]], page: Content) -> list[Edge]:
    out: list[Edge] = []
    for line in objects.get("line", []):
        if _inside(line, page) and min(line["x1"] - line["x0"], line["bottom"] - line["top"]) < THIN:
            out.append(Edge(line["x0"], line["top"], line["x1"], line["bottom"]))
    for rect in [*objects.get("rect", []), *(c for c in objects.get("curve", []) if _boxed(c))]:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        wide, high = x1 - x0, bottom - top
        if not _inside(rect, page) or (wide < 1 and high < 1) or wide * high > BACKGROUND * page.width * page.height:
            continue
        if wide < THIN or high < THIN:
            out.append(Edge(x0, top, x1, bottom))
            continue
        soft = not rect.get("stroke", False)
        if soft and rect.get("non_stroking_color") in {(1,), (1, 1, 1), (1.0,), (1.0, 1.0, 1.0), 1}:
            continue  # white on white
        out += [
            Edge(x0, top, x1, top, soft),
            Edge(x0, bottom, x1, bottom, soft),
            Edge(x0, top, x0, bottom, soft),
            Edge(x1, top, x1, bottom, soft),
        ]
    return out


def _boxed(curve: dict[str, Any]) -> bool:
    """Tell whether a path runs along the axes only, like the borders of cells that are drawn as one path."""
    points = curve.get("pts") or []
    return len(points) > 3 and all(abs(a[0] - b[0]) < 0.5 or abs(a[1] - b[1]) < 0.5 for a, b in pairwise(points))


def _pictures(objects: dict[str, list[dict[str, Any]]], page: Content) -> list[Bounds]:
    """Return the places of images, and of drawings made of many curved or slanted strokes."""
    out = []
    for image in objects.get("image", []):
        wide, high = image["x1"] - image["x0"], image["bottom"] - image["top"]
        if min(wide, high) >= MIN_PICTURE and wide * high < BACKGROUND * page.width * page.height:
            out.append((image["x0"], image["top"], image["x1"], image["bottom"]))
    strokes = [c for c in objects.get("curve", []) if not _boxed(c)]
    strokes += [x for x in objects.get("line", []) if min(x["x1"] - x["x0"], x["bottom"] - x["top"]) >= THIN]
    for box, count in _clusters([(s["x0"], s["top"], s["x1"], s["bottom"]) for s in strokes if _inside(s, page)]):
        wide, high = box[2] - box[0], box[3] - box[1]
        if (
            count >= MIN_STROKES
            and min(wide, high) >= MIN_PICTURE
            and wide * high < BACKGROUND * page.width * page.height
        ):
            out.append(box)
    return out


def _clusters(boxes: list[Bounds], near: float = 18.0) -> list[tuple[Bounds, int]]:
    """Join boxes that touch or nearly touch, sweeping down the page."""
    out: list[tuple[Bounds, int]] = []
    for box in sorted(boxes, key=lambda b: b[1]):
        held, count = box, 1
        rest = []
        for other, many in out:
            apart = (
                other[0] - held[2] > near
                or held[0] - other[2] > near
                or other[1] - held[3] > near
                or held[1] - other[3] > near
            )
            if apart:
                rest.append((other, many))
            else:
                held = (min(held[0], other[0]), min(held[1], other[1]), max(held[2], other[2]), max(held[3], other[3]))
                count += many
        out = [*rest, (held, count)]
    return out
