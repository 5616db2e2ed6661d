"""Whether a ticket is about something else: another kind of thing, the office, the house, or what nobody prints.

A red light and a battery that does not charge are told of many things, and the words alone are those of our manuals. So a
ticket that names no product is compared, by meaning, with faults told of kinds of things that no manual here is about, and
with the same faults told of ours; where it comes nearer to the others nothing is proposed. And any ticket is compared with
what people write of other matters (`corpus/matters.yaml`): a battery that is to be painted is ours, and its paint is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.diagnose import observe
from kb.suggest import likeness

Vectors = NDArray[np.float32]
# The kind of thing the manuals are about, by name.
_OUR_KIND = re.compile(
    r"\b(?:home|house|household|solar|rack|server rack|pv)[ -]?(?:batter(?:y|ies)|storage)\b|\bbatter(?:y|ies) storage\b"
    r"|\b(?:energy|power|electricity|current)[ -]?stor(?:e|age)\b"
    r"|\bstorage batter(?:y|ies)\b|\bbattery (?:box|tower|cabinet|rack|system|wall)(?:es|s)?\b"
    r"|\bpower wall\b|\bhybrid inverters?\b|\bphotovoltaics?\b|\bpv (?:system|plant)\b",
    re.IGNORECASE,
)
_HOME_STORAGE = re.compile(
    r"\b(?:our|my|the|his|her|their) (?:home|house|household|solar|rack)[ -]?(?:batter(?:y|ies)|storage)\b",
    re.IGNORECASE,
)
# So many letters of a maker's name are said by nobody who means another word.
_MAKER = 5
# The battery that the sun fills, that stands in for the mains, or hangs in a cellar is no telephone's.
_SUN = re.compile(
    r"\b(?:sun|sunny|sunshine|sunlight|pv|panels|inverters?|power cuts?|blackouts?|outages?|mains|grid|hob|ovens?|wall bracket"
    r"|(?:in|into) (?:the|our|my|his|her|their) (?:cellar|basement|utility room|laundry|loft|attic|plant room|garage))\b",
    re.IGNORECASE,
)
# Our kind of thing in fewer words, where another thing is named beside it.
_OURS_TOO = re.compile(
    r"\binverters?\b(?! (?:type |technology )?(?:air|microwave|generator|fridge))"
    r"|\bstorage (?:units?|box(?:es)?|cabinets?|towers?|systems?|devices?|batter\w*)\b|\bwall ?box(?:es)?\b|\bbatter(?:y|ies) (?:on|at) the wall\b",
    re.IGNORECASE,
)
_ANY_OF_OURS = re.compile(
    r"\b(?:batter\w+|accumulators?|storage|inverters?|chargers?|packs?|modules?|racks?|systems?|plant|panels?|solar|pv|values)\b",
    re.IGNORECASE,
)
_LIT = re.compile(
    r"\b(?:lights?|lamps?|leds?|box|boxes|units?|towers?|cabinets?|cupboard|offline|breakers?|fuse|app|device)\b",
    re.IGNORECASE,
)
# A telephone that is called or written with, and what is restarted or stood beside, is not the matter.
_IN_PASSING = re.compile(
    r"\b(?:sent from|typed on|by|over|per|via|through|with|call|ring|reach|on|rang|called) (?:my |the |his |her |a )?"
    r"(?:i?phone|mobile|telephone|landline|tablet|ipad|laptop|computer|fax|smartphone|mobile phone)\b"
    r"|\b(?:mobile|phone|telephone|fax) ?(?:numbers?|calls?|notes?|no\b|:)|\b(?:car ?port|boiler room|pool house|bike cellar|battery car)\b",
    re.IGNORECASE,
)
# A battery in danger is asked about before it is called another one's.
_BATTERY = re.compile(r"\b(?:batter(?:y|ies)|storage|accumulators?)\b", re.IGNORECASE)
_DANGER = re.compile(
    r"\b(?:(?:very|too|so|extremely|burning|boiling|red) hot|smok\w*|burn(?:s|t|ing|ed)?|on fire|in flames|leak\w*"
    r"|swollen|bulg\w+|spark\w*|hiss\w*)\b",
    re.IGNORECASE,
)
# Whose it is, and no thing of theirs.
_PERSON = re.compile(
    r"(?:grand)?(?:sons?|daughters?|child(?:ren)?|kids?|wi(?:fe|ves)|husbands?|ex|mums?|moms?|dads?|mothers?|fathers?|parents?|brothers?|sisters?"
    r"|uncles?|aunts?|cousins?|neighbou?rs?|friends?|boss|colleagues?|customers?|clients?|electricians?|installers?|fitters?|ladies|lady|man|men"
    r"|nan|gran|granny|partner|girlfriend|boyfriend|tenants?|landlord|builders?)",
    re.IGNORECASE,
)
# "The boiler room" is where it stands.
_NO_PLACE = r"(?![ -](?:rooms?|houses?|cupboards?|cellars?|corners?|closets?)\b)"
_OWNED = (
    r"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bunder )(?<!\bnear )(?<!\bbehind )(?<!\binside )(?<!\boutside )"
    r"\b(?:our|my|his|her|their) (?:\w+ )?{}s?\b"
)
# Nearer by less than this it may be either: a person is asked which product it is ("the battery out there is very hot").
TIE = 0.015
# The best sentence and the whole ticket count alike.
SENTENCE = 0.5
# A ticket is about another matter when this sum is above zero: fitted to 643 tickets of eight sets (70 of them about nothing the
# manuals tell), so that of what they tell 1 in 100 is lost; judged set by set, 3 of 4 of the others are caught that nothing else tells.
ALONE, MATTER, FACT, CAUSE = 8.2, 12.7, -15.6, -10.3
# A question that the manuals answer is ours from this cosine, and by so much more than that with another matter.
ASKED, PLAINLY = 0.56, 0.07
# So much nearer to them it needs to be near to nothing, when a figure or a pin answers it.
FAR = 0.14


def is_ours(text: str, things: Iterable[str], *, danger: bool = False) -> bool:
    """Tell whether a ticket names the kind of thing the manuals are about, or a battery in danger; `things` are other kinds' names.

    `danger`: it tells of danger, in whatever words.

    >>> is_ours("our home storage lasts half as long as last year", ["phone"])
    True
    >>> is_ours("the battery in the annexe is very hot", ["phone"]), is_ours("the battery of my phone is very hot", ["phone"])
    (True, False)
    """
    if _HOME_STORAGE.search(text) is not None:
        return True  # also of somebody who watches television
    battery = _BATTERY.search(text) is not None
    # "The battery of my phone", "my phone battery"; the oven that a battery feeds is no battery's name.
    close = rf"(?:{_BATTERY.pattern})\W+(?:\w+\W+){{0,4}}?{{0}}s?\b{_NO_PLACE}|\b{{0}}(?:'s|s)?\W+(?:\w+\W+)?(?:{_BATTERY.pattern})"
    alone = rf"\b{{0}}s?\b{_NO_PLACE}"
    if any(re.search((close if battery else alone).replace("{0}", re.escape(t)), text, re.IGNORECASE) for t in things):
        return False
    return _OUR_KIND.search(text) is not None or (
        battery and (danger or is_danger(text) or _SUN.search(text) is not None)
    )


def names_our_kind(text: str) -> bool:
    """Tell whether a sentence names a battery, a storage or an inverter, by any of the words for it.

    >>> names_our_kind("the energy store in the bakery is not loading"), names_our_kind("the kettle is not heating")
    (True, False)
    """
    return any(p.search(text) is not None for p in (_BATTERY, _OUR_KIND, _OURS_TOO))


@per_bundle
def _named_things(kb: KnowledgeBase) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds things apart from ours, and loads."""

    def any_of(names: Iterable[str]) -> re.Pattern[str]:
        longest_first = sorted(names, key=len, reverse=True)
        return re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?:'?s)?(?![\w-])", re.IGNORECASE
        )

    return any_of(kb.elsewhere.apart), any_of(kb.elsewhere.loads)


def is_another_thing(kb: KnowledgeBase, text: str, heading: str = "", corrected: str = "") -> bool:
    """Tell whether a ticket that names no product of ours names another thing, or nothing that ours are, and our kind of thing not as well.

    What a battery feeds is another thing where the `heading` names it: "E-bike". `corrected`: the same text, spelt rightly.
    """
    text = _IN_PASSING.sub(" ", text)
    if _OUR_KIND.search(text) or _OURS_TOO.search(text):
        return False
    if not any(p.search(x) for p in (_ANY_OF_OURS, _LIT) for x in (text, corrected)):
        return True  # nothing in it is ours
    apart, loads = _named_things(kb)
    load = loads.search(heading) or (loads.search(text) and not _ANY_OF_OURS.search(text))
    return bool(apart.search(text) or load)


def names_a_maker(text: str, makers: Iterable[str]) -> bool:
    """Tell whether a ticket names a maker of ours, in full or by the beginning that people use.

    >>> names_a_maker("no mail from sigen", ["Sigenergy"]), names_a_maker("a sign on the door", ["Sigenergy"])
    (True, False)
    """
    said = {w.lower() for w in re.findall(r"[A-Za-z]+", text) if len(w) >= _MAKER}
    return any(m.lower().startswith(w) for m in makers for w in said)


def is_danger(text: str) -> bool:
    """Tell whether a ticket tells of heat, smoke, fire, a leak or sparks.

    >>> is_danger("smoke comes out of it"), is_danger("the smoke detector wants a new battery")
    (True, False)
    """
    return _DANGER.search(observe.without_harmless(text)) is not None


def is_owned(text: str, words: Iterable[str]) -> bool:
    """Tell whether one of these words names somebody's thing, and not the place where it stands.

    >>> is_owned("The battery of our tractor is low", ["tractor"]), is_owned("The battery in our cellar is warm", ["cellar"])
    (True, False)
    """
    return any(re.search(_OWNED.format(re.escape(w)), text, re.IGNORECASE) for w in words if not _PERSON.fullmatch(w))


@per_bundle
def _kinds(kb: KnowledgeBase) -> tuple[Vectors, Vectors]:
    """Return the vectors of what is said of other kinds of things, and of what is said of ours."""
    return likeness.vectors(kb, kb.elsewhere.theirs), likeness.vectors(kb, kb.elsewhere.ours)


@per_bundle
def _matters(kb: KnowledgeBase) -> tuple[tuple[str, ...], Vectors]:
    """Return the name of the matter of each sentence that is kept, and the vectors of these sentences."""
    return tuple(m.matter for m in kb.elsewhere.matters for _ in m.said), likeness.vectors(kb, kb.elsewhere.said)


def matter(kb: KnowledgeBase, told: likeness.Told, fact: float, cause: float) -> str:
    """Return the matter that a ticket is about rather than anything the manuals tell; "" when it is not.

    `fact` is how near it comes to a fact or a way of asking for one (see `near`), `cause` how near to a cause of a fault
    (`likeness.Likeness.top`).
    """
    names, vectors = _matters(kb)
    if not names or not told.whole.strip():
        return ""
    found = vectors @ told.vectors.T
    score = ALONE + MATTER * near(found) + FACT * fact + CAUSE * cause
    return names[int(found[:, -1].argmax())] if score > 0 else ""


def near_matter(kb: KnowledgeBase, told: likeness.Told) -> float:
    """Return how near a ticket comes to what is written of any other matter."""
    _, vectors = _matters(kb)
    return near(vectors @ told.vectors.T) if len(vectors) else 0.0


def nearest_matter(kb: KnowledgeBase, vector: NDArray[np.float32]) -> float:
    """Return how near a unit vector, shape (dimension,), comes to what is written of any other matter."""
    _, vectors = _matters(kb)
    return float((vectors @ vector).max(initial=0.0))


def is_nearer(kb: KnowledgeBase, told: likeness.Told, *, strange: bool = False) -> bool:
    """Tell whether a ticket comes nearer to other kinds of things than to ours; one without a word of its own does not.

    `strange`: it has words that no manual here uses, which settle a tie: they name the thing.
    """
    if not told.whole.strip() or not kb.elsewhere.things:
        return False
    others, ours = (near(kind @ told.vectors.T) for kind in _kinds(kb))
    return others > ours + (0.0 if strange else TIE)


def near(cosines: Vectors) -> float:
    """Return how near a ticket comes to the nearest of texts, from cosines of shape (texts, sentences + 1), the whole last."""
    whole = float(cosines[:, -1].max())
    single = float(cosines[:, :-1].max()) if cosines.shape[1] > 1 else whole
    return SENTENCE * single + (1 - SENTENCE) * whole
