"""What askers of the public try, and those whom they ask."""

from __future__ import annotations

from collections.abc import Callable

from drehscheibe.capabilities.exchange.choices.question import Publicity, QuestionState, Refusal
from drehscheibe.capabilities.exchange.choices.signal import Helped
from drehscheibe.capabilities.exchange.machine.question import QUESTION
from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.services.questions import (
    answering,
    asker,
    asking,
    concern,
    links,
)
from drehscheibe.capabilities.exchange.services.signals import draft
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from tests.randomised.acts.authors import words_of
from tests.randomised.errands.errand import Errand, Row, leads, some
from tests.randomised.world import World

__all__ = ["ASKER", "ERRANDS"]

#: The address of those who ask without an account; it stands on no page.
ASKER = "fragende-person@example.org"


def _ask(world: World, actor: Actor, _row: Row) -> object:
    """Ask some initiative, with an account or without."""
    number = world.count()
    content = asking.QuestionContent(
        subject=f"Wann kommt kennwortfrage{number:05d}x",
        text="Wir warten.",
        publicity=world.chance.choice(list(Publicity)),
        name=world.chance.choice(("", "Kim Beispiel")),
        email="" if actor.is_known else f"{number}-{ASKER}",
    )
    bodies = sorted({a.organisation_id or 0 for a in world.everybody if _is_initiative(a)})
    return asking.ask_question(actor, world.chance.choice(bodies), content, language="de")


def _is_initiative(actor: Actor) -> bool:
    return actor.organisation_kind == OrganisationKind.INITIATIVE


def _answer(world: World, actor: Actor, row: Row) -> object:
    is_released = world.chance.random() < 0.7
    return answering.answer_question(actor, row.pk, text="Im Mai.", is_released=is_released)


def _assign(world: World, actor: Actor, row: Row) -> object:
    to = world.chance.choice([a.organisation_id or 0 for a in world.everybody if _is_initiative(a)])
    return answering.assign_question(actor, row.pk, organisation_id=to, note="Bitte.")


def _take_up(world: World, actor: Actor, row: Row) -> object:
    made = concern.take_up_question(actor, row.pk, is_released=world.chance.random() < 0.7)
    if made.item is None:
        draft.save_draft(actor, made.pk, words_of(world, made))
    return made


def _decline(world: World, actor: Actor, row: Row) -> object:
    reason = world.chance.choice(list(Refusal))
    return answering.decline_question(actor, row.pk, reason=reason, note="Leider nicht.")


def _rate(world: World, _actor: Actor, row: Row) -> object:
    return asker.rate_answer(row.token, helped=world.chance.choice(list(Helped)))


def _set_mails(world: World, _actor: Actor, row: Row) -> object:
    return asker.set_mails(row.token, wanted=world.chance.random() < 0.5)


def _anybody(_actor: Actor, _row: Row) -> bool:
    return True


def _speaks(actor: Actor, row: Row) -> bool:
    return actor.acts_for(row.organisation_id) and leads(actor)


def _has_it(actor: Actor, row: Row) -> bool:
    is_with_office = row.state == QuestionState.WITH_OFFICE
    return actor.is_office if is_with_office else _speaks(actor, row)


def _office(actor: Actor, _row: Row) -> bool:
    return actor.is_office


def _confirmed(world: World) -> Row:
    return some(world, Question.objects.exclude(item=None))


def _in(*states: str) -> Callable[[World], Row]:
    return lambda world: some(world, Question.objects.filter(state__in=states))


_ASKED, _WAITING = _in(QuestionState.ASKED), _in(QuestionState.AWAITING_SECOND_KEY)
_OWED = _in(QuestionState.ASKED, QuestionState.WITH_OFFICE)
_SAID = _in(QuestionState.ASKED, QuestionState.ANSWERED, QuestionState.CLOSED)

ERRANDS = (
    Errand(
        "ask", QUESTION, lambda _w: None, _ask, _anybody, is_personal=True, weight=20, begins=True,
    ),
    Errand(
        "ask_without_account", QUESTION, lambda _w: None,
        lambda w, _a, r: _ask(w, ANONYMOUS, r), _anybody, is_personal=True, weight=12, begins=True,
    ),
    Errand(
        "confirm", QUESTION, lambda w: some(w, Question.objects.filter(item=None)),
        lambda _w, _a, r: asking.confirm_question(links.confirm_token(r)), _anybody,
        is_personal=True, weight=10,
    ),
    Errand(
        "question_answer", QUESTION, _OWED, _answer, _has_it,
        ("answer", "propose_answer", "answer_as_office"), weight=25,
    ),
    Errand(
        "question_release", QUESTION, _WAITING,
        lambda _w, a, r: answering.release_answer(a, r.pk), _speaks, ("release_answer",),
        weight=20,
    ),
    Errand(
        "question_return", QUESTION, _WAITING,
        lambda _w, a, r: answering.return_answer(a, r.pk, note="Genauer."), _speaks,
        ("return_answer",), weight=5,
    ),
    Errand(
        "question_decline", QUESTION, _OWED, _decline, _has_it,
        ("decline", "decline_as_office"), weight=8,
    ),
    Errand(
        "question_pass_on", QUESTION, _ASKED,
        lambda _w, a, r: answering.pass_on_question(a, r.pk, note="Nicht unsere."), _speaks,
        ("pass_on",), weight=5,
    ),
    Errand(
        "question_assign", QUESTION, _in(QuestionState.WITH_OFFICE), _assign, _office,
        ("assign",),
    ),
    Errand("question_take_up", QUESTION, _SAID, _take_up, _speaks),
    Errand(
        "question_withdraw", QUESTION, _OWED,
        lambda _w, a, r: asker.withdraw_question(r.token, a), _anybody, ("withdraw",),
        is_personal=True, weight=2,
    ),
    Errand(
        "question_rate", QUESTION, _in(QuestionState.ANSWERED), _rate, _anybody, ("rate",),
        is_personal=True, weight=6,
    ),
    Errand(
        "question_object", QUESTION, _in(QuestionState.DECLINED),
        lambda _w, a, r: asker.object_to_refusal(r.token, words="Doch.", actor=a), _anybody,
        ("object",), is_personal=True, weight=6,
    ),
    Errand(
        "question_hide", QUESTION, _confirmed, lambda _w, _a, r: asker.hide_question(r.token),
        _anybody, is_personal=True, weight=2,
    ),
    Errand(
        "question_mails", QUESTION, _confirmed, _set_mails, _anybody, is_personal=True, weight=2,
    ),
    Errand(
        "question_erase", QUESTION, _confirmed,
        lambda _w, a, r: asker.erase_question(r.pk, a), _anybody, ("withdraw",),
        is_personal=True, weight=1,
    ),
)  # fmt: skip
