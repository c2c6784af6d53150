/* Filters take effect at once. With data-target="#results" only that part of the page changes and the
   address follows; otherwise the form is sent. Text fields wait for Enter or a pause. */
const PAUSE = 600;

async function refresh(form, target, signal) {
  // Fetched with the first filter, not with the first visit.
  const { announce, text } = await import("../texts.js");
  const address = new URL(form.action || location.href);
  const filled = [...new FormData(form)].filter(([, value]) => value !== "");
  address.search = new URLSearchParams(filled);
  form.setAttribute("aria-busy", "true");
  announce(text("loading"));
  const response = await fetch(address, { signal, headers: { "X-Requested-With": "fetch" } });
  if (!response.ok) throw new Error(`${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const [fresh, old] = [page.querySelector(target), document.querySelector(target)];
  if (!fresh || !old) throw new Error("no results");
  old.replaceChildren(...fresh.childNodes);
  swapActive(form, page);
  history.replaceState(null, "", address);
  announce(old.querySelector("[data-count]")?.textContent.trim() ?? "");
}

function swapActive(form, page) {
  const selector = ".filter-bar__active";
  const fresh = page.querySelector(`form[aria-label="${CSS.escape(form.getAttribute("aria-label"))}"] ${selector}`);
  form.querySelector(selector)?.remove();
  if (fresh) form.append(fresh);
}

export function connect(form) {
  let running;
  let timer;
  const send = async () => {
    const { target } = form.dataset;
    if (!target) return form.requestSubmit();
    running?.abort();
    running = new AbortController();
    try {
      await refresh(form, target, running.signal);
    } catch (error) {
      if (error.name !== "AbortError") form.requestSubmit();
    } finally {
      form.removeAttribute("aria-busy");
    }
  };
  form.addEventListener("change", (event) => event.target.matches("select, [type=checkbox], [type=radio]") && send());
  form.addEventListener("input", (event) => {
    if (!form.dataset.target || !event.target.matches("[type=text], [type=search]")) return;
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
}
