"""A country of a few Kreise, and projects in it, made by the real use cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.directory.models import Initiative
from drehscheibe.capabilities.directory.tests.factories import InitiativeFactory, make_kreise
from drehscheibe.capabilities.founding.models import Member, Project
from drehscheibe.capabilities.founding.queries.projects import lock_project
from drehscheibe.capabilities.founding.services.circle import save_seat
from drehscheibe.capabilities.founding.services.projects import ProjectWords, begin_project
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.accounts.models import User
from drehscheibe.core.accounts.tests.factories import UserFactory
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.tests.factories import make_actor
from drehscheibe.core.outbox.epoch import advance_epoch
from drehscheibe.core.places.models import Figure, FigureSource, Kreis

__all__ = [
    "HERE",
    "Team",
    "add_figures",
    "add_member",
    "make_mentor",
    "make_person",
    "make_project",
    "make_ready",
    "reread",
    "words_of",
]

#: Three Kreise in a row: the first borders the second, the second the third.
HERE, NEAR, FAR = "05515", "05512", "05513"


@dataclass(frozen=True, slots=True)
class Team:
    """A project with the one who leads it and one who works with them."""

    project: Project
    lead: Actor
    member: Actor


def make_places() -> list[Kreis]:
    kreise = make_kreise(HERE, NEAR, FAR)
    by_key = {kreis.pk: kreis for kreis in kreise}
    by_key[HERE].neighbours.add(by_key[NEAR])
    by_key[NEAR].neighbours.add(by_key[FAR])
    advance_epoch("places")
    advance_epoch()
    return kreise


def make_person(name: str = "Kim Beispiel") -> Actor:
    person = UserFactory.create(name=name)
    return Actor(person_id=person.pk, name=name, email=person.email)


def words_of(**changes: object) -> ProjectWords:
    values: dict[str, object] = {
        "name": "Industrieinitiative Mitte",
        "kreise": [HERE],
        "starts_on": timezone.localdate(),
        "topics": ["skills"],
    }
    return ProjectWords(**{**values, **changes})  # type: ignore[arg-type]


def make_project(lead: Actor | None = None, **changes: object) -> Team:
    make_places()
    leader = lead or make_person("Lea Leitung")
    project = begin_project(leader, words_of(**changes))
    return Team(project, leader, add_member(project, "Mika Mitarbeit"))


def add_member(project: Project, name: str) -> Actor:
    actor = make_person(name)
    assert actor.person_id is not None
    Member.objects.create(project=project, person_id=actor.person_id)
    return actor


def make_ready(team: Team) -> Project:
    """Give a project everything that a public plan needs."""
    Project.objects.filter(pk=team.project.pk).update(
        reason="Drei Betriebe suchen Auszubildende.", goal="Man redet, bevor es Streit gibt."
    )
    for bench, name in (("companies", "Werk Nord"), ("union", "Gewerkschaft Mitte")):
        save_seat(
            team.lead, team.project.pk, bench=bench, name=name, state="agreed", may_be_named=True
        )
    return reread(team.project)


def make_mentor(*kreise: str, **fields: object) -> tuple[Initiative, Actor]:
    """Return an initiative that somebody looks after, and who does."""
    actor = make_actor()
    initiative = InitiativeFactory.create(
        organisation=house_of(actor),
        kreise=list(Kreis.objects.filter(pk__in=kreise or (NEAR,))),
        verified_at=timezone.now(),
        topics=["skills"],
        **fields,
    )
    return initiative, actor


def add_figures(key: str, day: date | None = None, **values: int | None) -> None:
    """Write figures of a Kreis; None is kept secret."""
    source, _made = FigureSource.objects.get_or_create(
        key="test", defaults={"name": "Test", "attribution": "Amt", "licence": "dl-de/by-2-0"}
    )
    for indicator, value in values.items():
        Figure.objects.create(
            kreis_id=key,
            indicator=indicator,
            value=value,
            reference_date=day or date(2020, 6, 30),
            source=source,
        )
    advance_epoch()


def reread(project: Project) -> Project:
    with transaction.atomic():
        return lock_project(project.pk)


def person_of(actor: Actor) -> User:
    return User.objects.get(email=actor.email)


def house_of(actor: Actor) -> Organisation:
    """Return the organisation under whose mandate somebody acts."""
    assert actor.organisation_uuid is not None
    return Organisation.objects.get(uuid=actor.organisation_uuid)


def let_time_pass(project: Project, days: int) -> None:
    """Let a project be older than it is."""
    step = timedelta(days=days)
    Project.objects.filter(pk=project.pk).update(
        acted_at=project.acted_at - step, starts_on=project.starts_on - step
    )
    for milestone in project.milestones.all():
        milestone.due_on -= step
        milestone.save(update_fields=["due_on"])
