"""Impulses and measures in every state, brought there by the services themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.exchange.choices.impulse import Consent, ImpulseState
from drehscheibe.capabilities.exchange.models import Impulse, Measure
from drehscheibe.capabilities.exchange.queries.impulses import Audience
from drehscheibe.capabilities.exchange.services.impulses import sending as impulse_sending
from drehscheibe.capabilities.exchange.services.impulses.reactions import ReactionContent, react
from drehscheibe.capabilities.exchange.services.impulses.writing import ImpulseContent, save_impulse
from drehscheibe.capabilities.exchange.services.measures import register as measures
from drehscheibe.capabilities.exchange.services.measures.register import MeasureContent
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.trace.models import Item

OUTCOME = "Wir ändern den Entwurf an zwei Stellen."

MEASURE_WORDS: dict[str, object] = {
    "topic": "permitting",
    "title": "Vollständige Liste der Unterlagen",
    "goal": "Betriebe wissen zu Beginn, was gebraucht wird.",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A desk that asks, the office, and initiatives in North Rhine-Westphalia, Bavaria and Saxony."""

    desk: Actor
    office: Actor
    nw: Actor
    by: Actor
    sn: Actor


def make_stage(**nw: object) -> Stage:
    """Make everybody that an impulse needs; keywords go to the organisation of the first initiative."""
    kreise = {kreis.pk: kreis for kreis in make_kreise("05515", "05512", "09161", "14521")}
    initiatives = []
    for land, key, topics, fields in (
        ("NW", "05515", ["skills"], nw),
        ("BY", "09161", ["digital"], {}),
        ("SN", "14521", ["skills", "digital"], {}),
    ):
        organisation = OrganisationFactory.create(name=f"Initiative {land}", **fields)
        InitiativeFactory.create(
            organisation=organisation, land_id=land, kreise=[kreise[key]], topics=topics,
            types=["masterplan" if land == "NW" else "growth-region"],
        )  # fmt: skip
        initiatives.append(make_actor(organisation=organisation))
    return Stage(
        make_actor(OrganisationKind.DESK, organisation__name="Bundesressort"),
        make_actor(OrganisationKind.OFFICE, organisation__name="Servicestelle"),
        *initiatives,
    )


def impulse_words(**changes: object) -> dict[str, object]:
    """Return everything that an impulse needs."""
    today = timezone.localdate()
    return {
        "title": "Digitale Anträge",
        "kind": "question",
        "topic": "permitting",
        "about": "Es gibt einen Entwurf.",
        "question": "Hilft ein Portal?",
        "answer_form": "scale",
        "what_follows": "Das Referat liest alles.",
        "open_until": today + timedelta(days=28),
        "follows_by": today + timedelta(days=56),
        **changes,
    }


def make_impulse_draft(actor: Actor, audience: Audience | None = None, **words: object) -> Impulse:
    """Make a finished draft."""
    content = ImpulseContent(impulse_words(**words), audience or Audience(everybody=True))
    return save_impulse(actor, content)


def make_impulse(actor: Actor, audience: Audience | None = None, **words: object) -> Impulse:
    """Make an impulse that is open for reactions."""
    draft = make_impulse_draft(actor, audience, **words)
    return impulse_sending.publish_impulse(actor, draft.pk)


def say(
    actor: Actor,
    impulse: Impulse,
    stance: str = "agree",
    words: str = "",
    consent: str = Consent.NAMED,
) -> None:
    """React in the name of an initiative."""
    react(actor, impulse.pk, ReactionContent(stance, words, consent))


def let_it_end(impulse: Impulse, days: int = 1) -> Impulse:
    """Let the last day for reactions be some days ago, and the clock notice it."""
    over = timezone.localdate() - timedelta(days=days)
    Impulse.objects.filter(pk=impulse.pk).update(open_until=over, due_on=over)
    impulse_sending.run_impulse_clock(timezone.now())
    impulse.refresh_from_db()
    return impulse


def make_late(impulse: Impulse, days: int = 3) -> Impulse:
    """Let what follows be overdue."""
    let_it_end(impulse, days=days + 5)
    missed = timezone.localdate() - timedelta(days=days)
    Impulse.objects.filter(pk=impulse.pk).update(follows_by=missed, due_on=missed)
    Item.objects.filter(impulse=impulse).update(due_on=missed)
    impulse.refresh_from_db()
    return impulse


def make_impulse_in(stage: Stage, state: str) -> Impulse:
    """Make an impulse that rests in a state, the way it gets there in life."""
    if state == ImpulseState.DRAFT:
        return make_impulse_draft(stage.desk)
    impulse = make_impulse(stage.desk)
    if state in (ImpulseState.IN_EVALUATION, ImpulseState.CLOSED):
        impulse = let_it_end(impulse)
    if state == ImpulseState.CLOSED:
        impulse = impulse_sending.evaluate_impulse(stage.desk, impulse.pk, outcome=OUTCOME)
    if state == ImpulseState.WITHDRAWN:
        impulse = impulse_sending.withdraw_impulse(stage.desk, impulse.pk, note="Hinfällig.")
    return impulse


def make_measure(actor: Actor, laender: tuple[str, ...] = (), **words: object) -> Measure:
    """Make a measure that the actor's organisation leads."""
    content = MeasureContent({**MEASURE_WORDS, **words}, laender)
    return measures.record_measure(actor, content, lead_id=int(actor.organisation_id or 0))


def review_due_on(measure: Measure, day: date) -> Measure:
    """Let the review of a measure be due on a day."""
    Measure.objects.filter(pk=measure.pk).update(due_on=day)
    Item.objects.filter(measure=measure).update(due_on=day)
    measure.refresh_from_db()
    return measure
