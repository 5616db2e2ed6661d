"""kill -9 at any moment leaves the last good knowledge base in use, and the next build works."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import glow
import pytest

from kb.bundle import swap, writer
from kb.bundle.store import open_bundle

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has neither SIGKILL nor fork")
KILLS = 12
NEW_PIN = "glow-5/link-in/6"


def add_a_pin(home: glow.Home) -> None:
    """Edit the corpus, so that a bundle of it can be told from the old one."""
    home.edit("| 5 | CAN-L | 9 |", "| 5 | CAN-L | 9 |\n| 6 | GND | 9 |")


def let_time_pass(root: Path) -> None:
    """Make everything that killed builds left look two hours old."""
    then = time.time() - 7200
    for path in root.rglob("*"):
        if path.name.startswith(("building-", "export-", f"{swap.POINTER}.")):
            os.utime(path, (then, then))


def assert_tidy(root: Path) -> None:
    """Nothing lies there but the pointer, the cached encoders and two versions."""
    assert len(list(root.glob("v-*"))) <= 2
    assert {p.name for p in root.iterdir() if not p.name.startswith("v-")} == {swap.POINTER, "encoders"}
    assert not list((root / "encoders").glob("export-*"))


def test_killed_before_every_step(glow_home):
    """A build is killed before each single change it makes on the disk: a reader always finds the old or the new bundle, whole.

    The next build works, and clears away what the killed ones left hours ago.
    """
    old = sorted(open_bundle(glow_home.bundle).facts)
    add_a_pin(glow_home)
    new = sorted([*old, NEW_PIN])
    driver = Path(__file__).with_name("crash_points.py")
    ran = subprocess.run(
        [sys.executable, str(driver), str(glow_home.corpus), str(glow_home.bundle)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    deaths = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(deaths) > 20, "the build changes more on the disk than this"
    for death in deaths:
        assert death["facts"] in (old, new), f"killed before {death['step']}: {death['error']}"
    assert deaths[0]["facts"] == old
    assert (deaths[-1]["killed"], deaths[-1]["status"], deaths[-1]["facts"]) == (False, 0, new)
    before_the_swap = [d["facts"] == old for d in deaths]
    assert before_the_swap == sorted(before_the_swap, reverse=True), "a bundle that was once in use was taken back"
    let_time_pass(glow_home.bundle)
    assert writer.build(glow_home.corpus, glow_home.bundle, force=True).embedded == 0
    assert_tidy(glow_home.bundle)


def test_killed_before_every_step_of_the_first_build(glow_home):
    """Where nothing was built yet, a killed build leaves nothing in use; readers are told to build, until one comes through."""
    for version in glow_home.bundle.glob("v-*"):
        shutil.rmtree(version)
    (glow_home.bundle / swap.POINTER).unlink()
    driver = Path(__file__).with_name("crash_points.py")
    ran = subprocess.run(
        [sys.executable, str(driver), str(glow_home.corpus), str(glow_home.bundle)],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    deaths = [json.loads(line) for line in ran.stdout.splitlines()]
    for death in deaths:
        assert death["facts"] or "Run `pinlight build`" in death["error"], death
    assert deaths[-1]["facts"]


def test_kill_9_at_random_moments(bundle_root, tmp_path, monkeypatch):
    """`pinlight build` with the real encoder, killed twelve times at random moments: after each the last good bundle opens.

    Then a build works, and the folders of the killed ones are gone, so that disk space does not run out.
    """
    for name in ("PINLIGHT_MODEL", "PINLIGHT_MODEL_SHA256"):
        monkeypatch.delenv(name, raising=False)
    home = glow.Home(tmp_path)
    glow.write_corpus(home.corpus)
    shutil.copytree(bundle_root / "encoders", home.bundle / "encoders")
    driver = Path(__file__).with_name("crash_moments.py")
    try:
        ran = subprocess.run(
            [sys.executable, str(driver), str(home.corpus), str(home.bundle), str(KILLS)],
            capture_output=True, text=True, check=False, timeout=240,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        first, *deaths, last = [json.loads(line) for line in ran.stdout.splitlines()]
        assert (first["code"], last["code"]) == (0, 0)
        assert all(d["same"] for d in (first, *deaths, last))
        assert all(d["code"] in {0, -signal.SIGKILL} for d in deaths)
        assert sum(d["killed"] for d in deaths) == KILLS
        for n, death in enumerate(deaths, 1):
            # A build killed between naming its version and swapping it in leaves one, until the next build that ends.
            assert death["versions"] <= 2 + max(1, sum(d["killed"] for d in deaths[:n]))
        assert not last["left"], "their builders are dead, and each holds a copy of the encoder"
    finally:
        shutil.rmtree(home.bundle)
