"""Keep the search index in step with who may read a question."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.core.search import api as search

__all__ = ["refresh"]


def refresh(question: Question) -> None:
    """Make a public question findable in every language, others not at all."""
    if question.is_public:
        search.put(_document(question, language) for language, _name in settings.LANGUAGES)
    elif question.item is not None:
        search.remove("question", question.public_id)


def _document(question: Question, language: str) -> search.Document:
    with translation.override(language):
        path = reverse("question_detail", args=[question.public_id])
    # A question has no topic of its own: it is filed under what the asked initiative works on.
    initiative = directory.find_active(question.organisation_id)
    words = (
        question.public_id,
        question.text,
        question.answer if question.has_answer else "",
        str(question.organisation),
    )
    return search.Document(
        kind="question",
        key=question.public_id,
        language=language,
        title=question.subject,
        summary=question.text[:280],
        body=" ".join(words),
        path=path,
        audience="public",
        topics=tuple(sorted(initiative.topics)) if initiative else (),
        lands=initiative.lands if initiative else (),
        is_example=question.is_example,
        is_answered=question.has_answer,
    )
