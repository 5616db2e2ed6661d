"""`/alarm/<device>/<name>`: one address for each alarm, whatever the edition. `/alarms?device=`: the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kb.model.errors import NotFoundError
from kb.model.facts import Alarm
from webapp import bundle, telling
from webapp.features.facts import doors
from webapp.features.search.ask import device_of
from webapp.later import later
from webapp.page import render, shell
from webapp.present import links
from webapp.present.cards import at_fact, fact_card

if TYPE_CHECKING:
    from webapp.features.alarms import pages, view
else:
    view = later("webapp.features.alarms.view")
    pages = later("webapp.features.alarms.pages")

bp = Blueprint("alarms", __name__, template_folder="templates")


@bp.get("/alarm/<device_id>/<name>")
def alarm(device_id: str, name: str) -> AnyResponse:
    """Serve one alarm. A device that shares the alarm, and an edition's own name, lead to the one address."""
    kb = bundle.current().kb
    told = view.editions(kb, device_id, name)
    if not told:
        plain = name.partition("@")[0]
        shared = (f for f in kb.select("alarm") if view.address(f.id)[1] == plain and device_id in f.devices)
        found = next(shared, None)
        if found is None:
            raise NotFoundError(f"There is no alarm {name[:80]!r} of {device_id[:80]!r}")
        owner, own_name = view.address(found.id)
        return redirect(url_for("alarms.alarm", device_id=owner, name=own_name), 301)
    first = told[0]
    same, differing = view.told_apart(told)
    card = fact_card(kb, first, also=[f.source for f in same])
    owned = first.devices[0]
    return render(
        pages.AlarmPage(
            title=f"{card.title} – Pinlight",
            shell=shell(device=owned),
            styles=("reading.css",),
            scripts=telling.scripts(),
            device=links.device_link(kb, owned),
            card=card,
            aliases=tuple(dict.fromkeys(a for f in told for a in f.aliases)),
            actions=view.actions(first),
            contact=view.contact(kb, owned),
            editions=len(told),
            differing=tuple(at_fact(fact_card(kb, f)) for f in differing),
            trouble=links.next_url(kb, first),
            leds=links.leds_url(owned) if first.lamp else "",
            alike=view.alike(kb, first),
            mentions=view.mentions(kb, first),
        )
    )


@bp.get("/alarms")
def alarms() -> Response:
    """Serve the alarms of a device with its remedies and questions; without a device, all alarms."""
    snapshot = bundle.current()
    kb, chosen = snapshot.kb, device_of(snapshot, request.args)
    tallies = [(d, doors.tallied(kb, doors.ALARMS)[d.id]) for d in kb.devices.values()]
    offered = tuple(
        links.Link(d.short or d.name, url_for("alarms.alarms", device=d.id), said) for d, said in tallies if said
    )
    device = links.device_link(kb, chosen) if chosen else None
    # Without a device an alarm stands once, with the device that its id names.
    owners = dict.fromkeys(view.address(f.id)[0] for f in kb.select("alarm") if isinstance(f, Alarm))
    shelves = tuple(view.shelf(kb, d) for d in ([chosen] if chosen else owners))
    stacks = tuple(s for s in doors.stacks(kb, chosen, doors.ALARMS) if s.anchor != "alarm") if chosen else ()
    told = any(s.lines for s in shelves)
    silent = doors.silence(kb.devices[chosen], doors.ALARMS) if chosen and not stacks and not told else ""
    title = f"Alarms {device.short if device else ''}".strip()
    return render(
        pages.AlarmsPage(
            title=f"{title} – Pinlight",
            shell=shell(device=chosen or ""),
            styles=("reading.css",),
            scripts=("filter.js",),
            device=device,
            devices=offered,
            shelves=tuple(s for s in shelves if s.lines),
            stacks=stacks,
            silent=silent,
            trouble=links.trouble_url(chosen or "") if not chosen or chosen in links.diagnosed(kb) else "",
        )
    )
