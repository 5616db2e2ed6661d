"""`.remedies` and `.faqs` tables → Remedy, Faq."""

from __future__ import annotations

from kb.extract.rows import Columns, Row
from kb.model.facts import Faq, Remedy

REMEDY_COLUMNS = Columns(("id", "symptom", "checks"), ("escalate_to",))
FAQ_COLUMNS = Columns(("id", "question", "answer"))


def build_remedy(row: Row) -> Remedy | None:
    """Build one remedy; checks keep the manual's order."""
    return Remedy(
        **row.base("remedy", row["id"]),
        symptom=row["symptom"],
        checks=row.parts("checks"),
        escalate_to=row["escalate_to"],
    )


def build_faq(row: Row) -> Faq | None:
    """Build one question with its answer."""
    return Faq(**row.base("faq", row["id"]), question=row["question"], answer=row["answer"])
