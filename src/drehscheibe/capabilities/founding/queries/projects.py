"""Projects and what hangs on them; views load only through these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from drehscheibe.capabilities.founding.choices.project import (
    CallReason,
    MentorshipState,
)
from drehscheibe.capabilities.founding.models import (
    HelpCall,
    Invitation,
    Member,
    Mentorship,
    Project,
    Signature,
)
from drehscheibe.capabilities.founding.rules import WORKING_ROLES
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch

__all__ = [
    "FoundedBy",
    "calls_visible_to",
    "find_invitation",
    "find_signature",
    "list_team_person_ids",
    "lock_project",
    "mentorships_asked_of",
    "own_projects",
    "plans",
    "plans_of_entries",
    "projects_visible_to",
]


def projects_visible_to(actor: Actor) -> QuerySet[Project]:
    """Return the projects into which the actor may look, with what the rules ask for."""
    if not actor.is_known:
        return Project.objects.none()
    visible = _is_own(actor)
    if actor.is_office:
        asked = HelpCall.objects.filter(
            project=OuterRef("pk"), reason=CallReason.ASKED, settled_at__isnull=True
        )
        visible |= Q(Exists(asked))
    if actor.organisation_id is not None and actor.role in WORKING_ROLES:
        accompanied = Mentorship.objects.filter(
            project=OuterRef("pk"),
            organisation_id=actor.organisation_id,
            state=MentorshipState.ACCEPTED,
        )
        visible |= Q(Exists(accompanied))
    return with_parts(Project.objects.filter(visible))


def own_projects(actor: Actor) -> QuerySet[Project]:
    """Return the projects on which the actor works."""
    if not actor.is_known:
        return Project.objects.none()
    return with_parts(Project.objects.filter(_is_own(actor)))


def _is_own(actor: Actor) -> Q:
    own = Q(Exists(Member.objects.filter(project=OuterRef("pk"), person_id=actor.person_id)))
    if actor.organisation_id is not None and actor.role in WORKING_ROLES:
        own |= Q(organisation_id=actor.organisation_id)
    return own


def with_parts(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("item", "organisation").prefetch_related(
        Prefetch("members", Member.objects.select_related("person")),
        "kreise",
        "milestones",
        "seats",
        "help_calls",
        "mentorships",
    )


def plans() -> QuerySet[Project]:
    """Return the plans that everybody may read, the newest first."""
    rows = Project.objects.filter(published_at__isnull=False, is_hidden=False)
    return with_parts(rows).order_by("-published_at", "-pk")


@dataclass(frozen=True, slots=True)
class FoundedBy:
    """The public plan from which an entry came."""

    name: str
    public_id: str
    starts_on: date


@kept_for_epoch()
def plans_of_entries() -> Mapping[int, FoundedBy]:
    """Return the public plan by the organisation that it became; one query after a change."""
    rows = Project.objects.filter(published_at__isnull=False, is_hidden=False)
    founded = rows.filter(initiative_organisation__isnull=False).select_related("item")
    return MappingProxyType(
        {
            row.initiative_organisation_id: FoundedBy(row.name, row.public_id, row.starts_on)
            for row in founded
            if row.initiative_organisation_id is not None
        }
    )


def calls_visible_to(actor: Actor) -> QuerySet[HelpCall]:
    if not actor.is_office:
        return HelpCall.objects.none()
    return HelpCall.objects.select_related("project", "owner").prefetch_related(
        "project__kreise", "project__members__person", "project__help_calls"
    )


def mentorships_asked_of(actor: Actor) -> QuerySet[Mentorship]:
    """Return what was asked of the initiative for which the actor works."""
    if actor.organisation_id is None or actor.role not in WORKING_ROLES:
        return Mentorship.objects.none()
    rows = Mentorship.objects.filter(organisation_id=actor.organisation_id)
    return rows.select_related("project", "organisation").prefetch_related("project__kreise")


def find_invitation(uuid: str) -> Invitation | None:
    return Invitation.objects.select_related("project").filter(uuid=uuid).first()


def find_signature(uuid: str) -> Signature | None:
    return Signature.objects.select_related("project").filter(uuid=uuid).first()


def lock_project(pk: int) -> Project:
    """Return a project that nobody else changes until this transaction ends; first lock of all."""
    locked = Project.objects.select_for_update().get(pk=pk)
    return with_parts(Project.objects.filter(pk=locked.pk)).get()


def list_team_person_ids(project: Project) -> list[int]:
    return [member.person_id for member in project.members.all()]
