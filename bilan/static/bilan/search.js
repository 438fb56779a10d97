/*
 * Suggestions under the search field, by keyboard and by pointer (the combobox pattern of ARIA).
 * Without this script the field is a plain form, and finds the same.
 */
(() => {
  "use strict";

  const WAIT = 120; // milliseconds after the last key

  for (const form of document.querySelectorAll("form[data-suggest]")) start(form);

  function start(form) {
    const field = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    let options = [];
    let chosen = -1;
    let asked = "";
    let timer = 0;

    list.id = `${field.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent);
    form.append(list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    field.addEventListener("keydown", press);
    field.addEventListener("blur", close);
    // The field keeps the focus while a suggestion is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());

    async function ask() {
      asked = field.value.trim();
      const question = asked;
      if (question.length < 2) return close();
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(question)}`).catch(() => null);
      if (!answer || !answer.ok || question !== asked) return undefined;
      const { suggestions } = await answer.json();
      return question === asked && document.activeElement === field ? show(suggestions) : undefined;
    }

    function show(suggestions) {
      options = suggestions.map((suggestion, place) => {
        const option = document.createElement("li");
        const title = document.createElement("bdi");
        const kind = document.createElement("small");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.address = suggestion.address;
        title.textContent = suggestion.title;
        kind.textContent = suggestion.kind;
        option.append(title, " ", kind);
        option.addEventListener("click", () => go(option));
        return option;
      });
      list.replaceChildren(...options);
      list.hidden = options.length === 0;
      field.setAttribute("aria-expanded", String(options.length > 0));
      choose(-1);
    }

    function choose(place) {
      chosen = place;
      options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
      if (chosen < 0) {
        field.removeAttribute("aria-activedescendant");
      } else {
        field.setAttribute("aria-activedescendant", options[chosen].id);
        options[chosen].scrollIntoView({ block: "nearest" });
      }
    }

    function press(event) {
      if (list.hidden) {
        if (event.key === "ArrowDown") ask();
        return;
      }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const count = options.length + 1; // the field itself is one of the places
        const step = event.key === "ArrowDown" ? 1 : -1;
        choose(((chosen + 1 + step + count) % count) - 1);
        event.preventDefault();
      } else if (event.key === "Enter" && chosen >= 0) {
        go(options[chosen]);
        event.preventDefault();
      } else if (event.key === "Escape") {
        close();
        event.preventDefault();
      }
    }

    function go(option) {
      window.location.assign(option.dataset.address);
    }

    function close() {
      asked = "";
      clearTimeout(timer);
      options = [];
      list.hidden = true;
      list.replaceChildren();
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
  }
})();
