"""The troubleshooter in a real browser: without scripts, by keyboard, back and forth, shared, printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from rules import survey

from kb.diagnose import api

PROBLEM = "/trouble/sr48100h?role=lay&problem=sr48100h-alm-on"
ENDS = re.compile(r"step--(fixed|escalate)")


def to_the_end(page, pick):
    """Choose the answer that `pick` names by its number (negative: from the end) until the session ends; return the addresses."""
    seen = [page.url]
    for _ in range(40):
        if ENDS.search(page.locator(".step").get_attribute("class")):
            return seen
        page.locator(".choice").nth(pick).click()
        seen.append(page.url)
    raise AssertionError("no end after 40 pages")


def test_a_session_needs_no_javascript(open_page):
    """With scripts off: from the front page by links alone to an end, the note is there whole, an answer is changed in place."""
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.locator(".door", has_text="Something is wrong").click()
    page.get_by_role("link", name="Installer").click()
    page.locator("a.list__a", has_text="The ALM lamp is on or flashes").click()
    expect(page).to_have_url(re.compile("role=installer"))
    to_the_end(page, 0)
    note = page.locator("#note")
    expect(note).to_have_value(re.compile("Device: SR48100H"))
    assert note.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    expect(page.locator("[data-copy='note']")).to_be_hidden()
    before = page.locator(".trail__li").count()
    change = page.locator(".trail__li").last.locator("details")
    change.locator("summary").click()
    change.locator("a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".trail__li").count() <= before


def test_back_and_forth_is_the_browsers_own(open_page):
    """Every answer is a page of its own: the back button takes it back, forward gives it again, reload changes nothing."""
    page = open_page()
    page.goto(PROBLEM)
    first = page.locator("h1").inner_text()
    page.locator(".choice").first.click()
    second = page.locator("h1").inner_text()
    assert second != first
    page.go_back()
    assert page.locator("h1").inner_text() == first
    page.go_forward()
    assert page.locator("h1").inner_text() == second
    page.reload()
    assert page.locator("h1").inner_text() == second


def test_a_colleague_sees_the_same(open_page):
    """The address under "Send this to a colleague", opened elsewhere, shows the same step and the same trail."""
    page = open_page()
    page.goto(PROBLEM)
    to_the_end(page, -1)
    page.locator("summary", has_text="Send this to a colleague").click()
    address = page.locator("#share").input_value()
    other = open_page()
    other.goto(address)
    assert other.locator(".trail").inner_text() == page.locator(".trail").inner_text()
    assert other.locator("#note").input_value() == page.locator("#note").input_value()
    assert other.locator("h1").inner_text() == page.locator("h1").inner_text()


def test_a_session_is_walked_by_keyboard_alone(open_page):
    """Tab reaches the answers in their order and shows where it is; Enter answers; no key is swallowed."""
    page = open_page()
    page.goto(PROBLEM)
    for _ in range(40):
        if ENDS.search(page.locator(".step").get_attribute("class")):
            break
        address = page.url
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.choice')"):
                break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, old=address: url != old)
    expect(page.locator("#note")).to_be_visible()


def test_the_note_is_copied(open_page, site):
    """With scripts the note is one tap from the clipboard, and it is said."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/trouble/growatt-65?role=lay&problem=growatt-65-alarm&danger=fire")
    page.get_by_role("button", name="Copy the note").click()
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#note").input_value()
    assert page.url in page.locator("#note").input_value()


def test_the_role_is_remembered_and_an_address_outranks_it(open_page):
    """Who chose Installer finds it chosen the next time; an address that names a role is left as it is."""
    page = open_page()
    page.goto("/trouble")
    page.get_by_role("link", name="Installer").click()
    page.goto("/trouble/sr48100h")
    expect(page).to_have_url(re.compile("role=installer"))
    page.goto(PROBLEM)
    expect(page.locator(".roles [aria-current]")).to_have_text("Home owner")


def test_every_kind_of_step_is_accessible(open_page, kb):
    """Question, lamps, repair with a DIP row, hand-on, danger, tree: the rules of every page hold at every width, light and dark."""
    dip = "&set-inverter=not-fixed&remove-terminator=not-fixed&brand=deye&fit-version-ii=not-fixed"
    urls = [
        "/trouble",
        "/trouble/sr48100h?lamp=ALM:red:flash",
        PROBLEM,
        f"{PROBLEM}&danger=no&message=cant-tell",
        f"/trouble/sr48100h?role=installer&problem=sr48100h-communication&danger=no{dip}",
        "/trouble/growatt-65?role=lay&problem=growatt-65-alarm&danger=fire",
        "/trouble/sr48100h?problem=sr48100h-alm-on&nonsense=1",
        "/trouble/sr48100h/tree",
        "/trouble/sr48100h/tree?role=lay&problem=sr48100h-unable-to-start",
    ]
    assert survey(open_page(), urls) == []


@pytest.mark.parametrize("name", ["sr48100h-unable-to-start", "growatt-65-alarm"])
def test_a_tree_is_walked_without_javascript_and_prints_on_its_sheets(open_page, kb, name):
    """The tree page is walked by its folds alone to an end; printed, it is exactly its A4 sheets."""
    model = next(m for m in api.models(kb) if m.id == name)
    page = open_page(java_script_enabled=False)
    page.goto(f"/trouble/{model.source.devices[0]}/tree?role=lay&problem={name}")
    place = page.locator(".twigs > .twig")
    for _ in range(12):
        branch = place.locator("> details").first
        if not branch.count():
            break
        branch.locator("> summary").click()
        place = branch.locator("> .twig")
        expect(place.locator("> .twig__text")).to_be_visible()
    assert re.search("twig--(fixed|escalate|bound)", place.get_attribute("class"))
    sheets = page.locator(".sheets__img").count()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == sheets
