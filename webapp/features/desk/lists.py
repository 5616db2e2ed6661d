"""`/desk/searches`, `/desk/feedback`, `/desk/outcomes`, `/desk/data`: what people told, and what the keeper does with it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import groupby

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from kb.bundle.store import KnowledgeBase
from kb.diagnose import api, learn
from kb.model.errors import QueryError
from kb.userdata import Recorded, UserData
from webapp import bundle
from webapp.config import of_app, settings
from webapp.features.desk.pages import (
    DataPage,
    Day,
    FeedbackPage,
    ModelShift,
    OutcomesPage,
    Row,
    SearchesPage,
    Shift,
    Tab,
    Told,
    Unanswered,
    Voice,
)
from webapp.features.desk.tables import TABLES
from webapp.features.desk.view import STYLES, tabs
from webapp.page import render, shell
from webapp.present import links, words

_SHOWN = 200  # rows of a page; the export has them all
_ASKED = 3  # questions shown beside a card
_LEAST = 0.005  # half a percent point is nothing to see
_BY = "the keeper's desk"


def today() -> date:
    """Return the day by which things are counted."""
    return datetime.now(UTC).date()


def _data() -> UserData:
    return UserData.open(settings().path)


def _off() -> str:
    if not of_app().telling:
        return "Nothing is kept: name a file in PINLIGHT_DATA and start again."
    return "" if settings().feedback else "Nothing new is kept: PINLIGHT_FEEDBACK is off."


def searches() -> Response:
    """Serve what people asked in vain."""
    data = _data()
    found = data.searches.top(_SHOWN + 1)
    days = data.searches.days()
    most = max((n for _, n in days), default=1)
    return render(
        SearchesPage(
            title="Searches without an answer – Pinlight",
            shell=shell(),
            styles=STYLES,
            tabs=tabs("desk.searches"),
            off=_off(),
            searches=tuple(
                Unanswered(
                    s.text, str(s.count), s.last.isoformat(), url_for("search.results", q=s.text.replace("…", " "))
                )
                for s in found[:_SHOWN]
            ),
            more=max(0, len(found) - _SHOWN),
            days=tuple(Day(d.isoformat(), str(n), f"{100 * n / most:.1f}") for d, n in days),
        )
    )


def settle() -> Response:
    """Forget a search that is done."""
    _data().searches.settle(request.form.get("text", ""))
    return redirect(url_for("desk.searches"), 303)


def feedback() -> Response:
    """Serve what people called right and wrong, newest first or most often wrong first."""
    kb, data = bundle.current().kb, _data()
    by_wrong = request.args.get("by") == "wrong"
    found = list(data.feedback.tallies())
    if not by_wrong:
        found.sort(key=lambda t: t.last, reverse=True)
    asked = data.feedback.asked()
    voices = []
    for t in found[:_SHOWN]:
        fact = kb.facts.get(t.card)
        both = t.right + t.wrong
        voices.append(
            Voice(
                title=words.named(fact) if fact else t.card,
                id=t.card,
                url=links.page_url(t.card) if fact else "",
                right=str(t.right),
                wrong=str(t.wrong),
                share=f"{t.right / both:.0%}",
                width=f"{100 * t.right / both:.1f}",
                last=t.last.isoformat(),
                asked=asked.get(t.card, ())[:_ASKED],
            )
        )
    return render(
        FeedbackPage(
            title="Was this right? – Pinlight",
            shell=shell(),
            styles=STYLES,
            tabs=tabs("desk.feedback"),
            off=_off(),
            voices=tuple(voices),
            order=(
                Tab("Newest first", url_for("desk.feedback"), not by_wrong),
                Tab("Most often wrong first", url_for("desk.feedback", by="wrong"), by_wrong),
            ),
        )
    )


def outcomes() -> Response:
    """Serve what helped, and what that does to the priors."""
    kb, data, chosen = bundle.current().kb, _data(), settings()
    found = data.outcomes.all(undone=True)
    counted = tuple(r.outcome for r in found if r.undone is None)
    days: dict[date, int] = {}
    for o in counted:
        days[o.day] = days.get(o.day, 0) + 1
    return render(
        OutcomesPage(
            title="What helped – Pinlight",
            shell=shell(),
            styles=STYLES,
            tabs=tabs("desk.outcomes"),
            off="" if of_app().telling else "Nothing is kept: name a file in PINLIGHT_DATA and start again.",
            learning=chosen.learn,
            half_life=f"{chosen.half_life:g}",
            outcomes=tuple(_told(kb, r) for r in reversed(found[-_SHOWN:])),
            more=max(0, len(found) - _SHOWN),
            models=tuple(_shifts(kb, learn.changes(api.models(kb), counted, today(), chosen.half_life))),
            days=tuple(Row(d.isoformat(), str(n)) for d, n in sorted(days.items(), reverse=True)),
            log=tuple(
                Row(u.day.isoformat(), f"{', '.join(map(str, u.ids))} ({u.why})") for u in reversed(data.outcomes.log())
            ),
        )
    )


def _told(kb: KnowledgeBase, recorded: Recorded) -> Told:
    o = recorded.outcome
    model = next((m for m in api.models(kb) if m.id == o.model), None)
    cause = model.cause_name(model.causes.index(o.cause)) if model and o.cause in model.causes else o.cause
    place = model.fix(o.repair) if model else None
    return Told(
        id=str(recorded.id),
        day=o.day.isoformat(),
        model=model.source.entry if model else o.model,
        cause=cause,
        repair=model.fixes[place].name if model and place is not None else o.repair,
        role=o.role,
        undone=recorded.undone.isoformat() if recorded.undone else "",
    )


def _shifts(kb: KnowledgeBase, changes: tuple[learn.Change, ...]) -> list[ModelShift]:
    names = {m.id: m.source.title for m in api.models(kb)}
    found = []
    for model, group in groupby(changes, key=lambda c: c.model):
        seen = [c for c in group if c.outcomes or abs(c.after - c.before) >= _LEAST]
        shifts = tuple(
            Shift(
                name=c.name,
                before=f"{c.before:.1%}",
                after=f"{c.after:.1%}",
                width_before=f"{100 * c.before:.1f}",
                width_after=f"{100 * c.after:.1f}",
                outcomes=str(c.outcomes),
                weight=f"{c.weight:.1f}",
                held=c.held,
            )
            for c in sorted(seen, key=lambda c: -c.after)
        )
        found.append(ModelShift(names[model], shifts))
    return found


def undo() -> Response:
    """Take back one outcome by its number, or all of a day. Raises QueryError for what is neither."""
    said, data = request.form.get("undo", "").strip(), _data()
    if said.isascii() and said.isdecimal() and len(said) < 10:  # noqa: PLR2004 - no file holds more
        data.outcomes.undo(int(said), today(), _BY)
    else:
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise QueryError(f"{said[:30]!r} is neither the number of an outcome nor a day") from None
        data.outcomes.undo_day(day, today(), _BY)
    return redirect(url_for("desk.outcomes"), 303)


def data() -> Response:
    """Serve what is kept and for how long."""
    store, chosen = _data(), settings()
    tallies = store.feedback.tallies()
    gone = request.args.get("removed", "")
    counts = {
        "searches": f"{sum(n for _, n in store.searches.days(10_000))}",
        "feedback": f"{sum(t.right + t.wrong for t in tallies)}",
        "outcomes": f"{len(store.outcomes.all(undone=True))}",
    }
    return render(
        DataPage(
            title="Kept data – Pinlight",
            shell=shell(),
            styles=STYLES,
            tabs=tabs("desk.data"),
            rows=(
                Row("Kept", "yes" if of_app().telling else "no: PINLIGHT_DATA is not set"),
                Row("Cards ask, unanswered searches are kept", "yes" if of_app().telling and chosen.feedback else "no"),
                Row(
                    "Outcomes change the priors", f"yes, half after {chosen.half_life:g} days" if chosen.learn else "no"
                ),
            ),
            keep=str(chosen.keep_days),
            removed=gone if gone.isascii() and gone.isdecimal() and len(gone) < 10 else "",  # noqa: PLR2004 - digits
            exports=tuple(
                links.Link(t.name, url_for("desk.export", name=n), f"{counts[n]} counted" if n in counts else "")
                for n, t in TABLES.items()
            ),
        )
    )


def purge() -> Response:
    """Remove what is older than the retention."""
    gone = _data().purge(today(), settings().keep_days)
    return redirect(url_for("desk.data", removed=gone), 303)


def export(name: str) -> Response:
    """Serve a list as CSV. Raises QueryError for one that is not there."""
    if name not in TABLES:
        raise QueryError(f"There is no list {name[:30]!r}; there are {', '.join(TABLES)}")
    response = Response(TABLES[name].write(_data(), bundle.current().kb, settings(), today()), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="pinlight-{name}.csv"'
    return response
