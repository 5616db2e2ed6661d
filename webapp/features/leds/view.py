"""From a device and what was seen of its lamps to what the finder shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from kb.bundle.kept import kept
from kb.bundle.store import KnowledgeBase
from kb.identify import rhythm
from kb.identify.alarms import alarms_of
from kb.identify.looks import Look, of_lamp, parse, words
from kb.identify.states import Board, BoardLamp, Finding, GroupFinding, Match, Option, State, Way, board, identify
from kb.model.errors import QueryError
from webapp.features.facts import doors
from webapp.features.leds.pages import (
    Bucket,
    ChoosePage,
    FinderPage,
    LampChoice,
    OptionView,
    RhythmView,
    Row,
    SilentPage,
    StateView,
    Step,
    WayView,
)
from webapp.page import shell
from webapp.present import links, panel
from webapp.present.cards import fact_card
from webapp.present.words import count

# A sign for each verdict: it stands in the page, so that the script need not know how lamps are compared.
FITS, SAME, DIFFERS, ANY, UNSAID = "+", "=", "-", "a", "n"
WORDS = {FITS: "fits", SAME: "fits", DIFFERS: "differs", ANY: "may show anything", UNSAID: "not said", "": ""}
MAX_LAMPS = 40
MAX_CHARS = 120


def finder_url(device: str, seen: Iterable[tuple[str, str]] = ()) -> str:
    """Return the address of a device's finder with lamps and the keys of their looks."""
    pairs = [("lamp", f"{name}:{key}") for name, key in seen]
    return url_for("leds.finder", device_id=device) + (f"?{urlencode(pairs)}" if pairs else "")


def read(found: Board, given: Sequence[str]) -> dict[str, Look]:
    """Read `NAME:color:pattern` words. Raises QueryError that says what is wrong with which."""
    if len(given) > MAX_LAMPS:
        raise QueryError(f"{len(given)} lamps are told; at most {MAX_LAMPS} can be")
    seen: dict[str, Look] = {}
    for raw in given:
        if not raw.strip():
            continue  # a lamp that was not looked at
        parts = raw[:MAX_CHARS].rsplit(":", 2)
        if len(parts) != 3:  # noqa: PLR2004 - name, colour, pattern
            raise QueryError(f"{raw[:40]!r} is no lamp; write NAME:color:pattern, as in ALM::flash")
        seen[found.find(parts[0]).name] = parse(parts[1], parts[2])
    return seen


def choose_page(kb: KnowledgeBase) -> ChoosePage:
    """Return the choice of the device."""
    said = _devices(kb)
    silent = tuple(
        links.Link(d.name, url_for("leds.finder", device_id=d.id), doors.silence(d, doors.LIGHTS))
        for d in kb.devices.values()
        if not any(True for _ in kb.select("led_state", d.id))
    )
    return ChoosePage(title="What does the light mean? – Pinlight", shell=shell(), devices=said, silent=silent)


def _devices(kb: KnowledgeBase, but: str = "") -> tuple[links.Link, ...]:
    tallies = ((d, doors.tallied(kb, doors.LIGHTS)[d.id]) for d in kb.devices.values())
    return tuple(
        links.Link(d.name, url_for("leds.finder", device_id=d.id), said)
        for d, said in tallies
        if d.id != but and any(True for _ in kb.select("led_state", d.id)) and said
    )


def silent_page(kb: KnowledgeBase, device: str) -> SilentPage:
    """Return what is said of a device without lamp states."""
    link = links.device_link(kb, device)
    return SilentPage(
        title=f"Lamps of the {link.short} – Pinlight",
        shell=shell(),
        styles=("leds.css",),
        device=link,
        reason=doors.silence(kb.devices[device], doors.LIGHTS),
        face=panel.face(kb, device),
        devices=_devices(kb, device),
    )


def finder_page(kb: KnowledgeBase, device: str, given: Sequence[str]) -> FinderPage | SilentPage:
    """Return the finder after these lamps. What cannot be read is told on the page, which then begins anew.

    Raises NotFoundError for an unknown device.
    """
    found = board(kb, device)
    if not found.states:
        return silent_page(kb, device)
    problem = ""
    try:
        seen = read(found, given)
    except QueryError as e:
        seen, problem = {}, f"{str(e)[:1].upper()}{str(e)[1:]}."
    finding = identify(found, seen)
    link = links.device_link(kb, device)
    choices = tuple(_choice(found, n, lamp, seen.get(lamp.name)) for n, lamp in enumerate(found.lamps))
    return FinderPage(
        title=f"What do the lamps of the {link.short} show? – Pinlight",
        shell=shell(),
        styles=("leds.css",),
        scripts=("leds.js",),
        device=link,
        path=finder_url(device),
        sheet=url_for("leds.blink", v=kb.manifest.version[:8]),
        rows=_rows(kb, device, choices),
        note=panel.note(kb, found),
        problem=problem,
        steps=steps(found, finding),
        buckets=_buckets(kb, found, finding),
        rhythms=tuple(_rhythm(p) for p in rhythm.patterns(kb, device)),
        trouble=_trouble(device, seen),
        total=len(found.states),
    )


def _rows(kb: KnowledgeBase, device: str, choices: Sequence[LampChoice]) -> tuple[tuple[LampChoice, ...], ...]:
    at = {x.name: x.row for x in kb.device(device).panel.lamps}
    numbers = sorted({at.get(c.name, 1) for c in choices})
    return tuple(tuple(c for c in choices if at.get(c.name, 1) == n) for n in numbers)


def _choice(found: Board, number: int, lamp: BoardLamp, seen: Look | None) -> LampChoice:
    options = list(lamp.options)
    if seen is not None and all(o.look != seen for o in options) and options:
        # A rhythm of one's own, as the address tells it: it stands at the end of the list.
        options.append(Option(seen.key, words(seen), seen, printed=False, cycle=False))
    shown = tuple(_option(lamp.name, n, o, seen) for n, o in enumerate(options))
    group = next((n for n, names in enumerate(found.groups) if lamp.name in names), -1)
    return LampChoice(
        f"lamp-{number}",
        lamp.name,
        lamp.label,
        lamp.shows,
        not lamp.options,
        group,
        shown,
        next((o for o in shown if o.chosen), None),
    )


def _option(name: str, place: int, option: Option, seen: Look | None) -> OptionView:
    look = option.look
    return OptionView(
        place,
        f"{name}:{option.key}",
        option.words,
        panel.lines(look),
        panel.look_class(look),
        panel.blink_class(look),
        panel.strip_of(look),
        look == seen,
        option.cycle,
        option.printed,
        " ".join(map(str, option.refines)),
        Look(look.pattern, None, look.on_s, look.off_s, look.period_s, look.times).key.lstrip(":"),
        f"{look.color or ''}:{look.pattern}",
    )


def _sign(state: State, name: str, look: Look) -> str:
    verdict, _ = state.judge(name, look)
    if verdict == "open":
        return UNSAID if state.lamp(name) is None else ANY
    if verdict == "contradicts":
        return DIFFERS
    return SAME if state.shows(name, look) else FITS


def _state(kb: KnowledgeBase, found: Board, state: State, finding: Finding) -> StateView:
    """Return a state for showing; all of it but the verdicts is the same for every asker."""
    # Addresses begin with the place that the app is mounted at.
    key = ("led state", request.script_root, found.device, state.id)
    plain = kept(kb, key, lambda: _plain_state(kb, found, state))
    if not finding.seen:
        return plain
    return replace(plain, rows=tuple(_judged(state, row, finding.seen.get(row.lamp)) for row in plain.rows))


def _judged(state: State, row: Row, seen: Look | None) -> Row:
    if seen is None:
        return row
    verdict = _sign(state, row.lamp, seen)
    # A rhythm of one's own stands behind the options that everybody has.
    return replace(row, table=row.table + verdict, verdict=verdict, word=WORDS[verdict])


def _plain_state(kb: KnowledgeBase, found: Board, state: State) -> StateView:
    names = found.groups[state.group]
    rows = []
    for lamp in (x for x in found.lamps if x.name in names):
        told = state.lamp(lamp.name)
        look = of_lamp(told) if told is not None else None
        said = "not said" if told is None else ", ".join(panel.lines(look))
        plain = f"{look.color or ''}:{look.pattern}" if look is not None else ""
        table = "".join(_sign(state, lamp.name, o.look) for o in lamp.options)
        rows.append(Row(lamp.name, said, plain, table, "", ""))
    card = fact_card(kb, state.fact, also=[f.source for f in state.also])
    alarms = tuple(links.Link(a.name, links.page_url(a.id)) for a in alarms_of(kb, found.device, state))
    return StateView(
        state.id,
        found.states.index(state),
        state.group,
        names[0] if len(found.groups) > 1 and len(names) == 1 else "",
        " ".join(sorted(state.general_to)),
        card,
        state.fact.mode,
        state.fact.action,
        panel.of_state(kb, found, state),
        tuple(rows),
        alarms,
        # How the text was mended stands on the fact's own page; a doubt and a note belong here.
        tuple(r for r in card.remarks if r.doubt or (state.fact.note and state.fact.note.strip(".") in r.text)),
    )


BUCKETS = (
    ("match", "Fits what you see", ""),
    ("near", "Looks much the same", "One lamp differs. Look again at the one that is marked."),
    ("open", "Not ruled out", "Nothing you saw speaks for these or against them."),
)


def _buckets(kb: KnowledgeBase, found: Board, finding: Finding) -> tuple[Bucket, ...]:
    touched = [g for g in finding.groups if g.touched]
    placed: dict[str, list[Match]] = {
        "match": [m for g in touched for m in g.matches],
        "near": [m for g in touched for m in g.near],
        "open": [m for g in touched for m in g.open],
    }
    taken = {m.state.id for ms in placed.values() for m in ms}
    states: dict[str, list[State]] = {k: [m.state for m in ms] for k, ms in placed.items()}
    states["rest"] = [s for s in found.states if s.id not in taken]
    shown = {i: tuple(_state(kb, found, s, finding) for s in some) for i, some in states.items()}
    rest = Bucket("rest", "All states", "", shown["rest"], bool(touched), "All other states")
    return (*(Bucket(i, title, about, shown[i], folded=False) for i, title, about in BUCKETS), rest)


def steps(found: Board, finding: Finding) -> tuple[Step, ...]:
    """Return what was found, group by group of lamps that were looked at, and what to look at next."""
    touched = [g for g in finding.groups if g.touched]
    return tuple(_step(found, finding, g, ", ".join(g.lamps) if len(touched) > 1 else "") for g in touched)


def _step(found: Board, finding: Finding, group: GroupFinding, name: str) -> Step:
    lead = f"{name}: " if name else ""
    n = len(group.matches)
    if n:
        said = f"{lead}{count(n, 'state fits', 'states fit')}"
    elif group.open:
        said = f"{lead}{count(len(group.open), 'state is', 'states are')} not ruled out"
    else:
        said = f"{lead}no state of the manual fits"
    if group.alike:
        return Step(said, "No lamp tells these apart. Go by what the device does.", ())
    if group.next is None:
        return Step(said, "", ())
    look_at = group.next.indicator
    ways = tuple(_way(found, finding, look_at, w) for w in group.next.ways)
    return Step(said, f"Next, look at {look_at}:", ways)


def _way(found: Board, finding: Finding, name: str, way: Way) -> WayView:
    seen = {n: look.key for n, look in finding.seen.items()} | {name: way.key}
    order = [(x.name, seen[x.name]) for x in found.lamps if x.name in seen]
    return WayView(way.words, str(len(way.states)), finder_url(found.device, order))


def _trouble(device: str, seen: dict[str, Look]) -> str:
    """Return the troubleshooter's address with what was seen, in the words that it reads."""
    base = links.trouble_url(device)
    pairs = [("lamp", f"{n}:{k.color or ''}:{'any' if k.pattern == 'lit' else k.pattern}") for n, k in seen.items()]
    return f"{base}?{urlencode(pairs)}" if base and pairs else base


def _rhythm(p: rhythm.Pattern) -> RhythmView:
    look = Look("flash" if p.kind not in {"off", "steady"} else "off", None, p.on_s, p.off_s, p.period_s, p.times)

    def said(value: float | None) -> str:
        return "" if value is None else f"{value:g}"

    return RhythmView(
        p.id,
        p.kind,
        said(p.on_s),
        said(p.off_s),
        said(p.period_s),
        said(p.times),
        rhythm.words(p),
        ", ".join(p.names),
        ", ".join(p.lamps),
        panel.blink_class(look),
        panel.strip_of(look),
    )


def offline(kb: KnowledgeBase) -> Iterable[str]:
    """Yield the addresses that belong in the offline pack; the finder's script works out what stands behind the "?"."""
    yield url_for("leds.choose")
    for device in kb.devices:
        yield finder_url(device)


def tapped(kb: KnowledgeBase, device: str, args: MultiDict[str, str]) -> str:
    """Return the plain address after the form was sent, or a lamp was tapped, by a browser without the script.

    Raises NotFoundError for an unknown device, QueryError for a lamp or look that there is not.
    """
    found = board(kb, device)
    seen = read(found, [v for n, v in args.items(multi=True) if n == "lamp" or n.startswith("see-")])
    if args.get("tap"):
        lamp = found.find(args["tap"])
        cycle = [o for o in lamp.options if o.cycle]
        at = next((n for n, o in enumerate(cycle) if o.look == seen.get(lamp.name)), -1)
        seen.pop(lamp.name, None)
        if at + 1 < len(cycle):
            seen[lamp.name] = cycle[at + 1].look
    return finder_url(device, [(x.name, seen[x.name].key) for x in found.lamps if x.name in seen])
