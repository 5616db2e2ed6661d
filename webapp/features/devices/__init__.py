"""Devices: everything the manuals say about one product, and what they do not say."""
