"""A fourth round of made-up manuals, written after the recognisers were tuned on the first three; tuned on afterwards."""

from __future__ import annotations

from make import Manual, alarm, cells, dip, lamp, pin, pipes, spaces, tab_wrapped, tabs, tight


def fourth() -> list[Manual]:
    return [gale(), harbor(), iris(), juno(), kestrel()]


def gale() -> Manual:
    m = Manual("gale-hybrid-inverter", held=False)
    m.say(
        "GALE H6 hybrid inverter\nUser Manual V1.2-2024-03-01\n\n3.4 Indicators\nIndicator Status Description\nSYSTEM\nON = The inverter works.\nBLINK = The inverter starts.\nOFF = The inverter is off.\nBATTERY\nON = The battery charges.\nBLINK 1 = The battery discharges.\nOFF = No battery is connected.\nCLOUD\nON = Connected to the server.\nBLINK = Looking for the router."
    )
    for i, p, t in (
        ("SYSTEM", "steady", "The inverter works."),
        ("SYSTEM", "flash", "The inverter starts."),
        ("SYSTEM", "off", "The inverter is off."),
        ("BATTERY", "steady", "The battery charges."),
        ("BATTERY", "flash", "The battery discharges."),
        ("BATTERY", "off", "No battery is connected."),
        ("CLOUD", "steady", "Connected to the server."),
        ("CLOUD", "flash", "Looking for the router."),
    ):
        m.facts.append(lamp(t, (i, "", p)))
    m.say("5.6 BMS cable\n\nThe BMS cable has a plug at both ends.")
    m.table(
        pipes,
        ("PIN", "Inverter (BMS port)", "Colour"),
        (
            ("1", "485_A2", "orange-white"),
            ("2", "485_B2", "orange"),
            ("3", "NC", "green-white"),
            ("4", "CAN_H", "blue"),
            ("5", "CAN_L", "blue-white"),
            ("6", "NC", "green"),
            ("7", "NC", "brown-white"),
            ("8", "NC", "brown"),
        ),
        lambda n, s, _: pin("BMS", n, s),
    )
    m.say("9.2 Error messages")
    m.table(
        tight,
        ("Error message", "Explanation", "Solution"),
        (
            ("Utility loss", "No mains voltage is seen", "Check the breaker of the house"),
            ("VAC failure", "The mains voltage is out of range", "Set the right country"),
            ("Ground I failure", "Current flows to earth", "Check the strings"),
            ("Relay check failure", "The self test of the relay failed", "Restart the inverter"),
        ),
        lambda n, *_: alarm("", n),
    )
    m.ask("utility loss", "breaker of the house")
    m.ask("cloud light blinks", "Looking for the router")
    return m


def harbor() -> Manual:
    m = Manual("harbor-lfp-pack", held=False)
    m.say("HARBOR LFP 12-150\nUser's guide\nEdition 3\n\n4 Address\n\n4.2 Dial switch setting")
    rows = (
        ("1", "0x01", "ON", "OFF", "OFF", "OFF"),
        ("2", "0x02", "OFF", "ON", "OFF", "OFF"),
        ("3", "0x03", "ON", "ON", "OFF", "OFF"),
        ("4", "0x04", "OFF", "OFF", "ON", "OFF"),
    )
    m.table(tight, ("NO.", "Address", "1#", "2#", "3#", "4#"), rows)
    for n, a, *s in rows:
        m.facts.append(dip("1-4", " ".join(s), f"{n} {a}"))
    m.say("5 Lights\n\nSOC light: four green lamps show the charge.")
    m.table(
        tabs,
        ("State", "RUN (green)", "ALARM (red)"),
        (
            ("Sleep", "off", "off"),
            ("Standby", "flash 1", "off"),
            ("Charging", "on", "off"),
            ("Discharging", "flash 3", "off"),
            ("Protection", "off", "on"),
        ),
    )
    for t, a, b in (
        ("Sleep", "off", "off"),
        ("Standby", "flash", "off"),
        ("Charging", "steady", "off"),
        ("Discharging", "flash", "off"),
        ("Protection", "off", "steady"),
    ):
        m.facts.append(lamp(t, ("RUN", "green", a), ("ALARM", "red", b)))
    m.say("6 Console port (RJ11)\n\nPin 1: NC, pin 2: TXD, pin 3: RXD, pin 4: GND.")
    for n, s in enumerate(("NC", "TXD", "RXD", "GND"), 1):
        m.facts.append(pin("Console", str(n), s))
    m.say("7 Problems and remedies")
    m.table(
        spaces,
        ("No", "Problem", "Cause", "Solution"),
        (
            ("1", "Cannot be switched on", "Fuse is blown", "Change the fuse"),
            ("2", "No communication", "Wrong cable", "Use the cable of the box"),
        ),
    )
    m.ask("no communication", "cable of the box")
    return m


def iris() -> Manual:
    m = Manual("iris-string-inverter-md", held=False)
    m.say(
        "# Iris 10K-TL\n\n## 7 Troubleshooting\n\nThe screen shows the alarm. Turn the DC switch off before you work on the strings."
    )
    m.table(
        pipes,
        ("Alarm Message", "Failure description", "Solution"),
        (
            ("OV-G-V01", "Over grid voltage", "1. Measure at the terminals. 2. Ask the operator for a wider range."),
            ("UN-G-F01", "Under grid frequency", "1. Wait and watch."),
            ("OV-TEM", "Over temperature", "1. Check the ventilation around."),
            ("PV ISO-PRO", "PV isolation protection", "1. Take off all inputs and add them one by one."),
            ("NO-GRID", "No grid voltage", "1. Check the connection and the switch."),
        ),
        lambda c, n, _: alarm(c, n),
    )
    m.say("## 3 Status lights")
    m.table(
        pipes,
        ("Light", "Status", "Description"),
        (
            ("● POWER", "ON", "Inverter sees DC power"),
            ("● POWER", "OFF", "No DC power"),
            ("● OPERATION", "ON", "Inverter feeds in"),
            ("● OPERATION", "FLASHING", "Inverter is starting"),
            ("● ALARM", "ON", "Fault was found"),
            ("● ALARM", "OFF", "No fault"),
        ),
    )
    for i, p, t in (
        ("POWER", "steady", "Inverter sees DC power"),
        ("POWER", "off", "No DC power"),
        ("OPERATION", "steady", "Inverter feeds in"),
        ("OPERATION", "flash", "Inverter is starting"),
        ("ALARM", "steady", "Fault was found"),
        ("ALARM", "off", "No fault"),
    ):
        m.facts.append(lamp(t, (i, "", p)))
    m.say("## 4 RS485 plug\n\n1. RS485A1\n2. RS485A2\n3. RS485B1\n4. RS485B2")
    for n, s in enumerate(("RS485A1", "RS485A2", "RS485B1", "RS485B2"), 1):
        m.facts.append(pin("RS485", str(n), s))
    m.ask("OV-TEM", "ventilation")
    m.ask("when is the dc switch turned off", "before you work")
    return m


def juno() -> Manual:
    m = Manual("juno-hv-charger", held=False)
    m.say("JUNO HVC-20 charger module\nManual\nRev: B\n\n1 Plug X2\n\nPin assignment of X2")
    m.table(
        spaces,
        ("Pin", "Signal", "Direction", "Description"),
        (
            ("A", "CAN1_H", "in/out", "vehicle bus"),
            ("B", "CAN1_L", "in/out", "vehicle bus"),
            ("C", "WAKE", "in", "12 V wakes the unit"),
            ("D", "HVIL+", "out", "interlock loop"),
            ("E", "HVIL-", "in", "interlock loop"),
        ),
        lambda n, s, *_: pin("X2", n, s),
    )
    m.say("2 Diagnostics\n\nTrouble codes")
    m.table(
        tab_wrapped,
        ("DTC", "Description", "Possible causes", "Remedial action"),
        (
            ("P0A94", "DC converter overtemperature", "Coolant does not flow", "Check the pump and the coolant level"),
            ("P0D26", "Mains overvoltage", "The mains is above 265 V", "Use another socket"),
            ("U0100", "CAN communication lost", "Broken wire at pin A or B", "Check the plug X2"),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    m.say("3 Weights and sizes")
    m.table(tabs, ("Property", "Value"), (("Mass", "9.5 kg"), ("Width", "310 mm"), ("Height", "92 mm")))
    m.ask("U0100", "plug X2")
    return m


def kestrel() -> Manual:
    m = Manual("kestrel-data-logger", held=False)
    m.say(
        "KESTREL DL-4 data logger\nShort instructions 2023\n\nLED signals\n\nPOWER LED: lit when supplied\n\nStatus LED"
    )
    m.table(
        cells,
        ("Signal", "Meaning"),
        (
            ("Green, lit", "All devices answer"),
            ("Green, flashing", "Search is running"),
            ("Orange, lit", "A device does not answer"),
            ("Red, flashing", "No connection to the portal"),
        ),
    )
    m.facts.append(lamp("supplied", ("POWER", "", "steady")))
    for c, p, t in (
        ("green", "steady", "All devices answer"),
        ("green", "flash", "Search is running"),
        ("orange", "steady", "A device does not answer"),
        ("red", "flash", "No connection to the portal"),
    ):
        m.facts.append(lamp(t, ("Status", c, p)))
    m.say("Terminals")
    m.table(
        tight,
        ("Terminal", "Assignment"),
        (("1", "+24 V"), ("2", "GND"), ("3", "A"), ("4", "B"), ("5", "S0+"), ("6", "S0-")),
        lambda n, s: pin("Terminals", n, s),
    )
    m.say(
        "Terminating resistor\n\nDIP 1 ON: resistor connected\nDIP 1 OFF: resistor removed\nDIP 2 ON: 19200 baud\nDIP 2 OFF: 9600 baud"
    )
    m.facts += [
        dip("1", "ON", "resistor connected"),
        dip("1", "OFF", "resistor removed"),
        dip("2", "ON", "19200 baud"),
        dip("2", "OFF", "9600 baud"),
    ]
    m.ask("no connection to the portal light", "portal")
    return m
