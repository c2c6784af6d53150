"""The files that one takes home."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from drehscheibe.capabilities.library.choices.package import Part
from drehscheibe.capabilities.library.exports.packages.sheets import (
    as_plain_text,
    make_letter,
    make_placard,
    make_press_release,
)
from drehscheibe.capabilities.library.exports.packages.texts import Line, Texts, make_texts
from drehscheibe.capabilities.library.queries.package_filling import Filling
from drehscheibe.core.documents import api as documents

__all__ = ["MadeFile", "make_part"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain; charset=utf-8"
#: Files in an archive bear a time; the same filling gives the same archive.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file with the name under which it is saved."""

    name: str
    content: bytes
    content_type: str


def make_part(part: Part, words: Mapping[str, Any], filling: Filling) -> MadeFile:
    """Return one file of a package, or all of them in an archive."""
    texts = make_texts(words, filling)
    if part == Part.ALL:
        return _make_archive(texts, filling)
    content_type, ending, make = _MAKERS[part]
    return MadeFile(f"{_name(part, filling)}.{ending}", make(texts, filling), content_type)


def _name(part: Part, filling: Filling) -> str:
    with translation.override(filling.language):
        names = {
            Part.POSTER_A4: pgettext("file name", "poster-a4"),
            Part.POSTER_A3: pgettext("file name", "poster-a3"),
            Part.TILE: pgettext("file name", "tile"),
            Part.TILE_TEXT: pgettext("file name", "tile-text"),
            Part.PRESS_DOCX: pgettext("file name", "press-release"),
            Part.PRESS_PDF: pgettext("file name", "press-release"),
            Part.PRESS_TEXT: pgettext("file name", "press-release"),
            Part.LETTER_DOCX: pgettext("file name", "invitation"),
            Part.LETTER_TEXT: pgettext("file name", "invitation"),
            Part.NEWSLETTER: pgettext("file name", "newsletter"),
            Part.ALL: pgettext("file name", "partner-package"),
        }
        day = filling.starts_on.isoformat() if filling.starts_on else ""
        return slugify(f"{names[part]} {day}")


def _make_archive(texts: Texts, filling: Filling) -> MadeFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, (_content_type, ending, make) in _MAKERS.items():
            entry = zipfile.ZipInfo(f"{_name(part, filling)}.{ending}", ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, make(texts, filling))
    return MadeFile(f"{_name(Part.ALL, filling)}.zip", stream.getvalue(), "application/zip")


def _tile_text(texts: Texts, filling: Filling) -> bytes:
    with translation.override(filling.language):
        lines = (
            Line("text", texts.tile),
            Line("heading", _("Alternative text of the picture")),
            Line("text", texts.alternative),
        )
        return as_plain_text(_("Text for the tile"), lines).encode()


def _newsletter(texts: Texts, _filling: Filling) -> bytes:
    return as_plain_text(texts.newsletter_title, (Line("text", texts.newsletter),)).encode()


Make = Callable[[Texts, Filling], bytes]

#: Media type, ending and maker of every file.
_MAKERS: dict[Part, tuple[str, str, Make]] = {
    Part.POSTER_A4: (
        "application/pdf",
        "pdf",
        lambda texts, filling: documents.render_placard_pdf(make_placard(texts, filling)),
    ),
    Part.POSTER_A3: (
        "application/pdf",
        "pdf",
        lambda texts, filling: documents.render_placard_pdf(make_placard(texts, filling), "a3"),
    ),
    Part.TILE: (
        "image/png",
        "png",
        lambda texts, filling: documents.render_placard_png(make_placard(texts, filling)),
    ),
    Part.TILE_TEXT: (TEXT, "txt", _tile_text),
    Part.PRESS_DOCX: (
        DOCX,
        "docx",
        lambda texts, filling: documents.make_docx(make_press_release(texts, filling)),
    ),
    Part.PRESS_PDF: (
        "application/pdf",
        "pdf",
        lambda texts, filling: documents.render_pdf(make_press_release(texts, filling)),
    ),
    Part.PRESS_TEXT: (
        TEXT,
        "txt",
        lambda texts, _filling: as_plain_text(texts.press_title, texts.press).encode(),
    ),
    Part.LETTER_DOCX: (
        DOCX,
        "docx",
        lambda texts, filling: documents.make_docx(make_letter(texts, filling)),
    ),
    Part.LETTER_TEXT: (
        TEXT,
        "txt",
        lambda texts, _filling: as_plain_text(texts.letter_subject, texts.letter).encode(),
    ),
    Part.NEWSLETTER: (TEXT, "txt", _newsletter),
}
