/* Keeps what people type on their own device: <form data-controller="draft-keeper" data-draft-key="signal">.
   Says so, puts it back after a lost connection or an expired session, and forgets it once the form has
   done its work (drafts.js), or after two weeks. Never keeps passwords, files or hidden fields;
   data-draft="off" excludes a field. */
import { forget as forgetDraft } from "../drafts.js";
import { text } from "../texts.js";

const KEEP_DAYS = 14;
const PAUSE = 800;
const SKIPPED = ["password", "file", "hidden", "submit", "button"];

const fields = (form) =>
  [...form.elements].filter((field) => field.name && !SKIPPED.includes(field.type) && field.dataset.draft !== "off");

function read(form) {
  return fields(form).map((field) => [field.name, field.type, field.value, Boolean(field.checked), selected(field)]);
}

const selected = (field) => (field.type === "select-multiple" ? [...field.selectedOptions].map((o) => o.value) : null);

function write(form, values) {
  const candidates = fields(form);
  for (const [name, type, value, checked, options] of values) {
    const same = candidates.filter((field) => field.name === name && field.type === type);
    if (type === "radio" || type === "checkbox") {
      for (const field of same) if (field.value === value) field.checked = checked;
    } else if (options) {
      for (const option of same[0]?.options ?? []) option.selected = options.includes(option.value);
    } else if (same[0]) same[0].value = value;
  }
  for (const field of candidates) field.dispatchEvent(new Event("input", { bubbles: true }));
}

const time = (stamp, options) => new Intl.DateTimeFormat(document.documentElement.lang, options).format(stamp);

function note(form) {
  const line = document.createElement("p");
  line.className = "draft-note";
  line.setAttribute("role", "status");
  (form.querySelector(".form-actions") ?? form).append(line);
  return line;
}

function offerDiscard(line, discard) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text("draftDiscard");
  button.addEventListener("click", discard);
  line.append(" ", button);
}

export function connect(form) {
  const key = `draft:${form.dataset.draftKey}`;
  const pristine = JSON.stringify(read(form));
  const line = note(form);
  let timer;

  const forget = () => {
    forgetDraft(form.dataset.draftKey);
    write(form, JSON.parse(pristine));
    clearTimeout(timer);
    line.replaceChildren();
  };
  const save = () => {
    if (!form.isConnected) return; // another page stands in its place
    const values = read(form);
    if (JSON.stringify(values) === pristine) return;
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      return;
    }
    line.replaceChildren(text("draftSaved", { time: time(Date.now(), { timeStyle: "short" }) }));
    offerDiscard(line, forget);
  };
  restore(form, key, line, forget);
  // Whoever answers the form learns which draft it was.
  form.addEventListener("formdata", (event) => event.formData.set("draft_key", form.dataset.draftKey));
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  addEventListener("pagehide", () => clearTimeout(timer) || save());
}

function restore(form, key, line, forget) {
  let draft;
  try {
    draft = JSON.parse(localStorage.getItem(key));
  } catch {
    return;
  }
  // After a failed validation the server already sends back what was typed.
  if (!draft || form.querySelector(".field--error")) return;
  if (Date.now() - draft.at > KEEP_DAYS * 86_400_000) return localStorage.removeItem(key);
  write(form, draft.values);
  line.replaceChildren(text("draftRestored", { time: time(draft.at, { dateStyle: "medium", timeStyle: "short" }) }));
  offerDiscard(line, forget);
}
