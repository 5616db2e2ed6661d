"""Letters to a helpdesk of which is only known whether the manuals cover them."""

from __future__ import annotations

import re
from typing import Literal

import msgspec

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_FEWEST_WORDS = 3


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A letter as it arrives. `expect`: advise, ask which product it is, or none (nothing may be proposed); `why` says what it is about.

    `causes` are those that are right for what it tells, as model/cause.
    """

    id: str
    who: Literal["owner", "installer", "agent"]
    subject: str
    body: str
    devices: tuple[str, ...]
    expect: Literal["advise", "ask", "none"]
    why: str = ""
    causes: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return its sentences as they stand there, without those of a word or two."""
        cut = (x.strip() for x in _SENTENCE.split(f"{self.subject}. {self.body}"))
        return tuple(x for x in cut if len(x.split()) >= _FEWEST_WORDS)
