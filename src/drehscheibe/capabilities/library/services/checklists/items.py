"""Work on the items of a copy: two people at once lose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.checklist import ItemState
from drehscheibe.capabilities.library.facts.checklist import CopyItemChanged
from drehscheibe.capabilities.library.models import (
    ChecklistCopy,
    CopyChange,
    CopyFile,
    CopyItem,
)
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.queries.copies import FILE_OWNER, Access
from drehscheibe.capabilities.library.services.checklists.copies import note
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.files import api as files
from drehscheibe.core.outbox.api import publish

__all__ = [
    "MOST_FILES",
    "ItemWork",
    "SomebodyWasFaster",
    "add_file",
    "add_item",
    "keep_change",
    "move_item",
    "remove_file",
    "work_on_item",
]

#: At one item.
MOST_FILES = 8


@dataclass(frozen=True, slots=True)
class ItemWork:
    """What a team says about an item; see ``models.CopyItem``."""

    state: str
    reason: str = ""
    note: str = ""
    owner_id: int | None = None
    owner_name: str = ""
    due_on: date | None = None

    @classmethod
    def of(cls, item: CopyItem) -> ItemWork:
        """Return what an item says now."""
        return cls(
            state=item.state,
            reason=item.reason,
            note=item.note,
            owner_id=item.owner_id,
            owner_name=item.owner_name,
            due_on=item.due_on,
        )


class SomebodyWasFaster(Conflict):
    """Somebody saved the item after the form was opened.

    Attributes
    ----------
    item : CopyItem
        As it is now.
    """

    def __init__(self, item: CopyItem) -> None:
        super().__init__(_("Somebody else has changed this item meanwhile. Nothing is lost."))
        self.item = item


@transaction.atomic
def work_on_item(access: Access, pk: int, work: ItemWork, *, version: int) -> CopyItem:
    """Save what somebody says about an item.

    Parameters
    ----------
    access : Access
        Under which the copy was found: a mandate of its organisation, or a personal link.
    version : int
        Of the item when the form was opened.

    Raises
    ------
    SomebodyWasFaster
        If it has another version now and says something else; nothing is written.
    ValidationError
        If something does not apply without a reason, or the person does not act for the organisation.
    """
    item = _lock(access, pk)
    before, after = ItemWork.of(item), _tidy(work)
    if before == after:
        return item
    if item.version != version:
        raise SomebodyWasFaster(item)
    _check(access.copy, item, after)
    item.state, item.reason, item.note = ItemState(after.state), after.reason, after.note
    item.owner_id, item.owner_name = after.owner_id, after.owner_name
    if after.due_on != before.due_on:
        item.due_on, item.has_own_date = after.due_on, True
    keep_change(access, item, _differences(before, after))
    return item


@transaction.atomic
def move_item(access: Access, pk: int, *, state: str, version: int) -> CopyItem:
    """Bring an item into another state, as on the board; the rest stays as it is.

    Raises
    ------
    SomebodyWasFaster
        If somebody else changed its state since the board was drawn.
    """
    item = _lock(access, pk)
    if state not in ItemState.values or state == ItemState.NOT_APPLICABLE:
        raise ValidationError(_("Please open the item and give a reason."))
    if item.state == state:
        return item
    if item.version != version and _state_at(item, version) != item.state:
        raise SomebodyWasFaster(item)
    before = ItemWork.of(item)
    item.state, item.reason = ItemState(state), ""
    keep_change(access, item, _differences(before, ItemWork.of(item)))
    return item


def _state_at(item: CopyItem, version: int) -> str:
    """Return the state that an item had in a version, read from its history."""
    state = item.state
    for change in item.history.filter(version__gt=version).order_by("-version", "-pk"):
        state = change.changes.get("state", [state])[0]
    return str(state)


@transaction.atomic
def add_item(
    access: Access, *, section: str, text: str, explanation: str, due_on: date | None
) -> CopyItem:
    """Add an item of the team's own, below the last one of its heading."""
    copy = copies.lock_copy(access.copy.pk)
    _allow(access)
    siblings = copy.items.filter(section=section).order_by("-position").first()
    last = siblings or copy.items.order_by("-position").first()
    item = CopyItem(
        copy=copy,
        section=section.strip(),
        section_en=siblings.section_en if siblings else "",
        text=text.strip(),
        explanation=explanation.strip(),
        position=last.position if last else 10,
        due_on=due_on,
        has_own_date=True,
    )
    item.full_clean()
    item.save()
    note(access.actor, copy, "item_added", {"item": str(item.uuid)})
    publish(CopyItemChanged(str(copy.uuid), str(item.uuid), item.version, item.state))
    return item


@transaction.atomic
def add_file(access: Access, pk: int, upload: File[bytes]) -> CopyFile:
    """Hang a file on an item; only people under a mandate of the organisation may.

    Raises
    ------
    FileRefused
        With the reason, for the field.
    ValidationError
        If there is no room for more.
    """
    item = _lock(access, pk)
    if not access.is_team:
        raise NotAllowed(_("Only people who act for the organisation can add files."))
    if item.files.count() >= MOST_FILES:
        raise ValidationError(
            _("There is room for %(n)s files. Take one away first.") % {"n": MOST_FILES}
        )
    file = files.store_file(access.actor, upload)
    files.attach_file(access.actor, file, owner_kind=FILE_OWNER, owner_key=str(item.uuid))
    made = CopyFile.objects.create(item=item, file=file)
    keep_change(access, item, {"file": ["", file.label]})
    return made


@transaction.atomic
def remove_file(access: Access, pk: int, file_pk: int) -> None:
    """Take a file away from an item and erase it; one that is gone already stays gone."""
    item = _lock(access, pk)
    if not access.is_team:
        raise NotAllowed(_("Only people who act for the organisation can remove files."))
    row = item.files.select_related("file").filter(pk=file_pk).first()
    if row is None:
        return
    file = row.file
    row.delete()
    files.erase_file(access.actor, file)
    keep_change(access, item, {"file": [file.label, ""]})


def keep_change(access: Access, item: CopyItem, changes: dict[str, Any]) -> None:
    """Save a changed item as its next version, with history, audit and fact."""
    item.version += 1
    item.changed_at = timezone.now()
    item.full_clean(validate_constraints=False)
    item.save()
    is_team = access.is_team
    CopyChange.objects.create(
        item=item,
        mandate_id=access.actor.mandate_id if is_team else None,
        name="" if is_team or access.link is None else access.link.name,
        version=item.version,
        changes=changes,
    )
    actor = access.actor if is_team else Actor()
    shown = {"item": str(item.uuid), "fields": sorted(changes)}
    note(actor, access.copy, "item_changed", shown)
    publish(CopyItemChanged(str(access.copy.uuid), str(item.uuid), item.version, item.state))


def _lock(access: Access, pk: int) -> CopyItem:
    _allow(access)
    item = copies.lock_item(pk)
    if item.copy_id != access.copy.pk:
        raise NotAllowed(_("This item belongs to another checklist."))
    return item


def _allow(access: Access) -> None:
    if access.copy.is_archived:
        raise Conflict(_("This checklist is put away. Take it up again to work on it."))
    if not access.may_work:
        raise NotAllowed(_("With this link you can read, but not change anything."))


def _tidy(work: ItemWork) -> ItemWork:
    is_left_out = work.state == ItemState.NOT_APPLICABLE
    return ItemWork(
        state=work.state,
        reason=work.reason.strip() if is_left_out else "",
        note=work.note.strip().replace("\r\n", "\n"),
        owner_id=work.owner_id,
        owner_name="" if work.owner_id else work.owner_name.strip(),
        due_on=work.due_on,
    )


def _check(copy: ChecklistCopy, item: CopyItem, work: ItemWork) -> None:
    if work.state == ItemState.NOT_APPLICABLE and not work.reason:
        raise ValidationError({"reason": _("Please say in a few words why it does not apply.")})
    if work.owner_id and work.owner_id != item.owner_id:
        members = {mandate.pk for mandate in copies.list_members(copy)}
        if work.owner_id not in members:
            raise ValidationError(
                {"owner": _("This person does not act for the organisation any more.")}
            )


def _differences(before: ItemWork, after: ItemWork) -> dict[str, Any]:
    names = ("state", "reason", "note", "owner_id", "owner_name", "due_on")
    pairs = {name: (getattr(before, name), getattr(after, name)) for name in names}
    return {name: [_plain(was), _plain(now)] for name, (was, now) in pairs.items() if was != now}


def _plain(value: object) -> str | int:
    if isinstance(value, int):
        return value
    return "" if value is None else str(value)
