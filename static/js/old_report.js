// Figures of an old report, one after another: j and k move, a accepts, e corrects, i ignores; the text follows.
"use strict";
(() => {
  const list = document.getElementById("figures");
  if (!list) return;
  const rows = () => [...list.querySelectorAll(".old")];
  const markOf = (row) => document.getElementById(`mark-${row.dataset.number}`);
  let here = null;

  function dress(row) {
    const open = row.querySelector("[data-open]");
    const correct = row.querySelector(".correct");
    if (open && correct) {
      open.hidden = false;
      correct.hidden = true;
    }
    const mark = markOf(row);
    if (mark) mark.className = row.dataset.state;
  }
  function show(row, focus = true) {
    if (!row) return;
    if (here) {
      here.classList.remove("here");
      markOf(here)?.classList.remove("here");
    }
    here = row;
    row.classList.add("here");
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const mark = markOf(row);
    const paper = document.getElementById("paper");
    if (!mark) return;
    mark.classList.add("here");
    if (paper.scrollHeight > paper.clientHeight) {
      const offset = mark.getBoundingClientRect().top - paper.getBoundingClientRect().top;
      paper.scrollTop += offset - paper.clientHeight / 3;
    }
  }
  function move(step) {
    const all = rows();
    show(all[Math.min(Math.max(all.indexOf(here) + step, 0), all.length - 1)]);
  }
  function onward(row) {
    const all = rows();
    const rest = all.slice(all.indexOf(row) + 1);
    show(rest.find((each) => !each.dataset.state) || all.find((each) => !each.dataset.state) || row);
  }
  function count() {
    const states = rows().map((row) => row.dataset.state);
    document.getElementById("open-count").textContent = states.filter((state) => !state).length;
    const taken = document.getElementById("taken-count");
    if (taken) taken.textContent = states.filter((state) => state === "taken").length;
  }
  async function send(form, button) {
    const row = form.closest(".old");
    const data = new FormData(form);
    data.set("state", button ? button.value : "taken");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Row": "1" } });
    } catch {
      answer = null;
    }
    if (!answer || (!answer.ok && answer.status !== 422)) {
      row.classList.add("refused");
      row.querySelector(".quote").textContent = "没有保存：连不上服务器，请再试一次。";
      return;
    }
    const template = document.createElement("template");
    template.innerHTML = await answer.text();
    const fresh = template.content.querySelector(".old");
    if (!fresh) return;
    const was = here === row;
    row.replaceWith(fresh);
    dress(fresh);
    count();
    if (was) here = null;
    if (fresh.dataset.state) onward(fresh);
    else show(fresh);
  }
  function correct(row) {
    const form = row.querySelector(".correct");
    if (!form) return;
    form.hidden = false;
    form.querySelector("[name=text]").select();
  }

  list.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.submitter);
  });
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".old");
    if (row && row !== here) show(row, false);
    if (event.target.closest("[data-open]")) correct(row);
  });
  document.getElementById("paper").addEventListener("click", (event) => {
    const mark = event.target.closest("mark");
    if (mark) show(document.getElementById(`figure-${mark.id.slice(5)}`));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input, textarea, select");
    if (typing) {
      if (event.key === "Escape" && here) {
        const form = here.querySelector(".correct");
        if (form) form.hidden = true;
        here.focus();
      }
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (here && (key === "a" || key === "e" || key === "i")) here.querySelector(`[data-key=${key}]`)?.click();
    else return;
    event.preventDefault();
  });
  rows().forEach(dress);
  show(rows().find((row) => !row.dataset.state) || rows()[0]);
})();
