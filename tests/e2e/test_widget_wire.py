"""What the widget and its frame say to each other, and whom else they hear: nobody."""

from __future__ import annotations

from playwright.sync_api import expect
from widget_site import BODY, SUBJECT, Sites, frame_of

NONCE = "0123456789abcdef" * 2
# A site that speaks to the frame by hand, without the widget.
BY_HAND = """<!doctype html><title>By hand</title><iframe src="{frame}"></iframe>
<script>
  window.told = [];
  const frame = document.querySelector("iframe");
  const loaded = new Promise((done) => frame.addEventListener("load", done, {{ once: true }}));
  /** Send a first word with a port of its own; returns that port, which notes what comes back. */
  window.connect = (data, name, ports) => {{
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => told.push([name, event.data]);
    frame.contentWindow.postMessage(data, "*", ports ?? [channel.port2]);
    return channel.port1;
  }};
  window.ready = loaded;
</script>"""
HELLO = {"pinlight": 1, "type": "connect", "nonce": NONCE}


def by_hand(sites: Sites, host, visit_plain):
    """Open the hand-made page of a site."""
    url = host.put("/by-hand", BY_HAND.format(frame=f"{sites.server}/embed/"))
    return visit_plain(url)


def test_a_frame_answers_its_own_site_once_and_takes_only_the_next_true_message(sites: Sites, plain):
    """Malformed first words and second sessions get no answer; of the messages only the one with the right version, nonce,
    number and form has an effect.
    """
    asked: list[str] = []
    page = by_hand(sites, sites.desk, lambda url: plain(url, asked=asked))
    page.evaluate(
        """async ([hello, nonce]) => {
          await ready;
          const bad = [
            null, "connect", 5, [], [hello], { ...hello, pinlight: 2 }, { ...hello, pinlight: "1" }, { ...hello, type: "hello" },
            { ...hello, nonce: "" },
            { ...hello, nonce: 5 }, { ...hello, nonce: nonce.toUpperCase() }, { ...hello, more: 1 }, { pinlight: 1, type: "connect" },
          ];
          bad.forEach((data, i) => connect(data, `bad ${i}`));
          connect(hello, "no port", []);
          const two = new MessageChannel();
          connect(hello, "two ports", [two.port1, two.port2]);
          window.port = connect(hello, "mine");
          connect(hello, "again");
          connect({ ...hello, nonce: "f".repeat(32) }, "another");
        }""",
        [HELLO, NONCE],
    )
    page.wait_for_function("told.length > 0")
    assert page.evaluate("told") == [["mine", {"pinlight": 1, "nonce": NONCE, "n": 1, "type": "ready", "first": True}]]
    page.evaluate(
        """(nonce) => {
          const true_one = { pinlight: 1, nonce, n: 1, type: "search", text: "evil" };
          for (const data of [
            null, "search", [true_one], { ...true_one, pinlight: 2 }, { ...true_one, nonce: "f".repeat(32) }, { ...true_one, n: 0 },
            { ...true_one, n: 2 },
            { ...true_one, n: "1" }, { ...true_one, type: "constructor" }, { ...true_one, type: "__proto__" }, { ...true_one, text: 5 },
            { ...true_one, text: "x".repeat(2001) }, { ...true_one, more: 1 }, { pinlight: 1, nonce, n: 1, type: "search" },
            { pinlight: 1, nonce, n: 1, type: "suggest", subject: "evil", body: "evil" }, { pinlight: 1, nonce, n: 1, type: "ready", first: true },
          ]) port.postMessage(data);
          port.postMessage({ pinlight: 1, nonce, n: 1, type: "focus" });
          port.postMessage({ pinlight: 1, nonce, n: 1, type: "search", text: "evil" }); // a number that was used
          port.postMessage({ pinlight: 1, nonce, n: 2, type: "search", text: "alarm" });
        }""",
        NONCE,
    )
    expect(page.frame_locator("iframe").get_by_role("searchbox").first).to_have_value("alarm")
    assert [url for url in asked if "evil" in url] == []
    assert page.evaluate("told.length") == 1


def test_a_frame_hears_its_parent_only(sites: Sites, plain):
    """Another frame of the page, of a stranger or of an allowed site, cannot start a session with it; the site itself still can."""
    whisper = """<!doctype html><title>Sibling</title><script>
      const channel = new MessageChannel();
      channel.port1.onmessage = () => parent.postMessage("stolen", "*");
      parent.frames[0].postMessage({ pinlight: 1, type: "connect", nonce: "f".repeat(32) }, "*", [channel.port2]);
      parent.postMessage("whispered", "*");
    </script>"""
    page = by_hand(sites, sites.desk, plain)
    urls = [
        sites.stranger.put("/sibling", whisper),
        sites.app.put("/sibling", whisper),
        sites.desk.put("/sibling", whisper),
    ]
    page.evaluate(
        """async (urls) => {
          await ready;
          window.said = [];
          addEventListener("message", (event) => said.push(event.data));
          for (const url of urls) {
            const sibling = document.createElement("iframe");
            sibling.src = url;
            document.body.append(sibling);
          }
        }""",
        urls,
    )
    page.wait_for_function("said.filter((s) => s === 'whispered').length === 3")
    page.evaluate("(hello) => { connect(hello, 'mine'); }", HELLO)
    page.wait_for_function("told.length > 0")
    assert page.evaluate("told.map(([name]) => name)") == ["mine"]
    assert page.evaluate("said") == ["whispered"] * 3


def test_a_page_of_its_own_hears_nobody(sites: Sites, plain):
    """Opened without a frame, the page takes no message, not even from itself."""
    page = plain(f"{sites.server}/embed/")
    page.evaluate(
        """(hello) => {
          window.told = [];
          const channel = new MessageChannel();
          channel.port1.onmessage = (event) => told.push(event.data);
          addEventListener("message", () => told.push("seen"));
          postMessage(hello, "*", [channel.port2]);
        }""",
        HELLO,
    )
    page.wait_for_function("told.length > 0")
    page.evaluate(
        "() => new Promise((done) => { addEventListener('message', done, { once: true }); postMessage('later', '*'); })"
    )
    assert page.evaluate("told.filter((t) => t !== 'seen')") == []


def test_a_site_that_is_not_on_the_list_gets_nothing(sites: Sites, visit):
    """The browser draws no page in its frame, no message comes, and the widget says in words what to do."""
    asked: list[str] = []
    url = sites.page(host=sites.stranger, options='data-contact="mailto:second@desk.example"')
    page = visit(url, expected=("frame", "target origin"), asked=asked)
    page.evaluate(
        "() => { window.heard = []; for (const n of ['ready', 'insert']) Pinlight.on(n, () => heard.push(n)); }"
    )
    page.evaluate("(ticket) => Pinlight.suggest(ticket)", {"subject": SUBJECT, "body": BODY})
    expect(page.get_by_role("status")).to_contain_text("not on its list", timeout=15_000)
    expect(page.locator("pinlight-widget iframe")).to_be_hidden()
    expect(page.get_by_role("status").get_by_role("link")).to_have_attribute("href", "mailto:second@desk.example")
    assert page.evaluate("heard") == []
    # The ticket went nowhere.
    assert [u for u in asked if "/api/" in u] == []
    page.keyboard.press("Escape")


def test_a_stranger_by_hand_gets_nothing(sites: Sites, plain):
    """Without the widget it is the same: the frame stays empty, and whoever speaks to it hears nothing."""
    page = by_hand(sites, sites.stranger, lambda url: plain(url, expected=("frame",)))
    page.evaluate("async (hello) => { await ready; connect(hello, 'mine'); }", HELLO)
    assert page.frame_locator("iframe").locator(".ways-in").count() == 0
    page.evaluate(
        "() => new Promise((done) => { addEventListener('message', done, { once: true }); postMessage('later', '*'); })"
    )
    assert page.evaluate("told") == []


def test_a_stranger_between_gets_nothing(sites: Sites, plain):
    """An allowed site inside a stranger's frame is not enough: every page around must be on the list."""
    inner = sites.desk.put("/by-hand", BY_HAND.format(frame=f"{sites.server}/embed/"))
    page = plain(
        sites.stranger.put("/outer", f'<!doctype html><title>Outer</title><iframe src="{inner}"></iframe>'),
        expected=("frame",),
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator("iframe")).to_have_count(1)
    frame.locator("body").evaluate("async (_, hello) => { await ready; connect(hello, 'mine'); }", HELLO)
    assert frame.frame_locator("iframe").locator(".ways-in").count() == 0
    assert frame.locator("body").evaluate("() => told") == []


# A server that sends what it should not. It has the real widget, and this in place of its first page.
ROGUE = """<!doctype html><title>Rogue</title><script>
  addEventListener("message", (event) => {
    const port = event.ports[0];
    const { nonce } = event.data;
    const reply = { plain: "true", markdown: "true", html: "true", facts: ["a/b"] };
    const message = (n, type, more) => ({ pinlight: 1, nonce, n, type, ...more });
    const send = (...given) => port.postMessage(message(...given));
    send(1, "insert", { ...reply, plain: "before ready" });
    send(1, "close");
    send(1, "ready", { first: "yes" });
    send(1, "ready", { first: true });
    send(2, "ready", { first: true });
    for (const bad of [null, "insert", 7, [], [message(2, "insert", reply)]]) port.postMessage(bad);
    port.postMessage({ ...message(2, "insert", reply), pinlight: 2, plain: "version" });
    port.postMessage({ ...message(2, "insert", reply), nonce: "0".repeat(32), plain: "nonce" });
    send(3, "insert", { ...reply, plain: "too early" });
    send("2", "insert", { ...reply, plain: "number as text" });
    send(2, "insert", { ...reply, plain: 5 });
    send(2, "insert", { plain: "no facts", markdown: "", html: "" });
    send(2, "insert", { ...reply, plain: "bad facts", facts: "a/b" });
    send(2, "insert", { ...reply, plain: "bad fact", facts: [5] });
    send(2, "insert", { ...reply, plain: "holes", facts: Array(3) });
    send(2, "insert", { ...reply, plain: "x".repeat(200001) });
    send(2, "insert", { ...reply, plain: "many", facts: Array(501).fill("a/b") });
    send(2, "open", reply);
    send(2, "constructor", reply);
    send(2, "insert", reply);
    send(2, "insert", { ...reply, plain: "replayed" });
    send(1, "insert", { ...reply, plain: "replayed older" });
    parent.postMessage(message(3, "insert", { ...reply, plain: "by window" }), "*");
    send(3, "close");
  });
</script>"""


def test_the_widget_takes_only_the_next_true_message(sites: Sites, visit, web_app):
    """Early, malformed, forged, replayed and unknown messages of a server are ignored; what is right is taken, once."""
    rogue = sites.app
    rogue.put_script("/widget.js", web_app.test_client().get("/widget.js").data)
    rogue.put("/embed/", ROGUE)
    page = visit(
        sites.desk.put(
            "/",
            f'<!doctype html><html lang="en"><title>Desk</title><script async src="{rogue.origin}/widget.js"></script><body></body></html>',
        )
    )
    page.evaluate(
        """() => {
          window.heard = [];
          for (const name of ["ready", "open", "close", "insert"]) Pinlight.on(name, (detail) => heard.push([name, detail?.plain ?? null]));
          Pinlight.open();
        }"""
    )
    page.wait_for_function("heard.some(([name]) => name === 'close')")
    assert page.evaluate("heard") == [["open", None], ["ready", None], ["insert", "true"], ["close", None]]


def test_the_widget_hears_no_window(sites: Sites, visit):
    """Messages of the page, of the page's other frames and of other windows never become an insert."""
    forged = {
        "pinlight": 1,
        "nonce": NONCE,
        "n": 1,
        "type": "insert",
        "plain": "x",
        "markdown": "x",
        "html": "x",
        "facts": [],
    }
    other = sites.stranger.put(
        "/forger",
        f"<!doctype html><title>F</title><script>parent.postMessage({{...{forged!r}}}, '*');parent.postMessage('done', '*');</script>",
    )
    page = visit(sites.page())
    page.evaluate(
        "() => { window.heard = []; for (const n of ['ready', 'insert', 'close']) Pinlight.on(n, () => heard.push(n)); Pinlight.open(); }"
    )
    expect(frame_of(page).locator(".ways-in")).to_be_visible()
    page.wait_for_function("heard.includes('ready')")
    page.evaluate(
        """([forged, other]) => new Promise((done) => {
          addEventListener("message", (event) => event.data === "done" && done());
          postMessage(forged, "*");
          document.dispatchEvent(new CustomEvent("pinlight-insert", { detail: forged }));
          const frame = document.createElement("iframe");
          frame.src = other;
          document.body.append(frame);
        })""",
        [forged, other],
    )
    assert page.evaluate("heard") == ["ready"]
    # From outside its frame cannot even be found.
    assert page.evaluate("window.length") == 1
