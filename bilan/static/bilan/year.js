/*
 * The year at a glance: moves between cells by keyboard and shows the computed change while one types.
 * The server reads the numbers and has the last word; this only shows what plain digits already say.
 */
"use strict";

const form = document.getElementById("year-form");
const language = document.documentElement.lang.slice(0, 2);

/** A typed number as a whole number of 10^-decimals, or null where only the server can tell. */
function scaled(text, decimals) {
  const ascii = text.trim()
    .replace(/[\u0660-\u0669]/g, (digit) => digit.charCodeAt(0) - 0x660)
    .replace(/[\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) - 0x6f0);
  if (decimals === 0) {
    if (/^\d{1,12}$/.test(ascii)) return BigInt(ascii);
    if (/^\d{1,3}(?:([ \u00a0\u202f\u2009.,\u066c'])\d{3})(?:\1\d{3})*$/.test(ascii)) {
      return BigInt(ascii.replace(/\D/g, ""));
    }
    return null;
  }
  const parts = /^(\d{1,12})(?:[.,\u066b](\d+))?$/.exec(ascii);
  if (!parts || (parts[2] || "").length > decimals || (parts[2] || "").length === 3) return null;
  return BigInt(parts[1] + (parts[2] || "").padEnd(decimals, "0"));
}

/** A number as the database keeps it, scaled alike. */
function kept(text, decimals) {
  const [whole, fraction = ""] = text.split(".");
  return BigInt(whole + fraction.padEnd(decimals, "0").slice(0, decimals));
}

/** Hundredths of a percent as the screen's language writes them. */
function written(hundredths) {
  const size = hundredths < 0n ? -hundredths : hundredths;
  const point = language === "en" ? "." : ",";
  const grouping = language === "en" ? "," : ".";
  const fraction = String(size % 100n).padStart(2, "0").replace(/0+$/, "");
  const whole = String(size / 100n).replace(/\B(?=(\d{3})+$)/g, grouping);
  const sign = hundredths < 0n ? "\u2212" : hundredths > 0n ? "+" : "";
  return sign + whole + (fraction && point + fraction) + (language === "en" ? "%" : "\u00a0%");
}

/** The change from old to new in hundredths of a percent, rounded to the nearest. */
function change(now, old) {
  const doubled = 2n * 10000n * (now - old);
  return (doubled + (doubled < 0n ? -old : old)) / (2n * old);
}

function show(input) {
  const row = input.closest("tr");
  const output = row.querySelector("output");
  const note = row.querySelector(".jump-note");
  const decimals = Number(input.dataset.decimals);
  const now = scaled(input.value, decimals);
  const old = input.dataset.last === undefined ? null : kept(input.dataset.last, decimals);
  output.textContent = "";
  note.hidden = true;
  row.classList.remove("jumps");
  if (now === null || old === null || old === 0n) return;
  const moved = change(now, old);
  const number = document.createElement("bdi");
  number.dir = "ltr";
  number.className = "num";
  number.textContent = written(moved);
  output.append(number);
  const jumps = (moved < 0n ? -moved : moved) > kept(input.dataset.expected, 2);
  note.hidden = !jumps;
  row.classList.toggle("jumps", jumps);
}

function move(input, step) {
  const column = [...form.querySelectorAll(input.classList.contains("value") ? "input.value" : "input.change")];
  const next = column[column.indexOf(input) + step];
  if (next) {
    next.focus();
    next.select();
  } else if (step > 0) {
    form.querySelector("[type=submit]").focus();
  }
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.classList.contains("value")) show(event.target);
  });
  form.addEventListener("keydown", (event) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList.contains("cell") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(event.target, event.key === "Enter" && event.shiftKey ? -1 : step);
  });
}
