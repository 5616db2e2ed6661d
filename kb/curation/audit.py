"""The audit: does what each fact claims stand in the original, at the lines it cites?

A fact is *verified* when all its figures and names are there; a fact that claims neither is compared word by
word and counted apart. What one original lost (colours that were icons, names beside a lamp) may stand in the
*sister edition*: the other manual with the same fact. It counts when the fact says it was repaired, the sister's
fact claims the same and its original prints it on the very lines cited; such facts are named in the report. A
miss that the fact itself tells (`repair`, or its note when the reading is not certain) is *explained*, which is
not the same as verified.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from kb.curation import originals as texts
from kb.curation.claims import Claim, Contacts, claims, contacts_of, prose, said
from kb.curation.corpus import Corpus
from kb.curation.figures import fold, has_figure, has_name, has_row
from kb.model.facts import Conflict, Fact, Source, base_id, kind_of

# A table row is often torn over several lines, and a cited line may be one off after an OCR line break.
MARGIN = 3
GOAL = 0.98
# Facts are written in our own words, so not all of these can be the manual's. Words are compared by their
# first four letters ("mount" is found in "mounted"). Measured on three editions: at 0.4, 96 % of citations
# hold and 3 % of wrong places do; words of five letters at 0.5 gave 92 % and 2 %.
WORDS_GOAL = 0.4
_LETTERS = 4
_WIDTH = 80
_COMMON = (
    "also been both does each even from have into just keep like made make many more most much must only "
    "over same some such sure take than that them then they this thus used very were what when will with "
    "your about above after again against already always another because before being below between "
    "cannot could during either every further given itself least might neither never nothing often other "
    "otherwise printed rather reads shall should shown since stands still their themselves there "
    "therefore these thing those though through under until which while whole whose within without would "
)
_COMMON_WORDS = frozenset(_COMMON.split())


class FactAudit(msgspec.Struct, frozen=True):
    """What was found of one fact: `by` figures, words or sister.

    `printed` holds the cited lines of the original, for misses only; `sister` what another edition's original prints.
    """

    id: str
    kind: str
    manual: str
    place: str
    verified: bool
    by: str
    checked: int
    missing: tuple[str, ...]
    looked: str
    printed: tuple[str, ...] = ()
    explained: str = ""
    sister: tuple[str, ...] = ()


class Share(msgspec.Struct, frozen=True):
    """Counts over a manual, a kind or everything; `share` is verified ÷ facts."""

    name: str
    facts: int
    verified: int
    by_words: int
    by_sister: int
    explained: int
    unexplained: int
    share: float


class AuditReport(msgspec.Struct, frozen=True):
    """The outcome of an audit."""

    total: Share
    manuals: tuple[Share, ...]
    kinds: tuple[Share, ...]
    facts: tuple[FactAudit, ...]
    goal: float = GOAL

    @property
    def passed(self) -> bool:
        """Tell whether enough facts are verified."""
        return self.total.share >= self.goal

    @property
    def misses(self) -> tuple[FactAudit, ...]:
        """Return the facts that are not verified."""
        return tuple(f for f in self.facts if not f.verified)

    @property
    def mended(self) -> tuple[FactAudit, ...]:
        """Return the facts that are verified in the sister edition."""
        return tuple(f for f in self.facts if f.verified and f.by == "sister")


class _Window(msgspec.Struct, frozen=True):
    """The stretch of an original in which a fact is looked for: the lines themselves, with a margin, the section."""

    looked: str
    printed: tuple[str, ...]
    cited: str
    near: str
    section: str


class _Shelf(msgspec.Struct, frozen=True):
    """What facts are compared with: the corpus, the originals, and the facts of one base id in all editions."""

    corpus: Corpus
    manuals: Mapping[str, Sequence[str]]
    sections: Mapping[tuple[str, str], str]
    contacts: Contacts
    kin: Mapping[str, Sequence[Fact]]

    def window(self, source: Source) -> _Window:
        """Return where a source is looked at."""
        section = self.sections.get((source.manual, source.anchor), "")
        return window(self.manuals.get(source.manual, ()), source.lines, section)

    def claims(self, fact: Fact) -> tuple[Claim, ...]:
        """Return what a fact claims."""
        return claims(fact, self.corpus.devices, self.contacts)


def audit(corpus: Corpus, originals: Path) -> AuditReport:
    """Compare every fact with its original. Raises OriginalError when an original is missing or altered."""
    kin: dict[str, list[Fact]] = {}
    for fact in corpus.facts:
        kin.setdefault(base_id(fact.id), []).append(fact)
    shelf = _Shelf(
        corpus,
        texts.match(corpus.documents, originals),
        {(d.meta.id, s.anchor): s.src for d in corpus.documents for s in d.sections},
        contacts_of(corpus.facts),
        kin,
    )
    found = tuple(_audit(fact, shelf) for fact in corpus.facts)
    return AuditReport(
        _share("all", found),
        tuple(_share(m, [f for f in found if f.manual == m]) for m in dict.fromkeys(f.manual for f in found)),
        tuple(_share(k, [f for f in found if f.kind == k]) for k in dict.fromkeys(f.kind for f in found)),
        found,
    )


def _share(name: str, found: Sequence[FactAudit]) -> Share:
    verified = sum(f.verified for f in found)
    explained = sum(bool(f.explained) for f in found)
    by_words, by_sister = (sum(f.verified and f.by == by for f in found) for by in ("words", "sister"))
    return Share(
        name,
        len(found),
        verified,
        by_words,
        by_sister,
        explained,
        len(found) - verified - explained,
        verified / max(1, len(found)),
    )


def window(text: Sequence[str], lines: str, section: str) -> _Window:
    """Return what is looked at for a citation: its lines with a margin, and the section for table heads."""
    cited = texts.ranges(lines)
    near = texts.widen(cited, MARGIN, len(text))
    around = (*near, *texts.widen(texts.ranges(section), MARGIN, len(text)))
    return _Window(
        ",".join(f"{a}-{b}" for a, b in near), tuple(x.strip() for x in texts.cut(text, cited) if x.strip()),
        fold("\n".join(texts.cut(text, cited))), fold("\n".join(texts.cut(text, near))), fold("\n".join(texts.cut(text, around))),
    )  # fmt: skip


def holds(claim: Claim, at: _Window) -> bool:
    """Tell whether a claim is found."""
    if claim.value is not None and has_figure(at.near, claim.value, claim.family):
        return True
    where = {"cited": at.cited, "near": at.near, "section": at.section}[claim.scope]
    if any(has_name(where, n, whole=claim.whole) for n in claim.names):
        return True
    if claim.row and has_row(where, claim.row):
        return True
    return bool(claim.words) and all(has_name(where, w) for w in claim.words)


def word_share(sentences: Sequence[str], at: _Window) -> float:
    """Return the share of the content words (compared by their first letters) near the cited lines."""
    own = _stems(" ".join(sentences))
    return len(own & _stems(at.near)) / len(own) if own else 0.0


def _stems(text: str) -> set[str]:
    return {w[:_LETTERS] for w in re.findall(rf"[^\W\d_]{{{_LETTERS},}}", fold(text).lower()) if w not in _COMMON_WORDS}


def _audit(fact: Fact, shelf: _Shelf) -> FactAudit:
    sources = [r.source for r in fact.readings] if isinstance(fact, Conflict) else [fact.source]
    windows = [shelf.window(s) for s in sources]
    if isinstance(fact, Conflict):
        pairs = [(c, w) for r, w in zip(fact.readings, windows, strict=True) for c in prose(r.says)]
    else:
        pairs = [(c, windows[0]) for c in shelf.claims(fact)]
    lacking = [c for c, w in pairs if not holds(c, w)]
    borrowed = _borrowed(fact, lacking, shelf)
    lacking = [c for c in lacking if c not in borrowed]
    missing = [c.text for c in lacking]
    by = "sister" if borrowed else "figures"
    if not missing and (borrowed or not any(_own(c, w) for c, w in pairs)):
        # Nothing of the fact's own stands near the lines, only names of the section or of the sister edition:
        # compare its words.
        by = "sister" if borrowed else "words"
        spoken = [(x,) for x in said(fact)] if isinstance(fact, Conflict) else [said(fact)]
        for sentences, at in zip(spoken, windows, strict=True):
            share = word_share(sentences, at)
            if share < WORDS_GOAL:
                missing.append(f"words ({share:.0%} of them found)")
    place = shelf.corpus.places[fact.id]
    return FactAudit(
        id=fact.id,
        kind=kind_of(fact),
        manual=fact.source.manual,
        place=f"{place.file}:{place.line}",
        verified=not missing,
        by=by,
        checked=len(pairs),
        missing=tuple(dict.fromkeys(missing)),
        looked="; ".join(w.looked for w in windows),
        printed=tuple(x for w in windows for x in w.printed) if missing else (),
        explained=_explanation(fact, lacking),
        sister=tuple(f"{c.text}: {where}" for c, where in borrowed.items()),
    )


def _own(claim: Claim, at: _Window) -> bool:
    """Tell whether a telling claim stands near the cited lines, not only somewhere in the section."""
    scope = "near" if claim.scope == "section" else claim.scope
    return not claim.weak and holds(msgspec.structs.replace(claim, scope=scope), at)


def _borrowed(fact: Fact, lacking: Sequence[Claim], shelf: _Shelf) -> dict[Claim, str]:
    """Return what a repaired fact's original lost and the sister edition's prints, and where.

    Stricter than the fact's own lines: both facts claim the same, and it stands on the cited lines themselves.
    """
    found: dict[Claim, str] = {}
    others = [f for f in shelf.kin[base_id(fact.id)] if f.source.manual != fact.source.manual] if fact.repair else []
    for other in others:
        agreed, at = frozenset(shelf.claims(other)), shelf.window(other.source)
        lines = msgspec.structs.replace(at, near=at.cited, section=at.cited)
        for claim in lacking:
            if claim in agreed and holds(claim, lines):
                found.setdefault(claim, f"{other.source.manual} {other.source.lines}")
    return found


def _explanation(fact: Fact, lacking: Sequence[Claim]) -> str:
    """Return the fact's own words about the miss when they name every missing thing; else nothing."""
    told = fact.repair if fact.certainty == "certain" else " ".join(t for t in (fact.repair, fact.note) if t)
    words = fold(told)

    def names(claim: Claim) -> bool:
        return has_name(words, claim.text) or (claim.value is not None and has_figure(words, claim.value, claim.family))

    return told if lacking and all(names(c) for c in lacking) else ""


def render(report: AuditReport) -> str:
    """Return the report as text of 80 columns: the shares, then every miss."""
    out = [f"{'':42}{'facts':>6}{'verified':>15}{'explained':>10}{'missed':>7}"]
    for title, rows in (("Manuals", report.manuals), ("Kinds", report.kinds), ("", (report.total,))):
        out += [title] if title else [""]
        out += [
            f"  {r.name[:39]:40}{r.facts:>6}{r.verified:>7} {r.share:>7.1%}{r.explained:>10}{r.unexplained:>7}"
            for r in rows
        ]
    count = report.total.by_words
    note = f"{count} verified facts have no figure or name of their own; they were compared by words."
    out += ["", *textwrap.wrap(note, _WIDTH)]
    if report.mended:
        note = (
            f"{report.total.by_sister} verified facts lost a figure or name in their own original; it was verified in "
            "the sister edition:"
        )
        out += textwrap.wrap(note, _WIDTH)
        for fact in report.mended:
            out += [f"  {fact.id}", *(x for told in fact.sister for x in _wrapped("", told))]
    out.append(f"Goal: {report.goal:.0%} verified. {'Reached.' if report.passed else 'NOT reached.'}")
    for miss in report.misses:
        out += ["", miss.id, f"    {miss.place}", *_wrapped("missing: ", "; ".join(miss.missing))]
        out += _wrapped("looked at lines: ", miss.looked)
        out += [x for line in miss.printed for x in _wrapped("| ", line, "| ")] or [
            "    the original has no such lines"
        ]
        out += _wrapped("explained: ", miss.explained) if miss.explained else []
    return "\n".join(out) + "\n"


def _wrapped(head: str, text: str, next_head: str = "  ") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"    {head}", subsequent_indent=f"    {next_head}") or [
        f"    {head}"
    ]
