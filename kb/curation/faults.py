"""`faults/*.yaml` → FaultModel: what can be wrong, what to ask, what to do. The form is told in corpus/faults/README.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kb.curation import fault_checks
from kb.curation.devices import decode_yaml
from kb.curation.fault_types import FaultModel
from kb.model.device import Device
from kb.model.errors import Problem
from kb.model.facts import Fact

_ID = re.compile(r"\s*(?:-\s*)?\{?\s*id:\s*\"?([\w.-]+)")


def read(
    root: Path, devices: Mapping[str, Device], facts: Mapping[str, Fact], problems: list[Problem]
) -> tuple[FaultModel, ...]:
    """Read and check every fault model; a corpus without any has none, and that is no problem."""
    out: list[FaultModel] = []
    for path in sorted((root / "faults").glob("*.yaml")):
        file = path.relative_to(root.parent).as_posix()
        raw = path.read_bytes()
        model = decode_yaml(raw, FaultModel, file=file, problems=problems)
        if model is None:
            continue
        lines: dict[str, int] = {}
        for n, text in enumerate(raw.decode().split("\n"), 1):
            found = _ID.match(text)
            if found:
                lines.setdefault(found[1], n)
        for owner, what, todo in fault_checks.problems_of(model, devices, facts):
            problems.append(Problem(file, lines.get(owner, 1), what, todo))
        if model.id != path.stem:
            problems.append(
                Problem(file, 1, f"id {model.id!r} is not the file's name", f"Write id: {path.stem}, or rename it")
            )
        out.append(model)
    for fact_id in fault_checks.unreached(tuple(out), facts):
        problems.append(
            Problem(
                (root / "faults").relative_to(root.parent).as_posix(),
                1,
                f"no fault model of its device reaches {fact_id}",
                "Cite it in a cause, a repair or a test, or name it under left_out with the reason",
            )
        )
    return tuple(out)
