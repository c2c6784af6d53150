"""The office plans webinars: series, dates, publishing, moving, cancelling.

Every service locks the webinar first, then the registrations.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from drehscheibe.capabilities.library.choices.webinar import WebinarState
from drehscheibe.capabilities.library.facts.webinar import (
    WebinarCancelled,
    WebinarChanged,
    WebinarMoved,
    WebinarPublished,
)
from drehscheibe.capabilities.library.models import Webinar, WebinarSeries
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.capabilities.library.services.webinars import findable, places
from drehscheibe.capabilities.library.services.webinars.telling import tell_all
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.text.readability import reading_grade

__all__ = [
    "SERIES_FIELDS",
    "WEBINAR_FIELDS",
    "allow",
    "cancel_webinar",
    "change_series",
    "change_webinar",
    "note",
    "plan_series",
    "plan_webinar",
    "publish_webinar",
]

SERIES_FIELDS = (
    *("title", "title_en", "summary", "summary_en", "take_home", "take_home_en"),
    *("audience", "phase", "topic", "licence", "accessibility", "review_on"),
)
WEBINAR_FIELDS = (
    *("title", "title_en", "summary", "summary_en", "starts_at", "ends_at", "language"),
    *("access", "speakers", "speakers_agreed", "join_url", "seats", "links"),
)


def allow(actor: Actor) -> None:
    """Let only the office go on."""
    if not (rules.may_keep(actor) or actor.is_system):
        raise NotAllowed(_("Only the service office plans webinars."))


@transaction.atomic
def plan_series(
    actor: Actor, content: Mapping[str, Any], *, is_example: bool = False
) -> WebinarSeries:
    """Begin a series; nobody else sees it before one of its webinars is published."""
    allow(actor)
    series = WebinarSeries(is_example=is_example, owner_id=actor.organisation_id)
    series.slug = free_slug(WebinarSeries, content["title"])
    _describe_series(series, content)
    _note_series(actor, series, "library.webinar_series_planned")
    return series


@transaction.atomic
def change_series(
    actor: Actor, uuid: UUID, content: Mapping[str, Any], *, seen_at: str
) -> WebinarSeries:
    """Change a series.

    Raises
    ------
    Conflict
        If somebody else changed it since the form was drawn.
    """
    allow(actor)
    series = WebinarSeries.objects.select_for_update(of=("self",)).get(uuid=uuid)
    demand_seen(series.changed_at.isoformat(), seen_at)
    _describe_series(series, content)
    _note_series(actor, series, "library.webinar_series_changed")
    for webinar in series.webinars.select_related("series"):
        findable.refresh(webinar)
        if webinar.is_announced:
            publish(WebinarChanged(str(webinar.uuid), webinar.slug, series.changed_at.isoformat()))
    return series


def _describe_series(series: WebinarSeries, content: Mapping[str, Any]) -> None:
    for name in SERIES_FIELDS:
        setattr(series, name, content[name])
    series.reading_grade = reading_grade(f"{series.summary}\n{series.take_home}", "de")
    series.full_clean()
    series.save()


@transaction.atomic
def plan_webinar(actor: Actor, series_uuid: UUID, content: Mapping[str, Any]) -> Webinar:
    """Plan a date as a draft.

    Raises
    ------
    ValidationError
        If the date has passed, ends before it begins, or names people who did not agree.
    """
    allow(actor)
    series = WebinarSeries.objects.get(uuid=series_uuid)
    webinar = Webinar(series=series, slug=free_slug(Webinar, content["title"]))
    _demand_future(content)
    _describe(webinar, content)
    note(actor, webinar, "library.webinar_planned")
    return webinar


@transaction.atomic
def change_webinar(
    actor: Actor, uuid: UUID, content: Mapping[str, Any], *, seen_at: str
) -> Webinar:
    """Change a webinar; everybody who is registered is told of another date.

    Raises
    ------
    Conflict
        If somebody else changed it since the form was drawn, or it is cancelled.
    ValidationError
        If a new date has passed, or there are fewer places than people who have one.
    """
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    demand_seen(webinar.changed_at.isoformat(), seen_at)
    if webinar.is_cancelled:
        raise Conflict(_("This webinar is cancelled. Please plan a new one."))
    before = (webinar.starts_at, webinar.ends_at)
    is_moved = before != (content["starts_at"], content["ends_at"])
    if is_moved:
        _demand_future(content)
    _demand_enough_seats(webinar, content["seats"])
    webinar.moves += is_moved
    _describe(webinar, content)
    findable.refresh(webinar)
    note(actor, webinar, "library.webinar_changed", {"moved": is_moved})
    if not webinar.is_announced:
        return webinar
    if is_moved:
        tell_all(
            webinars.active_registrations(webinar),
            webinar,
            "moved",
            stamp=str(webinar.moves),
            before=before[0].isoformat(),
        )
        publish(
            WebinarMoved(
                str(webinar.uuid), webinar.slug, webinar.starts_at.isoformat(), webinar.moves
            )
        )
    else:
        publish(WebinarChanged(str(webinar.uuid), webinar.slug, webinar.changed_at.isoformat()))
    # More places than before: whoever waits the longest gets them.
    places.move_up(webinar)
    return webinar


@transaction.atomic
def publish_webinar(actor: Actor, uuid: UUID) -> Webinar:
    """Announce a draft; from now on people can register.

    Raises
    ------
    Conflict
        If it is no draft any more, has begun, or has no link to the video system.
    """
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    if webinar.state != WebinarState.DRAFT:
        raise Conflict(_("This webinar is no draft any more."))
    if webinar.has_begun(timezone.now()) and not webinar.has_recording:
        raise Conflict(
            _("The date has passed. Choose a new one, or add the recording before you publish.")
        )
    if not webinar.join_url and not webinar.has_recording:
        raise Conflict(_("The link to the video system is missing. Please add it first."))
    if _names_people(webinar.speakers) and not webinar.speakers_agreed:
        raise Conflict(_("Not everybody whose name you published has agreed. Please ask first."))
    webinar.state = WebinarState.PUBLISHED
    webinar.save()
    findable.refresh(webinar)
    note(actor, webinar, "library.webinar_published")
    publish(WebinarPublished(str(webinar.uuid), webinar.slug, webinar.starts_at.isoformat()))
    return webinar


@transaction.atomic
def cancel_webinar(actor: Actor, uuid: UUID, *, reason: str) -> Webinar:
    """Cancel a webinar; everybody who counts on it is told once.

    Raises
    ------
    Conflict
        If it is over or cancelled already, or was never announced.
    """
    allow(actor)
    webinar = webinars.lock_webinar(uuid)
    now = timezone.now()
    if webinar.state != WebinarState.PUBLISHED or webinar.is_over(now):
        raise Conflict(_("Only a webinar that is announced and not over can be cancelled."))
    webinar.state, webinar.reason = WebinarState.CANCELLED, reason.strip()
    webinar.full_clean(validate_constraints=False)
    webinar.save()
    findable.refresh(webinar)
    told = tell_all(
        webinars.active_registrations(webinar), webinar, "cancelled", reason=webinar.reason
    )
    note(actor, webinar, "library.webinar_cancelled", {"told": told})
    publish(WebinarCancelled(str(webinar.uuid), webinar.slug, now.isoformat()))
    return webinar


def _describe(webinar: Webinar, content: Mapping[str, Any]) -> None:
    for name in WEBINAR_FIELDS:
        setattr(webinar, name, content[name])
    if _names_people(webinar.speakers) and not webinar.speakers_agreed:
        raise ValidationError(
            {"speakers_agreed": _("Please publish names only of people who have agreed to it.")}
        )
    if webinar.join_url and not webinar.join_url.startswith("https://"):
        raise ValidationError({"join_url": _("The link has to begin with https://.")})
    if webinar.ends_at <= webinar.starts_at:
        raise ValidationError({"ends_at": _("The webinar ends before it begins.")})
    webinar.full_clean()
    webinar.save()


def _names_people(speakers: list[dict[str, str]]) -> bool:
    return any(one["name"] for one in speakers)


def _demand_future(content: Mapping[str, Any]) -> None:
    if content["starts_at"] <= timezone.now():
        raise ValidationError(
            {"starts_at": _("This time has passed. Please choose one that is to come.")}
        )


def _demand_enough_seats(webinar: Webinar, seats: int | None) -> None:
    taken = webinars.count_places(webinar).taken
    if seats is not None and seats < taken:
        raise ValidationError(
            {
                "seats": _("%(taken)s people have a place already. It cannot be fewer.")
                % {"taken": taken}
            }
        )


def demand_seen(changed_at: str, seen_at: str) -> None:
    """Let nobody overwrite what somebody else has written meanwhile."""
    if changed_at != seen_at:
        raise Conflict(
            _(
                "Somebody else has changed it meanwhile. Compare with the page; if you save once more,"
                " your words count."
            )
        )


def note(
    actor: Actor, webinar: Webinar, verb: str, changes: Mapping[str, Any] | None = None
) -> None:
    """Write down what was done; no names and no addresses."""
    audit.record(
        actor,
        verb,
        item_kind=webinars.SEARCH_KIND,
        item_key=webinar.slug,
        changes={"state": str(webinar.state), **(changes or {})},
    )


def _note_series(actor: Actor, series: WebinarSeries, verb: str) -> None:
    audit.record(actor, verb, item_kind=webinars.SERIES_KIND, item_key=series.slug)


_SPELLINGS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def free_slug(model: type[Webinar | WebinarSeries], title: str) -> str:
    """Return an address for a title that nothing else of its kind has."""
    base = slugify(title.lower().translate(_SPELLINGS))[:70].strip("-") or "webinar"
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if slug not in taken
    )
