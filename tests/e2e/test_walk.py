"""Every page that the phone keeps, as it is without scripts: none is wider than the screen, nothing that is tapped is small."""

from __future__ import annotations

import gzip
import re
from itertools import groupby

import msgspec
from rules import DESK, HEIGHT, TARGETS, WIDTHS

from webapp.bundle import EXTENSION
from webapp.offline import keeper
from webapp.offline.pack import Content

SHEETS = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
AT_ONCE = 40
# Each page in turn in the place of the one that was loaded, whose style sheets are the same. Pictures keep their size.
LOOKED_AT = """([pages, targets, width]) => pages.flatMap(([address, html]) => {
    const read = new DOMParser().parseFromString(html.replaceAll(" src=", " data-src="), "text/html");
    document.body.replaceWith(document.adoptNode(read.body));
    const wide = document.documentElement.scrollWidth;
    const small = [...document.querySelectorAll(targets || "none")]
        .filter((e) => !e.matches("[type=checkbox], [type=radio]") && e.checkVisibility() && e.getBoundingClientRect().height < 43.5);
    return [...(wide > width ? [`${address}: wider than ${width}: ${wide}`] : []),
        ...small.map((e) => `${address} at ${width}: small: ${e.outerHTML.slice(0, 120)}`)];
})"""


def test_every_page_fits(open_page, web_app):
    """All of them, at both ends of the widths: no sideways scrolling, and what is tapped on a phone is at least 44 px high."""
    made = keeper.of(web_app).make(web_app.extensions[EXTENSION].get())
    pack = msgspec.json.decode(gzip.decompress(made.body), type=Content)
    pages = {address: pack.page(address) for address in pack.pages if address not in pack.types}
    screens = [
        open_page(java_script_enabled=False, reduced_motion="reduce", viewport={"width": width, "height": HEIGHT})
        for width in (WIDTHS[0], DESK)
    ]
    wrong = []
    alike = {address: SHEETS.findall(html) for address, html in pages.items()}
    for _, group in groupby(sorted(pages, key=lambda a: (alike[a], a)), key=alike.get):
        addresses = list(group)
        for page in screens:
            page.goto(addresses[0])
            width = page.viewport_size["width"]
            for n in range(0, len(addresses), AT_ONCE):
                some = [(address, pages[address]) for address in addresses[n : n + AT_ONCE]]
                wrong += page.evaluate(LOOKED_AT, [some, "" if width == DESK else TARGETS, width])
    assert wrong == []
