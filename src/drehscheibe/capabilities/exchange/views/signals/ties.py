"""How a concern is tied to others: by merging, and by a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from drehscheibe.capabilities.exchange.choices.signal import SignalState
from drehscheibe.capabilities.exchange.machine.signal import SIGNAL
from drehscheibe.capabilities.exchange.models import Answer, Dossier, Merge, Signal
from drehscheibe.capabilities.exchange.queries import dossiers, merges, signals
from drehscheibe.core.access.actor import Actor

__all__ = ["Tie", "tie_of"]


@dataclass(frozen=True, slots=True)
class Tie:
    """What a page shows of the ties of a concern to one reader.

    Attributes
    ----------
    merge : Merge or None
        By which it goes on as part of another.
    may_read : bool
        Whether the reader may read that other one.
    joined : Joined
        What joined it by merging.
    known : tuple of Answer
        Answers given to others while it was part of them; for those who handle or raised it.
    dossier : Dossier or None
        The dossier in which it is, if the reader may read that.
    may_merge : bool
        Whether the office can merge it now.
    candidates : tuple of Signal
        What sounds alike, for the office.
    """

    merge: Merge | None
    may_read: bool
    joined: merges.Joined
    known: tuple[Answer, ...]
    dossier: Dossier | None
    may_merge: bool
    candidates: tuple[Signal, ...]


def tie_of(actor: Actor, signal: Signal) -> Tie:
    """Return the ties of a concern as this reader may know them."""
    merge = merges.find_merge(signal) if signal.state == SignalState.MERGED else None
    is_handling = actor.is_office or actor.acts_for(signal.organisation_id)
    may_merge = actor.is_office and SIGNAL.target_of("merge", signal.state) is not None
    return Tie(
        merge=merge,
        may_read=merge is not None
        and signals.signals_visible_to(actor).filter(pk=merge.into_id).exists(),
        joined=merges.list_joined(actor, signal)
        if getattr(signal, "has_joined", True)
        else merges.Joined(),
        known=tuple(merges.known_answers(signal)) if is_handling else (),
        dossier=_dossier(actor, signal) if getattr(signal, "is_in_dossier", True) else None,
        may_merge=may_merge,
        candidates=tuple(merges.list_candidates(signal)) if may_merge else (),
    )


def _dossier(actor: Actor, signal: Signal) -> Dossier | None:
    dossier = dossiers.dossier_of(signal)
    if dossier is None or dossier.is_public or actor.is_office:
        return dossier
    is_visible = dossiers.dossiers_visible_to(actor).filter(pk=dossier.pk).exists()
    return dossier if is_visible else None
