"""An initiative takes an invitation home: as a visitor without account, and as a team that keeps it."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Download, Locator, expect

from drehscheibe.capabilities.library.choices.package import FigureChoice, Part
from drehscheibe.capabilities.library.models import FilledPackage, PartnerPackage
from tests.journeys.conftest import NARROW, WIDE, MakePerson
from tests.journeys.hub import Hub, add_coordinator
from tests.journeys.looking import Guard
from tests.journeys.person import Person

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.parametrize(("language", "width"), [("de", WIDE), ("en", NARROW)]),
]

SLUG = "offene-betriebe"
LONG_NAME = "Überregionales Bündnis für Industrie, Handwerk & Nachbarschaft <b>in Müllheim</b>"[:80]
POINTS = "Rundgänge\nBerufe zum Ausprobieren\nGespräche"


def title_of(person: Person) -> str:
    package = PartnerPackage.objects.get(slug=SLUG)
    return package.title if person.words.language == "de" else package.title_en


def takes(person: Person, part: Part) -> Path:
    """Press the button of a file and return what was saved."""
    button = person.get("button", person.words.of(part.label))
    person.go_to(button)
    with person.page.expect_download() as made:
        person.page.keyboard.press("Enter")
    download: Download = made.value
    return Path(download.path())


def fills(person: Person, day: date) -> None:
    words = person.words
    person.writes(words("Name of your initiative"), LONG_NAME)
    field = person.get("combobox", "Kreis")
    person.go_to(field)
    person.page.keyboard.type("Landkreis Gif")
    expect(field).to_have_value("03151")
    person.dates(words("Day"), day)
    person.writes(words("Place"), "Musterwerk, Werkstraße 1, Gifhorn")
    person.writes(words("What awaits people"), POINTS)


def preview_of(person: Person) -> Locator:
    return person.page.locator("#preview")


def test_visitor_takes_a_poster_home_without_an_account(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    guard.forgive(422)
    kept_before = FilledPackage.objects.count()
    visitor = make_person(language, width)
    words = visitor.words

    visitor.opens(f"{visitor.start}{words('library/partner-package/', context='url')}")
    visitor.looks("packages")
    visitor.follows("link", title_of(visitor))
    visitor.looks("package")
    visitor.follows("link", words("Fill in and take home"))
    visitor.looks()
    fills(visitor, date(2020, 1, 4))
    visitor.follows("button", words("Show the preview"))
    visitor.looks()
    visitor.sees(words("This day is over. Please choose a day from today on."))
    expect(visitor.page.get_by_label(words("Name of your initiative"))).to_have_value(LONG_NAME)

    visitor.dates(words("Day"), timezone.localdate() + timedelta(days=200))
    visitor.follows("button", words("Show the preview"))
    visitor.looks("package-fill")
    # The figure is the official one, with its source; the name is a name and no markup.
    tile_picture = preview_of(visitor).locator("img").nth(1)
    expect(tile_picture).to_have_attribute("alt", re.compile("13111-07-05-4"))
    visitor.unfolds(words("Press release"))
    visitor.looks()
    expect(preview_of(visitor)).to_contain_text(LONG_NAME)

    poster = takes(visitor, Part.POSTER_A4).read_bytes()
    tile = takes(visitor, Part.TILE).read_bytes()
    archive = takes(visitor, Part.ALL).read_bytes()
    assert poster.startswith(b"%PDF")
    assert b"pdfuaid:part" in poster
    assert Image.open(io.BytesIO(tile)).size == (1080, 1080)
    assert len(zipfile.ZipFile(io.BytesIO(archive)).namelist()) == len(Part) - 1
    assert FilledPackage.objects.count() == kept_before


def test_preview_follows_what_is_typed(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    visitor = make_person(language, width)
    words = visitor.words
    address = words("library/partner-package/<slug:slug>/fill/", context="url")

    visitor.opens(f"{visitor.start}{address.replace('<slug:slug>', SLUG)}")
    visitor.writes(words("Name of your initiative"), "Bündnis Beispiel")
    visitor.page.keyboard.press("Tab")
    poster = preview_of(visitor).locator("img").first
    expect(poster).to_have_attribute("alt", re.compile("Bündnis Beispiel"))
    visitor.looks()


def test_team_keeps_a_package_and_uses_it_again(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    member = make_person(language, width)
    words = member.words
    email = f"package-{language}-{width}@example.org"
    name = f"Paketinitiative {language} {width}"
    add_coordinator(email, name, "03151")

    member.logs_in(email)
    address = words("library/partner-package/<slug:slug>/fill/", context="url")
    member.opens(f"{member.start}{address.replace('<slug:slug>', SLUG)}")
    # Name and Kreis come from the directory.
    expect(member.page.get_by_label(words("Name of your initiative"))).to_have_value(name)
    member.dates(words("Day"), timezone.localdate() + timedelta(days=100))
    expect(member.page.locator("[data-live][aria-busy=true]")).to_have_count(0)
    member.picks(words.of(FigureChoice.NONE.label))
    member.follows("button", words("Keep for our team"))
    member.looks("package-kept")
    member.sees(words("Kept. Everybody who acts for your organisation finds it here."))

    member.opens(f"{member.start}{words('workspace/partner-packages/', context='url')}")
    member.looks("package-list")
    again = member.page.get_by_role("button", name=words("For next year")).first
    member.follows_to(again)
    member.looks()
    member.sees(words("The new round is ready. Please check the day, the place and the figure."))
    assert FilledPackage.objects.filter(values__initiative=name).count() == 2


def test_everything_works_without_script(
    hub: Hub, make_person: MakePerson, guard: Guard, language: str, width: int
) -> None:
    visitor = make_person(language, width, java_script_enabled=False)
    words = visitor.words
    address = words("library/partner-package/<slug:slug>/fill/", context="url")

    visitor.opens(f"{visitor.start}{address.replace('<slug:slug>', SLUG)}")
    fills(visitor, timezone.localdate() + timedelta(days=50))
    visitor.follows("button", words("Show the preview"))
    visitor.looks()
    assert takes(visitor, Part.TILE).read_bytes().startswith(b"\x89PNG")
