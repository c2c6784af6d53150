"""Everything that ships with the library speaks English as well as German."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistItem,
    EventFormat,
    PracticeCase,
)
from drehscheibe.capabilities.library.services.checklists.reference_data import (
    load_checklists,
    read_checklists,
)
from drehscheibe.capabilities.library.services.formats.reference_data import (
    load_formats,
    read_formats,
)
from drehscheibe.capabilities.library.services.practice_cases.reference_data import (
    load_cases,
    read_rows,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.places.reference import load_reference_places
from drehscheibe.core.search import api as search
from drehscheibe.core.text.tests.pages import words_in

#: Codes, numbers, addresses and names: nothing to translate. Every other key needs its English.
_NO_WORDS = {
    "checklist": {"slug", "audience", "phase", "accessibility", "sections"},
    "section": {"items"},
    "item": {"id", "offset_days", "link"},
    "format": {
        *("order", "goals", "phases", "audiences", "people", "time", "preparation_weeks"),
        *("effort", "moderation", "hybrid", "related", "cases"),
    },
    "case": {
        *("slug", "initiative_or_region", "initiative_slug", "topic", "phase", "year", "land"),
        "source_url",
    },
}
#: Words that both languages share.
_ALIKE = {
    *("Barcamp", "Fishbowl", "Mediation", "Open Space", "Webinar"),
    *("Organisation", "Tandem"),
}


def untranslated(what: str, told: dict[str, Any]) -> Iterator[str]:
    """Yield the keys of an entry whose English is missing, empty, of another length or German."""
    for key, words in told.items():
        if key in _NO_WORDS[what] or key.endswith("_en") or not words:
            continue
        english = told.get(f"{key}_en")
        lengths = len(words) == len(english or "") if isinstance(words, list) else True
        if not english or not lengths or (english == words and words not in _ALIKE):
            yield f"{what} {told.get('slug') or told.get('id') or ''}: {key}"


def test_every_checklist_every_heading_and_every_item_has_its_english() -> None:
    missing: list[str] = []
    for told in read_checklists():
        missing += untranslated("checklist", told)
        for section in told["sections"]:
            missing += untranslated("section", section)
            for item in section["items"]:
                missing += untranslated("item", item)

    assert missing == []


def test_every_format_has_its_english_line_by_line() -> None:
    missing: list[str] = []
    for slug, text in read_formats().items():
        told = tomllib.loads(text)
        missing += [f"{slug}: {one}" for one in untranslated("format", told)]
        for key, words in told.items():
            if isinstance(words, list) and f"{key}_en" in told:
                lines = zip(words, told[f"{key}_en"], strict=True)
                missing += [f"{slug}: {line}" for line, english in lines if line == english]

    assert missing == []


def test_every_practice_case_has_its_english() -> None:
    rows = read_rows()

    assert [one for row in rows for one in untranslated("case", row)] == []
    assert [row["slug"] for row in rows if not row["summary_en"]] == []


def test_a_missing_translation_is_noticed() -> None:
    told = {"id": "anlass", "text": "Einladen", "text_en": "", "role": "Büro", "role_en": "Büro"}

    assert list(untranslated("item", told)) == ["item anlass: text", "item anlass: role"]


def sentences(texts: list[str]) -> set[str]:
    """Return German sentences that no English page says by chance."""
    parts = {part.strip() for text in texts for part in re.split(r"(?<=[.!?:|])\s", text)}
    return {part for part in parts if len(part) > 15 and " " in part}


@pytest.mark.django_db
def test_english_pages_of_what_ships_hold_no_german_sentence(client: Client) -> None:
    load_reference_places()
    load_checklists()
    load_formats()
    load_cases()
    german = sentences(
        [
            *(str(word) for item in ChecklistItem.objects.all() for word in item.words.values()),
            *(getattr(one, name) for one in EventFormat.objects.all() for name in one.TRANSLATED),
            *(
                str(line)
                for one in EventFormat.objects.all()
                for line in (*one.roles, *one.accessible_by, *one.risks)
            ),
            *(step["text"] for one in EventFormat.objects.all() for step in one.steps),
            *(getattr(one, name) for one in PracticeCase.objects.all() for name in one.TRANSLATED),
        ]
    )
    assert len(german) > 1500
    with translation.override("en"):
        addresses = [
            *(reverse("checklist_detail", args=[one.slug]) for one in Checklist.objects.all()),
            *(reverse("checklist_print", args=[one.slug]) for one in Checklist.objects.all()),
            *(reverse("format_detail", args=[one.slug]) for one in EventFormat.objects.all()),
            *(reverse("format_print", args=[one.slug]) for one in EventFormat.objects.all()[:5]),
            *(
                reverse("practice_case_detail", args=[one.slug])
                for one in PracticeCase.objects.all()
            ),
            *(reverse(name) for name in ("checklist_list", "format_list", "practice_case_list")),
        ]
    found = {}
    for address in addresses:
        page = client.get(address).text
        # Anything marked as German would be a translation that is missing.
        said = words_in(page, "en") + words_in(page, "de")
        left = {one for one in german if one in said}
        if left:
            found[address] = left

    assert len(addresses) > 100
    assert found == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "words", "slug"),
    [
        ("checklist", "liability insurance forklift", "tag-der-offenen-tuer"),
        ("format", "tablecloth harvest", "world-cafe"),
        (
            "practice_case",
            "dragon boat lime trees",
            "kleine-gesten-grosse-sichtbarkeit-in-der-stadt",
        ),
    ],
)
def test_english_words_find_what_they_stand_in(kind: str, words: str, slug: str) -> None:
    load_reference_places()
    load_checklists()
    load_formats()
    load_cases()

    assert slug in search.find_keys(words, actor=ANONYMOUS, language="en", kind=kind)
    assert slug not in search.find_keys(words, actor=ANONYMOUS, language="de", kind=kind)
