"""DIP blocks for showing: position, number and word of every switch, and the block in one sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kb.wiring import dips


@dataclass(frozen=True)
class DipSwitch:
    """One switch: `look` is on, off, free or keep; `position` is the word under it."""

    number: str
    position: str
    look: str
    said: str


@dataclass(frozen=True)
class DipBlock:
    """A block with its name, and the same in one sentence for those who do not see the drawing."""

    name: str
    switches: tuple[DipSwitch, ...]
    sentence: str
    detail: str = ""


def block(name: str, switches: Iterable[dips.Switch], detail: str = "") -> DipBlock:
    """Return a block for showing."""
    row = tuple(DipSwitch(s.number, s.word, s.look, s.said) for s in switches)
    told: dict[str, list[str]] = {}
    for s in row:
        told.setdefault(s.position, []).append(s.number)
    sentence = "; ".join(
        f"switch{'es' if len(numbers) > 1 else ''} {', '.join(numbers)}: {word}" for word, numbers in told.items()
    )
    return DipBlock(name, row, sentence[:1].upper() + sentence[1:] + ".", detail)


def blocks(setting: dips.Setting, packs: int | None) -> tuple[DipBlock, ...]:
    """Return the master's block and, unless there is one battery only, the slaves'."""
    if packs == 1:
        return (block("The battery", setting.master, "a single battery talks to the inverter itself"),)
    others = "Each other battery" if packs is None else "Battery 2" if packs == 2 else f"Batteries 2 to {packs}"  # noqa: PLR2004
    return (
        block("Battery 1, the master", setting.master, "the one that the inverter's cable goes to"),
        block(
            f"{others}, {'a slave' if packs in {None, 2} else 'the slaves'}",
            setting.slave,
            "do not move a switch marked “as is”",
        ),
    )
