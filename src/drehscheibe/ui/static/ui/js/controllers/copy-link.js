/* Copies data-copy (or the address of the page) and says so on the button. */
import { announce, text } from "../texts.js";

export function connect(button) {
  const label = button.querySelector("span:last-child") ?? button;
  const before = label.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy || location.href);
    label.textContent = text("copied");
    announce(text("copied"));
    setTimeout(() => {
      label.textContent = before;
    }, 2500);
  });
}
