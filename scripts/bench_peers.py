"""The engines that Pinlight is compared with, each behind the same three verbs: build, open, search.

Each peer is set up as its own documentation does. Imports wait until a peer is used, so that the memory of one is never
counted for another. `bench_peers.py ENGINE FOLDER BEGAN` opens one saved index in a process of its own, asks the
questions of FOLDER/questions.json and tells how long the first answer took since BEGAN, and its peak memory.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# A peer is asked for more texts than are wanted, because several may belong to one entry.
DEPTH = 50
KILOBYTE = 1024
Scored = list[tuple[int, float]]
Search = Callable[[str], Scored]


@dataclass(frozen=True)
class Peer:
    """`build` writes an index of texts into a folder; `load` opens it. Both take the folder of the embedding model.

    A search returns the places of texts with their scores, best first.
    """

    name: str
    build: Callable[[Sequence[str], Path, Path], None]
    load: Callable[[Path, Path], Search]


def _torch() -> None:
    """One thread, as this engine's encoder has, and no progress bars."""
    import torch
    from transformers.utils import logging

    torch.set_num_threads(1)
    logging.disable_progress_bar()


# --- BM25 alone: bm25s with its stop words, PyStemmer's English stemmer, its default k1 1.5 and b 0.75 ---


@cache
def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")


def _tokens(texts: Sequence[str] | str) -> Any:
    import bm25s

    return bm25s.tokenize(texts, stopwords="en", stemmer=_stemmer(), show_progress=False)


def _bm25_build(texts: Sequence[str], folder: Path, _model: Path) -> None:
    import bm25s

    index = bm25s.BM25()
    index.index(_tokens(list(texts)), show_progress=False)
    index.save(str(folder))


def _bm25_load(folder: Path, _model: Path) -> Search:
    import bm25s

    index = bm25s.BM25.load(str(folder))
    size = int(index.scores["num_docs"])

    def search(query: str) -> Scored:
        places, scores = index.retrieve(_tokens(query), k=min(DEPTH, size), show_progress=False)
        return [(int(p), float(s)) for p, s in zip(places[0], scores[0], strict=True) if s > 0]

    return search


# --- vectors alone: all-MiniLM-L6-v2 by sentence-transformers, exact inner products ---


def _model(model: Path) -> Any:
    _torch()
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(model), device="cpu")


def _vectors_build(texts: Sequence[str], folder: Path, model: Path) -> None:
    import numpy as np

    folder.mkdir()
    found = _model(model).encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
    np.save(folder / "vectors.npy", found)


def _vectors_load(folder: Path, model: Path) -> Search:
    import numpy as np

    encoder, vectors = _model(model), np.load(folder / "vectors.npy")

    def search(query: str) -> Scored:
        cosines = vectors @ encoder.encode(query, normalize_embeddings=True, show_progress_bar=False)
        return [(int(p), float(cosines[p])) for p in np.argsort(-cosines, kind="stable")[:DEPTH]]

    return search


# --- txtai: its hybrid of dense vectors and BM25, content off ---


def _txtai_build(texts: Sequence[str], folder: Path, model: Path) -> None:
    _torch()
    from txtai import Embeddings

    embeddings = Embeddings(hybrid=True, path=str(model), content=False)
    embeddings.index([(place, text, None) for place, text in enumerate(texts)])
    embeddings.save(str(folder))
    embeddings.close()


def _txtai_load(folder: Path, _model: Path) -> Search:
    _torch()
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(folder))

    def search(query: str) -> Scored:
        return [(int(p), float(s)) for p, s in embeddings.search(query, DEPTH)]

    return search


PEERS = (
    Peer("BM25 (bm25s)", _bm25_build, _bm25_load),
    Peer("vectors (MiniLM-L6)", _vectors_build, _vectors_load),
    Peer("txtai hybrid", _txtai_build, _txtai_load),
)


# --- one engine in a process of its own ---

OURS = "this engine"


def _ours(bundle: Path) -> Callable[[str], object]:
    from kb.bundle.store import open_folder
    from kb.search.engine import Engine

    return Engine(open_folder(bundle)).search


def peak_mb() -> float | None:
    """The most megabytes that this process held. getrusage would count what its parent held when it was started."""
    status = Path("/proc/self/status")
    if status.is_file():
        said = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(said.split()[1]) / KILOBYTE
    if sys.platform == "win32":
        return None
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (KILOBYTE**2 if sys.platform == "darwin" else KILOBYTE)


def alone(name: str, folder: Path, began: float) -> None:
    """Open, answer, and print the seconds to the first answer and the peak memory."""
    asked = json.loads((folder / "questions.json").read_text("utf-8"))
    place = json.loads((folder / "places.json").read_text("utf-8"))
    peer = next((p for p in PEERS if p.name == name), None)
    search = peer.load(folder / "index", Path(place["model"])) if peer else _ours(Path(place["bundle"]))
    search(asked[0])
    seconds = time.time() - began
    for question in asked[1:]:
        search(question)
    print(json.dumps({"start_s": seconds, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    alone(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
