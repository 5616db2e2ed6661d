"""Kill `pinlight build` at random moments; used by test_crash.py.

usage: crash_moments.py CORPUS ROOT KILLS

What a build imports is imported once and each build is a fork, so that every moment is one of the build's own work. The
first line tells of a whole build; then each death is a line: what a reader finds after it. The last line is another
whole build.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from pathlib import Path

import faiss  # noqa: F401 - what children need is loaded once, before they are forked
import onnxruntime  # noqa: F401

from kb.bundle import encoder, export, lexical, writer  # noqa: F401
from kb.bundle.store import open_bundle
from kb.cli import main as pinlight

_FORK = multiprocessing.get_context("fork")


def build(corpus: Path, root: Path) -> None:
    """Be `pinlight build`."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 - the process ends with it
    pinlight(["build", "--force", "--quiet", "--corpus", str(corpus), "--bundle", str(root)])


def main(corpus: Path, root: Path, kills: int) -> None:
    """Build, kill, look; until `kills` builds have died before they were through."""

    def tell(exit_code: int | None, good: object) -> None:
        line = {
            "killed": exit_code == -signal.SIGKILL,
            "code": exit_code,
            "same": open_bundle(root).facts == good,
            "versions": len(list(root.glob("v-*"))),
            "left": len(list(root.glob("building-*"))),
        }
        print(json.dumps(line), flush=True)  # noqa: T201 - read by the test

    def whole() -> int | None:
        child = _FORK.Process(target=build, args=(corpus, root))
        child.start()
        child.join()
        return child.exitcode

    began = time.monotonic()
    code = whole()
    took = time.monotonic() - began
    good = open_bundle(root).facts
    tell(code, good)
    moments = random.Random(9)  # noqa: S311 - the same moments on every run
    killed = 0
    for _ in range(4 * kills):
        child = _FORK.Process(target=build, args=(corpus, root))
        child.start()
        child.join(moments.uniform(0.05, 1.0) * took)
        child.kill()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
        tell(child.exitcode, good)
        if killed == kills:
            break
    tell(whole(), good)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
