"""The gallery: every component in every state, on one page; and the answer to what we cannot read."""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.views.decorators.http import require_safe

from drehscheibe.ui import specimens


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show what pages are made of."""
    return render(request, "ui/gallery.html", specimens.gallery_context())


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a form holds far too much text, or that we did not understand something."""
    is_too_much = isinstance(exception, RequestDataTooBig)
    name, status = ("413.html", 413) if is_too_much else ("400.html", 400)
    return HttpResponse(get_template(name).render(), status=status)
