"""The widget on other people's pages: what it costs, how it is used, and what their pages cannot do to it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from rules import COLOURS, sideways, small, violations
from widget_site import BODY, OPENED, SUBJECT, Sites, frame_of

LAUNCH = "pinlight-widget .launch"
LISTEN = """() => {
  window.heard = [];
  for (const name of ["ready", "open", "close", "insert"]) Pinlight.on(name, (detail) => heard.push([name, detail ?? null]));
}"""
TICKET = {"subject": SUBJECT, "body": BODY}
MOVED = """
window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => (window.moved += e.value))).observe({ type: "layout-shift", buffered: true });
"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def opened(page: Page):
    """Press the button; returns the frame when its first page is there."""
    page.locator(LAUNCH).click()
    frame = frame_of(page)
    expect(frame.locator(".ways-in")).to_be_visible()
    return frame


def inner(page: Page):
    """The frame itself, for what a frame locator cannot do."""
    return page.locator("pinlight-widget iframe").element_handle().content_frame()


def answered(page: Page):
    """Hand a ticket in and wait for the reply; returns the frame."""
    page.evaluate("(ticket) => Pinlight.suggest(ticket)", TICKET)
    frame = frame_of(page)
    expect(frame.get_by_role("button", name="Insert into reply")).to_be_visible(timeout=30_000)
    return frame


def test_before_the_click_nothing_is_asked_for_and_nothing_moves(sites: Sites, visit):
    """The script is all that is loaded; no layout shift, no frame, no cookie, nothing stored, nothing hung on the page but one name."""
    asked: list[str] = []
    names = "Object.getOwnPropertyNames(window)"
    page = visit(
        sites.page(main="<p>Some text.</p>" * 40), init=f"window.before = new Set({names});{MOVED}", asked=asked
    )
    page.evaluate(SETTLED)
    assert [url.removeprefix(sites.server) for url in asked if url.startswith(sites.server)] == ["/widget.js"]
    assert page.frames == [page.main_frame]
    assert page.evaluate("moved") == 0
    assert page.evaluate(f"{names}.filter((n) => !before.has(n) && n !== 'before' && n !== 'moved')") == ["Pinlight"]
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert page.evaluate("document.querySelector('pinlight-widget').shadowRoot") is None


def test_used_it_leaves_nothing_on_the_site(sites: Sites, visit):
    """After an answer there is still no cookie anywhere, nothing stored on the site, and nothing has moved there."""
    page = visit(sites.page(main="<p>Some text.</p>" * 40), init=MOVED + OPENED)
    answered(page)
    assert page.context.cookies() == []
    assert page.evaluate("[document.cookie, localStorage.length, sessionStorage.length, moved]") == ["", 0, 0, 0]


def test_it_opens_and_closes_by_keyboard_and_gives_focus_back(sites: Sites, visit):
    """Enter on the button leads into the search box; Esc empties it, then closes; focus is on the button again. So does Close."""
    page = visit(sites.page())
    page.keyboard.press("Tab")
    launch = page.locator(LAUNCH)
    expect(launch).to_be_focused()
    expect(launch).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    box = frame_of(page).get_by_role("searchbox")
    expect(box).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(launch).to_be_hidden()
    page.keyboard.type("alarm")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(launch).to_be_focused()
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.get_by_role("button", name="Close").press("Enter")
    expect(launch).to_be_focused()
    expect(launch).to_have_attribute("aria-expanded", "false")


def test_closing_does_not_take_focus_from_the_site(sites: Sites, visit):
    """A reply box that somebody types in keeps the focus when the site closes the widget."""
    page = visit(sites.page(main="<p><label>Reply <input></label></p>"))
    opened(page)
    page.get_by_label("Reply").focus()
    page.evaluate("Pinlight.close()")
    expect(page.get_by_label("Reply")).to_be_focused()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_accessible_and_fits_closed_and_open(sites: Sites, visit, width):
    """Zero violations on the page with the button, with the panel, and in the frame on its pages, light and dark; nothing is cut off sideways."""
    # axe in the frame looks for an axe around it, and the browser remarks on that.
    page = visit(
        sites.page(options='data-contact="mailto:second@desk.example"'),
        expected=("'postMessage' on 'DOMWindow'",),
        viewport={"width": width, "height": 640},
        reduced_motion="reduce",
    )

    def faults(target) -> list[str]:
        page.emulate_media(color_scheme="light")
        found = violations(target)
        page.emulate_media(color_scheme="dark")
        return found + [f"dark: {v}" for v in violations(target, COLOURS)]

    wrong = [f"closed: {v}" for v in faults(page)]
    opened(page)
    wrong += [f"open: {v}" for v in faults(page)]
    device = "sr48100h"
    answered(page)
    for path in (
        "",
        f"leds/{device}",
        f"trouble/{device}",
        "search?q=alarm",
        "calculators",
        f"connectors?device={device}",
    ):
        if path:
            inner(page).goto(f"{sites.server}/embed/{path}")
        frame = inner(page)
        found = [*faults(frame), *sideways(frame, frame.evaluate("innerWidth"))]
        found += [f"small: {html}" for html in small(frame, ".ticket button, .ticket .btn, .way-in, .ways-in a")]
        wrong += [f"/embed/{path}: {fault}" for fault in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        wrong.append("the site is wider than the window")
    assert wrong == []


def settled(page: Page) -> Locator:
    """The panel, once it has slid in: where it stands is known then."""
    panel = page.get_by_role("dialog")
    panel.evaluate("panel => Promise.all(panel.getAnimations({subtree: true}).map(move => move.finished))")
    return panel


def test_on_a_phone_the_panel_is_the_screen(sites: Sites, visit):
    """At 320 px the panel covers the window; its targets are 44 px and more."""
    page = visit(sites.page(), viewport={"width": 320, "height": 600})
    assert page.locator(LAUNCH).bounding_box()["height"] >= 44
    opened(page)
    assert settled(page).bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 600}
    close = page.get_by_role("button", name="Close").bounding_box()
    assert min(close["width"], close["height"]) >= 44


def test_inline_it_fills_its_container(sites: Sites, visit):
    """In a sidebar of 300 px the widget stands where its script stands, as wide and as high as the container."""
    main = f"""<div id="side"><script async src="{sites.server}/widget.js" data-position="inline"></script></div>"""
    head = "<style>#side { width: 300px; height: 600px; }</style>"
    page = visit(sites.page(head=head, main=main, script=False))
    side = page.locator("#side").bounding_box()
    opened(page)
    assert page.locator("pinlight-widget").count() == 1
    assert settled(page).bounding_box() == side
    assert inner(page).evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_motion_only_where_it_is_welcome(sites: Sites, visit):
    """Somebody who asked for less motion sees none."""
    page = visit(sites.page(), reduced_motion="reduce")
    opened(page)
    assert page.get_by_role("dialog").evaluate("(e) => getComputedStyle(e).animationName") == "none"


@pytest.mark.parametrize("colour", ["#ffcc00", "#036", "#777777", "#0b6462", "red; } * { display: none", "#12345"])
def test_any_colour_is_readable(sites: Sites, visit, colour):
    """The button's words are black or white, at least 4.5:1 on the site's colour; what is no colour is not used."""
    page = visit(sites.page(options=f'data-colour="{colour}"'))
    back, text = page.locator(LAUNCH).evaluate(
        "(e) => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color]"
    )
    assert contrast(back, text) >= 4.5
    if not re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", colour):
        assert back == "rgb(11, 100, 98)"
    expect(page.locator(LAUNCH)).to_be_visible()


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast of two computed colours."""

    def light(colour: str) -> float:
        parts = [int(n) / 255 for n in re.findall(r"\d+", colour)[:3]]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted([light(one), light(other)])
    return (high + 0.05) / (low + 0.05)


def test_options_of_the_script_tag(sites: Sites, visit):
    """Language, label, position, product and contact come from the tag; an address that is no link is none."""
    page = visit(
        sites.page(
            options='data-language="de-CH" data-position="left" data-device="sr48100h" data-contact="https://desk.example/help"'
        )
    )
    launch = page.locator(LAUNCH)
    expect(launch).to_have_text("Im Handbuch fragen")
    assert launch.bounding_box()["x"] < 100
    frame = opened(page)
    expect(page.get_by_role("link", name="Kontakt")).to_have_attribute("href", "https://desk.example/help")
    expect(frame.get_by_role("heading", level=1)).to_have_text(
        sites.kb.devices["sr48100h"].short or sites.kb.devices["sr48100h"].name
    )

    page = visit(
        sites.page(options="""data-language="constructor" data-label="Help" data-contact="javascript:alert(1)" """)
    )
    expect(page.locator(LAUNCH)).to_have_text("Help")
    opened(page)
    assert page.locator("pinlight-widget a").count() == 0


def test_a_ticket_is_answered_and_its_reply_handed_over(sites: Sites, visit):
    """suggest() shows product, causes, question and reply; `insert` hands over three forms and facts that exist."""
    page = visit(sites.page())
    page.evaluate(LISTEN)
    page.evaluate("addEventListener('pinlight-insert', (e) => (window.event_detail = e.detail))")
    frame = answered(page)
    expect(frame.locator(".ticket__about")).to_contain_text(sites.kb.devices["sr48100h"].name)
    assert frame.locator(".cause").count() >= 1
    frame.get_by_role("button", name="Insert into reply").click()
    expect(frame.get_by_text("Handed to the helpdesk")).to_be_visible()
    page.wait_for_function("heard.some(([name]) => name === 'insert')")
    heard = page.evaluate("heard")
    assert [name for name, _ in heard] == ["open", "ready", "insert"]
    reply = heard[-1][1]
    assert set(reply) == {"plain", "markdown", "html", "facts"}
    assert reply["facts"]
    assert all(fact in sites.kb.facts for fact in reply["facts"])
    shown = frame.locator(".reply").inner_text()
    assert reply["plain"].split() == shown.split()
    assert page.evaluate("event_detail") == reply


def test_a_ticket_stays_while_one_looks_around_in_the_frame(sites: Sites, visit):
    """Following a cause to its fact and coming back shows the ticket's answer again; a search leads to its results."""
    page = visit(sites.page())
    frame = answered(page)
    frame.locator(".cause a").first.click()
    expect(frame.locator(".ticket")).to_have_count(0)
    frame.locator(".brand").click()
    expect(frame.get_by_role("button", name="Insert into reply")).to_be_visible(timeout=30_000)
    page.evaluate("Pinlight.search('ALM flashing')")
    expect(frame.get_by_role("searchbox").first).to_have_value("ALM flashing")
    assert "/embed/search" in inner(page).url
    # Another ticket, from a page that cannot show it.
    page.evaluate(
        "(ticket) => Pinlight.suggest(ticket)",
        {"subject": "Invoice", "body": "Please send the invoice of March again to our new address."},
    )
    expect(frame.get_by_text("Not in the manuals")).to_be_visible(timeout=30_000)


def test_an_unclear_product_is_asked_for(sites: Sites, visit):
    """When the ticket does not say which product, buttons do; a press answers for that one."""
    page = visit(sites.page())
    page.evaluate(
        "(ticket) => Pinlight.suggest(ticket)", {"subject": "Light", "body": "The battery flashes red. What now?"}
    )
    frame = frame_of(page)
    choice = frame.get_by_role("button", name=sites.kb.devices["sr48100h"].name)
    expect(choice).to_be_visible(timeout=30_000)
    choice.click()
    expect(frame.locator(".ticket__about")).to_contain_text(sites.kb.devices["sr48100h"].name, timeout=30_000)


def test_what_a_customer_wrote_stays_text(sites: Sites, visit):
    """Markup in a ticket is shown as words, if at all, and never becomes part of the page."""
    page = visit(sites.page())
    evil = """SR48100H ALM flashing red, RUN off <img src=x onerror="document.title='owned'"><script>document.title='owned'</script>"""
    page.evaluate("(ticket) => Pinlight.suggest(ticket)", {"subject": evil, "body": evil})
    frame = frame_of(page)
    expect(frame.get_by_role("button", name="Insert into reply")).to_be_visible(timeout=30_000)
    assert frame.locator(".ticket img, .ticket script").count() == 0
    assert inner(page).evaluate("document.title") != "owned"


def test_hostile_styles_do_not_reach_it(sites: Sites, visit):
    """Rules for everything, for every button and for the element itself change neither place nor size nor looks."""
    css = """<style>* { all: unset !important; }
      button, pinlight-widget, iframe, div { display: none !important; visibility: hidden !important; opacity: 0 !important; }
      pinlight-widget { position: static !important; transform: scale(.1) !important; left: -9999px !important; pointer-events: none !important;
        clip-path: inset(50%) !important; filter: blur(9px) !important; max-width: 1px !important; }
      html { font-size: 3px !important; }</style>"""
    looks = "(e) => { const s = getComputedStyle(e); return [s.backgroundColor, s.color, s.fontSize, s.display]; }"
    plain = visit(sites.page())
    expected = plain.locator(LAUNCH).evaluate(looks), plain.locator(LAUNCH).bounding_box()
    page = visit(sites.page(head=css))
    launch = page.locator(LAUNCH)
    expect(launch).to_be_visible()
    assert (launch.evaluate(looks), launch.bounding_box()) == expected
    opened(page)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_it_lives_under_the_strictest_policy(sites: Sites, visit):
    """A site that allows this script and this frame and nothing else, with trusted types, isolated: no violation, and it works."""
    page = visit(
        sites.page(
            Content_Security_Policy=f"default-src 'none'; script-src {sites.server}/widget.js; frame-src {sites.server}; "
            "require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'",
            Cross_Origin_Embedder_Policy="require-corp",
            Cross_Origin_Opener_Policy="same-origin",
        )
    )
    answered(page)
    assert page.evaluate("crossOriginIsolated")


POLLUTED = """<script>
  for (const name of ["get", "set", "value", "writable", "configurable", "device", "devices", "position", "label", "colour", "contact", "origin",
      "language",
      "plain", "markdown", "html", "facts", "first", "pinlight", "nonce", "n", "type", "detail", "mode", "bubbles", "subject", "body"])
    Object.prototype[name] = "polluted";
  Object.prototype.get = () => "polluted";
  Array.prototype.extra = () => {};
  Array.prototype.toJSON = () => "polluted";
  String.prototype.toJSON = Array.prototype.toJSON;
</script>"""
# After the widget is there, everything that a page's script could break is broken.
BROKEN = """() => {
  const bad = () => { throw new Error("broken"); };
  for (const [of, names] of [
    [Array.prototype, ["push", "join", "forEach", "map", "concat", "slice", "includes", "indexOf"]],
    [String.prototype, ["slice", "replace", "toLowerCase", "split", "match"]], [Number.prototype, ["toString"]],
    [RegExp.prototype, ["test", "exec"]], [JSON, ["stringify", "parse"]], [Object, ["freeze", "defineProperty", "create", "keys", "assign"]],
    [Element.prototype, ["setAttribute", "getAttribute", "append", "remove", "attachShadow"]], [Node.prototype, ["appendChild"]],
    [HTMLElement.prototype, ["focus"]], [EventTarget.prototype, ["addEventListener", "dispatchEvent"]],
    [MessagePort.prototype, ["postMessage", "start", "close"]], [Document.prototype, ["createElement", "createElementNS"]],
    [Function.prototype, ["call", "apply", "bind"]],
    [window, ["MessageChannel", "CustomEvent", "Uint8Array", "URL", "setTimeout", "clearTimeout", "encodeURIComponent"]],
    [Crypto.prototype, ["getRandomValues"]], [Object.prototype, ["hasOwnProperty"]],
  ]) for (const name of names) of[name] = bad;
}"""


def test_polluted_prototypes_do_not_mislead_it(sites: Sites, visit):
    """Properties on Object.prototype are neither options nor fields of a message, and do not spoil what it defines."""
    page = visit(sites.page(head=POLLUTED))
    expect(page.locator(LAUNCH)).to_have_text("Ask the manuals")
    page.evaluate(
        "() => { window.heard = []; Pinlight.on('insert', (reply) => heard.push(Object.keys(reply).length + reply.plain.length)); }"
    )
    frame = answered(page)
    frame.get_by_role("button", name="Insert into reply").click()
    page.wait_for_function("heard.length > 0")
    assert page.evaluate("heard[0]") > 100


def test_scripts_that_break_the_page_do_not_break_it(sites: Sites, visit):
    """What was taken at the start keeps working when a later script replaces built-in functions."""
    url = sites.page(main="<p id=out></p>")
    page = visit(url)
    handle = page.evaluate_handle("() => ({ heard: [], text: (x) => String(x) })")
    page.evaluate(
        "(kept) => { Pinlight.on('insert', (reply) => { kept.heard[kept.heard.length] = reply.plain; document.title = 'inserted'; }); }",
        handle,
    )
    page.evaluate(
        f"() => {{ setTimeout(() => {{ ({BROKEN})(); Pinlight.suggest({{ subject: {SUBJECT!r}, body: {BODY!r} }}); }}, 0); }}"
    )
    frame = frame_of(page)
    insert = frame.get_by_role("button", name="Insert into reply")
    expect(insert).to_be_visible(timeout=30_000)
    insert.click()
    expect(page).to_have_title("inserted")


def test_its_interface_cannot_be_replaced(sites: Sites, visit):
    """The name is fixed and frozen; a second script tag changes nothing; wrong calls say what is right."""
    page = visit(sites.page(main=f'<script async src="{sites.server}/widget.js" data-label="second"></script>'))
    assert (
        page.evaluate(
            "() => { try { window.Pinlight = 1 } catch {} delete window.Pinlight; return typeof Pinlight.open; }"
        )
        == "function"
    )
    assert page.evaluate("Object.isFrozen(Pinlight)")
    assert page.locator("pinlight-widget").count() == 1
    for wrong in (
        "Pinlight.search(5)",
        "Pinlight.suggest('text')",
        "Pinlight.suggest({})",
        "Pinlight.on('click', () => {})",
        "Pinlight.on('open')",
    ):
        assert page.evaluate(
            f"() => {{ try {{ {wrong}; return 'taken'; }} catch (e) {{ return e.message; }} }}"
        ).startswith("Pinlight: ")
    # A handler that fails is the site's own affair.
    page.evaluate(
        "() => { window.heard = 0; const end = Pinlight.on('open', () => (heard += 1)); Pinlight.open(); end(); Pinlight.close(); Pinlight.open(); }"
    )
    assert page.evaluate("heard") == 1
