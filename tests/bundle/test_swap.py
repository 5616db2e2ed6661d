"""How a new bundle takes over: versions side by side, one pointer, the last good one always in use."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import msgspec
import pytest

from kb.bundle import manifest, swap, writer
from kb.bundle.store import open_bundle
from kb.model.errors import BundleError
from kb.search.engine import Engine

HOURS_AGO = 2 * 3600


def finish(work, said: str = "a fact") -> None:
    """Fill a started folder with the smallest thing that passes the check."""
    (work / "facts").write_text(said)
    written = manifest.Manifest(
        manifest.SCHEMA_VERSION, said, "m", "m", "fp32", 1, {}, {}, {"facts": manifest.digest(work / "facts")}, "now"
    )
    (work / manifest.NAME).write_bytes(msgspec.json.encode(written))


def publish(root, said: str):
    """Start, fill and publish a bundle."""
    work = swap.start(root)
    finish(work, said)
    return swap.publish(root, work)[0]


def versions(root) -> set:
    """The versions that lie there."""
    return set(root.glob("v-*"))


def age(path) -> None:
    """Make a folder look as if it had been left two hours ago."""
    then = time.time() - HOURS_AGO
    os.utime(path, (then, then))


def test_what_was_published_last_is_in_use(tmp_path):
    """Publishing puts the new bundle in use, and nothing but versions and pointer is left."""
    first = publish(tmp_path, "one")
    assert swap.current(tmp_path) == first
    second = publish(tmp_path, "two")
    assert swap.current(tmp_path) == second
    assert (second / "facts").read_text() == "two"
    assert {p.name for p in tmp_path.iterdir()} == {swap.POINTER, first.name, second.name}


def test_the_last_two_versions_are_kept(tmp_path):
    """The one in use and the one before it stay; older ones go."""
    made = [publish(tmp_path, str(n)) for n in range(5)]
    assert versions(tmp_path) == set(made[-2:])


def test_one_and_the_same_corpus_makes_two_versions(tmp_path):
    """A bundle built again from the same corpus does not overwrite the one that readers have open."""
    assert publish(tmp_path, "same") != publish(tmp_path, "same")


def test_a_bundle_that_fails_its_check_is_not_used(tmp_path):
    """What was altered between writing and publishing is refused; the old one stays in use, untouched."""
    old = publish(tmp_path, "old")
    work = swap.start(tmp_path)
    finish(work, "new")
    (work / "facts").write_text("newer")
    with pytest.raises(BundleError, match="altered"):
        swap.publish(tmp_path, work)
    assert swap.current(tmp_path) == old
    assert manifest.verify(old)
    assert versions(tmp_path) == {old}


def test_a_half_written_bundle_is_not_used(tmp_path):
    """Without a manifest there is nothing to publish."""
    old = publish(tmp_path, "old")
    work = swap.start(tmp_path)
    (work / "facts").write_text("half")
    with pytest.raises(BundleError):
        swap.publish(tmp_path, work)
    assert swap.current(tmp_path) == old


def test_the_version_before_stays_although_a_crash_left_another(tmp_path):
    """A version that a crash kept from being used does not push out the one that readers still have open."""
    in_use = publish(tmp_path, "in use")
    never_used = tmp_path / f"v-{time.time_ns():x}-crashed"
    finish_in = swap.start(tmp_path)
    finish(finish_in, "crashed before the pointer was written")
    finish_in.rename(never_used)
    newest = publish(tmp_path, "newest")
    assert swap.current(tmp_path) == newest
    assert in_use in versions(tmp_path)


def test_folders_of_killed_builds_are_cleared(tmp_path):
    """What a build left whose process is gone goes with the next build; one that is being written stays."""
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True)
    running = swap.start(tmp_path)
    killed = tmp_path / f"building-{int(gone.stdout)}-1"
    killed.mkdir()
    finish(killed)
    pointer = tmp_path / f"{swap.POINTER}.{int(gone.stdout)}"
    pointer.write_text("v-1-2")
    mine = swap.start(tmp_path)
    assert not killed.exists()
    assert not pointer.exists()
    assert running.is_dir()
    assert mine.is_dir()


def test_two_builds_do_not_share_a_folder(tmp_path):
    """Builds that run at the same time write in folders of their own; who publishes last is in use, and is whole."""
    one, other = swap.start(tmp_path), swap.start(tmp_path)
    finish(one, "one")
    finish(other, "other")
    swap.publish(tmp_path, other)
    swap.publish(tmp_path, one)
    assert (swap.current(tmp_path) / "facts").read_text() == "one"
    assert manifest.verify(swap.current(tmp_path))


def test_a_reader_keeps_the_bundle_it_opened(glow_home):
    """A reader that opened a bundle before the swap goes on with it, also with what it had not read yet."""
    before = open_bundle(glow_home.bundle)
    glow_home.edit("| 5 | CAN-L | 9 |", "| 5 | CAN-L | 9 |\n| 6 | GND | 9 |")
    built = writer.build(glow_home.corpus, glow_home.bundle)
    assert built.fresh
    assert "glow-5/link-in/6" not in before.facts
    assert Engine(before).search("COVP").results[0].id == "glow-5/alarm/covp"
    assert "glow-5/link-in/6" in open_bundle(glow_home.bundle).facts


def test_the_root_may_be_named(tmp_path, monkeypatch):
    """PINLIGHT_BUNDLE names another place than build/kb."""
    monkeypatch.setenv("PINLIGHT_BUNDLE", str(tmp_path))
    assert swap.default_root() == tmp_path
    monkeypatch.delenv("PINLIGHT_BUNDLE")
    assert swap.default_root().parts[-2:] == ("build", "kb")
