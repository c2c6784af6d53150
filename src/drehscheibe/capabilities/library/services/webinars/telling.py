"""Write to those who registered: with an account on the hub and by e-mail, by e-mail without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import translation

from drehscheibe.capabilities.library.models import Webinar, WebinarRegistration
from drehscheibe.capabilities.library.services.webinars import links
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.kinds import get_kind

__all__ = ["KIND", "tell", "tell_all"]

KIND = "library.my_webinar"


def tell(
    registration: WebinarRegistration,
    webinar: Webinar,
    event: str,
    *,
    stamp: str = "",
    **words: str,
) -> None:
    """Tell one of them; the same event and stamp is told once.

    Parameters
    ----------
    event : str
        One of those for which ``notifications.webinar`` has words.
    stamp : str
        Tells apart what may happen several times, for example the number of the move.
    """
    context: dict[str, Any] = {
        "event": event,
        "title": webinar.title,
        "title_en": webinar.title_en,
        "starts_at": webinar.starts_at.isoformat(),
        "token": links.own_token(registration),
        **words,
    }
    key = f"webinar:{event}:{registration.uuid}:{stamp}"
    if registration.person_id is not None:
        notify.tell([registration.person_id], KIND, fact_key=key, context=context)
        return
    notify.queue_mail(
        registration.email,
        _words_in(registration.language, context),
        key=key,
        language=registration.language,
    )


def tell_all(
    registrations: Iterable[WebinarRegistration],
    webinar: Webinar,
    event: str,
    *,
    stamp: str = "",
    **words: str,
) -> int:
    """Tell all of them and return how many there are."""
    number = 0
    for registration in registrations:
        tell(registration, webinar, event, stamp=stamp, **words)
        number += 1
    return number


def _words_in(language: str, context: Mapping[str, Any]) -> notify.Words:
    with translation.override(language):
        return get_kind(KIND).words(dict(context))
