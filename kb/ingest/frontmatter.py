"""The YAML head of an edition."""

from __future__ import annotations

import re

import msgspec
import yaml

from kb.model.document import FrontMatter
from kb.model.errors import Problem

_FENCE = "---"
# The parser in C where PyYAML was built with it: heads are read at every review, build and check.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def split(text: str) -> tuple[str | None, int]:
    """Return the YAML between the fences and the number of lines it takes with them; None when there is no head."""
    lines = text.split("\n")
    if not lines or lines[0].strip() != _FENCE:
        return None, 0
    for n, line in enumerate(lines[1:], 1):
        if line.strip() == _FENCE:
            return "\n".join(lines[1:n]), n + 1
    return None, 0


def doubled_keys(text: str) -> list[tuple[str, int]]:
    """Return each key that stands twice in one mapping, with its line (from 1): YAML itself takes the last without a word."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return []  # reported by whoever decodes it
    out: list[tuple[str, int]] = []
    waiting: list[yaml.Node | None] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            keys = [k.value for k, _ in node.value if isinstance(k, yaml.ScalarNode)]
            out += [(k.value, k.start_mark.line + 1) for n, (k, _) in enumerate(node.value) if k.value in keys[:n]]
            waiting += [v for _, v in node.value]
    return sorted(out, key=lambda x: x[1])


def read(text: str, *, file: str, problems: list[Problem]) -> tuple[FrontMatter | None, int]:
    """Read the head of an edition; a broken one is reported with its line."""
    head, taken = split(text)
    if head is None:
        problems.append(
            Problem(
                file,
                1,
                "the front matter is missing or not closed",
                "Begin the file with --- , the keys of corpus/README.md section 1, and ---",
            )
        )
        return None, 0
    for key, line in doubled_keys(head):
        problems.append(Problem(file, line + 1, f"front matter: {key!r} stands twice", "Keep one of them"))
    try:
        return msgspec.yaml.decode(head.encode(), type=FrontMatter), taken
    except msgspec.ValidationError as e:
        field = re.search(r"`\$\.?(\w+)", str(e))
        name = field[1] if field else (re.search(r"`(\w+)`", str(e)) or ["", ""])[1]
        line = next((n for n, x in enumerate(head.split("\n"), 2) if name and x.startswith(f"{name}:")), 1)
        problems.append(
            Problem(file, line, f"front matter: {e}", "See corpus/README.md section 1 for the keys and their form")
        )
    except (msgspec.DecodeError, yaml.YAMLError) as e:
        mark = getattr(e.__cause__ or e.__context__ or e, "problem_mark", None)
        problems.append(
            Problem(
                file,
                (mark.line + 2) if mark else 1,
                f"the front matter is not YAML ({str(e).splitlines()[0]})",
                "Quote values that hold a colon, and check the indents",
            )
        )
    return None, taken
