"""Every command is documented where people look: in --help and in the README."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kb import __version__
from kb.cli import main

COMMANDS = ("audit", "build", "calc", "check", "conflicts", "facts", "search", "serve", "show")
README = Path(__file__).resolve().parents[2] / "README.md"


def test_these_are_the_commands():
    """The list of this file is whole: a command added later is tested and documented as well."""
    assert set(COMMANDS) <= set(main.commands)
    undocumented = set(main.commands) - set(re.findall(r"pinlight ([a-z-]+)", README.read_text(encoding="utf-8")))
    assert undocumented == set(), "the README does not show these commands"


@pytest.mark.parametrize("name", sorted(main.commands))
def test_help_tells_every_command_and_option(pinlight, fits, name):
    """`--help` has a sentence on the command and one on each of its options, in 80 columns; `-h` says the same."""
    said = pinlight.text(name, "--help")
    command = main.commands[name]
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]} has no help"
            assert option.opts[0] in said
    fits(said)
    assert pinlight.text(name, "-h") == said


def test_the_list_of_commands_tells_what_each_does(pinlight, fits):
    """`pinlight --help` lists each command with its sentence, whole."""
    said = pinlight.text("--help")
    fits(said)
    for name, command in main.commands.items():
        (line,) = (x for x in said.split("\n") if x.startswith(f"  {name} "))
        assert not line.endswith("..."), line
        assert line.split(maxsplit=1)[1][:20] in command.help.replace("\n", " ")


def test_version(pinlight):
    """`--version` names program and version."""
    assert pinlight.text("--version") == f"pinlight, version {__version__}\n"


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["facts", "--nonsense"], ["show"], ["search"], ["search", "x", "--limit", "0"]]
)
def test_a_wrong_call_says_how_to_call(pinlight, arguments):
    """A command or option that is not there is answered with the usage and exit code 2."""
    assert "Usage: " in pinlight(*arguments, code=2).stderr


def test_help_is_quick_to_load():
    """`pinlight --help` loads neither the encoder nor the index libraries, so that it answers at once."""
    code = "import sys; from kb.cli import main; main(['--help'], standalone_mode=False); print(*sorted(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert set(out.split("\n")[-2].split()) & {"faiss", "flask", "numpy", "onnxruntime", "tokenizers", "torch"} == set()
