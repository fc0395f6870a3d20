// The little that screens do by themselves. Every page works without it.
"use strict";

// After a form was refused, the list of what to correct is read out first.
const faults = document.querySelector(".nhsuk-error-summary");
if (faults) {
  faults.tabIndex = -1;
  faults.focus();
}

// A form sent without a network would be gone with everything typed: it stays, and says so.
const offline = document.getElementById("offline");
document.addEventListener("submit", (event) => {
  if (!offline || navigator.onLine) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  offline.hidden = false;
  offline.scrollIntoView({ block: "center" });
});
window.addEventListener("online", () => {
  if (offline) offline.hidden = true;
});

// Two quick taps send a form once. The back button brings the page back as it was left: it can be sent again.
// So it can after a while without an answer, or once stopped: the key in the form keeps it from counting twice.
const AGAIN_AFTER = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, AGAIN_AFTER);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
  }
});

// Paper is offered only where a browser can print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
