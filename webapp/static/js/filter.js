// Narrows a list that is already there. Without this file the list is simply whole.
// Markup: [data-filter] holds the field; each [data-filter-item] is kept when it has every typed word in its text or
// in its further words; a [data-filter-group] without a kept item is hidden.

const frame = document.querySelector("[data-filter]");
const field = frame?.querySelector("input");
const said = frame?.querySelector("[data-filter-said]");
const plain = (text) => text.toLowerCase().replace(/[\s-]+/g, " ");
const items = [...document.querySelectorAll("[data-filter-item]")].map((node) => ({
  node,
  text: plain(`${node.textContent} ${node.dataset.filterItem}`),
}));

function narrow() {
  const words = plain(field.value).trim().split(" ").filter(Boolean);
  let kept = 0;
  for (const { node, text } of items) {
    node.hidden = !words.every((word) => text.includes(word));
    kept += node.hidden ? 0 : 1;
  }
  for (const group of document.querySelectorAll("[data-filter-group]")) {
    group.hidden = !group.querySelector("[data-filter-item]:not([hidden])");
  }
  said.textContent = words.length ? `${kept} of ${items.length}` : "";
}

if (field) {
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && field.value) {
      event.preventDefault();
      field.value = "";
      narrow();
    }
  });
  if (field.value) narrow(); // the Back button restores the text
}
