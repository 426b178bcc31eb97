// Keeps a long text that was typed and not sent, in this browser alone: through a lost
// connection, and through a log-in that ran out. A form with a draft has the key by which the
// server knows the same sending again, so the key is kept with the text.
"use strict";
(() => {
  const PREFIX = "draft.";
  let store;
  try { store = window.localStorage; } catch (error) { store = null; }
  if (!store) return;

  const forget = (beginning) => Object.keys(store)
    .filter((name) => name.startsWith(PREFIX + beginning))
    .forEach((name) => store.removeItem(name));

  for (const done of document.querySelectorAll("[data-draft-done]")) {
    store.removeItem(PREFIX + done.dataset.draftDone);
  }

  // Phones are shared: who logs out leaves no text behind.
  for (const form of document.querySelectorAll("form[data-clear-drafts]")) {
    form.addEventListener("submit", () => forget(form.dataset.clearDrafts));
  }

  for (const field of document.querySelectorAll("textarea[data-draft]")) {
    const name = PREFIX + field.dataset.draft;
    const key = field.form.elements.key;
    field.addEventListener("input", () => {
      try {
        if (field.value.trim()) store.setItem(name, JSON.stringify([field.value, key.value]));
        else store.removeItem(name);
      } catch (error) { /* No room: the text is still on the page. */ }
    });
    let draft = null;
    try { draft = JSON.parse(store.getItem(name)); } catch (error) { store.removeItem(name); }
    if (draft && !field.value) restore(field, key, name, draft);
  }

  function restore(field, key, name, [text, sentBy]) {
    field.value = text;
    key.value = sentBy;
    const folded = field.closest("details");
    if (folded) folded.open = true;
    const notice = document.createElement("p");
    notice.className = "restored";
    notice.setAttribute("role", "status");
    notice.textContent = "已恢复没有提交的草稿。";
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = "清除";
    clear.addEventListener("click", () => {
      field.value = "";
      store.removeItem(name);
      notice.remove();
      field.focus();
    });
    notice.append(clear);
    field.after(notice);
  }
})();
