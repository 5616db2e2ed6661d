"""The field's vocabulary: how manuals of batteries, inverters, chargers and meters name signals, colours, states and faults.

Nothing here belongs to one document. Header words say what a column holds; content words let a column be known when
its header is lost.
"""

from __future__ import annotations

import re
from functools import lru_cache

# What a header cell may say, by the role of its column. Matched against the whole cell, in any case.
HEADERS: dict[str, str] = {
    "pin": r"(?:pin|pole|contact|position|terminal|way|core|wire|slot|screw|clamp)(?: ?(?:no|number|num|id|#|n°)\.?)?|rj-?45 ?pin(?: ?no\.?)?|(?:poles|contacts|terminals|wires|cores|clamps)|"
    r"(?:no|number|nr|s/?n|item|#|№)\.?,?|pins|pin ?[/(].*|(?:rj-?45|db-?9|plug|connector|terminal) (?:pin|port)(?: no\.?)?",
    "signal": r"[\w&/-]{2,12}(?: [\w&/-]{2,8})? pins?|conductors?|phases?|(?:pin |signal |port |terminal |wire )?(?:definitions?|signals?|designations?|assignments?|names?|labels?|markings?|"
    r"identifier|symbol|mark|silk ?screen)|signal (?:name|description|definition)|pin (?:name|description|type)|type",
    "function": r"(?:signal |pin |port )?(?:functions?|descriptions?|remarks?|usage|notes?|purpose|comments?|explanations?|uses?|details?)|"
    r"usage description|function description|function(?:al)? specification",
    "connects": r"connect(?:s|ed)?(?: to)?|wired to|(?:goes|leads) to|to",
    "port": r"(?:[\w./-]{1,10} ){0,2}(?:ports?|connectors?|sockets?|interfaces?)|ports?|connectors?|interfaces?|sockets?|port name|terminal block|plug|communication port|(?:terminal )?strips?|jacks?",
    "wire_color": r"(?:wire |cable |core |conductor |lead )?colou?rs?(?: of (?:the )?(?:wire|core)s?)?|(?:eia/tia |t?-?)?568b?.*|wire",
    "indicator": r"(?:led |light |lamp |panel )?(?:indicators?|leds?|lamps?|lights?)(?: (?:name|light|lamp|led|no\.?|label))?|"
    r"indicator (?:light|lamp|name)s?|name|item|symbol|light",
    "color": r"(?:led |light |lamp |indicator )?colou?rs?(?: of (?:the )?(?:light|lamp|led))?",
    "state": r"(?:led |light |lamp |indicator |display |working |blink(?:ing)? |flash(?:ing)? )?(?:stat(?:e|us|es)|patterns?|behaviou?rs?|"
    r"display|signals?|modes?|conditions?|shows?|appearance|rhythm)|(?:on/off|on / off)|what you see",
    "mode": r"(?:system |operat(?:ing|ion) |working |battery |device |unit )?(?:modes?|stat(?:e|us)|conditions?|situations?)",
    "meaning": r"(?:state |status |led )?(?:descriptions?|meanings?|explanations?|definitions?|indications?|significance|interpretation|"
    r"remarks?|instructions?|what it means|it means|what happens|what it says|function|messages?|events?)",
    "code": r"(?:fault|error|alarm|warning|event|protection|trouble|diagnostic|dtc|display(?:ed)?|failure|message)?[ /]*(?:codes?|ids?|no\.?|number|#)|"
    r"(?:fault|error|alarm|warning) (?:code|no|id)[./].*|code[/ ].*|lcd|display(?:ed)?|screen shows|abbreviations?|acronyms?",
    "name": r"(?:fault|error|alarm|warning|event|protection|trouble|failure|message|problem|abnormal(?:ity)?)(?:s|es)?"
    r"(?: (?:names?|descriptions?|messages?|types?|events?|information|info|items?|contents?|display|conditions?|definition|"
    r"meaning|text|phenomenon))?|"
    r"(?:error|fault|alarm)/(?:fault|alarm|warning)(?: .*)?|"
    r"items?|messages?|(?:message )?texts?|events?|descriptions?|protections?|symptoms?|names?|phenomen(?:on|a)|malfunctions?|alarm content|meaning",
    "cause": r"(?:(?:possible|probable|likely|usual|common|typical|frequent|main|fault|error|root|failure|alarm|trigger(?:ing)?) )*(?:causes?|reasons?)(?: (?:analysis|description|of .*))?|"
    r"(?:(?:trigger(?:ing)?|trip|protection|alarm|set) )?(?:conditions?|thresholds?|set ?points?)|(?:trigger(?:ing)?|trip|"
    r"protection|alarm) (?:values?|levels?|points?|limits?)|"
    r"triggered (?:when|by)|triggers?|explanations?|why|what (?:has )?happened|comes from|(?:possible |likely )?origins?|(?:what )?it means|background",
    "actions": r"(?:suggested |recommended |corrective |possible |proposed |handling |user |remedial |check |what )?(?:actions?|solutions?|remed(?:y|ies)|"
    r"measures?|handling(?: (?:method|suggestion|measure)s?)?|countermeasures?|suggestions?|recommendations?|treatments?|troubleshooting(?: .*)?|"
    r"advice|steps|to do|correction|process(?:ing)?(?: method)?|fix|checks?)(?: (?:method|suggestion|measure|to take)s?)?|"
    r"what (?:to do|helps|(?:you|the \w+) (?:can|should|must|may) do|(?:is|must|has|should|can)(?: to)? be done)|how to (?:solve|fix|resolve|help|proceed|clear|react|repair)|"
    r"(?:please )?(?:try|do) (?:this|the following|as follows)|(?:your|next) (?:steps?|actions?|task)|help|repairs?|solve|reactions? of the (?:user|owner|operator|installer)|"
    r"(?:actions?|solutions?) .{0,20}",
    "recovery": r"(?:protection )?(?:recovery|release|reset|clear(?:ing|ance)?|restore|recover)(?: (?:conditions?|methods?|modes?|values?|points?|levels?|thresholds?|by))?|remarks?|clears? (?:when|by)",
    "effect": r"effects?|impacts?|consequences?|(?:bms|system|device|battery|inverter|unit) (?:actions?|reactions?|behaviou?r|response)|response|reaction|result",
    "level": r"(?:fault |alarm |warning )?(?:levels?|severity|class|grade|category|type)",
    "switch": r"(?:dip|sw|switch|dip ?switch|bit)(?: ?(?:no|number|#|position|bit)s?\.?)?|dip.{0,12}|switch(?:es)?|levers?(?: no\.?)?|slide(?:r|s|rs)?|(?:dip )?poles?|jumpers?",
    "position": r"(?:switch |dip )?(?:positions?|settings?|states?|status|values?)|on/off",
    "brands": r"(?:compatible |inverter |supported |matched |applicable )*(?:brands?|inverters?|manufacturers?|makers?|models?|inverter (?:brand|model|maker)s?)(?: .{0,24})?|makes?(?: of .{0,20})?|partners?|vendors?|suppliers?|"
    r"can ?bus (?:connection|inverters?)|rs-?485 (?:connection|inverters?)|can(?:bus)?|rs-?485|.{0,12}protocols?",
    "protocol": r"prot\.?|(?:communication )?protocols?(?: ?(?:id|no|number|code)\.?)?|id|protocol name|languages?|profiles?|drivers?|"
    r"(?:menu )?(?:entr(?:y|ies)|choices?)(?: in (?:the )?[\w ]{1,16})?|menu (?:items?|settings?)",
    "bus": r"bus(?:es)?|(?:physical )?(?:lines?|layer)|interface|connections?|via",
    "address": r"(?:first |bus |slave |unit |modbus |device |default )?address(?:es)?|adapt[eo]rs?(?: (?:cable|no\.?))?|(?:firmware|software) (?:from|since)",
    "speed": r"(?:bus |data |bit |line )?(?:speeds?|rates?)|baud(?: ?rates?)?|bit ?rates?|bit/s|kbit/s|kbps",
    "times_on": r"(?:light |led )?(?:on|lit)(?: ?(?:time|duration))?(?: ?\(m?s\))?",
    "times_off": r"(?:light |led )?(?:off|dark|out)(?: ?(?:time|duration))?(?: ?\(m?s\))?",
    "rhythm": r"(?:flash|blink)(?:ing)?(?: (?:type|mode|pattern|name|no\.?))?|pattern|rhythm",
    "value": r"(?:rated |nominal |typical )?(?:values?|specifications?|parameters?|ratings?|data|detail|details)",
    "spec": r"(?:items?|parameters?|characteristics?|specifications?|technical data|name|description|feature|quantity)",
    "unit": r"units?",
    "min": r"min(?:imum)?\.?",
    "max": r"max(?:imum)?\.?",
}
# Letters of a header cell; what is longer is content, and what is far longer is not even looked at.
LONGEST_HEADER, LONGEST_CELL = 60, 400
_COMPILED = {role: re.compile(rf"^(?:{pattern})$", re.IGNORECASE) for role, pattern in HEADERS.items()}


def role_matches(role: str, cell: str) -> bool:
    """Tell whether a header cell may head a column of this role."""
    return role in roles(cell)


@lru_cache(maxsize=20_000)
def roles(cell: str) -> frozenset[str]:
    """Return the roles of the columns that a header cell may head; every recogniser asks it of every cell again."""
    text = re.sub(r"\s+", " ", re.sub(r"[:*]+$", "", cell.strip())).strip() if len(cell) < LONGEST_CELL else ""
    if not text or len(text) >= LONGEST_HEADER:
        return frozenset()
    return frozenset(role for role, pattern in _COMPILED.items() if pattern.match(text))


COLOR_WORDS: dict[str, str] = {
    "white": "white", "green": "green", "blue": "blue", "orange": "orange", "amber": "orange", "red": "red",
    "yellow": "yellow", "grey": "grey", "gray": "grey",
}  # fmt: skip
COLOR = re.compile(rf"\b({'|'.join(COLOR_WORDS)})\b", re.IGNORECASE)
WIRE = (
    r"(?:white|blue|orange|green|brown|red|black|yellow|gr[ae]y|purple|violet|pink)"
    r"(?:[ /&-]{1,3}(?:white|blue|orange|green|brown|red|black|yellow|gr[ae]y|purple|violet|pink|striped?|stripe))?"
)
WIRE_COLOR = re.compile(rf"^{WIRE}$", re.IGNORECASE)

# A signal that stands for itself: nobody writes these words in a sentence.
SIGNAL = re.compile(
    r"""^(?:
      (?:BMS|PCS|INV|EXT|INT|METER|CHG|AUX|LINK|P|U|M|S)?[-_ ]?CAN\d?[-_ ]?(?:BUS[-_ ]?)?(?:H(?:IGH)?|L(?:OW)?|GND|G|SH|SHIELD|V\+|V-)\d?|
      C?AN[-_ ]?[HL]\d?|CAN ?(?:\d[-_ ])?[HL]|[HL][-_]?CAN\d?|
      (?:BMS|PCS|INV|EXT|INT|METER|CHG|AUX|EMS)?[-_ ]?(?:RS)?-?(?:485|422)[-_ ]?\d?[-_ ]?(?:[ABYZ]\d?[+-]?|[+-]|GND|G|H|L|DATA[+-]|[TR]X?[+-])\d?(?:\s?\(?[AB+-]\)?)?|
      (?:RS)?-?(?:485|422)[AB]?[-_ ]?\d[-_ ]?[AB]?[+-]?|[AB]\d?[-_ ]?(?:RS)?485|
      (?:RS)?-?232[-_ ]?(?:TXD?|RXD?|GND|T|R|[TR]D)|
      (?:BMS|METER|EMS|MODBUS|INV|RS)[-_ ]?[AB]\d?[+-]?|METER[-_ ]?(?:485[-_ ]?)?[AB]|
      [TR]X?D?\d?[+-]|[A-C]\d?[+-]?|(?:TX|RX|TXD|RXD|RTS|CTS|DTR|DSR)\d?|[AB]\d?[+-]|D(?:ATA)?[+-]|DATA[-_ ]?[AB01]|
      (?:S|A|D|P|C|E|I|SIG|ISO|CHASSIS|CAN|485|RS-?485|SIGNAL|COM)?[-_ ]?GND\d?(?:[-_]\w{1,5})?|G(?:ROU)?ND|GROUND|EARTH|
      N\.?[/ ]?C\.?|NC|N\.A\.|NULL|EMPTY|NONE|NOT[ ](?:CONNECTED|USED|ASSIGNED|FITTED|IN[ ]USE|WIRED)|UN(?:USED|ASSIGNED|CONNECTED)|NO[ ](?:CONNECTION|FUNCTION|CONTACT)|
      N/[AC]|FREE|BLANK|LE(?:AVE|FT)[ ](?:OPEN|FREE|UNCONNECTED)|DO[ ]NOT[ ](?:USE|CONNECT)|NOTHING(?:[ ]CONNECTED)?|RESERVED|SPARE|RESERVE|RSVD?|
      [AD](?:IN|OUT)[-_ ]?\d{0,2}[+-]?|D[IO][-_ ]?\d{1,2}(?:[-_ ]?(?:COM|NO|NC|[+-]))?|A[IO][-_ ]?\d(?:[+-])?|DRM\d(?:[/&-](?:DRM)?\d)?|DR?M?_?(?:GEN|LOAD)|REF[-_ ]?(?:GEN|LOAD)?(?:/0)?|COM[-_ ]?LOAD(?:/0)?|
      PE|FE|SHIELD|SHLD|SCREEN|DRAIN|L\d?|N|L\d?[-_ ]?(?:IN|OUT)|N[-_ ]?(?:IN|OUT)|
      [+-]?\d{1,2}(?:\.\d)?[ ]?V[ ]?(?:DC|OUT|IN)?[+-]?|V(?:CC|DD|SS|IN|OUT|BUS|BAT)[+-]?\d?|V[+-]|\+V|-V|
      (?:BAT(?:T|TERY)?|B|P|PV\d?|C|DC|SOLAR|LOAD|CHG|PACK|OUT(?:PUT)?|IN(?:PUT)?|POWER|POS|NEG)[ ]?\d?[ ]?[+-]|[+-]|
      (?:POWER|PWR|EPO|ESTOP|E-STOP|RSD|RSS|WAKE|WAKE-?UP|ENABLE|EN|INH|ALARM|ALM|FAULT|RUN|ACT|START|STOP|SLEEP|SYNC|PARA?|HW|CS|KEY|IGN|TRIG|ON/OFF|REMOTE|H|L)\d?[-_ ]?(?:IN|OUT|[AB])?\d?[+-]?|
      (?:NTC|PT100|PT1000|TEMP|T|TS|BTS|RTS|NTC\d|VS|VSENSE|SENSE)\d?[-_ ]?[+-]?\d?|CT\d?[-_ ]?(?:[A-CLNRST]\d?)?[+-]?|CT[-_ ][+-]|
      (?:RELAY|RLY|K|DRY|OUT|IN|SW|S|PWM|PULSE|SO)[-_ ]?\d{0,2}[-_ ]?(?:NO|NC|COM|IN|OUT|A|B|[+-])?|NO\d?|COM(?:MON)?\d?|
      [IUV](?:\d?|L[1-3])[ _-](?:L?[1-3N]|[SKPL]\d)|[IUV]LN?[1-3](?:[SKPL]\d)?|[SKP][12]|MB[12]|M-?BUS[-_ ]?[12+-]|[IUV](?:L)?[1-3]|[UV]N|PO\d[+-]?|
      (?:ERR|FLT|ALM|RLY|RELAY|K\d|DO\d|REL\d?)[ _-]?(?:NO|NC|COM|C)|NC\d|C\d?|
      CP|PP|PD|PS|SDA|SCL|SWDIO|SWCLK|MOSI|MISO|USB[-_ ]?D?[+-]|ADDR?\d?|ID\d?|TERM(?:INATION)?|BUSY|UP[-_ ]?(?:IN|OUT)|DOWN[-_ ]?(?:IN|OUT)|
      GEN[-_ ]?(?:NO|NC|COM|[+-]|START)|(?:H|L)?BUS[-_ ]?[HL+-]|X[+-]|Y[+-]|Z[+-]|
      WAKE[+-]|ON[+-]|HVIL[+-]?|INTERLOCK[+-]?|SOC|INT|PARALLEL[-_ ]?\w{1,4}|LINE|NEUTRAL|LIVE|PHASE
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that make a cell of a terminal table a signal, though it is a phrase.
SIGNAL_PHRASE = re.compile(
    r"\b(?:CAN|RS-?485|RS-?232|ground|GND|earth|input|output|contact|relay|common|normally|shield|positive|negative|phase|neutral|line|"
    r"live|reserved|not connected|not used|NC|N\.?O\.?|enable|wake|alarm|sensor|thermistor|DRM\d?|power|supply|communication|"
    r"battery|signal|data|Tx|Rx|"
    r"do not connect|empty|spare|interlock|start|stop|pulse|charge|discharge|plus|minus)\b|[+\-–−]$",
    re.IGNORECASE,
)
PIN_KEY = re.compile(r"^(?:pins?|no\.?|#|terminal|contact)?[\s.:#-]*(\d{1,2})[.):]?$", re.IGNORECASE)
# `1-3`, `1 to 3, 8`, `4/5`, `pins 3 and 6`: a range and a list, in any order.
PIN_RANGE = re.compile(
    r"^(?:pins?|contacts?|terminals?|poles?|nos?\.?)?\s*(\d{1,2}(?:\s*(?:-|–|—|~|to|…|\.{2,3}|/|,|;|&|and|\+|,\s*and)\s*(?:pins?\s*)?\d{1,2})+)$",
    re.IGNORECASE,
)
PIN_LETTER = re.compile(r"^(?:pin)?\s*([A-Z])$", re.IGNORECASE)
PIN_EVIDENCE = re.compile(
    r"\b(?:pin ?-?outs?|pins?|RJ-?45|RJ-?11|RJ-?12|D[BE]-?9|DB-?15|DB-?25|connectors?|sockets?|ports?|terminals?|terminal block|"
    r"COM\d?|CAN(?:bus)?|RS-?485|"
    r"RS-?232|dry contacts?|wiring|interfaces?|plug|header|DRM|console|jacks?|contacts?|strips?|clamps?)\b",
    re.IGNORECASE,
)

FLASH = re.compile(
    r"\b(?:flash(?:es|ing|ed)?|blink(?:s|ing|ed)?|flicker(?:s|ing)?|flick(?:s|ing)?|puls(?:es|ing|ating)|FLASH ?\d|breath(?:es|"
    r"ing)|twinkl(?:es|ing)|heart-?beats?|(?:slow|fast|quick|rapid|short|long|single|double)(?:ly)?[ -]pulse)\b|[★◐◑◒◓✸✹✷✶✺☼]",
    re.IGNORECASE,
)
STEADY = re.compile(
    r"\b(?:always on|steady(?: on)?|solid(?: on)?|constant(?:ly)?(?: on| lit)?|continuous(?:ly)?(?: on| lit)?|"
    r"permanent(?:ly)?(?: on| lit)?|stead(?:il)?y (?:on|lit)|"
    r"lights? up|lit|remains? on|stays? on|keeps? on|normally on|long on|glow(?:s|ing)?|on)\b|●",
    re.IGNORECASE,
)
OFF = re.compile(
    r"\b(?:always off|off|out|dark|unlit|not lit|extinguished|no light|not on|goes out)\b|○|^[-–—]$", re.IGNORECASE
)
# A contact that leads nowhere, as its table says it.
FREE_CONTACT = r"(?:free|(?:left )?open|vacant|empty|unused|unassigned|unconnected|not (?:connected|used|assigned|fitted|wired)|no function)"
LAMP = re.compile(r"\b(?:leds?|lamps?|lights?|indicators?)\b", re.IGNORECASE)
NOT_LAMP = re.compile(
    r"\b(?:on-?grid|off-?grid|on/off|power(?:ed)? o(?:n|ff)|turn(?:ed)? o(?:n|ff)|switch(?:ed)? o(?:n|ff)|press)\b",
    re.IGNORECASE,
)

FAULT = re.compile(
    r"\b(?:fault(?:y|s)?|fail(?:ure|s|ed)?|error|alarm|protect(?:ion|ed)?|over[- ]?(?:voltage|current|load(?:ed)?|temperature|"
    r"heat(?:ed|ing)?|charge[d]?|discharge[d]?|power|frequency|speed)|"
    r"under[- ]?(?:voltage|temperature|frequency)|(?:high|low)(?: \w+)? (?:temperature|voltage|current|insulation|soc|frequency|"
    r"pressure|battery|impedance|resistance)|short[- ]?circuit(?:ed)?|"
    r"(?:volt(?:age)?|current|temp(?:erature)?|freq(?:uency)?|soc|insulation|power|impedance) (?:is )?(?:too )?(?:high|low)|(?:over|under) ?volt|"
    r"residual current|missing|welded|leakage|insulation|imbalance[d]?|unbalance[d]?|abnormal(?:ity)?|loss|lost|islanding|anti-?island|"
    r"reverse(?:d)?(?: polarity)?|polarity|ground(?:ing)? fault|arc|"
    r"out of (?:range|limits?)|stuck|too (?:hot|cold)|defect(?:ive)?|swapped|time-?out|jammed|damaged|not responding|no response|"
    r"insufficient|exceed(?:s|ed)?|too (?:high|low)|disconnect(?:ed|ion)?|open circuit|limit(?:ed|ation)? fail\w*|blown|locked|"
    r"trip(?:ped)?|warning|inconsistent|conflict|mismatch|broken|worn|blocked|silent|interrupt(?:ed|ion)|"
    r"(?:does|do|is|was) not (?:answer(?:ed)?|respond|open|close[d]?|start|work|turn|react|recogni[sz]ed|found|reached|plugged)|reversed|differs?)\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"^(?:(?:fault|err(?:or)?\.?|alarm|code|warning|event)\s*)?(?:[A-Z]{1,3}[-_ ]?\d{1,4}(?:[-.]\d{1,3})?|0x[0-9A-F]{1,8}|\d{1,5}|"
    r"[A-Z]{2,5}|[A-Z]{1,4}\d{1,3}[A-Z]?|#\d{1,4})$",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"^[A-Z]{3,5}\d?$")
ACTION = re.compile(
    r"\b(?:check|contact|restart|replace|reduce|disconnect|reconnect|turn (?:on|off)|switch (?:on|off)|wait|stop|charge|discharge|"
    r"ensure|make sure|clean|remove|"
    r"power (?:on|off|down|cycle)|reset|call|return|inspect|measure|tighten|lower|raise|set|update|upgrade|should|must|please|let|"
    r"verify|confirm|cool|close|open|"
    r"no action|use|change|adjust|move|improve|increase|decrease|press|unplug|plug|connect|install|log|ask|send|do not|consult|"
    r"allow|shut|rectify|correct|insert|fit|dry|find|exchange|repeat|pull|push|enter|enable|disable|renew|inform|look)\b",
    re.IGNORECASE,
)
STOP_USE = re.compile(
    r"\b(?:stop using|do not (?:use|operate|continue)|cease (?:use|operation)|shut down immediately|must not be used)\b",
    re.IGNORECASE,
)
