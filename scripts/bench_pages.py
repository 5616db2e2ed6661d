"""Server time of the look-up pages: every address of the pack, of every fact and section, and the questions' searches.

The app is asked in this process, without a network: what is measured is routing, the page, its template, the headers and
the compression. One pass over all addresses goes before, so that what is kept per knowledge base is there, as it is after
the first minutes of a day. Pages are asked without their ETag. Run it by `scripts/bench pages`.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import logging
import os
import platform
import sys
import time
from collections import defaultdict
from urllib.parse import quote

import structlog
from flask import Flask
from flask.testing import FlaskClient

from kb.curation.corpus import default_root
from kb.evals import measures
from kb.evals import questions as q
from webapp import Config, create_app
from webapp.bundle import EXTENSION
from webapp.offline.gather import addresses

GOAL_MS = 10
OK = 200
SEARCHES = 200


def paths(app: Flask) -> list[str]:
    """Return every address that is looked up, each once."""
    kb = app.extensions[EXTENSION].get().kb
    with app.test_request_context():
        found = dict.fromkeys(addresses(app, kb))
    found |= dict.fromkeys(f"/fact/{i}" for i in kb.facts if not i.startswith("conflict/"))
    found |= dict.fromkeys(f"/manual/{m}/{anchor}" for m in kb.manuals for anchor in kb.sections.get(m, {}))
    texts = [x.text for x in q.load(default_root() / "questions.yaml")]
    found |= dict.fromkeys(f"/search?q={quote(t)}" for t in texts[:: max(1, len(texts) // SEARCHES)])
    return list(found)


def ask(client: FlaskClient, path: str) -> tuple[int, float, float]:
    """Return the status and the milliseconds of one page: by the clock, and of processor time."""
    began, worked = time.perf_counter(), time.thread_time()
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    _ = answer.data
    return answer.status_code, (time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000


def main() -> int:
    """Measure, and print a line for each kind of page; 1 when a kind misses the goal."""
    parser = argparse.ArgumentParser(prog="scripts/bench pages", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="of each page, the best counts (default: 3)")
    parser.add_argument("--slowest", type=int, default=5, metavar="N", help="pages to name (default: 5)")
    parser.add_argument("--fresh", action="store_true", help="draw each page anew, as for its first reader")
    wanted = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    config = Config(search_rate="1000000/minute", tell_rate="1000000/minute")
    app = create_app(dataclasses.replace(config, keep_bytes=0) if wanted.fresh else config)
    client = app.test_client()
    router = app.url_map.bind("localhost")
    all_paths = paths(app)
    print(
        f"Pinlight on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; "
        f"{len(all_paths)} addresses, the best of {wanted.runs} after one pass",
        flush=True,
    )
    by_endpoint: dict[str, list[float]] = defaultdict(list)
    work: dict[str, list[float]] = defaultdict(list)
    all_times: list[tuple[float, str]] = []
    failed = [p for p in all_paths if ask(client, p)[0] != OK]
    gc.collect()
    rounds = [[ask(client, path) for path in all_paths] for _ in range(wanted.runs)]
    for n, path in enumerate(all_paths):
        best = min(r[n][1] for r in rounds)
        endpoint, _ = router.match(path.partition("?")[0], method="GET")
        by_endpoint[str(endpoint)].append(best)
        work[str(endpoint)].append(min(r[n][2] for r in rounds))
        all_times.append((best, path))
    print(f"\n{'milliseconds':<28}{'pages':>7}{'p50':>8}{'p95':>8}{'max':>8}{'work p95':>10}")
    missed = []
    for endpoint, times in sorted(by_endpoint.items()):
        p50, p95 = measures.percentile(times, 50), measures.percentile(times, 95)
        # On a busy machine a page waits for the processor; what it needs of it says whether the page or the machine is slow.
        spent, over = measures.percentile(work[endpoint], 95), p95 >= GOAL_MS
        if over:
            missed.append(endpoint)
        print(
            f"{endpoint:<28}{len(times):>7}{p50:>8.1f}{p95:>8.1f}{max(times):>8.1f}{spent:>10.1f}{'  MISSED' if over else ''}"
        )
    times = [t for t, _ in all_times]
    p50, p95 = measures.percentile(times, 50), measures.percentile(times, 95)
    print(f"{'all':<28}{len(times):>7}{p50:>8.1f}{p95:>8.1f}{max(times):>8.1f}")
    for took, path in sorted(all_times, reverse=True)[: wanted.slowest]:
        print(f"{took:8.1f}  {path[:100]}")
    if failed:
        print(f"{len(failed)} addresses did not answer {OK}: {', '.join(failed[:5])}", file=sys.stderr)
    return int(bool(missed or failed))


if __name__ == "__main__":
    sys.exit(main())
