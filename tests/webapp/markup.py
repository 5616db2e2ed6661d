"""What the tests look for in a page, read with the standard library's parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Outline(HTMLParser):
    """The parts of a page that have rules of their own."""

    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    landmarks: list[str] = field(default_factory=list)
    unlabelled: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    fields: list[dict[str, str | None]] = field(default_factory=list)
    lang: str = ""
    title: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._open.append(tag)
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag == "html":
            self.lang = values.get("lang") or ""
        if tag in {"header", "main", "footer", "nav"}:
            self.landmarks.append(tag)
        if "id" in values:
            self.ids.append(values["id"] or "")
        if tag == "label":
            self.labels.add(values.get("for") or "")
        if tag in {"input", "select", "textarea"} and values.get("type") != "hidden":
            self.fields.append(values)
        self.urls += [v for k, v in values.items() if k in {"href", "src", "action", "srcset", "data-live"} and v]
        self.inline += [k for k in values if k == "style" or k.startswith("on")]
        if tag == "style" or (tag == "script" and not values.get("src")):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "title" in self._open and "svg" not in self._open:
            self.title += data
        self.text += data


def read(html: str) -> Outline:
    """Parse a page."""
    found = Outline()
    found.feed(html)
    found.close()
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
