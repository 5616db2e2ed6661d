"""A tree as SVG for A4 sheets, as Markdown, as JSON. Kinds of step differ by word and by shape, never by colour alone."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from html import escape

import msgspec

from kb.diagnose.model import Model
from kb.diagnose.tree import LEAST, Node, Tree, compile_tree, pruned

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0  # A4 in millimetres
FONT = 3.2  # millimetres: 9 points, readable on paper
LINE = 4.2
INDENT = 5.0
GLYPH = 1.75  # millimetres that an average letter takes at FONT
GAP = 1.6
WORDS = {"ask": "ASK", "do": "DO", "fixed": "FIXED", "escalate": "HAND ON TO", "bound": "SEE"}
MOST_SHEETS = 12  # more paper than that nobody leafs through; the rarest paths then go on live
_LEASTS = (LEAST, 0.03, 0.04, 0.05, 0.08)
_DASH = {
    "ask": "",
    "do": "",
    "fixed": "",
    "escalate": ' stroke-dasharray="2 1"',
    "bound": ' stroke-dasharray="0.6 0.8"',
}


@dataclass(frozen=True)
class _Row:
    """A node as it is drawn: its depth, the lines of its text, and the row of its parent."""

    depth: int
    kind: str
    lines: tuple[str, ...]
    parent: int


def fitted(model: Model, device: str, role: str = "lay") -> Tree:
    """Return the tree of a model with as many of its rarer paths as `MOST_SHEETS` sheets of A4 hold."""
    whole = tree = compile_tree(model, device, role, least=_LEASTS[0])
    for least in _LEASTS[1:]:
        if _draw(tree).pages <= MOST_SHEETS:
            break
        # Deciding each step is what takes long; what is cut off changes none of the others.
        tree = pruned(whole, least)
    return tree


def to_json(tree: Tree) -> dict[str, object]:
    """Return the tree as plain JSON types."""
    plain: dict[str, object] = msgspec.to_builtins(tree)
    return plain


def _said(node: Node, told: tuple[str, ...]) -> list[str]:
    """Return a step in lines; a danger is said where it is new on its path."""
    out = [f"DANGER: {s}" for s in node.safety if s not in told]
    out.append(f"{WORDS[node.kind]}: {node.text}")
    out += [f"{n}. {s}" for n, s in enumerate(node.steps, 1)]
    if node.verify:
        out.append(f"CHECK: {node.verify}")
    return out


Likenesses = dict[int, int]
"""Of nodes of one tree, by their `id()`: the number of how they read. Good while the tree is at hand."""


def likenesses(root: Node) -> Likenesses:
    """Number the nodes of a tree: those that read the same, with all beneath them, have the same number."""
    found: Likenesses = {}
    numbers: dict[tuple[object, ...], int] = {}

    def read(node: Node) -> int:
        below = tuple((b.label, read(b.node)) for b in node.branches)
        said = (node.kind, node.text, node.safety, node.steps, below)
        number = found[id(node)] = numbers.setdefault(said, len(numbers))
        return number

    read(root)
    return found


def branches(node: Node, known: Likenesses | None = None) -> list[tuple[str, Node]]:
    """Return label and node of each branch; what goes on alike is told once, for several answers.

    Who walks a whole tree hands in its `likenesses`, which are otherwise read anew at each node.
    """
    alike = likenesses(node) if known is None else known
    groups: dict[int, list[str]] = {}
    first: dict[int, Node] = {}
    for branch in node.branches:
        key = alike[id(branch.node)]
        groups.setdefault(key, []).append(branch.label)
        first.setdefault(key, branch.node)
    return [(" / ".join(labels), first[key]) for key, labels in groups.items()]


def answers_to(node: Node, child: Node, known: Likenesses | None = None) -> tuple[str, ...]:
    """Return the ids of the answers that lead to a branch, as `branches` tells it."""
    alike = likenesses(node) if known is None else known
    return tuple(b.answer for b in node.branches if alike[id(b.node)] == alike[id(child)])


def markdown(tree: Tree) -> str:
    """Return the tree as a nested list."""
    known = likenesses(tree.root)
    lines = [f"# {tree.title}", "", f"Device: {tree.device} · for: {tree.role} · “{tree.entry}”", ""]

    def write(node: Node, label: str, depth: int, told: tuple[str, ...]) -> None:
        pad = "  " * depth
        first, *rest = _said(node, told)
        lead = f"*{label}* → " if label else ""
        lines.append(f"{pad}- {lead}{first}  ")
        lines.extend(f"{pad}  {x}  " for x in rest)
        for said, child in branches(node, known):
            write(child, said, depth + 1, node.safety)

    write(tree.root, "", 0, ())
    return "\n".join(lines) + "\n"


def _rows(tree: Tree) -> list[_Row]:
    rows: list[_Row] = []
    known = likenesses(tree.root)

    def add(node: Node, label: str, depth: int, parent: int, told: tuple[str, ...]) -> None:
        room = int((WIDTH - 2 * MARGIN - depth * INDENT - 3) / GLYPH)
        said = _said(node, told)
        if label:
            said[0] = f"{label} → {said[0]}"
        lines = [x for text in said for x in textwrap.wrap(text, room, subsequent_indent="  ")]
        rows.append(_Row(depth, node.kind, tuple(lines), parent))
        place = len(rows) - 1
        for words, child in branches(node, known):
            add(child, words, depth + 1, place, node.safety)

    add(tree.root, "", 0, -1, ())
    return rows


@dataclass(frozen=True)
class _Drawing:
    """The whole drawing: its title, its parts with the stretch each takes (mm from the top of the first page), its pages."""

    head: str
    tree: Tree
    parts: tuple[tuple[float, float, str], ...]
    pages: int


def svg(tree: Tree) -> str:
    """Return the tree as one SVG of whole A4 pages, one under the other; no box crosses the edge of a page."""
    drawing = _draw(tree)
    return _sheet(drawing, 0.0, drawing.pages * HEIGHT, "")


def sheets(tree: Tree) -> tuple[str, ...]:
    """Return the same drawing as one SVG for each A4 page."""
    drawing = _draw(tree)
    return tuple(
        _sheet(drawing, n * HEIGHT, HEIGHT, f", sheet {n + 1} of {drawing.pages}") for n in range(drawing.pages)
    )


def _sheet(drawing: _Drawing, top: float, tall: float, which: str) -> str:
    size = f'width="{WIDTH:g}mm" height="{tall:g}mm" viewBox="0 {top:g} {WIDTH:g} {tall:g}"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="{FONT:g}" role="img">',
        f"<title>{escape(drawing.head)}{which}</title>",
        f"<desc>Troubleshooting tree: {escape(drawing.tree.entry)}. The same as text: pinlight tree --md.</desc>",
        f'<rect y="{top:g}" width="{WIDTH:g}" height="{tall:g}" fill="#fff"/>',
        *(part for start, end, part in drawing.parts if start < top + tall and end > top),
        "</svg>",
    ]
    return "\n".join(out) + "\n"


def _draw(tree: Tree) -> _Drawing:
    rows = _rows(tree)
    y = MARGIN + 3 * LINE
    places: list[tuple[float, float]] = []
    for row in rows:
        tall = len(row.lines) * LINE + GAP
        page = int(y // HEIGHT)
        if y + tall > (page + 1) * HEIGHT - MARGIN and tall < HEIGHT - 2 * MARGIN:
            y = (page + 1) * HEIGHT + MARGIN
        places.append((y, tall))
        y += tall + GAP
    head = f"{tree.title} ({tree.device}, for {tree.role})"
    title = f'<text x="{MARGIN:g}" y="{MARGIN + LINE:g}" font-size="5" font-weight="bold">{escape(head)}</text>'
    parts: list[tuple[float, float, str]] = [(0.0, MARGIN + 2 * LINE, title)]
    for row, (top, tall) in zip(rows, places, strict=True):
        left = MARGIN + row.depth * INDENT
        if row.parent >= 0:
            x = left - INDENT / 2
            above, high = places[row.parent]
            line = f'<path d="M{x:.2f} {above + high:.2f}V{top + tall / 2:.2f}H{left:.2f}" fill="none" stroke="#666" stroke-width="0.25"/>'
            parts.append((above + high, top + tall, line))
        heavy = "0.7" if row.kind == "do" else "0.3"
        round_ = "2.5" if row.kind in {"ask", "bound"} else "0"
        box = (
            f'<rect x="{left:.2f}" y="{top:.2f}" width="{WIDTH - MARGIN - left:.2f}" height="{tall:.2f}" rx="{round_}" '
            f'fill="none" stroke="#000" stroke-width="{heavy}"{_DASH[row.kind]}/>'
        )
        parts.append((top, top + tall, box))
        for n, line in enumerate(row.lines):
            weight = ' font-weight="bold"' if line.startswith("DANGER") else ""
            at = top + FONT + n * LINE + GAP / 2
            text = f'<text x="{left + 1.5:.2f}" y="{at:.2f}"{weight} xml:space="preserve">{escape(line)}</text>'
            parts.append((at - LINE, at, text))
    return _Drawing(head, tree, tuple(parts), int(y // HEIGHT) + 1)
