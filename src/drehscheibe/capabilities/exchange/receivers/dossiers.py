"""Tell people of dossiers, quotes and mergings, and let dossiers follow their concerns.

Each fact has one key, so that nobody is told twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from drehscheibe.capabilities.exchange.choices.signal import DossierState
from drehscheibe.capabilities.exchange.facts.signal import (
    AnswerWithdrawn,
    DossierAnswered,
    DossierCameBack,
    DossierFact,
    DossierHandedOver,
    DossierOverdue,
    QuoteConsentAnswered,
    QuoteConsentAsked,
    SignalAnswered,
    SignalFact,
    SignalHandedOver,
    SignalLeftBehind,
    SignalMerged,
    SignalRejected,
    SignalTakenBack,
    SignalUnmerged,
    SignalWithdrawn,
)
from drehscheibe.capabilities.exchange.models import Dossier, DossierEntry, DossierQuote, Signal
from drehscheibe.capabilities.exchange.queries.people import authors_of, supporters_of
from drehscheibe.capabilities.exchange.services.dossiers.hand_over import follow_dossier
from drehscheibe.capabilities.exchange.services.signals.merging import release_merged
from drehscheibe.core.notify import api as notify
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.outbox.api import subscribe

__all__ = ["FOLLOWED", "subscribe_all"]

#: After each of these a dossier looks at its concerns.
FOLLOWED = (
    # Also the office hands over again, if an answer is not enough.
    SignalHandedOver,
    SignalAnswered,
    AnswerWithdrawn,
    SignalTakenBack,
    SignalLeftBehind,
    SignalWithdrawn,
    SignalMerged,
)


def subscribe_all() -> None:
    """Listen to our own facts; called from ``AppConfig.ready``."""
    for followed in FOLLOWED:
        subscribe(followed, "exchange.follow_dossier", follow_signal)
    for ended in (SignalWithdrawn, SignalRejected):
        subscribe(ended, "exchange.release_merged", release_from)
    subscribe(DossierHandedOver, "exchange.tell_of_dossier", tell_of_dossier)
    subscribe(DossierAnswered, "exchange.tell_of_dossier", tell_of_answered)
    subscribe(DossierCameBack, "exchange.tell_of_dossier", tell_of_coming_back)
    subscribe(DossierOverdue, "exchange.tell_of_dossier", tell_of_delay)
    subscribe(QuoteConsentAsked, "exchange.tell_of_quote", tell_of_quote)
    subscribe(QuoteConsentAnswered, "exchange.tell_of_quote", tell_of_consent)
    subscribe(SignalMerged, "exchange.tell_of_merging", tell_of_merging)
    subscribe(SignalUnmerged, "exchange.tell_of_merging", tell_of_unmerging)


def follow_signal(fact: SignalFact) -> None:
    """Let every dossier that holds the concern follow it."""
    entries = DossierEntry.objects.filter(
        signal__item__public_id=fact.public_id, left_at__isnull=True
    )
    for key in sorted(set(entries.values_list("dossier_id", flat=True))):
        follow_dossier(key)


def release_from(fact: SignalFact) -> None:
    """Nothing goes on as part of a concern that has ended."""
    release_merged(_signal(fact.public_id).pk)


def tell_of_dossier(fact: DossierHandedOver) -> None:
    """Tell everybody who takes part in any of its concerns, once each, and the desk."""
    dossier = _dossier(fact)
    found = Signal.objects.filter(item__public_id__in=fact.signals)
    people: set[int] = set()
    for signal in found.select_related("item", "organisation"):
        people |= authors_of(signal) | supporters_of(signal)
    desk = organisations.list_person_ids(fact.desk_id)
    words = {"number": str(len(fact.signals)), "covering_note": dossier.covering_note}
    _tell(people - set(desk), "exchange.progress", "dossier_handed_over", fact, dossier, **words)
    _tell(desk, "exchange.desk_work", "dossier_desk_new", fact, dossier, **words)


def tell_of_answered(fact: DossierAnswered) -> None:
    office = organisations.list_office_person_ids()
    _tell(office, "exchange.office_work", "dossier_answered", fact, _dossier(fact))


def tell_of_coming_back(fact: DossierCameBack) -> None:
    office = organisations.list_office_person_ids()
    _tell(office, "exchange.office_work", "dossier_came_back", fact, _dossier(fact))


def tell_of_delay(fact: DossierOverdue) -> None:
    """Tell the desk that is late, and the office, unless the dossier moved on meanwhile."""
    dossier = _dossier(fact)
    if str(dossier.due_on) != fact.due_on:
        return
    office = set(organisations.list_office_person_ids())
    if dossier.state != DossierState.HANDED_OVER:
        _tell(office, "exchange.office_work", "dossier_office_due", fact, dossier)
        return
    desk = organisations.list_person_ids(int(dossier.owner_id or 0))
    _tell(desk, "exchange.desk_work", "dossier_desk_late", fact, dossier)
    _tell(office - set(desk), "exchange.office_work", "dossier_office_late", fact, dossier)


def tell_of_quote(fact: QuoteConsentAsked) -> None:
    """Ask the authors for their consent; a quote that is not wanted any more asks nobody."""
    quote = _quote(fact.quote_id)
    if quote is None:
        return
    context = {
        "event": "quote_asked",
        "uuid": str(quote.uuid),
        "public_id": quote.signal.public_id,
        "title": quote.signal.title,
        "quote": quote.text,
    }
    key = f"{fact.topic}:{quote.uuid}"
    notify.tell(authors_of(quote.signal), "exchange.needs_you", fact_key=key, context=context)


def tell_of_consent(fact: QuoteConsentAnswered) -> None:
    quote = _quote(fact.quote_id)
    if quote is None or quote.answered_at is None:
        return
    context = {
        "event": "quote_granted" if fact.is_granted else "quote_declined",
        "public_id": quote.dossier.public_id,
        "dossier": quote.dossier.public_id,
        "title": quote.dossier.title,
        "quote": quote.text,
        "organisation": str(quote.signal.organisation or ""),
    }
    key = f"{fact.topic}:{quote.uuid}:{quote.answered_at.isoformat()}"
    people = organisations.list_office_person_ids()
    notify.tell(people, "exchange.office_work", fact_key=key, context=context)


def tell_of_merging(fact: SignalMerged) -> None:
    """Tell those who raised or support the merged concern, and the authors of the other."""
    signal, target = _signal(fact.public_id), _signal(fact.into)
    note = signal.merges.get(pk=fact.merge_id).note
    words = {"into": fact.into, "note": note}
    authors = authors_of(signal)
    _tell_of_signal(authors, "merged", fact, signal, "exchange.progress", **words)
    supporters = supporters_of(signal) - authors
    _tell_of_signal(supporters, "merged_supported", fact, signal, "exchange.progress", **words)
    # Of a concern that they may not read, the others learn only that there is one more.
    name = str(signal.organisation or signal.raised_in_public_by) if signal.is_open else ""
    event = "joined_by_merging" if name else "joined_by_merging_unnamed"
    others = authors_of(target) - authors - supporters
    _tell_of_signal(others, event, fact, target, "exchange.progress", joined=name)


def tell_of_unmerging(fact: SignalUnmerged) -> None:
    signal = _signal(fact.public_id)
    people = authors_of(signal)
    _tell_of_signal(people, "unmerged", fact, signal, "exchange.progress", was_in=fact.was_in)


def _signal(public_id: str) -> Signal:
    return Signal.objects.select_related("item", "organisation").get(item__public_id=public_id)


def _dossier(fact: DossierFact) -> Dossier:
    return Dossier.objects.select_related("item", "desk").get(item__public_id=fact.public_id)


def _quote(pk: int) -> DossierQuote | None:
    related = ("signal__item", "signal__organisation", "dossier__item")
    return DossierQuote.objects.select_related(*related).filter(pk=pk).first()


def _tell(
    people: Iterable[int], kind: str, event: str, fact: DossierFact, dossier: Dossier, **words: str
) -> None:
    context = {
        "event": event,
        "public_id": fact.public_id,
        "dossier": fact.public_id,
        "title": dossier.title,
        "desk": str(dossier.desk or ""),
        "due_on": fact.due_on,
        **words,
    }
    key = f"{fact.topic}:{fact.public_id}:{fact.station}"
    notify.tell(people, kind, fact_key=key, context=context)


def _tell_of_signal(
    people: Iterable[int], event: str, fact: SignalFact, signal: Signal, kind: str, **words: str
) -> None:
    context = {
        "event": event,
        "public_id": signal.public_id,
        "uuid": str(signal.uuid),
        "title": signal.title,
        "due_on": fact.due_on,
        **words,
    }
    key = f"{fact.topic}:{fact.public_id}:{fact.station}"
    notify.tell(people, kind, fact_key=key, context=context)
