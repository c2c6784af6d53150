"""What a person gets, what is left when they go, and what time removes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.personal_data import _ASKED, _ASKING, _OLD_REQUESTS
from drehscheibe.capabilities.experience.tests.factories import (
    ASKED,
    House,
    bring_to,
    make_house,
)
from drehscheibe.core.privacy.retention import apply_rule
from drehscheibe.core.privacy.sources import Subject
from drehscheibe.core.trace.models import Item

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return make_house()


def subject_of(person_id: int | None, *emails: str) -> Subject:
    return Subject(person_id, "", emails)


def test_who_asked_leaves_and_takes_the_words_along(house: House) -> None:
    request = bring_to(house, S.CONNECTED)

    assert _ASKING.erase is not None
    _ASKING.erase(subject_of(house.asking.person_id))

    request.refresh_from_db()
    left = (request.state, request.question, request.asking_email, request.asked_email)
    assert left == (S.ENDED, "", "", "")
    assert request.asking_person_id is None


def test_an_open_request_of_who_leaves_is_taken_back(house: House) -> None:
    request = bring_to(house, S.ASKED)

    assert _ASKING.erase is not None
    _ASKING.erase(subject_of(house.asking.person_id))

    request.refresh_from_db()
    assert (request.state, request.question) == (S.WITHDRAWN, "")


def test_a_contact_is_found_by_its_address_too(house: House) -> None:
    request = bring_to(house, S.CONNECTED)
    subject = subject_of(None, ASKED.email)

    assert list(_ASKED.find(subject)) == [request]
    assert _ASKED.erase is not None
    _ASKED.erase(subject)

    request.refresh_from_db()
    assert (request.state, request.asked_email) == (S.ENDED, "")
    assert list(_ASKED.find(subject_of(None, "wer-anders@example.org"))) == []


def test_time_removes_what_is_over_with_its_number(house: House) -> None:
    over = bring_to(house, S.DECLINED)
    number = over.public_id
    running = bring_to(house, S.ASKED)

    removed = apply_rule(_OLD_REQUESTS, timezone.now() + timedelta(days=181))

    assert removed == 1
    assert list(ContactRequest.objects.values_list("pk", flat=True)) == [running.pk]
    assert not Item.objects.filter(public_id=number).exists()
