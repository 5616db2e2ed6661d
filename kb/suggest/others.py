"""Whether a ticket that names no product is about another kind of thing: a telephone, a vehicle, the office, the neighbour's boiler.

A red light and a battery that does not charge are told of many things, and the words alone are those of our manuals. So a
ticket is compared, by meaning, with faults told of kinds of things that no manual here is about, and with the same faults
told of ours; where it comes nearer to the others nothing is proposed. The kinds are no makers and no products: a pellet
stove is near to other heaters and a tractor to other vehicles though nobody wrote them down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.suggest import likeness

# The same faults are said of both, so that what is compared is the thing.
FAULTS = (
    "the battery of the {} does not charge",
    "a red light blinks on the {}",
    "the {} is dark and does not switch on",
    "the {} is offline and has no wifi",
    "the {} shows an error",
    "the {} trips the breaker",
    "the percentage of the {} battery is strange, it is soon empty",
    "the battery of the {} is low",
)
THINGS = (
    "mobile phone",
    "tablet or laptop",
    "printer",
    "television",
    "camera",
    "headphones or hearing aid",
    "car",
    "lorry or motorbike",
    "electric bicycle or scooter",
    "camper van or boat",
    "drone or toy",
    "garden lamps",
    "Christmas lights",
    "bulb in the room",
    "smart meter",
    "washing machine or dishwasher",
    "fridge or oven",
    "coffee machine",
    "vacuum cleaner or lawn mower",
    "hair dryer or iron",
    "gas boiler",
    "heat pump",
    "air conditioning",
    "thermostat",
    "uninterruptible power supply of the server",
    "smoke detector",
    "door bell",
    "garage door or blinds",
    "drill",
    "water pump",
    "watch",
    "lift",
    "toothbrush or shaver",
    "door lock or key card",
    "wheelchair or hospital bed",
    "stove or fireplace",
)
MATTERS = (
    "the website or web shop does not load",
    "I cannot log in to my customer account of the shop",
    "my internet provider and telephone line",
    "panels on the roof are dirty or broken glass",
    "where is my parcel, it has not been delivered",
    "I want my money back, wrong invoice",
    "application for a job or internship",
    "we offer marketing, search engine ranking and leads",
    "invitation to a conference or exhibition stand",
    "the fitters came late and left dirt",
    "please confirm our meeting on Friday",
    "feed-in tariff form and grid operator paperwork",
    "insurance and tax questions about the solar system",
    "thank you very much, everything is solved",
    "newsletter and subscription",
)
OUR_FAULTS = (
    "the percentage of the {} is strange, it is soon empty",
    "the {} does not charge",
    "a red light blinks on the {}",
    "the {} is dark and does not switch on",
    "the {} is offline and has no wifi",
    "the {} shows an error",
    "the {} trips the breaker",
    "the {} is low",
)
OUR_THINGS = (
    "home battery",
    "storage in the cellar",
    "solar system",
    "inverter",
    "wall box",
    "battery on the wall",
    "unit",
)
OUR_MATTERS = (
    "our battery has stopped charging",
    "it is offline",
    "a red light is on, what does it mean",
    "it does not start any more",
    "inverter and battery do not communicate",
    "two batteries do not work together",
    "which cable or pin between battery and inverter",
    "how to store, mount or connect the battery of a solar system",
    "the percentage of the battery is strange",
    "a lamp blinks",
    "it smells burnt, smoke or fire at the battery",
    "it gets warm",
    "it is not charging in the cold",
    "the box in the garage or cellar beeps",
    "liquid leaks from the battery",
    "how do I switch it off or on again",
    "it was stored for months",
    "with how much charge may the battery be stored",
    "it is stuck at a percentage",
)
# The kind of thing the manuals are about, by name.
_OUR_KIND = re.compile(
    r"\b(?:home|house|household|solar|rack|server rack|pv)[ -]?(?:batter(?:y|ies)|storage)\b|\b(?:batter(?:y|ies)|energy) storage\b"
    r"|\bpower wall\b|\bhybrid inverters?\b|\bphotovoltaics?\b|\bpv (?:system|plant)\b",
    re.IGNORECASE,
)
# A battery in danger is asked about before it is called another one's.
_BATTERY = re.compile(r"\b(?:batter(?:y|ies)|storage)\b", re.IGNORECASE)
_DANGER = re.compile(
    r"\b(?:(?:very|too|so|extremely|burning|boiling|red) hot|smok\w*|burn(?:s|t|ing|ed)?|on fire|in flames|leak\w*"
    r"|swollen|bulg\w+|spark\w*|hiss\w*)\b",
    re.IGNORECASE,
)
_OWNED = (
    r"(?<!\bin )(?<!\bat )(?<!\bon )(?<!\bunder )(?<!\bnear )(?<!\bbehind )(?<!\binside )(?<!\boutside )"
    r"\b(?:our|my|his|her|their) (?:\w+ )?{}s?\b"
)
# Nearer by less than this it may be either: a person is asked which product it is ("the battery out there is very hot").
TIE = 0.015
# The best sentence and the whole ticket count alike.
SENTENCE = 0.5


def is_ours(text: str, things: Iterable[str]) -> bool:
    """Tell whether a ticket names the kind of thing the manuals are about, or a battery in danger; `things` are other kinds' names.

    >>> is_ours("our home storage lasts half as long as last year", ["phone"])
    True
    >>> is_ours("the battery in the annexe is very hot", ["phone"]), is_ours("the battery of my phone is very hot", ["phone"])
    (True, False)
    """
    if any(re.search(rf"\b{re.escape(t)}s?\b", text, re.IGNORECASE) for t in things):
        return False
    return _OUR_KIND.search(text) is not None or (
        _BATTERY.search(text) is not None and _DANGER.search(text) is not None
    )


def is_owned(text: str, words: Iterable[str]) -> bool:
    """Tell whether one of these words names somebody's thing, and not the place where it stands.

    >>> is_owned("The battery of our tractor is low", ["tractor"]), is_owned("The battery in our cellar is warm", ["cellar"])
    (True, False)
    """
    return any(re.search(_OWNED.format(re.escape(w)), text, re.IGNORECASE) for w in words)


@per_bundle
def _kinds(kb: KnowledgeBase) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the vectors of what is said of other kinds of things, and of what is said of ours."""
    theirs = [*(fault.format(thing) for thing in THINGS for fault in FAULTS), *MATTERS]
    ours = [*(fault.format(thing) for thing in OUR_THINGS for fault in OUR_FAULTS), *OUR_MATTERS]
    return kb.encoder.encode(theirs), kb.encoder.encode(ours)


def is_nearer(kb: KnowledgeBase, told: likeness.Told, *, strange: bool = False) -> bool:
    """Tell whether a ticket comes nearer to other kinds of things than to ours; one without a word of its own does not.

    `strange`: it has words that no manual here uses, which settle a tie: they name the thing.
    """
    if not told.whole.strip():
        return False
    others, ours = (_near(kind @ told.vectors.T) for kind in _kinds(kb))
    return others > ours + (0.0 if strange else TIE)


def _near(cosines: NDArray[np.float32]) -> float:
    whole = float(cosines[:, -1].max())
    single = float(cosines[:, :-1].max()) if cosines.shape[1] > 1 else whole
    return SENTENCE * single + (1 - SENTENCE) * whole
