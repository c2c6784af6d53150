"""Reads of measures, and the filters of their register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from drehscheibe.capabilities.exchange.choices.measure import MeasureState
from drehscheibe.capabilities.exchange.machine.measure import OPEN_STATES
from drehscheibe.capabilities.exchange.models import Measure, MeasureChange
from drehscheibe.capabilities.exchange.queries.asked import MAX_HITS, Asked, Narrowing
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic
from drehscheibe.core.trace.models import Item

__all__ = [
    "LEADING_KINDS",
    "MeasureFilters",
    "count_states",
    "find_hand_over",
    "find_origin",
    "in_land",
    "list_leads",
    "list_leads_of_register",
    "list_to_ask",
    "list_to_tell_overdue",
    "lock_measure",
    "measures_of",
    "measures_visible_to",
    "narrow",
    "public_measures_of",
    "read_filters",
    "reviews_due",
    "with_card_data",
]

#: The lead is asked so many days before the review is due.
ASK_DAYS = 14

#: What may lead a measure, in the order in which a form offers it.
LEADING_KINDS = (
    OrganisationKind.DESK,
    OrganisationKind.OFFICE,
    OrganisationKind.PARTNER,
    OrganisationKind.INITIATIVE,
    OrganisationKind.MEMBER,
)


@dataclass(frozen=True, slots=True)
class MeasureFilters(Narrowing):
    """What the reader asked for; an empty value does not narrow.

    Attributes
    ----------
    text : str
        Words to search.
    topic, state : str
        Values of ``Topic`` and ``MeasureState``.
    land : str
        Code of a Land; measures for all of Germany count in each.
    lead : str
        UUID of the organisation in the lead.
    overdue : bool
        Only those that nobody has reviewed in time.
    """

    text: str = ""
    topic: str = ""
    land: str = ""
    state: str = ""
    lead: str = ""
    overdue: bool = False


def read_filters(parameters: Mapping[str, str]) -> MeasureFilters:
    """Return the filters in a query string; what is not known is left out."""
    asked = Asked(parameters)
    return MeasureFilters(
        text=asked.text(),
        topic=asked.one_of("topic", Topic.values),
        land=asked.land(),
        state=asked.one_of("state", MeasureState.values),
        lead=asked.uuid("lead"),
        overdue=asked.is_overdue(),
    )


def narrow(
    measures: QuerySet[Measure], filters: MeasureFilters, *, language: str, today: date
) -> QuerySet[Measure]:
    """Keep what the filters ask for; what changed last first, or what is overdue longest."""
    wanted = Q()
    for name in ("topic", "state"):
        if getattr(filters, name):
            wanted &= Q(**{name: getattr(filters, name)})
    if filters.lead:
        wanted &= Q(lead__uuid=filters.lead)
    if filters.land:
        wanted &= in_land(filters.land)
    if filters.text:
        keys = search.find_keys(
            filters.text, actor=ANONYMOUS, language=language, kind="measure", limit=MAX_HITS
        )
        wanted &= Q(item__public_id__in=keys)
    found = measures.filter(wanted)
    if filters.overdue:
        late = Measure.objects.overdue_at(today).values("pk")
        return found.filter(pk__in=late).order_by("due_on", "pk")
    return found.order_by("-changed_at", "-pk")


def in_land(code: str) -> Q:
    """Return the condition that a measure is for this Land, or for all of Germany."""
    places = Measure.laender.through.objects.filter(measure=OuterRef("pk"))
    return Q(Exists(places.filter(land_id=code))) | ~Q(Exists(places))


def with_card_data(measures: QuerySet[Measure]) -> QuerySet[Measure]:
    """Load what a card shows, in a number of queries that does not grow."""
    return measures.select_related("item", "lead").prefetch_related("laender")


def lock_measure(pk: int) -> Measure:
    """Lock a measure until the end of the transaction; always the first lock of a service."""
    return Measure.objects.select_for_update().get(pk=pk)


def measures_of(organisation_id: int | None) -> QuerySet[Measure]:
    """Return the measures that an organisation leads, what has to be reviewed soonest first."""
    return Measure.objects.filter(lead_id=organisation_id).order_by(
        F("due_on").asc(nulls_last=True), "-changed_at", "-pk"
    )


def public_measures_of(organisation_id: int) -> QuerySet[Measure]:
    """Return what everybody may read of the measures that an organisation leads."""
    return measures_of(organisation_id).filter(hidden_at__isnull=True)


def measures_visible_to(actor: Actor) -> QuerySet[Measure]:
    """Return what everybody may read; what was hidden is for its lead and the office alone."""
    if actor.is_office or actor.is_system:
        return Measure.objects.all()
    return Measure.objects.filter(Q(hidden_at__isnull=True) | Q(lead_id=actor.organisation_id or 0))


def reviews_due(actor: Actor, today: date) -> QuerySet[Measure]:
    """Return the measures that the actor's organisation is asked to review now, soonest first."""
    soon = today + timedelta(days=ASK_DAYS)
    mine = Measure.objects.filter(lead_id=actor.organisation_id or 0, state__in=OPEN_STATES)
    return mine.filter(due_on__lte=soon).order_by("due_on", "pk")


def list_to_ask(today: date) -> list[int]:
    """Return the measures whose review is due soon and whose leads were not asked for it yet."""
    soon = today + timedelta(days=ASK_DAYS)
    rows = Measure.objects.filter(state__in=OPEN_STATES, due_on__lte=soon).order_by("due_on", "pk")
    asked = rows.values_list("pk", "due_on", "asked_for")
    return [pk for pk, due_on, asked_for in asked if asked_for != due_on]


def list_to_tell_overdue(today: date) -> list[int]:
    """Return the measures whose review was missed and whose leads were not told so yet."""
    rows = Measure.objects.overdue_at(today).order_by("due_on", "pk")
    told = rows.values_list("pk", "due_on", "overdue_told_for")
    return [pk for pk, due_on, told_for in told if told_for != due_on]


def find_origin(public_id: str) -> Item | None:
    """Return the public item out of which a measure can come: a concern or an impulse; or None."""
    kinds = ("signal", "impulse")
    rows = Item.objects.filter(kind__in=kinds, is_public=True, public_id=public_id)
    return rows.first()


def find_hand_over(measure: Measure) -> MeasureChange | None:
    """Return how the lead came to whoever has it, until they have looked at the measure once."""
    acts = ("pass_on", "leave_to_office")
    return measure.changes.filter(act__in=acts, happened_at__gt=measure.reviewed_at).first()


def list_leads() -> list[Organisation]:
    """Return who may be named in the lead, by kind and name."""
    order = {str(kind): place for place, kind in enumerate(LEADING_KINDS)}
    found = Organisation.objects.filter(kind__in=LEADING_KINDS, ended_at__isnull=True)
    return sorted(found, key=lambda row: (order[row.kind], str(row).casefold()))


def list_leads_of_register() -> list[tuple[str, str]]:
    """Return UUID and name of everybody who leads a measure, by name; one query."""
    leading = Organisation.objects.filter(
        pk__in=Measure.objects.public().order_by().values("lead_id")
    )
    return sorted(((str(row.uuid), str(row)) for row in leading), key=lambda pair: pair[1])


def count_states(today: date) -> tuple[dict[str, int], int]:
    """Return how many measures rest in each state, and for how many a review was missed."""
    late = Count("pk", filter=Q(state__in=OPEN_STATES, due_on__lt=today))
    rows = list(
        Measure.objects.public().order_by().values("state").annotate(number=Count("pk"), late=late)
    )
    return {row["state"]: row["number"] for row in rows}, sum(row["late"] for row in rows)
