"""Writes the golden pairs: manuals of products that do not exist, in the damage styles of extractors, and the facts they hold.

Run it to write them anew (`python tests/golden/import/make.py`); tests/importing checks that the stored files are what it
writes. They came in rounds; the first reading of each round, before anything was tuned on it, stands in DECISIONS.md. A manual
that is `held` has not been tuned on yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
Rows = Sequence[Sequence[str]]
Fact = dict[str, object]


def tabs(header: Sequence[str], rows: Rows) -> str:
    return "\n".join("\t".join(r) for r in [header, *rows])


def pipes(header: Sequence[str], rows: Rows) -> str:
    return "\n".join(
        ["| " + " | ".join(header) + " |", "|" + "---|" * len(header), *("| " + " | ".join(r) + " |" for r in rows)]
    )


def spaces(header: Sequence[str], rows: Rows, wrap: int = 34) -> str:
    """Aligned columns; long cells are wrapped inside their column."""
    out = []
    table = [header, *rows]
    widths = [min(wrap, max(len(r[n]) for r in table)) + 3 for n in range(len(header))]
    for row in table:
        pieces = [_wrapped(cell, wrap) for cell in row]
        for k in range(max(map(len, pieces))):
            out.append(
                "".join((p[k] if k < len(p) else "").ljust(w) for p, w in zip(pieces, widths, strict=True)).rstrip()
            )
    return "\n".join(out)


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def tab_wrapped(header: Sequence[str], rows: Rows) -> str:
    """Tabs, and the lines of a wrapped cell are rows of their own."""
    out = ["\t".join(header)]
    for row in rows:
        pieces = [_wrapped(cell, 30) for cell in row]
        for k in range(max(map(len, pieces))):
            out.append("\t".join(p[k] if k < len(p) else "" for p in pieces))
    return "\n".join(out)


def cells(header: Sequence[str], rows: Rows) -> str:
    """One cell to a line, empty lines between; empty cells are lost."""
    return "\n\n".join(c for r in [header, *rows] for c in r if c)


def tight(header: Sequence[str], rows: Rows) -> str:
    """One cell to a line without empty lines."""
    return "\n".join(c for r in [header, *rows] for c in r if c)


def run_on(header: Sequence[str], rows: Rows) -> str:
    """Rows run together with single spaces."""
    return "\n".join(" ".join(c for c in r if c) for r in [header, *rows])


def split_table(header: Sequence[str], rows: Rows) -> str:
    """A page break in the table: the header comes again."""
    half = len(rows) // 2
    return tabs(header, rows[:half]) + "\n\n17\n\n" + tabs(header, rows[half:])


def headless(header: Sequence[str], rows: Rows) -> str:
    del header
    return tabs(["" for _ in rows[0]], rows).lstrip("\t\n")


def html(header: Sequence[str], rows: Rows) -> str:
    """A table of a web page."""
    top = "".join(f"<th>{c}</th>" for c in header)
    rest = "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows)
    return f"<table>\n<tr>{top}</tr>\n{rest}\n</table>"


@dataclass
class Manual:
    name: str
    held: bool
    parts: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    questions: list[tuple[str, str]] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.parts.append(text)

    def table(
        self,
        style: Callable[[Sequence[str], Rows], str],
        header: Sequence[str],
        rows: Rows,
        fact: Callable[..., Fact | list[Fact] | None] | None = None,
    ) -> None:
        """Print a table; `fact` tells what a row holds, given its cells."""
        self.parts.append(style(header, rows))
        for row in rows:
            if fact is not None and (made := fact(*row)):
                self.facts += made if isinstance(made, list) else [made]

    def ask(self, question: str, words: str) -> None:
        """A question and words that stand in the passage that answers it."""
        self.questions.append((question, words))


def pin(connector: str, number: str, signal: str) -> Fact:
    return {"kind": "pin", "connector": connector, "pin": number, "signal": signal}


def lamp(meaning: str, *shown: tuple[str, str, str]) -> Fact:
    return {
        "kind": "led_state",
        "meaning": meaning,
        "lamps": [{"indicator": i, "color": c or None, "pattern": p} for i, c, p in shown],
    }


def alarm(code: str, name: str) -> Fact:
    return {"kind": "alarm", "code": code, "name": name}


def dip(switch: str, position: str, meaning: str) -> Fact:
    return {"kind": "dip", "switch": switch, "position": position, "meaning": meaning}


def blink(name: str, on: float, off: float, **told: str) -> Fact:
    """A rhythm: seconds on, seconds off."""
    return {"kind": "blink", "name": name, "on_s": on, "off_s": off, **told}


def switched(bits: str) -> str:
    """A setting printed as 0 and 1, in words."""
    return " ".join("ON" if b == "1" else "OFF" for b in bits.replace(" ", ""))


def protocol(number: str, bus: str, brands: list[str], bits: str, first: int = 1) -> Fact:
    """A setting of the switches from `first` on, one figure (0 or 1) each."""
    dips = {str(n): v for n, v in enumerate(switched(bits).split(), first)}
    return {"kind": "protocol", "protocol_id": number, "bus": bus, "brands": brands, "dip": dips}


# What a lamp does, as tables print it.
SHOWN = {
    "On": "steady", "Off": "off", "Flashing": "flash", "Blinking": "flash", "●": "steady", "○": "off", "☆": "flash",
}  # fmt: skip


def panel(meaning: str, names: Sequence[str], shown: Sequence[str]) -> Fact:
    """A row of a table with a lamp a column, without colours."""
    return lamp(meaning, *((n, "", SHOWN[s.split()[0]]) for n, s in zip(names, shown, strict=True)))


def write() -> dict[str, str]:
    """Return file name → content of all golden files."""
    from devices_eighth import eighth
    from devices_fifth import fifth
    from devices_fourth import fourth
    from devices_held import held
    from devices_second import second
    from devices_seventh import seventh
    from devices_sixth import sixth
    from devices_third import third
    from devices_tuned import tuned

    out: dict[str, str] = {}
    for manual in [*tuned(), *held(), *second(), *third(), *fourth(), *fifth(), *sixth(), *seventh(), *eighth()]:
        suffix = next((s for s in ("md", "html") if manual.name.endswith(f"-{s}")), "txt")
        out[f"{manual.name}.{suffix}"] = "\n\n".join(manual.parts) + "\n"
        told = {"held": manual.held, "facts": manual.facts, "questions": manual.questions}
        out[f"{manual.name}.json"] = json.dumps(told, indent=1, ensure_ascii=False) + "\n"
    return out


if __name__ == "__main__":
    for name, content in write().items():
        (HERE / name).write_text(content, encoding="utf-8")
