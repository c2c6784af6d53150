"""Tell people what happened: in the app and by e-mail, each fact once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.core.notify.kinds import NotificationKind, Words, get_kind, register_kind
from drehscheibe.core.notify.models import Mail, Notification, Preference
from drehscheibe.core.notify.unsubscribing import make_token

__all__ = ["NotificationKind", "Words", "count_unread", "queue_mail", "register_kind", "tell"]


@transaction.atomic
def tell(person_ids: Iterable[int], kind: str, *, fact_key: str, context: Mapping[str, Any]) -> int:
    """Tell people a fact and return how many had not been told before.

    Parameters
    ----------
    person_ids : iterable of int
        Inactive people are left out; repeated ids count once.
    kind : str
        A registered kind.
    fact_key : str
        Names the fact, for example ``signal-answered:S-2026-0147:1``. A person who was told this
        key already is not told again, however often this is called.
    context : mapping
        Plain JSON values from which the kind makes its words.
    """
    notification_kind = get_kind(kind)
    people = {
        p.pk: p for p in get_user_model().objects.filter(pk__in=set(person_ids), is_active=True)
    }
    told = set(
        Notification.objects.filter(fact_key=fact_key, person_id__in=people).values_list(
            "person_id", flat=True
        )
    )
    new = [person for pk, person in sorted(people.items()) if pk not in told]
    Notification.objects.bulk_create(
        [Notification(person=p, kind=kind, fact_key=fact_key, context=dict(context)) for p in new],
        ignore_conflicts=True,
    )
    silent = set() if notification_kind.is_essential else _without_email(notification_kind, people)
    for person in new:
        if person.pk not in silent:
            with translation.override(person.language):
                words = notification_kind.words(dict(context))
            queue_mail(
                person.email,
                words,
                key=f"{fact_key}:{person.pk}",
                language=person.language,
                stop_path=_stop_path(person, notification_kind),
            )
    return len(new)


def _stop_path(person: AbstractBaseUser, kind: NotificationKind) -> str:
    """Return the address that switches these e-mails off; empty where that is not possible."""
    if kind.is_essential:
        return ""
    with translation.override(person.language):  # type: ignore[attr-defined]
        return reverse("notification_unsubscribe", args=[make_token(person.pk, kind.name)])


def _without_email(kind: NotificationKind, people: Iterable[int]) -> set[int]:
    chosen = dict(
        Preference.objects.filter(kind=kind.name, person_id__in=list(people)).values_list(
            "person_id", "by_email"
        )
    )
    return {pk for pk in people if not chosen.get(pk, kind.by_email)}


def queue_mail(
    to: str,
    words: Words,
    *,
    key: str,
    language: str = "de",
    headers: Mapping[str, str] | None = None,
    stop_path: str = "",
) -> None:
    """Queue one e-mail; the same key is queued once. Must run in the transaction of its cause.

    Parameters
    ----------
    stop_path : str
        Address at which the reader can switch off e-mails of this kind, also with one click in
        their mail program (RFC 8058); empty where the e-mail is essential.
    """
    all_headers = dict(headers or {})
    if stop_path:
        all_headers["List-Unsubscribe"] = f"<{settings.BASE_URL}{stop_path}>"
        all_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with translation.override(language):
        context = {
            "words": words,
            "link": settings.BASE_URL + words.path,
            "language": language,
            "stop_link": f"{settings.BASE_URL}{stop_path}" if stop_path else "",
        }
        text = render_to_string("notify/mail.txt", context)
        html = render_to_string("notify/mail.html", context)
    Mail.objects.bulk_create(
        [
            Mail(
                key=key,
                to=to,
                language=language,
                subject=" ".join(words.subject.split())[:300],
                text=text,
                html=html,
                headers=all_headers,
                next_attempt_at=timezone.now(),
            )
        ],
        ignore_conflicts=True,
    )


def count_unread(person_id: int) -> int:
    """Return how many notes the person has not opened."""
    return Notification.objects.filter(person_id=person_id, read_at__isnull=True).count()
