// Answers JSON lines: [id, inputs] in, what calc.js works out in the same order out. Arguments: the module, the data.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const { work } = await import(process.argv[2]);
const data = JSON.parse(readFileSync(process.argv[3], "utf8"));
for await (const line of createInterface({ input: process.stdin })) {
  const [id, inputs] = JSON.parse(line);
  let told;
  try {
    told = work(id, inputs, data);
  } catch (error) {
    told = { crash: error.stack };
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
