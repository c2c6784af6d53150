/* Keeps progress and items of a copy up to date while several people work on it: asks every 20 seconds,
   only while the page is seen, and changes nothing in which somebody has the focus. */
const PAUSE = 20000;
const parts = [...document.querySelectorAll("[data-live]")].map((part) => part.id);

async function refresh() {
  if (document.hidden) return;
  const response = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of parts) {
    const [fresh, old] = [page.getElementById(id), document.getElementById(id)];
    if (!fresh || !old || old.contains(document.activeElement)) continue;
    if (bare(fresh) !== bare(old)) old.replaceChildren(...fresh.childNodes);
  }
}

// Every form carries a fresh secret; it is no difference that anybody sees.
const bare = (part) => part.innerHTML.replace(/name="csrfmiddlewaretoken" value="[^"]*"/g, "");

setInterval(() => refresh().catch(() => {}), PAUSE);
