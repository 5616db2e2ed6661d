// Draws JSON lines: [id, inputs, link] in, the markup of worked.js out as a JSON text. Arguments: calc.js, worked.js, the data.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { work } = await import(process.argv[2]);
const { worked, mistake } = await import(process.argv[3]);
const data = JSON.parse(readFileSync(process.argv[4], "utf8"));
for await (const line of createInterface({ input: process.stdin })) {
  const [id, inputs, link] = JSON.parse(line);
  const outcome = work(id, inputs, data);
  const field = data.calculators.find((c) => c.id === id).fields.find((f) => f.name === outcome.error?.name);
  const told = outcome.error
    ? { html: "", error: field ? { name: field.name, message: mistake(field.name, field.label, outcome.error.message) } : null }
    : { html: worked(outcome, data, link), error: null };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
