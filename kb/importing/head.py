"""The head of a draft, filled in by a person: what the cover prints and the import did not find."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from kb.extract.slugs import ID, slug
from kb.importing.decide import visible
from kb.importing.front import TODO
from kb.importing.review import Draft, ReviewError, read

# What a person may fill in; the rest of the head follows from the file.
KEYS = ("title", "short", "edition", "date", "maker", "market", "tag", "devices")
MAX = 200


def fill(draft: Draft, values: Mapping[str, str]) -> str:
    """Return the draft's text with keys of its head changed. Raises ReviewError for another key or a head that cannot be read."""
    lines = draft.text.split("\n")
    end = lines.index("---", 1)
    for key, value in values.items():
        said = re.sub(r"\s+", " ", visible(value)).strip()
        at = next((n for n in range(1, end) if lines[n].startswith(f"{key}:")), None)
        if key not in KEYS or at is None:
            raise ReviewError(draft.file, 1, f"{key[:40]!r} is not filled in by hand", f"Fill in {', '.join(KEYS)}")
        if len(said) > MAX:
            raise ReviewError(draft.file, at + 1, f"{key} has {len(said)} characters", f"Write at most {MAX}")
        ids = re.split(r"[\s,]+", said) if key == "devices" else [said] if key == "tag" and said else []
        bad = next((i for i in ids if not ID.match(i)), None)
        if bad is not None:
            raise ReviewError(
                draft.file,
                at + 1,
                f"{key}: {bad!r} is not lower case letters, digits, dots and dashes",
                f"Write {slug(bad) or 'a-name'!r}",
            )
        if key == "devices":
            names = [json.dumps(n, ensure_ascii=False) for n in ids]
            lines[at] = f"devices: [{', '.join(names)}]"
        else:
            lines[at] = f"{key}: {json.dumps(said, ensure_ascii=False) if said or key != 'date' else 'null'}"
    text = "\n".join(lines)
    read(text, draft.file)
    return text


def missing(draft: Draft) -> dict[str, str]:
    """Return the keys of the head that are still TODO, with what stands there."""
    meta = draft.document.meta
    told = {"title": meta.title, "short": meta.short, "edition": meta.edition, "maker": meta.maker}
    return {k: v for k, v in told.items() if TODO in v.split()}
