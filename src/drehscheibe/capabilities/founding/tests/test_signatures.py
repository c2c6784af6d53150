"""Bodies sign by a personal link, and can take it back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from drehscheibe.capabilities.founding.choices.project import DraftKind, SignatureState
from drehscheibe.capabilities.founding.models import Signature
from drehscheibe.capabilities.founding.services import drafts, signatures
from drehscheibe.capabilities.founding.services.links import signature_token
from drehscheibe.capabilities.founding.tests.factories import (
    Team,
    make_project,
    make_ready,
    person_of,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.organisations.tests.factories import MandateFactory
from drehscheibe.core.outbox.delivery import deliver_due

pytestmark = pytest.mark.django_db

FORM = {"act": "sign", "signer": "Alex Muster", "function": "Geschäftsführung", "consent": "on"}


@pytest.fixture
def team() -> Team:
    made = make_project()
    make_ready(made)
    return made


def ask(team: Team, email: str = "werk@example.org") -> Signature:
    return signatures.ask_for_signature(
        team.lead, team.project.pk, body="Werk Nord", bench="companies", email=email
    )


def address_of(signature: Signature) -> str:
    return reverse("founding_sign", args=[signature_token(signature)])


def test_a_body_signs_without_an_account_and_the_team_is_told(client: Client, team: Team) -> None:
    signature = ask(team)
    mail = Mail.objects.get(to="werk@example.org")
    path = re.search(r"/de/\S+", mail.text)
    assert path is not None

    page = client.get(path.group(0))
    answer = client.post(path.group(0), {**FORM, "version": "1"})
    deliver_due()

    assert "Werk Nord" in page.content.decode()
    assert page.headers.get("Cache-Control") != "public"
    assert answer.status_code == 302
    signature.refresh_from_db()
    assert (signature.state, signature.signed_by, signature.signed_version) == (
        "signed",
        "email",
        1,
    )
    assert Mail.objects.count() >= 1
    assert "Alex Muster" in client.get(path.group(0)).content.decode()


def test_under_a_mandate_the_organisation_signs(client: Client, team: Team) -> None:
    signature = ask(team)
    mandate = MandateFactory.create(
        organisation__kind="member", organisation__name="Werk Nord GmbH"
    )
    client.force_login(mandate.person)

    client.post(address_of(signature), {**FORM, "version": "1"})

    signature.refresh_from_db()
    assert (signature.signed_by, signature.organisation_id) == ("mandate", mandate.organisation_id)


def test_without_consent_nothing_is_signed_and_nothing_typed_is_lost(
    client: Client, team: Team
) -> None:
    signature = ask(team)

    answer = client.post(address_of(signature), {"act": "sign", "signer": "Alex", "version": "1"})

    signature.refresh_from_db()
    assert answer.status_code == 422
    assert 'value="Alex"' in answer.content.decode()
    assert signature.state == SignatureState.ASKED


def test_a_signature_taken_back_is_gone_with_its_name(client: Client, team: Team) -> None:
    signature = ask(team)
    client.post(address_of(signature), {**FORM, "version": "1"})

    client.post(address_of(signature), {"act": "withdraw"})

    signature.refresh_from_db()
    assert (signature.state, signature.signer, signature.function) == ("withdrawn", "", "")
    page = client.get(address_of(signature)).content.decode()
    assert "zurückgenommen" in page
    client.force_login(person_of(team.lead))
    paper = client.get(reverse("draft_file", args=[team.project.uuid, "declaration", "txt"]))
    assert "Alex Muster" not in paper.content.decode()


def test_a_changed_text_asks_everybody_again(client: Client, team: Team) -> None:
    signature = ask(team)
    client.post(address_of(signature), {**FORM, "version": "1"})

    drafts.save_draft(
        team.lead, team.project.pk, DraftKind.DECLARATION, text="# Neu\nAnders.", version=1
    )

    signature.refresh_from_db()
    assert signature.state == SignatureState.ASKED
    assert Mail.objects.filter(to="werk@example.org").count() == 2
    with pytest.raises(Conflict):  # somebody who has the old text open
        signatures.sign(ANONYMOUS, signature.pk, signer="A", function="B", version=1)


def test_no_link_works_when_expired_taken_back_or_forged(client: Client, team: Team) -> None:
    old, cancelled = ask(team), ask(team, "zwei@example.org")
    Signature.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=61))
    signatures.cancel_signature(team.lead, team.project.pk, cancelled.uuid)

    answers = [
        client.get(address_of(old)),
        client.post(address_of(old), {**FORM, "version": "1"}),
        client.get(address_of(cancelled)),
        client.get(reverse("founding_sign", args=["forged:token"])),
    ]

    assert [answer.status_code for answer in answers] == [410] * 4
    assert "Dieser Link gilt nicht mehr" in answers[0].content.decode()
    assert not Signature.objects.filter(state=SignatureState.SIGNED).exists()


def test_an_expired_request_can_be_sent_anew_an_open_one_not_twice(team: Team) -> None:
    first = ask(team)
    with pytest.raises(ValidationError):
        ask(team)
    Signature.objects.filter(pk=first.pk).update(asked_at=timezone.now() - timedelta(days=61))

    second = ask(team)

    first.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "asked")


def test_only_who_leads_asks_in_the_name_of_the_team(team: Team) -> None:
    with pytest.raises(NotAllowed):
        signatures.ask_for_signature(
            team.member, team.project.pk, body="X", bench="union", email="x@example.org"
        )


def test_a_no_reaches_the_team_and_can_become_a_yes(client: Client, team: Team) -> None:
    signature = ask(team)

    client.post(address_of(signature), {"act": "decline"})
    signature.refresh_from_db()
    assert signature.state == SignatureState.DECLINED

    client.post(address_of(signature), {**FORM, "version": "1"})
    signature.refresh_from_db()
    assert signature.state == SignatureState.SIGNED
