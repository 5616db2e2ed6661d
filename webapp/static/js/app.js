// Everything works without this file. It adds: `/` focuses the search, Esc clears it, results appear while one types.

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

// Printing needs a script; without one the button is not there.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
