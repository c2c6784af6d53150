/* Shows how far a large file has got: <form data-upload data-most-bytes="…" data-words-stop="…" …>, with
   once-submit on it. Sends the form itself and puts the answer where the page was, so the form's address has
   to be that of its page; a file that is too large is refused before minutes go by. Without this file the
   browser sends the form as ever. */
import { forgetSent } from "../ui/js/drafts.js";
import { announce } from "../ui/js/texts.js";

const STEP = 25; // per cent between two sentences for those who do not see the bar
const PATIENCE = 2000; // milliseconds before a speed says anything about the rest

const format = (number, options) => new Intl.NumberFormat(document.documentElement.lang, options).format(number);
const megabytes = (bytes) =>
  format(bytes / 1024 ** 2, { style: "unit", unit: "megabyte", maximumFractionDigits: bytes < 10 * 1024 ** 2 ? 1 : 0 });
const fileOf = (form) => [...form.elements].flatMap((field) => [...(field.files ?? [])])[0];
const words = (form, name, values = {}) =>
  (form.dataset[`words${name}`] ?? "").replace(/%\((\w+)\)s/g, (whole, key) => values[key] ?? whole);

// At the document: once-submit has refused a second press by then, and forms that arrive later are heard too.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const file = form.matches("[data-upload]") && fileOf(form);
  if (event.defaultPrevented || !file) return;
  event.preventDefault();
  const board = makeBoard(form);
  if (file.size > Number(form.dataset.mostBytes)) fail(form, board, words(form, "TooLarge"));
  else send(form, file, board, event.submitter);
});

function send(form, file, board, submitter) {
  const request = new XMLHttpRequest();
  const began = performance.now();
  let said = 0;
  const stay = (event) => event.preventDefault();
  addEventListener("beforeunload", stay);
  board.begin(file.name, () => request.abort());
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const percent = Math.floor((loaded / total) * 100);
    board.show(percent, loaded, total, performance.now() - began);
    if (percent < said + STEP || percent === 100) return;
    said = percent - (percent % STEP);
    announce(words(form, "Percent", { percent: said }));
  });
  request.upload.addEventListener("load", () => {
    board.wait();
    announce(words(form, "Checking"));
  });
  for (const end of ["load", "error", "abort"]) {
    request.addEventListener(end, () => removeEventListener("beforeunload", stay));
  }
  request.addEventListener("load", () => answer(form, board, request));
  request.addEventListener("error", () => fail(form, board, words(form, "Failed")));
  request.addEventListener("abort", () => fail(form, board, words(form, "Stopped")));
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
}

function answer(form, board, request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const [fresh, old] = [page.getElementById("content"), document.getElementById("content")];
  const address = new URL(request.responseURL, location.href);
  const isOurs = fresh && address.pathname === location.pathname && (request.status === 200 || request.status === 422);
  if (!isOurs) {
    // Asked to log in, for example.
    if (request.status === 200) location.assign(address);
    else fail(form, board, request.status === 413 ? words(form, "TooLarge") : words(form, "Failed"));
    return;
  }
  document.title = page.title;
  forgetSent(page);
  old.replaceWith(fresh);
  scrollTo(0, 0);
  if (fresh.querySelector(".error-summary")) return;
  fresh.focus({ preventScroll: true });
  announce(fresh.querySelector(".messages")?.textContent.replace(/\s+/g, " ").trim() ?? "");
}

function fail(form, board, sentence) {
  board.fail(sentence);
  form.dispatchEvent(new Event("submit-failed"));
}

// The part below the file field: what is sent, the bar, how much of it, and a way to stop.
function makeBoard(form) {
  const field = form.querySelector("input[type=file]");
  form.querySelector(".upload-progress")?.remove();
  const part = Object.assign(document.createElement("div"), { className: "upload-progress" });
  const label = Object.assign(document.createElement("label"), { className: "upload-progress__label", htmlFor: "upload-bar" });
  const bar = Object.assign(document.createElement("progress"), { className: "upload-progress__bar", id: "upload-bar", max: 100, value: 0 });
  const line = Object.assign(document.createElement("p"), { className: "upload-progress__words" });
  const stop = Object.assign(document.createElement("button"), { type: "button", className: "button button--secondary", textContent: words(form, "Stop") });
  return {
    begin(name, abort) {
      label.textContent = words(form, "Name", { name });
      stop.addEventListener("click", abort);
      part.append(label, bar, line, stop);
      (field.closest(".field") ?? field).after(part);
      part.scrollIntoView({ block: "nearest" });
    },
    show(percent, loaded, total, spent) {
      bar.value = percent;
      line.textContent = words(form, "Sent", { sent: megabytes(loaded), all: megabytes(total), percent: format(percent) });
      const rest = (spent / loaded) * (total - loaded);
      if (spent > PATIENCE && rest > 0) line.append(" ", spell(form, rest));
    },
    wait() {
      bar.value = 100;
      line.textContent = words(form, "Checking");
      stop.remove();
    },
    fail(sentence) {
      const error = Object.assign(document.createElement("p"), { className: "field__error", tabIndex: -1, textContent: sentence });
      part.replaceChildren(error);
      (field.closest(".field") ?? field).after(part);
      error.focus();
    },
  };
}

function spell(form, rest) {
  const minutes = Math.ceil(rest / 60_000);
  if (minutes < 2) return words(form, "Soon");
  return words(form, "Rest", { time: format(minutes, { style: "unit", unit: "minute", unitDisplay: "long" }) });
}
