"""Questions in every state, brought there by the services themselves."""

from __future__ import annotations

from django.utils import timezone

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState, Refusal
from drehscheibe.capabilities.exchange.models import Question, Signal
from drehscheibe.capabilities.exchange.services.questions import (
    answering,
    asker,
    asking,
    concern,
    links,
)
from drehscheibe.capabilities.exchange.services.signals import draft, sending
from drehscheibe.capabilities.exchange.tests.factories import WORDS, House
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.models import Organisation

ASKER = "asker@example.org"


def make_entry(house: House, slug: str = "nord") -> Initiative:
    """Make the published entry of the initiative of a house."""
    organisation = Organisation.objects.get(pk=house.author.organisation_id or 0)
    return Initiative.objects.create(
        organisation=organisation,
        slug=slug,
        name=organisation.name,
        state="published",
        published_at=timezone.now(),
    )


def make_unconfirmed(house: House, **words: str) -> Question:
    """Make a question whose address was not confirmed."""
    content = {
        "subject": "Wann kommt das Gleis?",
        "text": "Wir warten am Hafen.",
        "publicity": str(Publicity.NAMELESS),
        "name": "Kim Beispiel",
        "email": ASKER,
        **words,
    }
    return asking.ask_question(
        ANONYMOUS,
        int(house.author.organisation_id or 0),
        asking.QuestionContent(**content),
        language="de",
    )


def make_asked(house: House, **words: str) -> Question:
    """Make a question without an account that is with the initiative."""
    return asking.confirm_question(links.confirm_token(make_unconfirmed(house, **words)))


def make_asked_by(actor: Actor, house: House, publicity: str = Publicity.PRIVATE) -> Question:
    """Make a question of somebody with an account."""
    content = asking.QuestionContent("Wer hilft beim Ansiedeln?", "Wir suchen Flächen.", publicity)
    return asking.ask_question(
        actor, int(house.author.organisation_id or 0), content, language="de"
    )


def make_answered(house: House, **words: str) -> Question:
    """Make a question that the initiative answered, shown if the asker allows it."""
    return answering.answer_question(
        house.author, make_asked(house, **words).pk, text="Im Mai.", is_released=True
    )


def make_concern_of(house: House, question: Question) -> Signal:
    """Make a concern of a question and send it to the office."""
    begun = concern.take_up_question(house.author, question.pk, is_released=True)
    draft.save_draft(house.author, begun.pk, draft.DraftContent(WORDS))
    return sending.send_signal(house.author, begun.pk)


def make_in(house: House, state: str) -> Question:
    """Make a question that rests in a state; every state but the second key and the concern's."""
    if state == QuestionState.ANSWERED:
        return make_answered(house)
    question = make_asked(house)
    if state == QuestionState.WITH_OFFICE:
        return answering.pass_on_question(house.author, question.pk, note="Nicht unsere Region.")
    if state == QuestionState.DECLINED:
        return answering.decline_question(
            house.author, question.pk, reason=Refusal.UNCLEAR, note="Bitte genauer."
        )
    if state == QuestionState.WITHDRAWN:
        return asker.withdraw_question(question.token)
    return question
