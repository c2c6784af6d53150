"""The page of an invitation: read without log-in, answered by the right account."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.organisations import services
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import (
    lead_of,
)
from drehscheibe.core.organisations.tests.pages import page_of

pytestmark = pytest.mark.django_db


def test_an_invitation_is_read_without_log_in_and_leads_there(
    client: Client, initiative: Organisation
) -> None:
    services.invite_person(
        lead_of(initiative), organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    invitation = Invitation.objects.get()

    page = page_of(client, "invitation", invitation.uuid)
    pressed = client.post(reverse("invitation", args=[invitation.uuid]), {"answer": "yes"})

    assert "Für Industrie am Fluss handeln?" in page
    assert f"{reverse('account_signup')}?next=" in page
    assert pressed.status_code == 403


@pytest.mark.parametrize(("answer", "state"), [("yes", ["valid"]), ("no", [])])
def test_an_invitation_is_answered(
    client: Client, initiative: Organisation, answer: str, state: list[str]
) -> None:
    services.invite_person(
        lead_of(initiative), organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    person = make_person("new@example.org")
    client.force_login(person)
    listed = page_of(client, "mandate_list")

    client.post(reverse("invitation", args=[Invitation.objects.get().uuid]), {"answer": answer})

    assert "Sie sind eingeladen" in listed
    assert [m.state for m in Mandate.objects.filter(person=person)] == state


def test_the_wrong_account_is_told_so(client: Client, initiative: Organisation) -> None:
    services.invite_person(
        lead_of(initiative), organisation_id=initiative.pk, email="new@example.org", role="editor"
    )
    client.force_login(make_person("other@example.org"))

    page = page_of(client, "invitation", Invitation.objects.get().uuid)

    assert "eine andere E-Mail-Adresse" in page
    assert "new@example.org" not in page


def test_an_unknown_invitation_is_not_there(client: Client) -> None:
    assert client.get(reverse("invitation", args=[uuid.uuid4()])).status_code == 404
