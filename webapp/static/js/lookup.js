// Looking up names without the server. Every name of the manuals stands in the pack with what the server finds for it, so the
// answer is the server's own; what is no whole name is compared word by word with the titles. Runs inside the service worker.

/** A name without case, blanks and inner signs, as kb/search/aliases.py folds it; a sign at its end counts: BAT+ is not BAT-. */
function lookupKey(text) {
  const folded = fold(text);
  const sign = /[+-](?=[\s?"'.!]*$)/.exec(folded)?.[0] ?? "";
  return folded.toLowerCase().replace(/[^a-z0-9\u03c9.]|(?<![0-9])\.|\.(?![0-9])/g, "") + sign;
}

// The signs that kb/bundle/analysis.py takes for others.
const DASHES = /[\u2010\u2011\u2012\u2013\u2014\u2015\u2212]/g;

/** Compatibility forms, dashes and accents as the index has them. */
function fold(text) {
  return text.normalize("NFKC").replace(DASHES, "-").normalize("NFD").replace(/\p{M}/gu, "");
}

function lookupWords(text) {
  return fold(text).toLowerCase().match(/\d+(?:\.\d+)?|\p{L}+/gu) ?? [];
}

const LOOKUP_MOST = 12;
// Said around a name and no part of it.
const LOOKUP_FILLER = new Set(["pin", "pins", "contact", "of", "on", "the", "a", "at", "what", "is", "for", "in", "to", "code"]);

/** Rows for a question, best first: { rows, exact } where `exact` says that the whole question is a name. */
function lookUp(table, question, device = "") {
  const fits = (row) => !device || row[3].includes(device);
  const named = (key) => (table.names[key] ?? []).map((n) => table.entries[n]).filter(fits);
  const whole = named(lookupKey(question));
  const words = lookupWords(question);
  const told = words.filter((w) => !LOOKUP_FILLER.has(w));
  const near = [];
  const wanted = told.length ? told : words;
  if (wanted.length) {
    table.index ??= table.entries.map((row) => {
      const devices = row[3].map((d) => table.devices[d] ?? d).join(" ");
      return { title: lookupWords(row[0]), rest: lookupWords(`${row[4]} ${row[2]} ${devices}`) };
    });
    table.entries.forEach((row, n) => {
      if (!fits(row)) return;
      const { title, rest } = table.index[n];
      let score = 0;
      for (const word of wanted) {
        if (title.includes(word)) score += 4;
        else if (rest.includes(word)) score += 3;
        else if (title.some((w) => w.startsWith(word))) score += 2;
        else if (rest.some((w) => w.startsWith(word))) score += 1;
        else return;
      }
      // Of equal ones the shorter title says nothing beside what was asked.
      near.push({ row, score: score - title.length / 100, n });
    });
    near.sort((a, b) => b.score - a.score || a.n - b.n);
  }
  const rows = [...new Map([...whole, ...near.map((x) => x.row)].map((row) => [row[1], row])).values()];
  return { rows: rows.slice(0, LOOKUP_MOST), exact: whole.length > 0 };
}

function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** The results as the search page shows them; `card` is the markup of the first row's card, or empty. */
function lookupFragment(table, question, device, card) {
  const { rows, exact } = lookUp(table, question, device);
  const note =
    '<p class="alert alert--notice">Without signal only names are looked up: codes, pins, signals, brands, titles. A question in your own words needs the server.</p>';
  const list = (some) =>
    `<ul class="sheet list">${some
      .map((row) => {
        const devices = row[3].slice(0, 3).map((d) => table.devices[d] ?? d);
        const detail = [row[2], devices.join(", ")].filter(Boolean).join(" · ");
        return `<li><a class="list__a" href="${escapeHtml(row[1])}"><span>${escapeHtml(row[0])}</span><span class="list__detail">${escapeHtml(detail)}</span></a></li>`;
      })
      .join("")}</ul>`;
  const lead = exact && rows.length ? card(rows[0]) : "";
  const rest = lead ? rows.slice(1) : rows;
  const found = rows.length
    ? `<section class="answers"><h2 class="sr">Found on this phone</h2>${lead}${rest.length ? list(rest) : ""}</section>`
    : `<section class="silent card"><h2>No such name</h2><p>Nothing kept on this phone is called <q>${escapeHtml(question)}</q>. The manuals may still tell it: ask again with signal.</p></section>`;
  return `<div class="outcome" data-count="${rows.length}" data-answered="${rows.length ? "yes" : "no"}" data-looked-up>${note}${found}</div>`;
}
