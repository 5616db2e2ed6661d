"""The `{.class #id key="value"}` notation that says what a heading, table, list or alert holds."""

from __future__ import annotations

import re

from kb.model.document import Attributes
from kb.model.errors import Problem

_PART = re.compile(
    r"""\s*(?:\#(?P<id>[\w.\-]+) | \.(?P<class>[\w\-]+) | (?P<key>[a-z_]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>[^\s"{}]+)))""",
    re.VERBOSE,
)
_TRAILING = re.compile(r"^(?P<text>.*?)\s*\{(?P<inner>[^{}]*)\}\s*$", re.DOTALL)
_LEADING = re.compile(r"^\{(?P<inner>[^{}]*)\}\s*(?P<text>.*)$", re.DOTALL)


def parse(inner: str, *, file: str, line: int, problems: list[Problem]) -> Attributes:
    """Read what stands between the braces; what cannot be read is reported and left out."""
    classes: list[str] = []
    values: dict[str, str] = {}
    ident = ""
    at = 0
    while at < len(inner.rstrip()):
        part = _PART.match(inner, at)
        if part is None:
            problems.append(
                Problem(
                    file,
                    line,
                    f"cannot read {inner[at:].strip()!r} in the attribute line {{{inner}}}",
                    'Write .class, #id, key=word or key="several words"',
                )
            )
            break
        at = part.end()
        if part["id"]:
            ident = part["id"]
        elif part["class"]:
            classes.append(part["class"])
        elif part["key"] in values:
            problems.append(
                Problem(file, line, f"{part['key']}= stands twice in one attribute line", "Keep one of them")
            )
        else:
            values[part["key"]] = part["quoted"] if part["quoted"] is not None else part["bare"]
    return Attributes(line=line, classes=tuple(classes), id=ident, values=values)


def whole_line(text: str) -> str | None:
    """Return the inner text when the whole of `text` is one attribute line, else None."""
    found = _LEADING.match(text.strip())
    return found["inner"] if found and not found["text"].strip() else None


def trailing(text: str) -> tuple[str, str | None]:
    """Split `Title {#a src=1}` into the title and the inner text (None when there is none)."""
    found = _TRAILING.match(text)
    return (found["text"], found["inner"]) if found else (text.strip(), None)


def leading(text: str) -> tuple[str | None, str]:
    """Split `{#a} words` into the inner text (None when there is none) and the words."""
    found = _LEADING.match(text.strip())
    return (found["inner"], found["text"].strip()) if found else (None, text.strip())
