"""SR48100H rack battery: heating and environment."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import BadInput
from kb.calc.fields import ABSOLUTE_ZERO, Field
from kb.calc.figures import inside
from kb.calc.numbers import amount, clean, say
from kb.calc.sheet import Sheet
from kb.calc.sr48100h import DEVICES, FAMILY
from kb.curation.statements import figure

_SPEC = "sr48100h/spec/"


def heater(sheet: Sheet) -> None:
    """Whether the heating is on: cell temperature in °C, current of a pack in A (3.3.2)."""
    temperature, current = sheet.number("temperature"), sheet.number("current")
    span = sheet.figures.spec(f"{_SPEC}heating-start-temperature")
    rate = sheet.figures.low(f"{_SPEC}heating-start-current")
    capacity = sheet.figures.value(f"{_SPEC}nominal-capacity")
    end = sheet.figures.low(f"{_SPEC}heating-end-temperature")
    least = clean(rate * capacity)
    cold, enough = inside(span, temperature), current >= least
    sheet.step(
        f"Least current: {say(rate)} C × {amount(capacity, 'Ah')} = {amount(least, 'A')}; "
        f"{amount(current, 'A')} is {'enough' if enough else 'too little'}"
    )
    sheet.step(f"{amount(temperature, '°C')} is {'inside' if cold else 'outside'} {figure(span)}")
    running = sheet.yes("running")
    if temperature >= end:
        state = "off"
        sheet.step(f"At {amount(end, '°C')} or more the heating is complete")
    elif cold and enough:
        state = "on"
    elif running and temperature > (span.max or 0):
        state = "stays on"
        sheet.step(f"It runs on until {amount(end, '°C')}")
    elif running is None and temperature > (span.max or 0):
        state = "on only if it was already running"
    elif running:
        state = "not stated"
        sheet.warn("The manual does not print what a running heating does when its starting condition is gone.")
    else:
        state = "does not start"
    sheet.out("heating", "Heating", state)
    sheet.out("current_min", "Current it needs to start", least, "A")
    sheet.out("end", "It ends at", end, "°C")
    delay = sheet.figures.spec(f"{_SPEC}heating-first-full-charge-delay")
    sheet.warn(f"After the first full charge the heating stops with a delay of {figure(delay)}.")
    sheet.warn("That C refers to the nominal capacity is our reading; the manual prints only the rate.")
    sheet.caution("sr48100h/caution/heating-current-extra")


def environment(sheet: Sheet) -> None:
    """Whether a place suits: temperature in °C by what the battery does, humidity in %RH, altitude in m (3.3.2, 4.1.2)."""
    if not {"temperature", "humidity", "altitude"} & sheet.given.keys():
        raise BadInput(
            "temperature",
            "Give a temperature, a humidity or an altitude: the manual has limits for each "
            f"({sheet.figures.place(f'{_SPEC}working-temperature')}).",
        )
    temperature, ok = sheet.maybe("temperature"), True
    if temperature is not None:
        for what in ("charge", "discharge") if sheet.choice("doing") == "both" else (sheet.choice("doing"),):
            ok &= sheet.check(
                f"{what}_ok",
                f"Temperature allows to {what}",
                f"{_SPEC}operation-temperature-{what}",
                temperature,
            )
            general = sheet.figures.spec(f"{_SPEC}working-temperature")
            named = sheet.figures.spec(f"{_SPEC}operation-temperature-{what}")
            if inside(named, temperature) != inside(general, temperature):
                sheet.warn(
                    f"Section {sheet.figures.section(general.source)} prints {figure(general)} without telling "
                    f"charge from discharge: by it {amount(temperature, '°C')} is "
                    f"{'allowed' if inside(general, temperature) else 'not allowed'}."
                )
        sheet.check("optimal", "Temperature is optimal", f"{_SPEC}working-temperature-optimal", temperature)
    humidity, altitude = sheet.maybe("humidity"), sheet.maybe("altitude")
    if humidity is not None:
        ok &= sheet.check("humidity_ok", "Humidity is allowed", f"{_SPEC}working-humidity", humidity)
    if altitude is not None:
        limit = sheet.figures.spec(f"{_SPEC}altitude-max")
        fits = altitude < sheet.figures.high(limit.id)
        ok &= fits
        sheet.out(
            "altitude_ok",
            "Altitude is allowed",
            fits,
            text=f"{'yes' if fits else 'no'}: below {amount(limit.max or 0, 'm')}",
        )
        sheet.step(f"Altitude {amount(altitude, 'm')} {'<' if fits else '≥'} {amount(limit.max or 0, 'm')}")
    sheet.out("allowed", "The place suits, as far as given", ok)
    sheet.caution("sr48100h/caution/site-no-sun-rain-snow")


def _optional(
    name: str, label: str, unit: str, about: str, *, low: float | None = None, high: float | None = None
) -> Field:
    return Field(
        name, label, "number", unit, low=low, high=high, required=False, about=f"{_SPEC}{about}", help="optional"
    )


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sr48100h-heater",
        "SR48100H: heating",
        "Whether the heating starts or ends at a temperature and current.",
        FAMILY,
        DEVICES,
        (
            Field(
                "temperature",
                "Temperature",
                "number",
                "°C",
                low=ABSOLUTE_ZERO,
                about=f"{_SPEC}heating-start-temperature",
                help="of the cells",
            ),
            Field(
                "current",
                "Charging current of the pack",
                "number",
                "A",
                low=0,
                about=f"{_SPEC}heating-start-current",
                help="current of one pack",
            ),
            Field(
                "running",
                "Heating runs already",
                "yesno",
                required=False,
                about=f"{_SPEC}heating-end-temperature",
                help="optional",
            ),
        ),
        heater,
        (),
        ("heater", "heating on", "heating start", "heating film", "heating"),
    ),
    Calculator(
        "sr48100h-environment",
        "SR48100H: environment check",
        "Temperature, humidity and altitude of a place.",
        FAMILY,
        DEVICES,
        (
            _optional("temperature", "Temperature", "°C", "working-temperature", low=ABSOLUTE_ZERO),
            Field(
                "doing",
                "What the battery does there",
                "choice",
                choices=("both", "charge", "discharge"),
                default="both",
                words={"charge": ("charging",), "discharge": ("discharging",)},
                about=f"{_SPEC}operation-temperature-charge",
                help="charging and discharging have ranges of their own",
            ),
            _optional("humidity", "Humidity", "%RH", "working-humidity", low=0, high=100),
            _optional("altitude", "Altitude", "m", "altitude-max", low=0),
        ),
        environment,
        (),
        (
            "altitude",
            "environment",
            "operating temperature",
            "humidity allowed",
            "too cold charge",
            "too hot",
            "installation temperature",
        ),
    ),
)
