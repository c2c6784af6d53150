/* Runs before the first paint, therefore small and not a module: day or night as chosen here, else as
   the device says. The switch is part of it, so that no page fetches a file for three buttons:
   <div class="theme-switch" hidden><button data-theme-choice="dark">…</button></div> */
(function () {
  var root = document.documentElement;

  function remembered() {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch (error) {
      return "auto"; // Storage may be forbidden; then the device decides.
    }
  }

  function apply(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  }

  function show(choice) {
    document.querySelectorAll("[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    });
  }

  function choose(event) {
    var button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    var choice = button.dataset.themeChoice;
    apply(choice);
    show(choice);
    try {
      localStorage.setItem("theme", choice);
    } catch (error) {
      /* The choice then lasts for this page. */
    }
  }

  apply(remembered());
  root.classList.remove("no-script");
  document.addEventListener("click", choose);
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll(".theme-switch").forEach(function (element) {
      element.hidden = false;
    });
    show(remembered());
  });
})();
