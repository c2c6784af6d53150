"""Somebody at a keyboard: nothing here touches a mouse."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from playwright.sync_api import Locator, Page, expect

from drehscheibe.ui.tile_map import load_tile_map
from tests.journeys import looking
from tests.journeys.hub import PASSWORD, Hub
from tests.journeys.words import Words

#: More stops of the Tab key than any page of ours may need from one control to another.
MOST_STOPS = 150
MOST_OPTIONS = 60

_WHERE = """() => {
  const at = document.activeElement;
  const wanted = window.journeyWanted;
  if (wanted.includes(at)) return "here";
  const isBehind = at !== document.body
    && wanted[0].compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING;
  return isBehind ? "behind" : "ahead";
}"""
_TILE = """() => document.activeElement.querySelector("[data-ags]")?.dataset.ags
  ?? document.activeElement.dataset.ags"""


def _whole(name: str) -> re.Pattern[str]:
    """Match a name that is not a part of another one: „Fragen“ is not „Kontaktanfragen“."""
    return re.compile(rf"^\s*{re.escape(name)}(\s*\(.*\)|\s*\d+)?\s*$")


Role = Literal["link", "button", "checkbox", "radio", "combobox", "searchbox", "textbox"]


@dataclass(frozen=True, slots=True)
class Person:
    """A browser of its own, used with the keys alone.

    Attributes
    ----------
    is_narrow : bool
        A phone, on which both menus are folded.
    runs_scripts : bool
        Whether the browser runs the scripts of the pages.
    """

    page: Page
    hub: Hub
    words: Words
    is_narrow: bool
    runs_scripts: bool = True

    @property
    def start(self) -> str:
        return f"{self.hub.url}/{self.words.language}/"

    def opens(self, address: str) -> None:
        """Type an address, or follow a link from elsewhere, for example an e-mail."""
        self.page.goto(address)

    def looks(self, picture: str = "", at: Locator | None = None) -> None:
        """Check the page that is open, and keep a picture of it, or of a part, for the docs."""
        expect(self.page.locator("h1")).to_have_count(1)
        expect(self.page.locator("html")).to_have_attribute("lang", self.words.language)
        looking.fits(self.page)
        with nullcontext() if self.runs_scripts else looking.scripts_allowed(self.page):
            looking.axe(self.page)
        if picture and self.words.language == "de" and not self.is_narrow:
            looking.picture(self.page, picture, at)

    def sees(self, text: str) -> None:
        expect(self.page.locator("body")).to_contain_text(text)

    # Reaching

    def get(self, role: Role, name: str) -> Locator:
        """Return the controls of a name; an "(optional)" or a number behind it does not matter."""
        return self.page.get_by_role(role, name=_whole(name))

    def go_to(self, target: Locator) -> None:
        """Press Tab or Shift+Tab until a control has the focus; fail if it cannot be reached."""
        target = target.filter(visible=True)
        folded = self.page.locator(".filter-bar__fold:not([open]) > summary").filter(visible=True)
        if not target.count() and folded.count():
            # On a phone the filters of a list are one press away.
            self._walk_to(folded.first)
            self.page.keyboard.press("Enter")
        self._walk_to(target)

    def _walk_to(self, target: Locator) -> None:
        expect(target.first).to_be_visible()
        target.evaluate_all("found => { window.journeyWanted = found; }")
        for _stop in range(MOST_STOPS):
            where = self.page.evaluate(_WHERE)
            if where == "here":
                looking.focus_is_seen(self.page)
                return
            self.page.keyboard.press("Tab" if where == "ahead" else "Shift+Tab")
        raise AssertionError(f"{self.page.url}: {target} cannot be reached with the Tab key")

    def follows(self, role: Role, name: str) -> None:
        """Go to a link or button that opens a page, and press Enter."""
        self.follows_to(self.get(role, name))

    def follows_to(self, target: Locator) -> None:
        self.go_to(target)
        self.presses_enter()

    def presses_enter(self) -> None:
        """Press Enter where that opens a page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def unfolds(self, summary: str) -> None:
        self.go_to(self.page.locator("summary", has_text=summary))
        self.page.keyboard.press("Enter")

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", name=name).first

    # Menus

    def navigates(self, section: str, page: str = "") -> None:
        """Go to a section, or to one of its pages; phones list both in one folded menu."""
        if self.is_narrow:
            self.unfolds(self.words("Menu"))
            return self.follows("link", page or section)
        sections = self.page.get_by_role("navigation", name=self.words("Main navigation"))
        self.follows_to(sections.get_by_role("link", name=section, exact=True))
        return self.follows("link", page) if page else None

    def works_on(self, name: str) -> None:
        """Follow a link at the side of the workspace, which is folded on phones."""
        nav = self.page.get_by_role("navigation", name=self.words("Workspace"))
        if self.is_narrow:
            self.go_to(nav.locator("summary"))
            self.page.keyboard.press("Enter")
        self.follows_to(nav.get_by_role("link", name=_whole(name)))

    # Filling in

    def writes(self, label: str, text: str) -> None:
        """Replace what stands in a field."""
        pattern = re.compile(rf"^\s*{re.escape(label)}(\s*\(.*\))?\s*$")
        self.go_to(self.page.get_by_label(pattern))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def dates(self, label: str, day: date) -> None:
        """Type a day into a date field; in which order depends on the browser alone."""
        pattern = re.compile(rf"^\s*{re.escape(label)}(\s*\(.*\))?\s*$")
        field = self.page.get_by_label(pattern)
        self.go_to(field)
        for order in ("%d%m%Y", "%m%d%Y"):
            # Whoever came from below stands in the last part of the field.
            for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft"):
                self.page.keyboard.press(key)
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
        raise AssertionError(f"{label} does not take {day}")

    def chooses(self, label: str, option: str) -> None:
        """Go down a list of options with the arrow key."""
        field = self.get("combobox", label)
        self.go_to(field)
        chosen = "field => field.selectedOptions[0].label"
        for _option in range(MOST_OPTIONS):
            if field.evaluate(chosen) == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{label} has no option {option}")

    def picks(self, option: str) -> None:
        """Go to a group of options of which one may be taken, and take one."""
        wanted = self.get("radio", option)
        group = self.page.locator(f'input[type=radio][name="{wanted.get_attribute("name")}"]')
        self.go_to(group)
        for _option in range(group.count()):
            if wanted.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Space")
        looking.focus_is_seen(self.page)
        expect(wanted).to_be_checked()

    def follows_to_window(self, target: Locator) -> Person:
        """Follow a link that opens a window of its own, and return who looks at that window."""
        self.go_to(target)
        with self.page.context.expect_page() as opened:
            self.page.keyboard.press("Enter")
        opened.value.wait_for_load_state()
        return replace(self, page=opened.value)

    def ticks(self, label: str) -> None:
        box = self.get("checkbox", label)
        self.go_to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def walks_to_tile(self, ags: str) -> None:
        """Go to the map and with the arrow keys to a Kreis: first to its row, then along it."""
        self.go_to(
            self.page.locator(".tile-map [data-ags]").locator(
                "xpath=ancestor-or-self::*[@tabindex='0']"
            )
        )
        positions = load_tile_map().positions
        column, row = positions[ags]
        for _step in range(MOST_STOPS):
            at_column, at_row = positions[self.page.evaluate(_TILE)]
            if (at_column, at_row) == (column, row):
                return
            if at_row != row:
                self.page.keyboard.press("ArrowDown" if at_row < row else "ArrowUp")
            else:
                self.page.keyboard.press("ArrowRight" if at_column < column else "ArrowLeft")
        raise AssertionError(f"the arrow keys do not lead to {ags}")

    # Doing what many journeys do

    def logs_in(self, email: str) -> None:
        self.opens(self.start)
        if self.is_narrow:
            self.unfolds(self.words("Menu"))
        self.follows("link", self.words("Log in"))
        self.writes(self.words("E-mail address"), email)
        self.writes(self.words("Password"), PASSWORD)
        self.follows("button", self.words("Log in"))

    def opens_newest_notification(self, about: str = "") -> None:
        """Open the newest unread note, or the newest one whose subject holds ``about``.

        Two facts of one act are delivered in either order when several workers share the work.
        """
        self.opens(self.start)
        if self.is_narrow:
            self.unfolds(self.words("Menu"))
        self.follows_to(self.page.get_by_role("link", name=self.words("Notifications")))
        self.looks()
        notes = self.page.locator(".note--new").filter(has_text=about)
        self.follows_to(notes.first.get_by_role("link"))
