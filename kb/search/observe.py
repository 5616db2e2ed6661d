"""What a question says of single lamps: "RUN solid, ALM off, led1-3 on" → lamp by lamp colour and pattern; how many are lit; the mode."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.model.numerals import ORDINALS, counts
from kb.search.aliases import Found
from kb.search.cues import part_of_wiring
from kb.search.rhythms import times

_NUMBERS = counts(6) | {"single": 1} | {str(n): n for n in range(1, 7)}
_COUNT = rf"({'|'.join(counts(6))}|single|[1-6])"
_LIT = re.compile(
    rf"(?<!\bof )(?<!\bof the )\b{_COUNT}\s+(?:out )?"
    r"(?:(?:of (?:the |its )?(?:two|three|four|five|six|[1-6])|steady|solid"
    r"|lit|green|white|blue|soc|little|small|of the|charge|battery|level)\s+){0,3}"
    r"(?:leds?|lights?|lamps?|bars?|dots?)\b(?!\s*(?:flash|blink|(?:(?:are|is|stay|stays|remain|remains|all) )*(?:out|off|dark|dead|unlit)\b))",
    re.IGNORECASE,
)
_OF_ROW = (
    r"(?: (?:of (?:the |its |them)?(?:two|three|four|five|six|[2-6])?|more"
    r"|(?:green|white|blue|red|soc|little|small|charge|battery|level) ?))?(?: ?(?:leds?|lights?|lamps?|bars?|dots?|ones?))?"
)
# "LED 1 is on", "switch 2 is on": a number that is a name counts nothing.
_UNNAMED = r"(?<!\bled )(?<!\blamp )(?<!\blight )(?<!\bsoc )(?<!\bbar )(?<!\bdot )(?<!\bno )(?<!\bno\. )(?<!\bnumber )"
_UNNAMED += r"(?<!\bswitch )(?<!\bdip )(?<!\bpin )(?<!\bof )(?<!\bthe )(?<!\bits )"
# "Three blinking, one steady": how many show what; "two flashes" are a rhythm.
_BLINKING = re.compile(
    rf"{_UNNAMED}\b{_COUNT}{_OF_ROW}(?: (?:is|are|keeps?|still|only|just|slowly|quickly|fast))* ?"
    r"(?:\b(?:blinking|flashing)|(?<=[sd] )(?:blink|flash))\b",
    re.IGNORECASE,
)
_STEADY = re.compile(
    rf"{_UNNAMED}\b{_COUNT}{_OF_ROW}(?: (?:is|are|stays?|remains?|still|only|just|burns?|shines?))* "
    r"(?:on|lit|steady|steadily|solid)\b(?! (?:it|the|my|our|its?)\b)",
    re.IGNORECASE,
)
# The lamps of a row fill up from the first.
_FIRST_ALONE = re.compile(
    r"\b(?:only|just) the (?:first|lowest|bottom)(?: one)?(?: of the (?:two|three|four|five|six|[2-6]))?(?: (?:charge|soc|level|battery|little))?"
    r"(?: (?:leds?|lights?|lamps?|bars?|dots?))?(?: (?:is|stays|remains))?(?: steady| still)? (?:lit|on|glow\w*|burns?|burning|shin\w*)\b",
    re.IGNORECASE,
)
# "Every lamp on it is dark", "not a single light is lit".
_NONE_LIT = re.compile(
    r"\b(?:all|every|each)(?: of)?(?: the| its)?(?: \w+)? (?:leds?|lights?|lamps?)\b(?:(?! but\b| except\b| flash| blink)[^.?!;,]){0,40}"
    r"\b(?:dark|off|out|dead|unlit)\b"
    r"|\b(?:no|none of the|not a|not a single|not one)(?: \w+)? (?:leds?|lights?|lamps?)\b[^.?!;,]{0,20}\b(?:lit|on|shin\w+|glow\w*)\b",
    re.IGNORECASE,
)
MODES: dict[str, re.Pattern[str]] = {
    "charg": re.compile(
        r"(?<!dis)\b(charg(ing|es)|being (?:charged|filled)|while charg\w+|on charge|fill(?:s|ing|in)(?: (?:it|them))? up)\b",
        re.IGNORECASE,
    ),
    "discharg": re.compile(
        r"\b(discharg\w+|supplying|(?:feed(?:ing|s)|running|runs|power(?:ing|s)) the (?:house|home|loads?|flat|shop)"
        r"|(?:runs?|running|living|lives?|powered) (?:off|from) (?:it|(?:the |my |our )?batter\w+))\b",
        re.IGNORECASE,
    ),
    "idle": re.compile(
        r"\b(idle|idling|standing by|doing nothing|nothing going in or out|at rest|resting"
        r"|no charg\w*\W+(?:and |or )?no discharg\w*|neither (?:\w+ )?(?:dis)?charg\w*\W+(?:\w+\W+){0,2}?n?or"
        r"|(?:not|nothing|no|isn'?t) (?:dis)?charging\W+(?:(?!but\b)\w+\W+){0,2}?"
        r"(?:(?:dis)?charging|using|uses|supplying|giving|drawing|feeding|taking))\b",
        re.IGNORECASE,
    ),
    "standby": re.compile(r"\b(stand-?by|standing by)\b", re.IGNORECASE),
    "parallel": re.compile(
        rf"\b(parallel|(?:both|the other|{'|'.join([*counts(9)][1:])}|[2-9]) (?:batteries|packs)"
        rf"|(?:rack|stack|bank|row|set) of (?:{'|'.join([*counts(9)][1:])}|\d+))\b",
        re.IGNORECASE,
    ),
    "single": re.compile(r"\b(single (?:mode|battery|pack)|on its own|by itself|stand-?alone)\b", re.IGNORECASE),
    "power off": re.compile(
        r"\b(power(ing|ed)?[- ]off|switch(ing|ed)? off|turn(ing|ed)? off|shutdown|shutting down)\b", re.IGNORECASE
    ),
}
# What says that it idles by what it does not do.
_NOR = re.compile(
    r"\bneither (?:\w+ )?(?:dis)?charg\w*\W+(?:\w+\W+){0,2}?n?or (?:is (?:it )?|being )?(?:dis)?charg\w*", re.IGNORECASE
)


def idle_named(text: str) -> str:
    """Return a text with the idle state called by its name: it would be found by the two modes that it is not in.

    >>> idle_named("it is neither charging nor discharging, one lamp lit")
    'it is idle, one lamp lit'
    """
    return _NOR.sub("idle", text)


# Where light moves to that flows along a strip; a strip that "lights up" goes nowhere.
_DOWN = re.compile(
    r"\bdown(?:wards?)?\b(?! to the)|\btop to (?:the )?bottom\b|\b(?:to|towards?) the (?:floor|ground|bottom)\b|\b(?:falls|falling|sinks)\b",
    re.IGNORECASE,
)
_UP = re.compile(
    r"(?<!light )(?<!lights )(?<!lit )(?<!lighting )(?<!set )\bup(?:wards?)?\b|\bbottom to (?:the )?top\b"
    r"|\b(?:to|towards?) the (?:ceiling|roof|sky|top)\b|\b(?:climbs|climbing|rises|rising)\b",
    re.IGNORECASE,
)


def flow(text: str) -> str:
    """Return "up" or "down" where a text tells in which of the two directions something moves, else an empty text.

    >>> flow("the strip runs down"), flow("flows from the bottom up"), flow("the strip lights up"), flow("up and down")
    ('down', 'up', '', '')
    """
    down, up = _DOWN.search(text) is not None, _UP.search(text) is not None
    return ("down" if down else "up") if down != up else ""


_RANGE = re.compile(r"\b([a-z]+)\s?(\d)\s*(?:-|to|through|until)\s*(?:\1\s?)?(\d)\b", re.IGNORECASE)
_STOPS = frozenset({",", ".", ";"})
_JOINING = frozenset({",", "and", "light", "lights", "led", "leds", "lamp", "lamps", "indicator", "the", "both"})
# "ALM alone", "all the others are dead", "nothing else is lit".
_OTHERS_OFF = re.compile(
    r"\b(?:others?|rest|everything else)\b[^.;]{0,24}\b(?:dead|dark|off|out|unlit|black|not lit)\b"
    r"|\b(?:dead|dark|off|out|unlit|black) (?:is |are )?(?:all )?(?:the )?(?:others?|rest)\b"
    r"|\b(?:nothing|no(?:ne)?(?: of the)?) (?:else|others?)\b",
    re.IGNORECASE,
)
# "nothing is charging", "not charging" say no mode.
_REFUSING = re.compile(
    r"\b(?:neither|nor|or not|not|no|nothing|never|no longer|isn'?t|is not|won'?t|doesn'?t|without)(?: is| it| be| being| even)? ?$",
    re.IGNORECASE,
)
_ALONE = frozenset({"only", "alone", "just", "solely"})
# "LED1 only every four seconds" is not the only lamp.
_ONLY_SO = frozenset(
    {"every", "once", "when", "while", "if", "for", "at", "in", "during", "a", "briefly", "shortly", "now", "then", "sometimes"}
)  # fmt: skip
_REFUSED = frozenset(
    {
        "not",
        "never",
        "no",
        "none",
        "nothing",
        "without",
        "doesn",
        "doesnt",
        "isn",
        "isnt",
        "don",
        "dont",
        "aren",
        "arent",
        "nor",
    }
)
_BETWEEN = frozenset(
    {
        "t", "really", "actually", "even", "any", "longer", "is", "are", "all", "the", "of", "them", "it",
        "lamp", "lamps", "light", "lights", "led", "leds",
    }
)  # fmt: skip
# "The signal light on my SigenStor winks": where it is, and not that it is on.
_WHERE = re.compile(
    r"(?<=[a-z0-9] )(?:on|at|in|of|by) (?:my|the|our|his|her|their|your|this|that|an?) "
    r"(?!whole|entire|same|very|day|night|time|not|no)([a-z0-9][\w-]*)"
)
# That it shines at all, and not how: a lamp that is not lit is dark.
_SHINING = frozenset({"lit", "glow", "glows", "glowing", "burns", "burning", "shines", "shining"})
_STAYS = frozenset({"stay", "stays", "stayed", "staying", "remain", "remains", "remained"})
_OPPOSITE = {"flash": "steady", "steady": "flash", "off": "steady"}
_PACES = frozenset({"faster", "fastest", "quicker", "quickest", "slower", "slowest"})
_REACH = 3  # how many words may stand between a lamp and what it does


@dataclass(frozen=True)
class Seen:
    """What one lamp was said to show; None where nothing was said. `times` as in rhythms.times."""

    color: str | None = None
    pattern: str | None = None
    times: tuple[tuple[float, str], ...] = ()


@dataclass(frozen=True)
class Observation:
    """All that was said of the lamps.

    `others_off`: the lamps that were not named are dark; all are, where none was. `flow`: whether light moves "up" or "down".
    `steady` and `flashing`: how many of a row are lit so, where that is told; else `lit` counts both.
    """

    lamps: dict[str, Seen]
    lit: int | None = None
    modes: frozenset[str] = frozenset()
    others_off: bool = False
    flow: str = ""
    steady: int | None = None
    flashing: int | None = None


def spread(text: str) -> str:
    """Write ranges out: `LED1-3` → `LED1 LED2 LED3`."""

    def out(m: re.Match[str]) -> str:
        low, high = int(m[2]), int(m[3])
        return " ".join(f"{m[1]}{n}" for n in range(low, high + 1)) if 0 < high - low < 6 else m[0]  # noqa: PLR2004 - a panel has few lamps

    return _RANGE.sub(out, text)


def rhythms_told(text: str, rhythms: Mapping[str, float]) -> str:
    """Write rhythms that have a name by what they look like; `rhythms` leads from squashed names to periods in seconds.

    >>> rhythms_told("RUN Flash3, ALM off", {"flash3": 2.0})
    'RUN flashing every 2.0 seconds, ALM off'
    """
    names = "|".join(re.sub(r"(?<=[a-z])(?=\d)", " ?", re.escape(n)) for n in rhythms)
    if not names:
        return text
    named = re.compile(rf"\b(?:{names})\b", re.IGNORECASE)
    return named.sub(lambda m: f"flashing every {rhythms[m[0].replace(' ', '').lower()]} seconds", text)


ROW = re.compile(r"([A-Z]+)[1-9]")
"""One lamp of a row: LED1."""
_COUNTED_OFF = re.compile(
    r"\b(?:light|lamp|led|bar|dot|indicator)s? (?:no\.? ?|number |#)?"
    r"([1-6](?:(?: ?(?:,|and|&|\+|to|-) ?)+(?:light |lamp |led |bar |dot )?[1-6])*)\b(?! ?(?:%|of\b|out\b|s\b|sec))",
    re.IGNORECASE,
)

_IN_ORDER = re.compile(
    r"\b(?:the |its )(first|second|third|fourth)\b(?: (?:leds?|lights?|lamps?|bars?|dots?|one))?", re.IGNORECASE
)
_LAMP_IN_ORDER = re.compile(
    r"\b(?:first|second|third|fourth) (?:little |small |green |white |soc |charge |battery |level )?(?:leds?|lights?|lamps?|bars?|dots?)\b",
    re.IGNORECASE,
)

_OTHERS = re.compile(r"\b(?:others?|another|the rest)\b", re.IGNORECASE)
# Each panel with a row has four of it.
_WHOLE_ROW = (
    r"\b(?:all )?(?:of )?(?:the )?(?:four|4) {row}(?:s| ?lamps| ?lights| ?leds| ?bars| ?dots)?\b(?!\d)"
    r"|\b(?:the )?(?:whole|entire|complete) (?:{row} (?:row|lamps|lights|leds|bars|dots)|row of {row}(?: lamps| lights| leds)?)\b"
)
# "Light one blinks, two and three are dark".
_LAMP_ONE = re.compile(r"\b(?:light|lamp|led|bar|dot) one\b", re.IGNORECASE)
_OTHER_LAMPS = re.compile(
    r"(?:\b(?:light|lamp|led|bar|dot) |(, |\band ))(one|two|three|four)\b"
    r"(?! (?:of|more|times|seconds?|minutes?|hours?|packs?|batter\w+|units?|lights|lamps|leds))",
    re.IGNORECASE,
)


def by_name(text: str, row: str) -> str:
    """Write the lamps of a row by their names: "lights 1, 2 and 4" → "LED1 LED2 LED4" where the row's lamps are LED1, LED2, …

    >>> by_name("lights 1, 2 and 3 flicker and light 4 stays dark", "LED")
    'LED1 LED2 LED3 flicker and LED4 stays dark'
    >>> by_name("bars 1 to 3 lit", "SOC")
    'SOC1 SOC2 SOC3 lit'
    >>> by_name("RUN and all four SOC lamps out", "SOC")
    'RUN and SOC1 SOC2 SOC3 SOC4 out'
    >>> by_name("light one is on, two and three blink", "LED")
    'LED1 is on, LED2 LED3 blink'
    >>> by_name("the first light is on, the second blinks once a second", "LED")
    'LED1 is on, LED2 blinks once a second'
    """

    def named(m: re.Match[str]) -> str:
        numbers = [int(n) for n in re.findall(r"\d", m[1])]
        if len(numbers) == 2 and re.search(r"to|-", m[1]):  # noqa: PLR2004 - the first and the last
            numbers = list(range(numbers[0], numbers[1] + 1)) or numbers
        return " ".join(f"{row}{n}" for n in numbers)

    text = re.sub(_WHOLE_ROW.format(row=row), " ".join(f"{row}{n}" for n in range(1, 5)), text, flags=re.IGNORECASE)
    if _LAMP_ONE.search(text):
        text = _OTHER_LAMPS.sub(lambda m: f"{m[1] or ''}light {_NUMBERS[m[2].lower()]}", text)
    text = _COUNTED_OFF.sub(named, text)
    # Two of them at least are told of, and one of them as a lamp: "the first" alone may be anything.
    told = {m[1].lower() for m in _IN_ORDER.finditer(text)}
    if len(told) < 2 or not _LAMP_IN_ORDER.search(text):  # noqa: PLR2004
        return text
    return _IN_ORDER.sub(lambda m: f"{row}{ORDINALS[m[1].lower()]}", text)


def observe(text: str, names: Mapping[str, str], colors: Mapping[str, str], patterns: Mapping[str, str]) -> Observation:
    """Read the lamps of a question. `names` maps squashed lower-case lamp names to the panel's names."""
    spelt = _WHERE.sub(lambda m: m[0] if m[1] in names else " ", spread(text).lower())
    cut = list(re.finditer(r"[a-z0-9/]+|[,.;]", spelt))
    words = [m[0] for m in cut]
    at = [
        (n, names[w.replace("/", "")])
        for n, w in enumerate(words)
        if w.replace("/", "") in names and not part_of_wiring(words[n + 1 : n + 2])
    ]
    seen: dict[str, Seen] = {}
    elsewhere = _OTHERS.search(text) is not None
    for k, (n, lamp) in enumerate(at):
        following = at[k + 1][0] if k + 1 < len(at) else len(words)
        after = _until_stop(words[n + 1 : min(following, n + 2 + _REACH)])
        if k + 1 < len(at) and _joined(words, n, following):
            # "LED1 LED2 LED3 on", "RUN and ALM light are flashing": what is said of the last holds for all of them.
            run = k
            while run + 1 < len(at) and _joined(words, at[run][0], at[run + 1][0]):
                run += 1
            end = at[run + 1][0] if run + 1 < len(at) else len(words)
            after = _until_stop(words[at[run][0] + 1 : min(end, at[run][0] + 2 + _REACH)])
        before = words[max(0, n - 2) : n]
        stops = [i for i, w in enumerate(before) if w in _STOPS]
        before = before[stops[-1] + 1 :] if stops else before
        pattern = _look(after, patterns, several=len(at) > 1)
        if pattern is None:
            earlier = (patterns[w] for w in reversed(before) if w in patterns and (k == 0 or at[k - 1][0] < n - 2))
            pattern = _unless_refused(next(earlier, None), after)
        if pattern and elsewhere and _looks(_until_stop(words[n + 1 : following]), patterns) > 1:
            pattern = None  # "lit on one battery and dark on the others"
        color = next((colors[w] for w in after if w in colors), None) or next(
            (colors[w] for w in reversed(before) if w in colors), None
        )
        end = cut[following].start() if following < len(words) else len(spelt)
        period = times(spelt[cut[n].end() : end]) if len(at) > 1 else ()
        if pattern == "steady" and any(state in {"on", "off"} for _, state in period):
            pattern = "flash"  # "on half a second, off one and a half"
        if pattern is None and len(period) > 1:
            pattern = "flash"  # "half a second of light, then a pause of one and a half"
        seen[lamp] = Seen(color, pattern, period)
    count = _LIT.search(text)
    first_alone = count is None and _FIRST_ALONE.search(text) is not None
    modes = frozenset(
        m for m, p in MODES.items() if any(not _REFUSING.search(text[: f.start()]) for f in p.finditer(text))
    )
    alone = any(_alone(words, n) for n, _ in at)
    others = bool(seen) and (alone or _OTHERS_OFF.search(text) is not None)
    lit = _NUMBERS[count[1].lower()] if count else 1 if first_alone else None
    row = {n: s for n, s in seen.items() if ROW.fullmatch(n)}
    # "LED1 and LED2 are lit", "only LED3 and LED4 are".
    told_all = {int(n[-1]) for n in row} == set(range(1, len(row) + 1)) or (alone and len(row) == len(seen))
    if lit is None and told_all and len(row) > 1 and all(s.pattern == "steady" for s in row.values()):
        lit = len(row)
    if not seen and _NONE_LIT.search(text):
        lit, others = 0, True  # "not a single light" is none
    steady, flashing = _counted(_STEADY, text), _counted(_BLINKING, text)
    return Observation(seen, lit, modes, others, flow(text), steady, flashing)


def _look(after: Sequence[str], patterns: Mapping[str, str], *, several: bool) -> str | None:
    """Return the pattern that the words behind a lamp's name say; `several`: other lamps are named as well."""
    said = [w for w in after if w in patterns]
    # "Stays dark" is dark.
    pattern = next((patterns[w] for w in (*(w for w in said if w not in _STAYS), *said)), None)
    if pattern is None and {"off", "on"} & set(after):
        pattern = "off" if "off" in after else "steady"
    if pattern is None and several and _PACES & set(after):
        pattern = "flash"  # "LED1 blinks slowly, LED2 a bit faster"
    return _unless_refused(pattern, after)


def _unless_refused(pattern: str | None, after: Sequence[str]) -> str | None:
    """Return a pattern, or what is meant where it is refused: "not flashing" says what it is not, "on without blinking" both."""
    if pattern == "off" or not {"not", "never", "isnt", "no", "without"} & set(after):
        return pattern
    lit_so = pattern == "flash" and {"on", "lights", *_SHINING} & set(after)
    return "steady" if lit_so else "off" if _SHINING & set(after) else None


def _looks(told: Sequence[str], patterns: Mapping[str, str]) -> int:
    """Return how many looks the words behind a lamp's name tell."""
    return len({"steady" if w in _SHINING else patterns[w] for w in told if w in patterns or w in _SHINING})


def _counted(told: re.Pattern[str], text: str) -> int | None:
    found = told.search(text)
    return _NUMBERS[found[1].lower()] if found else None


def _alone(words: list[str], n: int) -> bool:
    """Tell whether a lamp is said to be the only one: "only the ALM lamp", "ALM alone"."""
    before = [w for w in words[max(0, n - 3) : n] if w not in {"the", "a", "its", "red", "is"}]
    after = words[n + 1 : n + 4]
    alone = any(w in {"alone", "only"} and not set(after[k + 1 : k + 2]) & _ONLY_SO for k, w in enumerate(after[:2]))
    return (bool(before) and before[-1] in _ALONE) or alone


def patterns_said(words: Sequence[str], patterns: Mapping[str, str]) -> frozenset[str]:
    """Return the patterns that the words of a question say; "not solid" and "does not blink" say the opposite.

    >>> sorted(patterns_said("red and does not blink".split(), {"blink": "flash"}))
    ['steady']
    >>> sorted(patterns_said("the lamp is never lit".split(), {"lit": "steady"}))
    ['off']
    """
    if _NONE_LIT.search(" ".join(words)):
        return frozenset({"off"})
    out = set()
    for n, word in enumerate(words):
        if word not in patterns:
            continue
        before = n - 1
        while before >= 0 and words[before] in _BETWEEN:
            before -= 1
        refused = before >= 0 and words[before] in _REFUSED
        if refused:
            out.add("off" if word in _SHINING else _OPPOSITE.get(patterns[word], patterns[word]))
        else:
            out.add(patterns[word])
    return frozenset(out)


def _joined(words: list[str], first: int, second: int) -> bool:
    """Tell whether nothing is said between two lamps."""
    return all(w in _JOINING for w in words[first + 1 : second])


def _until_stop(words: list[str]) -> list[str]:
    out = []
    for w in words:
        if w in _STOPS:
            break
        out.append(w)
    return out


def lamp_word(words: list[str], hit: Found, lamp_words: Iterable[str]) -> bool:
    """Tell whether a name says that it is a lamp, or the word after it does: "AC light", "power indicator"."""
    return any(w in set(lamp_words) for w in words[hit.start : hit.end + 1])


def tells_lamps(seen: Observation, text: str) -> bool:
    """Tell whether lamps are told of, though no word for lamps is said: two of them, one of a row, one in capitals."""
    said = {n for n, s in seen.lamps.items() if s.pattern or s.color}
    several = len(said) > 1 or seen.lit is not None or any(n[-1:].isdigit() for n in said)
    return several or any(shouted(n, text) for n in said if seen.lamps[n].pattern)


def shouted(name: str, text: str) -> bool:
    """Tell whether a lamp's name stands in the text exactly as on the panel, in capitals."""
    return name.isupper() and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
