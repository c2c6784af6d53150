"""Make a PDF of a document tree with Typst: tagged, PDF/UA-1, the same bytes for the same tree."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from textwrap import shorten
from threading import Lock
from typing import Any

import typst
from django.core.cache import cache as shared_cache
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from drehscheibe.core.documents.letters import BOX, FONTS, breakable, latin_only, printable
from drehscheibe.core.documents.tree import Document

__all__ = ["TEMPLATE", "as_data", "find_pdf", "render_pdf"]

TEMPLATE = Path(__file__).parent / "assets" / "document.typ"
KEPT_S = 7 * 24 * 3600
LONGEST_RUNNING_TITLE = 80
#: Texts that are no words for readers.
_VERBATIM = frozenset({"svg"})

#: One compiler keeps fonts and template; it does one document at a time.
_lock = Lock()


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
    try:
        return _compile(document, printable)
    except typst.TypstError:
        raise
    except (
        BaseException
    ) as panic:  # Typst 0.15 panics on some rare clusters; its exception is no Exception
        if type(panic).__name__ != "PanicException":
            raise
        _compiler.cache_clear()
        return _compile(document, latin_only)


def _compile(document: Document, clean: Callable[[str], str]) -> bytes:
    inputs = {"document": json.dumps(as_data(document, clean), ensure_ascii=False)}
    moment = datetime.combine(document.issued_on, time(12), UTC)
    with _lock:
        made = _compiler().compile(
            format="pdf",
            pdf_standards=["ua-1"],
            sys_inputs=inputs,
            timestamp=int(moment.timestamp()),
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst made no single file")
    return made


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        # There are no packages, and none may be fetched.
        package_path=str(TEMPLATE.parent),
        package_cache_path=str(TEMPLATE.parent),
    )


def as_data(document: Document, clean: Callable[[str], str] = printable) -> dict[str, Any]:
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


def _plain(value: Any, clean: Callable[[str], str], name: str = "") -> Any:  # noqa: ANN401 -- any node of the tree
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
    digest = hashlib.sha256(_template_mark())
    digest.update(data.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _template_mark() -> bytes:
    return TEMPLATE.read_bytes() + (FONTS / "letters.txt").read_bytes()
