"""What the manuals do not hold is refused by a rule that says why; each rule has a near question that it lets through."""

from __future__ import annotations

import pytest

from kb.curation.vocabulary import Property
from kb.search.asked import Part, Told, figure_missing, not_counted, property_missing, says

RULES = [
    ("_other_makers", "pylontech cable", "do not cover pylontech", "victron cable"),
    ("_other_makers", "tesla powerwall lamp", "powerwall", "sr48100h lamp"),
    ("_never_printed", "latest firmware for sr48100h", "latest firmware", "how do I upgrade the firmware"),
    ("_never_printed", "password for the app", "password", "I forgot my password"),
    ("_never_printed", "where can I buy a battery", "buy", "where can I put a battery"),
    ("_never_printed", "review of the battery", "review", "power sensor review"),
    ("_never_printed", "cheapest battery", "cheapest", "charge at the cheapest rate"),
    ("_prices", "how much is it", "no prices", "how much current is it"),
    ("_prices", "how much is the SR48100H", "no prices", "how much is the torque"),
    ("_codes", "what is E9999", "prints E9999", "what is COVP"),
    ("_codes", "SR48200 alarm", "SR48200", "SR48100H alarm"),
    ("_inverters", "Growatt inverter fan noise", "nothing else of them", "Growatt inverter cable"),
    ("_inverters", "deye inverter display blank", "Deye", "deye inverter and battery"),
    ("_inverters", "goodwe inverter display", "Goodwe", "sr48100h with a goodwe inverter display"),
    ("_alarm_numbers", "error 4711", "numbered 4711", "flash 3"),
    ("_alarm_numbers", "alarm number 3", "numbered 3", "alarm COVP 3"),
    ("_pins", "pin 9 of Link IN", "Link IN has no pin 9; it has 1, 2, 3, 4, 5, 6, 7, 8.", "pin 8 of Link IN"),
    ("_pins", "pin 17 of COM", "COM has no pin 17", "pin 16 of COM"),
    ("_pins", "pin D of Link IN", "Link IN has no pin D", "pin D of the stacked connector"),
    ("_pins", "pin 9 of the growatt battery", "a pin 9", "pin 8 of the growatt battery"),
    (
        "_parts",
        "where does PV3 of the sigenstor ec connect",
        "no PV3 in the manuals; they name PV1, PV2.",
        "where does PV2 of the sigenstor ec connect",
    ),
    ("_parts", "growatt battery COM3", "no COM3", "growatt battery COM2"),
    ("_parts", "growatt battery com 3 pins", "no COM3", "growatt battery com 2 pins"),
    ("_switches", "dip switch 9", "no DIP switch 9", "dip switch 7"),
    ("_switches", "dip switch number 0", "no DIP switch 0", "switch 8 on the wall"),
    ("_protocols", "protocol 5", "no protocol 5", "protocol 2"),
    ("_protocols", "protocol id 3", "no protocol 3", "protocol for 3 packs"),
    (
        "_bus_of_brand",
        "sr48100h with victron over RS485, which pins",
        "list Victron on CAN alone, and not on RS485",
        "sr48100h with victron over CAN, which pins",
    ),
    (
        "_bus_of_brand",
        "sr48100h MPP cable for CAN, not RS485",
        "list MPP on RS485 alone, and not on CAN",
        "sr48100h MPP cable for RS485, not CAN",
    ),
    ("_models", "SigenStor EC 8.0", "model EC 8.0", "SigenStor EC 5.0"),
    ("_models", "Growatt MIN 5000 fault", "covers Growatt MIN 5000.", "Growatt CAN 2000 fault"),
    ("_models", "growatt 10 kWh battery", "covers Growatt 10 kWh.", "growatt 6.5 kWh battery"),
    ("_models", "Hybrid 7.5", "model HYBRID 7.5", "Hybrid 6.0"),
    ("_kinds", "LED colours of the EV AC charger", "no lamp of EV AC Charger", "LED colours of the sigenstor"),
    ("_kinds", "dip switch of the sigenstor", "no DIP switch", "dip switch of the sr48100h"),
    ("_kinds", "pinout of the ev charger", "no pinout", "pinout of the sr48100h"),
    ("_inverters", "where is the time of use menu on a deye hybrid", "nothing else of them", "deye hybrid CAN port"),
    ("_panel", "purple light", "No lamp in the manuals is purple", "purple cable"),
    ("_panel", "commmod power indicator on", "no state of the lamp Power", "commmod network state indicator on"),
    (
        "_panel",
        "green ALM light on the growatt battery",
        "no ALM lamp that is green",
        "red ALM light on the growatt battery",
    ),
    (
        "_panel",
        "M/S lamp flashing on the sr48100h",
        "no M/S lamp that is flashing",
        "RUN lamp flashing on the sr48100h",
    ),
    ("_panel", "LED5 of the growatt battery is lit", "no lamp LED5", "LED4 of the growatt battery is lit"),
    (
        "_buttons",
        "how long do you hold the reset button of the growatt battery",
        "no RESET button",
        "how long do you hold the power button of the growatt battery",
    ),
    ("_nothing_asked", "good morning, how are you today?", "nothing in this to look up", "good morning, what is COVP?"),
]
# So that "how many kg" finds its unit, and the property alone decides.
UNITS = "kg year"
NAMES = sorted({rule for rule, *_ in RULES})


@pytest.mark.parametrize(("rule", "question", "words", "_other"), RULES, ids=[q for _, q, _, _ in RULES])
def test_a_rule_refuses(engine, rule, question, words, _other):
    """What is certainly not in the manuals is refused with a sentence that names it; search gives that sentence on."""
    reading = engine.understander.read(question)
    assert words in getattr(engine.limits, rule)(reading, reading.corrected)
    answer = engine.search(question)
    assert not answer.answered
    assert answer.why_not == engine.limits.reason(reading) != ""


@pytest.mark.parametrize(("rule", "_question", "_words", "other"), RULES, ids=[o for *_, o in RULES])
def test_a_rule_lets_the_near_question_through(engine, rule, _question, _words, other):
    """The question beside it, which the manuals can answer, is not refused by the rule."""
    reading = engine.understander.read(other)
    assert getattr(engine.limits, rule)(reading, reading.corrected) == ""


def test_every_rule_is_tried(engine):
    """The table above holds every rule that `reason` and `absent` call."""
    limits = type(engine.limits)
    called = {n for f in (limits.reason, limits.absent) for n in f.__code__.co_names if n.startswith("_")}
    assert sorted(called) == NAMES


def test_colours_that_a_panel_does_not_have(engine):
    """A colour that the manual prints of no lamp of the panel is refused; of a panel without printed colours, none is."""
    kb, read = engine.kb, engine.understander.read
    printed = {d.id: {c for x in d.panel.lamps for c in x.colors} for d in kb.devices.values() if d.panel.lamps}
    assert {bool(colors) for colors in printed.values()} == {True, False}
    for device, colors in printed.items():
        for color in sorted({"white", "green", "blue", "orange", "red"} - colors):
            said = engine.limits.reason(read(f"{color} light", device))
            assert said.startswith("No lamp of") is bool(colors), (device, color, said)


def test_a_lamp_without_a_printed_colour_may_have_any(engine):
    """Where the manual prints the colours of some lamps only, one of the others may have any: when it is named, or lamps are counted."""
    panels = [(d, {c for x in d.panel.lamps for c in x.colors}) for d in engine.kb.devices.values()]
    partly = [
        (d, x.name, min({"white", "orange"} - printed))
        for d, printed in panels
        for x in d.panel.lamps
        if not x.colors and printed and {"white", "orange"} - printed
    ]
    assert partly
    for device, free, color in partly:
        for question in (f"{free} lamp is {color}", f"three lights lit, {color}"):
            said = engine.limits.reason(engine.understander.read(question, device.id))
            assert not said.startswith("No lamp of"), (device.id, question)


def test_the_first_rule_speaks(engine):
    """Where several rules apply, the most telling one gives the sentence: another maker before the price."""
    assert "pylontech" in engine.limits.reason(engine.understander.read("price of a pylontech E9999"))


def test_a_name_of_the_manuals_is_answered_whatever_a_rule_says(engine):
    """A question that is nothing but a name of the manuals is answered with what has this name."""
    assert engine.search("high temperature").answered
    assert engine.search("victron").answered


@pytest.mark.parametrize("question", ["how heavy is the SR48100H", "what does the growatt battery weigh"])
def test_a_printed_property_is_answered(engine, question):
    """A property that the manual prints is answered."""
    assert engine.search(question).answered


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("torque for the sr48100h terminals", "torque"),
        ("how many kg is the ev dc module", "no weight"),
        ("Which wire colours do CAN-H and CAN-L have in the SR48100H communication cable?", "no wire colour"),
        (
            "My balcony is an oven. I want the SigenStor there. Up to which temperature can it work?",
            "no operating temperature",
        ),
        ("Which AC fuse curve, B or C, for the SigenStor 5.0?", "no tripping curve"),
        ("my daughter lost it: how do I take the card off the Sigen AC charger again", "no delete"),
    ],
)
def test_a_property_that_is_not_printed_is_refused(engine, question, words):
    """A look-alike does not stand in for a property that the manual does not print."""
    answer = engine.search(question)
    assert (answer.answered, words in answer.why_not) == (False, True)


def test_a_siblings_figure_is_no_answer(engine):
    """The isolator of the inverter is not the breaker of the Gateway; what the Gateway's manual does not say is said before whose figure it is."""
    answer = engine.search("gateway main breaker amps")
    assert not answer.answered
    assert answer.why_not == "The manuals of Gateway do not say: the rated current or power of the Gateway."
    answer = engine.search("growatt heating film temperature")
    assert not answer.answered
    assert "of another product (" in answer.why_not
    assert engine.search("SigenStor EC AC switch amps").answered


def test_each_property_of_the_vocabulary(engine):
    """Each phrase of `asked` refuses an answer without a word of `told`, and accepts an answer with any of them."""
    for name, entry in engine.understander.words.properties.items():
        only = {name: entry}
        for phrase in entry.asked:
            question = f"tell me {phrase.replace(' + ', ' of it ')} please"
            assert f"no {name} " in property_missing(question, [f"nothing, {UNITS}"], only), (name, phrase)
            for word in entry.told:
                said = f"it is {word}, {UNITS}"
                assert property_missing(question, [said], only) == "", (name, phrase, word)


def test_all_parts_of_a_phrase_are_needed():
    """The phrase "warranty + years" is asked only where both words stand."""
    only = {"warranty length": Property(("warranty + years",), ("warranty year",))}
    assert property_missing("how many days is the warranty", ["x"], only) == ""
    assert property_missing("warranty in years", ["x"], only) == "The manuals print no warranty length for this."


@pytest.mark.parametrize(
    ("question", "answer", "missing"),
    [
        ("how many kW", "5 kW", False),
        ("how many kW", "5 A", True),
        ("how many amps", "100 A", False),
        ("maximum volts", "56 V", False),
        ("minimum degrees", "56 V", True),
        ("how many packs", "nothing", False),
        ("which temperature does it start at, at what temperature", "5 V", True),
        ("in volts, please", "0.1 A", True),
        ("16 or 32 A", "16 A", False),
        ("16 or 32 A", "20 A", True),
    ],
)
def test_a_unit_that_is_asked_is_answered_in(question, answer, missing):
    """Who asks "how many kW" is not answered with amperes."""
    assert bool(figure_missing(question, [Told(answer, frozenset())], Part({}))) is missing


@pytest.mark.parametrize(
    ("weights", "names", "there"),
    [
        ({"relay": 1.0, "open": 1.0}, (), True),
        ({"relay": 1.0, "close": 3.0}, (), False),
        ({"close": 1.0}, (), True),
        ({"relay": 1.0, "open": 1.0}, ("covp",), False),
    ],
)
def test_a_figure_must_be_of_this_part(weights, names, there):
    """A figure counts where half of the words for the part stand, and each name; one word alone tells no part from another."""
    told = Told("The relay opens at 48 V", frozenset({"relay", "open"}))
    assert Part(weights, frozenset(names)).same(told) is there
    assert (figure_missing("how many volts", [told], Part(weights, frozenset(names))) == "") is there


def test_a_number_of_things_needs_the_things_and_a_number():
    """Who asks how many cards is answered where cards are spoken of with a number."""
    cards = frozenset({"card"})
    assert not_counted("how many cards", [Told("Cards are managed in the app", cards)], frozenset())
    assert not not_counted("how many cards", [Told("Up to ten cards", cards)], frozenset())
    assert not_counted("how many cards", [Told("Up to 10 packs", frozenset({"pack"}))], frozenset())


@pytest.mark.parametrize(
    ("text", "phrase", "there"),
    [
        ("What IP65 means", "ip65", True),
        ("chip", "ip", False),
        ("round-trip", "trip", True),
        ("tripping", "trip", False),
        ("M8.5 bolt", "5", False),
        ("café", "cafe", True),
        ("", "x", False),
    ],
)
def test_phrases_stand_as_whole_words(text, phrase, there):
    """A phrase is said where its words stand whole, in any case and with or without accents."""
    assert says(text, phrase) is there


@pytest.mark.parametrize(
    ("question", "words", "other"),
    [
        ("torque for the PV connectors", "torque of other parts", "torque of the pack screws"),
        ("torque of the antenna lid", "torque of other parts", "torque of the M8 terminal"),
        ("number of trackers of the SigenStor", "no number of trackers", "number of PV strings of the SigenStor EC 6.0"),
        ("how many loudspeakers does the rack battery have", "no number of loudspeakers", "how many rack batteries in parallel"),
        ("Sigen EV DC module charging power kW", "no figure in kW", "growatt peak discharge power kW"),
    ],
)  # fmt: skip
def test_a_figure_of_another_part_is_no_answer(engine, question, words, other):
    """A torque, a gauge, a number or a unit is asked of one thing, and only an answer that names this thing will do."""
    assert words in engine.search(question).why_not
    assert words not in engine.search(other).why_not


@pytest.mark.parametrize(
    ("question", "strange"),
    [
        ("mySigen privacy policy", "privacy, policy"),
        ("How do I bake bread", "bake, bread"),
        ("does mySigen support a barcode printer", "barcode, printer"),
    ],
)
def test_a_topic_that_no_manual_uses_is_named(engine, question, strange):
    """Words of English that none of the manuals uses are another topic, and are said."""
    assert engine.search(question).why_not == f"None of the manuals speaks of this ({strange})."


@pytest.mark.parametrize(
    "question", ["battery shows 99% forever", "LuxPower: do I need a special cable?", "lamp glows oddly"]
)
def test_a_strange_word_beside_the_matter_is_no_other_topic(engine, question):
    """What is near in meaning, names a brand or describes a lamp is answered whatever words stand beside it."""
    assert "None of the manuals speaks of this" not in engine.search(question).why_not


def test_a_makers_name_may_be_a_setting_or_a_model_of_a_known_brand(engine):
    """A protocol called after another maker, or a model after a brand the manual wires, is no other maker's product."""
    assert engine.understander.read("rack battery with the pylontech protocol").foreign == ()
    assert engine.understander.read("rack battery and a pylontech").foreign == ("pylontech",)
    assert engine.understander.read("voltronic axpert cable").foreign == ()


def test_a_thing_of_the_household_is_no_product_of_ours(engine):
    """A thing that is the subject, and of which none of the best answers speaks, is told; beside a product or a place it is not the matter."""
    asked = "my dishwasher stops half way"
    reading = engine.understander.read(asked)
    assert engine.limits.another_thing(reading, [Told("x", frozenset())]) == "The manuals here are about no dishwasher."
    assert engine.limits.another_thing(reading, [Told("two dishwashers", frozenset({"dishwash"}))]) == ""
    named = engine.understander.read(f"growatt battery, {asked}")
    assert engine.limits.another_thing(named, [Told("x", frozenset())]) == ""
    beside = engine.understander.read("may it stand beside the dishwasher")
    assert engine.limits.another_thing(beside, [Told("x", frozenset())]) == ""


def test_a_thing_that_people_ask_a_fact_with(engine):
    """A fact is never refused for a thing that stands in its own ways of asking."""
    things = engine.understander.words.things
    asked = [(e, a) for e in engine.kb.entries if e.kind == "fact" for a in e.asks if any(says(a, t) for t in things)]
    assert asked
    refused = []
    for entry, ask in asked:
        told = Told(f"{entry.title} {entry.text}", engine.ranker.terms_of(engine.kb.place_of[entry.id]))
        if engine.limits.another_thing(engine.understander.read(ask), [told]):
            refused.append((entry.id, ask))
    assert refused == []


@pytest.mark.parametrize(
    ("question", "printed"), [("at what voltage does COVP trip", False), ("what voltage threshold for CUVP", False), ("what does COVP mean", True)]
)  # fmt: skip
def test_a_figure_of_a_code_is_refused_where_none_is_printed(engine, question, printed):
    """A named code is always found; the volts it trips at are another matter, and the manual does not print them."""
    answer = engine.search(question)
    assert answer.answered is printed
    assert answer.results[0].kind == "alarm"


@pytest.mark.parametrize("maker", ["sigen", "Sigenergy", "growatt"])
def test_a_makers_name_keeps_to_its_products(engine, maker):
    """Where a maker is named, by the whole name or its beginning, and no product, nothing of another maker's stands among the answers."""
    answer = engine.search(f"{maker} fuse size")
    makers = [{engine.kb.devices[d].maker for d in r.devices} for r in answer.results]
    assert makers
    assert all(any(m.lower().startswith(maker[:5].lower()) for m in found) for found in makers)


@pytest.mark.parametrize("text", ["BOTP on the SR48100H, is it bad", "sr48100h alarm BOTP"])
def test_a_code_that_is_built_like_an_alarm_is_refused(engine, text):
    """What has the form of the manual's alarm codes and is none of them is not answered with a look-alike."""
    answer = engine.search(text)
    assert (answer.answered, answer.why_not) == (False, "None of the manuals prints BOTP.")


@pytest.mark.parametrize("text", ["sr48linkin pin7", "Sr48 link in pin 7"])
def test_a_designation_and_what_is_asked_of_it_in_one_word(engine, text):
    """A name and a connector typed together are read as both."""
    assert engine.search(text).results[0].id == "sr48100h/link-in/7"


@pytest.mark.parametrize(
    "text",
    [
        "Enphase IQ Battery 5P won't join its gateway, what now?",
        "my BYD battery pack is not seen by the gateway",
        "Tesla Powerwall and gateway",
    ],
)
def test_a_third_partys_battery_is_refused(engine, text):
    """The manuals tell how another maker's inverter is joined, which is no answer about its batteries and chargers."""
    assert not engine.search(text).answered


@pytest.mark.parametrize(
    "text",
    [
        "can a SolarEdge be added over a meter in mySigen",
        "Fronius inverter added over the Sigen Gateway, what has to be set",
    ],
)
def test_a_third_partys_inverter_is_answered(engine, text):
    """What the manuals tell of third-party inverters holds for each maker's."""
    answer = engine.search(text)
    assert answer.answered
    assert "third-party" in answer.results[0].id
