"""Places and the waiting list: who comes first has the place, and who moves up is told."""

from __future__ import annotations

from drehscheibe.capabilities.library.choices.webinar import RegistrationState
from drehscheibe.capabilities.library.facts.webinar import WebinarPlacesChanged
from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.queries import webinars
from drehscheibe.capabilities.library.services.webinars.telling import tell
from drehscheibe.core.outbox.api import publish

__all__ = ["move_up", "tell_places"]


def move_up(webinar: Webinar) -> int:
    """Give free places to those who wait the longest and return how many; the webinar is locked."""
    places = webinars.count_places(webinar)
    free = places.waiting if places.free is None else places.free
    waiting = WebinarRegistration.objects.filter(webinar=webinar, state=RegistrationState.WAITING)
    number = 0
    for registration in waiting.order_by("placed_at", "pk")[:free]:
        registration.state = RegistrationState.REGISTERED
        registration.save(update_fields=["state"])
        tell(registration, webinar, "moved_up")
        number += 1
    if number:
        tell_places(webinar)
    return number


def tell_places(webinar: Webinar) -> None:
    """Publish how full a webinar is now."""
    places = webinars.count_places(webinar)
    publish(WebinarPlacesChanged(str(webinar.uuid), webinar.slug, places.taken, places.waiting))
