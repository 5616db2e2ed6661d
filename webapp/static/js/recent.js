// The last look-ups of this device on the front page. Without this file the section stays hidden.
// A classic script that runs where it stands, right below the section: a deferred one would push the lists down later.
"use strict";
(() => {
  const KEY = "pinlight.recent";
  const KINDS = { alarm: "Alarm", procedure: "Procedure", connector: "Connector", cable: "Cable", leds: "Lamps", calculator: "Calculator", conflict: "Disagreement", device: "Device", trouble: "Troubleshooter", search: "Search" };
  const section = document.querySelector("[data-recent]");
  const list = section?.querySelector("ul");

  function read() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      // Only our own addresses: whatever else lies in the storage is not made into a link.
      return found.filter((e) => typeof e.text === "string" && typeof e.url === "string" && /^\/(?!\/)/.test(e.url));
    } catch {
      return [];
    }
  }

  function write(entries) {
    try {
      if (entries.length) localStorage.setItem(KEY, JSON.stringify(entries));
      else localStorage.removeItem(KEY);
    } catch {
      // Storage is forbidden: there was nothing to forget.
    }
  }

  function made(tag, className, text = "") {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function row({ text, url }) {
    const item = made("li", "recent__li");
    const link = made("a", "list__a");
    link.href = url;
    const kind = KINDS[url.match(/\/([a-z]+)(?:[/?]|$)/)?.[1]] ?? "";
    link.append(made("span", "", text), made("span", "list__detail", kind));
    const forget = made("button", "recent__x", "×");
    forget.type = "button";
    forget.setAttribute("aria-label", `Forget ${text}`);
    forget.addEventListener("click", () => {
      write(read().filter((entry) => entry.url !== url));
      const next = item.nextElementSibling ?? item.previousElementSibling;
      item.remove();
      if (next) next.querySelector("button").focus();
      else show();
    });
    item.append(link, forget);
    return item;
  }

  function show() {
    const entries = read();
    section.hidden = !entries.length;
    list.replaceChildren(...entries.map(row));
  }

  if (section) {
    section.querySelector("[data-forget]").addEventListener("click", () => {
      write([]);
      show();
      document.querySelector("[data-search]")?.focus();
    });
    show();
    // Coming back by the Back button the page may be an old one.
    addEventListener("pageshow", (event) => event.persisted && show());
  }
})();
