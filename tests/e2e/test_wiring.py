"""Connectors and cables in a real browser: at every width, by touch, by keyboard, without scripts, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from rules import survey

from kb.wiring.ends import ends
from kb.wiring.sockets import sockets


@pytest.fixture(scope="session")
def first_socket(kb):
    """A connector whose side is not printed and whose contacts have opposites."""
    return next(
        s for d in kb.devices for s in sockets(kb, d) if s.side == "usual" and any(c.opposites for c in s.contacts)
    )


@pytest.fixture(scope="session")
def first_end(kb):
    """A brand with wires and with a DIP setting."""
    return next(e for d in kb.devices for e in ends(kb, d) if e.status == "mapped" and e.protocols)


@pytest.fixture(scope="session")
def wiring_urls(kb, first_socket, first_end) -> list[str]:
    """One page of each form: each shape and side of connector, each standing of a cable."""
    every = [s for d in kb.devices for s in sockets(kb, d)]
    shapes = {(s.shape, s.side, len(s.tables)): s for s in every}
    standing = {(e.status, bool(e.protocols)): e for d in kb.devices for e in ends(kb, d)}
    pin = first_socket.contacts[3].pin
    base = f"/connector/{first_socket.device}/{first_socket.slug}"
    return [
        "/connectors", f"/connectors?device={first_socket.device}", f"{base}?pin={pin}", f"{base}/label",
        *(f"/connector/{s.device}/{s.slug}" for s in shapes.values()),
        "/cable", f"/cable/{first_end.device}", f"/cable/{first_end.device}/{first_end.slug}?packs=4",
        *(f"/cable/{e.device}/{e.slug}" for e in standing.values()),
    ]  # fmt: skip


def test_every_form_fits_and_is_accessible(open_page, wiring_urls):
    """At every width, light and dark: the rules of every page hold for each form of connector and cable."""
    assert survey(open_page(), wiring_urls) == []


def test_a_pin_is_three_taps_from_the_front_page(open_page, first_socket):
    """Door, connector, pin: and the large figure stands there."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/")
    page.get_by_role("link", name="Which pin is which?").tap()
    page.locator(f'a[href="/connector/{first_socket.device}/{first_socket.slug}"]').tap()
    contact = first_socket.contacts[3]
    page.locator(f'[data-pin-link="{contact.pin}"]').first.tap()
    expect(page.locator(".big-pin:not([hidden]) .big-pin__signal").first).to_have_text(contact.signal)


def test_a_dip_block_is_three_taps_from_the_front_page(open_page, first_end):
    """Door, device, brand: and the master's switches stand there."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto("/")
    page.get_by_role("link", name="Which pin is which?").tap()
    page.locator(f'a[href="/cable/{first_end.device}"]').first.tap()
    page.locator(f'a[href="/cable/{first_end.device}/{first_end.slug}"]').tap()
    expect(page.locator(".dip").first).to_be_visible()


def test_tapping_a_contact_in_the_drawing_enlarges_it(open_page, first_socket):
    """The address keeps the pin, a second tap puts it back, Back brings it again; the server draws the same."""
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"/connector/{first_socket.device}/{first_socket.slug}")
    contact = next(c for c in first_socket.contacts if c.opposites)
    drawn = page.locator(f'.sock a[data-pin="{contact.pin}"] .pin__hit').first
    drawn.tap()
    expect(page).to_have_url(re.compile(rf"\?pin={contact.pin}$"))
    expect(page.locator(f'[data-big="{contact.pin}"]').first).to_be_visible()
    expect(page.locator(f'.sock [data-pin="{contact.opposites[0]}"]').first).to_have_class(re.compile("pin--near"))
    tapped = page.locator(".sock").first.evaluate(
        "(e) => [...e.querySelectorAll('[data-pin]')].map((p) => p.className.baseVal)"
    )
    page.reload()
    drawn_by_server = page.locator(".sock").first.evaluate(
        "(e) => [...e.querySelectorAll('[data-pin]')].map((p) => p.className.baseVal)"
    )
    assert [set(c.split()) for c in tapped] == [set(c.split()) for c in drawn_by_server]
    drawn.tap()
    expect(page.locator(f'[data-big="{contact.pin}"]').first).to_be_hidden()
    page.go_back()
    expect(page.locator(f'[data-big="{contact.pin}"]').first).to_be_visible()


def test_pins_are_reached_and_opened_by_keyboard(open_page, first_socket):
    """Tab goes from row to row and never into the drawing; Enter enlarges."""
    page = open_page()
    page.goto(f"/connector/{first_socket.device}/{first_socket.slug}")
    assert page.locator(".sock a:not([tabindex='-1'])").count() == 0
    link = page.locator("[data-pin-link]").nth(2)
    page.locator("[data-pin-link]").nth(1).focus()
    # Between two rows there may be the link to a disagreement.
    page.keyboard.press("Tab")
    if not link.evaluate("(e) => e === document.activeElement"):
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    pin = first_socket.contacts[2].pin
    expect(page.locator(f'[data-big="{pin}"]').first).to_be_visible()


def test_everything_works_without_javascript(open_page, first_socket, first_end):
    """With scripts off a pin is enlarged by its link, a cable is chosen, and its settings are shown for four batteries."""
    page = open_page(java_script_enabled=False)
    page.goto("/connectors")
    page.locator(f'a[href="/connector/{first_socket.device}/{first_socket.slug}"]').click()
    page.locator("[data-pin-link]").nth(3).click()
    expect(page.locator(".big-pin:not([hidden])").first).to_be_visible()
    page.goto(f"/cable/{first_end.device}")
    page.locator(f'a[href="/cable/{first_end.device}/{first_end.slug}"]').click()
    page.get_by_label("Batteries in parallel").fill("4")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile(r"packs=4"))
    expect(page.locator("#settings .figures")).to_be_visible()


def test_ticked_checks_stay_while_the_cable_is_made(open_page, first_end):
    """A tick is kept over a reload, for this cable only."""
    page = open_page()
    page.goto(f"/cable/{first_end.device}/{first_end.slug}")
    page.locator(".checks input").first.check()
    page.reload()
    expect(page.locator(".checks input").first).to_be_checked()


def test_drawings_and_label_print_black_on_white(open_page, first_socket, first_end):
    """On paper: no dark surface in a drawing, the contacts' table whole, and the label on one page alone."""
    page = open_page(color_scheme="dark")
    for url in (f"/connector/{first_socket.device}/{first_socket.slug}", f"/cable/{first_end.device}/{first_end.slug}"):
        page.goto(url)
        page.emulate_media(media="print")
        fills = page.evaluate(
            """() => [...document.querySelectorAll(".sock__body, .sock .pin__metal, .cable__body")]
                .map((e) => getComputedStyle(e).fill)"""
        )
        assert fills
        assert set(fills) == {"rgb(255, 255, 255)"}, url
        assert page.locator(".pins, .wire-table").first.is_visible()
    page.goto(f"/connector/{first_socket.device}/{first_socket.slug}/label")
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    expect(page.locator(".qr-label__code")).to_be_visible()
    expect(page.locator(".actions")).to_be_hidden()
