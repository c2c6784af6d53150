"""A copy as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.library.exports.checklists.calendar import make_ical
from drehscheibe.capabilities.library.exports.checklists.paper import make_document
from drehscheibe.capabilities.library.exports.checklists.sheet import Sheet, make_sheet
from drehscheibe.capabilities.library.exports.checklists.table import make_csv
from drehscheibe.capabilities.library.queries import copies
from drehscheibe.capabilities.library.views.checklists.access import find_access_or_404
from drehscheibe.core.documents import api as documents

__all__ = ["copy_csv", "copy_docx", "copy_ical", "copy_pdf"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@never_cache
@require_safe
def copy_csv(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the items as a table."""
    sheet = _sheet(request, uuid)
    return _file(sheet, make_csv(sheet), "text/csv; charset=utf-8", "csv")


@never_cache
@require_safe
def copy_ical(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the dates of what is still to be done."""
    sheet = _sheet(request, uuid)
    address = request.build_absolute_uri(reverse("copy_detail", args=[uuid]))
    return _file(sheet, make_ical(sheet, address), "text/calendar; charset=utf-8", "ics")


@never_cache
@require_safe
def copy_docx(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send a Word document."""
    from drehscheibe.capabilities.library.exports.checklists import word  # noqa: PLC0415 -- 14 MB, seldom needed

    sheet = _sheet(request, uuid)
    return _file(sheet, word.make_docx(sheet), DOCX, "docx")


@never_cache
@require_safe
def copy_pdf(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send an accessible PDF."""
    sheet = _sheet(request, uuid)
    return _file(sheet, documents.render_pdf(make_document(sheet)), "application/pdf", "pdf")


def _sheet(request: HttpRequest, uuid: UUID) -> Sheet:
    access = find_access_or_404(request, uuid)
    return make_sheet(access.copy, copies.items_of(access.copy))


def _file(sheet: Sheet, content: str | bytes, content_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"{slugify(sheet.title) or 'checkliste'}.{ending}"
    response["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
