"""The keeper's desk: who gets in, what stands on it, and that nobody else sees or moves anything."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from markup import complaints

from kb.cli import main
from kb.diagnose import api, learn
from kb.userdata import Outcome, Sessions, Settings, UserData, token
from kb.userdata.keeping import SESSION_S
from webapp import Config, create_app, csrf, learning, telling
from webapp.features.desk import guard, lists
from webapp.features.desk.tables import TABLES

PAGES = ("/desk", "/desk/searches", "/desk/feedback", "/desk/outcomes", "/desk/data")
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _the_day_stays(monkeypatch) -> None:
    """A run that goes on past midnight has one day: what is told at its end counts as what was told at its beginning."""
    for module in (telling, learning, lists):
        monkeypatch.setattr(module, "today", lambda: TODAY)


@pytest.fixture
def user(tmp_path) -> Settings:
    return Settings(path=tmp_path / "user.sqlite", learn=True)


@pytest.fixture
def desk_app(web_root, user):
    return create_app(Config(root=web_root, testing=True, user=user, telling=True))


@pytest.fixture
def visitor(desk_app):
    return desk_app.test_client()


@pytest.fixture
def key(user) -> str:
    return token.make(user.path)


@pytest.fixture
def keeper(desk_app, key):
    client = desk_app.test_client()
    assert client.post("/desk/login", data={"token": key}).status_code == 303
    return client


def views(app):
    """Return every rule of the desk but the way in, with something in the place of its variables."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/desk") and rule.endpoint not in {"desk.login", "desk.enter", "desk.leave"}:
            yield re.sub(r"<[^>]+>", "searches", rule.rule), rule.methods - {"HEAD", "OPTIONS"}


def test_without_a_token_the_desk_is_closed_and_says_how_to_open_it(visitor, desk_app):
    """No page shows anything, the login has no field, and a token that is sent opens nothing."""
    said = visitor.get("/desk/login")
    assert "pinlight desk-token" in said.text
    assert 'name="token"' not in said.text
    assert complaints(said.text) == []
    assert visitor.post("/desk/login", data={"token": ""}).status_code == 401
    assert visitor.get("/desk", headers={"Authorization": "Bearer "}).status_code in {303, 401}
    for url, methods in views(desk_app):
        for method in methods:
            assert visitor.open(url, method=method).status_code in {303, 401}, (method, url)


def test_a_stranger_sees_no_view_of_the_desk(visitor, desk_app, key):
    """Every address under /desk leads to the login or is refused; none is answered."""
    assert key
    found = list(views(desk_app))
    assert len(found) >= 6
    for url, methods in found:
        for method in methods:
            response = visitor.open(url, method=method, headers={"Cookie": f"{guard.COOKIE}=x"})
            assert response.status_code == (303 if method == "GET" else 401), (method, url)
            assert response.headers["Cache-Control"] == "no-store"
        assert visitor.get(url, headers={"Authorization": "Bearer nonsense"}).status_code in {401, 405, 429}


def test_the_cookie_is_bound_to_the_desk(visitor, key):
    """HttpOnly, SameSite=Strict, only for /desk, ends by itself, and Secure where TLS is spoken; no other page sets one."""
    plain = visitor.post("/desk/login", data={"token": key}).headers["Set-Cookie"]
    for part in ("HttpOnly", "SameSite=Strict", "Path=/desk", f"Max-Age={SESSION_S}"):
        assert part in plain
    assert "Secure" not in plain
    tls = visitor.post("/desk/login", data={"token": key}, base_url="https://localhost").headers["Set-Cookie"]
    assert "Secure" in tls
    assert "Set-Cookie" not in visitor.get("/").headers


def test_the_login_leads_on_to_a_page_of_the_desk_only(desk_app, key):
    """`next` is followed within the desk; another host or another page is not."""
    for wanted, led in [
        ("/desk/searches", "/desk/searches"),
        ("//evil.example/desk", "/desk"),
        ("https://evil.example/desk", "/desk"),
        ("/desk/../search", "/desk"),
        ("/desk\\@evil.example", "/desk"),
        ("/search", "/desk"),
    ]:
        response = desk_app.test_client().post("/desk/login", data={"token": key, "next": wanted})
        assert (response.status_code, response.location) == (303, led), wanted
    asked = desk_app.test_client().get("/desk/outcomes")
    assert asked.location == "/desk/login?next=/desk/outcomes"


def test_leaving_ends_the_session_on_the_server(keeper, desk_app):
    """After logging out the old cookie opens nothing."""
    name = keeper.get_cookie(guard.COOKIE, path="/desk").value
    assert keeper.get("/desk").status_code == 200
    keeper.post("/desk/logout")
    assert keeper.get("/desk").status_code == 303
    assert desk_app.test_client().get("/desk", headers={"Cookie": f"{guard.COOKIE}={name}"}).status_code == 303


def test_a_new_token_and_a_revoked_one_end_all_sessions(keeper, user, key):
    """Who fears that a token was seen makes a new one: everybody is out at once."""
    assert keeper.get("/desk").status_code == 200
    fresh = token.make(user.path)
    assert keeper.get("/desk").status_code == 303
    assert not token.holds(user.path, key)
    assert token.holds(user.path, fresh)
    assert token.revoke(user.path)
    assert not token.holds(user.path, fresh)
    assert not token.revoke(user.path)


def test_a_session_ends(user):
    """It ends after its time, and another token's session is none."""
    sessions = Sessions(UserData.open(user.path))
    name = sessions.open("stamp", 1000.0)
    assert sessions.holds(name, "stamp", 1000.0 + SESSION_S - 1)
    assert not sessions.holds(name, "stamp", 1000.0 + SESSION_S)
    assert not sessions.holds(name, "other", 1000.0)
    assert not sessions.holds("", "stamp", 1000.0)
    sessions.close(name)
    assert not sessions.holds(name, "stamp", 1000.0)


def test_neither_token_nor_session_is_kept(keeper, user, key):
    """No file of the folder holds the token or the name of a session, and only the owner reads the hash."""
    name = keeper.get_cookie(guard.COOKIE, path="/desk").value
    for path in user.path.parent.iterdir():
        raw = path.read_bytes()
        assert key.encode() not in raw, path
        assert name.encode() not in raw, path
    assert stat.S_IMODE(token.path(user.path).stat().st_mode) == 0o600


def test_wrong_tokens_are_bounded(desk_app, user, key):
    """Five wrong ones from an address, then a pause for it, also for the right one; others still get in."""
    now = [0.0]
    with desk_app.test_request_context():
        lock = guard.Lock(lambda: now[0])
        assert [lock.opens(f"wrong {n}", "a") for n in range(guard.TRIES)] == [False] * guard.TRIES
        with pytest.raises(Exception, match="429"):
            lock.opens(key, "a")
        assert lock.opens(key, "b")
        now[0] = guard.WINDOW_S + 1
        assert not lock.opens("wrong again", "a")


def test_the_login_answers_429_after_wrong_tokens(visitor, key):
    """The bound holds for the page and for scripts together."""
    assert key
    for n in range(guard.TRIES):
        assert visitor.post("/desk/login", data={"token": f"wrong {n}"}).status_code == 401
    refused = visitor.get("/desk/export/searches.csv", headers={"Authorization": "Bearer wrong"})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == guard.WINDOW_S


@pytest.mark.parametrize("url", PAGES)
def test_every_page_of_the_desk_keeps_the_rules_and_is_not_stored(keeper, url):
    """Empty or not: one h1, labels, no inline script; `no-store`, no ETag, not compressed."""
    response = keeper.get(url, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert complaints(response.text) == []
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert "Content-Encoding" not in response.headers


def test_the_desk_tells_the_state_of_the_knowledge_base(keeper, kb):
    """Version, counts, every manual, every conflict, every kind that is still to do."""
    text = keeper.get("/desk").text
    assert kb.manifest.version in text
    assert f"<dd>{len(kb.facts)}</dd>" in text
    for manual in kb.manuals:
        assert f'href="/manual/{manual}"' in text
    for conflict in kb.select("conflict"):
        assert f'href="/{conflict.id}"' in text


def test_the_checks_run_when_asked(keeper, monkeypatch, tmp_path):
    """Before: not checked. After: what `pinlight check` finds, with file, line and what to do. Without a corpus: said."""
    broken = tmp_path / "corpus"
    (broken / "manuals").mkdir(parents=True)
    (broken / "manuals" / "x.md").write_text("no front matter\n", "utf-8")
    monkeypatch.setenv("PINLIGHT_CORPUS", str(broken))
    assert "Not checked since" in keeper.get("/desk").text
    assert keeper.post("/desk/checks").location == "/desk#checks"
    said = keeper.get("/desk").text
    assert "has problems" in said
    assert "x.md:1" in said
    assert complaints(said) == []
    monkeypatch.setenv("PINLIGHT_CORPUS", str(tmp_path / "nowhere"))
    assert "not on this machine" in keeper.get("/desk").text


def test_searches_are_listed_counted_and_settled(keeper, user):
    """Grouped by text, most often first, by day; a settled one is gone."""
    data = UserData.open(user.path)
    for text, n in (("noise at night", 3), ("colour of the cover", 1)):
        for _ in range(n):
            data.searches.add(text, TODAY)
    text = keeper.get("/desk/searches").text
    assert text.index("noise at night") < text.index("colour of the cover")
    assert 'href="/search?q=noise+at+night"' in text
    assert complaints(text) == []
    keeper.post("/desk/searches", data={"text": "noise at night"})
    assert [s.text for s in data.searches.top()] == ["colour of the cover"]


def test_feedback_is_shown_by_card(keeper, user, kb):
    """Share of right, newest first or most often wrong first, what had been asked, and a card that is gone by its id."""
    data = UserData.open(user.path)
    known = next(iter(kb.select("alarm")))
    data.feedback.add(known.id, right=True, day=TODAY - timedelta(3))
    data.feedback.add(known.id, right=False, day=TODAY - timedelta(3), asked="red light")
    data.feedback.add("gone/fact", right=True, day=TODAY)
    text = keeper.get("/desk/feedback").text
    assert text.index("gone/fact") < text.index(known.id)
    assert "50%" in text
    assert "<q>red light</q>" in text
    assert "no longer there" in text
    assert complaints(text) == []
    by_wrong = keeper.get("/desk/feedback?by=wrong").text
    assert by_wrong.index(known.id) < by_wrong.index("gone/fact")


def outcome_of(model, day=TODAY) -> Outcome:
    return Outcome(day, model.id, model.causes[0], model.fixes[0].id, "lay", "v")


def test_outcomes_show_before_and_after_and_can_be_taken_back(keeper, user, kb):
    """Each cause with its stated and its learnt share; one outcome or a whole day is taken back and stays in the log."""
    data, model = UserData.open(user.path), api.models(kb)[0]
    for _ in range(3):
        data.outcomes.add(outcome_of(model))
    (change,) = [c for c in learn.changes((model,), [outcome_of(model)] * 3, TODAY, 180) if c.outcomes]
    text = keeper.get("/desk/outcomes").text
    assert f"{change.before:.1%}" in text
    assert f"{change.after:.1%}" in text
    assert complaints(text) == []
    keeper.post("/desk/outcomes", data={"undo": "1"})
    assert [r.id for r in data.outcomes.all()] == [2, 3]
    keeper.post("/desk/outcomes", data={"undo": TODAY.isoformat()})
    assert data.outcomes.all() == ()
    after = keeper.get("/desk/outcomes").text
    assert f"taken back {TODAY}" in after
    assert "the keeper&#39;s desk" in after
    assert keeper.post("/desk/outcomes", data={"undo": "all"}).status_code == 400
    assert keeper.post("/desk/outcomes", data={"undo": "99"}).status_code == 404


def test_what_is_older_than_the_retention_is_removed(web_root, tmp_path):
    """By the button, at the day that the clock says; what is younger stays."""
    user = Settings(path=tmp_path / "user.sqlite", keep_days=30)
    client = create_app(Config(root=web_root, testing=True, user=user, telling=True)).test_client()
    client.post("/desk/login", data={"token": token.make(user.path)})
    data = UserData.open(user.path)
    for days in (29, 31):
        data.searches.add(f"asked {days}", TODAY - timedelta(days))
        data.feedback.add(f"card/{days}", right=False, day=TODAY - timedelta(days), asked=f"asked {days}")
    response = client.post("/desk/data")
    assert response.location == "/desk/data?removed=3"
    assert "3 rows were removed" in client.get(response.location).text
    assert [s.text for s in data.searches.top()] == ["asked 29"]
    assert data.feedback.asked() == {"card/29": ("asked 29",)}


def test_lists_are_exported_whole_and_harmless(visitor, user, key, kb):
    """With the bearer token, as CSV; no cell begins as a formula does; the head tells the columns."""
    data, model = UserData.open(user.path), api.models(kb)[0]
    data.searches.add("=1+1 battery", TODAY)
    data.feedback.add("@card", right=False, day=TODAY, asked="+cmd")
    data.outcomes.add(outcome_of(model))
    for name, table in TABLES.items():
        response = visitor.get(f"/desk/export/{name}.csv", headers={"Authorization": f"Bearer {key}"})
        assert response.mimetype == "text/csv"
        assert response.headers["Cache-Control"] == "no-store"
        assert f"pinlight-{name}.csv" in response.headers["Content-Disposition"]
        head, *rows = csv.reader(io.StringIO(response.text, newline=""))
        assert tuple(head) == table.head
        assert rows
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
    assert visitor.get("/desk/export/users.csv", headers={"Authorization": f"Bearer {key}"}).status_code == 400


def test_metrics_take_the_keepers_token(web_root, user, key):
    """Behind a proxy, where /metrics is closed to strangers, the keeper's token opens it."""
    app = create_app(Config(root=web_root, testing=True, user=user, metrics_token="other"))  # noqa: S106 - a made-up one
    client = app.test_client()
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": f"Bearer {key}"}).status_code == 200
    assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 200


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, False),
        ({"Origin": "http://localhost"}, True),
        ({"Origin": "http://localhost:81"}, False),
        ({"Origin": "https://evil.example"}, False),
        ({"Origin": "null"}, False),
    ],
)
def test_another_site_cannot_make_the_keeper_do_anything(keeper, user, headers, own):
    """What a browser sends for a page of another host is refused, whichever of the two headers it has."""
    data = UserData.open(user.path)
    data.searches.add("battery", TODAY)
    assert keeper.post("/desk/searches", data={"text": "battery"}, headers=headers).status_code == (303 if own else 403)
    assert len(data.searches.top()) == (0 if own else 1)


def test_every_exemption_is_an_endpoint_with_a_reason(app):
    """What other hosts may post to is named one by one; an endpoint that is gone, or stores something, is not among them."""
    posted = {r.endpoint for r in app.url_map.iter_rules() if "POST" in (r.methods or ())}
    assert all(len(reason) > 10 for reason in csrf.EXEMPT.values())
    assert set(csrf.EXEMPT) - {"api_suggest.suggest"} <= posted
    assert not [e for e in csrf.EXEMPT if e.startswith(("desk.", "feedback.", "trouble.", "review."))]


def test_the_desk_is_not_in_the_widgets_frame(keeper):
    """The widget may stand in other sites; there the desk is not."""
    for url in ("/desk", "/desk/login"):
        assert keeper.get(url, environ_overrides={"pinlight.embedded": True}).status_code == 404


def test_the_token_command(tmp_path, monkeypatch):
    """It prints a token on its own line, a second one replaces it, --revoke closes the desk; errors are sentences."""
    monkeypatch.setenv("PINLIGHT_DATA", str(tmp_path / "data" / "user.sqlite"))
    data = tmp_path / "data" / "user.sqlite"
    first = CliRunner().invoke(main, ["desk-token"])
    assert first.exit_code == 0
    made = first.stdout.strip()
    assert len(made) >= 43
    assert token.holds(data, made)
    second = CliRunner().invoke(main, ["desk-token"])
    assert "no longer valid" in second.stderr
    assert not token.holds(data, made)
    assert "taken back" in CliRunner().invoke(main, ["desk-token", "--revoke"]).stdout
    assert "no token" in CliRunner().invoke(main, ["desk-token", "--revoke"]).stdout
    assert token.stamp(data) == ""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("PINLIGHT_DATA", str(tmp_path / "file" / "user.sqlite"))
    wrong = CliRunner().invoke(main, ["desk-token"])
    assert wrong.exit_code == 1
    assert wrong.stderr.startswith("pinlight: ")


def test_a_damaged_token_file_opens_nothing(visitor, user, key):
    """It is said in the log and to the visitor that nothing can be shown now; no error page with a trace."""
    token.path(user.path).write_bytes(b"{")
    assert visitor.post("/desk/login", data={"token": key}).status_code == 503


def test_pages_say_when_nothing_is_kept(web_root, tmp_path):
    """Without a file of users' data the desk still shows the state, and says what to set."""
    user = Settings(path=tmp_path / "user.sqlite")
    client = create_app(Config(root=web_root, testing=True, user=user, telling=False)).test_client()
    client.post("/desk/login", data={"token": token.make(user.path)})
    assert client.get("/desk").status_code == 200
    for url in ("/desk/searches", "/desk/feedback", "/desk/outcomes"):
        assert "PINLIGHT_DATA" in client.get(url).text


def test_the_file_of_users_data_holds_no_column_for_a_person(user):
    """Every column of every table is known here, so that none for an address or a name slips in."""
    UserData.open(user.path)
    db = sqlite3.connect(user.path)
    tables = [
        r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'") if r[0] != "sqlite_sequence"
    ]
    found = {t: {r[1] for r in db.execute(f"PRAGMA table_info({t})")} for t in tables}
    db.close()
    assert found == {
        "migrations": {"name", "place"},
        "outcomes": {"id", "day", "model", "cause", "repair", "role", "bundle", "undone"},
        "undone": {"id", "day", "ids", "why"},
        "feedback": {"card", "day", "verdict", "count"},
        "searches": {"text", "day", "count"},
        "sessions": {"hash", "stamp", "ends"},
        "once": {"hash", "day"},
        "doubted": {"card", "text", "day", "count"},
    }


def test_the_day_of_the_desk_is_a_day(user):
    """Nothing finer than a day is kept of what people told."""
    data = UserData.open(user.path)
    data.searches.add("battery", TODAY)
    ((day, _),) = data.searches.days()
    assert type(day) is date
    assert isinstance(user.path, Path)
