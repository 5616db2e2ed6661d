"""Disagreements between manuals, with both readings."""
