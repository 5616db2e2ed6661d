"""`asks/*.yaml`: how people ask for a fact. Indexed beside what the fact says, so that a symptom finds its cause."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kb.curation.devices import decode_yaml
from kb.model.errors import Problem
from kb.model.facts import base_id

MAX_WORDS = 30


def read(root: Path, fact_ids: Iterable[str], problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """Read all files; keys are fact ids without edition tag. An unknown id or an overlong phrase is a problem."""
    known = {base_id(i) for i in fact_ids}
    out: dict[str, tuple[str, ...]] = {}
    for path in sorted((root / "asks").glob("*.yaml")):
        file = path.relative_to(root.parent).as_posix()
        found = decode_yaml(path.read_bytes(), dict[str, tuple[str, ...]], file=file, problems=problems)
        if not found:
            continue
        lines = {
            x.split(":")[0].strip().strip('"'): n
            for n, x in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
            if x and x[0] not in "-# "
        }
        for key, phrases in found.items():
            line = lines.get(key, 1)
            if key not in known:
                problems.append(
                    Problem(file, line, f"there is no fact {key!r}", "Write the fact's id without its edition tag")
                )
            if key in out:
                problems.append(
                    Problem(file, line, f"{key} has its phrases in another file already", "Keep them in one place")
                )
            for phrase in phrases:
                if not phrase.strip() or len(phrase.split()) > MAX_WORDS:
                    problems.append(
                        Problem(
                            file,
                            line,
                            f"the phrase {phrase[:40]!r} is empty or longer than {MAX_WORDS} words",
                            "Write it as a person would ask",
                        )
                    )
            out[key] = tuple(dict.fromkeys(p.strip() for p in phrases if p.strip()))
    return out
