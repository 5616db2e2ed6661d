"""What is searched: one entry for each fact and each passage, in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from kb.curation import statements
from kb.curation.passages import Passage, cut
from kb.model.facts import base_id
from kb.model.silence import Silence

if TYPE_CHECKING:
    # Readers of the corpus and numpy: needed to build, not to open what was built.
    from kb.bundle.lexical import Fields
    from kb.curation.corpus import Corpus


class Entry(msgspec.Struct, frozen=True):
    """One row of the index. `kind` is "fact" or "passage"."""

    kind: str
    id: str
    title: str
    text: str
    keywords: str = ""
    section: str = ""
    asks: tuple[str, ...] = ()

    def fields(self) -> Fields:
        """Return the fields of the lexical index."""
        from kb.bundle.lexical import Fields

        return Fields(self.title, self.text, self.keywords, " ".join(self.asks))

    def embedded(self) -> str:
        """Return the text that is embedded: names first, so that a long text cut at the end keeps its subject; then the section it stands in."""
        said = f"{self.title}. {self.text}" if self.title else self.text
        return f"{said} ({self.section})" if self.section else said


def of_corpus(corpus: Corpus) -> tuple[list[Entry], list[Passage]]:
    """Return the entries of a corpus, facts first, and its passages."""
    ids = {f.id for f in corpus.facts}
    entries = []
    for f in corpus.facts:
        # People's phrases go to one edition of a fact only: the one without a tag where there is one.
        leading = f.id == base_id(f.id) or base_id(f.id) not in ids
        asked = corpus.asks.get(base_id(f.id), ()) if leading else ()
        words = statements.keywords(f, corpus.devices)
        entries.append(Entry("fact", f.id, statements.title(f), statements.text(f), words, f.source.title, asked))
    passages = [p for d in corpus.documents for p in cut(d)]
    shorts = {d.meta.id: d.meta.short or d.meta.title for d in corpus.documents}
    entries += [Entry("passage", p.id, p.title, p.text, shorts[p.manual]) for p in passages]
    return entries, passages


def texts(entries: Sequence[Entry], silences: Sequence[Silence] = ()) -> tuple[list[str], list[int]]:
    """Return the texts to embed and, for each, the place of its entry: what it says, then how people ask for it.

    The silences follow the entries: the first has the place after the last entry.
    """
    said: list[str] = []
    owners: list[int] = []
    for place, entry in enumerate(entries):
        said += [entry.embedded(), *entry.asks]
        owners += [place] * (1 + len(entry.asks))
    for place, silence in enumerate(silences, len(entries)):
        said += [silence.topic, *silence.asks]
        owners += [place] * (1 + len(silence.asks))
    return said, owners
