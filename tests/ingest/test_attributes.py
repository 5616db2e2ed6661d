"""The `{.class #id key="value"}` notation."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from kb.ingest import attributes

KEYS = st.text(string.ascii_lowercase + "_", min_size=1, max_size=8)
VALUES = st.text(st.characters(blacklist_characters='"{}', blacklist_categories=("Cs",)), max_size=20)
NAMES = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=8)


def parse(inner):
    problems = []
    return attributes.parse(inner, file="a.md", line=7, problems=problems), problems


def test_a_line_says_class_id_and_values():
    """Class, id, bare and quoted values stand in any order."""
    found, problems = parse('.pinout src=3-4 #com connector="Link IN"')
    assert not problems
    assert (found.classes, found.id, found.line) == (("pinout",), "com", 7)
    assert found.values == {"src": "3-4", "connector": "Link IN"}
    assert found.get("device", "glow-5") == "glow-5"


@given(classes=st.lists(NAMES, max_size=2), ident=NAMES, values=st.dictionaries(KEYS, VALUES, max_size=4))
def test_what_is_written_is_read(classes, ident, values):
    """Every value without a quotation mark comes back unchanged."""
    written = " ".join([*(f".{c}" for c in classes), f"#{ident}", *(f'{k}="{v}"' for k, v in values.items())])
    found, problems = parse(written)
    assert not problems
    assert (list(found.classes), found.id, found.values) == (classes, ident, values)


@given(st.text(max_size=60))
def test_no_text_breaks_the_notation(inner):
    """Whatever stands between braces is read or complained about, never a crash."""
    found, problems = parse(inner)
    assert found.line == 7
    assert all(p.line == 7 and p.todo for p in problems)


def test_an_unreadable_part_is_named():
    """The part that cannot be read is shown, with the way to write it."""
    found, problems = parse(".pinout src=3 connector=Link IN")
    assert found.values == {"src": "3", "connector": "Link"}
    assert str(problems[0]) == (
        "a.md:7: cannot read 'IN' in the attribute line {.pinout src=3 connector=Link IN}. "
        'Write .class, #id, key=word or key="several words"'
    )


def test_a_key_stands_once():
    """A second value for one key is refused and the first one kept."""
    found, problems = parse("src=3 src=4")
    assert found.values == {"src": "3"}
    assert "src= stands twice" in problems[0].what
    assert problems[0].todo == "Keep one of them"


def test_whole_line_leading_and_trailing_are_told_apart():
    """Braces are notation only where they take a whole line, begin an alert item or end a heading."""
    assert attributes.whole_line(" {.leds} ") == ".leds"
    assert attributes.whole_line("{.leds} and words") is None
    assert attributes.trailing("COM terminal {#com src=5}") == ("COM terminal", "#com src=5")
    assert attributes.trailing("Set {x} now") == ("Set {x} now", None)
    assert attributes.leading("{#hot} Do not touch.") == ("#hot", "Do not touch.")
    assert attributes.leading("Do not touch.") == (None, "Do not touch.")
