"""What counts as a word of English when a bundle is built."""

from __future__ import annotations

import pytest

from kb.bundle import english
from kb.model.errors import BundleError


def test_the_dictionary_holds_words_only():
    """Every entry is a word of at least three ASCII letters, each stands once, and they are sorted."""
    words = english.dictionary().split(" ")
    assert len(words) > 80_000
    assert words == sorted(set(words))
    assert all(len(w) >= 3 and w.isascii() and w.isalpha() and w.islower() for w in words)


def test_the_bundle_keeps_both_lists(kb):
    """The encoder's common words and the dictionary's are in the bundle, each by itself."""
    assert {"battery", "light"} <= kb.english
    assert {"venison", "soot", "battery"} <= kb.dictionary
    assert "venison" not in kb.english


def test_a_missing_package_is_told(monkeypatch):
    """Without the package there is no dictionary: the error names it and says what to do."""
    monkeypatch.setattr(english, "_PACKAGE", "no_such_package_of_words")
    with pytest.raises(BundleError, match=r"no_such_package_of_words.*scripts/setup"):
        english.dictionary()
