"""The offline pack: every page that must work without signal, as the server renders it, and the names to look up."""

# Marks a request that the app makes of itself to render a page for the pack: neither counted nor limited.
PACKING = "pinlight.packing"
