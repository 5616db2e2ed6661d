"""Search side by side: this engine, BM25 alone, vectors alone and txtai's hybrid, on the same texts and questions.

All are asked in one process, one question after the other; start and memory are taken from processes of their own that
open a saved index. Run it by `scripts/bench search`, which sees to the environment.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bench_http
import bench_peers as peers
from bench_peers import OURS, PEERS

from kb.bundle import entries, export, swap
from kb.bundle.entries import Entry
from kb.bundle.store import KnowledgeBase, open_bundle
from kb.curation.corpus import default_root
from kb.evals import beir, measures
from kb.evals import questions as q
from kb.model.facts import base_id
from kb.search.engine import Engine
from kb.search.plain import PlainIndex

LIMIT = 10
ALONE = 20  # questions that an engine answers in its own process before its memory is read
REFUSED = 0.02  # the share of answerable questions that may be refused (DESIGN.md section 9)
WARM_UP = ("warm up the engine", "one more question before it counts", "and a last one")
SPLITS = ("check", "learn", "all")


@dataclass
class Asked:
    """What an engine made of all questions: an outcome of each, and the score of its best text."""

    name: str
    outcomes: list[q.Outcome]
    best: list[float]
    threshold: float | None = None
    start_s: float | None = None
    peak_mb: float | None = None

    def figures(self, split: str) -> dict[str, float | None]:
        """The columns of the table. The engine itself must also have said that it answers; peers are let off that."""
        of_split = [(o, b) for o, b in zip(self.outcomes, self.best, strict=True) if split in {"all", o.question.split}]
        score = q.score(self.name, [o for o, _ in of_split])
        refused, abstained = score.refused, score.abstained
        if self.threshold is not None:
            refused, abstained = (share_below(self.threshold, of_split, unanswerable=u) for u in (False, True))
        return {
            "first": score.first,
            "in 3": score.third,
            "MRR": score.mrr,
            "nDCG@10": score.ndcg,
            "refused": refused,
            "abstained": abstained,
            "p50 ms": score.p50_ms,
            "p95 ms": score.p95_ms,
            "start s": self.start_s,
            "peak MB": self.peak_mb,
        }


def share_below(threshold: float, scored: Sequence[tuple[q.Outcome, float]], *, unanswerable: bool) -> float:
    """The share of questions whose best score is under the threshold."""
    found = [best < threshold for o, best in scored if o.question.unanswerable == unanswerable]
    return sum(found) / len(found) if found else float("nan")


def threshold(asked: Asked, refused: float) -> float:
    """The highest threshold that refuses at most this share of the answerable questions of the learn half."""
    learn = sorted(
        b
        for o, b in zip(asked.outcomes, asked.best, strict=True)
        if o.question.split == "learn" and not o.question.unanswerable
    )
    return learn[int(refused * len(learn))]


def ask_ours(kb: KnowledgeBase, questions: Sequence[q.Question]) -> Asked:
    """This engine, as the web app calls it."""
    engine = Engine(kb)
    for text in WARM_UP:
        engine.search(text)
    outcomes = q.ask(engine, questions, LIMIT)
    return Asked(OURS, outcomes, [0.0] * len(outcomes))


def ask_peer(
    name: str, search: peers.Search, rows: Sequence[Entry], owners: Sequence[int], questions: Sequence[q.Question]
) -> Asked:
    """A peer. Editions of a fact count once, and passages are left out of its lists, as every question has a fact that answers it."""
    for text in WARM_UP:
        search(text)
    asked = Asked(name, [], [])
    for question in questions:
        began = time.perf_counter()
        found = search(question.text)
        took = (time.perf_counter() - began) * 1000
        facts = [rows[owners[place]] for place, _ in found]
        ranked = tuple(dict.fromkeys(base_id(e.id) for e in facts if e.kind == "fact"))[:LIMIT]
        asked.outcomes.append(q.Outcome(question, ranked, answered=True, took_ms=took))
        asked.best.append(found[0][1] if found else float("-inf"))
    return asked


def texts_of(rows: Sequence[Entry], *, phrases: bool) -> tuple[list[str], list[int]]:
    """What peers index: what each entry says; or also its keywords, and each of people's phrases as a text of its own."""
    if not phrases:
        return [e.embedded() for e in rows], list(range(len(rows)))
    texts, owners = entries.texts(rows)
    first = {owner: place for place, owner in reversed(list(enumerate(owners)))}
    for owner, place in first.items():
        texts[place] = f"{texts[place]} {rows[owner].keywords}"
    return texts, owners


def start_and_memory(name: str, folder: Path) -> tuple[float, float | None]:
    """From the start of a process to its first answer over a saved index, and its peak memory after some more."""
    command = [sys.executable, peers.__file__, name, str(folder), str(time.time())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed in a process of its own:\n{done.stderr}")
    said = json.loads(done.stdout.splitlines()[-1])
    return said["start_s"], said["peak_mb"]


def side_by_side(split: str, folder: Path) -> list[tuple[str, dict[str, float | None]]]:
    """Every engine on the project's own questions."""
    kb, model = open_bundle(), export.model_folder()
    questions = q.load(default_root() / "questions.yaml")

    def own_folder(name: str) -> Path:
        made = folder / name
        made.mkdir()
        (made / "questions.json").write_text(json.dumps([x.text for x in questions[:ALONE]]), "utf-8")
        (made / "places.json").write_text(json.dumps({"model": str(model), "bundle": str(kb.folder)}), "utf-8")
        return made

    say(f"{OURS}: {len(questions)} questions")
    ours = ask_ours(kb, questions)
    ours.start_s, ours.peak_mb = start_and_memory(OURS, own_folder("ours"))
    table = [ours]
    refused = max(REFUSED, q.score("", [o for o in ours.outcomes if o.question.split == "learn"]).refused)
    for phrases in (False, True):
        texts, owners = texts_of(kb.entries, phrases=phrases)
        for peer in PEERS:
            name = peer.name + (" + phrases" if phrases else "")
            say(f"{name}: {len(texts)} texts")
            home = own_folder(name)
            peer.build(texts, home / "index", model)
            asked = ask_peer(name, peer.load(home / "index", model), kb.entries, owners, questions)
            asked.threshold = threshold(asked, refused)
            asked.start_s, asked.peak_mb = start_and_memory(peer.name, home)
            table.append(asked)
    return [(row.name, row.figures(split)) for row in table]


def benchmark(source: Path, folder: Path) -> list[tuple[str, dict[str, float | None]]]:
    """Every engine on a BEIR-format folder: this one without knowledge of devices. Start is the time to index all texts."""
    kb, model = open_bundle(), export.model_folder()
    corpus, queries, grades = beir.read(source)
    judged = {i: g for i, g in grades.items() if i in queries}
    say(f"{source.name}: {len(corpus)} texts, {len(judged)} judged queries")
    table: list[tuple[str, dict[str, float | None]]] = []

    def ours() -> Callable[[str], list[str]]:
        index = PlainIndex(corpus, kb.encoder, kb.english | kb.dictionary)
        return lambda query: [h.id for h in index.search(query, LIMIT)]

    def theirs(peer: peers.Peer) -> Callable[[str], list[str]]:
        texts = [f"{t.title}. {t.text}" if t.title else t.text for t in corpus]
        home = folder / peer.name
        peer.build(texts, home, model)
        search = peer.load(home, model)
        return lambda query: [corpus[place].id for place, _ in search(query)[:LIMIT]]

    for name, make in ((OURS, ours), *((p.name, lambda p=p: theirs(p)) for p in PEERS)):
        say(name)
        held, began = bench_http.held_mb(os.getpid()), time.perf_counter()
        search = make()
        indexed = time.perf_counter() - began
        for text in WARM_UP:
            search(text)
        ranked, times = {}, []
        for i in judged:
            began = time.perf_counter()
            ranked[i] = search(queries[i])
            times.append((time.perf_counter() - began) * 1000)

        def mean(measure: Callable[[list[str], dict[str, float]], float], ranked: Any = ranked) -> float:
            return sum(measure(ranked[i], judged[i]) for i in judged) / len(judged)

        table.append(
            (
                name,
                {
                    "nDCG@10": mean(lambda r, g: measures.ndcg_at(10, r, g)),
                    "hit@1": mean(lambda r, g: measures.success_at(1, r, g)),
                    "recall@10": mean(lambda r, g: measures.recall_at(10, r, g)),
                    "p50 ms": measures.percentile(times, 50),
                    "p95 ms": measures.percentile(times, 95),
                    "index s": indexed,
                    "MB added": (bench_http.held_mb(os.getpid()) or 0.0) - held if held else None,
                },
            )
        )
    return table


def show(table: Sequence[tuple[str, dict[str, float | None]]]) -> None:
    """The figures, then the same as ratios to this engine's."""
    columns = list(table[0][1])
    for title, base in (("", None), ("ratio to this engine", table[0][1])):
        print(f"\n{title:<31}" + "".join(f"{c:>10}" for c in columns))
        for name, row in table[1 if base else 0 :]:
            print(f"{name:<31}" + "".join(f"{cell(c, row[c], base):>10}" for c in columns))


def cell(column: str, value: float | None, base: dict[str, float | None] | None) -> str:
    """One figure, or its ratio to the one of the base."""
    if base is not None:
        against = base[column]
        return "–" if value is None or not against else f"{value / against:.2f}"
    if value is None:
        return "–"
    return f"{value:.0f}" if "MB" in column else f"{value:.1f}" if column.endswith((" ms", " s")) else f"{value:.3f}"


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"  {text} …", file=sys.stderr, flush=True)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench search", description=(__doc__ or "").split("\n", maxsplit=1)[0]
    )
    parser.add_argument("--split", choices=SPLITS, default="check", help="half of the questions (default: %(default)s)")
    parser.add_argument("--beir", type=Path, metavar="DIR", help="a folder with corpus.jsonl, queries.jsonl and qrels")
    wanted = parser.parse_args()
    # The model lies on this machine; txtai and sentence-transformers shall not look for it elsewhere.
    os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"})
    subprocess.run(
        [sys.executable, "-m", "kb.cli", "build", "--quiet", "--bundle", str(swap.default_root())], check=True
    )
    print(f"Pinlight on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True)
    with tempfile.TemporaryDirectory(prefix="pinlight-bench-") as folder:
        if wanted.beir:
            show(benchmark(wanted.beir, Path(folder)))
            print(
                "\nOne process; all-MiniLM-L6-v2 everywhere, by onnxruntime in this engine, by torch in the peers (one\n"
                "thread each). MB added: by indexing, torch included in the first peer that needs it."
            )
        else:
            show(side_by_side(wanted.split, Path(folder)))
            print(
                f"\nThe {wanted.split} half of corpus/questions.yaml. refused: answerable questions not answered; abstained: unanswerable\n"
                "ones not answered. Peers cannot abstain: each gets the best threshold on its score that refuses on the learn half\n"
                f"at most {REFUSED:.0%}, or what this engine refuses there, and its ranking is counted as if it never refused. “+ phrases”:\n"
                "with the keywords and people's phrases that this engine has. start: process to first answer over a saved index.\n"
                "Every engine embeds with one thread; nothing else of it is held back."
            )
    if hasattr(os, "getloadavg"):
        print(f"Load of the machine at the end: {os.getloadavg()[0]:.1f}. Other work on it makes times worse.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
