"""Markdown edition → Document, with markdown-it-py (CommonMark and tables, raw HTML off)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from kb.ingest import attributes, frontmatter
from kb.model.document import (
    Alert,
    AlertItem,
    Attributes,
    Block,
    Document,
    FrontMatter,
    Listing,
    Paragraph,
    Section,
    Table,
)
from kb.model.errors import Problem

LEVELS = ("DANGER", "WARNING", "CAUTION", "NOTICE")
_ALERT = re.compile(r"^\[!(\w+)\]\s*")
_NUMBER = re.compile(r"^((?:\d+(?:\.\d+)*)\.?|(?:Appendix|Chapter)\s+[IVX\d]+)(?:\s+|$)")
_RUN_IN = re.compile(r"^\{\s*(?:[.#]\w|[a-z_]+=)[^{}]*\}\s*\S")
_BAR = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"^<!--.*?-->[ \t]*$", re.DOTALL | re.MULTILINE)


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def reader() -> MarkdownIt:
    """Return the one parser the project uses: CommonMark and tables; raw HTML is text, never markup."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def plain(node: SyntaxTreeNode) -> str:
    """Return the text of an inline node, without its markup."""
    out: list[str] = []
    for child in node.walk(include_self=True):
        if child.type in {"text", "code_inline"}:
            out.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            out.append(" ")
    return re.sub(r"\s+", " ", "".join(out)).strip()


def literal(node: SyntaxTreeNode) -> str:
    """Return a table cell as written: in `W475*D133*H745` and `9*2*3` a star is a sign of its own, no emphasis."""
    if node.type in {"text", "code_inline"}:
        return node.content
    mark = node.markup if node.type in {"em", "strong"} else ""
    return mark + "".join(literal(child) for child in node.children) + mark


@dataclass
class _Open:
    """The section being read."""

    line: int
    level: int
    number: str
    title: str
    anchor: str
    src: str
    blocks: list[Block] = field(default_factory=list)

    def close(self) -> Section:
        return Section(self.line, self.level, self.number, self.title, self.anchor, self.src, tuple(self.blocks))


class _Reader:
    """Walks the block tree of one edition once."""

    def __init__(self, file: str, offset: int, lines: list[str], problems: list[Problem]) -> None:
        self.file, self.offset, self.lines, self.problems = file, offset, lines, problems

    def complain(self, line: int, what: str, todo: str) -> None:
        self.problems.append(Problem(self.file, line, what, todo))

    def line(self, node: SyntaxTreeNode) -> int:
        """Edition line (1-based) at which a node begins."""
        return (node.map[0] if node.map else 0) + self.offset + 1

    def sections(self, root: SyntaxTreeNode) -> Iterator[Section]:
        current: _Open | None = None
        pending: Attributes | None = None
        anchors: dict[str, int] = {}
        for node in root.children:
            if node.type == "heading":
                if current:
                    yield current.close()
                current = self.heading(node, anchors)
                continue
            inner = attributes.whole_line(node.children[0].content) if node.type == "paragraph" else None
            if inner is not None:
                self.unused(pending)
                pending = attributes.parse(inner, file=self.file, line=self.line(node), problems=self.problems)
                continue
            if current is None:
                self.complain(
                    self.line(node),
                    "text stands before the first heading",
                    "Put it under a heading with {#anchor src=…}",
                )
                continue
            if node.type == "paragraph" and _RUN_IN.match(node.children[0].content):
                self.complain(
                    self.line(node),
                    "text runs into an attribute line, so it describes nothing",
                    "Let a table, an alert or a list that begins with 1. or - follow it, or put a blank line between",
                )
            block = self.block(node, pending)
            if block is not None:
                current.blocks.append(block)
            if isinstance(block, Paragraph):
                self.unused(pending)
            pending = None
        self.unused(pending)
        if current:
            yield current.close()

    def unused(self, pending: Attributes | None) -> None:
        if pending is not None:
            self.complain(
                pending.line,
                "an attribute line is not followed by a table, list or alert",
                "Put it on the line directly before the block it describes",
            )

    def heading(self, node: SyntaxTreeNode, anchors: dict[str, int]) -> _Open:
        line = self.line(node)
        text, inner = attributes.trailing(node.children[0].content)
        attrs = attributes.parse(inner or "", file=self.file, line=line, problems=self.problems)
        if not attrs.id:
            self.complain(line, f"the heading {text!r} has no anchor", "End it with {#short-name src=12-34}")
        elif attrs.id in anchors:
            self.complain(
                line, f"the anchor #{attrs.id} was used on line {anchors[attrs.id]}", "Give each heading its own anchor"
            )
        anchors.setdefault(attrs.id, line)
        number = _NUMBER.match(text)
        title = text[number.end() :] if number else text
        return _Open(
            line, int(node.tag[1]), number[1].rstrip(".") if number else "", title or text, attrs.id, attrs.get("src")
        )

    def block(self, node: SyntaxTreeNode, attrs: Attributes | None) -> Block | None:
        line = self.line(node)
        if node.type == "table":
            return self.table(node, attrs)
        if node.type in {"bullet_list", "ordered_list"}:
            items = [(self.item_text(x), self.line(x)) for x in node.children]
            return Listing(
                line, node.type == "ordered_list", tuple(t for t, _ in items), tuple(n for _, n in items), attrs
            )
        if node.type == "blockquote":
            return self.alert(node, attrs)
        if node.type == "paragraph":
            return Paragraph(line, plain(node.children[0]))
        if node.type in {"code_block", "fence"}:
            return Paragraph(line, re.sub(r"\s+", " ", node.content).strip())
        if node.type != "hr":
            self.complain(
                line,
                f"a {node.type} is not part of the edition form",
                "Use headings, paragraphs, lists, tables and alerts",
            )
        return None

    def item_text(self, item: SyntaxTreeNode) -> str:
        parts: list[str] = []
        for child in item.children:
            if child.type == "paragraph":
                parts.append(plain(child.children[0]))
            elif child.type in {"bullet_list", "ordered_list"}:
                parts.extend(self.item_text(x) for x in child.children)
            else:
                self.complain(
                    self.line(child), f"a {child.type} stands inside a list item", "Use plain text and lists there"
                )
        return "; ".join(p.rstrip(";") for p in parts if p)

    def table(self, node: SyntaxTreeNode, attrs: Attributes | None) -> Table:
        def cells(row: SyntaxTreeNode) -> tuple[str, ...]:
            return tuple(literal(c.children[0]).strip() if c.children else "" for c in row.children)

        header = cells(node.children[0].children[0])
        body = node.children[1].children if len(node.children) > 1 else []
        for row in body:
            # The parser cuts or fills a row to the header's width without a word; a bar too many would shift figures.
            line = self.line(row)
            count = len(_BAR.split(re.sub(r"^\||(?<!\\)\|$", "", self.lines[line - self.offset - 1].strip())))
            if count != len(header):
                self.complain(
                    line,
                    f"the row has {count} cells, its table {len(header)} columns",
                    "Add the missing bars; write \\| for a bar in a cell",
                )
        return Table(self.line(node), header, tuple(cells(r) for r in body), tuple(self.line(r) for r in body), attrs)

    def alert(self, node: SyntaxTreeNode, attrs: Attributes | None) -> Alert | None:
        line = self.line(node)
        first = node.children[0] if node.children else None
        marker = _ALERT.match(first.children[0].content) if first is not None and first.type == "paragraph" else None
        if first is None or marker is None or marker[1].upper() not in LEVELS:
            self.complain(line, "a quotation is not an alert", f"Begin it with [!{'], [!'.join(LEVELS)}]")
            return None
        texts: list[tuple[str, int]] = []
        rest = re.sub(r"\s+", " ", _ALERT.sub("", plain(first.children[0]))).strip()
        if rest:
            texts.append((rest, line))
        for child in node.children[1:]:
            if child.type in {"bullet_list", "ordered_list"}:
                texts.extend((self.item_text(x), self.line(x)) for x in child.children)
            elif child.type == "paragraph":
                texts.append((plain(child.children[0]), self.line(child)))
            else:
                self.complain(
                    self.line(child), f"a {child.type} stands inside an alert", "Use plain text and lists there"
                )
        items: list[AlertItem] = []
        for text, at in texts:
            inner, words = attributes.leading(text)
            own = attributes.parse(inner or "", file=self.file, line=at, problems=self.problems)
            if not own.id:
                self.complain(at, "an alert item has no id", "Begin it with {#short-name}")
            items.append(AlertItem(at, own.id, words, own.get("src")))
        return Alert(line, marker[1].lower(), tuple(items), attrs)


def read_text(raw: bytes, *, file: str, problems: list[Problem]) -> str | None:
    """Decode a corpus file; a byte that is not UTF-8 is reported with its line, and None is returned."""
    try:
        text = raw.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as e:
        line = raw.count(b"\n", 0, e.start) + 1
        problems.append(Problem(file, line, f"byte 0x{raw[e.start]:02x} is not UTF-8", "Save the file as UTF-8"))
        return None
    for char, what in (("\x00", "a NUL character"), ("\r", "a carriage return without a line feed")):
        if char in text:
            problems.append(
                Problem(file, text.count("\n", 0, text.index(char)) + 1, f"{what} stands in the text", "Remove it")
            )
            return None
    return text


def read(raw: bytes, *, file: str, problems: list[Problem]) -> Document | None:
    """Read one edition. Problems are added to `problems`; None when nothing useful could be read."""
    document, found = _read(raw, file)
    problems += found
    return document


# Most of the time of checking a corpus goes here, and whoever checks it again has changed one edition of all.
@lru_cache(maxsize=16)
def _read(raw: bytes, file: str) -> tuple[Document | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    return _parsed(raw, file, problems), tuple(problems)


def _parsed(raw: bytes, file: str, problems: list[Problem]) -> Document | None:
    text = read_text(raw, file=file, problems=problems)
    if text is None:
        return None
    meta, taken = frontmatter.read(text, file=file, problems=problems)
    if meta is None:
        return None
    body = _COMMENT.sub(_blank, "\n".join(text.split("\n")[taken:]))
    root = SyntaxTreeNode(reader().parse(body))
    sections = tuple(_Reader(file, taken, body.split("\n"), problems).sections(root))
    return Document(file, meta, sections, hashlib.sha256(raw).hexdigest())


def read_file(path: Path, root: Path, problems: list[Problem]) -> Document | None:
    """Read the edition at `path`; the file is named relative to `root` in problems."""
    file = path.relative_to(root).as_posix()
    document = read(path.read_bytes(), file=file, problems=problems)
    if document is not None and document.meta.id != path.stem:
        problems.append(
            Problem(
                file, 2, f"id {document.meta.id!r} is not the file's name", f"Write id: {path.stem}, or rename the file"
            )
        )
    return document


def front_matter_fields() -> tuple[str, ...]:
    """Return the keys the front matter may have (for the documentation test)."""
    return FrontMatter.__struct_fields__
