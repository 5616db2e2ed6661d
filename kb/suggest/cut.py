"""How a letter is cut into sentences, and which of them ask or tell what was tried."""

from __future__ import annotations

import re

from kb.search.understand import MAX_QUERY
from kb.suggest.mail import Mail

MAX_SENTENCES = 60  # what follows is a log or a thread
LONGEST = 500
# Characters of the author's own words that are looked at: sentences fill up long before.
MAX_READ = 40_000
# A stop ends a sentence, but not after a short form such as "e.g." or "max."
_SHORT_FORMS = [
    "max",
    "min",
    "nom",
    "typ",
    "incl",
    "approx",
    "resp",
    "vs",
    "ca",
    "prof",
    "dr",
    "mr",
    "mrs",
    "e.g",
    "i.e",
]
_NO_SHORT = "".join(rf"(?<!\b[{w[0]}{w[0].upper()}]{re.escape(w[1:])}\.)" for w in _SHORT_FORMS)
_ENDS = re.compile(
    rf"(?<=[.!?]){_NO_SHORT}\s+(?=[A-Z0-9\"'(])|(?<=[a-z]{{4}}[.!?])\s+|(?<=[a-z?]\?)\s+|\n+|(?<=[.!?])\s{{2,}}|;\s+"
)
# Mail programs break lines at some 72 characters: a long line without a stop goes on in the next.
_WRAPPED = re.compile(r"(?m)^([^\n]{50,}[^\s.!?:;>|])\n(?=[A-Za-z(\"'&]|\d{1,2}\b(?![.):/-]|\d))(?![-*•])")
# Two questions in one sentence are two questions.
_TWO_ASKED = re.compile(
    r"[,;]?\s+(?:and|also)\s+(?=(?:which|what|how|where|when|why|can|may|must|should|is|are|does|do)\b)", re.IGNORECASE
)
_LEAST_WORDS = 4
# What was tried and what came of it stand in one sentence: "reset it, still red".
_CLAUSES = re.compile(
    r",\s+|\s+-\s+|\s+(?=but\b)|\s+and (?=(?:it|they|nothing) (?:would|did|does|do|will|could|can|has|have|is|was|came|happen))"
    r"|\s+(?:and )?(?=(?:still|it still|no change)\b)",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"\?\s*$|^\s*(?:and |but |so |also |i mean,? |please |pls |hi,? |hello,? )*"
    # "When we came back", "what I forgot was" tell.
    r"(?!(?:when|where) (?:i|we|you|he|she|it|they|the|my|our|his|her|their|this|that|there|somebody|someone)\b"
    r"|what (?:i|we|he|she|they) \w+ (?:is|was|were)\b)"
    r"(?:how|what|which|where|when|why|who|can|could|may|must|should|is|are|does|do|will|would)\b(?!['\u2019]t)"
    r"|\b(?:(?:please|pls|plz|kindly) (?:tell|let|advise|explain|send|confirm|mail|e-?mail|give|forward|provide)"
    r"|(?:need|want|like|love)\w*(?: \w+){0,2} to know|looking for|wondering|"
    r"advise)\b"
    # A list of wishes: "I need of this inverter: voltage, fuse and weight".
    r"|\b(?:i|we) (?:still |also )?(?:need|want|require)\b[^?!:]{0,60}:"
    # "Wants in milliseconds how quick it is", as an agent notes it.
    r"|\b(?:wants?|needs?|asks?|would like)\b[^.?!]{0,40}\bhow (?:quick|fast|long|much|many|far|high|big|loud|heavy|often|wide|deep|thick)\w*\b"
    r"|\basks?(?: for)? [\"\u201c']"
    # "A and B on which terminals, pls."
    r"|\b(?:on|in|at|to|from|into) (?:which|what) \w+"
    r"|(?<!know )(?<!see )(?<!matter )(?<!knows )(?<!shows )(?<!tell )\bhow (?:many|long|far|high|wide|deep|heavy|big|thick|loud) (?!ago\b)\w+"
    # Written without a stop: "forgot my password how do I make a new one".
    r"|\b(?:how|where|when|why|which \w+|what(?: \w+)?) (?:do|can|should|must|could|may) (?:i|we|he|she|they|one|you)\b"
    # "Pickup with tarp, allowed or not".
    r"|\b(?:allowed|ok|okay|possible|good|safe|correct|right|enough|normal|needed|necessary) or not\b"
    # "Asks min distance to salt water", as an agent notes it.
    r"|^(?:(?:the )?(?:customer|client|caller|lead|owner|installer|he|she|they|"
    r"(?:\w+ )?(?:operator|office|bank|insurance|inspector|company)) )?(?:also |only )?(?:asks?|asked|asking|enquires?)"
    r"(?! (?:me|us|you|him|her|them|to be|to call|to have)\b)"
    r"(?! for (?:an? )?(?:call\w*|refund|replacement|quote|offer|technician|visit|appointment)\b)"
    # "They all ask me how many kilos it has."
    r"|\bask(?:s|ed|ing)?(?: \w+){0,2} (?:what|which|how|where|when|whether)\b"
    r"|\b(?:tell|explain to) (?:me|us|him|her|them) (?:how|what|which|where|when|whether|if|the)\b",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"^\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings)\b[^?]{0,25}$"
    r"|^\s*(?:thanks?|thank you|regards|best|cheers|hope (?:you|this)|"
    r"i hope|please help|any help|kind regards|looking forward|urgent|asap)\b[^?]{0,60}$|^\s*(?:many )?(?:thanks|thank you|thx)\b[^?]*$"
    r"|^\s*(?:great|perfect|super)[,!. ]+(?:thanks|thank you)\b[^?]*$",
    re.IGNORECASE,
)
# "Hello dear team," greets; "hello I have a SigenStor in the garage." tells.
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|g'?day|greetings)\b"
    r"(?:\s+(?!(?:i|we|my|our|the|it|its|a|an|is|this)\b)[^\s,.!?:\d]+){0,5}\s*[,.!:]+(?=\s|$)\s*",
    re.IGNORECASE,
)
# Whoever asks so wants to know what is wrong, and nothing that manuals print word by word.
WHAT_NOW = re.compile(
    r"^\W*(?:and |so |but |please |pls )*(?:"
    r"(?:what|where) (?:would|should|shall|do|does|can|could|may|must|might|to) ?(?:you|i|we|he|she|they|one)? ?"
    r"(?:look|check|do|try|start|begin|test|say|tell|suggest|advise|recommend)"
    r"(?: (?:at|for|him|her|them|me|us))?(?: (?:first|next|now|then|here|best))*"
    r"|what(?:'s| is| was)? (?:now|next|wrong|the (?:reason|cause|matter|problem|fault)|going on|happening)(?: here| with (?:it|that|this))?"
    r"|what (?:may|might|can|could) (?:it|that|this|the (?:reason|cause|problem)) be|why(?: is (?:that|this|it))?"
    r"|what is(?: it| that| this)?"
    r"|(?:did|have|has|could|may|might|can) "
    r".{2,40}\b(?:cut|broken?|break|damaged?|blown?|kill(?:ed)?|destroy(?:ed)?|ruin(?:ed)?|fried|wrecked)\b.{0,30}"
    r"|is there (?:a|any|something) (?:fault|problem|defect|wrong)(?: (?:in|with|on) .{0,30})?|any ideas?|ideas|any (?:hint|clue|tip)s?"
    r"|is (?:it|that|this|(?:the|my|our) \w+) (?:finished|over|lost|broken|kaput|the end|damaged|harmed|faulty|defective|dead|gone)"
    r"(?: (?:now|then|by now|already))?(?: or .*)?"
    r"|(?:have|did) i (?:broken?|do) (?:it|something|anything)(?: wrong)?)\W*$",
    re.IGNORECASE,
)
_DONE = (
    r"(?:checked|replaced|restarted|rebooted|reset|swapped|changed|turned|switched|cleaned|tightened|re-?seated|unplugged|disconnected|"
    r"reconnected|measured|updated|waited|looked|pressed|exchanged|powered|tested|done|did|been)"
)
TRIED = re.compile(
    rf"\b(tried|already (?:\w+ )?{_DONE}|{_DONE}\b[^.?!]{{0,40}} already|have (?:also )?(?:now )?(?:checked|replaced|restarted|rebooted|"
    r"reset|swapped|changed|turned|switched|cleaned|tightened|re-?seated|unplugged|disconnected|reconnected|measured|updated|waited)|"
    r"(?:i|we|he|she|they|customer|installer|electrician) (?:also )?"
    r"(?:checked|replaced|restarted|rebooted|reset|swapped|changed|turned it off|switched it off|unplugged|reconnected|measured|updated|waited)"
    r"|did (?:a|the) (?:restart|reset|reboot|power cycle)|(?:restart|reboot|reset)(?:ing|ed)? (?:it )?(?:did not|didn'?t|does not|doesn'?t) help)\b",
    re.IGNORECASE,
)


def sentences(mail: Mail) -> list[str]:
    """Cut a ticket into sentences; greetings are left out, and what is too long for one question is cut."""
    found = [mail.subject[:MAX_QUERY]] if mail.subject else []
    for piece in _ENDS.split(_WRAPPED.sub(r"\1 ", mail.text[:MAX_READ])):
        text = _GREETING.sub("", " ".join(piece.split()))
        if len(text) > 2 and not _CHAT.match(text):  # noqa: PLR2004 - "ok" and smileys
            found += [x for at in range(0, len(text), LONGEST) for x in _apart(text[at : at + LONGEST])]
        if len(found) >= MAX_SENTENCES:
            break
    return found[:MAX_SENTENCES]


def _apart(text: str) -> list[str]:
    """Cut a sentence that asks twice, or tells what was tried and what came of it."""
    if TRIED.search(text):
        parts = [p for p in _CLAUSES.split(text) if p and p.strip()]
        if len(parts) > 1 and not all(TRIED.search(p) for p in parts):
            return parts
    parts = _TWO_ASKED.split(text) if ASKS.search(text) else [text]
    if not all(len(p.split()) >= _LEAST_WORDS for p in parts):
        return [text]
    # "EC 6.0: which cable and which switch?": what stands before the colon holds for both.
    head, colon, _ = parts[0].partition(": ")
    parts = [parts[0], *(f"{head}: {p}" if colon else p for p in parts[1:])]
    return [p if p.rstrip().endswith("?") else f"{p}?" for p in parts] if len(parts) > 1 else parts
