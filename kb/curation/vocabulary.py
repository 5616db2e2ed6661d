"""`vocabulary.yaml`: people's words for what the manuals call otherwise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from kb.model.errors import Problem
from kb.model.facts import COLORS

NEGATED = "~ "


class Property(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A property people ask for: words that ask, and words of which an answer must hold one.

    With `part`, manuals print it for single parts, and the answer must name the part that was asked about. With `first`, what is
    found first must tell it: the colour of another wire says nothing. With `strict` an answer is never near enough without it: what
    is printed of the switch beside the inverter is in nearly the same words.
    """

    asked: tuple[str, ...]
    told: tuple[str, ...]
    part: bool = False
    first: bool = False
    strict: bool = False


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `vocabulary.yaml`; see the comments there."""

    synonyms: dict[str, tuple[str, ...]] = {}
    negations: tuple[str, ...] = ()
    spellings: dict[str, str] = {}
    colors: dict[str, str] = {}
    patterns: dict[str, str] = {}
    lamp_words: tuple[str, ...] = ()
    lamp_names: dict[str, tuple[str, ...]] = {}
    foreign: tuple[str, ...] = ()
    partners: dict[str, str] = {}
    things: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    filler: tuple[str, ...] = ()
    not_printed: tuple[str, ...] = ()
    properties: dict[str, Property] = {}


@lru_cache(maxsize=4)
def _phrases(
    synonyms: tuple[tuple[str, tuple[str, ...]], ...], negations: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for phrase, words in synonyms:
        if phrase.startswith(NEGATED):
            for said in negations:
                out.setdefault(f"{said} {phrase.removeprefix(NEGATED)}", words)
        else:
            out[phrase] = words
    return out


def phrases(vocabulary: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return the synonyms with `~` written out: "~ charge" stands for "won't charge", "does not charge" and so on."""
    return _phrases(tuple(vocabulary.synonyms.items()), vocabulary.negations)


def read(root: Path, problems: list[Problem]) -> Vocabulary:
    """Read and check the vocabulary; a corpus without one has none."""
    path = root / "vocabulary.yaml"
    if not path.is_file():
        return Vocabulary()
    from kb.curation.devices import decode_yaml  # YAML is for building; a bundle keeps JSON

    file = path.relative_to(root.parent).as_posix()
    found = decode_yaml(path.read_bytes(), Vocabulary, file=file, problems=problems)
    if found is None:
        return Vocabulary()
    lines = path.read_text(encoding="utf-8").split("\n")

    def line_of(word: str) -> int:
        return next((n for n, x in enumerate(lines, 1) if x.strip().strip('"').startswith(word)), 1)

    for word, color in found.colors.items():
        if color not in COLORS:
            problems.append(
                Problem(
                    file,
                    line_of(word),
                    f"{word!r} stands for the unknown colour {color!r}",
                    f"Use one of {', '.join(sorted(COLORS))}",
                )
            )
    for word, pattern in found.patterns.items():
        if pattern not in {"off", "steady", "flash"}:
            problems.append(
                Problem(
                    file,
                    line_of(word),
                    f"{word!r} stands for the unknown pattern {pattern!r}",
                    "Use off, steady or flash",
                )
            )
    for phrase, words in found.synonyms.items():
        if not words:
            problems.append(
                Problem(
                    file, line_of(phrase), f"{phrase!r} stands for nothing", "Give the manuals' words, or remove it"
                )
            )
    return found


def encode(vocabulary: Vocabulary) -> str:
    """Write the vocabulary as the JSON that a bundle keeps."""
    return msgspec.json.encode(vocabulary).decode()


def decode(text: str) -> Vocabulary:
    """Read what `encode` wrote; an empty text holds no words."""
    return msgspec.json.decode(text, type=Vocabulary) if text else Vocabulary()
