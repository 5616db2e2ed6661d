"""An opened bundle: everything a page, a search or a calculator reads, in memory and immutable."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kb.bundle import covered, swap
from kb.bundle.analysis import terms
from kb.bundle.entries import Entry
from kb.bundle.manifest import Manifest, verify
from kb.curation.disputed import conflicts_by_fact
from kb.curation.passages import Passage
from kb.model.device import Device
from kb.model.document import FrontMatter, Section
from kb.model.errors import BundleError, NotFoundError
from kb.model.facts import Fact, Pin, base_id, decode, kind_of
from kb.model.matter import Elsewhere
from kb.model.silence import Silence

if TYPE_CHECKING:
    # Half of what a look-up by name would wait for; opened when a question is compared by meaning.
    import faiss

    from kb.bundle.encoder import Encoder
    from kb.bundle.lexical import LexicalIndex
    from kb.bundle.nearest import Nearest

_LONG_NAME = 5


@dataclass(frozen=True, repr=False)
class KnowledgeBase:
    """The facts, passages, devices and manuals of one bundle. The indexes and the encoder are opened when first asked for."""

    folder: Path
    manifest: Manifest
    manuals: dict[str, FrontMatter]
    sections: dict[str, dict[str, Section]]
    devices: dict[str, Device]
    facts: dict[str, Fact]
    passages: dict[str, Passage]
    entries: tuple[Entry, ...]
    vector_owners: tuple[int, ...]
    extras: dict[str, str]
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __repr__(self) -> str:
        """Say which bundle it is; all it holds would be megabytes in a log or a traceback."""
        return f"KnowledgeBase({str(self.folder)!r}, {len(self.facts)} facts)"

    def fact(self, fact_id: str) -> Fact:
        """Return the fact with this id. Raises NotFoundError."""
        try:
            return self.facts[fact_id]
        except KeyError:
            raise NotFoundError(f"there is no fact {fact_id!r}. `pinlight facts` lists them all") from None

    def device(self, device_id: str) -> Device:
        """Return the device with this id. Raises NotFoundError."""
        try:
            return self.devices[device_id]
        except KeyError:
            raise NotFoundError(f"there is no device {device_id!r}. Known are {', '.join(self.devices)}") from None

    def called(self, devices: Iterable[str]) -> str:
        """Return the short names of devices, in their order, as a list in words."""
        return ", ".join(self.devices[d].short or self.devices[d].name for d in devices)

    def section(self, manual: str, anchor: str) -> Section:
        """Return a section of a manual by its anchor. Raises NotFoundError."""
        try:
            return self.sections[manual][anchor]
        except KeyError:
            raise NotFoundError(f"there is no section #{anchor} in {manual!r}") from None

    def select(self, kind: str | None = None, device: str | None = None, manual: str | None = None) -> Iterator[Fact]:
        """Yield the facts of a kind, a device, a manual, in corpus order."""
        for fact in self._shelves.get((kind, device), ()):
            if manual is None or fact.source.manual == manual:
                yield fact

    @cached_property
    def _shelves(self) -> dict[tuple[str | None, str | None], tuple[Fact, ...]]:
        """The facts by kind and device, where None stands for all: pages ask for them a dozen times each."""
        out: defaultdict[tuple[str | None, str | None], list[Fact]] = defaultdict(list)
        for fact in self.facts.values():
            for kind in (kind_of(fact), None):
                for device in (*dict.fromkeys(fact.devices), None):
                    out[kind, device].append(fact)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def name_terms(self) -> dict[str, frozenset[str]]:
        """The index terms of each device's short names; the "storage" of a long one is a word of its own elsewhere."""
        return {
            d.id: frozenset(t for n in (d.name, *d.aliases) if len(n.split()) < _LONG_NAME for t in terms(n))
            for d in self.devices.values()
        }

    @cached_property
    def conflicts_of(self) -> dict[str, tuple[str, ...]]:
        """For each fact id named by conflicts, the ids of all of them."""
        return conflicts_by_fact(self.facts.values())

    @cached_property
    def worked_out(self) -> dict[Hashable, object]:
        """What others made of this knowledge base once (kb.bundle.kept); it ends with it."""
        return {}

    def used_with(self, devices: Iterable[str]) -> frozenset[str]:
        """Return the products that are used together with these: an app tells of its inverter, and the inverter of its app."""
        systems = {self.systems[d] for d in devices}
        return frozenset(d for d, s in self.systems.items() if s in systems)

    def pins_with(self, devices: Iterable[str]) -> tuple[Pin, ...]:
        """Return the pins of these products and of those used with them."""
        ours = self.used_with(devices)
        return tuple(f for f in self.select("pin") if isinstance(f, Pin) and not ours.isdisjoint(f.devices))

    @cached_property
    def conflict_of(self) -> dict[str, str]:
        """For each fact id named by conflicts, one of them: for answers that have room for one, as in the JSON contract."""
        return {i: ids[-1] for i, ids in self.conflicts_of.items()}

    @cached_property
    def systems(self) -> dict[str, str]:
        """Device → its system, named by one member: products of a family or of one manual are used together."""
        head = {d: d for d in self.devices}

        def top(d: str) -> str:
            while head[d] != d:
                d = head[d]
            return d

        owner: dict[str, str] = {}
        for device in self.devices.values():
            for key in (f"family {device.family or device.id}", *(f"manual {m}" for m in device.manuals)):
                head[top(device.id)] = top(owner.setdefault(key, device.id))
        return {d: top(d) for d in head}

    def owners(self, entry: Entry) -> tuple[str, ...]:
        """Return the devices that an entry of the index is about."""
        return self.facts[entry.id].devices if entry.kind == "fact" else self.passages[entry.id].devices

    @cached_property
    def editions_of(self) -> dict[str, tuple[str, ...]]:
        """For each id without edition tag, the ids of that fact in all editions."""
        out: defaultdict[str, list[str]] = defaultdict(list)
        for fact_id in self.facts:
            out[base_id(fact_id)].append(fact_id)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def facts_in(self) -> dict[tuple[str, str], tuple[Fact, ...]]:
        """Facts by manual and section anchor."""
        out: defaultdict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.facts.values():
            out[fact.source.manual, fact.source.anchor].append(fact)
        return {k: tuple(v) for k, v in out.items()}

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Row number of each entry id in the indexes."""
        return {e.id: n for n, e in enumerate(self.entries)}

    @cached_property
    def product_names(self) -> re.Pattern[str]:
        """What finds the products' names in a text, the longest first."""
        return covered.names_in(self.devices.values())

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What letters are about that no manual tells of."""
        return msgspec.json.decode(self.extras.get("matters", "{}"), type=Elsewhere)

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        """What the manuals do not say, in the order of their vectors, which follow those of the entries."""
        return msgspec.json.decode(self.extras.get("silences", "[]"), type=tuple[Silence, ...])

    @cached_property
    def english(self) -> frozenset[str]:
        """Whole words of the encoder's own vocabulary: a word list of common English that ships with the model."""
        return frozenset(self.extras.get("english", "").split())

    @cached_property
    def dictionary(self) -> frozenset[str]:
        """The words of an English dictionary: none of them is a misspelt word."""
        return frozenset(self.extras.get("dictionary", "").split())

    @cached_property
    def spelt(self) -> dict[str, int]:
        """How often each word is spelt in what the facts and passages say."""
        return msgspec.json.decode(self.extras.get("spelt", "{}"), type=dict[str, int])

    @cached_property
    def asked(self) -> dict[str, int]:
        """How often each word is spelt in the ways of asking, of facts and of silences."""
        return msgspec.json.decode(self.extras.get("asked", "{}"), type=dict[str, int])

    @cached_property
    def silence_terms(self) -> tuple[frozenset[str], ...]:
        """The index terms of each of `silences`, topic and ways of asking together."""
        return tuple(
            frozenset(t.split()) for t in msgspec.json.decode(self.extras.get("silence-terms", "[]"), type=list[str])
        )

    @cached_property
    def english_stems(self) -> frozenset[str]:
        """Stems of the words of `english`, made when the bundle was built: stemming them takes longer than a question."""
        return frozenset(self.extras.get("english-stems", "").split())

    @cached_property
    def lexical(self) -> LexicalIndex:
        """The BM25 index, rows as in `entries`."""
        from kb.bundle import lexical

        return lexical.load(self.folder)

    @cached_property
    def vectors(self) -> faiss.Index:
        """The exact vectors, which the next build takes over; row n belongs to the entry `vector_owners[n]`.

        Owners are in ascending order, silences after the entries. Questions are compared by `nearest`.
        """
        import faiss

        return faiss.read_index(str(self.folder / "vectors.faiss"))

    @property
    def nearest(self) -> Nearest:
        """The vectors to compare a question with, rows as in `vectors`; opened once, as the encoder is."""
        with self._lock:
            return self._nearest

    @cached_property
    def _nearest(self) -> Nearest:
        from kb.bundle.nearest import Nearest

        return Nearest(self.folder)

    @property
    def encoder(self) -> Encoder:
        """The sentence encoder; opened once, also when many threads ask at the same time."""
        with self._lock:
            return self._encoder

    @cached_property
    def _encoder(self) -> Encoder:
        from kb.bundle.encoder import Encoder

        return Encoder(self.folder)


def open_bundle(root: Path | None = None) -> KnowledgeBase:
    """Open the bundle in use at `root`. Raises BundleError when there is none or a file was altered."""
    return open_folder(swap.current(root or swap.default_root()))


def open_folder(folder: Path) -> KnowledgeBase:
    """Open one version of a bundle after checking every file against its manifest."""
    manifest = verify(folder)
    connection = sqlite3.connect(f"file:{folder / 'kb.sqlite'}?mode=ro&immutable=1", uri=True)
    try:
        manuals = {
            i: msgspec.json.decode(m, type=FrontMatter)
            for i, m in connection.execute("SELECT id, meta FROM manuals ORDER BY place")
        }
        sections: dict[str, dict[str, Section]] = {m: {} for m in manuals}
        for manual, anchor, body in connection.execute(
            "SELECT manual, anchor, body FROM sections ORDER BY manual, place"
        ):
            sections[manual][anchor] = _SECTION.decode(body)
        devices = {
            i: msgspec.json.decode(b, type=Device)
            for i, b in connection.execute("SELECT id, body FROM devices ORDER BY id")
        }
        facts = {i: decode(b) for i, b in connection.execute("SELECT id, body FROM facts ORDER BY place")}
        passages = {
            i: _PASSAGE.decode(b) for i, b in connection.execute("SELECT id, body FROM passages ORDER BY place")
        }
        rows = tuple(
            Entry(kind, i, title, text, words, section, tuple(msgspec.json.decode(asks, type=list[str])))
            for kind, i, title, text, words, section, asks in connection.execute(
                "SELECT kind, id, title, text, keywords, section, asks FROM entries ORDER BY place"
            )
        )
        owners = tuple(o for (o,) in connection.execute("SELECT entry FROM vectors ORDER BY place"))
        extras = dict(connection.execute("SELECT name, body FROM extras"))
    except (sqlite3.Error, msgspec.DecodeError) as e:
        raise BundleError(f"{folder / 'kb.sqlite'}: cannot be read ({e}). Run `pinlight build`") from e
    finally:
        connection.close()
    return KnowledgeBase(folder, manifest, manuals, sections, devices, facts, passages, rows, owners, extras)


_SECTION: msgspec.json.Decoder[Section] = msgspec.json.Decoder(Section)
_PASSAGE: msgspec.json.Decoder[Passage] = msgspec.json.Decoder(Passage)
