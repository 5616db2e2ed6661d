"""A suggestion's link opens the troubleshooter where the suggestion stands: the same complaint, the same shares."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from markupsafe import escape
from werkzeug.datastructures import MultiDict

from kb.diagnose import api, weighed
from kb.suggest.advise import suggest
from webapp.features.trouble import asked

TICKETS = [
    ("Growatt battery", "Two Growatt batteries, ALM red right after switching on. One was bought two years later."),
    ("SR48100H", "SR48100H and a Deye: the inverter sees no battery. I put end resistors on both sides of the bus."),
    ("SigenStor offline", "The SigenStor is offline since the fibre was installed and the old box taken away."),
]
BAR = re.compile(r'href="(/trouble/[^"]+)"')


@pytest.fixture(params=TICKETS, ids=lambda t: t[0])
def found(engine, request):
    """What is suggested for a ticket."""
    return suggest(engine, *request.param)


def test_the_shares_are_the_suggestions(kb, found):
    """After the link's answers and weights each cause has the share that the suggestion gives it within its complaint."""
    url = urlsplit(found.trouble)
    said = asked.read(MultiDict(parse_qsl(url.query)))
    models = api.models_of(kb, url.path.rsplit("/", 1)[1])
    model = weighed.model_of(said.weighed, models)
    assert model.id == found.model["id"]
    told = api.diagnose(
        kb, url.path.rsplit("/", 1)[1], said.answers, said.role, weighed.moved(model, said.weighed, None)
    )
    there = {c["id"]: c["p"] for c in told["causes"]}
    own = {c.id: c.p for c in found.causes if c.model == model.id and c.id != "something-else"}
    most = max(own, key=own.get)
    assert max(there, key=lambda c: (c != "something-else", there[c])) == most
    for cause, p in own.items():
        assert there[cause] / there[most] == pytest.approx(p / own[most], rel=0.02, abs=0.005)


def test_the_page_says_so_and_keeps_it(client, found):
    """The page tells that words were weighed, and every answer and the link to share carry it on; a fresh start does not."""
    text = client.get(found.trouble).get_data(as_text=True)
    assert "words of the ticket were weighed" in text
    value = str(escape(dict(parse_qsl(urlsplit(found.trouble).query))[weighed.NAME]))
    choices = re.findall(r'<a class="choice[^"]*" href="([^"]+)"', text)
    assert choices
    assert all(value in x for x in choices)
    assert any(value not in x for x in BAR.findall(text) if "?" in x)


@pytest.mark.parametrize("value", ["", "x", "growatt-65-alarm.AA", "sigenstor-lamps." + "A" * 300, "\x00.é"])
def test_a_made_up_weight_is_left_out(client, value):
    """What fits no complaint here is left out and said, and the page is as it is without."""
    bare = client.get("/trouble/sr48100h", query_string={"role": "lay"})
    page = client.get("/trouble/sr48100h", query_string={"role": "lay", weighed.NAME: value})
    assert page.status_code == bare.status_code == 200
    assert "words of the ticket were weighed" not in page.get_data(as_text=True)
