"""`pinlight suggest` and `pinlight eval tickets` in the terminal."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from kb.cli import main
from kb.curation.corpus import default_root
from kb.evals import tickets

TICKETS = tickets.load(default_root() / "tickets")


@pytest.mark.parametrize("expect", ["advise", "ask", "none"])
def test_a_file_is_answered(pinlight, fits, tmp_path, expect):
    """A ticket in a file is answered in 80 columns, with its places; what is not covered is said to be so."""
    ticket = next(x for x in TICKETS if x.expect == expect)
    file = tmp_path / "ticket.txt"
    file.write_text(ticket.body)
    said = pinlight.text("suggest", "--subject", ticket.subject, file)
    fits(said)
    assert ("Not in the manuals" in said) == (expect == "none")
    assert ("Sources:" in said) == (expect == "advise")
    assert pinlight.json("suggest", "--subject", ticket.subject, file)["covered"] == (expect != "none")


def test_standard_input_is_read(pinlight, bundle_root):
    """Without a file, and with -, the ticket comes from standard input; old mail programs' bytes are read."""
    for arguments in (["suggest", "--json"], ["suggest", "-", "--json"]):
        told = "My SR48100H at 30 °C shows COVP and does not charge".encode("latin-1")
        result = CliRunner(env={"PINLIGHT_BUNDLE": str(bundle_root)}).invoke(main, arguments, input=told)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["device"] == "sr48100h"


def test_what_cannot_be_done_is_said(pinlight, tmp_path):
    """A missing file, an empty ticket, an unknown device and role each end in one sentence."""
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    good = tmp_path / "good.txt"
    good.write_text("SR48100H shows COVP and does not charge")
    assert "cannot be read" in pinlight.refused("suggest", tmp_path / "none.txt")
    assert "empty" in pinlight.refused("suggest", empty)
    assert "no device" in pinlight.refused("suggest", good, "--device", "nope")
    assert "no role" in pinlight.refused("suggest", good, "--role", "king")


def test_the_tickets_are_measured(pinlight, fits, tmp_path):
    """`eval tickets` prints a row for all and for each half, and says what the columns are; --json is the same as data."""
    folder = tmp_path / "corpus"
    (folder / "tickets").mkdir(parents=True)
    few = [next(x for x in TICKETS if x.expect == "none" and x.split == s) for s in ("learn", "check")]
    (folder / "tickets" / "few.yaml").write_bytes(b"".join(b"- " + json.dumps({
        "id": x.id, "who": x.who, "subject": x.subject, "body": x.body, "devices": list(x.devices), "expect": x.expect
    }).encode() + b"\n" for x in few))  # fmt: skip
    said = pinlight.text("eval", "tickets", "--corpus", folder)
    fits(said)
    assert [line.split()[0] for line in said.split("\n")[1:4]] == ["all", "split", "split"]
    rows = pinlight.json("eval", "tickets", "--corpus", folder, "--split", "learn")
    assert [r["tickets"] for r in rows] == [1, 1]
