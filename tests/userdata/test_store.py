"""The second database: opened, brought up to date, shared by threads, purged; nothing is lost or counted twice."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

from kb.model.errors import NotFoundError, UserDataError
from kb.userdata import Outcome, Settings, UserData, schema

DAY = date(2026, 11, 21)
ONE = Outcome(DAY, "lantern-dark", "fuse", "swap", "lay", "v-1")


@pytest.fixture
def data(tmp_path):
    """A fresh file."""
    return UserData.open(tmp_path / "user.sqlite")


def test_an_outcome_comes_back_as_it_was_told(data):
    """Stored and read again it is the same, in the order told, of one model or of all."""
    first, second = data.outcomes.add(ONE), data.outcomes.add(Outcome(DAY, "other", "c", "r", "support", "v-1"))
    assert [(r.id, r.undone) for r in data.outcomes.all()] == [(first, None), (second, None)]
    assert data.outcomes.all("lantern-dark")[0].outcome == ONE


def test_what_is_taken_back_stays_marked_and_is_logged(data):
    """Undo of one and of a day: gone from the count, kept with its day, once only, named in the log."""
    numbers = [data.outcomes.add(ONE) for _ in range(3)]
    later = DAY + timedelta(days=1)
    assert data.outcomes.undo(numbers[0], later, "a test") == 1
    assert data.outcomes.undo(numbers[0], later) == 0
    assert data.outcomes.undo_day(DAY, later) == 2
    assert data.outcomes.all() == ()
    assert [r.undone for r in data.outcomes.all(undone=True)] == [later] * 3
    assert [u.ids for u in data.outcomes.log()] == [(numbers[0],), (numbers[1], numbers[2])]
    with pytest.raises(NotFoundError, match="no outcome 99"):
        data.outcomes.undo(99, later)


def test_feedback_is_counted_by_card(data):
    """Voices add up; the card most often called wrong comes first."""
    for card, right in (("a", True), ("b", False), ("b", False), ("b", True)):
        data.feedback.add(card, right=right, day=DAY)
    assert [(t.card, t.right, t.wrong) for t in data.feedback.tallies()] == [("b", 1, 2), ("a", 1, 0)]


def test_searches_are_counted_and_settled(data):
    """The same search in another spelling of case and blanks is the same; settled it is forgotten."""
    assert data.searches.add("Cycle  life?", DAY) == "cycle life?"
    data.searches.add("cycle life?", DAY + timedelta(days=1))
    data.searches.add("noise", DAY)
    found = data.searches.top()
    assert [(s.text, s.count) for s in found] == [("cycle life?", 2), ("noise", 1)]
    assert found[0].last == DAY + timedelta(days=1)
    assert data.searches.settle("cycle life?") == 2
    assert [s.text for s in data.searches.top(1)] == ["noise"]


def test_a_flood_of_searches_is_bounded(data, monkeypatch):
    """Beyond the day's limit new texts are not kept, known ones still count."""
    monkeypatch.setattr("kb.userdata.store.SEARCHES_A_DAY", 2)
    for text in ("one", "two", "three", "one"):
        data.searches.add(text, DAY)
    assert [(s.text, s.count) for s in data.searches.top()] == [("one", 2), ("two", 1)]


def test_purge_removes_what_is_older_than_the_retention(data):
    """Exactly what lies before the last kept day goes, from every table."""
    for age in (0, 30, 31):
        day = DAY - timedelta(days=age)
        data.outcomes.add(Outcome(day, "m", "c", "r", "lay", "v"))
        data.feedback.add("card", right=True, day=day)
        data.searches.add("noise", day)
    assert data.purge(DAY, 30) == 3
    assert [(DAY - r.outcome.day).days for r in data.outcomes.all()] == [0, 30]


def test_threads_do_not_lose_writes(data):
    """Many writers at once: every outcome and every voice is there."""
    with ThreadPoolExecutor(8) as pool:
        list(
            pool.map(
                lambda n: (data.outcomes.add(ONE), data.feedback.add("card", right=n % 2 == 0, day=DAY)), range(80)
            )
        )
    assert len(data.outcomes.all()) == 80
    assert data.feedback.tallies()[0].right + data.feedback.tallies()[0].wrong == 80


def test_migrations_run_once_and_whole(tmp_path):
    """A step that fails leaves the steps before it; mended it runs, and none runs twice."""
    with sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None) as db:
        good = ("one", ("CREATE TABLE a (n INTEGER)",))
        with pytest.raises(sqlite3.OperationalError):
            schema.migrate(db, (good, ("two", ("CREATE TABLE b (n INTEGER)", "CREATE TABLE a (n INTEGER)"))))
        tables = {r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert tables == {"migrations", "a"}
        assert schema.migrate(db, (good, ("two", ("CREATE TABLE b (n INTEGER)",)))) == ("two",)
        assert schema.migrate(db, (good, ("two", ("CREATE TABLE b (n INTEGER)",)))) == ()
    db.close()


def test_released_migrations_are_never_changed():
    """The names stand in the files of users: their order is a promise. A new one is added at the end, and here."""
    assert [name for name, _ in schema.MIGRATIONS] == [
        "2026-11-21 outcomes",
        "2026-11-21 feedback and searches",
        "2026-11-21 desk",
    ]


def test_a_file_of_a_newer_pinlight_is_refused(tmp_path):
    """It is not touched, and the message names the step that is not known."""
    UserData.open(tmp_path / "user.sqlite")
    db = sqlite3.connect(tmp_path / "user.sqlite")
    db.execute("INSERT INTO migrations VALUES ('2031-01-01 wishes', 9)")
    db.commit()
    db.close()
    with pytest.raises(UserDataError, match="2031-01-01 wishes"):
        UserData.open(tmp_path / "user.sqlite")


def test_what_is_no_database_is_refused_in_words(tmp_path):
    """A text file, and a folder that is a file: the message names the path and the setting."""
    (tmp_path / "user.sqlite").write_text("hello " * 400, encoding="utf-8")
    for path in (tmp_path / "user.sqlite", tmp_path / "user.sqlite" / "deeper"):
        with pytest.raises(UserDataError, match="PINLIGHT_DATA"):
            UserData.open(path)


def test_settings_come_from_the_environment():
    """Defaults stand beside the bundle and do not learn; each variable is read; nonsense is refused by name."""
    plain = Settings.of({"PINLIGHT_BUNDLE": "/srv/kb"})
    assert (plain.path, plain.learn) == (Path("/srv/user.sqlite"), False)
    full = Settings.of(
        {"PINLIGHT_DATA": "/d", "PINLIGHT_LEARN": "On", "PINLIGHT_LEARN_HALF_LIFE": "30", "PINLIGHT_KEEP_DAYS": "7"}
    )
    assert full == Settings(Path("/d"), learn=True, half_life=30, keep_days=7)
    for name in ("PINLIGHT_LEARN", "PINLIGHT_LEARN_HALF_LIFE", "PINLIGHT_KEEP_DAYS"):
        with pytest.raises(UserDataError, match=name):
            Settings.of({name: "perhaps"})
