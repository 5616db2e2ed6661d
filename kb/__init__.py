"""Pinlight's library: manuals as facts, an index over them, and answers with the place in the manual."""

__version__ = "0.1.0"
