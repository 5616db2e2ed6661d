// Walks compiled trees with tree.js: JSON lines in ({ root, paths: [[[id, answer], …], …] }), the step each path leads to out.
import { createInterface } from "node:readline";

const { walk } = await import(process.argv[2]);
for await (const line of createInterface({ input: process.stdin })) {
  const { root, paths } = JSON.parse(line);
  const told = paths.map((answers) => {
    const { node, taken, left } = walk(root, answers);
    const { branches, ...step } = node;
    return { step, answers: branches.map((b) => b.answer), taken: taken.length, left };
  });
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
