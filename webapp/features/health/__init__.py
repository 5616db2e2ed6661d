"""Whether the app can answer, for the machine that watches it."""
