"""`.alarms` tables → Alarm."""

from __future__ import annotations

import re

from kb.extract import lamps
from kb.extract.rows import Columns, Row
from kb.extract.slugs import slug
from kb.extract.words import safety
from kb.model.facts import Alarm

COLUMNS = Columns(("name", "cause", "actions"), ("id", "code", "aliases", "effect", "recovery", "safety", "lamp"))


def build(row: Row) -> Alarm | None:
    """Build one alarm; actions keep the manual's order."""
    aliases = tuple(a.strip() for a in re.split(r"[;,]", row["aliases"]) if a.strip())
    return Alarm(
        **row.base("alarm", row["id"] or slug(row["code"] or row["name"])),
        name=row["name"],
        code=row["code"],
        aliases=aliases,
        cause=row["cause"],
        effect=row["effect"],
        recovery=row["recovery"],
        actions=row.parts("actions"),
        safety=safety(row),
        lamp=lamps.read(row, "lamp"),
    )
