from __future__ import annotations

import html
import re

import pytest
from markup import complaints, read

from kb.model.facts import Caution, Spec, base_id
from webapp.features.procedures import view

LEVELS = ("danger", "warning", "caution")
_LABEL = re.compile(r'<label for="step-(\d+)"><span class="tick__n">\1</span><span>(.*?)</span></label>')


@pytest.fixture(scope="module")
def procedures(kb):
    return tuple(kb.select("procedure"))


def test_every_procedure_shows_its_steps_in_order_with_a_box_each(client, procedures):
    """Each step stands once, in the manual's order, beside a box of its own that carries the step as its label."""
    assert procedures
    for procedure in procedures:
        page = client.get(f"/procedure/{procedure.id}").text
        assert complaints(page) == [], procedure.id
        told = [html.unescape(text).replace("\u00a0", " ") for _, text in _LABEL.findall(page)]
        assert told == list(procedure.steps), procedure.id
        assert page.count('type="checkbox"') == len(procedure.steps)


def test_what_must_be_read_first_stands_above_the_steps(client, kb, procedures):
    """Danger, warning and caution stand above the first step, gravest first; notices below the last."""
    for procedure in procedures:
        page = client.get(f"/procedure/{procedure.id}").text
        start, end = page.index('<ol class="ticks">'), page.index("</ol>", page.index('<ol class="ticks">'))
        found = [f for f in (kb.facts.get(i) for i in procedure.cautions) if isinstance(f, Caution)]
        places = [(f.level, page.index(f'href="/fact/{f.id}"')) for f in found]
        above = sorted(((at, level) for level, at in places if level != "notice"))
        assert all(at < start for at, _ in above), procedure.id
        assert [LEVELS.index(level) for _, level in above] == sorted(LEVELS.index(level) for _, level in above)
        assert all(at > end for level, at in places if level == "notice"), procedure.id


def test_figures_come_from_the_same_section(client, kb, procedures):
    """The figures shown with a procedure are the ones of its section and its devices."""
    shown = 0
    with client.application.test_request_context():
        for procedure in procedures:
            ids = {f.url.removeprefix("/fact/") for f in view.figures(kb, procedure)}
            for fact_id in ids:
                fact = kb.facts[fact_id]
                assert isinstance(fact, Spec)
                assert (fact.source.manual, fact.source.anchor) == (procedure.source.manual, procedure.source.anchor)
            shown += len(ids)
    assert shown


def test_editions_are_told_as_alike_or_different(client, kb, procedures):
    """A procedure of two editions names the other one; steps of two editions never stand in one list."""
    for procedure in procedures:
        urls = read(client.get(f"/procedure/{procedure.id}").text).urls
        for other in kb.editions_of[base_id(procedure.id)]:
            if other != procedure.id:
                assert f"/procedure/{other}" in urls


def test_the_procedures_of_a_manual_are_chained(client, kb, procedures):
    """From the first procedure of a manual the way on leads through all of them, in the manual's order."""
    with client.application.test_request_context():
        for manual in {p.source.manual for p in procedures}:
            chain = [p for p in procedures if p.source.manual == manual]
            for n, procedure in enumerate(chain):
                before, after = view.ways(kb, procedure)
                assert (before.url if before else None) == (f"/procedure/{chain[n - 1].id}" if n else None)
                assert (after.url if after else None) == (
                    f"/procedure/{chain[n + 1].id}" if n + 1 < len(chain) else None
                )


def test_ticks_belong_to_one_procedure_of_one_knowledge_base(client, kb, procedures):
    """The name under which ticks are kept holds the version and the fact, so that old ticks are never shown."""
    keys = set()
    for procedure in procedures:
        page = client.get(f"/procedure/{procedure.id}").text
        key = page.partition('data-ticks="')[2].partition('"')[0]
        assert key == f"{kb.manifest.version}:{procedure.id}"
        keys.add(key)
    assert len(keys) == len(procedures)


def test_progress_waits_for_its_script(client, procedures):
    """Without a script nothing pretends to count: bar and button are hidden."""
    page = client.get(f"/procedure/{procedures[0].id}").text
    assert '<div class="progress" data-ticks-bar hidden>' in page
    assert '<p class="actions" data-ticks-again hidden>' in page


@pytest.mark.parametrize("name", ["nothing", "sr48100h/alarm/covp", "sr48100h/procedure/nothing"])
def test_what_is_no_procedure_is_not_found(client, name):
    """Only a procedure has a page of steps."""
    assert client.get(f"/procedure/{name}").status_code == 404


def test_the_offline_pack_holds_every_procedure(client, kb, procedures):
    """Every procedure can be read in airplane mode."""
    with client.application.test_request_context():
        assert list(view.offline(kb)) == [f"/procedure/{p.id}" for p in procedures]
