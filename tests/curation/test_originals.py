"""Which file of the originals' folder belongs to which edition, and which lines are cited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.curation import originals
from kb.model.errors import OriginalError, PinlightError


def test_an_original_is_known_by_its_bytes(shelf):
    """The SHA-256 decides; the file may have any name."""
    (shelf.originals / "glow-guide.txt").rename(shelf.originals / "scan 7.dat")
    found = originals.match(shelf.load().documents, shelf.originals)
    assert found["glow-guide"][0] == "Glow 5 battery"
    assert set(found) == {"glow-guide", "glow-quick"}


def test_lines_are_counted_by_line_feeds(shelf, tmp_path):
    """A form feed or a Unicode line separator is no line end, as `cat -n` counts."""
    raw = "a\fb\u2028c\nd\n".encode()
    (shelf.originals / "odd.txt").write_bytes(raw)
    sha = originals.hashlib.sha256(raw).hexdigest()
    text = shelf.read("manuals/glow-quick.md")
    old = text[text.index('sha256: "') + 9 :].partition('"')[0]
    shelf.change("manuals/glow-quick.md", old, sha)
    assert originals.match(shelf.survey().documents, shelf.originals)["glow-quick"][1] == "d"


def test_an_altered_original_is_named(shelf):
    """A file whose bytes changed is named, with its edition and what to do; the missing one too, in the same error."""
    with (shelf.originals / "glow-guide.txt").open("ab") as f:
        f.write(b"!")
    (shelf.originals / "glow-quick.txt").unlink()
    with pytest.raises(OriginalError) as e:
        originals.match(shelf.load().documents, shelf.originals)
    said = str(e.value)
    assert isinstance(e.value, PinlightError)
    assert said.startswith("2 of 2 originals cannot be used:")
    assert f"{shelf.originals / 'glow-guide.txt'}: altered" in said
    assert "corpus/manuals/glow-guide.md" in said
    assert "Put the unaltered file there" in said
    assert f"{shelf.originals / 'glow-quick.txt'}: missing" in said
    assert "Put it there, under any name" in said


def test_a_folder_that_is_not_there_is_named(shelf, tmp_path):
    """Without the folder the message says which setting names it."""
    with pytest.raises(OriginalError, match=r"no such folder.*--originals DIR or PINLIGHT_ORIGINALS"):
        originals.match(shelf.load().documents, tmp_path / "none")


def test_citations_are_ranges():
    """`12-14,20` is two ranges; a reading's spaces and en dashes are taken as they come."""
    assert originals.ranges("12-14,20") == ((12, 14), (20, 20))
    assert originals.ranges("430 \u2013 433") == ((430, 433),)
    assert originals.ranges("") == ()


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9)), max_size=4), st.integers(0, 5))
def test_a_cut_holds_each_line_once(starts, margin):
    """Widened ranges stay within the file, and overlapping ones give each line once and in order."""
    text = [str(n) for n in range(1, 31)]
    cited = tuple((a, a + more) for a, more in starts)
    lines = [int(x) for x in originals.cut(text, originals.widen(cited, margin, len(text)))]
    assert lines == sorted(set(lines))
    expected = {n for a, b in cited for n in range(a - margin, b + margin + 1) if 1 <= n <= 30}
    assert set(lines) == expected
