// What the pages do beyond links and forms. Everything works, more plainly, without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  root.classList.add("js");

  // The source pane: the marked words are scrolled into its middle; the page itself stays where it is.
  let opener = null;

  function showMark() {
    const lines = find("#source .lines");
    const mark = lines && find("mark", lines);
    if (!mark) return;
    const offset = mark.getBoundingClientRect().top - lines.getBoundingClientRect().top;
    lines.scrollTop += offset - lines.clientHeight / 3;
  }

  function closeSource(push) {
    const close = find("#source [data-close]");
    if (!close) return false;
    const place = new URL(close.href);
    if (push) history.pushState({ htmx: true }, "", place.pathname);
    find("#source").replaceChildren();
    if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
    return true;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#source [data-close]")) {
      event.preventDefault();
      closeSource(true);
    }
    const copier = event.target.closest("[data-copy]");
    if (copier) copy(copier);
  });

  async function copy(button) {
    const label = button.dataset.label || button.textContent;
    button.dataset.label = label;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      button.textContent = oldCopy(button.dataset.copy) ? "已复制" : "没能复制，请手动选取";
    }
    setTimeout(() => { button.textContent = label; }, 2000);
  }

  function oldCopy(text) { // the clipboard API exists on https and localhost only
    const box = document.createElement("textarea");
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  }

  // Keyboard: / and Ctrl+K go to the box, Enter asks, Esc closes the source.
  document.addEventListener("keydown", (event) => {
    const box = find("#question");
    const typing = event.target.closest("input, textarea, select");
    if (event.isComposing) return;
    if ((event.key === "/" && !typing) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      if (box) box.focus();
      else location.assign("/");
    } else if (event.key === "Escape") {
      if (closeSource(true)) event.preventDefault();
    } else if (event.key === "Enter" && event.target === box && !event.shiftKey) {
      event.preventDefault();
      if (box.value.trim()) box.form.requestSubmit();
    }
  });

  // The box grows with what is typed.
  function grow() {
    const box = find("#question");
    if (box) box.rows = Math.min(8, Math.max(1, box.value.split("\n").length));
  }
  document.addEventListener("input", grow);

  // A second click on the chosen scheme takes the limit away again.
  document.addEventListener("pointerdown", (event) => {
    const radio = find("input[type=radio]", event.target.closest(".scope label") || document.createElement("i"));
    if (!radio || !radio.checked || !radio.value) return;
    setTimeout(() => { find(".scope input[value='']").checked = true; });
    event.target.closest("label").addEventListener("click", (click) => click.preventDefault(), { once: true });
  });

  // htmx: a new turn is brought into view; an opened source shows its mark.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target && event.detail.target.id === "source") opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id === "turns") {
      const turns = document.querySelectorAll("#turns > .turn");
      const last = turns[turns.length - 1];
      if (last) {
        last.scrollIntoView({ block: "start", behavior: "smooth" });
        last.focus({ preventScroll: true });
      }
      const asked = event.detail.requestConfig && event.detail.requestConfig.elt;
      if (asked && asked.id === "ask") { find("#question").value = ""; grow(); }
    }
    if (event.detail.target.id === "source") {
      showMark();
      const heading = find("#source h2");
      if (heading) heading.focus({ preventScroll: true });
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => {
      const place = find("#ask-error");
      if (!place) return;
      const fault = document.createElement("p");
      fault.className = "fault";
      fault.setAttribute("role", "alert");
      fault.textContent = "连不上服务：可能已停止，或网络中断。您输入的内容还在，请稍后再试。";
      place.replaceChildren(fault);
    });
  }

  // On a phone the places are a row that scrolls: the one that is open is seen.
  const here = find(".top nav [aria-current]");
  if (here) here.scrollIntoView({ block: "nearest", inline: "center" });

  // On a phone the outline would push the text off the screen.
  const outline = find(".outline details");
  if (outline && matchMedia("(max-width: 999px)").matches) outline.open = false;

  showMark();
  grow();
})();
