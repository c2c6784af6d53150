"""Named reads of webinars; what an actor may not see does not exist for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from drehscheibe.capabilities.library.choices.webinar import (
    Access,
    RegistrationState,
    WebinarState,
)
from drehscheibe.capabilities.library.models import (
    Webinar,
    WebinarRegistration,
    WebinarSeries,
)
from drehscheibe.capabilities.library.rules import webinar as rules
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.files.api import StoredFile, files_of

__all__ = [
    "MATERIAL_OWNER",
    "RECORDING_OWNER",
    "SEARCH_KIND",
    "SERIES_KIND",
    "TRANSCRIPT_KIND",
    "Places",
    "active_registrations",
    "count_places",
    "existing_file_owners",
    "find_captions",
    "find_own_registration",
    "list_due_series",
    "list_feed_webinars",
    "list_materials",
    "list_public",
    "list_recordings",
    "list_upcoming",
    "lock_registration",
    "lock_webinar",
    "may_see_material",
    "may_see_recording",
    "series_visible_to",
    "webinars_visible_to",
]

#: Of search entries, help votes, reports and audit lines.
SEARCH_KIND, TRANSCRIPT_KIND, SERIES_KIND = "webinar", "webinar_transcript", "webinar_series"
#: Of files; the key is the identifier of the webinar.
RECORDING_OWNER, MATERIAL_OWNER = "library.webinar_recording", "library.webinar_material"

_ANNOUNCED = (WebinarState.PUBLISHED, WebinarState.CANCELLED)
_ACTIVE = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def _visible(actor: Actor) -> Q:
    if rules.may_keep(actor):
        return Q()
    visible = Q(state__in=_ANNOUNCED)
    return visible if rules.is_of_network(actor) else visible & Q(access=Access.PUBLIC)


def webinars_visible_to(actor: Actor) -> QuerySet[Webinar]:
    """Return the webinars that the actor may see, the earliest first."""
    return Webinar.objects.filter(_visible(actor)).select_related("series__owner", "recording")


def series_visible_to(actor: Actor) -> QuerySet[WebinarSeries]:
    """Return the series of which the actor may see a webinar; the office sees all."""
    rows = WebinarSeries.objects.select_related("owner")
    if rules.may_keep(actor):
        return rows
    webinars = Webinar.objects.filter(_visible(actor), series=OuterRef("pk"))
    return rows.filter(Exists(webinars))


def list_public() -> QuerySet[Webinar]:
    """Return what everybody may see."""
    return webinars_visible_to(ANONYMOUS)


def list_upcoming(actor: Actor, now: datetime, *, topic: str = "") -> QuerySet[Webinar]:
    """Return announced webinars that are not over, the next one first; cancelled ones are marked."""
    rows = webinars_visible_to(actor).filter(state__in=_ANNOUNCED, ends_at__gt=now)
    return rows.filter(series__topic=topic) if topic else rows


def list_recordings(actor: Actor, *, topic: str = "") -> QuerySet[Webinar]:
    """Return webinars that can be watched, the newest first."""
    rows = webinars_visible_to(actor).filter(
        state=WebinarState.PUBLISHED, recording_public_at__isnull=False
    )
    rows = rows.filter(Q(recording__isnull=False) | ~Q(recording_url=""))
    rows = rows.filter(series__topic=topic) if topic else rows
    return rows.order_by("-starts_at", "-pk")


def list_feed_webinars(since: datetime) -> QuerySet[Webinar]:
    """Return public webinars for the calendar that everybody may subscribe to."""
    return list_public().filter(ends_at__gt=since).order_by("starts_at", "pk")


def lock_webinar(uuid: UUID) -> Webinar:
    """Lock a webinar until the end of the transaction; always before its registrations."""
    rows = Webinar.objects.select_for_update(of=("self",)).select_related("series", "recording")
    return rows.get(uuid=uuid)


def lock_registration(uuid: UUID) -> WebinarRegistration:
    """Lock the webinar of a registration, then the registration."""
    key = WebinarRegistration.objects.values_list("webinar__uuid", flat=True).get(uuid=uuid)
    webinar = lock_webinar(key)
    rows = WebinarRegistration.objects.select_for_update(of=("self",))
    registration = rows.get(uuid=uuid)
    registration.webinar = webinar
    return registration


@dataclass(frozen=True, slots=True)
class Places:
    """How full a webinar is; ``seats`` is None where everybody finds a place."""

    seats: int | None
    taken: int
    waiting: int

    @property
    def free(self) -> int | None:
        """How many places are left; None without a limit."""
        return None if self.seats is None else max(0, self.seats - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether whoever comes now has to wait; those who wait already go first."""
        return self.seats is not None and (self.taken >= self.seats or self.waiting > 0)


def count_places(webinar: Webinar) -> Places:
    """Count who has a place and who waits; one query."""
    counted = WebinarRegistration.objects.filter(webinar=webinar).aggregate(
        taken=Count("pk", filter=Q(state=RegistrationState.REGISTERED)),
        waiting=Count("pk", filter=Q(state=RegistrationState.WAITING)),
    )
    return Places(webinar.seats, counted["taken"], counted["waiting"])


def active_registrations(webinar: Webinar) -> QuerySet[WebinarRegistration]:
    """Return who counts on a webinar: first those with a place, then those who wait, in their order."""
    rows = WebinarRegistration.objects.filter(webinar=webinar, state__in=_ACTIVE)
    return rows.select_related("person").order_by("state", "placed_at", "pk")


def find_own_registration(actor: Actor, webinar: Webinar) -> WebinarRegistration | None:
    """Return the registration of somebody with an account, if they count on the webinar."""
    if not actor.is_known:
        return None
    rows = WebinarRegistration.objects.filter(webinar=webinar, state__in=_ACTIVE)
    return rows.filter(person_id=actor.person_id).first()


def find_captions(webinar: Webinar, language: str) -> list[list[object]]:
    """Return the cues of a webinar in a language; empty if there are none."""
    row = webinar.captions.filter(language=language).first()
    return list(row.cues) if row else []


# Files


def list_materials(webinar: Webinar) -> list[StoredFile]:
    """Return slides and other files of a webinar, in the order in which they came."""
    return list(files_of(MATERIAL_OWNER, str(webinar.uuid)))


def may_see_material(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may see a file of a webinar: as the webinar itself."""
    return webinars_visible_to(actor).filter(uuid=file.owner_key).exists()


def may_see_recording(actor: Actor, file: StoredFile) -> bool:
    """Whether the actor may watch: the webinar is for them, and the recording is shown."""
    webinar = webinars_visible_to(actor).filter(uuid=file.owner_key, recording=file).first()
    return webinar is not None and (webinar.shows_recording or rules.may_keep(actor))


def existing_file_owners(keys: list[str]) -> set[str]:
    """Return which webinars are still there."""
    found = Webinar.objects.filter(uuid__in=keys).values_list("uuid", flat=True)
    return {str(uuid) for uuid in found}


# Looking after


def list_due_series(until: date) -> list[WebinarSeries]:
    """Return series that somebody may see and whose review date comes by then."""
    announced = Webinar.objects.filter(state__in=_ANNOUNCED, series=OuterRef("pk"))
    return list(WebinarSeries.objects.filter(Exists(announced), review_on__lte=until))
