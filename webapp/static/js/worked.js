// What came out of a calculation as the server draws it (templates/calculators/worked.html). A test holds both equal.
// `outcome` is calc.js's answer; names and places of the facts come with its data (webapp/features/calculators/data.py).

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const safe = (text) => text.replace(/[&<>"']/g, (sign) => SIGNS[sign]);
// As webapp.present.words.glued: units stay beside their numbers.
const glued = (text) => safe(text.replace(/(\p{Nd}) (?=[\p{L}\p{Nl}\p{No}_]{1,4}(?![\p{L}\p{N}_])|[%°Ω])/gu, "$1\u00a0"));

function stop(text) {
  const told = text.slice(0, 1).toUpperCase() + text.slice(1);
  return !told || /[.?!]$/.test(told) ? told : `${told}.`;
}

/** What is said at a field about what was typed there. */
export function mistake(name, label, message) {
  const head = `${name} (${label}): `;
  return stop(message.startsWith(head) ? message.slice(head.length) : message);
}

function allowed(text) {
  const [, head, rest] = /^([\p{L}_][\p{L}\p{N}_]*): ([^]*)$/u.exec(text) ?? [];
  return stop(head ? rest : text);
}

function source([, manual, edition, section, url], lines) {
  const told = `${safe(manual)}${edition ? ` · ${safe(edition)}` : ""} · ${safe(section)}`;
  const linked = url ? `<a href="${safe(url)}">${told}</a>` : told;
  return `<ul class="src"><li>${linked}${lines ? `<span class="src__lines"> · ${safe(lines)}</span>` : ""}</li></ul>`;
}

function dispute({ topic, url, advice, sides, devices }, places) {
  const told = sides.map(([says, place, lines]) => `<li class="side-card"><p>${safe(says)}</p>${source(places[place], lines)}</li>`);
  const links = devices.map(([short, to]) => (to ? `<a href="${safe(to)}">${safe(short)}</a>` : safe(short)));
  return `<section class="card dispute"><p class="card__kind">The manuals disagree</p><h2 class="card__title"><a href="${safe(url)}">${safe(topic)}</a></h2><ul class="sides">${told.join("")}</ul>
<p><b>What to do:</b> ${safe(advice)}</p>
<p class="soft small">${links.join(", ")}</p></section>`;
}

function cited(sources, shown, names) {
  const sections = new Map();
  for (const { fact } of sources) {
    const group = shown.places[shown.facts[fact][1]][0];
    if (!sections.has(group)) sections.set(group, new Set());
    sections.get(group).add(fact);
  }
  return [...sections.values()].map((ids) => {
    const facts = [...ids].map((id) => [id, ...shown.facts[id]]);
    const links = facts.map(([id, name, , lines]) => `<li><a href="${safe(shown.fact_url.replace("ID", id))}">${safe(name || names.get(id))}</a>${lines ? ` <span class="soft small">${safe(lines)}</span>` : ""}</li>`);
    return `<li class="row">${source(shown.places[facts[0][2]], "")}<ul class="cites">${links.join("")}</ul></li>`;
  });
}

let known = null;

/** The names that facts bear themselves, by id. */
function named(facts) {
  if (known?.facts !== facts) known = { facts, names: new Map(facts.map((f) => [f.id, f.name])) };
  return known.names;
}

/** The markup of a result or a refusal; `link` is the address that holds its inputs. */
export function worked(outcome, { shown, facts }, link) {
  const given = outcome.inputs.map((i) => `<span>${safe(i.label)} <b>${glued(i.text)}</b></span>`);
  const figures = (outcome.outputs ?? []).map((o) => `<div><dt>${safe(o.label)}</dt><dd>${glued(o.text)}</dd></div>`);
  const warnings = (outcome.warnings ?? []).map((w) => `<li class="alert alert--caution">${safe(w)}</li>`);
  const steps = (outcome.working ?? []).map((w) => `<li>${glued(w)}</li>`);
  const sections = cited(outcome.sources, shown, named(facts));
  return [
    `<article class="card card--lead worked"><h2 class="card__title">${outcome.refused ? "The manuals give no answer for this" : "Result"}</h2>`,
    given.length ? `<p class="given">${given.join('<span aria-hidden="true"> · </span>')}</p>` : "",
    outcome.refused
      ? `<p class="refusal">${safe(outcome.reason)}</p><p><b>Allowed:</b> ${safe(allowed(outcome.allowed))}</p>`
      : `<dl class="figures${figures.length > 4 ? " figures--many" : ""}">${figures.join("")}</dl>`,
    warnings.length ? `<ul class="minds" aria-label="To mind">${warnings.join("")}</ul>` : "",
    "</article>",
    ...outcome.conflicts.map((id) => dispute(shown.disputes[id], shown.places)),
    steps.length ? `<section class="group working"><h2>Working</h2><ol class="steps card">${steps.join("")}</ol></section>` : "",
    sections.length ? `<section class="group cited"><h2>Where the figures stand</h2><ul class="sheet rows">${sections.join("")}</ul></section>` : "",
    `<p class="actions"><button class="btn btn--small" type="button" data-print hidden>Print</button><a class="btn btn--small" href="${safe(link)}">Link to this result</a></p>`,
  ].join("\n");
}
