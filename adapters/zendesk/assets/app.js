// Between a Zendesk ticket and Pinlight's widget. Framework v2: ZAFClient.init, client.metadata, client.get, client.invoke, client.on.
(async () => {
  "use strict";
  const CLOSED = "64px";
  const OPEN = "640px";
  const client = window.ZAFClient.init();

  const size = (height) => client.invoke("resize", { width: "100%", height });

  /** The customer's last message, or what the ticket was opened with. */
  async function ticket() {
    const got = await client.get(["ticket.subject", "ticket.description", "ticket.conversation"]);
    const messages = Array.isArray(got["ticket.conversation"]) ? got["ticket.conversation"] : [];
    const theirs = messages.filter((m) => m?.author?.role === "end-user" && typeof m?.message?.content === "string");
    return {
      subject: got["ticket.subject"] || "",
      body: theirs.at(-1)?.message.content || got["ticket.description"] || "",
    };
  }

  function start() {
    const pinlight = window.Pinlight;
    let known = "";
    async function answer() {
      const given = await ticket();
      const same = JSON.stringify(given);
      if (same === known || !(given.subject + given.body)) return;
      known = same;
      pinlight.suggest(given);
    }
    pinlight.on("open", () => {
      size(OPEN);
      answer();
    });
    pinlight.on("close", () => size(CLOSED));
    pinlight.on("insert", async (reply) => {
      try {
        await client.invoke("ticket.editor.insert", reply.html);
      } catch {
        await client.invoke("comment.appendText", reply.plain); // an editor without formatting
      }
      client.invoke("notify", "Inserted. Read it over before it is sent.");
    });
  }

  const { settings } = await client.metadata();
  const script = document.createElement("script");
  script.src = `${String(settings.server).replace(/\/+$/, "")}/widget.js`;
  script.async = true;
  script.dataset.position = "inline";
  for (const name of ["devices", "contact"]) if (settings[name]) script.dataset[name] = settings[name];
  script.addEventListener("load", start);
  document.querySelector("main").append(script);
  size(CLOSED);
})();
