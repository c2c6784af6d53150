"""The half-yearly question to the lead of a measure, answered by one press from an e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.facts.measure import (
    MeasureReviewDue,
    MeasureReviewOverdue,
)
from drehscheibe.capabilities.exchange.models import Measure
from drehscheibe.capabilities.exchange.queries import measures
from drehscheibe.capabilities.exchange.services.measures.register import review_measure
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.organisations import mandate_links
from drehscheibe.core.outbox.api import publish

__all__ = [
    "PURPOSE",
    "OpenedReview",
    "make_link_token",
    "open_review",
    "review_by_token",
    "run_review_clock",
]

PURPOSE = "exchange.measure_review"


@dataclass(frozen=True, slots=True)
class OpenedReview:
    """What the page behind a link from an e-mail needs."""

    measure: Measure
    actor: Actor
    is_done: bool


def run_review_clock(now: datetime) -> int:
    """Ask the leads whose reviews are due soon, tell those that missed one; return how many."""
    today = timezone.localdate(now)
    asked = sum(_ask(pk) for pk in measures.list_to_ask(today))
    return asked + sum(_tell_overdue(pk, today) for pk in measures.list_to_tell_overdue(today))


@transaction.atomic
def _ask(pk: int) -> bool:
    measure = measures.lock_measure(pk)
    if not measure.is_open or measure.due_on is None or measure.asked_for == measure.due_on:
        return False
    measure.asked_for = measure.due_on
    measure.save(update_fields=["asked_for"])
    publish(MeasureReviewDue(measure.public_id, measure.due_on.isoformat()))
    return True


@transaction.atomic
def _tell_overdue(pk: int, today: date) -> bool:
    measure = measures.lock_measure(pk)
    due_on = measure.due_on
    if not measure.is_overdue(today) or due_on is None or measure.overdue_told_for == due_on:
        return False
    measure.overdue_told_for = due_on
    measure.save(update_fields=["overdue_told_for"])
    publish(MeasureReviewOverdue(measure.public_id, due_on.isoformat()))
    return True


def make_link_token(measure: Measure, mandate_id: int) -> str:
    """Return what stands in the link that one person gets for the review that is due now."""
    return mandate_links.make_token(
        PURPOSE, mandate_id, f"{measure.public_id}:{measure.due_on or ''}"
    )


def open_review(token: str) -> OpenedReview | None:
    """Return what a link from an e-mail is about; None if it leads nowhere any more."""
    link = mandate_links.read_token(PURPOSE, token)
    if link is None:
        return None
    public_id, _colon, due_on = link.key.partition(":")
    rows = Measure.objects.select_related("item", "lead")
    measure = rows.filter(item__public_id=public_id).first()
    if measure is None:
        return None
    is_done = str(measure.due_on or "") != due_on
    if not is_done and link.actor is None:
        return None
    return OpenedReview(measure, link.actor or Actor(), is_done)


@transaction.atomic
def review_by_token(token: str) -> Measure:
    """Say by the link of an e-mail that everything is still right; pressing twice says it once.

    Raises
    ------
    Conflict
        If the link has expired or the mandate behind it has ended.
    """
    opened = open_review(token)
    if opened is None:
        raise Conflict(_("This link is no longer valid. Please log in and review it there."))
    locked = measures.lock_measure(opened.measure.pk)
    if opened.is_done or locked.due_on != opened.measure.due_on:
        return opened.measure
    return review_measure(opened.actor, opened.measure.pk)
