from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.tests.factories import make_person
from drehscheibe.core.notify.models import Mail
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.tests.factories import lead_of, make_actor

pytestmark = pytest.mark.django_db


def newcomer(email: str = "new@example.org") -> Actor:
    return queries.make_actor(make_person(email), None)


def invite(actor: Actor, organisation: Organisation, **changes: str) -> Invitation:
    wanted = {"email": "new@example.org", "role": "editor", **changes}
    return services.invite_person(
        actor,
        organisation_id=organisation.pk,
        email=wanted["email"],
        role=wanted["role"],
        side=wanted.get("side", ""),
    )


def test_an_invited_person_accepts_and_acts(initiative: Organisation) -> None:
    invitation = invite(lead_of(initiative), initiative, side="union")
    actor = newcomer()

    mandate = services.accept_invitation(actor, invitation.uuid)

    assert (mandate.state, mandate.role, mandate.side) == ("valid", "editor", "union")
    assert mandate.person_id == actor.person_id
    invitation.refresh_from_db()
    assert invitation.mandate == mandate
    assert queries.list_open_invitations(initiative.pk) == []


def test_the_mail_is_the_same_for_known_and_unknown_addresses(initiative: Organisation) -> None:
    make_person("known@example.org", name="Ganz Geheim", language="en")
    lead = lead_of(initiative)

    known = invite(lead, initiative, email="known@example.org")
    unknown = invite(lead, initiative, email="unknown@example.org")

    mails = {mail.to: mail for mail in Mail.objects.all()}
    first = mails["known@example.org"].text.replace(str(known.uuid), "X")
    second = mails["unknown@example.org"].text.replace(str(unknown.uuid), "X")
    assert first == second
    assert "Ganz Geheim" not in first


def test_only_the_owner_of_the_address_accepts(initiative: Organisation) -> None:
    invitation = invite(lead_of(initiative), initiative)
    stranger = newcomer("stranger@example.org")

    with pytest.raises(NotAllowed):
        services.accept_invitation(stranger, invitation.uuid)
    with pytest.raises(NotAllowed):
        services.refuse_invitation(stranger, invitation.uuid)
    assert Mandate.objects.filter(person_id=stranger.person_id).count() == 0


@pytest.mark.parametrize("kind", ["initiative", "desk", "member"])
def test_people_of_other_organisations_invite_nobody(initiative: Organisation, kind: str) -> None:
    with pytest.raises(NotAllowed):
        invite(make_actor(kind), initiative)
    with pytest.raises(NotAllowed):
        invite(lead_of(initiative, role="editor"), initiative)
    assert Mail.objects.count() == 0


def test_an_invitation_is_not_sent_twice_while_it_waits(initiative: Organisation) -> None:
    lead = lead_of(initiative)
    invite(lead, initiative)

    with pytest.raises(Conflict):
        invite(lead, initiative, email="NEW@example.org")
    assert Mail.objects.count() == 1


def test_an_invitation_expires_and_can_be_sent_again(initiative: Organisation) -> None:
    lead, actor = lead_of(initiative), newcomer()
    old = invite(lead, initiative)

    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        with pytest.raises(Conflict):
            services.accept_invitation(actor, old.uuid)
        new = invite(lead, initiative)
        assert services.accept_invitation(actor, new.uuid).state == "valid"


@pytest.mark.parametrize("act", ["accept", "refuse", "withdraw"])
def test_a_settled_invitation_stays_settled(initiative: Organisation, act: str) -> None:
    lead, actor = lead_of(initiative), newcomer()
    invitation = invite(lead, initiative)
    match act:
        case "accept":
            services.accept_invitation(actor, invitation.uuid)
        case "refuse":
            services.refuse_invitation(actor, invitation.uuid)
        case _:
            services.withdraw_invitation(lead, invitation.uuid)

    with pytest.raises(Conflict):
        services.accept_invitation(actor, invitation.uuid)
    with pytest.raises(Conflict):
        services.withdraw_invitation(lead, invitation.uuid)


def test_strangers_withdraw_nothing(initiative: Organisation) -> None:
    invitation = invite(lead_of(initiative), initiative)

    with pytest.raises(NotAllowed):
        services.withdraw_invitation(make_actor(), invitation.uuid)


def test_the_word_of_somebody_who_has_left_is_not_enough(initiative: Organisation) -> None:
    lead = lead_of(initiative)
    lead_of(initiative)
    invitation = invite(lead, initiative)
    services.end_mandate(lead, lead.mandate_id or 0)

    assert services.accept_invitation(newcomer(), invitation.uuid).state == "requested"


def test_with_two_keys_the_invitation_is_the_first(initiative: Organisation) -> None:
    Organisation.objects.update(requires_two_keys=True)
    lead, second = lead_of(initiative), lead_of(initiative, role="speaker")
    invitation = invite(lead, initiative)

    mandate = services.accept_invitation(newcomer(), invitation.uuid)

    assert (mandate.state, mandate.first_key_by_id) == ("requested", lead.person_id)
    assert services.confirm_mandate(second, mandate.pk).state == "valid"


def test_the_last_lead_hands_over_by_mail_without_a_gap(initiative: Organisation) -> None:
    last = lead_of(initiative)
    services.hand_over_by_email(last, last.mandate_id or 0, email="new@example.org")
    assert queries.list_lead_person_ids(initiative.pk) == [last.person_id]
    actor = newcomer()

    mandate = services.accept_invitation(actor, Invitation.objects.get().uuid)

    assert mandate.successor_of_id == last.mandate_id
    assert queries.list_lead_person_ids(initiative.pk) == [actor.person_id]
    assert Mandate.objects.get(pk=last.mandate_id or 0).state == "ended"


def test_the_last_lead_does_not_hand_over_to_an_editor_by_mail(initiative: Organisation) -> None:
    last = lead_of(initiative)

    with pytest.raises(ValidationError):
        services.hand_over_by_email(
            last, last.mandate_id or 0, email="new@example.org", role="editor"
        )
    assert Invitation.objects.count() == 0


def test_nobody_hands_over_to_themselves_or_for_strangers(initiative: Organisation) -> None:
    person = make_person("self@example.org")
    actor = make_actor(organisation=initiative, person=person)

    with pytest.raises(Conflict):
        services.hand_over_by_email(actor, actor.mandate_id or 0, email="Self@example.org ")
    with pytest.raises(NotAllowed):
        services.hand_over_by_email(make_actor(), actor.mandate_id or 0, email="a@example.org")


@pytest.mark.parametrize(
    ("field", "value"), [("email", "kein-at"), ("role", "king"), ("side", "martians")]
)
def test_faulty_invitations_are_refused(initiative: Organisation, field: str, value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        invite(lead_of(initiative), initiative, **{field: value})
    assert list(caught.value.message_dict) == [field]


# The two-key rule itself


def test_two_people_switch_the_rule_on_and_off(initiative: Organisation) -> None:
    first, second = lead_of(initiative), lead_of(initiative, role="speaker")

    for wanted in (True, False):
        proposed = services.propose_two_keys(first, initiative.pk, wanted=wanted)
        assert proposed.requires_two_keys is not wanted
        with pytest.raises(Conflict):
            services.propose_two_keys(first, initiative.pk, wanted=wanted)
        done = services.propose_two_keys(second, initiative.pk, wanted=wanted)
        assert (done.requires_two_keys, done.two_keys_proposal) == (wanted, None)


def test_one_person_alone_has_no_two_keys(initiative: Organisation) -> None:
    with pytest.raises(Conflict):
        services.propose_two_keys(lead_of(initiative), initiative.pk, wanted=True)


def test_strangers_and_editors_do_not_touch_the_rule(initiative: Organisation) -> None:
    lead_of(initiative)
    lead_of(initiative)
    for actor in (make_actor(), lead_of(initiative, role="editor"), make_actor("desk")):
        with pytest.raises(NotAllowed):
            services.propose_two_keys(actor, initiative.pk, wanted=True)
        with pytest.raises(NotAllowed):
            services.withdraw_two_keys(actor, initiative.pk)


def test_a_proposal_is_withdrawn(initiative: Organisation) -> None:
    first, second = lead_of(initiative), lead_of(initiative)
    services.propose_two_keys(first, initiative.pk, wanted=True)
    services.withdraw_two_keys(second, initiative.pk)

    with pytest.raises(Conflict):
        services.withdraw_two_keys(second, initiative.pk)
    services.propose_two_keys(second, initiative.pk, wanted=True)
    initiative.refresh_from_db()
    assert initiative.requires_two_keys is False


def test_what_is_so_already_is_not_proposed(initiative: Organisation) -> None:
    with pytest.raises(Conflict):
        services.propose_two_keys(lead_of(initiative), initiative.pk, wanted=False)
