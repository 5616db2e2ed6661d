"""Danger in people's words: which answer of a model's question about danger a letter gives, sentence by sentence.

Two readers look at each sentence: one knows the words of the question's answers (kb/diagnose/observe.py), one is fitted to how
people tell of danger (`corpus/dangers.yaml`, kb/bundle/dangers.py). What both see needs less certainty than what one sees alone;
what is only denied ("no smoke, nothing smells") needs most. Who is hurt comes before what burns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

import msgspec

from kb.bundle import dangers
from kb.bundle.alarming import shares
from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.model.danger import DangerKind, Dangers

# From this probability on a sentence tells of danger: alone, when words of danger stand in it, when they are denied there.
# Measured on sentences that the fit had not seen (`python -m kb.evals.danger`): see DECISIONS.md.
ALONE, WITH_WORDS, DENIED = 0.63, 0.3, 0.9
# A piece of a sentence says less of what is meant.
CLAUSE = 0.8
# And is only looked at where the whole may tell of danger.
HALF = 0.5
PERSONS = frozenset({"eyes", "skin", "breathing", "swallowed"})
"""Kinds of danger that have reached somebody."""
# From this probability on a person is taken to be hurt, though something else in the sentence is likelier.
REACHED = 0.2
_SENTENCE = re.compile(r"(?:[^.!?;\n]|\.(?=\w))+")
# Said to be not there: each product's question knows the words of its own dangers only.
_DENIES = re.compile(
    r"\b(?:no|not|nothing|never|without|nobody|none|nor|neither|isn'?t|doesn'?t|didn'?t|wasn'?t)\W+(?:\w+\W+){0,3}?"
    r"(?:smok|burn|smell|leak|drip|swollen|swell|bulg|wet\b|water|damag|dent|hurt|injur|hot\b|warm\b|spark|hiss|fire|flame|crack|broken|harmed|touched)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r",\s+|\s+-\s+|\s+(?=and |but |because |so that )")
_LONG, _FEWEST_WORDS = 16, 4
Said = Callable[[str], "Words"]


class Words(msgspec.Struct, frozen=True):
    """What the reader of words makes of a sentence: the answer it names, and whether words of danger stand there but are denied."""

    choice: str | None = None
    denied: bool = False


@per_bundle
def _kinds(kb: KnowledgeBase) -> dict[str, DangerKind]:
    return {k.id: k for k in msgspec.json.decode(kb.extras.get("dangers", "{}"), type=Dangers).kinds}


def _gravest(share: Mapping[str, float]) -> str:
    """Return the likeliest kind, or the likeliest that has reached somebody where that is likely as well: "it leaked into her eyes"."""
    kinds = {k: v for k, v in share.items() if k != dangers.NONE}
    reached = {k: v for k, v in kinds.items() if k in PERSONS and v >= REACHED}
    return max(reached or kinds, key=kinds.__getitem__)


def _clauses(kb: KnowledgeBase, sentence: str) -> list[tuple[str, float]]:
    """Return the clauses of a long sentence that may tell of danger, each with what it must reach where words of danger stand in it.

    Who is hurt may stand in one of them. Where the sentence has words of danger, and the rest of it outweighs them, a clause must tell
    of danger by itself.
    """
    share = shares(kb, sentence) if len(sentence.split()) >= _LONG else {}
    likely = bool(share) and 1.0 - share[dangers.NONE] >= HALF
    if not share or not (likely or dangers.MAYBE.search(sentence)):
        return []
    least = WITH_WORDS if likely else CLAUSE
    return [(c, least) for c in _CLAUSE.split(sentence) if len(c.split()) >= _FEWEST_WORDS]


def told(kb: KnowledgeBase, text: str, words: Said) -> tuple[tuple[str, ...], ...]:
    """Return for each sentence that tells of danger the answers it may give, fittest first; the gravest sentence first.

    `words` is what the reader of words makes of a sentence.
    """
    found: list[tuple[bool, float, tuple[str, ...]]] = []
    whole = [(x, ALONE, WITH_WORDS) for x in _SENTENCE.findall(text)]
    parts = [(c, CLAUSE, n) for x, *_ in whole for c, n in _clauses(kb, x)]
    for sentence, alone, with_words in [*whole, *parts]:
        read, share = words(sentence), shares(kb, sentence)
        if not share:
            found += [(True, 1.0, (read.choice,))] if read.choice else []
            continue
        sure = 1.0 - share[dangers.NONE]
        denied = read.denied or (read.choice is None and _DENIES.search(sentence) is not None)
        if sure < (DENIED if denied else with_words if read.choice else alone):
            continue
        kind = _gravest(share)
        means = _kinds(kb)[kind].choices if kind in _kinds(kb) else ()
        # The words decide between answers that this kind may mean; where a question has none of these, they alone tell the danger.
        named = (read.choice,) if read.choice else ()
        found.append((kind in PERSONS, sure, tuple(dict.fromkeys((*(n for n in named if n in means), *means, *named)))))
    return tuple(c for _, _, c in sorted(found, key=lambda x: (not x[0], -x[1])))


def is_told(kb: KnowledgeBase, text: str, *, hinted: bool = False) -> bool:
    """Tell whether a text speaks of danger of any kind; `hinted`: it has words of danger. Without a fitted reader the hint decides."""
    return bool(told(kb, text, lambda _: Words("hinted" if hinted else None)))


def choice(kb: KnowledgeBase, text: str, choices: Collection[str], words: Said) -> str | None:
    """Return the one of a question's choices that a letter gives; None when it tells of no danger that the question knows."""
    return next((c for means in told(kb, text, words) for c in means if c in choices), None)
