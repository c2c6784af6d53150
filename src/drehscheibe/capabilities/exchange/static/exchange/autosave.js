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
  let running = null;
  let again = false;
  let isUnsaved = false;
  let isLeaving = false;

  const later = (wait) => {
    isUnsaved = true;
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (running) {
      again = true;
      return running;
    }
    clearTimeout(timer);
    isUnsaved = false;
    again = false;
    running = attempt();
    await running;
    running = null;
    if (again) later(PAUSE);
  }

  async function attempt() {
    try {
      show(await send());
    } catch {
      say(form.dataset.failed, "failed");
      later(RETRY);
    }
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
  // Another form on the page, such as "hand over": what was typed here is saved first, else it would be lost.
  document.addEventListener("submit", async (event) => {
    if (event.target === form) return clearTimeout(timer);
    if (isLeaving || !(isUnsaved || running)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (running) await running;
    if (isUnsaved) await save();
    isLeaving = true;
    event.target.requestSubmit(event.submitter);
    isLeaving = false;
  }, { capture: true });
}
