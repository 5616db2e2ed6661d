"""The PDF and HTML readers on made-up manuals printed in the layouts of makers: what was printed is what is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kb.evals import golden
from kb.evals.extraction import compare, total
from kb.importing import flowed
from kb.importing.api import imported, read_bytes
from kb.importing.blocks import Heading, Table
from kb.ingest import html, pdf, pdf_worker
from kb.ingest.flow import FlowTable
from kb.ingest.pdf_lines import joined

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "golden" / "import"))
import devices_held
import devices_printed
import devices_tuned
import pdf_html
from pdf_book import Look, printed, structured
from pdf_writer import Page
from pdf_writer import pdf as written

LOOKS = {
    "ruled": Look("ruled", head="Operating manual"),
    "stripes": Look("zebra", head="Guide", middle=True),
    "lines": Look("lines", again=False),
    "bare": Look("plain", padding=3, bold_head=False),
    "open sides": Look("open"),
    "columns ruled only": Look("rowless"),
    "merged cells": Look("merged", middle=True),
    "two columns": Look("plain", columns=2, size=7.5),
}
TUNED = structured(devices_tuned.tuned)
HELD = structured(devices_held.held)
PRINTED = structured(devices_printed.printed)


def read_here(raw, name):
    """What read_bytes does with a PDF, without a process for each; test_pdf_hostile holds the process to its limits."""
    said = []
    pdf_worker.read(raw, pdf_worker.Limits(), said.append)
    return flowed.read(said[-1].flow, file=name, raw=raw, form="pdf")


def compared(manual, raw, name):
    result = imported(read_here(raw, name) if name.endswith(".pdf") else read_bytes(raw, name))
    return compare(name, golden.doubted(result), golden.reference_of(manual.facts))


def texts(table):
    return [[c.text for c in row] for row in table.rows]


def tables_of(raw):
    said = []
    pdf_worker.read(raw, pdf_worker.Limits(), said.append)
    return [i for i in said[-1].flow.items if isinstance(i, FlowTable)]


@pytest.mark.parametrize("look", LOOKS)
def test_facts_survive_every_layout(look):
    """Ruled or bare, merged or in two columns: pins, lamps, alarms and switches come out as they were printed."""
    scores = [compared(m, printed(m, LOOKS[look]), f"{m.name}.pdf").core for m in (*TUNED[:3], *HELD[:2])]
    whole = total(scores)
    assert whole.wanted > 90
    assert whole.precision >= 0.98
    assert whole.sure_precision >= 0.98
    assert whole.recall >= 0.95


@pytest.mark.parametrize("manual", PRINTED, ids=lambda m: m.name)
def test_long_manuals_never_seen(manual):
    """Held back while the reader was tuned: nothing in running text becomes a fact, and the PDF loses none that HTML keeps."""
    look = LOOKS[["ruled", "stripes", "lines", "bare", "merged cells"][PRINTED.index(manual)]]
    raw = printed(manual, look, devices_printed.filler(5))
    score = compared(manual, raw, f"{manual.name}.pdf").core
    page = compared(manual, pdf_html.page(manual, "grid", merged=True).encode(), f"{manual.name}.html").core
    assert score.precision >= 0.95
    assert score.right >= 0.95 * page.right


def test_html_keeps_the_facts():
    """Manuals saved as web pages, with merged cells, reach what the import promises of manuals never seen."""
    scores = [
        compared(m, pdf_html.page(m, "grid", merged=True).encode(), f"{m.name}.html").core
        for m in (*PRINTED, *TUNED[:3])
    ]
    whole = total(scores)
    assert whole.precision >= 0.95
    assert whole.sure_precision >= 0.98
    assert whole.recall >= 0.80


def test_a_meter_without_lamps_yields_no_lamp():
    """Symbols of a display are no lamp states."""
    meter = PRINTED[-1]
    result = imported(read_bytes(printed(meter, LOOKS["ruled"]), "meter.pdf"))
    assert not result.counts().get("led_state")
    assert result.counts()["pin"] == 9


def test_every_cell_and_line_carries_page_and_box():
    """A fact read from a PDF can be shown on its page."""
    manual = read_bytes(printed(HELD[0], LOOKS["ruled"]), "manual.pdf")
    for block in manual.blocks:
        if isinstance(block, Table):
            cells = [c for row in block.rows for c in row if c.text]
            assert all(c.place.page and c.place.box for c in cells)
            assert all(c.place.box.left < c.place.box.right for c in cells)
        else:
            assert 1 <= block.place.page <= manual.pages
    pages = [r["page"] for r in imported(manual).rows() if r["kind"] in {"pin", "alarm"}]
    assert pages
    assert set(pages) <= set(range(1, manual.pages + 1))


def test_running_lines_and_page_numbers_are_dropped():
    """What stands on every page alike belongs to none of them."""
    raw = printed(PRINTED[0], Look("ruled", head="Kestrel HB-10 manual 3.2"), devices_printed.filler(8))
    said = "\n".join(read_bytes(raw, "k.pdf").lines)
    assert "Kestrel HB-10 manual 3.2" not in said
    assert "Page 4" not in said
    assert "Kestrel HB-10 home battery" in said


def test_headings_keep_numbers_and_order():
    """Headings are told by size and number, and a step of a list is none."""
    manual = read_bytes(printed(PRINTED[0], LOOKS["ruled"]), "k.pdf")
    told = [(b.number, b.text) for b in manual.blocks if isinstance(b, Heading) and b.number]
    assert told == [
        ("1", "About the battery"),
        ("2", "Signal lamps"),
        ("3", "Connections"),
        ("3.1", "CAN/RS485 socket (RJ45)"),
        ("3.2", "DIP switch"),
        ("4", "Faults"),
        ("4.1", "Fault list"),
        ("5", "Technical data"),
    ]


@pytest.mark.parametrize("look", ["ruled", "stripes", "bare"])
def test_a_table_over_two_pages_is_one(look):
    """The header that comes again on the next page is no row."""
    m = structured(lambda: [devices_printed.kestrel()])[0]
    m.parts = [
        "Cover\nManual",
        "1 Start\n\n" + "\n\n".join(["Running text that fills the page up to its end."] * 22),
        *m.parts[-4:-2],
    ]
    found = [t for t in tables_of(printed(m, Look(LOOKS[look].table))) if t.rows[0][0].text == "Code"]
    assert len(found) == 1
    assert len(found[0].rows) == 13
    assert len({c.page for row in found[0].rows for c in row if c.text}) == 2


def test_a_merged_cell_stands_in_each_of_its_rows():
    """A cell over several rows says the same of each of them, with one box."""
    m = next(x for x in PRINTED if x.name.startswith("osprey"))
    table = next(t for t in tables_of(printed(m, LOOKS["merged cells"])) if t.rows[0][0].text == "Socket")
    assert [r[0] for r in texts(table)[1:]] == ["UP"] * 4 + ["DOWN"] * 4
    assert len({row[0].box for row in table.rows[1:]}) == 2


def test_columns_are_read_one_after_the_other():
    """The left column ends before the right one begins."""
    page = Page()
    for n in range(14):
        page.text(55, 80 + 13 * n, f"Left line {n} runs over the width of its column here")
        page.text(310, 84 + 13 * n, f"Right line {n} runs over the width of its column too")
    said = [i.text for i in pdf.read(written([page])).items]
    assert said == sorted(said, key=lambda t: (t.startswith("Right"), int(t.split()[2])))


def test_text_set_sideways_is_turned():
    """A table printed across the page is read as if the page were turned."""
    page = Page()
    for n, (a, b) in enumerate([("Pin", "Signal"), ("1", "CAN_H"), ("2", "CAN_L"), ("3", "GND"), ("4", "NC")]):
        for k, text in enumerate((a, b)):
            page.orders.append(f"BT /F1 10 Tf 0 1 -1 0 {100 + 20 * n} {100 + 90 * k} Tm ({text}) Tj ET")
    table = tables_of(written([page]))[0]
    assert texts(table) == [["Pin", "Signal"], ["1", "CAN_H"], ["2", "CAN_L"], ["3", "GND"], ["4", "NC"]]


def test_a_table_in_a_picture_is_left_out_and_said():
    """Labels inside a drawing are no table, and the draft says that they were not read."""
    page = Page()
    page.text(55, 70, "The picture shows the sockets of the battery and their order.")
    page.wave(100, 200)
    for n in range(4):
        page.text(120, 200 + 22 * n, f"{n + 1}")
        page.text(200, 200 + 22 * n, f"CAN{n}")
    flow = pdf.read(written([page]))
    assert not [i for i in flow.items if isinstance(i, FlowTable)]
    assert "words inside a picture" in flow.unread[0]


def test_divided_words_are_joined():
    """A hyphen at the end of a line goes, unless the word has one."""
    assert joined(["the bat-", "tery of low-", "voltage type RS-", "485"]) == "the battery of low-voltage type RS-485"


def test_html_alerts_lists_and_spans():
    """Admonitions, ordered lists and spans come out as people see them."""
    flow = html.read(
        "<!doctype html><body><h2>2.1 Pins</h2><div class='admonition warning'><p class='admonition-title'>Warning</p>"
        "<p>Hot surface.</p></div><ol><li>Open<li>Close</ol><table><tr><th>Pin<th>Signal<tr><td>1<td rowspan=2>GND<tr><td>2</table>"
    )
    *lines, table = flow.items
    assert [x.text for x in lines] == ["2.1 Pins", "WARNING", "- Hot surface.", "1. Open", "2. Close"]
    assert texts(table) == [["Pin", "Signal"], ["1", "GND"], ["2", "GND"]]


def test_html_tables_in_markdown():
    """A table that a converter left as HTML is a table of the Markdown file, with its lines."""
    text = "# Volt X\n\n<table>\n<tr><th>Pin</th><th>Signal</th></tr>\n<tr><td>1</td><td>CAN_H</td></tr>\n</table>\n\nEnd.\n"
    table = next(b for b in read_bytes(text.encode(), "x.md").blocks if isinstance(b, Table))
    assert [[c.text for c in row] for row in table.rows] == [["Pin", "Signal"], ["1", "CAN_H"]]
    assert (table.place.first, table.place.last) == (3, 6)
