"""Signed addresses with which e-mails are switched off without log-in (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from drehscheibe.core.notify.kinds import NotificationKind, get_kind

__all__ = ["SUMMARY", "Unsubscription", "make_token", "read_token", "stop_path"]

SALT = "notify.unsubscribe"
#: Stands in a token where the name of a kind would: the address is about the summary.
SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """Whose e-mails an address is about: those of one kind, or the summary where it is None."""

    person_id: int
    email: str
    kind: NotificationKind | None

    @property
    def label(self) -> str:
        return str(self.kind.label) if self.kind else _("Summary of the news")


def make_token(person_id: int, about: str) -> str:
    """Return the token for one person and one kind; it stays valid, as old mails stay around."""
    return signing.dumps([person_id, about], salt=SALT, compress=True)


def stop_path(person_id: int, about: str, language: str) -> str:
    """Return the address that switches these e-mails off, in the person's language."""
    with translation.override(language):
        return reverse("notification_unsubscribe", args=[make_token(person_id, about)])


def read_token(token: str) -> Unsubscription | None:
    """Return what a token is about, or None if it is forged or nobody owns it any more."""
    try:
        person_id, name = signing.loads(token, salt=SALT)
        kind = None if name == SUMMARY else get_kind(name)
    except (signing.BadSignature, ValueError, KeyError):
        return None
    person = get_user_model().objects.filter(pk=person_id, is_active=True).first()
    if person is None or (kind is not None and kind.is_essential):
        return None
    return Unsubscription(person.pk, person.email, kind)
