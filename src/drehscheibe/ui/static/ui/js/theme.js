/* Runs before the first paint, therefore small and not a module: day or night as chosen here,
   else as the device says. The switch itself is controllers/theme-switch.js. */
(function () {
  try {
    var choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch (error) {
    /* Storage may be forbidden; then the device decides. */
  }
  document.documentElement.classList.remove("no-script");
})();
