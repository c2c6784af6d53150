/* What the draft-keeper keeps on this device, and when that is no longer needed. */
const COOKIE = "sent_draft";

export function forget(key) {
  try {
    localStorage.removeItem(`draft:${key}`);
  } catch {
    /* Without storage there is no draft either. */
  }
}

// The server says by a cookie which form has just done its work; a page may also name a draft itself.
export function forgetSent(root = document) {
  const sent = document.cookie.match(`(?:^|; )${COOKIE}=([^;]*)`)?.[1];
  if (sent) {
    forget(sent);
    document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
  }
  for (const mark of root.querySelectorAll("[data-draft-clear]")) forget(mark.dataset.draftClear);
}
