"""What an installation may choose. Everything else is decided in the code."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app

from kb.bundle.swap import default_root
from kb.userdata import Settings

# People type words, tickets are pasted: 2000 characters hold both, and bound the work of one search.
MAX_QUERY_CHARS = 2000
# Nothing is posted yet; a body larger than this is refused before it is read.
MAX_BODY_BYTES = 64 * 1024


def _originals() -> Path | None:
    named = os.environ.get("PINLIGHT_ORIGINALS", "").strip()
    return Path(named) if named else None


def _drafts() -> Path | None:
    named = os.environ.get("PINLIGHT_DRAFTS", "").strip()
    return Path(named) if named else None


def _said(name: str) -> bool:
    return bool(os.environ.get(name, "").strip())


def _api_origins() -> tuple[str, ...]:
    return tuple(o for o in os.environ.get("PINLIGHT_API_ORIGINS", "").replace(",", " ").split() if o)


@dataclass(frozen=True)
class Config:
    """The settings of one running web app.

    `trusted_proxies` is the number of reverse proxies in front whose X-Forwarded-* headers are believed: with 0
    nobody can choose the address that the rate limit counts. `metrics_token` guards /metrics; without one it answers
    this machine alone.
    """

    root: Path = field(default_factory=default_root)
    # Searches of one address, and apart from them its calculations and diagnoses. Results come as people type, and a
    # helpdesk asks for many people from one address; 50 a second still bounds one of them.
    search_rate: str = "3000/minute"
    trusted_proxies: int = 0
    metrics_token: str = field(default_factory=lambda: os.environ.get("PINLIGHT_METRICS_TOKEN", ""), repr=False)
    # Origins ("https://help.example.org") whose pages may read /api/v1 in a browser. Nobody's but our own by default.
    api_origins: tuple[str, ...] = field(default_factory=_api_origins)
    # A folder with the makers' own texts: where it is named, their words stand beside ours. They never leave it otherwise.
    originals: Path | None = field(default_factory=_originals)
    # A folder of imported drafts for the desk (webapp/features/review); without one nothing is uploaded.
    drafts: Path | None = field(default_factory=_drafts)
    # Sites that may hold the widget: exact origins, checked by webapp/features/embed/origins.py where they are given.
    embed_origins: tuple[str, ...] = ()
    # The second database (kb/userdata); and whether anything that visitors tell is kept in it: only where somebody chose so.
    user: Settings = field(default_factory=lambda: Settings.of(os.environ))
    telling: bool = field(default_factory=lambda: _said("PINLIGHT_DATA") or Settings.of(os.environ).learn)
    # What visitors may tell from one address: more than anybody presses, too little to bend a count.
    tell_rate: str = "30/minute;300/hour"
    # Bytes of look-up pages that are kept as they were sent (webapp/kept.py); with 0 each is drawn anew.
    keep_bytes: int = 12_000_000
    log_requests: bool = False
    testing: bool = False


def of_app() -> Config:
    """Return the running app's configuration."""
    found = current_app.config["PINLIGHT"]
    if not isinstance(found, Config):
        raise TypeError("create_app puts a Config here")
    return found


def settings() -> Settings:
    """Return the running app's settings of users' data."""
    return of_app().user
