// The entry grid: saves each cell as it is left, travels by keys, takes pasted blocks, survives a lost line.
// Without this file the form still posts as a whole.
"use strict";
(() => {
  const form = document.getElementById("entry");
  if (!form) return;
  const $ = (id) => document.getElementById(id);
  const inputs = [...form.querySelectorAll("td.cell input:not([type=hidden])")];
  const byCode = new Map(inputs.map((input) => [codeOf(input), input]));
  const keep = form.dataset.draft;
  const NA = "不适用", SIGNED_OUT = "登录已失效";
  const DELAY = 500, RETRY = 5000, TIMEOUT = 15000, PAUSE = 600;

  const pending = new Map();   // code → text that the server does not have yet
  const refused = new Set();   // codes whose text the server refused or somebody else changed
  const said = new Map();      // code → words and buttons about saving, below the cell
  const found = new Map();     // code → what the rules say of the cell: [{severity, message}]
  const kept = new Map();      // code → {text, was}: what this machine keeps until it is saved
  let token = form.elements.csrfmiddlewaretoken.value;
  let timer = 0, retry = 0, busy = false, savedAt = "", trouble = "", before = "", undo = null, note = 0, typed = false, listening = 0, turn = 0;

  function codeOf(input) { return input.id.slice(2); }
  function rowOf(input) { return input.closest("tr"); }
  function hidden(input) { return form.elements["was-" + codeOf(input)]; }
  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }
  function button(text, act, className) {
    const made = element("button", text, className || "btn btn-small");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // ---- Reading numbers as the server does, well enough to show sums and to count what a paste holds

  const WIDE = "０１２３４５６７８９．，－−–％／", NARROW = "0123456789.,---%/";
  function narrow(text) {
    return text.replace(/[０-９．，－−–％／]/g, (c) => NARROW[WIDE.indexOf(c)]).replace(/^[\s\u3000]+|[\s\u3000]+$/g, "");
  }
  function isNA(text) { return ["不适用", "/", "na", "n/a"].includes(narrow(text).toLowerCase()); }
  function scaled(text, input) {   // ten-thousandths as a whole number, or null
    let plain = narrow(text).replace(/(以上|余|多)$/, "");
    const unit = input && rowOf(input).querySelector(".u").textContent;
    if (unit && plain.endsWith(unit)) plain = plain.slice(0, -unit.length).trim();
    const match = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,4}))?$/.exec(plain);
    if (!match) return null;
    const number = Number(match[2].replace(/,/g, "")) * 10000 + Number(((match[3] || "") + "0000").slice(0, 4));
    return match[1] ? -number : number;
  }
  function shown(number, decimals) {
    const power = 10 ** (4 - Math.min(decimals, 4));
    const rounded = Math.sign(number) * Math.round(Math.abs(number) / power) * power;
    return String(rounded / 10000);
  }
  function rate(top, bottom) {
    if (top === null || !bottom) return "";
    const value = top / bottom * 100;
    for (let places = 1; places < 7; places += 1) {
      const near = Number(value.toFixed(places));
      if (![0, 100, -100].includes(near) || near === value) return String(near);
    }
    return value.toFixed(6);
  }

  // ---- Computed lines, changes, running totals, tallies

  function valueOf(code) {
    const input = byCode.get(code);
    return input ? scaled(input.value, input) : null;
  }
  function computed(input, value) {   // a computed line's text, its parts told by `value`
    const parts = input.dataset.sum;
    if (parts.includes("/")) return rate(...parts.split("/").map(value));
    const values = parts.split(" ").map((term) => [term[0] === "-" ? -1 : 1, value(term.slice(1))]);
    if (values.some(([, each]) => each === null)) return "";
    return shown(values.reduce((sum, [sign, each]) => sum + sign * each, 0), Number(input.dataset.decimals));
  }
  function computeAll() {
    for (const input of inputs) {
      if (!input.dataset.sum || !input.readOnly) continue;
      const text = computed(input, valueOf);
      if (input.value === text) continue;
      input.value = text;
      compare(input);
      rowOf(input).cells[6].textContent = computed(input, (code) => told(code, 6)) || "—";
    }
  }
  function told(code, column) {   // a number another cell of the row shows, or null
    const input = byCode.get(code);
    return input ? scaled(rowOf(input).cells[column].textContent) : null;
  }
  function points(input) {   // a rate's change, from the numbers behind both rates where the page shows them
    const [top, bottom] = input.dataset.sum.split("/");
    const text = rowOf(input).cells[3].textContent.trim(), [was, whole] = [told(top, 3), told(bottom, 3)];
    const last = rate(was, whole) === text ? was / whole * 100 : scaled(text) === null ? null : scaled(text) / 10000;
    const own = rate(valueOf(top), valueOf(bottom)) === input.value ? valueOf(top) / valueOf(bottom) * 100 : scaled(input.value) / 10000;
    if (last === null || scaled(input.value) === null) return "—";
    const change = shown(Math.round((own - last) * 10000), 1);
    return (change > 0 ? "+" : "") + change;
  }
  function compare(input) {
    const cells = rowOf(input).cells;
    const now = scaled(input.value, input), last = scaled(cells[3].textContent);
    if (input.dataset.rate !== undefined) cells[5].textContent = points(input);
    else cells[5].textContent = now === null || last === null ? "—" : (now > last ? "+" : "") + shown(now - last, 4);
    if (input.dataset.base === undefined) return;
    const base = input.dataset.base;
    if (input.dataset.stock !== undefined) cells[6].textContent = now !== null ? shown(now, 4) : isNA(input.value) ? NA : base;
    else cells[6].textContent = now === null ? (Number(base) ? shown(Number(base), 4) : "—") : shown(Number(base) + now, 4);
  }
  function tally() {
    let filled = 0;
    for (const section of form.querySelectorAll("section.sec")) {
      const due = section.querySelectorAll(":scope > table td.cell input:not([type=hidden]):not([data-sum])");
      const count = [...due].filter((input) => input.value.trim() && !refused.has(codeOf(input))).length;
      section.querySelector(".tally b").textContent = count;
      section.querySelector(".keep-all").hidden = ![...due].some((input) => input.dataset.offer && !input.value.trim());
      filled += count;
    }
    $("tally").querySelector("b").textContent = filled;
    $("fill-zero").disabled = !inputs.some((input) => input.dataset.flow !== undefined && !input.value.trim());
  }
  function redraw(input) {
    const cell = input.parentNode, row = rowOf(input);
    cell.classList.toggle("offered", Boolean(input.dataset.offer) && !input.value.trim());
    const na = row.querySelector(".na"), offer = row.querySelector(".keep");
    if (na) na.setAttribute("aria-pressed", String(isNA(input.value)));
    if (offer) offer.hidden = Boolean(input.value.trim());
  }

  // ---- Marks in cells, words below them, the status line

  const WORDS = { waiting: "等待保存", refused: "填写有误，未保存", conflict: "与他人填的不同", wrong: "填写有误",
    doubtful: "请核实", saved: "已保存", commented: "有审核意见" };
  function mark(input, state) {   // where the cell stands with the server
    const cell = input.parentNode;
    cell.classList.remove("saved", "waiting", "refused", "conflict");
    if (state) cell.classList.add(state);
    dress(input);
  }
  function dress(input) {   // the sign in the cell, and what a screen reader is told, from everything known of it
    const cell = input.parentNode, sign = cell.querySelector(".mark"), is = (state) => cell.classList.contains(state);
    const words = WORDS[Object.keys(WORDS).find(is)] || "";
    if (sign) {
      sign.title = words;
      for (const [name, value] of [["role", "img"], ["aria-label", words]]) {
        if (words) sign.setAttribute(name, value); else sign.removeAttribute(name);
      }
    }
    const bad = is("refused") || is("conflict") || is("wrong");
    if (bad) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
    rowOf(input).classList.toggle("bad", bad);
    rowOf(input).classList.toggle("doubt", !bad && is("doubtful"));
  }
  function say(input, text, ...more) {
    if (text) said.set(codeOf(input), [text, ...more]); else said.delete(codeOf(input));
    tell(input);
  }
  function tell(input) {   // the words below the cell: what became of saving it, then what the rules say
    const code = codeOf(input), words = said.get(code) || [], findings = found.get(code) || [];
    let cell = $("e-" + code);
    if (!words.length && !findings.length) {
      if (cell) cell.parentNode.remove();
      return;
    }
    if (!cell) {
      const row = element("tr", "", "why");
      cell = element("td");
      cell.colSpan = 7;
      cell.id = "e-" + code;
      row.append(cell);
      rowOf(input).after(row);
    }
    cell.parentNode.classList.toggle("doubt", !words.length && findings.every((each) => each.severity !== "error"));
    cell.replaceChildren(...words, ...findings.map((each) => {
      const line = element("p", "", each.severity);
      line.append(element("b", each.severity === "error" ? "错误：" : "请核实："), each.message);
      return line;
    }));
  }
  function status() {
    const left = pending.size;
    const bad = refused.size ? `，${refused.size} 处有误未保存` : "";
    let words = busy ? "正在保存…" : "";
    if (!words && left) words = trouble ? `${trouble}，${left} 个数留在本机` : `${left} 个数等待保存`;
    if (!words && savedAt) words = `已保存 ${savedAt}${bad}`;
    if (!words && bad) words = bad.slice(1);
    const line = $("status");
    line.textContent = words || "";
    line.className = "status " + (trouble ? "trouble" : refused.size ? "bad" : left || busy ? "waiting" : savedAt ? "saved" : "");
  }
  function banner(text, ...more) {
    const box = $("banner");
    box.hidden = !text;
    box.replaceChildren(...(text ? [text, ...more] : []));
  }

  // ---- What this machine keeps until the server has it: figures only, per user and return

  function write() {
    try {
      if (kept.size) localStorage.setItem(keep, JSON.stringify(Object.fromEntries(kept)));
      else localStorage.removeItem(keep);
    } catch (error) { /* private mode: nothing can be kept, saving still works */ }
  }
  function remember(input) {
    const text = input.value.trim();
    if (text === input.dataset.was) kept.delete(codeOf(input));
    else kept.set(codeOf(input), { text, was: input.dataset.was });
    write();
  }
  function offerDraft() {
    let draft = {};
    try { draft = JSON.parse(localStorage.getItem(keep) || "{}"); } catch (error) { /* unreadable: nothing to offer */ }
    const left = Object.entries(draft).filter(([code, cell]) => byCode.has(code) && cell.text !== byCode.get(code).value);
    if (!left.length) {
      write();
      return;
    }
    for (const [code, cell] of left) kept.set(code, cell);
    const done = () => { banner(""); status(); };
    banner(`上次有 ${left.length} 个数没有来得及保存，还留在这台电脑上。`,
      button("填回并保存", () => {
        for (const [code, cell] of left) {
          const input = byCode.get(code);
          if (input.readOnly) continue;
          input.value = cell.text;
          redraw(input);
          queue(input, cell.was);
        }
        computeAll();
        tally();
        done();
        flush();
      }),
      button("不要了", () => { kept.clear(); write(); done(); }, "btn btn-small btn-link"));
  }

  // ---- Saving

  function queue(input, was) {
    const code = codeOf(input), text = input.value.trim();
    refused.delete(code);
    say(input, "");
    pending.set(code, { text, was: was === undefined ? input.dataset.was : was });
    mark(input, "waiting");
    remember(input);
    if (!trouble) {
      clearTimeout(timer);
      timer = setTimeout(flush, DELAY);
    }
    status();
  }
  function commit(input) {
    const code = codeOf(input), text = input.value.trim(), waiting = pending.get(code);
    if (waiting ? waiting.text === text : text === input.dataset.was && !refused.has(code)) return;
    if (input.readOnly) return;
    if (!waiting && text === input.dataset.was) {
      refused.delete(code);
      say(input, "");
      mark(input, "");
      remember(input);
      tally();
      status();
      return;
    }
    queue(input);
    tally();
  }
  async function flush() {
    clearTimeout(timer);
    if (busy || !pending.size) return;
    busy = true;
    const batch = new Map(pending);
    status();
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", credentials: "same-origin", redirect: "manual", signal: stop.signal,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify({ cells: Object.fromEntries(batch) }),
      });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) signedOut();
      else if (answer.status === 409) closed((await answer.json()).closed);
      else if (answer.ok) take(await answer.json(), batch);
      else lost("服务器暂时没有保存成功");
    } catch (error) {
      lost("网络断开");
    } finally {
      clearTimeout(clock);
      busy = false;
      status();
      if (pending.size && !trouble) timer = setTimeout(flush, DELAY);
    }
  }
  function take(result, batch) {
    trouble = "";
    clearTimeout(retry);
    banner("");
    savedAt = result.at;
    for (const [code, sent] of batch) {
      const input = byCode.get(code), latest = pending.get(code);
      const same = latest && latest.text === sent.text;
      if (same) pending.delete(code);
      if (code in result.saved) {
        const text = result.saved[code], field = hidden(input);
        input.dataset.was = text;
        if (field) field.value = text;
        if (!same) {
          if (latest) latest.was = text;
          continue;
        }
        const untouched = input.value.trim() === sent.text;
        if (untouched && input !== document.activeElement) input.value = text;
        else if (untouched && input.value !== text) { input.value = text; input.select(); }
        mark(input, "saved");
        redraw(input);
      } else if (same) {
        refused.add(code);
        if (code in result.conflicts) clash(input, result.conflicts[code]);
        else {
          mark(input, "refused");
          say(input, result.errors[code] || "没有保存，请重新填写");
        }
      }
      remember(input);
    }
    computeAll();
    tally();
    listen();
  }
  function clash(input, other) {
    mark(input, "conflict");
    const settle = (text) => {
      input.dataset.was = other.now;
      if (hidden(input)) hidden(input).value = other.now;
      input.value = text;
      refused.delete(codeOf(input));
      if (text === other.now) {
        say(input, "");
        mark(input, "saved");
        remember(input);
      } else queue(input);
      redraw(input);
      compare(input);
      computeAll();
      tally();
      status();
    };
    const when = other.at ? ` ${other.at} ` : "";
    say(input, `${other.by || "别人"}${when}已把这一格改为“${other.now || "空"}”，您填的是“${other.mine || "空"}”，没有覆盖。`,
      button("用我填的", () => settle(other.mine)), button("用对方的", () => settle(other.now)));
  }
  function lost(words) {
    trouble = words;
    banner(`${words}。填的数都还在，已留在这台电脑上，恢复后会自动保存，可以接着填。`);
    clearTimeout(retry);
    retry = setTimeout(flush, RETRY);
  }
  function signedOut() {
    trouble = SIGNED_OUT;
    const link = element("a", "重新登录");
    link.href = `${form.dataset.login}?next=${encodeURIComponent(location.pathname)}`;
    link.target = "_blank";
    link.rel = "opener";
    banner("登录已失效，填的数都还在。请在新窗口", link, "，回到本页后会自动保存。", button("已登录，继续保存", resume));
  }
  async function resume() {
    if (trouble !== SIGNED_OUT) return;
    try {
      const answer = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("entry");
      if (!fresh) return;
      if (fresh.dataset.draft !== keep) {
        banner("现在登录的是另一个账号，不能替原来的账号保存。请用原账号登录后再回到本页。", button("再试一次", resume));
        return;
      }
      token = fresh.elements.csrfmiddlewaretoken.value;
      form.elements.csrfmiddlewaretoken.value = token;
      trouble = "";
      banner("");
      flush();
    } catch (error) { /* the line is down as well: the next try tells */ }
  }
  function closed(words) {
    trouble = "报表已锁定";
    banner(words, "。刚才填的数没有保存，留在这台电脑上。");
    for (const input of inputs) input.readOnly = true;
  }

  // ---- What the rules say of what is stored: asked a moment after saving, shown at the cells

  function listen() {
    clearTimeout(listening);
    listening = setTimeout(hear, PAUSE);
  }
  async function hear() {
    const mine = turn += 1;
    try {
      const answer = await fetch(form.dataset.findings, { credentials: "same-origin", redirect: "manual" });
      if (answer.ok && mine === turn) judge(await answer.json());
    } catch (error) { /* the rules are asked again after the next save, and at 检查 */ }
  }
  function judge(answer) {
    const focus = document.activeElement, top = focus.getBoundingClientRect().top;
    const related = new Set(answer.related);
    for (const input of inputs) {
      const code = codeOf(input), now = answer.cells[code] || [], cell = input.parentNode;
      cell.classList.toggle("related", related.has(code) && !now.length);
      if (pending.has(code) || JSON.stringify(now) === JSON.stringify(found.get(code) || [])) continue;
      const wrong = now.some((each) => each.severity === "error");
      if (now.length) found.set(code, now); else found.delete(code);
      cell.classList.toggle("wrong", wrong);
      cell.classList.toggle("doubtful", Boolean(now.length) && !wrong);
      tell(input);
      dress(input);
    }
    if (inputs.includes(focus)) window.scrollBy(0, focus.getBoundingClientRect().top - top);   // the cell being typed stays put
    count(answer.errors, answer.warnings);
  }
  function count(errors, warnings) {
    const line = $("found"), first = inputs.filter((input) => found.has(codeOf(input)));
    const worst = first.find((input) => input.parentNode.classList.contains("wrong")) || first[0];
    line.hidden = !errors && !warnings;
    line.textContent = [errors && `${errors} 处错误`, warnings && `${warnings} 处待说明`].filter(Boolean).join(" · ");
    line.classList.toggle("wrong", errors > 0);
    line.href = worst ? "#" + worst.id : "#problems";
  }

  // ---- Changing many cells at once, and taking it back

  function change(values, words) {
    const group = [];
    for (const [input, text] of values) {
      if (input.value === text) continue;
      group.push([input, input.value, text]);
      input.value = text;
      redraw(input);
      compare(input);
      commit(input);
    }
    computeAll();
    tally();
    if (group.length) undo = group;
    typed = false;
    $("undo").hidden = !undo;
    if (words) announce(words);
    return group.length;
  }
  function announce(words) {
    const line = $("report");
    line.textContent = words;
    line.hidden = false;
  }
  function takeBack() {
    const group = undo;
    undo = null;
    $("undo").hidden = true;
    if (!group) return false;
    for (const [input, old, text] of group) {
      if (input.value.trim() !== text && input.dataset.was !== input.value.trim()) continue;
      input.value = old;
      redraw(input);
      compare(input);
      commit(input);
    }
    computeAll();
    tally();
    announce(`已撤销，${group.length} 格恢复原样`);
    return true;
  }

  // ---- Paste

  function block(text) {
    const rows = [[]];
    let cell = "", quoted = false, fresh = true;
    for (let i = 0; i < text.length; i += 1) {
      const c = text[i];
      if (quoted) {
        if (c === '"' && text[i + 1] === '"') { cell += '"'; i += 1; }
        else if (c === '"') quoted = false;
        else cell += c;
      } else if (c === '"' && fresh) { quoted = true; fresh = false; }
      else if (c === "\t" || c === "\n" || c === "\r") {
        if (c === "\r" && text[i + 1] === "\n") i += 1;
        rows[rows.length - 1].push(cell.trim());
        cell = "";
        fresh = true;
        if (c !== "\t") rows.push([]);
      } else { cell += c; fresh = false; }
    }
    rows[rows.length - 1].push(cell.trim());
    if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
    return rows;
  }
  function plain(name) { return narrow(name).replace(/^其中[:：]?/, "").replace(/[\s\u3000“”"'、，,。:：]/g, "").toLowerCase(); }
  function brief(name) { return plain(name).replace(/[（(][^（()）]*[）)]$/, ""); }
  function catalogue() {   // full names and aliases first, then names without what stands in brackets
    const names = new Map();
    for (const form of [plain, brief]) {
      for (const input of inputs) {
        const row = rowOf(input), label = row.querySelector("label").textContent;
        for (const name of [label, ...(row.dataset.alias || "").split(/[,，、;；|]/)]) {
          const key = form(name);
          if (key && !names.has(key)) names.set(key, input);
        }
      }
    }
    return names;
  }
  function root(name) { return brief(name).replace(/工会/g, "").replace(/(总人数|总数|人数|数)$/, ""); }
  function alike(one, other) {   // 专职干部 and 专职工会干部, 新发展会员 and 新发展会员人数; a rate is like rates only
    if (/率$/.test(one) !== /率$/.test(other)) return false;
    if (one === other) return one.length >= 2;
    const [short, long] = one.length < other.length ? [one, other] : [other, one];
    return short.length >= 3 && short.length * 2 >= long.length && long.includes(short);
  }
  function nearest(name, taken) {   // the one line whose name is nearly this one, if it is one alone and nobody names it
    const wanted = root(name), same = new Set(), near = new Set();
    for (const input of inputs) {
      const row = rowOf(input);
      for (const label of [row.querySelector("label").textContent, ...(row.dataset.alias || "").split(/[,，、;；|]/)]) {
        if (!label || !alike(wanted, root(label))) continue;
        near.add(input);
        if (wanted === root(label)) same.add(input);
      }
    }
    const found = [...(same.size ? same : near)];
    return found.length === 1 && !taken.has(found[0]) ? found[0] : undefined;
  }
  function guess(rows) {   // fill in near matches, each only where one row alone claims it
    const taken = new Set(rows.map(([, , input]) => input).filter(Boolean));
    const found = rows.map(([name, , input]) => input ? undefined : nearest(name, taken));
    return rows.map(([name, text, input], index) => {
      const near = found[index];
      return near && found.filter((each) => each === near).length === 1 ? [name, text, near, true] : [name, text, input];
    });
  }
  function named(rows) {   // [name, text, input | undefined, is it a guess] when the block has names, else null
    if (!rows.every((row) => row.length >= 2)) return null;
    const wordy = rows.filter((row) => row[0] && scaled(row[0]) === null && !isNA(row[0]));
    if (wordy.length * 2 <= rows.length) return null;
    const names = catalogue();
    const known = wordy.map((row) => {
      const rest = row.slice(1);
      const text = rest.find((cell) => scaled(cell) !== null || isNA(cell));
      return [row[0], text === undefined ? rest[rest.length - 1] : text, names.get(plain(row[0])) || names.get(brief(row[0]))];
    });
    return guess(known.filter(([, text, input], index) => index || input || scaled(text) !== null));   // a heading is no row
  }
  function pasteNamed(matches) {
    const table = element("table", "", "list");
    const head = table.createTHead().insertRow();
    for (const word of ["粘贴的名称", "对应指标"]) head.append(element("th", word));
    for (const word of ["原来", "填入"]) head.append(element("th", word, "num"));
    const body = table.createTBody();
    const values = [];
    for (const [name, text, input, guessed] of matches) {
      const row = body.insertRow();
      row.append(element("td", name));
      if (!input) row.append(element("td", "没有这个指标，不填", "grey"), element("td"), element("td", text, "num"));
      else if (input.readOnly) row.append(element("td", "自动计算，不填", "grey"), element("td"), element("td", text, "num"));
      else {
        const understood = !text || scaled(text, input) !== null || isNA(text);
        const whose = element("td", rowOf(input).querySelector("label").textContent);
        if (guessed) whose.append(element("span", "　名称相近，请核对", "guess"));
        row.append(whose, element("td", input.value || "空", "num"),
          element("td", text + (understood ? "" : "（看不懂）"), "num"));
        if (text) values.push([input, text]);
      }
    }
    $("paste-list").replaceChildren(table);
    $("paste-apply").textContent = `填入 ${values.length} 个数`;
    $("paste-apply").disabled = !values.length;
    const box = $("paste-dialog");
    $("paste-apply").onclick = () => {
      box.close();
      for (const [input] of values) if (input.closest("details")) input.closest("details").open = true;
      change(values, report(values, matches.length - values.length, "行没有对上"));
    };
    $("paste-cancel").onclick = () => box.close();
    box.showModal();
    $("paste-apply").focus();
  }
  function report(values, unused, words, skipped) {
    const bad = values.filter(([input, text]) => scaled(text, input) === null && !isNA(text)).length;
    const parts = [`已粘贴 ${values.length - bad} 格`];
    if (bad) parts.push(`${bad} 格看不懂`);
    if (skipped) parts.push(`${skipped} 格自动计算未改`);
    if (unused) parts.push(words.startsWith("行") ? `${unused} ${words}` : words.replace("N", unused));
    return parts.join("，");
  }
  function paste(event) {
    const start = event.target;
    const text = (event.clipboardData || window.clipboardData).getData("text");
    if (!/[\t\n\r]/.test(text.replace(/[\r\n]+$/, ""))) {
      if (/[\r\n]$/.test(text)) {   // one cell copied from a spreadsheet ends with a line break
        event.preventDefault();
        const cell = block(text)[0][0];
        start.setRangeText(cell, start.selectionStart, start.selectionEnd, "end");
        start.dispatchEvent(new Event("input", { bubbles: true }));
      }
      return;
    }
    event.preventDefault();
    const rows = block(text);
    const matches = named(rows);
    if (matches) {
      pasteNamed(matches);
      return;
    }
    const open = visible(inputs);
    const from = open.indexOf(start);
    const values = [];
    let skipped = 0;
    rows.forEach((row, index) => {
      const input = open[from + index];
      if (!input || !row[0]) return;
      if (input.readOnly) skipped += 1;
      else values.push([input, row[0]]);
    });
    const over = Math.max(rows.length - (open.length - from), 0);
    const wide = Math.max(...rows.map((row) => row.length)) - 1;
    let words = report(values, over, "多出 N 行未用", skipped);
    if (wide) words += `，多出 ${wide} 列未用`;
    change(values, words);
    start.select();
  }

  // ---- Keys

  function visible(list) { return list.filter((input) => !input.closest("details:not([open])")); }
  function move(from, step) {
    const open = visible(inputs).filter((input) => !input.readOnly || input === from);
    const next = open[open.indexOf(from) + step];
    if (next) next.focus();
  }
  function onCellKey(event) {
    const input = event.target;
    if (event.isComposing || event.keyCode === 229 || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (command && event.key.toLowerCase() === "z" && !typed && takeBack()) {
      before = input.value;
      event.preventDefault();
    } else if (command) return;
    else if (event.key === "Enter" || event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(input, event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey) ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      input.value = before;
      changed(input);
      input.select();
    } else if (event.key === "ArrowRight" && !event.shiftKey) {
      const end = input.value.length;
      const choices = [...rowOf(input).querySelectorAll(".acts button:not([hidden])")];
      if (choices.length && input.selectionStart === end && input.selectionEnd === end) {
        event.preventDefault();
        choices[0].focus();
      }
    }
  }
  function onChoiceKey(event) {
    const row = event.target.closest("tr");
    const stops = [row.querySelector("td.cell input"), ...row.querySelectorAll(".acts button:not([hidden])")];
    const at = stops.indexOf(event.target);
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const next = stops[at + (event.key === "ArrowLeft" ? -1 : 1)];
      if (next) next.focus();
    } else if (event.key === "Escape") stops[0].focus();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") move(stops[0], event.key === "ArrowUp" ? -1 : 1);
    else return;
    event.preventDefault();
  }
  function changed(input) {
    redraw(input);
    compare(input);
    computeAll();
    remember(input);
  }

  // ---- The note strip

  function showNote(input) {
    clearTimeout(note);
    note = setTimeout(async () => {
      try {
        const answer = await fetch(form.dataset.note.replace("CODE", codeOf(input)), { credentials: "same-origin", redirect: "manual" });
        if (answer.ok && document.activeElement === input) $("strip").innerHTML = await answer.text();
      } catch (error) { /* the strip is a help; typing goes on without it */ }
    }, 250);
  }

  // ---- Wiring

  for (const made of form.querySelectorAll(".js:not(#undo)")) made.hidden = false;
  $("plain-save").hidden = true;
  const line = element("p", "", "report");
  line.id = "report";
  line.hidden = true;
  line.setAttribute("role", "status");
  $("toolbar").insertBefore(line, $("status"));
  for (const input of inputs) {
    input.dataset.was = input.dataset.was || "";
    const running = rowOf(input).cells[6].textContent;
    if (input.dataset.stock !== undefined) {   // what is left of the year when the cell is emptied
      input.dataset.base = !input.dataset.was ? running : form.dataset.january === undefined ? rowOf(input).cells[3].textContent : "—";
    } else if (input.dataset.sum === undefined && input.dataset.first === undefined) {
      input.dataset.base = (running === "—" ? 0 : scaled(running) || 0) - (scaled(input.dataset.was, input) || 0);
    }
    if (!input.readOnly) redraw(input);
    const why = $("e-" + codeOf(input));   // what the server wrote below the cell
    if (why && form.dataset.checked !== undefined) {
      found.set(codeOf(input), [...why.children].map((line) => ({ severity: line.className, message: line.lastChild.textContent })));
    } else if (why) said.set(codeOf(input), [...why.childNodes]);
    if (rowOf(input).classList.contains("bad") && input.value !== input.dataset.was) refused.add(codeOf(input));
  }
  form.addEventListener("focusin", (event) => {
    if (!inputs.includes(event.target)) return;
    before = event.target.value;
    typed = false;
    event.target.select();
    for (const row of form.querySelectorAll("tr.now")) row.classList.remove("now");
    rowOf(event.target).classList.add("now");
    showNote(event.target);
  });
  form.addEventListener("focusout", (event) => { if (inputs.includes(event.target)) commit(event.target); });
  form.addEventListener("input", (event) => { if (inputs.includes(event.target)) { typed = true; changed(event.target); } });
  form.addEventListener("paste", (event) => { if (inputs.includes(event.target) && !event.target.readOnly) paste(event); });
  form.addEventListener("keydown", (event) => {
    if (inputs.includes(event.target)) onCellKey(event);
    else if (event.target.closest(".acts")) onChoiceKey(event);
  });
  form.addEventListener("click", (event) => {
    const made = event.target.closest("button");
    if (!made) return;
    const row = made.closest("tr"), input = row && row.querySelector("td.cell input");
    if (made.matches(".keep")) change([[input, input.dataset.offer]]);
    else if (made.matches(".na")) change([[input, isNA(input.value) ? "" : NA]]);
    else if (made.matches(".keep-all")) {
      const list = [...made.closest(".sec").querySelectorAll("input[data-offer]")].filter((one) => !one.value.trim());
      const done = change(list.map((one) => [one, one.dataset.offer]));
      announce(`已沿用上月 ${done} 项，请核对有变动的`);
      return;
    } else if (made.matches(".state-it")) {
      input.readOnly = false;
      input.name = input.id;
      input.value = input.dataset.was;
      made.hidden = true;
    } else return;
    if (input) input.focus();
  });
  $("fill-zero").addEventListener("click", () => {
    const list = inputs.filter((input) => input.dataset.flow !== undefined && !input.value.trim());
    const done = change(list.map((input) => [input, "0"]));
    announce(`已把 ${done} 项没有发生的填为 0`);
  });
  $("undo").addEventListener("click", takeBack);
  form.addEventListener("submit", (event) => {
    if (!trouble) return;
    event.preventDefault();
    if (trouble === SIGNED_OUT) resume(); else flush();
    $("banner").scrollIntoView({ block: "center" });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#c-']");
    const input = link && $(link.hash.slice(1));
    if (!input) return;
    event.preventDefault();
    reveal(input);
  });
  function reveal(input) {
    const fold = input.closest("details");
    if (fold) fold.open = true;
    input.focus({ preventScroll: true });
    input.scrollIntoView({ block: "center" });
  }
  window.addEventListener("online", () => { if (pending.size) flush(); });
  window.addEventListener("focus", () => { if (trouble) resume(); });
  window.addEventListener("pagehide", () => { if (document.activeElement && inputs.includes(document.activeElement)) remember(document.activeElement); });

  tally();
  computeAll();
  offerDraft();
  status();
  if (inputs.some((input) => input.dataset.was)) listen();
  const asked = location.hash.startsWith("#c-") && $(location.hash.slice(1));
  if ($("problems")) $("problems").focus();
  else if (asked) reveal(asked);
})();
