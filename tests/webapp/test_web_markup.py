"""The tests' own reader of pages finds what the standard library's parser finds, and refuses what is not well written."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markup import complaints, read

URLS = (
    "/",
    "/search?q=<b>alm</b>&quot;",
    "/leds",
    "/calculators",
    "/conflicts",
    "/connectors",
    "/trouble",
    "/nothing/here",
)


class Parts(HTMLParser):
    """Headings, ids, addresses of links and text, by the standard library."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        self.ids += [v or "" for k, v in attrs if k == "id"]
        self.links += [v for k, v in attrs if k == "href" and v]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_both_readers_find_the_same(client, kb):
    """On pages of many kinds headings, ids, links and text are those of the standard library's parser."""
    for url in (*URLS, *(f"/fact/{f}" for f in list(kb.facts)[::150] if not f.startswith("conflict/"))):
        html = client.get(url).text
        ours, theirs = read(html), Parts(html)
        assert ours.headings == theirs.headings, url
        assert ours.ids == theirs.ids, url
        assert [u for u in ours.urls if u in theirs.links] == theirs.links, url
        assert ours.text == theirs.text, url


@pytest.mark.parametrize(
    "html",
    ["<p class=bare>x</p>", "a < b", "<p id='x'>y</p>", '<p title="open>', "<script>let x = 1", "<!-- no end"],
)
def test_what_is_badly_written_is_told(html):
    """Bare values, single quotes, a loose sign and what is not closed are no markup of ours."""
    with pytest.raises(AssertionError):
        read(html)


def test_each_rule_of_all_pages_is_broken_once():
    """A page against every rule is told every rule."""
    said = " ".join(
        complaints(
            '<html><body><h2 id="a">x</h2><h4 id="a" style="x">y</h4><a href="https://x.example">z</a>'
            '<input id="q"><script>1</script><p onclick="x">z</p></body></html>'
        )
    )
    for rule in (
        "no language", "no title", "only h1", "h2 is followed by h4", "'a' stands twice", "inline style", "inline script",
        "inline onclick", "another host", "no landmark <main>", "without a label",
    ):  # fmt: skip
        assert rule in said, rule
