// Small things several pages share: printing, and remarks on cells by Ctrl+Enter.
"use strict";
(() => {
  for (const made of document.querySelectorAll(".js-print")) {
    made.hidden = false;
    made.addEventListener("click", () => window.print());
  }

  const box = document.getElementById("marking");
  if (!box) return;
  const links = [...document.querySelectorAll("a.mark-it")];
  function ask(row) {
    box.querySelector("[name=code]").value = row.dataset.code;
    box.querySelector("h2 span").textContent = row.dataset.name;
    box.querySelector("textarea").value = "";
    if (box.open) box.close();
    box.showModal();
    box.querySelector("textarea").focus();
  }
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      ask(link.closest("tr"));
    });
  }
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    const form = event.target.closest("#marking form");
    if (event.key === "Enter" && command && form) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    const row = event.target.closest("tr[data-code]");
    if (!row) return;
    if (event.key === "Enter" && command) {
      event.preventDefault();
      ask(row);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const at = links.indexOf(row.querySelector("a.mark-it"));
      const next = at < 0 ? null : links[at + (event.key === "ArrowUp" ? -1 : 1)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }
  });
  box.querySelector("[data-close]").addEventListener("click", (event) => {
    event.preventDefault();
    box.close();
  });
})();
