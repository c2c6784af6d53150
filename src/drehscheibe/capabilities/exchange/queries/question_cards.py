"""What others may ask about questions; passed on by ``api``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.core.access.actor import Actor

__all__ = ["OpenQuestion", "list_open_questions", "list_question_sitemap_entries"]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question that waits for the actor.

    Attributes
    ----------
    task : str
        What is wanted, as a short sentence.
    url : str
        Where it is done.
    """

    task: str
    title: str
    public_id: str
    url: str
    due_on: date | None
    is_overdue: bool


def list_open_questions(actor: Actor, limit: int = 10) -> list[OpenQuestion]:
    """Return the questions that wait for the actor in their present role, most urgent first."""
    today = timezone.localdate()
    tasks = {
        QuestionState.ASKED: _("Answer a question"),
        QuestionState.AWAITING_SECOND_KEY: _("Agree to the answer, or say why not"),
        QuestionState.WITH_OFFICE: _("Answer a question, or give it to an initiative"),
    }
    return [
        OpenQuestion(
            task=tasks[QuestionState(question.state)],
            title=question.subject,
            public_id=question.public_id,
            url=reverse("question_work", args=[question.public_id]),
            due_on=question.due_on,
            is_overdue=question.is_overdue(today),
        )
        for question in questions.list_waiting_for(actor, limit)
    ]


def list_question_sitemap_entries() -> list[tuple[str, datetime]]:
    """Return number and last change of every public question that is no example; one query."""
    rows = Question.objects.public().filter(is_example=False).order_by("-published_at", "-pk")
    return list(rows.values_list("item__public_id", "changed_at"))
