"""A silence: what people ask of a product and none of its manuals says. Knowing it is as good as a fact: it stops a search."""

from __future__ import annotations

import msgspec


class Silence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something the manuals of `devices` do not say.

    `topic` completes "The manuals do not say …"; `figure_only`: a picture shows it, no text. `near` are facts that look like an
    answer and are none; `nowhere` are words that stand nowhere in these manuals, which the build proves. `asks` are ways of asking.
    """

    id: str
    devices: tuple[str, ...]
    topic: str
    asks: tuple[str, ...]
    figure_only: bool = False
    near: tuple[str, ...] = ()
    nowhere: tuple[str, ...] = ()
