/* Connects behaviours to the elements that ask for them: <div data-controller="menu copy-link">.
   One behaviour is one module with connect(element); it is fetched only where a page needs it, and with
   data-when="(max-width: …)" only on screens that do. */

const controllers = {
  "auto-submit": () => import("./controllers/auto-submit.js"),
  "character-count": () => import("./controllers/character-count.js"),
  "confirm": () => import("./controllers/confirm.js"),
  "copy-link": () => import("./controllers/copy-link.js"),
  "draft-keeper": () => import("./controllers/draft-keeper.js"),
  "error-summary": () => import("./controllers/error-summary.js"),
  "menu": () => import("./controllers/menu.js"),
  "once-submit": () => import("./controllers/once-submit.js"),
  "show-password": () => import("./controllers/show-password.js"),
  "workspace-menu": () => import("./controllers/workspace-menu.js"),
};
const connected = new WeakMap();

async function connect(element) {
  const { when } = element.dataset;
  if (when && !matchMedia(when).matches) {
    matchMedia(when).addEventListener("change", () => connect(element), { once: true });
    return;
  }
  const known = connected.get(element) ?? new Set();
  connected.set(element, known);
  for (const name of element.dataset.controller.split(/\s+/)) {
    if (!controllers[name] || known.has(name)) continue;
    known.add(name);
    (await controllers[name]()).connect(element);
  }
}

export function connectAll(root = document) {
  if (root.matches?.("[data-controller]")) connect(root);
  root.querySelectorAll("[data-controller]").forEach(connect);
}

// First: a form that is shown again after it was sent shall not get its old draft back. Few pages follow on a
// form, so the others do without the file.
if (document.cookie.includes("sent_draft=") || document.querySelector("[data-draft-clear]")) {
  (await import("./drafts.js")).forgetSent();
}
connectAll();

// Parts that arrive later (filtered lists, live rooms) are connected as well.
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === Node.ELEMENT_NODE) connectAll(node);
  }
}).observe(document.body, { childList: true, subtree: true });
