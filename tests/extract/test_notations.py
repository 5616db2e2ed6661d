"""Each notation of corpus/README.md section 3, and the fact it becomes."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.curation.statements import lamp_words, number
from kb.extract import lamps as lamp_notation
from kb.extract.rows import Context, Row
from kb.extract.slugs import ID, slug
from kb.model.document import Attributes
from kb.model.facts import COLORS, Lamp, Source, Variable, Wire


def test_a_fact_says_where_it_stands(extract, table):
    """Manual, edition, section, title, lines and anchor travel with every fact; the row's src outranks the table's."""
    fact = extract.one(
        table("specs", "src=12-14", id="charge-current", name="Charge current", max="50", unit="A", src="13")
    )
    assert fact.id == "glow-5/spec/charge-current"
    assert fact.devices == ("glow-5",)
    assert fact.source == Source("glow-guide", "v01", "3.1", "Panel", "13", "panel")
    assert extract.lines[fact.id] == extract.line_of("| charge-current |")


def test_lines_fall_back_to_table_then_heading(extract, table):
    """Without a src column the attribute line's src holds, without that the heading's; en dashes are read as dashes."""
    assert extract.one(table("specs", "src=12–14", id="a", name="A", text="IP55")).source.lines == "12-14"
    assert extract.one(table("specs", id="a", name="A", text="IP55")).source.lines == "10-90"


def test_devices_and_tag_make_the_id(extract, table):
    """The first device of `devices=` makes the id, and the edition's tag ends it."""
    fact = extract.one(table("specs", 'devices="glow-8 glow-5"', id="a", name="A", text="IP55"), tag="quick")
    assert (fact.id, fact.devices) == ("glow-8/spec/a@quick", ("glow-8", "glow-5"))


def test_doubt_and_repair_are_told(extract, table):
    """certainty, repair and note stand on the line for all rows, and a cell outranks them."""
    fact = extract.one(table("specs", 'certainty=likely repair="dot lost"', id="a", name="A", value="5", note="torn"))
    assert (fact.certainty, fact.repair, fact.note) == ("likely", "dot lost", "torn")
    fact = extract.one(table("specs", "certainty=likely", id="a", name="A", value="5", certainty="doubtful"))
    assert fact.certainty == "doubtful"


def test_a_spec_has_figures_with_a_unit(extract, table):
    """min, value, max and tolerance are plain numbers; the unit is stored in its one spelling."""
    fact = extract.one(
        table("specs", id="t", name="T", min="-10", value="0.5", max="50", tolerance="1", unit="℃", condition="dry")
    )
    assert (fact.min, fact.value, fact.max, fact.tolerance, fact.unit, fact.condition) == (-10, 0.5, 50, 1, "°C", "dry")
    fact = extract.one(table("specs", id="t", name="T", value="\u22125", unit=""))
    assert (fact.value, fact.min, fact.unit) == (-5, None, "-")


def test_lamps_are_told_together(extract, table):
    """Several lamps of one state stand in one cell, each with colour, pattern and rhythm."""
    fact = extract.one(
        table("leds", id="x", mode="Charge", lamps="RUN: green flash FLASH1; ALM: off; S1, S2: any; A: flash 0.5/1.5; B: flash T=2 x5",
              meaning="Charging", action="Wait", safety="stop-using")
    )  # fmt: skip
    assert fact.lamps == (
        Lamp("RUN", "green", "flash", blink="FLASH1"),
        Lamp("ALM", None, "off"),
        Lamp("S1"),
        Lamp("S2"),
        Lamp("A", None, "flash", on_s=0.5, off_s=1.5),
        Lamp("B", None, "flash", period_s=2, times=5),
    )
    assert (fact.id, fact.mode, fact.meaning, fact.action, fact.safety) == (
        "glow-5/led/x",
        "Charge",
        "Charging",
        "Wait",
        "stop-using",
    )


def test_a_blink_is_named_and_timed(extract, table):
    """A rhythm's id comes from its name."""
    fact = extract.one(table("blinks", name="FLASH1", on_s="0.25", off_s="3.75", meaning="Standby"))
    assert (fact.id, fact.name, fact.on_s, fact.off_s) == ("glow-5/blink/flash1", "FLASH1", 0.25, 3.75)


def test_an_alarm_keeps_its_steps_in_order(extract, table):
    """Actions and aliases are lists; the id comes from id, else code, else name."""
    cells = {"name": "Cell over voltage", "cause": "Too full", "actions": "Wait; Call us", "aliases": "covp2, too full"}
    fact = extract.one(table("alarms", **cells, code="COVP", lamp="ALM: red steady"))
    assert (fact.id, fact.actions, fact.aliases) == ("glow-5/alarm/covp", ("Wait", "Call us"), ("covp2", "too full"))
    assert fact.lamp == (Lamp("ALM", "red", "steady"),)
    assert extract.one(table("alarms", **cells)).id == "glow-5/alarm/cell-over-voltage"
    assert extract.one(table("alarms", **cells, id="mine", code="COVP")).id == "glow-5/alarm/mine"


def test_a_pin_is_named_after_its_connector(extract, table):
    """The connector stands on the attribute line; the pin may be a letter or a sign."""
    fact = extract.one(
        table("pinout", 'connector="Link IN"', pin="4", signal="CAN-H", function="CAN high", wire_color="blue")
    )
    assert (fact.id, fact.connector, fact.pin, fact.signal, fact.wire_color) == (
        "glow-5/link-in/4",
        "Link IN",
        "4",
        "CAN-H",
        "blue",
    )
    assert (
        extract.one(table("pinout", 'connector="Link IN"', pin="BAT+", signal="BAT+")).id == "glow-5/link-in/bat-plus"
    )


def test_a_cable_is_wired_pin_by_pin(extract, table):
    """from-to SIGNAL, `?` for a pin that is not printed, `optional` at the end; brands default to the product."""
    fact = extract.one(
        table("cables", to="Victron GX", status="mapped", pins="4-7 CAN-H; 5 – ? CAN-L; 6-3 GND optional", bus="CAN")
    )
    assert fact.pins == (Wire("4", "7", "CAN-H"), Wire("5", "?", "CAN-L"), Wire("6", "3", "GND", optional=True))
    assert (fact.id, fact.from_device, fact.brands) == ("glow-5/cable/victron-gx", "glow-5", ("Victron GX",))
    fact = extract.one(table("cables", id="inv", to="A or B", status="protocol-only", brands="A; B"))
    assert (fact.id, fact.pins, fact.brands) == ("glow-5/cable/inv", (), ("A", "B"))


def test_a_free_switch_is_an_x(extract, table):
    """A switch that may stand anyhow is left out of `dip` and shown as X."""
    fact = extract.one(table("protocols", protocol_id="1", bus="CAN", brands="Solis; Deye", dip="1=any 2=OFF 3=on"))
    assert (fact.dip_pattern, fact.dip) == ("X01", {"2": "OFF", "3": "ON"})
    assert (fact.id, fact.brands) == ("glow-5/protocol/1-can", ("Solis", "Deye"))


def test_a_dip_row_is_one_position(extract, table):
    """Each position of each switch is a fact."""
    assert extract.one(table("dips", switch="1", position="ON", meaning="115200")).id == "glow-5/dip/1-on"


def test_a_rule_declares_its_variables(extract, table):
    """Ranges may be open on either side and are left out when not printed."""
    fact = extract.one(table("rules", id="h", name="Height", formula="min(N, 6) * 270 + I / M", unit="mm", tolerance="2",
                             variables="N [packs] 3..6; I [A] 0..; M ..2.5"))  # fmt: skip
    assert fact.variables == (Variable("N", "packs", 3, 6), Variable("I", "A", 0, None), Variable("M", "-", None, 2.5))
    assert (fact.formula, fact.unit, fact.tolerance) == ("min(N, 6) * 270 + I / M", "mm", 2)


def test_a_model_counts_its_parts(extract, table):
    """Parts are `name: count`; a zero is kept, since the manual prints it."""
    fact = extract.one(table("models", designation="Glow-5S-13", inverter="Glow EC", parts="BAT 5.0: 1; BAT 8.0: 0"))
    assert (fact.id, fact.parts) == ("glow-5/model/glow-5s-13", {"BAT 5.0": 1, "BAT 8.0": 0})


def test_remedy_and_faq(extract, table):
    """Checks keep their order."""
    fact = extract.one(
        table("remedies", id="dead", symptom="Does not start", checks="Press RUN; Charge it", escalate_to="supplier")
    )
    assert (fact.id, fact.checks, fact.escalate_to) == ("glow-5/remedy/dead", ("Press RUN", "Charge it"), "supplier")
    assert extract.one(table("faqs", id="full", question="Why 99 %?", answer="By design.")).id == "glow-5/faq/full"


def test_a_procedure_reads_its_sections_alerts_first(extract):
    """The section's own alerts are its cautions, after those named on its line (short ids are this edition's)."""
    facts = extract("""> [!DANGER]
> - {#live} It is live.

{.procedure id=power-on title="Switch on" cautions="wet other/caution/x" src=12}
1. Close the breaker.
2. Press RUN.
""", tag="quick")  # fmt: skip
    assert not extract.problems
    caution, procedure = facts
    assert (caution.id, caution.level, caution.text) == ("glow-5/caution/live@quick", "danger", "It is live.")
    assert procedure.cautions == ("glow-5/caution/wet@quick", "other/caution/x", "glow-5/caution/live@quick")
    assert (procedure.id, procedure.title) == ("glow-5/procedure/power-on@quick", "Switch on")
    assert procedure.steps == ("Close the breaker.", "Press RUN.")


def test_an_alert_guards_and_cites(extract):
    """Each statement is a caution of its own, with its own lines when it has them."""
    hot, wet = extract(
        '{guards="connector:COM" src=20-30 device=glow-8}\n> [!CAUTION]\n> - {#hot src=21} Hot.\n> - {#wet} Wet.\n'
    )
    assert not extract.problems
    assert (hot.id, hot.source.lines, hot.guards) == ("glow-8/caution/hot", "21", "connector:COM")
    assert (wet.source.lines, wet.level) == ("20-30", "caution")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("COM1/COM2", "com1-com2"),
        ("BAT-", "bat-minus"),
        ("BAT+", "bat-plus"),
        ("5.0 kWh", "5.0-kwh"),
        ("Größe", "groe"),
        ("--", ""),
    ],
)
def test_slugs(name, expected):
    """Ids are readable: signs of poles are words, everything else is letters, digits, dots and dashes."""
    assert slug(name) == expected


@given(st.text(max_size=40))
def test_a_slug_is_an_id_or_empty(name):
    """Whatever a name holds, its slug is a well-formed id or nothing, and slugging it again changes nothing."""
    found = slug(name)
    assert not found or ID.match(found)
    assert slug(found) == found


LAMPS = st.builds(
    lambda indicator, color, pattern, rhythm: Lamp(indicator, color, pattern, **(rhythm if pattern == "flash" else {})),
    st.sampled_from(["RUN", "ALM", "SOC 1", "M/S"]),
    st.sampled_from([None, *sorted(COLORS - {"grey"})]),
    st.sampled_from(["off", "steady", "flash", "any"]),
    st.one_of(
        st.just({}),
        st.builds(lambda a, b: {"on_s": a / 100, "off_s": b / 100}, st.integers(1, 900), st.integers(1, 900)),
        st.builds(lambda p: {"period_s": p / 10}, st.integers(1, 90)),
        st.builds(lambda n: {"times": n}, st.integers(1, 9)),
        st.builds(lambda b: {"blink": b}, st.sampled_from(["FLASH1", "slow-200"])),
    ),
)


def notation(lamp):
    """Write a lamp as an edition does."""
    words = [lamp.color, lamp.pattern, lamp.blink]
    words += [f"{number(lamp.on_s)}/{number(lamp.off_s)}"] if lamp.on_s is not None else []
    words += [f"T={number(lamp.period_s)}"] if lamp.period_s is not None else []
    words += [f"x{lamp.times}"] if lamp.times is not None else []
    return f"{lamp.indicator}: {' '.join(w for w in words if w)}"


def row(**cells):
    """A row that stands alone."""
    problems = []
    context = msgspec.structs  # a row of no edition: only its complaints are looked at
    return Row(Context(_Edition(), context, problems), 1, cells, Attributes(1)), problems


class _Edition:
    file = "glow.md"


@given(st.lists(LAMPS, max_size=4, unique_by=lambda x: x.indicator))
def test_the_lamp_notation_comes_back(lamps):
    """What is written of a panel is read, lamp by lamp; and a statement says every colour and time of it."""
    cell, problems = row(lamps="; ".join(notation(x) for x in lamps))
    assert lamp_notation.read(cell, "lamps") == tuple(lamps)
    assert not problems
    for lamp in lamps:
        said = lamp_words(lamp)
        assert said.startswith(lamp.indicator)
        assert (lamp.color or "") in said
        assert all(number(x) in said for x in (lamp.on_s, lamp.off_s, lamp.period_s, lamp.times) if x is not None)


@given(st.text(max_size=40))
def test_no_lamp_cell_crashes_or_vanishes(text):
    """A lamps cell is read or complained about; it is never dropped in silence."""
    cell, problems = row(lamps=text)
    assert lamp_notation.read(cell, "lamps") or problems or not text
