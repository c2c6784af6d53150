/* Saves a draft on the server while somebody types: <form data-autosave="address" data-saved="…" …>.
   The draft-keeper of the design system keeps a copy on the device meanwhile; once the server has the
   text, that copy is dropped, so that an old one never comes back over a newer one. */
const PAUSE = 1500;
const RETRY = 15000;

const form = document.querySelector("form[data-autosave]");
if (form) watch(form);

function watch(form) {
  const status = form.querySelector("[data-autosave-status]");
  const similar = document.getElementById("signal-similar");
  let timer;
  let running = false;
  let again = false;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    again = false;
    try {
      show(await send());
    } catch {
      say(form.dataset.failed, "failed");
      later(RETRY);
    }
    running = false;
    if (again) later(PAUSE);
  }

  async function send() {
    const body = new FormData(form);
    // Files are not sent every few seconds; their own button uploads them.
    for (const field of form.querySelectorAll("input[type=file]")) body.delete(field.name);
    const response = await fetch(form.dataset.autosave, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    if (response.status === 401 || response.status === 403) return { message: form.dataset.loggedOut };
    if (response.status === 409) return response.json();
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  }

  function show(answer) {
    if (!answer.saved) return say(answer.message, "failed");
    const time = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(Date.now());
    say(form.dataset.saved.replace("%(time)s", time), "saved");
    if (!again) forgetCopy();
    if (similar && similar.innerHTML.trim() !== answer.similar.trim()) similar.innerHTML = answer.similar;
  }

  function forgetCopy() {
    try {
      localStorage.removeItem(`draft:${form.dataset.draftKey}`);
    } catch {
      /* Without storage there is no copy. */
    }
  }

  function say(sentence, state) {
    form.dataset.autosaveState = state;
    if (status && status.textContent !== sentence) status.textContent = sentence;
  }

  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("change", () => later(PAUSE));
  form.addEventListener("submit", () => clearTimeout(timer));
}
