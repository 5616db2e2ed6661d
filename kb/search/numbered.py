"""Parts that are numbered: where the manuals print PV1 and PV2, there is no PV3."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import count

from kb.bundle.store import KnowledgeBase
from kb.model.numerals import number as number_of

_PART = re.compile(
    r"(?<![\w.-])([A-Za-z]{2,6}(?:45|485)?)[ _-]?([1-9])"
    r"(?![\w.,]|\s*[%\u00b0]|(?i:\s*(?:x|v|a|w|kw|kwh|mm|cm|m|s|h|min|packs?|batter\w+|units?|pcs)\b))"
)
# Contacts are looked up connector by connector (limits.py).
_LOOKED_UP = frozenset({"PIN", "PINS"})
# "Version II", and "version ii": a single "i" is a word. People write "version 2".
_ROMAN = re.compile(
    r"\b([Vv]ersion|[Tt]ype|[Vv]ariant|[Cc]lass|[Cc]ategory) ([IVX]{1,5}|i{2,3}|iv|vi{1,3}|\d(?![\d.,]))\b"
)
# One number alone is often a version or a count.
_FEWEST = 2
_NAME = 3


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

    @cached_property
    def _in_roman(self) -> dict[tuple[str, str], set[int]]:
        """The numbers in Roman numerals by system and what they number."""
        of: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for entry in self.kb.entries:
            for name, numeral in _ROMAN.findall(f"{entry.title} {entry.text}"):
                for d in self.kb.owners(entry):
                    if not numeral.isdecimal():
                        of[self.kb.systems[d], name.lower()].add(number_of(numeral))
        return dict(of)

    def absent(self, text: str, devices: frozenset[str]) -> str:
        """Return a sentence when a question names a part whose number is higher than any that is printed; else an empty text."""
        systems = {self.kb.systems[d] for d in devices}
        for name, numeral in _ROMAN.findall(text):
            printed = set().union(*(self._in_roman.get((s, name.lower()), set()) for s in systems))
            # "Version V 1.0" is no fifth one where there is no fourth.
            last = next(n for n in count(1) if n not in printed) - 1
            if last >= _FEWEST and number_of(numeral) > last:
                return f"There is no {name} {numeral} in the manuals; they name {last} of them."
        for prefix, number in _PART.findall(text):
            known = self._known(systems, prefix)
            as_one = prefix.isupper() or prefix[:-2].isupper() or re.search(rf"{prefix}{number}", text) is not None
            if not (as_one or (len(prefix) >= _NAME and known)):
                continue  # "where do 9 and 10 go", but "com 3"
            if prefix.upper() not in self._looked_up and len(known) >= _FEWEST and int(number) > max(known):
                # RJ45 3, but PV3.
                part = f"{prefix.upper()} " if prefix[-1].isdigit() else prefix.upper()
                return f"There is no {part}{number} in the manuals; they name {', '.join(f'{part}{n}' for n in sorted(known))}."
        return ""

    def _known(self, systems: Iterable[str], prefix: str) -> frozenset[int]:
        """Return the numbers that are printed after a prefix in the manuals of these systems."""
        return frozenset().union(*(self._of.get(s, {}).get(prefix.upper(), set()) for s in systems))
