"""What stands in the files: whatever is filled in, and whatever is not."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import translation
from docx import Document as WordDocument
from PIL import Image

from drehscheibe.capabilities.library.choices.package import Part
from drehscheibe.capabilities.library.exports.packages.parts import make_part
from drehscheibe.capabilities.library.exports.packages.texts import (
    LONGEST_TILE_TEXT,
    fill,
    make_texts,
)
from drehscheibe.capabilities.library.models import PartnerPackage
from drehscheibe.capabilities.library.queries.package_filling import Filling, words_of
from drehscheibe.capabilities.library.queries.region_figures import Offer
from drehscheibe.capabilities.library.services.packages.reference_data import load_packages
from drehscheibe.core.documents.api import Logo

pytestmark = pytest.mark.django_db

FULL = Filling(
    language="de",
    issued_on=date(2027, 3, 1),
    initiative="Bündnis Straße & Öfen",
    in_region="im Landkreis Gifhorn",
    figure=Offer("6.667", "Menschen arbeiten im Landkreis Gifhorn", "Amt, 30. Juni 2020"),
    starts_on=date(2027, 6, 12),
    from_time=time(10),
    to_time=time(16, 30),
    place="Musterwerk, Werkstraße 1",
    points=("Rundgänge", "Berufe zum Ausprobieren", "Gespräche"),
    quote="Wir zeigen gern, was wir tun.",
    quoted="Toni Beispiel, Betriebsrat",
    about="Wir sind ein Bündnis.",
    contact_name="Toni Beispiel",
    contact_email="info@example.org",
    web="www.example.org/einladung",
)
BARE = Filling(
    language="de",
    issued_on=date(2027, 3, 1),
    initiative="IG X",
    in_region="in Flensburg",
    starts_on=date(2027, 6, 12),
)
#: The longest that the form lets pass.
LONG = replace(
    FULL,
    initiative="Überregionale Industrieakzeptanzinitiative für Müllheim, Köln-Rodenkirchen & Bad"[
        :80
    ],
    in_region="in der Europäischen Metropolregion zwischen Ötztal und Würzburg"[:60],
    place="Veranstaltungszentrum der Donaudampfschifffahrtsgesellschaft, Werkstraße 1a bis 17c, 38518 Gifhorn"[
        :120
    ],
    points=(
        "Rundgänge alle dreißig Minuten durch die Hallen der Wärmebehandlung und Oberflächen"[:90],
    )
    * 5,
    web="www.example.org/" + "sehr-lange-adresse/" * 4,
)


@pytest.fixture
def packages() -> list[PartnerPackage]:
    load_packages()
    return list(PartnerPackage.objects.all())


def every_text(words: dict[str, object], filling: Filling) -> str:
    texts = make_texts(words, filling)
    lines = [line.text for line in (*texts.press, *texts.letter)]
    more = [texts.lead, texts.press_title, texts.letter_subject, texts.newsletter, texts.tile]
    return "\n".join([*lines, *more, texts.newsletter_title, texts.alternative])


def test_five_occasions_come_with_the_hub_once(packages: list[PartnerPackage]) -> None:
    assert len(packages) == 5
    assert load_packages() == 0


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("filling", [FULL, BARE, LONG], ids=["full", "bare", "long"])
def test_texts_have_no_gap_and_no_mark(
    packages: list[PartnerPackage], filling: Filling, language: str
) -> None:
    for package in packages:
        text = every_text(package.words, replace(filling, language=language))  # type: ignore[arg-type]

        assert not re.search(r"[\[\]{}]|None|\(\)|  | ,|\.\.", text), (package.slug, text)
        assert filling.initiative in text
        assert ("12. Juni 2027" if language == "de" else "12 June 2027") in text


def test_both_languages_say_the_same_kinds_of_things(packages: list[PartnerPackage]) -> None:
    for package in packages:
        german, english = package.words["de"], package.words["en"]

        assert german.keys() == english.keys()
        for name in ("press", "letter", "tile"):
            marks = [[re.findall(r"^[#-] |\{\w+?\}", line) for line in german[name]]]
            assert len(german[name]) == len(english[name]), (package.slug, name)
            assert marks


def test_what_is_missing_takes_its_sentence_and_its_heading_along(
    packages: list[PartnerPackage],
) -> None:
    for package in packages:
        full = [line.text for line in make_texts(package.words, FULL).press]
        bare = [line.text for line in make_texts(package.words, BARE).press]

        assert "Kontakt für Rückfragen" in full
        assert "Kontakt für Rückfragen" not in bare
        assert "Über IG X" not in bare
        assert any("6.667 Menschen arbeiten im Landkreis Gifhorn." in text for text in full)
        assert not any("Warum das wichtig ist" in text for text in bare)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("filling", [FULL, BARE, LONG], ids=["full", "bare", "long"])
def test_text_of_the_tile_is_short_enough(
    packages: list[PartnerPackage], filling: Filling, language: str
) -> None:
    for package in packages:
        texts = make_texts(package.words, replace(filling, language=language))  # type: ignore[arg-type]

        assert 0 < len(texts.tile) <= LONGEST_TILE_TEXT
        assert not texts.tile.endswith("…")
        assert filling.initiative in texts.tile


def test_braces_and_brackets_that_people_type_stay_what_they_are() -> None:
    values = {"name": "{place} [[x]] <b>", "place": "geheim"}

    assert fill("Es lädt ein: {name}", values) == "Es lädt ein: {place} [[x]] <b>"


@pytest.mark.parametrize(
    ("first", "last", "german", "english"),
    [
        (date(2027, 6, 12), None, "am Samstag, 12. Juni 2027", "on Saturday 12 June 2027"),
        (
            date(2027, 6, 12),
            date(2027, 6, 12),
            "am Samstag, 12. Juni 2027",
            "on Saturday 12 June 2027",
        ),
        (date(2027, 6, 7), date(2027, 6, 12), "vom 7. bis 12. Juni 2027", "from 7 to 12 June 2027"),
        (
            date(2027, 5, 31),
            date(2027, 6, 6),
            "vom 31. Mai bis 6. Juni 2027",
            "from 31 May to 6 June 2027",
        ),
        (
            date(2027, 12, 30),
            date(2028, 1, 2),
            "vom 30. Dezember 2027 bis 2. Januar 2028",
            "from 30 December 2027 to 2 January 2028",
        ),
    ],
)
def test_days_are_said_as_people_say_them(
    first: date, last: date | None, german: str, english: str
) -> None:
    filling = replace(BARE, starts_on=first, ends_on=last)

    for language, words in (("de", german), ("en", english)):
        with translation.override(language):
            assert words_of(filling)["on_day"] == words


def test_hours_are_said_as_people_say_them() -> None:
    several = replace(FULL, ends_on=date(2027, 6, 13))

    with translation.override("de"):
        assert words_of(FULL)["hours"] == "von 10 bis 16:30 Uhr"
        assert words_of(replace(FULL, to_time=None))["hours"] == "um 10 Uhr"
        assert words_of(several)["on_day_and_hours"] == (
            "vom 12. bis 13. Juni 2027, täglich von 10 bis 16:30 Uhr"
        )
    with translation.override("en"):
        assert words_of(FULL)["hours"] == "from 10:00 to 16:30"


def test_archive_holds_every_file_and_is_the_same_every_time(
    packages: list[PartnerPackage],
) -> None:
    made = make_part(Part.ALL, packages[0].words, FULL)

    names = zipfile.ZipFile(io.BytesIO(made.content)).namelist()
    assert sorted(names) == [
        "einladung-2027-06-12.docx",
        "einladung-2027-06-12.txt",
        "kachel-2027-06-12.png",
        "kachel-text-2027-06-12.txt",
        "plakat-a3-2027-06-12.pdf",
        "plakat-a4-2027-06-12.pdf",
        "pressemitteilung-2027-06-12.docx",
        "pressemitteilung-2027-06-12.pdf",
        "pressemitteilung-2027-06-12.txt",
        "rundbrief-2027-06-12.txt",
    ]


def test_tile_is_as_large_as_networks_ask_and_poster_is_one_accessible_page(
    packages: list[PartnerPackage],
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (300, 80), (120, 20, 20)).save(picture, "PNG")
    logo = Logo(picture.getvalue(), "image/png", 300, 80, "Logo: Bündnis")
    for filling in (FULL, BARE, LONG, replace(LONG, logo=logo), replace(BARE, logo=logo)):
        tile = make_part(Part.TILE, packages[0].words, filling)
        poster = make_part(Part.POSTER_A4, packages[0].words, filling)

        assert Image.open(io.BytesIO(tile.content)).size == (1080, 1080)
        assert poster.content.count(b"/Type /Page\n") + poster.content.count(b"/Type/Page/") <= 1
        assert b"pdfuaid:part" in poster.content


def test_press_release_is_a_word_document_with_real_headings(
    packages: list[PartnerPackage],
) -> None:
    made = make_part(Part.PRESS_DOCX, packages[0].words, FULL)

    word = WordDocument(io.BytesIO(made.content))
    headings = [
        each.text
        for each in word.paragraphs
        if str(each.style and each.style.name)[:7] == "Heading"
    ]
    assert headings[0] == "Betriebe im Landkreis Gifhorn öffnen ihre Tore"
    assert "Das erwartet die Gäste" in headings
    assert "Über Bündnis Straße & Öfen" in headings
