"""Lights and colours that are not those of a panel: the lights of a house, the colour of a housing."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The lights of a house are no lamps of a panel.
_APPLIANCE = r"(?:fridge|freezer|kettle|oven|tv|telly|boiler|cooker|dishwasher|washing machine|router)"
_HOUSE_LIGHTS = re.compile(
    rf"\b{_APPLIANCE}s?\b[^.?!]*(?:\band|\bor|,) (?:the |some |a few )?(?:lights?|lamps?)\b"
    rf"|\b(?:lights?|lamps?)\b,? (?:and|or|plus) (?:the |my |our )?{_APPLIANCE}|\bkeep (?:the |our |my )?lights on\b"
    r"|\b(?:house|home|flat|family|everybody|everyone|we|neighbours?) (?:still )?(?:has|have|had) (?:the )?lights?\b"
    r"(?! on (?:it|the (?:front|panel|battery|inverter)))",
    re.IGNORECASE,
)


def house_lights(text: str) -> bool:
    """Tell whether the lights are those of a house: "the fridge, the boiler and the lights"."""
    return _HOUSE_LIGHTS.search(text) is not None


# What has a colour itself. "Red on the battery" is what it shows.
_SMALL = r"light|lamp|led|indicator|on|at|in|of|from|to|the|a|an|is|are|and|or|when|while|with|but|my|your|our|this|that|for|one|as|by|it|state"
_HOUSING = re.compile(
    rf"\b[a-z]+(?:[ -](?!(?:{_SMALL})s?\b)[\w.]+){{0,2}}? "
    r"(?:slab|box|tower|unit|cabinet|case|casing|housing|block|stack|brick|thing|cupboard|battery|inverter|wallbox|charger|switch(?:es)?|dips?|sliders?|levers?|knobs?)\b"
    r"(?!'| (?:(?:state|fault|charge|status) )?(?:lights?|lamps?|leds?|indicators?|symbol))",
    re.IGNORECASE,
)


def of_housings(text: str, colors: Iterable[str]) -> frozenset[str]:
    """Return the words for colours that tell what a box looks like: "that white Growatt slab".

    >>> sorted(of_housings("a white Growatt slab, red light", {"white", "red"})), sorted(of_housings("green battery light", {"green"}))
    (['white'], [])
    >>> sorted(of_housings("7 small white switches in a row", {"white"}))
    ['white']
    >>> sorted(of_housings("it shows red on the battery, green and blue battery lamps", {"red", "green", "blue"}))
    []
    """
    known = set(colors)
    told = re.compile(rf"\b({'|'.join(map(re.escape, sorted(known))) or '(?!)'})\b", re.IGNORECASE)
    return frozenset(m[1].lower() for m in told.finditer(text) if _HOUSING.match(text, m.start()))
