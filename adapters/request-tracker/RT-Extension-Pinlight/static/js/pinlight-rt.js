// Between RT's ticket pages and Pinlight's widget: the ticket goes in when the widget is opened, the reply comes into the reply box.
(function () {
  "use strict";
  var ticket = document.getElementById("pinlight-ticket");
  var loader = document.getElementById("pinlight-loader");
  if (!ticket || !loader) return;

  function box() {
    return document.querySelector("textarea[name='UpdateContent']");
  }

  /** The rich-text editor of the reply box, or nothing. */
  function editor() {
    return window.CKEDITOR && window.CKEDITOR.instances[box().id];
  }

  function fill(reply) {
    var rich = editor();
    if (rich && rich.status === "ready") {
      rich.focus();
      rich.insertHtml(reply.html);
    } else if (rich) {
      rich.once("instanceReady", function () {
        rich.insertHtml(reply.html);
      });
    } else {
      var area = box();
      area.setRangeText(reply.plain, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    }
  }

  /** From the ticket's own page to the reply form with the text in it; it is not sent. */
  function compose(reply) {
    var rich = window.RT && window.RT.Config && Number(window.RT.Config.MessageBoxRichText);
    var fields = {
      id: ticket.dataset.id,
      Action: "Respond",
      UpdateType: "response",
      UpdateContent: rich ? reply.html : reply.plain,
      UpdateContentType: rich ? "text/html" : "text/plain",
    };
    var form = document.createElement("form");
    form.method = "post";
    form.action = ticket.dataset.update;
    form.hidden = true;
    Object.keys(fields).forEach(function (name) {
      var input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = fields[name];
      form.appendChild(input);
    });
    document.body.appendChild(form);
    form.submit();
  }

  function start() {
    if (!window.Pinlight) return;
    var given = false;
    window.Pinlight.on("open", function () {
      if (given) return;
      given = true;
      window.Pinlight.suggest({ subject: ticket.dataset.subject, body: ticket.dataset.body });
    });
    window.Pinlight.on("insert", function (reply) {
      (box() ? fill : compose)(reply);
    });
  }

  if (window.Pinlight) start();
  else loader.addEventListener("load", start);
})();
