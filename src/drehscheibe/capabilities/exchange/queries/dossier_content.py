"""What a dossier says to one reader: the concerns that they may read, and figures made from these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from drehscheibe.capabilities.exchange.choices.signal import Scope
from drehscheibe.capabilities.exchange.models import (
    Dossier,
    DossierAsk,
    DossierEntry,
    DossierQuote,
    Signal,
    Supporter,
)
from drehscheibe.capabilities.exchange.queries import dossiers
from drehscheibe.capabilities.exchange.queries.signals import signals_visible_to
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.places.models import Kreis, Land

__all__ = [
    "Ask",
    "Content",
    "Stated",
    "gather_content",
    "gather_public_content",
    "with_public_content",
]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for, and the readable concerns on which it rests."""

    number: int
    text: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """A sum of what authors stated; None if nobody stated a number."""

    total: int | None
    silent: int


@dataclass(frozen=True)
class Content:
    """Everything that one reader may know of a dossier.

    Attributes
    ----------
    signals : tuple of Signal
        The concerns that the reader may read, loaded with answers, places and supporters.
    hidden : int
        How many others there are; they are counted and nothing else.
    quotes : tuple of DossierQuote
        Chosen, agreed to, and from a concern that the reader may read.
    """

    dossier: Dossier
    signals: tuple[Signal, ...]
    hidden: int
    quotes: tuple[DossierQuote, ...]
    asks: tuple[Ask, ...]

    @property
    def number(self) -> int:
        """How many concerns it holds, readable or not."""
        return len(self.signals) + self.hidden

    @cached_property
    def changed_at(self) -> datetime:
        """Since when what it says is true: the latest change of it or of a readable concern."""
        return max([self.dossier.changed_at, *(one.changed_at for one in self.signals)])

    @cached_property
    def organisations(self) -> frozenset[str]:
        """Names of those who raised or support a readable concern."""
        raised = {str(one.organisation or one.raised_in_public_by) for one in self.signals}
        joined = {str(row.organisation) for one in self.signals for row in one.supporters.all()}
        return frozenset(raised | joined)

    @cached_property
    def companies(self) -> Stated:
        return _stated([one.affected_companies for one in self.signals])

    @cached_property
    def employees(self) -> Stated:
        return _stated([one.affected_employees for one in self.signals])

    @cached_property
    def nationwide(self) -> int:
        """How many readable concerns hold for the whole country."""
        return sum(one.scope == Scope.NATIONWIDE for one in self.signals)

    @cached_property
    def per_land(self) -> dict[str, int]:
        """How many readable concerns name each Land, by code, most first; supporters speak too."""
        count: Counter[str] = Counter()
        for one in self.signals:
            count.update({land.pk for land in _laender_of(one)})
        return dict(sorted(count.items(), key=lambda pair: (-pair[1], pair[0])))

    @cached_property
    def land_names(self) -> dict[str, str]:
        """Return the name of every Land that is named, by code."""
        return {land.pk: str(land) for one in self.signals for land in _laender_of(one)}

    @cached_property
    def per_kreis(self) -> dict[str, int]:
        """How many readable concerns hold in each Kreis, by key: named, or with its whole Land."""
        count: Counter[str] = Counter()
        for one in self.signals:
            named = {kreis.pk for kreis in one.kreise.all()}
            by_supporters = {land.pk for row in one.supporters.all() for land in row.laender.all()}
            whole = by_supporters if named else {land.pk for land in _laender_of(one)}
            count.update(named | {key for code in whole for key in self._kreise_of[code]})
        return dict(count)

    @cached_property
    def _kreise_of(self) -> dict[str, set[str]]:
        kreise: dict[str, set[str]] = {code: set() for code in self.per_land}
        for ags5, code in Kreis.objects.filter(land__in=list(kreise)).values_list("pk", "land_id"):
            kreise[code].add(ags5)
        return kreise

    @property
    def legal_norms(self) -> list[str]:
        """The laws that the office names, one per line."""
        return [line.strip() for line in self.dossier.legal_norms.splitlines() if line.strip()]


def gather_content(actor: Actor, dossier: Dossier) -> Content:
    """Gather what the dossier says to this reader, in a number of queries that does not grow."""
    everything = dossiers.list_signals(dossier)
    may_read = set(
        signals_visible_to(actor)
        .filter(pk__in=[one.pk for one in everything])
        .values_list("pk", flat=True)
    )
    readable = tuple(one for one in everything if one.pk in may_read)
    chosen = dossier.quotes.filter(is_chosen=True, signal__in=may_read)
    quotes = chosen.select_related("signal__item", "signal__organisation")
    return Content(
        dossier=dossier,
        signals=readable,
        hidden=len(everything) - len(readable),
        quotes=tuple(quotes),
        asks=tuple(_asks(dossier.asks.prefetch_related("signals__item"), may_read)),
    )


def with_public_content(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Load what :func:`gather_public_content` reads, in a number of queries that does not grow."""
    joined = Supporter.objects.active().select_related("organisation").prefetch_related("laender")
    entries = DossierEntry.objects.filter(left_at__isnull=True).select_related(
        "signal__item", "signal__organisation"
    )
    quotes = DossierQuote.objects.filter(is_chosen=True)
    return rows.select_related("item", "owner", "desk").prefetch_related(
        Prefetch("entries", entries.prefetch_related("signal__laender")),
        Prefetch("entries__signal__supporters", joined),
        Prefetch("quotes", quotes.select_related("signal__item", "signal__organisation")),
        "asks__signals__item",
    )


def gather_public_content(dossier: Dossier) -> Content:
    """Return what a dossier loaded ``with_public_content`` says to everybody; no query."""
    everything = [entry.signal for entry in dossier.entries.all()]
    readable = tuple(one for one in everything if one.is_public)
    may_read = {one.pk for one in readable}
    return Content(
        dossier=dossier,
        signals=tuple(sorted(readable, key=lambda one: one.public_id)),
        hidden=len(everything) - len(readable),
        quotes=tuple(quote for quote in dossier.quotes.all() if quote.signal_id in may_read),
        asks=tuple(_asks(dossier.asks.all(), may_read)),
    )


def _asks(asks: Iterable[DossierAsk], may_read: set[int]) -> Iterable[Ask]:
    for ask in asks:
        named = sorted(one.public_id for one in ask.signals.all() if one.pk in may_read)
        yield Ask(ask.number, ask.text, tuple(named))


def _stated(values: list[int | None]) -> Stated:
    known = [value for value in values if value is not None]
    return Stated(sum(known) if known else None, len(values) - len(known))


def _laender_of(signal: Signal) -> set[Land]:
    own = set(signal.laender.all())
    return own | {land for row in signal.supporters.all() for land in row.laender.all()}
