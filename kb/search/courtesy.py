"""What stands around a question: a greeting, who writes, a ticket's number, thanks and a name. None of it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable

_NAME = r"[A-Z][\w'-]*"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,2}}"
_PLACE = rf"(?i:in|from|at|of|on site in) {_NAMES}"
_END = r"\s*[,.!:;\u2013-]+\s*"
_GREETING = (
    r"(?i:hi|hello|hey|hiya|hallo|moin|servus|ciao|dear|greetings|good (?:morning|afternoon|evening|day))"
    rf"(?: (?:(?i:there|all|both|again|team|support|everyone|everybody|guys|folks|sir|madam|colleagues?|(?:mr|mrs|ms)\.?)|{_NAME})){{0,3}}"
)
_SORRY = r"(?i:sorry|apologies|excuse me)(?i: (?:to|for) (?:bother|disturb|troubl)\w*)?(?i: you| all)?(?i: again| once more)?"
# "This is Marek from Solar Nord", an installer who calls, Tomas who is on site; "this is ALM on the battery" is asked.
_WHO = (
    rf"(?i:this is|here is|i am|i'm|my name is) {_NAMES} (?i:here|speaking|calling|(?:calling )?from {_NAMES})"
    rf"|(?i:my name is) {_NAMES}"
    rf"|(?i:an? )?(?i:installer|customer|client|electrician|owner|dealer|caller|colleague)(?: {_PLACE})?(?i: on the (?:line|phone)| here)?(?=\s*:)"
)
# Whoever writes may stand alone: "Ahmed, Energy4U Dubai.", "Tomas on site in Brno." So may an alarm or a lamp, so that
# none of the words may be one of the manuals.
_WRITER = re.compile(
    rf"{_NAMES},? {_NAMES}\s*\.\s+(?=[A-Z])|{_NAMES} (?i:on site )?{_PLACE}\s*[.:,]\s*(?=[A-Z]|(?i:ticket|case))"
)
_QUICK = r"(?i:(?:just |only )?(?:an? |one )?(?:quick|short|small|little|simple|silly|other|more) questions?)(?i: for you| please)?"
_HOPE = r"(?i:(?:i )?hope (?:you are|you're|all is|everyone is) (?:well|fine))"
_THANKS = r"(?i:thanks|thank you|thx)(?i: again)?(?i: for (?:the|your) (?:\w+ ){0,2}\w+)?"
_PERSON = r"(?i:(?:an? |the |my |our )?(?:customer|client|owner|user|home ?owner|colleague|installer|boss|neighbou?r|lady|man))"
_ASKS = rf"{_PERSON} (?i:asks|wants to know|would like to know|is asking)(?i: me| us)?(?=\s*:)"
_KNOW = (
    rf"(?:{_PERSON} (?i:asks|asked|wants to know|would like to know|wonders|is asking)"
    r"|(?i:(?:i|we)(?:'d| would)? (?:just )?(?:want|like|need)(?:ed)? to know))(?i: me| us)?,? "
    r"(?=(?i:what|which|how|why|when|where|whether|who|the|at which|at what|on which|in which|from which|for how)\b)"
)
_WELL = r"(?i:ok(?:ay)?,? so|so ok(?:ay)?|well|so|um+|hmm+|ok(?:ay)?)(?=\s*[,.:!\u2013-])"
_SO = r"(?i:ok(?:ay)?,? so|so,? ok(?:ay)?) (?=\w)"
_TELL = (
    r"(?i:(?:please|pls|plz|can you|could you|would you|kindly) ){1,3}(?i:tell|let) (?i:me|us)(?i: know)?[,:]? (?=\w)"
)
_MAIL = (
    r"(?i:re|fwd?|aw|wg)(?=\s*:)|(?i:ticket|case|incident|reference|ref) ?(?i:no\.? ?|nr\.? ?|id ?|number )?#?[\w-]*\d[\w-]*(?=\s*[:,.\u2013-])"
    r"|(?i:urgent|important|asap|help|please help|question|ticket)(?=\s*[:!.,])"
    r"|(?i:on site(?: now| here)?|job (?:today|tomorrow)(?: morning)?)(?=\s*:)"
)
_OPENING = re.compile(
    rf"(?:(?:{_MAIL}|{_GREETING}|{_SORRY}|{_WHO}|{_QUICK}|{_HOPE}|{_THANKS}|{_ASKS}|{_WELL}){_END}|{_SO}|{_TELL}|{_KNOW})"
)
_SIGNED = rf"(?:(?i:dr|mr|mrs|ms)\.? )?(?:[A-Z]\. )?{_NAMES}(?:, {_NAMES}){{0,2}}"
_FOR = (
    r"(?: a lot| a million| very much| so much| in advance| again| already"
    r"| for (?:your|the|any|all) (?:\w+ ){0,2}(?:help|time|support|reply|answer|patience))"
)
_HURRY = (
    r"(?i:sent from my \w+(?: \w+)?|asap|as soon as possible|(?<=[.!?,;] )urgent|please (?:advise|hurry|help)"
    r"|any (?:ideas?|help)(?: (?:is|would be) \w+)?"
    r"|ticket ?#?\w*\d\w*"
    r"|(?:(?:the|my|our) )?customer is waiting(?: on the (?:line|phone))?)[\s,.!?]*$"
)
_CLOSING = re.compile(
    rf"(?:^|[\s,.;!?-])\s*(?:{_HURRY}|"
    r"(?i:(?:(?:many|best|kind|warm|with|thousand) ){0,3}(?:thanks|thank you|thx|tnx|cheers|regards|mfg"
    r"|(?:best|kind|warm|with|many) (?:wishes|greetings)"
    r"|br(?=[\s,]+(?-i:[A-Z]))|yours (?:faithfully|sincerely|truly)|obrigad[oa]|danke|gracias|merci)"
    rf"{_FOR}{{0,2}})(?:[\s,.!-]+(?:(?i:and|from|to) )?{_SIGNED})?[\s,.!]*$)"
)
_SMALL = frozenset({"in", "from", "at", "of", "on", "site"})
# So many of each at most: a text of nothing else is no question.
_MOST = 4


def without_courtesy(
    text: str,
    product: Callable[[str], bool] = frozenset().__contains__,
    word: Callable[[str], bool] = frozenset().__contains__,
) -> str:
    """Return a text without greeting, introduction and thanks; the text itself where it is nothing else.

    `product` tells that a word, in small letters, is the name of a product ("Hey Sigen, why red?" is about one), `word` that
    it is one of the manuals.

    >>> without_courtesy("Hello support team, which pin is CAN-H? Kind regards, Anna")
    'which pin is CAN-H?'
    >>> without_courtesy("Hi, quick question: dip switch 7 ON"), without_courtesy("This is Marek from Solar Nord. DO1 common")
    ('dip switch 7 ON', 'DO1 common')
    >>> without_courtesy("Thanks a lot!"), without_courtesy("This is ALM on the SR48100H."), without_courtesy("is this SR48100H")
    ('Thanks a lot!', 'This is ALM on the SR48100H.', 'is this SR48100H')
    >>> without_courtesy("Hey Sigen, why red?", {"sigen"}.__contains__), without_courtesy("A customer asks: why red?")
    ('Hey Sigen, why red?', 'why red?')
    >>> without_courtesy("Could you please tell me which pin is CAN-H"), without_courtesy("ok so what is FLASH2")
    ('which pin is CAN-H', 'what is FLASH2')
    >>> without_courtesy("My customer wants to know which pin is CAN-H"), without_courtesy("customer asked to move it")
    ('which pin is CAN-H', 'customer asked to move it')
    >>> without_courtesy("Hello, Ahmed, Energy4U Dubai. Two packs stay dead. Yours faithfully, Dr Ahmed")
    'Two packs stay dead'
    >>> without_courtesy("Good day, installer from Porto on the line: DO1 common?"), without_courtesy("Signal light on Growatt. Red")
    ('DO1 common?', 'Signal light on Growatt. Red')
    >>> without_courtesy("Fwd: Ticket 48213: DIP switch 7 ON asap!"), without_courtesy("DO1 common? Sent from my iPhone")
    ('DIP switch 7 ON', 'DO1 common?')
    """
    rest = text

    def free(said: str, of: Callable[[str], bool] = product) -> bool:
        return not any(of(w.lower()) for w in re.findall(r"\w+", said) if w.lower() not in _SMALL)

    for _ in range(_MOST):
        if (opened := _OPENING.match(rest)) and free(opened[0]):
            rest = rest[opened.end() :]
        if (writer := _WRITER.match(rest)) and free(writer[0]) and free(writer[0], word):
            rest = rest[writer.end() :]
        if (closed := _CLOSING.search(rest)) and free(closed[0]):
            # A question mark belongs to the question.
            rest = rest[: closed.start()] + ("?" if rest[closed.start()] == "?" else "")
    return rest.strip() if re.search(r"\w", rest) else text
