"""Following initiatives and saved searches, with an account or by e-mail with double opt-in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory import rules
from drehscheibe.capabilities.directory.choices import Frequency
from drehscheibe.capabilities.directory.models import Follow, Initiative, SavedSearch, Subscription
from drehscheibe.capabilities.directory.queries.filters import filters_from_query
from drehscheibe.capabilities.directory.queries.initiatives import FilteredSet
from drehscheibe.capabilities.directory.services import letters
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict, NotAllowed
from drehscheibe.core.audit import api as audit
from drehscheibe.core.notify import api as notify

#: As long the link works; addresses that were not confirmed are deleted by ``core.privacy``.
CONFIRM_WITHIN = timedelta(days=14)
_INTERVALS = {Frequency.DAILY: timedelta(days=1), Frequency.WEEKLY: timedelta(days=7)}
#: A run may come a little early on the next day without losing that day.
_TOLERANCE = timedelta(hours=1)

_OPT_IN, _END = "directory.opt-in", "directory.end"
_KINDS: dict[str, type[Follow | SavedSearch]] = {"follow": Follow, "search": SavedSearch}


@transaction.atomic
def follow(actor: Actor, initiative_id: int) -> None:
    """Hear in the app and by e-mail when an initiative changes; following twice follows once."""
    initiative = Initiative.objects.get(pk=initiative_id)
    if not rules.may_follow(actor, initiative):
        raise NotAllowed(_("Please log in first."))
    _row, is_new = Follow.objects.get_or_create(
        initiative=initiative,
        person_id=actor.person_id,
        defaults={"confirmed_at": timezone.now(), "language": actor.language},
    )
    if is_new:
        _record(actor, "follow_begun", initiative.slug)


@transaction.atomic
def unfollow(actor: Actor, initiative_id: int) -> None:
    """Stop hearing about an initiative."""
    ended = Follow.objects.filter(initiative_id=initiative_id, person_id=actor.person_id)
    if actor.is_known and ended.delete()[0]:
        slug = Initiative.objects.values_list("slug", flat=True).get(pk=initiative_id)
        _record(actor, "follow_ended", slug)


@transaction.atomic
def follow_by_mail(email: str, initiative_id: int, *, language: str) -> None:
    """Begin following by e-mail; counts once the address was confirmed."""
    initiative = Initiative.objects.published().get(pk=initiative_id)
    row, _is_new = Follow.objects.get_or_create(
        initiative=initiative, email=email.lower(), defaults={"language": language}
    )
    with translation.override(row.language):
        _ask_for_consent(row, initiative.name)


@transaction.atomic
def save_search(actor: Actor, query: str, *, frequency: str) -> SavedSearch:
    """Save a search for a person; saving it again changes its frequency."""
    if not actor.is_known:
        raise NotAllowed(_("Please log in first."))
    now = timezone.now()
    row, _is_new = SavedSearch.objects.update_or_create(
        person_id=actor.person_id,
        query=query,
        defaults={"frequency": frequency},
        create_defaults={
            "frequency": frequency,
            "language": actor.language,
            "confirmed_at": now,
            "last_seen": now,
        },
    )
    _record(actor, "search_saved", str(row.uuid))
    return row


@transaction.atomic
def save_search_by_mail(email: str, query: str, *, frequency: str, language: str) -> None:
    """Save a search for an address; counts once the address was confirmed."""
    row, _is_new = SavedSearch.objects.update_or_create(
        email=email.lower(),
        query=query,
        defaults={"frequency": frequency},
        create_defaults={
            "frequency": frequency,
            "language": language,
            "last_seen": timezone.now(),
        },
    )
    with translation.override(row.language):
        _ask_for_consent(row, _("new initiatives in your saved search"))


def _ask_for_consent(row: Follow | SavedSearch, what: str) -> None:
    """Send the question once a day at most; say nothing to the page that an address is known."""
    if row.confirmed_at is not None:
        return
    notify.queue_mail(
        row.email,
        letters.opt_in(what, _sign(row, _OPT_IN)),
        key=f"directory.opt-in:{row.uuid}:{timezone.localdate()}",
        language=row.language,
    )


@transaction.atomic
def confirm_subscription(token: str) -> Subscription:
    """Begin what an address asked for; confirming twice changes nothing.

    Raises
    ------
    Conflict
        If the link is too old or the subscription was ended.
    """
    row = find_subscription(token, purpose="opt-in")
    if row is None:
        raise Conflict(_("This link is no longer valid. Please subscribe again."))
    if row.confirmed_at is None:
        row.confirmed_at = timezone.now()
        row.save(update_fields=["confirmed_at"])
    return row


@transaction.atomic
def end_subscription(token: str) -> bool:
    """Delete what an address subscribed to; return whether there was something to delete."""
    row = find_subscription(token, purpose="end")
    if row is None:
        return False
    row.delete()
    return True


@transaction.atomic
def end_search(actor: Actor, uuid: str) -> bool:
    """Delete one's own saved search."""
    own = SavedSearch.objects.filter(uuid=uuid, person_id=actor.person_id)
    return actor.is_known and own.delete()[0] > 0


def find_subscription(token: str, *, purpose: str) -> Subscription | None:
    """Return what a link from an e-mail is about; None for forged, old and ended ones."""
    salt, max_age = (_OPT_IN, CONFIRM_WITHIN) if purpose == "opt-in" else (_END, None)
    try:
        kind, uuid = signing.loads(token, salt=salt, max_age=max_age)
    except (signing.BadSignature, ValueError):
        return None
    return _KINDS[kind].objects.filter(uuid=uuid).first()


def end_headers(row: Subscription) -> dict[str, str]:
    """Return the headers with which mail programs offer one-click unsubscribing (RFC 8058)."""
    with translation.override(row.language):
        address = settings.BASE_URL + reverse("subscription_end", args=[end_token(row)])
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def end_token(row: Subscription) -> str:
    """Return the lasting token that ends a subscription."""
    return _sign(row, _END)


def _sign(row: Subscription, salt: str) -> str:
    kind = "follow" if isinstance(row, Follow) else "search"
    return signing.dumps([kind, str(row.uuid)], salt=salt)


def send_search_news(now: datetime) -> int:
    """Tell everybody about new entries in their saved searches; return how many were told."""
    return sum(_send_news(row, now) for row in _due_searches(now))


def _due_searches(now: datetime) -> Iterator[SavedSearch]:
    confirmed = SavedSearch.objects.filter(confirmed_at__isnull=False).select_related("person")
    for row in confirmed.order_by("pk"):
        since = row.last_sent_at or row.confirmed_at or row.created_at
        if now - since >= _INTERVALS[Frequency(row.frequency)] - _TOLERANCE:
            yield row


@transaction.atomic
def _send_news(row: SavedSearch, now: datetime) -> bool:
    found = FilteredSet(filters_from_query(row.query), row.language).initiatives
    names = list(
        found.filter(published_at__gt=row.last_seen, published_at__lte=now).values_list(
            "name", flat=True
        )
    )
    row.last_seen = row.last_sent_at = now
    row.save(update_fields=["last_seen", "last_sent_at"])
    if not names:
        return False
    key = f"directory.search:{row.uuid}:{now:%Y-%m-%d}"
    if row.person_id is not None:
        context = {"names": names, "query": row.query}
        notify.tell([row.person_id], "directory.search_found", fact_key=key, context=context)
    else:
        with translation.override(row.language):
            words = letters.new_entries(names, row.query, end_token(row))
        notify.queue_mail(
            row.email, words, key=key, language=row.language, headers=end_headers(row)
        )
    return True


def _record(actor: Actor, verb: str, key: str) -> None:
    audit.record(actor, f"directory.{verb}", item_kind="subscription", item_key=key)
