"""The four doors: a title, where it leads, and its picture. Changing a door is changing one line here."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for


@dataclass(frozen=True)
class Door:
    """One way in."""

    title: str
    detail: str
    endpoint: str
    icon: str

    @property
    def url(self) -> str:
        """Where the door leads."""
        return url_for(self.endpoint)


DOORS: tuple[Door, ...] = (
    Door("What does the light mean?", "Lamp states by device", "facts.lights", "lamp"),
    Door("Which pin is which?", "Connectors and their contacts", "facts.pins", "socket"),
    Door("Something is wrong", "Alarms, causes, remedies", "alarms.alarms", "branch"),
    Door("Work it out", "Calculators with their working", "calculators.calculators", "square"),
)
