"""Taking over an entry or proposing a new one, and what the office decides about it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import (
    ClaimKind,
    ClaimState,
    Criterion,
    PublicationState,
)
from drehscheibe.capabilities.directory.facts import (
    ClaimDecided,
    ClaimSubmitted,
    ClaimWithdrawn,
    InitiativePublished,
)
from drehscheibe.capabilities.directory.models import Claim, Initiative
from drehscheibe.capabilities.directory.queries.locks import lock_claim, lock_initiative
from drehscheibe.capabilities.directory.services.profile_index import index_profiles, make_sort_key
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify.api import mark_read
from drehscheibe.core.organisations import services as organisations
from drehscheibe.core.organisations.choices import MandateRole, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.outbox import api as outbox

#: Days within which the office promises an answer.
ANSWER_DAYS = 7
#: Days after which newly verified people are asked whether the whole entry is correct.
FIRST_CONFIRMATION_DAYS = 14

#: Words that are addresses of pages beside the entries.
_RESERVED = frozenset({"map", "karte", "new", "neu", "feed", "subscribe", "abonnieren"})

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@transaction.atomic
def submit_claim(
    actor: Actor,
    initiative_id: int,
    *,
    message: str,
    evidence: str = "",
    role: str = MandateRole.COORDINATOR,
    side: str = "",
) -> Claim:
    """Ask to take over an entry; the office answers within :data:`ANSWER_DAYS` days.

    Raises
    ------
    NotAllowed
        If nobody is logged in.
    Conflict
        If somebody was verified for the entry already, or the same person has asked before.
    """
    initiative = lock_initiative(initiative_id)
    if not actor.is_known:
        raise NotAllowed(_("Please log in first."))
    if not rules.may_claim(actor, initiative):
        raise Conflict(_("Somebody already looks after this entry."))
    if initiative.claims.filter(person_id=actor.person_id, state=ClaimState.SUBMITTED).exists():
        raise Conflict(_("You have already asked for this entry. The service office is on it."))
    return _submit(
        actor,
        initiative,
        ClaimKind.TAKE_OVER,
        message=message,
        evidence=evidence,
        role=role,
        side=side,
    )


@transaction.atomic
def propose_initiative(
    actor: Actor,
    values: Mapping[str, Any],
    *,
    message: str,
    evidence: str = "",
    wants_mandate: bool = True,
    role: str = MandateRole.COORDINATOR,
    side: str = "",
) -> Claim:
    """Propose an initiative that the directory does not have; it stays hidden until accepted.

    Parameters
    ----------
    values : mapping
        Profile fields; at least ``name``.
    wants_mandate : bool
        False for a neighbour who knows of the initiative but does not act for it.
    """
    if not rules.may_propose_initiative(actor):
        raise NotAllowed(_("Please log in first."))
    kreise = values.get("kreise", ())
    fields = {name: value for name, value in values.items() if name != "kreise"}
    organisation = Organisation.objects.create(
        kind=OrganisationKind.INITIATIVE,
        name=fields["name"],
        website=fields.get("website", ""),
        land=fields.get("land"),
    )
    initiative = Initiative(
        organisation=organisation,
        slug=_free_slug(fields["name"]),
        sort_key=make_sort_key(fields["name"]),
        **fields,
    )
    initiative.full_clean()
    initiative.save()
    initiative.kreise.set(kreise)
    return _submit(
        actor,
        initiative,
        ClaimKind.NEW_ENTRY,
        message=message,
        evidence=evidence,
        role=role,
        side=side,
        wants_mandate=wants_mandate,
    )


def _submit(actor: Actor, initiative: Initiative, kind: ClaimKind, **fields: Any) -> Claim:
    if actor.person_id is None:
        raise NotAllowed(_("Please log in first."))
    claim = Claim(
        initiative=initiative,
        person_id=actor.person_id,
        kind=kind,
        due_on=timezone.localdate() + timedelta(days=ANSWER_DAYS),
        **fields,
    )
    claim.full_clean()
    claim.save()
    _record(actor, "claim_submitted", claim)
    outbox.publish(ClaimSubmitted(initiative.slug, claim.pk))
    return claim


@transaction.atomic
def accept_claim(
    actor: Actor, claim_id: int, *, criteria: Mapping[str, bool], reason: str = ""
) -> Claim:
    """Accept a claim: the person gets their mandate, a new entry becomes public.

    Raises
    ------
    NotAllowed
        For everybody but the office, and for one's own claim.
    Conflict
        If it was decided already.
    ValidationError
        If a criterion is not met and no reason says why it is accepted all the same.
    """
    claim = _lock_open_claim(actor, claim_id)
    if not reason and not all(criteria.get(criterion) for criterion in criteria_for(claim)):
        raise ValidationError({"reason": _("Please say why an unmet criterion does not matter.")})
    initiative = claim.initiative
    is_new = rules.is_new_entry(claim)
    if is_new:
        initiative.state = PublicationState.PUBLISHED
        initiative.published_at = timezone.now()
    if claim.wants_mandate:
        organisations.grant_mandate(
            actor,
            person_id=claim.person_id,
            organisation_id=initiative.organisation_id,
            role=claim.role,
            side=claim.side,
            reason=reason,
        )
        initiative.verified_by_id = actor.person_id
        initiative.verified_at = timezone.now()
        initiative.next_confirmation_due = timezone.localdate() + timedelta(
            days=FIRST_CONFIRMATION_DAYS
        )
    initiative.save()
    index_profiles([initiative])
    _decide(actor, claim, ClaimState.ACCEPTED, criteria, reason)
    if is_new:
        outbox.publish(InitiativePublished(initiative.slug))
    return claim


@transaction.atomic
def reject_claim(
    actor: Actor, claim_id: int, *, criteria: Mapping[str, bool], reason: str
) -> Claim:
    """Reject a claim with a reason that the person reads.

    Raises
    ------
    NotAllowed, Conflict
        As :func:`accept_claim`.
    ValidationError
        Without a reason.
    """
    claim = _lock_open_claim(actor, claim_id)
    if not reason.strip():
        raise ValidationError({"reason": _("Please give a reason; the person will read it.")})
    if rules.is_new_entry(claim):
        claim.initiative.state = PublicationState.REJECTED
        claim.initiative.save(update_fields=["state", "changed_at"])
    _decide(actor, claim, ClaimState.REJECTED, criteria, reason)
    return claim


@transaction.atomic
def withdraw_claim(actor: Actor, claim_id: int) -> Claim:
    """Take back one's own claim as long as nobody has decided."""
    claim = lock_claim(claim_id)
    if not rules.is_claimant(actor, claim):
        raise NotAllowed(_("Only the person who asked may withdraw."))
    _expect_open(claim)
    claim.state = ClaimState.WITHDRAWN
    claim.decided_at = timezone.now()
    claim.save(update_fields=["state", "decided_at"])
    if rules.is_new_entry(claim):
        claim.initiative.state = PublicationState.REJECTED
        claim.initiative.save(update_fields=["state", "changed_at"])
    _record(actor, "claim_withdrawn", claim)
    outbox.publish(ClaimWithdrawn(claim.initiative.slug, claim.pk))
    return claim


def criteria_for(claim: Claim) -> tuple[Criterion, ...]:
    """Return what the office checks for this claim."""
    asked = [Criterion.DEDICATED_CONTACT, Criterion.PROOF_OF_ACTIVITY]
    asked += [Criterion.TWO_BENCHES, Criterion.HAS_MEMBERS]
    if claim.wants_mandate:
        asked.append(Criterion.LEAD_AGREES)
    if rules.is_new_entry(claim):
        asked.append(Criterion.NO_DUPLICATE)
    return tuple(asked)


def _lock_open_claim(actor: Actor, claim_id: int) -> Claim:
    claim = lock_claim(claim_id)
    if not actor.is_office or rules.is_claimant(actor, claim):
        raise NotAllowed(_("Only the service office decides, and nobody about themselves."))
    _expect_open(claim)
    return claim


def _expect_open(claim: Claim) -> None:
    if not claim.is_open:
        raise Conflict(
            _("This request is no longer open: %(state)s.") % {"state": claim.get_state_display()}
        )


def _decide(
    actor: Actor, claim: Claim, state: ClaimState, criteria: Mapping[str, bool], reason: str
) -> None:
    claim.state = state
    claim.criteria = {each.value: bool(criteria.get(each)) for each in criteria_for(claim)}
    claim.decided_by_id = actor.person_id
    claim.decided_at = timezone.now()
    claim.reason = reason.strip()
    claim.save()
    _record(actor, f"claim_{state.value}", claim, {"criteria": claim.criteria})
    is_accepted = state == ClaimState.ACCEPTED
    outbox.publish(ClaimDecided(claim.initiative.slug, claim.pk, is_accepted))


def _record(
    actor: Actor, verb: str, claim: Claim, changes: Mapping[str, Any] | None = None
) -> None:
    audit.record(
        actor,
        f"directory.{verb}",
        item_kind="initiative",
        item_key=claim.initiative.slug,
        changes={"claim": str(claim.uuid), "kind": claim.kind, **(changes or {})},
    )
    mark_read(actor.person_id, "directory", claim=str(claim.uuid))


def _free_slug(name: str) -> str:
    """Return a slug nobody has; called in the transaction that takes it."""
    stem = slugify(name.lower().translate(_UMLAUTS))[:70].strip("-") or "initiative"
    used = Initiative.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    taken = _RESERVED.union(used)
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)
