"""Who supports a concern."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.capabilities.exchange.machine.signal import ANSWER_OWED_STATES
from drehscheibe.capabilities.exchange.models import Signal, Supporter
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind

__all__ = [
    "Bearers",
    "bearers_of",
    "find_support",
    "is_joinable",
    "keep_joinable",
    "list_supporters",
    "may_join_now",
]


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who bears a concern: its authors and those who joined.

    Attributes
    ----------
    organisations : int
        How many, authors included.
    laender : int
        From how many Länder, as far as it is known.
    are_initiatives : bool
        Whether all of them are initiatives.
    """

    organisations: int
    laender: int
    are_initiatives: bool


def list_supporters(signal: Signal) -> list[Supporter]:
    """Return who supports the concern now, in the order in which they joined."""
    if not getattr(signal, "has_supporters", True):
        return []
    rows = signal.supporters.active().select_related("organisation")
    return list(rows.prefetch_related("laender"))


def bearers_of(signal: Signal, supporters: list[Supporter]) -> Bearers:
    """Count who bears a loaded concern."""
    authors = [signal.organisation] if signal.organisation else []
    organisations = [*authors, *(row.organisation for row in supporters)]
    laender = {land.pk for land in signal.laender.all()}
    laender |= {author.land_id for author in authors if author.land_id and not laender}
    laender |= {land.pk for row in supporters for land in row.laender.all()}
    return Bearers(
        organisations=len(organisations),
        laender=len(laender),
        are_initiatives={row.kind for row in organisations} == {OrganisationKind.INITIATIVE},
    )


def find_support(actor: Actor, signal: Signal) -> Supporter | None:
    """Return the support of the actor's organisation, agreed or not, unless it was withdrawn."""
    if actor.organisation_id is None:
        return None
    own = signal.supporters.filter(organisation_id=actor.organisation_id, withdrawn_at__isnull=True)
    return own.select_related("mandate__person", "organisation").first()


def is_joinable(signal: Signal) -> bool:
    """Whether a concern can still be supported: it is open, and somebody owes an answer."""
    return signal.is_open and signal.state in ANSWER_OWED_STATES


def may_join_now(actor: Actor, signal: Signal) -> bool:
    """Whether the actor may support this concern, which they can read, now."""
    return is_joinable(signal) and rules.may_join(actor, signal)


def keep_joinable(actor: Actor, public_ids: list[str]) -> set[str]:
    """Return those of the concerns that the actor could join now; one query."""
    joined = Supporter.objects.filter(
        organisation_id=actor.organisation_id or 0, withdrawn_at__isnull=True
    )
    rows = Signal.objects.readable_by(actor).filter(
        item__public_id__in=public_ids, state__in=ANSWER_OWED_STATES
    )
    rows = rows.exclude(pk__in=joined.values("signal_id")).select_related("item")
    return {row.public_id for row in rows if rules.may_join(actor, row)}
