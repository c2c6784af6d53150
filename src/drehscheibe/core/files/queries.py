"""Reads of files; what an actor may not see does not exist for them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.files.owners import get_owner

__all__ = ["files_of", "find_file_visible_to", "is_public", "is_visible_to"]


def find_file_visible_to(actor: Actor, uuid: UUID) -> StoredFile | None:
    """Return a file that the actor may see, or None."""
    file = StoredFile.objects.filter(uuid=uuid).first()
    return file if file is not None and is_visible_to(actor, file) else None


def is_visible_to(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may see the file: its owner says so, or they sent it a moment ago."""
    if file.attached_at is None:
        return actor.person_id is not None and file.uploaded_by_id == actor.person_id
    owner = get_owner(file.owner_kind)
    return owner is not None and owner.may_see(actor, file)


def is_public(file: StoredFile) -> bool:
    """Whether everybody may see the file."""
    return is_visible_to(ANONYMOUS, file)


def files_of(owner_kind: str, owner_key: str) -> QuerySet[StoredFile]:
    """Return the files of an owner item; whoever asks has made sure who may see them."""
    return StoredFile.objects.filter(owner_kind=owner_kind, owner_key=owner_key)
