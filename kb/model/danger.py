"""What people write when there is danger at the equipment or to a person, and what only sounds like it."""

from __future__ import annotations

import msgspec


class DangerKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of danger.

    `choices` are the answers of a fault model's question about danger that it means, the fittest first; `said` is how people tell of it.
    """

    id: str
    choices: tuple[str, ...]
    said: tuple[str, ...]


class Dangers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the reader of danger is fitted to: its kinds, and sentences with the same words that tell of none."""

    kinds: tuple[DangerKind, ...] = ()
    harmless: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return every text once."""
        return tuple(dict.fromkeys((*(x for k in self.kinds for x in k.said), *self.harmless)))
