"""Find a Chromium for the browser tests, or get one. The tests never go without."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator  # noqa: UP035  an old Python reads this too

import pinlight_env as env

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")
WINDOWS = (r"Google\Chrome\Application\chrome.exe", r"Chromium\Application\chrome.exe")
# Where Playwright keeps a Chromium that it has downloaded.
PLAYWRIGHTS = """\
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def ensure() -> str:
    """The path of a Chromium that starts. Needs the test packages."""
    named = os.environ.get("PINLIGHT_CHROMIUM")
    if named:
        if not _starts(named):
            raise env.SetupError(f"PINLIGHT_CHROMIUM names {named}, which does not start. Correct or unset it.")
        return named
    found = _first()
    told = ["none of " + ", ".join(NAMES) + " is installed, and Playwright has not downloaded its own"]
    ways = (("Debian's chromium package", _from_debian), ("Playwright's download", _from_playwright))
    for name, get in ways:
        if found is None:
            told.append(f"{name}: {get()}")
            found = _first()
    if found is None:
        raise env.SetupError(
            "The browser tests need Chromium or Chrome, and none could be had:\n  "
            + "\n  ".join(told)
            + "\nInstall either one, or set PINLIGHT_CHROMIUM to the path of its program, and run again."
        )
    return found


def _first() -> str | None:
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    if sys.platform == "darwin":
        for folder in (Path("/Applications"), Path.home() / "Applications"):
            yield from (str(folder / name) for name in MAC)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.name == "nt" and variable in os.environ:
            yield from (str(Path(os.environ[variable]) / name) for name in WINDOWS)
    asked = _quietly([str(env.executable("python")), "-c", PLAYWRIGHTS])
    yield asked.stdout.strip()


def _starts(path: str) -> bool:
    """A launcher may be there without its browser, so it is asked for its version."""
    if not Path(path).is_file():
        return False
    # On Windows the question would open a window.
    return os.name == "nt" or _quietly([path, "--version"]).returncode == 0


def _from_debian() -> str:
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return "not this system"
    if os.geteuid() != 0:
        return "not tried: that needs root"
    print("Installing Debian's chromium for the browser tests …", flush=True)
    update = _quietly(["apt-get", "update"])
    # A browser without a font draws boxes.
    packages = ("chromium", "fonts-liberation")
    install = _quietly(["apt-get", "install", "--yes", "--no-install-recommends", *packages])
    return f"update ended with {update.returncode}, install with {install.returncode}: {_end(install)}"


def _from_playwright() -> str:
    print("Downloading Playwright's Chromium for the browser tests …", flush=True)
    download = _quietly([str(env.executable("python")), "-m", "playwright", "install", "chromium"])
    return f"ended with {download.returncode}: {_end(download)}"


def _quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = env.environment({"DEBIAN_FRONTEND": "noninteractive"})
    try:
        return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    except OSError as error:
        return subprocess.CompletedProcess(command, 127, "", str(error))


def _end(done: subprocess.CompletedProcess[str]) -> str:
    """The line that names the error, else the last one."""
    lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("e:", "err", "error"))]
    return (errors or lines or ["nothing said"])[-1]
