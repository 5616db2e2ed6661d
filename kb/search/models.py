"""Other models of a maker: "Growatt MIN 5000" and "Growatt 10 kWh battery" are no Growatt 6.5 kWh battery."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kb.bundle.store import KnowledgeBase
from kb.model.facts import Model
from kb.search.aliases import squash

# Little words that stand between a maker's name and a number without being a series.
_SMALL = (
    "at|to|of|is|in|on|for|has|and|with|says|code|error|alarm|fault|led|pin|per|or|by|the|not|no|max|over|only|soc|com|can|"
    "rs|dip|run|alm|ip|awg|app|manual|got|did|can|was|may"
)
_UNITS = r"(?!\s*(?:wh|w|v|a|ah|mah|m|mm|s|cycles|times|hours|days|volts?|amps?|watts?|bps|kbps|baud)\b)"


class Models:
    """Tells whether a question names a model of our makers that no manual covers."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Collect makers, and every designation that is printed."""
        self.kb = kb
        names = [n for d in kb.devices.values() for n in (d.name, d.short, *d.aliases)]
        designations = [f.designation for f in kb.facts.values() if isinstance(f, Model)]
        self.printed = squash(" ".join([*names, *designations]))
        # Only a maker whose name also stands for a product: else its name alone is no product's.
        self._makers = sorted(
            {d.maker for d in kb.devices.values() if squash(d.maker) in {squash(n) for n in d.aliases}}
        )

    def other(self, text: str, known: Iterable[str] = ()) -> str:
        """Return the maker and model named in a text that no manual covers, or an empty text. `known` are words that are no models."""
        # A bus, a signal, a part with a number is no series: the manuals themselves use the word.
        skip = {squash(k) for k in known} | self.kb.lexical.vocabulary.keys()
        for maker in self._makers:
            series = re.search(
                rf"\b{re.escape(maker)}(?:'s)?\s+(?!(?:{_SMALL})\b)([a-z]{{2,5}}[ -]?\d{{3,5}}[a-z0-9-]*)\b{_UNITS}",
                text,
                re.IGNORECASE,
            )
            sized = re.search(rf"\b{re.escape(maker)}(?:'s)?\s+(\d+(?:\.\d+)?\s*kwh)\b", text, re.IGNORECASE)
            for found in (series, sized):
                if found and squash(found[1]) not in self.printed and squash(found[1]) not in skip:
                    return f"{maker} {found[1]}"
        return ""
