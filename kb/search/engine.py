"""The search engine over one opened bundle (stub while the ranking is being written)."""

from __future__ import annotations

import time

import numpy as np

from kb.bundle.analysis import terms
from kb.bundle.store import KnowledgeBase
from kb.curation import statements
from kb.model.facts import to_json as fact_json
from kb.search.answer import Answer, Reading, Result


class Engine:
    """Answers questions from one bundle; safe to use from many threads."""

    def __init__(self, kb: KnowledgeBase) -> None:
        """Keep the bundle; indexes open on first use."""
        self.kb = kb

    def search(self, query: str, device: str | None = None, limit: int = 10) -> Answer:
        """Answer one question."""
        start = time.perf_counter()
        scores = self.kb.lexical.scores(dict.fromkeys(terms(query), 1.0))
        results = []
        for n in np.argsort(-scores)[:limit]:
            entry = self.kb.entries[int(n)]
            if scores[n] <= 0 or entry.kind != "fact":
                continue
            fact = self.kb.facts[entry.id]
            results.append(Result(entry.kind, fact.id, statements.title(fact), statements.text(fact), fact_json(fact), fact.devices, fact.source,
                                  float(scores[n]), self.kb.conflict_of.get(fact.id)))  # fmt: skip
        return Answer(query, Reading(device=device), bool(results), tuple(results), (time.perf_counter() - start) * 1000)
