"""The project's own corpus, read once for all record tests."""

from __future__ import annotations

import pytest
import whole


@pytest.fixture(scope="session")
def corpus():
    """Everything that stands in corpus/."""
    return whole.corpus()


@pytest.fixture(scope="session")
def sections(corpus):
    """Sections by manual and anchor."""
    return {(d.meta.id, s.anchor): s for d in corpus.documents for s in d.sections}
