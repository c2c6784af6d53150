/* Asks before something that cannot be undone: on a form or a link, data-confirm="The sentence".
   Without JavaScript the server asks on a page of its own. */
import { text } from "../texts.js";

function ask(sentence, yes) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "dialog-title");
  const title = Object.assign(document.createElement("h2"), { id: "dialog-title", textContent: text("confirmTitle") });
  const body = Object.assign(document.createElement("p"), { textContent: sentence });
  const row = Object.assign(document.createElement("form"), { className: "cluster", method: "dialog" });
  row.append(choice(text("confirmNo"), "no", "secondary"), choice(yes || text("confirmYes"), "yes", "danger"));
  dialog.append(title, body, row);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function choice(label, value, kind) {
  return Object.assign(document.createElement("button"), { className: `button button--${kind}`, value, textContent: label });
}

export function connect(element) {
  const isForm = element.matches("form");
  let confirmed = false;
  element.addEventListener(isForm ? "submit" : "click", async (event) => {
    if (confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (!(await ask(element.dataset.confirm, element.dataset.confirmYes))) return;
    confirmed = true;
    if (isForm) element.requestSubmit(submitter);
    else element.click();
  }, { capture: true });
}
