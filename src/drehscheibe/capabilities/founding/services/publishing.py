"""Show the plan to everybody, and make the entry in the directory from it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import (
    MilestoneState,
    ProjectState,
    SeatState,
)
from drehscheibe.capabilities.founding.facts import (
    InitiativeFounded,
    PlanPublished,
    PlanWithdrawn,
    ProfileProposed,
)
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.queries.circle import count_taken_sides
from drehscheibe.capabilities.founding.queries.texts import region_of
from drehscheibe.capabilities.founding.services import findable
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.trace import api as trace

__all__ = [
    "ITEM_KIND",
    "PROFILE_KIND",
    "list_obstacles",
    "propose_profile",
    "publish_plan",
    "settle_profile",
    "too_late",
    "withdraw",
    "withdraw_plan",
]

ITEM_KIND, PROFILE_KIND = "founding", "founded-profile"
PLAN, FOUNDED, PUBLISHED = "plan", "founded", "published"


def list_obstacles(project: Project) -> list[str]:
    """Return in sentences what is missing before the plan can be shown, or made an entry."""
    missing = []
    if not project.reason.strip():
        missing.append(pgettext("founding", "Say why here and why now."))
    if not project.goal.strip():
        missing.append(pgettext("founding", "Say what shall be different in two years."))
    if count_taken_sides(project) < rules.FEWEST_SIDES:
        missing.append(pgettext("founding", "At least two sides must sit at the table."))
    return missing


@transaction.atomic
def publish_plan(actor: Actor, project_id: int) -> Project:
    """Show name, region, reason, goal, stations and named bodies to everybody.

    Raises
    ------
    ValidationError
        With everything that is missing.
    """
    project = open_project(actor, project_id, rules.may_publish)
    missing = list_obstacles(project)
    if missing:
        raise ValidationError(missing)
    if project.published_at is not None:
        return project
    if project.item is None:
        project.item = trace.add_item(
            ITEM_KIND,
            title=project.name,
            state=PLAN,
            actor=actor,
            owner_id=project.organisation_id,
            due_on=None,
            is_public=True,
            is_example=project.is_example,
        )
    else:
        project.item.title, project.item.is_public = project.name, True
        project.item.save(update_fields=["title", "is_public"])
    project.published_at = timezone.now()
    project.save(update_fields=["item", "published_at"])
    findable.refresh(project)
    note(actor, project, "plan_published")
    outbox.publish(PlanPublished(str(project.uuid), project.public_id))
    return project


@transaction.atomic
def withdraw_plan(actor: Actor, project_id: int) -> Project:
    """Take the plan back; its page is gone at once, the number stays."""
    project = open_project(actor, project_id, rules.may_publish)
    if project.published_at is not None:
        withdraw(actor, project)
    return project


def withdraw(actor: Actor, project: Project) -> None:
    """Take a plan back inside another use case."""
    project.published_at = None
    project.save(update_fields=["published_at"])
    if project.item is not None:
        project.item.is_public = False
        project.item.save(update_fields=["is_public"])
    findable.refresh(project)
    note(actor, project, "plan_withdrawn")
    outbox.publish(PlanWithdrawn(str(project.uuid), project.public_id))


@transaction.atomic
def propose_profile(
    actor: Actor, project_id: int, *, message: str, evidence: str = "", side: str = ""
) -> Project:
    """Make an entry of the directory from the project; the office checks it as every new one.

    Raises
    ------
    Conflict
        If the entry is with the office already, or the project is over.
    ValidationError
        With everything that is missing.
    """
    project = open_project(actor, project_id, rules.leads_as_person)
    if not rules.may_propose_profile(actor, project):
        raise Conflict(too_late())
    missing = list_obstacles(project)
    if missing:
        raise ValidationError(missing)
    entry = directory.propose_entry(
        actor, _profile_values(project), message=message, evidence=evidence, side=side
    )
    project.state = ProjectState.PROPOSED
    project.initiative_slug = entry.slug
    project.claim_path = entry.claim_url
    project.save(update_fields=["state", "initiative_slug", "claim_path"])
    note(actor, project, "profile_proposed", {"slug": entry.slug})
    outbox.publish(ProfileProposed(str(project.uuid), entry.slug))
    return project


def too_late() -> str:
    """Return what somebody reads whose colleague was faster."""
    return pgettext(
        "founding", "The entry is with the service office already, or the project has ended."
    )


@transaction.atomic
def settle_profile(slug: str, *, is_accepted: bool) -> Project | None:
    """Follow the decision of the office about the entry; called once per decision.

    Accepted: the project is founded, its station ticked off, plan and entry stand on one trace.
    Not accepted: the team goes on, and may propose it once more.
    """
    waiting = Project.objects.select_for_update().filter(
        initiative_slug=slug, state=ProjectState.PROPOSED
    )
    project = waiting.first()
    if project is None:
        return None
    if not is_accepted:
        project.state, project.initiative_slug = ProjectState.ACTIVE, ""
        project.save(update_fields=["state", "initiative_slug"])
        note(SYSTEM, project, "profile_rejected")
        return project
    project.state = ProjectState.FOUNDED
    found = directory.find_published(slug)
    if found is not None:
        project.initiative_organisation_id = found[1]
    project.save(update_fields=["state", "initiative_organisation"])
    project.milestones.filter(key="m11").update(
        state=MilestoneState.DONE, settled_on=timezone.localdate()
    )
    _connect(project)
    note(SYSTEM, project, "initiative_founded", {"slug": slug})
    outbox.publish(InitiativeFounded(str(project.uuid), slug))
    return project


def _connect(project: Project) -> None:
    """Put project and entry on the trace; a plan that was never shown stays out of sight there, too."""
    common: dict[str, Any] = {
        "title": project.name,
        "actor": SYSTEM,
        "owner_id": None,
        "due_on": None,
        "is_example": project.is_example,
    }
    if project.item is None:
        project.item = trace.add_item(ITEM_KIND, state=FOUNDED, **common)
        project.save(update_fields=["item"])
    else:
        trace.move(project.item, FOUNDED, actor=SYSTEM, owner_id=None, due_on=None, is_final=True)
    profile = trace.add_item(PROFILE_KIND, state=PUBLISHED, is_public=True, **common)
    trace.derive(project.item, profile, "founded")


def _profile_values(project: Project) -> dict[str, object]:
    kreise = list(project.kreise.all())
    laender = {kreis.land_id for kreis in kreise}
    benches: dict[str, int | None] = {}
    for seat in project.seats.all():
        if seat.state == SeatState.AGREED:
            benches[seat.bench] = (benches.get(seat.bench) or 0) + 1
    return {
        "name": project.name,
        "summary": project.goal.strip().split("\n")[0][:300],
        "goals": project.goal[:2000],
        "status": directory.InitiativeStatus.FOUNDING,
        "reach": "region" if len(laender) == 1 else "cross-land",
        "founded_year": timezone.localdate().year,
        "land": kreise[0].land if len(laender) == 1 else None,
        "kreise": kreise,
        "region_text": region_of(project)[:200],
        "office_host": project.host,
        "topics": list(project.topics),
        "benches": benches,
        "contact_email": project.contact_email,
        "is_example": project.is_example,
    }
