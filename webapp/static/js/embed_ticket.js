// The answer to the ticket that the helpdesk hands in: product, causes, the one question, the reply. All text is put in as text.

import { hear, say } from "./embed.js";

const MOST_CAUSES = 3;
const MOST_BYTES = 90_000; // the server takes 100 kB for subject and body together
const place = document.querySelector("[data-ticket]");
let running = null;
let given = null;

/** An element with a class, and texts or elements in it; what is empty is left out. */
function el(name, className, ...within) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...within.filter((part) => part !== null && part !== undefined && part !== ""));
  return made;
}

function svg(name, attributes, ...within) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...within);
  return made;
}

// Addresses beside this page: the frame's own pages.
const beside = (path) => new URL(path, new URL(".", location.href)).href;
/** The place of a fact, with the link to its page. */
function where(source, fact) {
  if (!source || !fact) return null;
  const link = el("a", "", [source.section, source.title].filter(Boolean).join(" "));
  link.href = beside(`fact/${fact.split("/").map(encodeURIComponent).join("/")}`);
  return el("ul", "src cause__src", el("li", "", link));
}
const list = (texts) => (texts.length ? el("ul", "plain", ...texts.map((text) => el("li", "", text))) : null);

function caution(item) {
  const level = ["danger", "warning", "caution", "notice"].includes(item.level) ? item.level : "caution";
  return el("div", `alert alert--${level}`, el("b", "", `${level[0].toUpperCase()}${level.slice(1)}: `), item.text);
}

/** Likelihood as words in tens and as a bar: the figure is an estimate, and should not look like a measurement. */
function cause(item) {
  const p = Math.min(Math.max(item.p, 0), 1);
  const word = p >= 0.5 ? "likely" : p >= 0.2 ? "possible" : "less likely";
  const bar = svg(
    "svg",
    { class: "cause__bar", "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 4" },
    svg("rect", { width: 100, height: 4, rx: 2 }),
    svg("rect", { width: Math.max(Math.round(p * 100), 2), height: 4, rx: 2 }),
  );
  return el("li", "cause", el("span", "", item.name), el("span", "cause__p", word), bar, where(item.source, item.facts?.[0]));
}

/** The one thing to ask or do next. */
function question(next) {
  if (!next || next.id === "device") return null; // products are chosen by buttons
  if (next.ask && next.then) return question(next.then); // the question about danger stands above the causes
  if (next.ask) return el("div", "question", el("p", "", "Ask the customer"), el("p", "", next.ask), next.why ? el("p", "soft small", next.why) : null);
  if (next.do) return el("div", "question", el("p", "", "To do next"), el("p", "", next.do), list((next.steps ?? []).map(String)));
  if (next.escalate) return el("div", "question", el("p", "", "Hand on to"), el("p", "", String(next.escalate.to ?? next.escalate)));
  return null;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = el("textarea", "sr", text); // a frame may be refused the clipboard
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function reply(found) {
  if (!found.reply?.plain) return null;
  const status = el("p", "small soft");
  status.setAttribute("role", "status");
  const text = el("div", "reply", found.reply.plain);
  text.tabIndex = 0;
  text.setAttribute("role", "region");
  text.setAttribute("aria-label", "Reply with its places in the manuals");
  const insert = el("button", "btn btn--go", "Insert into reply");
  insert.type = "button";
  insert.addEventListener("click", () => {
    const facts = [...new Set((found.sources ?? []).map((source) => source.fact))];
    say("insert", { plain: found.reply.plain, markdown: found.reply.markdown, html: found.reply.html, facts });
    status.textContent = "Handed to the helpdesk. Read it over before it is sent.";
  });
  const copy = el("button", "btn", "Copy");
  copy.type = "button";
  copy.addEventListener("click", async () => {
    status.textContent = (await copied(found.reply.plain)) ? "Copied." : "It could not be copied: mark the text by hand.";
    copy.focus();
  });
  return el("div", "group", el("h3", "", "Reply"), text, el("div", "actions", insert, copy), status);
}

function choose(devices) {
  const buttons = devices.map((device) => {
    const button = el("button", "btn btn--small", device.name);
    button.type = "button";
    button.addEventListener("click", () => answer({ ...given, device: device.id }));
    return el("li", "", button);
  });
  return el("div", "group", el("h3", "", "Which product is it?"), el("ul", "actions", ...buttons));
}

function about(found) {
  const device = (found.devices ?? []).find((d) => d.id === found.device);
  const seen = (found.observations ?? []).map((o) => o.label || o.text);
  const tried = (found.tried ?? []).map((t) => t.text);
  return el(
    "div",
    "ticket__about",
    device ? el("p", "", device.name) : null,
    device?.why ? el("p", "small soft", device.why) : null,
    seen.length ? el("p", "", el("span", "soft", "Read: "), seen.join("; ")) : null,
    tried.length ? el("p", "", el("span", "soft", "Already tried: "), tried.join("; ")) : null,
  );
}

/** The frame's form of the troubleshooter's address: it stays in the frame. */
function onward(found) {
  if (!found.trouble?.startsWith("/trouble/")) return null;
  const link = el("a", "btn btn--small", "Go on in the troubleshooter");
  link.href = beside(found.trouble.slice(1));
  return el("p", "", link);
}

function show(found) {
  const parts = [];
  if (!found.covered) {
    parts.push(el("div", "card", el("p", "label", "Not in the manuals"), found.why_not ? el("p", "", found.why_not) : null, found.contact ? el("p", "", found.contact) : null));
  } else {
    parts.push(about(found), ...(found.safety ?? []).map(caution));
    if (found.next?.ask && found.next.then) parts.push(el("p", "alert alert--caution", found.next.ask));
    if (found.ask_device?.length) parts.push(choose(found.ask_device));
    const causes = (found.causes ?? []).slice(0, MOST_CAUSES);
    if (causes.length) parts.push(el("div", "group", el("h3", "", causes.length > 1 ? "Causes to think of" : "Cause to think of"), el("ul", "causes", ...causes.map(cause))));
    parts.push(question(found.next), ...(found.cautions ?? []).map(caution));
  }
  parts.push(reply(found), onward(found));
  const unknown = found.unknown ?? [];
  if (unknown.length) parts.push(el("details", "fold fold--small", el("summary", "", "What could not be told"), list(unknown)));
  fill(...parts);
}

function fill(...parts) {
  const heading = el("h2", "", "This ticket");
  heading.tabIndex = -1;
  place.replaceChildren(heading, ...parts.filter(Boolean));
  place.hidden = false;
}

/** As much of a text as the server takes; a cut in the middle of a letter leaves no half of it. */
function bounded(text) {
  const bytes = new TextEncoder().encode(text);
  return bytes.length <= MOST_BYTES ? text : new TextDecoder().decode(bytes.slice(0, MOST_BYTES), { stream: true });
}

async function answer(ticket) {
  given = ticket;
  running?.abort();
  const mine = (running = new AbortController());
  const waiting = el("p", "soft", "Reading the ticket …");
  waiting.setAttribute("role", "status");
  fill(waiting);
  const sent = { subject: ticket.subject, body: bounded(ticket.body), ...(ticket.device && { device: ticket.device }) };
  try {
    const response = await fetch(place.dataset.suggest, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(sent),
      signal: mine.signal,
    });
    const found = await response.json();
    if (mine.signal.aborted) return;
    if (response.ok) show(found);
    else fill(el("p", "alert alert--caution", found.error?.message ?? "The ticket could not be read."));
  } catch (error) {
    if (error.name !== "AbortError") fill(el("p", "alert alert--caution", "The ticket's answer cannot be reached. The search below works on its own."));
  }
}

hear("suggest", (message) => answer({ subject: message.subject, body: message.body, device: message.device }));
