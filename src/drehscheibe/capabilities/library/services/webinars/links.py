"""Signed addresses in e-mails: to confirm an address, and the personal page of a registration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.core import signing

from drehscheibe.capabilities.library.models import WebinarRegistration

__all__ = [
    "CONFIRM_WITHIN",
    "confirm_token",
    "find_of_confirm_token",
    "find_of_own_token",
    "own_token",
]

#: As long the link works; registrations that were not confirmed are deleted by ``core.privacy``.
CONFIRM_WITHIN = timedelta(days=14)
_CONFIRM, _OWN = "library.webinar.confirm", "library.webinar.own"


def confirm_token(registration: WebinarRegistration) -> str:
    """Return the token that proves the address."""
    return signing.dumps(str(registration.uuid), salt=_CONFIRM)


def own_token(registration: WebinarRegistration) -> str:
    """Return the lasting token of somebody's own page: place, link, unregistering, feedback.

    It carries no time, so that every letter leads to the same address.
    """
    return signing.Signer(salt=_OWN).sign_object(str(registration.uuid))


def find_of_confirm_token(token: str) -> WebinarRegistration | None:
    """Return the registration of a confirmation link; None for forged, old and forgotten ones."""
    return _find(lambda: signing.loads(token, salt=_CONFIRM, max_age=CONFIRM_WITHIN))


def find_of_own_token(token: str) -> WebinarRegistration | None:
    """Return the registration of a personal page; None for forged and forgotten ones."""
    return _find(lambda: signing.Signer(salt=_OWN).unsign_object(token))


def _find(read: Callable[[], object]) -> WebinarRegistration | None:
    try:
        uuid = UUID(str(read()))
    except (signing.BadSignature, ValueError):
        return None
    rows = WebinarRegistration.objects.select_related("webinar__series", "webinar__recording")
    return rows.filter(uuid=uuid).first()
