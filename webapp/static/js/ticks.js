// Steps that were ticked stay ticked on this device, until the knowledge base changes or somebody starts again.
// Without this file the boxes can still be ticked, and the page can be printed with empty ones.

const PREFIX = "pinlight.ticks.";

for (const list of document.querySelectorAll("[data-ticks]")) {
  const key = PREFIX + list.dataset.ticks;
  const version = key.slice(0, key.indexOf(":") + 1);
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const bar = list.querySelector("[data-ticks-bar]");
  const meter = bar.querySelector("progress");
  const said = list.querySelector("[data-ticks-said]");
  const again = list.querySelector("[data-ticks-again]");

  const tell = () => {
    const done = boxes.filter((box) => box.checked).length;
    meter.value = done;
    said.textContent = done === boxes.length ? "All steps done" : `${done} of ${boxes.length} steps done`;
    again.hidden = done === 0;
  };
  // A browser that forbids storage still lets people tick.
  const store = (use) => {
    try {
      return use(localStorage);
    } catch {
      return null;
    }
  };
  const keep = () =>
    store((at) => {
      const done = boxes.flatMap((box, n) => (box.checked ? [n] : []));
      if (done.length) at.setItem(key, done.join(","));
      else at.removeItem(key);
    });

  store((at) => {
    for (const old of Object.keys(at)) if (old.startsWith(PREFIX) && !old.startsWith(version)) at.removeItem(old);
  });
  const before = new Set((store((at) => at.getItem(key)) ?? "").split(",").filter(Boolean).map(Number));
  boxes.forEach((box, n) => {
    box.checked = before.has(n);
    box.addEventListener("change", () => {
      keep();
      tell();
    });
  });
  again.querySelector("button").addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    keep();
    tell();
    boxes[0]?.focus();
  });
  bar.hidden = boxes.length < 2;
  tell();
}
