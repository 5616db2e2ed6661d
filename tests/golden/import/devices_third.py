"""A third round of made-up manuals, written after the recognisers were tuned on the first two; tuned on afterwards."""

from __future__ import annotations

from make import Manual, alarm, cells, dip, lamp, pin, pipes, run_on, spaces, tab_wrapped, tabs, tight


def third() -> list[Manual]:
    return [aster(), bolt(), cinder(), dune(), ember(), flint()]


def aster() -> Manual:
    m = Manual("aster-power-wall", held=False)
    m.say("ASTER PW10\nResidential battery  Service handbook\nRev 1.0 (2025/02/11)")
    m.say("1 GENERAL\n\nThe handbook tells service staff how the PW10 is tested and repaired.")
    m.say(
        "2 STATUS DISPLAY\n\nThe meaning of the status LED:\n\nSolid green: normal operation\nFlashing green (1 s on / 1 s off): standby\nSolid yellow: warning, output still active\nFlashing red (0.5 s on / 0.5 s off): protection, output off\nOff: deep sleep"
    )
    for c, p, t in (
        ("green", "steady", "normal operation"),
        ("green", "flash", "standby"),
        ("yellow", "steady", "warning, output still active"),
        ("red", "flash", "protection, output off"),
        ("", "off", "deep sleep"),
    ):
        m.facts.append(lamp(t, ("status", c, p)))
    m.facts += [
        {"kind": "blink", "name": "a", "on_s": 1.0, "off_s": 1.0},
        {"kind": "blink", "name": "b", "on_s": 0.5, "off_s": 0.5},
    ]
    m.say("3 PLUGS\n\n3.1 Plug J4 (battery to inverter)")
    m.table(
        spaces,
        ("Contact", "Name", "Level", "Remarks"),
        (
            ("1", "CAN_L", "bus", "120 ohm inside"),
            ("2", "CAN_H", "bus", ""),
            ("3", "GND_ISO", "0 V", "isolated ground"),
            ("4", "WAKE", "12 V", "wakes the battery up"),
            ("5", "n.c.", "", ""),
            ("6", "INTERLOCK", "12 V", "loop through all plugs"),
        ),
        lambda n, s, *_: pin("J4", n, s),
    )
    m.say("4 EVENTS\n\n4.1 List of events")
    m.table(
        spaces,
        ("Event ID", "Severity", "Event text", "Recommended action"),
        (
            ("101", "Error", "Cell temperature too high", "Let the battery cool for an hour and check the room"),
            ("102", "Error", "Cell temperature too low", "Warm the room above five degrees"),
            ("110", "Warning", "State of charge inaccurate", "Charge to full once"),
            ("120", "Error", "Internal CAN bus lost", "Reseat plug J4 and restart the battery"),
            ("135", "Error", "Contactor welded", "Take the battery out of service and call support"),
        ),
        lambda c, _, n, __: alarm(c, n),
    )
    m.ask("event 120", "Reseat plug J4")
    m.ask("who is the handbook for", "service staff")
    return m


def bolt() -> Manual:
    m = Manual("bolt-microinverter-gateway-md", held=False)
    m.say("# Bolt Link gateway\n\n**Quick installation guide** V1.3")
    m.say("## LED behaviour")
    m.table(
        pipes,
        ("LED", "Behaviour", "Meaning"),
        (
            ("Cloud", "Solid blue", "Server connected"),
            ("Cloud", "Blinking blue", "Server not reached"),
            ("Link", "Solid green", "All inverters answer"),
            ("Link", "Blinking green", "Some inverters do not answer"),
            ("Link", "Blinking red", "No inverter answers"),
        ),
    )
    for i, c, p, t in (
        ("Cloud", "blue", "steady", "Server connected"),
        ("Cloud", "blue", "flash", "Server not reached"),
        ("Link", "green", "steady", "All inverters answer"),
        ("Link", "green", "flash", "Some inverters do not answer"),
        ("Link", "red", "flash", "No inverter answers"),
    ):
        m.facts.append(lamp(t, (i, c, p)))
    m.say(
        "## Buttons\n\n| Button | Press | Effect |\n|---|---|---|\n| Reset | 3 s | restart |\n| Reset | 15 s | factory settings |\n| WPS | 1 s | pairing |"
    )
    m.say("## RS485 terminal\n\n| No. | Mark |\n|---|---|\n| 1 | A |\n| 2 | B |\n| 3 | GND |")
    for n, s in (("1", "A"), ("2", "B"), ("3", "GND")):
        m.facts.append(pin("RS485", n, s))
    m.say(
        "## FAQ\n\n**Q: How many inverters can one gateway serve?**\n\nA: Up to ninety.\n\n**Q: Does the gateway need a SIM card?**\n\nA: No, it uses the router of the house."
    )
    m.ask("how many inverters per gateway", "Up to ninety")
    m.ask("need a sim card?", "router of the house")
    m.ask("reset to factory settings", "15 s")
    return m


def cinder() -> Manual:
    m = Manual("cinder-hv-battery", held=False)
    m.say("CINDER HV-BOX\nHigh voltage battery system\nUser manual 2.0\n\nCinder Battery Co., Ltd.")
    m.say("1 Safety\n\nDANGER\n\n- High voltage. Never open a module.\n\n2 System\n\n2.1 BMU indicator")
    rows = (
        ("White", "Blink", "Start up"),
        ("Blue", "On", "Charging"),
        ("Blue", "Blink", "Discharging"),
        ("Green", "On", "Idle"),
        ("Red", "On", "Fault"),
        ("Red", "Blink", "Alarm"),
    )
    m.table(tight, ("LED color", "LED status", "System status"), rows)
    for c, p, t in rows:
        m.facts.append(lamp(t, ("BMU", c.lower(), {"On": "steady", "Blink": "flash"}[p])))
    m.say("2.2 Communication sockets\n\nThe BMU has the sockets CAN/485 and LINK OUT.\n\nCAN/485")
    m.table(
        cells,
        ("PIN", "Color", "Definition"),
        (
            ("1", "Orange/white", "RS485-B"),
            ("2", "Orange", "RS485-A"),
            ("3", "Green/white", "NC"),
            ("4", "Blue", "CANH"),
            ("5", "Blue/white", "CANL"),
            ("6", "Green", "NC"),
            ("7", "Brown/white", "GND"),
            ("8", "Brown", "GND"),
        ),
        lambda n, _, s: pin("CAN/485", n, s),
    )
    m.say("3 Fault handling")
    m.table(
        tight,
        ("Code", "Fault name", "Fault cause", "Handling method"),
        (
            ("1", "Cell high voltage", "Overcharge", "Stop charging"),
            ("2", "Cell low voltage", "Overdischarge", "Charge the system"),
            ("8", "Insulation low", "Wet plug", "Dry the plugs and restart"),
            ("16", "Precharge fail", "Load on the bus", "Remove the load and restart"),
            ("32", "Fuse broken", "Short circuit", "Replace the fuse"),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    m.say("4 Service\n\nMeasure the insulation once a year. The warranty is ten years.")
    m.ask("insulation check interval", "once a year")
    m.ask("precharge fail", "Remove the load")
    return m


def dune() -> Manual:
    m = Manual("dune-pump-inverter", held=False)
    m.say("DUNE P22 solar pump inverter\nOperating manual\nVersion: A3")
    m.say("Chapter 1 Connection\n\nControl terminals")
    m.table(run_on, ("Symbol", "Name", "Terminal"), ())
    m.say(
        "1 DI1 start input\n2 DI2 full tank\n3 DI3 dry well\n4 COM common of the inputs\n5 A1 relay contact, normally open\n6 C1 relay contact, common\n7 485+ serial bus\n8 485- serial bus"
    )
    for n, s in enumerate(("DI1", "DI2", "DI3", "COM", "A1", "C1", "485+", "485-"), 1):
        m.facts.append(pin("Control", str(n), s))
    m.say("Chapter 2 Parameters")
    m.table(
        tabs,
        ("Code", "Name", "Range", "Default"),
        (
            ("P0.01", "Motor power", "0.4 to 22 kW", "2.2"),
            ("P0.02", "Motor voltage", "100 to 400 V", "380"),
            ("P0.10", "Over voltage point", "400 to 800 V", "780"),
        ),
    )
    m.say("Chapter 3 Faults")
    m.table(
        tab_wrapped,
        ("Fault display", "Fault name", "Reasons", "Countermeasures"),
        (
            (
                "E.oC1",
                "Over current in acceleration",
                "Acceleration is too short for this motor",
                "Lengthen the acceleration time",
            ),
            (
                "E.oU2",
                "Over voltage in deceleration",
                "The pump drives the motor while it stops",
                "Lengthen the deceleration time",
            ),
            ("E.LU", "Under voltage", "The panels deliver too little", "Wait for more sun"),
            (
                "E.oH",
                "Heat sink overheat",
                "The fan is blocked or the ambient too hot",
                "Clean the fan and improve the air",
            ),
            ("E.dry", "Dry run", "The well has no water", "Wait until the level has risen"),
        ),
        lambda c, n, *_: alarm(c, n),
    )
    m.ask("E.dry", "level has risen")
    m.ask("what is terminal 2", "full tank")
    return m


def ember() -> Manual:
    m = Manual("ember-telecom-battery", held=False)
    m.say(
        "EMBER T50 battery module\nManual  issue 07\n\n1 Panel\n\n1.1 Address DIP switch\n\nThe address of the module is set with four switches. ON is 1."
    )
    rows = (
        ("0", "OFF", "OFF", "OFF", "OFF"),
        ("1", "ON", "OFF", "OFF", "OFF"),
        ("2", "OFF", "ON", "OFF", "OFF"),
        ("3", "ON", "ON", "OFF", "OFF"),
        ("4", "OFF", "OFF", "ON", "OFF"),
    )
    m.table(spaces, ("Address", "#1", "#2", "#3", "#4"), rows)
    for a, *s in rows:
        m.facts.append(dip("1-4", " ".join(s), f"Address {a}"))
    m.say(
        "1.2 Capacity lights\n\nThe four capacity lights show the charge in steps of a quarter.\n\n1.3 RUN and ALM lights"
    )
    m.table(
        tabs, ("", "Normal", "Alarm", "Protection"), (("RUN", "Flash", "Flash", "Off"), ("ALM", "Off", "Flash", "On"))
    )
    for t, run, alm in (("Normal", "flash", "off"), ("Alarm", "flash", "flash"), ("Protection", "off", "steady")):
        m.facts.append(lamp(t, ("RUN", "", run), ("ALM", "", alm)))
    m.say("1.4 RS232 port (RJ11)")
    m.table(
        tabs,
        ("RJ11 pin", "Definition"),
        (("1", "NC"), ("2", "TX"), ("3", "RX"), ("4", "GND")),
        lambda n, s: pin("RS232", n, s),
    )
    m.say("2 Maintenance\n\n- Tighten the bolts every half year to 8 Nm.\n- Keep the module above ten percent.")
    m.ask("bolt torque", "8 Nm")
    return m


def flint() -> Manual:
    m = Manual("flint-evse", held=False)
    m.say(
        "FLINT one EV charger\nInstallation and user manual\nVersion 5.1\n\n1 In the box\n\nCharger, key card, wall plate and four screws.\n\n2 Indicator lights"
    )
    m.table(
        cells,
        ("Light", "Meaning"),
        (
            ("Green steady", "Ready to charge"),
            ("Green flashing", "Charging"),
            ("Blue flashing", "Waiting for card"),
            ("Red steady", "Device fault"),
            ("Red flashing", "Recoverable fault"),
        ),
    )
    for c, p, t in (
        ("green", "steady", "Ready to charge"),
        ("green", "flash", "Charging"),
        ("blue", "flash", "Waiting for card"),
        ("red", "steady", "Device fault"),
        ("red", "flash", "Recoverable fault"),
    ):
        m.facts.append(lamp(t, ("", c, p)))
    m.say("3 Problems")
    m.table(
        pipes,
        ("Fault", "Possible reason", "Solution"),
        (
            ("Emergency stop", "The red button is pressed", "Turn the button to release it"),
            ("Leakage current protection", "Current flows to earth", "Have the car checked"),
            ("Over voltage protection", "The mains is above 265 V", "Wait or call the network operator"),
            ("CP signal abnormal", "The plug is dirty", "Clean the contacts of the plug"),
        ),
        lambda n, *_: alarm("", n),
    )
    m.say("4 Technical data\n\nRated power 7.4 kW, rated current 32 A, degree of protection IP54.")
    m.ask("emergency stop solution", "Turn the button")
    m.ask("what is in the box", "wall plate")
    m.ask("blue light flashing", "Waiting for card")
    return m
