"""Named reads of questions; what an actor may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.models import Question, QuestionQuerySet, Signal
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.models import Item

__all__ = [
    "askers_behind",
    "concerns_of",
    "find_ended",
    "find_unconfirmed",
    "get_by_token",
    "get_question_visible_to",
    "initiative_queue",
    "list_public",
    "list_public_of",
    "list_to_close",
    "list_to_remind",
    "list_waiting_for",
    "list_with_initiatives",
    "live_concerns_of",
    "lock_by_token",
    "lock_question",
    "office_queue",
    "overdue",
    "questions_visible_to",
    "work_of",
]

#: States in which a concern made of a question will bring no answer, or is not there yet.
_DEAD = (SignalState.DRAFT, SignalState.REJECTED, SignalState.WITHDRAWN)


def questions_visible_to(actor: Actor) -> QuestionQuerySet:
    """Return the questions that the actor may read.

    Everybody reads what is public; people of an initiative what it is asked; the office
    everything that was really asked; somebody with an account also what they asked themselves.
    """
    seen = Q(published_at__isnull=False)
    if actor.mandate_id is not None and actor.organisation_id is not None:
        seen |= Q(organisation_id=actor.organisation_id)
    if actor.is_known:
        seen |= Q(person_id=actor.person_id)
    if actor.is_office or actor.is_system:
        seen |= Q(item__isnull=False)
    return Question.objects.confirmed().filter(seen)


def get_question_visible_to(actor: Actor, public_id: str) -> Question:
    """Return one question with what its page shows beside it."""
    return _with_page_data(questions_visible_to(actor)).get(item__public_id=public_id)


def get_by_token(token: UUID) -> Question:
    """Return a question by its personal address, which only the asker has."""
    return _with_page_data(Question.objects.confirmed()).get(token=token)


def find_unconfirmed(uuid: str) -> Question | None:
    """Return what a link of a confirmation mail is about, confirmed or not; None if it is gone."""
    return Question.objects.select_related("organisation").filter(uuid=uuid).first()


def _with_page_data(questions: QuestionQuerySet) -> QuestionQuerySet:
    return questions.select_related(
        "item",
        "organisation",
        "owner",
        "answered_under__organisation",
        "answered_under__person",
    )


def lock_question(pk: int) -> Question:
    """Lock a question until the end of the transaction; always the first lock of a service."""
    return Question.objects.select_for_update().get(pk=pk)


def lock_by_token(token: UUID) -> Question:
    """Lock a question that was really asked, by its personal address."""
    return Question.objects.select_for_update().confirmed().get(token=token)


def work_of(actor: Actor) -> QuestionQuerySet:
    """Return what the actor has to do with in the workspace: of their initiative, or all."""
    if actor.is_office:
        return Question.objects.confirmed()
    if actor.mandate_id is None or actor.organisation_id is None:
        return Question.objects.none()
    return Question.objects.confirmed().filter(organisation_id=actor.organisation_id)


def office_queue() -> QuestionQuerySet:
    """Return what is with the office, most urgent first."""
    waiting = Question.objects.filter(state=QuestionState.WITH_OFFICE)
    return waiting.order_by("due_on", "pk")


def initiative_queue(organisation_id: int | None) -> QuestionQuerySet:
    """Return what an initiative has to answer, most urgent first."""
    states = (QuestionState.ASKED, QuestionState.AWAITING_SECOND_KEY)
    waiting = Question.objects.filter(organisation_id=organisation_id or 0, state__in=states)
    return waiting.order_by("due_on", "pk")


def overdue(today: date) -> QuestionQuerySet:
    """Return every question whose answer is late, the longest wait first."""
    return Question.objects.overdue_at(today).order_by("due_on", "pk")


def list_waiting_for(actor: Actor, limit: int) -> list[Question]:
    """Return what waits for the actor in their present role, most urgent first."""
    if actor.is_office:
        waiting = office_queue()
    elif actor.mandate_id is not None and actor.organisation_id is not None:
        waiting = initiative_queue(actor.organisation_id)
    else:
        return []
    return list(waiting.select_related("item")[:limit])


@kept_for_epoch()
def _organisations_with_public() -> frozenset[int]:
    """Return the initiatives that answered something in public: asked for on every profile."""
    rows = Question.objects.public().order_by().values_list("organisation_id", flat=True)
    return frozenset(rows.distinct())


def list_public_of(organisation_id: int, limit: int) -> list[Question]:
    """Return what an initiative answered in public, newest first; no query where there is nothing."""
    if organisation_id not in _organisations_with_public():
        return []
    own = Question.objects.public().filter(organisation_id=organisation_id)
    return list(own.select_related("item").order_by("-published_at", "-pk")[:limit])


def list_public() -> QuerySet[Question]:
    """Return every public question, newest first."""
    public = Question.objects.public().select_related("item", "organisation")
    return public.order_by("-published_at", "-pk")


def concerns_of(question: Question) -> QuerySet[Signal]:
    """Return the concerns, and drafts of concerns, that were made of a question, newest first."""
    if question.item is None:
        return Signal.objects.none()
    made = Signal.objects.filter(taken_up_from=question.item)
    return made.select_related("item", "owner").order_by("-pk")


def live_concerns_of(question: Question) -> QuerySet[Signal]:
    """Return those of them that may still bring an answer, or have brought one."""
    return concerns_of(question).exclude(state__in=_DEAD)


def askers_behind(item: Item) -> list[Question]:
    """Return the questions from which an item comes, at any depth, whose askers can be told."""
    ids = trace.list_upstream_ids(item, "question")
    found = Question.objects.filter(item_id__in=ids, erased_at__isnull=True, wants_mail=True)
    return list(found.select_related("item", "organisation", "person").order_by("pk"))


def list_to_remind(today: date) -> list[int]:
    """Return questions whose owner is late and was not reminded of this date yet."""
    late = Question.objects.overdue_at(today)
    unreminded = late.filter(Q(reminded_for__isnull=True) | Q(reminded_for__lt=F("due_on")))
    return list(unreminded.order_by("due_on", "pk").values_list("pk", flat=True))


def list_to_close(today: date) -> list[int]:
    """Return answered questions about which nobody said anything within the time for it."""
    return list(
        Question.objects.filter(state=QuestionState.ANSWERED, due_on__lt=today)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def list_with_initiatives() -> Iterable[tuple[int, int]]:
    """Return (question, organisation) of everything that lies with an initiative."""
    states = (QuestionState.ASKED, QuestionState.AWAITING_SECOND_KEY)
    rows = Question.objects.filter(state__in=states).order_by("pk")
    return list(rows.values_list("pk", "organisation_id"))


def find_ended(before: datetime) -> QuestionQuerySet:
    """Return what came to nothing so long ago that its words and its asker are forgotten."""
    states = (QuestionState.WITHDRAWN, QuestionState.DECLINED)
    ended = Question.objects.filter(state__in=states, erased_at__isnull=True)
    return ended.filter(item__closed_at__lt=before)
