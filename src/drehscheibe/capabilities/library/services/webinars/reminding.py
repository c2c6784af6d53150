"""Remind of webinars, and say thank you afterwards; may run as often as it likes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from drehscheibe.capabilities.library.choices.webinar import RegistrationState, WebinarState
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars.telling import tell, tell_all

__all__ = ["look_after_webinars"]

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
#: Whoever registered that late has just read the date.
FRESH = timedelta(hours=3)
#: The reminder of a day is left out when little of the day is left.
TOO_LATE_FOR_DAY = timedelta(hours=3)
#: So long the letter of thanks waits for the recording.
WAIT_FOR_RECORDING = timedelta(days=2)
#: Older webinars are left alone: nobody wants to hear of them now.
THANK_WITHIN = timedelta(days=60)


def look_after_webinars(now: datetime) -> int:
    """Send what is due and return how many letters; keys see to it that none goes out twice."""
    number = 0
    running = Webinar.objects.filter(state=WebinarState.PUBLISHED)
    soon = running.filter(starts_at__gt=now, starts_at__lte=now + DAY)
    for uuid in list(soon.values_list("uuid", flat=True)):
        number += _remind(uuid, now)
    over = running.filter(ends_at__lte=now, ends_at__gt=now - THANK_WITHIN)
    for uuid in list(over.values_list("uuid", flat=True)):
        number += _thank(uuid, now)
    return number


@transaction.atomic
def _remind(uuid: UUID, now: datetime) -> int:
    webinar = webinars.lock_webinar(uuid)
    left = webinar.starts_at - now
    # Somebody may have cancelled or moved it since it was looked up.
    if webinar.state != WebinarState.PUBLISHED or not timedelta() < left <= DAY:
        return 0
    rows = WebinarRegistration.objects.filter(webinar=webinar, state=RegistrationState.REGISTERED)
    if left <= HOUR:
        return _tell_once(rows, webinar, "hour", "hour_told")
    if left <= TOO_LATE_FOR_DAY:
        return 0
    return _tell_once(rows.filter(placed_at__lte=now - FRESH), webinar, "day", "day_told")


def _tell_once(rows: QuerySet[WebinarRegistration], webinar: Webinar, event: str, mark: str) -> int:
    """Tell those who were not told for this date; the mark saves asking again every five minutes."""
    due = list(rows.exclude(**{mark: webinar.moves}))
    number = tell_all(due, webinar, event, stamp=str(webinar.moves))
    told = WebinarRegistration.objects.filter(pk__in=[one.pk for one in due])
    told.update(**{mark: webinar.moves})
    return number


@transaction.atomic
def _thank(uuid: UUID, now: datetime) -> int:
    """Thank once, with the recording if it is there; tell once of a recording that came later."""
    webinar = webinars.lock_webinar(uuid)
    has_waited = webinar.ends_at <= now - WAIT_FOR_RECORDING
    if webinar.state != WebinarState.PUBLISHED or not (webinar.shows_recording or has_waited):
        return 0
    rows = WebinarRegistration.objects.filter(webinar=webinar, state=RegistrationState.REGISTERED)
    number = 0
    for registration in rows.filter(thanked_at__isnull=True):
        registration.thanked_at = timezone.now()
        registration.save(update_fields=["thanked_at"])
        tell(registration, webinar, "thanks")
        number += 1
    shown_at = webinar.recording_public_at
    if shown_at is not None and webinar.shows_recording and shown_at > now - DAY:
        late = rows.filter(thanked_at__lt=shown_at)
        number += tell_all(late, webinar, "recording")
    return number
