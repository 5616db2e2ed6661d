"""Devices by any name people use for them."""

from __future__ import annotations

from kb.bundle.store import KnowledgeBase
from kb.extract.slugs import slug
from kb.model.errors import NotFoundError


def device_named(kb: KnowledgeBase, text: str) -> str:
    """Return the device's id for an id, a name or an alias, in any case and spacing. Raises NotFoundError.

    A name that several devices carry is refused with their ids: a wrong device would mean wrong pins.
    """
    if text in kb.devices:
        return text
    wanted = slug(text)
    found = [
        d.id for d in kb.devices.values() if wanted and wanted in {slug(n) for n in (d.id, d.name, d.short, *d.aliases)}
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(f"{text[:60]!r} may be {' or '.join(found)}. Give one of these")
    raise NotFoundError(f"there is no device {text[:60]!r}. Known are {', '.join(kb.devices)}")
