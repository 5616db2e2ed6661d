// How it stands on this phone, on the page /offline.

import { about, keep } from "./offline.js";

const card = document.querySelector("[data-kept]");
const state = card.querySelector("[data-kept-state]");
const keepButton = card.querySelector("[data-keep]");
const forgetButton = card.querySelector("[data-forget]");

async function show() {
  const registration = await navigator.serviceWorker.getRegistration();
  const kept = registration?.active ? await about(registration.active) : null;
  card.hidden = false;
  keepButton.hidden = Boolean(registration);
  forgetButton.hidden = !kept;
  state.textContent = kept
    ? `Kept: ${kept.pages} pages, ${Math.round(kept.bytes / 1000)} kB, knowledge base of ${kept.stamp}.`
    : registration
      ? "Being loaded."
      : "Not kept yet.";
  const coming = registration?.installing;
  coming?.addEventListener("statechange", show, { once: true });
}

keepButton.addEventListener("click", async () => {
  await keep();
  await show();
});
forgetButton.addEventListener("click", async () => {
  await (await navigator.serviceWorker.getRegistration())?.unregister();
  for (const name of await caches.keys()) if (name.startsWith("pinlight-")) await caches.delete(name);
  await show();
});
if ("serviceWorker" in navigator) show();
