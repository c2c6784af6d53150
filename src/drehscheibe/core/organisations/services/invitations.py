"""Ask somebody by e-mail to act for an organisation; the same for known and unknown addresses."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.accounts.queries import list_verified_emails
from drehscheibe.core.notify.api import Words, queue_mail
from drehscheibe.core.organisations import queries, rules
from drehscheibe.core.organisations.choices import MandateState
from drehscheibe.core.organisations.facts import MandateRequested, PersonInvited
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.organisations.services.mandates import (
    ensure_exists,
    find_open_mandate,
    make_request,
    turn_key,
)
from drehscheibe.core.organisations.services.records import (
    lock_mandate,
    lock_organisation,
    make_fact,
    record,
)
from drehscheibe.core.outbox.api import publish

LIFETIME = timedelta(days=14)


@transaction.atomic
def invite_person(
    actor: Actor, *, organisation_id: int, email: str, role: str, side: str = ""
) -> Invitation:
    """Invite somebody by e-mail; their mandate begins when they accept.

    Raises
    ------
    NotAllowed
        Unless the actor leads the organisation or works in the office.
    Conflict
        If the same address has an open invitation to the same role.
    """
    organisation = lock_organisation(organisation_id)
    if not rules.may_manage_people(actor, organisation):
        raise NotAllowed(_("Only people who lead the organisation, or the service office, may."))
    ensure_exists(organisation)
    return _invite(actor, organisation, email, role, side, successor_of=None)


@transaction.atomic
def hand_over_by_email(actor: Actor, mandate_id: int, *, email: str, role: str = "") -> Invitation:
    """Hand a mandate over to somebody who is known by an e-mail address only.

    The mandate goes on until the other person has accepted (and is confirmed, where needed).
    """
    mandate = lock_mandate(mandate_id)
    if not rules.may_hand_over(actor, mandate):
        raise NotAllowed(_("You cannot hand over this mandate."))
    if email.strip().lower() in list_verified_emails(mandate.person_id):
        raise Conflict(_("A mandate is handed over to somebody else."))
    return _invite(
        actor, mandate.organisation, email, role or mandate.role, mandate.side, successor_of=mandate
    )


@transaction.atomic
def accept_invitation(actor: Actor, invitation_uuid: UUID) -> Mandate:
    """Accept; the mandate begins at once if whoever invited may decide alone.

    Raises
    ------
    NotAllowed
        If none of the person's confirmed addresses was invited.
    Conflict
        If the invitation is settled or has expired, or the person holds the role already.
    """
    invitation = _open_invitation(actor, invitation_uuid)
    person_id = actor.person_id or 0
    mandate = find_open_mandate(person_id, invitation.organisation, invitation.role)
    if mandate is not None and mandate.state == MandateState.VALID:
        raise Conflict(_("You have this mandate already."))
    if mandate is None:
        mandate = make_request(person_id, invitation.organisation, invitation.role, invitation.side)
    mandate.successor_of = invitation.successor_of
    mandate.save(update_fields=["successor_of"])
    _settle(invitation, mandate)
    record(actor, "invitation_accepted", invitation.organisation, {"role": invitation.role})
    inviter = invitation.invited_by and queries.find_deciding_actor(
        invitation.invited_by, invitation.organisation
    )
    if inviter and not rules.is_own(inviter, mandate):
        turn_key(inviter, mandate)
    else:
        publish(make_fact(MandateRequested, actor, mandate))
    return mandate


@transaction.atomic
def refuse_invitation(actor: Actor, invitation_uuid: UUID) -> Invitation:
    """Say no; whoever invited sees that the invitation is gone."""
    invitation = _open_invitation(actor, invitation_uuid)
    _settle(invitation, None)
    record(actor, "invitation_refused", invitation.organisation, {"role": invitation.role})
    return invitation


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation_uuid: UUID) -> Invitation:
    """Take an invitation back before it is accepted."""
    invitation = _lock(invitation_uuid)
    if not rules.may_manage_people(actor, invitation.organisation):
        raise NotAllowed(_("Only people who lead the organisation, or the service office, may."))
    _ensure_open(invitation)
    _settle(invitation, None)
    record(actor, "invitation_withdrawn", invitation.organisation, {"role": invitation.role})
    return invitation


def _invite(
    actor: Actor,
    organisation: Organisation,
    email: str,
    role: str,
    side: str,
    *,
    successor_of: Mandate | None,
) -> Invitation:
    invitation = Invitation(
        organisation=organisation,
        email=email.strip().lower(),
        role=role,
        side=side,
        language=(translation.get_language() or "de")[:2],
        invited_by_id=actor.person_id,
        expires_at=timezone.now() + LIFETIME,
        successor_of=successor_of,
    )
    invitation.full_clean(validate_constraints=False)
    if successor_of is not None and (role not in queries.roles_that_may_follow(successor_of)):
        raise ValidationError({"role": _("Somebody must be able to decide for the organisation.")})
    _forget_expired(invitation)
    invitation.save()
    record(actor, "person_invited", organisation, {"role": role, "side": side})
    publish(PersonInvited(invitation.pk, organisation.pk))
    _send(actor, invitation)
    return invitation


def _forget_expired(new: Invitation) -> None:
    """Make room for a new invitation where an old one ran out; refuse where it still waits."""
    same = Invitation.objects.filter(
        organisation=new.organisation, email=new.email, role=new.role, settled_at__isnull=True
    )
    if same.filter(expires_at__gt=timezone.now()).exists():
        raise Conflict(_("This person has already been invited and has not answered yet."))
    same.update(settled_at=timezone.now())


def _send(actor: Actor, invitation: Invitation) -> None:
    names = {
        "name": actor.name,
        "organisation": invitation.organisation,
        "role": invitation.get_role_display(),
    }
    words = Words(
        subject=_("%(name)s invites you to act for %(organisation)s") % names,
        text=_(
            "%(name)s asks you to act for %(organisation)s at Drehscheibe (%(role)s).\n\n"
            "Please look at the invitation and accept it there. If you have no account yet, you"
            " make one on the way, with this e-mail address. The invitation is valid for 14 days."
        )
        % names,
        path=reverse("invitation", args=[invitation.uuid]),
        action=_("Look at the invitation"),
    )
    key = f"invitation:{invitation.uuid}"
    queue_mail(invitation.email, words, key=key, language=invitation.language)


def _open_invitation(actor: Actor, invitation_uuid: UUID) -> Invitation:
    invitation = _lock(invitation_uuid)
    if actor.person_id is None:
        raise NotAllowed(_("Please log in first."))
    if invitation.email not in list_verified_emails(actor.person_id):
        raise NotAllowed(_("This invitation was sent to another e-mail address than yours."))
    _ensure_open(invitation)
    return invitation


def _lock(invitation_uuid: UUID) -> Invitation:
    organisation_id = Invitation.objects.values_list("organisation_id", flat=True).get(
        uuid=invitation_uuid
    )
    lock_organisation(organisation_id)
    rows = Invitation.objects.select_related("organisation", "invited_by", "successor_of")
    return rows.get(uuid=invitation_uuid)


def _ensure_open(invitation: Invitation) -> None:
    if invitation.settled_at is not None:
        raise Conflict(_("This invitation has already been answered or withdrawn."))
    if invitation.expires_at <= timezone.now():
        raise Conflict(_("This invitation has expired. Please ask for a new one."))


def _settle(invitation: Invitation, mandate: Mandate | None) -> None:
    invitation.settled_at = timezone.now()
    invitation.mandate = mandate
    invitation.save(update_fields=["settled_at", "mandate"])
