"""Ask an initiative to accompany a founding; it begins when both sides agree."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import MentorshipState
from drehscheibe.capabilities.founding.facts import MentorAnswered, MentorAsked
from drehscheibe.capabilities.founding.models import Mentorship, Project
from drehscheibe.capabilities.founding.queries.mentors import find_mentors, is_free
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox import api as outbox
from drehscheibe.core.trace.clock import next_working_day

__all__ = ["ANSWER_DAYS", "answer_mentorship", "ask_mentor", "end_mentorship"]

ANSWER_DAYS = 14
#: Requests of one project that may wait at the same time.
MOST_WAITING = 2


@transaction.atomic
def ask_mentor(actor: Actor, project_id: int, *, organisation_id: int, message: str) -> Mentorship:
    """Ask an initiative; its people learn name, region, topics and the message, nothing else yet.

    Raises
    ------
    ValidationError
        If it cannot be asked now, or enough others were.
    """
    project = open_project(actor, project_id, rules.may_lead)
    possible = find_mentors(
        [kreis.pk for kreis in project.kreise.all()],
        project.topics,
        for_example=project.is_example,
        most=50,
    )
    mentor = next((m for m in possible if m.organisation_id == organisation_id), None)
    if mentor is None or not mentor.can_be_asked:
        reason = mentor.limit if mentor else ""
        raise ValidationError(
            reason or pgettext("founding", "This initiative cannot be asked here.")
        )
    running = [m for m in project.mentorships.all() if m.state in ("asked", "accepted")]
    if any(m.organisation_id == organisation_id for m in running):
        raise ValidationError(pgettext("founding", "You have asked this initiative already."))
    if len(running) >= MOST_WAITING:
        raise ValidationError(
            pgettext(
                "founding", "Two initiatives at a time are enough. Wait for their answers first."
            )
        )
    mentorship = Mentorship.objects.create(
        project=project,
        organisation_id=organisation_id,
        message=message,
        due_on=next_working_day(timezone.localdate() + timedelta(days=ANSWER_DAYS)),
    )
    note(actor, project, "mentor_asked", {"initiative": mentor.slug})
    outbox.publish(MentorAsked(str(project.uuid), mentorship.pk))
    return mentorship


@transaction.atomic
def answer_mentorship(actor: Actor, uuid: UUID, *, agrees: bool, answer: str) -> Mentorship:
    """Agree to accompany a founding, or say that it is not possible now.

    Raises
    ------
    NotAllowed
        For everybody who does not work for the initiative that was asked.
    Conflict
        If it was answered or taken back meanwhile, or the initiative accompanies enough others.
    """
    mentorship = _lock(uuid)
    if not rules.may_answer_mentorship(actor, mentorship):
        raise NotAllowed(pgettext("founding", "Only the initiative that was asked may answer."))
    if mentorship.state != MentorshipState.ASKED:
        raise Conflict(pgettext("founding", "This request is no longer open."))
    # Two of an initiative who agree at the same time must not agree to one too many.
    Organisation.objects.select_for_update().get(pk=mentorship.organisation_id)
    if agrees and not is_free(mentorship.organisation_id):
        raise Conflict(
            pgettext(
                "founding", "Your initiative accompanies %(n)s foundings already. End one first."
            )
            % {"n": rules.MOST_MENTORSHIPS}
        )
    mentorship.state = MentorshipState.ACCEPTED if agrees else MentorshipState.DECLINED
    mentorship.answer = answer
    _settle(actor, mentorship, "mentor_answered")
    return mentorship


@transaction.atomic
def end_mentorship(actor: Actor, uuid: UUID) -> Mentorship:
    """End a mentorship or take a request back; either side may, without a reason."""
    mentorship = _lock(uuid)
    project = mentorship.project
    may_team = rules.is_lead(actor, project)
    if not (may_team or rules.may_answer_mentorship(actor, mentorship)):
        raise NotAllowed(pgettext("founding", "Only the two sides of a mentorship may end it."))
    if mentorship.state == MentorshipState.ACCEPTED:
        mentorship.state = MentorshipState.ENDED
    elif mentorship.state == MentorshipState.ASKED and may_team:
        mentorship.state = MentorshipState.WITHDRAWN
    else:
        raise Conflict(pgettext("founding", "This mentorship is over already."))
    _settle(actor, mentorship, "mentorship_ended")
    return mentorship


def _lock(uuid: UUID) -> Mentorship:
    """Lock the project first, then the mentorship."""
    project_id = Mentorship.objects.values_list("project_id", flat=True).get(uuid=uuid)
    Project.objects.select_for_update().get(pk=project_id)
    return Mentorship.objects.select_for_update().select_related("project").get(uuid=uuid)


def _settle(actor: Actor, mentorship: Mentorship, verb: str) -> None:
    mentorship.answered_at = timezone.now()
    mentorship.save()
    note(actor, mentorship.project, verb, {"state": mentorship.state})
    outbox.publish(MentorAnswered(str(mentorship.project.uuid), mentorship.pk, mentorship.state))
