"""Other people's benchmarks in the BEIR format: corpus.jsonl, queries.jsonl, qrels (a .tsv, or a folder of them)."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from pathlib import Path

import msgspec

from kb.bundle.encoder import Report, TextEncoder, quiet
from kb.evals import measures
from kb.model.errors import PinlightError
from kb.search.plain import PlainIndex, Text

# How many answers are judged.
_DEEP = 10


class BenchmarkError(PinlightError):
    """A benchmark folder cannot be read; the text names file and line."""


class BeirScores(msgspec.Struct, frozen=True):
    """Means over the judged queries, and times of a query in milliseconds."""

    name: str
    texts: int
    queries: int
    ndcg10: float
    hit1: float
    recall10: float
    p50_ms: float
    p95_ms: float


def _lines(path: Path) -> list[dict[str, object]]:
    if not path.is_file():
        raise BenchmarkError(
            f"{path}: missing. A BEIR folder holds corpus.jsonl, queries.jsonl and qrels.tsv (or qrels/*.tsv)"
        )
    out = []
    # Only a line feed ends a line of JSON: texts hold U+2028 and U+0085, which splitlines() takes for ends as well.
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if line.strip():
            try:
                out.append(msgspec.json.decode(line, type=dict[str, object]))
            except msgspec.DecodeError as e:
                raise BenchmarkError(f"{path}:{number}: not a JSON object ({e}). One object stands on each line") from e
    return out


def _id(row: dict[str, object], path: Path) -> str:
    for key in ("_id", "id", "doc_id", "query_id"):
        if key in row:
            return str(row[key])
    raise BenchmarkError(f"{path}: an entry has neither _id nor id: {str(row)[:80]}")


def read(folder: Path) -> tuple[list[Text], dict[str, str], dict[str, dict[str, float]]]:
    """Return texts, queries by id and judgements by query. Raises BenchmarkError."""
    corpus = [
        Text(_id(r, folder / "corpus.jsonl"), str(r.get("title") or ""), str(r.get("text") or r.get("contents") or ""))
        for r in _lines(folder / "corpus.jsonl")
    ]
    queries = {
        _id(r, folder / "queries.jsonl"): str(r.get("text") or r.get("query") or "")
        for r in _lines(folder / "queries.jsonl")
    }
    files = [p for p in (folder / "qrels.tsv", folder / "qrels" / "test.tsv") if p.is_file()] or sorted(
        (folder / "qrels").glob("*.tsv")
    )
    if not files:
        raise BenchmarkError(f"{folder}: no qrels.tsv and no qrels/*.tsv")
    rows = files[0].read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
    grades: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for number, row in enumerate(csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        # "query doc grade", or the TREC form "query 0 doc grade"; a head line has no number at its end.
        if len(row) < 3 or not row[-1].strip().lstrip("-").replace(".", "", 1).isdigit():  # noqa: PLR2004 - the three columns
            if number > 1 and row:
                raise BenchmarkError(f"{files[0]}:{number}: {row!r} is not query, text and grade, separated by tabs")
            continue
        if float(row[-1]) > 0:
            grades[row[0]][row[-2]] = float(row[-1])
    return corpus, queries, dict(grades)


def run(
    folder: Path,
    encoder: TextEncoder,
    english: frozenset[str] = frozenset(),
    report: Report = quiet,
) -> BeirScores:
    """Index a benchmark's texts, ask its judged queries, and score the answers; `report` hears how far embedding is.

    A text that is the query itself, under the same id (ArguAna asks with texts of its collection), is not counted as found.
    """
    corpus, queries, grades = read(folder)
    if not corpus:
        raise BenchmarkError(f"{folder / 'corpus.jsonl'}: holds no text")
    index = PlainIndex(corpus, encoder, english, report=report)
    itself = {t.id for t in corpus if t.id in queries and " ".join(queries[t.id].split()) in " ".join(t.text.split())}
    ndcg, hit, recall, times = [], [], [], []
    for query, judged in grades.items():
        if query not in queries:
            continue
        start = time.perf_counter()
        found = index.search(queries[query], _DEEP + (query in itself))
        times.append((time.perf_counter() - start) * 1000)
        ranked = [h.id for h in found if h.id != query or query not in itself]
        ndcg.append(measures.ndcg_at(_DEEP, ranked, judged))
        hit.append(measures.success_at(1, ranked, judged))
        recall.append(measures.recall_at(_DEEP, ranked, judged))
    if not ndcg:
        raise BenchmarkError(f"{folder}: no query of queries.jsonl is judged in the qrels")

    def mean(values: list[float]) -> float:
        return sum(values) / len(values)

    return BeirScores(
        folder.name,
        len(corpus),
        len(ndcg),
        mean(ndcg),
        mean(hit),
        mean(recall),
        measures.percentile(times, 50),
        measures.percentile(times, 95),
    )
