"""The tables, as ordered migrations. A migration that was released is never changed; the next one is added below it.

Each runs in its own transaction together with the note of its name, so a crash leaves the step before it, whole.
(The manner is that of sqlite-utils' migrations, which we need too little of to depend on it.)
"""

from __future__ import annotations

import sqlite3

from kb.model.errors import UserDataError

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "2026-11-21 outcomes",
        (
            """CREATE TABLE outcomes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                day TEXT NOT NULL, model TEXT NOT NULL, cause TEXT NOT NULL, repair TEXT NOT NULL,
                role TEXT NOT NULL, bundle TEXT NOT NULL, undone TEXT
            ) STRICT""",
            "CREATE INDEX outcomes_by_model ON outcomes (model, day)",
            "CREATE TABLE undone (id INTEGER PRIMARY KEY AUTOINCREMENT, day TEXT NOT NULL, ids TEXT NOT NULL, why TEXT NOT NULL) STRICT",
        ),
    ),
    (
        "2026-11-21 feedback and searches",
        (
            """CREATE TABLE feedback (
                card TEXT NOT NULL, day TEXT NOT NULL, verdict TEXT NOT NULL CHECK (verdict IN ('right', 'wrong')),
                count INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (card, day, verdict)
            ) STRICT, WITHOUT ROWID""",
            """CREATE TABLE searches (
                text TEXT NOT NULL, day TEXT NOT NULL, count INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (text, day)
            ) STRICT, WITHOUT ROWID""",
        ),
    ),
    (
        "2026-11-21 desk",
        (
            "CREATE TABLE sessions (hash TEXT PRIMARY KEY, stamp TEXT NOT NULL, ends INTEGER NOT NULL) STRICT, WITHOUT ROWID",
            "CREATE TABLE once (hash TEXT PRIMARY KEY, day TEXT NOT NULL) STRICT, WITHOUT ROWID",
            # What had been asked when a card was called wrong.
            """CREATE TABLE doubted (
                card TEXT NOT NULL, text TEXT NOT NULL, day TEXT NOT NULL, count INTEGER NOT NULL DEFAULT 1,
                PRIMARY KEY (card, text, day)
            ) STRICT, WITHOUT ROWID""",
        ),
    ),
)


def migrate(
    db: sqlite3.Connection, migrations: tuple[tuple[str, tuple[str, ...]], ...] = MIGRATIONS
) -> tuple[str, ...]:
    """Apply what is missing, in order; return the names applied now. `db` must be in autocommit mode.

    Raises UserDataError when the file holds a migration that this Pinlight does not know.
    """
    db.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, place INTEGER NOT NULL) STRICT")
    fresh: list[str] = []
    for place, (name, statements) in enumerate(migrations):
        db.execute("BEGIN IMMEDIATE")
        try:
            # Read under the lock: another process may have applied it in the meantime.
            applied = {row[0] for row in db.execute("SELECT name FROM migrations")}
            _refuse_newer(applied - {n for n, _ in migrations})
            if name not in applied:
                for statement in statements:
                    db.execute(statement)
                db.execute("INSERT INTO migrations (name, place) VALUES (?, ?)", (name, place))
                fresh.append(name)
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
    return tuple(fresh)


def _refuse_newer(strange: set[str]) -> None:
    if strange:
        raise UserDataError(
            f"the file of users' data was changed by a newer Pinlight ({', '.join(sorted(strange))}). "
            "Use that version, or point PINLIGHT_DATA at another file"
        )
