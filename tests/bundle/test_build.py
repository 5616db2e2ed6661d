"""What a build does: only what changed, whole or not at all."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import whole

from kb.bundle import entries, manifest, swap, writer
from kb.bundle.store import open_bundle
from kb.curation.corpus import default_root
from kb.model.errors import CorpusError


def contents(root):
    """Names, sizes and times of everything that was built."""
    return {
        p.relative_to(root): (p.stat().st_size, p.stat().st_mtime_ns)
        for p in root.rglob("*")
        if p.is_file() and "encoders" not in p.parts
    }


def test_nothing_changed_nothing_built(glow_home):
    """The same corpus and model leave every file as it is."""
    before = contents(glow_home.bundle)
    built = writer.build(glow_home.corpus, glow_home.bundle)
    assert (built.fresh, built.embedded) == (False, 0)
    assert built.folder == swap.current(glow_home.bundle)
    assert contents(glow_home.bundle) == before


def test_force_builds_and_embeds_nothing_anew(glow_home):
    """A forced build writes a new version and takes every vector from the old one."""
    old = swap.current(glow_home.bundle)
    built = writer.build(glow_home.corpus, glow_home.bundle, force=True)
    assert (built.fresh, built.embedded) == (True, 0)
    assert built.folder != old


def test_the_same_corpus_gives_the_same_files(glow_home):
    """A bundle is a product of its corpus: built twice, every file is the same byte for byte."""
    one = manifest.read(swap.current(glow_home.bundle))
    two = writer.build(glow_home.corpus, glow_home.bundle, force=True).manifest
    assert one.files == two.files
    assert one.version == two.version


@pytest.mark.parametrize("name", ["kb.sqlite", "vectors.faiss", "manifest.json", "model.onnx"])
def test_a_damaged_bundle_is_built_anew(glow_home, flip, name):
    """A build does not trust a bundle that was altered: it embeds everything again and puts a sound one in use."""
    flip(swap.current(glow_home.bundle) / name)
    built = writer.build(glow_home.corpus, glow_home.bundle)
    assert built.fresh
    assert open_bundle(glow_home.bundle).manifest == built.manifest


def test_an_edited_line_embeds_what_it_changes(glow_home):
    """One edited sentence is one passage to embed."""
    glow_home.edit("Two people carry it.", "One person carries it.")
    built = writer.build(glow_home.corpus, glow_home.bundle)
    assert (built.fresh, built.embedded) == (True, 1)
    assert any("One person carries it." in p.text for p in open_bundle(glow_home.bundle).passages.values())


def test_vectors_go_with_their_text_not_their_place(glow_home):
    """When rows move, each keeps the vector of its own text."""
    before = open_bundle(glow_home.bundle)
    glow_home.edit("| 1 | RS485-B1 | 7 |", "| 1 | RS485-B1 | 7 |\n| 2 | RS485-A1 | 7 |")
    built = writer.build(glow_home.corpus, glow_home.bundle)
    after = open_bundle(glow_home.bundle)
    assert built.embedded == 1
    assert before.place_of["glow-5/alarm/covp"] != after.place_of["glow-5/alarm/covp"]
    fresh = after.encoder.encode(entries.texts(after.entries)[0])
    np.testing.assert_allclose(after.vectors.reconstruct_n(0, after.vectors.ntotal), fresh, atol=1e-6)


def test_one_line_of_a_real_manual_embeds_little(bundle_root, tmp_path, monkeypatch):
    """Of the project's thousands of texts, a corrected sentence embeds at most three again."""
    for name in ("PINLIGHT_MODEL", "PINLIGHT_MODEL_SHA256"):
        monkeypatch.delenv(name, raising=False)
    corpus, root = tmp_path / "corpus", tmp_path / "kb"
    shutil.copytree(default_root(), corpus)
    shutil.copytree(bundle_root / "encoders", root / "encoders")
    shutil.copytree(swap.current(bundle_root), root / "v-1")
    (root / swap.POINTER).write_text("v-1")
    edition = corpus / "manuals" / "growatt-6.5kwh-battery-user-manual.md"
    text = edition.read_text(encoding="utf-8")
    old = "The manual covers where"
    assert text.count(old) == 1
    edition.write_text(text.replace(old, "This manual tells where"), encoding="utf-8")
    try:
        built = writer.build(corpus, root)
        assert built.fresh
        assert 1 <= built.embedded <= 3
    finally:
        shutil.rmtree(root)  # 300 MB are not kept for a look at a failed test


def test_a_broken_corpus_leaves_the_bundle_in_use(glow_home):
    """An error in the corpus is told with file and line, and what was built before is untouched."""
    before = contents(glow_home.bundle)
    glow_home.edit("| 5 | CAN-L | 9 |", "| 4 | CAN-L | 9 |")
    with pytest.raises(CorpusError, match=r"manuals/glow-guide\.md:\d+: two pins of Link IN have the number 4"):
        writer.build(glow_home.corpus, glow_home.bundle)
    assert contents(glow_home.bundle) == before
    assert open_bundle(glow_home.bundle).fact("glow-5/link-in/5")


@pytest.mark.parametrize("step", ["_write_vectors", "write_tables", "embed"])
@pytest.mark.parametrize("error", [OSError("no space left on device"), KeyboardInterrupt()])
def test_a_failing_step_leaves_the_bundle_in_use(glow_home, monkeypatch, step, error):
    """A full disk or Ctrl-C in the middle of a build leaves the old bundle in use and nothing half-built."""
    before = contents(glow_home.bundle)

    def fail(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(writer, step, fail)
    with pytest.raises(type(error)):
        writer.build(glow_home.corpus, glow_home.bundle, force=True)
    assert contents(glow_home.bundle) == before


def test_progress_counts_up_to_the_end(glow_home):
    """Every stage tells how far it is, never beyond its end, and ends at it."""
    told = {}

    def report(what, done, total):
        assert 0 <= done <= total
        assert told.get(what, (0, total))[0] <= done
        told[what] = (done, total)

    writer.build(glow_home.corpus, glow_home.bundle, force=True, report=report)
    assert len(told) >= 4
    assert all(done == total for done, total in told.values()), told


def test_counts_in_the_manifest_are_those_of_the_corpus(kb):
    """The manifest counts manuals, devices, facts by kind, passages and silences as they are."""
    counts = kb.manifest.counts
    assert counts["facts"] == len(kb.facts) == len(whole.corpus().facts)
    assert counts["passages"] == len(kb.passages)
    assert counts["manuals"] == len(kb.manuals)
    assert counts["devices"] == len(kb.devices)
    assert counts["silences"] == len(kb.silences)
    kinds = {k: v for k, v in counts.items() if k not in {"facts", "passages", "manuals", "devices", "silences"}}
    assert sum(kinds.values()) == counts["facts"]


def test_facts_come_back_as_they_were(kb):
    """What is read from the bundle equals what was read from the corpus, fact by fact, in the same order."""
    assert tuple(kb.facts.values()) == whole.corpus().facts


def test_every_fact_and_passage_is_searched(kb):
    """Each fact and each passage is an entry, once; every vector belongs to one or to a silence, and each has at least its own."""
    assert sorted(e.id for e in kb.entries) == sorted([*kb.facts, *kb.passages])
    said, owners = entries.texts(kb.entries, kb.silences)
    assert kb.lexical.size == len(kb.entries)
    assert kb.vectors.ntotal == kb.nearest.rows == len(said)
    assert list(kb.vector_owners) == owners
    assert set(owners) == set(range(len(kb.entries) + len(kb.silences)))
