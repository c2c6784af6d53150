/* Light, dark, or like the device. Remembers the choice on this device only.
   <div data-controller="theme-switch" hidden><button data-theme-choice="dark">…</button></div> */
const root = document.documentElement;

function remembered() {
  try {
    return localStorage.getItem("theme") ?? "auto";
  } catch {
    return "auto";
  }
}

function show(choice) {
  for (const button of document.querySelectorAll("[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
  }
}

export function connect(element) {
  element.hidden = false;
  show(remembered());
  element.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-theme-choice]")?.dataset.themeChoice;
    if (!choice) return;
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
    try {
      localStorage.setItem("theme", choice);
    } catch {
      /* The choice then lasts for this page. */
    }
    show(choice);
  });
}
