"""Connectors: which pin is which, drawn as the socket is seen."""
