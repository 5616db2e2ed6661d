"""From calculators and their results to what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import shorten
from urllib.parse import urlencode

from flask import url_for

from kb.bundle.store import KnowledgeBase
from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput
from kb.calc.registry import calculators
from kb.calc.result import CalcResult, CalculatorInfo, InputInfo, Outcome, SourceRef
from kb.curation.statements import title
from kb.model.facts import Caution, Conflict, Fact
from webapp.features.calculators.pages import Cited, FormField, Shelf, Worked
from webapp.features.conflicts.view import dispute_of
from webapp.present import links
from webapp.present.words import count


def calculator_url(
    calculator_id: str, inputs: Mapping[str, str] | None = None, endpoint: str = "calculators.calculator"
) -> str:
    """Return the address of a calculator (its page, or its JSON by another endpoint), with inputs filled in."""
    url = url_for(endpoint, calculator_id=calculator_id)
    return f"{url}?{urlencode(inputs)}" if inputs else url


def calculator_links(kb: KnowledgeBase, *, device: str = "", rule: str = "") -> tuple[links.Link, ...]:
    """Return the calculators for a device, or the ones that stand for a rule (by its base id)."""
    return tuple(
        _link(c) for c in calculators(kb).values() if (device and device in c.devices) or (rule and rule in c.covers)
    )


def _link(calculator: Calculator, text: str = "") -> links.Link:
    about = "" if calculator.about == calculator.title else _stop(calculator.about)
    return links.Link(text or calculator.title, calculator_url(calculator.id), about)


def _stop(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith((".", "?", "!")) else f"{text}."


def shelves(kb: KnowledgeBase, device: str | None) -> tuple[Shelf, ...]:
    """Return the calculators by family; with a device, only those for it."""
    families: dict[str, list[Calculator]] = {}
    for found in calculators(kb).values():
        if device is None or device in found.devices:
            families.setdefault(found.family, []).append(found)
    return tuple(_shelf(kb, family, known) for family, known in families.items())


def _shelf(kb: KnowledgeBase, family: str, known: list[Calculator]) -> Shelf:
    # "SR48100H: battery bank" on the shelf "SR48100H" is "Battery bank".
    name = next((head for head, colon, _ in (c.title.partition(": ") for c in known) if colon), "")
    rows = []
    for found in known:
        text = found.title.removeprefix(f"{name}: ")
        rows.append(_link(found, text[:1].upper() + text[1:]))
    devices = dict.fromkeys(d for c in known for d in c.devices)
    shown = tuple(links.device_link(kb, d) for d in devices)
    return Shelf(name or (shown[0].name if shown else family), f"family-{family}", tuple(rows), shown)


def by_device(kb: KnowledgeBase, chosen: str | None) -> tuple[links.Link, ...]:
    """Return the other devices that have calculators."""
    found: list[links.Link] = []
    known = calculators(kb).values()
    for device in kb.devices.values():
        n = sum(device.id in c.devices for c in known)
        if n and device.id != chosen:
            url = url_for("calculators.calculators", device=device.id)
            found.append(links.Link(device.name, url, count(n, "calculator")))
    return tuple(found)


def form(
    info: CalculatorInfo, given: Mapping[str, str], wrong: BadInput | None, outcome: Outcome | None = None
) -> tuple[FormField, ...]:
    """Return the fields of the form with what was given, and the sentence at the field that was wrong.

    A choice is shown as it was understood: "RS485" in an address is "RS485 or DI" in the list.
    """
    chosen = {i.name: i.text for i in (outcome.inputs if outcome is not None else ())}
    told = {**given, **{i.name: chosen[i.name] for i in info.inputs if i.choices and i.name in chosen}}
    return tuple(_field(i, info, told, wrong) for i in info.inputs)


def mistake(item: InputInfo, told: str) -> str:
    """Return what is said at a field about what was typed there."""
    return _stop(told.removeprefix(f"{item.name} ({item.label}): "))


def _field(item: InputInfo, info: CalculatorInfo, given: Mapping[str, str], wrong: BadInput | None) -> FormField:
    error = ""
    if wrong is not None and wrong.name == item.name:
        error = mistake(item, str(wrong))
    value = given.get(item.name, item.default)
    if item.choices and value:
        # A choice given in another spelling ("deye") is shown as the manual writes it.
        value = next((c for c in item.choices if c.lower() == value.strip().lower()), value)
    return FormField(
        id=f"in-{item.name}",
        name=item.name,
        label=item.label[:1].upper() + item.label[1:],
        kind=item.kind,
        unit="" if item.unit == "-" else item.unit,
        choices=_choices(item, value),
        value=value,
        required=item.required,
        hint=_hint(item, info),
        error=error,
    )


def _choices(item: InputInfo, value: str) -> tuple[tuple[str, str], ...]:
    """Return value and text of each choice; an empty one leads where nothing is chosen or nothing may be."""
    told = tuple((c, c) for c in item.choices)
    if not told or (value in item.choices and (item.required or item.default)):
        return told
    return (("", "Choose …" if item.required else "–"), *told)


def _hint(item: InputInfo, info: CalculatorInfo) -> str:
    """Say what an input is and, where it is typed, what may be given."""
    said = item.help.removeprefix("optional").lstrip(": ")
    if said == "checked":
        said = "checked when given"
    parts = [said if said != info.about else "", "" if item.choices else item.allowed]
    return " ".join(_stop(p) for p in parts if p)


def worked(kb: KnowledgeBase, outcome: Outcome) -> Worked:
    """Return a result or a refusal for showing."""
    shown = [kb.facts.get(i) for i in outcome.conflicts]
    disputes = tuple(dispute_of(kb, c) for c in shown if isinstance(c, Conflict))
    given = tuple((i.label, i.text) for i in outcome.inputs)
    cited = tuple(_cited(kb, outcome.sources))
    if not isinstance(outcome, CalcResult):
        return Worked(given, (), (), (), disputes, cited, outcome.reason, _allowed(outcome.allowed))
    return Worked(
        given, tuple((o.label, o.text) for o in outcome.outputs), outcome.working, outcome.warnings, disputes, cited
    )


def rules(kb: KnowledgeBase, base_ids: Iterable[str]) -> Iterable[links.Link]:
    """Yield links to the rules that a calculator stands for, in every edition."""
    for base in base_ids:
        for fact_id in kb.editions_of.get(base, ()):
            fact = kb.facts[fact_id]
            yield links.Link(title(fact), links.fact_url(fact_id), links.place(kb, fact.source).manual)


def _allowed(text: str) -> str:
    """Say what is allowed without the input's name in front: `packs: a whole number` → `A whole number`."""
    head, colon, rest = text.partition(": ")
    return _stop(rest if colon and head.isidentifier() else text)


def source_name(fact: Fact) -> str:
    """Return how a source is called: a caution by its first words, all else by its title."""
    return shorten(fact.text, 90, placeholder=" …") if isinstance(fact, Caution) else title(fact)


def _cited(kb: KnowledgeBase, sources: Iterable[SourceRef]) -> Iterable[Cited]:
    """Yield the sections in the order of their first use, each with its facts."""
    sections: dict[tuple[str, str], list[str]] = {}
    for s in sources:
        source = kb.facts[s.fact].source
        sections.setdefault((source.manual, source.anchor), []).append(s.fact)
    for ids in sections.values():
        first = links.place(kb, kb.facts[ids[0]].source)
        place = links.Place(first.manual, first.edition, first.section, "", first.url)
        yield Cited(
            place,
            tuple(
                links.Link(source_name(kb.facts[i]), links.fact_url(i), links.place(kb, kb.facts[i].source).lines)
                for i in dict.fromkeys(ids)
            ),
        )
