"""Who may do what with a case: predicates that read aloud.

Whether an act is possible in a state is not said here but in ``machine.py``.
"""

from __future__ import annotations

from drehscheibe.capabilities.advisory.choices import Circle, Confidentiality, ProposalState
from drehscheibe.capabilities.advisory.models import Case, Coach, Consent, Practice
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import LEAD_ROLES

__all__ = [
    "is_asked_coach",
    "is_coach",
    "is_of_body",
    "is_person_of_requester",
    "is_requester",
    "is_second_pair_of_eyes",
    "may_be_named",
    "may_know_region",
    "may_manage",
    "may_open_file",
    "may_work",
]


def may_manage(actor: Actor) -> bool:
    """Whether the actor does the work of the office: all cases, coaches, figures."""
    return actor.is_office


def is_coach(actor: Actor, case: Case) -> bool:
    """Whether the actor is the coach of the case; only under a mandate that is valid now."""
    return (
        actor.mandate_id is not None
        and case.coach is not None
        and case.coach.person_id == actor.person_id
        and (actor.is_office or case.confidentiality != Confidentiality.OFFICE)
    )


def is_asked_coach(actor: Actor, case: Case) -> bool:
    """Whether the actor is being asked to take the case."""
    if actor.mandate_id is None or actor.person_id is None:
        return False
    asked = case.proposals.filter(state=ProposalState.ASKED, coach__person_id=actor.person_id)
    is_open = actor.is_office or case.confidentiality != Confidentiality.OFFICE
    return is_open and asked.exists()


def may_work(actor: Actor, case: Case) -> bool:
    """Whether the actor stands on the advisory side of the case: office or its coach."""
    return may_manage(actor) or is_coach(actor, case)


def is_person_of_requester(actor: Actor, case: Case) -> bool:
    """Whether the actor asked this with their account, or leads the organisation that asked.

    Who asked for an organisation loses sight of it when they no longer act for it.
    """
    is_asker = actor.is_known and case.person_id == actor.person_id
    if case.organisation_id is None:
        return is_asker
    if is_asker and actor.person_id in organisations.list_person_ids(case.organisation_id):
        return True
    leads = actor.mandate_id is not None and actor.role in LEAD_ROLES
    return leads and actor.acts_for(case.organisation_id)


def is_requester(actor: Actor, case: Case) -> bool:
    """Whether whoever has the personal address may act on it: an account, if one asked, counts too."""
    if case.email or case.erased_at is not None:
        return True
    return is_person_of_requester(actor, case)


def may_know_region(actor: Actor, case: Case) -> bool:
    """Whether the actor may read the short card of a case that its requester opened."""
    return actor.mandate_id is not None and case.is_open_to_network


def may_open_file(actor: Actor, case: Case, circle: str) -> bool:
    """Whether the actor may open a document at its plain address; strangers use their own one."""
    if may_work(actor, case):
        return True
    return circle == Circle.BOTH and is_person_of_requester(actor, case)


def may_be_named(coach: Coach, case: Case, *, is_of_office: bool, organisations: set[int]) -> bool:
    """Whether a coach may be asked at all: no conflict of interest, and inside the circle."""
    has_conflict = case.organisation_id in organisations or coach.person_id == case.person_id
    return not has_conflict and (is_of_office or case.confidentiality != Confidentiality.OFFICE)


def is_second_pair_of_eyes(actor: Actor, practice: Practice) -> bool:
    """Somebody of the office who did not write the text."""
    first = practice.written_under
    return may_manage(actor) and first is not None and first.person_id != actor.person_id


def is_of_body(actor: Actor, consent: Consent) -> bool:
    """Whether the actor may decide for a body that is asked for its consent."""
    leads = actor.mandate_id is not None and actor.role in LEAD_ROLES
    return leads and actor.acts_for(consent.organisation_id)
