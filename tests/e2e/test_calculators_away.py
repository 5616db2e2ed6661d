"""Calculators while the server is there, while it is not, and on the way from one to the other, in real Chromium."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import yaml
from playwright.sync_api import Page, expect
from rules import violations
from test_offline import phone, server, visit  # noqa: F401 - fixtures, and the first visit

from kb.calc.registry import calculators

EXAMPLES: dict[str, dict[str, str]] = {}
for path in sorted((Path(__file__).parents[1] / "calc" / "examples").glob("*.yaml")):
    for e in yaml.safe_load(path.read_text(encoding="utf-8")):
        if "error" not in e:
            EXAMPLES.setdefault(f"{e['calculator']}{' refused' if 'refused' in e else ''}", e)
SITUATIONS = [(e["calculator"], {n: str(v) for n, v in e["inputs"].items()}) for e in EXAMPLES.values()]
# One calculator for typing: a count with a range of the manual.
BANK, FIELD = "/calculator/sr48100h-bank", "input[name=packs]"


def plain(text: str) -> str:
    """What is read, without its line breaks; the way to the JSON interface needs a server and does not count."""
    return re.sub(r"\s+", "", text.replace("JSON", ""))


def answer(page: Page) -> str:
    """What came out."""
    expect(page.locator("[data-answer] h2").first).to_be_visible()
    return plain(page.locator("[data-answer]").inner_text())


def test_all_calculators_answer_alike_in_airplane_mode(phone, server, kb):  # noqa: F811 - the fixtures
    """After one visit an address with inputs gives on the phone, word for word, what the server gave."""
    context, page = phone(server)
    visit(page)
    addresses = [f"/calculator/{calculator}?{urlencode(given)}" for calculator, given in SITUATIONS]
    told = page.evaluate(
        """(addresses) => Promise.all(addresses.map(async (address) => {
            const text = await (await fetch(address)).text();
            return new DOMParser().parseFromString(text, "text/html").querySelector("[data-answer]").textContent;
        }))""",
        addresses,
    )
    assert {c for c, _ in SITUATIONS} <= set(calculators(kb))
    context.set_offline(True)
    for address, wanted in zip(addresses, told, strict=True):
        page.goto(address)
        expect(page.locator("[data-answer] h2").first).to_be_visible()
        assert plain(page.locator("[data-answer]").text_content()) == plain(wanted), address
        assert page.evaluate("document.documentElement.hasAttribute('data-offline')")


def test_the_form_works_on_the_phone(phone, server):  # noqa: F811
    """From the list to a result without signal: choose, type, press; the address keeps the inputs."""
    context, page = phone(server)
    visit(page)
    context.set_offline(True)
    page.goto("/calculators")
    page.get_by_role("link", name=re.compile("^Battery bank")).first.click()
    field = page.locator("form[data-calculator] input").first
    field.fill("1")
    page.get_by_role("button", name="Work it out").click()
    expect(page.locator("[data-answer] h2").first).to_be_focused()
    assert "=1" in page.url
    field.fill("1e9")
    field.press("Enter")
    expect(page.locator(".field__error")).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")


def test_the_server_stops_while_the_page_is_open(phone, server):  # noqa: F811
    """Without a service worker too: whoever began to fill in a form gets the same figures when the server is gone."""
    context, page = phone(server)
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    page.goto(f"{BANK}?packs=5")
    wanted = answer(page)
    page.goto(BANK)
    with page.expect_response("**/calculators/data.json"):
        page.locator(FIELD).focus()
    page.locator(FIELD).fill("4")
    expect(page.locator(".given")).to_contain_text("4")
    server.stop()
    page.locator(FIELD).fill("5")
    expect(page.locator(".given")).to_contain_text("5")
    assert answer(page) == wanted


def test_the_result_follows_what_is_typed(open_page):
    """No button is needed: the result comes, is told to a screen reader, and the address holds it; the form stays still."""
    page = open_page()
    page.goto(BANK)
    field, button = page.locator(FIELD), page.get_by_role("button", name="Work it out")
    places = field.bounding_box(), button.bounding_box()
    field.press_sequentially("4")
    expect(page.locator("[data-answer] h2").first).to_have_text("Result")
    expect(page.locator("[data-told]")).to_contain_text("kWh")
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile(r"packs=4$"))
    shown = page.locator("[data-answer]").bounding_box()["height"]
    field.press_sequentially("0")
    expect(page.locator("[data-told]")).to_contain_text("No answer")
    field.press("End")
    field.press_sequentially("x")
    # Half-typed is no mistake: nothing is said before the field is left, and nothing moves.
    expect(page.locator("[data-answer]")).to_have_text("")
    expect(page.locator(".field__error")).to_have_count(0)
    assert (field.bounding_box(), button.bounding_box()) == places
    assert page.locator("[data-answer]").bounding_box()["height"] > 0
    assert shown > 0
    field.press("Tab")
    expect(page.locator(".field__error")).to_contain_text("Not understood")
    field.fill("4")
    expect(page.locator(".field__error")).to_have_count(0)
    expect(field).not_to_have_attribute("aria-invalid", "true")


def test_an_older_answer_never_replaces_a_newer_one(open_page):
    """A question that a newer one has overtaken is broken off; the server is not taken for gone because of that."""
    page = open_page()
    page.goto(BANK)
    held = []
    older = re.compile(r"packs=2$")
    page.route(older, lambda route: held.append(route))  # noqa: PLW0108 - Playwright asks the handler for its parameters
    with page.expect_request(older):
        page.locator(FIELD).fill("2")
    with page.expect_event("requestfailed", lambda r: older.search(r.url) is not None):
        page.locator(FIELD).fill("3")
    assert len(held) == 1
    expect(page.locator(".given")).to_contain_text("3 packs")
    expect(page).to_have_url(re.compile(r"packs=3$"))
    # Only the server's answer leads to the JSON interface.
    expect(page.get_by_role("link", name="JSON")).to_be_visible()


def test_a_result_on_the_page_has_no_accessibility_violation(open_page):
    """A result that came while typing is as accessible as one the server rendered, light and dark."""
    page = open_page(reduced_motion="reduce")
    page.goto(BANK)
    page.locator(FIELD).fill("4")
    expect(page.locator("[data-answer] h2").first).to_be_visible()
    wrong = violations(page)
    page.emulate_media(color_scheme="dark")
    assert wrong + violations(page) == []


def test_a_session_goes_on_in_the_tree(phone, server, kb):  # noqa: F811
    """Answers given with signal are not lost without: the address of the session opens the tree at that very step."""
    from kb.diagnose import api

    model = api.models(kb)[0]
    device = model.source.devices[0]
    context, page = phone(server)
    visit(page)
    page.goto(f"/trouble/{device}/tree?role=lay&problem={model.id}")
    fold = page.locator("details[data-answers]").first
    fold.locator("summary").first.click()
    asked = page.locator("[data-step]").first.get_attribute("data-step")
    said = fold.get_attribute("data-answers").split()[0]
    expect(page).to_have_url(re.compile(f"#{asked}={said}$"))
    step = fold.locator("[data-step] .twig__text").first.inner_text()
    context.set_offline(True)
    page.goto(f"/trouble/{device}?role=lay&problem={model.id}&{asked}={said}")
    reached = page.locator("[data-step]:focus .twig__text").first
    expect(reached).to_be_visible()
    assert reached.inner_text() == step
