"""Figures and names as manuals print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.curation.claims import figure, prose
from kb.curation.figures import family, figures, fold, has_figure, has_name, has_row


def stands(text, value, unit=""):
    (claim,) = figure(value, unit)
    return has_figure(fold(text), claim.value, claim.family)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("Charging voltage: 56.0V", 56, "V"),
        ("0.5S", 0.5, "s"),
        ("0.5 s", 0.5, "s"),
        ("(200ms on/1800ms off)", 0.2, "s"),
        ("(200ms on/1800ms off)", 1.8, "s"),
        ("60 minutes", 1, "h"),
        ("FLASH1 250 3750", 0.25, "s"),
        ("-10℃~50℃", -10, "°C"),
        ("-10℃~50℃", 50, "°C"),
        ("condition2 -25°C≤T", -25, "°C"),
        ("between-20℃ to45℃", 45, "°C"),
        ("0% - 13%", 13, "%"),
        ("$48^{\\circ}\\mathrm{C}$", 48, "°C"),
        ("4–6 mm <sup>2</sup>", 6, "mm2"),
        ("4-6mm²", 4, "mm2"),
        ("250±5", 5, "mm"),
        ("W475*D133*H745 mm", 133, "mm"),
        ("1,000 cycles", 1000, "cycles"),
        ("at least two meters away", 2, "m"),
        ("five minutes of rest", 5, "min"),
        ("-5o≤Ө≤5o", -5, "°"),
        ("once per month", 1, "month"),
        ("Nm 1.2N·m", 1.2, "N·m"),
        ("Quantity 32", 32, "packs"),
    ],
)
def test_a_figure_is_found_however_it_is_printed(text, value, unit):
    """Spacing, dashes, unit spellings, LaTeX, HTML, word numbers and s/ms/min do not hide a figure."""
    assert stands(text, value, unit)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("56.0V", 560, "V"),
        ("56.0V", 5.6, "V"),
        ("56.0V", 56, "A"),
        ("-10℃", 10, "°C"),
        ("10℃", -10, "°C"),
        ("5-8 V", -8, "V"),
        ("200ms", 2, "s"),
        ("100 A", 10, "A"),
        ("10.5 A", 5, "A"),
        ("2 min", 2, "s"),
        ("", 1, ""),
    ],
)
def test_another_figure_is_another_figure(text, value, unit):
    """A digit, a sign or a unit that differs is a miss."""
    assert not stands(text, value, unit)


@pytest.mark.parametrize(
    ("text", "name", "whole", "there"),
    [
        ("4 CANH", "CAN-H", True, True),
        ("can - h", "CAN-H", True, True),
        ("RS485 A1", "RS485-A1", True, True),
        ("GND2", "GND", True, False),
        ("GND2", "GND", False, True),
        ("BAT-", "BAT+", True, False),
        ("BAT +", "BAT+", True, True),
        ("SigenStor BATs 5.0", "SigenStor BAT 5.0", False, True),
        ("BAT 15.0", "BAT 5.0", False, False),
        ("СНТР", "CHTP", True, True),
        ("COVP", "CUVP", True, False),
        ("X000010", "X000001", True, False),
    ],
)
def test_a_name_is_found_in_any_case_and_spacing(text, name, whole, there):
    """Case, spacing, dashes and look-alike letters do not hide a name; a letter, digit or pole that differs does."""
    assert has_name(fold(text), name, whole=whole) is there


def test_a_row_holds_its_contacts_in_order():
    """Two contacts belong together only in one line, and as whole numbers."""
    text = fold("Pin4\tPin7\nPin5\tPin18")
    assert has_row(text, ("4", "7"))
    assert not has_row(text, ("7", "4"))
    assert not has_row(text, ("4", "5"))
    assert not has_row(text, ("5", "8"))
    assert not has_row(fold("See Section 4.2, then connect two"), ("2", "2"))


def test_prose_claims_figures_with_units_and_codes():
    """Of a sentence count figures that have a unit and codes in capitals; step numbers and common words do not."""
    found = {c.text for c in prose("Step 2: on COVP wait 10 min at -5 °C, then set it ON. In one day charge 2 packs.")}
    assert found == {"COVP", "600 s", "-5 °c"}


@given(st.text(max_size=60))
def test_folding_is_done_once(text):
    """Folding a folded text changes nothing that a search sees, and reading any text never fails."""
    folded = fold(text)
    assert all(f.value >= 0 and set(f.signs) <= {"+", "-"} for f in figures(folded))
    assert "\u2013" not in folded


@given(st.integers(0, 99999), st.sampled_from(["V", "mm", "A", "kg", "%", "s", "ms", "min"]))
def test_a_printed_figure_is_found(value, unit):
    """Whatever the value and unit, `<value> <unit>` is found, and the next value is not."""
    assert stands(f"limit {value} {unit}.", value, unit)
    assert not stands(f"limit {value} {unit}.", value + 1, unit)


def test_counts_have_no_unit_of_their_own():
    """A number of packs, times or pieces is looked for bare."""
    assert family("packs") == family("-") == ("", 1.0)
    assert family("℃") == ("°c", 1.0)
