"""What is a word of English: the encoder's own whole words, and a dictionary of 82,000; read while a bundle is built."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import msgspec

from kb.model.errors import BundleError

NAME = "dictionary"
# English words that SCOWL lists and Google's books hold, with their counts there: package data of symspellpy (MIT).
_PACKAGE, _FILE = "symspellpy", "frequency_dictionary_en_82_765.txt"
# Shorter ones are fragments, or too near to each other.
_SHORTEST = 3


def common_words(tokenizer: Path) -> str:
    """Return the whole words of a word-piece vocabulary, separated by spaces: common English, for telling typos from words."""
    pieces = msgspec.json.decode(tokenizer.read_bytes())["model"]["vocab"]
    return " ".join(sorted(p for p in pieces if len(p) >= _SHORTEST and p.isascii() and p.isalpha()))


def dictionary() -> str:
    """Return the words of the dictionary, separated by spaces. Raises BundleError when its package is not installed."""
    try:
        lines = (files(_PACKAGE) / _FILE).read_text(encoding="utf-8-sig").splitlines()
    except (ModuleNotFoundError, FileNotFoundError) as e:
        raise BundleError(
            f"the English dictionary of {_PACKAGE} cannot be read ({e}). Run `scripts/setup` again"
        ) from e
    words = {line.split(" ", 1)[0] for line in lines}
    return " ".join(sorted(w for w in words if len(w) >= _SHORTEST and w.isascii() and w.isalpha()))
