"""One plainly marked example project, so that a demonstration shows every part of a founding."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from drehscheibe.capabilities.founding.choices.project import (
    Certainty,
    LineKind,
    MilestoneState,
    SeatState,
)
from drehscheibe.capabilities.founding.models import Project
from drehscheibe.capabilities.founding.services.circle import save_seat
from drehscheibe.capabilities.founding.services.drafts import save_line
from drehscheibe.capabilities.founding.services.projects import ProjectWords, begin_project
from drehscheibe.capabilities.founding.services.publishing import publish_plan
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import queries
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.places.models import Kreis

__all__ = ["KREIS", "load_example_data"]

#: Beside the example initiative of the directory, so that it has a mentor; stands for nobody.
KREIS = "06432"
NAME = "Beispielgründung Industrie am Rand der Stadt"

_REASON = (
    "Drei Betriebe suchen Auszubildende, und in der Nachbarschaft gibt es Streit um Lastwagen. Bisher"
    " redet jede Seite für sich."
)
_GOAL = (
    "Betriebe, Betriebsräte, Schulen und Nachbarschaft lösen Streit am Tisch, bevor er groß wird.\n"
    "In zwei Jahren kennen Jugendliche mindestens fünf Betriebe von innen."
)
_SEATS = (
    ("companies", "Beispielwerk Nord", SeatState.AGREED, True),
    ("works-council", "Betriebsrat Beispielwerk Nord", SeatState.AGREED, True),
    ("chamber", "Beispielkammer", SeatState.AGREED, True),
    ("municipality", "Beispielstadt, Wirtschaftsförderung", SeatState.ASKED, False),
    ("civil-society", "Nachbarschaftsrunde Beispielstadt", SeatState.WANTED, False),
)
_LINES = (
    (LineKind.COST, "Halbe Stelle Geschäftsstelle", 38_000, Certainty.PLANNED),
    (LineKind.COST, "Zwei Veranstaltungen", 9_000, Certainty.PLANNED),
    (LineKind.COST, "Miete und Technik", 6_000, Certainty.PLANNED),
    (LineKind.INCOME, "Beispielkammer", 20_000, Certainty.PROMISED),
    (LineKind.INCOME, "Beispielstadt", 15_000, Certainty.ASKED),
    (LineKind.INCOME, "Beiträge der Betriebe", 8_000, Certainty.PLANNED),
)
_DONE = ("m0", "m1")


@transaction.atomic
def load_example_data() -> int:
    """Make the example project of the demo's member organisation; running it again changes nothing."""
    actor = _find_actor("member@example.org")
    is_there = Project.objects.filter(is_example=True, name=NAME).exists()
    if is_there or actor is None or not Kreis.objects.filter(pk=KREIS).exists():
        return 0
    words = ProjectWords(
        name=NAME,
        kreise=[KREIS],
        starts_on=timezone.localdate() - timedelta(days=49),
        reason=_REASON,
        goal=_GOAL,
        topics=["acceptance", "skills"],
        host="Beispielkammer",
        contact_email="gruendung@example.org",
    )
    project = begin_project(actor, words, is_example=True)
    project.milestones.filter(key__in=_DONE).update(
        state=MilestoneState.DONE,
        settled_on=timezone.localdate() - timedelta(days=7),
        note="Beispiel: Wir haben acht Gespräche geführt.",
    )
    project.milestones.filter(key="m2").update(state=MilestoneState.IN_WORK)
    for bench, name, state, is_named in _SEATS:
        save_seat(actor, project.pk, bench=bench, name=name, state=state, may_be_named=is_named)
    for kind, label, euros, certainty in _LINES:
        save_line(actor, project.pk, kind=kind, label=label, euros=euros, certainty=certainty)
    publish_plan(actor, project.pk)
    return 1


def _find_actor(email: str) -> Actor | None:
    mandate = (
        Mandate.objects.select_related("person", "organisation")
        .filter(person__email=email, valid_until=None)
        .first()
    )
    return None if mandate is None else queries.make_actor(mandate.person, mandate)
