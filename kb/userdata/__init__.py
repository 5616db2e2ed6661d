"""What users tell: outcomes of repairs, feedback on cards, searches without an answer. The second database.

The bundle is a product of the corpus and is rebuilt; this file is not, so it has migrations (`schema.py`). It is one
SQLite file in WAL mode, safe for several threads and processes at once; each call opens its own connection.
**Nothing personal is stored**: no address, account, session or free text but searches, and those are cleaned of
e-mail addresses, telephone numbers, links and long runs of digits, and of every word that the manuals do not use (`clean.py`). Days, never times.

    data = UserData.open(settings.path)            # makes the file, brings it up to date; UserDataError otherwise
    data.outcomes.add(Outcome(day, model, cause, repair, role, bundle))  → id
    data.outcomes.all(model=None, undone=False)    → tuple[Recorded, …] by id
    data.outcomes.undo(id) / .undo_day(day)        → how many were taken back; they stay, marked
    data.outcomes.log()                            → tuple[Undone, …]: what was taken back when
    data.feedback.add(card_id, right, day)         · .tallies() → tuple[Tally, …], most often wrong first
    data.searches.add(text, day)                   · .top(limit) → tuple[Search, …], most often asked first
    data.searches.settle(text)                     · forget a search that has its answer now
    data.searches.days()                           → how many on each day
    data.feedback.asked()                          → what had been asked when a card was called wrong
    Sessions(data), Once(data)                     the keeper's sessions; what counts once (keeping.py); token.py: the token
    data.purge(today, keep_days)                   → rows removed: all that is older than the retention

`Settings.of(os.environ)` reads PINLIGHT_DATA, PINLIGHT_FEEDBACK, PINLIGHT_LEARN, PINLIGHT_LEARN_HALF_LIFE, PINLIGHT_KEEP_DAYS.
What outcomes do to the priors is reckoned in kb/diagnose/learn.py.
"""

from kb.userdata.keeping import Once, Sessions
from kb.userdata.records import Outcome, Recorded, Search, Tally, Undone
from kb.userdata.settings import Settings
from kb.userdata.store import UserData

__all__ = ["Once", "Outcome", "Recorded", "Search", "Sessions", "Settings", "Tally", "Undone", "UserData"]
