"""Query → understanding → exact look-up, BM25 and vectors → a cited answer, or "not in the manuals"."""
