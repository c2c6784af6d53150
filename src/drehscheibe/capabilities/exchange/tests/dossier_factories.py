"""Dossiers in every state, brought there by the services themselves."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Dossier, DossierQuote, Signal
from drehscheibe.capabilities.exchange.services.dossiers import preparing as services
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import hand_over_dossier
from drehscheibe.capabilities.exchange.services.dossiers.quotes import answer_consent, ask_consent
from drehscheibe.capabilities.exchange.services.signals.answering import publish_answer
from drehscheibe.capabilities.exchange.tests.factories import ANSWER, House, make_submitted
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.tests.factories import OrganisationFactory, make_actor
from drehscheibe.core.outbox.delivery import deliver_due

CORE = {
    "title": "Genehmigungen brauchen am Anfang eine Liste",
    "pattern": "Anträge bleiben liegen. Unterlagen werden einzeln nachgefordert. Hallen entstehen woanders.",
    "why_now": "Die Verordnung wird in diesem Winter überarbeitet.",
    "legal_norms": "§ 10 BImSchG",
    "visibility": "public",
}
QUOTE = "Der Antrag liegt seit 14 Monaten bei der Behörde."


def make_author(name: str) -> Actor:
    """Make somebody who commits an initiative of their own."""
    return make_actor(organisation=OrganisationFactory.create(name=name))


def make_other(house: House, name: str, **words: object) -> Signal:
    """Make a concern of another initiative that is with the office."""
    return make_submitted(House(make_author(name), house.office, house.desk), **words)


def begin(house: House, *signals: Signal) -> Dossier:
    """Begin a dossier with concerns in it."""
    dossier = services.begin_dossier(house.office, title=CORE["title"])
    services.add_signals(house.office, dossier.pk, [one.public_id for one in signals])
    return Dossier.objects.get(pk=dossier.pk)


def write_core(house: House, dossier: Dossier, *rests_on: str, **words: str) -> Dossier:
    """Write everything that a hand-over needs."""
    asks = (("Die Behörde sagt zu Beginn, was sie braucht.", rests_on),)
    content = services.DossierContent({**CORE, **words}, asks)
    return services.save_dossier(house.office, dossier.pk, content)


def quote(house: House, dossier: Dossier, signal: Signal, author: Actor) -> DossierQuote:
    """Ask an author for a quote and let them agree."""
    asked = ask_consent(house.office, dossier.pk, signal.public_id, text=QUOTE)
    return answer_consent(author, asked.pk, is_granted=True)


def hand_over(house: House, dossier: Dossier, **words: str) -> Dossier:
    """Write the core and hand over to the desk of the house."""
    write_core(house, dossier, **words)
    return hand_over_dossier(
        house.office,
        dossier.pk,
        desk_id=house.desk_id,
        due_on=timezone.localdate() + timedelta(days=28),
        covering_note="Bitte gemeinsam beantworten.",
    )


def answer(house: House, signal: Signal) -> None:
    """Let the desk answer one concern, and let the dossier hear of it."""
    publish_answer(house.desk, signal.pk, ANSWER)
    deliver_all()


def again(dossier: Dossier) -> Dossier:
    """Return the dossier as it is now."""
    return Dossier.objects.select_related("item", "desk", "owner").get(pk=dossier.pk)


def deliver_all() -> None:
    """Let the worker deliver every fact, also those that a delivery causes."""
    for _turn in range(6):
        deliver_due()
