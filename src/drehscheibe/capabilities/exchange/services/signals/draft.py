"""Write a concern: begin, keep what is typed, throw away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.signal import Scope, SignalState
from drehscheibe.capabilities.exchange.machine import signal as machine
from drehscheibe.capabilities.exchange.models import Impulse, Signal
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.capabilities.exchange.rules import signal as rules
from drehscheibe.capabilities.exchange.services.signals import way
from drehscheibe.capabilities.exchange.services.signals.evidence import erase_evidence_of
from drehscheibe.capabilities.exchange.services.signals.since import find_month
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.access.errors import Conflict
from drehscheibe.core.places.models import Kreis, Land
from drehscheibe.core.trace.clock import due_date
from drehscheibe.core.trace.models import Item

__all__ = ["WORDS", "DraftContent", "begin_draft", "discard_draft", "save_draft"]

#: Fields that the authors fill; all of them are columns of :class:`Signal`.
WORDS = (
    "title",
    "what_happens",
    "since",
    "affected",
    "affected_companies",
    "affected_employees",
    "legal_norm",
    "wish",
    "topic",
    "level",
    "scope",
    "region_text",
    "visibility",
)


#: An initiative of more Kreise speaks for its Land.
MOST_PROPOSED = 11


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What stands in the form.

    Attributes
    ----------
    words : mapping
        Valid values of :data:`WORDS`; fields that are left out stay as they are.
    laender, kreise : tuple of str, or None
        Codes and keys of the chosen places; None: stay as they are.
    unfinished : mapping of str to str
        What was typed into the other fields, kept as it is.
    """

    words: Mapping[str, Any] = field(default_factory=dict)
    laender: tuple[str, ...] | None = None
    kreise: tuple[str, ...] | None = None
    unfinished: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def begin_draft(actor: Actor, *, taken_up: str = "") -> Signal:
    """Begin a concern for the actor's organisation, or go on with one that is still empty.

    Whoever comes back to the page and begins again finds no second empty draft.

    Parameters
    ----------
    taken_up : str, optional
        Public id of a concern open to the actor, or of an impulse, on which this one builds; an
        unknown one is ignored.
    """
    way.ensure_mandate(actor)
    way.allow(rules.may_write(actor))
    origin = signals.find_open_item(actor, taken_up) if taken_up else None
    proposed = ProposedPlaces.for_organisation(actor.organisation_id or 0)
    empty = _empty_draft(actor, origin, proposed)
    if empty is not None:
        return empty
    today = timezone.localdate()
    draft = Signal.objects.create(
        organisation_id=actor.organisation_id,
        mandate_id=actor.mandate_id,
        owner_id=actor.organisation_id,
        due_on=due_date(machine.SIGNAL.states[SignalState.DRAFT], today),
        taken_up_from=origin,
        scope=proposed.scope,
        topic=_topic_of(origin),
    )
    proposed.write(draft)
    way.note(draft, actor, "draft_begun", {"taken_up": taken_up})
    return draft


def _empty_draft(actor: Actor, origin: Item | None, proposed: ProposedPlaces) -> Signal | None:
    """Return a draft of today, begun by this person from the same origin, with nothing of theirs."""
    blank = Signal(scope=proposed.scope, topic=_topic_of(origin))
    nothing = {name: getattr(blank, name) for name in WORDS}
    untouched = signals.drafts_of(actor).filter(
        mandate=actor.mandate_id,
        created_at__date=timezone.localdate(),
        item=None,
        taken_up_from=origin,
        unfinished={},
        evidence=None,
        **nothing,
    )
    return next((draft for draft in untouched if proposed.are_those_of(draft)), None)


def _topic_of(origin: Item | None) -> str:
    """Return the topic of the impulse that is taken up; authors of other concerns choose their own."""
    topics = Impulse.objects.filter(item=origin).values_list("topic", flat=True) if origin else []
    return next(iter(topics), "")


@dataclass(frozen=True, slots=True)
class ProposedPlaces:
    """Where the authors' initiative works, as its entry says; they may change it."""

    scope: str
    laender: frozenset[str] = frozenset()
    kreise: frozenset[str] = frozenset()

    @classmethod
    def for_organisation(cls, organisation_id: int) -> ProposedPlaces:
        """Return the Kreise of its entry, or its Land if they are many; nothing without an entry."""
        initiative = directory.find_by_organisations([organisation_id]).get(organisation_id)
        if initiative is not None and 0 < len(initiative.kreise) <= MOST_PROPOSED:
            laender = Land.objects.filter(kreise__in=initiative.kreise).distinct()
            codes = laender.values_list("pk", flat=True)
            return cls(Scope.KREISE, frozenset(codes), frozenset(initiative.kreise))
        if initiative is not None and initiative.land_code:
            return cls(Scope.LAENDER, frozenset([initiative.land_code]))
        return cls(Signal().scope)

    def write(self, draft: Signal) -> None:
        draft.laender.set(Land.objects.filter(pk__in=self.laender))
        draft.kreise.set(Kreis.objects.filter(pk__in=self.kreise))

    def are_those_of(self, draft: Signal) -> bool:
        laender = draft.laender.values_list("pk", flat=True)
        kreise = draft.kreise.values_list("pk", flat=True)
        return (frozenset(laender), frozenset(kreise)) == (self.laender, self.kreise)


@transaction.atomic
def save_draft(actor: Actor, signal_id: int, content: DraftContent) -> Signal:
    """Keep what was typed, finished or not; called every few seconds while somebody writes.

    Raises
    ------
    Conflict
        If the concern was sent meanwhile, from another window or by a colleague.
    """
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(rules.may_edit(actor, signal))
    if signal.state != SignalState.DRAFT:
        raise Conflict(_("This concern has been sent already. What you typed now was not added."))
    for name, value in content.words.items():
        if name not in WORDS:
            raise ValueError(f"{name!r} is not written by the authors")
        setattr(signal, name, value)
    if "since" in content.words:
        signal.since_month = find_month(signal.since)
    signal.unfinished = dict(content.unfinished)
    signal.due_on = due_date(machine.SIGNAL.states[SignalState.DRAFT], timezone.localdate())
    signal.save()
    _follow(signal)
    _save_places(signal, content)
    return signal


def _follow(signal: Signal) -> None:
    """Keep the trace of a draft in step that was sent before and came back."""
    if signal.item is not None:
        signal.item.title, signal.item.due_on = signal.title, signal.due_on
        signal.item.save(update_fields=["title", "due_on"])


def _save_places(signal: Signal, content: DraftContent) -> None:
    """Keep the chosen places that exist; Kreise bring their Länder along."""
    if content.kreise is not None:
        signal.kreise.set(Kreis.objects.filter(pk__in=content.kreise))
    if content.laender is not None:
        signal.laender.set(Land.objects.filter(pk__in=content.laender))
    if signal.scope == Scope.KREISE:
        signal.laender.set(Land.objects.filter(kreise__in=signal.kreise.all()).distinct())
    if signal.scope == Scope.NATIONWIDE:
        signal.laender.clear()
    if signal.scope in (Scope.NATIONWIDE, Scope.LAENDER):
        signal.kreise.clear()


@transaction.atomic
def discard_draft(actor: Actor, signal_id: int) -> None:
    """Throw a draft away that was never sent; one that has a number is withdrawn instead."""
    signal = signals.lock_signal(signal_id)
    way.ensure_mandate(actor)
    way.allow(rules.may_edit(actor, signal))
    if signal.state != SignalState.DRAFT or signal.item is not None:
        raise Conflict(way.describe_position(signal))
    way.note(signal, actor, "draft_discarded", {})
    erase_evidence_of(actor, signal)
    signal.delete()
