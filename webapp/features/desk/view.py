"""The frame of the desk's pages."""

from __future__ import annotations

from flask import current_app, url_for

from webapp.features.desk.pages import Tab

STYLES, SCRIPTS = ("desk.css",), ()
# Endpoints in the order of the navigation. A feature that adds one is shown as soon as it is there.
TABS: tuple[tuple[str, str], ...] = (
    ("desk.overview", "State"),
    ("desk.searches", "Searches"),
    ("desk.feedback", "Feedback"),
    ("desk.outcomes", "Outcomes"),
    ("review.drafts", "Imports"),
    ("desk.data", "Kept data"),
)


def tabs(current: str) -> tuple[Tab, ...]:
    """Return the navigation of the desk; `current` is the endpoint of the page, such as "desk.overview"."""
    known = current_app.view_functions
    return tuple(Tab(text, url_for(name), name == current) for name, text in TABS if name in known)
