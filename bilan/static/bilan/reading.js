/*
 * The page of a text: typing in a row takes it, a reason dismisses it, two buttons set all rows.
 * Without this file each row is set by its own radio buttons.
 */
"use strict";

const readingForm = document.getElementById("reading-form");

/** Sets what is done with a row. */
function act(row, what) {
  const radio = row.querySelector(`.act input[value="${what}"]`);
  if (radio) radio.checked = true;
}

if (readingForm) {
  readingForm.addEventListener("input", (event) => {
    const row = event.target.closest(".proposal");
    const box = event.target.closest(".box");
    if (!row || !box) return;
    if (box.classList.contains("box-why")) act(row, event.target.value ? "dismiss" : "leave");
    else act(row, "take");
  });
  for (const bar of readingForm.querySelectorAll(".all")) bar.hidden = false;
  readingForm.addEventListener("click", (event) => {
    const what = event.target.dataset.all;
    if (!what) return;
    for (const row of readingForm.querySelectorAll(".proposal")) {
      if (what === "leave" || !row.classList.contains("is-unsure")) act(row, what);
    }
  });
}
