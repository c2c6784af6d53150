"""Hand queued e-mails to the mail server."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from drehscheibe.core.notify.models import Mail, MailState

__all__ = ["send_due", "settle_unsure"]

logger = logging.getLogger(__name__)

BACKOFF_S = (30, 120, 600, 3600, 14400)
UNSURE_AFTER = timedelta(minutes=10)


def send_due(*, limit: int = 100) -> int:
    """Send up to ``limit`` waiting e-mails over one connection and return how many went out."""
    mails = _claim(limit)
    if not mails:
        return 0
    server = get_connection()
    return sum(_send(mail, server) for mail in mails)


@transaction.atomic
def _claim(limit: int) -> list[Mail]:
    """Mark mails as being sent, so that no second worker and no restart sends them again."""
    rows = Mail.objects.filter(state=MailState.WAITING, next_attempt_at__lte=timezone.now())
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    mails = list(rows.order_by("pk")[:limit])
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(
        state=MailState.SENDING, next_attempt_at=timezone.now()
    )
    return mails


def _send(mail: Mail, server: object) -> bool:
    # The same Message-ID at every attempt lets mail programs drop a copy, should one arrive.
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    headers = {
        "Message-ID": f"<drehscheibe-{mail.pk}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        settings.DEFAULT_FROM_EMAIL,
        [mail.to],
        headers={**headers, **mail.headers},
        connection=server,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except Exception as error:  # noqa: BLE001 -- any failure of one mail must not stop the others
        _note_failure(mail, error)
        return False
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.SENT, sent_at=timezone.now(), attempts=mail.attempts + 1, last_error=""
    )
    return True


def _note_failure(mail: Mail, error: Exception) -> None:
    attempts = mail.attempts + 1
    gives_up = attempts > len(BACKOFF_S)
    Mail.objects.filter(pk=mail.pk).update(
        state=MailState.FAILED if gives_up else MailState.WAITING,
        attempts=attempts,
        next_attempt_at=timezone.now()
        + timedelta(seconds=BACKOFF_S[min(attempts, len(BACKOFF_S)) - 1]),
        last_error=f"{type(error).__name__}: {error}"[:2000],
    )
    logger.warning("mail %s could not be sent (attempt %s): %s", mail.pk, attempts, error)


def settle_unsure() -> int:
    """Mark mails of a worker that died while sending; return how many."""
    stale = Mail.objects.filter(
        state=MailState.SENDING, next_attempt_at__lt=timezone.now() - UNSURE_AFTER
    )
    return stale.update(state=MailState.UNSURE)
