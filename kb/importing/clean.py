"""One line of a damaged text → what was printed: markup of converters, look-alike letters, ligatures and spaces."""

from __future__ import annotations

import html
import re
import unicodedata

# Letters that text recognition takes for Latin ones. A word is mended only when every letter of it has a Latin twin.
_TWINS = str.maketrans(
    "АВСЕНІЈКМОРЅТХҮΑΒΕΖΗΙΚΜΝΟΡΤΥΧсаеорухіѕ" + "υ" + "ѵ",
    "ABCEHIJKMOPSTXYABEZHIKMNOPTYXcaeopyxis" + "u" + "v",
)
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u04ff]")
_TAG = re.compile(
    r"</?(?:b|i|u|p|div|span|sup|sub|font|strong|em|math|mi|mn|mo|td|tr|ul|ol|br|a)\b[^<>]{0,200}/?>", re.IGNORECASE
)
_ITEM = re.compile(r"<li\b[^<>]{0,100}>\s*[•·●]?\s*", re.IGNORECASE)
_LATEX = (
    (re.compile(r"\\(?:geq?|geqslant)\b"), "≥"),
    (re.compile(r"\\(?:leq?|leqslant)\b"), "≤"),
    (re.compile(r"\\times\b"), "×"),
    (re.compile(r"\\pm\b"), "±"),
    (re.compile(r"\\sim\b"), "~"),
    (re.compile(r"\\(?:Omega)\b"), "Ω"),
    (re.compile(r"\^?\\circ\b|\\degree\b"), "°"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\(?:text|mathrm|mathbf)\s*\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\[,;! ]"), " "),
)


def tidy(text: str) -> str:
    """Return a line or cell as plain text: no tags, no emphasis, no formula marks, single spaces."""
    if "<" in text:
        text = _ITEM.sub("; ", text)
        text = re.sub(r"</li>|<br\s*/?>", " ", text, flags=re.IGNORECASE)
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if "$" in text and "\\" in text:
        for pattern, plain in _LATEX:
            text = pattern.sub(plain, text)
        text = re.sub(r"\$+", "", text)
    text = re.sub(r"\*\*|__(?=\w)|(?<=\w)__|`", "", text)
    # Signs without a width: where a word may be parted, and what converters set before a heading.
    text = re.sub("[\u00ad\u200b-\u200d\u2060\ufeff]", "", text)
    # Compatibility forms: ligatures, full-width letters and signs; not ² or ①, which say something of their own.
    text = re.sub(r"[\ufb00-\ufb06\uff01-\uff5e]", lambda m: unicodedata.normalize("NFKC", m[0]), text)
    if _FOREIGN.search(text):
        text = re.sub(r"[^\W\d_]+", _latin, text)
    # A digit inside a small word is a letter that was misread: vo1tage, c0mmunication, re5et.
    text = re.sub(r"(?:(?<=[a-z])|(?<=\b[A-Z]))[015](?=[a-z]{2})", lambda m: {"0": "o", "1": "l", "5": "s"}[m[0]], text)
    return re.sub(r"\s+", " ", text).strip().strip(";").strip()


def _latin(match: re.Match[str]) -> str:
    word = match[0]
    mended = word.translate(_TWINS)
    # A single foreign letter may be a symbol (Ω, μ, Δ); those have no twin and stay.
    return mended if mended.isascii() else word
