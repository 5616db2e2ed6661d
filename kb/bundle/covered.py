"""Whether a letter is one that the manuals cover, by the meaning of the whole: a classifier fitted to `corpus/letters` at the build.

It weighs beside what is looked up (kb/suggest/coverage.py) and decides nothing alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kb.bundle.classifier import Neighbours
from kb.model.device import Device
from kb.model.letter import Letter

NAME = "covered-weights"
"""The name under which a bundle keeps them."""
# How freely the classifier follows its letters, and how far a letter speaks. Each file of letters judged by the others, a straight
# line parts 90 of 100 pairs (covered, other one) of letters that name a product, this one 95; the curve still rises with more letters.
FREEDOM, WIDTH = 4.0, 2.0
LOOKED_AT = 600
"""So many characters of a letter say what it is about; the encoder reads about as many."""
_QUOTED = re.compile(
    r"^\s*>.*$|^\s*(?:-{2,}\s*(?:original|forwarded) message[\s\S]*|on .{3,120} wrote:[\s\S]*)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKUP = re.compile(r"<[^<>]{0,400}>")


def names_in(devices: Iterable[Device]) -> re.Pattern[str]:
    """Return what finds the products' names: with them every letter would be nearest to those that name the same product."""
    names = {n for d in devices for n in (d.name, d.short, *d.aliases) if n}
    longest_first = "|".join(re.escape(n) for n in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\w)(?:{longest_first or '(?!)'})(?!\w)", re.IGNORECASE)


def plain(subject: str, text: str, names: re.Pattern[str]) -> str:
    """Return what is compared of a letter: the author's words without the products' names."""
    own = _MARKUP.sub(" ", _QUOTED.sub(" ", text))
    # A lone surrogate cannot be encoded.
    whole = f"{subject}. {own}".encode("utf-8", "replace").decode()
    return " ".join(names.sub(" ", whole).split())[:LOOKED_AT]


def texts(letters: Sequence[Letter], devices: Iterable[Device]) -> list[str]:
    """Return what is compared of each letter."""
    names = names_in(devices)
    return [plain(x.subject, x.body, names) for x in letters]


def key(letters: Sequence[Letter], said: Sequence[str], model: str) -> str:
    """Return what the weights depend on, as a hash."""
    return hashlib.sha256(msgspec.json.encode(([x.expect for x in letters], said, model, FREEDOM, WIDTH))).hexdigest()


def fit(letters: Sequence[Letter], vectors: NDArray[np.float32]) -> Neighbours | None:
    """Fit the classifier to letters with their vectors, shape (len(letters), dimension); None when there are not both kinds."""
    labels = [x.expect != "none" for x in letters]
    if len(set(labels)) < 2:  # noqa: PLR2004 - covered or not
        return None
    from sklearn.svm import SVC

    found = SVC(C=FREEDOM, gamma=WIDTH, class_weight="balanced").fit(vectors, labels)
    return Neighbours(
        found.support_vectors_.astype(np.float32),
        found.dual_coef_[0].astype(np.float32),
        float(found.intercept_[0]),
        WIDTH,
    )
