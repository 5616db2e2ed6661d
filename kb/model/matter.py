"""What letters to a helpdesk are about besides our products: its office, other things in the house, other makers'."""

from __future__ import annotations

import msgspec


class Matter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A matter that no manual tells of. `matter` completes "This seems to be about …"; `said` is how people write of it."""

    id: str
    matter: str
    said: tuple[str, ...]


class Elsewhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that is compared with a ticket to see whether it is about something else.

    The same faults are told of other `things` and of ours, so that what is compared is the thing; `{}` stands for it.
    """

    matters: tuple[Matter, ...] = ()
    things: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    """The office's matters in few words."""
    our_things: tuple[str, ...] = ()
    our_faults: tuple[str, ...] = ()
    our_matters: tuple[str, ...] = ()

    apart: tuple[str, ...] = ()
    """Names of what has a battery, a lamp or an app of its own."""
    loads: tuple[str, ...] = ()
    """Names of what a home battery may feed, charge or stand beside."""

    @property
    def said(self) -> tuple[str, ...]:
        """Return what is written of all matters."""
        return tuple(x for m in self.matters for x in m.said)

    @property
    def theirs(self) -> tuple[str, ...]:
        """Return what is told of other things and of the office."""
        return (*(fault.format(thing) for thing in self.things for fault in self.faults), *self.offices)

    @property
    def ours(self) -> tuple[str, ...]:
        """Return the same told of our kind of thing."""
        return (*(fault.format(thing) for thing in self.our_things for fault in self.our_faults), *self.our_matters)

    @property
    def texts(self) -> tuple[str, ...]:
        """Return every text once."""
        return tuple(dict.fromkeys((*self.said, *self.theirs, *self.ours)))
