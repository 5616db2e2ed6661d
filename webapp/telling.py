"""What visitors tell, on its way into the second database: whether it is taken at all, cleaned, and old things removed.

Nothing here may cost an answer: a file that cannot be written is told in the log, and the page is served.
"""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import UTC, date, datetime

import structlog
from flask import Flask, current_app, request

from kb.bundle.kept import per_bundle
from kb.bundle.store import KnowledgeBase
from kb.model.errors import UserDataError
from kb.userdata import UserData
from kb.userdata.store import CARD_LENGTH as LONGEST_ID
from webapp.config import of_app, settings
from webapp.offline import PACKING

__all__ = [
    "LONGEST_ID",
    "Words",
    "asks",
    "feedback",
    "init_app",
    "known",
    "opened",
    "scripts",
    "taken",
    "today",
    "unanswered",
]
_EXTENSION = "pinlight-purged"
_WORD = re.compile(r"[^\W_]+")
# A figure with its unit is one word to people: 57.6V, 100A, 5kWh.
_WITH_UNIT = re.compile(r"\d{1,4}([^\W\d_]{1,4})")
_log = structlog.get_logger("pinlight.web")


class Words(Container[str]):
    """The words that a kept search may hold: no name of a person is among them, except one that is a word too."""

    def __init__(self, known: frozenset[str]) -> None:
        """Take words in lower case."""
        self._known = known

    def __contains__(self, word: object) -> bool:
        """Tell whether a word, or the unit behind a figure, is known."""
        if not isinstance(word, str):
            return False
        unit = _WITH_UNIT.fullmatch(word)
        return word in self._known or (unit is not None and unit[1] in self._known)


@per_bundle
def known(kb: KnowledgeBase) -> Words:
    """Return the words of the manuals, of the vocabulary (other makers' names too), and of the devices' names."""
    found = {w for text in kb.spelt for w in _WORD.findall(text.lower())}
    found.update(_WORD.findall(kb.extras.get("vocabulary", "").lower()))
    for device in kb.devices.values():
        for name in (device.id, device.name, device.short or "", *device.aliases):
            found.update(_WORD.findall(name.lower()))
    return Words(frozenset(found))


def init_app(app: Flask) -> None:
    """Let templates know whether to ask."""
    app.jinja_env.globals["asks_feedback"] = asks


def asks() -> bool:
    """Tell whether cards ask if they were right. Pages for the phone do not: there nobody could be told."""
    return taken() and not request.environ.get(PACKING)


def scripts() -> tuple[str, ...]:
    """Return the script of a page that holds answer cards."""
    return ("feedback.js",) if asks() else ()


def taken() -> bool:
    """Tell whether feedback and unanswered searches are kept."""
    config = of_app()
    return config.telling and config.user.feedback


def today() -> date:
    """Return the day by which things are counted."""
    return datetime.now(UTC).date()


def feedback(kb: KnowledgeBase, fact_id: str, *, right: bool, asked: str = "") -> None:
    """Count a voice. Raises UserDataError when it cannot be kept."""
    data = opened()
    data.feedback.add(fact_id, right=right, day=today(), asked=asked, known=known(kb))


def unanswered(kb: KnowledgeBase, query: str) -> None:
    """Keep a search without an answer, where that is wanted. Never raises: the page does not depend on it."""
    if not taken() or request.environ.get(PACKING):
        return
    try:
        opened().searches.add(query, today(), known(kb))
    except UserDataError as e:
        _log.error("search not kept", problem=str(e))


def opened() -> UserData:
    """Return the second database; on the first use of a day what is too old is removed. Raises UserDataError."""
    chosen = settings()
    data = UserData.open(chosen.path)
    if current_app.extensions.get(_EXTENSION) != today():
        current_app.extensions[_EXTENSION] = today()
        data.purge(today(), chosen.keep_days)
    return data
