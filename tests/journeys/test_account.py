"""People and their keys: a passkey in a real browser, and every page of the account looked at."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from drehscheibe.core.accounts.models import User
from tests.journeys import looking
from tests.journeys.conftest import HEIGHTS, NARROW, WIDE
from tests.journeys.hub import PASSWORD, Hub, add_example_initiative, add_person, grant

pytestmark = pytest.mark.e2e

PAGES = (
    "konto",
    "konto/profil",
    "konto/email",
    "konto/password/change",
    "konto/2fa",
    "konto/sessions",
    "mandate",
    "mandate/beantragen",
    "mitteilungen",
    "mitteilungen/e-mails",
)


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], transactional_db: None) -> Page:
    return new_context(locale="de-DE").new_page()


def log_in(page: Page, home: str, email: str) -> None:
    page.goto(f"{home}/de/konto/login/?next=/de/mandate/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/de/mandate/")


def plug_in_a_device(page: Page) -> None:
    """Give the browser a device that keeps passkeys and says yes to everything."""
    browser = page.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_opens_the_door(hub: Hub, page: Page) -> None:
    add_person("passkey@example.org", "Passkey Person")
    # Passkeys belong to a name, not to a number.
    home = hub.url.replace("127.0.0.1", "localhost")
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    plug_in_a_device(page)
    log_in(page, home, "passkey@example.org")

    page.goto(f"{home}/de/konto/2fa/webauthn/add/")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Name dieses Passkeys").fill("Laptop")
    page.get_by_role("button", name="Passkey hinzufügen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wiederherstellungs-Codes")

    page.context.clear_cookies()
    page.goto(f"{home}/de/konto/login/?next=/de/mandate/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    page.wait_for_url("**/de/mandate/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Mandate")
    assert heard == []


def test_without_a_device_the_page_says_what_to_do(hub: Hub, page: Page) -> None:
    home = hub.url.replace("127.0.0.1", "localhost")
    page.goto(f"{home}/de/konto/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()); }")

    page.get_by_role("button", name="Mit Passkey anmelden").click()

    expect(page.locator("[data-passkey-error]")).to_be_visible()
    expect(page.locator("[data-passkey-error]")).to_contain_text("nutzen Sie einen anderen Weg")


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_the_account_are_accessible(
    hub: Hub,
    new_context: Callable[..., BrowserContext],
    transactional_db: None,
    width: int,
    scheme: str,
) -> None:
    email = f"pages-{width}-{scheme}@example.org"
    add_person(email, "Seiten Person")
    initiative = add_example_initiative(f"Seiten {width} {scheme} (Beispiel)", "05515")
    grant(email, initiative.organisation, "coordinator")
    page = new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme, locale="de-DE"
    ).new_page()

    for path in ("konto/login", "konto/signup", "konto/login/code", "konto/password/reset"):
        page.goto(f"{hub.url}/de/{path}/")
        looking.fits(page)
        looking.axe(page)
    page.goto(f"{hub.url}/de/konto/signup/")
    page.get_by_role("button", name="Konto anlegen").click()
    looking.axe(page)

    log_in(page, hub.url, email)
    people = f"organisationen/{initiative.organisation.uuid}/personen"
    for path in (*PAGES, people):
        page.goto(f"{hub.url}/de/{path}/")
        expect(page.locator("h1")).to_have_count(1)
        looking.fits(page)
        looking.axe(page)
    assert User.objects.filter(email=email).count() == 1
