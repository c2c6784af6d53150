"""Take over what changed in the master, item by item; a team's own work is never touched."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.models import ChecklistCopy, ChecklistItem, CopyItem
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.queries.copies import Access, Difference
from drehscheibe.capabilities.library.services.checklists.copies import due_date, note
from drehscheibe.capabilities.library.services.checklists.items import keep_change
from drehscheibe.core.access.errors import Conflict, NotAllowed

__all__ = ["decide_all", "decide_difference"]


@transaction.atomic
def decide_difference(access: Access, key: UUID, *, takes: bool) -> CopyItem | None:
    """Take one change over, or keep one's own; return the item.

    - *new*: it is added; declined, it is added as "does not apply", so that anybody can see why.
    - *changed*: the item gets the new words; state, note, people, files and own dates stay.
    - *removed*: it is marked as "does not apply" with the reason; nothing of it is deleted.

    Raises
    ------
    Conflict
        If somebody decided meanwhile, or the checklist is put away.
    """
    copy = _lock(access)
    for difference in copies.differences_of(copy, copy.items.all()):
        if difference.key == key:
            item = _decide(access, copy, difference, takes=takes)
            _catch_up(access, copy)
            return item
    raise Conflict(_("This change was decided already. Here you see what is left."))


@transaction.atomic
def decide_all(access: Access, *, takes: bool) -> int:
    """Take all changes over, or none; return how many there were."""
    copy = _lock(access)
    found = copies.differences_of(copy, copy.items.all())
    for difference in found:
        _decide(access, copy, difference, takes=takes)
    _catch_up(access, copy)
    return len(found)


def _lock(access: Access) -> ChecklistCopy:
    copy = copies.lock_copy(access.copy.pk)
    if not access.may_manage:
        raise NotAllowed(_("Only people who act for the organisation decide about changes."))
    if copy.is_archived:
        raise Conflict(_("This checklist is put away. Take it up again to work on it."))
    return copy


def _decide(
    access: Access, copy: ChecklistCopy, difference: Difference, *, takes: bool
) -> CopyItem | None:
    newest = copy.checklist.current
    number = newest.number if newest else 0
    item, master = difference.item, difference.master
    if item is None and master is not None:
        return _add(access, copy, master, number, takes=takes)
    if item is None:
        return None
    item.kept_version = number
    if not takes:
        keep_change(access, item, {"kept_version": ["", number]})
    elif master is None:
        was, item.state = item.state, ItemState.NOT_APPLICABLE
        item.reason = _("No longer part of the checklist since version %(n)s") % {"n": number}
        keep_change(access, item, {"state": [was, str(item.state)], "reason": ["", item.reason]})
    else:
        changes = {name: [was or "", now or ""] for name, was, now in difference.changes}
        if "role" in changes and item.owner is None and item.owner_name == item.role:
            item.owner_name = master.role
        for name, value in master.all_words.items():
            setattr(item, name, value)
        if not item.has_own_date:
            item.due_on = due_date(copy.target_on, item.offset_days)
        keep_change(access, item, changes)
    return item


def _add(
    access: Access, copy: ChecklistCopy, master: ChecklistItem, number: int, *, takes: bool
) -> CopyItem:
    item = CopyItem.objects.create(
        copy=copy,
        key=master.key,
        section=master.section.title,
        section_en=master.section.title_en,
        position=_place(copy, master),
        kept_version=number,
        owner_name=master.role,
        due_on=due_date(copy.target_on, master.offset_days),
        state=ItemState.OPEN if takes else ItemState.NOT_APPLICABLE,
        reason="" if takes else _("New in version %(n)s, not taken over") % {"n": number},
        **master.all_words,
    )
    keep_change(access, item, {"item": ["", str(item.state)]})
    return item


def _place(copy: ChecklistCopy, master: ChecklistItem) -> int:
    """Return a place right behind the item after which the new one stands in the master."""
    before = ChecklistItem.objects.filter(
        section__version_id=master.section.version_id,
    ).order_by("section__position", "section_id", "position", "pk")
    keys = [item.key for item in before]
    known = dict(copy.items.filter(key__isnull=False).values_list("key", "position"))
    for key in reversed(keys[: keys.index(master.key)]):
        if key in known:
            return int(known[key]) + 1
    return 1


def _catch_up(access: Access, copy: ChecklistCopy) -> None:
    """Count the copy as made of the newest version once nothing is left to decide."""
    newest = copy.checklist.current
    if newest is None or copies.differences_of(copy, copy.items.all()):
        return
    before, copy.version = copy.version.number, newest
    copy.save(update_fields=["version", "changed_at"])
    note(access.actor, copy, "caught_up", {"version": [before, newest.number]})
