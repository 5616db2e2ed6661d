"""Lamps that a text names with their colours, sentences about them, and sentences under the heading of one lamp."""

from __future__ import annotations

import pytest

from kb.importing.api import imported, read_bytes

FRAME = "<html><body><h1>DEMO X1 battery</h1><p>Manual.</p><h2>2 {heading}</h2>{body}<h2>3 Care</h2><p>Wipe it.</p></body></html>"


def states(body, heading="Indicators"):
    rows = imported(read_bytes(FRAME.format(body=body, heading=heading).encode(), "demo.html")).rows()
    return [r for r in rows if r["kind"] == "led_state"]


def shown(row):
    return [(x["indicator"], x["color"], x["pattern"]) for x in row["lamps"]]


TABLE = (
    "<table><tr><th>Condition</th><th>RUN</th><th>ALM</th></tr><tr><td>Asleep</td><td>off</td><td>off</td></tr>"
    "<tr><td>Charging</td><td>flashing</td><td>off</td></tr><tr><td>Fault</td><td>off</td><td>on</td></tr></table>"
)


@pytest.mark.parametrize(
    "said",
    [
        "Two lamps are on the front: RUN (green) and ALM (red).",
        "The unit has LEDs: RUN is green, ALM is red.",
        "Two light-emitting diodes can be seen: RUN green, ALM red.",
    ],
)
def test_colours_of_the_text_before_belong_to_the_lamps_of_the_table(said):
    """A lamp that shines has the colour that the text names it with; one that is off has none."""
    found = states(f"<p>{said}</p>{TABLE}")
    assert [shown(r) for r in found] == [
        [("RUN", None, "off"), ("ALM", None, "off")],
        [("RUN", "green", "flash"), ("ALM", None, "off")],
        [("RUN", None, "off"), ("ALM", "red", "steady")],
    ]


def test_colours_of_wires_belong_to_no_lamp():
    """A sentence about wires gives lamps no colour."""
    found = states(f"<p>The lamps have wires: RUN is green, ALM is red.</p>{TABLE}")
    assert {c for r in found for _, c, _ in shown(r)} == {None}


INTRO = "<p>Three diodes are at the lid: D1 green, D2 red, D3 blue.</p>"


@pytest.mark.parametrize(
    ("said", "lamp", "pattern", "meaning"),
    [
        ("D3 is lit while balancing is active.", "D3", "steady", "balancing is active"),
        ("Should D3 flash, the board is too warm.", "D3", "flash", "the board is too warm"),
        ("A D2 that stays on points to a defect of the board.", "D2", "steady", "a defect of the board"),
        ("While new firmware is loaded, only D2 flashes.", "D2", "flash", "new firmware is loaded"),
        (
            "Three short red flashes of D2 followed by a pause say that the address is used twice.",
            "D2",
            "flash",
            "the address is used twice",
        ),
        ("A double flash of D2 means that a wire is open.", "D2", "flash", "a wire is open"),
    ],
)
def test_lamps_that_a_text_named_are_known_in_its_sentences(said, lamp, pattern, meaning):
    """A bare mark is a lamp where the text introduced it; what is told in a sentence is doubted."""
    found = states(f"{INTRO}<p>{said}</p>")
    assert [[(n, p) for n, _, p in shown(r)] for r in found] == [[(lamp, pattern)]]
    assert found[0]["meaning"] == meaning
    assert found[0]["doubt"]


RING = "A slow pulse in green says that the unit is charging, steady green says that the battery is full. At steady blue the sun is too weak."


@pytest.mark.parametrize("heading", ["Light ring", "LED strip", "The ring of light", "Status LED"])
def test_sentences_under_the_heading_of_one_lamp_are_about_it(heading):
    """Under the heading of one lamp a sentence may name no lamp; each colour and pattern is a state of its own."""
    found = states(f"<p>The light can be seen from afar.</p><p>{RING}</p>", heading)
    assert {(c, p, r["meaning"]) for r in found for _, c, p in shown(r)} >= {
        ("green", "flash", "the unit is charging"),
        ("green", "steady", "the battery is full"),
    }
    assert all(r["doubt"] for r in found)


@pytest.mark.parametrize("heading", ["Wiring", "The bar of soap", "Key ring"])
def test_a_heading_that_is_no_lamp_tells_none(heading):
    """Colours that say something under another heading are no lamp's."""
    assert states("<p>Green says that the wire is earth, steady hands are needed.</p>", heading) == []


def test_states_run_together_with_their_meanings_beside_the_name():
    """Where state and meaning share a cell, the state is cut off its beginning; a name holds for the rows under it."""
    rows = [
        ("LED", "Indicator Explanation"),
        ("DC", "Green led solid light PV connected"),
        ("", "Green led off No PV"),
        ("AC", "Green led flash Generator runs"),
        ("Alarm", "Red led solid light Malfunction"),
    ]
    body = "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in rows) + "</table>"
    assert [(*shown(r)[0], r["meaning"]) for r in states(body)] == [
        ("DC", "green", "steady", "PV connected"),
        ("DC", "green", "off", "No PV"),
        ("AC", "green", "flash", "Generator runs"),
        ("Alarm", "red", "steady", "Malfunction"),
    ]


def test_a_legend_of_signs_is_no_lamp():
    """A table that says what signs stand for gives no state; the table that uses them does, also for a star that is a fast flash."""
    told = {"●": "on", "○": "off", "✸": "fast flash, four times a second", "–": "either"}
    legend = "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in told.items()) + "</table>"
    signs = TABLE.replace("flashing", "✸").replace(">off<", ">○<").replace(">on<", ">●<")
    found = states(f"<p>Two lamps.</p>{legend}<p>What they mean:</p>{signs}")
    assert [[p for *_, p in shown(r)] for r in found] == [["off", "off"], ["flash", "off"], ["off", "steady"]]
