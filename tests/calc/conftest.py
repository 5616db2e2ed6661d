"""A knowledge base in memory, read from the corpus: the calculators need neither an index nor an encoder."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kb.bundle.manifest import Manifest
from kb.bundle.store import KnowledgeBase
from kb.curation.corpus import default_root, survey


def in_memory(root: Path) -> KnowledgeBase:
    """Return the knowledge base of a corpus folder, without indexes; problems of the corpus fail the test."""
    corpus = survey(root)
    assert not corpus.problems, [str(p) for p in corpus.problems]
    return KnowledgeBase(
        folder=root,
        manifest=Manifest(0, corpus.sha256, "", "", "", 0, {}, {}, {}, ""),
        manuals={d.meta.id: d.meta for d in corpus.documents},
        sections={d.meta.id: {s.anchor: s for s in d.sections} for d in corpus.documents},
        devices=corpus.devices,
        facts={f.id: f for f in corpus.facts},
        passages={},
        entries=(),
        extras={},
        **{f.name: () for f in dataclasses.fields(KnowledgeBase) if f.name == "vector_owners"},
    )


@pytest.fixture(scope="session")
def kb() -> KnowledgeBase:
    """The knowledge base of the project's own corpus."""
    return in_memory(default_root())


@pytest.fixture(scope="session")
def build_in_memory():
    """Build the knowledge base of any corpus folder in memory."""
    return in_memory
