"""Concerns in every state, brought there by the services themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.exchange.choices.signal import (
    Decision,
    Helped,
    Scope,
    SignalState,
    Visibility,
)
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.services.signals import (
    answer_times,
    answering,
    author,
    checking,
    draft,
    hand_over,
    promises,
    reviewing,
    sending,
    way,
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


def make_in_review(house: House, **words: object) -> Signal:
    """Make a concern that the desk has taken up."""
    return reviewing.take_up_signal(house.desk, make_handed_over(house, **words).pk)


def make_asked_back(house: House, **words: object) -> Signal:
    """Make a concern about which the desk has asked its authors."""
    signal = make_handed_over(house, **words)
    return reviewing.ask_back(house.desk, signal.pk, question="Um welche Anlage geht es?")


def promise(days: int = 60) -> answering.AnswerContent:
    """Return an answer that promises something for a day."""
    return replace(ANSWER, effective_on=timezone.localdate() + timedelta(days=days))


def make_promised(house: House, **words: object) -> Signal:
    """Make a concern whose answer promises something, which its authors wait for."""
    signal = make_handed_over(house, **words)
    answering.publish_answer(house.desk, signal.pk, promise())
    return author.rate_answer(house.author, signal.pk, helped=Helped.YES)


def make_in_effect(house: House, **words: object) -> Signal:
    """Make a concern whose desk reports that its promise is in effect."""
    signal = make_promised(house, **words)
    return promises.report_in_effect(
        house.desk, signal.pk, text="Die Liste gilt.", link="https://example.org/liste"
    )


def make_bundled(house: House, **words: object) -> Signal:
    """Make a concern that waits in a dossier."""
    return _by_office(house, make_submitted(house, **words), "bundle")


def make_merged(house: House, **words: object) -> Signal:
    """Make a concern that goes on as part of another."""
    return _by_office(house, make_submitted(house, **words), "merge")


def _by_office(house: House, signal: Signal, act: str) -> Signal:
    with transaction.atomic():
        way.advance(signal, act, actor=house.office)
    return signal


def called_back(house: House, **words: object) -> Signal:
    """Make a public concern that the office took back from its desk."""
    signal = make_handed_over(house, **words)
    return hand_over.call_back_signal(house.office, signal.pk, note="Die falsche Stelle.")


def rejected_in_public(house: House, **words: object) -> Signal:
    """Make a public concern that the office called back and did not pass on any more."""
    signal = called_back(house, **words)
    return checking.reject_signal(
        house.office, signal.pk, reason="out_of_scope", note="Das gehört an eine andere Stelle."
    )


def make_overdue(house: House, days: int = 3, **words: object) -> Signal:
    """Make a concern whose desk is late by some days."""
    signal = make_handed_over(house, **words)
    missed = timezone.localdate() - timedelta(days=days)
    Signal.objects.filter(pk=signal.pk).update(due_on=missed)
    Item.objects.filter(signal=signal).update(due_on=missed)
    signal.refresh_from_db()
    answer_times.settle(signal)
    return signal


_MAKERS: dict[SignalState, Callable[[House], Signal]] = {
    SignalState.BUNDLED: make_bundled,
    SignalState.IN_REVIEW: make_in_review,
    SignalState.ASKED_BACK: make_asked_back,
    SignalState.PROMISED: make_promised,
    SignalState.IN_EFFECT: make_in_effect,
    SignalState.MERGED: make_merged,
}


def make_in_state(house: House, state: str) -> Signal:
    """Make a concern that rests in a state, the way it gets there in life."""
    if state in _MAKERS:
        signal = _MAKERS[SignalState(state)](house)
        signal.refresh_from_db()
        return signal
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
