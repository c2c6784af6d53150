/* Says how many characters are left. Never cuts anything off: the server explains what is too long. */
const PAUSE = 900;

export function connect(element) {
  const field = element.querySelector("textarea, input");
  const line = element.querySelector("[data-count]");
  const limit = Number(element.dataset.limit);
  const voice = Object.assign(document.createElement("span"), { className: "visually-hidden" });
  voice.setAttribute("aria-live", "polite");
  line.after(voice);
  let timer;
  const show = () => {
    const left = limit - [...field.value].length;
    const sentence = left < 0 ? line.dataset.over : line.dataset.left;
    const number = new Intl.NumberFormat(document.documentElement.lang).format(Math.abs(left));
    line.textContent = sentence.replace("%(n)s", number);
    line.classList.toggle("field__count--over", left < 0);
    clearTimeout(timer);
    timer = setTimeout(() => {
      voice.textContent = document.activeElement === field && left < limit / 10 ? line.textContent : "";
    }, PAUSE);
  };
  field.addEventListener("input", show);
  show();
}
