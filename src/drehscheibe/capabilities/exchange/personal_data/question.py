"""What is kept of people who ask, and of those who answer: announced to ``core.privacy``."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.personal_data.mandates import ROOM
from drehscheibe.capabilities.exchange.queries import questions
from drehscheibe.capabilities.exchange.services.questions.asker import erase_question
from drehscheibe.core.privacy.api import (
    Basis,
    Fate,
    People,
    Reader,
    Rule,
    Source,
    Subject,
    leave_to_account,
    register_rule,
    register_source,
)

__all__ = ["register"]


def register() -> None:
    """Announce everything; called once from ``AppConfig.ready``."""
    register_source(_ASKED)
    register_source(_ANSWERED)
    for rule in _RULES:
        register_rule(rule)


def _find_asked(subject: Subject) -> QuerySet[Question]:
    mine = Q(email__in=[email for email in subject.emails if email])
    if subject.person_id is not None:
        mine |= Q(person_id=subject.person_id)
    return Question.objects.filter(mine).select_related("item", "organisation").order_by("pk")


def _erase_asked(subject: Subject) -> int:
    found = list(_find_asked(subject))
    for question in found:
        erase_question(question.pk)
    return len(found)


def _find_answered(subject: Subject) -> QuerySet[Question]:
    if subject.person_id is None:
        return Question.objects.none()
    mine = Q(answered_under__person_id=subject.person_id) | Q(
        released_under__person_id=subject.person_id
    )
    return Question.objects.filter(mine).select_related("item", "organisation").order_by("pk")


def _erase_rows(rows: QuerySet[Any]) -> None:
    for pk in list(rows.values_list("pk", flat=True)):
        erase_question(pk)


_ASKED = Source(
    name="exchange.asked_questions",
    room=ROOM,
    label=_("Questions to initiatives"),
    models=("exchange.Question",),
    purpose=_("Answer questions of the public, and tell the asker what becomes of them"),
    people=(People.MEMBERS, People.VISITORS),
    basis=Basis.CONSENT,
    readers=(Reader.SELF, Reader.ORGANISATION, Reader.OFFICE, Reader.PUBLIC),
    retention="request",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_(
        "Question, name, address and answer are erased. That there was a question, and when, stays."
    ),
    find=_find_asked,
    fields={
        "number": (_("Number"), "public_id"),
        "organisation": (_("Organisation"), "organisation.name"),
        "subject": (_("Your question in one sentence"), "subject"),
        "text": (pgettext_lazy("noun", "Question"), "text"),
        "name": (_("Your name"), "name"),
        "email": (_("E-mail address"), "email"),
        "publicity": (_("May question and answer be shown here?"), "publicity"),
        "state": (_("State"), "state"),
        "created_at": (_("Sent on"), "created_at"),
        "confirmed_at": (_("Confirmed on"), "confirmed_at"),
        "answer": (
            pgettext_lazy("noun", "Answer"),
            lambda row: row.answer if row.answered_at else "",
        ),
        "objection": (_("Objection"), "objection"),
        "helped": (_("Did it help?"), "helped"),
        "helped_note": (_("Note on whether it helped"), "helped_note"),
    },
    erase=_erase_asked,
    order=5,
)
_ANSWERED = Source(
    name="exchange.answered_questions",
    room=ROOM,
    label=_("Questions of the public, answered or released"),
    models=("exchange.Question",),
    purpose=_("Show in whose name a question was answered"),
    people=(People.REPRESENTATIVES,),
    basis=Basis.PUBLIC_TASK,
    readers=(Reader.ORGANISATION, Reader.OFFICE),
    retention="task",
    fate=Fate.PSEUDONYMISE,
    at_erasure=_("The words belong to the organisation and stay, without the name."),
    find=_find_answered,
    fields={
        "number": (_("Number"), "public_id"),
        "organisation": (_("Organisation"), "organisation.name"),
        "answer": (pgettext_lazy("noun", "Answer"), "answer"),
        "answered_at": (_("Published on"), "answered_at"),
    },
    erase=leave_to_account(_find_answered),
)

_RULES = (
    Rule(
        name="exchange.unconfirmed_questions",
        retention="unconfirmed",
        label=_("Questions whose address was never confirmed"),
        find=lambda before: Question.objects.filter(
            confirmed_at__isnull=True, created_at__lt=before
        ),
    ),
    Rule(
        name="exchange.ended_questions",
        retention="question",
        label=_("Words and askers of questions that were withdrawn or declined"),
        find=questions.find_ended,
        apply=_erase_rows,
    ),
)
