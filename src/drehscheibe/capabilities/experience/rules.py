"""Who may do what with a request for contact: predicates that read aloud."""

from __future__ import annotations

from drehscheibe.capabilities.experience.choices import GoBetween, RequestState, Side
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import LEAD_ROLES, MandateRole

__all__ = [
    "MOST_OPEN_OF_ASKING",
    "can_answer",
    "is_asked",
    "is_asking",
    "is_go_between",
    "may_answer",
    "may_ask",
    "may_keep_availability",
    "may_mediate",
    "may_read",
    "may_see_contact",
    "may_see_desk",
    "may_tell_help",
    "may_withdraw",
    "side_of",
]

#: Requests of one organisation that may wait at the same time.
MOST_OPEN_OF_ASKING = 5
#: Whoever holds one of these mandates answers for the organisation; staff reads along.
_ANSWERING = (*LEAD_ROLES, MandateRole.EDITOR)
#: States that the office has had to do with.
_MEDIATED = (RequestState.WITH_OFFICE,)


def may_ask(actor: Actor) -> bool:
    """Ask only under a mandate, so that the other side knows on whose behalf; not the office."""
    return actor.mandate_id is not None and not actor.is_office and not actor.is_desk


def is_asking(actor: Actor, request: ContactRequest) -> bool:
    """Count the person who asked, as long as they act for the organisation, and who leads it."""
    if not actor.acts_for(request.asking_organisation_id):
        return False
    return actor.person_id == request.asking_person_id or actor.role in LEAD_ROLES


def is_asked(actor: Actor, request: ContactRequest) -> bool:
    """Count everybody under a mandate of the asked organisation, unless nobody there was asked."""
    if request.go_between == GoBetween.UNCONFIRMED:
        return False
    return actor.acts_for(request.asked_organisation_id)


def is_go_between(actor: Actor, request: ContactRequest) -> bool:
    """Let the office read while, and only while, it is asked to stand between."""
    return actor.is_office and request.state in _MEDIATED


def side_of(actor: Actor, request: ContactRequest) -> str:
    """Return a value of ``Side``; empty for everybody else."""
    if is_asking(actor, request):
        return Side.ASKING
    return Side.ASKED if is_asked(actor, request) else ""


def may_read(actor: Actor, request: ContactRequest) -> bool:
    """Read the words."""
    return bool(side_of(actor, request)) or is_go_between(actor, request)


def may_see_contact(actor: Actor, request: ContactRequest) -> bool:
    """See the contact of the other side: only while both agree."""
    return request.has_contact and bool(side_of(actor, request))


def can_answer(role: str) -> bool:
    """Whether a role answers for its organisation."""
    return role in _ANSWERING


def may_answer(actor: Actor, request: ContactRequest) -> bool:
    return (
        request.state == RequestState.ASKED and is_asked(actor, request) and can_answer(actor.role)
    )


def may_mediate(actor: Actor, request: ContactRequest) -> bool:
    return is_go_between(actor, request)


def may_withdraw(actor: Actor, request: ContactRequest) -> bool:
    return request.is_open and is_asking(actor, request)


def may_end_consent(actor: Actor, request: ContactRequest) -> bool:
    """Either side takes its yes back; on the asked side whoever could have given it."""
    side = side_of(actor, request)
    if not request.has_contact or not side:
        return False
    return side == Side.ASKING or can_answer(actor.role)


def may_tell_help(actor: Actor, request: ContactRequest) -> bool:
    return request.has_contact and is_asking(actor, request)


def may_keep_availability(actor: Actor) -> bool:
    """Say how many enquiries one's initiative takes."""
    return actor.organisation_kind == "initiative" and can_answer(actor.role)


def may_see_desk(actor: Actor) -> bool:
    return actor.is_office
