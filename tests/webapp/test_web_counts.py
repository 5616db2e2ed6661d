"""The storage of the rate limits beside the one it stands for."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from limits.storage import MemoryStorage

from webapp import counts
from webapp.counts import Counts


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def theirs():
    """The library's own storage, its clearing thread kept quiet."""
    storage = MemoryStorage()
    storage.timer.join()
    storage._MemoryStorage__schedule_expiry = lambda: None
    return storage


HITS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([1, 5, 60]), st.integers(0, 40)), max_size=30)


@given(HITS)
@settings(max_examples=60)
def test_it_counts_as_the_storage_that_comes_with_the_library(theirs, hits):
    """Whatever keys are hit at whatever moments: the same counts, the same ends of windows."""
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("time.time", clock.time)
        ours = Counts()
        theirs.reset()
        for key, window, passed in hits:
            clock.now += passed
            assert ours.incr(f"{key}{window}", window) == theirs.incr(f"{key}{window}", window)
            for known in ("a1", "b5", "c60"):
                assert ours.get(known) == theirs.get(known)
                assert ours.get_expiry(known) == max(clock.now, theirs.get_expiry(known))


def test_what_has_run_out_is_swept_without_a_thread(monkeypatch):
    """Addresses that came once do not stay in memory, and no thread is started for them."""
    clock = Clock()
    monkeypatch.setattr(counts, "time", clock)
    before = threading.active_count()
    storage = Counts()
    for n in range(100):
        storage.incr(f"address {n}", 30)
    assert threading.active_count() == before
    clock.now += 61
    storage.incr("somebody", 30)
    assert list(storage._known) == ["somebody"]


def test_a_key_and_all_keys_can_be_forgotten():
    """`clear` forgets one, `reset` all and says how many."""
    storage = Counts()
    for key in ("a", "b", "c"):
        storage.incr(key, 60)
    storage.clear("a")
    assert (storage.get("a"), storage.get("b")) == (0, 1)
    assert storage.reset() == 2
    assert storage.get("b") == 0


def test_the_app_counts_in_it(app):
    """The limiter of a running app uses this storage, and none that starts threads."""
    limiter = next(iter(app.extensions["limiter"]))
    assert isinstance(limiter.storage, Counts)
