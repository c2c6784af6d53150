"""What the worker does for checklists, day by day: remind teams of items and the office of reviews."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.library.facts.checklist import ChecklistReviewDue, CopyItemDue
from drehscheibe.capabilities.library.queries import checklists, copies
from drehscheibe.core.outbox.api import publish

__all__ = ["look_after_checklists", "remind_due_items", "remind_of_reviews"]


def look_after_checklists(now: datetime) -> int:
    """Do the work of one day and return how many reminders there were."""
    today = timezone.localdate(now)
    return remind_due_items(today) + remind_of_reviews(today)


def remind_due_items(today: date) -> int:
    """Remind whoever does an item a week before it is due and once it is late."""
    return sum(
        _remind(pk, today) for pk in copies.items_to_remind(today).values_list("pk", flat=True)
    )


@transaction.atomic
def _remind(pk: int, today: date) -> bool:
    item = copies.lock_item(pk)
    if item.is_finished or item.due_on is None:
        return False
    is_late = item.is_late(today)
    field = "told_late_for" if is_late else "told_soon_for"
    if getattr(item, field) == item.due_on:
        return False
    setattr(item, field, item.due_on)
    item.save(update_fields=[field])
    due_on = item.due_on.isoformat()
    publish(CopyItemDue(str(item.copy.uuid), str(item.uuid), due_on, is_late))
    return True


def remind_of_reviews(today: date) -> int:
    """Ask the office to look at masters whose date has come; each date once."""
    return sum(_ask(checklist.pk, today) for checklist in checklists.list_to_review(today))


@transaction.atomic
def _ask(pk: int, today: date) -> bool:
    checklist = checklists.lock_checklist(pk)
    if not checklist.is_review_due(today) or checklist.reminded_for == checklist.review_on:
        return False
    checklist.reminded_for = checklist.review_on
    checklist.save(update_fields=["reminded_for"])
    publish(ChecklistReviewDue(checklist.slug, checklist.review_on.isoformat()))
    return True
