/* Shows poster, tile and texts anew while somebody types: sends the form as "Show the preview" does, and
   takes from the answer only the parts marked with data-live. Without it the button does the same. */
const PAUSE = 900;

for (const form of document.querySelectorAll("[data-live-preview]")) {
  let running;
  let timer;

  const refresh = async () => {
    running?.abort();
    running = new AbortController();
    const filled = new FormData(form);
    filled.set("act", "look");
    const response = await fetch(form.action || location.href, {
      method: "POST", body: filled, signal: running.signal, headers: { "X-Requested-With": "fetch" },
    });
    if (!response.ok || response.redirected) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const old of form.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(old.id);
      const isTouched = old.contains(document.activeElement) && old.dataset.live !== "always";
      if (!fresh || isTouched) continue;
      const open = [...old.querySelectorAll("details")].map((each) => each.open);
      const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
      old.replaceChildren(...fresh.childNodes);
      old.querySelectorAll("details").forEach((each, at) => { each.open = open[at] ?? each.open; });
      if (focused) document.getElementById(focused)?.focus();
    }
  };

  const busy = (is) => form.querySelectorAll("[data-live]").forEach((each) => each.setAttribute("aria-busy", is));
  // An answer that was given up for a newer question leaves the parts busy until the newer one is there.
  const later = (pause) => {
    clearTimeout(timer);
    busy(true);
    timer = setTimeout(() => refresh().then(() => busy(false), (error) => error.name === "AbortError" || busy(false)), pause);
  };
  form.addEventListener("input", (event) => event.target.type !== "file" && later(PAUSE));
  form.addEventListener("change", () => later(0));
  // A file or a page is on its way: what arrives late would only disturb.
  form.addEventListener("submit", () => { clearTimeout(timer); running?.abort(); busy(false); });
}
