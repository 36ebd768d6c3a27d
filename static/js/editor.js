// The editor of a section: figures are pieces that stay whole; drafts are kept as they are written.
"use strict";
(() => {
  const editor = document.getElementById("editor");
  const box = document.getElementById("text");
  if (!editor || !box) return;
  const form = document.getElementById("rewriting");
  const marks = form.elements.marks;
  const limit = Number(editor.dataset.limit);
  const keep = editor.dataset.keep;
  const saving = document.getElementById("saving");
  const counter = document.getElementById("counter");
  const PAUSE = 2500;
  const RETRY = 10000;
  const EDGE = "\u200b";
  const BLOCKS = new Set(["P", "DIV", "LI", "UL", "OL", "TR", "TABLE", "TBODY", "THEAD", "H1", "H2", "H3", "H4", "H5", "H6",
    "BLOCKQUOTE", "SECTION", "ARTICLE", "HEADER", "FOOTER", "DL", "DT", "DD", "PRE", "FIGURE", "HR", "BODY"]);
  // What is struck, hidden or said in a margin is no part of a pasted text.
  const DROPPED = new Set(["STYLE", "SCRIPT", "TITLE", "META", "LINK", "XML", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT", "SVG",
    "HEAD", "TEXTAREA", "SELECT", "BUTTON", "DEL"]);
  const MARGIN = /msocom|Mso(Footnote|Endnote)Reference/i;
  const UNSEEN = /display:\s*none|mso-hide:\s*all|mso-element:\s*(comment|footnote|endnote)/i;
  const nameOf = (element) => `${element.dataset.fig}\n${element.textContent}`;
  const known = new Map();
  for (const each of document.querySelectorAll("[data-fig]")) known.set(nameOf(each), [each.title, each.dataset.card || ""]);

  // ---- Reading: paragraphs of words and figures

  const isFigure = (node) => node.nodeType === 1 && node.dataset && node.dataset.fig && known.has(nameOf(node));
  const tidy = (text) => text.replace(/\u00a0/g, " ").replace(/[\u200b\ufeff\u0000-\u0009\u000b-\u001f]/g, "");
  const unseen = (element) => DROPPED.has(element.tagName.toUpperCase()) || element.hidden
    || UNSEEN.test(element.dataset.style || "") || MARGIN.test(element.className);
  /** A row of a table is one paragraph: what would cut one within a cell only makes a gap. */
  function walk(node, on, inCell = false) {
    const cut = inCell ? on.gap : on.cut;
    for (const child of node.childNodes) {
      if (child.nodeType === 3) {
        on.text(child);
      } else if (child.nodeType === 1 && !unseen(child)) {
        const tag = child.tagName.toUpperCase();
        const cell = tag === "TD" || tag === "TH";
        if (isFigure(child)) on.figure(child);
        else if (tag === "BR") cut();
        else if (BLOCKS.has(tag) && (!inCell || tag !== "TR")) {
          cut();
          walk(child, on, inCell);
          cut();
        } else {
          if (cell && child.previousElementSibling) on.gap();
          walk(child, on, inCell || cell);
        }
      }
    }
  }
  /** Paragraphs of a tree: each a list of texts and of figures [shown, indicator, union, first, aspect]. */
  function read(root, ofText) {
    const found = [[]];
    const last = () => found[found.length - 1];
    const add = (text) => {
      const line = last();
      if (typeof line[line.length - 1] === "string") line[line.length - 1] += text;
      else if (text) line.push(text);
    };
    walk(root, {
      text: (node) => ofText(node.data, node).split("\n").forEach((part, place) => {
        if (place) found.push([]);
        add(part);
      }),
      figure: (element) => {
        const [indicator, aspect, first, ...union] = element.dataset.fig.split(" ");
        last().push([element.textContent, indicator, union.join(" "), first, aspect]);
      },
      cut: () => { if (last().length) found.push([]); },
      gap: () => add(" "),
    });
    return found.map(trimmed).filter((line) => line.length);
  }
  function trimmed(line) {
    if (typeof line[0] === "string") line[0] = line[0].trimStart();
    const end = line.length - 1;
    if (typeof line[end] === "string") line[end] = line[end].trimEnd();
    return line.filter((piece) => piece !== "");
  }
  const shown = (piece) => typeof piece === "string" ? piece : piece[0];
  const plain = (paragraphs) => paragraphs.map((line) => line.map(shown).join("")).join("\n");

  function sync() {
    const paragraphs = read(editor, tidy);
    box.value = plain(paragraphs);
    marks.value = JSON.stringify(paragraphs);
    const length = [...box.value].length;
    counter.textContent = length > limit ? `已写 ${length} 字，超出 ${length - limit} 字，请精简` : `已写 ${length} 字，最多 ${limit} 字`;
    counter.className = length > limit ? "over" : "";
    for (const button of form.querySelectorAll("[type=submit]:not([name])")) button.disabled = length > limit;
    return length;
  }

  // ---- Pasting: paragraphs and figures of this page, nothing else

  const escaped = (text) => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
  function markup(piece) {
    if (typeof piece === "string") return escaped(piece);
    const [text, indicator, union, first, aspect] = piece;
    const fig = `${indicator} ${aspect} ${first} ${union}`;
    const [title, card] = (known.get(`${fig}\n${text}`) || ["", ""]).map(escaped);
    const names = `data-fig="${escaped(fig)}" data-card="${card}" title="${title}"`;
    return `<span class="fig" contenteditable="false" ${names}>${escaped(text)}</span>`;
  }
  // A line end in the source of a page is no line end in the text; between Chinese characters it is nothing at all.
  const unwrapped = (text, node) => tidy(node.parentElement.closest("pre") ? text : text.replace(/[ \t\r]*\n[ \t\r\n]*/g, (gap, at) => {
    const [before, after] = [text[at - 1] || "", text[at + gap.length] || ""];
    return /[!-~]/.test(before) && /[!-~]/.test(after) ? " " : "";
  }));
  // Blanks by which a word processor sets lists, columns and lines apart are not words.
  const LIST_NUMBER = /^([0-9０-９一二三四五六七八九十]+[.．、)）]|[（(][0-9０-９一二三四五六七八九十]+[)）]|[①-⑳])\s+/;
  const closed = (lines) => lines.map((line) => trimmed(line.map((piece, place) => typeof piece === "string"
    ? piece.replace(/[ \u3000]{2,}/g, " ").replace(place ? /^$/ : LIST_NUMBER, "$1") : piece))).filter((line) => line.length);
  // Parsed without its styles and handlers: they would be refused, and complained of, one by one.
  const bare = (html) => html.replace(/<style[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)\s*=/gi, " data-$1="));
  function insert(paragraphs) {
    if (!paragraphs.length) return;
    if (paragraphs.every((line) => line.every((piece) => typeof piece === "string"))) {
      document.execCommand("insertText", false, plain(paragraphs));
      return;
    }
    // At the edge of a paragraph a figure would be put outside it: it goes between two marks that are not read.
    document.execCommand("insertText", false, EDGE + EDGE);
    getSelection().modify("move", "backward", "character");
    paragraphs.forEach((line, place) => {
      if (place) {
        document.execCommand("insertParagraph");
        document.execCommand("insertText", false, EDGE);
      }
      document.execCommand("insertHTML", false, line.map(markup).join(""));
    });
  }
  editor.addEventListener("paste", (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    if (html) {
      insert(closed(read(new DOMParser().parseFromString(bare(html), "text/html").body, unwrapped)));
      return;
    }
    const lines = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").split("\n");
    insert(closed(lines.map((line) => trimmed([line.replace(/\t/g, " ")].map(tidy))).filter((line) => line.length)));
  });
  for (const name of ["drop", "dragstart"]) editor.addEventListener(name, (event) => event.preventDefault());
  editor.addEventListener("beforeinput", (event) => {
    if (event.inputType.startsWith("format")) event.preventDefault();
  });

  // ---- Following: a figure that changes while the page stands open changes here too

  const LOOK = 10000;   // so long a figure may lag behind while somebody writes
  const fresh = new Map();   // what a number was called here → what is known of it now
  let stated = form.elements.stated.value;
  let untouched = new Set();
  let composing = false;
  let looked = 0;
  let told = [];
  /** The sentences of the text, each with its figures; its words are the same whatever the figures say. */
  function sentences() {
    const found = [];
    let words = "";
    let figures = [];
    const end = () => {
      if (figures.length) found.push([words.trim(), figures]);
      words = "";
      figures = [];
    };
    walk(editor, {
      text: (node) => tidy(node.data).split(/([。！？；!?;\n])/).forEach((part, place) => {
        if (place % 2) end();
        else words += part;
      }),
      figure: (element) => {
        words += `\u0001${element.dataset.fig}\u0002`;
        figures.push(element);
      },
      cut: end,
      gap: () => { words += " "; },
    });
    end();
    return found;
  }
  function now(name) {
    let found = fresh.get(name);
    for (let next = found; next && next.shown; next = fresh.get(`${found.fig}\n${next.shown}`)) found = next;
    return found;
  }
  function put(element, figure) {
    element.firstChild.data = figure.shown;   // in place: what is undone, and where the caret stands, is about the words
    element.title = figure.title;
    element.dataset.card = figure.card;
    element.classList.remove("behind");
    element.classList.add("moved");
    known.set(nameOf(element), [figure.title, figure.card]);
  }
  /** Figures in sentences nobody touched say what they are now; in others it is said, and put in on a click. */
  function follow() {
    if (!fresh.size || composing) return;
    const behind = new Map();
    for (const [words, figures] of sentences()) {
      for (const element of figures) {
        const figure = now(nameOf(element));
        if (!figure) {
          element.classList.remove("behind");
        } else if (figure.shown && untouched.has(words)) {
          told.push([figure.name, element.textContent, figure.shown]);
          put(element, figure);
        } else {
          element.classList.add("behind");
          const name = nameOf(element);
          if (!behind.has(name)) behind.set(name, [figure, element.textContent, []]);
          behind.get(name)[2].push(element);
        }
      }
    }
    told = [...new Map(told.map((each) => [each.join("\n"), each])).values()];
    sync();
    tell([...behind.values()]);
  }
  function tell(behind) {
    const line = document.getElementById("moving");
    const strong = (text) => {
      const made = document.createElement("b");
      made.textContent = text;
      return made;
    };
    const parts = [];
    if (told.length) {
      parts.push("数据刚有变动，标黄的数字已跟着改：");
      told.forEach(([name, old, shown], place) => parts.push(`${place ? "，" : ""}${name} ${old}→`, strong(shown)));
      parts.push("。请核对前后文。");
    }
    if (behind.length) parts.push(`${told.length ? "" : "数据刚有变动。"}您改过的句子里：`);
    const button = (text, taken) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "btn btn-small";
      made.textContent = text;
      made.addEventListener("click", () => {
        for (const [figure, , elements] of taken) {
          for (const element of elements) if (editor.contains(element)) put(element, figure);
        }
        changed();
      });
      return made;
    };
    const there = behind.filter(([figure]) => figure.shown);
    for (const each of there) parts.push(`${each[0].name} ${each[1]}→`, strong(each[0].shown), " ", button(`改为${each[0].shown}`, [each]), " ");
    if (there.length > 1) parts.push(button("都改过来", there), " ");
    for (const [figure] of behind) if (!figure.shown) parts.push(figure.name, strong("已没有数据"), "，请改写这句话。");
    line.replaceChildren(...parts);
    line.hidden = !parts.length;
  }
  /** What the server says of the figures: old names lead to the new ones, and never back. */
  function take(result) {
    if (!result.moved || !result.moved.length) return;
    const idle = box.value === last;
    const fair = box.value === opened;
    for (const each of result.moved) {
      const [shown, indicator, union, first, aspect] = each.was;
      const fig = `${indicator} ${aspect} ${first} ${union}`;
      fresh.delete(`${fig}\n${each.shown}`);
      fresh.set(`${fig}\n${shown}`, { ...each, fig });
      if (each.shown && !known.has(`${fig}\n${each.shown}`)) known.set(`${fig}\n${each.shown}`, [each.title, each.card]);
    }
    stated = result.stated;
    form.elements.stated.value = stated;
    follow();
    box.dispatchEvent(new Event("input"));
    if (fair) opened = box.value;
    // What changed of itself is no text to keep; what somebody wrote beside it is kept with it.
    if (idle && fair) last = box.value;
    else if (box.value !== last) changed();
  }
  async function look() {
    if (stopped || busy || composing || Date.now() - looked < 1000) return;
    looked = Date.now();
    try {
      const answer = await post({ look: true });
      if (answer.ok) take(await answer.json());
    } catch { /* without a connection nothing is known */ }
  }
  const post = (more) => fetch(editor.dataset.draft, {
    method: "POST", credentials: "same-origin", redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify({ text: box.value, marks: JSON.parse(marks.value), stated, seen, version, ...more }),
  });

  // ---- Drafts: kept on the server when typing pauses, on this machine until then

  let version = Number(editor.dataset.version);
  let waiting = 0;
  let busy = false;
  let stopped = false;
  let last = "";
  let opened = "";
  let wanted = false;   // 保存 was pressed while nothing could be kept
  const seen = Number(form.elements.seen.value);
  function remember(sent) {
    const kept = { html: JSON.parse(marks.value), text: box.value, sent, own: Number(editor.dataset.own) };
    try { localStorage.setItem(keep, JSON.stringify(kept)); } catch { /* private mode */ }
  }
  function forget() {
    try { localStorage.removeItem(keep); } catch { /* nothing was kept */ }
  }
  function say(text, lost) {
    saving.textContent = text;
    saving.className = lost ? "lost" : "";
  }
  function trouble(text, ...more) {
    const line = document.getElementById("trouble");
    line.replaceChildren(text, ...more);
    line.hidden = !text;
  }
  function soon(wait) {
    clearTimeout(waiting);
    waiting = setTimeout(send, wait);
  }
  async function send() {
    if (stopped || busy || box.value === last || [...box.value].length > limit) return;
    busy = true;
    const text = box.value;
    try {
      const figures = Date.now() - looked > LOOK;
      if (figures) looked = Date.now();
      const answer = await post({ figures });
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        if (!await resume()) signedOut();
      } else if (answer.ok) {
        const result = await answer.json();
        version = result.version;
        last = text;
        if (box.value === text) forget();
        if (wanted) setTimeout(() => form.requestSubmit());
        wanted = false;
        say(`草稿已保存 ${result.at}`);
        trouble(result.behind);
        const others = document.getElementById("writing");
        others.textContent = result.writing;
        others.hidden = !result.writing;
        take(result);
      } else if (answer.status === 409 || answer.status === 400) {
        const result = await answer.json();
        stopped = true;
        say("没有自动保存，文字留在这台电脑上", true);
        trouble(`${result.error || result.closed}。`);
      } else throw new Error("not kept");
    } catch {
      say("连不上服务器，文字留在这台电脑上，连上后自动保存", true);
      soon(RETRY);
    }
    busy = false;
    if (!stopped && box.value !== last && saving.className !== "lost") soon(PAUSE);
  }
  // After half an hour without a word, or signed in anew in another window, the page's token is no good any more.
  function signedOut() {
    const link = document.createElement("a");
    link.textContent = "重新登录";
    link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
    link.target = "_blank";
    link.rel = "opener";
    say("登录已失效，文字留在这台电脑上", true);
    trouble("登录已失效，文字留在这台电脑上。请在新窗口", link, "，回到本页后自动保存。");
    soon(RETRY);
  }
  /** Take the token of a fresh page of this section, if the same person may still write it. */
  async function resume() {
    const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("rewriting");
    if (!fresh || page.getElementById("editor").dataset.keep !== keep) return false;
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    trouble("");
    soon(PAUSE);
    return true;
  }
  function changed() {
    sync();
    follow();
    remember(false);
    box.dispatchEvent(new Event("input"));
    if (!stopped) soon(PAUSE);
  }
  function show(paragraphs) {
    editor.innerHTML = paragraphs.map((line) => `<p>${line.map(markup).join("")}</p>`).join("") || "<p><br></p>";
  }
  function offer() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(keep) || "null"); } catch { /* unreadable: nothing to offer */ }
    // What was sent when the button was pressed has arrived if its writer has saved the section since, or merges it now.
    const arrived = kept && kept.sent && (kept.own < Number(editor.dataset.own) || editor.dataset.unsaved === "merged");
    if (!kept || !Array.isArray(kept.html) || kept.text === box.value || arrived) {
      forget();
      return;
    }
    const button = (text, act, style) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = style;
      made.textContent = text;
      made.addEventListener("click", () => { trouble(""); act(); });
      return made;
    };
    trouble("这台电脑上留着一份没有存上的文字。", " ",
      button("放回编辑框", () => { show(kept.html); changed(); }, "btn btn-small"),
      button("不要了", forget, "btn btn-small btn-link"));
  }
  editor.addEventListener("input", (event) => { if (!event.isComposing) changed(); });
  editor.addEventListener("compositionstart", () => { composing = true; });
  editor.addEventListener("compositionend", () => {
    composing = false;
    changed();
  });
  // A double click selects within a figure, where nothing can be typed: say why.
  editor.addEventListener("keydown", (event) => {
    const at = getSelection().anchorNode;
    const within = at && at.nodeType === 3 && at.parentElement.closest(".fig");
    if (within && event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      say("带底色的数字来自月报，不能改里面的字；要换成别的数，先整个删掉");
    }
  });
  window.addEventListener("online", () => soon(0));
  window.addEventListener("focus", () => {
    if (saving.className === "lost") soon(0);
    else look();
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      trouble("现在没有网络，没有保存。文字留在这台电脑上，连上以后再点“保存”。");
      return;
    }
    const act = event.submitter && event.submitter.name;
    if (!act && saving.className === "lost" && !stopped && box.value !== last) {
      event.preventDefault();
      wanted = true;
      soon(0);
      return;
    }
    const leaving = act === "drop";
    const asked = leaving && (editor.dataset.unsaved || box.value !== opened) ? "这次写的文字不保留了，确定吗？"
      : act === "reset" ? "换回系统生成的文字，改写的文字不再用，确定吗？" : "";
    if (asked && !confirm(asked)) {
      event.preventDefault();
      return;
    }
    clearTimeout(waiting);
    stopped = true;
    sync();
    if (leaving) forget();
    else remember(true);
  });
  for (const button of document.querySelectorAll("form:not(#rewriting) [name=drop]")) button.addEventListener("click", forget);

  // ---- The number check points at a place of the text

  editor.addEventListener("find", (event) => {
    const places = [];
    let line = [];
    const end = () => {
      const words = line.map((unit) => unit[0]).join("");
      const lead = words.length - words.trimStart().length;
      const kept = line.slice(lead, lead + words.trim().length);
      if (kept.length) places.push(...(places.length ? [["\n", ...kept[0].slice(1)]] : []), ...kept);
      line = [];
    };
    walk(editor, {
      text: (node) => [...Array(node.data.length).keys()].forEach((at) => {
        if (node.data[at] === "\n") end();
        else if (tidy(node.data[at])) line.push([tidy(node.data[at]), node, at, at + 1]);
      }),
      figure: (element) => [...element.textContent].forEach((sign, at) => line.push([sign, element.firstChild, at, at + 1])),
      cut: end,
      gap: () => {},
    });
    end();
    const [from, to] = [places[event.detail.start], places[event.detail.end - 1]];
    if (!from || !to) return;
    editor.focus();
    getSelection().setBaseAndExtent(from[1], from[2], to[1], to[3]);
    (from[1].parentElement || editor).scrollIntoView({ block: "center" });
  });

  document.execCommand("defaultParagraphSeparator", false, "p");
  if (!editor.childElementCount) editor.innerHTML = "<p><br></p>";
  box.hidden = true;
  editor.hidden = false;
  sync();
  last = box.value;
  opened = box.value;
  untouched = new Set(sentences().map(([words]) => words));
  offer();
})();
