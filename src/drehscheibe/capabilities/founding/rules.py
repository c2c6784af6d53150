"""Who may do what in a founding: predicates that read aloud.

What belongs to a project is read with it: ``memberships`` are the members that the query loaded.
"""

from __future__ import annotations

from drehscheibe.capabilities.founding.choices.project import (
    CallReason,
    MentorshipState,
    ProjectState,
)
from drehscheibe.capabilities.founding.models import Member, Mentorship, Project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import LEAD_ROLES, MandateRole

#: Whoever holds one of these mandates works on what their organisation founds.
WORKING_ROLES = frozenset({*LEAD_ROLES, MandateRole.EDITOR})
#: An initiative accompanies at most this many foundings at a time.
MOST_MENTORSHIPS = 2
#: Sides of the table of which at least this many must be taken before a plan is published.
FEWEST_SIDES = 2


def may_begin(actor: Actor) -> bool:
    return actor.is_known


def member_of(actor: Actor, project: Project) -> Member | None:
    if not actor.is_known:
        return None
    return next((m for m in project.members.all() if m.person_id == actor.person_id), None)


def is_team(actor: Actor, project: Project) -> bool:
    """Members, and whoever works for the organisation under whose mandate it was begun."""
    by_mandate = actor.acts_for(project.organisation_id) and actor.role in WORKING_ROLES
    return by_mandate or member_of(actor, project) is not None


def is_lead(actor: Actor, project: Project) -> bool:
    member = member_of(actor, project)
    by_mandate = actor.acts_for(project.organisation_id) and actor.role in LEAD_ROLES
    return by_mandate or (member is not None and member.leads)


def office_is_asked(actor: Actor, project: Project) -> bool:
    """Let the office look into a project only as long as the team wants its help."""
    return actor.is_office and any(
        call.is_open and call.reason == CallReason.ASKED for call in project.help_calls.all()
    )


def is_mentor(actor: Actor, project: Project) -> bool:
    return any(
        mentorship.state == MentorshipState.ACCEPTED
        and actor.acts_for(mentorship.organisation_id)
        and actor.role in WORKING_ROLES
        for mentorship in project.mentorships.all()
    )


def may_see(actor: Actor, project: Project) -> bool:
    """See the inside; the public plan is another page."""
    return is_team(actor, project) or office_is_asked(actor, project) or is_mentor(actor, project)


def may_work(actor: Actor, project: Project) -> bool:
    return project.is_open and is_team(actor, project)


def may_lead(actor: Actor, project: Project) -> bool:
    return project.is_open and is_lead(actor, project)


def may_publish(actor: Actor, project: Project) -> bool:
    return is_lead(actor, project) and project.state != ProjectState.ENDED


def may_propose_profile(actor: Actor, project: Project) -> bool:
    return leads_as_person(actor, project) and project.state == ProjectState.ACTIVE


def leads_as_person(actor: Actor, project: Project) -> bool:
    return actor.is_known and is_lead(actor, project)


def may_end(actor: Actor, project: Project) -> bool:
    return is_lead(actor, project) and project.state == ProjectState.ACTIVE


def may_answer_mentorship(actor: Actor, mentorship: Mentorship) -> bool:
    return actor.acts_for(mentorship.organisation_id) and actor.role in WORKING_ROLES


def may_see_desk(actor: Actor) -> bool:
    return actor.is_office
