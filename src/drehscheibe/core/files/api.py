"""What rooms ask of files: take them in, hang them on an item, describe them, erase them."""

from __future__ import annotations

from drehscheibe.core.files.choices import ACCEPTED_ENDINGS
from drehscheibe.core.files.errors import FileRefused
from drehscheibe.core.files.models import MAX_DESCRIPTION, StoredFile
from drehscheibe.core.files.owners import FileOwner, register_owner
from drehscheibe.core.files.queries import files_of
from drehscheibe.core.files.services import (
    attach_file,
    describe_file,
    erase_file,
    erase_files_of,
    store_file,
)
from drehscheibe.core.files.uploads import bounded_uploads

__all__ = [
    "ACCEPTED_ENDINGS",
    "MAX_DESCRIPTION",
    "FileOwner",
    "FileRefused",
    "StoredFile",
    "attach_file",
    "bounded_uploads",
    "describe_file",
    "erase_file",
    "erase_files_of",
    "files_of",
    "register_owner",
    "store_file",
]
