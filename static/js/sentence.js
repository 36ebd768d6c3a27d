// A sentence is tried on a township while it is being written; nothing is kept by that.
"use strict";
(() => {
  const form = document.querySelector("form[data-preview]");
  const place = document.getElementById("trial");
  if (!form || !place) return;
  let waiting = 0;
  let asked = 0;
  async function tryIt() {
    const number = ++asked;
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Preview": "1" },
      });
      const text = await answer.text();
      if (answer.ok && number === asked) show(text);
    } catch {
      place.querySelector("h2")?.insertAdjacentText("beforeend", "（连不上服务器，没有更新）");
    }
  }
  function show(text) {   // what is wrong is said at its field, the look stands below
    const told = new DOMParser().parseFromString(text, "text/html").body;
    for (const errors of told.querySelectorAll("[data-errors]")) {
      document.getElementById("errors-" + errors.dataset.errors)?.replaceChildren(...errors.childNodes);
      errors.remove();
    }
    place.replaceChildren(...told.childNodes);
  }
  function soon(wait) {
    clearTimeout(waiting);
    waiting = setTimeout(tryIt, wait);
  }
  form.addEventListener("input", () => soon(500));
  form.addEventListener("change", () => soon(0));
  for (const code of document.querySelectorAll("[data-slot]")) {
    code.addEventListener("click", () => {
      const box = form.elements.text;
      box.setRangeText(code.dataset.slot, box.selectionStart, box.selectionEnd, "end");
      box.focus();
      soon(0);
    });
  }
})();
