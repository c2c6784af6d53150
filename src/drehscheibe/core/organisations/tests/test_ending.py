"""An organisation ends: who may say so, and what happens to those who acted for it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.models import User
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.choices import MandateRole, MandateState, OrganisationKind
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Actor:
    return make_actor(OrganisationKind.OFFICE)


@pytest.fixture
def desk() -> Actor:
    return make_actor(OrganisationKind.DESK, organisation__name="Altes Ressort")


def end(office: Actor, desk: Actor) -> Organisation:
    return services.end_organisation(
        office, int(desk.organisation_id or 0), reason="Neu zugeschnitten."
    )


def test_mandates_and_invitations_end_with_it(office: Actor, desk: Actor) -> None:
    services.invite_person(
        desk,
        organisation_id=int(desk.organisation_id or 0),
        email="neu@example.org",
        role=MandateRole.STAFF,
    )

    organisation = end(office, desk)

    assert organisation.ended_at is not None
    assert Mandate.objects.get(person__email=desk.email).state == MandateState.ENDED
    assert Invitation.objects.get().settled_at is not None
    topics = set(Message.objects.values_list("topic", flat=True))
    assert {"organisations.organisation_ended", "organisations.mandate_ended"} <= topics


def test_only_the_office_says_so_and_not_of_itself(office: Actor, desk: Actor) -> None:
    with pytest.raises(NotAllowed):
        end(desk, desk)
    with pytest.raises(NotAllowed):
        end(office, office)


def test_not_twice(office: Actor, desk: Actor) -> None:
    end(office, desk)

    with pytest.raises(Conflict):
        end(office, desk)


def test_nobody_begins_to_act_for_it(office: Actor, desk: Actor) -> None:
    end(office, desk)
    organisation_id = int(desk.organisation_id or 0)
    stranger = make_actor()

    with pytest.raises(Conflict):
        services.request_mandate(stranger, organisation_id=organisation_id, role=MandateRole.STAFF)
    with pytest.raises(Conflict):
        services.invite_person(
            office, organisation_id=organisation_id, email="x@example.org", role=MandateRole.STAFF
        )


def test_page_asks_for_what_became_of_it(office: Actor, desk: Actor) -> None:
    client = Client()
    client.force_login(User.objects.get(email=office.email))
    address = reverse("organisation_end", args=[desk.organisation_uuid])

    empty = client.post(address, {"reason": ""})
    assert empty.status_code == 200
    assert Organisation.objects.get(name="Altes Ressort").ended_at is None

    done = client.post(address, {"reason": "Neu zugeschnitten."}, follow=True)
    assert "gibt es nicht mehr" in done.content.decode()
    assert Organisation.objects.get(name="Altes Ressort").ended_at is not None


def test_page_is_for_the_office(desk: Actor) -> None:
    client = Client()
    client.force_login(User.objects.get(email=desk.email))

    assert client.get(reverse("organisation_end", args=[desk.organisation_uuid])).status_code == 403
