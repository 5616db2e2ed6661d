// The service worker: four strategies, one for each kind of thing that is asked for. The server puts `const PACK` and lookup.js
// before this text, so a new knowledge base or look is a new worker, and a worker never knows another pack than its own.
//
// install   load the pack and its static files, whole or not at all; the worker before goes on until all is there
// activate  drop the caches of other packs
// fetch     static: cache first · pages: network first, the pack when that fails or takes long
//           search: network, else look-up on the phone · API: network, else an error that says so

const PREFIX = "pinlight-";
const CACHE = `${PREFIX}${PACK.name}`;
// A page that is on the phone does not make anybody wait longer than this for a weak signal.
const PATIENCE_MS = 2000;
const AWAY_STATUSES = [502, 503, 504];

self.addEventListener("install", (event) => event.waitUntil(load()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") self.skipWaiting();
  if (event.data === "about") event.ports[0]?.postMessage({ stamp: PACK.stamp, version: PACK.version, pages: PACK.pages, bytes: PACK.bytes });
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(cacheFirst(request));
  else if (request.mode === "navigate") event.respondWith(networkFirst(request, url));
  else if (url.pathname === PACK.search) event.respondWith(networkOnly(request, () => fragment(url)));
  else if (url.pathname.startsWith("/api/")) event.respondWith(networkOnly(request, unreachable));
  else event.respondWith(networkOnly(request, () => keptFile(url)));
});

/** Fails as a whole when any part fails; the browser checks the pack against its hash before we see a byte of it. */
async function load() {
  try {
    const cache = await caches.open(CACHE);
    await cache.addAll(PACK.statics);
    const response = await fetch(PACK.url, { integrity: PACK.integrity });
    if (!response.ok) throw new Error(`pack: ${response.status}`);
    await cache.put(PACK.url, response);
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function tidy() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

let opened = null;

/** The pack, read once in a worker's life. */
function pack() {
  opened ??= (async () => {
    const response = await (await caches.open(CACHE)).match(PACK.url);
    if (!response) throw new Error("the browser has removed the pack");
    return response.json();
  })().catch((error) => {
    opened = null;
    throw error;
  });
  return opened;
}

async function cacheFirst(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? fetch(request);
}

async function networkFirst(request, url) {
  const network = fetch(request).then((response) => {
    if (AWAY_STATUSES.includes(response.status)) throw new Error(`server: ${response.status}`);
    return response;
  });
  const patience = new Promise((done) => setTimeout(done, PATIENCE_MS));
  try {
    const first = await Promise.race([network, patience]);
    if (first) return first;
    const kept = await keptPage(url);
    if (kept) {
      network.catch(() => {}); // the answer that comes too late may fail too
      return kept;
    }
    return await network;
  } catch {
    return (await keptPage(url)) ?? away();
  }
}

async function networkOnly(request, otherwise) {
  try {
    const response = await fetch(request);
    if (AWAY_STATUSES.includes(response.status)) throw new Error(`server: ${response.status}`);
    return response;
  } catch {
    return otherwise();
  }
}

function html(text, status = 200) {
  // The mark is for the scripts of the page, the line for people.
  const said = `<p class="from-phone">From this phone, as of ${PACK.stamp}</p>`;
  const body = text.replace("<html ", "<html data-offline ").replace("<main ", () => `${said}\n<main `);
  return new Response(body, { status, headers: { "Content-Type": "text/html; charset=utf-8", ...SAFE } });
}

// What the server says with every page. An answer that a worker makes has no policy unless it says so itself.
const SAFE = {
  "Content-Security-Policy": PACK.policy,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
};

/** A page as the server rendered it, with this server's own name where the page tells it. */
function put(pages, address) {
  const runs = pages.pages[address];
  if (!runs) return undefined;
  let text = "";
  for (let at = 0; at < runs.length; at += 2) text += pages.pieces.slice(runs[at], runs[at] + runs[at + 1]).join("");
  return text.replaceAll(pages.host, self.location.origin);
}

/** The address under which the pack knows a page: parameters in any order, or any at all where the page reads them itself. */
function addressOf(pages, url) {
  const exact = url.pathname + url.search;
  if (pages.pages[exact]) return exact;
  if (!url.search || pages.any_query.includes(url.pathname)) return pages.pages[url.pathname] ? url.pathname : null;
  const near = nearest(pages, url.pathname, url.searchParams);
  return near && near.left === 0 ? near.address : null;
}

/** Of the packed addresses with this path the one that says most of what is asked and nothing else. */
function nearest(pages, path, parameters) {
  const asked = new Set([...parameters].map(String));
  let best = null;
  for (const address of Object.keys(pages.pages)) {
    if (address !== path && !address.startsWith(`${path}?`)) continue;
    const has = [...new URLSearchParams(address.slice(path.length))].map(String);
    if (has.every((one) => asked.has(one)) && (!best || has.length > best.has)) best = { address, has: has.length, left: asked.size - has.length };
  }
  return best;
}

async function keptPage(url) {
  const pages = await pack().catch(() => null);
  if (!pages) return null;
  if (url.pathname === PACK.search) return searchPage(pages, url);
  const address = addressOf(pages, url);
  if (address) return pages.types[address] ? file(pages, address) : html(put(pages, address));
  const other = pages.instead[url.pathname];
  if (!other) return null;
  // A session of the troubleshooter goes on in the tree of the same problem, at the step its answers lead to (tree.js).
  const [path, query] = other.split("?");
  const parameters = new URLSearchParams([...new URLSearchParams(query), ...url.searchParams]);
  // A calculator reads its inputs from the address itself.
  if (pages.any_query.includes(path)) return Response.redirect(new URL(`${path}?${parameters}`, self.location.origin), 302);
  const near = nearest(pages, path, parameters);
  if (!near) return null;
  const at = new URL(near.address, self.location.origin);
  at.hash = url.searchParams.toString();
  return Response.redirect(at, 302);
}

function file(pages, address) {
  return new Response(put(pages, address), { headers: { "Content-Type": pages.types[address], ...SAFE } });
}

async function keptFile(url) {
  const pages = await pack().catch(() => null);
  const address = pages && addressOf(pages, url);
  return address && pages.types[address] ? file(pages, address) : Response.error();
}

async function away() {
  const pages = await pack().catch(() => null);
  const text = pages && put(pages, PACK.away);
  return text ? html(text, 503) : Response.error();
}

function unreachable() {
  const error = { code: "no_signal", message: "The server cannot be reached.", todo: "Try again with signal." };
  return Response.json({ error }, { status: 503 });
}

/** The card of a fact, cut from its page. */
function cardOf(pages, row) {
  const page = put(pages, row[5]) ?? "";
  const card = /<article class="card[^]*?<\/article>/.exec(page)?.[0] ?? "";
  return card.replace(/<h1 class="card__title">([^]*?)<\/h1>/, (_, title) => `<h3 class="card__title"><a href="${escapeHtml(row[1])}">${title}</a></h3>`);
}

function found(pages, url) {
  const question = url.searchParams.get("q")?.trim() ?? "";
  const device = url.searchParams.get("device") ?? "";
  return question ? lookupFragment(pages.lookup, question, device, (row) => cardOf(pages, row)) : "";
}

async function fragment(url) {
  const pages = await pack().catch(() => null);
  return pages ? html(found(pages, url)) : Response.error();
}

/** The search page with what was found in its place, and the question in its box. */
function searchPage(pages, url) {
  const text = put(pages, PACK.search);
  if (!text) return null;
  const results = found(pages, url);
  if (!results) return html(text);
  const question = escapeHtml(url.searchParams.get("q").trim());
  const device = url.searchParams.get("device") ?? "";
  return html(
    text
      .replace(/<title>[^<]*/, () => `<title>${question} – Pinlight`)
      .replace(/(<input[^>]*\bvalue=")("[^>]*\bdata-search)/, (_, a, b) => a + question + b)
      .replace(/<div data-results>/, (tag) => tag + results)
      .replace("<div data-idle>", "<div data-idle hidden>")
      .replace(`<option value="${escapeHtml(device)}">`, (tag) => tag.replace(">", " selected>")),
  );
}
