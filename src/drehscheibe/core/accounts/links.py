"""Log-in links: signed, for one use, valid for a quarter of an hour, good on any device.

The link itself only opens a page with a button. Programs that look into e-mails and open every
link therefore do not use it up.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.utils import timezone

from drehscheibe.core.accounts.models import LoginLink, User

LIFETIME = timedelta(minutes=15)
_signer = TimestampSigner(salt="accounts.login-link")


def make_link(user: User, email: str, next_url: str = "") -> str:
    """Return the token of a fresh link for a person."""
    link = LoginLink.objects.create(user=user, email=email, next_url=next_url[:500])
    return _signer.sign(link.nonce.hex)


def find_link(token: str) -> LoginLink | None:
    """Return the link of a token, unless it is forged, expired or used, or its person inactive."""
    try:
        nonce = UUID(_signer.unsign(token, max_age=LIFETIME))
    except (BadSignature, ValueError):
        return None
    links = LoginLink.objects.select_related("user")
    return links.filter(nonce=nonce, used_at__isnull=True, user__is_active=True).first()


def use_link(link: LoginLink) -> bool:
    """Use the link up; of two simultaneous attempts the database lets one win."""
    unused = LoginLink.objects.filter(pk=link.pk, used_at__isnull=True)
    return unused.update(used_at=timezone.now()) == 1
