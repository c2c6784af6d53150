"""Write to askers: in the app and by e-mail with an account, by e-mail without one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.questions import links
from drehscheibe.core.notify import api as notify
from drehscheibe.core.notify.kinds import get_kind

__all__ = ["KIND", "tell_asker", "tell_askers", "words_in"]

#: Kind of notification under which askers hear, with an account or without.
KIND = "exchange.my_question"


def words_in(language: str, context: Mapping[str, Any]) -> notify.Words:
    """Return the words for somebody without an account, in their language."""
    with translation.override(language):
        return get_kind(KIND).words(dict(context))


def tell_asker(
    question: Question,
    event: str,
    fact_key: str,
    **words: Any,
) -> None:
    """Tell whoever asked, unless they want no e-mails or are forgotten; each fact once."""
    if not question.is_told:
        return
    context = {
        "event": event,
        "public_id": question.public_id,
        "token": str(question.token),
        "title": question.subject,
        "organisation": str(question.organisation),
        **words,
    }
    if question.person_id is not None:
        key = f"{fact_key}:asker"
        notify.tell([question.person_id], KIND, fact_key=key, context=context)
    elif question.email:
        with translation.override(question.language):
            stop_path = reverse("question_stop", args=[links.stop_token(question)])
        notify.queue_mail(
            question.email,
            words_in(question.language, context),
            key=f"{fact_key}:{question.uuid}",
            language=question.language,
            stop_path=stop_path,
        )


def tell_askers(
    askers: Iterable[Question],
    event: str,
    fact_key: str,
    **words: Any,
) -> None:
    """Tell many the same fact: one message per person or address, about their first question."""
    told = set()
    for question in askers:
        who = question.person_id or question.email
        if who and who not in told:
            told.add(who)
            tell_asker(question, event, fact_key, **words)
