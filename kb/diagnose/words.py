"""People's words for an answer: "YES", "dunno", "flashing red", "2" → one of a question's choices.

Nothing here knows a device: colours and patterns come from the vocabulary of the corpus, everything else from the
labels of the fault model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kb.curation.fault_types import CANT_TELL
from kb.diagnose.model import Fix, Probe
from kb.model.facts import Lamp
from kb.model.numerals import figures


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WORD = re.compile(r"[a-z0-9]+(?:/[a-z0-9]+)*", re.IGNORECASE)
_YES = _set("yes y yep yeah true ok okay right correct sure affirmative present")
_NO = _set("no n nope false not none nothing never negative absent")
_UNSURE = frozenset(
    [
        *(
            "",
            "cant tell",
            "can t tell",
            "cannot tell",
            "can t say",
            "cannot say",
            "not known",
            "unknown",
            "unclear",
            "skip",
        ),
        *("don t know", "dont know", "do not know", "dunno", "not sure", "unsure", "no idea"),
    ]
)
_OUTCOMES = {
    "fixed": _set("fixed yes y solved done ok okay worked works helped gone true resolved"),
    "cant-do": frozenset({"cant do", "can t do", "cannot", "can t", "cannot do", "impossible", "skip", "not done"}),
}
_NUMBERS = {figure: word for word, figure in figures(4).items()}
_EMPTY = _set(
    "a an and are as at be been by can did do does for from had has have in is it its of off on one only or so some than that "
    "the then there they this to was were what when where which with without you your no not none nothing other yes i my me we "
    "our but just"
)
_BARE = _EMPTY - {"on", "off", "one"}
_SUFFIXES = ("ings", "ing", "ed", "es", "s", "e")
_JOINED = re.compile(r"\be-mail")
_ALL_DARK = re.compile(
    # "Taken off the top pack" and "goes dark with the kettle on" are no lamps.
    r"\b(all|every\w*|both)\b[^,.;]{0,24}\b(?<!taken )(?<!came )(?<!comes )(off|dark|out|dead|unlit)\b"
    r"(?! (?:the|a|an|of|my|our|to|with|when|for|at)\b)|\bno (lamp|light|led)s?\b"
    r"|\b(completely|totally) (dark|dead|off)\b|\b(nothing|none)( \w+){0,3} (lit|lights?( up)?|on)\b",
    re.IGNORECASE,
)
_A_LAMP = r"(?:lamp|light|led|indicator)s?"
# In a letter "everything went off" is the house; there the lamps must be named, or darkness.
_LAMPS_DARK = re.compile(
    rf"\b(?:all|every\w*|both)\b[^,.;]{{0,24}}\b{_A_LAMP}\b[^,.;]{{0,24}}\b(?:off|dark|out|dead|unlit)\b"
    r"(?! (?:the|a|an|of|my|our|to|with|when|for|at)\b)"
    r"|\b(?:all|every\w*|both)\b[^,.;]{0,24}\b(?:dark|unlit)\b|\bno (?:lamp|light|led)s?\b|\b(?:completely|totally) (?:dark|dead|off)\b"
    r"|\b(?:nothing|none)(?: \w+){0,3} (?:lit|lights?(?: up)?)\b",
    re.IGNORECASE,
)
_BY_NAME = re.compile(rf"\b([a-z]{{3,}})[ -]{_A_LAMP}\b", re.IGNORECASE)
_SHORTEST = 3  # letters of a short name that stand for a word
_REACH = 5  # words after a lamp's name that may still speak of it
_CLOSE = 0.5  # from this share of a label's words on it may be meant


@dataclass(frozen=True)
class Look:
    """What one lamp was said to show; None where nothing was said."""

    color: str | None = None
    pattern: str | None = None


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Return a text folded for comparison: lower case, words only, one blank between."""
    return " ".join(_WORD.findall(_JOINED.sub("email", text.lower())))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word without its common endings, so that "charging" meets "charge"."""
    for end in _SUFFIXES:
        if word.endswith(end) and len(word) - len(end) >= 4:  # noqa: PLR2004 - what is left must still be a word
            return word[: -len(end)].removesuffix("g" if end == "ing" and word.endswith("gging") else "\0")
    return word


def content(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order."""
    return [stem(w) for w in plain(text).replace("/", " ").split() if w not in _EMPTY]


def outcome(value: str) -> str | None:
    """Return fixed, not-fixed or cant-do for what people say after a repair; None when it is none of them."""
    said = plain(value)
    if said in {"fixed", "cant do"}:
        return said.replace(" ", "-")
    if said in _UNSURE or said in _OUTCOMES["cant-do"]:
        return "cant-do"
    words = said.split()
    if {"no", "n", "not", "false", "still", "didn", "didnt", "failed", "unchanged"} & set(words):
        return "not-fixed"
    return "fixed" if set(words) & _OUTCOMES["fixed"] else None


def choice(probe: Probe, value: str) -> str | None:
    """Return the choice that a value means, as id, as `a|b`, or as cant-tell; None when it means none."""
    said = plain(value)
    if probe.places(value.strip()):
        return probe.name(probe.places(value.strip()))
    ids = {plain(o.id): o.id for o in probe.options}
    labels = {plain(o.label): o.id for o in probe.options}
    facts = {plain(f): o.id for o in probe.options for f in (*o.facts, *(f.split("/")[-1] for f in o.facts))}
    for table in (ids, labels, facts):
        if said in table:
            return table[said]
    if said in _UNSURE:
        return CANT_TELL
    if _NUMBERS.get(said) in ids:
        return ids[_NUMBERS[said]]
    return _yes_or_no(probe, said) or _by_label(probe, said)


def _yes_or_no(probe: Probe, said: str) -> str | None:
    first = said.split(maxsplit=1)[0]
    for words, names in ((_YES, ("yes",)), (_NO, ("no", "none"))):
        if first in words:
            found = [o.id for o in probe.options if o.id in names or plain(o.label).split()[:1] == [names[0]]]
            if len(found) == 1 and (said in words or first in {"yes", "no"}):
                return found[0]
    return None


def _by_label(probe: Probe, said: str) -> str | None:
    """Return the one choice whose label shares most words with what was said."""
    words = {stem(w) for w in said.replace("/", " ").split() if w not in _BARE}
    if not words:
        return None
    scores: list[tuple[float, str]] = []
    for option in probe.options:
        label = {stem(w) for w in plain(f"{option.id} {option.label}").replace("/", " ").split() if w not in _BARE}
        shared = len(words & label)
        scores.append((shared / len(words) + shared / max(1, len(label)) / 10, option.id))
    scores.sort(key=lambda s: -s[0])
    if scores[0][0] < _CLOSE or (len(scores) > 1 and scores[0][0] - scores[1][0] < 0.02):  # noqa: PLR2004 - a tie
        return None
    return scores[0][1]


def repair_outcome(fix: Fix, value: str) -> str | None:
    """Return the outcome of a repair in people's words; the name of the repair itself says nothing."""
    return None if plain(value) == plain(fix.name) else outcome(value)


def look(value: str, colors: Mapping[str, str], patterns: Mapping[str, str]) -> Look:
    """Read what one lamp shows: "red flash", "solid green", "off", "not lit"."""
    said = plain(value).split()
    color = next((colors[w] for w in said if w in colors), None)
    pattern = next((patterns[w] for w in said if w in patterns and patterns[w] != "steady"), None)
    at = next((n for n, w in enumerate(said) if w in {"not", "no", "isn", "isnt", "never", "doesn", "doesnt"}), None)
    if at is not None and (denied := set(said[at + 1 : at + 4])) & {*patterns, "lit", "on", "light"}:
        # "Not lit" is off; "red, not flashing" is steady, and "not flashing" alone says only what it is not.
        still = denied & {w for w, p in patterns.items() if p != "steady"}
        return Look(color, "steady" if color else None) if still else Look(None, "off")
    if pattern is None:
        pattern = next((patterns[w] for w in said if w in patterns), None)
    if pattern is None and {"off", "on"} & set(said):
        pattern = "off" if "off" in said else "steady"
    return Look(color, pattern)


# "A red lamp, not blinking": what follows the comma is said of that lamp.
_NOT_SO = re.compile(
    r"\s*[,;(]\s*(?:and |but |it |which |that |this )?"
    r"(?=(?:not|never|no|does ?n[o']t|does not|is ?n[o']?t|is not|without)\s(?:\w+\s)?(?:blink|flash)\w*)"
)


def lamps_in(
    text: str, names: Mapping[str, str], colors: Mapping[str, str], patterns: Mapping[str, str]
) -> dict[str, Look]:
    """Return lamp by lamp what a sentence says. `names` maps a lamp's plain name to the panel's.

    What is said of a lamp stands after it up to the next lamp or stop ("ALM flashing red, RUN off"), else before it
    ("a red ALM").
    """
    out: dict[str, Look] = {}
    text = _NOT_SO.sub(" ", text.lower())
    for clause in re.split(r"[,.;:()\n]|\bbut\b|\bwhile\b|\bthough\b", text):
        said = _WORD.findall(clause)
        at = [(n, names[w]) for n, w in enumerate(said) if w in names]
        for k, (n, lamp) in enumerate(at):
            end = at[k + 1][0] if k + 1 < len(at) else len(said)
            start = at[k - 1][0] + 1 if k else 0
            after = look(" ".join(said[n + 1 : min(end, n + 1 + _REACH)]), colors, patterns)
            before = look(" ".join(said[max(start, n - 3) : n]), colors, patterns)
            found = Look(after.color or before.color, after.pattern or before.pattern)
            if found.color and not found.pattern:
                # Its colour before it, and after it that it does not flash: only together they say how it is lit.
                found = look(f"{found.color} {' '.join(said[n + 1 : min(end, n + 1 + _REACH)])}", colors, patterns)
            if found != Look():
                out[lamp] = found
        shared = look(" ".join(said[at[-1][0] + 1 :]), colors, patterns) if at else Look()
        for k, (_, lamp) in enumerate(at):
            # "a red light on DC and AC": what is said of the one before holds for both.
            out.setdefault(lamp, out.get(at[k - 1][1], Look()) if k and shared == Look() else shared)
    return {k: v for k, v in out.items() if v != Look()}


def with_lamps_named(
    text: str, names: Mapping[str, str], shows: Mapping[str, Collection[str | None]], colors: Mapping[str, str]
) -> str:
    """Return a text in which lamps told by what they are for, or by a colour that one lamp alone shows, bear their panel's name.

    `names` are as in `lamps_in`, `shows` are the colours of each lamp: "the alarm lamp" is ALM, "a red light" the one that
    can be red.
    """

    def by_name(found: re.Match[str]) -> str:
        word = found[1].lower()
        meant = {v for v in names.values() if word not in names and _short_for(v.lower(), word)}
        return meant.pop() if len(meant) == 1 else found[0]

    text = _BY_NAME.sub(by_name, text)
    for word, color in colors.items():
        lamps = [x for x, shown in shows.items() if color in shown]
        if len(lamps) == 1 and re.search(rf"\b{word}\b", text, re.IGNORECASE):
            text = re.sub(
                rf"\b({word})((?:[ -]\w+){{0,1}})[ -]{_A_LAMP}\b", rf"\1\2 {lamps[0]}", text, flags=re.IGNORECASE
            )
            text = re.sub(
                rf"\b{_A_LAMP}(?= (?:\w+ ){{0,4}}{word}\b)(?! \w* ?(?:and|or|on|of|at)\b)",
                lamps[0],
                text,
                flags=re.IGNORECASE,
            )
    return text


def _short_for(short: str, word: str) -> bool:
    """Tell whether a short name is made of a word's letters in their order, from its first on: ALM for alarm."""
    letters = iter(word)
    like = short.isalpha() and word[0] == short[0] and short != word and all(x in letters for x in short)
    return like and len(short) >= _SHORTEST


def all_dark(text: str, *, letter: bool = False) -> bool:
    """Return whether a text says that no lamp is lit at all; of a letter, that it says so of lamps."""
    return bool((_LAMPS_DARK if letter else _ALL_DARK).search(text))


def pictures(lamps: Sequence[tuple[Lamp, ...]], seen: Mapping[str, Look]) -> tuple[int, ...]:
    """Return which pictures agree with what was seen: each lamp that both name, and at least one.

    Returns nothing when none agrees, or when all do: then nothing was learnt.
    """
    fits: list[int] = []
    for n, picture in enumerate(lamps):
        named = {x.indicator: x for x in picture}
        verdicts = [_agrees(named[k], v) for k, v in seen.items() if k in named]
        if verdicts and False not in verdicts and True in verdicts:
            fits.append(n)
    return tuple(fits) if len(fits) < len(lamps) else ()


def _agrees(lamp: Lamp, said: Look) -> bool | None:
    """Return True or False, or None where the picture leaves it open."""
    verdicts: list[bool] = []
    if said.pattern is not None and lamp.pattern != "any":
        verdicts.append(lamp.pattern == said.pattern)
    if said.color is not None and lamp.color is not None:
        verdicts.append(lamp.color == said.color)
    elif said.color is not None and lamp.pattern == "off":
        verdicts.append(False)
    return all(verdicts) if verdicts else None


def mentions(text: Sequence[str], phrase: Iterable[str]) -> int | None:
    """Return where the stems of a phrase stand together in a text; None when they do not."""
    wanted = list(phrase)
    if not wanted:
        return None
    first, long = wanted[0], len(wanted)
    return next(
        (
            n
            for n in range(len(text) - long + 1)
            if text[n] == first and (long == 1 or list(text[n : n + long]) == wanted)
        ),
        None,
    )
