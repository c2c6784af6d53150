"""Tell people a fact: a note for each, and for each the way by which it reaches them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation

from drehscheibe.core.notify.choices import Rhythm, Urgency
from drehscheibe.core.notify.kinds import NotificationKind, Words, get_kind
from drehscheibe.core.notify.mails import mail_key, make_mail
from drehscheibe.core.notify.models import DigestSetting, Mail, Notification, Preference
from drehscheibe.core.notify.planning import plan_digests, settings_of
from drehscheibe.core.notify.unsubscribing import stop_path

__all__ = ["is_unconfirmed", "tell"]

#: People dealt with at a time, so that memory stays flat however many there are.
BATCH = 500

Person = Any  # the user model is known to accounts alone, which stands on this room


@transaction.atomic
def tell(person_ids: Iterable[int], kind: str, *, fact_key: str, context: Mapping[str, Any]) -> int:
    """Tell people a fact and return how many had not been told before.

    Each gets a note on the hub; whether an e-mail goes at once or in their next summary is what
    they chose, else what the kind declares.

    Parameters
    ----------
    person_ids : iterable of int
        Inactive people are left out; repeated ids count once. Whoever has not confirmed their
        address gets no e-mail.
    kind : str
        A registered kind.
    fact_key : str
        Names the fact, for example ``signal-answered:S-2026-0147:1``. A person who was told this
        key already is not told again, however often this is called.
    context : mapping
        Plain JSON values from which the kind makes its words.
    """
    notification_kind, values = get_kind(kind), dict(context)
    ids = sorted(set(person_ids))
    in_words: dict[str, Words] = {}
    told = 0
    for start in range(0, len(ids), BATCH):
        people = _not_told_yet(ids[start : start + BATCH], fact_key)
        told += len(people)
        settings = settings_of(person.pk for person in people)
        ways = _ways(people, notification_kind, settings)
        planned = plan_digests(
            {pk: settings[pk] for pk, way in ways.items() if way == Urgency.DIGEST}, timezone.now()
        )
        Notification.objects.bulk_create(
            [
                Notification(
                    person_id=person.pk,
                    kind=kind,
                    fact_key=fact_key,
                    context=values,
                    digest_id=planned.get(person.pk),
                )
                for person in people
            ],
            ignore_conflicts=True,
        )
        Mail.objects.bulk_create(
            [
                _mail(person, notification_kind, values, fact_key, in_words)
                for person in people
                if ways[person.pk] == Urgency.AT_ONCE
            ],
            ignore_conflicts=True,
        )
    return told


def is_unconfirmed(person_field: str, email_field: str) -> Exists:
    """Return the condition that somebody typed this address and never showed that it is theirs.

    Accounts that an operator made have no such row and count as confirmed.
    """
    return Exists(
        EmailAddress.objects.filter(
            user_id=OuterRef(person_field), email__iexact=OuterRef(email_field), verified=False
        )
    )


def _not_told_yet(ids: list[int], fact_key: str) -> list[Person]:
    told = Notification.objects.filter(fact_key=fact_key, person_id__in=ids)
    people = get_user_model().objects.filter(pk__in=ids, is_active=True)
    return list(
        people.exclude(pk__in=told.values("person_id"))
        .annotate(has_unconfirmed_email=is_unconfirmed("pk", "email"))
        .order_by("pk")
    )


def _ways(
    people: list[Person], kind: NotificationKind, settings: Mapping[int, DigestSetting]
) -> dict[int, Urgency]:
    """Return for each person how soon this reaches them."""
    chosen: dict[int, str] = {}
    if not kind.is_essential:
        rows = Preference.objects.filter(kind=kind.name, person_id__in=[p.pk for p in people])
        chosen = dict(rows.values_list("person_id", "urgency"))
    ways = {}
    for person in people:
        way = Urgency(chosen.get(person.pk, kind.urgency))
        rhythm = settings[person.pk].rhythm
        if way == Urgency.DIGEST and rhythm == Rhythm.AT_ONCE:
            way = Urgency.AT_ONCE
        elif way == Urgency.DIGEST and rhythm == Rhythm.NEVER:
            way = Urgency.APP
        ways[person.pk] = Urgency.APP if person.has_unconfirmed_email else way
    return ways


def _mail(
    person: Person,
    kind: NotificationKind,
    context: dict[str, Any],
    fact_key: str,
    in_words: dict[str, Words],
) -> Mail:
    if person.language not in in_words:
        with translation.override(person.language):
            in_words[person.language] = kind.words(dict(context))
    return make_mail(
        person.email,
        in_words[person.language],
        key=mail_key(fact_key, person.pk),
        language=person.language,
        stop_path="" if kind.is_essential else stop_path(person.pk, kind.name, person.language),
    )
