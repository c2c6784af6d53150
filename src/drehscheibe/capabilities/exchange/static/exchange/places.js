/* Shows the choice of Länder or of Kreise only where the chosen kind of region needs it.
   Without JavaScript both are there, folded. */
const parts = document.querySelectorAll("[data-scope]");
const radios = document.querySelectorAll("input[name=scope]");

function show() {
  const chosen = [...radios].find((radio) => radio.checked)?.value;
  for (const part of parts) {
    const isWanted = part.dataset.scope === chosen;
    part.hidden = !isWanted;
    if (isWanted) part.querySelector("details").open = true;
  }
}

for (const radio of radios) radio.addEventListener("change", show);
// Drafts that the device puts back announce themselves with an input event.
document.addEventListener("input", (event) => event.target.name === "scope" && show());
show();
