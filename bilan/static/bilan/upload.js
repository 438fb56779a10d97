/*
 * Sending a file: how much has gone, then a clear wait while it is read. Without it the form is sent as any.
 */
"use strict";

const form = document.getElementById("upload-form");
const wait = document.getElementById("upload-wait");

if (form && wait) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const file = form.querySelector("input[type=file]").files[0];
    if (file && file.size > Number(wait.dataset.largest)) {
      // The server stops such a file while it comes in, and a browser then shows no answer.
      wait.querySelector("span").textContent = wait.dataset.large;
      wait.querySelector("progress").hidden = true;
      wait.hidden = false;
      return;
    }
    const request = new XMLHttpRequest();
    const button = form.querySelector("input[type=submit]");
    const bar = wait.querySelector("progress");
    const words = wait.querySelector("span");
    const failed = () => {
      words.textContent = wait.dataset.failed;
      bar.hidden = true;
      button.disabled = false;
    };
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = 100 * sent.loaded / sent.total;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      words.textContent = wait.dataset.reading;
    });
    request.addEventListener("error", failed);
    request.addEventListener("load", () => {
      // Whoever was signed out meanwhile is answered by the page to sign in.
      const type = request.getResponseHeader("Content-Type") || "";
      if (request.status !== 200 || !type.startsWith("application/json")) return failed();
      window.location.assign(JSON.parse(request.responseText).address);
    });
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    words.textContent = wait.dataset.sending;
    bar.hidden = wait.hidden = false;
    button.disabled = true;
    request.send(new FormData(form));
  });
}
