"""Whether the app can answer, and what it has counted, for the machine that watches it."""
