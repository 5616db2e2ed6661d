// A troubleshooting tree is walked by opening its folds, without this file. It adds: an address that holds answers opens the
// tree at the step they lead to, and every fold that is opened is kept in the address, after the "#".

/**
 * Walk a tree by answers: { id, branches: [{ answers, node }] } at every step; a compiled tree's { answer, node } does as well.
 * Returns the step that is reached, the branches taken, and the answers that belong to no step on the way.
 */
export function walk(root, answers) {
  const left = new Map(answers);
  const taken = [];
  let node = root;
  for (;;) {
    const said = left.get(node.id);
    const branch = said === undefined ? undefined : node.branches.find((b) => (b.answers ?? [b.answer]).includes(said));
    if (!branch) return { node, taken, left: [...left] };
    left.delete(node.id);
    taken.push(branch);
    node = branch.node;
  }
}

/** The tree of a page: each step with its element. */
function read(element) {
  const branches = [...element.children].filter((child) => child.matches("details[data-answers]"));
  return {
    id: element.dataset.step,
    element,
    branches: branches.map((fold) => ({ fold, answers: fold.dataset.answers.split(" "), node: read(fold.querySelector(":scope > [data-step]")) })),
  };
}

/** The answers on the way to an open fold, as an address tells them. */
function said(fold) {
  const told = [];
  for (let at = fold; at; at = at.parentElement.closest("details[data-answers]")) {
    told.unshift([at.parentElement.dataset.step, at.dataset.answers.split(" ")[0]]);
  }
  return new URLSearchParams(told);
}

function start(section) {
  const root = read(section.querySelector("[data-step]"));
  const given = [...new URLSearchParams(location.search), ...new URLSearchParams(location.hash.slice(1))];
  const { node, taken } = walk(root, given);
  for (const { fold } of taken) fold.open = true;
  if (taken.length) {
    node.element.tabIndex = -1;
    node.element.focus({ preventScroll: true });
    node.element.scrollIntoView({ block: "center" });
  }
  section.addEventListener("click", (event) => {
    const fold = event.target.closest("summary")?.parentElement;
    if (!fold?.matches("details[data-answers]")) return;
    // The click opens or closes after this: a fold that is open now is about to close.
    const told = fold.open ? said(fold.parentElement.closest("details[data-answers]")) : said(fold);
    const address = new URL(location.href);
    address.hash = told.toString();
    history.replaceState(null, "", address);
  });
}

if (typeof document !== "undefined") {
  const section = document.querySelector("[data-tree]");
  if (section?.querySelector("[data-step]")) start(section);
}
