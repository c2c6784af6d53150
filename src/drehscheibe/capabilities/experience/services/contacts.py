"""Ask for contact, answer, take a consent back, say whether it helped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.experience import rules
from drehscheibe.capabilities.experience.choices import GoBetween, Helped, RequestState, Side
from drehscheibe.capabilities.experience.models import Availability, ContactRequest
from drehscheibe.capabilities.experience.queries import contacts
from drehscheibe.capabilities.experience.services import way
from drehscheibe.capabilities.library import api as library
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import NotAllowed
from drehscheibe.core.organisations.models import Organisation

__all__ = [
    "Contact",
    "accept_request",
    "ask_for_contact",
    "connect_through_office",
    "decline_request",
    "end_consent",
    "keep_availability",
    "pass_on_refusal",
    "suggest_office",
    "tell_help",
    "withdraw_request",
]


@dataclass(frozen=True, slots=True)
class Contact:
    """How one side can be reached; shown to the other only while both agree."""

    name: str
    email: str
    phone: str = ""


@transaction.atomic
def ask_for_contact(
    actor: Actor, slug: str, *, question: str, contact: Contact, case_slug: str = ""
) -> ContactRequest:
    """Ask an initiative for contact, or the office to ask it where nobody looks after its entry.

    Raises
    ------
    NotAllowed
        Without a mandate, or as the office or a desk.
    ValidationError
        If it cannot be asked now, was asked already, or enough others were.
    Conflict
        If the hub has no office that could ask.
    """
    if not rules.may_ask(actor):
        raise NotAllowed(pgettext("experience", "Only people under a mandate can ask here."))
    found = contacts.asked_of(slug)
    if found is None:
        raise ValidationError(pgettext("experience", "This initiative cannot be asked here."))
    # Two who ask at the same time must not fill the last free place twice.
    _lock_organisations(actor.organisation_id or 0, found.organisation_id)
    found = contacts.asked_of(slug) or found
    _check_limits(actor, found)
    case = library.find_practice_case(actor, case_slug) if case_slug else None
    if case is not None and case.organisation_id != found.organisation_id:
        case = None
    request = ContactRequest(
        state=RequestState.WITH_OFFICE if found.through_office else RequestState.ASKED,
        go_between=GoBetween.UNCONFIRMED if found.through_office else GoBetween.NONE,
        is_example=found.is_example,
        asking_organisation_id=actor.organisation_id or 0,
        asking_person_id=actor.person_id,
        asking_role=actor.role,
        asked_organisation_id=found.organisation_id,
        case_slug=case.card.slug if case else "",
        case_title=case.card.title[:300] if case else "",
        question=question,
        asking_name=contact.name,
        asking_email=contact.email,
        asking_phone=contact.phone,
    )
    try:
        with transaction.atomic():
            return way.start(actor, request)
    except IntegrityError as error:
        raise ValidationError(_asked_already()) from error


def _lock_organisations(*ids: int) -> None:
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _asked_already() -> str:
    return pgettext(
        "experience", "Your organisation has asked this initiative already. Its answer comes first."
    )


def _check_limits(actor: Actor, found: contacts.Asked) -> None:
    if found.organisation_id == actor.organisation_id:
        raise ValidationError(pgettext("experience", "This is your own initiative."))
    if not found.can_be_asked:
        raise ValidationError(found.limit)
    if contacts.count_open_between(actor.organisation_id or 0, found.organisation_id):
        raise ValidationError(_asked_already())
    if not contacts.may_still_ask(actor):
        raise ValidationError(
            pgettext(
                "experience",
                "Your organisation has %(n)s requests open. Wait for an answer, or take one back.",
            )
            % {"n": rules.MOST_OPEN_OF_ASKING}
        )


@transaction.atomic
def accept_request(
    actor: Actor, uuid: UUID, *, contact: Contact, answer: str = ""
) -> ContactRequest:
    """Agree: from now on both sides see each other's contact.

    Raises
    ------
    NotAllowed
        For everybody who does not answer for the asked organisation.
    Conflict
        If it was answered, taken back or expired meanwhile.
    """
    request = _open(actor, uuid, "accept", rules.may_answer)
    _set_asked(request, actor, contact, answer)
    way.advance(request, "accept", actor=actor, side=Side.ASKED)
    return request


@transaction.atomic
def decline_request(actor: Actor, uuid: UUID, *, answer: str = "") -> ContactRequest:
    """Say that it is not possible; a reason is welcome and not demanded."""
    request = _open(actor, uuid, "decline", rules.may_answer)
    request.answer = answer
    request.answered_at = timezone.now()
    request.answering_person_id = actor.person_id
    way.advance(request, "decline", actor=actor, side=Side.ASKED)
    return request


@transaction.atomic
def suggest_office(actor: Actor, uuid: UUID, *, answer: str = "") -> ContactRequest:
    """Ask the service office to stand between; from now on it reads the words."""
    request = _open(actor, uuid, "suggest_office", rules.may_answer)
    request.go_between = GoBetween.SUGGESTED
    request.answer = answer
    request.answering_person_id = actor.person_id
    way.advance(request, "suggest_office", actor=actor, side=Side.ASKED)
    return request


@transaction.atomic
def connect_through_office(
    actor: Actor, uuid: UUID, *, contact: Contact, answer: str = ""
) -> ContactRequest:
    """Open the contact to which the asked side has agreed towards the office."""
    request = _open(actor, uuid, "connect", rules.may_mediate)
    _set_asked(request, None, contact, answer)
    way.advance(request, "connect", actor=actor)
    return request


@transaction.atomic
def pass_on_refusal(actor: Actor, uuid: UUID, *, answer: str = "") -> ContactRequest:
    """Tell those who asked that the asked side does not want contact, or cannot be reached."""
    request = _open(actor, uuid, "pass_on_refusal", rules.may_mediate)
    request.answer = answer
    request.answered_at = timezone.now()
    way.advance(request, "pass_on_refusal", actor=actor)
    return request


@transaction.atomic
def withdraw_request(actor: Actor, uuid: UUID) -> ContactRequest:
    """Take a request back before it is answered; its words are erased at once."""
    request = _open(actor, uuid, "withdraw", rules.may_withdraw)
    request.question = ""
    way.advance(request, "withdraw", actor=actor, side=Side.ASKING)
    return request


@transaction.atomic
def end_consent(actor: Actor, uuid: UUID) -> ContactRequest:
    """Take a consent back, without a reason: both contacts disappear at once."""
    request = _open(actor, uuid, "end_consent", rules.may_end_consent)
    side = rules.side_of(actor, request)
    request.ended_by = side
    way.advance(request, "end_consent", actor=actor, side=side)
    return request


@transaction.atomic
def tell_help(actor: Actor, uuid: UUID, *, helped: str) -> ContactRequest:
    """Say whether the contact helped; that closes the request and erases both contacts here.

    Raises
    ------
    ValidationError
        If the answer is none of ``Helped``.
    """
    request = _open(actor, uuid, "tell_help", rules.may_tell_help)
    if helped not in Helped.values:
        raise ValidationError(pgettext("experience", "Please choose one of the answers."))
    request.helped = helped
    way.advance(request, "tell_help", actor=actor, side=Side.ASKING)
    return request


@transaction.atomic
def keep_availability(actor: Actor, *, paused_until: date | None, most_open: int) -> Availability:
    """Say how many enquiries one's initiative takes, and until when none.

    Raises
    ------
    NotAllowed
        For everybody who does not answer for an initiative.
    """
    if not rules.may_keep_availability(actor):
        raise NotAllowed(pgettext("experience", "Only those who answer for an initiative may."))
    kept, _is_new = Availability.objects.update_or_create(
        organisation_id=actor.organisation_id or 0,
        defaults={"paused_until": paused_until, "most_open": most_open},
    )
    return kept


def _open(
    actor: Actor, uuid: UUID, act: str, rule: Callable[[Actor, ContactRequest], bool]
) -> ContactRequest:
    """Return the locked request if the actor may do the act and its state knows it.

    Of two acts at once the second one finds the state that the first one left.
    """
    request = contacts.lock_request(uuid)
    if not (rules.side_of(actor, request) or actor.is_office):
        raise NotAllowed(pgettext("experience", "Only the two sides of this request may do that."))
    way.ensure_possible(request, act)
    if not rule(actor, request):
        raise NotAllowed(pgettext("experience", "Your mandate does not cover this."))
    return request


def _set_asked(request: ContactRequest, actor: Actor | None, contact: Contact, answer: str) -> None:
    request.asked_name = contact.name
    request.asked_email = contact.email
    request.asked_phone = contact.phone
    request.answer = answer
    request.answered_at = timezone.now()
    if actor is not None:
        request.answering_person_id = actor.person_id
