// What the ledgers offer for a line of words is taken over with one click, and still to be saved.
"use strict";
(() => {
  for (const offer of document.querySelectorAll(".offer[data-for]")) {
    offer.hidden = false;
    offer.addEventListener("click", () => {
      const line = document.getElementById(offer.dataset.for);
      line.value = offer.querySelector("span").textContent;
      line.rows = 2;
      offer.hidden = true;
      line.focus();
    });
  }
})();
