"""What the exchange can announce anew when the search is rebuilt."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.machine.impulse import PUBLIC_STATES
from drehscheibe.capabilities.exchange.models import Dossier, Impulse, Measure, Question, Signal
from drehscheibe.capabilities.exchange.services.dossiers import findable as dossiers
from drehscheibe.capabilities.exchange.services.impulses import way as impulse_way
from drehscheibe.capabilities.exchange.services.measures import way as measure_way
from drehscheibe.capabilities.exchange.services.questions import findable as questions
from drehscheibe.capabilities.exchange.services.signals import findable as signals
from drehscheibe.core.search import api as search


def register_all() -> None:
    """Announce the sources; called from ``register_all`` of the providers."""
    search.register_source("concerns", _announce_signals)
    search.register_source("dossiers", _announce_dossiers)
    search.register_source("questions", _announce_questions)
    search.register_source("impulses", _announce_impulses)
    search.register_source("measures", _announce_measures)


def _announce_signals() -> None:
    for signal in Signal.objects.filter(item__isnull=False).order_by("pk").iterator():
        signals.refresh(signal)


def _announce_dossiers() -> None:
    for dossier in Dossier.objects.select_related("item", "desk").order_by("pk").iterator():
        dossiers.refresh(dossier)


def _announce_questions() -> None:
    for question in Question.objects.filter(item__isnull=False).order_by("pk").iterator():
        questions.refresh(question)


def _announce_impulses() -> None:
    for impulse in Impulse.objects.filter(state__in=PUBLIC_STATES).order_by("pk").iterator():
        impulse_way.make_findable(impulse)


def _announce_measures() -> None:
    for measure in Measure.objects.order_by("pk").iterator():
        measure_way.make_findable(measure)
