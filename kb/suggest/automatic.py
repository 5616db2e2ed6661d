"""Mail that no person wrote to anybody: absence notes, bounces, recalls, calendar notes; and mail to many: newsletters, offers, notices.

An absence note carries the subject of the mail it answers, so that a fault stands there which nobody tells of.
"""

from __future__ import annotations

import re

_SUBJECT = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?(?:automatic (?:reply|response|answer)|auto[- ]?(?:matic )?(?:reply|response)|out of (?:the )?office|ooo\b"
    r"|on (?:annual )?leave:"
    r"|abwesenheit\w*|undeliver(?:able|ed)|delivery (?:status|failure|delayed|has failed)|mail delivery|failure notice|returned (?:mail|to sender)"
    r"|recall:|(?:not )?read:|accepted:|declined:|tentative:|cancel(?:l)?ed(?: event)?:|invitation:|updated invitation)",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\bI (?:am|'m|will be) (?:currently |now |at present )?(?:out of|not in|away from) (?:the |my )?office\b"
    r"|\b(?:no|without|limited) access to my (?:e-?)?mails?\b|\bwill not (?:be )?read(?:ing)? my (?:e-?)?mails?\b"
    r"|\bwould like to recall the message\b"
    r"|\bdelivery (?:has )?failed to (?:these|the following) recipients?\b|\bcould not be delivered to\b|\bmailbox is full\b"
    r"|\bnobody reads this (?:mailbox|address)\b",
    re.IGNORECASE,
)
_BULK_SUBJECT = re.compile(
    r"\b(?:newsletter|press release|spam digest|weekly (?:report|summary|digest)|monthly (?:report|summary)|new sign-?in|security (?:alert|notice)"
    r"|new fax|rate your|how did we do)\b|^\s*(?:ok|all clear|report):\s",
    re.IGNORECASE,
)
_BULK = re.compile(
    r"\bunsubscribe\b|\bfor immediate release\b|\bview (?:it |this |this (?:e-?)?mail |online )?in (?:your|a|the) browser\b"
    r"|\b(?:mail|message|reply|notice|notification|receipt)\b[^.!?]{0,20}\b(?:was|is|has been)\b[^.!?]{0,20}\b(?:automatic\w*|by (?:a"
    r"|the) (?:machine|system|robot))"
    r"|\bautomatically (?:generated|created|sent)\b|\b(?:do not|don'?t|please do not) (?:reply|answer|respond) to this\b"
    r"|\byou (?:receive|are receiving|get|got) this (?:e-?)?mail because\b|\b(?:switch|turn) off (?:this|these) (?:weekly |monthly )?(?:e-?)?mails?\b"
    r"|\byou have (?:an?|\(?\d+\)?) new (?:voicemail|fax|message)s?\b|\bif this was you\b"
    r"|\bconfirm your (?:data|account|identity|details) (?:by|with|via|under|at|below)\b|\bthis (?:e-?)?mail was sent to\b"
    r"|\byour (?:enquiry|request|message) (?:about .{1,60} )?(?:is in our queue"
    r"|has been received)\b"
    r"|\b(?:we|i) (?:came across|noticed|found|looked at) your (?:web ?site|profile|page|company)\b|\bnext run \d",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]{0,400}>")
_LOOKED_AT = 20_000


def is_absence(subject: str, body: str) -> bool:
    """Tell whether a mail is an absence note, a bounce, a recall or a calendar note.

    >>> is_absence("Automatic reply: ALM is red", "Back on Monday."), is_absence("ALM is red", "Who is out of the office?")
    (True, False)
    """
    return bool(_SUBJECT.search(subject) or _ABSENT.search(_plain(body)))


def is_bulk(subject: str, body: str) -> bool:
    """Tell whether a mail went to many or came from a machine: only what names an alarm or a danger in it is told to anybody.

    >>> is_bulk("Summer offers", "Save now! <a href='#'>Unsubscribe</a>"), is_bulk("Battery", "It does not charge.")
    (True, False)
    """
    return bool(_BULK_SUBJECT.search(subject) or _BULK.search(_plain(body)))


def _plain(body: str) -> str:
    return " ".join(_MARKUP.sub(" ", body[:_LOOKED_AT]).split())
