"""Concerns in every state, brought there by the services themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from drehscheibe.capabilities.exchange.choices import Decision, Scope, SignalState, Visibility
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services import (
    answering,
    author,
    checking,
    draft,
    hand_over,
    sending,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import Level, MandateRole, OrganisationKind
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.trace.models import Item

WORDS: dict[str, object] = {
    "title": "Genehmigungen für neue Hallen dauern zu lang",
    "what_happens": "Der Antrag liegt seit 14 Monaten bei der Behörde.",
    "affected": "Mittelständische Betriebe",
    "affected_companies": 12,
    "wish": "Die Behörde sagt zu Beginn, was sie braucht.",
    "topic": "permitting",
    "level": "federal",
    "scope": Scope.NATIONWIDE,
    "visibility": Visibility.PUBLIC,
}

ANSWER = answering.AnswerContent(
    decision=Decision.ACCEPTED,
    text="Sie haben recht. Künftig gibt es eine Liste.",
    what_changes="Eine Liste innerhalb von vier Wochen.",
    contact="Referat Genehmigungen, genehmigungen@example.org",
)


@dataclass(frozen=True, slots=True)
class House:
    """One author, the office and one desk, each with a person."""

    author: Actor
    office: Actor
    desk: Actor

    @property
    def desk_id(self) -> int:
        return int(self.desk.organisation_id or 0)


def make_house(**organisation: object) -> House:
    """Make the three bodies that a concern needs."""
    office = make_actor(OrganisationKind.OFFICE, organisation__name="Servicestelle")
    desk = make_actor(
        OrganisationKind.DESK,
        organisation__name="Bundesressort",
        organisation__level=Level.FEDERAL,
    )
    initiative = OrganisationFactory.create(name="Initiative Nord", **organisation)
    return House(make_actor(organisation=initiative), office, desk)


def colleague_of(actor: Actor, role: str = MandateRole.COORDINATOR, side: str = "") -> Actor:
    """Make another person with a mandate of the same organisation."""
    return make_actor(organisation_id=actor.organisation_id, role=role, side=side)


def make_draft(actor: Actor, **words: object) -> Signal:
    """Make a finished draft."""
    begun = draft.begin_draft(actor)
    return draft.save_draft(actor, begun.pk, draft.DraftContent({**WORDS, **words}))


def make_submitted(house: House, **words: object) -> Signal:
    """Make a concern that is with the office."""
    return sending.send_signal(house.author, make_draft(house.author, **words).pk)


def hand_over_to_desk(house: House, signal: Signal, due_on: date | None = None) -> Signal:
    """Hand a concern over to the desk of the house."""
    until = due_on or timezone.localdate() + timedelta(days=28)
    return hand_over.hand_over_signal(
        house.office, signal.pk, desk_id=house.desk_id, due_on=until, covering_note="Bitte prüfen."
    )


def make_handed_over(house: House, **words: object) -> Signal:
    """Make a concern that is with the desk."""
    return hand_over_to_desk(house, make_submitted(house, **words))


def make_answered(house: House, **words: object) -> Signal:
    """Make a concern that the desk has answered."""
    return answering.publish_answer(house.desk, make_handed_over(house, **words).pk, ANSWER)


def make_overdue(house: House, days: int = 3, **words: object) -> Signal:
    """Make a concern whose desk is late by some days."""
    signal = make_handed_over(house, **words)
    missed = timezone.localdate() - timedelta(days=days)
    Signal.objects.filter(pk=signal.pk).update(due_on=missed)
    Item.objects.filter(signal=signal).update(due_on=missed)
    signal.refresh_from_db()
    return signal


def make_in_state(house: House, state: str) -> Signal:
    """Make a concern that rests in a state, the way it gets there in life."""
    if state == SignalState.DRAFT:
        return make_draft(house.author)
    if state in (SignalState.HANDED_OVER, SignalState.ANSWERED, SignalState.CLOSED):
        signal = make_handed_over(house)
        if state != SignalState.HANDED_OVER:
            answering.publish_answer(house.desk, signal.pk, ANSWER)
        if state == SignalState.CLOSED:
            checking.close_signal(house.office, signal.pk)
    else:
        signal = make_submitted(house)
        if state == SignalState.NEEDS_CLARIFICATION:
            checking.ask_author(house.office, signal.pk, question="Welche Norm meinen Sie?")
        if state == SignalState.REJECTED:
            checking.reject_signal(house.office, signal.pk, reason="unclear", note="Leider unklar.")
        if state == SignalState.WITHDRAWN:
            author.withdraw_signal(house.author, signal.pk)
    signal.refresh_from_db()
    return signal
