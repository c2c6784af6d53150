from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is, found in its content; the value is also its ending."""

    PDF = "pdf", _("PDF")
    PNG = "png", _("Picture")
    JPEG = "jpg", _("Picture")
    WEBP = "webp", _("Picture")
    DOCX = "docx", _("Text document")
    ODT = "odt", _("Text document")
    XLSX = "xlsx", _("Spreadsheet")
    ODS = "ods", _("Spreadsheet")
    CSV = "csv", _("Table as text")
    TEXT = "txt", _("Plain text")
    MP4 = "mp4", _("Video")
    WEBM = "webm", _("Video")
    MP3 = "mp3", _("Sound")
    M4A = "m4a", _("Sound")
    WAV = "wav", _("Sound")


PICTURES = frozenset({FileKind.PNG, FileKind.JPEG, FileKind.WEBP})

#: Taken only where a room asks for a recording (``store_recording``), up to a limit of their own.
SOUNDS = frozenset({FileKind.MP3, FileKind.M4A, FileKind.WAV})
RECORDINGS = SOUNDS | {FileKind.MP4, FileKind.WEBM}

#: What a browser may show itself; everything else is only handed out to be saved.
SHOWN_INLINE = PICTURES | RECORDINGS | {FileKind.PDF}

#: Sent with the file; never what the browser of the sender said.
CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.WEBP: "image/webp",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.CSV: "text/csv; charset=utf-8",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.MP4: "video/mp4",
    FileKind.WEBM: "video/webm",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.WAV: "audio/wav",
}

#: For ``accept`` of a file input: a help for choosing, no check.
ACCEPTED_ENDINGS = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.odt,.xlsx,.ods,.csv,.txt"
ACCEPTED_RECORDINGS = ".mp4,.webm,.mp3,.m4a,.wav"
