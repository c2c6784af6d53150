"""The gallery: every component in every state, on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from drehscheibe.ui import specimens


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show what pages are made of."""
    return render(request, "ui/gallery.html", specimens.gallery_context())
