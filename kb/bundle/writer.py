"""Builds a bundle: corpus → facts, passages, indexes, encoder, manifest; re-embeds only what changed."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import faiss
import msgspec
import numpy as np

from kb.bundle import (
    causes,
    classifier,
    covered,
    dangers,
    english,
    export,
    lexical,
    manifest,
    nearest,
    nearest_graph,
    said,
    swap,
)
from kb.bundle import entries as entry_module
from kb.bundle.analysis import spelt_counts, stem, terms
from kb.bundle.encoder import Encoder, Report, TextEncoder, Vectors, encode_parts, quiet
from kb.bundle.entries import Entry
from kb.curation import fault_types, vocabulary
from kb.curation.corpus import Corpus, corpus_hash, load
from kb.curation.passages import Passage
from kb.model.errors import BundleError
from kb.model.facts import encode, kind_of

# int8 answers 2.4 times as fast at a quarter of the size, with the same measured quality; see DECISIONS.md.
PRECISION = "int8"


@dataclass(frozen=True)
class Built:
    """The outcome of a build."""

    folder: Path
    manifest: manifest.Manifest
    fresh: bool
    embedded: int


def build(
    corpus_root: Path, root: Path, *, report: Report = quiet, force: bool = False, precision: str = PRECISION
) -> Built:
    """Build the knowledge base at `root` from the corpus, unless the one there is of the same corpus, model and schema.

    Raises CorpusError, ModelError or BundleError; the bundle in use stays in use then.
    """
    old = _usable(root)
    wanted = corpus_hash(corpus_root)
    if (
        old
        and not force
        and old[1].corpus_sha256 == wanted
        and old[1].precision == precision
        and old[1].model_sha256 == export.check_weights(export.model_folder())
    ):
        return Built(old[0], old[1], fresh=False, embedded=0)
    report("reading the manuals", 0, 1)
    corpus = load(corpus_root)
    report("reading the manuals", 1, 1)
    report("preparing the encoder", 0, 1)
    info, encoder_folder = export.prepare(root / "encoders", precision)
    report("preparing the encoder", 1, 1)
    work = swap.start(root)
    try:
        files = [_copy(encoder_folder / n, work / n) for n in ("model.onnx", "tokenizer.json")]
        rows, passages = entry_module.of_corpus(corpus)
        encoder = Encoder(work)
        kept = _old_vectors(old) if old and old[1].model_sha256 == info.sha256 and old[1].precision == precision else {}
        entry_texts, _ = entry_module.texts(rows, corpus.silences)
        vectors, embedded = embed(entry_texts, encoder, kept, report)
        of_letters = (*said.texts(corpus.faults), *corpus.elsewhere.texts)
        told, _ = embed(of_letters, encoder, _old_said(old) if kept else {}, report) if of_letters else (vectors[:0], 0)
        made_by = f"{info.sha256} {precision}"
        weights = _danger_weights(
            corpus, encoder, made_by, _old_extra(old, dangers.NAME), dict(zip(of_letters, told, strict=True))
        )
        _write_vectors(vectors, work / "vectors.faiss")
        nearest_graph.write(vectors, work / nearest.NAME)
        report("indexing", 0, 2)
        files += ["vectors.faiss", nearest.NAME, *lexical.save(lexical.build([r.fields() for r in rows]), work)]
        report("indexing", 1, 2)
        common = english.common_words(work / "tokenizer.json")
        # Letters teach both whether they are covered and what their cause is: each is embedded once.
        vectors_of = dict(zip(map(sha, of_letters), told, strict=True))
        leanings = _covered_weights(corpus, encoder, made_by, _old_extra(old, covered.NAME), vectors_of)
        of_causes = _cause_weights(corpus, encoder, made_by, _old_extra(old, causes.NAME), vectors_of)
        packed = {
            said.NAME: said.pack(of_letters, told),
            dangers.NAME: weights,
            covered.NAME: leanings,
            causes.NAME: of_causes,
            english.NAME: english.dictionary(),
        }
        write_tables(work / "kb.sqlite", corpus, rows, passages, common, extras=packed)
        files.append("kb.sqlite")
        report("indexing", 2, 2)
        counts = {
            "manuals": len(corpus.documents),
            "devices": len(corpus.devices),
            "facts": len(corpus.facts),
            "passages": len(passages),
            "silences": len(corpus.silences),
        }
        for fact in corpus.facts:
            counts[kind_of(fact)] = counts.get(kind_of(fact), 0) + 1
        written = manifest.Manifest(
            manifest.SCHEMA_VERSION,
            corpus.sha256,
            info.name,
            info.sha256,
            precision,
            encoder.dimension,
            counts,
            manifest.tool_versions(),
            {n: manifest.digest(work / n) for n in files},
            dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )
        (work / manifest.NAME).write_bytes(msgspec.json.format(msgspec.json.encode(written), indent=1))
        folder, checked = swap.publish(root, work)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return Built(folder, checked, fresh=True, embedded=embedded)


def _usable(root: Path) -> tuple[Path, manifest.Manifest] | None:
    try:
        folder = swap.current(root)
        return folder, manifest.verify(folder)
    except BundleError:
        return None


def _copy(source: Path, target: Path) -> str:
    # A copy, not a hard link: a damaged bundle must not damage the cached export it is rebuilt from.
    shutil.copyfile(source, target)
    return target.name


def sha(text: str) -> str:
    """Return the key under which a text's vector is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def _old_vectors(old: tuple[Path, manifest.Manifest]) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Return the vectors of the bundle in use by the hash of their text."""
    connection = sqlite3.connect(f"file:{old[0] / 'kb.sqlite'}?mode=ro", uri=True)
    try:
        keys = [k for (k,) in connection.execute("SELECT text_sha256 FROM vectors ORDER BY place")]
    finally:
        connection.close()
    index = faiss.read_index(str(old[0] / "vectors.faiss"))
    vectors = index.reconstruct_n(0, index.ntotal)
    return dict(zip(keys, vectors, strict=True))


def _old_said(old: tuple[Path, manifest.Manifest] | None) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Return the vectors of what people say of causes, from the bundle in use, by the hash of their text."""
    return said.unpack(_old_extra(old, said.NAME))


def _old_extra(old: tuple[Path, manifest.Manifest] | None, name: str) -> str:
    """Return a text that the bundle in use keeps by this name; an empty text when it keeps none."""
    if old is None:
        return ""
    connection = sqlite3.connect(f"file:{old[0] / 'kb.sqlite'}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT body FROM extras WHERE name = ?", (name,)).fetchone()
    finally:
        connection.close()
    return str(row[0]) if row else ""


def _danger_weights(corpus: Corpus, encoder: Encoder, model: str, old: str, besides: dict[str, Vectors]) -> str:
    """Return the packed reader of danger: the `old` one where it was made of the same, else fitted anew.

    `besides`: what tells of faults and other matters, with its vectors; `model` is the encoder's hash and precision.
    """
    if not corpus.dangers.kinds:
        return ""
    # What stands for faults of our own kind of thing names smoke and leaks as well.
    harmless = besides.keys() - set(corpus.elsewhere.ours)
    # A product's name stands in letters of all sorts, and would speak against any danger: the kind of thing stands for it.
    names = covered.names_in(corpus.devices.values())
    others = dangers.others(corpus.dangers, corpus.letters, sorted(harmless))
    said_else = tuple(dict.fromkeys(names.sub(dangers.NAMELESS, x) for x in others))
    key = dangers.key(corpus.dangers, said_else, model)
    if old and classifier.made_of(old) == key:
        return old
    kept = {sha(t): v for t, v in besides.items()}
    told, _ = embed(corpus.dangers.texts, encoder, kept)
    other = embed(said_else, encoder, kept)[0] if said_else else told[:0]
    # Vectors that a bundle kept are halves; rounding all makes a build from nothing fit the same.
    told, other = (x.astype(np.float16).astype(np.float32) for x in (told, other))
    return classifier.pack(dangers.fit(corpus.dangers, told, other), key)


def _cause_weights(corpus: Corpus, encoder: Encoder, model: str, old: str, kept: dict[str, Vectors]) -> str:
    """Return what tells causes apart by what is said of them: the `old` weights where they were made of the same, else fitted anew.

    `kept`: vectors by the hash of their text.
    """
    told = (*causes.phrases(corpus.faults), *causes.told_in(corpus.letters, corpus.devices.values()))
    key = causes.key(told, model)
    if old and classifier.made_of(old) == key:
        return old
    texts = tuple(dict.fromkeys(x.text for x in told))
    vectors = dict(zip(texts, embed(texts, encoder, kept)[0], strict=True)) if texts else {}
    return classifier.pack(causes.fit(told, vectors), key)


def _covered_weights(corpus: Corpus, encoder: Encoder, model: str, old: str, kept: dict[str, Vectors]) -> str:
    """Return what tells letters that the manuals cover from others: the `old` weights where they were made of the same, else fitted anew.

    The vectors that it takes are added to `kept`, by the hash of their text.
    """
    said_of = covered.texts(corpus.letters, corpus.devices.values())
    key = covered.key(corpus.letters, said_of, model)
    if old and classifier.made_of(old) == key:
        return old
    if not said_of:
        return ""
    vectors, _ = embed(said_of, encoder, {})
    kept.update(zip(map(sha, said_of), vectors, strict=True))
    return classifier.pack_neighbours(covered.fit(corpus.letters, vectors), key)


def embed(
    texts: Sequence[str],
    encoder: TextEncoder,
    kept: dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]],
    report: Report = quiet,
) -> tuple[Vectors, int]:
    """Return a vector for each text, shape (len(texts), dimension), and how many had to be embedded anew."""
    keys = [sha(t) for t in texts]
    todo = [i for i, k in enumerate(keys) if k not in kept]
    fresh = dict(zip(todo, encode_parts([texts[i] for i in todo], encoder, report), strict=True))
    vectors = np.stack([fresh[i] if i in fresh else kept[keys[i]] for i in range(len(texts))]).astype(np.float32)
    return vectors, len(todo)


def _write_vectors(vectors: Vectors, path: Path) -> None:
    # Unit vectors: the inner product is the cosine. A flat index is exact and, at this size, the fastest as well.
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(path))


def write_tables(
    path: Path,
    corpus: Corpus,
    rows: Sequence[Entry],
    passages: Sequence[Passage],
    common: str = "",
    *,
    extras: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write the SQLite file of a bundle; `extras` are texts that it keeps by name: what `said.pack` and `classifier.pack` wrote."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
        with connection:
            for place, document in enumerate(corpus.documents):
                connection.execute(
                    "INSERT INTO manuals VALUES (?, ?, ?)", (document.meta.id, place, _json(document.meta))
                )
                connection.executemany(
                    "INSERT INTO sections VALUES (?, ?, ?, ?)",
                    [(document.meta.id, n, s.anchor, _json(s)) for n, s in enumerate(document.sections)],
                )
            connection.executemany(
                "INSERT INTO devices VALUES (?, ?)", [(d.id, _json(d)) for d in corpus.devices.values()]
            )
            by_id = {r.id: r for r in rows if r.kind == "fact"}
            for place, fact in enumerate(corpus.facts):
                text = f"{by_id[fact.id].title}: {by_id[fact.id].text}"
                connection.execute(
                    "INSERT INTO facts VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (
                        fact.id,
                        place,
                        kind_of(fact),
                        fact.source.manual,
                        fact.source.anchor,
                        text,
                        encode(fact).decode(),
                    ),
                )
                connection.executemany(
                    "INSERT INTO fact_devices VALUES (?, ?)", [(fact.id, d) for d in dict.fromkeys(fact.devices)]
                )
            connection.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
                [(p.id, n, p.manual, p.anchor, _json(p)) for n, p in enumerate(passages)],
            )
            connection.executemany(
                "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(n, r.kind, r.id, r.title, r.text, r.keywords, r.section, _json(r.asks)) for n, r in enumerate(rows)],
            )
            texts, owners = entry_module.texts(rows, corpus.silences)
            connection.executemany(
                "INSERT INTO vectors VALUES (?, ?, ?)",
                [(n, o, sha(t)) for n, (t, o) in enumerate(zip(texts, owners, strict=True))],
            )
            connection.execute("INSERT INTO extras VALUES ('english', ?)", (common,))
            stems = " ".join(sorted({stem(w) for w in common.split()}))
            connection.execute("INSERT INTO extras VALUES ('english-stems', ?)", (stems,))
            connection.execute("INSERT INTO extras VALUES ('faults', ?)", (fault_types.encode(corpus.faults),))
            connection.executemany("INSERT INTO extras VALUES (?, ?)", list(extras.items()))
            connection.execute("INSERT INTO extras VALUES ('dangers', ?)", (_json(corpus.dangers),))
            connection.execute("INSERT INTO extras VALUES ('silences', ?)", (_json(corpus.silences),))
            connection.execute("INSERT INTO extras VALUES ('matters', ?)", (_json(corpus.elsewhere),))
            counts = spelt_counts(t for r in rows for t in (r.title, r.text, r.keywords))
            connection.execute("INSERT INTO extras VALUES ('spelt', ?)", (_json(counts),))
            asked = spelt_counts(
                a for asks in (*(r.asks for r in rows), *(s.asks for s in corpus.silences)) for a in asks
            )
            connection.execute("INSERT INTO extras VALUES ('asked', ?)", (_json(asked),))
            held = [" ".join(sorted({t for x in (s.topic, *s.asks) for t in terms(x)})) for s in corpus.silences]
            connection.execute("INSERT INTO extras VALUES ('silence-terms', ?)", (_json(held),))
            words = vocabulary.encode(vocabulary.read(corpus.root, []))
            connection.execute("INSERT INTO extras VALUES ('vocabulary', ?)", (words,))
    finally:
        connection.close()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
