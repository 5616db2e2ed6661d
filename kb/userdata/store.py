"""The second database: one SQLite file, a connection for each call, three shelves with a few verbs each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kb.model.errors import NotFoundError, UserDataError
from kb.userdata import schema
from kb.userdata.clean import Known, cleaned
from kb.userdata.records import Outcome, Recorded, Search, Tally, Undone

BUSY_SECONDS = 5.0  # a writer waits so long for another one; each holds the file for about a millisecond
SEARCHES_A_DAY = 5000  # distinct texts kept of one day, so that a flood cannot fill the disk
CARD_LENGTH = 200  # characters of a fact id, at most


@dataclass(frozen=True)
class UserData:
    """An opened file of users' data. It holds no connection, so it may be shared by threads."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> UserData:
        """Make the file when it is missing and bring it up to date.

        Raises UserDataError when it is no such database, cannot be written, or was written by a newer Pinlight.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with closing(_connect(path)) as db:
                db.execute("PRAGMA journal_mode=WAL")
                schema.migrate(db)
        except (sqlite3.Error, OSError) as e:
            raise UserDataError(
                f"{path} cannot be opened as the file of users' data: {e}. Point PINLIGHT_DATA at a file that can be written"
            ) from e
        return cls(path)

    @property
    def outcomes(self) -> Outcomes:
        """Which repair ended which fault."""
        return Outcomes(self)

    @property
    def feedback(self) -> Feedback:
        """What people called right or wrong."""
        return Feedback(self)

    @property
    def searches(self) -> Searches:
        """What people asked without an answer."""
        return Searches(self)

    def purge(self, today: date, keep_days: int) -> int:
        """Remove everything older than `keep_days` days; return how many rows went."""
        last = (today - timedelta(days=keep_days)).isoformat()
        with self.connected() as db:
            gone = db.execute("DELETE FROM outcomes WHERE day < ?", (last,)).rowcount
            gone += db.execute("DELETE FROM undone WHERE day < ?", (last,)).rowcount
            gone += db.execute("DELETE FROM feedback WHERE day < ?", (last,)).rowcount
            gone += db.execute("DELETE FROM doubted WHERE day < ?", (last,)).rowcount
            # A page that old is long refused; its mark is nothing that anybody told.
            db.execute("DELETE FROM once WHERE day < ?", (last,))
            return gone + db.execute("DELETE FROM searches WHERE day < ?", (last,)).rowcount

    @contextmanager
    def connected(self) -> Iterator[sqlite3.Connection]:
        """Open a connection with one write transaction around what is done with it.

        Raises UserDataError when the file is gone, damaged, or was busy for BUSY_SECONDS.
        """
        try:
            with closing(_connect(self.path)) as db:
                db.execute("BEGIN IMMEDIATE")
                try:
                    yield db
                except BaseException:
                    db.execute("ROLLBACK")
                    raise
                db.execute("COMMIT")
        except sqlite3.Error as e:
            raise UserDataError(
                f"the file of users' data {self.path} failed: {e}. What was told just now is lost"
            ) from e


def _worth(kept: str) -> str:
    """Return a cleaned text, or nothing when all of it was personal."""
    return kept if kept.strip("… ") else ""


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    db.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    return db


@dataclass(frozen=True)
class Outcomes:
    """The shelf of outcomes. Taken back they stay, marked, so that the keeper sees what happened."""

    data: UserData

    def add(self, outcome: Outcome) -> int:
        """Store an outcome and return its id."""
        o = outcome
        with self.data.connected() as db:
            row = db.execute(
                "INSERT INTO outcomes (day, model, cause, repair, role, bundle) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
                (o.day.isoformat(), o.model, o.cause, o.repair, o.role, o.bundle),
            ).fetchone()
        return int(row[0])

    def all(self, model: str | None = None, *, undone: bool = False) -> tuple[Recorded, ...]:
        """Return outcomes in the order they came, of one fault model or of all; those taken back only with `undone`."""
        with self.data.connected() as db:
            rows = db.execute(
                "SELECT id, day, model, cause, repair, role, bundle, undone FROM outcomes "
                "WHERE (? IS NULL OR model = ?) AND (? OR undone IS NULL) ORDER BY id",
                (model, model, undone),
            ).fetchall()
        return tuple(
            Recorded(r[0], Outcome(date.fromisoformat(r[1]), *r[2:7]), date.fromisoformat(r[7]) if r[7] else None)
            for r in rows
        )

    def undo(self, number: int, today: date, why: str = "") -> int:
        """Take one outcome back; return 1, or 0 when it was taken back before. Raises NotFoundError for an unknown id."""
        with self.data.connected() as db:
            if db.execute("SELECT 1 FROM outcomes WHERE id = ?", (number,)).fetchone() is None:
                raise NotFoundError(f"there is no outcome {number}. `pinlight outcomes` lists them")
            return _undo(db, "id = ?", number, today, why)

    def undo_day(self, day: date, today: date, why: str = "") -> int:
        """Take back all outcomes of a day; return how many."""
        with self.data.connected() as db:
            return _undo(db, "day = ?", day.isoformat(), today, why)

    def log(self) -> tuple[Undone, ...]:
        """Return what was taken back, first to last."""
        with self.data.connected() as db:
            rows = db.execute("SELECT day, ids, why FROM undone ORDER BY id").fetchall()
        return tuple(Undone(date.fromisoformat(d), tuple(map(int, ids.split())), why) for d, ids, why in rows)


def _undo(db: sqlite3.Connection, where: str, value: int | str, today: date, why: str) -> int:
    # `where` is one of two constants of this module, never text from outside.
    found = [r[0] for r in db.execute(f"SELECT id FROM outcomes WHERE {where} AND undone IS NULL", (value,))]  # noqa: S608
    if found:
        db.executemany("UPDATE outcomes SET undone = ? WHERE id = ?", [(today.isoformat(), n) for n in found])
        db.execute(
            "INSERT INTO undone (day, ids, why) VALUES (?, ?, ?)", (today.isoformat(), " ".join(map(str, found)), why)
        )
    return len(found)


@dataclass(frozen=True)
class Feedback:
    """The shelf of feedback: a card's id, right or wrong, the day."""

    data: UserData

    def add(self, card: str, *, right: bool, day: date, asked: str = "", known: Known | None = None) -> None:
        """Count one voice; of one that says wrong, also what had been `asked`, cleaned as searches are."""
        kept = "" if right else _worth(cleaned(asked, known))
        with self.data.connected() as db:
            full = db.execute("SELECT COUNT(*) FROM doubted WHERE day = ?", (day.isoformat(),)).fetchone()[0]
            if kept and full < SEARCHES_A_DAY:
                db.execute(
                    "INSERT INTO doubted (card, text, day) VALUES (?, ?, ?) "
                    "ON CONFLICT (card, text, day) DO UPDATE SET count = count + 1",
                    (card[:CARD_LENGTH], kept, day.isoformat()),
                )
            db.execute(
                "INSERT INTO feedback (card, day, verdict) VALUES (?, ?, ?) "
                "ON CONFLICT (card, day, verdict) DO UPDATE SET count = count + 1",
                (card[:CARD_LENGTH], day.isoformat(), "right" if right else "wrong"),
            )

    def tallies(self) -> tuple[Tally, ...]:
        """Return the counts of each card, most often wrong first."""
        with self.data.connected() as db:
            rows = db.execute(
                "SELECT card, SUM(count * (verdict = 'right')) AS r, SUM(count * (verdict = 'wrong')) AS w, MAX(day) "
                "FROM feedback GROUP BY card ORDER BY w DESC, r, card"
            ).fetchall()
        return tuple(Tally(c, r, w, date.fromisoformat(d)) for c, r, w, d in rows)

    def asked(self, limit: int = 1000) -> dict[str, tuple[str, ...]]:
        """Return for each card what had been asked when it was called wrong, most often first; `limit` texts in all."""
        with self.data.connected() as db:
            rows = db.execute(
                "SELECT card, text, SUM(count) AS n FROM doubted GROUP BY card, text ORDER BY n DESC, text LIMIT ?",
                (limit,),
            ).fetchall()
        found: dict[str, tuple[str, ...]] = {}
        for card, text, _ in rows:
            found[card] = (*found.get(card, ()), text)
        return found


@dataclass(frozen=True)
class Searches:
    """The shelf of searches without an answer."""

    data: UserData

    def add(self, text: str, day: date, known: Known | None = None) -> str:
        """Count a search, cleaned of what is personal; return what was stored, empty when nothing was left.

        With `known` (the words of the manuals) every other word becomes `…` too.
        """
        kept = _worth(cleaned(text, known))
        if not kept:
            return ""
        with self.data.connected() as db:
            today = day.isoformat()
            known = db.execute("SELECT 1 FROM searches WHERE text = ? AND day = ?", (kept, today)).fetchone()
            full = db.execute("SELECT COUNT(*) FROM searches WHERE day = ?", (today,)).fetchone()[0] >= SEARCHES_A_DAY
            if full and known is None:
                return ""
            db.execute(
                "INSERT INTO searches (text, day) VALUES (?, ?) ON CONFLICT (text, day) DO UPDATE SET count = count + 1",
                (kept, today),
            )
        return kept

    def top(self, limit: int = 100) -> tuple[Search, ...]:
        """Return the searches asked most often, at most `limit`."""
        with self.data.connected() as db:
            rows = db.execute(
                "SELECT text, SUM(count) AS n, MIN(day), MAX(day) AS last FROM searches "
                "GROUP BY text ORDER BY n DESC, last DESC, text LIMIT ?",
                (limit,),
            ).fetchall()
        return tuple(Search(t, n, date.fromisoformat(a), date.fromisoformat(b)) for t, n, a, b in rows)

    def days(self, limit: int = 31) -> tuple[tuple[date, int], ...]:
        """Return how many searches had no answer on each day, newest first; days without one are left out."""
        with self.data.connected() as db:
            rows = db.execute("SELECT day, SUM(count) FROM searches GROUP BY day ORDER BY day DESC LIMIT ?", (limit,))
            return tuple((date.fromisoformat(d), n) for d, n in rows.fetchall())

    def settle(self, text: str) -> int:
        """Forget a search that has its answer now; return how many rows went."""
        with self.data.connected() as db:
            return db.execute("DELETE FROM searches WHERE text = ?", (text,)).rowcount
