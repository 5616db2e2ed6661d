"""Kill a build at its first, second, third … step on the disk until one comes through; used by test_crash.py.

usage: crash_points.py CORPUS ROOT

Each build is a child that sends itself SIGKILL right before the n-th change it would make beneath ROOT. After each
death the parent opens the knowledge base as a reader would, and prints one JSON line.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from kb.bundle import export, writer
from kb.bundle.store import open_bundle
from kb.model.errors import PinlightError

CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "shutil.rmtree", "shutil.copyfile", "sqlite3.connect")
WRITING = os.O_WRONLY | os.O_RDWR


def child(corpus: Path, root: Path, fatal: int, tell: int) -> None:
    """Build, and die before the change with this number."""
    seen = 0
    beneath = str(root)

    def watch(event: str, args: tuple) -> None:
        nonlocal seen
        if event == "open":
            path, _, flags = args
            if not flags & WRITING:
                return
        elif event in CHANGES:
            path = args[1] if event == "shutil.copyfile" else args[0]
        else:
            return
        if beneath not in str(path):
            return
        seen += 1
        if seen == fatal:
            os.write(tell, f"{event} {path}".encode())
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    writer.build(corpus, root, force=True)
    os._exit(0)


def main(corpus: Path, root: Path) -> None:
    """Go through all steps."""
    export.check_weights(export.model_folder())  # what children need is loaded once, before they are forked
    for fatal in range(1, 1000):
        heard, tell = os.pipe()
        pid = os.fork()
        if not pid:
            child(corpus, root, fatal, tell)
        os.close(tell)
        _, status = os.waitpid(pid, 0)
        with os.fdopen(heard, "rb") as pipe:
            step = pipe.read().decode()
        try:
            facts, error = sorted(open_bundle(root).facts), ""
        except PinlightError as e:
            facts, error = [], str(e)
        killed = os.WIFSIGNALED(status)
        line = {"step": step, "killed": killed, "status": status, "facts": facts, "error": error}
        line["folders"] = sorted(p.name.partition("-")[0] for p in root.iterdir() if p.is_dir())
        print(json.dumps(line), flush=True)  # noqa: T201 - read by the test
        if not killed:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
