// Made by `python -m kb.calc.portable` from kb/calc; a test holds it to the Python it was made from.

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

// ---------------------------------------------------------------------------------------------------------------------
const $factors = new Map(Object.entries({"kW>W":1000.0,"kW>MW":0.001,"W>kW":0.001,"W>MW":1e-06,"MW>kW":1000.0,"MW>W":1000000.0,"kWh>Wh":1000.0,"kWh>MWh":0.001,"Wh>kWh":0.001,"Wh>MWh":1e-06,"MWh>kWh":1000.0,"MWh>Wh":1000000.0,"A>mA":1000.0,"A>kA":0.001,"mA>A":0.001,"mA>kA":1e-06,"kA>A":1000.0,"kA>mA":1000000.0,"V>mV":1000.0,"V>kV":0.001,"mV>V":0.001,"mV>kV":1e-06,"kV>V":1000.0,"kV>mV":1000000.0,"Ah>mAh":1000.0,"mAh>Ah":0.001,"VA>kVA":0.001,"kVA>VA":1000.0,"mm>cm":0.1,"mm>m":0.001,"mm>km":1e-06,"mm>inch":0.03937007874015749,"cm>mm":10.0,"cm>m":0.01,"cm>km":1e-05,"cm>inch":0.3937007874015748,"m>mm":1000.0,"m>cm":100.0,"m>km":0.001,"m>inch":39.37007874015748,"km>mm":1000000.0,"km>cm":100000.0,"km>m":1000.0,"km>inch":39370.07874015748,"inch>mm":25.4,"inch>cm":2.54,"inch>m":0.0254,"inch>km":2.54e-05,"kg>g":1000.0,"kg>lb":2.2046226218487757,"g>kg":0.001,"g>lb":0.002204622621848776,"lb>kg":0.4535923700000001,"lb>g":453.5923700000001,"s>ms":1000.0,"s>min":0.016666666666666666,"s>h":0.0002777777777777778,"s>day":1.1574074074074073e-05,"s>week":1.6534391534391533e-06,"s>month":3.802570537683474e-07,"s>year":3.168808781402895e-08,"ms>s":0.001,"ms>min":1.6666666666666667e-05,"ms>h":2.7777777777777776e-07,"ms>day":1.1574074074074074e-08,"ms>week":1.6534391534391533e-09,"ms>month":3.8025705376834746e-10,"ms>year":3.168808781402895e-11,"min>s":60.0,"min>ms":60000.0,"min>h":0.016666666666666666,"min>day":0.0006944444444444444,"min>week":9.920634920634919e-05,"min>month":2.2815423226100844e-05,"min>year":1.901285268841737e-06,"h>s":3600.0,"h>ms":3600000.0,"h>min":60.0,"h>day":0.041666666666666664,"h>week":0.005952380952380952,"h>month":0.0013689253935660506,"h>year":0.00011407711613050422,"day>s":86400.0,"day>ms":86400000.0,"day>min":1440.0,"day>h":24.0,"day>week":0.14285714285714285,"day>month":0.03285420944558522,"day>year":0.0027378507871321013,"week>s":604800.0,"week>ms":604800000.0,"week>min":10080.0,"week>h":168.0,"week>day":7.0,"week>month":0.2299794661190965,"week>year":0.019164955509924708,"month>s":2629800.0,"month>ms":2629800000.0,"month>min":43830.0,"month>h":730.5,"month>day":30.4375,"month>week":4.348214285714286,"month>year":0.08333333333333333,"year>s":31557600.0,"year>ms":31557600000.0,"year>min":525960.0,"year>h":8766.0,"year>day":365.25,"year>week":52.17857142857142,"year>month":12.0,"°C>°F":[[1.0,273.15],[0.5555555555555556,255.37222222222223]],"°C>K":[[1.0,273.15],[1.0,0.0]],"°F>°C":[[0.5555555555555556,255.37222222222223],[1.0,273.15]],"°F>K":[[0.5555555555555556,255.37222222222223],[1.0,0.0]],"K>°C":[[1.0,0.0],[1.0,273.15]],"K>°F":[[1.0,0.0],[0.5555555555555556,255.37222222222223]],"bps>kbps":0.001,"kbps>bps":1000.0}));
const constant_groups = [["kW", "W", "MW"], ["kWh", "Wh", "MWh"], ["A", "mA", "kA"], ["V", "mV", "kV"], ["Ah", "mAh"], ["VA", "kVA"], ["mm", "cm", "m", "km", "inch"], ["mm2"], ["kg", "g", "lb"], ["s", "ms", "min", "h", "day", "week", "month", "year"], ["°C", "°F", "K"], ["bps", "kbps"], ["%"], ["%RH"], ["°"], ["Hz"], ["Ω"], ["N·m"]];
const constant_yes = new Set(["1", "ok", "on", "true", "y", "yes"]);
const constant_no = new Set(["0", "false", "n", "no", "off"]);
const constant_typed = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*([+\-−–]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]+)?)[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*(.*?)[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*(?=\n?$)/us;
const constant_ambiguous = /^[+\-−–]?[0-9]{1,3},[0-9]{3}(?=\n?$)/u;
const constant_exact = new Map([["kW", "kW"], ["W", "W"], ["MW", "MW"], ["kWh", "kWh"], ["Wh", "Wh"], ["MWh", "MWh"], ["A", "A"], ["mA", "mA"], ["kA", "kA"], ["V", "V"], ["mV", "mV"], ["kV", "kV"], ["Ah", "Ah"], ["mAh", "mAh"], ["VA", "VA"], ["kVA", "kVA"], ["mm", "mm"], ["cm", "cm"], ["m", "m"], ["km", "km"], ["inch", "inch"], ["mm2", "mm2"], ["kg", "kg"], ["g", "g"], ["lb", "lb"], ["s", "s"], ["ms", "ms"], ["min", "min"], ["h", "h"], ["day", "day"], ["week", "week"], ["month", "month"], ["year", "year"], ["°C", "°C"], ["°F", "°F"], ["K", "K"], ["bps", "bps"], ["kbps", "kbps"], ["%", "%"], ["%RH", "%RH"], ["°", "°"], ["Hz", "Hz"], ["Ω", "Ω"], ["N·m", "N·m"]]);
const constant_spellings = new Map([["kw", "kW"], ["w", "W"], ["kwh", "kWh"], ["wh", "Wh"], ["a", "A"], ["ma", "mA"], ["ka", "kA"], ["v", "V"], ["kv", "kV"], ["ah", "Ah"], ["mah", "mAh"], ["va", "VA"], ["kva", "kVA"], ["mm", "mm"], ["cm", "cm"], ["m", "m"], ["km", "km"], ["inch", "inch"], ["mm2", "mm2"], ["kg", "kg"], ["g", "g"], ["lb", "lb"], ["s", "s"], ["ms", "ms"], ["min", "min"], ["h", "h"], ["day", "day"], ["week", "week"], ["month", "month"], ["year", "year"], ["°c", "°C"], ["°f", "°F"], ["bps", "bps"], ["kbps", "kbps"], ["%", "%"], ["%rh", "%RH"], ["°", "°"], ["hz", "Hz"], ["ω", "Ω"], ["n·m", "N·m"], ["kilowatt", "kW"], ["kilowatts", "kW"], ["watt", "W"], ["watts", "W"], ["kilowatt hours", "kWh"], ["kilowatthours", "kWh"], ["kwhr", "kWh"], ["kw/h", "kWh"], ["amp", "A"], ["amps", "A"], ["ampere", "A"], ["amperes", "A"], ["volt", "V"], ["volts", "V"], ["vdc", "V"], ["v dc", "V"], ["vac", "V"], ["v ac", "V"], ["metre", "m"], ["metres", "m"], ["meter", "m"], ["meters", "m"], ["millimetre", "mm"], ["millimetres", "mm"], ["millimeter", "mm"], ["millimeters", "mm"], ["centimetre", "cm"], ["centimetres", "cm"], ["centimeter", "cm"], ["centimeters", "cm"], ["in", "inch"], ["inches", "inch"], ["\"", "inch"], ["mm²", "mm2"], ["sqmm", "mm2"], ["mm^2", "mm2"], ["sq mm", "mm2"], ["kilo", "kg"], ["kilos", "kg"], ["kilogram", "kg"], ["kilograms", "kg"], ["kgs", "kg"], ["lbs", "lb"], ["pound", "lb"], ["pounds", "lb"], ["sec", "s"], ["secs", "s"], ["second", "s"], ["seconds", "s"], ["mins", "min"], ["minute", "min"], ["minutes", "min"], ["hr", "h"], ["hrs", "h"], ["hour", "h"], ["hours", "h"], ["d", "day"], ["days", "day"], ["weeks", "week"], ["months", "month"], ["mo", "month"], ["years", "year"], ["yr", "year"], ["yrs", "year"], ["c", "°C"], ["℃", "°C"], ["degc", "°C"], ["deg c", "°C"], ["celsius", "°C"], ["degrees celsius", "°C"], ["degrees c", "°C"], ["f", "°F"], ["degf", "°F"], ["deg f", "°F"], ["fahrenheit", "°F"], ["degrees fahrenheit", "°F"], ["percent", "%"], ["per cent", "%"], ["% soc", "%"], ["% rh", "%RH"], ["rh", "%RH"], ["deg", "°"], ["degree", "°"], ["degrees", "°"], ["bit/s", "bps"], ["baud", "bps"], ["bits/s", "bps"]]);
const constant_band = /(-?\p{Nd}+(?:\.\p{Nd}+)?)[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*%?[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*(?:-|–|~|\bor\b|\bto\b)[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*(-?\p{Nd}+(?:\.\p{Nd}+)?)/u;
const constant_types = new Map([["EC", "sigenstor-ec"], ["AC", "sigenstor-ac"], ["Hybrid", "sigen-hybrid"]]);
const constant_cables = new Map([["ground", "ground"], ["AC", "ac"], ["RS485 or DI", "rs485"], ["RJ45", "rj45"], ["PV", "pv"]]);
const constant_lamps = ["LED1", "LED2", "LED3", "LED4", "RUN", "ALM"];
const constant_limits = [["charge_standard", "Rated charging current limit", "inverter-charge-limit-rated"], ["discharge_standard", "Rated discharging current limit", "inverter-discharge-limit-rated"], ["charge_max", "Maximum charging current limit", "inverter-charge-limit-max"], ["discharge_max", "Maximum discharging current limit", "inverter-discharge-limit-max"]];
const constant_kit_extra = new Map([["wall", [["drilling_depth", "Drilling depth in the wall", "wall-drilling-depth"]]], ["floor", [["base_distance", "Distance between base and wall", "floor-base-wall-distance"], ["ground_depth", "Drilling depth in the ground (optional step)", "floor-drilling-depth"], ["ear_depth", "Drilling depth in the wall for the hang ears", "floor-wall-drilling-depth"]]], ["stack", [["stack_max", "Modules in each stack", "stack-modules-max"]]], ["rack", []]]);
class errors_PinlightError extends $Raised {
  static __name__ = "PinlightError";
  static fields = [];
}
class errors_CalcError extends errors_PinlightError {
  static __name__ = "CalcError";
  static fields = [];
}
class errors_BadInput extends errors_CalcError {
  static __name__ = "BadInput";
  static fields = [];
  __init__(name, message) {
    const self = this;
    self.name = name;
    self.message = $said(message);
  }
}
errors_BadInput.prototype.__init__.params = ["name", "message"];
class units_UnitProblem extends $Raised {
  static __name__ = "UnitProblem";
  static fields = [];
}
class errors_MissingFigure extends errors_CalcError {
  static __name__ = "MissingFigure";
  static fields = [];
}
class facts_Spec extends $Struct {
  static __name__ = "Spec";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["name", null], ["min", () => null], ["value", () => null], ["max", () => null], ["tolerance", () => null], ["unit", () => "-"], ["condition", () => ""], ["text", () => ""]];
}
class facts_Rule extends $Struct {
  static __name__ = "Rule";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["name", null], ["formula", null], ["variables", null], ["unit", null], ["tolerance", () => null], ["applies_when", () => ""]];
}
class result_SourceRef extends $Struct {
  static __name__ = "SourceRef";
  static fields = [["fact", null], ["manual", null], ["edition", null], ["section", null], ["title", null], ["lines", null]];
}
class facts_Conflict extends $Struct {
  static __name__ = "Conflict";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["topic", null], ["readings", null], ["advice", null], ["facts", () => []]];
}
class facts_Caution extends $Struct {
  static __name__ = "Caution";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["level", null], ["text", null], ["guards", () => ""]];
}
class facts_LedState extends $Struct {
  static __name__ = "LedState";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["lamps", null], ["meaning", null], ["mode", () => ""], ["action", () => ""], ["safety", () => "none"]];
}
class facts_Blink extends $Struct {
  static __name__ = "Blink";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["name", null], ["on_s", null], ["off_s", null], ["meaning", () => ""]];
}
class facts_Alarm extends $Struct {
  static __name__ = "Alarm";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["name", null], ["code", () => ""], ["aliases", () => []], ["cause", () => ""], ["effect", () => ""], ["recovery", () => ""], ["actions", () => []], ["safety", () => "none"], ["lamp", () => []]];
}
class facts_Pin extends $Struct {
  static __name__ = "Pin";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["connector", null], ["pin", null], ["signal", null], ["function", () => ""], ["connects_to", () => ""], ["wire_color", () => ""]];
}
class facts_Cable extends $Struct {
  static __name__ = "Cable";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["from_device", null], ["to", null], ["status", null], ["from_port", () => ""], ["to_port", () => ""], ["pins", () => []], ["version", () => ""], ["bus", () => ""], ["brands", () => []]];
}
class facts_Protocol extends $Struct {
  static __name__ = "Protocol";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["protocol_id", null], ["bus", null], ["brands", null], ["dip", null], ["dip_pattern", () => ""]];
}
class facts_Dip extends $Struct {
  static __name__ = "Dip";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["switch", null], ["position", null], ["meaning", null]];
}
class facts_Model extends $Struct {
  static __name__ = "Model";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["designation", null], ["parts", null], ["inverter", () => ""]];
}
class facts_Procedure extends $Struct {
  static __name__ = "Procedure";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["title", null], ["steps", null], ["cautions", () => []]];
}
class facts_Remedy extends $Struct {
  static __name__ = "Remedy";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["symptom", null], ["checks", null], ["escalate_to", () => ""]];
}
class facts_Faq extends $Struct {
  static __name__ = "Faq";
  static fields = [["id", null], ["devices", null], ["source", null], ["certainty", () => "certain"], ["note", () => ""], ["repair", () => ""], ["question", null], ["answer", null]];
}
class figures_Figures extends $Struct {
  static __name__ = "Figures";
  static fields = [];
  __init__(kb) {
    const self = this;
    self.kb = kb;
    self.used = new Map([]);
    self._mentioned = $set([]);
  }
  fact(fact_id) {
    const self = this;
    let fact;
    fact = $call(self, "peek", [fact_id]);
    $put(self.used, fact.id, fact);
    return fact;
  }
  peek(fact_id) {
    const self = this;
    let found;
    found = $call(self.kb.facts, "get", [fact_id]);
    if ($is(found, null)) {
      throw $make(errors_MissingFigure, [$text("the fact ", $quoted(fact_id), " is missing from the knowledge base, and this calculator needs it. Put it back into the edition in corpus/manuals, or run `pinlight build`")]);
    }
    return found;
  }
  _typed(fact_id, kind) {
    const self = this;
    let fact;
    fact = $call(self, "fact", [fact_id]);
    if (!$isinstance([fact, kind])) {
      throw $make(errors_MissingFigure, [$text("the fact ", $quoted(fact_id), " is no ", $said($call(kind.__name__, "lower", [])), ", and this calculator needs one")]);
    }
    return fact;
  }
  spec(fact_id) {
    const self = this;
    return $call(self, "_typed", [fact_id, facts_Spec]);
  }
  rule(fact_id) {
    const self = this;
    return $call(self, "_typed", [fact_id, facts_Rule]);
  }
  value(fact_id) {
    const self = this;
    return $call(self, "_part", [$call(self, "spec", [fact_id]), "value"]);
  }
  low(fact_id) {
    const self = this;
    return $call(self, "_part", [$call(self, "spec", [fact_id]), "min"]);
  }
  high(fact_id) {
    const self = this;
    return $call(self, "_part", [$call(self, "spec", [fact_id]), "max"]);
  }
  _part(spec, part) {
    const self = this;
    let number;
    number = $getattr([spec, part]);
    if ($is(number, null)) {
      throw $make(errors_MissingFigure, [$text("the fact ", $quoted(spec.id), " has no ", $said(part), ", and this calculator needs it. Fill in the column")]);
    }
    return number;
  }
  editions(fact_id, kind) {
    const self = this;
    let ids;
    ids = $call(self.kb.editions_of, "get", [facts_base_id(fact_id), []]);
    if (!$truth(ids)) {
      $call(self, "peek", [fact_id]);
    }
    return $tuple([(function* ($0) { for (const i of $0) yield $call(self, "_typed", [i, kind]); })($each(ids))]);
  }
  *all(kind, prefix) {
    const self = this;
    let fact, fact_id;
    for ([fact_id, fact] of $each($call(self.kb.facts, "items", []))) {
      if (($truth($call(fact_id, "startswith", [prefix])) && $isinstance([fact, kind]))) {
        yield fact;
      }
    }
  }
  use(fact) {
    const self = this;
    $put(self.used, fact.id, fact);
    return fact;
  }
  mention(fact) {
    const self = this;
    $call(self._mentioned, "add", [fact.id]);
    $put(self.used, fact.id, fact);
    return fact;
  }
  section(source) {
    const self = this;
    let anchor, levels, number, section;
    if ($truth(source.section)) {
      return source.section;
    }
    number = "";
    levels = [];
    for ([anchor, section] of $each($call($call(self.kb.sections, "get", [source.manual, new Map([])]), "items", []))) {
      while (($truth(levels) && !$lt($item($item(levels, (-1)), 0), section.level))) {
        $call(levels, "pop", []);
      }
      $call(levels, "append", [[section.level, section.number]]);
      if ($eq(anchor, source.anchor)) {
        number = $next([(function* ($0) { for (const [__, n] of $0) if ($truth(n)) yield n; })($each($reversed([levels]))), ""]);
      }
    }
    return number;
  }
  short(source) {
    const self = this;
    let manual;
    manual = $call(self.kb.manuals, "get", [source.manual]);
    return ($truth(manual) ? $either(manual.short, () => manual.title) : source.manual);
  }
  place(fact_id) {
    const self = this;
    let number, source;
    source = $call(self, "peek", [fact_id]).source;
    number = $call(self, "section", [source]);
    return ($truth(number) ? $text($said($call(self, "short", [source])), ", section ", $said(number)) : $text($said($call(self, "short", [source])), ", section ", $quoted(source.title)));
  }
  reference(fact) {
    const self = this;
    let source;
    source = fact.source;
    return $make(result_SourceRef, [fact.id, source.manual, source.edition, $call(self, "section", [source]), source.title, source.lines]);
  }
  sources() {
    const self = this;
    return $tuple([(function* ($0) { for (const f of $0) yield $call(self, "reference", [f]); })($each($call(self.used, "values", [])))]);
  }
  conflicts() {
    const self = this;
    let used;
    used = $sub($set([self.used]), self._mentioned);
    return $tuple([(function* ($0) { for (const f of $0) if (($isinstance([f, facts_Conflict]) && $truth($and(used, $set([f.facts]))))) yield f.id; })($each($call(self.kb.facts, "values", [])))]);
  }
  *doubts() {
    const self = this;
    let fact, note;
    for (fact of $each($call(self.used, "values", []))) {
      if ((!$eq(fact.certainty, "certain") && !$in(fact.id, self._mentioned) && !$isinstance([fact, facts_Caution]))) {
        note = ($truth(fact.note) ? $text(": ", $said(fact.note)) : "");
        yield $text($quoted(statements_title(fact)), " is read with a doubt (", $said(fact.certainty), ")", $said(note), ".");
      }
    }
  }
}
figures_Figures.prototype.__init__.params = ["kb"];
figures_Figures.prototype.fact.params = ["fact_id"];
figures_Figures.prototype.peek.params = ["fact_id"];
figures_Figures.prototype._typed.params = ["fact_id", "kind"];
figures_Figures.prototype.spec.params = ["fact_id"];
figures_Figures.prototype.rule.params = ["fact_id"];
figures_Figures.prototype.value.params = ["fact_id"];
figures_Figures.prototype.low.params = ["fact_id"];
figures_Figures.prototype.high.params = ["fact_id"];
figures_Figures.prototype._part.params = ["spec", "part"];
figures_Figures.prototype.editions.params = ["fact_id", "kind"];
figures_Figures.prototype.all.params = ["kind", "prefix"];
figures_Figures.prototype.use.params = ["fact"];
figures_Figures.prototype.mention.params = ["fact"];
figures_Figures.prototype.section.params = ["source"];
figures_Figures.prototype.short.params = ["source"];
figures_Figures.prototype.place.params = ["fact_id"];
figures_Figures.prototype.reference.params = ["fact"];
figures_Figures.prototype.sources.params = [];
figures_Figures.prototype.conflicts.params = [];
figures_Figures.prototype.doubts.params = [];
class fields_Field extends $Struct {
  static __name__ = "Field";
  static fields = [["name", null], ["label", null], ["kind", () => "number"], ["unit", () => "-"], ["low", () => null], ["high", () => null], ["above", () => false], ["bottom", () => ""], ["top", () => ""], ["choices", () => []], ["words", () => new Map([])], ["listed", () => false], ["default", () => ""], ["required", () => true], ["help", () => ""], ["about", () => ""], ["spans", () => new Map([])], ["nouns", () => []], ["cues", () => []]];
}
class result_InputInfo extends $Struct {
  static __name__ = "InputInfo";
  static fields = [["name", null], ["label", null], ["kind", null], ["unit", () => "-"], ["choices", () => []], ["min", () => null], ["max", () => null], ["default", () => ""], ["required", () => true], ["help", () => ""], ["allowed", () => ""]];
}
class result_CalculatorInfo extends $Struct {
  static __name__ = "CalculatorInfo";
  static fields = [["id", null], ["title", null], ["about", null], ["family", null], ["devices", null], ["inputs", null], ["rules", () => []]];
}
class calculator_Calculator extends $Struct {
  static __name__ = "Calculator";
  static fields = [["id", null], ["title", null], ["about", null], ["family", null], ["devices", null], ["fields", null], ["work", null], ["covers", () => []], ["keywords", () => []]];
  info(kb) {
    const self = this;
    let fields, figures;
    figures = $make(figures_Figures, [kb]);
    fields = $tuple([(function* ($0) { for (const f of $0) yield fields_describe(f, figures); })($each(self.fields))]);
    return $make(result_CalculatorInfo, [self.id, self.title, self.about, self.family, self.devices, fields, self.covers]);
  }
}
calculator_Calculator.prototype.info.params = ["kb"];
class result_Given extends $Struct {
  static __name__ = "Given";
  static fields = [["name", null], ["label", null], ["value", null], ["unit", null], ["text", null]];
}
class errors_Refused extends errors_CalcError {
  static __name__ = "Refused";
  static fields = [];
  __init__(reason, allowed, ...facts) {
    const self = this;
    [self.reason, self.allowed, self.facts] = $unpack([reason, allowed, facts], 3);
    self.message = $said(reason);
  }
}
errors_Refused.prototype.__init__.params = ["reason", "allowed"];
class result_Output extends $Struct {
  static __name__ = "Output";
  static fields = [["name", null], ["label", null], ["value", null], ["unit", null], ["text", null], ["min", () => null], ["max", () => null]];
}
class sheet_Sheet extends $Struct {
  static __name__ = "Sheet";
  static fields = [["figures", null], ["given", null], ["outputs", () => []], ["working", () => []], ["warnings", () => []]];
  number(name) {
    const self = this;
    let value;
    value = $item(self.given, name).value;
    if (!$isinstance([value, $or("int", "float")])) {
      throw $fault($text($said(name), " is no number"));
    }
    return $float([value]);
  }
  maybe(name) {
    const self = this;
    return ($in(name, self.given) ? $call(self, "number", [name]) : null);
  }
  count(name) {
    const self = this;
    return $int([$call(self, "number", [name])]);
  }
  choice(name) {
    const self = this;
    return ($in(name, self.given) ? $item(self.given, name).text : "");
  }
  yes(name) {
    const self = this;
    return ($in(name, self.given) ? $bool([$item(self.given, name).value]) : null);
  }
  out(name, label, value, unit = "-", text = "") {
    const self = this;
    let said;
    if ($isinstance([value, "bool"])) {
      said = ($truth(value) ? "yes" : "no");
    } else {
      if ($isinstance([value, $or("int", "float")])) {
        value = numbers_clean(value);
        said = numbers_amount(numbers_neat(value), unit);
      } else {
        said = $either(value, () => "not printed in the manual");
      }
    }
    $call(self.outputs, "append", [$make(result_Output, [name, label, value, unit, $either(text, () => said)])]);
  }
  step(text) {
    const self = this;
    $call(self.working, "append", [text]);
  }
  warn(text) {
    const self = this;
    if (!$in(text, self.warnings)) {
      $call(self.warnings, "append", [text]);
    }
  }
  caution(fact_id, conflicts = true) {
    const self = this;
    let fact;
    fact = ($truth(conflicts) ? $call(self.figures, "fact", [fact_id]) : $call(self.figures, "mention", [$call(self.figures, "peek", [fact_id])]));
    $call(self, "warn", [$str([$getattr([fact, "text", ""])])]);
  }
  apply(rule, symbol, values) {
    const self = this;
    let result, shown;
    figures_in_range(self.figures, rule, values);
    result = $evaluate(rule.formula, values);
    shown = ($truth(symbol) ? $text($said(symbol), " = ", $said(evaluate_pretty(rule.formula))) : evaluate_pretty(rule.formula));
    if ($isinstance([result, "bool"])) {
      $call(self, "step", [$text($said(shown), ": ", $said($filled(rule.formula, values)), " is ", $said(($truth(result) ? "true" : "false")))]);
    } else {
      $call(self, "step", [$text($said(shown), " = ", $said($filled(rule.formula, values)), " = ", $said(numbers_amount(numbers_clean(result), rule.unit)))]);
    }
    return result;
  }
  by_editions(rule_id, symbol, values) {
    const self = this;
    let allowed, e, refusal, refused, results, rule, told;
    results = [];
    refused = [];
    for (rule of $each($call(self.figures, "editions", [rule_id, facts_Rule]))) {
      try {
        figures_in_range(self.figures, rule, values);
      } catch ($e1) {
        if ($isa($e1, errors_Refused)) {
          e = $e1;
          $call(refused, "append", [e]);
          continue;
        }
        else throw $e1;
      }
      if ((!$truth(results) || !$eq($evaluate(rule.formula, values), $item($item(results, 0), 1)))) {
        $call(results, "append", [[rule, $call(self, "apply", [rule, symbol, values])]]);
      } else {
        $call(results, "append", [[rule, $item($item(results, 0), 1)]]);
      }
    }
    if (!$truth(results)) {
      allowed = $call("; ", "join", [$dict_fromkeys((function* ($0) { for (const e of $0) yield e.allowed; })($each(refused)))]);
      throw $make(errors_Refused, [$call(" ", "join", [(function* ($0) { for (const e of $0) yield e.reason; })($each(refused))]), allowed, ...$each((function* ($0) { for (const e of $0) for (const i of $each(e.facts)) yield i; })($each(refused)))]);
    }
    for (refusal of $each(refused)) {
      $call(self, "warn", [refusal.reason]);
    }
    if ($lt(1, $len([new Set((function* ($0) { for (const [__, v] of $0) yield v; })($each(results)))]))) {
      told = $call("; ", "join", [(function* ($0) { for (const [r, v] of $0) yield $text($said($call(self.figures, "short", [r.source])), ": ", $said(numbers_amount(numbers_clean(v), r.unit))); })($each(results))]);
      $call(self, "warn", [$text("The editions differ on ", $quoted($item($item(results, 0), 0).name), ". ", $said(told), ".")]);
    }
    return results;
  }
  by_rule(rule_id, symbol, values) {
    const self = this;
    return $float([$item($item($call(self, "by_editions", [rule_id, symbol, values]), 0), 1)]);
  }
  out_rule(name, label, rule_id, symbol, values) {
    const self = this;
    let n, result, results, rule, tag, tolerance;
    results = $call(self, "by_editions", [rule_id, symbol, values]);
    for ([n, [rule, result]] of $each($enumerate([results]))) {
      if (($truth(n) && $eq(result, $item($item(results, 0), 1)) && $eq(rule.tolerance, $item($item(results, 0), 0).tolerance))) {
        continue;
      }
      tolerance = (!$is(rule.tolerance, null) ? $text(" ± ", $said(numbers_amount(rule.tolerance, rule.unit))) : "");
      tag = $item($call(rule.id, "partition", ["@"]), 2);
      $call(self, "out", [($truth(n) ? $text($said(name), "@", $said($either(tag, () => "other"))) : name), ($truth(n) ? $text($said(label), " (", $said($call(self.figures, "short", [rule.source])), ")") : label), result, rule.unit, (!$isinstance([result, "bool"]) ? $text($said(numbers_amount(numbers_clean(result), rule.unit)), $said(tolerance)) : "")]);
    }
    return $float([$item($item(results, 0), 1)]);
  }
  times(count, name, label, spec_id) {
    const self = this;
    let condition, one, spec, tolerance, total;
    spec = $call(self.figures, "spec", [spec_id]);
    one = (!$is(spec.value, null) ? spec.value : $call(self.figures, "high", [spec_id]));
    total = numbers_clean($mul(count, one));
    tolerance = (!$is(spec.tolerance, null) ? $text(" ± ", $said(numbers_amount(numbers_clean($mul(count, spec.tolerance)), spec.unit))) : "");
    condition = (($truth(spec.condition) && !$in("(", spec.condition)) ? $text(" (", $said(spec.condition), ")") : "");
    condition = $either(condition, () => ($truth(spec.condition) ? $text(", ", $said(spec.condition)) : ""));
    $call(self, "out", [name, label, total, spec.unit, $text($said(numbers_amount(total, spec.unit)), $said(tolerance), $said(condition))]);
    $call(self, "step", [$text($said(label), ": ", $said(count), " × ", $said(numbers_amount(one, spec.unit)), " = ", $said(numbers_amount(total, spec.unit)))]);
    return total;
  }
  check(name, label, spec_id, value) {
    const self = this;
    let fits, spec, told;
    spec = $call(self.figures, "spec", [spec_id]);
    fits = figures_inside(spec, value);
    $call(self, "out", [name, label, fits], { text: $text($said(($truth(fits) ? "yes" : "no")), ": ", $said(statements_figure(spec))) });
    told = ($truth(fits) ? "inside" : "outside");
    $call(self, "step", [$text($said(spec.name), ": ", $said(numbers_amount(value, spec.unit)), "; printed is ", $said(statements_figure(spec)), ": ", $said(told))]);
    return fits;
  }
  show(name, label, spec_id) {
    const self = this;
    let ends, first, said, specs, value;
    specs = $call(self.figures, "editions", [spec_id, facts_Spec]);
    first = $item(specs, 0);
    ends = [...(function* ($0) { for (const x of $0) if (!$is(x, null)) yield x; })($each([first.min, first.max]))];
    value = (!$is(first.value, null) ? first.value : ($eq($len([ends]), 1) ? $item(ends, 0) : $either(first.text, () => null)));
    said = statements_figure(first);
    if ($lt(1, $len([new Set((function* ($0) { for (const s of $0) yield statements_figure(s); })($each(specs)))]))) {
      said = $call("; ", "join", [(function* ($0) { for (const s of $0) yield $text($said(statements_figure(s)), " (", $said($call(self.figures, "short", [s.source])), ")"); })($each(specs))]);
    }
    $call(self.outputs, "append", [$make(result_Output, [name, label, value, first.unit, said, first.min, first.max])]);
  }
}
sheet_Sheet.prototype.number.params = ["name"];
sheet_Sheet.prototype.maybe.params = ["name"];
sheet_Sheet.prototype.count.params = ["name"];
sheet_Sheet.prototype.choice.params = ["name"];
sheet_Sheet.prototype.yes.params = ["name"];
sheet_Sheet.prototype.out.params = ["name", "label", "value", "unit", "text"];
sheet_Sheet.prototype.step.params = ["text"];
sheet_Sheet.prototype.warn.params = ["text"];
sheet_Sheet.prototype.caution.params = ["fact_id", "conflicts"];
sheet_Sheet.prototype.apply.params = ["rule", "symbol", "values"];
sheet_Sheet.prototype.by_editions.params = ["rule_id", "symbol", "values"];
sheet_Sheet.prototype.by_rule.params = ["rule_id", "symbol", "values"];
sheet_Sheet.prototype.out_rule.params = ["name", "label", "rule_id", "symbol", "values"];
sheet_Sheet.prototype.times.params = ["count", "name", "label", "spec_id"];
sheet_Sheet.prototype.check.params = ["name", "label", "spec_id", "value"];
sheet_Sheet.prototype.show.params = ["name", "label", "spec_id"];
class result_Refusal extends $Struct {
  static __name__ = "Refusal";
  static fields = [["id", null], ["title", null], ["inputs", null], ["reason", null], ["allowed", null], ["source", () => null], ["sources", () => []], ["conflicts", () => []], ["refused", () => true]];
}
class result_CalcResult extends $Struct {
  static __name__ = "CalcResult";
  static fields = [["id", null], ["title", null], ["inputs", null], ["outputs", null], ["working", null], ["sources", null], ["warnings", () => []], ["conflicts", () => []], ["refused", () => false]];
}
function numbers_say(value) {
  return $text($format(value, ".10g"));
}
numbers_say.params = ["value"];
function numbers_clean(value) {
  return $float([numbers_say(value)]);
}
numbers_clean.params = ["value"];
function evaluate_pretty(formula) {
  let typed, written;
  for ([typed, written] of $each([["*", "×"], ["/", "÷"], ["<=", "≤"], [">=", "≥"]])) {
    formula = $call(formula, "replace", [typed, written]);
  }
  return formula;
}
evaluate_pretty.params = ["formula"];
function facts_base_id(fact_id) {
  return $item($call(fact_id, "partition", ["@"]), 0);
}
facts_base_id.params = ["fact_id"];
function statements_title(fact) {
  const $m1 = fact;
  if ($isa($m1, facts_LedState)) {
    return fact.meaning;
  }
  else if ($isa($m1, facts_Blink)) {
    return $text("Rhythm ", $said(fact.name));
  }
  else if ($isa($m1, facts_Alarm)) {
    return ($truth(fact.code) ? $text($said(fact.code), ": ", $said(fact.name)) : fact.name);
  }
  else if ($isa($m1, facts_Pin)) {
    return $text($said(fact.connector), " pin ", $said(fact.pin), ": ", $said(fact.signal));
  }
  else if ($isa($m1, facts_Cable)) {
    return $text("Cable to ", $said(fact.to));
  }
  else if ($isa($m1, facts_Protocol)) {
    return $text("Protocol ", $said(fact.protocol_id), " on ", $said(fact.bus));
  }
  else if ($isa($m1, facts_Dip)) {
    return $text("DIP switch ", $said(fact.switch), " ", $said(fact.position));
  }
  else if ($isa($m1, facts_Spec) || $isa($m1, facts_Rule)) {
    return fact.name;
  }
  else if ($isa($m1, facts_Model)) {
    return fact.designation;
  }
  else if ($isa($m1, facts_Procedure)) {
    return fact.title;
  }
  else if ($isa($m1, facts_Remedy)) {
    return fact.symptom;
  }
  else if ($isa($m1, facts_Faq)) {
    return fact.question;
  }
  else if ($isa($m1, facts_Caution)) {
    return $call(fact.level, "capitalize", []);
  }
  else if ($isa($m1, facts_Conflict)) {
    return fact.topic;
  }
}
statements_title.params = ["fact"];
function fields_limit(figures, ref, part) {
  let __, fact, fact_id, found, variable;
  if (!$truth(ref)) {
    return null;
  }
  [fact_id, __, variable] = $unpack($call(ref, "partition", ["#"]), 3);
  fact = $call(figures, "peek", [fact_id]);
  if ($isinstance([fact, facts_Rule])) {
    found = $next([(function* ($0) { for (const v of $0) if ($eq(v.name, variable)) yield v; })($each(fact.variables)), null]);
    return ($is(found, null) ? null : ($eq(part, "min") ? found.min : found.max));
  }
  if (!$isinstance([fact, facts_Spec])) {
    throw $make(errors_MissingFigure, [$text("the fact ", $quoted(fact_id), " is no figure, and this calculator needs one")]);
  }
  return ($eq(part, "min") ? fact.min : fact.max);
}
fields_limit.params = ["figures", "ref", "part"];
function fields_limits(item, figures) {
  let highs, lows;
  lows = [...(function* ($0) { for (const x of $0) if (!$is(x, null)) yield x; })($each([item.low, fields_limit(figures, item.bottom, "min")]))];
  highs = [...(function* ($0) { for (const x of $0) if (!$is(x, null)) yield x; })($each([item.high, fields_limit(figures, item.top, "max")]))];
  return [$max([lows], { default: null }), $min([highs], { default: null })];
}
fields_limits.params = ["item", "figures"];
function fields_choices_of(item, figures) {
  return ($isinstance([item.choices, "tuple"]) ? item.choices : $call(item, "choices", [figures]));
}
fields_choices_of.params = ["item", "figures"];
function numbers_listed(words, last = "and") {
  return ($lt(1, $len([words])) ? $text($said($call(", ", "join", [$slice(words, null, (-1))])), " ", $said(last), " ", $said($item(words, (-1)))) : $call("", "join", [words]));
}
numbers_listed.params = ["words", "last"];
function numbers_amount(value, unit) {
  if (($in(unit, new Set(["day", "week", "month", "year"])) && !$eq(value, 1))) {
    unit = $text($said(unit), "s");
  }
  return ($eq(unit, "-") ? numbers_say(value) : $text($said(numbers_say(value)), " ", $said(unit)));
}
numbers_amount.params = ["value", "unit"];
function numbers_between(low, high, unit = "-") {
  if ((!$is(low, null) && !$is(high, null))) {
    return ($eq(low, high) ? numbers_amount(low, unit) : $text($said(numbers_say(low)), " to ", $said(numbers_amount(high, unit))));
  }
  if (!$is(low, null)) {
    return $text("at least ", $said(numbers_amount(low, unit)));
  }
  return (!$is(high, null) ? $text("at most ", $said(numbers_amount(high, unit))) : "");
}
numbers_between.params = ["low", "high", "unit"];
function units_group(unit) {
  let units;
  for (units of $each(constant_groups)) {
    if ($in(unit, units)) {
      return [unit, ...$each((function* ($0) { for (const u of $0) if (!$eq(u, unit)) yield u; })($each(units)))];
    }
  }
  return [];
}
units_group.params = ["unit"];
function fields_allowed(item, figures) {
  let group, high, how, low, noun, span, told;
  if ($eq(item.kind, "yesno")) {
    return "yes or no";
  }
  if ($eq(item.kind, "choice")) {
    return numbers_listed(fields_choices_of(item, figures), "or");
  }
  [low, high] = $unpack(fields_limits(item, figures), 2);
  noun = ($truth(item.nouns) ? $item(item.nouns, 0) : "");
  if ($truth(item.spans)) {
    told = new Map((function* ($0) { for (const [case_, ref] of $0) yield [case_, [fields_limit(figures, ref, "min"), fields_limit(figures, ref, "max")]]; })($each($call(item.spans, "items", []))));
    return $text("a whole number", $said(($truth(noun) ? $text(" of ", $said(noun)) : "")), ": ", $said(numbers_listed([...(function* ($0) { for (const [c, r] of $0) yield $text($said(c), " ", $said(numbers_between(...$each(r)))); })($each($call(told, "items", [])))])));
  }
  if ($eq(item.kind, "count")) {
    span = numbers_between(low, high);
    return $text("a whole number", $said(($truth(noun) ? $text(" of ", $said(noun)) : "")), $said(($truth(span) ? $text(", ", $said(span)) : "")));
  }
  span = numbers_between(low, high, item.unit);
  if (($truth(item.above) && !$is(low, null) && $is(high, null))) {
    span = $text("more than ", $said(numbers_amount(low, item.unit)));
  }
  group = units_group(item.unit);
  how = ($truth(group) ? $text(" in ", $said(numbers_listed(group, "or"))) : "");
  return $text("a number", $said(how), $said(($truth(span) ? $text(", ", $said(span)) : "")));
}
fields_allowed.params = ["item", "figures"];
function fields_describe(item, figures) {
  let high, low;
  [low, high] = $unpack(($in(item.kind, new Set(["number", "count"])) ? fields_limits(item, figures) : [null, null]), 2);
  return $make(result_InputInfo, [], { name: item.name, label: item.label, kind: item.kind, unit: item.unit, choices: ($eq(item.kind, "choice") ? fields_choices_of(item, figures) : ($eq(item.kind, "yesno") ? ["yes", "no"] : [])), min: low, max: high, default: item.default, required: $both(item.required, () => !$truth(item.default)), help: item.help, allowed: fields_allowed(item, figures) });
}
fields_describe.params = ["item", "figures"];
function fields_quoted(text) {
  let short;
  short = $call(" ", "join", [$call(text, "split", [])]);
  return $repr([(!$lt(39, $len([short])) ? short : $text($said($slice(short, null, 39)), "…"))]);
}
fields_quoted.params = ["text"];
function fields_why(item, figures) {
  let ref;
  ref = $item($call($either($either(item.about, () => item.top), () => item.bottom), "partition", ["#"]), 0);
  return (($truth(ref) && $in(ref, figures.kb.facts)) ? $text(" (", $said($call(figures, "place", [ref])), ")") : "");
}
fields_why.params = ["item", "figures"];
function fields_bad(item, figures, what) {
  return $make(errors_BadInput, [item.name, $text($said(item.name), " (", $said(item.label), "): ", $said(what), ". Allowed is ", $said(fields_allowed(item, figures)), $said(fields_why(item, figures)), ".")]);
}
fields_bad.params = ["item", "figures", "what"];
function fields_key(text) {
  return $call("", "join", [(function* ($0) { for (const c of $0) if (($truth($call(c, "isalnum", [])) || $eq(c, "."))) yield c; })($each($call(text, "lower", [])))]);
}
fields_key.params = ["text"];
function fields_is_number(text) {
  return $call($call(text, "replace", [".", "", 1]), "isdigit", []);
}
fields_is_number.params = ["text"];
function numbers_figures_in(text) {
  return $tuple([(function* ($0) { for (const x of $0) yield $float([x]); })($each($re_findall(/\p{Nd}+(?:\.\p{Nd}+)?/u, text)))]);
}
numbers_figures_in.params = ["text"];
function fields_choose(item, text, figures) {
  let begun, choices, names, same, typed, wanted;
  choices = fields_choices_of(item, figures);
  wanted = fields_key(text);
  names = new Map((function* ($0) { for (const c of $0) yield [fields_key(c), c]; })($each(choices)));
  names = $or(names, new Map((function* ($0) { for (const [c, words] of $0) if ($in(c, choices)) for (const w of $each(words)) yield [fields_key(w), c]; })($each($call(item.words, "items", [])))));
  if ($in(wanted, names)) {
    return $item(names, wanted);
  }
  if ($all([(function* ($0) { for (const c of $0) yield fields_is_number(c); })($each(choices))])) {
    typed = numbers_figures_in(text);
    same = new Set((function* ($0) { for (const c of $0) if (($eq($len([typed]), 1) && $eq($float([c]), $item(typed, 0)))) yield c; })($each(choices)));
    if (($truth(same) && !$truth($call($call(text, "strip", []), "startswith", [["-", "−"]])))) {
      return $call(same, "pop", []);
    }
    throw fields_bad(item, figures, $text($said(fields_quoted(text)), " is not one of the choices"));
  }
  begun = new Set((function* ($0) { for (const [k, c] of $0) if (($truth(wanted) && $truth($call(k, "startswith", [wanted])))) yield c; })($each($call(names, "items", []))));
  if ($eq($len([begun]), 1)) {
    return $call(begun, "pop", []);
  }
  if (($truth(item.listed) && $truth($call(text, "strip", [])))) {
    throw $make(errors_Refused, [$text("The manual does not name ", $said(fields_quoted(text)), $said(fields_why(item, figures)), ". It names ", $said(fields_allowed(item, figures)), "."), fields_allowed(item, figures), ...$each(($truth(item.about) ? [item.about] : []))]);
  }
  throw fields_bad(item, figures, ($truth($call(text, "strip", [])) ? $text($said(fields_quoted(text)), " is not one of the choices") : "nothing was given"));
}
fields_choose.params = ["item", "text", "figures"];
function fields_nouns(item) {
  return $tuple([(function* ($0) { for (const n of $0) if (!$eq(n, "-")) yield $call(n, "lower", []); })($each([...$each(item.nouns), item.unit]))]);
}
fields_nouns.params = ["item"];
function units_parse(text, unit, nouns = []) {
  let allowed, canonical, digits, found, number, typed;
  if ($lt(100, $len([text]))) {
    throw $make(units_UnitProblem, ["the text is too long for a number"]);
  }
  found = $call(constant_typed, "match", [text]);
  if ($is(found, null)) {
    throw $make(units_UnitProblem, [($truth($call(text, "strip", [])) ? $text($quoted($call(text, "strip", [])), " is not a number") : "nothing was given")]);
  }
  [digits, typed] = $unpack([$item(found, 1), $item(found, 2)], 2);
  if ($truth($call(constant_ambiguous, "match", [digits]))) {
    throw $make(units_UnitProblem, [$text($quoted(digits), " can be read in two ways: write it without the comma, or with a decimal point")]);
  }
  number = $float([$call($call($call(digits, "replace", [",", "."]), "replace", ["−", "-"]), "replace", ["–", "-"])]);
  if (!$truth($math_isfinite(number))) {
    throw $make(units_UnitProblem, [$text($said(digits), " is too large a number")]);
  }
  if ((!$truth(typed) || $in($call(typed, "lower", []), nouns))) {
    return number;
  }
  allowed = units_group(unit);
  canonical = $either($call(constant_exact, "get", [typed]), () => $call(constant_spellings, "get", [$call(typed, "lower", [])]));
  if (($eq(unit, "%RH") && $eq(canonical, "%"))) {
    return number;
  }
  if (($eq(unit, "°") && $eq(canonical, "°"))) {
    return number;
  }
  if (!$in(canonical, allowed)) {
    if ($truth(allowed)) {
      throw $make(units_UnitProblem, [$text($quoted(typed), " does not fit; the unit is ", $said(numbers_listed(allowed, "or")))]);
    }
    throw $make(units_UnitProblem, [$text($quoted(typed), " does not fit; it is a number", $said(($truth(nouns) ? $text(" of ", $said($item(nouns, 0))) : " without a unit")))]);
  }
  return ($eq(canonical, unit) ? number : $convert(number, canonical, unit));
}
units_parse.params = ["text", "unit", "nouns"];
function fields_plain(value) {
  return $call($call($text($format(value, "f")), "rstrip", ["0"]), "rstrip", ["."]);
}
fields_plain.params = ["value"];
function fields_check(item, number, figures) {
  let fact, high, limit, low, part, ref;
  if ($lt(1000000.0, $abs([number]))) {
    throw fields_bad(item, figures, $text($said(numbers_say(number)), " is too large to be meant; at most ", $said(numbers_amount(1000000.0, item.unit)), " is worked with"));
  }
  if (($truth(item.above) && $eq(item.low, 0) && ($lt(0, number) && $lt(number, 1e-06)))) {
    throw fields_bad(item, figures, $text($said(numbers_say(number)), " is too small to be meant; at least ", $said(fields_plain(1e-06)), " ", $said(item.unit), " is worked with"));
  }
  if (($eq(item.kind, "count") && !$eq(number, $int([number])))) {
    throw fields_bad(item, figures, $text($said(numbers_say(number)), " is not a whole number"));
  }
  if ((!$is(item.low, null) && ($lt(number, item.low) || ($truth(item.above) && $eq(number, item.low))))) {
    throw fields_bad(item, figures, $text($said(numbers_amount(number, item.unit)), " is too small"));
  }
  if ((!$is(item.high, null) && $lt(item.high, number))) {
    throw fields_bad(item, figures, $text($said(numbers_amount(number, item.unit)), " is too large"));
  }
  for ([ref, part] of $each([[item.bottom, "min"], [item.top, "max"]])) {
    limit = fields_limit(figures, ref, ($eq(part, "min") ? "min" : "max"));
    if (($is(limit, null) || $truth(($eq(part, "min") ? !$lt(number, limit) : !$lt(limit, number))))) {
      continue;
    }
    fact = $call(figures, "peek", [$item($call(ref, "partition", ["#"]), 0)]);
    [low, high] = $unpack(fields_limits(item, figures), 2);
    throw $make(errors_Refused, [$text("The ", $said($call(figures, "short", [fact.source])), " gives this for ", $said(numbers_between(low, high, ($truth(item.nouns) ? $item(item.nouns, 0) : item.unit))), "; you said ", $said(numbers_say(number)), " (section ", $said($either($call(figures, "section", [fact.source]), () => fact.source.title)), ")."), $text($said(item.name), ": ", $said(fields_allowed(item, figures))), fact.id]);
  }
}
fields_check.params = ["item", "number", "figures"];
function fields_read(item, text, figures) {
  let chosen, e, number, value, word;
  if ($eq(item.kind, "yesno")) {
    word = $call($call(text, "strip", []), "lower", []);
    if (!$in(word, $or(constant_yes, constant_no))) {
      throw fields_bad(item, figures, $text($said(fields_quoted(text)), " is neither yes nor no"));
    }
    return $make(result_Given, [item.name, item.label, $in(word, constant_yes), "-", ($in(word, constant_yes) ? "yes" : "no")]);
  }
  if ($eq(item.kind, "choice")) {
    chosen = fields_choose(item, text, figures);
    return $make(result_Given, [item.name, item.label, chosen, "-", chosen]);
  }
  try {
    number = units_parse(text, ($eq(item.kind, "number") ? item.unit : "-"), fields_nouns(item));
  } catch ($e1) {
    if ($isa($e1, units_UnitProblem)) {
      e = $e1;
      throw fields_bad(item, figures, $str([e]));
    }
    else throw $e1;
  }
  fields_check(item, number, figures);
  value = $float([number]);
  return $make(result_Given, [item.name, item.label, value, item.unit, numbers_amount(number, item.unit)]);
}
fields_read.params = ["item", "text", "figures"];
function fields_read_all(items, given, figures, title, out) {
  let item, name, names, text, what;
  names = [...(function* ($0) { for (const i of $0) yield i.name; })($each(items))];
  for (name of $each(given)) {
    if (!$in(name, names)) {
      what = ($truth(names) ? numbers_listed(names, "and") : "none");
      throw $make(errors_BadInput, [$str([name]), $text($said(fields_quoted($str([name]))), " is not an input of ", $quoted(title), ". Its inputs are ", $said(what), ".")]);
    }
  }
  for (item of $each(items)) {
    text = $call(given, "get", [item.name, ""]);
    if (!$truth($call(text, "strip", []))) {
      text = item.default;
    }
    if (!$truth(text)) {
      if ($truth(item.required)) {
        throw fields_bad(item, figures, $text("it is missing", $said(($truth(item.help) ? $text(" (", $said(item.help), ")") : ""))));
      }
      continue;
    }
    $put(out, item.name, fields_read(item, text, figures));
  }
}
fields_read_all.params = ["items", "given", "figures", "title", "out"];
function numbers_neat(value) {
  return $float([$text($format(value, ".6g"))]);
}
numbers_neat.params = ["value"];
function figures_in_range(figures, rule, values) {
  let allowed, number, section, short, variable, when;
  for (variable of $each(rule.variables)) {
    if (!$in(variable.name, values)) {
      continue;
    }
    number = $item(values, variable.name);
    if ((($is(variable.min, null) || !$lt(number, variable.min)) && ($is(variable.max, null) || !$lt(variable.max, number)))) {
      continue;
    }
    allowed = numbers_between(variable.min, variable.max, variable.unit);
    [short, section] = $unpack([$call(figures, "short", [rule.source]), $either($call(figures, "section", [rule.source]), () => rule.source.title)], 2);
    when = ($truth(rule.applies_when) ? $text(": ", $said(rule.applies_when)) : "");
    throw $make(errors_Refused, [$text("The ", $said(short), " gives this for ", $said(allowed), "; you said ", $said(numbers_say(number)), " (section ", $said(section), $said(when), ")."), $text($said(allowed), " (", $said(short), $said(when), ")"), rule.id]);
  }
}
figures_in_range.params = ["figures", "rule", "values"];
function figures_inside(spec, value) {
  return (($is(spec.min, null) || !$lt(value, spec.min)) && ($is(spec.max, null) || !$lt(spec.max, value)));
}
figures_inside.params = ["spec", "value"];
function statements_number(value) {
  return $text($format(value, ".10g"));
}
statements_number.params = ["value"];
function statements_figure(spec) {
  let limits, said, unit;
  unit = ($eq(spec.unit, "-") ? "" : $text(" ", $said(spec.unit)));
  said = "";
  if (!$is(spec.value, null)) {
    said = statements_number(spec.value);
    if ((!$is(spec.min, null) || !$is(spec.max, null))) {
      limits = ((!$is(spec.min, null) && !$is(spec.max, null)) ? $text($said(statements_number(spec.min)), " to ", $said(statements_number(spec.max))) : (!$is(spec.min, null) ? $text("at least ", $said(statements_number(spec.min))) : $text("at most ", $said(statements_number($either(spec.max, () => 0))))));
      said = $add(said, $text(" (", $said(limits), ")"));
    }
  } else {
    if ((!$is(spec.min, null) && !$is(spec.max, null))) {
      said = $text($said(statements_number(spec.min)), " to ", $said(statements_number(spec.max)));
    } else {
      if (!$is(spec.min, null)) {
        said = $text("at least ", $said(statements_number(spec.min)));
      } else {
        if (!$is(spec.max, null)) {
          said = $text("at most ", $said(statements_number(spec.max)));
        }
      }
    }
  }
  if (!$is(spec.tolerance, null)) {
    said = $add(said, $text(" ± ", $said(statements_number(spec.tolerance))));
  }
  said = ($truth(said) ? $text($said(said), $said(unit)) : "");
  return (($truth(said) && $truth(spec.text)) ? $text($said(said), "; ", $said(spec.text)) : $either(said, () => spec.text));
}
statements_figure.params = ["spec"];
function registry_refusal(calculator, inputs, e, figures) {
  let fact_id, sources;
  for (fact_id of $each(e.facts)) {
    $call(figures, "fact", [fact_id]);
  }
  sources = $tuple([(function* ($0) { for (const i of $0) yield $call(figures, "reference", [$call(figures, "peek", [i])]); })($each($dict_fromkeys(e.facts)))]);
  return $make(result_Refusal, [], { id: calculator.id, title: calculator.title, inputs: inputs, reason: e.reason, allowed: e.allowed, source: ($truth(sources) ? $item(sources, 0) : null), sources: sources, conflicts: $call(figures, "conflicts", []) });
}
registry_refusal.params = ["calculator", "inputs", "e", "figures"];
function registry_work_out(calculator, figures, given) {
  let doubt, e, inputs, sheet;
  inputs = new Map([]);
  try {
    fields_read_all(calculator.fields, given, figures, calculator.title, inputs);
    sheet = $make(sheet_Sheet, [figures, inputs]);
    $call(calculator, "work", [sheet]);
  } catch ($e1) {
    if ($isa($e1, errors_Refused)) {
      e = $e1;
      return registry_refusal(calculator, $tuple([$call(inputs, "values", [])]), e, figures);
    }
    else throw $e1;
  }
  for (doubt of $each($call(figures, "doubts", []))) {
    $call(sheet, "warn", [doubt]);
  }
  return $make(result_CalcResult, [], { id: calculator.id, title: calculator.title, inputs: $tuple([$call(inputs, "values", [])]), outputs: $tuple([sheet.outputs]), working: $tuple([sheet.working]), sources: $call(figures, "sources", []), warnings: $tuple([sheet.warnings]), conflicts: $call(figures, "conflicts", []) });
}
registry_work_out.params = ["calculator", "figures", "given"];
function sigenstor_mounting_holes(sheet) {
  let labels, lift, limit, mounting, packs, told, values;
  [packs, mounting] = $unpack([$call(sheet, "count", ["packs"]), $call(sheet, "choice", ["mounting"])], 2);
  values = new Map([["N", $float([packs])]]);
  $call(sheet, "out_rule", ["l1", "L1, hole INV1 (left), above the top of the base", $text($said("sigenstor-ec/rule/"), "mounting-l1-", $said(mounting)), "L1", values]);
  $call(sheet, "out_rule", ["l2", "L2, hole INV2 (right), above the top of the base", $text($said("sigenstor-ec/rule/"), "mounting-l2-", $said(mounting)), "L2", values]);
  limit = $call(sheet.figures, "high", [$text("sigenstor-bat/spec/packs-", $said(mounting), "-max")]);
  $call(sheet, "step", [$text($said($call(mounting, "capitalize", [])), " installation: at most ", $said(numbers_say(limit)), " packs; ", $said(packs), " are wanted")]);
  if ($eq(mounting, "floor")) {
    $call(sheet, "show", ["drill", "Hole diameter (label in the figure)", $text($said("sigenstor-ec/spec/"), "drill-diameter")]);
    lift = $call(sheet.figures, "low", [$text($said("sigenstor-ec/spec/"), "lift-packs-min")]);
    if (!$lt(packs, lift)) {
      $call(sheet, "caution", ["sigenstor-ec/caution/lift-three-packs"]);
    }
    labels = [...(function* ($0) { for (const s of $0) if (!$is(s.value, null)) yield s; })($each($call(sheet.figures, "all", [facts_Spec, $text($said("sigenstor-ec/spec/"), "wall-figure-")])))];
    told = numbers_listed([...(function* ($0) { for (const s of $0) yield statements_figure($call(sheet.figures, "mention", [s])); })($each(labels))]);
    $call(sheet, "warn", [$text("The figure also shows ", $said(told), "; the manual does not print what they measure.")]);
  }
}
sigenstor_mounting_holes.params = ["sheet"];
function numbers_band(text) {
  let found, high, low, single;
  found = $call(constant_band, "search", [text]);
  if (!$is(found, null)) {
    [low, high] = $unpack($sorted([[$float([$item(found, 1)]), $float([$item(found, 2)])]]), 2);
    return [low, high];
  }
  single = $re_search(/\p{Nd}+(?:\.\p{Nd}+)?/u, text);
  return ($is(single, null) ? null : [$float([$item(single, 0)]), $float([$item(single, 0)])]);
}
numbers_band.params = ["text"];
function sigenstor_base_distance(sheet) {
  let bands, first, fits, found, high, known, low, packs, wanted;
  packs = $call(sheet, "count", ["packs"]);
  bands = $list([$call(sheet.figures, "all", [facts_Spec, $text($said("sigenstor-ec/spec/"), "base-wall-distance-")])]);
  known = new Map((function* ($0) { for (const s of $0) yield [s.id, $either(numbers_band(s.condition), () => [0.0, 0.0])]; })($each(bands)));
  found = $next([(function* ($0) { for (const s of $0) if ((!$lt(packs, $item($item(known, s.id), 0)) && !$lt($item($item(known, s.id), 1), packs))) yield s; })($each(bands)), null]);
  if ($is(found, null)) {
    [low, high] = $unpack([$min([(function* ($0) { for (const b of $0) yield $item(b, 0); })($each($call(known, "values", [])))]), $max([(function* ($0) { for (const b of $0) yield $item(b, 1); })($each($call(known, "values", [])))])], 2);
    first = $item(bands, 0);
    throw $make(errors_Refused, [$text("The ", $said($call(sheet.figures, "short", [first.source])), " gives this for ", $said(numbers_between(low, high, "packs")), "; you said ", $said(packs), " (section ", $said($call(sheet.figures, "section", [first.source])), "). The home guide does not print a distance."), $text("packs: ", $said(numbers_between(low, high))), ...$each((function* ($0) { for (const s of $0) yield s.id; })($each(bands)))]);
  }
  $call(sheet.figures, "use", [found]);
  $call(sheet, "out", ["distance_min", "Distance from base to wall, at least", found.min, found.unit]);
  if (!$is(found.max, null)) {
    $call(sheet, "out", ["distance_max", "Distance from base to wall, at most", found.max, found.unit]);
  }
  $call(sheet, "step", [$text($said(found.condition), ": L ", $said(statements_figure(found)))]);
  if ($is(found.max, null)) {
    $call(sheet, "warn", [$text("The manual does not print a largest distance for ", $said(found.condition), ".")]);
  }
  wanted = $call(sheet, "maybe", ["distance"]);
  if (!$is(wanted, null)) {
    fits = (!$lt(wanted, $either(found.min, () => 0)) && ($is(found.max, null) || !$lt(found.max, wanted)));
    $call(sheet, "out", ["fits", "The given distance fits", fits]);
    $call(sheet, "step", [$text($said(numbers_amount(wanted, "mm")), " is ", $said(($truth(fits) ? "inside" : "outside")), " ", $said(statements_figure(found)))]);
  }
  $call(sheet, "warn", [$text("Only the ", $said($call(sheet.figures, "short", [found.source])), " prints this distance.")]);
}
sigenstor_base_distance.params = ["sheet"];
function sigenstor_sim_plan(sheet) {
  $call(sheet, "out_rule", ["plan", "Data plan, at least", "commmod/rule/sim-data-min", "plan", new Map([["N", $float([$call(sheet, "count", ["inverters"])])]])]);
  $call(sheet, "caution", ["sigenstor-ec/caution/prefer-fe-wlan"]);
}
sigenstor_sim_plan.params = ["sheet"];
function sigenstor_smart_load(sheet) {
  let current, limit, name, ok, place, power, spec, spec_id, value;
  [power, current] = $unpack([$call(sheet, "maybe", ["power"]), $call(sheet, "maybe", ["current"])], 2);
  if (($is(power, null) && $is(current, null))) {
    place = $call(sheet.figures, "place", [$text($said("sigenstor-ec/spec/"), "immersion-heater-power-max")]);
    throw $make(errors_BadInput, ["power", $text("Give the heater's power or its current, or both: both have a limit (", $said(place), ").")]);
  }
  ok = true;
  for ([value, name, spec_id] of $each([[power, "power", $text($said("sigenstor-ec/spec/"), "immersion-heater-power-max")], [current, "current", $text($said("sigenstor-ec/spec/"), "immersion-heater-current-max")]])) {
    spec = $call(sheet.figures, "spec", [spec_id]);
    limit = $call(sheet.figures, "high", [spec_id]);
    $call(sheet, "out", [$text($said(name), "_max"), spec.name, limit, spec.unit]);
    if (!$is(value, null)) {
      ok = $both(ok, () => !$lt(limit, value));
      $call(sheet, "step", [$text($said(name), ": ", $said(numbers_amount(value, spec.unit)), " ", $said((!$lt(limit, value) ? "≤" : ">")), " ", $said(numbers_amount(limit, spec.unit)))]);
    } else {
      $call(sheet, "warn", [$text("The ", $said(name), " was not given and is not checked.")]);
    }
  }
  $call(sheet, "out", ["allowed", "May be connected as a smart load", ok]);
  $call(sheet, "caution", ["mysigen-app/caution/smart-load-gateway"]);
  $call(sheet, "caution", ["mysigen-app/caution/smart-load-number"]);
  $call(sheet, "warn", ["The manual prints a limit for immersion heaters only, not for other smart loads."]);
}
sigenstor_smart_load.params = ["sheet"];
function sigenstor_models_energy(model) {
  let packs;
  packs = $sum([(function* ($0) { for (const [name, count] of $0) yield $mul(count, $item(numbers_figures_in(name), (-1))); })($each($call(model.parts, "items", [])))]);
  return [packs, $item(numbers_figures_in(model.designation), (-1))];
}
sigenstor_models_energy.params = ["model"];
function sigenstor_models_configurations(sheet) {
  let best, doubtful, energy, fitting, floor, inverter, largest, model, models, name, packs, parts, wanted;
  [wanted, inverter] = $unpack([$call(sheet, "number", ["capacity"]), $call(sheet, "choice", ["inverter"])], 2);
  models = $list([$call(sheet.figures, "all", [facts_Model, "sigenstor-ec/model/"])]);
  if (!$eq(inverter, "any")) {
    models = [...(function* ($0) { for (const m of $0) if ($eq(m.inverter, inverter)) yield m; })($each(models))];
  }
  fitting = $sorted([(function* ($0) { for (const m of $0) if (!$lt($min([sigenstor_models_energy(m)]), wanted)) yield m; })($each(models))], { key: (m) => [$max([sigenstor_models_energy(m)]), m.designation] });
  doubtful = [...(function* ($0) { for (const m of $0) if ((!$lt($max([sigenstor_models_energy(m)]), wanted) && $lt($min([sigenstor_models_energy(m)]), wanted))) yield m; })($each(models))];
  if ((!$truth(fitting) && !$truth(doubtful))) {
    largest = $max([models], { key: (m) => $min([sigenstor_models_energy(m)]) });
    floor = $call(sheet.figures, "spec", ["sigenstor-bat/spec/packs-floor-max"]);
    throw $make(errors_Refused, [$text("The model table ends at ", $said(largest.designation), " with ", $said(numbers_amount($min([sigenstor_models_energy(largest)]), "kWh")), $said(($eq(inverter, "any") ? "" : $text(" for ", $said(inverter)))), "; you said ", $said(numbers_amount(wanted, "kWh")), " (section ", $said($call(sheet.figures, "section", [largest.source])), "). The ", $said($call(sheet.figures, "short", [floor.source])), " allows ", $said(statements_figure(floor)), " on the floor, but prints no table of systems."), $text("capacity: ", $said(numbers_between(null, $min([sigenstor_models_energy(largest)]), "kWh"))), largest.id, floor.id]);
  }
  for (model of $each([...$each(fitting), ...$each(doubtful)])) {
    $call(sheet.figures, "use", [model]);
    [packs, name] = $unpack(sigenstor_models_energy(model), 2);
    parts = $call(" + ", "join", [(function* ($0) { for (const [part, count] of $0) if ($truth(count)) yield $text($said(count), " × ", $said(part)); })($each($call(model.parts, "items", [])))]);
    energy = numbers_amount(packs, "kWh");
    if (!$eq(packs, name)) {
      energy = $add(energy, $text(" by its packs, ", $said(numbers_amount(name, "kWh")), " by its name"));
      $call(sheet, "warn", [$text($said(model.designation), ": the packs printed and the name disagree; check the order before buying.")]);
    }
    $call(sheet, "out", [$item($call($item($call(model.id, "rpartition", ["/"]), 2), "partition", ["@"]), 0), model.designation, $min([packs, name]), "kWh", $text($said(energy), ": ", $said(model.inverter), " with ", $said(parts))]);
    $call(sheet, "step", [$text($said(model.designation), ": ", $said(parts), " = ", $said(energy))]);
  }
  $call(sheet, "warn", ["The manual does not print the energy of a pack; it is taken from the number in the pack's name."]);
  if ($truth(fitting)) {
    best = $item(fitting, 0).designation;
    $call(sheet.outputs, "insert", [0, $make(result_Output, ["smallest", "Smallest that reaches it", best, "-", best])]);
  }
}
sigenstor_models_configurations.params = ["sheet"];
function sigenstor_electric_size_in(designation) {
  return $next([(function* ($0) { for (const w of $0) if ($truth($call($call(w, "replace", [".", ""]), "isdigit", []))) yield w; })($each($call(designation, "split", []))), ""]);
}
sigenstor_electric_size_in.params = ["designation"];
function sigenstor_electric_sizes(figures) {
  let listed_models, text;
  text = $call(figures, "peek", [$text($said("sigenstor-ec/spec/"), "models")]);
  listed_models = ($isinstance([text, facts_Spec]) ? $call(text.text, "split", [";"]) : []);
  return $tuple([$dict_fromkeys((function* ($0) { for (const m of $0) yield sigenstor_electric_size_in(m); })($each(listed_models)))]);
}
sigenstor_electric_sizes.params = ["figures"];
function sigenstor_electric_by_size(sheet, prefix) {
  let high, known, low, size, spec;
  size = $float([$call(sheet, "choice", ["size"])]);
  known = $list([$call(sheet.figures, "all", [facts_Spec, prefix])]);
  for (spec of $each(known)) {
    [low, high] = $unpack($either(numbers_band(spec.condition), () => [0.0, 0.0]), 2);
    if ((!$lt(size, low) && !$lt(high, size))) {
      $call(sheet, "step", [$text($said($call(sheet, "choice", ["size"])), " lies in ", $quoted(spec.condition), ": ", $said(statements_figure(spec)))]);
      return $call(sheet.figures, "use", [spec]);
    }
  }
  throw $make(errors_Refused, [$text("The manual gives this for ", $said(numbers_listed([...(function* ($0) { for (const s of $0) yield s.condition; })($each(known))])), "; you said ", $said($call(sheet, "choice", ["size"])), "."), $text("size: ", $said(numbers_listed($list([sigenstor_electric_sizes(sheet.figures)]), "or"))), ...$each((function* ($0) { for (const s of $0) yield s.id; })($each(known)))]);
}
sigenstor_electric_by_size.params = ["sheet", "prefix"];
function sigenstor_electric_model(sheet) {
  let kind, models, place, size;
  [kind, size] = $unpack([$call(sheet, "choice", ["type"]), $call(sheet, "choice", ["size"])], 2);
  models = $call(sheet.figures, "spec", [$text($said($item(constant_types, kind)), "/spec/models")]);
  if (!$in(size, new Set((function* ($0) { for (const m of $0) yield sigenstor_electric_size_in(m); })($each($call(models.text, "split", [";"])))))) {
    place = $call(sheet.figures, "place", [models.id]);
    throw $make(errors_Refused, [$text("The manual lists no ", $said(kind), " ", $said(size), " SP (", $said(place), ")."), $text("models: ", $said(models.text)), models.id]);
  }
  return $text($said(kind), " ", $said(size), " SP");
}
sigenstor_electric_model.params = ["sheet"];
function sigenstor_electric_ac_switch(sheet) {
  let spec;
  spec = sigenstor_electric_by_size(sheet, $text($said("sigenstor-ec/spec/"), "ac-switch-current-"));
  $call(sheet, "out", ["current", $text("Rated current of the AC switch at the ", $said(sigenstor_electric_model(sheet))), spec.value, spec.unit]);
  $call(sheet, "show", ["voltage", "Rated voltage (a.c.)", $text($said("sigenstor-ec/spec/"), "ac-switch-voltage-min")]);
  $call(sheet, "warn", ["Each inverter gets its own AC switch. The current is the manual's recommendation."]);
}
sigenstor_electric_ac_switch.params = ["sheet"];
function sigenstor_electric_distribution_switch(sheet) {
  $call(sheet, "out_rule", ["current", "Rated current of the distribution panel's AC switch, at least", "sigenstor-ec/rule/distribution-switch-current-min", "I", new Map([["I_max", $call(sheet, "number", ["current"])], ["N", $float([$call(sheet, "count", ["inverters"])])]])]);
  $call(sheet, "show", ["voltage", "Rated voltage (a.c.)", $text($said("sigenstor-ec/spec/"), "distribution-switch-voltage-min")]);
  $call(sheet, "warn", ["The manual does not print the inverter's maximum output current; take it from its data sheet."]);
}
sigenstor_electric_distribution_switch.params = ["sheet"];
function sigenstor_electric_residual_current(sheet) {
  let backup, panel;
  backup = $eq($call(sheet, "choice", ["wiring"]), "backup");
  panel = ($truth(backup) ? "non-backup distribution panel (G2)" : "distribution panel");
  $call(sheet, "out_rule", ["residual", $text("Residual operating current of the ", $said(panel), ", at least"), "sigenstor-ec/rule/residual-current-min", "I", new Map([["N", $float([$call(sheet, "count", ["inverters"])])]])]);
  $call(sheet, "warn", [$text("Holds where the ", $said(panel), " has leakage protection.")]);
  if ($truth(backup)) {
    $call(sheet, "caution", ["gateway/caution/rcd-backup-loads"]);
    $call(sheet, "warn", ["The manual does not print the rating of that residual current device."]);
  }
}
sigenstor_electric_residual_current.params = ["sheet"];
function sigenstor_electric_pv_strings(sheet) {
  let spec, use;
  if ($eq($call(sheet, "choice", ["type"]), "AC")) {
    use = $call(sheet.figures, "spec", ["sigenstor-ac/spec/use"]);
    throw $make(errors_Refused, [$text("SigenStor AC takes no PV strings: it is for ", $said(use.text), " (section ", $said($call(sheet.figures, "section", [use.source])), "; the section on DC input leaves it out)."), "type: EC or Hybrid", use.id, "sigenstor-ec/caution/dc-from-pv-string"]);
  }
  spec = sigenstor_electric_by_size(sheet, $text($said("sigenstor-ec/spec/"), "pv-strings-"));
  $call(sheet, "out", ["strings", "PV strings to connect", spec.value, "-", $text($said(statements_figure(spec)), " (", $said(spec.condition), ")")]);
  $call(sheet, "warn", ["The manual prints neither voltage nor current of a string; see the inverter's data sheet."]);
}
sigenstor_electric_pv_strings.params = ["sheet"];
function* sigenstor_cable_checks(sheet, cable) {
  let fact_id, known, label, name, part, section;
  section = ($eq(cable, "rs485") ? $text("section-", $said($call(sheet, "choice", ["conductor"]))) : "section");
  for ([name, label, part] of $each([["section", "Core cross-section", section], ["diameter", "Outer diameter", "diameter"], ["length", "Length", "length-max"], ["baud", "Baud rate", "baud-max"]])) {
    fact_id = $text($said("sigenstor-ec/spec/"), "cable-", $said(cable), "-", $said(part));
    known = $in(fact_id, sheet.figures.kb.editions_of);
    yield [name, label, ($truth(known) ? $call(sheet.figures, "editions", [fact_id, facts_Spec]) : [])];
  }
}
sigenstor_cable_checks.params = ["sheet", "cable"];
function sigenstor_cable_cable(sheet) {
  let fits, given, good, key, label, missing, name, spec, specs;
  key = $item(constant_cables, $call(sheet, "choice", ["connection"]));
  if (($eq(key, "pv") && $eq($call(sheet, "choice", ["type"]), "AC"))) {
    throw $make(errors_Refused, [$text("SigenStor AC needs no DC input cable: the list of cables leaves it out for SigenStor AC (", $said($call(sheet.figures, "place", [$text($said("sigenstor-ec/spec/"), "cable-pv-type")])), ")."), "type: EC or Hybrid for the PV cable", $text($said("sigenstor-ec/spec/"), "cable-pv-type")]);
  }
  $call(sheet, "show", ["kind", "Cable", $text($said("sigenstor-ec/spec/"), "cable-", $said(key), "-type")]);
  missing = [];
  good = [];
  for ([name, label, specs] of $each(sigenstor_cable_checks(sheet, key))) {
    if (!$truth(specs)) {
      $call(missing, "append", [$call(label, "lower", [])]);
      if ($in(name, sheet.given)) {
        $call(sheet, "warn", [$text("The manual does not print the ", $said($call(label, "lower", [])), " of this cable; yours is not checked.")]);
      }
      continue;
    }
    spec = $item(specs, 0);
    $call(sheet, "show", [name, label, spec.id]);
    given = $call(sheet, "maybe", [name]);
    if (!$is(given, null)) {
      fits = (($is(spec.min, null) || !$lt(given, spec.min)) && ($is(spec.max, null) || !$lt(spec.max, given)));
      $call(good, "append", [fits]);
      $call(sheet, "step", [$text($said(label), " ", $said(numbers_amount(given, spec.unit)), ": ", $said(($truth(fits) ? "inside" : "outside")), " ", $said(statements_figure(spec)))]);
    }
  }
  if ($eq(key, "rs485")) {
    spec = $call(sheet.figures, "spec", [$text($said("sigenstor-ec/spec/"), "cable-rs485-section-", $said($call(sheet, "choice", ["conductor"])))]);
    $call(sheet, "out", ["terminal", "Conductor", spec.condition]);
  }
  if ($truth(good)) {
    $call(sheet, "out", ["fits", "The given cable fits", $all([good])]);
  }
  if ($truth(missing)) {
    $call(sheet, "warn", [$text("The manual does not print ", $said(numbers_listed(missing)), " for this cable.")]);
  }
  if (!$truth(sheet.working)) {
    $call(sheet, "step", ["Read from the list of cables; nothing was given to check."]);
  }
  $call(sheet, "warn", ["Cables of the power sensor to panel and grid: see the sensor's own documentation. Local cable regulations come first."]);
}
sigenstor_cable_cable.params = ["sheet"];
function mysigen_third_party(sheet) {
  let charge, load, room, runs, third;
  [third, load, charge] = $unpack([$call(sheet, "number", ["inverter"]), $call(sheet, "number", ["load"]), $call(sheet, "number", ["charge"])], 3);
  runs = $bool([$call(sheet, "by_rule", [$text($said("mysigen-app/rule/"), "third-party-off-grid"), "", new Map([["P_third", third], ["P_load", load], ["P_charge", charge]])])]);
  room = $add(load, charge);
  $call(sheet, "out", ["runs", "The third-party inverter keeps running off grid", runs]);
  $call(sheet, "out", ["room", "Power that can be taken up (load and charging)", room, "kW"]);
  $call(sheet, "out", ["margin", ($truth(runs) ? "Room left" : "Too much by"), $abs([numbers_clean($sub(room, third))]), "kW"]);
  $call(sheet, "step", [$text("Taken up: ", $said(numbers_say(load)), " + ", $said(numbers_amount(charge, "kW")), " = ", $said(numbers_amount(room, "kW")))]);
  $call(sheet, "warn", ["Off grid only; on the grid the manual prints no such limit."]);
  $call(sheet, "caution", ["mysigen-app/caution/third-party-meter-own"]);
}
mysigen_third_party.params = ["sheet"];
function mysigen_heat_pump(sheet) {
  let off, on, said, start, surplus, values;
  values = new Map([["P_pv", $call(sheet, "number", ["pv"])], ["P_ac_load", $call(sheet, "number", ["load"])], ["P_storage", $call(sheet, "number", ["charge"])]]);
  surplus = $call(sheet, "out_rule", ["surplus", "Surplus PV power", $text($said("mysigen-app/rule/"), "heat-pump-surplus"), "surplus", values]);
  start = new Map([["surplus", numbers_clean(surplus)], ["start_min", $call(sheet, "number", ["start"])]]);
  on = $bool([$call(sheet, "by_rule", [$text($said("mysigen-app/rule/"), "heat-pump-on"), "on", start])]);
  off = $bool([$call(sheet, "by_rule", [$text($said("mysigen-app/rule/"), "heat-pump-off"), "off", start])]);
  said = ($truth(on) ? "powers on" : ($truth(off) ? "shuts down" : "not stated"));
  $call(sheet, "out", ["heat_pump", "Heat pump", said]);
  if ((!$truth(on) && !$truth(off))) {
    $call(sheet, "warn", ["The surplus equals the setting: the manual does not print what happens then."]);
  }
  if ($truth(off)) {
    $call(sheet, "warn", ["The manual does not print how Min Running Time goes together with shutting down."]);
  }
  $call(sheet, "warn", ["Holds in Auto mode with PV Residual Power Control on."]);
  $call(sheet, "caution", ["mysigen-app/caution/heat-pump-do-port"]);
}
mysigen_heat_pump.params = ["sheet"];
function mysigen_generator(sheet) {
  let best, charges, cutoff, output, soc, within;
  best = $call(sheet, "out_rule", ["best_duty", "Output that should not be exceeded", $text($said("mysigen-app/rule/"), "generator-best-duty"), "P", new Map([["P_rated", $call(sheet, "number", ["rated"])]])]);
  output = $call(sheet, "maybe", ["output"]);
  if (!$is(output, null)) {
    within = !$lt(numbers_clean(best), numbers_clean(output));
    $call(sheet, "out", ["within", "The given output is within the advice", within]);
    $call(sheet, "step", [$text($said(numbers_amount(output, "kW")), " ", $said(($truth(within) ? "≤" : ">")), " ", $said(numbers_amount(numbers_clean(best), "kW")))]);
    if ($lt($call(sheet, "number", ["rated"]), output)) {
      $call(sheet, "warn", ["The output is above the rated power of the generator itself."]);
    }
  }
  [soc, cutoff] = $unpack([$call(sheet, "maybe", ["soc"]), $call(sheet, "maybe", ["cutoff"])], 2);
  if ((!$is(soc, null) && !$is(cutoff, null))) {
    charges = $bool([$call(sheet, "by_rule", [$text($said("mysigen-app/rule/"), "generator-charge"), "", new Map([["soc", soc], ["cutoff", cutoff]])])]);
    $call(sheet, "out", ["charges", "The generator charges the battery", charges]);
  } else {
    if ((!$is(soc, null) || !$is(cutoff, null))) {
      $call(sheet, "warn", ["To tell whether the generator charges, both the SOC and its cut-off SOC are needed."]);
    }
  }
  $call(sheet, "warn", ["This is the manual's advice for the best working state, not a limit."]);
  $call(sheet, "caution", ["mysigen-app/caution/generator-gateway-first"]);
}
mysigen_generator.params = ["sheet"];
function mysigen_backup_reserve(sheet) {
  let discharges, energy, kept, load, on_grid, outage, reserve, soc;
  [energy, reserve, soc, load] = $unpack((function* ($0) { for (const n of $0) yield $call(sheet, "number", [n]); })($each(["energy", "reserve", "soc", "load"])), 4);
  discharges = $bool([$call(sheet, "by_rule", [$text($said("mysigen-app/rule/"), "backup-reserve"), "", new Map([["soc", soc], ["reserve", reserve]])])]);
  $call(sheet.figures, "spec", ["mysigen-app/spec/backup-reserve"]);
  on_grid = $div($mul(energy, $max([$sub(soc, reserve), 0])), 100);
  outage = $div($mul(energy, soc), 100);
  $call(sheet, "out", ["discharges", "The battery may discharge on the grid", discharges]);
  $call(sheet, "out", ["on_grid_energy", "Energy it may give on the grid", on_grid, "kWh"]);
  $call(sheet, "out", ["on_grid_time", "Runs the load on the grid for", $div(on_grid, load), "h"]);
  $call(sheet, "out", ["outage_energy", "Energy it may give in an outage", outage, "kWh"]);
  $call(sheet, "out", ["outage_time", "Runs the load in an outage for", $div(outage, load), "h"]);
  kept = $div($mul(energy, $min([soc, reserve])), 100);
  $call(sheet, "out", ["reserve_energy", "Held back for an outage", kept, "kWh"]);
  $call(sheet, "out", ["reserve_time", "The reserve alone runs the load for", $div(kept, load), "h"]);
  $call(sheet, "step", [($truth(discharges) ? $text("On the grid: ", $said(numbers_amount(energy, "kWh")), " × (", $said(numbers_say(soc)), " − ", $said(numbers_say(reserve)), ") % = ", $said(numbers_amount(numbers_clean(on_grid), "kWh"))) : $text("On the grid: SOC ", $said(numbers_say(soc)), " % is not above the reserve of ", $said(numbers_say(reserve)), " %"))]);
  $call(sheet, "step", [$text("In an outage: ", $said(numbers_amount(energy, "kWh")), " × ", $said(numbers_say(soc)), " % = ", $said(numbers_amount(numbers_clean(outage), "kWh")))]);
  $call(sheet, "step", [$text("Held back: ", $said(numbers_amount(energy, "kWh")), " × ", $said(numbers_say($min([soc, reserve]))), " % = ", $said(numbers_amount(numbers_clean(kept), "kWh")))]);
  $call(sheet, "step", [$text("Time = energy ÷ ", $said(numbers_amount(load, "kW")))]);
  $call(sheet, "warn", ["The manual prints neither losses nor a lowest SOC in an outage; both shorten the times."]);
  $call(sheet, "warn", ["PV power is left out."]);
  $call(sheet, "caution", ["mysigen-app/caution/backup-needs-gateway"]);
}
mysigen_backup_reserve.params = ["sheet"];
function growatt_breaker(sheet) {
  $call(sheet, "show", ["breaker_current", "External breaker: current", $text($said("growatt-65/spec/"), "breaker-current")]);
  $call(sheet, "show", ["breaker_voltage", "External breaker: voltage", $text($said("growatt-65/spec/"), "breaker-voltage")]);
  $call(sheet, "show", ["breaker_poles", "External breaker: poles", $text($said("growatt-65/spec/"), "breaker-poles")]);
}
growatt_breaker.params = ["sheet"];
function growatt_runtime(sheet, count, soc) {
  let energy, largest, load, peak, rated, seconds, short, spec, usable;
  load = $call(sheet, "number", ["load"]);
  usable = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "energy-usable")]);
  [rated, largest, peak] = $unpack((function* ($0) { for (const x of $0) yield numbers_clean($mul(count, x)); })($each([$call(sheet.figures, "value", [$text($said("growatt-65/spec/"), "discharge-power-rated")]), $call(sheet.figures, "high", [$text($said("growatt-65/spec/"), "discharge-power-max")]), $call(sheet.figures, "high", [$text($said("growatt-65/spec/"), "discharge-power-peak")])])), 3);
  if ($lt(largest, load)) {
    seconds = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "discharge-power-peak-time")]);
    short = (!$lt(peak, load) ? $text("Up to ", $said(numbers_amount(peak, "kW")), " is a peak for ", $said(statements_figure(seconds)), " only.") : $text("Even the peak ends at ", $said(numbers_amount(peak, "kW")), "."));
    spec = $call(sheet.figures, "peek", [$text($said("growatt-65/spec/"), "discharge-power-max")]);
    throw $make(errors_Refused, [$text("The manual gives ", $said(numbers_amount(largest, "kW")), " as the maximum discharging power of ", $said(count), " batter", $said(($eq(count, 1) ? "y" : "ies")), "; you said ", $said(numbers_amount(load, "kW")), " (section ", $said($call(sheet.figures, "section", [spec.source])), "). ", $said(short)), $text("load: up to ", $said(numbers_amount(largest, "kW"))), spec.id, $text($said("growatt-65/spec/"), "discharge-power-peak"), seconds.id]);
  }
  energy = numbers_clean($div($mul($mul(count, $call(sheet.figures, "value", [usable.id])), soc), 100.0));
  $call(sheet, "out", ["runtime", "Runs the load for", $div(energy, load), "h"]);
  $call(sheet, "step", [$text("Energy: ", $said(count), " × ", $said(numbers_amount($call(sheet.figures, "value", [usable.id]), "kWh")), " × ", $said(numbers_say(soc)), " % = ", $said(numbers_amount(energy, "kWh")))]);
  $call(sheet, "step", [$text("Time: ", $said(numbers_amount(energy, "kWh")), " ÷ ", $said(numbers_amount(load, "kW")), " = ", $said(numbers_amount(numbers_neat($div(energy, load)), "h")))]);
  if ($lt(rated, load)) {
    $call(sheet, "warn", [$text("The load is above the rated discharging power of ", $said(numbers_amount(rated, "kW")), "; the manual does not print for how long the maximum may last.")]);
  }
  $call(sheet, "warn", ["Losses of the inverter are left out; the manual does not print the usable energy at other loads."]);
}
growatt_runtime.params = ["sheet", "count", "soc"];
function growatt_pair_warning(sheet, count) {
  if ($lt(1, count)) {
    $call(sheet, "warn", ["The manual prints the figures of one battery; for two they are added here."]);
  }
}
growatt_pair_warning.params = ["sheet", "count"];
function growatt_bank(sheet) {
  let count, label, name, part;
  count = $call(sheet, "count", ["batteries"]);
  for ([name, label, part] of $each([["energy_nominal", "Nominal energy", "energy-nominal"], ["energy_usable", "Usable energy", "energy-usable"], ["capacity_nominal", "Nominal capacity", "capacity-nominal"], ["capacity_usable", "Usable capacity", "capacity-usable"], ["charge_current", "Standard charging current", "charge-current-standard"], ["discharge_current", "Continuous maximum discharging current", "discharge-current-continuous"], ["discharge_current_peak", "Maximum discharging current, short", "discharge-current-max"], ["charge_power", "Rated charging power", "charge-power-rated"], ["charge_power_max", "Maximum charging power", "charge-power-max"], ["discharge_power", "Rated discharging power", "discharge-power-rated"], ["discharge_power_max", "Maximum discharging power", "discharge-power-max"], ["discharge_power_peak", "Peak discharging power", "discharge-power-peak"], ["weight", "Weight", "weight"]])) {
    $call(sheet, "times", [count, name, label, $text($said("growatt-65/spec/"), $said(part))]);
  }
  $call(sheet, "show", ["voltage", "Typical voltage", $text($said("growatt-65/spec/"), "voltage-typical")]);
  $call(sheet, "show", ["voltage_range", "Operating voltage", $text($said("growatt-65/spec/"), "voltage-operating")]);
  growatt_breaker(sheet);
  if (!$is($call(sheet, "maybe", ["load"]), null)) {
    growatt_runtime(sheet, count, 100.0);
  }
  if ($lt(1, count)) {
    $call(sheet, "warn", ["The breaker is printed for the output of one battery; for two the manual prints no breaker that carries both currents."]);
  }
  growatt_pair_warning(sheet, count);
}
growatt_bank.params = ["sheet"];
function growatt_runtime2(sheet) {
  let count;
  count = $call(sheet, "count", ["batteries"]);
  growatt_runtime(sheet, count, $call(sheet, "number", ["soc"]));
  if ($lt($call(sheet, "number", ["soc"]), 100.0)) {
    $call(sheet, "warn", ["Reckoned as a share of the usable energy; the manual does not print how SOC and usable energy go together."]);
  }
  growatt_pair_warning(sheet, count);
}
growatt_runtime2.params = ["sheet"];
function growatt_breaker2(sheet) {
  let count, current;
  growatt_breaker(sheet);
  count = $call(sheet, "count", ["batteries"]);
  current = $call(sheet.figures, "high", [$text($said("growatt-65/spec/"), "discharge-current-continuous")]);
  $call(sheet, "step", [$text("One battery: continuous discharging current ", $said(numbers_amount(current, "A")), ", below the breaker's ", $said(numbers_amount($call(sheet.figures, "value", [$text($said("growatt-65/spec/"), "breaker-current")]), "A")))]);
  if ($lt(1, count)) {
    $call(sheet, "warn", ["The manual prints this breaker for the output of a battery; it prints none for the joint output of two."]);
  }
}
growatt_breaker2.params = ["sheet"];
function growatt_pair_same_age(sheet, todo, open_points) {
  let cycles, new_, number, state;
  cycles = [$call(sheet, "maybe", ["cycles1"]), $call(sheet, "maybe", ["cycles2"])];
  new_ = [...(function* ($0) { for (const n of $0) if (!$is(n, null)) yield $bool([$call(sheet, "by_rule", [$text($said("growatt-65/rule/"), "battery-is-new"), "", new Map([["n", n]])])]); })($each(cycles))];
  if ($lt($len([new_]), $len([cycles]))) {
    $call(open_points, "append", ["the cycles of both"]);
    return null;
  }
  for ([number, state] of $each($enumerate([new_, 1]))) {
    $call(sheet, "out", [$text("new", $said(number)), $text("Battery ", $said(number), " counts as new"), state]);
  }
  if ($lt(1, $len([$set([new_])]))) {
    $call(todo, "append", ["one is old and one is new: take two that are both new, or both old"]);
  }
}
growatt_pair_same_age.params = ["sheet", "todo", "open_points"];
function growatt_pair_parallel_ready(sheet) {
  let fits, gap, limit, name, one, open_points, same, span, todo, two, volts, what;
  [one, two] = $unpack([$call(sheet, "number", ["u1"]), $call(sheet, "number", ["u2"])], 2);
  limit = $call(sheet.figures, "high", [$text($said("growatt-65/spec/"), "parallel-voltage-difference")]);
  gap = numbers_clean($abs([$sub(one, two)]));
  fits = $bool([$call(sheet, "by_rule", [$text($said("growatt-65/rule/"), "parallel-ready"), "", new Map([["U1", one], ["U2", two]])])]);
  $call(sheet, "out", ["difference", "Voltage difference", gap, "V"]);
  $call(sheet, "out", ["voltage_ok", "Voltage difference is small enough", fits]);
  todo = [];
  if (!$truth(fits)) {
    $call(todo, "append", [$text("charge the battery with ", $said(numbers_amount($min([one, two]), "V")), " or discharge the one with ", $said(numbers_amount($max([one, two]), "V")), " until the difference is below ", $said(numbers_amount(limit, "V")))]);
  } else {
    if ($eq(gap, limit)) {
      $call(sheet, "warn", ["At exactly this difference the manual has two readings: not more than, and less than."]);
    }
  }
  span = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "voltage-operating")]);
  for ([name, volts] of $each([["u1", one], ["u2", two]])) {
    if (!$truth(figures_inside(span, volts))) {
      $call(sheet, "warn", [$text($said(name), ": ", $said(numbers_amount(volts, "V")), " is outside the operating voltage of ", $said(statements_figure(span)), ".")]);
    }
  }
  open_points = [];
  growatt_pair_same_age(sheet, todo, open_points);
  for ([name, what] of $each([["same_batch", "batch"], ["same_model", "model"], ["same_maker", "manufacturer"]])) {
    same = $call(sheet, "yes", [name]);
    if ($is(same, null)) {
      $call(open_points, "append", [$text("the same ", $said(what))]);
    } else {
      if (!$truth(same)) {
        $call(todo, "append", [$text("take two batteries of the same ", $said(what))]);
      }
    }
    $call(sheet, "step", [$text("Same ", $said(what), ": ", $said(($is(same, null) ? "not told" : ($truth(same) ? "yes" : "no"))))]);
  }
  $call(sheet, "out", ["ready", "May be connected in parallel", ($truth(todo) ? "no" : ($truth(open_points) ? "as far as told" : "yes"))]);
  if ($truth(todo)) {
    $call(sheet, "out", ["todo", "What to do", $call("; ", "join", [todo])]);
  }
  if ($truth(open_points)) {
    $call(sheet, "out", ["to_check", "Still to check", numbers_listed(open_points)]);
  }
  $call(sheet, "caution", ["growatt-65/caution/same-batch"]);
  $call(sheet, "caution", ["growatt-65/caution/no-old-with-new"]);
  $call(sheet, "warn", ["Measure both powered on, without load."]);
}
growatt_pair_parallel_ready.params = ["sheet"];
function growatt_pair_soc_from_lamps(sheet) {
  let ends, found, lamps, lit, mode, seen, spec, state, told;
  seen = new Map((function* ($0) { for (const lamp of $0) yield [lamp, $call(sheet, "choice", [$call(lamp, "lower", [])])]; })($each(constant_lamps)));
  mode = $call(sheet, "choice", ["mode"]);
  found = [];
  for (state of $each($call(sheet.figures, "all", [facts_LedState, "growatt-65/led/"]))) {
    if ((!$in("SOC", state.meaning) || !$truth(state.mode) || !$in(mode, new Set(["unknown", $call(state.mode, "lower", [])])))) {
      continue;
    }
    lamps = new Map((function* ($0) { for (const x of $0) yield [x.indicator, x.pattern]; })($each(state.lamps)));
    if ($all([(function* ($0) { for (const [x, p] of $0) if ($in(x, seen)) yield ($in($item(seen, x), new Set(["unknown", p])) || $eq(p, "any")); })($each($call(lamps, "items", [])))])) {
      $call(found, "append", [state]);
    }
  }
  found = [...(function* ($0) { for (const s of $0) if ($eq($len([s.lamps]), $len([constant_lamps]))) yield s; })($each(found))];
  if (!$truth(found)) {
    throw $make(errors_Refused, [$text("The manual's table has no such picture of the SOC lamps", $said(($eq(mode, "unknown") ? "" : $text(" while ", $said(mode)))), " (section ", $said($call(sheet.figures, "section", [$call(sheet.figures, "peek", ["growatt-65/led/charging-100"]).source])), ")."), "lamps lit from LED1 upwards: all flashing (charging) or all steady", "growatt-65/led/charging-100", "growatt-65/led/discharging-81-100"]);
  }
  for (state of $each(found)) {
    $call(sheet.figures, "use", [state]);
    ends = $sorted([numbers_figures_in(state.meaning)]);
    $call(sheet.outputs, "append", [$make(result_Output, [$item($call(state.id, "rpartition", ["/"]), 2), state.mode, numbers_between($item(ends, 0), $item(ends, (-1))), "%", $text($said(state.mode), ", SOC ", $said(numbers_between($item(ends, 0), $item(ends, (-1)), "%"))), $item(ends, 0), $item(ends, (-1))])]);
    told = $call(", ", "join", [(function* ($0) { for (const x of $0) if ($truth($call(x.indicator, "startswith", ["LED"]))) yield $text($said(x.indicator), " ", $said(x.pattern)); })($each(state.lamps))]);
    $call(sheet, "step", [$text($said(told), ": ", $said(state.meaning))]);
  }
  lit = [...(function* ($0) { for (const x of $0) if (($truth($call(x, "startswith", ["LED"])) && $in($item(seen, x), new Set(["steady", "flash"])))) yield x; })($each(constant_lamps))];
  if ($truth(lit)) {
    spec = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), $said($call($item(lit, (-1)), "lower", [])), "-soc")]);
    $call(sheet, "show", ["other_reading", $text("By the list of parts, ", $said($item(lit, (-1)))), spec.id]);
    $call(sheet, "warn", [$text("Section ", $said($call(sheet.figures, "section", [spec.source])), " gives one SOC band per lamp, whatever the battery does; the table of lamps differs.")]);
  }
  if (($lt(1, $len([found])) && $eq(mode, "unknown"))) {
    $call(sheet, "warn", ["Several states look alike; say whether the battery is charging, discharging or idle."]);
  }
}
growatt_pair_soc_from_lamps.params = ["sheet"];
function growatt_site_recharge(sheet) {
  let due, good, limit, months, rest;
  $call(sheet, "show", ["cv", "Constant voltage", $text($said("growatt-65/spec/"), "recharge-voltage")]);
  $call(sheet, "show", ["cc", "Constant current", $text($said("growatt-65/spec/"), "recharge-current")]);
  $call(sheet, "out", ["until", "Recharge until", "LED2 flashes"]);
  $call(sheet, "show", ["rest", "Then rest with the circuit open for", $text($said("growatt-65/spec/"), "recharge-rest")]);
  $call(sheet, "show", ["voltage", "Voltage that proves success", $text($said("growatt-65/spec/"), "recharge-check-voltage")]);
  due = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "storage-time-before-recharge")]);
  months = $call(sheet, "maybe", ["months"]);
  if (!$is(months, null)) {
    limit = $call(sheet.figures, "value", [due.id]);
    $call(sheet, "out", ["due", "A recharge is due", $lt(limit, months)]);
    $call(sheet, "step", [$text("Stored ", $said(numbers_amount(months, "month")), ": ", $said(($lt(limit, months) ? "over" : "not over")), " ", $said(numbers_amount(limit, due.unit)))]);
  }
  rest = $call(sheet, "maybe", ["rest_voltage"]);
  if (!$is(rest, null)) {
    good = $bool([$call(sheet, "by_rule", ["growatt-65/rule/recharge-success", "", new Map([["U", rest]])])]);
    $call(sheet, "out", ["succeeded", "The recharge has succeeded", good]);
    if (!$truth(good)) {
      $call(sheet, "warn", ["The manual does not print what to do when the voltage is lower; recharge again or ask the installer."]);
    }
  }
  if (!$truth(sheet.working)) {
    $call(sheet, "step", ["The settings stand in the manual as they are; nothing was given to check."]);
  }
  $call(sheet.figures, "fact", ["growatt-65/procedure/storage-recharge"]);
  $call(sheet, "warn", ["The battery is powered off and wired as in the quick guidance before it is recharged."]);
}
growatt_site_recharge.params = ["sheet"];
function growatt_site_storage(sheet) {
  let days, due, first, heat, humidity, limits, months, ok, other, over, part, short, temperature;
  days = $call(sheet, "number", ["time"]);
  first = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "storage-first-days")]);
  due = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "storage-time-before-recharge")]);
  short = !$lt($call(sheet.figures, "value", [first.id]), days);
  months = $convert(days, "day", "month");
  over = $lt($call(sheet.figures, "value", [due.id]), months);
  ok = true;
  $call(sheet, "step", [$text($said(numbers_amount(days, "day")), ": ", $said(($truth(short) ? "within" : "beyond")), " the first ", $said(statements_figure(first)), ", ", $said(($truth(over) ? "over" : "within")), " ", $said(statements_figure(due)))]);
  part = ($truth(short) ? "storage-temp-first-week" : "storage-temp-six-months");
  limits = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), $said(part))]);
  $call(sheet, "show", ["temperature_range", "Temperature allowed", limits.id]);
  other = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "storage-temp")]);
  if (!$eq([other.min, other.max], [limits.min, limits.max])) {
    $call(sheet, "warn", [$text("Section ", $said($call(sheet.figures, "section", [other.source])), " prints ", $said(statements_figure(other)), " (", $said(other.condition), "), without a wider range for the first days.")]);
  }
  [temperature, humidity] = $unpack([$call(sheet, "maybe", ["temperature"]), $call(sheet, "maybe", ["humidity"])], 2);
  if (!$is(temperature, null)) {
    ok = $and(ok, $call(sheet, "check", ["temperature_ok", "Temperature is allowed", limits.id, temperature]));
  }
  $call(sheet, "show", ["humidity_range", "Humidity allowed", $text($said("growatt-65/spec/"), "storage-humidity")]);
  if (!$is(humidity, null)) {
    ok = $and(ok, $call(sheet, "check", ["humidity_ok", "Humidity is allowed", $text($said("growatt-65/spec/"), "storage-humidity"), humidity]));
  }
  heat = $call(sheet, "maybe", ["heat_distance"]);
  $call(sheet, "show", ["heat_distance", "Distance from a heat source", $text($said("growatt-65/spec/"), "storage-heat-distance")]);
  if (!$is(heat, null)) {
    ok = $and(ok, $call(sheet, "check", ["heat_ok", "Distance from the heat source is enough", $text($said("growatt-65/spec/"), "storage-heat-distance"), heat]));
  }
  $call(sheet, "out", ["recharge_due", "A recharge is due", over]);
  if ($truth(over)) {
    $call(sheet, "warn", [$text("The manual prints temperatures for storage within ", $said(statements_figure(due)), " only; recharge first.")]);
  }
  $call(sheet, "out", ["allowed", "Storage as given is allowed without a recharge", $both(ok, () => !$truth(over))]);
  $call(sheet, "caution", ["growatt-65/caution/storage-upright"]);
  $call(sheet, "caution", ["growatt-65/caution/storage-sun-rain"]);
}
growatt_site_storage.params = ["sheet"];
function growatt_site_transport(sheet) {
  let name, ok, pile, temperature;
  ok = true;
  $call(sheet, "show", ["temperature_range", "Temperature", $text($said("growatt-65/spec/"), "transport-temp")]);
  $call(sheet, "show", ["pile_max", "Batteries in one pile", $text($said("growatt-65/spec/"), "transport-stack-max")]);
  $call(sheet, "show", ["class", "Dangerous goods", $text($said("growatt-65/spec/"), "transport-class")]);
  [temperature, pile] = $unpack([$call(sheet, "maybe", ["temperature"]), $call(sheet, "maybe", ["pile"])], 2);
  if (!$is(temperature, null)) {
    ok = $and(ok, $call(sheet, "check", ["temperature_ok", "Temperature is allowed", $text($said("growatt-65/spec/"), "transport-temp"), temperature]));
  }
  if (!$is(pile, null)) {
    ok = $and(ok, $call(sheet, "check", ["pile_ok", "Pile is allowed", $text($said("growatt-65/spec/"), "transport-stack-max"), pile]));
  }
  if (($is(temperature, null) && $is(pile, null))) {
    $call(sheet, "step", ["Nothing was given to check."]);
  }
  $call(sheet, "out", ["allowed", "The conditions given are allowed", ok]);
  for (name of $each(["transport-power-off", "transport-flat", "transport-van", "transport-air", "transport-no-mixed-load"])) {
    $call(sheet, "caution", [$text("growatt-65/caution/", $said(name))]);
  }
}
growatt_site_transport.params = ["sheet"];
function growatt_site_wall_load(sheet) {
  let capacity, count, load, mass, weight;
  count = $call(sheet, "count", ["batteries"]);
  weight = $call(sheet.figures, "spec", [$text($said("growatt-65/spec/"), "weight")]);
  mass = $mul(count, $call(sheet.figures, "value", [weight.id]));
  $call(sheet, "step", [$text("Weight: ", $said(count), " × ", $said(statements_figure(weight)), " = ", $said(numbers_amount(mass, weight.unit)))]);
  load = $call(sheet, "out_rule", ["wall_load", "The wall must carry more than", "growatt-65/rule/wall-load", "load", new Map([["m", mass]])]);
  $call(sheet, "warn", [$text("One battery weighs ", $said(statements_figure(weight)), "; the heaviest asks for more.")]);
  capacity = $call(sheet, "maybe", ["wall_capacity"]);
  if (!$is(capacity, null)) {
    $call(sheet, "out", ["wall_ok", "The wall is strong enough", $lt(load, capacity)]);
    $call(sheet, "step", [$text("Wall: ", $said(numbers_amount(capacity, "kg")), " ", $said(($lt(load, capacity) ? ">" : "≤")), " ", $said(numbers_amount(load, "kg")))]);
  }
}
growatt_site_wall_load.params = ["sheet"];
function growatt_site_clearances(sheet) {
  let count, height, mounting, number, spec, spec_id, spots, tilt;
  [mounting, count] = $unpack([$call(sheet, "choice", ["mounting"]), $call(sheet, "count", ["batteries"])], 2);
  for (number of $each(["first", "second", "third"])) {
    spec_id = $text($said("growatt-65/spec/"), $said(mounting), "-distance-", $said(number));
    if ($in(spec_id, sheet.figures.kb.facts)) {
      spec = $call(sheet.figures, "spec", [spec_id]);
      $call(sheet, "out", [$text("distance_", $said(number)), spec.name, spec.value, spec.unit]);
    }
  }
  $call(sheet, "show", ["front", "Free space in front", $text($said("growatt-65/spec/"), $said(mounting), "-front-clearance")]);
  $call(sheet, "show", ["drill_diameter", "Drill bit", $text($said("growatt-65/spec/"), $said(mounting), "-drill-diameter")]);
  $call(sheet, "show", ["drill_depth", "Drilling depth", $text($said("growatt-65/spec/"), $said(mounting), "-drill-depth")]);
  spots = ($eq(mounting, "wall") ? "wall-screw-spots" : "floor-drill-spots");
  $call(sheet, "show", ["holes", "Holes", $text($said("growatt-65/spec/"), $said(spots))]);
  $call(sheet, "show", ["tilt_range", "Tilt allowed", $text($said("growatt-65/spec/"), "tilt")]);
  $call(sheet, "show", ["height_max", "Underside above the floor", $text($said("growatt-65/spec/"), "bottom-height")]);
  if ($eq(mounting, "wall")) {
    growatt_site_wall_load(sheet);
    $call(sheet, "show", ["persons", "People needed", $text($said("growatt-65/spec/"), "wall-persons")]);
  } else {
    if ($in("wall_capacity", sheet.given)) {
      throw $make(errors_BadInput, ["wall_capacity", $text("wall_capacity: the manual asks what the wall carries for wall mounting only (", $said($call(sheet.figures, "place", ["growatt-65/rule/wall-load"])), "). Leave it out.")]);
    }
  }
  [tilt, height] = $unpack([$call(sheet, "maybe", ["tilt"]), $call(sheet, "maybe", ["height"])], 2);
  if (!$is(tilt, null)) {
    $call(sheet, "check", ["tilt_ok", "Tilt is allowed", $text($said("growatt-65/spec/"), "tilt"), tilt]);
  }
  if (!$is(height, null)) {
    $call(sheet, "check", ["height_ok", "Height is allowed", $text($said("growatt-65/spec/"), "bottom-height"), height]);
  }
  if (!$truth(sheet.working)) {
    $call(sheet, "step", ["Read from the manual; nothing was given to check."]);
  }
  $call(sheet, "warn", ["Which side each distance is measured at is shown in the manual only as a figure."]);
  if ($lt(1, count)) {
    $call(sheet, "warn", ["For two batteries the distances between them and to the bus bar box are a figure whose numbers are lost: the manual's text does not print them."]);
  }
  $call(sheet, "caution", ["growatt-65/caution/not-upside-down"]);
}
growatt_site_clearances.params = ["sheet"];
function sr48100h_cable_warning(sheet, current) {
  let limit, pairs;
  limit = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "power-cable-current-continuous")]);
  if ($lt(limit, current)) {
    pairs = $math_ceil($div(current, limit));
    $call(sheet, "warn", [$text($said(numbers_amount(current, "A")), " needs ", $said(pairs), " pairs of power cables at ", $said(numbers_amount(limit, "A")), " each.")]);
  }
}
sr48100h_cable_warning.params = ["sheet", "current"];
function sr48100h_bank(sheet) {
  let label, name, packs, rule, start;
  packs = $call(sheet, "count", ["packs"]);
  $call(sheet, "times", [packs, "energy_nominal", "Nominal energy", $text($said("sr48100h/spec/"), "nominal-energy")]);
  $call(sheet, "times", [packs, "energy_usable", "Usable energy", $text($said("sr48100h/spec/"), "usable-energy")]);
  $call(sheet, "times", [packs, "capacity", "Nominal capacity", $text($said("sr48100h/spec/"), "nominal-capacity")]);
  for ([name, label, rule] of $each(constant_limits)) {
    $call(sheet, "out_rule", [name, label, $text($said("sr48100h/rule/"), $said(rule)), "I", new Map([["N", $float([packs])]])]);
  }
  $call(sheet, "show", ["voltage", "Rated voltage", $text($said("sr48100h/spec/"), "rated-voltage")]);
  $call(sheet, "show", ["voltage_range", "Voltage range", $text($said("sr48100h/spec/"), "voltage-range")]);
  $call(sheet, "show", ["dod", "Depth of discharge", $text($said("sr48100h/spec/"), "dod-max")]);
  $call(sheet, "times", [packs, "weight", "Weight", $text($said("sr48100h/spec/"), "weight")]);
  start = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "discharge-start-temperature")]);
  $call(sheet, "warn", [$text("The maximum discharging current holds for a starting temperature of ", $said(statements_figure(start)), ".")]);
  sr48100h_cable_warning(sheet, numbers_clean($mul(packs, $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "discharge-current-max")]))));
  $call(sheet, "caution", ["sr48100h/caution/size-for-worst-case"]);
}
sr48100h_bank.params = ["sheet"];
function sr48100h_beyond_all(sheet, current) {
  let each, largest, most;
  most = $call(sheet.figures, "peek", [$text($said("sr48100h/spec/"), "parallel-number-max")]);
  each = $call(sheet.figures, "peek", [$text($said("sr48100h/spec/"), "discharge-current-max")]);
  if ((!$isinstance([most, facts_Spec]) || !$isinstance([each, facts_Spec]) || $is(most.max, null) || $is(each.max, null))) {
    return null;
  }
  largest = numbers_clean($mul(most.max, each.max));
  if ($lt(largest, current)) {
    $call(sheet.figures, "use", [most]);
    $call(sheet.figures, "use", [each]);
    $call(sheet, "step", [$text("Largest bank: ", $said(numbers_say(most.max)), " × ", $said(numbers_amount(each.max, "A")), " = ", $said(numbers_amount(largest, "A")))]);
    $call(sheet, "warn", [$text($said(numbers_amount(current, "A")), " is more than the largest bank gives: ", $said(numbers_say(most.max)), " packs, ", $said(numbers_amount(largest, "A")), " (section ", $said($call(sheet.figures, "section", [most.source])), ").")]);
  }
}
sr48100h_beyond_all.params = ["sheet", "current"];
function sr48100h_cable_pairs(sheet) {
  let current, least, limit, packs, pairs, steady, utmost;
  current = $call(sheet, "number", ["current"]);
  steady = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "power-cable-current-continuous")]);
  utmost = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "power-cable-current-max")]);
  [pairs, least] = $unpack([$math_ceil(numbers_clean($div(current, steady))), $math_ceil(numbers_clean($div(current, utmost)))], 2);
  $call(sheet, "out", ["pairs", "Pairs for continuous current", pairs, "-", $text($said(pairs))]);
  $call(sheet, "out", ["pairs_min", "Pairs at the utmost a cable and terminal bear", least, "-", $text($said(least))]);
  $call(sheet, "out", ["per_pair", "Current in each pair", $div(current, pairs), "A"]);
  $call(sheet, "step", [$text("Continuous: ", $said(numbers_amount(current, "A")), " ÷ ", $said(numbers_amount(steady, "A")), " = ", $said(numbers_say(numbers_clean($div(current, steady)))), ", rounded up ", $said(pairs))]);
  $call(sheet, "step", [$text("Utmost: ", $said(numbers_amount(current, "A")), " ÷ ", $said(numbers_amount(utmost, "A")), " = ", $said(numbers_say(numbers_clean($div(current, utmost)))), ", rounded up ", $said(least))]);
  packs = $call(sheet, "maybe", ["packs"]);
  if (!$is(packs, null)) {
    limit = $call(sheet, "by_rule", [$text($said("sr48100h/rule/"), "inverter-discharge-limit-max"), "I", new Map([["N", packs]])]);
    if ($lt(limit, current)) {
      $call(sheet, "warn", [$text($said(numbers_amount(current, "A")), " is more than ", $said(numbers_say(packs)), " packs may give: ", $said(numbers_amount(numbers_clean(limit), "A")), ".")]);
    }
  }
  sr48100h_beyond_all(sheet, current);
  $call(sheet, "warn", ["The manual suggests the continuous figure. It does not print the cross-section of the power cables."]);
  $call(sheet, "caution", ["sr48100h/caution/power-cable-current"]);
}
sr48100h_cable_pairs.params = ["sheet"];
function sr48100h_peak_band(sheet, each, peaks) {
  let spec, time, top;
  top = $item(peaks, (-1));
  if ($lt($either(top.max, () => 0), each)) {
    throw $make(errors_Refused, [$text("The ", $said($call(sheet.figures, "short", [top.source])), " gives peak currents up to ", $said(numbers_amount($either(top.max, () => 0), "A")), " per pack; you said ", $said(numbers_amount(each, "A")), " (section ", $said($call(sheet.figures, "section", [top.source])), ")."), $text("current: up to ", $said(numbers_amount($either(top.max, () => 0), "A")), " per pack"), top.id]);
  }
  spec = $next([(function* ($0) { for (const s of $0) if (!$lt($either(s.max, () => 0), each)) yield s; })($each(peaks))]);
  time = $call(sheet.figures, "spec", [$text($said(spec.id), "-time")]);
  $call(sheet, "out", ["time", "May last", time.value, time.unit]);
  if ($lt(each, $either(spec.min, () => 0))) {
    $call(sheet, "warn", [$text("The manual does not print ", $said(numbers_amount(each, "A")), ": it lies below ", $said(statements_figure(spec)), "; the time of that range is taken, being the shorter one.")]);
  }
  $call(sheet, "step", [$text($said(numbers_amount(each, "A")), ": ", $said(statements_figure(spec)), " for ", $said(statements_figure(time)))]);
}
sr48100h_peak_band.params = ["sheet", "each", "peaks"];
function sr48100h_peak_time(sheet) {
  let each, lock, packs, peaks, standard, start, steady, worst;
  packs = $call(sheet, "number", ["packs"]);
  each = numbers_clean($div($call(sheet, "number", ["current"]), packs));
  if ($lt(1, packs)) {
    $call(sheet, "step", [$text("Per pack: ", $said(numbers_amount($call(sheet, "number", ["current"]), "A")), " ÷ ", $said(numbers_say(packs)), " = ", $said(numbers_amount(each, "A")))]);
    $call(sheet, "warn", ["Reckoned with equal shares; the manual does not print how packs share the current."]);
  }
  steady = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "discharge-current-max")]);
  $call(sheet, "out", ["per_pack", "Current of each pack", each, "A"]);
  peaks = $sorted([(function* ($0) { for (const p of $0) yield $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), $said(p))]); })($each(["peak-discharge-5min", "peak-discharge-15s"]))], { key: (s) => $either(s.max, () => 0) });
  if (!$lt(steady, each)) {
    $call(sheet, "out", ["time", "May last", "as long as the charge lasts"]);
    $call(sheet, "step", [$text($said(numbers_amount(each, "A")), " ≤ ", $said(numbers_amount(steady, "A")), ", the maximum discharge current")]);
    start = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "discharge-start-temperature")]);
    standard = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "discharge-current-standard")]);
    if ($lt(standard, each)) {
      $call(sheet, "warn", [$text("Above the standard discharge current of ", $said(numbers_amount(standard, "A")), "; the maximum holds for a starting temperature of ", $said(statements_figure(start)), ".")]);
    }
  } else {
    sr48100h_peak_band(sheet, each, peaks);
  }
  worst = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "power-cable-current-max")]);
  if ($lt(worst, each)) {
    $call(sheet, "warn", [$text("One cable and its terminal bear at most ", $said(numbers_amount(worst, "A")), ": two places of the manual disagree.")]);
  }
  if ($lt(steady, each)) {
    lock = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "overcurrent-lock-count")]);
    $call(sheet, "warn", [$text("After ", $said(statements_figure(lock)), " of DOCP in a row the battery locks.")]);
  }
}
sr48100h_peak_time.params = ["sheet"];
function sr48100h_climate_heater(sheet) {
  let capacity, cold, current, delay, end, enough, least, rate, running, span, state, temperature;
  [temperature, current] = $unpack([$call(sheet, "number", ["temperature"]), $call(sheet, "number", ["current"])], 2);
  span = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "heating-start-temperature")]);
  rate = $call(sheet.figures, "low", [$text($said("sr48100h/spec/"), "heating-start-current")]);
  capacity = $call(sheet.figures, "value", [$text($said("sr48100h/spec/"), "nominal-capacity")]);
  end = $call(sheet.figures, "low", [$text($said("sr48100h/spec/"), "heating-end-temperature")]);
  least = numbers_clean($mul(rate, capacity));
  [cold, enough] = $unpack([figures_inside(span, temperature), !$lt(current, least)], 2);
  $call(sheet, "step", [$text("Least current: ", $said(numbers_say(rate)), " C × ", $said(numbers_amount(capacity, "Ah")), " = ", $said(numbers_amount(least, "A")), "; ", $said(numbers_amount(current, "A")), " is ", $said(($truth(enough) ? "enough" : "too little")))]);
  $call(sheet, "step", [$text($said(numbers_amount(temperature, "°C")), " is ", $said(($truth(cold) ? "inside" : "outside")), " ", $said(statements_figure(span)))]);
  running = $call(sheet, "yes", ["running"]);
  if (!$lt(temperature, end)) {
    state = "off";
    $call(sheet, "step", [$text("At ", $said(numbers_amount(end, "°C")), " or more the heating is complete")]);
  } else {
    if (($truth(cold) && $truth(enough))) {
      state = "on";
    } else {
      if (($truth(running) && $lt($either(span.max, () => 0), temperature))) {
        state = "stays on";
        $call(sheet, "step", [$text("It runs on until ", $said(numbers_amount(end, "°C")))]);
      } else {
        if (($is(running, null) && $lt($either(span.max, () => 0), temperature))) {
          state = "on only if it was already running";
        } else {
          if ($truth(running)) {
            state = "not stated";
            $call(sheet, "warn", ["The manual does not print what a running heating does when its starting condition is gone."]);
          } else {
            state = "does not start";
          }
        }
      }
    }
  }
  $call(sheet, "out", ["heating", "Heating", state]);
  $call(sheet, "out", ["current_min", "Current it needs to start", least, "A"]);
  $call(sheet, "out", ["end", "It ends at", end, "°C"]);
  delay = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "heating-first-full-charge-delay")]);
  $call(sheet, "warn", [$text("After the first full charge the heating stops with a delay of ", $said(statements_figure(delay)), ".")]);
  $call(sheet, "warn", ["That C refers to the nominal capacity is our reading; the manual prints only the rate."]);
  $call(sheet, "caution", ["sr48100h/caution/heating-current-extra"]);
}
sr48100h_climate_heater.params = ["sheet"];
function sr48100h_climate_environment(sheet) {
  let altitude, fits, general, humidity, limit, named, ok, temperature, what;
  if (!$truth($and(new Set(["temperature", "humidity", "altitude"]), $call(sheet.given, "keys", [])))) {
    throw $make(errors_BadInput, ["temperature", $text("Give a temperature, a humidity or an altitude: the manual has limits for each (", $said($call(sheet.figures, "place", [$text($said("sr48100h/spec/"), "working-temperature")])), ").")]);
  }
  [temperature, ok] = $unpack([$call(sheet, "maybe", ["temperature"]), true], 2);
  if (!$is(temperature, null)) {
    for (what of $each(($eq($call(sheet, "choice", ["doing"]), "both") ? ["charge", "discharge"] : [$call(sheet, "choice", ["doing"])]))) {
      ok = $and(ok, $call(sheet, "check", [$text($said(what), "_ok"), $text("Temperature allows to ", $said(what)), $text($said("sr48100h/spec/"), "operation-temperature-", $said(what)), temperature]));
      general = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "working-temperature")]);
      named = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "operation-temperature-", $said(what))]);
      if (!$eq(figures_inside(named, temperature), figures_inside(general, temperature))) {
        $call(sheet, "warn", [$text("Section ", $said($call(sheet.figures, "section", [general.source])), " prints ", $said(statements_figure(general)), " without telling charge from discharge: by it ", $said(numbers_amount(temperature, "°C")), " is ", $said(($truth(figures_inside(general, temperature)) ? "allowed" : "not allowed")), ".")]);
      }
    }
    $call(sheet, "check", ["optimal", "Temperature is optimal", $text($said("sr48100h/spec/"), "working-temperature-optimal"), temperature]);
  }
  [humidity, altitude] = $unpack([$call(sheet, "maybe", ["humidity"]), $call(sheet, "maybe", ["altitude"])], 2);
  if (!$is(humidity, null)) {
    ok = $and(ok, $call(sheet, "check", ["humidity_ok", "Humidity is allowed", $text($said("sr48100h/spec/"), "working-humidity"), humidity]));
  }
  if (!$is(altitude, null)) {
    limit = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "altitude-max")]);
    fits = $lt(altitude, $call(sheet.figures, "high", [limit.id]));
    ok = $and(ok, fits);
    $call(sheet, "out", ["altitude_ok", "Altitude is allowed", fits], { text: $text($said(($truth(fits) ? "yes" : "no")), ": below ", $said(numbers_amount($either(limit.max, () => 0), "m"))) });
    $call(sheet, "step", [$text("Altitude ", $said(numbers_amount(altitude, "m")), " ", $said(($truth(fits) ? "<" : "≥")), " ", $said(numbers_amount($either(limit.max, () => 0), "m")))]);
  }
  $call(sheet, "out", ["allowed", "The place suits, as far as given", ok]);
  $call(sheet, "caution", ["sr48100h/caution/site-no-sun-rain-snow"]);
}
sr48100h_climate_environment.params = ["sheet"];
function sr48100h_inverter_protocol(sheet) {
  let brand, bus, buses, first, found, known, where;
  [brand, bus] = $unpack([$call(sheet, "choice", ["brand"]), $call(sheet, "choice", ["bus"])], 2);
  known = [...(function* ($0) { for (const p of $0) if ($in(brand, p.brands)) yield p; })($each($call(sheet.figures, "all", [facts_Protocol, "sr48100h/protocol/"])))];
  found = [...(function* ($0) { for (const p of $0) if ($in(bus, new Set(["any", p.bus]))) yield p; })($each(known))];
  if ($truth(found)) {
    return $call(sheet.figures, "use", [$item(found, 0)]);
  }
  first = $next([$iter([$call(sheet.figures, "all", [facts_Protocol, "sr48100h/protocol/"])])]);
  where = $text($said($call(sheet.figures, "short", [first.source])), ", section ", $said($call(sheet.figures, "section", [first.source])));
  if ($truth(known)) {
    buses = numbers_listed([...(function* ($0) { for (const p of $0) yield p.bus; })($each(known))]);
    throw $make(errors_Refused, [$text("The manual lists ", $said(brand), " on ", $said(buses), " only, not on ", $said(bus), " (", $said(where), ")."), $text("bus: ", $said(buses)), ...$each((function* ($0) { for (const p of $0) yield p.id; })($each(known)))]);
  }
  throw $make(errors_Refused, [$text("The manual names no protocol for ", $said(brand), " (", $said(where), ")."), "ask your supplier", first.id]);
}
sr48100h_inverter_protocol.params = ["sheet"];
function sr48100h_inverter_dip(sheet) {
  let number, position, protocol;
  protocol = sr48100h_inverter_protocol(sheet);
  $call(sheet, "out", ["protocol", "Protocol ID", protocol.protocol_id]);
  $call(sheet, "out", ["protocol_bus", "Bus", protocol.bus]);
  $call(sheet, "out", ["dip", "DIP pattern of the master, first switch first; X is free", protocol.dip_pattern]);
  for ([number, position] of $each($call(protocol.dip, "items", []))) {
    $call(sheet, "out", [$text("switch", $said(number)), $text("Switch ", $said(number)), position]);
  }
  $call(sheet, "step", [$text($said($call(sheet, "choice", ["brand"])), " on ", $said(protocol.bus), ": protocol ", $said(protocol.protocol_id), ", DIP ", $said(protocol.dip_pattern))]);
  return protocol;
}
sr48100h_inverter_dip.params = ["sheet"];
function sr48100h_inverter_wiring(sheet) {
  let brand, bus, buses, cable, found, known, optional, said, what, wire;
  [brand, bus] = $unpack([$call(sheet, "choice", ["brand"]), $call(sheet, "choice", ["bus"])], 2);
  known = [...(function* ($0) { for (const c of $0) if ($in(brand, c.brands)) yield c; })($each($call(sheet.figures, "all", [facts_Cable, "sr48100h/cable/"])))];
  found = [...(function* ($0) { for (const c of $0) if ($in(bus, new Set(["any", c.bus]))) yield c; })($each(known))];
  for (cable of $each(found)) {
    $call(sheet.figures, "use", [cable]);
    if (!$eq(cable.status, "mapped")) {
      what = ($eq(cable.status, "figure-only") ? "shows this cable only as a figure" : "prints no cable for it");
      $call(sheet, "out", ["cable", "Cable version", ""], { text: "not printed" });
      $call(sheet, "warn", [$text($said(brand), ": the manual ", $said(what), ". Ask your supplier.")]);
      $call(sheet, "step", [$text($said(brand), " on ", $said(cable.bus), ": ", $said(cable.status))]);
      continue;
    }
    said = ($truth($call(cable.version, "isupper", [])) ? $text("Version ", $said(cable.version)) : cable.version);
    $call(sheet, "out", ["cable", "Cable version", cable.version], { text: $text($said(said), " (", $said(cable.bus), ")") });
    $call(sheet, "out", ["ports", "Ports", $text($said(cable.from_port), " to ", $said($either(cable.to_port, () => cable.to)))]);
    for (wire of $each(cable.pins)) {
      optional = ($truth(wire.optional) ? ", optional" : "");
      $call(sheet, "out", [$text("pin", $said(wire.from_pin)), $text("Pin ", $said(wire.from_pin), " (", $said(wire.signal), $said(optional), ")"), wire.to_pin], { text: $text("to pin ", $said(wire.to_pin), $said(optional)) });
    }
    $call(sheet, "step", [$add($text($said(brand), ": "), $call(", ", "join", [(function* ($0) { for (const w of $0) yield $text($said(w.from_pin), " to ", $said(w.to_pin)); })($each(cable.pins))]))]);
  }
  if (($truth(known) && !$truth(found))) {
    buses = numbers_listed($list([$dict_fromkeys((function* ($0) { for (const c of $0) yield c.bus; })($each(known)))]));
    throw $make(errors_Refused, [$text("The manual prints a ", $said(buses), " cable for ", $said(brand), ", none for ", $said(bus), " (", $said($call(sheet.figures, "place", [$item(known, 0).id])), ")."), $text("bus: ", $said(buses)), ...$each((function* ($0) { for (const c of $0) yield c.id; })($each(known)))]);
  }
  return $bool([found]);
}
sr48100h_inverter_wiring.params = ["sheet"];
function sr48100h_inverter_settings(sheet) {
  let label, name, packs, rule, start, tied;
  packs = $call(sheet, "count", ["packs"]);
  tied = $eq($call(sheet, "choice", ["application"]), "grid-tied");
  $call(sheet, "show", ["absorption_voltage", "Absorption voltage", $text($said("sr48100h/spec/"), "inverter-absorption-voltage")]);
  $call(sheet, "show", ["float_voltage", "Float voltage", $text($said("sr48100h/spec/"), "inverter-float-voltage")]);
  $call(sheet, "show", ["recharge_voltage", "Re-charge / generator start voltage", $text($said("sr48100h/spec/"), "inverter-recharge-voltage")]);
  $call(sheet, "show", ["restart_voltage", "Re-start voltage", $text($said("sr48100h/spec/"), "inverter-restart-voltage")]);
  if ($truth(tied)) {
    $call(sheet, "show", ["low_soc_limit", "Low SOC limit (grid-tied)", $text($said("sr48100h/spec/"), "inverter-low-soc-limit")]);
    $call(sheet, "warn", ["The manual does not print which brand takes which low SOC limit."]);
  }
  $call(sheet, "show", ["low_soc_cutoff", "Low SOC cut-off", $text($said("sr48100h/spec/"), "inverter-low-soc-cutoff")]);
  $call(sheet, "show", ["low_voltage_cutoff", "Low voltage cut-off", $text($said("sr48100h/spec/"), "inverter-low-voltage-cutoff")]);
  for ([name, label, rule] of $each(constant_limits)) {
    $call(sheet, "out_rule", [name, label, $text($said("sr48100h/rule/"), $said(rule)), "I", new Map([["N", $float([packs])]])]);
  }
  $call(sheet, "show", ["force_charge", "Force charge", $text($said("sr48100h/spec/"), "inverter-force-charge")]);
  if (!$truth(tied)) {
    $call(sheet, "show", ["dod", "Depth of discharge (off-grid and back-up)", $text($said("sr48100h/spec/"), "dod-max")]);
    $call(sheet, "caution", ["sr48100h/caution/size-for-worst-case"]);
  }
  if ($truth($call(sheet, "choice", ["brand"]))) {
    sr48100h_inverter_dip(sheet);
    if (!$truth(sr48100h_inverter_wiring(sheet))) {
      $call(sheet, "warn", [$text("The manual prints no cable for ", $said($call(sheet, "choice", ["brand"])), ".")]);
    }
  }
  start = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "discharge-start-temperature")]);
  $call(sheet, "warn", [$text("The maximum discharging current holds for a starting temperature of ", $said(statements_figure(start)), ".")]);
  $call(sheet, "warn", ["For settings beyond this table ask your supplier."]);
}
sr48100h_inverter_settings.params = ["sheet"];
function sr48100h_inverter_rates(figures) {
  let free, positions;
  positions = $list([$call(figures, "all", [facts_Dip, "sr48100h/dip/"])]);
  free = [...(function* ($0) { for (const d of $0) if ($eq(d.switch, $item(positions, 0).switch)) yield d; })($each(positions))];
  return new Map((function* ($0) { for (const d of $0) yield [numbers_say($item(numbers_figures_in($item($call(d.meaning, "partition", [";"]), 0)), (-1))), d]; })($each(free)));
}
sr48100h_inverter_rates.params = ["figures"];
function sr48100h_inverter_baud(sheet, protocol) {
  let free, position, rates, told, wanted;
  rates = sr48100h_inverter_rates(sheet.figures);
  for (position of $each($call(rates, "values", []))) {
    $call(sheet.figures, "use", [position]);
  }
  [free, wanted] = $unpack([$next([$iter([$call(rates, "values", [])])]).switch, $call(sheet, "choice", ["baud"])], 2);
  if ($truth(wanted)) {
    $call(sheet, "out", [$text("switch", $said(free)), $text("Switch ", $said(free), " (X), on all batteries"), $item(rates, wanted).position]);
    $call(sheet, "step", [$text($said(wanted), " bps on RS485: switch ", $said(free), " ", $said($item(rates, wanted).position))]);
    return null;
  }
  told = $call("; ", "join", [(function* ($0) { for (const [rate, d] of $0) yield $text($said(d.position), ": ", $said(rate), " bps"); })($each($call(rates, "items", [])))]);
  $call(sheet, "out", ["switch_baud", $text("Switch ", $said(free), " (X), RS485 baud rate"), told]);
  if ($eq(protocol.bus, "RS485")) {
    $call(sheet, "warn", ["The manual does not print which baud rate a brand needs; see the inverter."]);
  }
}
sr48100h_inverter_baud.params = ["sheet", "protocol"];
function sr48100h_inverter_dip2(sheet) {
  let name, protocol;
  protocol = sr48100h_inverter_dip(sheet);
  sr48100h_inverter_baud(sheet, protocol);
  $call(sheet, "out", ["slaves", "Slave batteries", "keep the default setting"]);
  for (name of $each(["protocol-master-only", "baud-same-on-all", "dip-restart", "dip-wrong-no-communication"])) {
    $call(sheet, "caution", [$text("sr48100h/caution/", $said(name))]);
  }
}
sr48100h_inverter_dip2.params = ["sheet"];
function sr48100h_inverter_cable_version(sheet) {
  let first, most;
  if (!$truth(sr48100h_inverter_wiring(sheet))) {
    first = $next([$iter([$call(sheet.figures, "all", [facts_Cable, "sr48100h/cable/"])])]);
    throw $make(errors_Refused, [$text("The manual prints no cable for ", $said($call(sheet, "choice", ["brand"])), " (", $said($call(sheet.figures, "place", [first.id])), ")."), "ask your supplier", first.id]);
  }
  $call(sheet, "show", ["length", "Length in the external cable kit", $text($said("sr48100h/spec/"), "inverter-communication-cable-length")]);
  most = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "communication-cable-length-max")]);
  $call(sheet, "out", ["length_max", "Length", most, "m", $text("less than ", $said(numbers_amount(most, "m")))]);
  $call(sheet, "caution", ["sr48100h/caution/unused-pins-open"], { conflicts: false });
  $call(sheet, "caution", ["sr48100h/caution/communication-ground"], { conflicts: false });
}
sr48100h_inverter_cable_version.params = ["sheet"];
function sr48100h_lengths_cable_lengths(sheet) {
  let cable, fits, label, length, limit, mounting, must, name, part, spec, top;
  for ([name, label, part, must] of $each([["communication", "Communication cable", "communication-cable-length-max", "required"], ["power", "Power cable", "power-cable-length-max", "suggested"]])) {
    limit = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), $said(part))]);
    top = $call(sheet.figures, "high", [limit.id]);
    $call(sheet, "out", [$text($said(name), "_max"), $text($said(label), " to the inverter, ", $said(must)), top, limit.unit, $text("less than ", $said(numbers_amount(top, "m")))]);
    length = $call(sheet, "maybe", [name]);
    if (!$is(length, null)) {
      fits = $lt(length, top);
      $call(sheet, "out", [$text($said(name), "_ok"), $text($said(label), ": short enough"), fits]);
      $call(sheet, "step", [$text($said(label), ": ", $said(numbers_amount(length, "m")), " ", $said(($truth(fits) ? "<" : "≥")), " ", $said(numbers_amount(top, "m")))]);
    }
  }
  for ([name, label, part] of $each([["kit_power", "Power cable in the external kit", "external-power-cable-length"], ["kit_grounding", "Grounding cable in the external kit", "external-grounding-cable-length"], ["kit_communication", "Communication cable in the external kit", "inverter-communication-cable-length"]])) {
    $call(sheet, "show", [name, label, $text($said("sr48100h/spec/"), $said(part))]);
  }
  mounting = $call(sheet, "choice", ["mounting"]);
  if ($truth(mounting)) {
    for (cable of $each(["positive", "negative", "grounding", "communication"])) {
      spec = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "kit-", $said(mounting), "-", $said(cable), "-cable-length")]);
      $call(sheet, "out", [$text("between_", $said(cable)), $text("Battery to battery, ", $said(cable), " (", $said(mounting), " kit)"), spec.value, spec.unit, statements_figure(spec)]);
    }
  }
  if (!$truth(sheet.working)) {
    $call(sheet, "step", ["Read from the manual; no length was given to check."]);
  }
}
sr48100h_lengths_cable_lengths.params = ["sheet"];
function sr48100h_site_stacks(sheet) {
  let count, high, joints, lockers, low, middle, most, packs, space, spec, tallest, weight;
  packs = $call(sheet, "count", ["packs"]);
  most = $int([$call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "stack-modules-max")])]);
  count = $math_ceil($div(packs, most));
  lockers = $int([$call(sheet.figures, "value", [$text($said("sr48100h/spec/"), "stack-lockers")])]);
  joints = $sub(packs, count);
  $call(sheet, "out", ["stacks", "Stacks", count]);
  $call(sheet, "step", [$text("Stacks: ", $said(packs), " ÷ ", $said(most), " per stack, rounded up ", $said(count))]);
  tallest = $min([packs, most]);
  $call(sheet, "out", ["tallest", "Packs in the tallest stack", tallest]);
  $call(sheet, "out", ["lockers", "Lockers", $mul(joints, lockers), "pcs"]);
  $call(sheet, "step", [$text("Lockers: ", $said(joints), " joints × ", $said(lockers), " = ", $said($mul(joints, lockers)))]);
  spec = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "dimension")]);
  [low, middle, high] = $unpack($sorted([numbers_figures_in($item($call(spec.text, "partition", [spec.unit]), 0))]), 3);
  space = numbers_clean($div($div($mul($mul(count, middle), high), 1000), 1000));
  $call(sheet, "out", ["floor_space", "Floor space of the stacks", space, "m²"]);
  $call(sheet, "step", [$text("Floor space: ", $said(count), " × ", $said(numbers_say(middle)), " mm × ", $said(numbers_say(high)), " mm = ", $said(numbers_amount(space, "m²")))]);
  $call(sheet, "out", ["height", "Height of the tallest stack", $mul(tallest, low), "mm"]);
  $call(sheet, "step", [$text("Height: ", $said(tallest), " × ", $said(numbers_amount(low, "mm")), " = ", $said(numbers_amount(numbers_clean($mul(tallest, low)), "mm")))]);
  weight = $call(sheet.figures, "value", [$text($said("sr48100h/spec/"), "weight")]);
  $call(sheet, "out", ["weight", "Weight of the tallest stack, about", $mul(tallest, weight), "kg"]);
  $call(sheet, "out", ["weight_all", "Weight of all packs, about", $mul(packs, weight), "kg"]);
  $call(sheet, "step", [$text("Weight: ", $said(packs), " × ", $said(numbers_amount(weight, "kg")), " = ", $said(numbers_amount(numbers_clean($mul(packs, weight)), "kg")))]);
  $call(sheet, "warn", ["The manual does not print which figure is width, height or depth; the two larger ones are taken as the footprint, the smallest as the height."]);
  $call(sheet, "warn", ["The manual prints neither the distance between stacks nor the height of stacking components and feet."]);
}
sr48100h_site_stacks.params = ["sheet"];
function sr48100h_site_kit(sheet) {
  let label, length, long, mounting, name, packs, part, prefix, spec;
  [packs, mounting] = $unpack([$call(sheet, "count", ["packs"]), $call(sheet, "choice", ["mounting"])], 2);
  prefix = $text($said("sr48100h/spec/"), "kit-", $said(mounting), "-");
  for (spec of $each($call(sheet.figures, "all", [facts_Spec, prefix]))) {
    if ((!$eq(spec.unit, "pcs") || $is(spec.value, null))) {
      continue;
    }
    $call(sheet.figures, "use", [spec]);
    name = $call($call(spec.id, "removeprefix", [prefix]), "replace", ["-", "_"]);
    length = $text($said(spec.id), "-length");
    long = ($in(length, sheet.figures.kb.facts) ? $text(", ", $said(statements_figure($call(sheet.figures, "spec", [length])))) : "");
    $call(sheet, "out", [name, $text($said(spec.name), $said(long)), $mul(packs, spec.value), "pcs"]);
    $call(sheet, "step", [$text($said(spec.condition), ": ", $said(packs), " × ", $said(numbers_say(spec.value)), " = ", $said(numbers_say($mul(packs, spec.value))))]);
  }
  for ([name, label, part] of $each([["external_power_first", "External power cable, first", "external-power-cable-first"], ["external_power_second", "External power cable, second", "external-power-cable-second"], ["external_grounding", "External grounding cable", "external-grounding-cable"], ["external_communication", "Inverter communication cable", "inverter-communication-cable"]])) {
    spec = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), $said(part))]);
    $call(sheet, "out", [name, $text($said(label), " (bought separately)"), spec.value, "pcs", $text($said(statements_figure(spec)), " per kit")]);
  }
  for ([name, label, part] of $each($item(constant_kit_extra, mounting))) {
    $call(sheet, "show", [name, label, $text($said("sr48100h/spec/"), $said(part))]);
  }
  $call(sheet, "show", ["persons", "People for the installation", $text($said("sr48100h/spec/"), "installers-min")]);
  $call(sheet, "warn", ["One kit per pack, as the list of delivery says; joining N packs leaves the cables of one kit over."]);
  $call(sheet, "warn", ["The external cables come one set to a kit; a higher current needs more pairs."]);
  $call(sheet, "warn", ["The pictures that tell the two external power cables apart are lost in the manual's text."]);
}
sr48100h_site_kit.params = ["sheet"];
function sr48100h_site_strictly(spec, value) {
  return (($is(spec.min, null) || $lt(spec.min, value)) && ($is(spec.max, null) || $lt(value, spec.max)));
}
sr48100h_site_strictly.params = ["spec", "value"];
function sr48100h_site_storage(sheet) {
  let charges, fits, humidity, interval, layers, limit, longest, months, most, ok, part, soc, span, temperature, time, wanted;
  [months, temperature] = $unpack([$call(sheet, "number", ["months"]), $call(sheet, "number", ["temperature"])], 2);
  ok = false;
  longest = null;
  for ([part, time] of $each([["storage-temperature-6-months", "storage-time-0-to-30"], ["storage-temperature-3-months", "storage-time-minus10-to-45"]])) {
    [span, most] = $unpack([$call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), $said(part))]), $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), $said(time))])], 2);
    fits = sr48100h_site_strictly(span, temperature);
    limit = $call(sheet.figures, "high", [most.id]);
    $call(sheet, "step", [$text($said(statements_figure(span)), ", less than ", $said(numbers_amount(limit, "months")), ": ", $said(numbers_amount(temperature, "°C")), " is ", $said(($truth(fits) ? "between" : "not between")), ", ", $said(numbers_amount(months, "month")), " is ", $said(($lt(months, limit) ? "less" : "not less")))]);
    if ($truth(fits)) {
      ok = $either(ok, () => $lt(months, limit));
      if (($is(longest, null) || $lt($item(longest, 0), limit))) {
        longest = [limit, numbers_amount(limit, "months")];
      }
    }
  }
  if ($is(longest, null)) {
    $call(sheet, "out", ["time_max", "Storage time at this temperature", null], { text: "none: outside the storage temperatures" });
  } else {
    $call(sheet, "out", ["time_max", "Storage time at this temperature", $item(longest, 0), "months", $text("less than ", $said($item(longest, 1)))]);
  }
  $call(sheet, "out", ["time_ok", "Time and temperature are allowed without a charge", ok]);
  $call(sheet, "check", ["recommended", "Temperature is recommended (parameters)", $text($said("sr48100h/spec/"), "storage-temperature-recommended"), temperature]);
  $call(sheet, "check", ["recommended_long", "Temperature is recommended (long-term storage)", $text($said("sr48100h/spec/"), "long-storage-temperature"), temperature]);
  interval = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "storage-recharge-interval")]);
  charges = $math_floor($div(months, $call(sheet.figures, "value", [interval.id])));
  $call(sheet, "out", ["charge_every", "Charge every", interval.value, interval.unit]);
  $call(sheet, "out", ["charges", "Charges due in that time", charges]);
  [soc, humidity, layers] = $unpack([$call(sheet, "maybe", ["soc"]), $call(sheet, "maybe", ["humidity"]), $call(sheet, "maybe", ["layers"])], 3);
  $call(sheet, "show", ["soc", "SOC for storage, about", $text($said("sr48100h/spec/"), "storage-soc")]);
  if (!$is(soc, null)) {
    $call(sheet, "check", ["soc_ok", "SOC is low enough for a long time", $text($said("sr48100h/spec/"), "storage-soc-max"), soc]);
    wanted = $call(sheet.figures, "spec", [$text($said("sr48100h/spec/"), "storage-soc")]);
    if (!$eq(soc, wanted.value)) {
      $call(sheet, "warn", [$text("The manual wants an SOC close to ", $said(statements_figure(wanted)), " in store (section ", $said($call(sheet.figures, "section", [wanted.source])), "); it does not print how close. You said ", $said(numbers_amount(soc, "%")), ".")]);
    }
  }
  if (!$is(humidity, null)) {
    $call(sheet, "check", ["humidity_ok", "Humidity is recommended", $text($said("sr48100h/spec/"), "storage-humidity-recommended"), humidity]);
  }
  if (!$is(layers, null)) {
    $call(sheet, "check", ["layers_ok", "Pile is allowed", $text($said("sr48100h/spec/"), "pile-layers-max"), layers]);
  }
  $call(sheet, "warn", ["The two places on storage time do not agree: one charges at a fixed interval at any temperature, the other limits the time by temperature. The shorter one is the safe one."]);
  $call(sheet, "caution", ["sr48100h/caution/storage-no-gases"]);
}
sr48100h_site_storage.params = ["sheet"];
function bank_sizes_needed(sheet, label, wanted, each, unit) {
  let needed;
  needed = $math_ceil(numbers_clean($div(wanted, each)));
  $call(sheet, "step", [$text($said(label), ": ", $said(numbers_amount(wanted, unit)), " ÷ ", $said(numbers_amount(each, unit)), " = ", $said(numbers_say(numbers_clean($div(wanted, each)))), ", rounded up ", $said(needed))]);
  return needed;
}
bank_sizes_needed.params = ["sheet", "label", "wanted", "each", "unit"];
function bank_sizes_allowed(sheet, needed, spec_id) {
  let most, top;
  top = $call(sheet.figures, "spec", [spec_id]);
  most = $call(sheet.figures, "high", [spec_id]);
  if ($lt(most, needed)) {
    throw $make(errors_Refused, [$text("The ", $said($call(sheet.figures, "short", [top.source])), " allows ", $said(numbers_say(most)), " in parallel; this takes ", $said(needed), " (section ", $said($call(sheet.figures, "section", [top.source])), ")."), $text("what ", $said(numbers_say(most)), " give together"), top.id]);
  }
}
bank_sizes_allowed.params = ["sheet", "needed", "spec_id"];
function bank_sizes_packs(sheet) {
  let needed, steady;
  needed = bank_sizes_needed(sheet, "Usable energy", $call(sheet, "number", ["energy"]), $call(sheet.figures, "value", [$text($said("sr48100h/spec/"), "usable-energy")]), "kWh");
  if (!$is($call(sheet, "maybe", ["current"]), null)) {
    steady = $call(sheet.figures, "high", [$text($said("sr48100h/spec/"), "discharge-current-standard")]);
    needed = $max([needed, bank_sizes_needed(sheet, "Standard discharge current", $call(sheet, "number", ["current"]), steady, "A")]);
  }
  bank_sizes_allowed(sheet, needed, $text($said("sr48100h/spec/"), "parallel-number-max"));
  $call(sheet, "out", ["packs", "Packs", needed, "-", $text($said(needed))]);
  $call(sheet, "times", [needed, "energy_usable", "Usable energy", $text($said("sr48100h/spec/"), "usable-energy")]);
  $call(sheet, "times", [needed, "energy_nominal", "Nominal energy", $text($said("sr48100h/spec/"), "nominal-energy")]);
  $call(sheet, "times", [needed, "discharge_standard", "Standard discharge current", $text($said("sr48100h/spec/"), "discharge-current-standard")]);
  $call(sheet, "times", [needed, "discharge_max", "Maximum discharge current", $text($said("sr48100h/spec/"), "discharge-current-max")]);
  $call(sheet, "caution", ["sr48100h/caution/size-for-worst-case"]);
}
bank_sizes_packs.params = ["sheet"];
function bank_sizes_batteries(sheet) {
  let needed, rated;
  needed = bank_sizes_needed(sheet, "Usable energy", $call(sheet, "number", ["energy"]), $call(sheet.figures, "value", [$text($said("growatt-65/spec/"), "energy-usable")]), "kWh");
  if (!$is($call(sheet, "maybe", ["load"]), null)) {
    rated = $call(sheet.figures, "value", [$text($said("growatt-65/spec/"), "discharge-power-rated")]);
    needed = $max([needed, bank_sizes_needed(sheet, "Rated discharging power", $call(sheet, "number", ["load"]), rated, "kW")]);
  }
  bank_sizes_allowed(sheet, needed, $text($said("growatt-65/spec/"), "parallel-max"));
  $call(sheet, "out", ["batteries", "Batteries", needed, "-", $text($said(needed))]);
  $call(sheet, "times", [needed, "energy_usable", "Usable energy", $text($said("growatt-65/spec/"), "energy-usable")]);
  $call(sheet, "times", [needed, "energy_nominal", "Nominal energy", $text($said("growatt-65/spec/"), "energy-nominal")]);
  $call(sheet, "times", [needed, "discharge_power", "Rated discharging power", $text($said("growatt-65/spec/"), "discharge-power-rated")]);
  growatt_pair_warning(sheet, needed);
}
bank_sizes_batteries.params = ["sheet"];
function generic_work_rule(base, sheet) {
  let rule, rules, values;
  values = new Map((function* ($0) { for (const name of $0) yield [name, $call(sheet, "number", [name])]; })($each(sheet.given)));
  rules = $call(sheet.figures, "editions", [base, facts_Rule]);
  $call(sheet, "out_rule", ["result", $item(rules, 0).name, base, "", values]);
  for (rule of $each(rules)) {
    if ($truth(rule.note)) {
      $call(sheet, "warn", [$text($said($call($slice(rule.note, null, 1), "upper", [])), $said($slice(rule.note, 1, null)), ".")]);
    }
  }
}
generic_work_rule.params = ["base", "sheet"];
const $works = {
  "sigenstor.mounting_holes": sigenstor_mounting_holes,
  "sigenstor.base_distance": sigenstor_base_distance,
  "sigenstor.sim_plan": sigenstor_sim_plan,
  "sigenstor.smart_load": sigenstor_smart_load,
  "sigenstor_models.configurations": sigenstor_models_configurations,
  "sigenstor_electric.ac_switch": sigenstor_electric_ac_switch,
  "sigenstor_electric.distribution_switch": sigenstor_electric_distribution_switch,
  "sigenstor_electric.residual_current": sigenstor_electric_residual_current,
  "sigenstor_electric.pv_strings": sigenstor_electric_pv_strings,
  "sigenstor_cable.cable": sigenstor_cable_cable,
  "mysigen.third_party": mysigen_third_party,
  "mysigen.heat_pump": mysigen_heat_pump,
  "mysigen.generator": mysigen_generator,
  "mysigen.backup_reserve": mysigen_backup_reserve,
  "growatt.bank": growatt_bank,
  "growatt.runtime": growatt_runtime2,
  "growatt.breaker": growatt_breaker2,
  "growatt_pair.parallel_ready": growatt_pair_parallel_ready,
  "growatt_pair.soc_from_lamps": growatt_pair_soc_from_lamps,
  "growatt_site.recharge": growatt_site_recharge,
  "growatt_site.storage": growatt_site_storage,
  "growatt_site.transport": growatt_site_transport,
  "growatt_site.clearances": growatt_site_clearances,
  "sr48100h.bank": sr48100h_bank,
  "sr48100h.cable_pairs": sr48100h_cable_pairs,
  "sr48100h.peak_time": sr48100h_peak_time,
  "sr48100h_climate.heater": sr48100h_climate_heater,
  "sr48100h_climate.environment": sr48100h_climate_environment,
  "sr48100h_inverter.settings": sr48100h_inverter_settings,
  "sr48100h_inverter.dip": sr48100h_inverter_dip2,
  "sr48100h_inverter.cable_version": sr48100h_inverter_cable_version,
  "sr48100h_lengths.cable_lengths": sr48100h_lengths_cable_lengths,
  "sr48100h_site.stacks": sr48100h_site_stacks,
  "sr48100h_site.kit": sr48100h_site_kit,
  "sr48100h_site.storage": sr48100h_site_storage,
  "bank_sizes.packs": bank_sizes_packs,
  "bank_sizes.batteries": bank_sizes_batteries,
  "generic.work_rule": generic_work_rule,
};
const $kinds = {
  "led_state": facts_LedState,
  "blink": facts_Blink,
  "alarm": facts_Alarm,
  "pin": facts_Pin,
  "cable": facts_Cable,
  "protocol": facts_Protocol,
  "dip": facts_Dip,
  "spec": facts_Spec,
  "rule": facts_Rule,
  "model": facts_Model,
  "procedure": facts_Procedure,
  "remedy": facts_Remedy,
  "faq": facts_Faq,
  "caution": facts_Caution,
  "conflict": facts_Conflict,
};
// ---------------------------------------------------------------------------------------------------------------------

/** Make facts, calculators, formulas and units of the data that the server gave (kb.calc.portable.pack). */
export function open(data) {
  const facts = new Map();
  for (const plain of data.facts) {
    const fact = new $kinds[plain.kind]();
    for (const [name, otherwise] of $kinds[plain.kind].fields) fact[name] = otherwise ? otherwise() : null;
    for (const [name, value] of Object.entries(plain)) fact[name] = data.dicts.includes(name) ? new Map(value) : value;
    facts.set(fact.id, fact);
  }
  const sections = new Map(Object.entries(data.sections).map(([id, all]) => [id, new Map(all)]));
  const manuals = new Map(Object.entries(data.manuals));
  const calculators = new Map();
  for (const plain of data.calculators) {
    const fields = plain.fields.map((f) => $make(fields_Field, [], { ...f, words: new Map(f.words), spans: new Map(f.spans) }));
    const [name, before] = plain.work;
    const work = (sheet) => $works[name](...before, sheet);
    work.params = ["sheet"];
    calculators.set(plain.id, $make(calculator_Calculator, [], { ...plain, fields, work }));
  }
  return {
    kb: { facts, sections, manuals, editions_of: new Map(data.editions) },
    calculators,
    formulas: new Map(Object.entries(data.formulas)),
  };
}

const $opened = new WeakMap();

/** Work a calculator out: the JSON of `pinlight calc ID name=value … --json`, or { error: { kind, name, message } }. */
export function work(id, inputs, data) {
  if (!$opened.has(data)) $opened.set(data, open(data));
  const { kb, calculators, formulas } = $opened.get(data);
  const calculator = calculators.get(id);
  if (!calculator) return { error: { kind: "UnknownCalculator", name: "", message: `there is no calculator ${$quoted(id)}` } };
  $formulas = formulas;
  try {
    return $json(registry_work_out(calculator, $make(figures_Figures, [kb]), new Map(Object.entries(inputs))));
  } catch (error) {
    if (!(error instanceof errors_CalcError)) throw error;
    return { error: { kind: error.constructor.__name__, name: error instanceof errors_BadInput ? error.name : "", message: error.message } };
  }
}

function $json(value) {
  if (Array.isArray(value)) return value.map($json);
  if (value instanceof $Struct) return Object.fromEntries(value.constructor.fields.map(([name]) => [name, $json(value[name])]));
  return value ?? null;
}
