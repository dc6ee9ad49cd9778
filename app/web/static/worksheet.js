// Autosave of a worksheet. What is typed waits in this browser until the server has said that it is on its disk;
// only then, and only for that very text, is it taken away here. Without this file the form saves by its button.
(() => {
  "use strict";
  const form = document.querySelector("#worksheet");
  if (!form) return;
  const box = form.querySelector("textarea");
  const base = form.querySelector("[name=base]");
  const state = document.querySelector("#state");
  const count = document.querySelector("#count");
  const news = document.querySelector("#news");
  const conflict = document.querySelector("#conflict");
  const key = `zhengai ${form.dataset.person} ${location.pathname}`;
  const PAUSE = 500; // ms after the last key
  const WAITS = [2000, 5000, 10000, 30000]; // ms before trying again
  let acknowledged = box.value;
  let asleep = null;
  let saving = false;
  let failures = 0;

  const said = (kind, text) => {
    state.dataset.state = kind;
    state.textContent = text;
  };

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ text: box.value, base: base.value, at: Date.now() }));
      return true;
    } catch {
      return false; // full or switched off: the page says less, the server saves all the same
    }
  }

  function kept() {
    try {
      const found = JSON.parse(localStorage.getItem(key) || "null");
      return found && typeof found.text === "string" ? found : null;
    } catch {
      return null;
    }
  }

  function forget(text) {
    const found = kept();
    if (found && found.text === text) localStorage.removeItem(key);
  }

  const counted = () => { count.textContent = `${[...box.value].length} 字`; };

  function later(time) {
    clearTimeout(asleep);
    asleep = setTimeout(save, time);
  }

  async function save() {
    clearTimeout(asleep);
    if (saving || box.value === acknowledged) return;
    saving = true;
    const text = box.value;
    said("saving", "正在保存…");
    try {
      const body = new URLSearchParams({ text, base: base.value });
      const response = await fetch(form.action, {
        method: "POST",
        body,
        redirect: "error",
        headers: { "X-Form-Token": form.dataset.token, "X-Autosave": "1", "HX-Request": "true" },
      });
      await answered(response, text);
    } catch {
      failed("连不上服务", true);
    }
    saving = false;
    if (box.value !== text && failures === 0) later(PAUSE);
  }

  async function answered(response, text) {
    const part = document.createElement("template");
    part.innerHTML = await response.text(); // our own template, escaped there
    const version = part.content.querySelector("[data-version]");
    if (response.ok && version) {
      failures = 0;
      acknowledged = text;
      base.value = version.dataset.version;
      forget(text);
      conflict.replaceChildren();
      const time = new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      said(box.value === text ? "saved" : "unsaved", box.value === text ? `${version.textContent} ${time}` : "未保存");
    } else if (response.status === 409 && version) {
      failures = 0;
      acknowledged = text; // kept there as a version of its own
      base.value = version.dataset.version;
      conflict.replaceChildren(part.content);
      conflict.scrollIntoView({ block: "nearest" });
      said("failed", "有人先存了一版：您的文字已另存，请对照后再保存");
    } else if (response.status >= 500) {
      failed(part.content.textContent.trim() || "服务出错", true);
    } else if (response.status === 401) {
      failed("您已退出登录；请在新的标签页登录后回到这里，会接着保存", true);
    } else {
      failed(part.content.textContent.trim() || "没有被接受", false);
    }
  }

  function failed(why, again) {
    said("failed", `没能保存：${why.replace(/^没有完成/, "")}。文字还在这个浏览器里。`);
    if (again) {
      later(WAITS[Math.min(failures, WAITS.length - 1)]);
      failures += 1;
    }
  }

  box.addEventListener("input", () => {
    const safe = keep();
    counted();
    said("unsaved", safe ? "未保存" : "未保存（这个浏览器不能暂存，请等“已保存”再离开）");
    if (failures === 0) later(PAUSE);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failures = 0;
    if (box.value === acknowledged && conflict.childElementCount) acknowledged = null; // the merged text is the same
    save();
  });

  addEventListener("beforeunload", (event) => {
    if (box.value !== acknowledged) event.preventDefault();
  });
  addEventListener("online", () => { failures = 0; save(); });

  // A text that a crash, a dead server or a closed lid left here is offered, never put in unasked.
  const waiting = document.querySelector("#waiting");
  const found = kept();
  if (found && found.text === box.value) {
    localStorage.removeItem(key);
  } else if (found) {
    waiting.querySelector("[data-text]").textContent = found.text;
    waiting.querySelector("[data-when]").textContent = `（${new Date(found.at).toLocaleString("zh-CN")}）`;
    waiting.hidden = false;
    waiting.querySelector("[data-take]").addEventListener("click", () => {
      box.value = found.text;
      waiting.hidden = true;
      keep();
      counted();
      save();
      box.focus();
    });
    waiting.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      waiting.hidden = true;
      box.focus();
    });
  }
  counted();

  // What others do meanwhile.
  const stream = new EventSource(`${location.pathname.replace(/\/$/, "")}/events`);
  stream.addEventListener("saved", (event) => {
    const told = JSON.parse(event.data);
    if (String(told.version) === base.value || saving) return;
    news.textContent = `${told.name}刚保存了第 ${told.version} 版。您可以接着写：保存时两份文字都会留下。`;
  });
  stream.addEventListener("ended", () => {
    stream.close();
    news.textContent = "您已退出登录，或不再有权查看。没存上的文字还在这个浏览器里，重新登录后可以恢复。";
    said("failed", "已退出登录");
  });
})();
