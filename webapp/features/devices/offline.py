"""Every device's page works without signal."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from kb.bundle.store import KnowledgeBase


def offline(kb: KnowledgeBase) -> Iterator[str]:
    """Name the page of each device."""
    for device in kb.devices:
        yield url_for("devices.device", device_id=device)
