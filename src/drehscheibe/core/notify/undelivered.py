"""What did not reach people: e-mails and summaries that were given up, and what can be done about them."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from drehscheibe.core.notify.models import Digest, DigestState, Mail, MailState, Notification
from drehscheibe.core.notify.planning import lock_waiting

__all__ = [
    "count_undelivered",
    "failed_digests",
    "failed_mails",
    "make_again",
    "send_again",
    "settle_digest",
    "settle_mail",
]

_STUCK = (MailState.FAILED, MailState.UNSURE)


def failed_mails() -> QuerySet[Mail]:
    """Return the e-mails that were given up, or may not have left; oldest first."""
    return Mail.objects.filter(state__in=_STUCK).order_by("pk")


def failed_digests() -> QuerySet[Digest]:
    """Return the summaries that could not be made, with how much is unread in each as ``unread``."""
    unread = Count("notes", filter=Q(notes__read_at__isnull=True))
    rows = Digest.objects.filter(state=DigestState.FAILED).select_related("person")
    return rows.annotate(unread=unread).order_by("pk")


def count_undelivered() -> int:
    """Return how many e-mails and summaries somebody has to look at; one query."""
    mails = Mail.objects.filter(state__in=_STUCK).order_by().values("pk")
    digests = Digest.objects.filter(state=DigestState.FAILED).order_by().values("pk")
    return mails.union(digests, all=True).count()


def send_again(pk: int) -> bool:
    """Queue a mail that failed or whose fate is unsure once more; return whether it was one."""
    changed = (
        failed_mails()
        .filter(pk=pk)
        .update(state=MailState.WAITING, attempts=0, next_attempt_at=timezone.now())
    )
    return changed == 1


def settle_mail(pk: int) -> bool:
    """Take a mail off the list, because its person was reached otherwise; return whether it was on it."""
    return failed_mails().filter(pk=pk).update(state=MailState.SETTLED) == 1


@transaction.atomic
def make_again(pk: int) -> bool:
    """Let a summary that could not be made be tried once more; return whether it was one.

    Where a newer one waits for the same person already, that takes up what stood in it.
    """
    digest = _lock_failed(pk)
    if digest is None:
        return False
    waiting = lock_waiting([digest.person_id]).get(digest.person_id)
    if waiting is not None:
        Notification.objects.filter(digest_id=digest.pk).update(digest_id=waiting)
        Digest.objects.filter(pk=waiting).update(due_at=timezone.now())
        digest.state = DigestState.SETTLED
    else:
        digest.state, digest.attempts, digest.due_at = DigestState.WAITING, 0, timezone.now()
    digest.save(update_fields=["state", "attempts", "due_at"])
    return True


@transaction.atomic
def settle_digest(pk: int) -> bool:
    """Take a summary off the list; what stood in it is still to be read on the hub."""
    digest = _lock_failed(pk)
    if digest is None:
        return False
    digest.state = DigestState.SETTLED
    digest.save(update_fields=["state"])
    return True


def _lock_failed(pk: int) -> Digest | None:
    rows = Digest.objects.select_for_update().filter(pk=pk, state=DigestState.FAILED)
    return rows.first()
