"""What an address of the troubleshooter says: role, answers by test id, what was seen elsewhere. Bounded, and never an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from kb.diagnose import observe, weighed
from kb.diagnose.model import PROBLEM, ROLES

ROLE, LAMP = "role", "lamp"
RESERVED = (ROLE, LAMP, observe.ALARM, observe.SAID, PROBLEM, weighed.NAME)
"""Names in the address that no test or repair may bear."""
MAX_ANSWERS = 60  # the largest model has some forty tests and repairs
MAX_LAMPS = 24
MAX_ID = 80
MAX_SAID = 500  # a sentence
LAY = ROLES[0]
ROLE_WORDS: Mapping[str, str] = {"lay": "Home owner", "installer": "Installer", "support": "Support"}


@dataclass(frozen=True)
class Asked:
    """An address, read: `seen` are what other pages or a ticket tell, in the engine's keys (kb/diagnose/observe.py).

    `notes` say what of the address could not be used; `weighed` is what a ticket's words made likely (kb/diagnose/weighed.py).
    """

    role: str = LAY
    answers: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weighed: str = ""


def read(args: MultiDict[str, str]) -> Asked:
    """Read an address; what cannot be used is left out and said."""
    notes: list[str] = []
    role = _text(args.get(ROLE, "")) or LAY
    if role not in ROLES:
        notes.append(f"There is no role {_short(role)}: this is what a home owner sees.")
        role = LAY
    seen = _lamps(args.getlist(LAMP), notes)
    answers: dict[str, str] = {}
    names = [n for n in args if n not in {ROLE, LAMP, weighed.NAME}]
    if len(names) > MAX_ANSWERS:
        notes.append(f"The address holds {len(names)} answers; the first {MAX_ANSWERS} were read.")
    for raw in names[:MAX_ANSWERS]:
        longest = MAX_SAID if raw == observe.SAID else MAX_ID
        values = list(dict.fromkeys(_text(v, longest) for v in args.getlist(raw)[:MAX_ANSWERS]))
        name = _text(raw)
        if len(values) > 1:
            notes.append(f"{_short(name)} is answered in {len(values)} ways; the first was taken.")
        if len(name) > MAX_ID or len(values[0]) > longest:
            notes.append(f"{_short(name)} = {_short(values[0])} is too long to be an answer and was left out.")
        elif name and values[0]:
            (seen if observe.is_words(name) else answers)[name] = values[0]
    return Asked(role, answers, seen, tuple(notes), _text(args.get(weighed.NAME, ""), weighed.MAX_TEXT))


def _lamps(given: list[str], notes: list[str]) -> dict[str, str]:
    """Return `NAME:color:pattern` in the engine's key and words; colour and pattern may be empty."""
    seen: dict[str, str] = {}
    if len(given) > MAX_LAMPS:
        notes.append(f"The address tells of {len(given)} lamps; the first {MAX_LAMPS} were read.")
    for raw in given[:MAX_LAMPS]:
        name, _, look = _text(raw).partition(":")
        said = " ".join(x for x in look.replace(":", " ").split() if x != "any")
        if name.strip() and said:
            seen.setdefault(f"{observe.LAMP}{name.strip()}", said)
        elif not name.strip():
            notes.append(f"{_short(_text(raw))} names no lamp and was left out.")
    return seen


def _text(raw: str, longest: int = MAX_ID) -> str:
    """Return at most a little more than may be used, in one line, without what cannot be seen."""
    cut = raw[: longest + 1].strip()
    return "".join(c for c in cut if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def _short(text: str) -> str:
    return f"“{text[:30]}…”" if len(text) > 30 else f"“{text}”"  # noqa: PLR2004 - enough to recognise it


def query(role: str, answers: Iterable[tuple[str, str]] = ()) -> str:
    """Return the query of an address, with the question mark. What was seen of lamps stands in the engine's own keys."""
    return f"?{urlencode([(ROLE, role), *answers])}"


def session_url(device: str, query_: str) -> str:
    """Return the address of a session."""
    return url_for("trouble.session", device_id=device) + query_


def tree_url(device: str, role: str, problem: str = "", form: str = "tree") -> str:
    """Return the address of a tree: its page, or its `tree_svg`, `tree_md`, `tree_json`."""
    pairs = [(ROLE, role), *([(PROBLEM, problem)] if problem else [])]
    return f"{url_for(f'trouble.{form}', device_id=device)}?{urlencode(pairs)}"
