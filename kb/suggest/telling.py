"""What the words of a sentence tell: that something fails, that all is well, that something was found in order."""

from __future__ import annotations

import re

# "No alarm anywhere": what is not there is no lead.
DENIES = re.compile(
    r"^\s*(?:there (?:is|are|was|were) )?(?:no|without(?: any)?|not any)\s+(?:\w+\s+){0,2}"
    r"(?:alarms?|errors?|faults?|warnings?|codes?|messages?|(?:alarm|warning|red|fault)[ -](?:lamps?|lights?|leds?))\b",
    re.IGNORECASE,
)
# "It runs nicely, all lamps are green": what is well is no lead either, and what is asked beside it is another matter.
WELL = re.compile(
    r"\b(?:everything|all|it|itself|batter\w*|inverters?|systems?|storage|units?|box|tower|rack|stack|rest)"
    r"(?: itself| still| otherwise)? (?:works?|runs?|is (?:working|running|doing)|has (?:always )?(?:worked|run))"
    r"(?: (?:very |quite |just |perfectly |all )?(?:fine|well|nicely|normally|smoothly|ok|okay|perfectly|great|right))?\s*(?:[,.!;-]|$)"
    r"|\b(?:everything|all|itself|batter\w*|inverters?|system|lamps?|lights?|leds?)(?: is| are| shows?| stays?)?"
    r" (?:all )?(?:green|fine|ok|okay|in order|normal)\b"
    r"|\bno (?:lamp|light|led) (?:is )?(?:odd|red|wrong|on)\b|\bno (?:red|orange|warning) (?:lamp|light|led)s?\b"
    r"|\b(?:never|not) (?:been |had )?any (?:trouble|problems?|faults?|issues?)\b|\b(?:nothing|not anything) (?:is )?wrong with (?:it|the)\b"
    r"|\bis running as far as\b|\bgoes on (?:\w+ )?(?:in )?normally\b",
    re.IGNORECASE,
)
BUT = re.compile(r"\b(?:but|although|though|however|except|until|only)\b", re.IGNORECASE)
# A call back is the office's matter, the battery that will not start is not.
BROKEN = re.compile(
    r"\b(?:wo ?n'?t|will not|does ?n'?t|does not|refuses? to|stopped|no longer|not)\s+(?:\w+\s+){0,1}"
    r"(?:charg|discharg|switch|turn|start|boot|communicat|light|wake)\w*",
    re.IGNORECASE,
)
# "Will not switch on", "keeps tripping", "went dark": what is wrong in words that no manual has for it.
FAILS = re.compile(
    r"\b(?:wo ?n'?t|will not|does ?n'?t|does not|do ?n'?t|do not|did ?n'?t|did not|can ?n?'?t|can ?not|refuses? to|fails? to|stop(?:s|ped)|no longer|"
    r"never|is ?n'?t|not)\s+(?:\w+\s+){0,2}(?:charg|discharg|load|switch|turn|start|boot|work|com(?:e|ing)\b|communicat|connect|respond|light|supply|"
    r"power|wake|find|see|detect|recogni|reach|show|arriv|get\b)\w*"
    r"|\b(?:is|are|was|be|been|got?|have|has) (?:it|that|this|mine|(?:the|my|our) \w+|an?)? ?(?:\w+ ){0,2}"
    r"(?:defective|faulty|broken|kaput|dud|bust(?:ed)?|knackered)\b|\bempty (?:with)?in (?:no time|(?:a few |some )?(?:minutes|hours)|an hour)\b"
    r"|\bdrops? (?:the |its )?(?:bms|battery|connection|comms?|communication|link|network|wi-?fi|wlan)\b"
    r"|\b(?:holds?|gives?|lasts?|delivers?) (?:\w+ ){0,3}half (?:of )?(?:what|as)\b"
    r"|\b(?:beeps|beeping)\b|\bhardly (?:gives|works?|charges|holds|lasts|delivers)\b|\b(?:dis)?charging (?:stops|ends|breaks off)\b"
    r"|\b(?:switch|turn|shut|cut)(?:s|es|ed|ting|ning)? (?:itself|themselves) (?:off|out|down)\b"
    r"|\b(?:keeps? (?:tripping|switching off|shutting|cutting|dropping|losing|beeping)|cuts? (?:out|off)|cutting out|shuts? (?:itself )?(?:off|down)|"
    r"(?:went|goes|gone|stays?|remains?) (?:dark|black|dead|offline|red|silent)|lost (?:the |its )?(?:connection|communication|network)|dropped out|"
    r"(?:everything|all|it|battery|inverter|system|house|power|lights?|lamps?) (?:\w+ )?(?:switch(?:es|ed)|turn(?:s|ed)|went|goes|shuts?|cut)"
    r" (?:\w+ )?(?:off|out|down)|trips?|tripped|lags? behind|disappear\w*|vanish\w*|missing|stuck)\b",
    re.IGNORECASE,
)
# "Charging by day was fine": of two directions the one that works says nothing of the other.
WORKS = re.compile(
    r"\b(?:dis)?charg(?:e|es|ing)\b(?! (?:current|voltage|power|limit))[^.,;:!?]{0,30}?\b(?:(?:is|was|works?|worked|goes|went|runs?) (?:\w+ )?"
    r"(?:fine|ok|okay|well|normal\w*|good|perfect\w*)|works?)\b(?! (?:not|only|until|till|for|with)\b)",
    re.IGNORECASE,
)
# What somebody looked at and found right is out of the question: "cables OK, voltage equal, both buttons at the same time".
_PARTS = (
    r"(?:cables?|wires?|wiring|leads?|plugs?|voltages?|settings?|menus?|polarity|fuses?|connections?|protocols?|switch(?:es)?|dips?|dip switch(?:es)?"
    r"|terminals?|lugs?|screws?|pins?|buttons?)"
)
_RIGHT = (
    r"(?:ok|okay|fine|good|right|correct\w*|in order|equal\w*|the same|at (?:the )?same time|tight|checked(?: twice)?|exchanged|replaced"
    r"|re-?torqued|rung out|within \d+ ?s\w*|in \d+ ?s\w*)"
)
_LINKS = (
    r"(?:\W+(?:is|are|was|were|all|both|looks?|seems?|also|now|again|still|been|have|has|too|quite|exactly|very|he|they|we|i|make|made|to|v|and|the"
    r"|\d+(?:\.\d+)?|{})){{0,5}}"
)
FOUND_RIGHT = re.compile(
    rf"\b{_PARTS}{_LINKS.format(_PARTS)}\W+{_RIGHT}\b"
    r"|\b(?:pressing|pressed)\b[^.;:!?]{0,30}\b(?:at (?:the )?same time|within \d+|in \d+)\b",
    re.IGNORECASE,
)
# Whose fault it is says nothing of a fault.
MY_FAULT = re.compile(r"\b(?:my|our|his|her|their|your|nobody'?s) (?:own )?faults?\b", re.IGNORECASE)
# What befell a thing on its way or in its place.
HARM = re.compile(
    r"\b(?:dent(?:ed|s)?|dropped|fell|fallen|slid|slides?|slipped|tipped over|bumped|cracked|scratch\w*|bent|soaked|flooded)\b",
    re.IGNORECASE,
)
# That the ticket is done with, whatever was told of before.
CLOSE = re.compile(
    r"\b(?:please|pls|you (?:can|may)|kindly|could you|can you)\W+(?:\w+\W+){0,2}clos(?:e|ed)\b"
    r"|\bclose (?:pls|please|it|the (?:ticket|case))\b|\b(?:ticket|case)s?\b[^.!?]{0,20}\bbe closed\b"
    r"|(?:^|[-(:,])\s*(?:solved|resolved|sorted|fixed|closed)\b(?! (?:it|them|the|that|this|my|our|all|up|again)\b)"
    r"|\b(?:to|closed|was|is) (?:resolved|automatically)\b"
    r"|\bplease disregard (?:my|the|this)\b|\bno (?:further )?action (?:is )?(?:required|needed)\b"
    r"|\b(?:he|she|customer|caller|they) asks? nothing\b|\bnothing (?:is|was) (?:asked|wanted)\b",
    re.IGNORECASE,
)
# That a fault is over: what stands in the subject or in the quote below was answered.
OVER = re.compile(
    r"^close \d|\b(?:has|have|had|is|was|are|been|it'?s|that'?s) (?:now |since |all |been |already )*(?:solved|sorted(?: out)?|resolved)\b"
    r"|^\W*(?:solved|sorted|resolved)\b"
    r"|\bgo to solved\b|\ball (?:is )?(?:good|fine|well|ok|okay) (?:now|again)\b"
    r"|\b(?:works?|runs?|working|running|charges|charging|online) (?:again|perfectly|as it should|without a (?:gap|hitch|hiccup)|like a charm)\b"
    r"|\b(?:lights?|lamps?|flashing|red|alarm|fault|alm|error|message)\b[^.!?]{0,60}\b(?:is|are|was|has) (?:now |been |long )?(?:gone|over"
    r"|past|history)\b"
    r"|\bha(?:s|ve)(?:n'?t| not) come (?:back|on) since\b|\bbehaved (?:impeccably|perfectly|well|itself)\b"
    r"|\bno (?:longer any |more )?need (?:for you )?to (?:ring|call|answer|come|reply|visit)\b|\bno fault found\b"
    r"|\b(?:appointment|visit|technician|fitter)\b[^.!?]{0,40}\b(?:not needed|no longer needed|can be cancell?ed|cancel)\b|\bnot needed - was\b",
    re.IGNORECASE,
)
# It was over for a while.
AGAIN = re.compile(
    r"\b(?:but|until|till|then|meanwhile|by (?:the )?(?:evening|morning|noon|night)"
    r"|after (?:that|a while|an hour)|came back|is back|again and again|every (?:time|day|morning|evening|night)"
    r"|for (?:a|an|one|two|some|few)\b"
    r"[^.!?]{0,12}\b(?:minutes?|hours?|days?)|sometimes|only)\b",
    re.IGNORECASE,
)
# And that it is not.
STILL = re.compile(
    r"\b(?:not (?:yet )?(?:solved|resolved|sorted|fixed|closed)|don'?t|do not|never|still|before you|why)\b",
    re.IGNORECASE,
)
