"""What time does to requests for contact: remind, expire, ask whether it helped, close."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.experience.choices import RequestState
from drehscheibe.capabilities.experience.facts import ContactReminded
from drehscheibe.capabilities.experience.machine import OPEN_STATES, REMIND_AFTER_DAYS
from drehscheibe.capabilities.experience.models import ContactRequest
from drehscheibe.capabilities.experience.queries import contacts
from drehscheibe.capabilities.experience.services import way
from drehscheibe.core.access.actor import SYSTEM
from drehscheibe.core.outbox import api as outbox

__all__ = ["look_after_requests"]

#: What the clock does in a state whose date has passed.
_ACTS = {
    RequestState.ASKED: "expire",
    RequestState.WITH_OFFICE: "expire",
    RequestState.CONNECTED: "ask_back",
    RequestState.LOOKING_BACK: "pass_over",
}


def look_after_requests(now: datetime) -> int:
    """Move what is due and remind once of what waits; daily. Returns how many were touched."""
    today = timezone.localdate(now)
    due = ContactRequest.objects.filter(state__in=_ACTS, due_on__lt=today)
    number = sum(_move(uuid, now) for uuid in due.order_by("pk").values_list("uuid", flat=True))
    before = now - timedelta(days=REMIND_AFTER_DAYS)
    late = ContactRequest.objects.filter(
        state__in=OPEN_STATES, reminded_at=None, asked_at__lte=before
    )
    return number + sum(
        _remind(uuid, now) for uuid in late.order_by("pk").values_list("uuid", flat=True)
    )


@transaction.atomic
def _move(uuid: object, now: datetime) -> bool:
    request = contacts.lock_request(uuid)  # type: ignore[arg-type]
    act = _ACTS.get(RequestState(request.state))
    if act is None or request.due_on is None or request.due_on >= timezone.localdate(now):
        return False  # somebody was faster
    way.advance(request, act, actor=SYSTEM)
    return True


@transaction.atomic
def _remind(uuid: object, now: datetime) -> bool:
    request = contacts.lock_request(uuid)  # type: ignore[arg-type]
    if request.state not in OPEN_STATES or request.reminded_at is not None:
        return False
    request.reminded_at = now
    request.save(update_fields=["reminded_at"])
    outbox.publish(ContactReminded(request.public_id))
    return True
