"""The vectors of what people say of causes and of other matters, kept in the bundle: a letter is compared with them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from kb.curation.fault_types import FaultModel

NAME = "said"
"""The name under which a bundle keeps them."""
Vectors = NDArray[np.float32]


def texts(models: Iterable[FaultModel]) -> tuple[str, ...]:
    """Return the names of all causes and of choices that people's words are kept of, and these words, each once."""
    out: dict[str, None] = {}
    for model in models:
        out.update(dict.fromkeys(x for c in model.causes for x in (c.name, *c.said)))
        out.update(dict.fromkeys(x for t in model.tests for c in t.choices if c.said for x in (*c.said, c.label)))
    return tuple(out)


def key(text: str) -> str:
    """Return the key under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def pack(said: Sequence[str], vectors: Vectors) -> str:
    """Write vectors, shape (len(said), dimension), as JSON: key → half-precision numbers in base64."""
    halves = vectors.astype(np.float16)
    return msgspec.json.encode(
        {key(t): base64.b64encode(v.tobytes()).decode() for t, v in zip(said, halves, strict=True)}
    ).decode()


def unpack(raw: str) -> dict[str, NDArray[np.float32]]:
    """Read what `pack` wrote: key → vector; an empty text holds none."""
    kept = msgspec.json.decode(raw, type=dict[str, str]) if raw else {}
    return {k: np.frombuffer(base64.b64decode(v), dtype=np.float16).astype(np.float32) for k, v in kept.items()}
