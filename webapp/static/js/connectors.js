// Everything works without this file. It adds: tapping a pin enlarges it at once, and the address keeps it.

/** Show one pin of a socket, or none; the drawing, the card and the row tell the same. */
function show(socket, pin) {
  const row = [...socket.querySelectorAll("[data-row]")].find((r) => r.dataset.row === pin);
  const partners = new Set((row?.dataset.not ?? "").split(" ").filter(Boolean));
  for (const card of socket.querySelectorAll("[data-big]")) card.hidden = card.dataset.big !== pin;
  for (const r of socket.querySelectorAll("[data-row]")) {
    const on = r.dataset.row === pin;
    r.classList.toggle("pins__row--on", on);
    r.querySelector("[data-pin-link]")?.toggleAttribute("aria-current", on);
  }
  for (const p of socket.querySelectorAll(".front:not(.front--small) [data-pin]")) {
    const on = p.dataset.pin === pin;
    const near = partners.has(p.dataset.pin);
    p.classList.toggle("pin--on", Boolean(pin) && on);
    p.classList.toggle("pin--near", Boolean(pin) && near);
    p.classList.toggle("pin--dim", Boolean(pin) && !on && !near);
  }
}

function chosen() {
  return new URLSearchParams(location.search).get("pin") ?? "";
}

const sockets = [...document.querySelectorAll("[data-socket]")];

for (const socket of sockets) {
  socket.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-pin], a[data-pin-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const pin = link.dataset.pin ?? link.dataset.pinLink;
    // A second tap puts the pin back.
    const next = chosen() === pin ? "" : pin;
    const url = new URL(location.href);
    if (next) url.searchParams.set("pin", next);
    else url.searchParams.delete("pin");
    url.hash = "";
    history.pushState(null, "", url);
    for (const one of sockets) show(one, next);
    if (next) socket.querySelector(`[data-big="${CSS.escape(next)}"]`)?.scrollIntoView({ block: "nearest" });
  });
}

window.addEventListener("popstate", () => {
  for (const one of sockets) show(one, chosen());
});

// A page from the phone was rendered without the pin that its address names.
if (chosen() && document.documentElement.hasAttribute("data-offline")) for (const one of sockets) show(one, chosen());
