"""Make the e-mails that wait in the queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from drehscheibe.core.notify.kinds import Words
from drehscheibe.core.notify.models import Mail

__all__ = ["mail_key", "make_mail", "queue_mail", "render_mail"]


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
    mail = make_mail(to, words, key=key, language=language, stop_path=stop_path)
    mail.headers |= dict(headers or {})
    Mail.objects.bulk_create([mail], ignore_conflicts=True)


def mail_key(fact_key: str, person_id: int) -> str:
    """Return the key of the e-mail that tells one person one fact."""
    return f"{fact_key}:{person_id}"


def make_mail(to: str, words: Words, *, key: str, language: str, stop_path: str = "") -> Mail:
    """Return an e-mail about one thing, not saved yet; parameters as for :func:`queue_mail`."""
    context = {"words": words, "link": settings.BASE_URL + words.path}
    return render_mail(
        "mail", to, words.subject, context, key=key, language=language, stop_path=stop_path
    )


def render_mail(
    template: str,
    to: str,
    subject: str,
    context: Mapping[str, Any],
    *,
    key: str,
    language: str,
    stop_path: str,
) -> Mail:
    """Return an e-mail from ``notify/<template>.txt`` and ``.html``, not saved yet.

    With a ``stop_path`` it carries the headers with which mail programs unsubscribe by one click.
    """
    stop_link = f"{settings.BASE_URL}{stop_path}" if stop_path else ""
    headers = {}
    if stop_link:
        headers["List-Unsubscribe"] = f"<{stop_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    with translation.override(language):
        everything = {
            **context,
            "subject": subject,
            "language": language,
            "stop_link": stop_link,
            "base_url": settings.BASE_URL,
            "choose_link": settings.BASE_URL + reverse("notification_settings"),
        }
        text = render_to_string(f"notify/{template}.txt", everything)
        html = render_to_string(f"notify/{template}.html", everything)
    return Mail(
        key=key,
        to=to,
        language=language,
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        headers=headers,
        next_attempt_at=timezone.now(),
    )
