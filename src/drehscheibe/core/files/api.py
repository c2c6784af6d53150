"""What rooms ask of files: take them in, hang them on an item, describe them, erase them."""

from __future__ import annotations

from typing import BinaryIO, cast

from drehscheibe.core.files.choices import ACCEPTED_ENDINGS, ACCEPTED_RECORDINGS, FileKind
from drehscheibe.core.files.errors import FileRefused
from drehscheibe.core.files.models import MAX_DESCRIPTION, StoredFile
from drehscheibe.core.files.owners import FileOwner, register_owner
from drehscheibe.core.files.pictures import clean_picture
from drehscheibe.core.files.queries import files_of
from drehscheibe.core.files.recordings import length_of
from drehscheibe.core.files.services import (
    attach_file,
    describe_file,
    erase_file,
    erase_files_of,
    store_file,
    store_recording,
)
from drehscheibe.core.files.uploads import bounded_recordings, bounded_uploads

__all__ = [
    "ACCEPTED_ENDINGS",
    "ACCEPTED_RECORDINGS",
    "MAX_DESCRIPTION",
    "FileOwner",
    "FileRefused",
    "StoredFile",
    "attach_file",
    "bounded_recordings",
    "bounded_uploads",
    "clean_picture",
    "describe_file",
    "erase_file",
    "erase_files_of",
    "files_of",
    "length_of_recording",
    "register_owner",
    "store_file",
    "store_recording",
]


def length_of_recording(file: StoredFile) -> float | None:
    """Return how many seconds a stored recording lasts; None where the file does not say."""
    with file.content.open("rb") as stream:
        return length_of(cast(BinaryIO, stream), FileKind(file.kind))
