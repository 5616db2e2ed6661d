"""Search: the question, its reading, the answers."""
