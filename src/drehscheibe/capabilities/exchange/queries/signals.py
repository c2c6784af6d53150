"""Named reads of concerns; what an actor may not see does not exist for them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)

from drehscheibe.capabilities.exchange.choices.signal import HandOverOutcome, Scope, SignalState
from drehscheibe.capabilities.exchange.machine.signal import (
    ADDRESSEE,
    AUTHOR,
    CLOCK_STATES,
    FINAL_STATES,
    OFFICE,
    SIGNAL,
    UNSENT_STATES,
    states_owned_by,
)
from drehscheibe.capabilities.exchange.models import (
    Answer,
    DossierEntry,
    Evidence,
    HandOver,
    Merge,
    Signal,
    SignalQuerySet,
    Supporter,
)
from drehscheibe.capabilities.exchange.queries.answers import for_pages
from drehscheibe.capabilities.exchange.queries.impulses import find_impulse_item
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.queries import lock_existing
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.places.models import Land
from drehscheibe.core.trace.models import Edge, Item

LAENDER_KEPT_S = 600


def signals_visible_to(actor: Actor) -> SignalQuerySet:
    """Return the concerns that the actor may read.

    Everybody reads what is public; people under a mandate also what is open to the network; members
    of an organisation what it raises; the office what has been sent; a desk what was ever handed
    to it.
    """
    seen = Q(published_at__isnull=False)
    if actor.mandate_id is not None:
        seen |= Q(shared_at__isnull=False)
    if actor.organisation_id is not None:
        seen |= Q(organisation_id=actor.organisation_id)
    if actor.is_desk:
        handed = HandOver.objects.filter(desk_id=actor.organisation_id)
        seen |= Q(pk__in=handed.values("signal_id"))
        # What goes on as part of it was handed over with it, unless the desk had let it go before.
        still_there = Q(into__hand_overs__ended_at__isnull=True) | Q(
            into__hand_overs__ended_at__gt=F("merged_at")
        )
        merged = Merge.objects.filter(
            still_there, into__hand_overs__desk_id=actor.organisation_id, undone_at__isnull=True
        )
        seen |= Q(pk__in=merged.values("signal_id"))
    if actor.is_office or actor.is_system:
        seen |= ~Q(state__in=UNSENT_STATES)
    return Signal.objects.filter(seen)


def get_signal_visible_to(actor: Actor, public_id: str) -> Signal:
    """Return one concern with what its page shows beside it.

    What else there is of it comes along as marks (``has_…``, ``is_in_dossier``): most have little of
    it, and their pages need not ask for what is not there.
    """
    signals = (
        signals_visible_to(actor)
        .annotate(**_marks())
        .select_related("item", "organisation", "owner", "mandate", "taken_up_from")
    )
    signal: Any = signals.get(item__public_id=public_id)  # annotated
    is_nationwide = signal.scope == Scope.NATIONWIDE
    laender = Land.objects.none() if is_nationwide else Land.objects.all()
    answers = for_pages() if signal.has_answers else Answer.objects.none()
    evidence = Evidence.objects.select_related("file")
    prefetch_related_objects(
        [signal],
        Prefetch("laender", queryset=laender),
        Prefetch("answers", queryset=answers),
        Prefetch("evidence", queryset=evidence if signal.has_evidence else evidence.none()),
    )
    found: Signal = signal
    return found


def _marks() -> dict[str, Exists]:
    of_this = {"signal": OuterRef("pk")}
    item = OuterRef("item")
    return {
        "has_answers": Exists(Answer.objects.filter(**of_this)),
        "has_evidence": Exists(Evidence.objects.filter(**of_this)),
        "has_supporters": Exists(Supporter.objects.active().filter(**of_this)),
        "has_joined": Exists(Merge.objects.filter(into=OuterRef("pk"), undone_at__isnull=True)),
        "is_in_dossier": Exists(DossierEntry.objects.filter(left_at__isnull=True, **of_this)),
        "has_origins": Exists(Edge.objects.filter(result=item)),
        "has_results": Exists(Edge.objects.filter(origin=item)),
    }


def drafts_of(actor: Actor) -> SignalQuerySet:
    """Return the drafts of the actor's organisation."""
    if actor.organisation_id is None:
        return Signal.objects.none()
    return Signal.objects.filter(
        organisation_id=actor.organisation_id, state=SignalState.DRAFT
    ).select_related("item", "organisation", "mandate__person")


def get_own_by_uuid(actor: Actor, uuid: UUID) -> Signal:
    """Return a draft, or what became of it, by its unguessable id; only for its organisation."""
    if actor.organisation_id is None:
        raise Signal.DoesNotExist
    own = Signal.objects.filter(organisation_id=actor.organisation_id).select_related(
        "item", "organisation", "owner", "mandate__person", "taken_up_from"
    )
    return own.get(uuid=uuid)


def lock_signal(pk: int) -> Signal:
    """Lock a concern until the end of the transaction; always the first lock of a service.

    Without joins: after waiting for the lock, PostgreSQL gives the new row, but joined rows as
    they were before. What belongs to the concern is read when it is asked for, after the lock.
    """
    return Signal.objects.select_for_update().get(pk=pk)


#: What a card shows; the authors' own words are long and stand on the page of the concern only.
_CARD_COLUMNS = (
    "title",
    "state",
    "topic",
    "level",
    "scope",
    "region_text",
    "raised_in_public_by",
    "due_on",
    "changed_at",
    "published_at",
    "is_example",
    "item_id",
    "organisation_id",
    "owner_id",
)


def with_card_data(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Load what a card of a list shows, in a number of queries that does not grow."""
    standing = Answer.objects.filter(withdrawn_at__isnull=True).order_by("number")
    latest = standing.only("signal_id", "number", "decision", "desk_id", "withdrawn_at")
    return signals.select_related("item", "organisation", "owner").prefetch_related(
        "laender", Prefetch("answers", queryset=latest)
    )


def as_cards(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Load what a card shows and nothing else: the authors' words stay where they are."""
    named = [
        f"{body}__{name}" for body in ("organisation", "owner") for name in ("name", "short_name")
    ]
    return with_card_data(signals).only(*_CARD_COLUMNS, "item__public_id", *named)


@kept_for_epoch()
def _public_authors() -> frozenset[int]:
    """Return the organisations that raised something in public: few, asked for on every profile."""
    authors = Signal.objects.public().filter(organisation__isnull=False).order_by()
    return frozenset(authors.values_list("organisation_id", flat=True).distinct())


def list_public_of(organisation_id: int, limit: int) -> list[Signal]:
    """Return what an organisation raised in public, newest first, with its answers.

    Two queries, none where there is nothing.
    """
    if organisation_id not in _public_authors():
        return []
    standing = Answer.objects.filter(withdrawn_at__isnull=True)
    answers = standing.select_related("desk").order_by("number")
    own = Signal.objects.public().filter(organisation_id=organisation_id)
    own = own.select_related("item", "organisation").prefetch_related(Prefetch("answers", answers))
    return list(own.order_by("-published_at", "-pk")[:limit])


def own_signals(actor: Actor) -> QuerySet[Signal]:
    """Return what the actor's organisation has sent, what needs it first."""
    if actor.organisation_id is None:
        return Signal.objects.none()
    own = Signal.objects.filter(organisation_id=actor.organisation_id, item__isnull=False)
    return own.order_by("-changed_at", "-pk")


def office_queue() -> QuerySet[Signal]:
    """Return what is with the office, most urgent first."""
    waiting = states_owned_by(OFFICE)
    return Signal.objects.filter(state__in=waiting).order_by("due_on", "pk")


def open_elsewhere() -> QuerySet[Signal]:
    """Return what others owe, most urgent first, so that the office can ask."""
    waiting = states_owned_by(AUTHOR, ADDRESSEE)
    return Signal.objects.filter(state__in=waiting).order_by("due_on", "pk")


def desk_queue(desk_id: int | None) -> QuerySet[Signal]:
    """Return what the desk has to answer or to keep, most urgent first."""
    waiting = states_owned_by(ADDRESSEE)
    return Signal.objects.filter(owner_id=desk_id, state__in=waiting).order_by("due_on", "pk")


def answered_by(desk_id: int | None) -> QuerySet[Signal]:
    """Return what the desk has answered, newest first."""
    answers = Answer.objects.filter(desk_id=desk_id, withdrawn_at__isnull=True)
    return Signal.objects.filter(pk__in=answers.values("signal_id")).order_by("-changed_at", "-pk")


def list_desks() -> list[Organisation]:
    """Return the addressees, those for the whole country first."""
    desks = Organisation.objects.filter(kind=OrganisationKind.DESK, ended_at__isnull=True)
    rank = {"federal": 0, "land": 1, "municipality": 2, "eu": 3}
    return sorted(
        desks.select_related("land"), key=lambda desk: (rank.get(desk.level, 9), str(desk))
    )


def find_desk(pk: int) -> Organisation | None:
    """Return an addressee to whom concerns can be handed over; it does not end before that is done."""
    found = lock_existing(pk)
    return found if found is not None and found.kind == OrganisationKind.DESK else None


def answerable_by(desk_id: int | None) -> QuerySet[Signal]:
    """Return what the desk can answer at this moment, most urgent first."""
    states = [name for name in SIGNAL.states if SIGNAL.target_of("answer", name)]
    return Signal.objects.filter(owner_id=desk_id, state__in=states).order_by("due_on", "pk")


def count_by_topic(found: QuerySet[Signal]) -> dict[str, int]:
    """Return how many of these concerns each topic has, most first."""
    rows = found.order_by().values_list("topic").annotate(number=Count("pk"))
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def promised_by(desk_id: int | None) -> QuerySet[Signal]:
    """Return what the desk has promised and not yet reported, most urgent first."""
    promised = Signal.objects.filter(owner_id=desk_id, state=SignalState.PROMISED)
    return promised.order_by("due_on", "pk")


def passed_on_by(desk_id: int | None) -> QuerySet[Signal]:
    """Return what the desk passed on to others, newest first."""
    stays = HandOver.objects.filter(desk_id=desk_id, outcome=HandOverOutcome.FORWARDED)
    passed_on = Signal.objects.filter(pk__in=stays.values("signal_id"))
    return passed_on.order_by("-changed_at", "-pk")


def waiting_for_authors(desk_id: int | None) -> QuerySet[Signal]:
    """Return what the desk asked the authors about, longest waiting first."""
    stays = HandOver.objects.filter(desk_id=desk_id, ended_at__isnull=True)
    asked = Signal.objects.filter(state=SignalState.ASKED_BACK, pk__in=stays.values("signal_id"))
    return asked.order_by("due_on", "pk")


def list_owned_by(organisation_id: int) -> list[int]:
    """Return what an organisation has to act on, or waits for in a stay of its own."""
    stays = HandOver.objects.filter(desk_id=organisation_id, ended_at__isnull=True)
    owned = Q(owner_id=organisation_id) | Q(pk__in=stays.values("signal_id"))
    return list(Signal.objects.filter(owned).order_by("pk").values_list("pk", flat=True))


def list_laender() -> list[Land]:
    """Return the sixteen Länder, remembered for a while: they stand above every list."""
    kept: list[Land] | None = cache.get_or_set("exchange:laender", _read_laender, LAENDER_KEPT_S)
    return kept if kept is not None else _read_laender()


def _read_laender() -> list[Land]:
    return list(Land.objects.all())


def list_kreis_names(signal: Signal) -> list[str]:
    """Return the Kreise of a concern in words; no query if its region is given otherwise."""
    if signal.scope != Scope.KREISE:
        return []
    return [str(kreis) for kreis in signal.kreise.all()]


def find_office() -> Organisation | None:
    """Return the service office; a hub has one."""
    return Organisation.objects.filter(kind=OrganisationKind.OFFICE).order_by("pk").first()


def find_organisation(uuid: str) -> Organisation | None:
    """Return the organisation by which a list of public concerns is narrowed."""
    return Organisation.objects.filter(uuid=uuid).first()


def open_hand_over(signal: Signal) -> HandOver | None:
    """Return the stay at an addressee that has not ended."""
    return signal.hand_overs.filter(ended_at__isnull=True).select_related("desk").first()


def count_open(
    today: date, *, sees_network: bool, with_examples: bool
) -> tuple[dict[str, int], int]:
    """Return how many open concerns rest in each state, and for how many somebody is late."""
    late = Count("pk", filter=Q(state__in=CLOCK_STATES, due_on__lt=today))
    found = Signal.objects.open_to(sees_network=sees_network).order_by()
    if not with_examples:
        found = found.filter(is_example=False)
    counted = list(found.values("state").annotate(number=Count("pk"), late=late))
    return {row["state"]: row["number"] for row in counted}, sum(row["late"] for row in counted)


def find_open_item(actor: Actor, public_id: str) -> Item | None:
    """Return the trace item of a concern open to the actor, or of a public impulse, or None."""
    opened = Signal.objects.readable_by(actor).filter(item__public_id=public_id)
    signal = opened.select_related("item").first()
    return signal.item if signal else find_impulse_item(public_id)


def list_to_remind(today: date) -> list[int]:
    """Return concerns whose owner is late and was not reminded of this date yet."""
    late = Signal.objects.exclude(state__in=FINAL_STATES).filter(due_on__lt=today)
    # Any other date: the one that follows may lie before it, such as the day of a promise.
    unreminded = late.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=F("due_on")))
    return list(unreminded.order_by("due_on", "pk").values_list("pk", flat=True))


def matches_words(text: str) -> Q:
    """Return the condition that every word stands in the number, the title or the name.

    For work lists, which also hold what the search index does not: concerns that are not public.
    """
    condition = Q()
    for word in text.split()[:6]:
        condition &= (
            Q(item__public_id__icontains=word)
            | Q(title__icontains=word)
            | Q(organisation__name__icontains=word)
            | Q(raised_in_public_by__icontains=word)
        )
    return condition
