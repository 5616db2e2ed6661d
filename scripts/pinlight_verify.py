"""Print each pin of the given lock files that is not installed whole and exact.

The output is JSON, {name: folder of its record if it is torn}. Run by the environment's own Python. `pip
check` cannot do this: it compares declared needs, and torch declares CUDA packages on Linux that the CPU does
not need. What counts here is that the installed tree is the locked one, file by file, so that a set-up cut
short in the middle of a package is noticed and mended.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
from pathlib import Path

# pip is there before anything else is, and carries the reader of requirement lines.
from pip._vendor.packaging.requirements import Requirement


def pins(lock: Path) -> list[Requirement]:
    lines = lock.read_text("utf-8").splitlines()
    found = [Requirement(line.rstrip(" \\")) for line in lines if line and line[0] not in " #"]
    return [pin for pin in found if pin.marker is None or pin.marker.evaluate()]


def whole(distribution: importlib.metadata.Distribution) -> bool:
    """Every recorded file is there with its recorded size; compiled Python files come and go."""
    files = distribution.files
    if not files or distribution.read_text("RECORD") is None:
        return False
    for file in files:
        if file.suffix == ".pyc":
            continue
        try:
            size = Path(str(file.locate())).stat().st_size
        except OSError:
            return False
        if file.size is not None and file.size != size:
            return False
    return True


def main(locks: list[str]) -> None:
    wrong: dict[str, str] = {}
    for pin in (pin for lock in locks for pin in pins(Path(lock))):
        try:
            distribution = importlib.metadata.distribution(pin.name)
        except importlib.metadata.PackageNotFoundError:
            wrong[pin.name] = ""
            continue
        if not whole(distribution):
            wrong[pin.name] = str(getattr(distribution, "_path", ""))
        elif not pin.specifier.contains(distribution.version.partition("+")[0], prereleases=True):
            wrong[pin.name] = ""
    json.dump(wrong, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
