"""The icon as PNG, drawn from icon.svg: installers and telephones' home screens take no SVG.

The icon is a rounded square and circles; that is all that is drawn here, with smooth edges.
"""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from numpy.typing import NDArray

_SVG = Path(__file__).parents[1] / "static" / "icon.svg"
_NS = "{http://www.w3.org/2000/svg}"
SIZES = (180, 192, 512)

Plane = NDArray[np.float64]


@cache
def png(size: int, *, full: bool = False) -> bytes:
    """Return the icon, `size` pixels square. `full` fills the corners: who masks icons cuts them off."""
    root = ET.fromstring(_SVG.read_bytes())  # noqa: S314 - our own file
    scale = size / float(root.attrib["viewBox"].split()[2])
    y, x = (np.mgrid[:size, :size] + 0.5) / scale
    colour, opacity = np.zeros((size, size, 3)), np.zeros((size, size))
    for shape in root:
        distance = _distance(shape, x, y, full=full)
        # An edge is one pixel wide: half a pixel inside it is all there, half a pixel outside it is gone.
        cover = np.clip(0.5 - distance * scale, 0, 1) * float(shape.get("opacity", "1"))
        paint = np.array([int(shape.attrib["fill"][i : i + 2], 16) for i in (1, 3, 5)], float)
        both = cover + opacity * (1 - cover)
        share = np.divide(cover, both, out=np.zeros_like(cover), where=both > 0)[..., None]
        colour, opacity = colour * (1 - share) + paint * share, both
    pixels = np.dstack([colour, opacity * 255]).round().astype(np.uint8)
    rows = np.hstack([np.zeros((size, 1), np.uint8), pixels.reshape(size, -1)])
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _distance(shape: ET.Element, x: Plane, y: Plane, *, full: bool) -> Plane:
    """Return how far each point is outside the shape, in the units of the drawing; negative is inside."""

    def number(name: str) -> float:
        return float(shape.get(name, "0"))

    if shape.tag == f"{_NS}circle":
        return np.hypot(x - number("cx"), y - number("cy")) - number("r")
    if shape.tag != f"{_NS}rect":
        raise ValueError(f"{_SVG.name}: only rect and circle can be drawn, not {shape.tag}")
    half_w, half_h = number("width") / 2, number("height") / 2
    if full:
        return np.full_like(x, -half_w)
    r = number("rx")
    dx = np.abs(x - number("x") - half_w) - half_w + r
    dy = np.abs(y - number("y") - half_h) - half_h + r
    outside = np.hypot(np.maximum(dx, 0), np.maximum(dy, 0))
    return outside + np.minimum(np.maximum(dx, dy), 0) - r


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
