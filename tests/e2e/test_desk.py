"""The desk and what leads to it, in a real browser: with and without scripts, at both widths, light and dark."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from rules import survey
from serving import running

from kb.diagnose import api
from kb.userdata import Outcome, Settings, UserData, token
from webapp import Config, create_app
from webapp.bundle import EXTENSION

PAGES = ("/desk", "/desk/searches", "/desk/feedback", "/desk/outcomes", "/desk/data")
FACT = "/fact/sr48100h/link-in/4"
TODAY = datetime.now(UTC).date()
REFUSED = "sr48100h link in pin 17"


@pytest.fixture(scope="module")
def user(tmp_path_factory) -> Settings:
    return Settings(path=tmp_path_factory.mktemp("desk") / "user.sqlite", learn=True)


@pytest.fixture(scope="module")
def key(user) -> str:
    return token.make(user.path)


@pytest.fixture(scope="module")
def site(bundle_root, user):
    """A server of its own, which keeps what is told."""
    app = create_app(
        Config(root=bundle_root, user=user, telling=True, search_rate="100000/minute", tell_rate="100000/minute")
    )
    kb = app.extensions[EXTENSION].get().kb
    data, model = UserData.open(user.path), api.models(kb)[0]
    for fact in list(kb.facts)[:12]:
        data.feedback.add(fact, right=len(fact) % 2 == 0, day=TODAY, asked="red light flashing")
    for text in (REFUSED, "noise at night"):
        data.searches.add(text, TODAY)
    for place in (0, 0, 1):
        data.outcomes.add(Outcome(TODAY, model.id, model.causes[place], model.fixes[place].id, "lay", "v"))
    data.outcomes.undo(1, TODAY, "a test")
    with running(app) as url:
        yield url


def log_in(page, key, wanted="/desk"):
    page.goto(wanted)
    page.get_by_label("Token").fill(key)
    page.get_by_role("button", name="Open the desk").click()


def test_the_desk_fits_and_is_accessible(open_page, key):
    """Its door, every page of the desk, and what leads to it: at every width, light and dark, the rules of every page hold."""
    page = open_page()
    wrong = survey(page, ["/desk/login"])
    log_in(page, key)
    page.get_by_role("button", name="Check").click()
    wrong += survey(page, (*PAGES, FACT, "/feedback?right=no&fact=sr48100h/link-in/4"))
    assert wrong == []


def test_the_desk_works_without_scripts(open_page, key, user):
    """Log in where one was going, settle a search, take an outcome back, log out: all of it forms."""
    page = open_page(java_script_enabled=False)
    log_in(page, key, "/desk/searches")
    expect(page).to_have_url("/desk/searches")
    page.get_by_role("row", name="noise at night").get_by_role("button").click()
    expect(page.get_by_text("noise at night")).to_have_count(0)
    page.goto("/desk/outcomes")
    page.get_by_role("button", name="number 3").click()
    assert [r.id for r in UserData.open(user.path).outcomes.all()] == [2]
    page.get_by_role("button", name="Log out").click()
    page.goto("/desk")
    expect(page).to_have_url("/desk/login?next=/desk")


def test_a_card_is_called_right_by_keyboard_and_the_page_stays(open_page, user):
    """With scripts the thanks is said in place, the focus goes to it, and the voice is counted once."""
    page = open_page()
    page.goto(FACT)
    before = dict(counted(user))
    page.get_by_role("button", name="Yes, this was right").focus()
    page.keyboard.press("Enter")
    said = page.locator(".was [role=status]")
    expect(said).to_have_text("Thank you.")
    expect(said).to_be_focused()
    expect(page.locator(".was__say").first).to_be_hidden()
    expect(page).to_have_url(FACT)
    assert counted(user)["sr48100h/link-in/4"] == before.get("sr48100h/link-in/4", 0) + 1


def test_without_scripts_a_card_is_called_wrong_by_a_form(open_page, user):
    """The thanks is a page that leads back to what was found and into the manual."""
    page = open_page(java_script_enabled=False)
    page.goto("/search?q=link+in+pin+4+sr48100h")
    page.get_by_role("button", name="No, this was wrong").first.click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to what was found").click()
    expect(page).to_have_url("/search?q=link+in+pin+4+sr48100h")
    assert any("link in pin 4 sr48100h" in t for t in UserData.open(user.path).feedback.asked().values())


def test_results_that_appear_while_one_types_can_be_judged_too(open_page, user):
    """The form in a fragment is served by the same script; without signal it says so and can be tried again."""
    page = open_page()
    page.goto("/search")
    page.locator("[data-search]").fill("docp")
    form = page.locator("[data-results] .was").first
    expect(form).to_be_visible()
    page.evaluate(
        "() => { window.fetched = window.fetch; window.fetch = () => Promise.reject(new TypeError('away')); }"
    )
    form.get_by_role("button", name="No").click()
    expect(form.get_by_role("status")).to_have_text("No signal: it could not be counted.")
    page.evaluate("() => { window.fetch = window.fetched; }")
    before = sum(counted(user).values())
    form.get_by_role("button", name="No").click()
    expect(form.get_by_role("status")).to_have_text("Thank you.")
    assert sum(counted(user).values()) == before + 1


def test_a_search_without_an_answer_reaches_the_desk(open_page, key, user):
    """What was sent with Enter is on the list and leads back to the search; what was only typed is not."""
    page = open_page()
    page.goto("/search")
    page.locator("[data-search]").fill("sr48100h link out pin 23")
    page.locator("[data-search]").press("Enter")
    expect(page.get_by_role("heading", name="Not in the manuals")).to_be_visible()
    log_in(page, key, "/desk/searches")
    page.get_by_role("link", name="sr48100h link out pin 23").click()
    expect(page.get_by_role("heading", name="Not in the manuals")).to_be_visible()


def counted(user):
    return {t.card: t.right + t.wrong for t in UserData.open(user.path).feedback.tallies()}
