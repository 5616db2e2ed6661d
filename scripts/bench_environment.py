"""The environment of the peers that Pinlight is compared with: Pinlight's own packages, and theirs on top.

It lies in .cache/bench and reads .venv, which never learns of it. Standard library only.
"""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pinlight_env as env

PEERS = env.ROOT / "requirements" / "bench.txt"
VENV = env.CACHE / "bench" / "venv"
STAMP = VENV / "pinlight-bench.sha256"
LOADS = (
    "import importlib.util as u, sys; sys.exit(any(u.find_spec(n) is None for n in ('kb', 'torch', 'bm25s', 'txtai')))"
)


def ensure() -> Path:
    """The Python that sees Pinlight and the peers. Done at once when nothing changed."""
    python = env.executable("python", VENV)
    state = hashlib.sha256(b"\0".join(p.read_bytes() for p in (PEERS, env.LOCK, env.TORCH))).hexdigest()
    if STAMP.is_file() and STAMP.read_text("utf-8") == state and _silent([python, "-c", LOADS]) == 0:
        return python
    print("Setting up the peers of the benchmark …", flush=True)
    if _silent([python, "-m", "pip", "--version"]):
        _must([env.executable("python"), "-m", "venv", "--clear", VENV])
    ours, theirs = _packages(env.executable("python")), _packages(python)
    # addsitedir also follows the link to this project that .venv holds; what stands in the own folder comes first.
    (theirs / "pinlight.pth").write_text(f"import site; site.addsitedir({str(ours)!r})\n", "utf-8")
    # What .venv holds counts as installed. torch stays the one that scripts/setup chose for this machine.
    _must([python, "-m", "pip", "install", "-qq", "--only-binary", ":all:", "-c", env.TORCH, "-r", PEERS])
    _must([python, "-c", LOADS])
    STAMP.write_text(state, "utf-8")
    return python


def _packages(python: Path) -> Path:
    said = subprocess.run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
        env=env.environment(),
    )
    return Path(said.stdout.strip())


def _silent(command: list[str | Path]) -> int:
    """The exit code; a program that is not there fails as well."""
    try:
        return subprocess.run(
            [str(c) for c in command], capture_output=True, env=env.environment(), check=False
        ).returncode
    except OSError:
        return 1


def _must(command: list[str | Path]) -> None:
    if env.run(command):
        raise env.SetupError(
            f"The peers of the benchmark could not be installed (see above): {PEERS.relative_to(env.ROOT)} names them.\n"
            "Check the network connection, then run the same command again. Pinlight itself does not need them."
        )
