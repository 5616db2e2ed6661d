"""Sections cut into passages: what search reads beside the facts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kb.model.document import Alert, Block, Document, Listing, Paragraph, Table

# Long enough to hold a thought with its figures, short enough that the encoder (256 word pieces) sees all of it.
MAX_CHARS = 700


class Passage(msgspec.Struct, frozen=True):
    """A piece of one section: text, and where it stands."""

    id: str
    manual: str
    anchor: str
    number: str
    title: str
    src: str
    text: str
    devices: tuple[str, ...]


def block_text(block: Block) -> str:
    """Return a block as running text."""
    match block:
        case Paragraph():
            return block.text
        case Listing():
            return " ".join(f"{n}. {t}" if block.ordered else f"• {t}" for n, t in enumerate(block.items, 1))
        case Alert():
            return " ".join(f"{block.level.capitalize()}: {i.text}" for i in block.items)
        case Table():
            return " ".join(
                "; ".join(f"{h} {c}" for h, c in zip(block.header, row, strict=False) if c and h not in {"src", "id"})
                + "."
                for row in block.rows
            )


def cut(document: Document) -> Iterator[Passage]:
    """Yield the passages of an edition; a section's blocks are joined up to MAX_CHARS, long blocks are split at sentences."""
    for section in document.sections:
        pieces: list[str] = []
        for block in section.blocks:
            # A table or procedure of facts is told by its facts; repeating it whole would only dilute the index.
            attrs = getattr(block, "attributes", None)
            if attrs is not None and attrs.classes:
                continue
            pieces.extend(_split(block_text(block)))
        packed: list[str] = []
        for piece in pieces:
            if packed and len(packed[-1]) + len(piece) < MAX_CHARS:
                packed[-1] += " " + piece
            else:
                packed.append(piece)
        for n, said in enumerate(packed, 1):
            yield Passage(
                id=f"{document.meta.id}#{section.anchor}/{n}",
                manual=document.meta.id,
                anchor=section.anchor,
                number=section.number,
                title=section.title,
                src=section.src,
                text=said,
                devices=document.meta.devices,
            )


def _split(said: str) -> list[str]:
    if len(said) <= MAX_CHARS:
        return [said] if said else []
    out, current = [], ""
    for sentence in said.replace(". ", ".\x00").replace("; ", ";\x00").split("\x00"):
        if current and len(current) + len(sentence) > MAX_CHARS:
            out.append(current)
            current = ""
        current = f"{current} {sentence}".strip()
    return [*out, current] if current else out
