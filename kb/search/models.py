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

_PHASES = r"(?:(?:single|three|one|1|3)[ -]?(?:phase|ph)\s+)?"
# "Sigen 12 kW heat pump": what it feeds or is fed by, and not the inverter.
_NOT_ITS = (
    r"(?!\s*(?:h\b|of\b|from\b|for\b|in\b|heat|pump|load|geyser|boiler|oven|kettle|gen|pv\b|solar|array|panel|string|roof|car\b|ev\b|dc\b"
    r"|module|battery|charg|wall|third|other))"
)


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

        inverters = [d for d in kb.devices.values() if d.type == "inverter"]
        self._rated = {float(r) for d in inverters for a in d.aliases for r in re.findall(r"\b\d{1,2}\.\d\b", a)}
        lines = "|".join(sorted({re.escape(d.name.split()[0]) for d in inverters}, key=len, reverse=True)) or "$^"
        own = rf"(?:{lines})(?:\s+(?:ec|ac|hybrid|inverter))?\s+"
        kilowatts = r"(\d{1,2}(?:[.,]\d)?)\s?kw\b"
        self._sized = re.compile(
            rf"\b(?:{own}{_PHASES}{kilowatts}{_NOT_ITS}|{kilowatts}\s+{_PHASES}(?:{lines})\b)", re.IGNORECASE
        )

        # "Sensor SP-DH": by which word a designation with a dash is introduced.
        named = [re.findall(r"\b([A-Z][a-z]+) ([A-Z]{2,}(?:-[A-Z0-9]+)+)\b", d.name) for d in kb.devices.values()]
        self._designated = {k.lower() for pairs in named for k, _ in pairs}
        self._called = {squash(n) for pairs in named for _, n in pairs}
        kinds = "|".join(map(re.escape, sorted(self._designated))) or "$^"
        # "The sensor Sigen TP-DH".
        owners = "|".join(sorted({re.escape(d.name.split()[0]) for d in kb.devices.values()}))
        self._designation = re.compile(
            rf"\b({kinds})(?: (?:{owners}))? ((?=[a-z0-9-]*[a-z]-)[a-z]{{2,4}}\d*(?:-[a-z0-9]{{2,}})+)\b", re.IGNORECASE
        )

    def other_designation(self, text: str) -> str:
        """Return a kind and its designation that no manual covers ("Sensor TPX-CH"), or an empty text."""
        found = self._designation.search(text)
        if not found or any(name.startswith(squash(found[2])) for name in self._called):
            return ""
        return f"{found[1]} {found[2].upper()}"

    def other_size(self, text: str) -> str:
        """Return the size in kW of one of our makers' inverters that is made in no such size here, or an empty text.

        Nothing where no inverter of the manuals has a printed size.
        """
        found = self._sized.search(text) if self._rated else None
        size = (found[1] or found[2]) if found else ""
        return size if size and float(size.replace(",", ".")) not in self._rated else ""

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
