// The launcher that a site includes: <script async src="https://pinlight.example/widget.js" data-device="…"></script>.
// It draws one button and asks for nothing; the frame is made by the first click. adapters/README.md has the options and the interface.
// The page around may be anything: its styles do not reach in (closed shadow root, rules that outrank), its policy needs to allow only this
// script and the frame (constructed style sheet, no inline anything), and what its scripts do to built-in objects is not relied on.
(() => {
  "use strict";

  const VERSION = 1;
  const SILENCE_MS = 4000; // a frame that is loaded answers in milliseconds; a refused one never does
  const MOST = { text: 2000, subject: 1000, body: 100000, device: 100, reply: 200000, facts: 500, fact: 200 };
  const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
  const CONTACT = /^(?:https:\/\/|mailto:)/i;

  const script = document.currentScript;
  if (!script || customElements.get("pinlight-widget") || window.Pinlight) return;

  // Taken now, before anything else on the page can change them; objects handed to the browser have no prototype to inherit from.
  const call = Function.prototype.call;
  const uncurried = (method) => call.bind(method);
  const { freeze, defineProperty, create } = Object;
  const isArray = Array.isArray;
  const own = uncurried(Object.prototype.hasOwnProperty);
  const test = uncurried(RegExp.prototype.test);
  const cut = uncurried(String.prototype.slice);
  const make = document.createElement.bind(document);
  const makeSvg = document.createElementNS.bind(document);
  const attribute = uncurried(Element.prototype.setAttribute);
  const read = uncurried(Element.prototype.getAttribute);
  const lower = uncurried(String.prototype.toLowerCase);
  const digits = uncurried(Number.prototype.toString);
  const append = uncurried(Node.prototype.appendChild);
  const listen = uncurried(EventTarget.prototype.addEventListener);
  const dispatch = uncurried(EventTarget.prototype.dispatchEvent);
  const attach = uncurried(Element.prototype.attachShadow);
  const focusOn = uncurried(HTMLElement.prototype.focus);
  const postTo = uncurried(MessagePort.prototype.postMessage);
  const startPort = uncurried(MessagePort.prototype.start);
  const closePort = uncurried(MessagePort.prototype.close);
  const random = crypto.getRandomValues.bind(crypto);
  const Channel = MessageChannel;
  const Sheet = CSSStyleSheet;
  const Custom = CustomEvent;
  const Bytes = Uint8Array;
  const Address = URL;
  const encoded = encodeURIComponent;
  const later = setTimeout.bind(window);
  const cancel = clearTimeout.bind(window);
  const plain = (given) => {
    const made = create(null);
    for (let i = 0; i < given.length; i += 2) made[given[i]] = given[i + 1];
    return made;
  };

  // Where the server is: beside this script, or where data-origin says.
  const elsewhere = read(script, "data-origin");
  const server = new Address(elsewhere || script.src, document.baseURI);
  const root = server.origin + (elsewhere ? server.pathname.replace(/\/+$/, "") : server.pathname.replace(/\/(?:static\/)?[^/]*$/, ""));

  const WORDS = {
    en: ["Ask the manuals", "Close", "Answers from the manuals", "Pinlight does not answer. It may be out of reach, or this site is not on its list.", "Contact"],
    de: ["Im Handbuch fragen", "Schließen", "Antworten aus den Handbüchern", "Pinlight antwortet nicht. Es ist nicht erreichbar, oder diese Seite steht nicht auf seiner Liste.", "Kontakt"],
    fr: ["Interroger les manuels", "Fermer", "Réponses tirées des manuels", "Pinlight ne répond pas. Il est injoignable, ou ce site n’est pas sur sa liste.", "Contact"],
    es: ["Consultar los manuales", "Cerrar", "Respuestas de los manuales", "Pinlight no responde. No se puede alcanzar, o este sitio no está en su lista.", "Contacto"],
    it: ["Chiedi ai manuali", "Chiudi", "Risposte dai manuali", "Pinlight non risponde. Non è raggiungibile, o questo sito non è nella sua lista.", "Contatto"],
    nl: ["Vraag de handleiding", "Sluiten", "Antwoorden uit de handleidingen", "Pinlight antwoordt niet. Het is niet bereikbaar, of deze site staat niet op de lijst.", "Contact"],
    pl: ["Zapytaj instrukcję", "Zamknij", "Odpowiedzi z instrukcji", "Pinlight nie odpowiada. Jest nieosiągalny albo tej strony nie ma na jego liście.", "Kontakt"],
  };

  const CSS = `
    :host { all: initial !important; display: block !important; position: fixed !important; z-index: 2147483000 !important; inset: auto 16px 16px auto !important; inline-size: auto !important; block-size: auto !important; visibility: visible !important; opacity: 1 !important; color-scheme: light dark !important; --c: #0b6462; --on: #fff; --paper: #fff; --ink: #14191c; --line: #d9ddd9; }
    :host([data-position="left"]) { inset: auto auto 16px 16px !important; }
    :host([data-position="inline"]) { position: relative !important; inset: auto !important; z-index: auto !important; inline-size: 100% !important; block-size: 100% !important; min-block-size: 48px !important; }
    section { font: 500 16px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; color: var(--ink); block-size: 100%; }
    button, a { font: inherit; cursor: pointer; box-sizing: border-box; }
    :focus-visible { outline: 3px solid var(--c); outline-offset: 2px; }
    .launch { display: inline-flex; align-items: center; gap: 8px; min-block-size: 48px; max-inline-size: calc(100vw - 32px); padding: 8px 20px 8px 16px; border: 1px solid transparent; border-radius: 24px; background: var(--c); color: var(--on); box-shadow: 0 2px 10px rgb(0 0 0 / .25); }
    :host([data-position="inline"]) .launch { inline-size: 100%; max-inline-size: 100%; justify-content: center; border-radius: 10px; box-shadow: none; }
    .launch svg { inline-size: 22px; block-size: 22px; flex: none; fill: currentColor; }
    .halo { opacity: .35; }
    .launch[hidden], .panel[hidden], .note[hidden] { display: none; }
    .panel { position: fixed; inset: auto 16px 16px auto; inline-size: min(420px, 100vw - 32px); block-size: min(700px, 100vh - 32px); block-size: min(700px, 100dvh - 32px); display: flex; flex-direction: column; overflow: hidden; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; box-shadow: 0 8px 40px rgb(0 0 0 / .3); box-sizing: border-box; }
    :host([data-position="left"]) .panel { inset: auto auto 16px 16px; }
    :host([data-position="inline"]) .panel { position: static; inline-size: 100%; block-size: 100%; min-block-size: 420px; box-shadow: none; border-radius: 10px; }
    .bar { display: flex; align-items: center; gap: 12px; min-block-size: 46px; padding-inline-start: 16px; border-block-end: 1px solid var(--line); flex: none; }
    .bar b { font-weight: 650; flex: 1; }
    .bar a, .note a { color: inherit; display: inline-flex; align-items: center; min-block-size: 44px; font-size: 14px; }
    .close { inline-size: 46px; block-size: 46px; border: 0; background: none; color: inherit; display: grid; place-items: center; border-radius: 8px; }
    .close:focus-visible, .bar a:focus-visible { outline-offset: -4px; }
    .close svg { inline-size: 16px; block-size: 16px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; }
    iframe { flex: 1; inline-size: 100%; min-block-size: 0; border: 0; background: var(--paper); color-scheme: light dark; }
    .note { margin: 0; padding: 16px; font-weight: 400; }
    @media (width < 480px), (height < 420px) {
      :host(:not([data-position="inline"])) .panel { inset: 0 !important; inline-size: 100%; block-size: 100%; border: 0; border-radius: 0; }
    }
    @media (prefers-color-scheme: dark) { :host { --c: #6bcfc7; --on: #06201f; --paper: #171b1e; --ink: #e9edee; --line: #2a3135; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: come .16s ease-out; } @keyframes come { from { translate: 0 12px; opacity: 0; } } }
    @media (forced-colors: active) { .launch { border-color: ButtonText; } }
    @media print { :host { display: none !important; } }`;

  /** The host's own colour, with black or white on it, whichever is easier to read. */
  function coloured(colour) {
    let hex = cut(colour, 1);
    if (hex.length === 3) hex = hex[0] + hex[0] + hex[1] + hex[1] + hex[2] + hex[2];
    let light = 0;
    const weights = [0.2126, 0.7152, 0.0722]; // WCAG 2, relative luminance
    for (let i = 0; i < 3; i++) {
      const part = parseInt(cut(hex, 2 * i, 2 * i + 2), 16) / 255;
      light += weights[i] * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }
    return `:host { --c: #${hex} !important; --on: ${light > 0.179 ? "#000" : "#fff"} !important; }`;
  }

  function drawn(paths, box) {
    const svg = makeSvg("http://www.w3.org/2000/svg", "svg");
    attribute(svg, "viewBox", box);
    attribute(svg, "aria-hidden", "true");
    for (let i = 0; i < paths.length; i++) {
      const part = makeSvg("http://www.w3.org/2000/svg", paths[i][0]);
      for (let k = 1; k < paths[i].length; k += 2) attribute(part, paths[i][k], paths[i][k + 1]);
      append(svg, part);
    }
    return svg;
  }

  function made(name, attributes, text) {
    const element = make(name);
    for (let i = 0; i < attributes.length; i += 2) attribute(element, attributes[i], attributes[i + 1]);
    if (text) element.textContent = text;
    return element;
  }

  const is = (value, most) => typeof value === "string" && value.length <= most;
  /** A message's own field; what a page put on Object.prototype is none. */
  const field = (data, name) => (own(data, name) ? data[name] : undefined);

  /** Four texts out of a frame's insert, or null. */
  function inserted(data) {
    const made = create(null);
    const names = ["plain", "markdown", "html"];
    for (let i = 0; i < 3; i++) {
      const text = field(data, names[i]);
      if (!is(text, MOST.reply)) return null;
      made[names[i]] = text;
    }
    const facts = field(data, "facts");
    if (!isArray(facts) || facts.length > MOST.facts) return null;
    const kept = [];
    for (let i = 0; i < facts.length; i++) {
      if (!own(facts, i) || !is(facts[i], MOST.fact)) return null; // no pattern: RegExp.prototype.test asks a replaceable exec
      defineProperty(kept, i, plain(["value", facts[i], "enumerable", true]));
    }
    made.facts = freeze(kept);
    return freeze(made);
  }

  const EVENTS = ["ready", "open", "close", "insert"];
  const handlers = plain(["ready", [], "open", [], "close", [], "insert", []]);
  let widget = null;

  function tell(name, detail) {
    const list = handlers[name];
    for (let i = 0; i < list.length; i++) {
      try {
        list[i](detail);
      } catch (error) {
        later(() => {
          throw error; // the site's own fault: shown where its other faults are, and nobody else misses the news
        }, 0);
      }
    }
    if (widget) dispatch(widget, new Custom(`pinlight-${name}`, plain(["detail", detail, "bubbles", true, "composed", true])));
  }

  class Widget extends HTMLElement {
    connectedCallback() {
      if (widget) return;
      widget = this;
      build(this);
    }
  }

  let open = () => {};
  let close = () => {};
  let ask = () => {};

  function build(host) {
    // Attributes are read as such: `dataset` would also give what a page put on Object.prototype.
    const option = (name) => read(host, `data-${name}`) || read(script, `data-${name}`) || "";
    const language = lower(cut(option("language") || document.documentElement.lang || "en", 0, 2));
    const words = own(WORDS, language) ? WORDS[language] : WORDS.en;
    const position = option("position");
    if (position && read(host, "data-position") !== position) attribute(host, "data-position", position);
    const contact = test(CONTACT, option("contact")) ? option("contact") : "";

    const shadow = attach(host, plain(["mode", "closed"]));
    const sheet = new Sheet();
    sheet.replaceSync(CSS + (test(COLOUR, option("colour")) ? coloured(option("colour")) : ""));
    shadow.adoptedStyleSheets = [sheet];

    const section = made("section", ["aria-label", "Pinlight"]);
    const launch = made("button", ["type", "button", "class", "launch", "aria-expanded", "false", "aria-haspopup", "dialog"]);
    append(launch, drawn([["circle", "class", "halo", "cx", "12", "cy", "12", "r", "11"], ["circle", "cx", "12", "cy", "12", "r", "5.5"]], "0 0 24 24"));
    append(launch, made("span", [], option("label") || words[0]));
    append(section, launch);
    append(shadow, section);

    let panel = null;
    let frame = null;
    let note = null;
    let port = null;
    let nonce = "";
    let sent = 0;
    let got = 0;
    let ready = false;
    let first = false; // the frame shows its first page, which is where a ticket is answered
    let silence = 0;
    let search = null;
    let ticket = null;
    let wanted = false; // a new ticket, for which the frame leaves the page that it shows
    let told = false; // the frame has the ticket
    let entering = false;

    const start = () => {
      let query = "";
      const names = ["device", "devices"];
      for (let i = 0; i < 2; i++) if (option(names[i])) query += `${query ? "&" : "?"}${names[i]}=${encoded(option(names[i]))}`;
      return `${root}/embed/${query}`;
    };

    function draw() {
      panel = made("div", ["class", "panel", "id", "panel", "role", "dialog", "aria-label", words[2]]);
      const bar = made("div", ["class", "bar"]);
      append(bar, made("b", [], "Pinlight"));
      if (contact) append(bar, made("a", ["href", contact, "target", "_blank", "rel", "noopener"], words[4]));
      const shut = made("button", ["type", "button", "class", "close", "aria-label", words[1]]);
      append(shut, drawn([["path", "d", "M2 2 14 14M14 2 2 14"]], "0 0 16 16"));
      listen(shut, "click", () => close());
      append(bar, shut);
      append(panel, bar);
      note = made("p", ["class", "note", "role", "status", "hidden", ""]);
      append(panel, note);
      // No sandbox: the frame is of another origin, which is the wall that counts, and keeps its own storage.
      frame = made("iframe", ["title", words[2], "allow", "clipboard-write", "referrerpolicy", "origin", "src", start()]);
      listen(frame, "load", connect);
      append(panel, frame);
      listen(panel, "keydown", (event) => {
        if (event.key === "Escape") close();
      });
      append(section, panel);
      attribute(launch, "aria-controls", "panel");
    }

    /** A page is in the frame: a new session. Only a page of the server's own origin can get the port. */
    function connect() {
      if (port) closePort(port);
      const channel = new Channel();
      const bytes = random(new Bytes(16));
      nonce = "";
      for (let i = 0; i < 16; i++) nonce += cut(digits(bytes[i] + 256, 16), 1);
      port = channel.port1;
      sent = got = 0;
      ready = told = false;
      const mine = port;
      listen(port, "message", (event) => (event.isTrusted && mine === port ? hear(event.data) : undefined));
      startPort(port);
      try {
        frame.contentWindow.postMessage(plain(["pinlight", VERSION, "type", "connect", "nonce", nonce]), server.origin, [channel.port2]);
      } catch {
        // Told below: it will not answer.
      }
      cancel(silence);
      silence = later(() => {
        note.textContent = words[3];
        note.hidden = false;
        frame.hidden = true;
        if (contact) append(note, made("a", ["href", contact, "target", "_blank", "rel", "noopener"], words[4]));
      }, SILENCE_MS);
    }

    function say(type, fields) {
      const message = plain(fields);
      message.pinlight = VERSION;
      message.nonce = nonce;
      message.n = ++sent;
      message.type = type;
      postTo(port, message);
    }

    function hear(data) {
      if (typeof data !== "object" || data === null || isArray(data)) return;
      const n = field(data, "n");
      if (field(data, "pinlight") !== VERSION || field(data, "nonce") !== nonce || n !== got + 1) return;
      const type = field(data, "type");
      if (type === "ready") {
        if (ready || typeof field(data, "first") !== "boolean") return;
        got = n;
        ready = true;
        first = data.first;
        cancel(silence);
        note.hidden = true;
        frame.hidden = false;
        tell("ready", undefined);
        deliver();
      } else if (!ready) {
        return;
      } else if (type === "close") {
        got = n;
        close();
      } else if (type === "insert") {
        const reply = inserted(data);
        if (!reply) return;
        got = n;
        tell("insert", reply);
      }
    }

    /** What waits goes to the frame as soon as it can take it. A ticket stays: the frame's first page shows it whenever one comes back. */
    function deliver() {
      if (!ready) return;
      if (entering) {
        entering = false;
        // Who went on to another field while the frame was loading stays there.
        if (shadow.activeElement === frame) say("focus", []);
      }
      if (search !== null) {
        const text = search;
        search = null;
        ready = false; // the frame goes to another page, and answers from there
        say("search", ["text", text]);
      } else if (ticket && first && !told) {
        told = true;
        wanted = false;
        say("suggest", ["subject", ticket.subject, "body", ticket.body, "device", ticket.device]);
      } else if (wanted && !first) {
        ready = false;
        attribute(frame, "src", start());
      }
    }

    open = () => {
      if (!panel) draw();
      else if (!panel.hidden && launch.hidden) return enter();
      panel.hidden = false;
      launch.hidden = true;
      attribute(launch, "aria-expanded", "true");
      enter();
      tell("open", undefined);
    };
    function enter() {
      entering = true;
      focusOn(frame);
      deliver();
    }
    close = () => {
      if (!panel || panel.hidden) return;
      const within = shadow.activeElement !== null;
      panel.hidden = true;
      launch.hidden = false;
      attribute(launch, "aria-expanded", "false");
      // Focus goes back where it came from, but is not taken from a page that has it elsewhere.
      if (within) focusOn(launch);
      tell("close", undefined);
    };
    ask = (kind, given) => {
      if (kind === "search") {
        search = given;
        wanted = false;
      } else {
        ticket = given;
        told = false;
        wanted = true;
      }
      open();
    };
    listen(launch, "click", () => open());
  }

  function place() {
    if (widget) return;
    customElements.define("pinlight-widget", Widget);
    if (widget) return; // the page holds the element itself
    const element = make("pinlight-widget");
    if (read(script, "data-position") === "inline" && script.isConnected && script.parentNode !== document.head) script.after(element);
    else append(document.body, element);
  }

  const wrong = (what) => new TypeError(`Pinlight: ${what}`);
  defineProperty(
    window,
    "Pinlight",
    plain([
      "value",
      freeze(
        plain([
          "version",
          VERSION,
          "open",
          () => open(),
          "close",
          () => close(),
          "search",
          (text) => {
            if (!is(text, MOST.text)) throw wrong(`search(text) takes a text of up to ${MOST.text} characters`);
            ask("search", text);
          },
          "suggest",
          (given) => {
            const got = typeof given === "object" && given !== null ? given : {};
            const subject = field(got, "subject") ?? "";
            const body = field(got, "body") ?? "";
            const device = field(got, "device") ?? "";
            if (!is(subject, Infinity) || !is(body, Infinity) || !is(device, MOST.device) || !(subject + body))
              throw wrong("suggest({subject, body, device}) takes the ticket's texts");
            // Of a long thread the newest words, which most helpdesks put first, decide.
            ask("suggest", plain(["subject", cut(subject, 0, MOST.subject), "body", cut(body, 0, MOST.body), "device", device]));
          },
          "on",
          (name, handler) => {
            let known = false;
            for (let i = 0; i < EVENTS.length; i++) known = known || EVENTS[i] === name;
            if (!known || typeof handler !== "function") throw wrong(`on(name, function) knows ${EVENTS[0]}, ${EVENTS[1]}, ${EVENTS[2]}, ${EVENTS[3]}`);
            const list = handlers[name];
            defineProperty(list, list.length, plain(["value", handler, "configurable", true, "writable", true]));
            return () => {
              const kept = [];
              for (let i = 0; i < handlers[name].length; i++) if (handlers[name][i] !== handler) kept[kept.length] = handlers[name][i];
              handlers[name] = kept;
            };
          },
        ]),
      ),
    ]),
  );

  if (document.body) place();
  else listen(document, "DOMContentLoaded", place);
})();
