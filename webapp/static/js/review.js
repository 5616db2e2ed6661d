// Reviewing with the keyboard: one letter for each button, and the button says when something was corrected.
// Without this file every button and field works as it stands.

const form = document.querySelector("[data-review]");
const accept = form?.querySelector("[data-accept]");
const keys = document.querySelector("[data-keys]");
const toggle = keys?.querySelector("[data-keys-toggle]");
const KEPT = "pinlight-review-keys";

function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true; // storage may be closed; the keys work all the same
  }
}

let on = kept();

function show() {
  toggle.textContent = on ? "Keys on" : "Keys off";
  toggle.setAttribute("aria-pressed", String(on));
  keys.toggleAttribute("data-off", !on);
}

function changed() {
  let any = false;
  for (const field of form.querySelectorAll("input.rv-in, textarea.rv-in")) {
    const differs = field.value.trim() !== field.defaultValue.trim();
    field.toggleAttribute("data-changed", differs);
    any ||= differs;
  }
  accept.textContent = any ? accept.dataset.changed : plain;
}

function drop() {
  const fold = document.querySelector("[data-drop]");
  fold.open = true;
  fold.querySelector("input:not([type=hidden])").focus();
}

const DOES = {
  a: () => form.requestSubmit(accept),
  e: () => form.querySelector(".rv-in").focus(),
  d: drop,
  s: () => document.querySelector("[data-next]")?.click(),
  b: () => document.querySelector("[data-previous]")?.click(),
};

const plain = accept?.textContent;

if (form) {
  form.addEventListener("input", changed);
  changed();
  keys.hidden = false;
  show();
  toggle.addEventListener("click", () => {
    on = !on;
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // kept for this page only
    }
    show();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      return;
    }
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const does = DOES[event.key.toLowerCase()];
    if (does) {
      event.preventDefault();
      does();
    }
  });
}
