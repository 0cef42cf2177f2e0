"use strict";
const box = document.getElementById("filter");
const model = document.getElementById("model");
const words = document.getElementById("words");
const said = document.getElementById("said");
function show() {
  const wanted = model.value;
  const text = words.value.trim().toLowerCase();
  let shown = 0, all = 0;
  for (const row of document.querySelectorAll("[data-models]")) {
    const models = row.dataset.models.split("\n");
    const fits = (!wanted || models.includes(wanted)) && (!text || row.dataset.words.includes(text));
    row.hidden = !fits;
    if (row.dataset.kind === "cause") { all += 1; shown += fits ? 1 : 0; }
  }
  said.textContent = wanted || text ? `${shown} of ${all} causes` : "";
}
if (box) {
  box.hidden = false;
  model.addEventListener("change", show);
  words.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { model.value = ""; words.value = ""; show(); }
  });
}
