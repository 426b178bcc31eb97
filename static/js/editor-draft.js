// Keeps what was typed in the notice editor and not saved, in this browser alone: through a
// lost connection, and through a log-in that ran out. It is offered, not put back by itself,
// because the part may have been changed since. It goes with the word that it was saved.
"use strict";
(() => {
  const PREFIX = "draft.";
  let store;
  try { store = window.localStorage; } catch (error) { store = null; }
  if (!store) return;

  const read = (name) => {
    try { return JSON.parse(store.getItem(name)); } catch (error) { return null; }
  };
  const owner = document.querySelector("[data-drafts-of]").dataset.draftsOf;
  if (document.querySelector(".messagelist .success")) {
    Object.keys(store)
      .filter((name) => name.startsWith(PREFIX + owner) && read(name)?.isSent)
      .forEach((name) => store.removeItem(name));
  }

  const form = document.querySelector("form[data-kept]");
  if (!form) return;
  const name = PREFIX + owner + form.dataset.kept;
  const seen = form.elements.seen;
  const written = () => [...form.elements].filter((one) => one.matches(
    "textarea, select, input[type=text], input[type=number], input[type=checkbox], [name$='-id']"));
  const value = (one) => (one.type === "checkbox" ? one.checked : one.value);
  const values = () => Object.fromEntries(written().map((one) => [one.name, value(one)]));
  const keep = (isSent) => {
    try {
      store.setItem(name, JSON.stringify({ at: Date.now(), seen: seen.value, isSent, values: values() }));
    } catch (error) { /* No room: the text is still on the page. */ }
  };

  const draft = read(name);
  let isTyped = false;
  form.addEventListener("input", () => { isTyped = true; keep(false); });
  form.addEventListener("submit", () => { if (isTyped) keep(true); });
  const now = values();
  // A form that came back refused holds what was sent, and knows what others have done since.
  if (form.querySelector(".errorlist")) {
    isTyped = Boolean(draft);
    if (draft) keep(false);
  } else if (draft && Object.keys(draft.values).some((one) => draft.values[one] !== (now[one] ?? ""))) offer();

  function offer() {
    const notice = document.createElement("p");
    notice.className = "restored";
    notice.setAttribute("role", "status");
    const at = new Date(draft.at);
    const minutes = String(at.getMinutes()).padStart(2, "0");
    notice.textContent = `${at.getMonth() + 1}月${at.getDate()}日 ${at.getHours()}:${minutes} 在这里填的还没有保存。`;
    const answer = (words, then) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "act quiet";
      button.textContent = words;
      button.addEventListener("click", () => { notice.remove(); then(); });
      notice.append(" ", button);
    };
    answer("恢复", restore);
    answer("不要了", () => store.removeItem(name));
    form.querySelector("h2").after(notice);
  }

  function restore() {
    // What others have changed since is told on saving, as if the page had been open all the time.
    seen.value = draft.seen;
    for (const [one, text] of Object.entries(draft.values)) {
      const field = one.endsWith("-id") ? null : place(one, text);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = text;
      else field.value = text;
    }
    for (const folded of form.querySelectorAll("details")) folded.open = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // A row that is another one by now keeps its text: the one of the draft becomes a new row.
  function place(one, text) {
    const row = /^(.+-\d+)-/.exec(one)?.[1];
    const key = row && form.elements[`${row}-id`];
    if (!row || (key && key.value === draft.values[`${row}-id`])) return form.elements[one];
    if (!one.endsWith("-text") || !text) return null;
    form.querySelector("[data-rows] > button").click();
    return [...form.querySelectorAll("[data-rows] textarea")].pop();
  }
})();
