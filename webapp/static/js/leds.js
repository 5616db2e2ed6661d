// Tap a lamp and the states narrow at once, also without signal. How lamps are compared is not known here: the page
// holds a sign per state, lamp and option ("=" the same, "+" fits, "-" differs, "a" may show anything, "n" not said), and this adds up.
import { pad } from "./leds_pad.js";

const MAX_NEAR = 4;
const SAY_MS = 350; // one sentence after quick taps, not one for each
const WORDS = { "=": "fits", "+": "fits", "-": "differs", a: "may show anything", n: "not said" };
const FORM = { "=": "fits", "+": "fits", "-": "differs", a: "any", n: "any" };

const form = document.querySelector("[data-finder]");
const status = document.querySelector("[data-status]");
const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

const lamps = [...form.querySelectorAll("[data-choice]")].map((box) => ({
  id: box.dataset.choice,
  name: box.dataset.name,
  group: Number(box.dataset.group),
  none: box.querySelector("input[value='']"),
  options: [...box.querySelectorAll("input[data-place]")],
  tap: form.querySelector(`[data-tap="${box.dataset.choice}"]`),
}));
const groups = [...new Set(lamps.map((l) => l.group))].sort((a, b) => a - b);
const lampsOf = (group) => lamps.filter((l) => l.group === group);
const states = [...document.querySelectorAll("[data-state]")].map((element) => ({
  element,
  id: element.dataset.state,
  group: Number(element.dataset.group),
  general: element.dataset.general.split(" ").filter(Boolean),
  rows: new Map([...element.querySelectorAll("[data-lamp]")].map((row) => [row.dataset.lamp, row])),
  place: Number(element.dataset.n),
  stop: Number("stop" in element.dataset),
}));
states.sort((a, b) => a.place - b.place);
const buckets = new Map([...document.querySelectorAll("[data-bucket]")].map((b) => [b.dataset.bucket, b]));

const chosen = (lamp) => lamp.options.find((o) => o.checked) ?? null;
const sign = (state, lamp, option) => state.rows.get(lamp.name)?.dataset.table[Number(option.dataset.place)] ?? "n";

function judge(state, seen) {
  const told = { state, fits: 0, differs: 0, free: 0, against: null };
  for (const lamp of lampsOf(state.group)) {
    const row = state.rows.get(lamp.name);
    const option = seen.get(lamp);
    const verdict = option ? sign(state, lamp, option) : "";
    if (row) {
      row.hidden = !verdict;
      row.className = `reason reason--${FORM[verdict] ?? "none"}`;
      row.querySelector("[data-verdict]").textContent = WORDS[verdict] ?? "";
    }
    if (verdict === "+" || verdict === "=") told.fits++;
    if (verdict === "a") told.free++;
    if (verdict === "-") {
      told.differs++;
      told.against = lamp;
    }
  }
  return told;
}

/** One lamp speaks against it, and others for it; or that lamp at least shows the colour or the pattern. */
function isNear(told, seen) {
  if (told.differs !== 1) return false;
  if (told.fits) return true;
  const row = told.state.rows.get(told.against.name);
  const [color, pattern] = row.dataset.told.split(":");
  const [seenColor, seenPattern] = seen.get(told.against).dataset.plain.split(":");
  if (!pattern || pattern === "off" || seenPattern === "off") return false;
  return pattern === seenPattern || (color !== "" && color === seenColor);
}

function ways(lamp, left, seen) {
  const now = seen.get(lamp);
  return lamp.options
    .filter((o) => !now || o.dataset.refines.split(" ").includes(now.dataset.place))
    .filter((o) => left.some((s) => sign(s, lamp, o) === "="))
    .map((o) => ({ option: o, left: left.filter((s) => sign(s, lamp, o) !== "-").length }))
    .filter((w) => w.left);
}

function nextLook(group, left, seen) {
  let best = null;
  for (const lamp of lampsOf(group)) {
    const found = ways(lamp, left, seen);
    if (found.length < 2 || Math.min(...found.map((w) => w.left)) === left.length) continue;
    const mean = found.reduce((a, w) => a + w.left * w.left, 0) / found.reduce((a, w) => a + w.left, 0);
    if (!best || mean < best.mean - 1e-9) best = { mean, lamp, ways: found };
  }
  return best;
}

function find(seen) {
  const placed = { match: [], near: [], open: [] };
  const steps = [];
  const judged = states.map((s) => judge(s, seen));
  const touched = groups.filter((g) => lampsOf(g).some((l) => seen.has(l)));
  for (const group of touched) {
    const names = lampsOf(group);
    const mine = judged.filter((t) => t.state.group === group);
    const match = mine.filter((t) => t.fits && !t.differs).sort((a, b) => b.fits - a.fits || a.free - b.free || b.state.stop - a.state.stop);
    const open = mine.filter((t) => !t.fits && !t.differs);
    placed.match.push(...match);
    placed.open.push(...open);
    placed.near.push(...mine.filter((t) => isNear(t, seen)).sort((a, b) => b.fits - a.fits).slice(0, MAX_NEAR));
    const kept = new Set((match.length ? match : open).map((t) => t.state.id));
    const left = (match.length ? match : open).map((t) => t.state).filter((s) => !s.general.some((g) => kept.has(g)));
    const lead = touched.length > 1 ? `${names.map((l) => l.name).join(", ")}: ` : "";
    const said = match.length
      ? count(match.length, "state fits", "states fit")
      : open.length
        ? `${count(open.length, "state is", "states are")} not ruled out`
        : "no state of the manual fits";
    const next = left.length > 1 ? nextLook(group, left, seen) : null;
    steps.push({ said: lead + said, next, alike: match.length > 0 && left.length > 1 && !next });
  }
  return { placed, steps };
}

function make(tag, text = "", kind = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function address(seen, change = new Map()) {
  const query = new URLSearchParams();
  for (const lamp of lamps) {
    const option = change.get(lamp) ?? seen.get(lamp);
    if (option) query.append("lamp", option.value);
  }
  const said = query.toString();
  return form.getAttribute("action") + (said ? `?${said}` : "");
}

function showSteps(steps, seen) {
  const place = document.querySelector("[data-steps]");
  const shown = steps.map((s) => {
    const box = make("div", "", "step-found");
    box.append(make("p", `${s.said}.`, "step-found__said"));
    if (s.alike) box.append(make("p", "No lamp tells these apart. Go by what the device does."));
    if (s.next) {
      box.append(make("p", `Next, look at ${s.next.lamp.name}:`));
      const list = make("ul", "", "chips");
      for (const way of s.next.ways) {
        const item = make("li");
        const link = make("a", `${way.option.dataset.words} `, "chip");
        link.href = address(seen, new Map([[s.next.lamp, way.option]]));
        link.append(make("span", `leaves ${way.left}`, "chip__detail"));
        link.dataset.way = way.option.id;
        item.append(link);
        list.append(item);
      }
      box.append(list);
    }
    return box;
  });
  if (!shown.length)
    shown.push(make("p", `${count(Number(place.dataset.total), "state")} in the manual. Tap a lamp, and those that do not fit go.`, "step-found__said"));
  place.replaceChildren(...shown);
}

function showBuckets(placed, touched) {
  const taken = new Set();
  for (const [name, told] of Object.entries(placed)) {
    const bucket = buckets.get(name);
    bucket.querySelector("[data-list]").replaceChildren(...told.map((t) => t.state.element));
    bucket.hidden = !told.length;
    for (const t of told) taken.add(t.state.id);
  }
  const rest = buckets.get("rest");
  const others = states.filter((s) => !taken.has(s.id));
  rest.querySelector("[data-list]").replaceChildren(...others.map((s) => s.element));
  rest.querySelector("[data-count]").textContent = others.length;
  rest.hidden = !others.length;
  rest.querySelector("[data-fold]").open = !touched;
  const name = rest.querySelector("[data-all]");
  name.textContent = touched ? name.dataset.other : name.dataset.all;
}

function showLamp(lamp) {
  const option = chosen(lamp);
  lamp.tap.className = `face__lamp lamp ${option?.dataset.look ?? "lamp--blank lamp--plain"}`;
  const on = lamp.tap.querySelector(".lamp__on");
  on.setAttribute("class", `lamp__on ${option?.dataset.blink ?? ""}`);
  const lines = option
    ? option.dataset.lines.split("|").map((text) => make("span", text, "lamp__words"))
    : [make("span", "not looked at,", "sr"), make("span", "tap", "lamp__words lamp__words--idle")];
  lamp.tap.querySelector(".face__lines").replaceChildren(...lines.flatMap((line) => [" ", line]));
}

const BEFORE = (link) => link.href.split("?")[0];
function carry(seen) {
  const query = new URLSearchParams();
  for (const [lamp, option] of seen) query.append("lamp", `${lamp.name}:${option.dataset.plain.replace(/:lit$/, ":any")}`);
  const said = query.toString();
  for (const link of document.querySelectorAll("[data-trouble]")) link.href = BEFORE(link) + (said ? `?${said}` : "");
}

let timer = 0;
function say(text) {
  clearTimeout(timer);
  timer = setTimeout(() => (status.textContent = text), SAY_MS);
}

function update(lamp = null) {
  const seen = new Map(lamps.map((l) => [l, chosen(l)]).filter(([, o]) => o));
  const { placed, steps } = find(seen);
  showSteps(steps, seen);
  showBuckets(placed, steps.length > 0);
  lamps.forEach(showLamp);
  carry(seen);
  if (!lamp) return;
  history.replaceState(null, "", address(seen));
  const look = seen.get(lamp)?.dataset.words ?? "not looked at";
  const next = steps.find((s) => s.next)?.next;
  say(`${lamp.name} ${look}. ${steps.map((s) => s.said).join(". ")}${next ? `. Next, look at ${next.lamp.name}` : ""}.`);
}

function choose(lamp, option) {
  (option ?? lamp.none).checked = true;
  update(lamp);
}

form.addEventListener("submit", (event) => event.preventDefault());
for (const lamp of lamps) {
  lamp.tap.type = "button";
  lamp.tap.addEventListener("click", () => {
    const cycle = lamp.options.filter((o) => "cycle" in o.dataset);
    choose(lamp, cycle[cycle.indexOf(chosen(lamp)) + 1] ?? null);
  });
  for (const input of [lamp.none, ...lamp.options]) input.addEventListener("change", () => update(lamp));
}
document.querySelector("[data-steps]").addEventListener("click", (event) => {
  const link = event.target.closest("[data-way]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const lamp = lamps.find((l) => l.options.some((o) => o.id === link.dataset.way));
  choose(lamp, document.getElementById(link.dataset.way));
  lamp.tap.focus();
});
form.querySelector("[data-anew]").addEventListener("click", (event) => {
  event.preventDefault();
  for (const lamp of lamps) lamp.none.checked = true;
  update();
  history.replaceState(null, "", form.getAttribute("action"));
  say("Nothing is chosen.");
});
form.querySelector("[data-submit]").hidden = true;

// A page from the phone's own store is the plain one: what the address tells is put in here.
const told = new URLSearchParams(location.search).getAll("lamp");
const stale = told.filter((t) => t && !lamps.some((l) => chosen(l)?.value === t));
for (const value of stale) {
  const option = lamps.flatMap((l) => l.options).find((o) => o.value === value);
  if (option) option.checked = true;
}
// While nothing is told the server has drawn all there is; drawing it once more would be most of the work of opening the page.
if (lamps.some(chosen)) update();
pad(lamps, choose);
document.documentElement.dataset.leds = "ready";
