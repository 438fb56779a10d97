/*
 * A form whose answer takes a while says so as soon as it is sent, and no button can be pressed twice.
 */
"use strict";

for (const form of document.querySelectorAll("form[data-wait]")) {
  form.addEventListener("submit", () => {
    document.getElementById(form.dataset.wait).hidden = false;
    for (const button of document.querySelectorAll("input[type=submit]")) button.disabled = true;
  });
}
