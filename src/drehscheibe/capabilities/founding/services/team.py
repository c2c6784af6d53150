"""Who works on a founding: invite by link, join, leave, hand the lead on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import InvitationState, MemberRole
from drehscheibe.capabilities.founding.facts import MemberJoined
from drehscheibe.capabilities.founding.models import Invitation, Member, Project
from drehscheibe.capabilities.founding.services.links import invitation_token
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.notify.api import Words, queue_mail
from drehscheibe.core.outbox import api as outbox

__all__ = [
    "accept_invitation",
    "change_role",
    "invite_member",
    "remove_member",
    "withdraw_invitation",
]

LIFETIME = timedelta(days=14)
MOST_MEMBERS = 30


@transaction.atomic
def invite_member(actor: Actor, project_id: int, *, email: str) -> Invitation:
    """Send somebody a link by which they join the team.

    Raises
    ------
    ValidationError
        If the address has an open invitation, or the team is full.
    """
    project = open_project(actor, project_id, rules.may_work)
    address = email.strip().lower()
    waiting = project.invitations.filter(state=InvitationState.OPEN, email=address).first()
    if waiting is not None and waiting.is_usable:
        raise ValidationError(
            {"email": pgettext("founding", "This address has an invitation already.")}
        )
    if waiting is not None:
        _settle(waiting, InvitationState.WITHDRAWN)
    if project.members.count() >= MOST_MEMBERS:
        raise ValidationError(
            pgettext("founding", "A team of more than %(n)s people is hard to lead.")
            % {"n": MOST_MEMBERS}
        )
    invitation = Invitation.objects.create(
        project=project,
        email=address,
        invited_by=rules.member_of(actor, project),
        expires_at=timezone.now() + LIFETIME,
    )
    with translation.override(actor.language):
        words = _words(invitation, actor.name)
    queue_mail(
        address, words, key=f"founding-invitation:{invitation.uuid}", language=actor.language
    )
    note(actor, project, "member_invited")
    return invitation


@transaction.atomic
def accept_invitation(actor: Actor, invitation: Invitation) -> Project:
    """Join the team.

    Raises
    ------
    NotAllowed
        Without an account.
    Conflict
        If the invitation was used, taken back or has expired, or the project is over.
    """
    if actor.person_id is None:
        raise NotAllowed(pgettext("founding", "Please log in first."))
    project = open_project(actor, invitation.project_id, lambda _a, _p: True)
    current = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not current.is_usable or not project.is_open:
        raise Conflict(pgettext("founding", "This invitation no longer holds."))
    if rules.member_of(actor, project) is not None:
        raise Conflict(pgettext("founding", "You are in the team already."))
    member = Member.objects.create(project=project, person_id=actor.person_id)
    _settle(current, InvitationState.ACCEPTED)
    note(actor, project, "member_joined")
    outbox.publish(MemberJoined(str(project.uuid), member.pk))
    return project


@transaction.atomic
def withdraw_invitation(actor: Actor, project_id: int, uuid: UUID) -> None:
    """Take an invitation back; its link ends at once."""
    project = open_project(actor, project_id, rules.may_work)
    invitation = project.invitations.filter(uuid=uuid, state=InvitationState.OPEN).first()
    if invitation is not None:
        _settle(invitation, InvitationState.WITHDRAWN)
        note(actor, project, "invitation_withdrawn")


@transaction.atomic
def remove_member(actor: Actor, project_id: int, uuid: UUID) -> None:
    """Leave the team, or let somebody go; what they owned waits for another.

    Raises
    ------
    NotAllowed
        For others than the person themselves and who leads.
    Conflict
        If nobody would lead the project.
    """
    project = open_project(actor, project_id, rules.is_team)
    member = project.members.get(uuid=uuid)
    if member.person_id != actor.person_id and not rules.is_lead(actor, project):
        raise NotAllowed(pgettext("founding", "Only who leads the project may do that."))
    if member.leads and not _has_other_lead(project, member):
        raise Conflict(
            pgettext(
                "founding", "Somebody has to lead. Hand the lead on first, or end the project."
            )
        )
    member.delete()
    note(actor, project, "member_left")


@transaction.atomic
def change_role(actor: Actor, project_id: int, uuid: UUID, *, role: str) -> Member:
    """Hand the lead on, share it, or give it back.

    Raises
    ------
    Conflict
        If nobody would lead the project.
    """
    project = open_project(actor, project_id, rules.may_lead)
    member = project.members.get(uuid=uuid)
    wanted = MemberRole(role)
    if member.leads and wanted != MemberRole.LEAD and not _has_other_lead(project, member):
        raise Conflict(pgettext("founding", "Somebody has to lead."))
    member.role = wanted
    member.save(update_fields=["role"])
    note(actor, project, "role_changed", {"role": role})
    return member


def _has_other_lead(project: Project, member: Member) -> bool:
    others = project.members.filter(role=MemberRole.LEAD).exclude(pk=member.pk)
    return project.organisation_id is not None or others.exists()


def _settle(invitation: Invitation, state: InvitationState) -> None:
    invitation.state, invitation.settled_at = state, timezone.now()
    invitation.save(update_fields=["state", "settled_at"])


def _words(invitation: Invitation, who: str) -> Words:
    return Words(
        subject=pgettext("founding", "Found an initiative together: %(name)s")
        % {"name": invitation.project.name},
        text=pgettext(
            "founding",
            "%(who)s asks you to join the team of “%(name)s”. The link is good for one person and 14"
            " days. Whoever opens it needs an account.",
        )
        % {"who": who, "name": invitation.project.name},
        path=reverse("founding_join", args=[invitation_token(invitation)]),
        action=pgettext("founding", "Look at the invitation"),
    )
