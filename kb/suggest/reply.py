"""The reply of a suggestion as plain text, Markdown and HTML. Every line comes from a fact or says where it comes from."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from kb.model.facts import Source
from kb.suggest.model import Cited, Part, Reply

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def cite(source: Source, short: str) -> str:
    """Say a place: `SR48100H manual, edition V-01, 3.4 Protection function, lines 459-464`."""
    return f"{_section(source, short)}, lines {source.lines}"


def _section(source: Source, short: str) -> str:
    place = " ".join(x for x in (source.section, source.title) if x)
    return f"{short}, edition {source.edition}, {place}"


def write(parts: Sequence[Part], sources: Sequence[Cited], shorts: dict[str, str]) -> Reply:
    """Write the parts in three forms; the sections follow, numbered, and each part names its own by number."""
    if not parts:
        return Reply()
    numbers: dict[str, int] = {}
    lines: dict[str, dict[str, None]] = {}
    for cited in sources:
        section = _section(cited.source, shorts[cited.source.manual])
        lines.setdefault(section, {})[cited.source.lines] = None
        numbers[cited.fact] = list(lines).index(section) + 1
    places = [f"{section}, lines {'; '.join(found)}" for section, found in lines.items()]
    return Reply(_plain(parts, numbers, places), _markdown(parts, numbers, places), _html(parts, numbers, places))


def _marks(part: Part, numbers: dict[str, int]) -> str:
    found = sorted({numbers[f] for f in part.facts if f in numbers})
    return f" [{', '.join(map(str, found))}]" if found else ""


def _plain(parts: Sequence[Part], numbers: dict[str, int], places: list[str]) -> str:
    out: list[str] = []
    for part in parts:
        out.append(f"{part.title}{_marks(part, numbers)}" if part.title else "")
        out += [
            f"{n}. {line}" if part.numbered else f"- {line}" if len(part.lines) > 1 else line
            for n, line in enumerate(part.lines, 1)
        ]
        if not part.title and part.lines:
            out[-1] += _marks(part, numbers)
        out.append("")
    out += ["Sources:", *(f"[{n}] {p}" for n, p in enumerate(places, 1))] if places else []
    return "\n".join(out).strip()


def _markdown(parts: Sequence[Part], numbers: dict[str, int], places: list[str]) -> str:
    def safe(text: str) -> str:
        return _SPECIAL.sub(r"\\\1", text)

    out: list[str] = []
    for part in parts:
        marks = safe(_marks(part, numbers))
        if part.title:
            out += [f"**{safe(part.title)}**{marks}", ""]
        lines = [
            f"{n}. {safe(line)}" if part.numbered else f"- {safe(line)}" if len(part.lines) > 1 else safe(line)
            for n, line in enumerate(part.lines, 1)
        ]
        if not part.title and lines:
            lines[-1] += marks
        out += [*lines, ""]
    out += ["Sources:", "", *(f"{n}. {safe(p)}" for n, p in enumerate(places, 1))] if places else []
    return "\n".join(out).strip()


def _html(parts: Sequence[Part], numbers: dict[str, int], places: list[str]) -> str:
    out: list[str] = []
    for part in parts:
        marks = html.escape(_marks(part, numbers))
        lines = [html.escape(x) for x in part.lines]
        if part.title:
            out.append(f"<p><strong>{html.escape(part.title)}</strong>{marks}</p>")
        elif lines:
            lines[-1] += marks
        if len(lines) > 1 or part.numbered:
            tag = "ol" if part.numbered else "ul"
            out.append(f"<{tag}>{''.join(f'<li>{x}</li>' for x in lines)}</{tag}>")
        else:
            out += [f"<p>{x}</p>" for x in lines]
    if places:
        out.append(f"<p>Sources:</p><ol>{''.join(f'<li>{html.escape(p)}</li>' for p in places)}</ol>")
    return "".join(out)
