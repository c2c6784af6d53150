"""Once a year an initiative says that its entry is correct: by one click from an e-mail."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.facts import InitiativeConfirmed
from drehscheibe.capabilities.directory.models import ConfirmationRequest, Initiative
from drehscheibe.capabilities.directory.queries.locks import lock_initiative
from drehscheibe.capabilities.directory.services import letters
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.organisations.queries import make_actor, mandates_of
from drehscheibe.core.outbox import api as outbox

CONFIRMED_FOR = timedelta(days=365)
LINK_VALID_FOR = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """What the page behind a link from an e-mail needs."""

    initiative: Initiative
    actor: Actor
    is_done: bool


@transaction.atomic
def confirm_profile(actor: Actor, initiative_id: int) -> Initiative:
    """Say that the whole entry is correct today; the next question comes in a year.

    Raises
    ------
    NotAllowed
        For people who may not edit the entry.
    """
    initiative = lock_initiative(initiative_id)
    if not rules.may_confirm_profile(actor, initiative):
        raise NotAllowed(_("Only people of this initiative may confirm its entry."))
    now = timezone.now()
    initiative.last_confirmed_at = now
    initiative.next_confirmation_due = timezone.localdate(now) + CONFIRMED_FOR
    initiative.save(update_fields=["last_confirmed_at", "next_confirmation_due", "changed_at"])
    audit.record(
        actor, "directory.initiative_confirmed", item_kind="initiative", item_key=initiative.slug
    )
    outbox.publish(InitiativeConfirmed(initiative.slug, timezone.localdate(now).isoformat()))
    return initiative


def send_confirmation_requests(now: datetime) -> int:
    """Ask the people of every initiative whose confirmation is due; return how many were asked.

    Running it again asks nobody twice for the same due date.
    """
    due = Initiative.objects.published().filter(
        verified_at__isnull=False, next_confirmation_due__lte=timezone.localdate(now)
    )
    return sum(_ask(initiative, now) for initiative in due.order_by("pk"))


@transaction.atomic
def _ask(initiative: Initiative, now: datetime) -> int:
    due_on = initiative.next_confirmation_due
    if due_on is None:
        return 0
    asked = set(
        initiative.confirmation_requests.filter(due_on=due_on).values_list("mandate_id", flat=True)
    )
    mandates = mandates_of(initiative.organisation_id).filter(role__in=rules.EDITING_ROLES)
    to_ask = [m for m in mandates.select_related("person") if m.pk not in asked]
    for mandate in to_ask:
        _send(initiative, mandate, due_on, now)
    return len(to_ask)


def _send(initiative: Initiative, mandate: Mandate, due: date, now: datetime) -> None:
    token = secrets.token_urlsafe(24)
    ConfirmationRequest.objects.create(
        initiative=initiative,
        mandate=mandate,
        token_hash=_hash(token),
        due_on=due,
        sent_at=now,
        expires_at=now + LINK_VALID_FOR,
    )
    key = f"directory.confirmation:{initiative.slug}:{due}"
    language = mandate.person.language
    with translation.override(language):
        words = letters.confirmation(initiative, token)
    notify.queue_mail(
        mandate.person.email,
        words,
        key=f"{key}:{mandate.pk}",
        language=language,
    )
    notify.tell(
        [mandate.person_id],
        "directory.confirmation_due",
        fact_key=key,
        context={"slug": initiative.slug, "name": initiative.name},
    )


def open_request(token: str, now: datetime) -> OpenedRequest | None:
    """Return what a link from an e-mail is about; None if it leads nowhere any more."""
    request = (
        ConfirmationRequest.objects.filter(token_hash=_hash(token))
        .select_related("initiative__organisation", "mandate__organisation", "mandate__person")
        .first()
    )
    if request is None:
        return None
    is_done = (
        request.used_at is not None or request.initiative.next_confirmation_due != request.due_on
    )
    is_valid = Mandate.objects.valid_at(now).filter(pk=request.mandate_id).exists()
    if not is_done and (request.expires_at <= now or not is_valid):
        return None
    actor = make_actor(request.mandate.person, request.mandate)
    return OpenedRequest(request.initiative, actor, is_done)


@transaction.atomic
def confirm_by_token(token: str, now: datetime) -> Initiative:
    """Confirm by the link of an e-mail; clicking twice confirms once.

    Raises
    ------
    Conflict
        If the link has expired or the mandate behind it has ended.
    """
    opened = open_request(token, now)
    if opened is None:
        raise Conflict(_("This link is no longer valid. Please log in and confirm there."))
    if opened.is_done:
        return opened.initiative
    initiative = confirm_profile(opened.actor, opened.initiative.pk)
    ConfirmationRequest.objects.filter(token_hash=_hash(token)).update(used_at=now)
    return initiative


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
