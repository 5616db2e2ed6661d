"""Document → facts: one file per fact kind, found through the registry."""
