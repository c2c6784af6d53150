"""Make a PDF of a document tree with Typst: tagged, PDF/UA-1, the same bytes for the same tree."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import date
from textwrap import shorten
from typing import Any

from django.core.cache import cache as shared_cache
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.core.documents.compiling import ASSETS, Clean, compile_template, template_mark
from drehscheibe.core.documents.letters import BOX, breakable, printable
from drehscheibe.core.documents.tree import Document

__all__ = ["TEMPLATE", "as_data", "find_pdf", "render_pdf"]

TEMPLATE = ASSETS / "document.typ"
KEPT_S = 7 * 24 * 3600
LONGEST_RUNNING_TITLE = 80
#: Texts that are no words for readers.
_VERBATIM = frozenset({"svg"})


def find_pdf(document: Document) -> bytes:
    """Return the PDF, from the cache if the same tree was rendered within the last days."""
    key = f"documents:pdf:{_fingerprint(document)}"
    kept: bytes | None = shared_cache.get(key)
    if kept is None:
        kept = render_pdf(document)
        shared_cache.set(key, kept, KEPT_S)
    return kept


def render_pdf(document: Document) -> bytes:
    """Return the tree as a PDF/UA-1 file.

    Letters without a shape become boxes, which the file explains at its end. No network, no fonts of
    the system, no file but the template is read.

    Raises
    ------
    typst.TypstError
        If the tree breaks a rule of PDF/UA that its types do not prevent.
    """
    return compile_template(
        TEMPLATE, lambda clean: as_data(document, clean), issued_on=document.issued_on
    )


def as_data(document: Document, clean: Clean = printable) -> dict[str, Any]:
    """Return what the template reads: the tree as plain values, its texts cleaned."""
    data: dict[str, Any] = _plain(document, clean)
    data["issued"] = [document.issued_on.year, document.issued_on.month, document.issued_on.day]
    data["running_title"] = shorten(data["title"], LONGEST_RUNNING_TITLE, placeholder=" …")
    data["has_boxes"] = BOX in json.dumps(data, ensure_ascii=False)
    with translation.override(document.language):
        data["words"] = {
            "page": _("Page %(page)s of %(pages)s"),
            "as_of": _("As of %(day)s") % {"day": _day(document.issued_on)},
            "unknown": _("not stated"),
            "open_quote": _("“"),
            "close_quote": _("”"),
            "boxes": _("□ stands for a letter that this file cannot show."),
        }
    return data


def _day(day: date) -> str:
    return date_format(day, "j. F Y" if translation.get_language() == "de" else "j F Y")


def _plain(value: Any, clean: Clean, name: str = "") -> Any:  # noqa: ANN401 -- any node of the tree
    """Return a node as plain data that names its kind, its words cleaned."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _plain(getattr(value, field.name), clean, field.name)
            for field in dataclasses.fields(value)
        }
        return {"is": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [_plain(each, clean, name) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and name not in _VERBATIM:
        return breakable(clean(value))
    return value


def _fingerprint(document: Document) -> str:
    data = json.dumps(_plain(document, str), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(template_mark(TEMPLATE).encode())
    digest.update(data.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
