"""A situation finds cases with reasons for and against; nothing of it is kept."""

from __future__ import annotations

import logging

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory
from drehscheibe.capabilities.experience.queries.similar import Situation, find_similar
from drehscheibe.capabilities.experience.tests.factories import House, make_house
from drehscheibe.capabilities.library.models import PracticeCase
from drehscheibe.capabilities.library.services.practice_cases import findable
from drehscheibe.capabilities.library.tests.factories import PracticeCaseFactory
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.search.models import Miss
from drehscheibe.core.search.words import load_words

pytestmark = pytest.mark.django_db

WORDS = "Die Nachbarschaft beschwert sich über Lärm von Lastwagen in der Nacht."
SECRET = "Firma Geheimrat Krause"


@pytest.fixture
def house() -> House:
    return make_house()


@pytest.fixture
def case(house: House) -> PracticeCase:
    made: PracticeCase = PracticeCaseFactory.create(
        title="Runder Tisch gegen Lärm",
        challenge="Lastwagen fuhren nachts durch die Siedlung, die Nachbarschaft klagte.",
        measures="Werk, Stadt und Nachbarschaft trafen sich jeden Monat.",
        result="Die Nächte wurden ruhiger.",
        contrary="Wenn die Spedition fehlt, hilft es nicht.",
        topics=["acceptance"],
        organisation=house.initiative.organisation,
        year=2012,
    )
    findable.refresh(made)
    return made


def test_a_case_comes_with_reasons_for_and_against(house: House, case: PracticeCase) -> None:
    found = find_similar(ANONYMOUS, Situation(WORDS, topic="acceptance"))

    (hit,) = found.cases
    assert hit.case.card.slug == case.slug
    assert any("Lärm" in chip or "Nachbarschaft" in chip for chip in hit.chips)
    assert any("Akzeptanz" in chip or "Acceptance" in chip for chip in hit.chips)
    assert hit.case.contrary == case.contrary
    assert any("2012" in limit for limit in hit.limits)
    assert hit.asked is not None
    assert hit.asked.can_be_asked


def test_people_are_named_only_if_their_profile_is_public(house: House, case: PracticeCase) -> None:
    name = str(Mandate.objects.get(pk=house.asked.mandate_id or 0).person)
    situation = Situation("Hafen", topic="acceptance")

    (hidden,) = find_similar(ANONYMOUS, situation).initiatives
    Mandate.objects.filter(pk=house.asked.mandate_id or 0).update(is_listed=True)
    (shown,) = find_similar(ANONYMOUS, situation).initiatives

    assert name not in " ".join(hidden.people)
    assert "Runder Tisch Hafen" in hidden.people[0]
    assert name in shown.people[0]


def test_what_somebody_wrote_is_kept_nowhere(
    client: Client, case: PracticeCase, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    page = client.post(reverse("experience_start"), {"situation": f"{WORDS} {SECRET}"})

    assert page.status_code == 200
    assert case.title in page.text
    assert SECRET not in caplog.text.replace(str(page.content), "")
    assert [s for s in Session.objects.all() if SECRET in str(s.get_decoded())] == []
    assert Miss.objects.count() == 0


def test_nothing_found_says_so_and_counts_words_of_the_field_alone(client: Client) -> None:
    load_words()

    page = client.post(
        reverse("experience_start"), {"situation": f"{SECRET} braucht Fachkräfte und Wasserstoff."}
    )

    assert page.status_code == 200
    words = set(Miss.objects.values_list("words", flat=True))
    assert words
    assert {"krause", "geheimrat", "firma"} & {w for each in words for w in each.split()} == set()


def test_advice_begins_with_the_words_that_were_typed(client: Client) -> None:
    answer = client.post(
        reverse("experience_advice"), {"situation": WORDS, "topic": "acceptance", "region": ""}
    )

    assert answer["Location"] == reverse("advisory_request")
    assert WORDS in client.get(answer["Location"]).text
    # Only once: the next one who opens the form at this computer finds it empty.
    assert WORDS not in client.get(answer["Location"]).text


def test_wrong_input_answers_beside_the_field(client: Client) -> None:
    page = client.post(
        reverse("experience_start"), {"situation": WORDS, "region": "Kreis Nirgendwo 7"}
    )

    assert page.status_code == 422
    assert WORDS in page.text
    assert client.post(reverse("experience_start"), {"situation": "x" * 601}).status_code == 422


def test_own_initiative_is_not_suggested(house: House) -> None:
    found = find_similar(house.asked, Situation("Hafen", topic="acceptance"))

    assert [hit.name for hit in found.initiatives] == []


def test_queries_do_not_grow_with_the_hits(
    client: Client, house: House, case: PracticeCase, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        InitiativeFactory.create(
            name=f"Hafen {number}", slug=f"hafen-{number}", topics=["acceptance"]
        )
        findable.refresh(
            PracticeCaseFactory.create(
                title=f"Lärm {number}", challenge=WORDS, topics=["acceptance"]
            )
        )
    client.get(reverse("experience_start"))
    client.post(reverse("experience_start"), {"situation": WORDS, "topic": "acceptance"})

    with django_assert_max_num_queries(34):  # type: ignore[operator]
        client.post(reverse("experience_start"), {"situation": WORDS, "topic": "acceptance"})
