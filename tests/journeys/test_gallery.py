"""The gallery in a real browser: axe in both colour schemes, no overflow, no foreign request."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("drehscheibe.ui.tests.test_pages"),
]


def _open(
    browser: Browser, live_server: LiveServer, scheme: str, width: int
) -> tuple[Page, list[str]]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="de-DE",
    )
    page = context.new_page()
    heard: list[str] = []
    page.on("request", lambda request: heard.append(request.url))
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(f"error: {error}"))
    page.goto(f"{live_server.url}/de/gestaltung/")
    page.wait_for_load_state("networkidle")
    return page, heard


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_gallery_is_accessible_and_keeps_to_itself(
    browser: Browser, live_server: LiveServer, scheme: str, width: int
) -> None:
    page, heard = _open(browser, live_server, scheme, width)

    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")

    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in result["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert [line for line in heard if not line.startswith(live_server.url)] == []
    page.context.close()


def test_theme_is_chosen_and_remembered(browser: Browser, live_server: LiveServer) -> None:
    page, _heard = _open(browser, live_server, "light", 1280)
    ground = "getComputedStyle(document.body).backgroundColor"

    page.locator("header [data-theme-choice=dark]").first.click()
    dark = page.evaluate(ground)
    page.reload()

    assert dark != "rgb(250, 246, 238)"
    assert page.evaluate(ground) == dark
    page.context.close()


def test_draft_comes_back_and_can_be_discarded(browser: Browser, live_server: LiveServer) -> None:
    page, _heard = _open(browser, live_server, "light", 1280)

    page.locator("#id_story").fill("Der Anschluss fehlt.")
    page.get_by_text("Entwurf um").wait_for()
    page.reload()
    page.get_by_text("wieder eingesetzt").wait_for()
    assert page.locator("#id_story").input_value() == "Der Anschluss fehlt."
    page.get_by_role("button", name="Entwurf verwerfen").last.wait_for()
    page.locator(".draft-note button").click()

    assert page.locator("#id_story").input_value() == ""
    page.context.close()


def test_confirmation_can_be_refused(browser: Browser, live_server: LiveServer) -> None:
    page, _heard = _open(browser, live_server, "light", 1280)
    form = page.locator("form[data-controller=confirm]")

    form.get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Nein, zurück").click()

    assert page.url.endswith("/de/gestaltung/")
    form.get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Ja, so machen").click()
    page.wait_for_url("**/gestaltung/?#behaviour")
    page.context.close()
