"""Make the environment in .venv what the lock files say. Steps that are done are not done again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Iterator, NamedTuple  # noqa: UP035  an old Python reads this too

import pinlight_env as env

PYTHONS = ((3, 11), (3, 12))
STAMPS = env.VENV / "pinlight-setup.json"
LOG = env.CACHE / "setup.log"
PIP_INSTALL = ("-m", "pip", "install", "--no-compile", "--progress-bar", "off")
_held: tuple[int, ...] = ()  # the open lock file, see _alone
ONLINE = "Check the network connection, then run the same command again; it goes on where it stopped."


class Step(NamedTuple):
    name: str
    state: str  # what the step's result depends on; the step runs again when it changes
    run: Callable[[], None]


def ensure(*, tests: bool = False) -> None:
    """After this, .venv is complete. Takes milliseconds when nothing changed."""
    steps = [
        Step("environment", "1", _environment),
        Step("torch", _digest(env.TORCH), _torch),
        Step("packages", _digest(env.LOCK), lambda: _packages(env.LOCK)),
        Step("pinlight", _digest(env.PYPROJECT) + str(env.ROOT), _pinlight),
        Step("check", _digest(env.TORCH, env.LOCK), _check),
        Step("bytecode", _digest(env.LOCK) + _sources(), _bytecode),
    ]
    if tests:
        steps.append(Step("test packages", _digest(env.TEST_LOCK), lambda: _packages(env.TEST_LOCK)))
    if not _pending(steps):
        return
    with _alone():
        pending = _pending(steps)
        for number, step in enumerate(steps, 1):
            if step not in pending:
                continue
            label = f"{number}/{len(steps)} {step.name} "
            print(label + "…", end="" if _live() else "\n", flush=True)
            began = time.monotonic()
            step.run()
            _stamp(step)
            print(f"{_fresh_line()}{label}done in {time.monotonic() - began:.0f} s", flush=True)


def _digest(*paths: Path) -> str:
    try:
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()
    except OSError as error:
        raise env.SetupError(f"Cannot read {error.filename}: is this a whole copy of the project?") from error


def _sources() -> str:
    """What changes when a file of the program does: an edited one is compiled again, or each start would do it."""
    files = sorted(path for part in ("kb", "webapp") for path in (env.ROOT / part).rglob("*.py"))
    seen = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        stamps = json.loads(STAMPS.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _pending(steps: list[Step]) -> list[Step]:
    """A vanished Python (moved folder, upgraded system) makes everything pending."""
    if not env.executable("python").exists():
        return steps
    stamps = _stamps()
    return [step for step in steps if stamps.get(step.name) != step.state]


def _stamp(step: Step) -> None:
    stamps = {**_stamps(), step.name: step.state}
    beside = STAMPS.with_suffix(".new")
    beside.write_text(json.dumps(stamps, indent=1), "utf-8")
    beside.replace(STAMPS)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two set-ups at a time would tear each other's files, so the second waits for the first.

    It also waits for a pip that a killed first one left behind, since that pip was handed the lock as well.
    """
    global _held  # noqa: PLW0603  one process, one lock
    env.CACHE.mkdir(exist_ok=True)
    with (env.CACHE / "setup.lock").open("a+b") as file:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            while True:
                with contextlib.suppress(OSError):
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
                    break
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                print("Another set-up is running; waiting for it to end …", flush=True)
                fcntl.flock(file, fcntl.LOCK_EX)
            _held = (file.fileno(),)
        yield
        _held = ()


# --- the steps ---


def _environment() -> None:
    """A working environment is kept; anything else in its place is made anew."""
    if _version([str(env.executable("python"))], "pip") in PYTHONS:
        return
    tried = []
    for command in _pythons():
        version = _version(command, "ensurepip", "venv")
        if version not in PYTHONS:
            continue
        made = subprocess.run(
            [*command, "-m", "venv", "--clear", str(env.VENV)],
            capture_output=True,
            text=True,
            env=env.environment(),
            pass_fds=_held,
            check=False,
        )
        if made.returncode == 0:
            return
        tried.append(f"{' '.join(command)}: {(made.stdout + made.stderr).strip()}")
    raise env.SetupError(
        "Pinlight needs Python 3.11 or 3.12 with its venv module, and found none that works here.\n"
        f"This command was started by Python {sys.version.split()[0]} ({sys.executable}).\n"
        + "".join(f"  {line}\n" for line in tried)
        + "Install Python 3.11 (python.org, or your package manager; on Debian and Ubuntu also the package\n"
        "python3.11-venv), then run the same command again."
    )


def _pythons() -> Iterator[list[str]]:
    yield [sys.executable]
    for name in ("python3.11", "python3.12", "python3", "python"):
        path = shutil.which(name)
        if path:
            yield [path]
    if os.name == "nt" and shutil.which("py"):
        yield ["py", "-3.11"]
        yield ["py", "-3.12"]
    yield ["/usr/bin/python3.11"]


def _version(command: list[str], *modules: str) -> tuple[int, ...] | None:
    """The version of an interpreter that starts and has these modules, else None."""
    code = f"import sys, {', '.join(modules)}; print(*sys.version_info[:2])"
    try:
        out = subprocess.run(
            [*command, "-c", code],
            capture_output=True,
            text=True,
            env=env.environment(),
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(int(part) for part in out.stdout.split()) if out.returncode == 0 else None


def _torch() -> None:
    """On Linux a build for the CPU is taken where pip is set up to find one; else the registry's own, with its CUDA parts."""
    wrong = _verify(env.TORCH)
    if not wrong:
        return
    pin = env.TORCH.read_text("utf-8").split()[-1]
    ways = [[pin, "--no-deps"]]
    if sys.platform == "linux":
        ways = [
            [pin + "+cpu", "--no-deps", "--only-binary", ":all:"],
            [pin],
        ]
    for way in ways:
        code, _ = _python([*PIP_INSTALL, *way])
        if code == 0 and not _verify(env.TORCH):
            return
    raise env.SetupError(
        f"Could not install {pin}: {_last_words()}\n{ONLINE}\n"
        "(torch has builds for Linux, for Windows on x86-64, and for macOS 14 or newer on Apple silicon.)"
    )


def _packages(lock: Path) -> None:
    """Only what differs from the lock is installed, every file checked against the lock's hashes."""
    wrong = _verify(lock)
    if not wrong:
        return
    entries = [
        entry for entry in re.split(r"^(?=[\w#])", lock.read_text("utf-8"), flags=re.MULTILINE) if entry[:1] != "#"
    ]
    wanted = [entry for entry in entries if re.split(r"[=\[ ]", entry, maxsplit=1)[0] in wrong]
    with tempfile.TemporaryDirectory() as folder:
        part = Path(folder) / lock.name
        part.write_text("".join(wanted), "utf-8")
        checked = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", str(part)]
        code, _ = _python([*PIP_INSTALL, *checked], total=len(wanted))
    left = _verify(lock)
    if code or left:
        missing = f" ({', '.join(sorted(left))})" if left and not code else ""
        raise env.SetupError(f"Could not install what {lock.name} names{missing}: {_last_words()}\n{ONLINE}")


def _verify(lock: Path) -> set[str]:
    """Names whose installation is missing, torn or of another version.

    A torn one loses its record, so that pip installs it again instead of failing to remove it.
    """
    code, out = _python([str(Path(__file__).with_name("pinlight_verify.py")), str(lock)])
    if code:
        raise env.SetupError(f"Could not look into .venv: {_last_words()}\nDelete the folder .venv and run again.")
    wrong: dict[str, str] = json.loads(out.splitlines()[-1])
    for record in filter(None, wrong.values()):
        shutil.rmtree(record, ignore_errors=True)
    return set(wrong)


def _pinlight() -> None:
    """The project itself is linked, not copied; what builds it is in the lock, so no network is needed."""
    code, _ = _python([*PIP_INSTALL, "--no-deps", "--no-build-isolation", "--editable", str(env.ROOT)])
    if code:
        raise env.SetupError(f"Could not install the project into .venv: {_last_words()}\nThe whole story is in {LOG}.")


def _check() -> None:
    """The libraries with native code really load on this machine."""
    code, _ = _python(["-c", "import faiss, onnxruntime, tokenizers, torch"])
    if code:
        raise env.SetupError(
            f"The packages are installed but do not load: {_last_words()}\n"
            f"Delete the folder .venv and run again; if it stays so, {LOG} tells more."
        )


def _bytecode() -> None:
    """What a search and the web app import is compiled now: where Python may not keep its bytecode, each command would wait for it.

    Only a matter of speed, so a folder that cannot be written to is no error.
    """
    program = (
        "import compileall, sys; import kb.cli, kb.commands.lookup, kb.calc.offer, kb.search.engine, webapp.server\n"
        "import faiss, kb.bundle.encoder\n"
        "for module in list(sys.modules.values()):\n"
        "    file = getattr(module, '__file__', None) or ''\n"
        "    if file.endswith('.py'): compileall.compile_file(file, quiet=2)\n"
        "for part in ('kb', 'webapp'): compileall.compile_dir(part, quiet=2)\n"
    )
    code, _ = _python(["-c", program])
    if code:
        raise env.SetupError(f"The project does not load: {_last_words()}\nThe whole story is in {LOG}.")


# --- running pip and telling how far it is ---


def _python(arguments: list[str], total: int = 0) -> tuple[int, str]:
    """Run the environment's Python, keep what it says in the log, show how many packages pip has come to."""
    env.CACHE.mkdir(exist_ok=True)
    lines: list[str] = []
    seen = 0
    with LOG.open("a", encoding="utf-8") as log:
        log.write(f"\n$ {' '.join(arguments)}\n")
        with subprocess.Popen(
            [str(env.executable("python")), *arguments],
            cwd=env.ROOT,
            env=env.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            pass_fds=_held,
        ) as child:
            try:
                for line in child.stdout or ():
                    log.write(line)
                    lines.append(line)
                    come_to = line.startswith(("Collecting ", "Processing "))  # the latter for a local file
                    seen += come_to
                    if total and _live() and come_to:
                        name = line.split()[1].rpartition("/")[2][:40]
                        print(f"\r  {seen} of {total} {name:<45}", end="", flush=True)
                    elif total and _live() and line.startswith("Installing collected"):
                        print(f"\r  unpacking {seen} packages{'':<40}", end="", flush=True)
            except BaseException:
                env.stop(child)
                raise
    return child.returncode, "".join(lines)


def _last_words(count: int = 4) -> str:
    """The end of the log, as the reason to show; pip's advice about itself is no reason."""
    try:
        lines = LOG.read_text("utf-8").splitlines()
    except OSError:
        return "no log was written"
    told = [line.strip() for line in lines if line.strip() and not line.startswith(("$", "WARNING", "[notice]"))]
    return "\n  " + "\n  ".join(told[-count:])


def _live() -> bool:
    return sys.stdout.isatty()


def _fresh_line() -> str:
    return "\r" + " " * 70 + "\r" if _live() else ""
