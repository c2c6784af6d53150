"""Find out what a file is by what stands in it; its name and what its sender says count nothing."""

from __future__ import annotations

from typing import BinaryIO

import filetype
from django.utils.translation import gettext as _

from drehscheibe.core.files import documents
from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.errors import FileRefused

__all__ = ["recognise"]

HEAD_BYTES = 8192
_PICTURES = {"png": FileKind.PNG, "jpg": FileKind.JPEG, "webp": FileKind.WEBP}
_CONTAINER_START = b"PK\x03\x04"
_PDF_START = b"%PDF-"


def recognise(stream: BinaryIO) -> FileKind:
    """Return what the file is.

    Raises
    ------
    FileRefused
        If it is empty, damaged, dangerous, or of a kind that is not taken.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if not head.strip(b"\x00 \t\r\n"):
        raise FileRefused(_("This file is empty."))
    if head.startswith(_PDF_START):
        documents.check_pdf(stream)
        return FileKind.PDF
    if head.startswith(_CONTAINER_START):
        return documents.kind_of_container(stream)
    guessed = filetype.guess(head)
    if guessed is not None and guessed.extension in _PICTURES:
        return _PICTURES[guessed.extension]
    return documents.kind_of_text(stream)
