"""Who hears what about checklists: teams of changes and dates, the office of reviews."""

from __future__ import annotations

from drehscheibe.capabilities.library.facts.checklist import (
    ChecklistPublished,
    ChecklistReviewDue,
    CopyItemDue,
)
from drehscheibe.capabilities.library.models import Checklist, CopyItem
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import subscribe

__all__ = ["subscribe_all"]


def subscribe_all() -> None:
    """Subscribe to facts; called from ``AppConfig.ready``."""
    subscribe(ChecklistPublished, "library.tell_teams_of_version", tell_teams)
    subscribe(ChecklistReviewDue, "library.tell_office_of_review", tell_office)
    subscribe(CopyItemDue, "library.tell_of_due_item", tell_of_due_item)


def tell_teams(fact: ChecklistPublished) -> None:
    """Tell teams with running copies that the checklist has changed, where it matters to them."""
    checklist = Checklist.objects.filter(slug=fact.slug).select_related("current").first()
    if checklist is None:
        return
    for copy in copies.copies_to_tell(checklist):
        found = copies.differences_of(copy, copy.items.all())
        if not found:
            continue
        notify.tell(
            organisations.list_person_ids(copy.organisation_id),
            "library.checklist_changed",
            fact_key=f"checklist-changed:{copy.uuid}:{fact.number}",
            context={"copy": str(copy.uuid), "title": copy.title, "changes": len(found)},
        )


def tell_office(fact: ChecklistReviewDue) -> None:
    """Ask the office to look at a checklist again."""
    checklist = Checklist.objects.filter(slug=fact.slug).first()
    if checklist is None:
        return
    notify.tell(
        organisations.list_office_person_ids(),
        "library.checklist_review",
        fact_key=f"checklist-review:{fact.slug}:{fact.review_on}",
        context={
            "slug": fact.slug,
            "title": checklist.title,
            "title_en": checklist.title_en,
            "review_on": fact.review_on,
        },
    )


def tell_of_due_item(fact: CopyItemDue) -> None:
    """Remind the member who does an item; without one, those who decide for the organisation."""
    item = CopyItem.objects.select_related("copy", "owner").filter(uuid=fact.item_uuid).first()
    if item is None or item.is_finished:
        return
    acting = set(organisations.list_person_ids(item.copy.organisation_id))
    people = {item.owner.person_id} & acting if item.owner else set()
    notify.tell(
        people or organisations.list_lead_person_ids(item.copy.organisation_id),
        "library.item_due",
        fact_key=f"checklist-due:{fact.item_uuid}:{fact.due_on}:{'late' if fact.is_late else 'soon'}",
        context={
            "copy": fact.copy,
            "item": fact.item_uuid,
            "title": item.copy.title,
            "text": item.text,
            "text_en": item.text_en,
            "due_on": fact.due_on,
            "is_late": fact.is_late,
        },
    )
