"""Collect signatures under the founding declaration: ask, sign, decline, take back."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import (
    DraftKind,
    SignatureState,
    SignedBy,
)
from drehscheibe.capabilities.founding.facts import SignatureAnswered
from drehscheibe.capabilities.founding.models import Project, Signature
from drehscheibe.capabilities.founding.services.drafts import fix_wording
from drehscheibe.capabilities.founding.services.letters import send_request
from drehscheibe.capabilities.founding.services.links import SIGN_WITHIN
from drehscheibe.capabilities.founding.services.way import note, open_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox import api as outbox

__all__ = [
    "ask_for_signature",
    "cancel_signature",
    "decline_signature",
    "has_expired",
    "sign",
    "withdraw_signature",
]

MOST_SIGNATURES = 80


def has_expired(signature: Signature) -> bool:
    """Whether a request that nobody answered is too old to be answered."""
    is_waiting = signature.state == SignatureState.ASKED
    return is_waiting and signature.asked_at + SIGN_WITHIN < timezone.now()


@transaction.atomic
def ask_for_signature(
    actor: Actor, project_id: int, *, body: str, bench: str, email: str
) -> Signature:
    """Send a body the declaration with a link by which it signs. Asking fixes the wording.

    Raises
    ------
    ValidationError
        If the address was asked before and may still answer.
    """
    project = open_project(actor, project_id, rules.may_lead)
    address = email.strip().lower()
    before = project.signatures.exclude(state=SignatureState.CANCELLED).filter(email=address)
    known = before.first()
    if known is not None and not has_expired(known) and known.state != SignatureState.WITHDRAWN:
        raise ValidationError(
            {"email": pgettext("founding", "This address has been asked already.")}
        )
    if known is not None:
        known.state = SignatureState.CANCELLED
        known.save(update_fields=["state"])
    if project.signatures.count() >= MOST_SIGNATURES:
        raise ValidationError(pgettext("founding", "More signatures than this do not fit."))
    fix_wording(actor, project)
    signature = Signature(
        project=project, body=body, bench=bench, email=address, language=actor.language
    )
    signature.full_clean(exclude=["organisation", "person"])
    signature.save()
    send_request(signature)
    note(actor, project, "signature_asked", {"body": body})
    return signature


@transaction.atomic
def sign(actor: Actor, signature_id: int, *, signer: str, function: str, version: int) -> Signature:
    """Sign by a personal link, under a mandate if the actor holds one and wants to.

    Parameters
    ----------
    version : int
        Wording that the person has read.

    Raises
    ------
    Conflict
        If the request has expired, was taken back, or the wording changed while they read.
    """
    signature, project = _lock(signature_id)
    if signature.state == SignatureState.CANCELLED or has_expired(signature) or not project.is_open:
        raise Conflict(pgettext("founding", "This request no longer holds. Please ask the team."))
    current = project.drafts.get(kind=DraftKind.DECLARATION).version
    if version != current:
        raise Conflict(
            pgettext(
                "founding", "The text has changed while you were reading. Please read it again."
            )
        )
    by_mandate = actor.mandate_id is not None and actor.role in rules.WORKING_ROLES
    signature.state = SignatureState.SIGNED
    signature.signer, signature.function = signer, function
    signature.signed_by = SignedBy.MANDATE if by_mandate else SignedBy.EMAIL
    signature.organisation_id = actor.organisation_id if by_mandate else None
    signature.person_id = actor.person_id
    signature.signed_version = current
    return _answer(actor, signature, project)


@transaction.atomic
def decline_signature(actor: Actor, signature_id: int) -> Signature:
    """Say no; the team sees it, nobody else."""
    signature, project = _lock(signature_id)
    if signature.state != SignatureState.ASKED or has_expired(signature):
        raise Conflict(pgettext("founding", "This request no longer holds. Please ask the team."))
    signature.state = SignatureState.DECLINED
    return _answer(actor, signature, project)


@transaction.atomic
def withdraw_signature(actor: Actor, signature_id: int) -> Signature:
    """Take a signature back at any time; the name goes from the declaration at once.

    Raises
    ------
    Conflict
        If there is none.
    """
    signature, project = _lock(signature_id)
    if signature.state != SignatureState.SIGNED:
        raise Conflict(pgettext("founding", "There is no signature of yours under this text."))
    signature.state = SignatureState.WITHDRAWN
    signature.signer = signature.function = ""
    signature.person = None
    return _answer(actor, signature, project)


@transaction.atomic
def cancel_signature(actor: Actor, project_id: int, uuid: UUID) -> None:
    """Take a request back that nobody has answered; its link ends at once."""
    project = open_project(actor, project_id, rules.may_lead)
    waiting = project.signatures.filter(
        uuid=uuid, state__in=[SignatureState.ASKED, SignatureState.DECLINED]
    )
    if waiting.update(state=SignatureState.CANCELLED):
        note(actor, project, "signature_cancelled")


def _lock(signature_id: int) -> tuple[Signature, Project]:
    """Lock the project first, then its signature."""
    project_id = Signature.objects.values_list("project_id", flat=True).get(pk=signature_id)
    project = Project.objects.select_for_update().get(pk=project_id)
    return Signature.objects.select_for_update().get(pk=signature_id), project


def _answer(actor: Actor, signature: Signature, project: Project) -> Signature:
    signature.answered_at = timezone.now()
    signature.save()
    audit.record(
        actor,
        f"founding.signature_{signature.state}",
        item_kind="founding",
        item_key=str(project.uuid),
        changes={"body": signature.body, "version": signature.signed_version},
    )
    project.acted_at = timezone.now()
    project.save(update_fields=["acted_at"])
    outbox.publish(SignatureAnswered(str(project.uuid), signature.pk, signature.state))
    return signature
