"""Two editions side by side, fact by fact."""
