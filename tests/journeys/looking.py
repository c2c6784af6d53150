"""What must hold on every page, whoever looks at it and however they came there."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from PIL import Image
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[2]
WCAG_AA = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")

_RUN_AXE = """tags => axe.run(document, {
  ...(tags.length ? {runOnly: {type: "tag", values: tags}} : {}), resultTypes: ["violations"],
})"""
#: Whatever reaches beyond the right edge without standing in a frame that scrolls.
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_TOP = "element => element.getBoundingClientRect().top + scrollY"
#: Pixels that a picture shows above its subject.
ROOM_ABOVE = 32
_FOCUS = """() => {
  const element = document.activeElement;
  const marks = (style) => style
    && ((style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none");
  // A link that covers its whole card may mark the card instead of itself.
  const near = [element];
  while (near.length < 5 && near.at(-1).parentElement) near.push(near.at(-1).parentElement);
  const marked = near.some((one) =>
    [null, "::before", "::after"].some((part) => marks(getComputedStyle(one, part))));
  const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width, 40) / 2, box.top + Math.min(box.height, 40) / 2];
  const inside = x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight;
  const top = inside ? document.elementFromPoint(x, y) : null;
  const free = top !== null && (element.contains(top) || top.contains(element));
  return {marked, inside, free, what: element.outerHTML.slice(0, 160)};
}"""


def axe(page: Page, tags: Sequence[str] = WCAG_AA) -> None:
    """Fail on anything that axe finds.

    Parameters
    ----------
    tags : sequence of str
        The rules of axe that count; with none of them every rule counts, also its good practice.
    """
    page.evaluate(AXE)
    result = page.evaluate(_RUN_AXE, list(tags))
    found = [
        (fault["id"], node["html"][:160], node["failureSummary"][:200])
        for fault in result["violations"]
        for node in fault["nodes"]
    ]
    assert found == [], f"{page.url}: {found}"


@contextmanager
def scripts_allowed(page: Page) -> Iterator[None]:
    """Let the checks run in a browser that runs no script of the page itself.

    What the page brought along stays silent: it was left out when the page was opened.
    """
    browser = page.context.new_cdp_session(page)
    # Only a change is heard, and this session has not said anything yet.
    for disabled in (True, False):
        browser.send("Emulation.setScriptExecutionDisabled", {"value": disabled})
    try:
        yield
    finally:
        browser.send("Emulation.setScriptExecutionDisabled", {"value": True})


def fits(page: Page) -> None:
    """Fail if the page scrolls sideways."""
    assert page.evaluate(_OVERFLOW) <= 0, f"{page.url} scrolls sideways"


def focus_is_seen(page: Page) -> None:
    """Fail if the element with the focus is not marked, off the screen, or covered."""
    focus = page.evaluate(_FOCUS)
    what = focus.pop("what")
    assert focus == {"marked": True, "inside": True, "free": True}, f"{page.url}: {focus} {what}"


def picture(page: Page, name: str, at: Locator | None = None) -> None:
    """Store what is seen as ``<name>.png`` where DREHSCHEIBE_PICTURES says, if the docs show it.

    Parameters
    ----------
    at : Locator or None
        What stands at the top of the picture; the top of the page if None.
    """
    folder = os.environ.get("DREHSCHEIBE_PICTURES", "")
    if not folder or name not in _shown_in_docs():
        return
    top = 0 if at is None else at.evaluate(_TOP) - ROOM_ABOVE
    page.evaluate("top => { document.activeElement.blur(); scrollTo(0, top); }", top)
    seen = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    file = Path(folder) / f"{name}.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    seen.quantize(colors=128, dither=Image.Dither.NONE).save(file, optimize=True)


@lru_cache(maxsize=1)
def _shown_in_docs() -> frozenset[str]:
    pages = (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    return frozenset(re.findall(r"pictures/([\w-]+)\.png", text))


class Guard:
    """Listens to everything that browsers do during a test, and holds it against the hub.

    Complaints: a request to another host, any error or breach of the content policy on the
    console, an error that no script caught, an answer of 500 or above.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.forgiven: set[int] = set()

    def watch(self, page: Page) -> None:
        page.on("request", self._on_request)
        page.on("response", self._on_response)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))

    def forgive(self, status: int) -> None:
        """Say that an answer of this status is what the test is about."""
        self.forgiven.add(status)

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.complaints.append(f"request to another host: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.forgiven:
            self.complaints.append(f"{response.status} from {response.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        is_forgiven = any(f"status of {status}" in message.text for status in self.forgiven)
        if message.type == "error" and not is_forgiven:
            self.complaints.append(f"console: {message.text}")
