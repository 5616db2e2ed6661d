"""What an address of the troubleshooter says: role, answers by test id, what was seen elsewhere. Bounded, and never an error."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from kb.bundle.store import KnowledgeBase
from kb.diagnose.api import PROBLEM
from kb.diagnose.model import ROLES
from kb.diagnose.observation import read_lamp, write_lamp
from kb.model.errors import QueryError
from kb.model.facts import Alarm, Lamp

ROLE, LAMP, ALARM = "role", "lamp", "alarm"
RESERVED = (ROLE, LAMP, ALARM)
"""Names in the address that no test or repair may bear."""
MAX_ANSWERS = 60  # the largest model has some forty tests and repairs
MAX_LAMPS = 24
MAX_ID = 80
LAY = ROLES[0]
ROLE_WORDS: Mapping[str, str] = {"lay": "Home owner", "installer": "Installer", "support": "Support"}


@dataclass(frozen=True)
class Asked:
    """An address, read. `notes` say what of it could not be used."""

    role: str = LAY
    answers: Mapping[str, str] = field(default_factory=dict)
    lamps: tuple[Lamp, ...] = ()
    alarm: Alarm | None = None
    notes: tuple[str, ...] = ()


def read(kb: KnowledgeBase, args: MultiDict[str, str]) -> Asked:
    """Read an address; what cannot be used is left out and said."""
    notes: list[str] = []
    role = _text(args.get(ROLE, "")) or LAY
    if role not in ROLES:
        notes.append(f"There is no role {_short(role)}: this is what a home owner sees.")
        role = LAY
    return Asked(role, _answers(args, notes), _lamps(args.getlist(LAMP), notes), _alarm(kb, args, notes), tuple(notes))


def _answers(args: MultiDict[str, str], notes: list[str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    names = [n for n in args if n not in RESERVED]
    if len(names) > MAX_ANSWERS:
        notes.append(f"The address holds {len(names)} answers; the first {MAX_ANSWERS} were read.")
    for raw in names[:MAX_ANSWERS]:
        values = list(dict.fromkeys(_text(v) for v in args.getlist(raw)[:MAX_ANSWERS]))
        name = _text(raw)
        if len(values) > 1:
            notes.append(f"{_short(name)} is answered in {len(values)} ways; the first was taken.")
        if len(name) > MAX_ID or len(values[0]) > MAX_ID:
            notes.append(f"{_short(name)} = {_short(values[0])} is too long to be an answer and was left out.")
        elif name and values[0]:
            answers[name] = values[0]
    return answers


def _lamps(given: list[str], notes: list[str]) -> tuple[Lamp, ...]:
    lamps: dict[str, Lamp] = {}
    if len(given) > MAX_LAMPS:
        notes.append(f"The address tells of {len(given)} lamps; the first {MAX_LAMPS} were read.")
    for raw in given[:MAX_LAMPS]:
        try:
            lamp = read_lamp(_text(raw)[:MAX_ID])
        except QueryError as e:
            notes.append(f"A lamp was left out: {e}.")
        else:
            lamps.setdefault(lamp.indicator.casefold(), lamp)
    return tuple(lamps.values())


def _alarm(kb: KnowledgeBase, args: MultiDict[str, str], notes: list[str]) -> Alarm | None:
    named = _text(args.get(ALARM, ""))
    if not named:
        return None
    found = kb.facts.get(named)
    if isinstance(found, Alarm):
        return found
    notes.append(f"There is no alarm {_short(named)} (any more).")
    return None


def _text(raw: str) -> str:
    """Return at most a little more than an id can hold, in one line, without what cannot be seen."""
    cut = raw[: MAX_ID + 1].strip()
    return "".join(c for c in cut if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})


def _short(text: str) -> str:
    return f"“{text[:30]}…”" if len(text) > 30 else f"“{text}”"  # noqa: PLR2004 - enough to recognise it


def query(
    role: str, answers: Mapping[str, str] | None = None, lamps: Iterable[Lamp] = (), alarm: Alarm | None = None
) -> str:
    """Return the query of an address, with the question mark."""
    pairs = [(ROLE, role), *(answers or {}).items(), *((LAMP, write_lamp(x)) for x in lamps)]
    if alarm is not None:
        pairs.append((ALARM, alarm.id))
    return f"?{urlencode(pairs)}"


def session_url(device: str, query_: str) -> str:
    """Return the address of a session."""
    return url_for("trouble.session", device_id=device) + query_


def tree_url(device: str, role: str, problem: str = "", form: str = "tree") -> str:
    """Return the address of a tree: its page, or its `tree_svg`, `tree_md`, `tree_json`."""
    pairs = [(ROLE, role), *([(PROBLEM, problem)] if problem else [])]
    return f"{url_for(f'trouble.{form}', device_id=device)}?{urlencode(pairs)}"
