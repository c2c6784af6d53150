/* Shows and hides a password. Hides it again before it is sent, so that browsers still recognise it. */
import { text } from "../texts.js";

export function connect(element) {
  const field = element.querySelector("input");
  const button = element.querySelector("[data-show]");
  const label = button.querySelector("span:last-child");
  const show = (visible) => {
    field.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    label.textContent = text(visible ? "hide" : "show");
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
}
