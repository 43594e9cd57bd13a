// The page of a key question saves as one goes: every entry is written into this browser first, and is out of it once
// the record has it (unsent.js). What the page says stood when it was made goes on only then.
import { standing, unsentOf } from "/own/unsent.js";

const IDLE = 1500;

const begin = (form, unsent) => {
  const path = location.pathname;
  const mine = new Set(); // what was entered on this page, or is shown in it
  const was = (field) => form.elements[`was-${field}`];

  const enter = (field, value, label) => {
    const before = unsent.waiting(path).filter((each) => each.field === field && mine.has(each.id));
    const id = `page-${crypto.randomUUID()}`;
    mine.add(id);
    unsent.put({
      id,
      at: performance.timeOrigin + performance.now(),
      path,
      about: form.dataset.about,
      label,
      field,
      value,
      was: was(field).value,
      follows: before.at(-1)?.value,
    });
    unsent.say("Saving");
    return unsent.send();
  };

  unsent.onSaved((entry, stands) => {
    if (entry.path === path && mine.has(entry.id)) was(entry.field).value = stands;
  });

  // What waits from before is shown where it was entered, unless the record has gone on since.
  for (const each of unsent.waiting(path)) {
    const field = form.elements[each.field];
    const follows = unsent.waiting(path).some((one) => mine.has(one.id) && one.value === each.follows);
    if (!field || (each.was !== was(each.field).value && !follows)) continue;
    field.value = each.value;
    mine.add(each.id);
  }

  let noted = form.elements.note.value.trim();
  let writing = null;
  const note = () => {
    clearTimeout(writing);
    const text = form.elements.note.value.trim();
    if (!text || text === noted) return;
    noted = text;
    enter("note", text, "Note");
  };

  form.addEventListener("change", (event) => {
    const { type, name, value } = event.target;
    if (type === "radio") enter(name, value, name === "answer" ? "Your answer" : `Prompt ${name.slice("prompt-".length)}`);
    else if (name === "note") note();
  });
  form.addEventListener("input", (event) => {
    if (event.target.name !== "note") return;
    clearTimeout(writing);
    writing = setTimeout(note, IDLE);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    note();
    if (unsent.waiting().length) await unsent.send();
    // What was refused goes with the form, whose page then says it beside its field.
    if (!unsent.waiting(path).length) form.submit();
  });
  window.addEventListener("pagehide", note);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && note());
};

const reader = document.querySelector("[data-read]");
const line = document.querySelector("[data-saved]");
if (reader && line) {
  const unsent = unsentOf(reader.dataset.read, line, document.querySelector("[data-unsent]"));
  if (reader instanceof HTMLFormElement) begin(reader, unsent);
}
