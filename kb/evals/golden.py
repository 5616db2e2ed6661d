"""The pairs that measure the import: the manufacturers' texts with the project's editions, and the golden manuals."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kb.curation.corpus import load
from kb.evals.extraction import Comparison, Score, compare
from kb.importing.api import Imported, imported, read_bytes, read_manual
from kb.model.errors import OriginalError
from kb.model.facts import Conflict, Fact

SUFFIXES = (".txt", ".md", ".html", ".pdf")


def default_folder() -> Path:
    """Return the project's own golden manuals."""
    return Path(__file__).resolve().parents[2] / "tests" / "golden" / "import"


def doubted(result: Imported) -> list[tuple[Fact, str]]:
    """Return the facts of an import with their doubts ("" for none)."""
    return [(f, result.found[f.id].doubt if f.id in result.found else "") for f in result.facts]


def originals(corpus: Path, folder: Path) -> Iterator[Comparison]:
    """Yield a comparison for each edition whose original stands in `folder`. Raises OriginalError when one is missing."""
    loaded = load(corpus)
    for document in loaded.documents:
        path = folder / document.meta.original.file
        if not path.is_file():
            raise OriginalError(f"{path}: missing. Put the originals there, or name their folder with --originals")
        reference = [f for f in loaded.facts if not isinstance(f, Conflict) and f.source.manual == document.meta.id]
        yield compare(document.meta.id, doubted(imported(read_manual(path))), reference)


def reference_of(told: list[dict[str, Any]]) -> list[Fact]:
    """Return the facts that a golden file lists; what it leaves out is empty."""
    out: list[Fact] = []
    for n, row in enumerate(told):
        source = {"manual": "golden", "edition": "", "section": "", "title": "", "lines": "0"}
        whole = {"id": f"golden/{row['kind']}/{n}", "devices": ["golden"], "source": source, **row}
        out.append(msgspec.convert(whole, Fact))
    return out


def files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each golden manual with what is told of it: `held`, `facts`, `questions`."""
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for suffix in SUFFIXES:
            manual = path.with_suffix(suffix)
            if manual.is_file():
                yield manual, told


def pairs(folder: Path) -> Iterator[tuple[Comparison, bool]]:
    """Yield a comparison for each golden manual, and whether it was held back while the recognisers were tuned."""
    for path, told in files(folder):
        result = imported(read_bytes(path.read_bytes(), path.name))
        yield compare(path.name, doubted(result), reference_of(told["facts"])), bool(told["held"])


def plain(comparison: Comparison, group: str) -> dict[str, object]:
    """Return a comparison as JSON values."""

    def row(score: Score) -> dict[str, object]:
        rates = {"precision": score.precision, "precision_sure": score.sure_precision, "recall": score.recall}
        return {
            **msgspec.structs.asdict(_Counts(score.kind, score.found, score.right, score.wanted)),
            **{k: None if math.isnan(v) else round(v, 4) for k, v in rates.items()},
        }

    return {
        "manual": comparison.manual,
        "group": group,
        "kinds": [row(s) for s in comparison.scores if s.found or s.wanted],
        "together": row(comparison.core),
        "wrong": [{"kind": k, "what": w, "doubt": d} for k, w, d in comparison.wrong],
        "missed": list(comparison.missed),
        "details": [
            {"kind": d.kind, "what": d.what, "compared": d.compared, "agreed": d.agreed} for d in comparison.details
        ],
    }


class _Counts(msgspec.Struct):
    kind: str
    found: int
    right: int
    wanted: int
