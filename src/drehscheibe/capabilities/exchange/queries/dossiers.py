"""Named reads of dossiers; what an actor may not see does not exist for them."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet

from drehscheibe.capabilities.exchange.choices.signal import DossierState, SignalState
from drehscheibe.capabilities.exchange.machine.signal import DOSSIER_FINAL_STATES
from drehscheibe.capabilities.exchange.models import (
    Dossier,
    DossierEntry,
    DossierQuote,
    HandOver,
    Signal,
    Supporter,
)
from drehscheibe.capabilities.exchange.queries import signals
from drehscheibe.core.access.actor import Actor

__all__ = [
    "bundleable",
    "dossier_of",
    "dossiers_at_desk",
    "dossiers_visible_to",
    "find_addressee_id",
    "get_dossier_visible_to",
    "get_quote_visible_to",
    "is_stranded",
    "is_told_with_dossier",
    "list_entries",
    "list_owned_by",
    "list_signals",
    "list_to_remind",
    "lock_dossier",
    "open_dossiers",
    "public_dossiers",
    "with_counts",
]


def dossiers_visible_to(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers that the actor may read.

    Everybody reads what is public; people under a mandate also what is open to the network; the
    office all; a desk what was handed to it; those who raised or support a concern in it as soon
    as it is handed over.
    """
    if actor.is_office or actor.is_system:
        return Dossier.objects.all()
    seen = Q(published_at__isnull=False)
    if actor.mandate_id is not None:
        seen |= Q(shared_at__isnull=False)
    if actor.organisation_id is not None:
        own = Q(signal__organisation_id=actor.organisation_id) | Q(
            signal__in=Supporter.objects.active()
            .filter(organisation_id=actor.organisation_id)
            .values("signal_id")
        )
        took_part = DossierEntry.objects.filter(own, left_at__isnull=True).values("dossier_id")
        seen |= Q(pk__in=took_part, handed_over_at__isnull=False)
    if actor.is_desk:
        seen |= Q(desk_id=actor.organisation_id) | Q(owner_id=actor.organisation_id)
    return Dossier.objects.filter(seen)


def public_dossiers() -> QuerySet[Dossier]:
    """Return what everybody may read, handed over last first."""
    return Dossier.objects.public().order_by("-handed_over_at", "-pk")


def get_dossier_visible_to(actor: Actor, public_id: str) -> Dossier:
    """Return one dossier with what its page names."""
    found = dossiers_visible_to(actor).select_related("item", "owner", "desk")
    return found.get(item__public_id=public_id)


def get_quote_visible_to(actor: Actor, uuid: str) -> DossierQuote:
    """Return a quote for the organisation whose words it holds; nobody else answers for them."""
    if actor.organisation_id is None:
        raise DossierQuote.DoesNotExist
    quotes = DossierQuote.objects.select_related("dossier__item", "signal__item")
    return quotes.get(uuid=uuid, signal__organisation_id=actor.organisation_id)


def lock_dossier(pk: int) -> Dossier:
    """Lock a dossier until the end of the transaction; before any concern in it."""
    return Dossier.objects.select_for_update().get(pk=pk)


def list_entries(dossier: Dossier) -> list[DossierEntry]:
    """Return the entries that have not left, in the order in which they were added."""
    return list(dossier.entries.filter(left_at__isnull=True).select_related("signal__item"))


def list_signals(dossier: Dossier) -> list[Signal]:
    """Return the concerns in it with all that its page says of them; the queries do not grow."""
    joined = Supporter.objects.active().select_related("organisation").prefetch_related("laender")
    entries = DossierEntry.objects.filter(dossier=dossier, left_at__isnull=True)
    found = signals.with_card_data(Signal.objects.filter(pk__in=entries.values("signal_id")))
    found = found.prefetch_related("kreise", Prefetch("supporters", joined))
    return list(found.order_by("item__public_id"))


def list_owned_by(organisation_id: int) -> list[int]:
    """Return the dossiers for which an organisation has to act."""
    owned = Dossier.objects.filter(owner_id=organisation_id)
    return list(owned.order_by("pk").values_list("pk", flat=True))


def is_stranded(dossier: Dossier) -> bool:
    """Whether the body that has it no longer exists."""
    return dossier.owner is not None and dossier.owner.ended_at is not None


def find_addressee_id(dossier: Dossier) -> int | None:
    """Return the desk that answers for a dossier: its own, as long as that exists.

    Later it is the desk that has one of its concerns, of several the one that is due first; None if
    no desk has any.
    """
    if dossier.desk is None or dossier.desk.ended_at is None:
        return dossier.desk_id
    stays = HandOver.objects.filter(
        signal__dossier_entries__dossier=dossier,
        signal__dossier_entries__left_at__isnull=True,
        ended_at__isnull=True,
        desk__ended_at__isnull=True,
    )
    return stays.order_by("due_on", "pk").values_list("desk_id", flat=True).first()


def list_to_remind(today: date) -> list[int]:
    """Return dossiers whose owner is late and was not reminded of this date yet."""
    late = Dossier.objects.exclude(state__in=DOSSIER_FINAL_STATES).filter(due_on__lt=today)
    unreminded = late.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=F("due_on")))
    return list(unreminded.order_by("due_on", "pk").values_list("pk", flat=True))


def is_told_with_dossier(signal: Signal) -> bool:
    """Whether a dossier is due at the same desk on the same day, and its reminder speaks for both."""
    entries = DossierEntry.objects.filter(
        signal=signal,
        left_at__isnull=True,
        dossier__state=DossierState.HANDED_OVER,
        dossier__owner_id=signal.owner_id,
        dossier__due_on=signal.due_on,
    )
    return entries.exists()


def dossier_of(signal: Signal) -> Dossier | None:
    """Return the dossier in which a concern is now, the newest if it was in several."""
    entry = (
        DossierEntry.objects.filter(signal=signal, left_at__isnull=True)
        .select_related("dossier__item", "dossier__desk")
        .order_by("-pk")
        .first()
    )
    return entry.dossier if entry else None


def bundleable() -> QuerySet[Signal]:
    """Return the concerns that the office may put into a dossier, longest waiting first.

    What was only recorded waits for nobody and comes after everything that does.
    """
    states = (SignalState.SUBMITTED, SignalState.RECORDED)
    waiting_first = F("due_on").asc(nulls_last=True)
    return Signal.objects.filter(state__in=states).order_by(waiting_first, "pk")


def open_dossiers() -> QuerySet[Dossier]:
    """Return the dossiers that are in preparation, most urgent first."""
    return Dossier.objects.filter(state=DossierState.IN_PREPARATION).order_by("due_on", "pk")


def dossiers_at_desk(desk_id: int | None) -> QuerySet[Dossier]:
    """Return what the desk has to answer as one, most urgent first."""
    return Dossier.objects.filter(owner_id=desk_id, state=DossierState.HANDED_OVER).order_by(
        "due_on", "pk"
    )


def with_counts(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Load what a row of a list shows; ``number`` is the number of concerns."""
    number = Count("entries", filter=Q(entries__left_at__isnull=True))
    return dossiers.select_related("item", "desk", "owner").annotate(number=number)
