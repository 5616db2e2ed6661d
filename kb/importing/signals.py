"""Contact numbers and signal names: read, compared, and mended where text recognition took one letter for another."""

from __future__ import annotations

import re

from kb.importing import words

# Contacts that count on from another number.
LEAST_ON = 3
# Contacts that one cell may name from first to last: `2-16`.
LONGEST_RANGE = 15
_CIRCLED = {chr(0x2460 + n): str(n + 1) for n in range(20)}
# Letters that are mistaken for each other, both ways.
_ALIKE = (
    "0O",
    "0D",
    "OD",
    "1I",
    "1l",
    "1L",
    "5S",
    "8B",
    "6G",
    "2Z",
    "HN",
    "HM",
    "A4",
    "UV",
    "CG",
    "KX",
    "IL",
    "PR",
    "QO",
)
_PAIRS = {(p[0], p[1]) for p in _ALIKE} | {(p[1], p[0]) for p in _ALIKE}
# What stands beside each other on one connector: one half of a pair without the other is a hint that the other was misread.
_COUNTERPARTS = (("CANH", "CANL"), ("RS485A", "RS485B"), ("485A", "485B"), ("TX", "RX"), ("TXD", "RXD"), ("GND", "GND"))
_KNOWN = ("CANH", "CANL", "RS485A", "RS485B", "485A", "485B", "GND", "SGND", "CANGND")


# A name with the line that it is of: `LINK_A`, `AD-IN`, `CANH_B`, `WAKE_12V`.
_COMPOUND = re.compile(
    r"[A-Z]{2,8}\d?[-_](?:IN|OUT|RTN|RET|REF|GND|COM|NO|NC|TX|RX|[ABHLPN]\d?|\+?\d{1,2}V)[+-]?|(?:[A-Z]{2,6}[-_]?)?CAN[HL][-_][A-Z\d]{1,2}|"
    r"(?:[A-Z]{1,8}\d?[-_ ]?)?(?:RS-?)?485[-_ ]?[A-Z]?\d?[-_ ]?[AB]\d?[+-]?|CAN[-_](?:IN|OUT|EXT?|INT?|ISO|[A-Z\d])[-_]?[HL]|D[IO][+-]"
)
# What a direction column says; no contact is called that.
_DIRECTION = re.compile(r"(?i)^(?:in|out|in/out|i/o|input|output|bidirectional)$")


def keys(text: str) -> list[str]:
    """Return the contact numbers a cell names: "3", "Pin 4", "1-2" (two), "A"; [] when it names none."""
    text = re.sub(r"\s*\([a-z/ -]{3,14}\)$", "", text.strip())
    if text in _CIRCLED:
        return [_CIRCLED[text]]
    if found := words.PIN_KEY.match(text):
        return [str(int(found[1]))] if found[1] != "0" and found[1] != "00" else []
    if found := words.PIN_RANGE.match(text):
        out: list[str] = []
        for part in re.split(r"(?i)\s*(?:,\s*and|/|,|;|&|and|\+)\s*(?:pins?\s*)?", found[1]):
            first, *last = (int(x) for x in re.findall(r"\d+", part))
            if len(last) > 1 or (last and not first < last[0] <= first + LONGEST_RANGE):
                return []
            out += [str(n) for n in range(first, (last[0] if last else first) + 1)]
        return list(dict.fromkeys(out)) if "0" not in out else []
    if found := words.PIN_LETTER.match(text):
        return [found[1].upper()]
    return []


def strong(text: str) -> bool:
    """Tell whether a text is a signal's name as such: CAN-H, RS485-B1, GND, DI2, BAT+."""
    text = re.sub("[–−]", "-", text.strip().strip(".;:"))
    if _DIRECTION.match(text):
        return False
    if words.SIGNAL.match(text):
        return True
    if _COMPOUND.fullmatch(text):
        return True
    first, _, rest = text.partition(" (")
    if rest and words.SIGNAL.match(first.strip()):
        return True
    parts = re.split(r"\s*[/,]\s*", text)
    return len(parts) > 1 and all(p and words.SIGNAL.match(p) for p in parts)


_LED_BY_NUMBER = re.compile(r"^(?:pin)?\s*(\d{1,2}|[A-H])[.):]?\s+(\S.*)$", re.IGNORECASE)


def led(text: str) -> tuple[str, str] | None:
    """Return a signal's name and what follows it (`CAN-H bus high` → CAN-H, the rest); None when the text begins with none."""
    parts = text.split()
    for count in (3, 2, 1):
        head = " ".join(parts[:count]).rstrip(",;:")
        # `GND, common`: what stands behind the comma tells of the signal.
        if len(parts) >= count and strong(head) and not re.search(r",\s", head):
            return head, " ".join(parts[count:]).lstrip("-–: ")
    return None


def leading(text: str) -> tuple[str, str, str] | None:
    """Return number, signal and the rest of a row whose cells ran together: `1 NC Close`; None when it does not begin so."""
    found = _LED_BY_NUMBER.match(text.strip())
    if found is None:
        return None
    cut = led(found[2])
    return (keys(found[1])[0] if keys(found[1]) else found[1], *cut) if cut else None


def plain(text: str) -> str:
    """Return a signal for comparing: capitals, without spaces, dashes and underlines between letters and digits."""
    folded = text.upper().replace("−", "-").replace("–", "-").replace("HIGH", "H").replace("LOW", "L")
    return re.sub(r"[\s_./]|-(?=[A-Z0-9])", "", folded)


def complete(numbers: list[str]) -> bool:
    """Tell whether the numbers are 1 to n (or A to …), each once, in any order."""
    if not numbers or len(set(numbers)) != len(numbers):
        return False
    if all(n.isdecimal() for n in numbers):
        return sorted(map(int, numbers)) == list(range(1, len(numbers) + 1))
    return sorted(numbers) == [chr(65 + n) for n in range(len(numbers))]


def counted_on(numbers: list[str]) -> bool:
    """Tell whether the numbers count up without a gap from another than one: the terminals 11 to 14."""
    if len(numbers) < LEAST_ON or not all(n.isdecimal() for n in numbers):
        return False
    first = int(numbers[0])
    return first > 1 and [int(n) for n in numbers] == list(range(first, first + len(numbers)))


def mend(text: str, beside: set[str]) -> tuple[str, str]:
    """Return a signal and what was repaired in it.

    A name that is no signal, differs by one easily mistaken letter from one, and whose counterpart stands on the same
    connector (CAN-H for CAN-L), was misread: `CAHL` beside `CANH` is CANL. Its printed form stays in the repair.
    """
    # A small l among capitals is the letter I where the same connector prints the name with it.
    capital = text.replace("l", "I")
    if capital != text and text.replace("l", "").isupper() and plain(capital) in beside:
        return capital, f"Printed {text}, read as {capital}"
    folded = plain(text)
    for pair in _COUNTERPARTS[:3]:
        for wanted, other in (pair, pair[::-1]):
            if other not in beside or wanted in beside or len(folded) != len(wanted) or folded == wanted:
                continue
            wrong = [(a, b) for a, b in zip(folded, wanted, strict=True) if a != b]
            if len(wrong) == 1 and wrong[0] in _PAIRS and not _is_other(folded):
                return wanted, f"Printed {text}, read as {wanted}"
    if not strong(text) and " " not in text:
        for wanted in _KNOWN:
            wrong = [(a, b) for a, b in zip(folded, wanted, strict=False) if a != b]
            if len(folded) == len(wanted) and len(wrong) == 1 and wrong[0] in _PAIRS:
                return wanted, f"Printed {text}, read as {wanted}"
    return text, ""


_BUS = re.compile(
    r"\bR[S5]-?[4A][8BS][5S](?![0-9])|\bR[S5]-?[2Z]3[2Z](?![0-9])|(?<![A-Za-z0-9])[4A][8BS][5S](?=[-_ ]?[AB]\d?\b)"
)


# An H whose bar and posts were read apart: `CAN-l-l`.
_TORN = re.compile(r"(?<=[A-Z][-_ ])(?:l-l|I-I|\|-\|)(?![\w-])|(?<=CAN)(?:l-l|I-I|\|-\|)(?![\w-])")


def look_alike(one: str, other: str) -> bool:
    """Tell whether text recognition takes one sign for the other."""
    return (one, other) in _PAIRS


def unghosted(text: str) -> tuple[str, str]:
    """Return a signal with the name of its bus as it is always written, and what was repaired: `RS4S5-A` is RS485-A."""

    def written(match: re.Match[str]) -> str:
        said = match[0].upper()
        dash = "-" if "-" in said else ""
        return f"RS{dash}232" if "3" in said else f"RS{dash}485" if said[0] == "R" else "485"

    mended = _TORN.sub("H", _BUS.sub(written, text))
    return (mended, "") if mended.upper() == text.upper() else (mended, f"Printed {text}, read as {mended}")


def _is_other(folded: str) -> bool:
    return folded in _KNOWN
