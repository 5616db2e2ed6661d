"""The plainer kinds: figures with units, questions and answers, troubleshooting entries, steps in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.importing import words
from kb.importing.blocks import Cell, ListItem, Paragraph, Section, Table
from kb.importing.found import Found
from kb.importing.grids import Grid, places, stream
from kb.model import units

_NUMBER = r"([+-]?\d+(?:\.\d+)?)"
_UNIT = r"\s*(V ?(?:DC|AC|a\.c\.|d\.c\.)?|A|mA|Ah|kWh|KWh|Wh|kW|W|VA|Hz|°C|℃|%RH|% RH|%|mm|cm|m|kg|Nm|N·m|Ω|s|ms|min|h|bps)(?!\w)"
_RANGE = re.compile(rf"^{_NUMBER}(?:{_UNIT})?\s*(?:~|–|-|…|\.\.|to)\s*{_NUMBER}{_UNIT}$")
_LIMIT = re.compile(rf"^(≤|<|max\.?|≥|>|min\.?)\s*{_NUMBER}{_UNIT}$", re.IGNORECASE)
_VALUE = re.compile(rf"^{_NUMBER}{_UNIT}$")
_BARE = re.compile(rf"^{_NUMBER}$")
_TOPIC = re.compile(
    r"(?i)\b(?:specifications?|parameters?|technical data|data ?sheet|ratings?|characteristics|electrical data|data)\b"
)
_ASKED = re.compile(r"^\**(?:Q\s?\d{0,2}\s*[:.)]|Question\s*\d*\s*[:.])\s*(\S.*)$", re.IGNORECASE)
_ANSWERED = re.compile(r"^\**(?:A\s?\d{0,2}\s*[:.)]|Answer\s*\d*\s*[:.])\s*\**\s*", re.IGNORECASE)
_SYMPTOM = re.compile(
    r"(?i)^(?:problems?|symptoms?|troubles?|phenomen(?:on|a)|items?|issues?|faults?|fault phenomenon|malfunctions?|what happens|situation)$"
)
_LEAST = 2
_STEPS = 3


def specs(grid: Grid) -> list[Found]:
    """Return the figures of a table of name and value; a table whose values are mostly no figures is none."""
    told = " ".join([grid.caption, grid.section.heading.text, *grid.header])
    if (
        not 2 <= grid.width <= 4
        or not _TOPIC.search(told)
        or any(re.search(r"(?i)\b(?:cause|reason)", h) for h in grid.header)
    ):
        return []
    unit = next((n for n in range(1, grid.width) if words.role_matches("unit", grid.header[n])), None)
    numbered = all(re.fullmatch(r"\d*[.)]?", t) for t in grid.column(0))
    name = 1 if numbered else 0
    value = next((n for n in range(name + 1, grid.width) if n != unit), None)
    if value is None or grid.width - (unit is not None) - numbered > 2:
        return []
    out = []
    for row in grid.rows:
        text = f"{row[value].text} {row[unit].text}".strip() if unit is not None else row[value].text
        if row is grid.rows[0] and words.role_matches("spec", row[name].text):
            continue  # the header, where the product's name stands over its values
        if row[name].text and text and (cells := figure(text)):
            out.append(
                Found("spec", {"name": row[name].text, **cells}, places(row), round(0.5 + 0.45 * grid.confidence, 3))
            )
    figures = sum("text" not in f.cells for f in out)
    return out if len(out) >= _LEAST and figures >= 0.4 * len(out) else []


def figure(text: str) -> dict[str, str]:
    """Return the cells of a printed value: `10~50 °C` is min, max and unit; what is no figure stands in `text`."""
    plain = (
        text.strip().replace("−", "-").replace(",", ".") if re.fullmatch(r"\d+,\d+\D*", text.strip()) else text.strip()
    )
    if found := _RANGE.match(plain):
        cells = {"min": found[1], "max": found[3], "unit": found[4]}
    elif found := _LIMIT.match(plain):
        key = "max" if found[1].lower().startswith(("≤", "<", "max")) else "min"
        cells = {key: found[2], "unit": found[3]}
    elif found := _VALUE.match(plain):
        cells = {"value": found[1], "unit": found[2]}
    elif found := _BARE.match(plain):
        cells = {"value": found[1], "unit": "-"}
    else:
        return {"text": text.strip(), "unit": "-"} if len(text) <= 120 else {}
    unit = units.canonical(re.sub(r"\s?(?:DC|AC|a\.c\.|d\.c\.)$", "", cells["unit"]).strip())
    return {**cells, "unit": unit} if unit else {"text": text.strip(), "unit": "-"}


def remedies(grid: Grid) -> list[Found]:
    """Return the entries of a table of symptoms and what to check."""
    if not grid.headed:
        return []
    symptom = next((n for n in range(grid.width) if _SYMPTOM.match(grid.header[n])), None)
    checks = next(
        (n for n in range(grid.width) if n != symptom and words.role_matches("actions", grid.header[n])), None
    )
    if symptom is None or checks is None:
        return []
    causes = [
        n for n in range(grid.width) if n not in {symptom, checks} and words.role_matches("cause", grid.header[n])
    ]
    out: list[Found] = []
    for row in grid.rows:
        told = "; ".join(t for n in [*causes, checks] if (t := row[n].text.replace(";", ",")))
        if row[symptom].text and told:
            found = Found(
                "remedy",
                {"symptom": row[symptom].text, "checks": told},
                places(row),
                round(0.5 + 0.45 * grid.confidence, 3),
            )
            torn = row[symptom].text[:1].islower() or told[:1].islower()
            out.append(found.questioned("the row seems to begin in the middle of a sentence") if torn else found)
    return out


def faqs(section: Section) -> list[Found]:
    """Return questions with their answers: `Q1: …` in the text, or a heading that asks."""
    out: list[Found] = []
    if section.heading.text.endswith("?") and section.blocks:
        text = " ".join(_ANSWERED.sub("", b.text) for b in section.blocks if not isinstance(b, Table))
        if text.strip():
            where = (section.heading.place, *(b.place for b in section.blocks))
            out.append(Found("faq", {"question": section.heading.text, "answer": text.strip()}, where, 0.9))
        return out
    question: list[Cell] = []
    answer: list[Cell] = []
    for cell in [*stream(section), Cell("Q:", section.place)]:
        begins = _ASKED.match(cell.text) or cell.text == "Q:"
        if begins:
            if question and answer:
                asked = _ASKED.sub(r"\1", " ".join(c.text for c in question))
                said = _ANSWERED.sub("", " ".join(c.text for c in answer))
                places_ = tuple(c.place for c in [*question, *answer])
                out.append(Found("faq", {"question": asked, "answer": said}, places_, 0.9))
            question, answer = [cell], []
        elif question and not answer and not question[-1].text.rstrip("*").endswith(("?", ".", "!")):
            question.append(cell)
        elif question:
            answer.append(cell)
    return out


def procedures(section: Section) -> list[Found]:
    """Return the steps of a section: list items that count up from one, most of them advice."""
    out: list[Found] = []
    held: list[ListItem] = []
    for item in [*_items(section), None]:
        number = int(re.sub(r"\D", "", item.marker) or 0) if item is not None else 0
        if item is not None and number == len(held) + 1:
            held.append(item)
            continue
        advice = sum(bool(words.ACTION.search(" ".join(i.text.split()[:4]))) for i in held)
        if len(held) >= _STEPS and advice >= 0.5 * len(held) and section.heading.text:
            cells = {"title": section.heading.text, "steps": "\n".join(i.text for i in held)}
            out.append(Found("procedure", cells, tuple(i.place for i in held), 0.85))
        held = [item] if item is not None and number == 1 else []
    return out


def _items(section: Section) -> Iterator[ListItem]:
    for block in section.blocks:
        if isinstance(block, ListItem) and block.ordered and any(c.isdecimal() for c in block.marker):
            yield block
        elif isinstance(block, Table | Paragraph):
            continue
