"""Hostile and broken files end in one clear sentence; nothing hangs, crashes or is written."""

from __future__ import annotations

import json
import random

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.cli import main
from kb.importing.api import imported, read_bytes, read_manual
from kb.importing.errors import ImportError_
from kb.ingest import text
from kb.model.errors import PinlightError

TABLE = "4 Ports\n\n4.1 BMS port\n\nPin\tDefinition\n1\tCANH\n2\tCANL\n3\tGND — ²\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_every_usual_encoding_is_found_out(encoding):
    """The same table comes out of UTF-8, UTF-16, UTF-32 and Windows-1252, with or without its mark."""
    facts = imported(read_bytes(TABLE.encode(encoding), "m.txt")).facts
    assert [f.signal for f in facts] == ["CANH", "CANL", "GND — ²"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "binary"),
        (b"PK\x03\x04" + random.Random(1).randbytes(4000), "binary"),  # noqa: S311 - no secret
        (b"\x00" * 5000, "binary"),
    ],
    ids=["nothing", "blanks", "program", "archive", "zeros"],
)
def test_what_is_no_text_is_refused_in_words(raw, said):
    """The message names the file, what is wrong with it and what to do."""
    with pytest.raises(ImportError_) as caught:
        read_bytes(raw, "odd.bin")
    assert str(caught.value).startswith("odd.bin: ")
    assert said in str(caught.value)
    assert "Nothing was written" in str(caught.value)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    """A sparse file of 100 MB is refused by its size."""
    path = tmp_path / "big.txt"
    with path.open("wb") as f:
        f.truncate(100_000_000)
    with pytest.raises(ImportError_, match="100 MB, more than 50 MB"):
        read_manual(path)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    """Both say what to do."""
    with pytest.raises(ImportError_, match="No such file"):
        read_manual(tmp_path / "none.txt")
    with pytest.raises(ImportError_, match="folder"):
        read_manual(tmp_path)


HOSTILE = {
    "one long line": "Pin " * 200_000,
    "deep lists": "\n".join("  " * n + "- x" for n in range(400)),
    "deep quotes": "\n".join(">" * n + " x" for n in range(1, 400)),
    "brackets": "[" * 20_000 + "](x)" + "{" * 20_000,
    "bars": "|" * 20_000,
    "tabs": "\t" * 20_000,
    "many columns": "\n".join("\t".join("ON" for _ in range(400)) for _ in range(60)),
    "many rows": "Pin\tSignal\n" + "\n".join(f"{n}\tCANH" for n in range(5000)),
    "counted lines": "\n".join(str(n % 60) for n in range(20_000)),
    "one word a line": "\n".join("flash" for _ in range(20_000)),
    "spaces": "\n".join("a" + " " * 300 + "b" for _ in range(2000)),
    "long lines alike": "\n".join(["Name ON OFF " * 3000] * 60),
    "headings": "\n".join(f"{n}.1 Title" for n in range(1, 90)) * 20,
    "script": "# T\n\n<script>alert(1)</script>\n\n| LED | State | Meaning |\n|---|---|---|\n| RUN | On | <b onclick=x>fine</b> |\n"
    "| RUN | Off | bad |",
    "attributes": "# A {#b src=1}\n\n{.pinout connector=x}\n| pin | signal |\n|---|---|\n| 1 | CANH |\n\n<!-- -->\n---\nid: x\n---",
    "controls": "Pin\tSignal\n1\tCAN\u202eH\n2\tCANL\n3\tGND\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_becomes_a_draft_or_a_sentence(name):
    """Each is imported or refused in words; what is imported is in the corpus form and runs nothing."""
    try:
        result = imported(read_bytes(HOSTILE[name].encode(), "hostile.txt"))
    except PinlightError as e:
        assert str(e).startswith("hostile.txt: ")  # noqa: PT017 - both ends are right
    else:
        assert "<script" not in result.text.replace("\\<", "")


PIECES = [
    "Pin\tSignal",
    "1\tCANH",
    "2\tCANL",
    "LED",
    "On",
    "Off",
    "Flashing",
    "E01",
    "Fault code",
    "Solution",
    "1",
    "2",
    "3",
]
PIECES += ["| a | b |", "---", "{.pinout}", "> [!NOTICE]", "```", "1 Title", "1.1 Pins", "Error 3 - x", "# T {#a}"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
        | st.sampled_from(PIECES),
        min_size=1,
        max_size=40,
    )
)
def test_any_text_becomes_a_draft_in_the_corpus_form(lines):
    """Whatever stands in a text, its draft is read back without a problem, or the file is refused in words."""
    try:
        imported(read_bytes("\n".join(lines).encode(), "any.txt"))
    except ImportError_ as e:
        assert "Report this" not in str(e)  # noqa: PT017 - both ends are right


@given(st.binary(max_size=3000))
def test_any_bytes_are_decoded_or_refused(raw):
    """Decoding never fails in another way than by saying so, and no line keeps a control character."""
    try:
        found = text.read(raw)
    except text.UnreadableTextError:
        return
    assert not any(ord(c) < 9 for line in found.lines for c in line)


def test_a_failed_import_writes_nothing(tmp_path):
    """Neither the draft nor a part of it stands in the folder afterwards; nor when the folder does not exist."""
    odd = tmp_path / "odd.bin"
    odd.write_bytes(b"\x00" * 5000)
    good = tmp_path / "good.txt"
    good.write_text(TABLE, encoding="utf-8")
    for file, out in ((odd, tmp_path / "draft.md"), (good, tmp_path / "none" / "draft.md")):
        result = CliRunner().invoke(main, ["import", str(file), "--out", str(out)])
        assert result.exit_code == 1
        assert result.stderr.strip().startswith("pinlight: ")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["good.txt", "odd.bin"]


def test_the_command_writes_a_draft_and_tells_the_facts(tmp_path):
    """`--out` writes the draft, `--json` tells the facts with lines, confidence and doubt; the summary names what was found."""
    good = tmp_path / "good.txt"
    good.write_text(TABLE, encoding="utf-8")
    out = tmp_path / "draft.md"
    told = CliRunner().invoke(main, ["import", str(good), "--out", str(out), "--json"])
    facts = json.loads(told.stdout)["facts"]
    assert [(f["kind"], f["pin"], f["signal"], f["source"]["lines"], f["doubt"]) for f in facts][:2] == [
        ("pin", "1", "CANH", "6", ""),
        ("pin", "2", "CANL", "7", ""),
    ]
    assert '{.pinout connector="BMS" src=6-8}' in out.read_text(encoding="utf-8")
    assert "3  contacts" in CliRunner().invoke(main, ["import", str(good)]).stdout
