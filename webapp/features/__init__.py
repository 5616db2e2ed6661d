"""One folder per feature: routes.py (addresses and data), pages.py (what a page shows), templates/ (how)."""
