/* Says how many characters are left. Never cuts anything off: the server explains what is too long. Only
   what no server would read, a book pasted by mistake, is not sent at all. */
import { announce } from "../texts.js";

const PAUSE = 900;
const BOOK = 500_000;

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
  // Before any other behaviour takes the form for sent.
  field.form?.addEventListener("submit", (event) => {
    if (field.value.length < BOOK) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    show();
    field.focus();
    line.scrollIntoView({ block: "center" });
    announce(line.textContent);
  }, { capture: true });
  show();
}
