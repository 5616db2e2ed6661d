// Tap the rhythm: hold the pad while the lamp is lit; touch, mouse or space bar. Ties are listed, nothing is guessed.
import { measure, rank } from "./leds_rhythm.js";

const MAX_FLASHES = 40;
const QUIET_MS = 6000; // nothing pressed for so long: the next press begins anew
const LIVE_MS = 250;

const figure = (seconds) => (seconds < 1 ? seconds.toFixed(2) : seconds.toFixed(1));
const value = (text) => (text === "" ? null : Number(text));

function make(tag, text = "", kind = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

/** Show the pad; `choose(lamp, option)` puts a look on a lamp of the panel. */
export function pad(lamps, choose) {
  const section = document.querySelector("[data-pad]");
  const key = section.querySelector("[data-pad-key]");
  const word = section.querySelector("[data-pad-word]");
  const said = section.querySelector("[data-pad-said]");
  const status = section.querySelector("[data-pad-status]");
  const select = section.querySelector("[data-pad-lamp]");
  const patterns = [...document.querySelectorAll("[data-rhythm]")].map((li) => ({
    id: li.dataset.rhythm,
    kind: li.dataset.kind,
    on_s: value(li.dataset.on),
    off_s: value(li.dataset.off),
    period_s: value(li.dataset.period),
    times: value(li.dataset.times),
    words: li.querySelector("[data-rhythm-words]").textContent,
  }));
  let on = [];
  let off = [];
  let down = null;
  let up = null;
  let live = 0;

  function press(now) {
    if (down !== null) return;
    if (up !== null && (now - up > QUIET_MS || on.length >= MAX_FLASHES)) {
      on = [];
      off = [];
      up = null;
    }
    if (up !== null) off.push(now - up);
    down = now;
    key.dataset.down = "";
    word.textContent = "Lit";
    clearInterval(live);
    live = setInterval(show, LIVE_MS);
  }

  function release(now) {
    if (down === null) return;
    on.push(Math.max(1, now - down));
    down = null;
    up = now;
    delete key.dataset.down;
    word.textContent = "Hold while lit";
    clearInterval(live);
    show();
  }

  /** What is pressed at this moment counts as far as it goes, so that a steady lamp is told without letting go. */
  function intervals() {
    return down === null ? [on, off] : [[...on, performance.now() - down], off];
  }

  function find(lamp, pattern) {
    const same = lamp.options.filter((o) => o.dataset.pattern === pattern.id);
    const open = same.find((o) => o.value === `${lamp.name}:${o.dataset.pattern === "" ? "" : `:${pattern.id}`}`);
    return open ?? same[0] ?? (pattern.kind === "off" || pattern.kind === "steady" ? null : lamp.options.find((o) => o.dataset.pattern === "flash")) ?? null;
  }

  function show() {
    const m = measure(...intervals());
    const found = rank(m, patterns);
    const fitting = found.filter((r) => r.fits);
    const lines = [];
    if (m.shape === "unsure") lines.push(make("p", m.flashes ? `${m.flashes} flash so far. Go on.` : "", "soft"));
    if (m.shape === "steady") lines.push(make("p", `Held for ${figure(m.held_s)} s without a gap`, "pad__measured"));
    if (m.shape === "flash") {
      lines.push(make("p", `${figure(m.on_s)} s on, ${figure(m.off_s)} s off`, "pad__measured"));
      const slips = m.missed + m.doubled ? `, ${m.missed + m.doubled} set aside` : "";
      lines.push(make("p", `from ${m.flashes} flashes${slips}`, "soft small"));
    }
    if (found.length && !fitting.length) lines.push(make("p", "No rhythm of the manual has these times. Tap once more, or choose in words."));
    if (fitting.length) {
      const list = make("ol", "", "pad__list");
      const top = fitting[0];
      const tied = fitting.filter((r) => r.id === top.id || top.tied.includes(r.id));
      const close = tied.filter((r) => r.id === top.id || top.score - r.score <= Math.log(3));
      if (tied.length > 1) lines.push(make("p", close.length > 1 ? "These cannot be told apart by what was tapped:" : "Most likely the first; the others are not excluded:"));
      for (const r of tied.length > 1 ? tied : [top]) list.append(row(patterns.find((p) => p.id === r.id)));
      lines.push(list);
    }
    said.replaceChildren(...lines);
    if (down === null) status.textContent = lines.map((l) => l.innerText ?? l.textContent).join(". ");
  }

  function row(pattern) {
    const item = make("li", "", "pad__li");
    item.append(make("span", pattern.words));
    const lamp = lamps.find((l) => l.id === select.value);
    const option = find(lamp, pattern);
    if (option) {
      const use = make("button", `Use for ${lamp.name}`, "btn btn--small");
      use.type = "button";
      use.addEventListener("click", () => {
        choose(lamp, option);
        lamp.tap.focus();
      });
      item.append(use);
    } else item.append(make("span", `not printed for ${lamp.name}`, "soft small"));
    return item;
  }

  key.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    key.setPointerCapture(event.pointerId);
    press(performance.now());
  });
  for (const name of ["pointerup", "pointercancel"]) key.addEventListener(name, () => release(performance.now()));
  key.addEventListener("contextmenu", (event) => event.preventDefault());
  key.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    if (!event.repeat) press(performance.now());
  });
  key.addEventListener("keyup", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    release(performance.now());
  });
  key.addEventListener("blur", () => release(performance.now()));
  select.addEventListener("change", () => (on.length ? show() : undefined));
}
