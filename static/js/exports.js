// How far the exports are: asked for every second and a half while the page is looked at.
"use strict";
(() => {
  const rows = [...document.querySelectorAll("tr[data-export]")];
  const show = (row, state) => {
    const bar = row.querySelector("progress");
    bar.max = state.total;
    bar.value = state.done;
    bar.setAttribute("aria-valuenow", state.done);
    row.querySelector(".export-count").textContent = `${state.done}/${state.total}`;
    row.querySelector(".export-stage").textContent = state.stage || state.label;
  };
  const ask = async () => {
    if (document.hidden) return;
    for (const row of rows) {
      try {
        const answer = await fetch(row.dataset.export, { headers: { Accept: "application/json" } });
        if (!answer.ok) return location.reload();
        const state = await answer.json();
        if (!state.unfinished) return location.reload();
        show(row, state);
      } catch {
        return; // no connection just now; the next turn tries again
      }
    }
  };
  if (rows.length) setInterval(ask, 1500);
})();
