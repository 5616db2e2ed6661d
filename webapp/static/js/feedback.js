// "Was this right?" is a form and works without this file. With it the answer is said in place, and the page stays.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("form[data-was]");
  const button = event.submitter;
  if (!form || !button) return;
  event.preventDefault();
  const said = new FormData(form);
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  let word = "Thank you.";
  let counted = false;
  try {
    const response = await fetch(form.dataset.was, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ fact: said.get("fact"), right: button.value === "yes", query: said.get("query") ?? "" }),
    });
    counted = response.ok && (await response.json()).counted;
    if (!counted) word = response.status === 429 ? "That is much for one minute. Try again later." : "It could not be counted.";
  } catch {
    word = "No signal: it could not be counted.";
  }
  const status = form.querySelector("[role=status]") ?? form.appendChild(document.createElement("span"));
  status.setAttribute("role", "status");
  status.className = "was__ask";
  // Set after it is in the page, so that a screen reader notices.
  requestAnimationFrame(() => {
    status.textContent = word;
    if (!counted) for (const one of buttons) one.disabled = false;
    else for (const one of [form.querySelector(".was__ask"), ...buttons]) one.hidden = true;
    if (counted) {
      // Focus stood on a button that is gone; it goes on from here.
      status.tabIndex = -1;
      status.focus({ preventScroll: true });
    }
  });
});
