/* Jumps within a recording. Without this file each link with data-seconds opens the page anew, set to its
   moment; with it the player jumps in place:
   <div data-webinar-player data-words-at="… %(time)s"><video …><a href="?t=330#player" data-seconds="330">.
   The focus stays where it is as long as the player is seen; else it goes to the player. */
import { announce } from "../ui/js/texts.js";

const root = document.querySelector("[data-webinar-player]");
const player = root?.querySelector("video");
const links = [...(root?.querySelectorAll("a[data-seconds]") ?? [])];
const chapters = [...(root?.querySelectorAll(".webinar-chapters a[data-seconds]") ?? [])];
const rows = [...(root?.querySelectorAll(".webinar-text a[data-seconds]") ?? [])];

const isSeen = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight && Math.min(bottom, innerHeight) - Math.max(top, 0) > (bottom - top) / 2;
};

function keep(seconds) {
  const address = new URL(location.href);
  address.searchParams.set("t", seconds);
  address.hash = "";
  history.replaceState(history.state, "", address);
}

function jump(event, link) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const seconds = Number(link.dataset.seconds);
  root.querySelector("[data-start]")?.remove();
  player.currentTime = seconds;
  mark();
  keep(seconds);
  announce(root.dataset.wordsAt.replace("%(time)s", link.querySelector(".webinar-jump__time").textContent));
  if (!isSeen(player)) {
    player.focus({ preventScroll: true });
    player.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
  // Browsers may refuse to play by themselves; then the player stands at the moment.
  player.play().catch(() => {});
}

// Marks the chapter and the paragraph that are playing, for eyes and ears alike.
function mark() {
  for (const group of [chapters, rows]) {
    const current = group.findLast((link) => Number(link.dataset.seconds) <= player.currentTime + 0.3);
    for (const link of group) {
      if (link === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}

if (player) {
  for (const link of links) link.addEventListener("click", (event) => jump(event, link));
  player.addEventListener("timeupdate", mark);
}
