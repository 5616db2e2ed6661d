"""SR48100H at an inverter: settings sheet, DIP and protocol, cable version, cable lengths."""

from __future__ import annotations

from kb.calc.calculator import Calculator
from kb.calc.errors import Refused
from kb.calc.fields import Field
from kb.calc.figures import Figures
from kb.calc.numbers import amount, figures_in, listed, say
from kb.calc.sheet import Sheet
from kb.calc.sr48100h import DEVICES, FAMILY, LIMITS, packs_field
from kb.curation.statements import figure
from kb.model.facts import Cable, Dip, Protocol

_SPEC = "sr48100h/spec/"
_RULE = "sr48100h/rule/"
_PROTOCOL, _CABLE = "sr48100h/protocol/", "sr48100h/cable/"


def brands(figures: Figures) -> tuple[str, ...]:
    """Return the inverter brands of the protocol table and of the cable appendix, in their order."""
    named = [b for p in figures.all(Protocol, _PROTOCOL) for b in p.brands]
    wired = [b for c in figures.all(Cable, _CABLE) if not c.id.startswith(f"{_CABLE}version-") for b in c.brands]
    return tuple(dict.fromkeys((*named, *wired)))


def _protocol(sheet: Sheet) -> Protocol:
    """Return the protocol of the chosen brand and bus. Raises Refused when the manual lists none."""
    brand, bus = sheet.choice("brand"), sheet.choice("bus")
    known = [p for p in sheet.figures.all(Protocol, _PROTOCOL) if brand in p.brands]
    found = [p for p in known if bus in {"any", p.bus}]
    if found:
        return sheet.figures.use(found[0])
    first = next(iter(sheet.figures.all(Protocol, _PROTOCOL)))
    where = f"{sheet.figures.short(first.source)}, section {sheet.figures.section(first.source)}"
    if known:
        buses = listed([p.bus for p in known])
        raise Refused(
            f"The manual lists {brand} on {buses} only, not on {bus} ({where}).",
            f"bus: {buses}",
            *(p.id for p in known),
        )
    raise Refused(f"The manual names no protocol for {brand} ({where}).", "ask your supplier", first.id)


def _dip(sheet: Sheet) -> Protocol:
    protocol = _protocol(sheet)
    sheet.out("protocol", "Protocol ID", protocol.protocol_id)
    sheet.out("protocol_bus", "Bus", protocol.bus)
    sheet.out("dip", "DIP pattern of the master, first switch first; X is free", protocol.dip_pattern)
    for number, position in protocol.dip.items():
        sheet.out(f"switch{number}", f"Switch {number}", position)
    sheet.step(
        f"{sheet.choice('brand')} on {protocol.bus}: protocol {protocol.protocol_id}, DIP {protocol.dip_pattern}"
    )
    return protocol


def _rates(figures: Figures) -> dict[str, Dip]:
    """Return the positions of the first switch by the baud rate they set."""
    positions = list(figures.all(Dip, "sr48100h/dip/"))
    free = [d for d in positions if d.switch == positions[0].switch]
    return {say(figures_in(d.meaning.partition(";")[0])[-1]): d for d in free}


def _baud(sheet: Sheet, protocol: Protocol) -> None:
    rates = _rates(sheet.figures)
    for position in rates.values():
        sheet.figures.use(position)
    free, wanted = next(iter(rates.values())).switch, sheet.choice("baud")
    if wanted:
        sheet.out(f"switch{free}", f"Switch {free} (X), on all batteries", rates[wanted].position)
        sheet.step(f"{wanted} bps on RS485: switch {free} {rates[wanted].position}")
        return
    told = "; ".join(f"{d.position}: {rate} bps" for rate, d in rates.items())
    sheet.out("switch_baud", f"Switch {free} (X), RS485 baud rate", told)
    if protocol.bus == "RS485":
        sheet.warn("The manual does not print which baud rate a brand needs; see the inverter.")


def dip(sheet: Sheet) -> None:
    """Protocol ID and DIP switches of master and slaves for a brand and bus (3.3.3.3)."""
    protocol = _dip(sheet)
    _baud(sheet, protocol)
    sheet.out("slaves", "Slave batteries", "keep the default setting")
    for name in ("protocol-master-only", "baud-same-on-all", "dip-restart", "dip-wrong-no-communication"):
        sheet.caution(f"sr48100h/caution/{name}")


def _wiring(sheet: Sheet) -> bool:
    """Add the cable of the brand as results; False when the manual prints none."""
    brand, bus = sheet.choice("brand"), sheet.choice("bus")
    known = [c for c in sheet.figures.all(Cable, _CABLE) if brand in c.brands]
    found = [c for c in known if bus in {"any", c.bus}]
    for cable in found:
        sheet.figures.use(cable)
        if cable.status != "mapped":
            what = "shows this cable only as a figure" if cable.status == "figure-only" else "prints no cable for it"
            sheet.out("cable", "Cable version", "", text="not printed")
            sheet.warn(f"{brand}: the manual {what}. Ask your supplier.")
            sheet.step(f"{brand} on {cable.bus}: {cable.status}")
            continue
        said = f"Version {cable.version}" if cable.version.isupper() else cable.version
        sheet.out("cable", "Cable version", cable.version, text=f"{said} ({cable.bus})")
        sheet.out("ports", "Ports", f"{cable.from_port} to {cable.to_port or cable.to}")
        for wire in cable.pins:
            optional = ", optional" if wire.optional else ""
            sheet.out(
                f"pin{wire.from_pin}",
                f"Pin {wire.from_pin} ({wire.signal}{optional})",
                wire.to_pin,
                text=f"to pin {wire.to_pin}{optional}",
            )
        sheet.step(f"{brand}: " + ", ".join(f"{w.from_pin} to {w.to_pin}" for w in cable.pins))
    if known and not found:
        buses = listed(list(dict.fromkeys(c.bus for c in known)))
        raise Refused(
            f"The manual prints a {buses} cable for {brand}, none for {bus} ({sheet.figures.place(known[0].id)}).",
            f"bus: {buses}",
            *(c.id for c in known),
        )
    return bool(found)


def cable_version(sheet: Sheet) -> None:
    """Which communication cable a brand needs, wire by wire (4.2.3, Appendix I)."""
    if not _wiring(sheet):
        first = next(iter(sheet.figures.all(Cable, _CABLE)))
        raise Refused(
            f"The manual prints no cable for {sheet.choice('brand')} ({sheet.figures.place(first.id)}).",
            "ask your supplier",
            first.id,
        )
    sheet.show("length", "Length in the external cable kit", f"{_SPEC}inverter-communication-cable-length")
    most = sheet.figures.high(f"{_SPEC}communication-cable-length-max")
    sheet.out("length_max", "Length", most, "m", f"less than {amount(most, 'm')}")
    # These two hold for every brand; the conflict they travel with is about one, and comes with that brand's cable.
    sheet.caution("sr48100h/caution/unused-pins-open", conflicts=False)
    sheet.caution("sr48100h/caution/communication-ground", conflicts=False)


def settings(sheet: Sheet) -> None:
    """Inverter settings for N packs, ready to print: V, A, % (5.6)."""
    packs = sheet.count("packs")
    tied = sheet.choice("application") == "grid-tied"
    sheet.show("absorption_voltage", "Absorption voltage", f"{_SPEC}inverter-absorption-voltage")
    sheet.show("float_voltage", "Float voltage", f"{_SPEC}inverter-float-voltage")
    sheet.show("recharge_voltage", "Re-charge / generator start voltage", f"{_SPEC}inverter-recharge-voltage")
    sheet.show("restart_voltage", "Re-start voltage", f"{_SPEC}inverter-restart-voltage")
    if tied:
        sheet.show("low_soc_limit", "Low SOC limit (grid-tied)", f"{_SPEC}inverter-low-soc-limit")
        sheet.warn("The manual does not print which brand takes which low SOC limit.")
    sheet.show("low_soc_cutoff", "Low SOC cut-off", f"{_SPEC}inverter-low-soc-cutoff")
    sheet.show("low_voltage_cutoff", "Low voltage cut-off", f"{_SPEC}inverter-low-voltage-cutoff")
    for name, label, rule in LIMITS:
        sheet.out_rule(name, label, f"{_RULE}{rule}", "I", {"N": float(packs)})
    sheet.show("force_charge", "Force charge", f"{_SPEC}inverter-force-charge")
    if not tied:
        sheet.show("dod", "Depth of discharge (off-grid and back-up)", f"{_SPEC}dod-max")
        sheet.caution("sr48100h/caution/size-for-worst-case")
    if sheet.choice("brand"):
        _dip(sheet)
        if not _wiring(sheet):
            sheet.warn(f"The manual prints no cable for {sheet.choice('brand')}.")
    start = sheet.figures.spec(f"{_SPEC}discharge-start-temperature")
    sheet.warn(f"The maximum discharging current holds for a starting temperature of {figure(start)}.")
    sheet.warn("For settings beyond this table ask your supplier.")


_BRAND = Field(
    "brand",
    "Inverter brand",
    "choice",
    choices=brands,
    listed=True,
    about=f"{_PROTOCOL}0-can",
    words={
        "Studer Innotec": ("Studer",),
        "Alpha": ("Alpha Outback", "Alpha & Outback"),
        "MPP": ("MPP Solar",),
        "LUXPOWER": ("Lux",),
        "Sol-Ark": ("Solark",),
    },
    help="as the manual lists them",
)
_BUS = Field(
    "bus",
    "Bus",
    "choice",
    choices=("any", "CAN", "RS485"),
    default="any",
    words={"CAN": ("canbus", "can bus"), "RS485": ("485", "modbus")},
    about=f"{_PROTOCOL}0-rs485",
    help="CAN or RS485; the one the manual lists when left open",
)
_OPEN_BRAND = Field(
    "brand",
    "Inverter brand",
    "choice",
    choices=brands,
    listed=True,
    required=False,
    words=_BRAND.words,
    about=f"{_PROTOCOL}0-can",
    help="optional: adds DIP, protocol and cable",
)


CALCULATORS: tuple[Calculator, ...] = (
    Calculator(
        "sr48100h-inverter-settings",
        "SR48100H: inverter settings sheet",
        "Every setting of the manual's table for N packs, with DIP and cable of a brand; ready to print.",
        FAMILY,
        DEVICES,
        (
            packs_field(),
            Field(
                "application",
                "Application",
                "choice",
                choices=("off-grid", "back-up", "grid-tied"),
                default="off-grid",
                words={
                    "back-up": ("backup",),
                    "grid-tied": ("grid tied", "on-grid", "on grid"),
                    "off-grid": ("off grid", "island"),
                },
                about=f"{_SPEC}inverter-low-soc-limit",
                help="the low SOC limit is for grid-tied systems",
            ),
            _OPEN_BRAND,
            _BUS,
        ),
        settings,
        (),
        (
            "inverter setting",
            "settings inverter",
            "setting sheet",
            "settings packs",
            "absorption float",
            "set inverter",
        ),
    ),
    Calculator(
        "sr48100h-dip",
        "SR48100H: DIP switches and protocol for an inverter",
        "Protocol ID and DIP setting of the master battery by brand and bus.",
        FAMILY,
        DEVICES,
        (
            _BRAND,
            _BUS,
            Field(
                "baud",
                "RS485 baud rate",
                "choice",
                choices=lambda f: tuple(_rates(f)),
                required=False,
                about="sr48100h/dip/1-on",
                help="optional: sets the first switch",
            ),
        ),
        dip,
        (),
        ("dip", "dip switch", "protocol id", "protocol", "dip setting"),
    ),
    Calculator(
        "sr48100h-cable-version",
        "SR48100H: communication cable for an inverter",
        "Cable version and wires by brand and bus.",
        FAMILY,
        DEVICES,
        (_BRAND, _BUS),
        cable_version,
        (),
        (
            "cable version",
            "which cable",
            "communication cable",
            "can cable",
            "comms cable",
            "version cable",
            "inverter cable",
            "rs485 cable",
        ),
    ),
)
