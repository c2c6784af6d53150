"""Example webinars for the demo, marked as such; they are made by the same services as real ones.

One lies in the past and has a recording: silent slides of ours, with captions (``tools/
make_example_recording.py``). One is to come, seen from today; when its day has passed, it is planned anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.library.choices.webinar import Access, SpokenLanguage
from drehscheibe.capabilities.library.models import Webinar, WebinarSeries
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars import findable, planning, recordings
from drehscheibe.capabilities.library.services.webinars.recordings import RecordingWords
from drehscheibe.capabilities.library.services.webinars.registering import Wish, register
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import demo
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.models import Organisation

__all__ = ["load_example_webinars"]

FOLDER = files("drehscheibe.capabilities.library") / "data" / "webinars"
REVIEW_AFTER = timedelta(days=365)
#: An address that leads nowhere, by the rules of the network (RFC 2606).
JOIN_URL = "https://video.example.org/beispiel"


@transaction.atomic
def load_example_webinars() -> int:
    """Make the example series unless they are there; return how many were made or planned anew."""
    office = _actor_of(demo.OFFICE)
    if office is None:
        return 0
    if WebinarSeries.objects.filter(is_example=True).exists():
        return _plan_anew()
    told = json.loads((FOLDER / "series.json").read_text(encoding="utf-8"))
    _record(office, told["recorded"])
    upcoming = _plan(office, told["upcoming"])
    planning.publish_webinar(office, upcoming.uuid)
    member = _actor_of(demo.MEMBER)
    if member is not None:
        register(member, upcoming.uuid, Wish(needs=("captions",)), language="de")
    return 2


def _plan_anew() -> int:
    """Move example dates that have passed and were never recorded."""
    now, number = timezone.now(), 0
    passed = Webinar.objects.filter(series__is_example=True, ends_at__lt=now)
    for key in list(passed.values_list("uuid", flat=True)):
        webinar = webinars.lock_webinar(key)
        if webinar.has_recording:
            continue
        # Whole weeks: a Tuesday stays a Tuesday.
        shift = timedelta(weeks=(now - webinar.ends_at).days // 7 + 2)
        webinar.starts_at, webinar.ends_at = webinar.starts_at + shift, webinar.ends_at + shift
        webinar.save()
        findable.refresh(webinar)
        number += 1
    return number


def _actor_of(name: str) -> Actor | None:
    organisation = Organisation.objects.filter(name=name).first()
    if organisation is None:
        return None
    mandates = organisations.mandates_of(organisation.pk).select_related("person", "organisation")
    mandate = mandates.order_by("pk").first()
    return organisations.make_actor(mandate.person, mandate) if mandate else None


def _plan(office: Actor, told: Mapping[str, Any]) -> Webinar:
    """Plan a series with one date; a date in the past is set once the draft is there."""
    review_on = timezone.localdate() + REVIEW_AFTER
    series = planning.plan_series(
        office, {**told["series"], "review_on": review_on}, is_example=True
    )
    about = told["webinar"]
    day = _working_day(timezone.localdate() + timedelta(days=abs(about["days"])))
    content = {
        **{name: about[name] for name in ("title", "title_en", "summary", "summary_en", "seats")},
        **_times(day, about),
        "language": SpokenLanguage.GERMAN,
        "access": Access.PUBLIC,
        "speakers": [{"name": "", "organisation": office.organisation_name}],
        "speakers_agreed": False,
        "join_url": JOIN_URL,
        "links": [each.split(":", 1) for each in about["links"]],
    }
    return planning.plan_webinar(office, series.uuid, content)


def _working_day(day: date) -> date:
    """Return the day, or the Monday after it: nobody gives webinars at the weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def _times(day: date, about: Mapping[str, Any]) -> dict[str, datetime]:
    zone = timezone.get_current_timezone()
    starts_at = datetime.combine(day, time.fromisoformat(about["start"]), tzinfo=zone)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=about["minutes"])}


def _record(office: Actor, told: Mapping[str, Any]) -> None:
    webinar, about = _plan(office, told), told["webinar"]
    name = about["recording"]
    film = ContentFile((FOLDER / f"{name}.webm").read_bytes(), name=f"{name}.webm")
    recordings.keep_recording(office, webinar.uuid, film)
    chapters = [(second, title) for second, title in about["chapters"]]
    words = RecordingWords(chapters=chapters, is_public=True)
    recordings.describe_recording(office, webinar.uuid, words)
    spoken = (FOLDER / f"{name}.de.vtt").read_bytes()
    recordings.keep_captions(office, webinar.uuid, SpokenLanguage.GERMAN, spoken)
    planning.publish_webinar(office, webinar.uuid)
    past = webinars.lock_webinar(webinar.uuid)
    day = _working_day(timezone.localdate() + timedelta(days=about["days"]))
    for field, value in _times(day, about).items():
        setattr(past, field, value)
    past.save()
    findable.refresh(past)
