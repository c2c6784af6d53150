"""Ask an initiative something: with an account at once, else after the address was confirmed."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.question import Publicity
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.questions import links, way
from drehscheibe.capabilities.exchange.services.questions.telling import words_in
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation

__all__ = ["QuestionContent", "ask_question", "confirm_question"]


@dataclass(frozen=True, slots=True)
class QuestionContent:
    """What somebody asks.

    Attributes
    ----------
    subject, text : str
        The question in one sentence, and what belongs to it.
    publicity : str
        A value of ``Publicity``.
    name : str
        As the asker wants to be called; may be empty or a pseudonym.
    email : str
        Where the answer goes; needed without an account, ignored with one.
    """

    subject: str
    text: str
    publicity: str
    name: str = ""
    email: str = ""


@transaction.atomic
def ask_question(
    actor: Actor,
    organisation_id: int,
    content: QuestionContent,
    *,
    language: str,
    is_example: bool = False,
) -> Question:
    """Ask an initiative; without an account only the question whether the address is right goes out.

    Raises
    ------
    Conflict
        If the organisation is no initiative, or nobody could answer.
    ValidationError
        If a name is to be shown and there is none, or there is neither account nor address.
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    if organisation.kind != OrganisationKind.INITIATIVE:
        raise Conflict(_("Questions can be put to initiatives only."))
    if content.publicity == Publicity.NAMED and not content.name.strip():
        raise ValidationError({"name": _("Please give a name, or choose “without my name”.")})
    if not actor.is_known and not content.email:
        raise ValidationError({"email": _("Please enter your e-mail address.")})
    question = Question(
        organisation=organisation,
        subject=" ".join(content.subject.split()),
        text=content.text.strip(),
        publicity=Publicity(content.publicity),
        name=content.name.strip(),
        language=language,
        is_example=is_example,
    )
    if actor.is_known:
        question.person_id = actor.person_id
        question.save()
        way.start(question)
        return question
    question.email = content.email.lower()
    question.save()
    context = {
        "event": "confirm",
        "confirm_token": links.confirm_token(question),
        "organisation": str(organisation),
    }
    notify.queue_mail(
        question.email,
        words_in(language, context),
        key=f"exchange.question-confirm:{question.uuid}",
        language=language,
    )
    return question


@transaction.atomic
def confirm_question(token: str) -> Question:
    """Prove the address and put the question on its way; confirming twice asks once.

    Raises
    ------
    Conflict
        If the link is too old, or the question is gone.
    """
    found = links.find_of_confirm_token(token)
    question = Question.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if question is None:
        raise Conflict(_("This link is no longer valid. Please ask again."))
    if question.confirmed_at is None:
        way.start(question)
    return question
