"""Where bundles live and how a new one takes over: versions side by side, one pointer file replaced in one step.

`<root>/CURRENT` holds the name of the version in use. os.replace swaps it atomically on Linux, macOS and Windows, so a
reader sees the old or the new bundle, never a half-built one; a crash at any moment leaves the last good one in use.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from pathlib import Path

from kb.bundle.manifest import Manifest, verify
from kb.model.errors import BundleError

POINTER = "CURRENT"
_BUILDING = "building-"
_STALE_S = 3600  # a build takes about a minute; an hour-old unfinished one was killed


def default_root() -> Path:
    """Return where bundles live: PINLIGHT_BUNDLE, else `build/kb` beside the project."""
    named = os.environ.get("PINLIGHT_BUNDLE")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "build" / "kb"


def current(root: Path) -> Path:
    """Return the folder of the bundle in use. Raises BundleError when there is none."""
    try:
        name = (root / POINTER).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise BundleError(f"{root}: no knowledge base yet. Run `pinlight build`") from None
    except (OSError, UnicodeDecodeError) as e:
        raise BundleError(f"{root / POINTER}: cannot be read ({e}). Run `pinlight build`") from e
    if name in {"", ".", ".."} or Path(name).name != name or not (root / name).is_dir():
        raise BundleError(f"{root / POINTER}: names {name!r}, which is not there. Run `pinlight build`")
    return root / name


def start(root: Path) -> Path:
    """Make an empty folder for a new bundle and clear away builds that were killed."""
    root.mkdir(parents=True, exist_ok=True)
    sweep(root, _BUILDING)
    sweep(root, f"{POINTER}.")
    work = root / f"{_BUILDING}{os.getpid()}-{time.time_ns():x}"
    work.mkdir()
    return work


def publish(root: Path, work: Path) -> tuple[Path, Manifest]:
    """Check the finished bundle in `work`, put it in use, and drop versions older than the last one.

    Raises BundleError when the check fails; the bundle in use then stays in use.
    """
    manifest = verify(work)
    try:
        before = current(root)
    except BundleError:
        before = None
    for path in work.rglob("*"):
        if path.is_file():
            _sync(path)
    target = root / f"v-{time.time_ns():x}-{manifest.version}"
    work.rename(target)
    pointer = root / f"{POINTER}.{os.getpid()}"
    pointer.write_text(target.name, encoding="ascii")
    _sync(pointer)
    pointer.replace(root / POINTER)
    _sync_folder(root)
    # The version before stays for readers that still have it open; a crashed build's never-used version goes.
    for old in root.glob("v-*"):
        if old.is_dir() and old not in {target, before}:
            shutil.rmtree(old, ignore_errors=True)
    return target, manifest


def sweep(folder: Path, prefix: str) -> None:
    """Remove what killed processes left: entries named `<prefix><process id>…` whose process is gone."""
    for left in folder.glob(f"{prefix}*"):
        digits = re.match(r"\d+", left.name.removeprefix(prefix))
        if digits and not _running(int(digits[0]), left):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)


def _running(process: int, left: Path) -> bool:
    if os.name == "nt":
        # Asking Windows by signal 0 would send Ctrl-C; there age decides.
        return time.time() - left.stat().st_mtime < _STALE_S
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sync(path: Path) -> None:
    with path.open("rb+") as f:
        os.fsync(f.fileno())


def _sync_folder(path: Path) -> None:
    # Windows cannot open a folder; there the rename is durable once the file is.
    with contextlib.suppress(OSError, AttributeError):
        fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)
