// The troubleshooter works without this file. It adds: copy, print, and the role remembered on this device.

const ROLE = "pinlight-role";

function stored() {
  try {
    return localStorage.getItem(ROLE);
  } catch {
    return null; // storage may be closed: then nothing is remembered
  }
}

async function copy(field) {
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand("copy"); // plain-HTTP addresses of a workshop have no clipboard object
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const done = await copy(field);
    button.textContent = done ? "Copied" : "Marked: copy it now";
    const status = document.querySelector("[data-copied]");
    if (status) status.textContent = button.textContent;
    setTimeout(() => (button.textContent = words), 2000);
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

for (const link of document.querySelectorAll("[data-role]")) {
  link.addEventListener("click", () => {
    try {
      localStorage.setItem(ROLE, link.dataset.role);
    } catch {
      // not remembered, and nothing lost
    }
  });
}

// Without signal a complaint leads to its whole tree, which is on the phone.
document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("[data-tree]") : null;
  if (link && !navigator.onLine) {
    event.preventDefault();
    location.assign(link.dataset.tree);
  }
});

// An address that names no role is opened for whoever used this device last; one that names it is left alone.
const here = new URL(location.href);
const role = stored();
if (!here.searchParams.has("role") && role && document.querySelector(`[data-role="${CSS.escape(role)}"]:not([aria-current])`)) {
  here.searchParams.set("role", role);
  location.replace(here);
}
