/* A field above a long list of choices that shows those that hold what is typed. Without it, all are there. */
(() => {
  "use strict";

  for (const set of document.querySelectorAll("fieldset.filtered")) start(set);

  function start(set) {
    const label = document.createElement("label");
    const words = document.createElement("span");
    const field = document.createElement("input");
    words.textContent = set.dataset.label;
    field.type = "search";
    field.autocomplete = "off";
    label.className = "filter";
    label.append(words, field);
    set.querySelector("legend").after(label);
    field.addEventListener("input", () => narrow(set, folded(field.value)));
    // Enter in this field is no answer to the form.
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  }

  function narrow(set, wanted) {
    for (const group of set.querySelectorAll("details")) {
      let shown = 0;
      for (const item of group.querySelectorAll("li")) {
        item.hidden = !folded(item.textContent).includes(wanted);
        shown += item.hidden ? 0 : 1;
      }
      group.hidden = shown === 0;
      if (wanted) group.open = true;
    }
  }

  // As search folds words: without accents, vowel signs, hamza, ta marbuta and alef maqsura.
  function folded(text) {
    return text
      .normalize("NFKD")
      .replace(/\p{M}|\u0640/gu, "")
      .replaceAll("ة", "ه")
      .replaceAll("ى", "ي")
      .toLowerCase()
      .trim();
  }
})();
