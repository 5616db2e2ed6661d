"""`pinlight build`, `check`, `conflicts` and `audit`: what the keeper of the corpus calls."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kb.bundle import swap

# What was broken, how, and what the message says: the file, the line, what is wrong and what to do.
PIN = "| 5 | CAN-L | 9 |"
BROKEN = {
    "a required column is missing": ("| pin | signal | src |", "| pin | function | src |", "signal"),
    "two pins have one number": (PIN, "| 4 | CAN-L | 9 |", "two pins of Link IN have the number 4"),
    "an unknown unit": ("| 56 | | V |", "| 56 | | volts |", "volts"),
    "broken front matter": ("language: en", "language: [en", "glow-guide.md"),
    "an unknown device": ('connector="Link IN"', 'connector="Link IN" device=glow-9', "glow-9"),
    "a figure that is none": ("| 56 | | V |", "| 56ish | | V |", "56ish"),
}


@pytest.fixture(params=sorted(BROKEN))
def broken(glow, request):
    """The Glow 5 with one thing wrong in its edition, and words of the complaint."""
    old, new, said = BROKEN[request.param]
    glow.home.edit(old, new)
    return glow, said


def test_check_of_a_sound_corpus(glow, pinlight, fits):
    """A sound corpus is counted, without being built; so is the project's own."""
    assert "The corpus is sound: 1 manuals, 1 devices, 9 facts." in glow.text("check")
    said = pinlight.text("check")
    assert "The corpus is sound: 5 manuals, 13 devices" in said
    fits(said)


def test_check_names_file_line_and_remedy(broken):
    """What is wrong is told with file and line, and nothing comes as a traceback."""
    glow, said = broken
    message = glow.refused("check")
    assert said in message
    assert "manuals/glow-guide.md:" in message
    assert "nothing was built" in message


def test_build_of_a_broken_corpus_loses_nothing(broken):
    """The same complaint stops a build, and what was built before still answers."""
    glow, said = broken
    before = swap.current(glow.home.bundle)
    assert said in glow.refused("build", "--quiet")
    assert swap.current(glow.home.bundle) == before
    assert glow.json("show", "glow-5/link-in/5")["signal"] == "CAN-L"


def test_a_file_that_is_not_utf8_is_named_with_its_line(glow):
    """Bytes that are no UTF-8 are told with file and line."""
    raw = glow.home.guide.read_bytes()
    glow.home.guide.write_bytes(raw.replace(b"room temperature", b"20 \xb0C"))
    line = raw[: raw.index(b"room temperature")].count(b"\n") + 1
    message = glow.refused("check")
    assert f"manuals/glow-guide.md:{line}:" in message
    assert "UTF-8" in message


def test_every_problem_is_told_at_once(glow):
    """Two mistakes are two lines: nobody has to run the check again to find the second."""
    glow.home.edit("| 56 | | V |", "| 56 | | volts |")
    glow.home.edit(PIN, "| 4 | CAN-L | 9 |")
    message = glow.refused("check")
    assert "2 problems" in message
    assert message.count("manuals/glow-guide.md:") >= 2


def test_a_corpus_that_is_not_there(glow, tmp_path):
    """An empty or missing folder is told, with the option that names another."""
    for folder in (tmp_path / "nowhere", tmp_path):
        assert "--corpus" in glow.refused("check", "--corpus", folder)


def test_build_tells_what_it_did(glow):
    """A build counts what it built and embedded; a second one finds nothing to do; --force builds again."""
    assert glow.text("build") == "Up to date: 9 facts, 3 passages, 1 manuals.\n"
    glow.home.edit("Two people carry it.", "One person carries it.")
    changed = glow("build")
    assert changed.stdout.startswith("Built 9 facts and 3 passages from 1 manuals in ")
    assert "(1 embedded anew)" in changed.stdout
    assert "embedding" in changed.stderr, "progress is told on the other channel"
    assert "(0 embedded anew)" in glow.text("build", "--force")


def test_a_quiet_build_shows_no_progress(glow):
    """--quiet leaves the result alone."""
    quiet = glow("build", "--force", "--quiet")
    assert quiet.stderr == ""
    assert quiet.stdout.startswith("Built 9 facts")


def test_a_missing_model_is_told(glow, tmp_path, monkeypatch):
    """A build without weights is refused with what to do, and what was built before still answers."""
    monkeypatch.setenv("PINLIGHT_MODEL", str(tmp_path))
    assert "PINLIGHT_MODEL" in glow.refused("build", "--force", "--quiet")
    assert glow.json("show", "glow-5/link-in/5")["signal"] == "CAN-L"


def test_the_command_itself_runs(glow, environment):
    """`python -m kb.cli` and the installed `pinlight` are the same program."""
    ran = subprocess.run(
        [sys.executable, "-m", "kb.cli", "check"],
        env=environment(**glow.environment),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.startswith("The corpus is sound")


def test_conflicts_tells_both_sides(glow, fits):
    """A judged conflict is told with both readings, their places and the advice."""
    said = glow.text("conflicts")
    fits(said)
    for words in (
        "How high the charging voltage is",
        "56 V",
        "by current",
        "Set 56 V",
        "1 judged conflicts, 0 candidates",
    ):
        assert words in said
    found = glow.json("conflicts")
    assert [c["id"] for c in found["conflicts"]] == ["conflict/charge-voltage"]
    assert found["candidates"] == []


def test_conflicts_lists_candidates(glow):
    """Two figures under one name that nobody judged are listed with what differs."""
    glow.home.edit("| 56 | | V | 5 |", "| 56 | | V | 5 |\n| charge-voltage-2 | Charging voltage | | 57 | | V | 5 |")
    (candidate,) = glow.json("conflicts")["candidates"]
    assert candidate["facts"] == ["glow-5/spec/charge-voltage", "glow-5/spec/charge-voltage-2"]
    assert "glow-5/spec/charge-voltage-2" in " ".join(glow.text("conflicts").split())


def test_the_projects_conflicts_fit_the_terminal(pinlight, fits):
    """All conflicts of the project are printed in 80 columns, each with at least two readings."""
    said = pinlight.text("conflicts")
    fits(said)
    found = pinlight.json("conflicts")
    assert all(len(c["readings"]) >= 2 for c in found["conflicts"])
    assert f"{len(found['conflicts'])} judged conflicts, {len(found['candidates'])} candidates" in said


def test_audit_of_a_true_edition(glow, fits):
    """Facts that stand in the original are verified, and the command succeeds."""
    said = glow.text("audit")
    fits(said)
    report = glow.json("audit")
    assert set(report) == {"total", "manuals", "kinds", "facts", "goal"}
    assert report["total"]["share"] == 1.0


def test_audit_finds_a_wrong_figure(glow, fits):
    """A figure that the original does not have is a miss with its place, and the command fails."""
    glow.home.edit("| 56 | | V |", "| 65 | | V |")
    result = glow("audit", code=1)
    fits(result.stdout)
    assert "glow-5/spec/charge-voltage" in result.stdout
    assert "65" in result.stdout


def test_audit_without_the_originals(glow, flip, tmp_path):
    """A missing folder, a missing file and an altered one are each told with what to do."""
    assert "no such folder" in glow.refused("audit", "--originals", tmp_path / "nowhere")
    assert "missing" in glow.refused("audit", "--originals", tmp_path)
    flip(glow.home.originals / "glow-guide.txt")
    assert "altered" in glow.refused("audit")
