"""What somebody looked at and found right speaks against the causes whose repair would be just that.

"Cables OK, voltage equal, both pressed together" tells of no fault, and its words are those of the faults it rules out. So
such a sentence is not compared with what people say of causes; its clauses are compared with the names and steps of the repairs, and
the causes that the nearest of them would mend become less likely. People look wrongly, so they stay possible.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.diagnose.model import Floats, Model

# A clause means a repair from this cosine on, and those that are nearly as near: one lead of six kinds.
MEANT = 0.3
AS_NEAR = 0.12
# How likely a cause stays of which somebody says that it was looked at.
STILL = 0.3
_CLAUSES = re.compile(r"[,;.]\s+|\s+and\s+|\s*[()]\s*")
# Repairs speak of settings, people of the menu they stand in.
_MENU = re.compile(r"\bmenus?\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{3,}", re.IGNORECASE)


def factors(kb: KnowledgeBase, model: Model, sentences: Sequence[str]) -> Floats:
    """Return by what the prior of each cause (something else last) is multiplied, after what was found right."""
    out = np.ones(len(model.source.causes) + 1)
    clauses = [c for s in sentences for c in _CLAUSES.split(s) if _WORD.search(c)]
    if not (clauses and model.fixes):
        return out
    starts, texts = kept(kb, (factors, model.id), lambda: _texts(kb, model))
    for clause in kb.encoder.encode([_MENU.sub("setting in the inverter", c) for c in clauses]):
        near = np.maximum.reduceat(texts @ clause, starts)
        top = float(near.max())
        done = {f.id for f, x in zip(model.fixes, near, strict=True) if top >= MEANT and x >= top - AS_NEAR}
        for n, cause in enumerate(model.source.causes):
            if cause.repair in done:
                out[n] = STILL
    return out


def _texts(kb: KnowledgeBase, model: Model) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return where each repair's texts begin, and the vectors of all: its name and its steps."""
    own = [[f.name, *f.steps] for f in model.fixes]
    starts = np.cumsum([0, *(len(x) for x in own[:-1])])
    return starts, kb.encoder.encode([x for texts in own for x in texts])
