"""`/device/<id>`."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, Response, url_for

from kb.bundle.store import KnowledgeBase
from kb.model.device import Device
from kb.model.facts import KINDS, Conflict, Fact
from webapp import bundle
from webapp.features.calculators.view import calculator_links
from webapp.features.devices.pages import Covered, DevicePage, Part
from webapp.page import render, shell
from webapp.present import groups
from webapp.present.links import Link, fact_url
from webapp.present.words import count, kind_word

bp = Blueprint("devices", __name__, template_folder="templates")

# What is looked up on site stands open; what is read at leisure is folded.
_OPEN = ("pin", "alarm", "remedy", "faq")
_FOLDED = ("led_state", "blink", "cable", "protocol", "dip", "procedure", "spec", "rule", "model", "caution")
_ORDER = (
    "led_state",
    "blink",
    "pin",
    "cable",
    "protocol",
    "dip",
    "alarm",
    "remedy",
    "faq",
    "procedure",
    "spec",
    "rule",
    "model",
    "caution",
)
_DOORS = (
    ("led_state", "facts.lights", "What does the light mean?"),
    ("pin", "facts.pins", "Which pin is which?"),
    ("alarm", "alarms.alarms", "Something is wrong"),
    ("spec", "facts.figures", "Figures and rules"),
)


@bp.get("/device/<device_id>")
def device(device_id: str) -> Response:
    """Serve one device."""
    kb = bundle.current().kb
    found = kb.device(device_id)
    facts = tuple(kb.select(device=device_id))
    by_kind = groups.of_kinds(facts, KINDS)
    manuals = tuple(
        Link(kb.manuals[m].title, url_for("manuals.manual", manual_id=m), kb.manuals[m].edition)
        for m in found.manuals
        if m in kb.manuals
    )
    conflicts = tuple(Link(f.topic, fact_url(f.id), f.advice) for f in by_kind["conflict"] if isinstance(f, Conflict))
    return render(
        DevicePage(
            title=f"{found.name} – Pinlight",
            shell=shell(),
            device=found,
            manuals=manuals,
            doors=tuple(Link(t, url_for(e, device=device_id)) for k, e, t in _DOORS if by_kind[k]),
            lamps=found.panel.lamps,
            connectors=found.connectors,
            calculators=calculator_links(kb, device=device_id),
            parts=tuple(_parts(kb, by_kind)),
            conflicts=conflicts,
            coverage=tuple(_coverage(found, by_kind)),
        )
    )


def _parts(kb: KnowledgeBase, by_kind: dict[str, tuple[Fact, ...]]) -> Iterable[Part]:
    for kind in _ORDER:
        facts = by_kind[kind]
        if not facts:
            continue
        shown = groups.of_kind(kb, kind, facts)
        total = sum(len(g.cards) for g in shown)
        yield Part(kind_word(kind, plural=True), kind.replace("_", "-"), total, shown, kind in _FOLDED)


def _coverage(device: Device, by_kind: dict[str, tuple[Fact, ...]]) -> Iterable[Covered]:
    for kind in KINDS:
        said = device.coverage.get(kind, "todo")
        state, _, reason = said.partition(":")
        name = kind_word(kind, plural=True)
        if state == "done":
            yield Covered(name, "read", f"{count(len(by_kind[kind]), 'entry', 'entries')}, all editions counted")
        elif state == "exempt":
            yield Covered(name, "not in its manuals", reason.strip())
        else:
            yield Covered(name, "not read yet", "The manuals may say more than is shown here.")
