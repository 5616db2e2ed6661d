"""What is kept of a search tells nobody who asked."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.userdata.clean import LONGEST, cleaned

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ALM flashing, mail me at jane.doe+x@example.com", "alm flashing, mail me at …"),
        ("call +49 (0)170 123-45 67 about pin 4", "call … about pin 4"),
        ("serial 1102384756 does not start", "serial … does not start"),
        ("SN A1B2C3D4E5F6 offline", "sn … offline"),
        ("see https://example.com/u/jane?id=1 noise", "see … noise"),
        ("red light. Kind regards, Jane Doe", "red light. kind …"),
        ("54.6 V or 57.6 V, pin 8 of RS485_2", "54.6 v or 57.6 v, pin 8 of rs485_2"),
        ("SR48100H and RS-R51100A in parallel", "sr48100h and rs-r51100a in parallel"),
    ],
)
def test_personal_parts_go_and_figures_of_manuals_stay(said, kept):
    """Addresses, numbers of telephones and units, links and greetings become `…`; volts, pins and designations stay."""
    assert cleaned(said) == kept


@given(st.text(max_size=60), st.text(ALPHABET, min_size=1, max_size=12), st.text(ALPHABET, min_size=1, max_size=12))
def test_no_mail_address_survives(around, name, host):
    """Wherever an address stands, it does not come through."""
    assert f"{name}@{host}" not in cleaned(f"{around} {name}@{host}.com {around}")


@given(st.text("abc ?!", max_size=40), st.integers(10**6, 10**16), st.sampled_from(["", " ", "-", "/", "."]))
def test_no_long_number_survives(around, number, between):
    """Seven digits or more, run together or set apart, do not come through."""
    assert not re.search(r"\d", cleaned(f"{around} {between.join(str(number))} {around}"))


@given(st.text(max_size=2000))
def test_what_is_kept_is_short_flat_and_settled(text):
    """At most LONGEST characters, on one line, in lower case."""
    kept = cleaned(text)
    assert len(kept) <= LONGEST
    assert "\n" not in kept
    assert kept == kept.lower()
