"""Both sides and the clock at once at one request, on a database that really has two connections."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.capabilities.experience.choices import RequestState as S
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.services import contacts
from drehscheibe.capabilities.experience.services.clocks import look_after_requests
from drehscheibe.capabilities.experience.tests.factories import (
    ASKED,
    ASKING,
    House,
    bring_to,
    make_house,
)
from drehscheibe.core.access.actor import Actor
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


@pytest.fixture
def house() -> House:
    return make_house()


def check_clear(request: ContactRequest) -> None:
    """Contacts stand there if, and only if, both agree."""
    request.refresh_from_db()
    assert request.has_contact == bool(request.asked_email)
    assert not (request.is_final and request.asking_email)


def test_yes_and_taking_back_at_once_are_one_of_both(house: House) -> None:
    request = bring_to(house, S.ASKED)

    run_at_once(
        lambda: contacts.accept_request(house.asked, request.uuid, contact=ASKED),
        lambda: contacts.withdraw_request(house.asking, request.uuid),
    )

    check_clear(request)
    assert request.state in (S.CONNECTED, S.WITHDRAWN)


def test_yes_and_expiry_at_once_are_one_of_both(house: House) -> None:
    request = bring_to(house, S.ASKED)
    later = timezone.now() + timedelta(days=40)

    run_at_once(
        lambda: contacts.accept_request(house.asked, request.uuid, contact=ASKED),
        lambda: look_after_requests(later),
    )

    check_clear(request)
    assert request.state in (S.CONNECTED, S.LOOKING_BACK, S.EXPIRED)


def test_both_withdraw_at_once_and_it_ends_once(house: House) -> None:
    request = bring_to(house, S.CONNECTED)

    run_at_once(
        lambda: contacts.end_consent(house.asking, request.uuid),
        lambda: contacts.end_consent(house.asked, request.uuid),
    )

    check_clear(request)
    assert request.state == S.ENDED


def test_the_last_free_place_is_given_once(house: House) -> None:
    contacts.keep_availability(house.asked, paused_until=None, most_open=1)
    slug = house.initiative.slug

    def ask(actor: Actor) -> object:
        try:
            return contacts.ask_for_contact(actor, slug, question="Eins", contact=ASKING)
        except ValidationError as refusal:
            return refusal

    run_at_once(lambda: ask(house.asking), lambda: ask(house.outsider))

    assert ContactRequest.objects.filter(state=S.ASKED).count() == 1
