"""Text → vectors while serving: tokenizers and onnxruntime, no torch."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from kb.bundle.session import open_session
from kb.model.errors import BundleError

Vectors = NDArray[np.float32]
# The model was trained on sequences of at most 256 word pieces; what stands beyond is not read.
MAX_TOKENS = 256
Report = Callable[[str, int, int], None]
"""Hears how far a work is: what is done, how many of it are, and of how many."""
# Texts that are embedded between two reports of how far it is.
_PART = 128


def quiet(_what: str, _done: int, _total: int) -> None:
    """Report to nobody."""


class TextEncoder(Protocol):
    """Anything that turns texts into unit vectors."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, shape (len(texts), dimension), float32."""
        ...


class Encoder:
    """The bundle's sentence encoder. One instance serves all threads: an onnxruntime session may be run concurrently."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        """Open `model.onnx` and `tokenizer.json` of a folder. Raises BundleError when they cannot be read."""
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session = open_session(folder / "model.onnx", threads)
        except Exception as e:
            raise BundleError(f"{folder}: the encoder cannot be opened ({e}). Run `pinlight build` again") from e
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        # A graph for one text at a time has no mask (kb.bundle.bert).
        self._inputs = [i.name for i in self._session.get_inputs()]
        self.dimension = int(self._session.get_outputs()[0].shape[-1])

    def encode_all(self, texts: Sequence[str], workers: int) -> Vectors:
        """Return the same as `encode`, worked out by several threads: short texts gain little from two cores at one text."""
        share = -(-len(texts) // max(1, workers))
        parts = [texts[n : n + share] for n in range(0, len(texts), share)] if texts else []
        with ThreadPoolExecutor(max(1, workers)) as pool:
            return np.concatenate([np.zeros((0, self.dimension), dtype=np.float32), *pool.map(self.encode, parts)])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector for each text, shape (len(texts), dimension), float32."""
        out = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # One text at a time: int8 scales activations by what a batch holds, so in a batch a text's vector would depend on
        # its company, and a passage embedded again alone after an edit would not get the vector it had.
        for n, text in enumerate(texts):
            encoded = self._tokenizer.encode(text)
            fed = {"input_ids": encoded.ids, "attention_mask": encoded.attention_mask}
            (vector,) = self._session.run(None, {i: np.array([fed[i]], dtype=np.int64) for i in self._inputs})
            out[n] = vector[0] / max(float(np.linalg.norm(vector[0])), 1e-12)
        return out


def encode_parts(texts: Sequence[str], encoder: TextEncoder, report: Report) -> Vectors:
    """Return what `encode` does, worked out by all cores part by part; `report` hears "embedding" and how far it is."""
    parts = []
    for at in range(0, len(texts), _PART):
        report("embedding", at, len(texts))
        part = texts[at : at + _PART]
        parts.append(
            encoder.encode_all(part, os.cpu_count() or 1) if isinstance(encoder, Encoder) else encoder.encode(part)
        )
    report("embedding", len(texts) or 1, len(texts) or 1)
    return np.concatenate(parts) if texts else encoder.encode([])
