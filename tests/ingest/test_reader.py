"""Markdown edition → typed document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.ingest import frontmatter, markdown
from kb.model.document import Alert, Listing, Paragraph, Table

BODY = """
## 5.4.1 COM terminal {#com src=584-612}

The COM terminal carries
signals only.

{.pinout connector="COM" src=590}
| pin | signal |
|---|---|
| 1 | CAN-H |
| 2 | A \\| B |

1. Open it.
2. Close it.

{src=600}
> [!WARNING]
> - {#hot src=601} Do not **touch** it.
> - {#wet} Keep it dry.

> [!NOTICE] {#single} One paragraph.

<!-- left out: page numbers
of two lines -->

### Appendix I Cables {#cables src=613}
"""


def test_every_block_keeps_its_line(read):
    """Sections, tables, rows, list items and alert items know the edition line they stand on."""
    document = read(BODY)
    assert not read.problems
    com, cables = document.sections
    assert (com.number, com.title, com.anchor, com.src, com.level) == ("5.4.1", "COM terminal", "com", "584-612", 2)
    assert (cables.number, cables.title, cables.line) == ("Appendix I", "Cables", read.line_of(BODY, "### Appendix"))
    paragraph, table, steps, warning, notice = com.blocks
    assert paragraph == Paragraph(read.line_of(BODY, "The COM"), "The COM terminal carries signals only.")
    assert isinstance(table, Table)
    assert table.attributes.line == read.line_of(BODY, "{.pinout")
    assert table.attributes.get("connector") == "COM"
    assert table.rows == (("1", "CAN-H"), ("2", "A | B"))
    assert table.row_lines == (read.line_of(BODY, "| 1 |"), read.line_of(BODY, "| 2 |"))
    assert isinstance(steps, Listing)
    assert (steps.ordered, steps.items) == (True, ("Open it.", "Close it."))
    assert isinstance(warning, Alert)
    assert (warning.level, [i.id for i in warning.items], warning.items[0].src) == ("warning", ["hot", "wet"], "601")
    assert (warning.items[1].line, warning.items[0].text) == (read.line_of(BODY, "{#wet}"), "Do not touch it.")
    assert [(i.id, i.text) for i in notice.items] == [("single", "One paragraph.")]


def test_a_comment_is_left_out_and_shifts_no_line(read):
    """The closing comment is no passage, and what follows keeps its line."""
    document = read(BODY)
    assert "page numbers" not in str(document)
    assert document.sections[1].line == read.line_of(BODY, "### Appendix")


def test_raw_html_is_text(read):
    """Raw HTML of a manual never becomes markup."""
    document = read("\n## 1 A {#a src=1}\n\nsee <script>alert(1)</script>\n")
    assert document.sections[0].blocks[0].text == "see <script>alert(1)</script>"


CASES = [
    ("## 1 A\n", "## 1 A", "the heading '1 A' has no anchor", "End it with {#short-name src=12-34}"),
    ("## 1 A {#a}\n\n## 2 B {#a}\n", "## 2 B", "the anchor #a was used on line 10", "Give each heading its own anchor"),
    ("Words.\n", "Words.", "text stands before the first heading", "Put it under a heading"),
    (
        "## 1 A {#a}\n\n{.leds}\n\nWords.\n",
        "{.leds}",
        "not followed by a table, list or alert",
        "directly before the block",
    ),
    ("## 1 A {#a}\n\n{.leds}\n", "{.leds}", "not followed by a table, list or alert", "directly before the block"),
    (
        "## 1 A {#a}\n\n{.procedure id=x}\n2. Second\n",
        "{.procedure",
        "text runs into an attribute line",
        "begins with 1.",
    ),
    (
        "## 1 A {#a}\n\n> A quotation.\n",
        "> A quot",
        "a quotation is not an alert",
        "Begin it with [!DANGER], [!WARNING]",
    ),
    ("## 1 A {#a}\n\n> [!HINT] {#b} Words.\n", "> [!HINT]", "a quotation is not an alert", "[!NOTICE]"),
    ("## 1 A {#a}\n\n> [!NOTICE]\n> - Words.\n", "> - Words", "an alert item has no id", "Begin it with {#short-name}"),
    (
        "## 1 A {#a}\n\n> [!NOTICE]\n> - {#b} Words.\n>\n> ```\n> x\n> ```\n",
        "> ```",
        "a fence stands inside an alert",
        "plain text",
    ),
    (
        "## 1 A {#a}\n\n- Words\n\n  > [!NOTICE] x\n",
        "  > [!NOTICE]",
        "a blockquote stands inside a list item",
        "plain text",
    ),
    (
        "## 1 A {#a}\n\n| a | b |\n|---|---|\n| 1 | 2 | 3 |\n",
        "| 1 |",
        "the row has 3 cells, its table 2 columns",
        "write \\|",
    ),
    (
        "## 1 A {#a}\n\n| a | b |\n|---|---|\n| 1 |\n",
        "| 1 |",
        "the row has 1 cells, its table 2 columns",
        "missing bars",
    ),
]


@pytest.mark.parametrize(("body", "at", "what", "todo"), CASES, ids=[c[2][:40] for c in CASES])
def test_a_fault_of_form_says_where_and_what_to_do(read, body, at, what, todo):
    """Every fault of form names file, line, what is wrong and what to do."""
    read(body)
    problem = read.only_problem()
    assert (problem.file, problem.line) == ("manuals/glow-guide.md", read.line_of(body, at))
    assert what in problem.what
    assert todo in problem.todo


@pytest.mark.parametrize(
    ("raw", "what", "todo"),
    [
        (b"---\nid: x\n\xff\n---\n", "byte 0xff is not UTF-8", "Save the file as UTF-8"),
        (b"---\nid: x\n\x00\n---\n", "a NUL character stands in the text", "Remove it"),
        (b"---\nid: x\na\rb\n---\n", "a carriage return without a line feed", "Remove it"),
    ],
    ids=["not-utf-8", "nul", "lone-cr"],
)
def test_bytes_that_are_no_text_are_named_with_their_line(read, raw, what, todo):
    """A byte that is no text is found on its line; nothing of the file is used."""
    assert read.raw(raw) is None
    problem = read.only_problem()
    assert problem.line == 3
    assert what in problem.what
    assert problem.todo == todo


def test_windows_files_read_alike(read):
    """A byte order mark and CRLF change nothing: same sections, same lines."""
    plain = read(BODY)
    windows = read.raw(b"\xef\xbb\xbf" + (read.head + BODY).replace("\n", "\r\n").encode())
    assert not read.problems
    assert windows.sections == plain.sections


def test_the_file_is_named_after_its_id(tmp_path):
    """An edition's id is its file name; another one is a problem."""
    path = tmp_path / "manuals" / "other.md"
    path.parent.mkdir()
    path.write_text(
        "---\nid: glow\ntitle: a\nedition: a\nlanguage: en\nmaker: a\ndevices: [a]\noriginal: {file: a, sha256: a}\n---\n"
    )
    problems = []
    markdown.read_file(path, tmp_path, problems)
    assert [str(p) for p in problems] == [
        "manuals/other.md:2: id 'glow' is not the file's name. Write id: other, or rename the file"
    ]


def _lines(document):
    for section in document.sections:
        yield section.line
        for block in section.blocks:
            yield block.line
            yield from getattr(block, "row_lines", ())
            yield from getattr(block, "item_lines", ())
            if isinstance(block, Alert):
                yield from (i.line for i in block.items)


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "## 2 B {#b src=1}",
                "{.leds}",
                "| a |",
                "|---|",
                "> [!NOTICE]",
                "> - {#x} y",
                "1. step",
                "<!--",
                "-->",
                "```",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
)


@given(PIECES)
def test_no_text_crashes_the_reader_or_loses_its_lines(pieces):
    """Any text is read or complained about, and every line number lies within the file."""
    problems = []
    raw = ("---\nid: x\ntitle: x\nedition: x\nlanguage: en\nmaker: x\ndevices: [x]\noriginal: {file: x, sha256: x}\n---\n"
           + "\n".join(["## 1 A {#a src=1}", *pieces])).encode("utf-8", "replace")  # fmt: skip
    document = markdown.read(raw, file="x.md", problems=problems)
    last = raw.count(b"\n") + 1
    assert all(1 <= p.line <= last and p.what and p.todo for p in problems)
    if document is not None:
        lines = list(_lines(document))
        assert all(10 <= n <= last for n in lines)
        assert [s.line for s in document.sections] == sorted(s.line for s in document.sections)


@given(before=st.lists(st.sampled_from(["", "Words of a paragraph.", "- item", "<!-- out -->"]), max_size=8))
def test_a_row_is_found_on_its_own_line(before):
    """Whatever stands above it, a table row's line is the one it is written on."""
    head = "---\nid: x\ntitle: x\nedition: x\nlanguage: en\nmaker: x\ndevices: [x]\noriginal: {file: x, sha256: x}\n---"
    text = "\n".join([head, "## 1 A {#a src=1}", *before, "", "## 2 B {#b}", "", "| a |", "|---|", "| needle |", ""])
    document = markdown.read(text.encode(), file="x.md", problems=[])
    table = document.sections[-1].blocks[0]
    assert text.split("\n")[table.row_lines[0] - 1] == "| needle |"


@given(st.binary(max_size=80))
def test_no_bytes_crash_the_reader(raw):
    """Any bytes are read or complained about."""
    problems = []
    assert markdown.read(raw, file="x.md", problems=problems) is not None or problems


def test_doubled_keys_are_found_at_any_depth():
    """A key that stands twice is found in nested mappings and lists too, with its line."""
    assert frontmatter.doubled_keys("a: 1\nb:\n  - c: 1\n    c: 2\na: 3\n") == [("c", 4), ("a", 5)]
    assert frontmatter.doubled_keys("a: [1, 2") == []
