"""The office sees who takes part, notes who was there, and takes the list along."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from drehscheibe.capabilities.library.exports.webinars.participants import (
    make_csv,
    needs_of,
    person_of,
)
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars.registering import mark_attendance
from drehscheibe.capabilities.library.views.webinars.desk import office_or_404

__all__ = ["webinar_participants", "webinar_participants_csv"]


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def webinar_participants(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show who has a place and who waits; take in who was there."""
    actor = office_or_404(request)
    webinar = get_object_or_404(webinars.webinars_visible_to(actor), uuid=uuid)
    if request.method == "POST":
        number = mark_attendance(actor, webinar.uuid, _ticked(request))
        words = ngettext("%(num)s person was there.", "%(num)s people were there.", number)
        messages.success(request, words % {"num": number})
        return redirect("webinar_participants", uuid)
    rows = webinars.active_registrations(webinar)
    context = {
        "webinar": webinar,
        "rows": [(one, *person_of(one), needs_of(one)) for one in rows],
        "places": webinars.count_places(webinar),
        "has_begun": webinar.has_begun(timezone.now()),
    }
    return render(request, "library/webinar_participants.html", context)


def _ticked(request: HttpRequest) -> set[UUID]:
    found = set()
    for text in request.POST.getlist("present"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


@never_cache
@login_required
@require_safe
def webinar_participants_csv(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Send the list as a table."""
    actor = office_or_404(request)
    webinar = get_object_or_404(webinars.webinars_visible_to(actor), uuid=uuid)
    text = make_csv(webinars.active_registrations(webinar))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"{_('participants')}-{webinar.slug}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
