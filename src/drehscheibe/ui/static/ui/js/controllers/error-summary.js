/* Takes the focus after a form came back with errors; its links put the cursor into the field. */
export function connect(element) {
  element.focus();
  element.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") ?? field).scrollIntoView({ block: "start" });
    field.focus({ preventScroll: true });
  });
}
