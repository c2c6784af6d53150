"""Everything that somebody can try with a concern, each through the service that the pages call."""

from __future__ import annotations

from drehscheibe.capabilities.exchange.machine.signal import ADDRESSEE, AUTHOR, OFFICE
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from tests.randomised.acts import authors, desks, dossiers, moderation, office
from tests.randomised.acts.act import ANYBODY, CONFIDENTIAL, Act
from tests.randomised.acts.authors import begin, secret_of
from tests.randomised.acts.desks import answer_content
from tests.randomised.world import World

__all__ = [
    "ACTS",
    "ANYBODY",
    "CONFIDENTIAL",
    "Act",
    "answer_content",
    "begin",
    "people_for",
    "secret_of",
]

ACTS = {
    act.name: act for kind in (authors, office, desks, dossiers, moderation) for act in kind.ACTS
}


def people_for(world: World, act: Act, signal: Signal) -> list[Actor]:
    """Return who would be right for an act, as far as it can be told from outside."""
    if act.who == OFFICE:
        return world.of_kind(OrganisationKind.OFFICE)
    if act.who == AUTHOR:
        return world.of(signal.organisation_id)
    if act.who == ADDRESSEE:
        stay = signal.hand_overs.order_by("number").last()
        return world.of(stay.desk_id if stay else None)
    return world.of_kind(OrganisationKind.INITIATIVE)
