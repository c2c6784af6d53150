"""Let a concern go on as part of another one that says the same, and undo that."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, SignalState
from drehscheibe.capabilities.exchange.facts.signal import SignalMerged, SignalUnmerged
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Merge, Signal
from drehscheibe.capabilities.exchange.queries import merges, signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.capabilities.exchange.services.signals.hand_over import end_stay
from drehscheibe.core.access.actor import SYSTEM, Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.outbox.api import publish
from drehscheibe.core.trace import api as trace
from drehscheibe.core.trace.clock import due_date

__all__ = ["merge_signal", "release_merged", "unmerge_signal"]


@transaction.atomic
def merge_signal(actor: Actor, signal_id: int, *, into: str, note: str = "") -> Signal:
    """Let a concern go on as part of another; its people are told and get the answer.

    Nothing of it is shown to more people than before: words, evidence and circle stay its own.

    Parameters
    ----------
    into : str
        Public id of the concern that remains.
    note : str, optional
        Words for the authors of the merged concern.

    Raises
    ------
    Conflict
        If there is no such concern, it is the same, is a draft, withdrawn or merged itself, goes
        on as part of this one, or could not be read by those who raised this one.
    """
    way.allow(rules.may_check(actor))
    target_id = _find_target(into)
    if target_id == signal_id:
        raise Conflict(_("A concern cannot be merged into itself."))
    # Both are locked in the order of their keys, as everywhere.
    locked = {pk: signals.lock_signal(pk) for pk in sorted((signal_id, target_id))}
    signal, target = locked[signal_id], locked[target_id]
    _ensure_possible(signal, target)
    due_before, was_recorded = signal.due_on, signal.state == SignalState.RECORDED
    end_stay(signal, HandOverOutcome.MERGED, note)
    position = way.advance(
        signal,
        "merge",
        actor=actor,
        public_note=target.public_id if target.is_public else "",
        changes={"into": target.public_id, "note": note},
    )
    merge = Merge.objects.create(
        signal=signal,
        into=target,
        merged_under_id=way.mandate_of(actor),
        note=note,
        due_before=None if was_recorded else due_before,
    )
    _link(signal, target)
    way.note(target, actor, "joined_by_merging", {"concern": signal.public_id})
    publish(SignalMerged(*position, target.public_id, merge.pk))
    return signal


def _link(signal: Signal, target: Signal) -> None:
    """Show on the trace where a concern goes on, unless it was taken up from there: the way is shown then."""
    if signal.item is None or target.item is None:
        return
    if not trace.comes_from(signal.item, target.item):
        trace.derive(signal.item, target.item, merges.MERGED_HOW)


def _find_target(public_id: str) -> int:
    found = Signal.objects.sent().filter(item__public_id=public_id.strip().upper())
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        raise Conflict(_("There is no concern with this number. Please check it."))
    return pk


def _ensure_possible(signal: Signal, target: Signal) -> None:
    if signal.state == SignalState.MERGED:
        raise Conflict(way.describe_position(signal))
    if target.state == SignalState.MERGED:
        raise Conflict(
            _("Concern %(into)s has been merged itself. Please choose the one in which it goes on.")
            % {"into": target.public_id}
        )
    if not merges.may_go_on_in(target):
        words = {"into": target.public_id, "state": target.get_state_display()}
        raise Conflict(
            _("Nothing can go on as part of concern %(into)s any more: %(state)s.") % words
        )
    if target in merges.list_merged_into(signal):
        raise Conflict(_("Concern %(into)s is part of this one.") % {"into": target.public_id})
    if machine.SIGNAL.target_of("merge", signal.state) is None:
        raise Conflict(way.describe_position(signal))
    if not merges.readers_may_follow(signal, target):
        raise Conflict(
            _(
                "Concern %(into)s is open to fewer people. Those who raised or read this one could"
                " not follow where it goes. Merge the other way round, or ask the authors of"
                " %(into)s to open it."
            )
            % {"into": target.public_id}
        )


@transaction.atomic
def unmerge_signal(actor: Actor, signal_id: int) -> Signal:
    """Let a merged concern stand for itself again, at any time, also after an answer was given.

    It is with the office again, with its authors, supporters, words and circle as they were. Its
    clock is the one that was stopped, or a new one if that date has passed. An answer given
    meanwhile stays known to both.
    """
    way.allow(rules.may_check(actor))
    return _unmerge(actor, signals.lock_signal(signal_id))


@transaction.atomic
def release_merged(target_id: int) -> int:
    """Let everything that went on as part of a withdrawn or rejected concern stand for itself again."""
    rows = Merge.objects.filter(into_id=target_id, undone_at__isnull=True)
    keys = sorted(rows.values_list("signal_id", flat=True))
    for key in keys:
        _unmerge(SYSTEM, signals.lock_signal(key))
    return len(keys)


def _unmerge(actor: Actor, signal: Signal) -> Signal:
    merge = merges.find_merge(signal)
    if merge is None:
        raise Conflict(_("This concern is not merged any more."))
    merge.undone_at, merge.undone_under_id = timezone.now(), actor.mandate_id
    merge.save(update_fields=["undone_at", "undone_under"])
    was_recorded = merge.due_before is None
    today = timezone.localdate()
    due_on = None
    if merge.due_before is not None:
        fresh = due_date(machine.SIGNAL.states[SignalState.SUBMITTED], today)
        due_on = merge.due_before if merge.due_before >= today else fresh
    position = way.advance(
        signal,
        "unmerge_recorded" if was_recorded else "unmerge",
        actor=actor,
        due_on=due_on,
        changes={"was_in": merge.into.public_id},
    )
    if signal.item is not None and merge.into.item is not None:
        trace.sever(signal.item, merge.into.item, merges.MERGED_HOW)
    way.note(merge.into, actor, "left_by_unmerging", {"concern": signal.public_id})
    publish(SignalUnmerged(*position, merge.into.public_id, merge.pk))
    return signal
