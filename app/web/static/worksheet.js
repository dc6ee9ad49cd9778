// Autosave of a worksheet or of a report's cell. What is typed waits in this browser until the server has said that it is on its disk;
// only then, and only that very text, is it taken away here. Without this file the form saves by its button.
const autosave = () => {
  "use strict";
  const find = (selector, from = document) => from.querySelector(selector);
  const form = find("#worksheet");
  const news = find("#news");
  if (!news) return;
  const PAUSE = 500; // ms after the last key
  const WAITS = [2000, 5000, 10000, 30000]; // ms before trying again
  const PATIENCE = 20000; // ms for an answer
  const version = () => Number(form ? find("[name=base]", form).value : news.dataset.version);

  // What others do meanwhile. `since` also tells of a save that fell between two connections.
  let stream = null;
  let ended = () => {};
  function listen() {
    if (stream) stream.close();
    stream = new EventSource(`${news.dataset.events}?since=${version()}`);
    stream.addEventListener("saved", (event) => {
      const told = JSON.parse(event.data);
      if (told.version <= version() || (form && form.dataset.saving)) return;
      const advice = form ? "您可以接着写：保存时两份文字都会留下。" : "刷新页面就能看到。";
      news.textContent = `${told.name}刚保存了第 ${told.version} 版。${advice}`;
    });
    stream.addEventListener("ended", end);
    stream.addEventListener("error", refused);
  }

  function end() {
    stream.close();
    news.textContent = "您已退出登录，或不再有权查看。没存上的文字还在这个浏览器里，重新登录后可以恢复。";
    ended();
  }

  // A stream that breaks off tries again by itself; one that was refused does not: the page says why, or asks later.
  async function refused() {
    if (stream.readyState !== EventSource.CLOSED) return;
    const page = await fetch(location.href).catch(() => null);
    if (page && (page.redirected || [401, 403, 404].includes(page.status))) end();
    else setTimeout(listen, 5000);
  }
  listen();

  // What is typed in the page's other forms (evidence, proposals, a note) is kept by their own buttons alone.
  let unsaved = () => false;
  let leaving = null;
  addEventListener("submit", (event) => { leaving = event.defaultPrevented ? null : event.target; });
  function changed(one) {
    if (one.type === "checkbox") return one.checked !== one.defaultChecked;
    if (one.tagName === "SELECT") {
      const first = [...one.options].findIndex((option) => option.defaultSelected);
      return one.selectedIndex !== Math.max(first, 0);
    }
    return /^text/.test(one.type) && one.value !== one.defaultValue;
  }
  const typed = (other) => other !== form && other !== leaving && ("unsaved" in other.dataset || [...other.elements].some(changed));
  addEventListener("beforeunload", (event) => {
    if (unsaved() || [...document.forms].some(typed)) event.preventDefault();
    leaving = null;
  });
  if (!form) return;

  const boxes = [...form.querySelectorAll("textarea")];
  const box = boxes[0];
  const base = find("[name=base]", form);
  const state = find("#state");
  const count = find("#count");
  const conflict = find("#conflict");
  const handed = find(".steps [name=version]");
  // Every page keeps its text under a key of its own: two tabs, or an offer not yet answered, never overwrite another.
  const prefix = `zhengai ${form.dataset.person} ${form.getAttribute("action")} `;
  const key = `${prefix}${Date.now()} ${Math.random().toString(36).slice(2)}`;
  // Everything the form would send but its token and version, as one string.
  const state_of = (one = form) => JSON.stringify([...new FormData(one)].filter(([name]) => name !== "form_token" && name !== "base"));
  // What the server has is what it sent, not what the form says by now: somebody may have typed before this file ran.
  function sent_here() {
    const copy = form.cloneNode(true);
    copy.reset();
    return state_of(copy);
  }
  let acknowledged = "unsaved" in form.dataset ? null : sent_here();
  let unanswered = null; // sent, but nobody knows whether it arrived
  let merging = conflict.childElementCount > 0; // then nothing is saved but by the button
  let asleep = null;
  let failures = 0;

  function said(kind, text) {
    state.dataset.state = kind;
    state.textContent = text;
  }

  function store(name, kept) {
    try {
      localStorage.setItem(name, JSON.stringify(kept));
      return true;
    } catch {
      return false; // full or switched off: the page says less, the server saves all the same
    }
  }

  const written = () => ({ state: state_of(), base: base.value, at: Date.now() });
  unsaved = () => state_of() !== acknowledged;
  const counted = () => { if (count) count.textContent = `${[...box.value].length} 字`; };
  // What earlier versions of this file left had one text alone.
  const fields = (kept) => kept.state ? JSON.parse(kept.state) : [[box.name, kept.text]];
  // The texts that the page does not have.
  const texts = (kept) => fields(kept).filter(([name, value]) => value.trim() && boxes.some((one) => one.name === name && one.value !== value));

  function fill(pairs) {
    for (const one of form.elements) {
      if (!one.name || one.name === "form_token" || one.name === "base") continue;
      if (one.type === "checkbox") one.checked = pairs.some(([name, value]) => name === one.name && value === one.value);
      else {
        const found = pairs.find(([name]) => name === one.name);
        if (found) one.value = found[1];
      }
    }
  }

  function later(time) {
    clearTimeout(asleep);
    asleep = setTimeout(save, time);
  }

  async function save() {
    clearTimeout(asleep);
    if ("saving" in form.dataset || merging || (!unanswered && !unsaved())) return;
    form.dataset.saving = "yes";
    // An answer that was lost is asked for again with the same text, which the server knows if it has it; sending
    // what was typed since would look like a second writer.
    const sent = unanswered || { state: state_of(), base: base.value };
    said("saving", "正在保存…");
    try {
      let response = await post(sent);
      const refused = [401, 403].includes(response.status) ? await renewed() : "";
      if (refused) failed(refused, true);
      else {
        if ([401, 403].includes(response.status)) response = await post(sent);
        await answered(response, sent);
      }
    } catch {
      unanswered = sent;
      failed("连不上服务", true);
    }
    delete form.dataset.saving;
    if (unsaved() && failures === 0 && !merging) later(PAUSE);
  }

  function patient(options) {
    const impatience = new AbortController();
    setTimeout(() => impatience.abort(), PATIENCE);
    return fetch(form.action, { ...options, signal: impatience.signal });
  }

  function post(sent) {
    return patient({
      method: "POST",
      body: new URLSearchParams([...JSON.parse(sent.state), ["base", sent.base]]),
      redirect: "error",
      headers: { "X-Form-Token": form.dataset.token, "X-Autosave": "1", "HX-Request": "true" },
    });
  }

  async function answered(response, sent) {
    const part = document.createElement("template");
    part.innerHTML = await response.text(); // our own template, escaped there
    const told = find("[data-version]", part.content);
    const words = part.content.textContent.trim().replace(/^没有完成/, "");
    if (told && (response.ok || response.status === 409)) {
      unanswered = null;
      failures = 0;
      base.value = told.dataset.version;
      merging = response.status === 409;
      if (handed && !merging) handed.value = told.dataset.version; // what is handed in is what the writer has seen saved
      acknowledged = swapped(part.content, sent); // after a conflict too: it is a version there
      news.textContent = "";
      conflict.replaceChildren(...(merging ? [part.content] : []));
      if (unsaved()) store(key, written());
      else localStorage.removeItem(key);
      if (merging) {
        conflict.scrollIntoView({ block: "nearest" });
        said("failed", "有人先存了一版：您的文字已另存，请对照后再按“保存”");
      } else if (unsaved()) said("unsaved", "未保存");
      else said("saved", told.textContent);
    } else if (response.status >= 500) {
      unanswered = sent;
      failed(words || "服务出错", true);
    } else {
      unanswered = null;
      failed(words || "没有被接受", false);
    }
  }

  // Pieces of the page that the server has drawn anew; where nothing was typed in them meanwhile and the focus is
  // elsewhere. After a conflict the links of the form are the other writer's whatever is typed: they are what is there.
  function swapped(content, sent) {
    const still = state_of() === sent.state;
    for (const fresh of content.querySelectorAll("[data-swap]")) {
      const old = document.getElementById(fresh.id);
      if (!old || (!merging && ((form.contains(old) && !still) || old.contains(document.activeElement)))) continue;
      for (const one of old.querySelectorAll("details[open][id]")) {
        const again = fresh.querySelector(`#${CSS.escape(one.id)}`);
        if (again) again.open = true;
      }
      const focused = old.contains(document.activeElement) && document.activeElement.name;
      old.replaceWith(fresh);
      const again = focused && fresh.querySelector(`[name="${CSS.escape(focused)}"]`);
      if (again) again.focus({ preventScroll: true });
    }
    return still ? state_of() : sent.state;
  }

  // After a login elsewhere in this browser the page goes on: "" once its form token is the new session's.
  async function renewed() {
    const response = await patient({});
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = find("#worksheet", page);
    if (response.redirected) return "您已退出登录，";
    if (!fresh) return "您现在不能修改这份底稿；刷新页面可以看到原因";
    if (fresh.dataset.person !== form.dataset.person) return "这个浏览器现在是另一个人登录";
    form.dataset.token = fresh.dataset.token;
    for (const field of document.querySelectorAll("[name=form_token]")) field.value = fresh.dataset.token;
    document.body.setAttribute("hx-headers", page.body.getAttribute("hx-headers"));
    news.textContent = "";
    listen();
    return "";
  }

  function failed(why, again) {
    said("failed", `没能保存：${why.replace(/[。，]$/, "")}。文字还在这个浏览器里。`);
    if (why.includes("退出登录")) {
      const link = document.createElement("a");
      link.href = "/login?next=%2Faccount";
      link.target = "_blank";
      link.textContent = "在新标签页登录";
      state.append(link, "后，会接着保存。");
    }
    if (again) {
      later(WAITS[Math.min(failures, WAITS.length - 1)]);
      failures += 1;
    }
  }

  function retry() {
    failures = 0;
    save();
  }

  form.addEventListener("input", () => {
    const safe = store(key, written());
    counted();
    if (merging) said("unsaved", "合好以后请按“保存”；在那以前不会改动别人的文字");
    else if (!safe) said("unsaved", "未保存（这个浏览器不能暂存，请等“已保存”再离开）");
    else if (failures === 0) said("unsaved", "未保存");
    if (failures === 0) later(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (merging) acknowledged = null; // even the very text that was kept aside may now become the current one
    merging = false;
    retry();
  });
  // Another form of the page waits until what is typed is saved; where that fails, the browser asks.
  let passing = false;
  document.addEventListener("submit", async (event) => {
    if (event.target === form || event.defaultPrevented || passing || failures || merging || !unsaved()) return;
    event.preventDefault();
    for (let tries = 0; tries < 50 && unsaved() && !failures && !merging; tries += 1) {
      save();
      await new Promise((done) => { setTimeout(done, 100); });
    }
    if (merging || failures) return; // shown; whoever presses again is asked before the page goes
    passing = true;
    event.target.requestSubmit(event.submitter);
    passing = false;
  });
  addEventListener("online", retry);
  addEventListener("focus", () => { if (failures) retry(); });
  ended = () => said("failed", "已退出登录");

  // A text that a crash, a dead server or a closed lid left here is offered, never put in unasked.
  const waiting = find("#waiting");

  function offer(name, found) {
    const shown = find("template", waiting).content.firstElementChild.cloneNode(true);
    find("[data-text]", shown).textContent = texts(found).map(([, value]) => value).join("\n") || "（文字都在，没存上的是勾选或依据）";
    find("[data-when]", shown).textContent = new Date(found.at).toLocaleString("zh-CN");
    find("[data-take]", shown).addEventListener("click", () => {
      const before = written();
      const dirty = unsaved();
      fill(fields(found));
      base.value = found.base; // who has saved since is not passed over
      store(key, written());
      shown.remove();
      if (dirty && store(name, before)) offer(name, before);
      else localStorage.removeItem(name);
      counted();
      retry();
      box.focus();
    });
    find("[data-drop]", shown).addEventListener("click", () => {
      localStorage.removeItem(name);
      shown.remove();
      box.focus();
    });
    waiting.append(shown);
  }

  // Whether the form says all that `pairs` say: the same texts and links; links of sentences it did not know count for nothing.
  function same(pairs) {
    const known = (pairs.find(([name]) => name === "known") || ["", ""])[1].split(" ");
    const ticked = pairs.filter(([name]) => name === "link").map(([, value]) => value);
    return [...form.elements].every((one) => {
      if (one.type === "checkbox") return one.checked === ticked.includes(one.value) || !known.includes(one.value.split(">")[0]);
      const found = ["form_token", "base", "known"].includes(one.name) ? null : pairs.find(([name]) => name === one.name);
      return !found || found[1] === one.value;
    });
  }

  function offers() {
    try {
      for (const name of Object.keys(localStorage).filter((one) => one.startsWith(prefix)).sort()) {
        const found = JSON.parse(localStorage.getItem(name));
        if (same(fields(found)) && acknowledged !== null) localStorage.removeItem(name);
        else offer(name, found);
      }
    } catch {
      // no storage in this browser, so nothing waits in it
    }
  }
  offers();
  if (unsaved()) store(key, written());
  if (unsaved() && acknowledged !== null) later(PAUSE);
  counted();
};

// The page asks for this file before it shows anything. A button pressed before all of the page is there waits for it: it would
// take the page away together with what is typed.
(() => {
  "use strict";
  let pressed = null;
  function wait(event) {
    event.preventDefault();
    pressed = event;
  }
  addEventListener("submit", wait, true);
  addEventListener("DOMContentLoaded", () => {
    removeEventListener("submit", wait, true);
    autosave();
    if (pressed) pressed.target.requestSubmit(pressed.submitter);
  });
})();
