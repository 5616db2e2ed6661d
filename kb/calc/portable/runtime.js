// What Python does and JavaScript does not, for the translated calculators: texts of numbers, truth, equality, order,
// slices, keyword arguments, and the formulas of the manuals. Everything after the line of dashes is translated.

class $Struct {
  static fields = [];
}
class $Raised extends Error {
  static __name__ = "Exception";
  __init__(message = "") {
    this.message = $said(message);
  }
}
const $SPACE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const $LEFT = new RegExp(`^[${$SPACE}]+`, "u");
const $RIGHT = new RegExp(`[${$SPACE}]+$`, "u");
const $GAPS = new RegExp(`[${$SPACE}]+`, "u");

function $fault(text) {
  return new TypeError(text);
}

// --- numbers and their texts -------------------------------------------------------------------------------------
/** Digits and exponent of a number rounded to so many digits, halves to the even one, as Python does. */
function $digits(value, count) {
  const [, sign, mantissa, exponent] = /^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential(count - 1));
  // JavaScript rounds an exact half up. Whether it is one shows in the exact digits, which are fewer than 100.
  const [, , exact, power] = /^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential(100));
  const all = exact.replace(".", "");
  if (all[count] === "5" && /^0*$/.test(all.slice(count + 1)) && Number(all[count - 1]) % 2 === 0) {
    return [sign, all.slice(0, count), Number(power)];
  }
  return [sign, mantissa.replace(".", ""), Number(exponent)];
}

function $general(value, count) {
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [sign, digits, exponent] = $digits(value, count);
  const bare = digits.replace(/0+$/, "");
  if (exponent < -4 || exponent >= count) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${bare[0]}${bare.length > 1 ? `.${bare.slice(1)}` : ""}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${bare}`;
  const whole = digits.slice(0, exponent + 1);
  const rest = digits.slice(exponent + 1).replace(/0+$/, "");
  return `${sign}${whole}${rest ? `.${rest}` : ""}`;
}

function $format(value, spec) {
  if (typeof value !== "number" || !Number.isFinite(value)) throw $fault(`no text for ${value} as ${spec}`);
  if (spec === "f") return value.toFixed(6);
  return $general(value, Number(spec.slice(1, -1)));
}

function $float([value]) {
  if (typeof value !== "string") return Number(value);
  const text = $strip(value).replace(/\p{Nd}/gu, (digit) => $digit(digit));
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw $fault(`${value} is no number`);
  return Number(text);
}

/** The value of a digit of any script: their blocks are runs of ten that begin with nought. */
function $digit(digit) {
  let start = digit.codePointAt(0);
  const code = start;
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start -= 1;
  return (code - start) % 10;
}

const $int = ([value]) => Math.trunc(Number(value)) + 0;
const $abs = ([value]) => Math.abs(value);
const $math_ceil = (value) => Math.ceil(value) + 0;
const $math_floor = (value) => Math.floor(value) + 0;
const $math_isfinite = (value) => Number.isFinite(value);
const $sum = ([items]) => [...items].reduce((a, b) => $add(a, b), 0);

// --- texts ---------------------------------------------------------------------------------------------------------
const $str = ([value]) => $said(value);
const $repr = ([value]) => $quoted(value);

function $said(value) {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
  if (value instanceof Error) return value.message;
  throw $fault(`no text for ${value}`);
}

const $text = (...parts) => parts.join("");
const $strip = (text) => text.replace($LEFT, "").replace($RIGHT, "");

function $quoted(value) {
  if (typeof value !== "string") throw $fault(`no repr for ${value}`);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  let said = "";
  for (const c of value) {
    if (c === quote || c === "\\") said += `\\${c}`;
    else if (c === "\n") said += "\\n";
    else if (c === "\r") said += "\\r";
    else if (c === "\t") said += "\\t";
    else if (c !== " " && /[\p{C}\p{Z}]/u.test(c)) {
      const code = c.codePointAt(0);
      const size = code < 0x100 ? 2 : code < 0x10000 ? 4 : 8;
      said += `\\${size === 2 ? "x" : size === 4 ? "u" : "U"}${code.toString(16).padStart(size, "0")}`;
    } else said += c;
  }
  return `${quote}${said}${quote}`;
}

function $cut(text, mark, at, none) {
  return at < 0 ? none : [text.slice(0, at), mark, text.slice(at + mark.length)];
}

const $TEXT = {
  capitalize: (t) => ((c) => (c.length ? c[0].toUpperCase() + c.slice(1).join("").toLowerCase() : ""))([...t]),
  isalnum: (t) => /^[\p{L}\p{N}]+$/u.test(t),
  isdigit: (t) => /^\p{Nd}+$/u.test(t),
  isupper: (t) => t !== t.toLowerCase() && t === t.toUpperCase(),
  join: (t, items) => [...$each(items)].join(t),
  lower: (t) => t.toLowerCase(),
  upper: (t) => t.toUpperCase(),
  partition: (t, mark) => $cut(t, mark, t.indexOf(mark), [t, "", ""]),
  rpartition: (t, mark) => $cut(t, mark, t.lastIndexOf(mark), ["", "", t]),
  removeprefix: (t, head) => (head && t.startsWith(head) ? t.slice(head.length) : t),
  removesuffix: (t, tail) => (tail && t.endsWith(tail) ? t.slice(0, -tail.length) : t),
  replace: (t, from, to, count = Infinity) => {
    if (count === Infinity) return t.split(from).join(to);
    const parts = t.split(from);
    const first = parts.slice(0, count + 1).join(to);
    return parts.length > count + 1 ? [first, ...parts.slice(count + 1)].join(from) : first;
  },
  rstrip: (t, marks = null) => {
    if (marks === null) return t.replace($RIGHT, "");
    let end = t.length;
    while (end && marks.includes(t[end - 1])) end -= 1;
    return t.slice(0, end);
  },
  split: (t, mark = null) => (mark === null ? $strip(t).split($GAPS).filter((w) => w) : t.split(mark)),
  startswith: (t, heads) => (Array.isArray(heads) ? heads : [heads]).some((h) => t.startsWith(h)),
  strip: $strip,
};
const $LIST = {
  append: (l, x) => void l.push(x),
  pop: (l) => l.pop(),
  insert: (l, at, x) => void l.splice(at, 0, x),
};
const $DICT = {
  get: (d, key, none = null) => (d.has(key) ? d.get(key) : none),
  items: (d) => [...d.entries()],
  keys: (d) => new Set(d.keys()),
  values: (d) => [...d.values()],
  copy: (d) => new Map(d),
};
const $SET = {
  add: (s, x) => void s.add(x),
  pop: (s) => {
    if (s.size !== 1) throw $fault("which one is taken out of a set is not certain");
    return [...s][0];
  },
};
const $found = (m) => m && [...m].map((g) => g ?? null);
const $REGEX = {
  match: (r, t) => ((m) => (m && m.index === 0 ? $found(m) : null))(r.exec(t)),
  search: (r, t) => $found(r.exec(t)),
};
const $re_search = (regex, text) => $found(regex.exec(text));
const $re_findall = (regex, text) => [...text.matchAll(new RegExp(regex, `g${regex.flags}`))].map((m) => m[0]);

function $call(of, name, args, named = null) {
  const table =
    typeof of === "string" ? $TEXT
    : Array.isArray(of) ? $LIST
    : of instanceof Map ? $DICT
    : of instanceof Set ? $SET
    : of instanceof RegExp ? $REGEX
    : null;
  if (table) {
    if (named || !table[name]) throw $fault(`no method ${name}`);
    return table[name](of, ...args);
  }
  const method = of[name];
  return method.apply(of, named ? $placed(method.params, args, named) : args);
}

function $placed(params, args, named) {
  const placed = [...args];
  for (const [name, value] of Object.entries(named)) {
    const at = params.indexOf(name);
    if (at < 0) throw $fault(`there is no parameter ${name}`);
    placed[at] = value;
  }
  return placed;
}

const $do = (f, args, named = null) => f(...(named ? $placed(f.params, args, named) : args));

function $make(kind, args, named = {}) {
  const made = new kind();
  if (made.__init__) {
    made.__init__(...$placed(made.__init__.params ?? ["message"], args, named));
    return made;
  }
  kind.fields.forEach(([name, otherwise], n) => {
    if (n < args.length) made[name] = args[n];
    else if (Object.hasOwn(named, name)) made[name] = named[name];
    else if (otherwise) made[name] = otherwise();
    else throw $fault(`${kind.__name__} needs ${name}`);
  });
  return made;
}

// --- truth, equality, order --------------------------------------------------------------------------------------
function $truth(value) {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  return Boolean(value);
}
const $bool = ([value]) => $truth(value);
const $either = (value, other) => ($truth(value) ? value : other());
const $both = (value, other) => ($truth(value) ? other() : value);
const $is = (a, b) => a === b || ((a ?? null) === null && (b ?? null) === null);

function $plain(value) {
  return typeof value === "boolean" ? Number(value) : value;
}
function $eq(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((x, n) => $eq(x, b[n]));
  return $plain(a) === $plain(b) || $is(a, b);
}
function $lt(a, b) {
  if (typeof a === "string" && typeof b === "string") return $order([...a], [...b], (x, y) => x.codePointAt(0) - y.codePointAt(0));
  if (Array.isArray(a) && Array.isArray(b)) return $order(a, b, (x, y) => ($eq(x, y) ? 0 : $lt(x, y) ? -1 : 1));
  if (typeof $plain(a) !== "number" || typeof $plain(b) !== "number") throw $fault(`no order of ${a} and ${b}`);
  return $plain(a) < $plain(b);
}
function $order(a, b, compare) {
  for (let n = 0; n < Math.min(a.length, b.length); n += 1) {
    const told = compare(a[n], b[n]);
    if (told) return told < 0;
  }
  return a.length < b.length;
}
function $in(value, of) {
  if (typeof of === "string") return of.includes(value);
  return Array.isArray(of) ? of.some((x) => $eq(x, value)) : of.has(value);
}
function $isa(value, kind) {
  if (Array.isArray(kind)) return kind.some((k) => $isa(value, k));
  if (typeof kind !== "string") return value instanceof kind;
  switch (kind) {
    case "bool": return typeof value === "boolean";
    case "str": return typeof value === "string";
    case "tuple": return Array.isArray(value);
    // The two are one here; code that tells them apart is refused when it is translated.
    case "int|float": return typeof value === "number" || typeof value === "boolean";
  }
  throw $fault(`no test for ${kind}`);
}
const $isinstance = ([value, kind]) => $isa(value, kind);

// --- operators -----------------------------------------------------------------------------------------------------
function $add(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
  if (typeof a !== typeof b) [a, b] = [$plain(a), $plain(b)];
  if (typeof a !== typeof b || !/^(number|string)$/.test(typeof a)) throw $fault(`no sum of ${a} and ${b}`);
  return a + b;
}
const $sub = (a, b) => (a instanceof Set ? new Set([...a].filter((x) => !b.has(x))) : $number(a) - $number(b));
const $mul = (a, b) => $number(a) * $number(b);
function $div(a, b) {
  if ($number(b) === 0) throw $fault("division by zero");
  return $number(a) / b;
}
function $number(a) {
  if (typeof $plain(a) !== "number") throw $fault(`${a} is no number`);
  return $plain(a);
}
function $or(a, b) {
  if (typeof a === "string" && typeof b === "string") return `${a}|${b}`;
  if (typeof a === "function" || Array.isArray(a)) return [a, b].flat();
  if (a instanceof Map) return new Map([...a, ...b]);
  if (a instanceof Set) return new Set([...a, ...b]);
  if (typeof a === "boolean" && typeof b === "boolean") return a || b;
  throw $fault(`no union of ${a} and ${b}`);
}
function $and(a, b) {
  if (a instanceof Set) return new Set([...a].filter((x) => b.has(x)));
  if (typeof a === "boolean" && typeof b === "boolean") return a && b;
  throw $fault(`no intersection of ${a} and ${b}`);
}

// --- collections ---------------------------------------------------------------------------------------------------
const $each = (of) => {
  if (of instanceof Map) return of.keys();
  if (of === null || of === undefined || !of[Symbol.iterator]) throw $fault(`${of} has no items`);
  return of;
};
const $iter = ([of]) => $each(of)[Symbol.iterator]();
const $list = ([of = []]) => [...$each(of)];
const $tuple = $list;
const $set = ([of = []]) => new Set($each(of));
const $frozenset = $set;
const $dict = ([of = []]) => new Map(of);
const $dict_fromkeys = (of, value = null) => new Map([...$each(of)].map((x) => [x, value]));
const $len = ([of]) => (typeof of === "string" ? [...of].length : Array.isArray(of) ? of.length : of.size);
const $reversed = ([of]) => [...of].reverse();
const $enumerate = ([of, start = 0]) => [...$each(of)].map((x, n) => [n + start, x]);
const $zip = ([a, b]) => ((x, y) => x.slice(0, y.length).map((v, n) => [v, y[n]]))([...$each(a)], [...$each(b)]);
const $getattr = ([of, name, none]) => (name in of ? of[name] : none);
function $any([of]) {
  for (const x of $each(of)) if ($truth(x)) return true;
  return false;
}
function $all([of]) {
  for (const x of $each(of)) if (!$truth(x)) return false;
  return true;
}
const $sorted = ([of], { key = (x) => x } = {}) =>
  [...$each(of)]
    .map((x) => [key(x), x])
    .sort(([a], [b]) => ($lt(a, b) ? -1 : $lt(b, a) ? 1 : 0))
    .map(([, x]) => x);
function $extreme(args, { key = (x) => x, default: none } = {}, better) {
  const items = args.length === 1 ? [...$each(args[0])] : args;
  if (!items.length) {
    if (none === undefined) throw $fault("nothing to choose from");
    return none;
  }
  return items.reduce((best, x) => (better(key(x), key(best)) ? x : best));
}
const $max = (args, named) => $extreme(args, named, (a, b) => $lt(b, a));
const $min = (args, named) => $extreme(args, named, (a, b) => $lt(a, b));
function $next([of, none]) {
  const { value, done } = (of.next ? of : of[Symbol.iterator]()).next();
  if (done && none === undefined) throw $fault("nothing is left");
  return done ? none : value;
}
function $unpack(of, count) {
  const items = [...$each(of)];
  if (items.length !== count) throw $fault(`${items.length} values for ${count} names`);
  return items;
}
function $item(of, at) {
  if (of instanceof Map) {
    if (!of.has(at)) throw $fault(`there is no ${at}`);
    return of.get(at);
  }
  const items = typeof of === "string" ? [...of] : of;
  const found = items[at < 0 ? items.length + at : at];
  if (found === undefined) throw $fault(`there is no item ${at}`);
  return found;
}
function $slice(of, low, high) {
  const items = typeof of === "string" ? [...of] : of;
  const part = items.slice(low ?? 0, high ?? undefined);
  return typeof of === "string" ? part.join("") : part;
}
function $put(of, at, value) {
  if (of instanceof Map) of.set(at, value);
  else of[at] = value;
}

// --- formulas and units, which Python works out with libraries of its own --------------------------------------------
let $formulas = new Map();
const $LARGEST = 1e15;

/** As kb.calc.evaluate: the tree of each formula comes with the data. */
function $evaluate(formula, values) {
  const known = $formulas.get(formula);
  if (!known) throw $raise(errors_CalcError, `${$quoted(formula)} is not a formula`);
  let result;
  try {
    result = $walk(known.tree, values);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw $raise(errors_CalcError, `${$quoted(formula)} ${error.message} with these inputs`);
  }
  if (typeof result === "boolean") return result;
  if (!Number.isFinite(result) || Math.abs(result) > $LARGEST) {
    throw $raise(errors_CalcError, `${$quoted(formula)} gets too large with these inputs`);
  }
  return result;
}

const $raise = (kind, message) => $make(kind, [message]);

function $rounded(value, way) {
  if (!Number.isFinite(value)) throw new RangeError("gets too large");
  return way(numbers_clean(value)) + 0;
}

function $walk(node, values) {
  if (typeof node === "number") return node;
  if (typeof node === "string") {
    if (!values.has(node)) throw $raise(errors_CalcError, `the formula needs ${$quoted(node)}`);
    return values.get(node);
  }
  const [op, ...parts] = node;
  if (op === "compare") return $compared(parts, values);
  const terms = parts.map((p) => $walk(p, values));
  switch (op) {
    case "+": return terms[0] + terms[1];
    case "-": return terms[0] - terms[1];
    case "*": return terms[0] * terms[1];
    case "/":
      if (terms[1] === 0) throw new RangeError("divides by zero");
      return terms[0] / terms[1];
    case "neg": return -terms[0];
    case "not": return !$truth(terms[0]);
    case "and": return terms.every($truth);
    case "or": return terms.some($truth);
    case "min": return $min(terms);
    case "max": return $max(terms);
    case "ceil": return $rounded(terms[0], Math.ceil);
    case "floor": return $rounded(terms[0], Math.floor);
  }
  throw $fault(`no ${op} in a formula`);
}

function $compared([first, ...rest], values) {
  let left = numbers_clean($walk(first, values));
  const told = rest.map(([op, part]) => {
    const right = numbers_clean($walk(part, values));
    const holds = { "<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "==": left === right }[op];
    left = right;
    return holds;
  });
  return told.every((x) => x);
}

/** As kb.calc.evaluate.filled: the formula as Python writes it, cut at its names. */
function $filled(formula, values) {
  const parts = $formulas.get(formula).parts;
  return evaluate_pretty(parts.map((p, n) => (n % 2 && values.has(p) ? numbers_say(values.get(p)) : p)).join(""));
}

/** As kb.calc.units.convert: by the factor, or for temperatures the scale and offset, that Pint uses. */
function $convert(number, unit, wanted) {
  if (unit === wanted) return number;
  const known = $factors.get(`${unit}>${wanted}`);
  if (!known) throw $raise(units_UnitProblem, `${unit} cannot be turned into ${wanted}`);
  if (typeof known === "number") return numbers_clean(number * known);
  const [[scale, offset], [scaleTo, offsetTo]] = known;
  return numbers_clean((number * scale + offset - offsetTo) / scaleTo);
}
