// Everything works without this file. It adds: ticks on the checks stay on this device until the cable is done.

const boxes = [...document.querySelectorAll(".checks input")];
const key = `checks:${location.pathname}`;

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch {
    return []; // a browser that keeps nothing: the ticks last as long as the page
  }
}

const ticked = new Set(stored());
for (const box of boxes) {
  box.checked = ticked.has(box.id);
  box.addEventListener("change", () => {
    if (box.checked) ticked.add(box.id);
    else ticked.delete(box.id);
    try {
      sessionStorage.setItem(key, JSON.stringify([...ticked]));
    } catch {
      // as above
    }
  });
}
