// A page in the widget's frame: it answers the widget around it, and nobody else.

import { greeting, taken, VERSION } from "./embed_wire.js";

const origins = new Set(document.querySelector('meta[name="pinlight-origins"]').content.split(" ").filter(Boolean));
const hearers = {};
let port = null;
let nonce = "";
let got = 0;
let sent = 0;

/** Say something to the page around; nothing happens while nobody listens. */
export function say(type, fields = {}) {
  port?.postMessage({ pinlight: VERSION, nonce, n: ++sent, type, ...fields });
}

/** Hear one kind of message. */
export function hear(type, run) {
  hearers[type] = run;
}

hear("focus", () => {
  // Who went on to a field of the page around while this was on its way stays there.
  if (!document.hasFocus()) return;
  (document.querySelector("[data-ticket]:not([hidden]) h2, [data-search]") ?? document.querySelector("main")).focus();
});
hear("search", ({ text }) => {
  const url = new URL(document.querySelector("form[role=search]").action);
  url.searchParams.set("q", text);
  location.assign(url);
});

addEventListener("message", (event) => {
  if (port || parent === window) return; // one session a page
  const offered = greeting(event, origins, parent);
  if (offered === null) return;
  nonce = offered;
  port = event.ports[0];
  port.addEventListener("message", (message) => {
    const data = taken(message.data, nonce, got + 1);
    if (!data) return;
    got += 1;
    hearers[data.type]?.(data);
  });
  port.start();
  say("ready", { first: document.querySelector("[data-ticket]") !== null });
});

// Esc that nothing on the page wanted closes the widget.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) say("close");
});
