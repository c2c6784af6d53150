"""Webinars as files: calendars and captions."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from drehscheibe.capabilities.library.exports.webinars.calendar import make_calendar
from drehscheibe.capabilities.library.queries import transcripts, webinars
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars import links
from drehscheibe.core.documents.webvtt import write_captions
from drehscheibe.core.organisations.middleware import actor_from

__all__ = ["webinar_calendar", "webinar_captions", "webinar_feed", "webinar_own_calendar"]

CALENDAR = "text/calendar; charset=utf-8"
#: So long a webinar that is over stays in the calendar to which people subscribe.
KEPT_IN_FEED = timedelta(days=90)


@require_safe
def webinar_feed(_request: HttpRequest) -> HttpResponse:
    """Send all public webinars, for calendars that subscribe."""
    found = webinars.list_feed_webinars(timezone.now() - KEPT_IN_FEED)
    name = _("Webinars of the Drehscheibe")
    return _file(make_calendar(found, name=name, refreshes=True), CALENDAR, "webinare.ics")


@require_safe
def webinar_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the date of one webinar."""
    webinar = get_object_or_404(webinars.webinars_visible_to(actor_from(request)), slug=slug)
    text = make_calendar([webinar], name=webinar.shown_title)
    return _file(text, CALENDAR, f"{webinar.slug}.ics")


@never_cache
@require_safe
def webinar_own_calendar(_request: HttpRequest, token: str) -> HttpResponse:
    """Send somebody the date of their webinar, with the way to their page."""
    found = links.find_of_own_token(token)
    if found is None:
        raise Http404
    own_path = reverse("webinar_own", args=[token])
    text = make_calendar([found.webinar], name=found.webinar.shown_title, own_path=own_path)
    return _file(text, CALENDAR, f"{found.webinar.slug}.ics")


@require_safe
def webinar_captions(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """Send captions; whoever may not see the recording gets none of its words either."""
    actor = actor_from(request)
    webinar = get_object_or_404(webinars.webinars_visible_to(actor), slug=slug)
    if not webinar.shows_recording and not rules.may_keep(actor):
        raise Http404
    cues = webinars.find_captions(webinar, language)
    if not cues:
        raise Http404
    response = HttpResponse(
        write_captions(transcripts.cues_of(cues)), content_type="text/vtt; charset=utf-8"
    )
    response["X-Content-Type-Options"] = "nosniff"
    if not webinar.is_public:
        response["Cache-Control"] = "private, no-store"
    return response


def _file(text: str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
