"""Names → the readable parts of ids."""

from __future__ import annotations

import re
import unicodedata

ID = re.compile(r"^[a-z0-9][a-z0-9.\-]*$")


def slug(text: str) -> str:
    """Return lower-case letters, digits and dots joined by dashes: `COM1/COM2` → `com1-com2`, `BAT-` → `bat-minus`."""
    text = re.sub(r"(?<=\w)\+(?=\W|$)", "-plus", text.strip())
    text = re.sub(r"(?<=\w)[-\u2212](?=$)", "-minus", text)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "-", text).strip("-.")
