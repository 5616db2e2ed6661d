"""Manuals: contents and section reader."""
