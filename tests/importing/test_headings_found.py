"""Headings that converters wrote as paragraphs, contents with ranges of pages, and legends of drawings that are no chapters."""

from __future__ import annotations

import pytest

from kb.importing.api import read_bytes
from kb.importing.blocks import Heading

CHAPTERS = ("1 Introduction", "2 Indicators", "2.1 Front", "3 Care")


def headings(text, name):
    return [b.text for b in read_bytes(text.encode(), name).blocks if isinstance(b, Heading)]


@pytest.mark.parametrize(
    "opened",
    [
        '<p class="h2">',
        '<p class="s1 Heading2">',
        "<p class=MsoHeading2>",
        '<div class="heading-2"><b>',
        '<p class="h2">\u200c',
    ],
)
def test_a_paragraph_of_a_heading_s_class_is_a_heading(opened):
    """What a converter marks as a heading by its class, with or without a sign of no width, is one; a list item is not."""
    closed = "</div>" if opened.startswith("<div") else "</p>"
    parts = "".join(f"{opened}{c.replace(' ', '&nbsp;&nbsp;')}{closed}<p class='s7'>Text of it.</p>" for c in CHAPTERS)
    found = headings(f"<html><body>{parts}<ul><li><p class='h2'>An item</p></li></ul></body></html>", "demo.html")
    assert found == ["Introduction", "Indicators", "Front", "Care"]


@pytest.mark.parametrize("leader", ["." * 30, " . . . . . . ...", "\u2026\u2026"])
@pytest.mark.parametrize("pages", ["02-04", "7", "12 – 19"])
def test_contents_with_ranges_of_pages_are_no_chapters(leader, pages):
    """Chapters are found behind contents whose entries end with a page or a range of pages, and behind a legend in two columns."""
    contents = [f"{c} {leader} {pages}" for c in CHAPTERS]
    legend = ["    1: lamps             5: battery input", "    2: display           6: bus port", "    3: Grid, Load"]
    body = [
        line
        for c in CHAPTERS
        for line in ("", c, "", "Text of this chapter, which goes on.", *(legend if c[0] == "1" else ()))
    ]
    text = "\n".join(["DEMO X1", "", "Contents", *contents, "", *body, ""])
    assert headings(text, "demo.txt") == ["Introduction", "Indicators", "Front", "Care"]
