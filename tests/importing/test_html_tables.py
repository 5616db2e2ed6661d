"""Tables that a converter left as HTML inside Markdown or text."""

from __future__ import annotations

from kb.importing.api import imported, read_bytes


def facts(html: str):
    text = f"# Box\n\n## 2 BMS port\n\n{html}\n\nText after it.\n"
    return imported(read_bytes(text.encode(), "box.md"))


def test_cells_spans_and_lines_are_kept():
    """A cell over several rows holds for them; the cited lines end with that of its row."""
    result = facts(
        "<table>\n<tr><th>Pin</th><th>Signal</th><th>Use</th></tr>\n"
        "<tr><td>1</td><td>CANH</td><td rowspan=2>inverter bus</td></tr>\n<tr><td>2</td><td>CANL</td></tr>\n"
        "<tr><td>3</td><td>GND &amp; shield (GND)</td><td></td></tr>\n</table>"
    )
    found = [(f.pin, f.signal, f.function, f.source.lines.rpartition("-")[2]) for f in result.facts]
    assert found[:2] == [("1", "CANH", "inverter bus", "7"), ("2", "CANL", "inverter bus", "8")]
    assert "Text after it." in result.text


def test_one_line_tables_and_scripts():
    """A table on one line is read; a script in a cell says nothing."""
    result = facts(
        "<table><tr><td>Pin</td><td>Signal</td></tr><tr><td>1</td><td>RS485-A<script>x()</script></td></tr>"
        "<tr><td>2</td><td>RS485-B</td></tr><tr><td>3</td><td>GND</td></tr></table>"
    )
    assert [f.signal for f in result.facts] == ["RS485-A", "RS485-B", "GND"]
    assert "x()" not in result.text


def test_a_table_that_is_never_closed_is_text():
    """Nothing hangs and nothing is lost with it."""
    result = facts("<table><tr><td>Pin</td>\n\nMore of the manual.")
    assert "More of the manual." in result.text
