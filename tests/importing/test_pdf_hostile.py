"""Files made to harm, and files that are merely broken: each ends in a clear message, and nothing is written."""

from __future__ import annotations

import sys
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb.cli import main
from kb.importing.api import imported, read_bytes, read_manual
from kb.importing.errors import ImportError_
from kb.ingest import pdf
from kb.ingest.pdf_worker import Limits

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "import"
sys.path.insert(0, str(GOLDEN))
from pdf_writer import Page, assembled  # noqa: E402
from pdf_writer import pdf as written  # noqa: E402

SMALL = Limits(page_seconds=1.0, seconds=60.0, memory=900_000_000)


def one_page(stream: bytes, *, packed: bool = True, extra: str = "", page: str = "") -> bytes:
    """A file of one page with the given drawing orders."""
    data = zlib.compress(stream, 9) if packed else stream
    head = f"<< /Length {len(data)}{' /Filter /FlateDecode' if packed else ''} >>".encode()
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            head + b"\nstream\n" + data + b"\nendstream",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> {page} >>".encode(),
        ],
        extra,
    )


def text_page(*lines: str) -> Page:
    page = Page()
    for n, line in enumerate(lines):
        page.text(60, 80 + 16 * n, line)
    return page


LOCK = (
    "/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <" + "5a" * 32 + "> /U <" + "a5" * 32 + "> >> "
    "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]"
)
BAD = {
    "encrypted": (written([text_page("A page of text that nobody may read")], extra=LOCK), "password"),
    "scanned": (written([Page(), Page()]), "no text"),
    "cut off at the head": (written([text_page("Text of a manual")])[:300], "damaged or cut off"),
    "only the mark": (b"%PDF-1.7\n", "damaged or cut off"),
    "rubbish behind the mark": (b"%PDF-1.4\n" + bytes(range(256)) * 300, "damaged or cut off"),
    "no pages": (assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]), "pages|damaged"),
    "too many pages": (written([text_page("Page")] * 401), "401 pages, more than 400"),
    "pages that hold themselves": (
        assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"]),
        "damaged|pages|memory",
    ),
    "bomb of orders": (one_page(b"q Q " * 30_000_000), "none of its pages can be read|memory or time|memory than"),
    "bomb of letters": (one_page(b"BT /F1 9 Tf 60 700 Td " + b"(WWWWWWWW) Tj " * 400_000 + b"ET"), "none of its pages can be read"),
    "bomb of lines": (one_page(b"0 0 m 9 9 l S " * 400_000), "none of its pages can be read"),
    "arrays in arrays": (one_page(b"[" * 400_000 + b"]" * 400_000 + b" TJ"), "none of its pages|no text|memory or time"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_pdf_ends_in_a_clear_message(name):
    """Whatever is wrong with it is said in words, with what to do, within limits of time and memory."""
    raw, said = BAD[name]
    with pytest.raises(pdf.UnreadablePdfError, match=said) as caught:
        pdf.read(raw, limits=SMALL)
    assert caught.value.todo


def test_a_bad_page_costs_that_page_alone():
    """The other pages are read, and what was left out is said."""
    good = text_page(
        "1 Safety", "Keep the covers of the battery closed at all times.", "Only trained people may open it."
    )
    bomb = Page(orders=["0 0 m 9 9 l S"] * 70_000)
    flow = pdf.read(written([good, bomb, good]), limits=SMALL)
    assert "page 2 was left out" in " ".join(flow.unread)
    assert {i.page for i in flow.items} == {1, 3}


def test_a_file_with_a_broken_table_of_places_is_read():
    """A file that a mail program changed names wrong places; its pages are found without them."""
    page = text_page("Keep the covers of the battery closed.", "Wait ten minutes before you open it.")
    flow = pdf.read(written([page]).replace(b"startxref\n", b"startxref\n9"))
    assert "Wait ten minutes" in " ".join(i.text for i in flow.items)


def test_a_worker_that_dies_is_said():
    """So little memory that Python itself cannot start is an error in words as well."""
    with pytest.raises(pdf.UnreadablePdfError, match="memory"):
        pdf.read(written([text_page("Text of a manual")]), limits=Limits(memory=30_000_000))


def test_time_runs_out():
    """A limit of no time at all ends the reading, not the one who asked for it."""
    with pytest.raises(pdf.UnreadablePdfError, match="longer than"):
        pdf.read(written([text_page("Text of a manual")]), limits=Limits(seconds=0.0))


def test_100_megabytes_are_refused_unread(tmp_path):
    """The size is looked at before the file is."""
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(100_000_000)
    with pytest.raises(ImportError_, match="100 MB"):
        read_manual(path)


def test_more_bytes_than_a_manual_has_are_refused():
    """The same holds for bytes that were uploaded."""
    with pytest.raises(ImportError_, match="51 MB"):
        read_bytes(b"%PDF-1.7\n" + bytes(51_000_000), "huge.pdf")


@pytest.mark.parametrize("name", ["encrypted", "scanned", "rubbish behind the mark"])
def test_nothing_is_written_when_the_import_fails(tmp_path, name):
    """The command ends with a message naming the file, and the draft does not exist."""
    path, out = tmp_path / "manual.pdf", tmp_path / "draft.md"
    path.write_bytes(BAD[name][0])
    result = CliRunner().invoke(main, ["import", str(path), "--out", str(out)])
    assert result.exit_code != 0
    assert "manual.pdf" in result.output
    assert "Nothing was written" in result.output
    assert "Traceback" not in result.output
    assert not out.exists()
    assert [p.name for p in tmp_path.iterdir()] == ["manual.pdf"]


def test_a_pdf_in_name_only_is_read_by_its_content():
    """The name decides nothing: text that is called .pdf is text."""
    manual = read_bytes(b"1 Safety\n\nKeep the covers closed.\n", "manual.pdf")
    assert manual.source.format == "text"


HOSTILE_HTML = {
    "deep nesting": "<!doctype html><body>" + "<div>" * 50_000 + "Text" + "</div>" * 50_000,
    "tables in tables": "<!doctype html><body>" + "<table><tr><td>" * 5000 + "Text",
    "open tags": "<!doctype html><body>" + "<a " * 100_000,
    "open comments": "<!doctype html><body>Text" + "<!-- " * 100_000,
    "signs": "<!doctype html><body>" + "<" * 200_000,
    "quotes": "<!doctype html><body>" + '<a b="' * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE_HTML)
def test_hostile_html_is_read_or_refused(name):
    """No nesting overflows the reader, and none of it becomes a fact."""
    manual = read_bytes(HOSTILE_HTML[name].encode(), "page.html")
    assert manual.source.format == "html"
    assert imported(manual).facts == ()


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><body>" + "<i>a</i>" * 120_000,
        "<!doctype html><table>" + ("<tr>" + "<td rowspan=500 colspan=60>x" * 60) * 400 + "</table>",
    ],
    ids=["tags", "spans"],
)
def test_more_html_than_a_manual_has_is_refused(text):
    """Tags and covered cells are counted."""
    with pytest.raises(ImportError_, match=r"more than|more cells"):
        read_bytes(text.encode(), "page.html")


def test_no_script_reaches_a_draft():
    """Scripts, styles and event handlers are dropped; what looks like a tag in the text is escaped."""
    page = (
        "<!doctype html><html><head><style>p{color:red}</style></head><body onload='steal()'><h1>Volt X1 manual</h1>"
        "<script>document.write('<table>')</script><p>Keep &lt;script&gt;alert(1)&lt;/script&gt; closed.</p>"
        "<p><img src=x onerror='steal()' alt='Front view'></p></body></html>"
    )
    text = imported(read_bytes(page.encode(), "page.html")).text
    assert "steal" not in text
    assert "color:red" not in text
    assert "document.write" not in text
    assert "<script" not in text.replace("\\<", "")
    assert "Front view" in text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_the_encoding_of_html_is_found_out(encoding):
    """A page in another encoding is read as it was written."""
    page = "<!doctype html><body><h1>Gerät X</h1><p>Überstrom über 50 °C</p></body>"
    manual = read_bytes(page.encode(encoding), "page.html")
    assert "Überstrom über 50 °C" in " ".join(manual.lines)
