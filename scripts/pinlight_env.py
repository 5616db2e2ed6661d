"""Where things are, how to run them, and how to say what goes wrong: shared by the commands in this folder.

These modules must at least load on a Python older than the project's, because the command that finds the
right Python may itself be started by an old one. Standard library only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Mapping, NoReturn, Sequence  # noqa: UP035  an old Python reads this too

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
CACHE = ROOT / ".cache"
PYPROJECT = ROOT / "pyproject.toml"
TORCH = ROOT / "requirements" / "torch.txt"
LOCK = ROOT / "requirements" / "lock.txt"
TEST_LOCK = ROOT / "requirements" / "test-lock.txt"
INTERRUPTED = 130  # what shells report for a command ended by Ctrl-C


class SetupError(Exception):
    """Something a person must know or do; its text says what happened and what to do next."""


def executable(name: str, venv: Path = VENV) -> Path:
    """A program of the virtual environment, under the name it has on this system."""
    return venv / "Scripts" / (name + ".exe") if os.name == "nt" else venv / "bin" / name


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our commands see the project's environment only, whatever the caller's shell points at."""
    env = dict(os.environ)
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"):
        env.pop(name, None)
    env.update({"PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"})
    env["PATH"] = str(executable("python").parent) + os.pathsep + env.get("PATH", "")
    env.update(extra or {})
    return env


def run(command: Sequence[str | Path], extra: Mapping[str, str] | None = None) -> int:
    """The exit code of a command that talks to the terminal itself. It never outlives this one."""
    with subprocess.Popen([str(part) for part in command], cwd=ROOT, env=environment(extra)) as child:
        try:
            return child.wait()
        except BaseException:
            stop(child)
            raise


def stop(child: subprocess.Popen[Any]) -> None:
    """Ctrl-C reached the child as well, so it gets a moment to end by itself before it is told to."""
    try:
        child.wait(timeout=2)
    except subprocess.TimeoutExpired:
        child.terminate()
        try:
            child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            child.kill()


def become(command: Sequence[str | Path]) -> int:
    """Hand over to a command for good: every signal goes straight to it."""
    sys.stdout.flush()
    if os.name == "nt":  # Windows cannot replace a process
        return run(command)
    os.chdir(ROOT)
    return os.execve(str(command[0]), [str(part) for part in command], environment())  # noqa: S606


def finish(main: Callable[[], int]) -> NoReturn:
    """Run a command: errors are told in one piece, and Ctrl-C or SIGTERM end it without a traceback."""

    def end(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    try:
        sys.exit(main())
    except SetupError as error:
        sys.stdout.flush()
        print(f"\n{error}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        sys.exit(INTERRUPTED)
