"""Words in which text recognition took one sign for another, mended after the same word where the manual prints it rightly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from kb.importing.found import Found

# Letters that a word must have besides the sign in question; shorter ones are markings and codes.
LEAST = 4
# Signs of one word that are tried, and words of one manual that are looked at.
MOST_SIGNS, MOST_WORDS = 3, 2_000
_WORD = re.compile(r"(?<![\w])[A-Za-z][A-Za-z0-9]{3,30}(?![\w])")
# A capital I among small letters, a figure among letters: a figure at the end counts something.
_SIGN = re.compile(r"(?<=[a-z])I(?=[a-z])|(?<=[A-Za-z])[015](?=[A-Za-z0-9])")
_READ = {"I": "l", "0": "Oo", "1": "lI", "5": "Ss"}
# No word begins or ends so: what it was is plain without another place.
_PLAIN = ((re.compile(r"\bl(?=n[a-z]{3})"), "I"), (re.compile(r"(?<=[a-z]{2}t)l(?=ons?\b)"), "i"))


def mended(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the lines with a misread word (`fIoat`, `LiFeP04`) as the manual prints it elsewhere; their lengths stay.

    >>> mended(["float voltage", "2 blinks: fIoat", "model Xi0Ra", "lnsulation functlon"])
    ('float voltage', '2 blinks: float', 'model Xi0Ra', 'Insulation function')
    """
    for sign, rightly_read in _PLAIN:
        lines = [sign.sub(rightly_read, line) for line in lines]
    seen = Counter(w for line in lines for w in _WORD.findall(line))
    odd = [w for w in seen if _SIGN.search(w) and sum(c.isalpha() for c in w) > LEAST - 1][:MOST_WORDS]
    known = set(seen) | {w.lower() for w in seen}
    read: dict[str, str] = {}
    for word in odd:
        rightly = {r for r in _readings(word) if r in known and not _SIGN.search(r)}
        if len(rightly) == 1:
            read[word] = rightly.pop()
    if not read:
        return tuple(lines)
    return tuple(_WORD.sub(lambda m: read.get(m[0], m[0]), line) for line in lines)


def doubted(found: Sequence[Found], lines: Sequence[str]) -> list[Found]:
    """Doubt lamps and faults told by a word that the manual prints nowhere else, but with `rn` for its `m`."""
    seen = Counter(w.lower() for line in lines for w in _WORD.findall(line))
    out = []
    for f in found:
        told = (
            " ".join(f.cells.get(k, "") for k in ("meaning", "name", "mode"))
            if f.kind in {"led_state", "alarm"}
            else ""
        )
        for word in _WORD.findall(told):
            low = word.lower()
            rightly = {f"{low[:n]}rn{low[n + 1 :]}" for n, sign in enumerate(low) if sign == "m"} & seen.keys()
            if rightly and seen[low] < 2:
                f = f.questioned(f"{word} may be misread: {min(rightly)} stands elsewhere", 0.9)  # noqa: PLW2901
        out.append(f)
    return out


def _readings(word: str) -> Iterator[str]:
    """Yield what a word may have been before its odd signs were misread, all of them at once."""
    signs = list(_SIGN.finditer(word))[:MOST_SIGNS]
    texts = [""]
    at = 0
    for m in signs:
        texts = [f"{t}{word[at : m.start()]}{r}" for t in texts for r in _READ[m[0]]]
        at = m.end()
    yield from (t + word[at:] for t in texts)
