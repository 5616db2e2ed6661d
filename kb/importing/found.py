"""What a recogniser returns: one row of a fact table to be, with its places, its confidence and its doubts in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kb.importing.blocks import Place

# Below this a row carries a doubt that a person has to settle. Chosen so that on the golden manuals (tests/golden/import)
# no wrong row stands above it.
THRESHOLD = 0.75


@dataclass(frozen=True)
class Found:
    """A recognised row. `cells` are canonical columns of `kind`; `group` holds the attributes of its table (connector=…)."""

    kind: str
    cells: dict[str, str]
    places: tuple[Place, ...]
    confidence: float
    doubts: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    group: tuple[tuple[str, str], ...] = field(default=())
    # The number of the section (in reading order) that it belongs to; set by whoever runs the recognisers.
    section: int = -1

    @property
    def doubtful(self) -> bool:
        """Tell whether a person has to look at it before it may be published."""
        return bool(self.doubts) or self.confidence < THRESHOLD

    @property
    def doubt(self) -> str:
        """The reasons in words; a low confidence without a reason of its own says so."""
        if self.doubts:
            return "; ".join(self.doubts)
        return "" if self.confidence >= THRESHOLD else "read from little evidence"

    def questioned(self, reason: str, factor: float = 0.7) -> Found:
        """Return it with one more doubt."""
        if reason in self.doubts:
            return self
        return replace(self, doubts=(*self.doubts, reason), confidence=round(self.confidence * factor, 3))

    def mended(self, what: str, factor: float = 0.95) -> Found:
        """Return it with one more repair of the damaged text."""
        return replace(self, repairs=(*self.repairs, what), confidence=round(self.confidence * factor, 3))
