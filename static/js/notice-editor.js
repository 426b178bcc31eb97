// The notice editor, made quicker: the preview follows what is typed, a click puts a variable
// where one was typing, and another measure needs no saving in between. All of it can be done
// without this as well.
"use strict";
(() => {
  const form = document.querySelector("form[data-live]");
  const notice = document.querySelector("[data-notice]");
  const problem = document.querySelector("[data-problem]");
  const isNarrow = window.matchMedia("(max-width: 1023px)").matches;

  // Beside each other, the preview is led to the part that is edited; one below the other, the form.
  // The browser goes to the part first, as the address says.
  if (form && isNarrow) window.addEventListener("load", () => setTimeout(() => form.scrollIntoView()));
  if (!form && isNarrow) {
    const outline = document.querySelector("[data-outline]");
    if (outline && !location.hash) outline.open = false;
  }

  search();
  if (form) {
    follow();
    insert();
    add();
  }

  function search() {
    const panel = document.querySelector("[data-variables]");
    const field = panel.querySelector("input[type=search]");
    const told = panel.querySelector(".told");
    field.closest("p").hidden = false;
    field.addEventListener("input", () => {
      const words = field.value.trim().split(/\s+/);
      let shown = 0;
      for (const one of panel.querySelectorAll("li")) {
        one.hidden = !words.every((word) => one.dataset.words.includes(word));
        shown += !one.hidden;
      }
      told.textContent = field.value.trim() ? `找到 ${shown} 个变量。` : "";
    });
  }

  function follow() {
    let timer = null;
    let asked = 0;
    let isChanged = false;
    let edited = null;
    const show = async () => {
      const mine = ++asked;
      let answer;
      try {
        const response = await fetch(form.dataset.live, { method: "POST", body: new FormData(form) });
        answer = await response.json();
      } catch (error) {
        answer = { notice: "", problem: "预览没有刷新：连不上，或者登录已经过期。填的内容还在。", fields: {} };
      }
      // What was typed since has been asked for already.
      if (mine !== asked) return;
      tell(answer, edited);
      notice.classList.toggle("stale", !answer.notice);
      if (answer.notice) {
        problem.hidden = true;
        const heading = notice.querySelector("[data-untitled]");
        notice.innerHTML = answer.notice;
        if (heading) notice.prepend(heading);
        notice.hidden = false;
      }
    };
    const wait = (event) => {
      isChanged = true;
      edited = event.target;
      clearTimeout(timer);
      timer = setTimeout(show, 600);
    };
    form.addEventListener("input", wait);
    form.addEventListener("submit", () => { isChanged = false; clearTimeout(timer); });
    window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
  }

  // What is wrong stands below the field that it is about, in view of who types there.
  function tell({ problem: whole, fields }, edited) {
    for (const old of form.querySelectorAll(".live-problem")) old.remove();
    for (const field of form.querySelectorAll("[data-at-fault]")) {
      field.removeAttribute("aria-invalid");
      delete field.dataset.atFault;
    }
    for (const [name, sentences] of Object.entries(fields)) {
      const field = form.elements[name];
      if (!field) continue;
      field.setAttribute("aria-invalid", "true");
      field.dataset.atFault = "";
      say(sentences.join(""), field);
    }
    if (whole) say(whole, edited && edited !== form ? edited : form.querySelector(".part-actions"));
    const first = form.querySelector(".live-problem");
    if (first) first.scrollIntoView({ block: "nearest" });
  }

  function say(sentence, place) {
    const said = document.createElement("p");
    said.className = "problem live-problem";
    said.setAttribute("role", "alert");
    said.textContent = sentence;
    if (place.matches(".part-actions")) place.before(said);
    else (place.closest("label") || place).after(said);
  }

  function insert() {
    const takes = "textarea, input[type=text]";
    const told = document.querySelector("[data-variables] .told");
    let field = form.querySelector("textarea") || form.querySelector(takes);
    form.addEventListener("focusin", (event) => {
      if (event.target.matches(takes)) field = event.target;
    });
    for (const name of document.querySelectorAll("[data-insert]")) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name.textContent;
      button.setAttribute("aria-label", `插入 ${name.textContent}`);
      button.addEventListener("click", () => {
        field.setRangeText(name.dataset.insert, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
        const label = field.labels[0] ? field.labels[0].textContent.trim() : field.getAttribute("aria-label");
        told.textContent = `已插入“${label}”。`;
      });
      name.replaceChildren(button);
    }
  }

  function add() {
    for (const rows of form.querySelectorAll("[data-rows]")) {
      const empty = rows.querySelector("template[data-empty-row]");
      const total = rows.querySelector(`input[name="${rows.dataset.rows}-TOTAL_FORMS"]`);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "act quiet";
      button.textContent = "再加一条";
      button.addEventListener("click", () => {
        const row = document.createElement("div");
        row.innerHTML = empty.innerHTML.replaceAll("__prefix__", total.value);
        total.value = Number(total.value) + 1;
        button.before(...row.children);
        button.previousElementSibling.querySelector("textarea").focus();
      });
      rows.append(button);
    }
  }
})();
