from __future__ import annotations

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from drehscheibe.capabilities.directory.choices import (
    ClaimKind,
    ClaimState,
    Criterion,
    PublicationState,
)
from drehscheibe.capabilities.directory.models import Claim, Initiative
from drehscheibe.capabilities.directory.services import claims
from drehscheibe.capabilities.directory.tests.factories import (
    ClaimFactory,
    InitiativeFactory,
    make_office,
    make_person,
)
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit.models import Entry
from drehscheibe.core.notify.models import Notification
from drehscheibe.core.notify.sending import send_due
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.outbox.delivery import deliver_due
from drehscheibe.core.outbox.models import Message
from drehscheibe.core.search.models import Entry as SearchEntry

pytestmark = pytest.mark.django_db

ALL_MET = {criterion.value: True for criterion in Criterion}


def topics() -> list[str]:
    return [
        t
        for t in Message.objects.order_by("pk").values_list("topic", flat=True)
        if t.startswith("directory.")
    ]


def test_submitting_tells_the_office_and_leaves_a_trail() -> None:
    office, person = make_office(), make_person()
    initiative = InitiativeFactory.create()

    claim = claims.submit_claim(person, initiative.pk, message="I run it.", side="chamber")

    assert (claim.state, claim.kind, claim.side) == (
        ClaimState.SUBMITTED,
        ClaimKind.TAKE_OVER,
        "chamber",
    )
    assert topics() == ["directory.claim_submitted"]
    assert list(Entry.objects.values_list("verb", "item_key")) == [
        ("directory.claim_submitted", initiative.slug)
    ]
    deliver_due()
    deliver_due()
    told = Notification.objects.values_list("person_id", "kind")
    assert list(told) == [(office.person_id, "directory.claim_waiting")]


def test_submitting_needs_a_person_and_an_entry_that_is_free() -> None:
    initiative = InitiativeFactory.create()
    person = make_person()
    claims.submit_claim(person, initiative.pk, message="I run it.")

    with pytest.raises(NotAllowed):
        claims.submit_claim(ANONYMOUS, initiative.pk, message="me")
    with pytest.raises(Conflict):
        claims.submit_claim(person, initiative.pk, message="again")
    hidden = InitiativeFactory.create(state=PublicationState.PROPOSED)
    with pytest.raises(Conflict):
        claims.submit_claim(person, hidden.pk, message="hidden")
    assert Claim.objects.count() == 1


def test_accepting_makes_a_valid_mandate_and_tells_the_person_by_mail() -> None:
    office, person = make_office(), make_person()
    initiative = InitiativeFactory.create()
    claim = claims.submit_claim(person, initiative.pk, message="I run it.", side="chamber")

    claims.accept_claim(office, claim.pk, criteria=ALL_MET)

    initiative.refresh_from_db()
    mandate = Mandate.objects.get(person_id=person.person_id)
    assert (mandate.state, mandate.organisation_id, mandate.side) == (
        "valid",
        initiative.organisation_id,
        "chamber",
    )
    assert initiative.verified_by_id == office.person_id
    assert initiative.next_confirmation_due is not None
    assert topics() == ["directory.claim_submitted", "directory.claim_decided"]
    deliver_due()
    send_due()
    assert "directory.claim_accepted" in Notification.objects.filter(
        person_id=person.person_id
    ).values_list("kind", flat=True)
    assert person.email in {to for message in mail.outbox for to in message.to}


def test_accepting_an_unmet_criterion_needs_a_reason() -> None:
    office = make_office()
    claim = ClaimFactory.create()
    unmet = {**ALL_MET, Criterion.TWO_BENCHES.value: False}

    with pytest.raises(ValidationError):
        claims.accept_claim(office, claim.pk, criteria=unmet)
    claims.accept_claim(office, claim.pk, criteria=unmet, reason="Young initiative.")

    claim.refresh_from_db()
    assert claim.state == ClaimState.ACCEPTED
    assert claim.criteria == {
        "dedicated-contact": True,
        "proof-of-activity": True,
        "two-benches": False,
        "has-members": True,
        "lead-agrees": True,
    }


def test_nobody_but_the_office_decides_and_nobody_about_themselves() -> None:
    office = make_office()
    claim = ClaimFactory.create()
    own = ClaimFactory.create(person_id=office.person_id)

    for actor, pk in ((make_person(), claim.pk), (office, own.pk)):
        with pytest.raises(NotAllowed):
            claims.accept_claim(actor, pk, criteria=ALL_MET)
        with pytest.raises(NotAllowed):
            claims.reject_claim(actor, pk, criteria={}, reason="no")
    assert Mandate.objects.filter(organisation__kind="initiative").count() == 0


def test_a_decision_is_made_once() -> None:
    office = make_office()
    claim = ClaimFactory.create()
    claims.reject_claim(office, claim.pk, criteria={}, reason="Not the coordinator.")

    with pytest.raises(Conflict):
        claims.accept_claim(office, claim.pk, criteria=ALL_MET)
    with pytest.raises(Conflict):
        claims.reject_claim(office, claim.pk, criteria={}, reason="again")
    assert topics() == ["directory.claim_decided"]


def test_rejecting_needs_a_reason_that_the_person_reads() -> None:
    office = make_office()
    claim = ClaimFactory.create()

    with pytest.raises(ValidationError):
        claims.reject_claim(office, claim.pk, criteria={}, reason="  ")
    claims.reject_claim(office, claim.pk, criteria={}, reason="Not the coordinator.")

    deliver_due()
    note = Notification.objects.get(person_id=claim.person_id)
    assert (note.kind, note.context["reason"]) == (
        "directory.claim_rejected",
        "Not the coordinator.",
    )


def test_withdrawing_is_for_the_person_alone() -> None:
    claim = ClaimFactory.create()
    own = ClaimFactory.create(person_id=make_person().person_id)

    with pytest.raises(NotAllowed):
        claims.withdraw_claim(make_person(), claim.pk)
    me = make_person()
    mine = ClaimFactory.create(person_id=me.person_id)
    claims.withdraw_claim(me, mine.pk)
    with pytest.raises(Conflict):
        claims.withdraw_claim(me, mine.pk)

    states = {c.pk: c.state for c in Claim.objects.all()}
    assert states == {claim.pk: "submitted", own.pk: "submitted", mine.pk: "withdrawn"}


def test_a_proposed_initiative_stays_hidden_until_accepted() -> None:
    office, person = make_office(), make_person()

    claim = claims.propose_initiative(
        person,
        {"name": "Bündnis Grüne Höhe", "summary": "New.", "types": ["masterplan"]},
        message="I found it.",
        wants_mandate=False,
    )

    initiative = claim.initiative
    assert (initiative.slug, initiative.state) == ("buendnis-gruene-hoehe", "proposed")
    assert SearchEntry.objects.filter(kind="initiative").count() == 0
    claims.accept_claim(office, claim.pk, criteria=ALL_MET)
    initiative.refresh_from_db()
    assert initiative.state == PublicationState.PUBLISHED
    assert initiative.verified_at is None
    assert Mandate.objects.filter(person_id=person.person_id).count() == 0
    assert SearchEntry.objects.filter(kind="initiative", key=initiative.slug).count() == 2
    assert topics() == [
        "directory.claim_submitted",
        "directory.claim_decided",
        "directory.initiative_published",
    ]


def test_a_rejected_proposal_never_becomes_public() -> None:
    office, person = make_office(), make_person()
    claim = claims.propose_initiative(person, {"name": "Twice", "summary": "x"}, message="m")

    claims.reject_claim(office, claim.pk, criteria={}, reason="We have it already.")

    assert Initiative.objects.get().state == PublicationState.REJECTED
    assert Initiative.objects.published().count() == 0


def test_slugs_are_free_and_never_an_address_of_a_page() -> None:
    person = make_person()
    names = ["Karte", "Twins", "Twins", "???"]

    slugs = [
        claims.propose_initiative(
            person, {"name": name, "summary": "x"}, message="m"
        ).initiative.slug
        for name in names
    ]

    assert slugs == ["karte-2", "twins", "twins-2", "initiative"]


def test_a_faulty_proposal_leaves_nothing_behind() -> None:
    with pytest.raises(ValidationError):
        claims.propose_initiative(make_person(), {"name": "A", "types": ["nonsense"]}, message="m")

    assert Organisation.objects.filter(kind="initiative").count() == 0
