"""Make copies of masters, date, duplicate, archive and share them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.checklist import ItemState, LinkLevel
from drehscheibe.capabilities.library.facts.checklist import CopyMade
from drehscheibe.capabilities.library.models import (
    Checklist,
    ChecklistCopy,
    CopyItem,
    CopyLink,
)
from drehscheibe.capabilities.library.queries import checklists, copies
from drehscheibe.capabilities.library.rules import checklist as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish

__all__ = [
    "AUDIT_KIND",
    "archive_copy",
    "change_copy",
    "due_date",
    "duplicate_copy",
    "make_copy",
    "make_link",
    "note",
    "restore_copy",
    "revoke_link",
]

AUDIT_KIND = "checklist-copy"


@transaction.atomic
def make_copy(
    actor: Actor,
    checklist_pk: int,
    *,
    title: str,
    target_on: date | None,
    is_example: bool = False,
) -> ChecklistCopy:
    """Make a copy of the present version for the organisation of the actor.

    Parameters
    ----------
    target_on : date, optional
        From which the dates of the items are computed; without it they have none.

    Raises
    ------
    Conflict
        If the checklist is not public any more.
    """
    if actor.mandate_id is None or not rules.may_copy(actor):
        raise NotAllowed(_("Please choose for which organisation you act."))
    checklist = Checklist.objects.select_related("current").get(pk=checklist_pk)
    if checklist.current is None:
        raise Conflict(_("This checklist is not public any more."))
    copy = ChecklistCopy(
        checklist=checklist,
        version=checklist.current,
        organisation_id=actor.organisation_id or 0,
        begun_under_id=actor.mandate_id,
        title=title.strip(),
        target_on=target_on,
        is_example=is_example,
    )
    copy.full_clean()
    copy.save()
    CopyItem.objects.bulk_create(
        CopyItem(
            copy=copy,
            key=item.key,
            section=item.section.title,
            section_en=item.section.title_en,
            position=10 * position,
            owner_name=item.role,
            due_on=due_date(target_on, item.offset_days),
            **item.all_words,
        )
        for position, item in enumerate(checklists.items_of(checklist.current), start=1)
    )
    note(actor, copy, "made", {"checklist": checklist.slug, "version": copy.version.number})
    publish(CopyMade(str(copy.uuid), checklist.slug, copy.organisation_id))
    return copy


def due_date(target_on: date | None, offset_days: int | None) -> date | None:
    """Return when an item is due; None without a date or a time."""
    if target_on is None or offset_days is None:
        return None
    return target_on + timedelta(days=offset_days)


@transaction.atomic
def change_copy(actor: Actor, pk: int, *, title: str, target_on: date | None) -> ChecklistCopy:
    """Change title and date; items follow the date unless somebody gave them one of their own."""
    copy = _lock(actor, pk)
    changes: dict[str, Any] = {}
    if copy.title != title.strip():
        changes["title"] = [copy.title, title.strip()]
    if copy.target_on != target_on:
        changes["target_on"] = [str(copy.target_on or ""), str(target_on or "")]
    copy.title, copy.target_on = title.strip(), target_on
    copy.full_clean()
    copy.save()
    if "target_on" in changes:
        following = list(copy.items.filter(has_own_date=False, offset_days__isnull=False))
        for item in following:
            item.due_on = due_date(target_on, item.offset_days)
        CopyItem.objects.bulk_update(following, ["due_on"])
    if changes:
        note(actor, copy, "changed", changes)
    return copy


@transaction.atomic
def duplicate_copy(
    actor: Actor, pk: int, *, title: str, target_on: date | None, keeps_notes: bool
) -> ChecklistCopy:
    """Begin anew with a copy: the same items and people, new dates, nothing done yet.

    Dates that somebody set move with the date of the copy. What does not apply still does not. Files
    stay with the old copy.
    """
    origin = _lock(actor, pk)
    made = ChecklistCopy(
        checklist=origin.checklist,
        version=origin.version,
        organisation_id=origin.organisation_id,
        begun_under_id=actor.mandate_id or 0,
        title=title.strip(),
        target_on=target_on,
        made_from=origin,
    )
    made.full_clean()
    made.save()
    items = origin.items.select_related("owner")
    CopyItem.objects.bulk_create(
        _anew(item, origin, made, keeps_notes=keeps_notes) for item in items
    )
    note(actor, made, "made", {"from": str(origin.uuid), "version": made.version.number})
    publish(CopyMade(str(made.uuid), made.checklist.slug, made.organisation_id))
    return made


def _anew(
    item: CopyItem, origin: ChecklistCopy, made: ChecklistCopy, *, keeps_notes: bool
) -> CopyItem:
    due_on = due_date(made.target_on, item.offset_days)
    if item.has_own_date and item.due_on and origin.target_on and made.target_on:
        due_on = item.due_on + (made.target_on - origin.target_on)
    is_left_out = item.state == ItemState.NOT_APPLICABLE
    return CopyItem(
        copy=made,
        key=item.key,
        section=item.section,
        section_en=item.section_en,
        position=item.position,
        kept_version=item.kept_version,
        owner=item.owner,
        owner_name=item.owner_name,
        due_on=due_on,
        has_own_date=item.has_own_date,
        state=item.state if is_left_out else ItemState.OPEN,
        reason=item.reason if is_left_out else "",
        note=item.note if keeps_notes else "",
        **item.all_words,
    )


@transaction.atomic
def archive_copy(actor: Actor, pk: int) -> ChecklistCopy:
    """Put a copy away: it is only read, and nobody is reminded of it."""
    copy = _lock(actor, pk)
    if copy.archived_at is None:
        copy.archived_at = timezone.now()
        copy.save(update_fields=["archived_at", "changed_at"])
        note(actor, copy, "archived")
    return copy


@transaction.atomic
def restore_copy(actor: Actor, pk: int) -> ChecklistCopy:
    """Take a copy up again."""
    copy = _lock(actor, pk)
    if copy.archived_at is not None:
        copy.archived_at = None
        copy.save(update_fields=["archived_at", "changed_at"])
        note(actor, copy, "restored")
    return copy


@transaction.atomic
def make_link(actor: Actor, pk: int, *, name: str, level: str) -> CopyLink:
    """Make a personal address by which somebody without a mandate reads or works."""
    copy = _lock(actor, pk)
    link = CopyLink(
        copy=copy, name=name.strip(), level=LinkLevel(level), made_under_id=actor.mandate_id or 0
    )
    link.full_clean()
    link.save()
    note(actor, copy, "link_made", {"level": str(link.level)})
    return link


@transaction.atomic
def revoke_link(actor: Actor, pk: int, link_pk: int) -> None:
    """End a personal address; from now on it leads nowhere."""
    copy = _lock(actor, pk)
    link = copy.links.filter(pk=link_pk, revoked_at__isnull=True).first()
    if link is None:
        return
    link.revoked_at = timezone.now()
    link.save(update_fields=["revoked_at"])
    note(actor, copy, "link_revoked", {"level": str(link.level)})


def _lock(actor: Actor, pk: int) -> ChecklistCopy:
    copy = copies.lock_copy(pk)
    if not rules.may_manage(actor, copy):
        raise NotAllowed(_("This copy belongs to another organisation."))
    return copy


def note(
    actor: Actor, copy: ChecklistCopy, verb: str, changes: dict[str, Any] | None = None
) -> None:
    """Write an act into the audit log; never what a team wrote into its notes."""
    audit.record(
        actor,
        f"library.copy_{verb}",
        item_kind=AUDIT_KIND,
        item_key=str(copy.uuid),
        changes=changes,
    )
