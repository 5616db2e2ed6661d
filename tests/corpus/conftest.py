"""The project's own corpus, read once for all record tests."""

from __future__ import annotations

import pytest

from kb.curation.corpus import default_root, survey


@pytest.fixture(scope="session")
def corpus():
    """Everything that stands in corpus/."""
    return survey(default_root())


@pytest.fixture(scope="session")
def sections(corpus):
    """Sections by manual and anchor."""
    return {(d.meta.id, s.anchor): s for d in corpus.documents for s in d.sections}
