// Every number opens: hovering over it or reaching it by keyboard shows what it is made of, Esc closes.
"use strict";
(() => {
  const CARDED = '[data-card]:not([data-card=""])';
  const WAIT = 250;
  const LEAVE = 300;
  const fetched = new Map();
  const card = document.createElement("span");
  card.id = "figure-card";
  card.className = "figure-card";
  card.setAttribute("role", "group");
  card.setAttribute("aria-label", "这个数的来历");
  card.hidden = true;
  let owner = null;
  let timer = 0;
  let quiet = false;

  const numberOf = (target) => target.closest ? target.closest(CARDED) : null;
  const editor = document.getElementById("editor");
  const isWritten = (link) => Boolean(editor && editor.contains(link));
  function ask(url) {
    if (!fetched.has(url)) {
      fetched.set(url, fetch(url, { credentials: "same-origin", redirect: "manual" }).then((answer) => {
        if (!answer.ok) throw new Error(answer.status);
        return answer.text();
      }).catch(() => {
        fetched.delete(url);
        return "";
      }));
    }
    return fetched.get(url);
  }
  function place() {
    const at = owner.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left - 12), innerWidth - size.width - 8);
    const below = at.bottom + 6 + size.height <= innerHeight;
    card.style.left = `${left}px`;
    card.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - size.height - 6)}px`;
  }
  async function open(link) {
    if (owner === link) return;
    close();
    owner = link;
    if (link.title) {
      link.dataset.title = link.title;
      link.removeAttribute("title");
    }
    const words = await ask(link.dataset.card);
    if (owner !== link) return;
    if (!words) {
      card.textContent = "连不上服务器，点数字可以打开它的明细。";
    } else {
      card.innerHTML = words;
      const shown = card.querySelector("[data-shown]");
      if (shown) shown.textContent = link.textContent;
    }
    // Nothing of the card may get into the text that is being written, nor into a drawing.
    if (isWritten(link) || link.closest("svg")) document.body.append(card);
    else link.after(card);
    link.setAttribute("aria-describedby", card.id);
    card.hidden = false;
    place();
  }
  function close() {
    clearTimeout(timer);
    if (!owner) return;
    owner.removeAttribute("aria-describedby");
    if (owner.dataset.title) owner.title = owner.dataset.title;
    owner = null;
    card.hidden = true;
    card.remove();
  }
  function later(act, wait) {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  }
  document.addEventListener("mouseover", (event) => {
    const link = numberOf(event.target);
    if (link) later(() => open(link), link === owner ? 0 : WAIT);
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (owner && !card.contains(document.activeElement) && document.activeElement !== owner) later(close, LEAVE);
    else if (!owner) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = numberOf(event.target);
    if (quiet) return;
    if (link && link.matches(":focus-visible")) later(() => open(link), WAIT);
    else if (owner && !card.contains(event.target) && event.target !== owner) close();
  });
  /** The figure the writing mark stands at, reached by the arrow keys. */
  function besideCaret() {
    const { anchorNode: node, anchorOffset: at, isCollapsed } = getSelection();
    if (!isCollapsed || !node || !editor.contains(node)) return null;
    const beside = node.nodeType === 3
      ? [at === node.length && node.nextSibling, at === 0 && node.previousSibling]
      : [node.childNodes[at], node.childNodes[at - 1]];
    return beside.find((each) => each && each.nodeType === 1 && each.matches(CARDED)) || null;
  }
  if (editor) {
    editor.addEventListener("keyup", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      const link = besideCaret();
      if (link) later(() => open(link), WAIT);
      else close();
    });
    editor.addEventListener("beforeinput", close);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    const link = owner;
    const inside = card.contains(document.activeElement);
    close();
    if (inside && !isWritten(link)) {
      quiet = true;
      link.focus();
      quiet = false;
    }
  });
  document.addEventListener("scroll", (event) => { if (!card.contains(event.target)) close(); }, { passive: true, capture: true });
})();
