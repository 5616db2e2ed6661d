// Keeps Pinlight on the phone: registers the service worker when the page is done, and says when there is a newer knowledge base.
// Without service workers nothing here runs, and nothing is missing but the use without signal.

const CHECK_MS = 10 * 60 * 1000; // an app that stays open looks for news this often, when it comes to the front

/** Ask a worker what it keeps. */
export function about(worker) {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => done(event.data);
    worker.postMessage("about", [port2]);
  });
}

/** Register the worker, if its pack is ready; returns the registration or null. */
export async function keep() {
  const known = await navigator.serviceWorker.getRegistration();
  if (known) return known;
  const latest = await (await fetch("/offline/latest.json")).json();
  if (!latest.ready) return null;
  return navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
}

/** One polite line with one button; it waits until somebody wants it. */
function notice(text, label, action) {
  document.querySelector("[data-notice]")?.remove();
  const line = document.createElement("div");
  line.className = "notice";
  line.dataset.notice = "";
  line.setAttribute("role", "status");
  const said = document.createElement("p");
  const button = document.createElement("button");
  button.className = "btn btn--small";
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", action);
  line.append(said, button);
  document.body.append(line);
  // Text that comes into a live region after it is there is read out.
  said.textContent = text;
}

async function offer(registration) {
  const next = registration.waiting;
  if (!next || !navigator.serviceWorker.controller) return;
  const [now, then] = await Promise.all([about(navigator.serviceWorker.controller), about(next)]);
  const text = now.version === then.version ? "A new version of Pinlight." : `New knowledge base of ${then.stamp}.`;
  notice(text, "Reload", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    next.postMessage("take over");
  });
}

function watch(registration) {
  offer(registration);
  registration.addEventListener("updatefound", () => {
    const next = registration.installing;
    next?.addEventListener("statechange", () => next.state === "installed" && offer(registration));
  });
  let checked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || Date.now() - checked < CHECK_MS) return;
    checked = Date.now();
    registration.update().catch(() => {});
  });
}

async function start() {
  try {
    // Somebody who saves data is asked first, on /offline.
    if (navigator.connection?.saveData && !(await navigator.serviceWorker.getRegistration())) return;
    const registration = await keep();
    if (registration) watch(registration);
  } catch {
    // No storage, a private window: the site works as before.
  }
}

if ("serviceWorker" in navigator) {
  const idle = window.requestIdleCallback ?? ((run) => setTimeout(run, 1));
  if (document.readyState === "complete") idle(start);
  else addEventListener("load", () => idle(start), { once: true });
}
