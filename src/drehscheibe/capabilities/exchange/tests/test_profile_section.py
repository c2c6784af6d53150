"""What an initiative raised, on its page in the directory."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.choices.signal import Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.providers.signal import MOST_ON_PROFILE, list_on_profile
from drehscheibe.capabilities.exchange.tests.factories import (
    House,
    make_answered,
    make_handed_over,
    make_house,
    make_overdue,
    make_submitted,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.models import Organisation

pytestmark = pytest.mark.django_db

_SECTION = re.compile(r'<section class="section" id="raised".*?</section>', re.DOTALL)


@pytest.fixture
def house() -> House:
    return make_house()


def section_of(client: Client, house: House) -> str:
    """Return the part of the profile of the house's initiative."""
    organisation = Organisation.objects.get(name="Initiative Nord")
    Initiative.objects.create(
        organisation=organisation,
        slug="nord",
        name=organisation.name,
        state="published",
        published_at=timezone.now(),
    )
    found = _SECTION.search(client.get("/en/initiatives/nord/").text)
    assert found is not None
    return found[0]


def content(house: House) -> directory.SectionContent:
    return list_on_profile(int(house.author.organisation_id or 0), ANONYMOUS)


def test_profile_shows_state_and_answer_of_a_public_concern(client: Client, house: House) -> None:
    signal = make_answered(house, title="Netz <b>")

    section = section_of(client, house)

    assert (
        f'<a href="/en/concerns/{signal.public_id}/"><span lang="de">Netz &lt;b&gt;</span></a>'
        in section
    )
    assert "Bundesressort answered: " in section
    assert "answered" in section


def test_profile_says_in_words_that_nothing_was_raised(client: Client, house: House) -> None:
    make_submitted(house, title="Noch bei der Servicestelle")
    make_answered(house, title="Vertraulich", visibility=Visibility.PRIVATE)

    section = section_of(client, house)

    assert "This initiative has not raised a concern in public yet." in section
    assert "Servicestelle" not in section
    assert "Vertraulich" not in section


def test_profile_says_until_when_an_answer_is_due(house: House) -> None:
    waiting = make_handed_over(house)
    late = make_overdue(house)

    said = {item.href: (item.note, item.when) for item in content(house).items}

    assert said == {
        f"/de/anliegen/{waiting.public_id}/": ("Antwort fällig bis", waiting.due_on),
        f"/de/anliegen/{late.public_id}/": ("Antwort war fällig bis", late.due_on),
    }


def test_profile_shows_only_the_initiative_s_own_and_marks_examples(house: House) -> None:
    make_answered(make_house())
    make_handed_over(house)
    Signal.objects.update(is_example=True)

    (item,) = content(house).items

    assert item.note.startswith("Beispiel. ")


def test_the_rest_is_behind_a_link_that_names_the_initiative(client: Client, house: House) -> None:
    for _number in range(MOST_ON_PROFILE + 1):
        make_handed_over(house)

    shown = content(house)
    page = client.get(shown.more_href).text

    assert len(shown.items) == MOST_ON_PROFILE
    assert "Initiative Nord" in page
    assert str(Organisation.objects.get(name="Initiative Nord").uuid) not in re.sub(
        r'(?:href|value|content)="[^"]*"|organisation=[0-9a-f-]{36}', "", page
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_section_costs_two_queries(
    house: House, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_answered(house)
    content(house)  # who raised anything is known from now on, until something changes

    with django_assert_num_queries(2):
        assert len(content(house).items) == count
