"""The adapters for Zendesk and Chatwoot, against pages that speak what those helpdesks document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect
from widget_site import BODY, OPENED, SUBJECT, Sites

ADAPTERS = Path(__file__).parents[2] / "adapters"
SDK = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"
# The part of the framework's client that the app uses: promises of what was asked, by path; a note of what was invoked.
ZAF = """
window.ZAFClient = { init: () => {
  const told = %s;
  const editor = { fails: %s };
  window.invoked = [];
  return {
    metadata: async () => ({ appId: 1, installationId: 2, settings: told.settings }),
    get: async (paths) => Object.fromEntries([].concat(paths).filter((p) => p in told.ticket).map((p) => [p, told.ticket[p]])),
    invoke: async (name, ...given) => {
      if (name === "ticket.editor.insert" && editor.fails) throw new Error("not available in the Markdown editor");
      invoked.push([name, ...given]);
    },
    on: () => {},
  };
} };
"""
CONVERSATION = [
    {
        "author": {"role": "end-user", "name": "Jo"},
        "channel": {"name": "email"},
        "message": {"content": "Good morning", "contentType": "text/html"},
    },
    {
        "author": {"role": "end-user", "name": "Jo"},
        "channel": {"name": "email"},
        "message": {"content": f"<p>{BODY}</p>", "contentType": "text/html"},
    },
    {
        "author": {"role": "agent", "name": "Al"},
        "channel": {"name": "email"},
        "message": {"content": "A coffee?", "contentType": "text/html"},
    },
]


@pytest.mark.parametrize("conversation", [CONVERSATION, None], ids=["conversation", "description"])
@pytest.mark.parametrize("markdown", [False, True], ids=["rich", "markdown"])
def test_the_zendesk_app_reads_the_ticket_and_fills_the_editor(sites: Sites, browser, conversation, markdown):
    """Nothing is loaded before the button is pressed; then the customer's last words are answered, and the reply is inserted as HTML,
    or as plain text where the editor takes no HTML.
    """
    told = {
        "settings": {
            "server": f"{sites.server}/",
            "devices": "sr48100h,growatt-65",
            "contact": "mailto:second@desk.example",
        },
        "ticket": {
            "ticket.subject": SUBJECT,
            "ticket.description": BODY,
            **({"ticket.conversation": conversation} if conversation else {}),
        },
    }
    sites.app.put_folder(ADAPTERS / "zendesk")
    outer = sites.desk.put(
        "/agent",
        f'<!doctype html><title>Desk</title><iframe src="{sites.app.origin}/assets/iframe.html" width="320" height="640"></iframe>',
    )
    context = browser.new_context()
    context.add_init_script(OPENED)
    page = context.new_page()
    page.route(
        SDK,
        lambda route: route.fulfill(
            content_type="text/javascript", body=ZAF % (json.dumps(told), json.dumps(markdown))
        ),
    )
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url) if r.url.startswith(sites.server) else None)
    page.goto(outer)
    app = page.frame_locator("iframe")
    launch = app.locator("pinlight-widget .launch")
    expect(launch).to_be_visible()
    assert [u.removeprefix(sites.server) for u in asked] == ["/widget.js"]
    launch.click()
    frame = app.frame_locator("pinlight-widget iframe")
    insert = frame.get_by_role("button", name="Insert into reply")
    expect(insert).to_be_visible(timeout=30_000)
    expect(frame.locator(".ticket__about")).to_contain_text(sites.kb.devices["sr48100h"].name)
    assert app.locator("body").evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    insert.click()
    inside = next(f for f in page.frames if f.url.startswith(sites.app.origin))
    inside.wait_for_function("invoked.some(([name]) => name === 'notify')")
    invoked = inside.evaluate("invoked")
    name, text = next(i[:2] for i in invoked if "insert" in i[0] or "append" in i[0])
    assert name == ("comment.appendText" if markdown else "ticket.editor.insert")
    assert ("<p>" in text) is not markdown
    assert "edition" in text
    assert [i[1]["height"] for i in invoked if i[0] == "resize"] == ["64px", "640px"]
    context.close()


def test_the_zendesk_manifest_names_what_is_there():
    """Framework 2.0, a sidebar whose page exists, a label for each setting, and a README of at most a screen."""
    folder = ADAPTERS / "zendesk"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    words = json.loads((folder / "translations" / f"{manifest['defaultLocale']}.json").read_text("utf-8"))
    assert manifest["frameworkVersion"] == "2.0"
    assert (folder / manifest["location"]["support"]["ticket_sidebar"]["url"]).is_file()
    assert {p["name"] for p in manifest["parameters"]} == set(words["app"]["parameters"])


@pytest.mark.parametrize("name", ["zendesk", "chatwoot", "request-tracker"])
def test_each_adapter_is_explained_on_a_screen(name):
    """A README of at most forty lines."""
    assert len((ADAPTERS / name / "README.md").read_text("utf-8").splitlines()) <= 40


# Chatwoot's side as it documents it: the conversation as JSON text by a window message, by itself and whenever it is asked for.
CHATWOOT = """<!doctype html><title>Chatwoot</title><iframe src="{app}" width="400" height="700" allow="clipboard-read; clipboard-write"></iframe>
<script>
  window.asked = [];
  window.told = {told};
  const app = document.querySelector("iframe");
  const tell = () => app.contentWindow.postMessage(JSON.stringify(told), "*");
  addEventListener("message", (event) => {{
    asked.push(event.data);
    if (event.data === "chatwoot-dashboard-app:fetch-info") tell();
  }});
</script>"""


def context_of(*messages: dict, subject: str = "") -> dict:
    return {
        "event": "appContext",
        "data": {
            "conversation": {
                "id": 7,
                "messages": [
                    {"id": i, "conversation_id": 7, "created_at": 100 + i, "content_type": "text", **m}
                    for i, m in enumerate(messages)
                ],
                "additional_attributes": {"mail_subject": subject} if subject else {},
                "meta": {"channel": "Channel::Email"},
            },
            "contact": {"id": 3, "name": "Jo"},
            "currentAgent": {"id": 1, "name": "Al"},
        },
    }


def test_the_chatwoot_app_asks_for_the_conversation_and_copies_the_reply(sites: Sites, browser):
    """It asks, takes the contact's last public message, answers it, and puts the reply on the clipboard; notes and other senders are nothing."""
    told = context_of(
        {"content": "Hello", "message_type": 0},
        {"content": BODY, "message_type": 0},
        {"content": "One moment", "message_type": 1},
        {"content": "The Growatt battery, I think", "message_type": 0, "private": True},
        subject=SUBJECT,
    )
    sites.app.put_folder(
        ADAPTERS / "chatwoot",
        **{"https://pinlight.example": sites.server, "https://chatwoot.example": sites.desk.origin},
    )
    outer = sites.desk.put("/chatwoot", CHATWOOT.format(app=f"{sites.app.origin}/index.html", told=json.dumps(told)))
    context = browser.new_context()
    context.add_init_script(OPENED)
    page = context.new_page()
    page.goto(outer)
    app = page.frame_locator("iframe")
    frame = app.frame_locator("pinlight-widget iframe")
    insert = frame.get_by_role("button", name="Insert into reply")
    expect(insert).to_be_visible(timeout=30_000)
    expect(frame.locator(".ticket__about")).to_contain_text(sites.kb.devices["sr48100h"].name)
    assert page.evaluate("asked") == ["chatwoot-dashboard-app:fetch-info"]
    # Not Chatwoot: another page of the same window, and the right page with something else.
    inside = next(f for f in page.frames if f.url.startswith(sites.app.origin))
    stranger = context_of({"content": "Growatt battery, which cable?", "message_type": 0})
    inside.evaluate("(told) => postMessage(JSON.stringify(told), '*')", stranger)
    for other in (
        "{}",
        "null",
        "[]",
        '{"event":"appContext"}',
        '{"event":"appContext","data":{"conversation":{"messages":5}}}',
        "no json",
    ):
        page.evaluate("(text) => app.contentWindow.postMessage(text, '*')", other)
    insert.click()
    expect(app.get_by_text("Copied: paste it into the reply.")).to_be_visible()
    expect(frame.locator(".ticket__about")).to_contain_text(sites.kb.devices["sr48100h"].name)
    # The next conversation comes by itself.
    page.evaluate(
        "(next) => { told = next; tell(); }",
        context_of({"content": "Please send the invoice of March again.", "message_type": 0}),
    )
    expect(frame.get_by_text("Not in the manuals")).to_be_visible(timeout=30_000)
    context.close()
