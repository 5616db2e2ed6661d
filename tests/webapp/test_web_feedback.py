"""What visitors tell: was this right, searches without an answer, what helped. Counted, cleaned, and only where it is wanted."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from markup import complaints

from kb.diagnose import api
from kb.model.facts import Conflict
from kb.userdata import Settings, UserData
from kb.userdata.clean import cleaned
from webapp import Config, create_app, learning, telling
from webapp.bundle import EXTENSION
from webapp.features.desk import lists
from webapp.offline import gather, pack

FORM = re.compile(r'<form class="was".*?</form>', re.DOTALL)
MARK = re.compile(r'<form class="fixed" action="([^"]+)".*?name="mark" value="([^"]+)"', re.DOTALL)
REFUSED = "qwertzuiop yxcvbnm"
TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _the_day_stays(monkeypatch) -> None:
    """A run that goes on past midnight has one day: what is told at its end counts as what was told at its beginning."""
    for module in (telling, learning, lists):
        monkeypatch.setattr(module, "today", lambda: TODAY)


def made(root, tmp, **more):
    user = Settings(path=tmp / "user.sqlite", learn=more.pop("learn", True), feedback=more.pop("feedback", True))
    config = {"telling": True, "testing": True, "search_rate": "1000000/minute", "tell_rate": "1000000/minute", **more}
    return create_app(Config(root=root, user=user, **config))


@pytest.fixture(scope="session")
def told_app(web_root, tmp_path_factory):
    return made(web_root, tmp_path_factory.mktemp("told"))


@pytest.fixture(scope="session")
def quiet_app(web_root, tmp_path_factory):
    """Feedback switched off; searches and outcomes neither kept nor learnt."""
    return made(web_root, tmp_path_factory.mktemp("quiet"), feedback=False, learn=False)


@pytest.fixture
def visitor(told_app):
    return told_app.test_client()


def file_of(app):
    return app.config["PINLIGHT"].user.path


@pytest.fixture
def data(told_app):
    """The file of users' data, empty."""
    found = UserData.open(file_of(told_app))
    with found.connected() as db:
        for name in ("outcomes", "undone", "feedback", "searches", "doubted", "once"):
            db.execute(f"DELETE FROM {name}")  # noqa: S608 - names of this test
    return found


def told(data, card):
    return next(((t.right, t.wrong) for t in data.feedback.tallies() if t.card == card), (0, 0))


@pytest.mark.parametrize("page", ["/search?q=red+light+flashing", "/search?q=pin+4+link+in", "/alarm/sr48100h/docp"])
def test_answer_cards_ask_whether_they_were_right(visitor, page):
    """A form with two buttons under the answer, which works without a script and keeps all rules of pages."""
    text = visitor.get(page).text
    forms = FORM.findall(text)
    assert forms
    for form in forms:
        assert 'method="post"' in form
        assert form.count("<button") == 2
    assert "feedback." in text
    assert complaints(text) == []


def test_every_fact_can_be_called_right_or_wrong(visitor, data, kb):
    """From its own page, whatever its kind and id; the voice is counted for that fact and no other."""
    first = {}
    for fact in kb.facts.values():
        if not isinstance(fact, Conflict):
            first.setdefault(type(fact), fact)
    for fact in first.values():
        (form, *_) = FORM.findall(visitor.get(f"/fact/{fact.id}").text)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', unescape(form)))
        response = visitor.post("/feedback", data={**hidden, "right": "yes"})
        assert response.status_code == 303
        assert told(data, fact.id) == (1, 0)
        thanks = visitor.get(response.location)
        assert thanks.status_code == 200
        assert complaints(thanks.text) == []
    assert len(data.feedback.tallies()) == len(first)


def test_a_no_leads_to_the_manual_and_keeps_what_was_asked(visitor, data, kb):
    """The question stands beside the card on the desk, without what is personal; a yes keeps no question."""
    fact = next(iter(kb.select("alarm")))
    asked = "red light, call John Smithers +49 170 1234567"
    response = visitor.post("/feedback", data={"fact": fact.id, "right": "no", "query": asked})
    page = visitor.get(response.location).text
    assert f"/manual/{fact.source.manual}/" in page
    back = [dict(parse_qsl(urlsplit(unescape(u)).query)) for u in re.findall(r'href="(/search\?[^"]+)"', page)]
    assert {"q": asked} in back
    (kept,) = data.feedback.asked()[fact.id]
    assert kept.startswith("red light, ")
    assert not {"smithers", "170", "1234567"} & set(re.findall(r"\w+", kept))
    visitor.post("/feedback", data={"fact": fact.id, "right": "yes", "query": "battery"})
    assert "battery" not in data.feedback.asked()[fact.id]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"fact": "no/such", "right": "yes"}, 404),
        ({"right": "yes"}, 404),
        ({"fact": "sr48100h/alarm/docp", "right": "maybe"}, 400),
        ({"fact": "sr48100h/alarm/docp"}, 400),
        ({"fact": "sr48100h/alarm/docp", "right": "no", "query": "x" * 3000}, 400),
    ],
)
def test_what_is_no_voice_is_refused_in_words(visitor, data, body, status):
    """An unknown fact, a third answer, a question without end: nothing is counted."""
    assert visitor.post("/feedback", data=body).status_code == status
    assert data.feedback.tallies() == ()


def test_programs_tell_by_json(visitor, data):
    """`POST /api/v1/feedback` counts; a body of another shape is refused with the reason."""
    said = visitor.post("/api/v1/feedback", json={"fact": "sr48100h/alarm/docp", "right": False, "query": "red light"})
    assert said.json == {"fact": "sr48100h/alarm/docp", "right": False, "counted": True}
    assert told(data, "sr48100h/alarm/docp") == (0, 1)
    for wrong in (
        {"fact": "sr48100h/alarm/docp"},
        {"fact": 1, "right": True},
        {"fact": "x", "right": True, "name": "J"},
    ):
        assert visitor.post("/api/v1/feedback", json=wrong).status_code == 400
    assert visitor.post("/api/v1/feedback", json={"fact": "no/such", "right": True}).status_code == 404


def test_another_site_cannot_tell(visitor, data):
    """A page of another host makes no visitor's browser vote."""
    form = {"fact": "sr48100h/alarm/docp", "right": "no"}
    assert visitor.post("/feedback", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post("/api/v1/feedback", json={}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert data.feedback.tallies() == ()


def test_voices_are_limited(web_root, tmp_path):
    """One address bends no count: beyond the rate it is 429, and reading goes on."""
    client = made(web_root, tmp_path, tell_rate="3/minute").test_client()
    form = {"fact": "sr48100h/alarm/docp", "right": "no"}
    assert [client.post("/feedback", data=form).status_code for _ in range(4)] == [303, 303, 303, 429]
    assert client.post("/api/v1/feedback", json={"fact": form["fact"], "right": True}).status_code == 429
    assert client.get("/search?q=docp").status_code == 200


def test_switched_off_nothing_asks_and_nothing_is_kept(quiet_app, app, web_root):
    """No form, no script, no file, an address that says there is none; the same where no file was ever named."""
    for one in (quiet_app, app):
        client = one.test_client()
        for page in ("/search?q=docp", "/fact/sr48100h/alarm/docp", "/alarm/sr48100h/docp", "/"):
            text = client.get(page).text
            assert not FORM.findall(text)
            assert "/static/feedback." not in text
        assert client.post("/feedback", data={"fact": "sr48100h/alarm/docp", "right": "yes"}).status_code == 404
        said = client.post("/api/v1/feedback", json={"fact": "sr48100h/alarm/docp", "right": True})
        assert said.json["counted"] is False
        client.get("/search?" + urlencode({"q": REFUSED}))
        assert client.post("/trouble/sr48100h/outcome").status_code == 404
    assert not file_of(quiet_app).exists()


def test_the_pack_for_phones_asks_nobody(told_app, kb):
    """Without signal nobody could be told, so packed pages hold no form; and no page of the desk is in the pack."""
    snapshot = told_app.extensions[EXTENSION].get()
    with told_app.test_request_context("/"):
        wanted = gather.addresses(told_app, snapshot.kb)
    assert not [a for a in wanted if a.startswith(("/desk", "/feedback"))]
    for address in [a for a in wanted if a.startswith("/fact/")][:20]:
        text, _ = pack.render(told_app, snapshot, address)
        assert not FORM.findall(text)


def test_a_search_without_an_answer_is_kept_once_for_each_asking(visitor, data):
    """By page and by JSON; not while typing, not when it was answered, not when it was only loaded again unchanged."""
    url = "/search?" + urlencode({"q": "sr48100h link in pin 17"})
    first = visitor.get(url)
    assert "Not in the manuals" in first.text
    assert sum(s.count for s in data.searches.top()) == 1
    visitor.get(url, headers={"X-Fragment": "results"})
    visitor.get(url, headers={"If-None-Match": first.headers["ETag"]})
    visitor.get("/search?q=docp")
    assert sum(s.count for s in data.searches.top()) == 1
    visitor.get("/api" + "/v1" + url)
    assert sum(s.count for s in data.searches.top()) == 2


NAMES = ("Smithers", "Wojciechowski", "Müller-Lüdenscheidt", "O'Shaughnessy", "Nakamura")
PERSONAL = (
    "jane.doe+x@example.com",
    "+49 (0)170 123-45 67",
    "0664/1234567",
    "192.168.17.23",
    "10.0.0.7",
    "2001:db8::8a2e:370:7334",
    "Hauptstraße 17, Gelsenkirchen",
    "221b Bakerstreet Londonderry",
    "SN A1B2C3D4E5F6G7",
    "https://example.com/u/jane?id=1",
    *(f"my customer {n}" for n in NAMES),
)
# Of each thing above, what would give a person away.
TRACES = (
    b"jane", b"doe", b"example.com", b"170", b"0664", b"1234567", b"192.168", b"10.0.0", b"2001", b"8a2e", b"hauptstra",
    b"gelsenkirchen", b"bakerstreet", b"londonderry", b"a1b2c3", *(n.lower().split("-")[0].split("'")[-1].encode() for n in NAMES),
)  # fmt: skip


def test_nothing_personal_is_in_any_byte_of_the_files(visitor, data):
    """Mail, telephone, internet and street addresses, serials and names, told in every way that there is: none is kept.

    Nor is where it came from: the visitor's own address, browser and cookie.
    """
    agent, address = "SpecialBrowser/7.7", "203.0.113.77"
    sent = {"headers": {"User-Agent": agent, "Cookie": "visitor=abcxyz"}, "environ_base": {"REMOTE_ADDR": address}}
    for words in PERSONAL:
        visitor.get("/search?" + urlencode({"q": f"{REFUSED} {words}"}), **sent)
        visitor.get("/api/v1/search?" + urlencode({"q": f"{words} {REFUSED}"}), **sent)
        visitor.post(
            "/feedback", data={"fact": "sr48100h/alarm/docp", "right": "no", "query": f"battery {words}"}, **sent
        )
        visitor.post(
            "/api/v1/feedback", json={"fact": "sr48100h/alarm/docp", "right": False, "query": f"{words} pin 4"}, **sent
        )
    assert data.feedback.asked()["sr48100h/alarm/docp"]
    assert data.searches.top()
    files = [p for p in file_of(visitor.application).parent.iterdir() if p.is_file()]
    assert files
    for path in files:
        raw = path.read_bytes().lower()
        found = [t for t in (*TRACES, agent.lower().encode(), address.encode(), b"abcxyz") if t in raw]
        assert found == [], path


@tuned(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=120))
def test_only_words_of_the_manuals_are_kept(app, kb, text):
    """Whatever is asked: each kept word stands in the manuals or the vocabulary, or is a figure of at most four digits."""
    with app.app_context():
        known = telling.known(kb)
    for word in re.findall(r"[^\W_]+", cleaned(text, known)):
        assert word in known or (word.isdecimal() and len(word) <= 4) or not word.isascii() or "'" in text


def test_questions_stay_readable_for_the_keeper(app, kb):
    """What is about a device stays: its names, signals, brands, figures and units."""
    with app.app_context():
        known = telling.known(kb)
    for question in (
        "sr48100h pin 4 link in",
        "can victron 57.6 v",
        "battery 100a breaker",
        "growatt 6.5kwh red light",
    ):
        assert cleaned(question, known) == question


def test_a_file_that_cannot_be_written_costs_no_page(web_root, tmp_path):
    """A search is answered, the troubleshooter works with what is stated; only telling is refused, in words."""
    (tmp_path / "user.sqlite").write_bytes(b"this is no database, but long enough to look like a file of one " * 9)
    client = made(web_root, tmp_path).test_client()
    assert client.get("/search?" + urlencode({"q": REFUSED})).status_code == 200
    assert client.get("/trouble/sr48100h?role=lay").status_code == 200
    assert client.post("/feedback", data={"fact": "sr48100h/alarm/docp", "right": "yes"}).status_code == 503


def test_what_is_too_old_goes_by_itself(web_root, tmp_path):
    """On the first thing that is told on a day, what is older than the retention is removed."""
    app = made(web_root, tmp_path)
    data = UserData.open(tmp_path / "user.sqlite")
    keep = app.config["PINLIGHT"].user.keep_days
    data.searches.add("old battery", TODAY - timedelta(keep + 1))
    data.searches.add("young battery", TODAY - timedelta(keep - 1))
    app.test_client().post("/feedback", data={"fact": "sr48100h/alarm/docp", "right": "yes"})
    assert [s.text for s in data.searches.top()] == ["young battery"]


def fixed(client, kb, n=0):
    """Walk a session to "fixed" by doing every repair, and return its address."""
    model = api.models(kb)[n]
    device = model.source.devices[0]
    several = len(api.models_of(kb, device)) > 1
    url = f"/trouble/{device}?" + urlencode([("role", "support"), *([("problem", model.id)] if several else [])])
    for _ in range(60):
        text = client.get(url).text
        if 'class="step step--fixed"' in text:
            return url, text
        choices = [unescape(u) for u in re.findall(r'<a class="choice[^"]*" href="([^"]+)"', text)]
        helped = [u for u in choices if u.endswith("=fixed")]
        safe = [u for u in choices if u.endswith("=no")]
        url = (helped or safe or choices)[0]
    raise AssertionError("no end")


def tell(client, text):
    url, mark = MARK.search(text).groups()
    return client.post(unescape(url), data={"mark": mark})


def test_a_repair_that_helped_is_counted_once_for_a_page(visitor, data, kb):
    """After "fixed" a form offers it; sent twice it counts once, loaded afresh it may be told again."""
    url, text = fixed(visitor, kb)
    assert [c for c in complaints(text) if "mailto:" not in c] == []
    assert data.outcomes.all() == ()
    first, second = tell(visitor, text), tell(visitor, text)
    assert first.status_code == second.status_code == 303
    (one,) = data.outcomes.all()
    assert one.outcome == api.outcome(
        kb, urlsplit(url).path.split("/")[2], dict(parse_qsl(urlsplit(url).query)[1:]), "support", TODAY
    )
    assert "Thank you" in visitor.get(first.location).text
    assert "counted before" in visitor.get(second.location).text
    assert complaints(visitor.get(first.location).text) == []


def test_a_mark_is_good_for_its_own_case_only(visitor, told_app, data, kb, monkeypatch):
    """Made up, of another case, of another app, or old: refused, and nothing is stored. So is a page of another host."""
    _, text = fixed(visitor, kb)
    url, mark = MARK.search(text).groups()
    _, other = fixed(visitor, kb, 1)
    wrong = ["", "x", "a.b.c", mark[:-1], mark.replace(".", ",", 1), "é" * 50, MARK.search(other)[2]]
    for bad in wrong:
        assert visitor.post(unescape(url), data={"mark": bad}).status_code == 400, bad
    assert visitor.get(unescape(url)).status_code == 200  # a thanks that counts nothing
    assert visitor.post(unescape(url), data={"mark": mark}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    monkeypatch.setattr(learning, "today", lambda: TODAY + timedelta(3))
    assert visitor.post(unescape(url), data={"mark": mark}).status_code == 400
    assert data.outcomes.all() == ()


def test_what_helped_changes_the_next_session_and_its_tag(visitor, data, kb):
    """Told outcomes shift the causes on the page and in the JSON; the ETag from before is no longer good. Undo brings both back."""
    _, text = fixed(visitor, kb)
    model = api.models(kb)[0]
    device = model.source.devices[0]
    several = len(api.models_of(kb, device)) > 1
    start = f"/trouble/{device}?" + urlencode([("role", "lay"), *([("problem", model.id)] if several else [])])
    body = {"device": device, "answers": {"problem": model.id} if several else {}}

    def causes():
        return {c["id"]: c["p"] for c in visitor.post("/api/v1/diagnose", json=body).json["causes"]}

    before, tag = causes(), visitor.get(start).headers["ETag"]
    assert visitor.get(start, headers={"If-None-Match": tag}).status_code == 304
    other = visitor.get("/conflicts").headers["ETag"]
    for _ in range(3):
        _, text = fixed(visitor, kb)
        assert tell(visitor, text).status_code == 303
    cause = data.outcomes.all()[0].outcome.cause
    assert causes()[cause] > before[cause]
    assert visitor.get(start, headers={"If-None-Match": tag}).status_code == 200
    assert visitor.get("/conflicts", headers={"If-None-Match": other}).status_code == 304
    # Somebody's feedback changes no prior, and so no page.
    learnt = visitor.get(start).headers["ETag"]
    visitor.post("/feedback", data={"fact": "sr48100h/alarm/docp", "right": "yes"})
    assert visitor.get(start, headers={"If-None-Match": learnt}).status_code == 304
    data.outcomes.undo_day(TODAY, TODAY)
    assert causes() == before
    assert visitor.get(start, headers={"If-None-Match": learnt}).status_code == 200


def test_without_learning_no_outcome_is_offered(quiet_app, kb):
    """Off by default: the end of a session is as it was."""
    _, text = fixed(quiet_app.test_client(), kb)
    assert 'class="fixed"' not in text
    assert "What was done" in text
