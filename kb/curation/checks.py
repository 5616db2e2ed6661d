"""Checks across files: references resolve, lamps and connectors are declared, coverage tells the truth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.model.device import Device
from kb.model.document import Document
from kb.model.errors import Problem
from kb.model.facts import KINDS, Alarm, Fact, LedState, Pin, Procedure, kind_of

Places = dict[str, tuple[str, int]]


def run(  # noqa: PLR0917 - the whole corpus, part by part
    documents: Sequence[Document],
    devices: dict[str, Device],
    facts: Sequence[Fact],
    places: Places,
    root: str,
    problems: list[Problem],
) -> None:
    """Add every cross-file problem to `problems`."""
    _manuals(documents, devices, root, problems)
    ids = {f.id for f in facts}
    for fact in facts:
        file, line = places[fact.id]
        for name in fact.devices:
            if name not in devices:
                problems.append(
                    Problem(
                        file,
                        line,
                        f"the device {name!r} is unknown",
                        f"Use one of {', '.join(sorted(devices))}, or add its file",
                    )
                )
        if isinstance(fact, Procedure):
            for caution in fact.cautions:
                if caution not in ids:
                    problems.append(
                        Problem(file, line, f"the caution {caution!r} is unknown", "Name a caution by its id")
                    )
        if isinstance(fact, LedState | Alarm):
            _lamps(fact, devices, file, line, problems)
        if isinstance(fact, Pin):
            _connector(fact, devices, file, line, problems)
    for device in devices.values():
        _coverage(device, facts, f"{root}/devices/{device.id}.yaml", problems)


def _manuals(documents: Sequence[Document], devices: dict[str, Device], root: str, problems: list[Problem]) -> None:
    known = {d.meta.id: d for d in documents}
    for document in documents:
        for name in document.meta.devices:
            if name not in devices:
                problems.append(
                    Problem(
                        document.file,
                        2,
                        f"devices names {name!r}, which has no file",
                        f"Add {root}/devices/{name}.yaml",
                    )
                )
            elif document.meta.id not in devices[name].manuals:
                file = f"{root}/devices/{name}.yaml"
                problems.append(
                    Problem(file, 1, f"manuals lacks {document.meta.id}, which covers this device", "Add it to manuals")
                )
    for device in devices.values():
        for manual in device.manuals:
            if manual not in known:
                problems.append(
                    Problem(
                        f"{root}/devices/{device.id}.yaml",
                        1,
                        f"the manual {manual!r} is unknown",
                        f"Use one of {', '.join(known)}",
                    )
                )


def _lamps(fact: LedState | Alarm, devices: dict[str, Device], file: str, line: int, problems: list[Problem]) -> None:
    panel = {lamp.name: lamp for d in fact.devices if d in devices for lamp in devices[d].panel.lamps}
    for lamp in fact.lamps if isinstance(fact, LedState) else fact.lamp:
        declared = panel.get(lamp.indicator)
        if declared is None:
            problems.append(
                Problem(
                    file,
                    line,
                    f"the lamp {lamp.indicator!r} is not on the panel of {', '.join(fact.devices)}",
                    f"Use one of {', '.join(panel) or 'none'}, or add it to the device file",
                )
            )
        elif lamp.color and lamp.color not in declared.colors and lamp.color != "grey":
            problems.append(
                Problem(
                    file,
                    line,
                    f"the lamp {lamp.indicator} cannot be {lamp.color}",
                    f"Its device file says {', '.join(declared.colors) or 'no colour'}",
                )
            )


def _connector(fact: Pin, devices: dict[str, Device], file: str, line: int, problems: list[Problem]) -> None:
    for device in (devices[d] for d in fact.devices if d in devices):
        declared = {c.name: c for c in device.connectors}
        if fact.connector not in declared:
            problems.append(
                Problem(
                    file,
                    line,
                    f"{device.id} has no connector {fact.connector!r}",
                    f"Use one of {', '.join(declared) or 'none'}, or add it",
                )
            )
        elif (
            fact.pin.isdigit()
            and declared[fact.connector].pins
            and not 1 <= int(fact.pin) <= declared[fact.connector].pins
        ):
            problems.append(
                Problem(
                    file,
                    line,
                    f"pin {fact.pin} is outside {fact.connector}, which has {declared[fact.connector].pins}",
                    "Mend the number",
                )
            )


def _coverage(device: Device, facts: Iterable[Fact], file: str, problems: list[Problem]) -> None:
    have = {kind_of(f) for f in facts if device.id in f.devices}
    for kind in KINDS:
        state = device.coverage.get(kind)
        if state is None:
            problems.append(Problem(file, 1, f"coverage lacks {kind}", 'Write done, todo or "exempt: reason"'))
        elif state == "done" and kind not in have:
            problems.append(
                Problem(
                    file,
                    1,
                    f"coverage says {kind}: done, but no {kind} fact names {device.id}",
                    "Add the facts, or say todo or exempt: reason",
                )
            )
        elif state.startswith("exempt") and kind in have:
            problems.append(Problem(file, 1, f"coverage says {kind} is exempt, but there are such facts", "Write done"))
        elif state not in {"done", "todo"} and not (state.startswith("exempt: ") and state[len("exempt: ") :].strip()):
            problems.append(
                Problem(file, 1, f"coverage of {kind} is {state!r}", 'Write done, todo or "exempt: reason"')
            )
    for kind in device.coverage:
        if kind not in KINDS:
            problems.append(
                Problem(file, 1, f"coverage names the unknown kind {kind!r}", f"Kinds are {', '.join(KINDS)}")
            )
