"""The units a figure of a manual may have. A unit outside this list stops the build."""

from __future__ import annotations

# One spelling each, so that the same quantity of two editions compares equal.
UNITS: frozenset[str] = frozenset(
    {
        "V",
        "A",
        "mA",
        "Ah",
        "W",
        "kW",
        "kWh",
        "VA",
        "Hz",
        "GHz",
        "Ω",
        "mm",
        "mm2",
        "cm",
        "m",
        "kg",
        "lb",
        "inch",
        "N·m",
        "°",
        "AWG",
        "°C",
        "K",
        "%",
        "%RH",
        "C",
        "m/s",
        "s",
        "ms",
        "min",
        "h",
        "day",
        "week",
        "month",
        "year",
        "MB/month",
        "bps",
        "kbps",
        "packs",
        "persons",
        "layers",
        "times",
        "cycles",
        "pcs",
        "months",
        "inverters",
        "switches",
        "-",
    }
)

# Spellings people write for the units above: read alike, stored as the value here.
SPELLINGS: dict[str, str] = {
    "": "-",
    "℃": "°C",
    "degC": "°C",
    "C°": "°C",
    "Nm": "N·m",
    "N.m": "N·m",
    "mm²": "mm2",
    "ohm": "Ω",
    "Ohm": "Ω",
    "KWh": "kWh",
    "KW": "kW",
    "seconds": "s",
    "minutes": "min",
    "hours": "h",
    "days": "day",
    "weeks": "week",
    "years": "year",
    "deg": "°",
    "modes": "-",
    "V a.c.": "V",
    "V AC": "V",
}


def canonical(unit: str) -> str | None:
    """Return the listed spelling of `unit`, or None when it is unknown."""
    unit = unit.strip()
    unit = SPELLINGS.get(unit, unit)
    return unit if unit in UNITS else None
