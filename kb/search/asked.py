"""What a question asks to be told: a figure of some dimension, a number of things, a property; and whether the answers tell it.

"At how many volts does CUVP trip" is not answered by what CUVP is, nor by the volts of something else: an answer must hold a
figure in volts and speak of CUVP.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kb.bundle.analysis import fold, terms
from kb.curation.vocabulary import Property

_NUMBER = r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|once|twice|half|single|both)\b)"


@dataclass(frozen=True)
class Dimension:
    """A kind of figure: words that ask for it, and how such a figure is written."""

    name: str
    asks: str
    writes: str

    @cached_property
    def asked(self) -> re.Pattern[str]:
        """What asks for it; compiled with the first question, not with the import."""
        return re.compile(self.asks, re.IGNORECASE)

    @cached_property
    def figure(self) -> re.Pattern[str]:
        """How it is written."""
        return re.compile(rf"\d ?(?:{self.writes})(?![A-Za-z0-9])")


def _dimension(name: str, units: str, signs: str, *, besides: str = "", trailing: bool = False) -> Dimension:
    """Make a dimension: a figure of it is asked by "how many UNIT", "in UNIT", "UNIT of", `besides`, `trailing` at the end."""
    asked = (
        rf"(?<!limits )(?<!limit )(?<!sets )(?<!set )\bhow (?:many|much) (?:(?!\d)\w+ )?(?:{units})\b|\bin (?:{units})\b"
        rf"|\b(?:max|min|maximum|minimum|maximal|minimal|largest|smallest|exact) (?:[a-z]+ ){{0,2}}(?:{units})\b"
        rf"|\b(?:what|which) (?:[a-z]+ )?(?:{units})\b|\b(?:{units}) of\b"
    )
    if trailing:
        asked += rf"|(?<![\d.,])(?<!\d) (?:{units})\s*\??$"
    return Dimension(name, f"{asked}|{besides}" if besides else asked, signs)


DIMENSIONS: tuple[Dimension, ...] = (
    _dimension("percent", "percent", "%|percent"),
    _dimension("kW", "kw(?! ?h)|kilowatts?(?! hours?)", "kW", trailing=True),
    _dimension("kWh", "kwh|kilowatt hours", "kWh|Wh", trailing=True),
    _dimension(
        "amperes",
        "amps?(?! ?hours?)|amperes?(?! ?hours?)",
        "m?A|amps",
        besides=r"\bcurrent (?:at|above|below|from) which\b|\b(?:trip(?:ping)?|trigger|release) (?:current|amps)\b",
    ),
    _dimension("ampere hours", "amp(?:ere)? ?hours?|ah", "Ah", trailing=True),
    _dimension(
        "volts",
        "volts?|millivolts|mv",
        "m?V|V DC|V AC",
        besides=r"\b(?:mv|v|volts?) per cell\b|\b(?:at|from|below|above|under|over) (?:what|which)(?: \w+){0,2} voltage\b|\bcut-?off volt(?:s|age)?\b"
        r"|\bvoltage (?:threshold|value)\b|\bvoltage (?:at|above|below|from) which\b|\b(?:trip(?:ping)?|trigger|release) volt(?:s|age)?\b",
    ),
    _dimension("watts", "watts?|wattage", "k?W"),
    _dimension("millimetres", "mm|millimetres|millimeters", "mm2|mm|cm|m", besides=r"\bhow thick\b", trailing=True),
    _dimension("kilograms", "kg|kilograms?|kilos?", "kg", trailing=True),
    _dimension("years", "years", "years?"),
    _dimension("months", "months", "months?"),
    _dimension("days", "days", "days?|months?|weeks?|h|hours"),
    _dimension(
        "hours",
        # "In the hours which I did not set": told.
        "(?<!amp )(?<!ampere )(?<!watt )(?<!kilowatt )hours(?! (?:which|that|when|where|i|we|outside|between|not)\\b)|hrs",
        "h|hours?|days?|min|minutes|months?",
    ),
    _dimension("minutes", "minutes|mins", "min|minutes?|s|seconds|h|hours?"),
    _dimension("seconds", "seconds|secs", "s|seconds?|ms|min"),
    _dimension("milliseconds", "milliseconds|ms", "ms|milliseconds|s"),
    _dimension(
        "degrees",
        "degrees|\u00b0c|celsius",
        "\u00b0 ?C|\u2103|\u00b0",
        besides=r"\b(?:at|from|below|above) (?:what|which) temp(?:erature)?s?\b|\bat (?:what|which) \u00b0|\bhow (?:hot|cold)\b"
        r"|\btemperature (?:at|above|below|from) which\b|\b(?:trip(?:ping)?|trigger|release) temperature\b",
    ),
    _dimension(
        "metres",
        "(?<!newton )(?:metres|meters)",
        # What is some millimetres long is no length of a cable.
        r"m|cm|(?<=\d\d\d)mm|(?<=\d\d\d )mm",
        besides=r"\b(?:longest|max(?:imum)?(?: \w+)? length of|how long (?:can|may|must) (?:the|a|my)(?: \w+){0,2} (?:cable|wire|line|lead))\b",
    ),
    _dimension("newton metres", "nm|newton metres?", "N\u00b7m|Nm"),
    _dimension("kilobits per second", "kbps|kbit/s", "kbps|bps|kbit/s", trailing=True),
    _dimension("volt-amperes", "va|kva", "k?VA"),
    _dimension("decibels", "decibels?|db", "dB", trailing=True),
    _dimension("hertz", "hertz|hz", "Hz"),
    _dimension("megabytes", "megabytes|mb|gb|gigabytes", "MB|GB"),
)
UNIT_WORDS = frozenset(
    re.findall(
        "[a-z]+",
        "percent kw kilowatt kwh amp ampere volt millivolt watt wattage mm millimetre kg kilogram kilo year month day hour hr minute min "
        "nm newton kbps kbit va kva second sec millisecond ms degree celsius metre meter decibel db hertz hz megabyte mb gb gigabyte",
    )
)
PRINT_NO = "The manuals print no "
PRINTED_DO_NOT = "Printed manuals do not"
"""How the reason begins when what is asked for is known not to be printed."""
# "number of MPPT trackers": the things are the words up to the next small one.
_COUNTED = re.compile(
    r"\b(?:how many|number of)\s+((?:(?!(?:can|do|does|did|is|are|of|in|on|for|to|has|have|may|must|should|the|a|an|each|every|at|per|will|with|"
    r"till|until|before|it|its|max|min|maximum|minimum|altogether|high|tall|wide|deep|long|far|apart|close|big|large|heavy|thick|often)\b)"
    r"[a-z][a-z-]*\s*){1,3})",
    re.IGNORECASE,
)
# "1.6 or 2.0", "16 or 32 amps": one of the two should stand in the answer.
_EITHER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) or (\d+(?:\.\d+)?)(?![\w.]|\s*(?:packs?|batter|modules|units|pcs|of))")
# Words that ask for a figure and name no part.
MEASURES = (
    "maximum", "minimum", "max", "min", "rated", "nominal", "size", "value", "limit", "range", "recommended", "figure", "exact",
    "longest", "length", "temperature", "voltage", "current",
)  # fmt: skip
# An answer speaks of the same part when it holds this share of the words that name it, by rarity.
SAME_PART = 0.5
# One word is too thin to tell parts apart: people say "deliver" where the manual says "discharge".
_THIN = 2


_WORDS = re.compile(r"\w+")
_SENTENCES = re.compile(r"(?<=[.?!])\s+")
_FEWEST_ASKING = 4
# "The exact temperature" is the temperature.
_EXACT = re.compile(r"\b(?:exact|exactly|precise|precisely|actual) (?=\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What one of the best answers says: its text, all terms it is found by, and whether it is a formula."""

    text: str
    terms: frozenset[str]
    worked_out: bool = False


@dataclass(frozen=True)
class Part:
    """What a question is about: terms with their rarity, names that must be met, and the manuals' words for what was said."""

    weights: Mapping[str, float]
    names: frozenset[str] = frozenset()
    expansions: frozenset[str] = frozenset()

    def same(self, told: Told) -> bool:
        """Tell whether an answer speaks of this part."""
        if not self.names <= told.terms:
            return False
        if len(self.weights) < _THIN and not self.names:
            return True
        total = sum(self.weights.values())
        held = sum(w for t, w in self.weights.items() if t in told.terms)
        return not total or held >= SAME_PART * total or bool(self.expansions & told.terms)


def says(text: str, phrase: str) -> bool:
    """Tell whether a phrase stands in a text as whole words."""
    folded, wanted = fold(text).lower(), fold(phrase).lower()
    # Most phrases are not there at all; only a hit is worth a look at its borders.
    return wanted in folded and _whole(wanted).search(folded) is not None


@lru_cache(maxsize=4096)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){re.escape(phrase)}(?!\w)")


def tells(entry: Property, answer: str) -> bool:
    """Tell whether an answer holds a word of a property."""
    return any(says(answer, w) or (not w[0].isalpha() and w.lower() in answer.lower()) for w in entry.told)


def figure_missing(question: str, answers: Sequence[Told], part: Part, *, sure: bool = False) -> str:
    """Return a sentence when a figure is asked and no answer about this part holds one of its dimension.

    `sure`: the first answer is about this part.

    >>> told = Told("The relay opens at 48 V", frozenset({"relay", "open"}))
    >>> figure_missing("at how many volts does the relay open", [told], Part({"relay": 1.0, "open": 1.0}))
    ''
    >>> figure_missing("at how many volts does the breaker close", [told], Part({"breaker": 1.0, "close": 1.0}))
    'The manuals print no figure in volts for this.'
    """
    question = _EXACT.sub("", question)
    question = without_passed(question)
    for dimension in DIMENSIONS:
        if dimension.asked.search(question):
            holding = [a for a in answers if dimension.figure.search(a.text)]
            if not ((sure and holding[:1] == list(answers[:1])) or any(part.same(a) for a in holding)):
                return f"{PRINT_NO}figure in {dimension.name} for this."
    for one, other in _EITHER.findall(question):
        if not any(says(a.text, one) or says(a.text, other) for a in answers):
            return f"The manuals say neither {one} nor {other} of this."
    return ""


def asking(text: str) -> str:
    """Return the last sentence of a text that asks, of some words at least; the whole text where none does.

    >>> asking("We have a hut. How high may it stand? It is cold."), asking("No light. Why?")
    ('How high may it stand?', 'No light. Why?')
    """
    found = [s for s in _SENTENCES.split(text) if s.endswith("?") and len(s.split()) >= _FEWEST_ASKING]
    return found[-1] if found else text


def not_counted(question: str, answers: Iterable[Told], filler: frozenset[str]) -> str:
    """Return a sentence when a number of things is asked and no answer names the things with a number."""
    asked = _COUNTED.search(question)
    if not asked:
        return ""
    if asked[1].split()[0].lower().rstrip("s") in UNIT_WORDS:
        return ""  # a figure is asked: see `figure_missing`
    things = {t for w in asked[1].split() if w.lower().rstrip("s") not in UNIT_WORDS for t in terms(w)} - filler
    if not things or any(things & a.terms and re.search(_NUMBER, a.text, re.IGNORECASE) for a in answers):
        return ""
    return f"The manuals give no number of {asked[1].strip()}."


def property_missing(question: str, answers: Iterable[str], properties: Mapping[str, Property]) -> str:
    """Return a sentence when a property is asked and no answer holds one of its words.

    >>> property_missing("what torque", ["Strip 15 mm"], {"torque": Property(("torque",), ("torque", "N·m"))})
    'The manuals print no torque for this.'
    >>> property_missing("which colour", ["pin 4", "red"], {"colour": Property(("colour",), ("red",), first=True)})
    'The manuals print no colour for this.'
    """
    answers = list(answers)
    for name in asked_for(question, properties):
        entry = properties[name]
        if not any(tells(entry, a) for a in (answers[:1] if entry.first else answers)):
            return f"{PRINT_NO}{name} for this."
    return ""


def asked_for(question: str, properties: Mapping[str, Property]) -> list[str]:
    """Return the names of the properties that a question asks for."""
    words = frozenset(_WORDS.findall(_plain(question)))
    # Most properties are not asked: the first word of no phrase stands there.
    return [
        name
        for name, entry in properties.items()
        if not words.isdisjoint(_first(entry.asked)) and asks(entry, question)
    ]


def asks(entry: Property, question: str) -> bool:
    """Tell whether a question asks for a property."""
    plain = _plain(question)
    return any(
        all(piece in plain and _whole(piece).search(plain) is not None for piece in pieces)
        for pieces in _asked(entry.asked)
    )


# What was passed is told, not asked for: "a cell went over the voltage threshold".
_PASSED = re.compile(
    r"\b(?:went|gone|goes|going|rose|risen|got|gets|is|was|jumped|climbed|dropped|fell|fallen|sank|been) (?:far |just |well )?"
    r"(?:over|above|under|below|past|beyond)(?: the| its| a)?(?: \w+)? (?:threshold|limit|value)s?\b"
    r"|\b(?:exceed(?:s|ed|ing)|crossed|passed)(?: the| its| a)?(?: \w+)? (?:threshold|limit|value)s?\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _plain(question: str) -> str:
    return without_passed(fold(question).lower())


def without_passed(question: str) -> str:
    """Return a question without thresholds and limits that were passed.

    >>> without_passed("a cell went over the voltage threshold while charging"), without_passed("what is the voltage threshold")
    ('a cell   while charging', 'what is the voltage threshold')
    """
    return _PASSED.sub(" ", question)


@lru_cache(maxsize=512)
def _first(phrases: tuple[str, ...]) -> frozenset[str]:
    """Return the first word of each phrase, as far as it is one word for `_WORDS`."""
    return frozenset(_WORDS.search(_plain(w))[0] for w in phrases)  # type: ignore[index]  # a phrase has a word


@lru_cache(maxsize=512)
def _asked(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(_plain(piece) for piece in w.split(" + ")) for w in phrases)


_THREAD = re.compile(r"\bM ?(\d{1,2})\b(?!\s*(?:\d|m\b|mm))", re.IGNORECASE)


def of_another_screw(text: str, answers: Sequence[Told]) -> str:
    """Return a sentence when a question names a thread ("M6") and the first answer is of screws with other ones only.

    >>> of_another_screw("torque of an M6 screw", [Told("M8 screw: 12 N·m", frozenset())])
    'The manuals tell this of M8 screws, and not of M6.'
    >>> of_another_screw("torque of the m8 screw", [Told("M8 screw: 12 N·m", frozenset())])
    ''
    """
    asked, told = ({int(n) for n in _THREAD.findall(t)} for t in (text, answers[0].text if answers else ""))
    if not asked or not told or asked & told:
        return ""
    return f"The manuals tell this of {_threads(told)} screws, and not of {_threads(asked)}."


def _threads(sizes: Iterable[int]) -> str:
    return ", ".join(f"M{n}" for n in sorted(sizes))


def of_another_part(name: str, entry: Property, answers: Iterable[Told], part: Part) -> str:
    """Return a sentence when a property is told of other parts only: a torque, but of other screws."""
    if not part.weights or any(tells(entry, a.text) and part.same(a) for a in answers):
        return ""
    return f"The manuals print the {name} of other parts, not of this one."
