"""Constants of Python as JavaScript: what the calculators name at the top of their modules."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping

# Python's white space (str.isspace), which is not quite that of JavaScript.
SPACE = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_KNOWN_FLAGS = re.UNICODE | re.DOTALL


class Untranslatable(TypeError):  # noqa: N818 - the name says what is wrong
    """Python that has no translation here; the text says what and where."""


def pattern(found: re.Pattern[str] | str) -> str:
    """Return a regular expression as a JavaScript literal of the same meaning."""
    compiled = re.compile(found)
    if compiled.flags & ~_KNOWN_FLAGS:
        raise Untranslatable(f"the flags of {compiled.pattern!r}")
    if re.search(r"\(\?[^:]|\\[AZDWSw]|\[[^\]]*\\[sd]|/", compiled.pattern):
        raise Untranslatable(f"the regular expression {compiled.pattern!r}")
    text = re.sub(r"\\([\-–−])", lambda m: r"\-" if m[1] == "-" else m[1], compiled.pattern)
    # \b stays: JavaScript's knows ASCII letters only, as do the words beside it in the patterns; and looking behind
    # is unknown to the browsers of older phones.
    for python, script in ((r"\s", f"[{SPACE}]"), (r"\d", r"\p{Nd}")):
        text = text.replace(python, script)
    # Outside a class an end mark also holds before a last line break, and a bare hyphen or quote needs no escape.
    text = re.sub(r"\$$", r"(?=\\n?$)", text)
    text = re.sub(r"\\-(?![^\[]*\])", "-", text)
    return f"/{text}/u{'s' if compiled.flags & re.DOTALL else ''}"


def literal(value: object, where: str) -> str:  # noqa: PLR0911 - a line for each type
    """Return a constant as a JavaScript expression: tuples become arrays, dicts Maps, sets Sets."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise Untranslatable(f"{where}: {value!r} is no plain number")
        return repr(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple | list):
        return f"[{', '.join(literal(v, where) for v in value)}]"
    if isinstance(value, Mapping):
        pairs = ", ".join(f"[{literal(k, where)}, {literal(v, where)}]" for k, v in value.items())
        return f"new Map([{pairs}])"
    if isinstance(value, set | frozenset):
        return f"new Set([{', '.join(literal(v, where) for v in sorted(value))}])"
    if isinstance(value, re.Pattern):
        return pattern(value)
    raise Untranslatable(f"{where}: a constant of the type {type(value).__name__}")
