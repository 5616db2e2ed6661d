"""What the tests look for in a page.

A page is read by the small strict grammar that our templates keep, which is several times as fast as the standard
library's forgiving parser; test_web_markup.py holds the two against each other. Each text is read once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

# A comment, a tag or text. A page that is written otherwise, such as with a bare value, is no page of ours and is told.
_TOKEN = re.compile(
    r"""<!--.*?-->|<!doctype\ html>|(?P<text>[^<]+)
    |<(?P<end>/?)(?P<tag>[a-z][\w:-]*)(?P<values>(?:\s+[^\s=<>"'/]+(?:="[^"]*")?)*)\s*/?>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
_VALUE = re.compile(r"""([^\s=<>"'/]+)(?:="([^"]*)")?""")
# What stands in these is no markup.
_RAW = {name: re.compile(rf".*?(?=</{name}\s*>)", re.DOTALL | re.IGNORECASE) for name in ("script", "style")}
_KEPT = 2048


@dataclass
class Outline:
    """The parts of a page that have rules of their own. All tests share it: read it only."""

    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    fields: list[dict[str, str]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    text: str = ""

    def start(self, tag: str, values: dict[str, str]) -> None:
        """Take in a tag that opens."""
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag == "html":
            self.lang = values.get("lang", "")
        if tag in {"header", "main", "footer", "nav"}:
            self.landmarks.append(tag)
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "label":
            self.labels.add(values.get("for", ""))
        if tag in {"input", "select", "textarea"} and values.get("type") != "hidden":
            self.fields.append(values)
        for name, value in values.items():
            if name in _ADDRESSES and value:
                self.urls.append(value)
            if name == "style" or name.startswith("on"):
                self.inline.append(name)
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)


_ADDRESSES = frozenset({"href", "src", "action", "srcset", "data-live"})


@lru_cache(maxsize=_KEPT)
def read(html: str) -> Outline:
    """Parse a page."""
    found = Outline()
    texts: list[str] = []
    drawings = titles = at = 0
    while at < len(html):
        token = _TOKEN.match(html, at)
        assert token, f"this is no markup of ours: {html[at : at + 80]!r}"
        at = token.end()
        text, tag = token["text"], token["tag"]
        if text is not None:
            texts.append(unescape(text) if "&" in text else text)
            if titles and not drawings:
                found.title += texts[-1]
        elif tag is not None:
            name, step = tag.lower(), -1 if token["end"] else 1
            drawings += step * (name == "svg")
            titles += step * (name == "title")
            if step > 0:
                pairs = _VALUE.findall(token["values"]) if token["values"] else ()
                found.start(name, {k.lower(): unescape(v) if "&" in v else v for k, v in pairs})
                if name in _RAW:
                    raw = _RAW[name].match(html, at)
                    assert raw, f"<{name}> is not closed"
                    texts.append(raw[0])
                    at = raw.end()
    found.text = "".join(texts)
    return found


def complaints(html: str) -> list[str]:
    """Return what a page does against the rules that every page keeps."""
    page = read(html)
    said = []
    if page.lang != "en":
        said.append("no language")
    if not page.title.strip():
        said.append("no title")
    if page.headings.count(1) != 1 or page.headings[0] != 1:
        said.append(f"headings do not start with the only h1: {page.headings[:5]}")
    said += [f"h{a} is followed by h{b}" for a, b in zip(page.headings, page.headings[1:], strict=False) if b > a + 1]
    said += [f"the id {i!r} stands twice" for i in {i for i in page.ids if page.ids.count(i) > 1}]
    said += [f"inline {i}" for i in page.inline]
    said += [
        f"address of another host: {u}" for u in page.urls if not u.startswith(("/", "#", "?")) or u.startswith("//")
    ]
    said += [f"no landmark <{name}>" for name in ("header", "main", "footer") if name not in page.landmarks]
    said += [f"a field without a label: {f}" for f in page.fields if f.get("id") not in page.labels]
    return said
