/* Closes an open <details> menu on Escape, on a click elsewhere and when the focus leaves it. */
export function connect(element) {
  const close = (focus) => {
    if (!element.open) return;
    element.open = false;
    if (focus) element.querySelector("summary").focus();
  };
  element.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  document.addEventListener("click", (event) => !element.contains(event.target) && close(false));
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close(false);
  });
}
