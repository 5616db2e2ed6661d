"""Whether a text is English. The manuals are, and so is all that reads a ticket: in another language nothing is guessed."""

from __future__ import annotations

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENGLISH = _words(
    "the i is are was were my our your it its we you he she they and of to on in at not with what have has had for this that "
    "can does do did but from which how when please there no after be been would should still any"
)
# Short words that carry a sentence; those that are English words as well are left out.
_OTHERS: dict[str, frozenset[str]] = {
    "German": _words(
        "der das und ist nicht ich wir mein meine ein eine seit mit auf für kann zeigt keine kein dem den sie im bitte"
    ),
    "French": _words(
        "le les des est et ne pas je nous mon ma une depuis avec pour que dois du sur plus mais qui bonjour merci"
    ),
    "Spanish": _words("el los las es y mi una con para que desde tengo por qué hola gracias muy pero está del al"),
    "Italian": _words("il lo gli che non è mia mio una con per da ho del della sono buongiorno grazie ma più"),
    "Dutch": _words("de het een en niet ik wij mijn met voor van sinds wat geen maar ook naar deze graag"),
    "Portuguese": _words("os não meu minha uma com para que desde tenho do da por mas olá obrigado está em"),
    "Polish": _words("nie jest się na mam moja mój od że proszę jak czy ale dzień dobry bateria"),
    "Swedish": _words("och inte är jag vi min ett med för att det som på har kan hej tack"),
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_READ = 20_000
_LEAST = 3


def foreign(text: str) -> str:
    """Return the language of a text that is not English, "another script" when it is not in Latin letters, else "".

    >>> foreign("Guten Tag, meine Batterie lädt seit gestern nicht mehr.")
    'German'
    >>> foreign("Hello, my battery does not charge.")
    ''
    """
    words = _WORD.findall(text[:_READ].lower())
    letters = [c for w in words[:500] for c in w]
    strange = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters)
    if letters and strange > len(letters) / 2:
        return "another script"
    english = sum(w in _ENGLISH for w in words)
    counts = {name: sum(w in marks for w in words) for name, marks in _OTHERS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] > english and counts[best] >= min(_LEAST, max(2, len(words) // 3)) else ""
