"""Search over HTTP: how long eight clients wait for /api/v1/search, how soon the server answers, what it holds.

The server runs as `scripts/serve` runs it, in a process of its own; the clients are threads of this one. Every question
is sent once, so that nothing is answered from what an earlier question left behind. Run it by `scripts/bench http`.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import bench_build
from bench_build import GIVE_UP_S, MEGABYTE, Row

from kb.bundle import swap
from kb.curation.corpus import default_root
from kb.evals import measures
from kb.evals import questions as q

CLIENTS = 8
REQUESTS = 800
PACE = 50.0
MEDIAN_MS, SLOW_MS, START_S, HELD_MB = 15, 50, 1.5, 350  # the goals of DESIGN.md section 9
OK = 200
# What scripts/serve starts, but for the limit of 120 searches a minute from one address: all clients have the same here.
SERVE = """
import functools, sys
from webapp import server
server.Config = functools.partial(server.Config, search_rate="1000000/minute")
server.serve(port=int(sys.argv[1]))
"""


@dataclass
class Load:
    """Requests sent by all clients together; `times` are milliseconds."""

    port: int
    questions: Iterator[str]
    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, requests: int, pace: float | None) -> float:
        """Send the requests and return the seconds it took.

        Without a pace each client asks again as soon as it is answered. With one, requests are due at fixed moments and
        their time counts from then on, also while they wait for a free client.
        """
        began = time.perf_counter()
        due: list[float | None] = [began + n / pace if pace else None for n in range(requests)]
        parts = [due[n::CLIENTS] for n in range(CLIENTS)]
        threads = [threading.Thread(target=self._client, args=(part,)) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failed:
            raise SystemExit(f"{len(self.failed)} of {requests} requests failed, the first by {self.failed[0]}")
        return time.perf_counter() - began

    def _client(self, due: Sequence[float | None]) -> None:
        """One client with one connection that is kept."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=GIVE_UP_S)
        try:
            for moment in due:
                with self.lock:
                    text = next(self.questions)
                if moment is not None:
                    time.sleep(max(0.0, moment - time.perf_counter()))
                began = time.perf_counter() if moment is None else moment
                self._ask(connection, text)
                self.times.append((time.perf_counter() - began) * 1000)
        except (OSError, http.client.HTTPException) as e:
            self.failed.append(f"{type(e).__name__}: {e}")
        finally:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, text: str) -> None:
        connection.request("GET", f"/api/v1/search?q={quote(text)}")
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != OK:
            self.failed.append(f"{answer.status} for {text!r}")
        else:
            json.loads(body)


def distinct() -> Iterator[str]:
    """The project's questions, then the same with a word more: none is asked twice."""
    texts = [x.text for x in q.load(default_root() / "questions.yaml")]
    rounds = itertools.chain(("", "please", "thanks"), (f"ticket {n}" for n in itertools.count(1000)))
    return (f"{text} {more}".strip() for more in rounds for text in texts)


def held_mb(pid: int) -> float | None:
    """The megabytes that a process holds now."""
    status = Path(f"/proc/{pid}/status")
    if not status.is_file():
        return None
    said = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmRSS"))
    return int(said.split()[1]) * 1024 / MEGABYTE


def measure(requests: int, pace: float) -> list[Row]:
    """Start a server, load it, and end it."""
    port, questions = bench_build.free_port(), distinct()
    rows = [Row("start to first page", "s", START_S), Row("start to first search", "s")]
    began = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for row, path in zip(rows, ("/", "/api/v1/search?q=covp"), strict=True):
            bench_build.fetch(f"http://127.0.0.1:{port}{path}", began)
            row.values.append(time.perf_counter() - began)
        say("warming up")
        Load(port, questions).run(10 * CLIENTS, None)
        for name, wanted in ((f"{CLIENTS} clients, no pause", None), (f"{CLIENTS} clients, {pace:g} requests/s", pace)):
            say(f"{name}, {requests} requests")
            load = Load(port, questions)
            seconds = load.run(requests, wanted)
            for share, goal in ((50, MEDIAN_MS), (95, SLOW_MS)):
                rows.append(Row(f"{name}: p{share}", "ms", goal, [measures.percentile(load.times, share)]))
            rows.append(Row(f"{name}: answered a second", "", None, [requests / seconds]))
        held = held_mb(server.pid)
        rows.append(Row("memory of the server afterwards", "MB", HELD_MB, [held] if held else []))
    finally:
        server.terminate()
        peak = bench_build.wait(server)
    rows.append(Row("memory of the server, most", "MB", HELD_MB, [peak] if peak else []))
    return rows


def line(row: Row) -> str:
    """One line of the table."""
    if not row.values:
        return f"{row.name:<44}{'not measured here':>20}"
    value = row.values[0]
    said = f"{row.name:<44}{value:>10.2f} {row.unit:<3}"
    return (
        said if row.goal is None else f"{said}{row.goal:>8g}{value / row.goal:>8.2f}{'  MISSED' if row.missed else ''}"
    )


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"  {text} …", file=sys.stderr, flush=True)


def main() -> int:
    """Measure, and print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench http", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--requests", type=int, default=REQUESTS, metavar="N", help="of each load (default: %(default)s)"
    )
    parser.add_argument(
        "--pace", type=float, default=PACE, metavar="N", help="requests a second (default: %(default)g)"
    )
    wanted = parser.parse_args()
    subprocess.run([*bench_build.PINLIGHT, "build", "--quiet", "--bundle", str(swap.default_root())], check=True)
    print(f"Pinlight on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True)
    rows = measure(max(CLIENTS, wanted.requests), wanted.pace)
    print(f"\n{'':<58}{'goal':>8}{'of it':>8}")
    for row in rows:
        print(line(row))
    if hasattr(os, "getloadavg"):
        print(f"\nLoad of the machine at the end: {os.getloadavg()[0]:.1f}, clients and server included.")
    return int(any(row.missed for row in rows))


if __name__ == "__main__":
    sys.exit(main())
