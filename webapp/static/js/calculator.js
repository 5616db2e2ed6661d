// A calculator's page works without this file. It adds: the result follows what is typed, from the server while there is one,
// and else from calc.js on this device, with the figures that came with the pack.

const PAUSE_MS = 300; // a person's gap between two digits: the result does not flicker through half-typed numbers
const PATIENCE_MS = 2000; // a weak signal keeps nobody waiting longer: the device can do it
const AWAY_MS = 30_000; // after the server could not be reached it is left in peace so long
const AWAY_STATUSES = [502, 503, 504];

const form = document.querySelector("form[data-calculator]");
const answer = document.querySelector("[data-answer]");
const told = form.querySelector("[data-told]");
let awayUntil = document.documentElement.hasAttribute("data-offline") ? Date.now() + AWAY_MS : 0;
let newest = 0;
let timer = 0;

// --- what works without a server ------------------------------------------------------------------------------------
let parts = null;

/** The script and the figures, fetched once: from the server, or by the service worker from the pack. */
function portable() {
  parts ??= Promise.all([import("./calc.js"), import("./worked.js"), fetch("/calculators/data.json").then(figures)]).catch((error) => {
    parts = null;
    throw error;
  });
  return parts;
}

async function figures(response) {
  if (!response.ok) throw new Error(`figures: ${response.status}`);
  return response.json();
}

async function workHere(inputs, address) {
  const [{ work }, { worked, mistake }, data] = await portable();
  const outcome = work(form.dataset.calculator, inputs, data);
  if (!outcome.error) return { html: worked(outcome, data, address.pathname + address.search), error: null, inputs: outcome.inputs };
  const { kind, name, message } = outcome.error;
  const field = data.calculators.find((c) => c.id === form.dataset.calculator)?.fields.find((f) => f.name === name);
  if (kind === "BadInput" && field) return { html: "", error: { name, message: mistake(name, field.label, message) } };
  const problem = document.createElement("p");
  problem.className = "alert alert--caution";
  problem.textContent = `${message}.`;
  return { html: problem.outerHTML, error: null };
}

let running = null;

async function workThere(address) {
  running?.abort();
  const mine = (running = new AbortController());
  const patience = setTimeout(() => mine.abort(), PATIENCE_MS);
  try {
    const response = await fetch(address, { headers: { "X-Fragment": "worked" }, signal: mine.signal });
    if (AWAY_STATUSES.includes(response.status)) throw new Error(`server: ${response.status}`);
    return response.ok ? await response.json() : null;
  } finally {
    clearTimeout(patience);
  }
}

async function work(inputs, address, mine) {
  if (navigator.onLine && Date.now() > awayUntil) {
    try {
      return await workThere(address);
    } catch {
      // What a newer question has broken off says nothing about the server.
      if (mine !== newest) return null;
      awayUntil = Date.now() + AWAY_MS;
    }
  }
  return workHere(inputs, address);
}
addEventListener("online", () => (awayUntil = 0));

// --- the form ---------------------------------------------------------------------------------------------------------
function given() {
  const inputs = {};
  for (const [name, value] of new FormData(form)) if (value.trim()) inputs[name] = value.trim().slice(0, 200);
  return inputs;
}

function addressOf(inputs) {
  const address = new URL(form.action);
  address.search = new URLSearchParams(inputs);
  address.hash = "";
  return address;
}

// `elements.length` is a number; an input may bear that name too.
const fieldOf = (name) => form.elements.namedItem(name);
const whole = () => [...form.elements].every((field) => !field.required || field.value.trim());

/** The sentence at a field, where the server puts it; it comes when a field is left, so that nothing moves while one types. */
function mark(error) {
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    if (field.name === error?.name) continue;
    const id = `${field.id}-error`;
    document.getElementById(id)?.remove();
    field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", field.getAttribute("aria-describedby").replace(id, "").trim());
    field.closest(".field").classList.remove("field--wrong");
  }
  const field = error && fieldOf(error.name);
  if (!field) return;
  const id = `${field.id}-error`;
  let line = document.getElementById(id);
  if (!line) {
    line = document.createElement("p");
    line.className = "field__error";
    line.id = id;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${id} ${field.getAttribute("aria-describedby") ?? ""}`.trim());
    const block = field.closest(".field");
    block.classList.add("field--wrong");
    block.querySelector(".field__hint")?.before(line) ?? (line.isConnected || block.append(line));
  }
  const strong = document.createElement("strong");
  strong.textContent = "Not understood.";
  line.replaceChildren(strong, ` ${error.message}`);
}

/** What a screen reader says of a new result: its first figures, or that there is none. */
function say() {
  const refusal = answer.querySelector(".refusal");
  const figures = [...answer.querySelectorAll(".figures > div")].slice(0, 3);
  const words = figures.map((d) => `${d.querySelector("dt").textContent}: ${d.querySelector("dd").textContent}`);
  told.textContent = refusal ? `No answer. ${refusal.textContent}` : words.join("; ");
}

/** Show what came out. While one types the place keeps its height when it is empty: what stands below stays where it is. */
function show(html, hold) {
  const held = hold && !html && answer.offsetHeight > 0;
  answer.style.minBlockSize = held ? `${answer.offsetHeight}px` : "";
  answer.toggleAttribute("data-held", held);
  answer.innerHTML = html; // our own escaped markup
  if (html && !form.nextElementSibling.id) {
    form.removeAttribute("id");
    answer.parentElement.id = "result";
  }
  for (const button of answer.querySelectorAll("[data-print]")) button.hidden = false;
}

/**
 * Work out what the form holds. `strict`: a field was left or the button pressed, so mistakes may be said.
 * Returns what came out; false when there is nothing to show yet, null when only the full page can tell.
 */
async function follow(strict) {
  clearTimeout(timer);
  const mine = ++newest;
  const inputs = given();
  if (!whole()) {
    show("", !strict);
    told.textContent = "";
    return false;
  }
  const address = addressOf(inputs);
  let outcome;
  try {
    outcome = await work(inputs, address, mine);
  } catch {
    if (mine === newest) told.textContent = "The server cannot be reached.";
    return null;
  }
  // A newer question is on its way.
  if (mine !== newest) return false;
  if (!outcome) return null;
  if (strict || !outcome.error) mark(outcome.error);
  show(outcome.html, !strict);
  if (outcome.error) told.textContent = strict ? `Not understood. ${outcome.error.message}` : "";
  else {
    say();
    history.replaceState(null, "", address);
  }
  return outcome;
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  // What is shown belongs to other inputs from now on.
  answer.toggleAttribute("data-stale", Boolean(answer.childElementCount));
  timer = setTimeout(() => follow(false).then(fresh), PAUSE_MS);
});
form.addEventListener("change", () => follow(true).then(fresh));
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const done = await follow(true);
  fresh();
  // What cannot be told here is told by the full page.
  if (done === null) return form.submit();
  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) return wrong.focus();
  const head = answer.querySelector("h2");
  if (!head) return undefined;
  head.tabIndex = -1;
  head.focus({ preventScroll: true });
  const behaviour = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  return answer.scrollIntoView({ block: "nearest", behavior: behaviour });
});
answer.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

function fresh() {
  answer.removeAttribute("data-stale");
}

// Without a service worker nothing is on this device yet; whoever starts to fill in a form may lose the signal next.
form.addEventListener("focusin", () => navigator.connection?.saveData || portable().catch(() => {}), { once: true });

// A page from the pack knows nothing of its address: its inputs are put in and worked out here.
if (document.documentElement.hasAttribute("data-offline")) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = fieldOf(name);
    if (!field || !value.trim()) continue;
    const choice = [...(field.options ?? [])].find((o) => o.value.toLowerCase() === value.trim().toLowerCase());
    if (field.options && !choice) field.add(new Option(value, value));
    field.value = choice?.value ?? value;
  }
  const understood = (outcome) => {
    // "RS485" in an address is "RS485 or DI" in the list.
    for (const { name, text } of outcome?.inputs ?? []) if (fieldOf(name).options) fieldOf(name).value = text;
  };
  if (whole() && (location.search.length > 1 || !form.querySelector("[required]"))) follow(location.search.length > 1).then(understood);
}
