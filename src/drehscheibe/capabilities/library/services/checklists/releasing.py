"""Release how a team solved an item, and take it back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.facts.checklist import NoteReleased
from drehscheibe.capabilities.library.models import CopyItem, ReleasedNote
from drehscheibe.capabilities.library.queries.copies import Access
from drehscheibe.capabilities.library.services.checklists.copies import note
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.outbox.api import publish

__all__ = ["release_note", "withdraw_note"]


@transaction.atomic
def release_note(
    access: Access,
    pk: int,
    *,
    text: str,
    names_organisation: bool = False,
    is_example: bool = False,
) -> ReleasedNote:
    """Show everybody how the team solved an item; what was released before is replaced.

    Raises
    ------
    Conflict
        If it is an item of the team's own, which nobody else has.
    """
    item = _item(access, pk)
    if item.key is None:
        raise Conflict(_("You added this item yourselves, so no other team has it."))
    for earlier in _shown(access, item.pk):
        earlier.withdrawn_at = timezone.now()
        earlier.save(update_fields=["withdrawn_at"])
    released = ReleasedNote(
        checklist_id=access.copy.checklist_id,
        key=item.key,
        item=item,
        organisation_id=access.copy.organisation_id,
        released_under_id=access.actor.mandate_id or 0,
        text=text.strip(),
        names_organisation=names_organisation,
        is_example=is_example,
    )
    released.full_clean()
    released.save()
    note(access.actor, access.copy, "note_released", {"note": str(released.uuid)})
    publish(NoteReleased(str(released.uuid), is_shown=True))
    return released


@transaction.atomic
def withdraw_note(access: Access, uuid: UUID) -> None:
    """Take a released note back: from now on nobody else reads it."""
    _allow(access)
    found = ReleasedNote.objects.select_for_update().filter(
        uuid=uuid, organisation_id=access.copy.organisation_id, withdrawn_at__isnull=True
    )
    released = found.first()
    if released is None:
        return
    released.withdrawn_at = timezone.now()
    released.save(update_fields=["withdrawn_at"])
    note(access.actor, access.copy, "note_withdrawn", {"note": str(uuid)})
    publish(NoteReleased(str(uuid), is_shown=False))


def _item(access: Access, pk: int) -> CopyItem:
    _allow(access)
    return CopyItem.objects.select_for_update().get(pk=pk, copy=access.copy)


def _shown(access: Access, item_pk: int) -> list[ReleasedNote]:
    own = ReleasedNote.objects.filter(item_id=item_pk, withdrawn_at__isnull=True)
    return list(own.filter(organisation_id=access.copy.organisation_id))


def _allow(access: Access) -> None:
    if not access.may_manage:
        raise NotAllowed(_("Only people who act for the organisation can release notes."))
