"""Public questions as ``core.moderation`` sees them: what can be reported, hidden, shown again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.choices.question import Publicity
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.questions import findable
from drehscheibe.core.moderation.api import (
    ReportableKind,
    Thing,
    label_of_field,
    register_kind,
)
from drehscheibe.core.trace import api as trace

__all__ = ["register"]

#: Words of a question that can be hidden.
_TEXTS = ("subject", "text", "answer", "name")


def register() -> None:
    """Announce the kind; called once from ``AppConfig.ready``."""
    register_kind(
        ReportableKind(
            kind="question",
            label=pgettext_lazy("noun", "Question"),
            find_public=_find_public,
            find=_find,
            write=_write,
            hide=_hide,
            restore=_restore,
        )
    )


def _question(key: str) -> Question | None:
    rows = Question.objects.select_related("item", "organisation")
    return rows.filter(item__public_id=key).first()


def _lock(key: str) -> Question:
    return Question.objects.select_for_update(of=("self",)).get(item__public_id=key)


def _thing_of(question: Question) -> Thing:
    fields = [field for field in _TEXTS if getattr(question, field)]
    if question.publicity != Publicity.NAMED and "name" in fields:
        fields.remove("name")
    if not question.has_answer and "answer" in fields:
        fields.remove("answer")
    return Thing(
        title=question.subject,
        path=reverse("question_detail", args=[question.public_id]),
        organisation_id=question.organisation_id,
        texts={
            field: (label_of_field(question, field), getattr(question, field)) for field in fields
        },
    )


def _find_public(key: str) -> Thing | None:
    question = _question(key)
    return _thing_of(question) if question is not None and question.is_public else None


def _find(key: str) -> Thing | None:
    question = _question(key)
    return _thing_of(question) if question is not None else None


def _write(key: str, texts: Mapping[str, str]) -> None:
    question = _lock(key)
    for field in set(texts) & set(_TEXTS):
        setattr(question, field, texts[field])
    question.save()
    _follow(question)


def _hide(key: str) -> dict[str, Any]:
    """Take a question back to its asker, the initiative and the office."""
    question = _lock(key)
    was = {"published_at": question.published_at.isoformat() if question.published_at else ""}
    question.published_at = None
    question.save()
    _follow(question)
    return was


def _restore(key: str, was: Mapping[str, Any]) -> None:
    """Show it again as it was, unless its asker took the consent back or had it erased."""
    question = _lock(key)
    if question.publicity == Publicity.PRIVATE or question.erased_at is not None:
        return
    question.published_at = parse_datetime(was["published_at"]) if was["published_at"] else None
    question.save()
    _follow(question)


def _follow(question: Question) -> None:
    """Keep the trace and the search in step."""
    if question.item is not None:
        title = question.subject if question.is_public else str(question.organisation)
        trace.relabel(question.item, is_public=question.is_public, title=title)
    findable.refresh(question)
