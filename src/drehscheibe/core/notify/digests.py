"""Make the summaries that are due: one e-mail per person and day, the outcome first.

The work grows with the people who have news: their rows wait in a small index of their own, and
nobody else is looked at.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drehscheibe.core.notify.choices import Rhythm, Urgency
from drehscheibe.core.notify.kinds import Words, all_kinds, get_kind
from drehscheibe.core.notify.mails import mail_key, render_mail
from drehscheibe.core.notify.models import Digest, DigestState, Mail, Notification
from drehscheibe.core.notify.planning import next_due, settings_of
from drehscheibe.core.notify.telling import is_unconfirmed
from drehscheibe.core.notify.unsubscribing import SUMMARY, stop_path

__all__ = ["Group", "News", "group_news", "make_due_digests", "subject_of"]

logger = logging.getLogger(__name__)

#: Summaries made under one set of locks, and in one run of the job.
BATCH, MOST_IN_A_RUN = 100, 2000
#: Items that one e-mail shows; the rest is on the hub.
MOST_GROUPS = 25
#: Characters of the first outcome in a subject, so that "and 3 more" is still to be seen.
LEAD_LENGTH = 110
RETRY_AFTER, MOST_ATTEMPTS = timedelta(hours=1), 6


@dataclass(frozen=True, slots=True)
class News:
    """One note in words."""

    words: Words
    created_at: datetime
    is_outcome: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What happened to one item: the latest state, and what came before it, newest first."""

    latest: News
    earlier: list[News]

    @property
    def outcome(self) -> News | None:
        """The newest outcome, or None if nothing came to its end."""
        return next((news for news in (self.latest, *self.earlier) if news.is_outcome), None)


def make_due_digests(now: datetime) -> int:
    """Make every summary that is due and queue its e-mail; return how many e-mails that gave.

    May run in several workers at once, and again after one was killed: a summary, its mark and its
    e-mail are one transaction, and a summary that another worker holds is left to it.
    """
    made, seen = 0, BATCH
    for _round in range(MOST_IN_A_RUN // BATCH):
        if seen < BATCH:
            break
        with transaction.atomic():
            seen, mailed = _make_some(now)
        made += mailed
    return made


def _make_some(now: datetime) -> tuple[int, int]:
    """Deal with a batch; return how many summaries were looked at and how many e-mails they gave."""
    due = _claim(now)
    digests = _keep_to_one_a_day(due, timezone.localdate(now), now)
    notes = _unread_notes(digests)
    known = _known_otherwise(digests, notes)
    settings = settings_of(digest.person_id for digest in digests)
    mails: list[Mail] = []
    made: list[int] = []
    empty: list[int] = []
    for digest in digests:
        try:
            theirs = _still_new(notes.get(digest.pk, []), known.get(digest.person_id, []))
            mail = _compose(digest, theirs, settings[digest.person_id].rhythm)
        except Exception as error:  # noqa: BLE001 -- one summary must not stop all others
            _note_failure(digest, error, now)
            continue
        if mail is None:
            empty.append(digest.pk)
        else:
            made.append(digest.pk)
            mails.append(mail)
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    Digest.objects.filter(pk__in=made).update(state=DigestState.MADE, made_at=now)
    if empty:
        Digest.objects.filter(pk__in=empty).delete()
    return len(due), len(mails)


def _claim(now: datetime) -> list[Any]:
    """Lock summaries that are due; those that another worker holds are skipped."""
    rows = Digest.objects.filter(state=DigestState.WAITING, due_at__lte=now)
    rows = rows.select_related("person").annotate(
        has_unconfirmed_email=is_unconfirmed("person_id", "person__email")
    )
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, of=("self",))
    return list(rows.order_by("due_at", "pk")[:BATCH])


def _keep_to_one_a_day(due: list[Any], today: date, now: datetime) -> list[Any]:
    """Return those that may go out today; move what is late to the day on which it really goes.

    Somebody whose summary of yesterday is late, because no worker ran, gets no second one today.
    """
    late = [digest for digest in due if digest.day != today]
    if not late:
        return due
    people = [digest.person_id for digest in late]
    others = Digest.objects.filter(person_id__in=people, day=today)
    had_one = set(others.exclude(pk__in=[d.pk for d in late]).values_list("person_id", flat=True))
    settings = settings_of(had_one)
    postponed = [digest for digest in late if digest.person_id in had_one]
    for digest in postponed:
        digest.due_at = next_due(settings[digest.person_id], now, (today,))
        digest.day = timezone.localdate(digest.due_at)
    moved = [digest for digest in late if digest.person_id not in had_one]
    for digest in moved:
        digest.day = today
    Digest.objects.bulk_update(late, ["day", "due_at"])
    return [digest for digest in due if digest not in postponed]


def _unread_notes(digests: Iterable[Digest]) -> dict[int, list[Notification]]:
    """Return what has not been read on the hub meanwhile, by summary, newest first."""
    known = [kind.name for kind in all_kinds()]
    rows = Notification.objects.filter(
        digest_id__in=[digest.pk for digest in digests], read_at__isnull=True, kind__in=known
    )
    notes: dict[int, list[Notification]] = defaultdict(list)
    for row in rows.order_by("-pk"):
        notes[row.digest_id or 0].append(row)
    return notes


def _known_otherwise(
    digests: Iterable[Digest], notes: dict[int, list[Notification]]
) -> dict[int, list[Notification]]:
    """Return, by person, later notes that reached them by an e-mail of their own or were read."""
    waiting = [note.pk for rows in notes.values() for note in rows]
    if not waiting:
        return {}
    later = list(
        Notification.objects.filter(
            person_id__in=[digest.person_id for digest in digests],
            pk__gt=min(waiting),
            digest__isnull=True,
        )
    )
    keys = {mail_key(note.fact_key, note.person_id): note for note in later}
    mailed = set(Mail.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()
    known: dict[int, list[Notification]] = defaultdict(list)
    for key, note in keys.items():
        if note.read_at or key in mailed:
            known[note.person_id].append(note)
    return known


def _still_new(notes: list[Notification], known: list[Notification]) -> list[Notification]:
    """Leave out what the person knows a later state of: whoever has the answer needs no "handed over"."""
    newest: dict[str, int] = {}
    for note in known:
        item = _item_of(note)
        newest[item] = max(newest.get(item, 0), note.pk)
    return [note for note in notes if note.pk > newest.get(_item_of(note), 0)]


def _item_of(note: Notification) -> str:
    """Return the key of what a note is about; its own key where its kind does not say."""
    try:
        about = get_kind(note.kind).about
    except KeyError:  # its room is gone
        about = None
    return about(note.context) if about else f"note:{note.pk}"


def _compose(digest: Any, notes: list[Notification], rhythm: str) -> Mail | None:  # noqa: ANN401 -- annotated row
    """Return the e-mail of a summary; None if nothing is new or nobody may be written to."""
    person = digest.person
    if not notes or not person.is_active or digest.has_unconfirmed_email:
        return None
    with translation.override(person.language):
        groups = group_news(notes)
        context = {
            "groups": groups[:MOST_GROUPS],
            "more": len(groups) - MOST_GROUPS,
            "list_path": reverse("notification_list"),
            "rhythm": rhythm,
            "Rhythm": Rhythm,
        }
        return render_mail(
            "digest",
            person.email,
            subject_of(groups),
            context,
            key=f"digest:{person.pk}:{digest.day}",
            language=person.language,
            stop_path=stop_path(person.pk, SUMMARY, person.language),
        )


def group_news(notes: Iterable[Notification]) -> list[Group]:
    """Return notes, given newest first, in words and by item: outcomes first, then the newest."""
    by_item: dict[str, list[News]] = defaultdict(list)
    for note in notes:
        kind = get_kind(note.kind)
        words = kind.words(note.context)
        is_outcome = words.is_outcome or kind.urgency == Urgency.AT_ONCE
        item = kind.about(note.context) if kind.about else words.path
        by_item[item].append(News(words, note.created_at, is_outcome))
    groups = [Group(latest, earlier) for latest, *earlier in by_item.values()]
    return sorted(groups, key=lambda group: group.outcome is None)


def subject_of(groups: list[Group]) -> str:
    """Return the subject: the most important outcome, and how much more there is."""
    news = groups[0].outcome or groups[0].latest
    lead = " ".join(news.words.subject.split())
    if len(lead) > LEAD_LENGTH:
        lead = lead[:LEAD_LENGTH].rsplit(" ", 1)[0] + " …"
    others = len(groups) - 1
    if not others:
        return lead
    more = ngettext("one more piece of news", "%(n)d more pieces of news", others) % {"n": others}
    return _("%(outcome)s – and %(more)s") % {"outcome": lead, "more": more}


def _note_failure(digest: Digest, error: Exception, now: datetime) -> None:
    attempts = digest.attempts + 1
    Digest.objects.filter(pk=digest.pk).update(
        state=DigestState.FAILED if attempts >= MOST_ATTEMPTS else DigestState.WAITING,
        attempts=attempts,
        due_at=now + RETRY_AFTER,
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
    logger.warning("summary %s could not be made (attempt %s): %s", digest.pk, attempts, error)
