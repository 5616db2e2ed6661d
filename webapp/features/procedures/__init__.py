"""Procedures: safety first, then steps to tick off."""
