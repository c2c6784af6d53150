/* Folds the side navigation on narrow screens, where it would push the page down. */
export function connect(element) {
  const wide = matchMedia("(min-width: 64rem)");
  const fit = () => {
    element.open = wide.matches;
  };
  fit();
  wide.addEventListener("change", fit);
}
