"""Request, grant, decline, hand over, end.

Lock order: the organisation first, then its mandates. Whoever changes the people of an
organisation holds its row, so that two last coordinators cannot leave at the same moment.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.organisations import queries, rules
from drehscheibe.core.organisations.choices import (
    LEAD_ROLES,
    NO_MANDATE,
    SESSION_KEY,
    MandateState,
    OrganisationKind,
)
from drehscheibe.core.organisations.facts import (
    MandateDeclined,
    MandateEnded,
    MandateGranted,
    MandateHandedOver,
    MandateRequested,
)
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.organisations.services.records import (
    lock_mandate,
    lock_organisation,
    make_fact,
    record_mandate,
)
from drehscheibe.core.outbox.api import publish

__all__ = [
    "confirm_mandate",
    "decline_mandate",
    "end_expired_mandates",
    "end_mandate",
    "grant_mandate",
    "hand_over_mandate",
    "request_mandate",
    "set_listed",
    "switch_mandate",
]


@transaction.atomic
def request_mandate(
    actor: Actor, *, organisation_id: int, role: str, side: str = "", note: str = ""
) -> Mandate:
    """Ask to act for an organisation; whoever leads it, or else the office, is asked to confirm.

    Raises
    ------
    NotAllowed
        If nobody is logged in.
    Conflict
        If the person holds or has already requested this role there.
    """
    if actor.person_id is None:
        raise NotAllowed(_("Please log in first."))
    organisation = lock_organisation(organisation_id)
    mandate = find_open_mandate(actor.person_id, organisation, role)
    if mandate is not None:
        raise Conflict(_state_of_open(mandate))
    mandate = make_request(actor.person_id, organisation, role, side, note=note)
    record_mandate(actor, "mandate_requested", mandate, {"side": side})
    publish(make_fact(MandateRequested, actor, mandate))
    return mandate


@transaction.atomic
def grant_mandate(
    actor: Actor,
    *,
    person_id: int,
    organisation_id: int,
    role: str,
    side: str = "",
    reason: str = "",
    valid_until: datetime | None = None,
) -> Mandate:
    """Let a person act for an organisation, whether or not they asked.

    The office and the leads of the organisation may. Where the organisation asks for two keys
    the returned mandate stays requested until a second person agrees. Granting what is already
    valid changes nothing.

    Raises
    ------
    NotAllowed
        For anybody else, and for one's own mandate.
    """
    organisation = lock_organisation(organisation_id)
    if not rules.may_manage_people(actor, organisation):
        raise NotAllowed(_not_for_you(organisation))
    mandate = find_open_mandate(person_id, organisation, role)
    if mandate is None:
        mandate = make_request(person_id, organisation, role, side)
    if mandate.state == MandateState.REQUESTED:
        turn_key(actor, mandate, reason=reason, valid_until=valid_until)
    return mandate


@transaction.atomic
def confirm_mandate(actor: Actor, mandate_id: int, *, reason: str = "") -> Mandate:
    """Agree to a requested mandate; see :func:`grant_mandate` for who may."""
    mandate = lock_mandate(mandate_id)
    if not rules.may_manage_people(actor, mandate.organisation):
        raise NotAllowed(_not_for_you(mandate.organisation))
    _expect(mandate, MandateState.REQUESTED)
    turn_key(actor, mandate, reason=reason)
    return mandate


@transaction.atomic
def decline_mandate(actor: Actor, mandate_id: int, *, reason: str = "") -> Mandate:
    """Refuse a requested mandate; the person is told, with the reason if there is one."""
    mandate = lock_mandate(mandate_id)
    if not rules.may_manage_people(actor, mandate.organisation) or rules.is_own(actor, mandate):
        raise NotAllowed(_not_for_you(mandate.organisation))
    _expect(mandate, MandateState.REQUESTED)
    _decide(actor, mandate, MandateState.DECLINED, reason)
    record_mandate(actor, "mandate_declined", mandate, {"reason": reason})
    publish(make_fact(MandateDeclined, actor, mandate, reason=reason))
    return mandate


@transaction.atomic
def end_mandate(actor: Actor, mandate_id: int, *, reason: str = "") -> Mandate:
    """End a mandate now, or withdraw one's own request.

    Raises
    ------
    Conflict
        If it is over already, or if nobody would be left to decide for the organisation; then
        the mandate is handed over instead, or the office ends it.
    """
    mandate = lock_mandate(mandate_id)
    if not rules.may_end(actor, mandate):
        raise NotAllowed(_not_for_you(mandate.organisation))
    if not mandate.is_open:
        raise Conflict(_is_over(mandate))
    _ensure_somebody_stays(actor, mandate)
    was_valid = mandate.state == MandateState.VALID
    end_locked_mandate(actor, mandate, reason)
    publish(make_fact(MandateEnded, actor, mandate, reason=reason, was_valid=was_valid))
    return mandate


@transaction.atomic
def hand_over_mandate(
    actor: Actor, mandate_id: int, *, to_person_id: int, role: str = "", note: str = ""
) -> Mandate:
    """Give a mandate to another person and return theirs, linked by ``successor_of``.

    If the actor may decide for the organisation and one key is enough, the one ends and the next
    begins in the same moment. Otherwise the next is requested, and the old mandate goes on until
    it is granted, so that there is never a gap. For somebody known only by an e-mail address see
    ``invitations.invite_person``.
    """
    mandate = lock_mandate(mandate_id)
    if not rules.may_end(actor, mandate):
        raise NotAllowed(_not_for_you(mandate.organisation))
    _expect(mandate, MandateState.VALID)
    if to_person_id == mandate.person_id:
        raise Conflict(_("A mandate is handed over to somebody else."))
    next_role = role or mandate.role
    successor = find_open_mandate(to_person_id, mandate.organisation, next_role)
    if successor is None:
        successor = make_request(
            to_person_id, mandate.organisation, next_role, mandate.side, note=note
        )
    elif successor.state == MandateState.VALID:
        raise Conflict(_state_of_open(successor))
    successor.successor_of = mandate
    successor.save(update_fields=["successor_of"])
    record_mandate(actor, "mandate_hand_over_begun", mandate, {"to": to_person_id})
    if rules.may_manage_people(actor, mandate.organisation) and to_person_id != actor.person_id:
        turn_key(actor, successor)
    else:
        publish(make_fact(MandateRequested, actor, successor))
    return successor


@transaction.atomic
def set_listed(actor: Actor, mandate_id: int, *, is_listed: bool) -> Mandate:
    """Show or hide one's own name in the profile of the organisation."""
    mandate = lock_mandate(mandate_id)
    if not rules.is_own(actor, mandate):
        raise NotAllowed(_("Everybody decides for themselves whether their name is shown."))
    mandate.is_listed = is_listed
    mandate.save(update_fields=["is_listed"])
    record_mandate(actor, "mandate_listed", mandate, {"is_listed": is_listed})
    return mandate


def switch_mandate(
    actor: Actor, session: MutableMapping[str, Any], mandate_id: int | None
) -> Mandate | None:
    """Wear another hat from the next request on; None acts for oneself alone.

    Raises
    ------
    NotAllowed
        If the mandate is not a valid one of this person.
    """
    if actor.person_id is None:
        raise NotAllowed(_("Please log in first."))
    if mandate_id is None:
        session[SESSION_KEY] = NO_MANDATE
        return None
    own = queries.list_valid_mandates(actor.person_id)
    mandate = next((m for m in own if m.pk == mandate_id), None)
    if mandate is None:
        raise NotAllowed(_("You cannot act under this mandate. It may have ended."))
    session[SESSION_KEY] = mandate.pk
    return mandate


def end_expired_mandates() -> int:
    """Close mandates whose last day has passed and tell their holders; return how many.

    Nobody could act under them any more; this makes lists and history say so.
    """
    expired = Mandate.objects.filter(
        state=MandateState.VALID, valid_until__lte=timezone.now()
    ).values_list("pk", flat=True)
    return sum(_end_expired(pk) for pk in list(expired))


@transaction.atomic
def _end_expired(pk: int) -> bool:
    mandate = lock_mandate(pk)
    if not mandate.has_expired:
        return False
    _close_expired(mandate)
    return True


def _close_expired(mandate: Mandate) -> None:
    """Write down that the time is over; the last day itself stays as it was agreed."""
    mandate.state = MandateState.ENDED
    mandate.save(update_fields=["state"])
    record_mandate(SYSTEM, "mandate_expired", mandate, {})
    publish(make_fact(MandateEnded, SYSTEM, mandate, reason=""))


def turn_key(
    actor: Actor, mandate: Mandate, *, reason: str = "", valid_until: datetime | None = None
) -> None:
    """Count the actor's agreement; the mandate begins when enough people have agreed."""
    if rules.is_own(actor, mandate):
        raise NotAllowed(_("Nobody confirms their own mandate. Please ask somebody else."))
    if valid_until is not None:
        mandate.valid_until = valid_until
        mandate.save(update_fields=["valid_until"])
    needed = queries.count_keys_needed(mandate.organisation, besides=mandate.person_id)
    has_first = mandate.first_key_by_id is not None
    if actor.is_system or needed == 1 or (has_first and mandate.first_key_by_id != actor.person_id):
        _begin(actor, mandate, reason)
    elif not has_first:
        mandate.first_key_by_id = actor.person_id
        mandate.save(update_fields=["first_key_by"])
        record_mandate(actor, "mandate_first_key_turned", mandate, {"reason": reason})
        publish(make_fact(MandateRequested, actor, mandate, keys=1))
    else:
        raise Conflict(_("You have agreed already. A second person has to agree as well."))


def _begin(actor: Actor, mandate: Mandate, reason: str) -> None:
    mandate.valid_from = timezone.now()
    _decide(actor, mandate, MandateState.VALID, reason)
    record_mandate(actor, "mandate_granted", mandate, {"reason": reason})
    predecessor = mandate.successor_of
    if predecessor is not None and predecessor.state == MandateState.VALID:
        if mandate.role not in LEAD_ROLES:
            _ensure_somebody_stays(actor, predecessor)
        end_locked_mandate(
            actor, predecessor, _("Handed over to %(name)s") % {"name": mandate.person}
        )
        publish(
            make_fact(
                MandateHandedOver,
                actor,
                predecessor,
                successor_mandate_id=mandate.pk,
                successor_person_id=mandate.person_id,
            )
        )
    publish(make_fact(MandateGranted, actor, mandate))


def end_locked_mandate(actor: Actor, mandate: Mandate, reason: str) -> None:
    """End a mandate whose organisation is locked; the caller has asked who may and tells of it."""
    if mandate.state == MandateState.VALID and not mandate.has_expired:
        mandate.valid_until = timezone.now()
    _decide(actor, mandate, MandateState.ENDED, reason)
    record_mandate(actor, "mandate_ended", mandate, {"reason": reason})


def _decide(actor: Actor, mandate: Mandate, state: MandateState, reason: str) -> None:
    mandate.state = state
    mandate.decided_by_id = actor.person_id
    mandate.decided_at = timezone.now()
    mandate.decision_reason = reason.strip()
    mandate.save()


def _ensure_somebody_stays(actor: Actor, mandate: Mandate) -> None:
    organisation = mandate.organisation
    if mandate.state != MandateState.VALID or mandate.role not in LEAD_ROLES:
        return
    if queries.has_other_lead(mandate):
        return
    is_last_of_office = organisation.kind == OrganisationKind.OFFICE
    if is_last_of_office or not (actor.is_office or actor.is_system):
        raise Conflict(
            _(
                "Nobody else could decide for %(organisation)s. Please hand over the mandate"
                " first, or ask the service office for help."
            )
            % {"organisation": organisation}
        )


def make_request(
    person_id: int, organisation: Organisation, role: str, side: str, *, note: str = ""
) -> Mandate:
    ensure_exists(organisation)
    mandate = Mandate(
        person_id=person_id,
        organisation=organisation,
        role=role,
        side=side,
        request_note=note.strip(),
    )
    mandate.full_clean()
    mandate.save()
    return mandate


def ensure_exists(organisation: Organisation) -> None:
    """Raise ``Conflict`` for a body that has ended; nobody begins to act for it."""
    if organisation.ended_at is not None:
        raise Conflict(_("%(organisation)s no longer exists.") % {"organisation": organisation})


def find_open_mandate(person_id: int, organisation: Organisation, role: str) -> Mandate | None:
    """Return the one open mandate for a role; one whose time is over is closed on the way."""
    mandate = (
        Mandate.objects.open()
        .select_related("organisation", "person")
        .filter(person_id=person_id, organisation=organisation, role=role)
        .first()
    )
    if mandate is not None and mandate.has_expired:
        _close_expired(mandate)
        return None
    return mandate


def _expect(mandate: Mandate, state: MandateState) -> None:
    if mandate.state != state:
        raise Conflict(_state_of_open(mandate) if mandate.is_open else _is_over(mandate))
    if mandate.has_expired:
        raise Conflict(_is_over(mandate))


def _state_of_open(mandate: Mandate) -> str:
    words = {"organisation": mandate.organisation, "role": mandate.get_role_display()}
    if mandate.state == MandateState.VALID:
        return _("This mandate for %(organisation)s (%(role)s) is already valid.") % words
    return _("This mandate for %(organisation)s (%(role)s) has already been requested.") % words


def _is_over(mandate: Mandate) -> str:
    if mandate.state == MandateState.DECLINED:
        return _("This request has already been declined.")
    return _("This mandate has already ended.")


def _not_for_you(organisation: Organisation) -> str:
    return _("Only people who lead %(organisation)s, or the service office, may do this.") % {
        "organisation": organisation
    }
