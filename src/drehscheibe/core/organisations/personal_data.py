"""What organisations keep of the people who act for them: announced to ``core.privacy``."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.organisations import queries, services
from drehscheibe.core.organisations.choices import LEAD_ROLES, OrganisationKind
from drehscheibe.core.organisations.models import Invitation, Mandate, Organisation
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    Obstacle,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    delete_found,
    of_person,
    register_obstacles,
    register_rule,
    register_source,
)

_ROOM = gettext_lazy("Organisations and mandates")


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    for source in (_MANDATES, _DECISIONS, _INVITATIONS):
        register_source(source)
    for rule in _RULES:
        register_rule(rule)
    register_obstacles("organisations.last_leads", find_last_leads)


def find_last_leads(subject: Subject) -> list[Obstacle]:
    """Return the organisations for which nobody could decide if this person left."""
    if subject.person_id is None:
        return []
    mandates = queries.list_valid_mandates(subject.person_id)
    leads = (mandate for mandate in mandates if mandate.role in LEAD_ROLES)
    return [_obstacle(mandate) for mandate in leads if not queries.has_other_lead(mandate)]


def _obstacle(mandate: Mandate) -> Obstacle:
    is_office = mandate.organisation.kind == OrganisationKind.OFFICE
    words = (
        _("You are the last one who decides for %(organisation)s. Please hand over first.")
        if is_office
        else _(
            "I know that nobody will be able to decide for %(organisation)s any more. The service"
            " office then looks for somebody."
        )
    )
    return Obstacle(
        key=f"last-lead-{mandate.pk}",
        text=words % {"organisation": mandate.organisation},
        action=_("Hand over the mandate for %(organisation)s")
        % {"organisation": mandate.organisation},
        path=reverse("mandate_hand_over", args=[mandate.pk]),
        is_final=is_office,
    )


def _find_mandates(subject: Subject) -> QuerySet[Mandate]:
    rows = Mandate.objects.select_related("organisation").order_by("pk")
    return of_person(rows, subject, "person")


def _end_mandates(subject: Subject) -> int:
    """End what is open, so that those who stay are told, and take out what was written about them."""
    mandates = list(_find_mandates(subject))
    for mandate in mandates:
        if mandate.is_open:
            services.end_mandate(SYSTEM, mandate.pk)
    _find_mandates(subject).update(request_note="", decision_reason="", is_listed=False)
    return len(mandates)


def _find_decisions(subject: Subject) -> QuerySet[Mandate]:
    by_person = Q(decided_by_id=subject.person_id) | Q(first_key_by_id=subject.person_id)
    rows = Mandate.objects.select_related("organisation").order_by("pk")
    others = rows.filter(by_person).exclude(person_id=subject.person_id)
    return others if subject.person_id is not None else rows.none()


def _leave_decisions(subject: Subject) -> int:
    """Withdraw a proposal that waits for a second key; decisions stay, made by nobody in particular."""
    if subject.person_id is None:
        return 0
    Organisation.objects.filter(two_keys_proposed_by_id=subject.person_id).update(
        two_keys_proposal=None, two_keys_proposed_by=None
    )
    Invitation.objects.filter(invited_by_id=subject.person_id).update(invited_by=None)
    return _find_decisions(subject).count()


def _find_invitations(subject: Subject) -> QuerySet[Invitation]:
    rows = Invitation.objects.select_related("organisation").order_by("pk")
    return rows.filter(email__in=subject.emails)


def _find_settled(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(settled_at__lt=before)


def _find_unanswered(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(settled_at__isnull=True, expires_at__lt=before)


_MANDATES = Source(
    name="organisations.mandates",
    room=_ROOM,
    label=gettext_lazy("Mandates"),
    models=("organisations.Mandate",),
    purpose=gettext_lazy("Show who may act for an organisation, and who has acted"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.SELF, Reader.ORGANISATION, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=gettext_lazy("End at once. That somebody held them stays, without name and notes."),
    find=_find_mandates,
    fields={
        "organisation": (gettext_lazy("Organisation"), "organisation.name"),
        "role": (gettext_lazy("Role"), "role"),
        "side": (gettext_lazy("Speaks for"), "side"),
        "state": (gettext_lazy("State"), "state"),
        "requested_at": (gettext_lazy("Requested on"), "requested_at"),
        "note": (gettext_lazy("Note with the request"), "request_note"),
        "valid_from": (gettext_lazy("Valid from"), "valid_from"),
        "valid_until": (gettext_lazy("Valid until"), "valid_until"),
        "reason": (gettext_lazy("Reason of the decision"), "decision_reason"),
        "is_listed": (gettext_lazy("Name shown in the profile"), "is_listed"),
    },
    erase=_end_mandates,
    order=10,
)
_DECISIONS = Source(
    name="organisations.decisions",
    room=_ROOM,
    label=gettext_lazy("Decisions about mandates of others"),
    models=("organisations.Organisation", "organisations.Mandate"),
    purpose=gettext_lazy("Show who confirmed whom"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=gettext_lazy("Decisions stay valid, without the name."),
    find=_find_decisions,
    fields={
        "organisation": (gettext_lazy("Organisation"), "organisation.name"),
        "role": (gettext_lazy("Role"), "role"),
        "state": (gettext_lazy("State"), "state"),
        "decided_at": (gettext_lazy("Decided on"), "decided_at"),
    },
    erase=_leave_decisions,
    order=20,
)
_INVITATIONS = Source(
    name="organisations.invitations",
    room=_ROOM,
    label=gettext_lazy("Invitations to act for an organisation"),
    models=("organisations.Invitation",),
    purpose=gettext_lazy("Ask people by e-mail to act for an organisation"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE),
    retention="invitation",
    fate=Fate.DELETE,
    at_erasure=gettext_lazy("Deleted; open ones can no longer be accepted."),
    find=_find_invitations,
    fields={
        "organisation": (gettext_lazy("Organisation"), "organisation.name"),
        "email": (gettext_lazy("E-mail address"), "email"),
        "role": (gettext_lazy("Role"), "role"),
        "invited_at": (gettext_lazy("Invited on"), "created_at"),
        "settled_at": (gettext_lazy("Settled on"), "settled_at"),
    },
    erase=delete_found(_find_invitations),
)

_RULES = (
    Rule(
        name="organisations.invitations",
        retention="invitation",
        label=gettext_lazy("Invitations that were answered or withdrawn"),
        find=_find_settled,
    ),
    Rule(
        name="organisations.unanswered_invitations",
        retention="unconfirmed",
        label=gettext_lazy("Invitations that nobody answered"),
        find=_find_unanswered,
    ),
)
