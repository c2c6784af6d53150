"""Look into documents: each is what it begins like, and can be opened without harm.

Nothing is unpacked except two small parts of a container, and those only up to a limit: what a
container says about its sizes may be a lie, and here it does not matter.
"""

from __future__ import annotations

import csv
import re
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from drehscheibe.core.files.choices import FileKind
from drehscheibe.core.files.errors import FileRefused

__all__ = ["check_pdf", "kind_of_container", "kind_of_text"]

#: A container may grow to this many bytes, may hold this many parts, and may shrink by this factor.
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PARTS = 5000
MAX_RATIO = 200
#: Small parts of empty tables shrink very well; the factor is asked of large ones only.
LARGE_PART = 2 * 1024 * 1024
#: Bytes read of the part that names the kind.
MAX_NAMING_PART = 512 * 1024

_OOXML_MAIN = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_ODF = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
_MACROS = re.compile(r"(^|/)vbaProject\.bin$|^(Basic|Scripts)/", re.IGNORECASE)
_ENCRYPTED = 0x1
#: Markup that a browser could take for a page or a drawing, wherever near the beginning it stands.
_MARKUP = re.compile(
    r"<\s*/?(!doctype|\?xml|html|head|body|script|svg|iframe|object|embed|meta|style)\b",
    re.IGNORECASE,
)
MARKUP_LOOKED_AT = 8192
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def check_pdf(stream: BinaryIO) -> None:
    """Refuse what only begins like a PDF, or carries something else behind its end."""
    stream.seek(0)
    content = stream.read()
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise FileRefused(_("This PDF is damaged or not complete. Please save it once more."))
    if content[end + len(b"%%EOF") :].strip(b"\x00 \t\r\n\f"):
        raise FileRefused(
            _("Behind the end of this PDF stands something else. Please save it as a PDF anew.")
        )


def kind_of_container(stream: BinaryIO) -> FileKind:
    """Return what kind of document a ZIP container is, and refuse every other container."""
    try:
        with zipfile.ZipFile(stream) as container:
            parts = container.infolist()
            _check_parts(parts, _size(stream))
            return _named_kind(container)
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, NotImplementedError) as fault:
        raise FileRefused(_("This document is damaged. Please save it once more.")) from fault


def _check_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise FileRefused(_("This document is protected by a password. Please save it without."))
    if any(_MACROS.search(part.filename) for part in parts):
        raise FileRefused(_("This document contains macros. Please save it without them."))
    if _is_bomb(parts, size):
        raise FileRefused(_("This document grows far too large when it is opened."))
    if _is_odd(parts):
        raise FileRefused(_("This document is damaged. Please save it once more."))


def _is_bomb(parts: list[zipfile.ZipInfo], size: int) -> bool:
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    # Parts that overlap are counted more often than they are there.
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or packed > size:
        return True
    return any(
        part.file_size > LARGE_PART and part.file_size > MAX_RATIO * max(1, part.compress_size)
        for part in parts
    )


def _is_odd(parts: list[zipfile.ZipInfo]) -> bool:
    """Whether something stands before the first part, or a part wants to leave its folder."""
    starts_late = not parts or min(part.header_offset for part in parts) != 0
    names = [part.filename.replace("\\", "/") for part in parts]
    leaves = any(name.startswith("/") or ".." in name.split("/") for name in names)
    return starts_late or leaves or len(set(names)) != len(names)


def _named_kind(container: zipfile.ZipFile) -> FileKind:
    names = set(container.namelist())
    if "[Content_Types].xml" in names:
        declared = _read(container, "[Content_Types].xml")
        if b"macroEnabled" in declared:
            raise FileRefused(_("This document contains macros. Please save it without them."))
        found = next((kind for main, kind in _OOXML_MAIN.items() if main in declared), None)
    elif "mimetype" in names:
        found = _ODF.get(_read(container, "mimetype").strip())
    else:
        found = None
    if found is None:
        raise FileRefused(_not_taken())
    return found


def _read(container: zipfile.ZipFile, name: str) -> bytes:
    with container.open(name) as part:
        return part.read(MAX_NAMING_PART)


def _size(stream: BinaryIO) -> int:
    return stream.seek(0, 2)


def kind_of_text(stream: BinaryIO) -> FileKind:
    """Return whether a file without a known beginning is a table or a text; refuse the rest."""
    stream.seek(0)
    text = _decode(stream.read())
    if text is None or _CONTROLS.search(text):
        raise FileRefused(_not_taken())
    if _MARKUP.search(text[:MARKUP_LOOKED_AT]):
        raise FileRefused(
            _("This is a web page or a drawing in code. Please send a PDF or a picture of it.")
        )
    return FileKind.CSV if _is_table(text) else FileKind.TEXT


def _decode(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _is_table(text: str) -> bool:
    """Whether the first lines have the same number of columns, and more than one."""
    lines = [line for line in text[:20_000].splitlines()[:11] if line.strip()][:10]
    for delimiter in (";", "\t", ","):
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
        except csv.Error:
            continue
        if len(lines) > 1 and len(widths) == 1 and widths.pop() > 1:
            return True
    return False


def _not_taken() -> str:
    return _("This kind of file cannot be taken. Please send a %(kinds)s.") % {
        "kinds": _("PDF, a picture (PNG, JPEG, WebP), a document (DOCX, ODT, XLSX, ODS) or a text")
    }
