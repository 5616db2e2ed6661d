"""Parts that are numbered: where the manuals print PV1 and PV2, there is no PV3."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property

from kb.bundle.store import KnowledgeBase

_PART = re.compile(
    r"(?<![\w.-])([A-Za-z]{2,6}(?:45|485)?)[ _-]?([1-9])"
    r"(?![\w.,]|\s*[%\u00b0]|(?i:\s*(?:x|v|a|w|kw|kwh|mm|cm|m|s|h|min|packs?|batter\w+|units?|pcs)\b))"
)
# Contacts are looked up connector by connector (limits.py).
_LOOKED_UP = frozenset({"PIN", "PINS"})
# One number alone is often a version or a count.
_FEWEST = 2


class Numbered:
    """The numbered parts of each system: prefix -> numbers, as printed in capitals."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Take what facts and passages say."""
        self.kb = kb
        # So are lamps, on their own panel (panels.py).
        lamps = {x.name.upper().rstrip("0123456789") for d in kb.devices.values() for x in d.panel.lamps}
        self._looked_up = _LOOKED_UP | lamps

    @cached_property
    def _of(self) -> dict[str, dict[str, set[int]]]:
        """The numbers by system and prefix: every text is looked through, which waits until a question names a number."""
        of: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        for entry in self.kb.entries:
            found = [
                (p, int(n)) for p, n in _PART.findall(f"{entry.title} {entry.text}") if p.isupper() or p[:-2].isupper()
            ]
            for system in {self.kb.systems[d] for d in self.kb.owners(entry)}:
                for prefix, number in found:
                    of[system][prefix.upper()].add(number)
        return {system: dict(parts) for system, parts in of.items()}

    def absent(self, text: str, devices: frozenset[str]) -> str:
        """Return a sentence when a question names a part whose number is higher than any that is printed; else an empty text."""
        systems = {self.kb.systems[d] for d in devices}
        for prefix, number in _PART.findall(text):
            if not (prefix.isupper() or prefix[:-2].isupper() or re.search(rf"{prefix}{number}", text)):
                continue  # "where do 9 and 10 go"
            known: set[int] = set().union(*(self._of.get(s, {}).get(prefix.upper(), set()) for s in systems))
            if prefix.upper() not in self._looked_up and len(known) >= _FEWEST and int(number) > max(known):
                # RJ45 3, but PV3.
                part = f"{prefix.upper()} " if prefix[-1].isdigit() else prefix.upper()
                return f"There is no {part}{number} in the manuals; they name {', '.join(f'{part}{n}' for n in sorted(known))}."
        return ""
