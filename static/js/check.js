// Last month's reason for the same warning, offered: one click writes it into the field; saving stays a step of its own.
"use strict";
(() => {
  const field = document.getElementById("reason");
  if (!field) return;
  const offers = [...document.querySelectorAll(".warn-list .again")];
  for (const offer of offers) {
    offer.hidden = false;
    offer.addEventListener("click", () => {
      field.value = offer.dataset.reason;
      for (const line of document.querySelectorAll(".warn-list li")) {   // the reason is for those it was given for
        const other = line.querySelector(".again");
        line.querySelector("input").checked = Boolean(other) && other.dataset.reason === offer.dataset.reason;
      }
      field.focus();
    });
  }
})();
