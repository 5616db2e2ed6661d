"""How long building and starting take, and how much memory they need, against the goals of DESIGN.md section 9.

Every figure is taken from a process of its own, started as a person starts it: imports, checks and all. Memory is the
most that the process ever held (peak RSS). Run it by `scripts/bench build`, which sees to the environment.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.bundle import swap
from kb.curation.corpus import default_root

PINLIGHT = [sys.executable, "-m", "kb.cli"]
QUESTION = "victron can cable which pins"
QUESTIONS = (QUESTION, "COVP", "blue flashing light sigenstor battery", "growatt rs485 pins", "battery does not charge")
EDITED = ("growatt-6.5kwh-battery-user-manual.md", "The manual covers", "This manual covers")
GIVE_UP_S = 60.0
MEGABYTE = 1024 * 1024


@dataclass
class Row:
    """One line of the table: what was measured, in which unit, and the goal where DESIGN.md has one."""

    name: str
    unit: str
    goal: float | None = None
    values: list[float] = field(default_factory=list)

    def line(self) -> str:
        """The median, the range of the runs, and how much of the goal is used."""
        if not self.values:
            return f"{self.name:<44}{'not measured here':>14}"
        middle, digits = statistics.median(self.values), 2 if self.unit == "s" else 0
        said = f"{self.name:<44}{middle:>9.{digits}f} {self.unit:<3}"
        said += f"{f'{min(self.values):.{digits}f}–{max(self.values):.{digits}f}':>14}{len(self.values):>5}"
        if self.goal is None:
            return said
        return (
            said
            + f"{f'{self.goal:g} {self.unit}':>9}{middle / self.goal:>7.2f}{'' if middle < self.goal else '  MISSED'}"
        )

    @property
    def missed(self) -> bool:
        """Whether the median is not under the goal."""
        return bool(self.goal is not None and self.values and statistics.median(self.values) >= self.goal)


class Bench:
    """Measures into rows; what it writes lies in a folder of its own."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root
        self.rows: list[Row] = []

    def row(self, name: str, unit: str, goal: float | None = None) -> Row:
        """Add a line to the table."""
        self.rows.append(Row(name, unit, goal))
        return self.rows[-1]

    def copy(self, name: str, *, version: bool) -> Path:
        """A place for bundles with the cached encoder in it, and the version in use when that is wanted."""
        target = self.folder / name
        shutil.copytree(self.root / "encoders", target / "encoders")
        if version:
            in_use = swap.current(self.root)
            shutil.copytree(in_use, target / in_use.name)
            (target / swap.POINTER).write_text(in_use.name, encoding="ascii")
        return target

    def build(self, root: Path, corpus: Path | None = None) -> float:
        """The seconds that `pinlight build` takes."""
        more = ["--corpus", str(corpus)] if corpus else []
        seconds, _ = process([*PINLIGHT, "build", "--quiet", "--bundle", str(root), *more])
        return seconds

    def full_builds(self, runs: int) -> None:
        """From nothing, and with the encoder already exported."""
        whole = self.row("full build, encoder export included", "s", 60)
        exported = self.row("full build, encoder export at hand", "s", 60)
        for _ in range(runs):
            with emptied(self.folder / "whole") as root:
                whole.values.append(self.build(root))
            with emptied(self.folder / "exported"):
                exported.values.append(self.build(self.copy("exported", version=False)))

    def rebuilds(self, runs: int) -> None:
        """After one line of one manual was edited, and after none was."""
        edited = self.row("rebuild after a one-line edit", "s", 5)
        same = self.row("build when nothing changed", "s")
        name, old, new = EDITED
        with emptied(self.folder / "edited"), emptied(self.folder / "corpus") as corpus:
            shutil.copytree(default_root(), corpus)
            root = self.copy("edited", version=True)
            self.build(root, corpus)
            text = (corpus / "manuals" / name).read_text(encoding="utf-8")
            if text.count(old) != 1:
                raise SystemExit(f"{name}: {old!r} stands {text.count(old)} times; name another sentence in EDITED")
            for run in range(runs):
                now = text.replace(old, f"{new} (edit {run})")
                (corpus / "manuals" / name).write_text(now, encoding="utf-8")
                edited.values.append(self.build(root, corpus))
                same.values.append(self.build(root, corpus))

    def searches(self, runs: int) -> None:
        """A question on the command line: a cold process that opens the bundle, the indexes and the encoder."""
        cold = self.row("pinlight search, whole process", "s", 1)
        memory = self.row("memory of a search", "MB")
        for _ in range(runs):
            seconds, peak = process([*PINLIGHT, "search", QUESTION, "--json", "--bundle", str(self.root)])
            cold.values.append(seconds)
            if peak is not None:
                memory.values.append(peak)

    def serving(self, runs: int) -> None:
        """The web app: from the start of the process to the first page, the first search, and the memory after searches."""
        page = self.row("serve: start to first page", "s", 1.5)
        search = self.row("serve: start to first search", "s")
        memory = self.row("memory while serving", "MB", 350)
        for _ in range(runs):
            port = free_port()
            base = f"http://127.0.0.1:{port}"
            began = time.perf_counter()
            command = [*PINLIGHT, "serve", "--port", str(port), "--bundle", str(self.root)]
            server = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )  # ended right below
            try:
                fetch(f"{base}/", began)
                page.values.append(time.perf_counter() - began)
                fetch(f"{base}/search?q={QUESTION.replace(' ', '+')}", began)
                search.values.append(time.perf_counter() - began)
                for n in range(40):
                    fetch(f"{base}/search?q={QUESTIONS[n % len(QUESTIONS)].replace(' ', '+')}+{n}", time.perf_counter())
            finally:
                server.terminate()
                peak = wait(server)
            if peak is not None:
                memory.values.append(peak)


def process(command: Sequence[str]) -> tuple[float, float | None]:
    """The seconds that a command takes, and the most megabytes it held, where the system tells that."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        complaint = child.stderr.read() if child.stderr else b""
        peak = wait(child)
    seconds = time.perf_counter() - began
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{complaint.decode(errors='replace')}")
    return seconds, peak


def wait(child: subprocess.Popen[Any]) -> float | None:
    """Wait for the end of a process, and return the most megabytes it held."""
    if sys.platform == "win32":  # which tells no peak memory of a child
        child.wait()
        return None
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in kilobytes, macOS in bytes.
    return float(usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / MEGABYTE)


def fetch(url: str, began: float) -> None:
    """Get a page, from the moment that the server listens."""
    while True:
        try:
            with urllib.request.urlopen(url, timeout=GIVE_UP_S) as answer:  # noqa: S310 - our own server on loopback
                answer.read()
                return
        except urllib.error.HTTPError as e:
            raise SystemExit(f"{url}: {e.code} {e.reason}") from e
        except OSError as e:
            if time.perf_counter() - began > GIVE_UP_S:
                raise SystemExit(f"{url}: {e}") from e
            time.sleep(0.005)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextlib.contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """A folder that is not there yet, and is taken away afterwards."""
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Measure, and print the table; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="scripts/bench build", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--runs", type=int, default=5, metavar="N", help="runs of each short measure (default: %(default)s)"
    )
    parser.add_argument(
        "--builds", type=int, default=3, metavar="N", help="runs of each full build (default: %(default)s)"
    )
    parser.add_argument("--quick", action="store_true", help="leave out the full builds, which take minutes")
    wanted = parser.parse_args()
    root = swap.default_root()
    with tempfile.TemporaryDirectory(prefix="pinlight-bench-") as folder:
        bench = Bench(Path(folder), root)
        print(
            f"Pinlight on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True
        )
        bench.build(root)
        steps: list[tuple[str, Callable[[int], None], int]] = [
            ("searching", bench.searches, wanted.runs),
            ("serving", bench.serving, wanted.runs),
            ("rebuilding", bench.rebuilds, wanted.runs),
        ]
        if not wanted.quick:
            steps.append(("building from nothing", bench.full_builds, wanted.builds))
        for name, step, runs in steps:
            print(f"  {name} …", file=sys.stderr, flush=True)
            step(max(1, runs))
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"\n{'median of':<44}{'':>13}{'range':>14}{'runs':>5}{'goal':>9}{'of it':>7}")
    for row in bench.rows:
        print(row.line())
    print(f"\nLoad of the machine at the end: {busy}. Other work on it makes every figure worse.")
    return int(any(row.missed for row in bench.rows))


if __name__ == "__main__":
    sys.exit(main())
