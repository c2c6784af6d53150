"""Use cases of files: one function, one transaction, with audit and fact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.files.choices import PICTURES, FileKind
from drehscheibe.core.files.errors import FileRefused
from drehscheibe.core.files.facts import FileAttached, FileErased
from drehscheibe.core.files.labels import clean_label
from drehscheibe.core.files.models import MAX_DESCRIPTION, StoredFile
from drehscheibe.core.files.owners import get_owner
from drehscheibe.core.files.pictures import clean_picture
from drehscheibe.core.files.recordings import recognise_recording
from drehscheibe.core.files.sniffing import recognise
from drehscheibe.core.outbox.api import publish

__all__ = [
    "attach_file",
    "describe_file",
    "erase_file",
    "erase_files_of",
    "store_file",
    "store_recording",
]


@transaction.atomic
def store_file(actor: Actor, upload: File[bytes], *, description: str = "") -> StoredFile:
    """Take a file in. Until it is attached, only the person who sent it sees it.

    Parameters
    ----------
    upload : File
        As Django received it. Its name becomes a label, its declared type is not looked at.

    Raises
    ------
    FileRefused
        With a message for the field: empty, too large, damaged, dangerous or of another kind.
    """
    _allow(actor)
    _check_size(upload, settings.FILES_MAX_BYTES)
    stream = cast(BinaryIO, upload.open("rb"))
    kind = recognise(stream)
    if kind not in PICTURES:
        return _keep(actor, upload, upload, StoredFile(kind=kind, description=_cut(description)))
    picture = clean_picture(stream)
    file = StoredFile(
        kind=picture.kind,
        width=picture.width,
        height=picture.height,
        description=_cut(description),
    )
    return _keep(actor, upload, ContentFile(picture.content), file)


@transaction.atomic
def store_recording(actor: Actor, upload: File[bytes]) -> StoredFile:
    """Take a recording in: sound or moving pictures that browsers play.

    It is moved from where it was received, never read into memory as a whole.

    Raises
    ------
    FileRefused
        With a message for the field: empty, too large, broken off or of another kind.
    """
    _allow(actor)
    _check_size(upload, settings.RECORDINGS_MAX_BYTES)
    kind = recognise_recording(cast(BinaryIO, upload.open("rb")))
    return _keep(actor, upload, upload, StoredFile(kind=kind))


def _allow(actor: Actor) -> None:
    if not (actor.is_known or actor.is_system):
        raise NotAllowed(_("Please log in to send files."))


def _keep(actor: Actor, upload: File[bytes], content: File[bytes], file: StoredFile) -> StoredFile:
    """Write the bytes and the row; piece by piece, because recordings are large."""
    digest = hashlib.sha256()
    file.size = 0
    for piece in content.chunks():
        digest.update(piece)
        file.size += len(piece)
    file.sha256 = digest.hexdigest()
    file.label = clean_label(upload.name or "", FileKind(file.kind), str(_("file")))
    file.uploaded_by_id = actor.person_id
    content.seek(0)
    # A rollback leaves these bytes without a row; housekeeping sweeps them up.
    file.content.save("", content, save=False)
    file.save()
    audit.record(
        actor,
        "files.file_stored",
        item_kind="file",
        item_key=str(file.uuid),
        changes={"kind": str(file.kind), "size": file.size, "sha256": file.sha256},
    )
    return file


def _check_size(upload: File[bytes], most: int) -> None:
    if upload.size > most:
        raise FileRefused(
            _("This file is too large. It may have up to %(n)s MB.")
            % {"n": number_format(most // 1024**2)}
        )


def _cut(description: str) -> str:
    return " ".join(description.replace("\0", "").split())[:MAX_DESCRIPTION]


@transaction.atomic
def attach_file(actor: Actor, file: StoredFile, *, owner_kind: str, owner_key: str) -> None:
    """Hang a file on an item. From now on the room of the item says who may see it.

    The room has checked that the actor may change the item.

    Raises
    ------
    NotAllowed
        If somebody else sent the file.
    Conflict
        If it hangs somewhere already.
    LookupError
        If no room has registered the kind of owner.
    """
    if get_owner(owner_kind) is None:
        raise LookupError(f"no room owns files of kind {owner_kind!r}")
    locked = StoredFile.objects.select_for_update().get(pk=file.pk)
    if not actor.is_system and locked.uploaded_by_id != actor.person_id:
        raise NotAllowed(_("Somebody else has sent this file."))
    if locked.attached_at is not None:
        raise Conflict(_("This file belongs to something else already."))
    locked.owner_kind, locked.owner_key = owner_kind, owner_key
    locked.attached_at = timezone.now()
    locked.save(update_fields=["owner_kind", "owner_key", "attached_at"])
    _note(actor, locked, "file_attached")
    publish(
        FileAttached(
            str(locked.uuid), owner_kind, owner_key, str(FileKind(locked.kind)), locked.size
        )
    )
    file.refresh_from_db()


@transaction.atomic
def describe_file(actor: Actor, file: StoredFile, description: str) -> None:
    """Say what a file shows; for a picture these words are its alternative text.

    The room of the item has checked that the actor may change it.
    """
    before, words = file.description, _cut(description)
    if before == words:
        return
    file.description = words
    file.save(update_fields=["description"])
    audit.record(
        actor,
        "files.file_described",
        item_kind="file",
        item_key=str(file.uuid),
        changes={"description": [before, words]},
    )


@transaction.atomic
def erase_file(actor: Actor, file: StoredFile) -> None:
    """Erase a file for good, its bytes after the commit.

    The room of the item has checked that the actor may change it.
    """
    storage, name = file.content.storage, str(file.content.name)
    _note(actor, file, "file_erased")
    publish(FileErased(str(file.uuid), file.owner_kind, file.owner_key))
    file.delete()
    # Not before: a rollback could not bring them back. A kill in between leaves them to the sweeper.
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def erase_files_of(actor: Actor, *, owner_kind: str, owner_keys: Iterable[str]) -> int:
    """Erase everything that hangs on these items, together with them; return how many files."""
    files = StoredFile.objects.filter(owner_kind=owner_kind, owner_key__in=list(owner_keys))
    number = 0
    for file in files:
        erase_file(actor, file)
        number += 1
    return number


def _note(actor: Actor, file: StoredFile, verb: str) -> None:
    audit.record(
        actor,
        f"files.{verb}",
        item_kind="file",
        item_key=str(file.uuid),
        changes={"owner": f"{file.owner_kind}:{file.owner_key}"},
    )
