"""A small shelf of manuals, made up for the tests: the Glow 5 battery, its guide and its quick sheet."""

from __future__ import annotations

import hashlib

import pytest

from kb.curation.audit import audit
from kb.curation.corpus import load, survey
from kb.model.facts import KINDS

ORIGINAL = """Glow 5 battery
1 Safety
Do not open the housing of the battery.
2 Figures
Charging voltage: 56.0V
Operating temp.: -10\u2103~50\u2103
3 Panel
Lamp RUN  ALM
FLASH1 250ms 3750 ms
Standby  RUN FLASH1  ALM off
Fault    ALM red
4 Link IN
1 RS485B1
2 RS485-A1
4 CANH
5 CAHL
6 GND2
5 Cable from Link IN to Solis
Pin4 Pin7 CAN
Pin5 Pin8
6 DIP
0 SMA/Victron X00
1 Solis X01
7 Alarms
COVP cell over voltage. Wait two minutes, then charge with up to five amps.
"""

QUICK_ORIGINAL = """Glow quick sheet
Charging voltage 57.0 V
"""

GUIDE = """---
id: glow-guide
title: "Glow 5 battery: guide"
edition: "v01"
language: en
maker: Glow
devices: [glow-5]
original: {file: glow-guide.txt, sha256: "SHA"}
---

## 1 Safety {#safety src=2-3}

> [!DANGER]
> - {#housing src=3} Leave the battery's housing closed, never open it.

## 2 Figures {#figures src=4-6}

{.specs}
| id | name | min | value | max | unit | src |
|---|---|---|---|---|---|---|
| charge-voltage | Charging voltage | | 56 | | V | 5 |
| temperature | Temperature | -10 | | 50 | °C | 6 |

## 3 Panel {#panel src=7-11}

{.blinks src=9}
| name | on_s | off_s | meaning |
|---|---|---|---|
| FLASH1 | 0.25 | 3.75 | Standby |

{.leds}
| id | lamps | meaning | src |
|---|---|---|---|
| standby | RUN: flash FLASH1; ALM: off | Standby | 10 |
| fault | ALM: red any | Fault | 11 |

## 4 Link IN {#link-in src=12-17}

{.pinout connector="Link IN"}
| pin | signal | src | repair |
|---|---|---|---|
| 1 | RS485-B1 | 13 | |
| 2 | RS485-A1 | 14 | |
| 4 | CAN-H | 15 | |
| 5 | CAN-L | 16 | CAHL is read as CAN-L |

## 5 Cable {#cable src=18-20}

{.cables}
| to | from_port | status | pins | bus | src |
|---|---|---|---|---|---|
| Solis | Link IN | mapped | 4-7 CAN-H; 5-8 CAN-L | CAN | 18-20 |

## 6 DIP {#dip src=21-23}

{.protocols}
| protocol_id | bus | brands | dip | src |
|---|---|---|---|---|
| 0 | CAN | SMA; Victron | 1=any 2=OFF 3=OFF | 22 |

## 7 Alarms {#alarms src=24-25}

{.alarms}
| code | name | cause | actions | src |
|---|---|---|---|---|
| COVP | Cell over voltage | Cell voltage too high | Wait 2 min; Charge with at most 5 A | 25 |

{.procedure id=after-covp title="After COVP" cautions="housing" src=25}
1. Wait two minutes.
2. Charge with up to 5 A.
"""

QUICK = """---
id: glow-quick
title: "Glow quick sheet"
edition: "v02"
language: en
maker: Glow
devices: [glow-5]
tag: quick
original: {file: glow-quick.txt, sha256: "SHA"}
---

## 1 Figures {#figures src=1-2}

{.specs}
| id | name | value | unit | src |
|---|---|---|---|---|
| charge-voltage | Charging voltage | 57 | V | 2 |
"""

DEVICE = """id: glow-5
name: "Glow 5 battery"
maker: Glow
type: battery
aliases: ["G5"]
manuals: [glow-guide, glow-quick]
panel:
  order_known: true
  lamps:
    - {name: RUN, label: RUN, colors: [green]}
    - {name: ALM, label: ALM, colors: [red]}
connectors:
  - {name: "Link IN", shape: rj45, pins: 8}
coverage:
"""

CONFLICTS = """conflicts:
- id: charge-voltage
  topic: "Charging voltage"
  devices: [glow-5]
  facts: ["glow-5/spec/charge-voltage", "glow-5/spec/charge-voltage@quick"]
  readings:
    - {manual: glow-guide, section: "2", lines: "5", says: "56.0 V"}
    - {manual: glow-quick, section: "figures", lines: "2", says: "57.0 V"}
  advice: "Use the lower one."
judged: []
"""

HAVE = ("led_state", "blink", "alarm", "pin", "cable", "protocol", "spec", "procedure", "caution", "conflict")


class Shelf:
    """The corpus folder, and beside it the originals."""

    def __init__(self, folder):
        self.root = folder / "corpus"
        self.originals = folder / "originals"
        for name in ("manuals", "devices"):
            (self.root / name).mkdir(parents=True)
        self.originals.mkdir()
        none = '"exempt: none printed"'
        states = "".join(f"  {k}: {'done' if k in HAVE else none}\n" for k in KINDS)
        self.write("devices/glow-5.yaml", DEVICE + states)
        self.write("conflicts.yaml", CONFLICTS)
        for name, text, original in (("glow-guide", GUIDE, ORIGINAL), ("glow-quick", QUICK, QUICK_ORIGINAL)):
            (self.originals / f"{name}.txt").write_bytes(original.encode())
            self.write(f"manuals/{name}.md", text.replace("SHA", hashlib.sha256(original.encode()).hexdigest()))

    def write(self, file, text):
        (self.root / file).write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, file):
        return (self.root / file).read_text(encoding="utf-8")

    def change(self, file, old, new):
        """Change one place of a file; a place that is not there once is a mistake of the test."""
        text = self.read(file)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def line_of(self, file, words):
        return next(n for n, x in enumerate(self.read(file).split("\n"), 1) if words in x)

    def survey(self):
        return survey(self.root)

    def load(self):
        return load(self.root)

    def audit(self):
        return audit(self.survey(), self.originals)

    def said(self, file, line, what, todo):
        """Assert that exactly this is wrong with the corpus; `line` is a number, or words of the line."""
        problems = self.survey().problems
        assert len(problems) == 1, [str(p) for p in problems]
        (problem,) = problems
        line = line if isinstance(line, int) else self.line_of(file, line)
        assert (problem.file, problem.line) == (f"corpus/{file}", line), str(problem)
        assert what in problem.what, str(problem)
        assert todo in problem.todo, str(problem)


@pytest.fixture
def shelf(tmp_path):
    """The Glow 5's manuals, device file and conflicts, all in order."""
    return Shelf(tmp_path)
