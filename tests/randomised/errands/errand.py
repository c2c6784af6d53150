"""What an errand is: something that is tried with anything but a concern."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import LEAD_ROLES, MandateRole
from drehscheibe.core.trace.machine import Machine
from tests.randomised.world import World

__all__ = ["Errand", "leads", "some", "writes"]

#: A row of whatever the errand is about; None where something new is begun.
Row = Any


@dataclass(frozen=True, slots=True)
class Errand:
    """Something that can be tried.

    Attributes
    ----------
    machine : Machine
        Of what it is about.
    pick : callable
        Chooses the row; None where something begins.
    run : callable
        Calls the service that the pages call.
    who : callable
        Whether somebody may succeed with a row as it was before.
    moves : tuple of str
        Transitions that it may make; empty if the row stays where it is.
    is_personal : bool
        Done by whoever has the personal address or the link, under no mandate.
    begins : bool
        Makes something new; there is no row to choose.
    fits : callable or None
        Who of those who may can do it at this moment; it holds before the act only.
    """

    name: str
    machine: Machine
    pick: Callable[[World], Row]
    run: Callable[[World, Actor, Row], object]
    who: Callable[[Actor, Row], bool]
    moves: tuple[str, ...] = ()
    is_personal: bool = False
    weight: int = 10
    begins: bool = False
    fits: Callable[[Actor, Row], bool] | None = None

    def is_right(self, actor: Actor, row: Row) -> bool:
        """Whether this is somebody who can do it now, as far as can be told before."""
        return self.who(actor, row) and (self.fits is None or self.fits(actor, row))


def leads(actor: Actor) -> bool:
    """Whether somebody commits the body for which they act."""
    return actor.role in LEAD_ROLES


def writes(actor: Actor) -> bool:
    return actor.role in (*LEAD_ROLES, MandateRole.EDITOR)


def some(world: World, rows: Any) -> Row:  # noqa: ANN401 -- a queryset of any of them
    """Return one of the latest rows, or None."""
    found = list(rows.order_by("-pk")[:20])
    return world.chance.choice(found) if found else None
