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
