"""The four doors: a title, where it leads, and its picture. Changing a door is changing one line here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from webapp.present.links import reach


@dataclass(frozen=True)
class Door:
    """One way in: `path` is the feature's own start, `endpoint` the plain list while no feature answers there."""

    title: str
    detail: str
    path: str
    endpoint: str
    icon: str

    @property
    def url(self) -> str:
        """Where the door leads."""
        return reach(self.path) or url_for(self.endpoint)


DOORS: tuple[Door, ...] = (
    Door("What does the light mean?", "Set the lamps as they look", "/leds", "facts.lights", "lamp"),
    Door("Which pin is which?", "Connectors and their contacts", "/connectors", "facts.pins", "socket"),
    Door("Something is wrong", "Step by step to cause and remedy", "/trouble", "alarms.alarms", "branch"),
    Door("Work it out", "Calculators with their working", "/calculators", "calculators.calculators", "square"),
)
