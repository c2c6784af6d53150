"""The gallery in a real browser: axe in both colour schemes, no overflow, controls that behave."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys import looking
from tests.journeys.conftest import WIDE
from tests.journeys.hub import Hub
from tests.journeys.looking import Guard

pytestmark = pytest.mark.e2e

#: The narrowest screen on which text may still not scroll sideways (WCAG 1.4.10).
NARROWEST = 320

OpenGallery = Callable[..., Page]


@pytest.fixture
def open_gallery(
    hub: Hub, guard: Guard, new_context: Callable[..., BrowserContext], transactional_db: None
) -> OpenGallery:
    def open_it(scheme: str = "light", width: int = WIDE) -> Page:
        page = new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="de-DE",
        ).new_page()
        guard.watch(page)
        page.goto(f"{hub.url}/de/gestaltung/")
        page.wait_for_load_state("networkidle")
        return page

    return open_it


@pytest.mark.parametrize("width", [NARROWEST, WIDE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_is_accessible(open_gallery: OpenGallery, scheme: str, width: int) -> None:
    page = open_gallery(scheme, width)

    looking.axe(page, tags=[])
    looking.fits(page)


def test_theme_is_chosen_and_remembered(open_gallery: OpenGallery) -> None:
    page = open_gallery()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.locator("header [data-theme-choice=dark]").first.click()
    # Even without motion a colour changes only with the next frame.
    expect(page.locator("body")).not_to_have_css("background-color", light)
    dark = page.evaluate(ground)
    page.reload()

    assert page.evaluate(ground) == dark


def test_draft_comes_back_and_can_be_discarded(open_gallery: OpenGallery) -> None:
    page = open_gallery()

    page.locator("#id_story").fill("Der Anschluss fehlt.")
    page.get_by_text("Entwurf um").wait_for()
    page.reload()
    page.get_by_text("wieder eingesetzt").wait_for()
    assert page.locator("#id_story").input_value() == "Der Anschluss fehlt."
    page.get_by_role("button", name="Entwurf verwerfen").last.wait_for()
    page.locator(".draft-note button").click()

    assert page.locator("#id_story").input_value() == ""


def test_confirmation_can_be_refused(open_gallery: OpenGallery) -> None:
    page = open_gallery()
    form = page.locator("form[data-controller=confirm]")

    form.get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Nein, zurück").click()

    assert page.url.endswith("/de/gestaltung/")
    form.get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Ja, so machen").click()
    page.wait_for_url("**/gestaltung/?#behaviour")
