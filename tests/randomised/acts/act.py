"""What an act is, and the chances that many of them take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.access.actor import Actor
from tests.randomised.world import World

__all__ = ["ANYBODY", "CONFIDENTIAL", "Act", "some_day", "some_desk"]

#: Stands in every word that only those may read who handle a concern.
CONFIDENTIAL = "hinterverschlossenentueren"

#: Anybody may try; the service says who may.
ANYBODY = ""

Try = Callable[[World, Actor, Signal], object]


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be tried with a concern.

    Attributes
    ----------
    moves : tuple of str
        Transitions of the machine that it may make; empty if the concern stays where it is.
    who : str
        Whose work it is.
    weight : int
        How often it is tried, compared to others.
    """

    name: str
    run: Try
    who: str
    moves: tuple[str, ...] = ()
    weight: int = 10


def some_day(world: World) -> date:
    """Return a day that is mostly possible as a date for a desk."""
    return timezone.localdate() + timedelta(days=world.chance.choice((-3, 3, 14, 28, 28, 60, 400)))


def some_desk(world: World) -> int:
    return world.chance.choice([*world.desk_ids(), -1])
