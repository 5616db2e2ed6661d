"""Calculators: the list, and a page for each with form, result, working and sources."""
