"""Every record of the corpus, one rule at a time."""

from __future__ import annotations

import re

from kb.curation.originals import ranges
from kb.extract.rows import LINES
from kb.model.facts import (
    KINDS,
    Alarm,
    Blink,
    Cable,
    Caution,
    Conflict,
    LedState,
    Pin,
    Procedure,
    Protocol,
    Rule,
    Source,
    Spec,
    base_id,
    kind_of,
)

ID = re.compile(r"^[a-z0-9][a-z0-9.\-]*(/[a-z0-9][a-z0-9.\-]*){1,2}(@[a-z0-9\-]+)?$")


def wrong(records):
    """Nothing may be left; what is left is shown."""
    left = list(records)
    assert not left, "\n".join(map(str, left))


def test_the_corpus_has_no_problem(corpus):
    """`pinlight check` passes."""
    wrong(corpus.problems)


def test_ids_are_well_formed_and_unique(corpus):
    """device/part/name, lower case, each once."""
    wrong(f.id for f in corpus.facts if not ID.match(f.id))
    assert len({f.id for f in corpus.facts}) == len(corpus.facts)


def test_ids_begin_with_their_first_device(corpus):
    """The id's first part is the fact's first device, and the tag is the edition's."""
    tags = {d.meta.id: d.meta.tag for d in corpus.documents}
    plain = [f for f in corpus.facts if not isinstance(f, Conflict)]
    wrong(f.id for f in plain if f.id.split("/")[0] != f.devices[0] or f.id.partition("@")[2] != tags[f.source.manual])


def test_files_are_named_by_their_ids(corpus):
    """An edition's and a device's file name is its id; the original's is the id with .txt."""
    wrong(d.file for d in corpus.documents if d.file != f"corpus/manuals/{d.meta.id}.md")
    wrong(d.meta.original.file for d in corpus.documents if d.meta.original.file != f"{d.meta.id}.txt")
    assert {p.stem for p in (corpus.root / "devices").glob("*.yaml")} == set(corpus.devices)


def test_originals_are_named_by_their_hash(corpus):
    """Every edition carries the whole SHA-256 of the text it was written from, each another one."""
    hashes = [d.meta.original.sha256 for d in corpus.documents]
    wrong(h for h in hashes if not re.fullmatch(r"[0-9a-f]{64}", h))
    assert len(set(hashes)) == len(hashes)


def cited(corpus):
    for fact in corpus.facts:
        sources = [r.source for r in fact.readings] if isinstance(fact, Conflict) else [fact.source]
        yield from ((fact.id, s) for s in sources)


def test_every_fact_cites_lines_in_order(corpus):
    """Src names lines, counted from 1, the first before the last."""
    wrong(i for i, s in cited(corpus) if not LINES.match(s.lines) or any(not 1 <= a <= b for a, b in ranges(s.lines)))


def test_sections_cite_lines_in_order(corpus):
    """A heading's src names lines, and each section begins where it says, not before its predecessor of the same level."""
    for edition in corpus.documents:
        wrong(
            f"{edition.file}:{s.line}"
            for s in edition.sections
            if not LINES.match(s.src) or any(b < a for a, b in ranges(s.src))
        )


def test_facts_stand_in_their_section(corpus, sections):
    """Each fact's section exists in its edition, and at least one of its cited lines lies within that section's lines."""
    for fact in corpus.facts:
        if isinstance(fact, Conflict):
            continue
        section = sections[fact.source.manual, fact.source.anchor]
        assert (section.number, section.title) == (fact.source.section, fact.source.title), fact.id
        own = ranges(section.src)
        low, high = min(a for a, _ in own), max(b for _, b in own)
        assert any(low <= b and a <= high for a, b in ranges(fact.source.lines)), (
            f"{fact.id} cites {fact.source.lines} in {section.src}"
        )


def test_editions_cite_no_line_beyond_their_last_section(corpus):
    """No citation goes beyond the last line that any section of the manual covers."""
    last = {d.meta.id: max(b for s in d.sections for _, b in ranges(s.src)) for d in corpus.documents}
    wrong(f"{i}: {s.lines}" for i, s in cited(corpus) if max(b for _, b in ranges(s.lines)) > last[s.manual])


def test_pin_numbers_are_unique_on_their_connector(corpus):
    """Within one edition no connector has a number twice."""
    seen = [(f.source.manual, d, f.connector, f.pin) for f in corpus.facts if isinstance(f, Pin) for d in f.devices]
    assert len(set(seen)) == len(seen)


def test_doubled_signals_come_in_pairs(corpus):
    """A bus that is printed twice on an eight-pin socket is printed mirrored: 1 and 8, 2 and 7, 3 and 6."""
    sockets = {}
    for fact in corpus.facts:
        if isinstance(fact, Pin) and fact.signal.upper().startswith(("RS485", "485")):
            sockets.setdefault((fact.source.manual, fact.devices[0], fact.connector, fact.signal), []).append(fact.pin)
    shapes = {(d.id, c.name): c for d in corpus.devices.values() for c in d.connectors}
    for (_, device, connector, signal), pins in sockets.items():
        socket = shapes[device, connector]
        if socket.shape == "rj45" and len(pins) == 2:
            assert sum(map(int, pins)) == socket.pins + 1, f"{device} {connector} {signal}: {pins}"


def test_pairs_have_both_lines(corpus):
    """Where a socket has one line of a bus (CAN-H, RS485-A1) it has the other as well (CAN-L, RS485-B1)."""
    sockets = {}
    for fact in corpus.facts:
        if isinstance(fact, Pin):
            sockets.setdefault((fact.source.manual, fact.devices[0], fact.connector), set()).add(
                re.sub(r"[\s\-_]", "", fact.signal).upper()
            )
    for place, signals in sockets.items():
        for signal in signals:
            for one, other in (("CANH", "CANL"), ("CANL", "CANH")):
                assert signal != one or other in signals, place
            if found := re.fullmatch(r"((?:RS)?485)([AB])(\d?)", signal):
                partner = f"{found[1]}{'AB'[found[2] == 'A']}{found[3]}"
                assert partner in signals, f"{place}: {signal} without {partner}"


def test_cables_fit_their_socket(corpus):
    """Each wire begins at a contact that the pinout has, with the same signal."""
    contacts = {(d, f.connector, f.pin): f.signal for f in corpus.facts if isinstance(f, Pin) for d in f.devices}
    known = {(d, c) for d, c, _ in contacts}
    checked = 0
    for cable in corpus.facts:
        if isinstance(cable, Cable) and (cable.from_device, cable.from_port) in known:
            for wire in cable.pins:
                place = (cable.from_device, cable.from_port, wire.from_pin)
                assert contacts.get(place) == wire.signal, (
                    f"{cable.id}: {place} carries {contacts.get(place)}, not {wire.signal}"
                )
                checked += 1
    assert checked > 30


def test_cables_enter_each_contact_once(corpus):
    """No wire shares its far contact with another."""
    for cable in corpus.facts:
        if isinstance(cable, Cable):
            far = [w.to_pin for w in cable.pins if w.to_pin != "?"]
            assert len(set(far)) == len(far), cable.id


def test_rhythms_are_resolved(corpus):
    """A lamp that names a rhythm has its times, and they are that rhythm's."""
    rhythms = {
        (d, f.name, f.source.manual): (f.on_s, f.off_s) for f in corpus.facts if isinstance(f, Blink) for d in f.devices
    }
    named = [
        (f, x)
        for f in corpus.facts
        if isinstance(f, LedState | Alarm)
        for x in (f.lamps if isinstance(f, LedState) else f.lamp)
        if x.blink
    ]
    assert named
    for fact, lamp in named:
        times = {rhythms.get((d, lamp.blink, fact.source.manual)) for d in fact.devices} - {None}
        assert (lamp.on_s, lamp.off_s) in times, fact.id


def test_two_states_of_one_panel_are_not_the_same(corpus):
    """No edition prints one mode, one picture and one meaning twice."""
    seen = {}
    for fact in corpus.facts:
        if isinstance(fact, LedState):
            key = (fact.source.manual, fact.devices, fact.mode, fact.lamps, fact.meaning)
            assert key not in seen, f"{fact.id} says the same as {seen[key]}"
            seen[key] = fact.id


def test_protocols_set_every_switch(corpus):
    """The DIP pattern and the settings say the same, switch by switch, and no two protocols share a pattern."""
    patterns = {}
    for fact in corpus.facts:
        if isinstance(fact, Protocol):
            told = "".join(
                {"ON": "1", "OFF": "0"}.get(fact.dip.get(str(n), ""), "X") for n in range(1, len(fact.dip_pattern) + 1)
            )
            assert told == fact.dip_pattern, fact.id
            assert patterns.setdefault((fact.devices, fact.dip_pattern), fact.protocol_id) == fact.protocol_id, fact.id


def test_figures_are_in_order(corpus):
    """Min ≤ value ≤ max, and a tolerance is not negative."""
    for fact in corpus.facts:
        if isinstance(fact, Spec):
            told = [x for x in (fact.min, fact.value, fact.max) if x is not None]
            assert told == sorted(told), fact.id
            assert fact.tolerance is None or fact.tolerance >= 0, fact.id


def test_rules_give_a_result(corpus):
    """Every formula can be worked out inside its ranges, and its value is a finite number."""
    import math

    functions = {"min": min, "max": max, "ceil": math.ceil, "floor": math.floor}
    for fact in corpus.facts:
        if isinstance(fact, Rule):
            at = {v.name: v.min or (v.max if v.max is not None else 1.0) for v in fact.variables}
            value = eval(fact.formula, {"__builtins__": {}}, functions | at)  # noqa: S307 - checked to be arithmetic by kb.extract.rule
            assert math.isfinite(value), fact.id


def test_procedures_have_steps_and_known_cautions(corpus):
    """Each procedure has steps; its cautions are caution facts, each once."""
    cautions = {f.id for f in corpus.facts if isinstance(f, Caution)}
    for fact in corpus.facts:
        if isinstance(fact, Procedure):
            assert fact.steps, fact.id
            assert len(set(fact.cautions)) == len(fact.cautions), fact.id
            assert set(fact.cautions) <= cautions, fact.id


def test_guards_name_something(corpus):
    """What a caution guards exists: a connector of its device, or a procedure of its edition."""
    procedures = {base_id(f.id).rpartition("/")[2] for f in corpus.facts if isinstance(f, Procedure)}
    for fact in corpus.facts:
        if isinstance(fact, Caution) and fact.guards:
            kind, _, name = fact.guards.partition(":")
            connectors = {c.name for d in fact.devices for c in corpus.devices[d].connectors}
            assert kind in {"connector", "procedure"}, fact.id
            assert name in (connectors if kind == "connector" else procedures), f"{fact.id} guards {fact.guards!r}"


def test_doubts_are_told(corpus):
    """A reading that is not certain says why, in its note or repair."""
    wrong(f.id for f in corpus.facts if f.certainty != "certain" and not (f.note or f.repair))


def test_conflicts_have_two_different_sides(corpus):
    """The readings of a conflict say different things, about devices and facts that exist, with advice."""
    ids = {f.id for f in corpus.facts}
    for fact in corpus.facts:
        if isinstance(fact, Conflict):
            assert len({r.says for r in fact.readings}) == len(fact.readings) >= 2, fact.id
            assert set(fact.facts) <= ids, fact.id
            assert set(fact.devices) <= set(corpus.devices), fact.id
            assert fact.advice, fact.id


def test_devices_are_covered_or_say_why_not(corpus):
    """Every kind is done, or exempt with a reason, for every device; nothing is still to do."""
    for device in corpus.devices.values():
        wrong(
            f"{device.id}: {k} is {device.coverage.get(k)!r}"
            for k in KINDS
            if not re.match(r"done$|exempt: \S", device.coverage.get(k, ""))
        )


def test_panels_have_one_lamp_at_each_place(corpus):
    """Lamp names and places on a panel are unique; connector names too."""
    for device in corpus.devices.values():
        names = [x.name for x in device.panel.lamps]
        places = [(x.row, x.col) for x in device.panel.lamps]
        connectors = [c.name for c in device.connectors]
        assert len(set(names)) == len(names), device.id
        assert len(set(places)) == len(places), device.id
        assert len(set(connectors)) == len(connectors), device.id


def test_every_kind_is_used(corpus):
    """All fact kinds occur in the corpus: none is an idea only."""
    assert {kind_of(f) for f in corpus.facts} == set(KINDS)


def test_sources_carry_the_edition(corpus):
    """A source's edition is the one its manual states."""
    editions = {d.meta.id: d.meta.edition for d in corpus.documents}
    wrong(i for i, s in cited(corpus) if not isinstance(s, Source) or editions[s.manual] != s.edition)
