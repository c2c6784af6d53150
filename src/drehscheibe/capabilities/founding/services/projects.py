"""Begin a founding, change its words, end it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.guide import WEEKS
from drehscheibe.capabilities.founding.choices.project import MemberRole, ProjectState
from drehscheibe.capabilities.founding.facts import ProjectBegun
from drehscheibe.capabilities.founding.models import Member, Milestone, Project
from drehscheibe.capabilities.founding.services.publishing import withdraw
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.places.models import Kreis
from drehscheibe.core.trace.clock import next_working_day

__all__ = ["ProjectWords", "Stale", "begin_project", "edit_project", "end_project"]

#: A founding of more Kreise than this covers a Land, not a region.
MOST_KREISE = 11
#: Farthest start.
MOST_DAYS_AHEAD = 730


class Stale(Conflict):
    """Somebody else has written meanwhile; ``theirs`` is what stands there now."""

    def __init__(self, theirs: object) -> None:
        super().__init__(
            pgettext(
                "founding",
                "Somebody else has changed this while you were writing. Both texts are below;"
                " nothing is lost.",
            )
        )
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class ProjectWords:
    """What a team says of its project."""

    name: str
    kreise: Collection[str]
    starts_on: date
    reason: str = ""
    goal: str = ""
    topics: Collection[str] = ()
    host: str = ""
    contact_email: str = ""
    tells_when_stuck: bool = True


@transaction.atomic
def begin_project(actor: Actor, words: ProjectWords, *, is_example: bool = False) -> Project:
    """Begin a founding with all thirteen stations, each with its date; private to its team.

    Raises
    ------
    NotAllowed
        Without an account.
    ValidationError
        For an unknown Kreis, too many, or a start that has passed.
    """
    if actor.person_id is None or not rules.may_begin(actor):
        raise NotAllowed(pgettext("founding", "Please log in first."))
    kreise = _find_kreise(words.kreise)
    if not is_example:
        _check_start(words.starts_on)
    is_working = actor.role in rules.WORKING_ROLES and not actor.is_office
    project = Project(
        organisation_id=actor.organisation_id if is_working else None, is_example=is_example
    )
    _write(project, words)
    project.kreise.set(kreise)
    member = Member.objects.create(project=project, person_id=actor.person_id, role=MemberRole.LEAD)
    Milestone.objects.bulk_create(
        Milestone(project=project, key=key, due_on=due_of(words.starts_on, key), owner=member)
        for key in WEEKS
    )
    note(actor, project, "project_begun", {"kreise": sorted(words.kreise)})
    outbox.publish(ProjectBegun(str(project.uuid)))
    return project


@transaction.atomic
def edit_project(actor: Actor, pk: int, words: ProjectWords, *, version: int) -> Project:
    """Change the words of a project; open stations follow a new start, unless set by hand.

    Raises
    ------
    Stale
        If somebody else has changed them since ``version``.
    """
    project = open_project(actor, pk, rules.may_work)
    if project.version != version:
        raise Stale(project)
    kreise = _find_kreise(words.kreise)
    if words.starts_on != project.starts_on:
        _check_start(words.starts_on)
        for milestone in project.milestones.filter(has_own_date=False):
            if not milestone.is_settled:
                milestone.due_on = due_of(words.starts_on, milestone.key)
                milestone.save(update_fields=["due_on"])
    project.version += 1
    _write(project, words)
    project.kreise.set(kreise)
    note(actor, project, "project_edited", {"version": project.version})
    return project


@transaction.atomic
def end_project(actor: Actor, pk: int) -> Project:
    """End a founding that leads nowhere; the team keeps what it wrote, a public plan goes."""
    project = open_project(actor, pk, rules.may_end)
    if project.published_at is not None:
        withdraw(actor, project)
    project.state = ProjectState.ENDED
    project.save(update_fields=["state"])
    note(actor, project, "project_ended")
    return project


def due_of(start: date, key: str) -> date:
    """Return when a station is due in a project that starts on this day."""
    return next_working_day(start + timedelta(weeks=WEEKS[key]))


def _write(project: Project, words: ProjectWords) -> None:
    project.name = words.name
    project.starts_on = words.starts_on
    project.reason, project.goal = words.reason, words.goal
    project.topics = sorted(words.topics)
    project.host, project.contact_email = words.host, words.contact_email
    project.tells_when_stuck = words.tells_when_stuck
    project.full_clean(exclude=["item"])
    project.save()


def _find_kreise(keys: Collection[str]) -> list[Kreis]:
    wanted = set(keys)
    kreise = list(Kreis.objects.filter(pk__in=wanted, valid_until=None))
    if not wanted or len(kreise) != len(wanted):
        raise ValidationError(
            {
                "kreise": pgettext(
                    "founding", "We do not know this Kreis. Please choose from the list."
                )
            }
        )
    if len(wanted) > MOST_KREISE:
        raise ValidationError(
            {
                "kreise": pgettext(
                    "founding",
                    "These are too many. A regional initiative has at most %(n)s Kreise.",
                )
                % {"n": MOST_KREISE}
            }
        )
    return kreise


def _check_start(day: date) -> None:
    today = timezone.localdate()
    if day < today:
        raise ValidationError(
            {
                "starts_on": pgettext(
                    "founding",
                    "This day has passed. Choose today or later; what you have done already can be"
                    " ticked off at once.",
                )
            }
        )
    if day > today + timedelta(days=MOST_DAYS_AHEAD):
        raise ValidationError(
            {"starts_on": pgettext("founding", "Please choose a day within the next two years.")}
        )
