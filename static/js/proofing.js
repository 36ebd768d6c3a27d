// The number check beside the editor: an entry selects its number in the text; unsaved changes are saved first.
"use strict";
(() => {
  const text = document.getElementById("text");
  const list = document.getElementById("numbers");
  if (!text || !list) return;
  const before = text.value;
  const unit = (place) => [...before].slice(0, place).join("").length;
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-start]");
    if (!link) return;
    event.preventDefault();
    const start = unit(Number(link.dataset.start));
    const end = unit(Number(link.dataset.end));
    const quote = before.slice(start, end);
    const found = text.value.slice(start, end) === quote ? start : text.value.indexOf(quote);
    if (found < 0) return;
    const editor = document.getElementById("editor");
    if (editor && !editor.hidden) {
      editor.dispatchEvent(new CustomEvent("find", { detail: { start: found, end: found + quote.length } }));
      return;
    }
    text.focus();
    text.setSelectionRange(found, found + quote.length);
    const lines = text.value.slice(0, found).length / Math.max(text.value.length, 1);
    text.scrollTop = Math.max(0, lines * text.scrollHeight - text.clientHeight / 2);
  });
  text.addEventListener("input", () => {
    const changed = text.value !== before;
    for (const button of list.querySelectorAll("button")) {
      button.disabled = changed;
      button.title = changed ? "文字有改动，先保存" : "";
    }
  });
})();
