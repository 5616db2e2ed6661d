// Between a Chatwoot conversation and Pinlight's widget. Chatwoot posts the conversation to this page as JSON text, by itself and when asked
// ("chatwoot-dashboard-app:fetch-info"); it documents no way to write into its reply box, so the reply goes to the clipboard.
(() => {
  "use strict";
  const ASK = "chatwoot-dashboard-app:fetch-info";
  const INCOMING = 0; // Chatwoot's number of a contact's own message
  const chatwoot = document.querySelector('meta[name="chatwoot-origin"]').content;
  const loader = document.getElementById("pinlight-loader");
  const said = document.getElementById("said");
  let known = "";
  let waiting = null;

  /** Subject and last words of the contact in Chatwoot's message, or null when it is something else. */
  function ticket(text) {
    let told;
    try {
      told = JSON.parse(text);
    } catch {
      return null;
    }
    const conversation = told?.event === "appContext" ? told.data?.conversation : null;
    if (!Array.isArray(conversation?.messages)) return null;
    const theirs = conversation.messages.filter((m) => m?.message_type === INCOMING && m.private !== true && typeof m.content === "string");
    theirs.sort((a, b) => (a.created_at ?? 0) - (b.created_at ?? 0));
    const subject = conversation.additional_attributes?.mail_subject;
    return { subject: typeof subject === "string" ? subject : "", body: theirs.at(-1)?.content ?? "" };
  }

  function answer(given) {
    const same = JSON.stringify(given);
    if (same === known || !(given.subject + given.body)) return;
    if (!window.Pinlight) {
      waiting = given;
      return;
    }
    known = same;
    window.Pinlight.suggest(given);
  }

  function tell(text) {
    said.textContent = text;
    said.hidden = false;
    setTimeout(() => (said.hidden = true), 4000);
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea"); // Chatwoot's frame may be refused the clipboard
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  addEventListener("message", (event) => {
    if (event.origin !== chatwoot || event.source !== parent || typeof event.data !== "string") return;
    const given = ticket(event.data);
    if (given) answer(given);
  });

  function start() {
    window.Pinlight.on("insert", async (reply) => {
      tell((await copy(reply.plain)) ? "Copied: paste it into the reply." : "It could not be copied: use Copy in the answer.");
    });
    if (waiting) answer(waiting);
    parent.postMessage(ASK, chatwoot);
  }
  if (window.Pinlight) start();
  else loader.addEventListener("load", start);
})();
