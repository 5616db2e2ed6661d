"""The facts as programs read them: the types of `kb.model.facts`, but with cables as the public contract writes them."""

from __future__ import annotations

from typing import Annotated

import msgspec

from kb.model.facts import (
    Alarm,
    Blink,
    CableStatus,
    Caution,
    Conflict,
    Dip,
    FactBase,
    Faq,
    LedState,
    Model,
    Pin,
    Procedure,
    Protocol,
    Remedy,
    Rule,
    Spec,
)

# A wire as [from, to, signal]; a pin that is not printed is "?".
WireSaid = tuple[str, str, str]


class CableSaid(FactBase, frozen=True, kw_only=True, tag="cable"):
    """How a port of a device is wired to another product's port; `pins` are [from, to, signal], "?" for a pin not printed."""

    from_device: str
    to: str
    status: CableStatus
    from_port: str
    to_port: str
    pins: tuple[WireSaid, ...]
    version: str
    bus: str
    brands: tuple[str, ...]
    optional_pins: Annotated[
        tuple[str, ...], msgspec.Meta(description="Pins of `pins` that the manual marks as optional.")
    ]


# Fact for fact the union of kb.model.facts; `kind` tells which one it is.
FactSaid = (
    LedState
    | Blink
    | Alarm
    | Pin
    | CableSaid
    | Protocol
    | Dip
    | Spec
    | Rule
    | Model
    | Procedure
    | Remedy
    | Faq
    | Caution
    | Conflict
)
