"""A ticket as it arrives (plain text or HTML) → what its author wrote: without markup, quoted replies, signatures and footers.

Everything in a ticket is hostile until it was read: nothing is rendered, scripts and styles are dropped with their content.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from kb.model.errors import QueryError

MAX_BYTES = 100_000
# No mail has more; beyond this the tags are only taken away.
MAX_TAGS = 20_000


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MARKUP = re.compile(
    r"<(?:!doctype|html|body|head|div|p|br|span|table|td|blockquote|ul|ol|li|b|i|strong|em|font|a|pre|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
_BREAKS = _names("p div br tr li ul ol table h1 h2 h3 h4 h5 h6 pre section article header footer hr dt dd")
_SILENT = _names("script style head title template noscript svg math iframe object")
_QUOTES = re.compile(
    r"\b(gmail_quote|yahoo_quoted|moz-cite-prefix|protonmail_quote|quote|divRplyFwdMsg)\b", re.IGNORECASE
)
_SIGNED = re.compile(r"\b(gmail_signature|moz-signature|signature|protonmail_signature)\b", re.IGNORECASE)
_VOID = _names("br hr img input meta link area base col embed source track wbr")
# The line before a quoted reply, in the wordings of the common mail programs.
_REPLY = re.compile(
    r"^\s*(?:on .{3,120} wrote:|am .{3,120} schrieb.{0,80}:|le .{3,120} a écrit\s*:|-{2,}\s*(?:original message|forwarded message|reply above)"
    r"[\s\S]{0,40}|_{10,}|from:\s.{3,120}|sent from my .{2,60}|get outlook for .{2,30}|##-? please type your reply above.*)$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^\s*(?:from|sent|to|cc|date|subject):\s", re.IGNORECASE)
_CLOSING = re.compile(
    r"^\s*(?:(?:best|kind|kindest|warm|many)?\s*(?:regards|wishes)|thanks(?: again)?|many thanks|thank you(?: in advance| very much)?|cheers|"
    r"sincerely|yours (?:sincerely|faithfully|truly)|br|kr|rgds|mfg)\s*[,.!]?\s*$",
    re.IGNORECASE,
)
_FOOTER = re.compile(
    r"\b(confidential|intended (?:only )?for the (?:addressee|recipient)|disclaimer|please consider the environment|unsubscribe)\b",
    re.IGNORECASE,
)
_FORWARDED = re.compile(r"^\s*(?:re:\s*)?(?:fw|fwd|wg)\s*(?:\[\d+\])?:", re.IGNORECASE)
_POINTS = re.compile(
    r"\b(?:below|forward\w*|(?:pls|please) (?:advise|handle|check|help)|passing (?:this|it) on)\b", re.IGNORECASE
)
# Whoever hands a mail on adds a line or two; who marks it as forwarded and points below it may ask something as well.
_FEW_WORDS = 25
_SOME_WORDS = 60
# A chat as it is pasted: "[10:02] Visitor: …". What our side said is left out like a quoted reply.
_CHAT = re.compile(
    r"^\s*(?:\[?(?:\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]m)?\]?\s*[-|]?\s*)?"
    r"(?:(?P<them>visitor|customer|client|user|caller|guest|owner)|"
    r"(?P<us>agent|support|operator|bot|chat ?bot|assistant|help ?desk|service(?: desk)?|system|me))\s*:\s*",
    re.IGNORECASE,
)
_TURNS = 2
# Whom an agent speaks of who asks for a customer.
_SOMEBODY = re.compile(
    r"\b(?:he|she|him|her|they|them|(?:the|this|our) (?:customer|client|caller|owner|installer|lady|gentleman))\b",
    re.IGNORECASE,
)
# Of what was left out so much is kept, to look for the product's name in.
MAX_ASIDE = 8_000
# A closing is followed by a name and an address, not by another page of text.
_SIGNATURE_LINES = 12


@dataclass(frozen=True)
class Mail:
    """What the author wrote. `left_out` names what was taken away: quoted replies, a signature; `aside` is its text."""

    subject: str
    text: str
    left_out: tuple[str, ...] = ()
    aside: str = ""


def read(subject: str, body: str) -> Mail:
    """Return the author's own words. Raises QueryError when subject and body are empty or larger than MAX_BYTES."""
    size = len(subject.encode("utf-8", "replace")) + len(body.encode("utf-8", "replace"))
    if size > MAX_BYTES:
        raise QueryError(f"the ticket has {size} bytes; at most {MAX_BYTES} are read. Send the last message only")
    left_out: dict[str, None] = {}
    hidden: list[str] = []
    text = _of_html(body, left_out, hidden) if _MARKUP.search(body) else body
    lines = _clean(text).split("\n")
    kept, others = _own_lines(_their_turns(lines, left_out), left_out)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    aside = "\n".join([*others, *_clean("".join(hidden)).split("\n")])[:MAX_ASIDE]
    quoted_first = next((x for x in lines if x.strip()), "").lstrip().startswith(">")
    if _passed_on(subject, text, aside, quoted_first=quoted_first):
        handed_on, _ = _own_lines(aside.split("\n"), {})
        text, aside = "\n".join([text, "", *handed_on]).strip(), ""
    subject = re.sub(
        r"^(?:(?:re|fw|fwd|aw|wg|ticket)\s*(?:\[\d+\])?:\s*)+",
        "",
        _clean(subject).replace("\n", " ").strip(),
        flags=re.IGNORECASE,
    )
    if not (subject or text):
        raise QueryError("the ticket is empty: give a subject or a body")
    return Mail(subject, text, tuple(left_out), aside.strip())


def _passed_on(subject: str, text: str, aside: str, *, quoted_first: bool) -> bool:
    """Tell whether a mail only hands on what somebody else wrote: marked so or saying so in few words, or, below a quote,

    asking in few words for its writer: "can he do anything himself before we send someone?".
    """
    words = len(text.split())
    marked, points = bool(_FORWARDED.match(subject)), bool(_POINTS.search(text))
    for_somebody = quoted_first and bool(_SOMEBODY.search(text))
    return bool(aside.strip()) and (
        (words <= _FEW_WORDS and (marked or points or for_somebody)) or (words <= _SOME_WORDS and marked and points)
    )


def _their_turns(lines: list[str], left_out: dict[str, None]) -> list[str]:
    """Return a pasted chat without what our side said and without the names of who spoke; any other text as it is."""
    turns = [_CHAT.match(x) for x in lines]
    if sum(t is not None for t in turns) < _TURNS or not any(t and t["them"] for t in turns):
        return lines
    kept: list[str] = []
    ours = False
    for line, turn in zip(lines, turns, strict=True):
        ours = bool(turn["us"]) if turn else ours and bool(line.strip())
        if ours:
            left_out["quoted reply"] = None
        else:
            kept.append(line[turn.end() :] if turn else line)
    return kept


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def _clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").replace("\u2028", "\n")
    return _CONTROL.sub(" ", text)


def _own_lines(lines: list[str], left_out: dict[str, None]) -> tuple[list[str], list[str]]:
    """Return the lines of the author, up to a quoted reply, without quoted lines, signature and footer; and the lines left out."""
    kept: list[str] = []
    others: list[str] = []
    begun = False  # whether anything but blank lines was kept; looking at all of them for each line is the square
    for n, line in enumerate(lines):
        if line.lstrip().startswith(">"):
            left_out["quoted reply"] = None
            others.append(line.lstrip(" >"))
            continue
        starts_reply = _REPLY.match(line) or (
            line.lower().lstrip().startswith("on ") and n + 1 < len(lines) and lines[n + 1].rstrip().endswith("wrote:")
        )
        ends = ""
        if line.rstrip() == "--" or line == "-- ":
            ends = "signature"
        elif starts_reply and (not _HEADER.match(line) or any(_HEADER.match(x) for x in lines[n + 1 : n + 4])):
            if not begun:
                continue  # a forwarded mail with nothing above it: what was forwarded is the ticket
            ends = "quoted reply"
        elif _HEADER.match(line) and not begun:
            continue
        # Stripped: blanks before a closing could be shared out in as many ways as there are blanks.
        elif _CLOSING.match(line.strip()) and kept and _is_signature(lines, n + 1):
            ends = "signature"
        if ends:
            left_out[ends] = None
            others += [x.lstrip(" >") for x in lines[n + 1 :]]
            break
        if _FOOTER.search(line) and len(line) > 80:  # noqa: PLR2004 - a sentence of a lawyer, not of a customer
            left_out["footer"] = None
            continue
        kept.append(line.rstrip())
        begun = begun or bool(kept[-1])
    return kept, others


def _is_signature(lines: list[str], at: int) -> bool:
    """Tell whether what follows a closing is only a name and an address: few short lines before the end or the quoted reply."""
    own: list[str] = []
    for n in range(at, len(lines)):
        x = lines[n]
        if not x.strip():
            continue
        if _REPLY.match(x) or x.lstrip().startswith(">") or x.startswith("P.S"):
            break
        own.append(x)
        if len(own) > _SIGNATURE_LINES:  # another page: the rest of a long text is not looked at for each closing in it
            return False
    return all(len(x) <= 120 or _FOOTER.search(x) for x in own)  # noqa: PLR2004


class _Text(HTMLParser):
    """Collects the visible text; quoted and signed parts are left out with everything in them."""

    def __init__(self, left_out: dict[str, None], aside: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.aside = aside
        self.silent = 0
        self.stack: list[tuple[str, bool, bool]] = []
        self.hidden = 0
        self.left_out = left_out

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break(tag)
        if tag == "li":
            self.out.append("- ")
        if tag in _VOID or len(self.stack) > 400:  # noqa: PLR2004 - deeper nesting is an attack, its text is still read
            return
        marks = " ".join(v or "" for k, v in attrs if k in {"class", "id"})
        unseen = silent = tag in _SILENT
        if tag == "blockquote" or _QUOTES.search(marks):
            self.left_out["quoted reply"] = None
            silent = True
        elif _SIGNED.search(marks):
            self.left_out["signature"] = None
            silent = True
        self.stack.append((tag, silent, unseen))
        self.hidden += silent
        self.silent += unseen

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)
        places = [n for n, (name, _, _) in enumerate(self.stack) if name == tag]
        if places:
            for _, silent, unseen in self.stack[places[-1] :]:
                self.hidden -= silent
                self.silent -= unseen
            del self.stack[places[-1] :]

    def _break(self, tag: str) -> None:
        if tag in _BREAKS:
            self.out.append("\n")
            self.aside.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(data)
        elif not self.silent:
            self.aside.append(data)


def _without_comments(body: str) -> str:
    """Return markup without comments and declarations: an unclosed one swallows nothing, and costs its length once."""
    out: list[str] = []
    at = 0
    while (start := body.find("<!--", at)) >= 0:
        end = body.find("-->", start + 4)
        if end < 0:
            break
        out.append(body[at:start])
        at = end + 3
    return re.sub(r"<(?=[^a-zA-Z/]|/[^a-zA-Z])", "&lt;", "".join([*out, body[at:]]))


def _of_html(body: str, left_out: dict[str, None], aside: list[str]) -> str:
    body = _without_comments(body)
    if body.count("<") > MAX_TAGS:
        return html.unescape(re.sub(r"<[^<>]*>", " ", body))
    parser = _Text(left_out, aside)
    try:
        parser.feed(body)
        parser.close()
    except (AssertionError, ValueError):
        # html.parser gives up on a few malformed declarations; what is left is read without its tags.
        return html.unescape(re.sub(r"<[^>]*>", " ", body))
    text = re.sub(r"[ \t]+", " ", "".join(parser.out))
    return re.sub(r" ?\n ?", "\n", text)
