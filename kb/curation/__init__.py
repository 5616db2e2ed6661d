"""Corpus files ↔ model: loading, cross-file checks, coverage, conflicts, audit against the originals."""
