"""Two people at once, on a database that really has two connections."""

from __future__ import annotations

import pytest

from drehscheibe.capabilities.library.choices.webinar import RegistrationState
from drehscheibe.capabilities.library.models import WebinarRegistration
from drehscheibe.capabilities.library.services.webinars import links, planning
from drehscheibe.capabilities.library.services.webinars.registering import (
    Wish,
    confirm_registration,
    register,
    unregister,
)
from drehscheibe.capabilities.library.tests.factories import WebinarFactory
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import make_actor
from tests.racing import needs_row_locks, run_at_once

pytestmark = [
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures(needs_row_locks.__name__),
]


def states() -> list[str]:
    return sorted(WebinarRegistration.objects.values_list("state", flat=True))


def test_the_last_place_is_given_once() -> None:
    webinar = WebinarFactory.create(seats=1)
    one, other = make_actor(), make_actor()

    run_at_once(
        lambda: register(one, webinar.uuid, Wish(), language="de"),
        lambda: register(other, webinar.uuid, Wish(), language="de"),
    )

    assert states() == [RegistrationState.REGISTERED, RegistrationState.WAITING]


def test_a_link_pressed_twice_takes_one_place() -> None:
    webinar = WebinarFactory.create(seats=2)
    made = register(ANONYMOUS, webinar.uuid, Wish(email="gast@example.org"), language="de")
    token = links.confirm_token(made)

    run_at_once(lambda: confirm_registration(token), lambda: confirm_registration(token))

    assert states() == [RegistrationState.REGISTERED]


def test_a_place_given_back_while_another_comes_is_nobodys_twice() -> None:
    webinar = WebinarFactory.create(seats=1)
    first, waiting, late = make_actor(), make_actor(), make_actor()
    own = register(first, webinar.uuid, Wish(), language="de")
    register(waiting, webinar.uuid, Wish(), language="de")

    run_at_once(
        lambda: unregister(ANONYMOUS, own.uuid),
        lambda: register(late, webinar.uuid, Wish(), language="de"),
    )

    assert states() == [
        RegistrationState.ENDED,
        RegistrationState.REGISTERED,
        RegistrationState.WAITING,
    ]
    placed = WebinarRegistration.objects.get(state=RegistrationState.REGISTERED)
    assert placed.person_id == waiting.person_id


def test_cancelling_while_somebody_registers_leaves_nobody_untold() -> None:
    webinar = WebinarFactory.create()
    office, person = make_actor(OrganisationKind.OFFICE), make_actor()

    outcomes = run_at_once(
        lambda: planning.cancel_webinar(office, webinar.uuid, reason=""),
        lambda: register(person, webinar.uuid, Wish(), language="de"),
    )

    is_refused = isinstance(outcomes[1], Exception)
    assert is_refused == (not WebinarRegistration.objects.exists())
