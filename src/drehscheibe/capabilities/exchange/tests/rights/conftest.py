"""The world of the law, made once for all tables: everybody, and every thing in every state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
import time_machine
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from drehscheibe.capabilities.exchange.models import Question
from drehscheibe.capabilities.exchange.tests.rights import law
from drehscheibe.capabilities.exchange.tests.rights.concerns import Builder, Thing
from drehscheibe.capabilities.exchange.tests.rights.others import OtherBuilder, enter
from drehscheibe.capabilities.exchange.tests.rights.people import People
from drehscheibe.core.files.models import StoredFile
from drehscheibe.core.places.tests.factories import LandFactory

NOON = "2026-03-02 12:00:00+01:00"


@dataclass(frozen=True, slots=True)
class World:
    """Everybody with a browser of their own, and everything that there is."""

    people: People
    clients: Mapping[str, Client]
    concerns: tuple[Thing, ...]
    dossiers: tuple[Thing, ...]
    impulses: tuple[Thing, ...]
    measures: tuple[Thing, ...]
    questions: tuple[Thing, ...]
    origin: Thing
    together: tuple[str, list[Thing]]
    #: Everything whose reading the law settles, also what was only made on the way.
    things: tuple[Thing, ...]

    @property
    def lines(self) -> tuple[Thing, ...]:
        """One thing for every line of the law."""
        return (*self.concerns, *self.dossiers, *self.impulses, *self.measures, *self.questions)

    def one(self, kind: str, state: str, stage: str = law.BEFORE, circle: str = "") -> Thing:
        """Return the thing of one line of the law."""
        wanted = (kind, state, stage, circle)
        return next(t for t in self.things if (t.kind, t.state, t.stage, t.circle) == wanted)

    def token_of(self, thing: Thing) -> str:
        """Return the personal address of the asker of a question."""
        return str(Question.objects.get(pk=thing.pk).token)


@pytest.fixture(scope="package")
def world(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Make the world at noon of a day that does not end, and take it back when all tables are read."""
    storage = FileSystemStorage(tmp_path_factory.mktemp("files"), base_url=None)
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        time_machine.travel(NOON, tick=False) as clock,
        translation.override("de"),
        transaction.atomic(),
    ):
        patch.setattr(StoredFile.content.field, "storage", storage)
        yield _make(clock)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    with translation.override("de"):
        yield


def _make(clock: time_machine.Traveller) -> World:
    LandFactory.create()
    people = People.gather()
    enter(people.bodies["authors"], "nord")
    enter(people.bodies["supporters"], "mitte")
    builder = Builder(people, clock)
    other = OtherBuilder(builder)
    # Everything builds on one public concern, whose chain shows what became of it.
    origin = builder.concern("handed_over", law.AFTER, "public")
    concerns = [
        builder.concern(state, stage, circle, from_=origin.public_id)
        for (state, stage), circles in law.CONCERNS.items()
        for circle in circles
    ]
    dossiers = [
        builder.dossier(state, stage, circle)
        for (state, stage), circles in law.DOSSIERS.items()
        for circle in circles
    ]
    impulses = [other.impulse(state) for state in law.IMPULSES]
    measures = [other.measure(state) for state in law.MEASURES]
    questions = [other.question(state, is_public=public) for state, public in law.QUESTIONS]
    together = builder.answered_together()
    # What is public may build on something that is not.
    closed = builder.concern("handed_over", law.AFTER, "network")
    builder.concern("handed_over", law.AFTER, "public", from_=closed.public_id)
    return World(
        people=people,
        clients={name: people.client(name) for name in sorted(law.EVERYBODY)},
        concerns=tuple(concerns),
        dossiers=tuple(dossiers),
        impulses=tuple(impulses),
        measures=tuple(measures),
        questions=tuple(questions),
        origin=origin,
        together=together,
        things=tuple(builder.made),
    )
