/* A form is sent once, however often the button is pressed. Coming back to the page frees it again, and so
   does "submit-failed", which whoever sends it by script tells the form. */
import { announce, text } from "../texts.js";

export function connect(form) {
  const buttons = () => form.querySelectorAll("button[type=submit], button:not([type])");
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent) return event.preventDefault();
    sent = true;
    announce(text("sending"));
    // aria-disabled keeps the button's own name and value in what is sent.
    for (const button of buttons()) button.setAttribute("aria-disabled", "true");
  });
  const free = () => {
    sent = false;
    for (const button of buttons()) button.removeAttribute("aria-disabled");
  };
  addEventListener("pageshow", free);
  form.addEventListener("submit-failed", free);
}
