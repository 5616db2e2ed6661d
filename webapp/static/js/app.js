// Everything works without this file. It adds: `/` focuses the search, results appear while one types, arrow keys walk
// through them, Esc leads back and then empties the box; and it notes on this device what was looked up.

const PAUSE_MS = 160; // a fast typist's gap between keys: fewer requests, no felt delay
const box = document.querySelector("[data-search]");

function typing(element) {
  return element instanceof HTMLElement && (element.isContentEditable || /^(input|select|textarea)$/i.test(element.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && box && !typing(document.activeElement)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
});

/** Down and Up move from the box through what was found and back. Enter opens, as on every link; Esc leads back. */
function walk(results) {
  const stops = () =>
    [...results.querySelectorAll(".ask a, .card__title a, .near a, .ways a")].filter((link) => link.checkVisibility());
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const at = document.activeElement;
    const links = stops();
    const place = at === box ? -1 : links.indexOf(at);
    if (at !== box && place < 0) return;
    if (event.key === "Escape" && at !== box) {
      event.preventDefault();
      box.focus();
    } else if (event.key in steps) {
      const next = place + steps[event.key];
      if (next < -1 || next >= links.length) return;
      event.preventDefault();
      (next < 0 ? box : links[next]).focus();
    }
  });
}

/** Results while one types: the newest question wins, an older answer that comes late is dropped. */
function live(form) {
  const results = document.querySelector("[data-results]");
  const idle = document.querySelector("[data-idle]");
  const status = document.querySelector("[data-status]");
  const device = form.querySelector("[data-device]");
  const home = form.dataset.live !== location.pathname;
  let timer = 0;
  let running = null;
  let shown = new URLSearchParams(location.search).get("q") ?? "";

  function empty() {
    running?.abort();
    results.replaceChildren();
    idle.hidden = false;
    status.textContent = "";
    shown = "";
  }

  async function ask() {
    const query = box.value.trim();
    if (!query) return empty();
    const url = new URL(form.dataset.live, location.href);
    url.searchParams.set("q", query);
    if (device?.value) url.searchParams.set("device", device.value);
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const response = await fetch(url, { headers: { "X-Fragment": "results" }, signal: mine.signal });
      // A refusal is told by the full page when Enter is pressed; while typing the last results stay.
      if (!response.ok) return;
      const html = await response.text();
      if (mine.signal.aborted) return;
      results.innerHTML = html; // our own server's escaped markup
      idle.hidden = true;
      shown = query;
      const outcome = results.querySelector("[data-count]");
      const count = Number(outcome?.dataset.count ?? 0);
      status.textContent = outcome?.dataset.answered === "yes" ? `${count} result${count === 1 ? "" : "s"}` : "Not in the manuals";
      if (!home) history.replaceState(null, "", url);
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "The search cannot be reached.";
    }
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && box.value) {
      event.preventDefault();
      box.value = "";
      clearTimeout(timer);
      empty();
    }
  });
  device?.addEventListener("change", () => (box.value.trim() ? ask() : undefined));
  // A page restored by the Back button may hold an older text in its box than its results show.
  if (box.value.trim() && box.value.trim() !== shown) ask();
  walk(results);
}

const form = document.querySelector("form[data-live]");
if (form && box) live(form);
else
  box?.addEventListener("keydown", (event) => {
    if (event.key === "Escape") box.value = "";
  });

// On wide screens the contents beside a section stand open.
const contents = document.querySelector(".side--contents details");
if (contents && matchMedia("(width >= 60rem)").matches) {
  contents.open = true;
  contents.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
}

// A link into a folded part opens it.
function unfold() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target && (target.closest("details") ?? target.querySelector(":scope > details"));
  if (fold && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}
addEventListener("hashchange", unfold);
unfold();

// Printing needs a script; without one the button is not there.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// What was looked up, for the front page of this device; nothing is sent. recent.js shows it and can forget it.
const LOOKED_UP = /\/(fact|alarm|procedure|connector|cable|leds|calculator|conflict|device|trouble)\/./;
const KEPT = 8;
function note() {
  const asked = location.pathname.endsWith("/search") && new URLSearchParams(location.search).get("q");
  const text = asked || document.querySelector("h1")?.innerText.replace(/\s+/g, " ").trim();
  if (!text || (!asked && !LOOKED_UP.test(location.pathname))) return;
  // The steps of one session are one look-up.
  const url = location.pathname + (location.pathname.includes("/trouble/") ? "" : location.search);
  try {
    const before = JSON.parse(localStorage.getItem("pinlight.recent") ?? "[]").filter((entry) => entry.url !== url);
    localStorage.setItem("pinlight.recent", JSON.stringify([{ text: text.slice(0, 120), url }, ...before].slice(0, KEPT)));
  } catch {
    // Storage is forbidden, full or holds something else: then nothing is remembered.
  }
}
// An error page is no look-up; it says so by having no place in the manuals and a status as its first line.
if (!document.querySelector(".blank__code")) note();
