// Fields that belong to one choice only: the months of a span of one's own are asked for when that is chosen.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-span]")) {
    const name = form.dataset.span;
    const between = form.querySelector(".between");
    const year = name === "part" && form.elements.year.closest("label");
    const arrange = () => {
      between.hidden = form.elements[name].value !== "span";
      if (year) year.hidden = !between.hidden;
    };
    form.addEventListener("change", arrange);
    arrange();
  }
  for (const form of document.querySelectorAll("form[data-kinds]")) {
    const arrange = () => {
      const chosen = form.querySelector("input[name=kind]:checked");
      const wanted = chosen ? chosen.closest("[data-fields]").dataset.fields.split(" ") : [];
      for (const field of form.querySelectorAll("[data-field]")) field.hidden = !wanted.includes(field.dataset.field);
      // A term has a first and a last year.
      const term = wanted.includes("since");
      for (const name of form.querySelectorAll("[data-name]")) name.hidden = Boolean(name.dataset.name) !== term;
    };
    form.addEventListener("change", arrange);
    arrange();
  }
})();
