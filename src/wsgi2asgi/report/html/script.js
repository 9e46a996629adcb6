"use strict";

function shown(row, words, chosen) {
  const text = row.textContent.toLowerCase();
  return words.every((word) => text.includes(word)) && chosen.every(([name, value]) => row.dataset[name] === value);
}

function filter(form) {
  const target = document.getElementById(form.dataset.target);
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [...form.querySelectorAll("select")].filter((list) => list.value).map((list) => [list.name, list.value]);
  const rows = [...target.querySelectorAll(".row")];
  for (const row of rows) row.hidden = !shown(row, words, chosen);
  for (const group of target.querySelectorAll(".group")) {
    group.hidden = !group.querySelector(".row:not([hidden])");
    if (group.localName === "details" && words.length + chosen.length) group.open = true;
  }
  const left = rows.filter((row) => !row.hidden).length;
  const noun = form.querySelector("output").dataset.noun;
  form.querySelector("output").textContent = `${left} of ${rows.length} ${noun}s`;
}

function key(row, column) {
  const cell = row.cells[column];
  const order = cell.querySelector("[data-order]");
  return order ? Number(order.dataset.order) : cell.textContent.toLowerCase();
}

function sort(table, heading) {
  const column = heading.cellIndex;
  const descending = heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const keyed = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
  keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1));
  table.tBodies[0].append(...keyed.map(([, row]) => row));
}

for (const form of document.querySelectorAll(".filters")) {
  form.hidden = false;
  form.addEventListener("input", () => filter(form));
  form.addEventListener("submit", (event) => event.preventDefault());
}

for (const table of document.querySelectorAll(".sortable")) {
  for (const heading of table.tHead.rows[0].cells) {
    heading.querySelector("button").addEventListener("click", () => sort(table, heading));
  }
}

addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
