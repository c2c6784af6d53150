/* Passkeys: <form data-passkey="create|get" …> with a button [data-start] and a field "credential".
   The options are in the JSON block that data-options names, or are fetched from data-options-url.
   Everything stays hidden where the browser knows no passkeys; the password always works. */

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withBytes = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

async function readOptions(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options;
}

async function create(form, publicKey) {
  const isPasswordless = form.querySelector("[name=passwordless]")?.checked ?? false;
  const selection = { ...publicKey.authenticatorSelection };
  selection.residentKey = isPasswordless ? "required" : "discouraged";
  selection.requireResidentKey = isPasswordless;
  if (isPasswordless) selection.userVerification = "required";
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection: selection,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
}

async function get(_form, publicKey) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
}

function toJson(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
}

function connect(form) {
  const error = form.querySelector("[data-passkey-error]");
  form.querySelector("[data-start]").addEventListener("click", async (event) => {
    event.preventDefault();
    error.hidden = true;
    try {
      const { publicKey } = await readOptions(form);
      const act = form.dataset.passkey === "create" ? create : get;
      form.elements.credential.value = JSON.stringify(toJson(await act(form, publicKey)));
      form.submit();
    } catch {
      // The browser says in its own dialogue what went wrong; here is what to do next.
      error.hidden = false;
    }
  });
}

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) connect(form);
}
