// A form that is on its way is not sent again by a second tap; the server would notice too.
"use strict";
(() => {
  const sending = new Map();
  document.addEventListener("submit", (event) => {
    for (const button of event.target.querySelectorAll("button[data-sending]")) {
      sending.set(button, button.textContent);
      button.disabled = true;
      button.textContent = button.dataset.sending;
    }
  });
  // Who comes back to the page, because the connection dropped, may send again.
  window.addEventListener("pageshow", () => {
    for (const [button, words] of sending) {
      button.disabled = false;
      button.textContent = words;
    }
    sending.clear();
  });
})();
