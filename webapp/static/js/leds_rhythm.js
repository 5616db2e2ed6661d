// The arithmetic of a tapped rhythm: the same as kb/identify/rhythm.py, step by step; a test holds them together.

const BOUNCE_MS = 40;
const DOUBLED = 0.35;
const MISSED = 0.3;
const KEPT = 0.6;
const STEADY_MS = 3000;
const TIMING = 0.15;
const TIMING_FLOOR = 0.05;
const BIAS_S = 0.04;
const BIAS_STEPS = 12;
const FITS = 3.2;
const TIE = Math.log(3);
const SHORTEST_S = 0.05;
const LONGEST_S = 10;
const NEVER = -50;

const sum = (values) => values.reduce((a, b) => a + b, 0);

function median(values) {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = Math.floor(ordered.length / 2);
  return ordered.length % 2 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
}

function joined(on, off, limitGap, limitOn) {
  const ons = [on[0]];
  const offs = [];
  let doubled = 0;
  for (let n = 0; n < off.length && n + 1 < on.length; n++) {
    const last = ons.length - 1;
    if (off[n] < limitGap && ons[last] + off[n] + on[n + 1] <= limitOn) {
      ons[last] += off[n] + on[n + 1];
      doubled++;
    } else {
      offs.push(off[n]);
      ons.push(on[n + 1]);
    }
  }
  return [ons, offs, doubled];
}

function trimmed(values) {
  const centre = Math.log(median(values));
  const logs = values.map((v) => Math.log(v));
  const near = logs.filter((x) => Math.abs(x - centre) <= KEPT);
  const kept = near.length ? near : logs;
  return [Math.exp(sum(kept) / kept.length) / 1000, kept.length];
}

const measured = (shape, more = {}) => ({ shape, on_s: 0, off_s: 0, n_on: 0, n_off: 0, flashes: 0, missed: 0, doubled: 0, held_s: 0, ...more });

/** On and off times (seconds) from presses and gaps (milliseconds), beginning with a press. */
export function measure(onMs, offMs) {
  if (!onMs.length) return sum(offMs) >= STEADY_MS ? measured("off", { held_s: sum(offMs) / 1000 }) : measured("unsure");
  let [on, off, doubled] = joined(onMs, offMs.slice(0, onMs.length - 1), BOUNCE_MS, Infinity);
  if (on.length === 1) return measured(on[0] >= STEADY_MS ? "steady" : "unsure", { flashes: 1, doubled, held_s: on[0] / 1000 });
  const firstGap = median(off);
  const longer = [...on].sort((a, b) => a - b).slice(Math.floor(on.length / 2));
  let more;
  [on, off, more] = joined(on, off, DOUBLED * firstGap, 1.35 * median(longer));
  doubled += more;
  const flashes = on.length;
  if (!off.length) return measured("unsure", { flashes, doubled, held_s: sum(on) / 1000 });
  const inner = flashes > 3 ? on.slice(1, -1) : flashes > 2 ? on.slice(1) : on;
  const gap = median(off);
  const period = gap + median(inner);
  const kept = off.filter((v) => ![1, 2].some((k) => Math.abs(v - gap - k * period) <= MISSED * period) || v <= 1.5 * gap);
  const [on_s, n_on] = trimmed(inner);
  const [off_s, n_off] = trimmed(kept.length ? kept : off);
  return measured("flash", { on_s, off_s, n_on, n_off, flashes, missed: off.length - kept.length, doubled, held_s: sum(on) / 1000 });
}

const spread = (n) => Math.sqrt((TIMING * TIMING) / n + TIMING_FLOOR * TIMING_FLOOR);

function timed(m, onS, offS) {
  const sOn = spread(m.n_on);
  const sOff = spread(m.n_off);
  let best = -Infinity;
  let least = Infinity;
  for (let step = -BIAS_STEPS; step <= BIAS_STEPS; step++) {
    const share = step / 4;
    const bias = share * BIAS_S;
    if (m.on_s - bias < SHORTEST_S / 2 || m.off_s + bias < SHORTEST_S / 2) continue;
    const a = Math.log((m.on_s - bias) / onS) / sOn;
    const b = Math.log((m.off_s + bias) / offS) / sOff;
    const square = a * a + b * b + share * share;
    if (-square / 2 > best) {
      best = -square / 2;
      least = Math.sqrt(square);
    }
  }
  return [best - Math.log(2 * Math.PI * sOn * sOff), least];
}

function period(m, periodS) {
  const whole = m.on_s + m.off_s;
  const share = m.on_s / whole;
  const wide = Math.sqrt((share * spread(m.n_on)) ** 2 + ((1 - share) * spread(m.n_off)) ** 2 + TIMING_FLOOR ** 2);
  const distance = Math.log(whole / periodS) / wide;
  return [(-distance * distance) / 2 - Math.log(Math.sqrt(2 * Math.PI) * wide) + Math.log(share * (1 - share)), Math.abs(distance)];
}

function untimed(m, times) {
  let score = -2 * Math.log(Math.log(LONGEST_S / SHORTEST_S));
  if (times) score += m.flashes === times ? Math.log(0.5) : Math.log(0.5 / 10);
  return [score, 0];
}

const still = (kind) => kind === "off" || kind === "steady";

export function score(m, p) {
  if (still(m.shape) || still(p.kind)) return m.shape === p.kind ? [0, 0] : [NEVER, 99];
  if (p.kind === "timed") return timed(m, p.on_s, p.off_s);
  if (p.kind === "period") return period(m, p.period_s);
  return untimed(m, p.times);
}

const cycle = (p) => p.period_s ?? p.on_s + p.off_s;

export function inherent(a, b) {
  if (still(a.kind) || still(b.kind)) return a.kind === b.kind;
  if (a.kind === "untimed" || b.kind === "untimed") return true;
  if (a.kind === "timed" && b.kind === "timed") return a.on_s === b.on_s && a.off_s === b.off_s;
  return Math.abs(cycle(a) - cycle(b)) <= 1e-9 * Math.max(cycle(a), cycle(b));
}

/** Patterns, likeliest first: {id, score, distance, fits, share, tied}. Nothing when too little was tapped. */
export function rank(m, patterns) {
  if (m.shape === "unsure" || !patterns.length) return [];
  const scored = patterns.map((p) => [p, ...score(m, p)]);
  const order = scored.map((_, n) => n).sort((a, b) => scored[b][1] - scored[a][1] || a - b);
  const top = scored[order[0]][1];
  const share = (s) => Math.exp(Math.max(s - top, NEVER));
  const total = sum(scored.map(([, s]) => share(s)));
  const fitting = new Set(scored.filter(([, s, d]) => d <= FITS && s > NEVER).map(([p]) => p.id));
  return order.map((n) => {
    const [p, s, distance] = scored[n];
    const tied = order
      .filter((k) => k !== n && fitting.has(p.id) && fitting.has(scored[k][0].id) && (Math.abs(scored[k][1] - s) <= TIE || inherent(p, scored[k][0])))
      .map((k) => scored[k][0].id);
    return { id: p.id, score: s, distance, fits: fitting.has(p.id), share: share(s) / total, tied };
  });
}
