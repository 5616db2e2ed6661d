"""Pinlight inside a real Request Tracker 5: from a customer's words to a cited reply in the reply box."""

from __future__ import annotations

import re

import pytest
from conftest import RT_PASSWORD, RT_USER, Desk
from playwright.sync_api import Browser, Page, expect

SUBJECT = "Battery shows a red light"
BODY = "Hello,\n\nour SR48100H shows the ALM lamp flashing red since last night, and RUN is off.\nI have already restarted it.\n\nJo"
# RT makes its style sheets and scripts at the first request; both servers start cold, on whatever machine this is.
PATIENCE_MS = 120_000
# The widget's root is closed to scripts of the page. A test is let in by opening it before the page's scripts run.
OPENED = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) { return attach.call(this, { ...options, mode: "open" }); };
"""
READY = "(name) => window.RT && (!Number(RT.Config.MessageBoxRichText) || (window.CKEDITOR?.instances[name]?.status === 'ready'))"
TEXT = "(name) => window.CKEDITOR?.instances[name]?.getData() ?? document.querySelector(`[name=${name}]`).value"


@pytest.fixture
def agent(browser: Browser, desk: Desk):
    """An agent who is logged in to RT."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(OPENED)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(desk.rt)
    page.fill("input[name=user]", RT_USER)
    page.fill("input[name=pass]", RT_PASSWORD)
    page.click("#login-box input[type=submit], input[type=submit]")
    expect(page.get_by_text("Create new ticket").first).to_be_visible(timeout=PATIENCE_MS)
    yield page
    context.close()


def create_ticket(page: Page) -> None:
    """Create a ticket by RT's own form."""
    page.get_by_text("Create new ticket").first.click()
    page.fill("input[name=Subject]", SUBJECT)
    page.wait_for_function(READY, arg="Content")
    page.evaluate(
        """(text) => {
          const rich = window.CKEDITOR?.instances.Content;
          if (rich) rich.setData(text.split("\\n").map((line) => `<p>${line}</p>`).join(""));
          else document.querySelector("textarea[name=Content]").value = text;
        }""",
        BODY,
    )
    page.click("input[name=SubmitTicket]")
    page.wait_for_url("**/Ticket/Display.html*")


def open_widget(page: Page):
    """Open the widget by its button and wait for the ticket's answer; returns the frame."""
    page.locator("pinlight-widget .launch").click()
    frame = page.frame_locator("pinlight-widget iframe")
    # The reply, or the sentence that says why there is none.
    told = frame.locator(".ticket .reply, .ticket > h2 + .alert--caution:last-child").first
    expect(told).to_be_visible(timeout=PATIENCE_MS)
    expect(frame.get_by_role("heading", name="Reply", exact=True)).to_be_visible()
    return frame


def test_a_ticket_becomes_a_cited_reply_in_the_reply_box(agent: Page, desk: Desk, kb):
    """A ticket made in RT is answered in the widget, and the reply with its places goes into RT's reply box, twice: from
    the ticket's page, which leads to the reply form, and on the reply form itself. Nothing is sent by it.
    """
    asked: list[str] = []
    agent.on("request", lambda r: asked.append(r.url) if r.url.startswith(desk.pinlight) else None)
    create_ticket(agent)
    agent.wait_for_load_state("networkidle")
    assert [url.removeprefix(desk.pinlight) for url in asked] == ["/widget.js"]

    frame = open_widget(agent)
    device = kb.devices["sr48100h"]
    expect(frame.locator(".ticket__about").get_by_text(device.name, exact=True)).to_be_visible()
    assert frame.locator(".cause").count() >= 1
    frame.get_by_role("button", name="Insert into reply").click()

    agent.wait_for_url("**/Ticket/Update.html*")
    agent.wait_for_function(READY, arg="UpdateContent")
    text = agent.evaluate(TEXT, "UpdateContent")
    assert_cited(text, kb)
    assert agent.locator("[name=UpdateType]").input_value() == "response"

    frame = open_widget(agent)
    frame.get_by_role("button", name="Insert into reply").click()
    agent.wait_for_function(f"(before) => ({TEXT})('UpdateContent').length > before * 1.5", arg=len(text))
    twice = agent.evaluate(TEXT, "UpdateContent")
    assert len(citations(twice)) == 2 * len(citations(text))

    # Nothing went out: the history holds the customer's own words alone.
    agent.go_back()
    agent.goto(re.sub(r"Update\.html.*", "Display.html?id=1", agent.url))
    expect(agent.locator(".transaction .message-stanza, .transaction .messagebody").first).to_be_visible()
    assert "Sources:" not in agent.locator("#body, body").first.inner_text()


def citations(text: str) -> list[str]:
    """The places in a manual that a text names: edition, then section and lines."""
    return re.findall(r"edition [^<\n]+, lines? [0-9][0-9–,\- ]*", text)


def assert_cited(text: str, kb) -> None:
    """The text names the product, and each of its places is one of a fact of the knowledge base."""
    assert kb.devices["sr48100h"].name in text
    found = citations(text)
    assert found
    lines = {fact.source.lines.replace(" ", "") for fact in kb.facts.values()}
    for place in found:
        said = place.rpartition("line")[2].lstrip("s").strip().rstrip(",").replace(" ", "").replace("–", "-")
        assert said in lines, place
