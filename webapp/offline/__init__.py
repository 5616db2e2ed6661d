"""The offline pack: every page that must work without signal, as the server renders it, and the names to look up."""
