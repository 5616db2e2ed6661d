"""The text of an HTML file → its lines and tables in reading order (kb/ingest/flow.py). Scripts, styles and forms are dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from kb.ingest.flow import Flow, FlowCell, FlowItem, FlowLine, FlowTable

# A page of a manual nests some twenty elements; what nests deeper than this is read as if it did not.
MAX_DEPTH = 200
MAX_ITEMS = 200_000
# A table of a manual has some twenty columns; spans beyond are an error or an attack.
MAX_COLUMNS = 64
MAX_ROWS = 5000
MAX_SPAN_ROWS = 500
MAX_CELL = 20_000
# Words of a term in a list of descriptions; what is longer is a question or a sentence.
MAX_TERM = 6
# Tags of a file: a manual of 400 pages has fifty thousand.
MAX_TAGS = 200_000
# Places that the cells of one file may cover, spans included.
MAX_COVERED = 400_000
# A tag runs to its `>` with no `<` between; each alternative begins with another character, so matching never goes back.
_TAG = re.compile(r"""<(/?)([a-zA-Z][\w:-]{0,30})((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>""")
_GIVEN = re.compile(r"""([a-zA-Z][\w-]{0,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_DROPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "textarea",
        "nav",
        "button",
        "canvas",
        "audio",
        "video",
    }
)
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr"))
_ALERT = re.compile(r"(?i)(?:^|[\s_-])(danger|warning|caution|notice|attention|important|note|tip|hint)(?:$|[\s_-])")
_ALERT_BOX = re.compile(r"(?i)admonition|alert|callout|notice|box|note|warning|danger|caution|safety")
_TITLE = re.compile(r"(?i)^\W*(?:danger|warning|caution|notice|attention|important|note|tip|hint)s?\W*$")
# Converters of PDF and Word write a heading as a paragraph of that class: `h2`, `Heading3`, `MsoHeading1`, `title-2`.
_HEADED = re.compile(r"(?i)(?:^|\s)(?:mso-?)?(?:h|heading|headline|title|chapter)[-_]?([1-6])(?=$|\s)")
MAX_HEADING = 160
_HTML = re.compile(r"(?i)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.DOTALL)


def is_html(text: str) -> bool:
    """Tell by its beginning whether a text is an HTML file; Markdown with tags in it is not."""
    return bool(_HTML.match(text[:4000]))


class UnreadableHtmlError(ValueError):
    """The text is no HTML file that can be read: `what` is wrong and what `todo`."""

    def __init__(self, what: str, todo: str) -> None:
        """Keep both, so that the caller can add the file's name."""
        self.what, self.todo = what, todo
        super().__init__(f"{what}. {todo}")


def read(text: str) -> Flow:
    """Return the lines and tables of an HTML file.

    Bounded whatever the file holds: depth, columns, spans and items; what goes beyond is told in `unread`. Raises
    UnreadableHtmlError for more tags than a manual has.
    """
    reader = _Reader()
    count = 0
    for kind, told, given in _tokens(text):
        if kind == "text":
            reader.handle_data(told)
            continue
        count += 1
        if count > MAX_TAGS:
            raise UnreadableHtmlError(f"the file has more than {MAX_TAGS} tags", "Give one manual at a time")
        if kind == "end":
            reader.handle_endtag(told)
        else:
            reader.handle_starttag(told, given)
    reader.flush()
    while reader.tables:
        reader.end_table()
    unread = [f"{count} {what}" for what, count in reader.lost.items() if count]
    return Flow(tuple(reader.items), 0, tuple(unread))


def tables(text: str) -> list[FlowTable]:
    """Return the tables of a piece of HTML, as converters put them into Markdown."""
    return [i for i in read(text).items if isinstance(i, FlowTable)]


def _tokens(text: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield texts, starts and ends of tags, once through the file: Python's own parser takes quadratic time over `<a <a <a`."""
    at = 0
    while (start := text.find("<", at)) >= 0:
        if start > at:
            yield "text", unescape(text[at:start]), {}
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            at = len(text) if end < 0 else end + 3
            continue
        tag = _TAG.match(text, start)
        if tag is None:
            # A declaration, or a sign "less than".
            end = text.find(">", start, start + 400) if text.startswith(("<!", "<?"), start) else -1
            at = end + 1 if end >= 0 else start + 1
            if end < 0:
                yield "text", "<", {}
            continue
        at, name = tag.end(), tag[2].lower()
        if tag[1]:
            yield "end", name, {}
        elif name in _DROPPED and not tag[3].endswith("/"):
            close = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, at)
            at = close.end() if close else len(text)
        else:
            yield "start", name, {k.lower(): unescape(a or b or c) for k, a, b, c in _GIVEN.findall(tag[3][:4000])}
    if at < len(text):
        yield "text", unescape(text[at:]), {}


@dataclass
class _Cell:
    header: bool
    rows: int
    columns: int
    text: list[str] = field(default_factory=list)


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    caption: str = ""
    in_head: bool = False
    open: _Cell | None = None


@dataclass
class _List:
    ordered: bool
    count: int = 0


class _Reader:
    """Takes the tags one after the other. Nothing recurses, so no nesting can overflow it."""

    def __init__(self) -> None:
        self.items: list[FlowItem] = []
        self.text: list[str] = []
        self.covered = 0
        self.level = 0
        self.marker = ""
        self.lists: list[_List] = []
        self.tables: list[_Table] = []
        self.boxes: list[tuple[str, int]] = []
        # Where a term is open that its description goes on with: the text so far ends with a colon.
        self.term = False
        self.depth = 0
        self.lost = {
            "pictures without a description were left out": 0,
            "parts beyond the limits of a manual were left out": 0,
        }

    def handle_starttag(self, tag: str, given: dict[str, str]) -> None:
        if tag == "img":
            self.picture(given)
            return
        if tag == "br":
            if self.tables:
                self.text.append(" ")
            else:
                self.flush()
            return
        if tag not in _VOID:
            self.depth += 1
        if tag == "table":
            self.flush()
            if len(self.tables) < MAX_DEPTH:
                self.tables.append(_Table())
        elif self.tables and tag in {"tr", "td", "th", "thead", "tbody", "tfoot", "caption"}:
            self.part(tag, given)
        elif tag in {"ul", "ol"}:
            self.flush()
            self.lists = [*self.lists[: MAX_DEPTH - 1], _List(tag == "ol")]
        elif tag == "li":
            self.item()
        elif tag in _BLOCKS:
            self.block(tag, given)

    def part(self, tag: str, given: dict[str, str]) -> None:
        """Begin a row, a cell, a group of rows or a caption."""
        table = self.tables[-1]
        self.close_cell(table)
        if tag == "thead":
            table.in_head = True
        elif tag in {"tbody", "tfoot"}:
            table.in_head = False
        elif tag == "tr":
            if len(table.rows) >= MAX_ROWS:
                self.lost["parts beyond the limits of a manual were left out"] += 1
            else:
                table.rows.append([])
        elif tag in {"td", "th"}:
            if not table.rows:
                table.rows.append([])
            table.open = _Cell(
                tag == "th" or table.in_head,
                _number(given.get("rowspan", ""), MAX_SPAN_ROWS),
                _number(given.get("colspan", ""), MAX_COLUMNS),
            )
            if len(table.rows[-1]) < MAX_COLUMNS:
                table.rows[-1].append(table.open)

    def close_cell(self, table: _Table) -> None:
        said = self.taken()
        if table.open is not None:
            if said:
                table.open.text.append(said)
            table.open = None
        elif said and not table.rows:
            table.caption = f"{table.caption} {said}".strip()

    def item(self) -> None:
        """Begin an item of a list."""
        if self.tables:
            self.text.append("; " if "".join(self.text).strip() else "")
            return
        self.flush()
        if self.lists and self.lists[-1].ordered:
            self.lists[-1].count += 1
            self.marker = f"{self.lists[-1].count}. "
        else:
            self.marker = "- "

    def block(self, tag: str, given: dict[str, str]) -> None:
        if self.tables:
            self.text.append(" ")
            return
        if self.term and tag in {"dd", "p", "div"}:
            return  # the description stands behind its term
        self.flush()
        if re.fullmatch(r"h[1-6]", tag):
            self.level = int(tag[1])
        elif tag in {"p", "div"} and not self.marker and (headed := _HEADED.search(given.get("class", ""))):
            self.level = int(headed[1])
        classes = f"{given.get('class', '')} {given.get('role', '')}"
        word = _ALERT.search(classes)
        if word and tag in {"div", "aside", "section", "blockquote", "p"} and _ALERT_BOX.search(classes):
            self.add(FlowLine(word[1].upper(), gap=True))
            self.boxes.append((tag, self.depth))

    def picture(self, given: dict[str, str]) -> None:
        told = given.get("alt", "").strip()
        if told:
            self.text.append(f" {told} ")
        else:
            self.lost["pictures without a description were left out"] += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.tables:
            table = self.tables[-1]
            if tag == "table":
                self.end_table()
            elif tag in {"td", "th", "tr", "thead", "tbody", "tfoot", "caption"}:
                self.close_cell(table)
                table.in_head = table.in_head and tag != "thead"
            elif tag in _BLOCKS:
                self.text.append(" ")
        elif tag in {"ul", "ol"}:
            self.flush()
            self.lists = self.lists[:-1]
        elif tag in _BLOCKS and not (tag == "dt" and self.named()):
            self.flush()
            if self.boxes and self.boxes[-1] == (tag, self.depth):
                self.boxes.pop()
        self.depth = max(0, self.depth - 1)

    def named(self) -> bool:
        """Tell whether a short term was read (`Pin 1`, `Green steady`): what describes it goes on in the same item."""
        said = re.sub(r"\s+", " ", "".join(self.text)).strip()
        if not said or len(said.split()) > MAX_TERM or said[-1] in "?.!" or self.boxes:
            return False
        self.text = [f"{said.rstrip(' :')}: "]
        self.marker, self.term = "- ", True
        return True

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        self.term = self.term and not data.strip()

    def taken(self) -> str:
        said = re.sub(r"\s+", " ", "".join(self.text)).strip()[:MAX_CELL]
        self.text = []
        return said

    def flush(self) -> None:
        """End the paragraph, heading or item that is open."""
        if self.tables:
            return
        self.term = False
        said = self.taken()
        level, self.level = self.level, 0
        marker, self.marker = self.marker, ""
        if not said:
            self.marker = marker  # an item whose text stands in a paragraph of its own
            return
        if self.boxes and _TITLE.match(said):
            return  # the box's own title: the alert's word stands already
        if len(said) > MAX_HEADING:
            level = 0
        if self.boxes and not marker:
            marker = "- "  # each statement of a box is one of the alert's
        self.add(FlowLine(f"{marker}{said}", level=level, gap=not marker))

    def add(self, item: FlowItem) -> None:
        if len(self.items) < MAX_ITEMS:
            self.items.append(item)
        else:
            self.lost["parts beyond the limits of a manual were left out"] += 1

    def end_table(self) -> None:
        table = self.tables.pop()
        self.close_cell(table)
        self.covered += sum(c.rows * c.columns for row in table.rows for c in row)
        if self.covered > MAX_COVERED:
            raise UnreadableHtmlError("its tables have more cells than those of a manual", "Give one manual at a time")
        made = _grid(table)
        if self.tables:
            # A table in a cell: its text belongs to the cell when it is small, else it stands after the outer one.
            if made and len(made.rows) > 1 and made.width > 1:
                self.add(made)
            elif made:
                self.text.append(" ".join(c.text for row in made.rows for c in row if c.text))
            return
        if table.caption:
            self.add(FlowLine(table.caption, gap=True))
        if made is None:
            return
        if made.width < 2:
            for row in made.rows:
                self.add(FlowLine(" ".join(c.text for c in row), gap=True))
        else:
            self.add(made)


def _number(text: str, most: int) -> int:
    """Return a span: at least 1, at most `most`; what is no number is 1."""
    digits = text.strip()[:6]
    return max(1, min(most, int(digits))) if digits.isascii() and digits.isdigit() else 1


def _grid(table: _Table) -> FlowTable | None:
    """Return the table with spans filled in: the text of a cell stands in every row and column that it covers."""
    covered: dict[tuple[int, int], FlowCell] = {}
    rows: list[tuple[FlowCell, ...]] = []
    for r, cells in enumerate(table.rows):
        c = 0
        for cell in cells:
            while (r, c) in covered and c < MAX_COLUMNS:
                c += 1
            # The box of a cell from markup is its place in the grid: two rows with one box show one cell.
            told = re.sub(r"\s+", " ", " ".join(cell.text)).strip()
            made = FlowCell(told, 0, (float(c), float(r), float(c + cell.columns), float(r + cell.rows)), cell.header)
            alone = len(cells) == 1 and cell.columns > 1
            for down in range(min(cell.rows, len(table.rows) - r)):
                for right in range(cell.columns):
                    if c + right < MAX_COLUMNS:
                        shown = made if right == 0 or not alone else FlowCell("", 0, made.box)
                        covered.setdefault((r + down, c + right), shown)
            c += cell.columns
        width = max((x + 1 for y, x in covered if y == r), default=0) if cells else 0
        rows.append(tuple(covered.get((r, n), FlowCell("")) for n in range(width)))
    rows = [row for row in rows if any(c.text for c in row)]
    if not rows:
        return None
    heads = [n for n, row in enumerate(rows) if all(c.header for c in row if c.text)]
    # A header cell beside data names its row and is no header of columns.
    plain = tuple(tuple(FlowCell(c.text, 0, c.box, c.header and n in heads) for c in row) for n, row in enumerate(rows))
    return FlowTable(plain, "markup", 1.0)
