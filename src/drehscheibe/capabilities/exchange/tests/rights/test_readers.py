"""Who may read what: every thing in every state and circle, by the reads through which all pages go."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.db.models import QuerySet

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.choices.question import QuestionState
from drehscheibe.capabilities.exchange.choices.signal import DossierState, SignalState
from drehscheibe.capabilities.exchange.queries.dossiers import dossiers_visible_to
from drehscheibe.capabilities.exchange.queries.impulses import impulses_visible_to
from drehscheibe.capabilities.exchange.queries.questions import questions_visible_to
from drehscheibe.capabilities.exchange.queries.signals import signals_visible_to
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.concerns import Thing
from drehscheibe.capabilities.exchange.tests.rights.conftest import World
from drehscheibe.core.access.actor import Actor

pytestmark = pytest.mark.django_db

Read = Callable[[Actor], QuerySet]  # type: ignore[type-arg]


def readers_of(world: World, things: Iterable[Thing], read: Read) -> dict[str, set[str]]:
    """Return who may read each of the things."""
    readers: dict[str, set[str]] = {str(thing): set() for thing in things}
    for name in law.EVERYBODY:
        seen = set(read(world.people.actor(name)).values_list("pk", flat=True))
        for thing in things:
            if thing.pk in seen:
                readers[str(thing)].add(name)
    return readers


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        ("concerns", signals_visible_to),
        ("dossiers", dossiers_visible_to),
        ("impulses", impulses_visible_to),
        ("questions", questions_visible_to),
    ],
)
def test_everything_is_read_by_whom_the_law_names(world: World, kind: str, read: Read) -> None:
    things = getattr(world, kind)

    assert readers_of(world, things, read) == {str(one): set(one.readers) for one in things}


def test_law_knows_every_state() -> None:
    assert {state for state, _stage in law.CONCERNS} == set(SignalState.values)
    assert {state for state, _stage in law.DOSSIERS} == set(DossierState.values)
    assert set(law.IMPULSES) == set(ImpulseState.values)
    assert set(law.MEASURES) == set(MeasureState.values)
    assert {state for state, _is_public in law.QUESTIONS} == {"", *QuestionState.values}
