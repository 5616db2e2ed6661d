"""`corpus/devices/*.yaml` → Device."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from kb.ingest.frontmatter import doubled_keys
from kb.ingest.markdown import read_text
from kb.model.device import Device
from kb.model.errors import Problem

T = TypeVar("T")


def decode_yaml(raw: bytes, kind: type[T], *, file: str, problems: list[Problem]) -> T | None:
    """Decode a YAML file into a type; problems name the file and, as far as it is known, the line."""
    text = read_text(raw, file=file, problems=problems)
    if text is None:
        return None
    problems.extend(
        Problem(file, line, f"{key!r} stands twice", "Keep one of them") for key, line in doubled_keys(text)
    )
    try:
        return msgspec.yaml.decode(text, type=kind)
    except msgspec.ValidationError as e:
        problems.append(
            Problem(file, _line_of(text, str(e)), f"{e}", "See corpus/README.md for the keys and their form")
        )
    except (msgspec.DecodeError, yaml.YAMLError) as e:
        mark = getattr(e.__cause__ or e.__context__ or e, "problem_mark", None)
        problems.append(
            Problem(
                file,
                mark.line + 1 if mark else 1,
                f"not YAML: {str(e).splitlines()[0]}",
                "Check quotes, colons and indents",
            )
        )
    return None


def _line_of(text: str, message: str) -> int:
    """Find the line a validation message speaks of: `$[2].readings[0].says` → the third item's line."""
    path = re.search(r"`\$([^`]*)`", message)
    missing = re.search(r"field `(\w+)`", message)
    steps = re.findall(r"\[(\d+)\]|\.(\w+)", path[1]) if path else []
    try:
        node = yaml.compose(text)
    except yaml.YAMLError:
        return 1
    line = 1
    for index, key in steps:
        if index and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
            node = node.value[int(index)]
        elif key and isinstance(node, yaml.MappingNode):
            node = next((v for k, v in node.value if k.value == key), node)
        if node is not None:
            line = node.start_mark.line + 1
    if missing and isinstance(node, yaml.MappingNode):
        line = next((k.start_mark.line + 1 for k, _ in node.value if k.value == missing[1]), line)
    return line


def read_devices(root: Path, problems: list[Problem]) -> dict[str, Device]:
    """Read every device file; a file's name must be its device's id."""
    devices: dict[str, Device] = {}
    for path in sorted((root / "devices").glob("*.yaml")):
        file = path.relative_to(root.parent).as_posix()
        device = decode_yaml(path.read_bytes(), Device, file=file, problems=problems)
        if device is None:
            continue
        if device.id != path.stem:
            problems.append(
                Problem(
                    file, 1, f"id {device.id!r} is not the file's name", f"Write id: {path.stem}, or rename the file"
                )
            )
        devices[device.id] = device
    return devices
