// Fields that belong to one choice only: the months of a span of one's own are asked for when that is chosen.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-span]")) {
    const name = form.dataset.span;
    const between = form.querySelector(".between");
    const year = name === "part" && form.elements.year.closest("label");
    const arrange = () => {
      const chosen = form.elements[name].value;
      between.hidden = chosen !== "span" && chosen !== "period";
      if (year) year.hidden = !between.hidden;
    };
    form.addEventListener("change", arrange);
    arrange();
  }
})();
