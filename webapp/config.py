"""What an installation may choose. Everything else is decided in the code."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kb.bundle.swap import default_root

# People type words, tickets are pasted: 2000 characters hold both, and bound the work of one search.
MAX_QUERY_CHARS = 2000
# Nothing is posted yet; a body larger than this is refused before it is read.
MAX_BODY_BYTES = 64 * 1024


def _originals() -> Path | None:
    named = os.environ.get("PINLIGHT_ORIGINALS", "").strip()
    return Path(named) if named else None


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
    # Sites that may hold the widget: exact origins, checked by webapp/features/embed/origins.py where they are given.
    embed_origins: tuple[str, ...] = ()
    log_requests: bool = False
    testing: bool = False
