"""Signed addresses with which one kind of e-mail is switched off without log-in (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core import signing

from drehscheibe.core.notify.kinds import NotificationKind, get_kind
from drehscheibe.core.notify.models import Preference

SALT = "notify.unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """Whose e-mails of which kind an address is about."""

    person_id: int
    email: str
    kind: NotificationKind


def make_token(person_id: int, kind: str) -> str:
    """Return the token for one person and one kind; it stays valid, as old mails stay around."""
    return signing.dumps([person_id, kind], salt=SALT, compress=True)


def read_token(token: str) -> Unsubscription | None:
    """Return what a token is about, or None if it is forged or nobody owns it any more."""
    try:
        person_id, name = signing.loads(token, salt=SALT)
        kind = get_kind(name)
    except (signing.BadSignature, ValueError, KeyError):
        return None
    person = get_user_model().objects.filter(pk=person_id).first()
    if person is None or kind.is_essential:
        return None
    return Unsubscription(person.pk, person.email, kind)


def set_by_email(person_id: int, kind: str, *, by_email: bool) -> None:
    """Keep whether the person wants e-mails of a kind."""
    Preference.objects.update_or_create(
        person_id=person_id, kind=kind, defaults={"by_email": by_email}
    )
