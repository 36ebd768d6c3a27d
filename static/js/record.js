// A record being written: names suggested while typing, lines added, the day of a change asked once something changed.
"use strict";
(() => {
  const form = document.querySelector(".record-form");
  if (!form) return;
  const WAIT = 180;

  // From which day: shown only beside what was changed.
  for (const day of form.querySelectorAll("[data-since]")) {
    const box = day.closest(".since");
    const field = form.elements[day.dataset.since];
    if (!box || !field) continue;
    const said = () => (field.type === "checkbox" ? String(field.checked) : field.value);
    const before = field.type === "checkbox" ? String(field.defaultChecked)
      : field.options ? [...field.options].find((o) => o.defaultSelected)?.value ?? "" : field.defaultValue;
    const stored = box.closest(".field").querySelector(".is-invalid") ? null : before;
    const follow = () => { box.hidden = !day.value && stored !== null && said() === stored; };
    field.addEventListener("input", follow);
    field.addEventListener("change", follow);
    if (!document.querySelector(".notice.error, .conflict")) follow();
  }

  // Lines: one more, copied from the template.
  for (const table of form.querySelectorAll(".lines")) {
    const button = table.querySelector(".js-add-line");
    const total = form.elements[`${table.dataset.prefix}-TOTAL_FORMS`];
    button.hidden = false;
    button.addEventListener("click", () => {
      const number = Number(total.value);
      const copy = table.querySelector("template").content.cloneNode(true);
      for (const part of copy.querySelectorAll("[name], [id], [for]")) {
        for (const key of ["name", "id", "for"]) {
          if (part.hasAttribute(key)) part.setAttribute(key, part.getAttribute(key).replace("__prefix__", number));
        }
      }
      table.querySelector("tbody").append(copy);
      total.value = number + 1;
      table.querySelector("tbody tr:last-child input:not([type=hidden]), tbody tr:last-child select").focus();
    });
  }

  // Names of other records. Asked by POST: what is typed may be a person's name.
  let list = null;
  let waiting = 0;
  function close() {
    if (list) list.remove();
    list = null;
  }
  function choose(input, name) {
    input.value = name;
    close();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function show(input, found) {
    close();
    if (!found.length || document.activeElement !== input) return;
    list = document.createElement("ul");
    list.className = "suggested";
    list.setAttribute("role", "listbox");
    for (const each of found) {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.textContent = each.name;
      const whose = document.createElement("span");
      whose.textContent = each.union;
      item.append(whose);
      item.dataset.name = each.name;
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(input, each.name);
      });
      list.append(item);
    }
    input.after(list);
  }
  async function ask(input) {
    const text = input.value.trim();
    if (!text) return close();
    const body = new URLSearchParams({ q: text });
    const answer = await fetch(input.dataset.find, {
      method: "POST", body, headers: { "X-CSRFToken": form.dataset.findToken }, credentials: "same-origin",
    }).catch(() => null);
    if (answer && answer.ok && input.value.trim() === text) show(input, (await answer.json()).found);
    return undefined;
  }
  form.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.dataset || !input.dataset.find) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(input), WAIT);
  });
  form.addEventListener("focusout", close);
  form.addEventListener("keydown", (event) => {
    if (!list) return;
    const items = [...list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length];
      for (const item of items) item.setAttribute("aria-selected", String(item === next));
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(event.target, items[at].dataset.name);
    } else if (event.key === "Escape") {
      close();
    }
  });
})();
