"""Reads of impulses and reactions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.exchange.choices.impulse import ImpulseState
from drehscheibe.capabilities.exchange.machine.impulse import OPEN_STATES
from drehscheibe.capabilities.exchange.models import Addressee, Impulse, Reaction
from drehscheibe.capabilities.exchange.rules import impulse as impulse_rules
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate, Organisation
from drehscheibe.core.trace.models import Item

__all__ = [
    "Audience",
    "addressed_to",
    "addressee_of",
    "choose_addressees",
    "count_states",
    "find_current",
    "find_impulse_item",
    "find_waiting",
    "get_impulse_visible_to",
    "impulses_visible_to",
    "list_desks_and_office",
    "list_history",
    "list_to_end",
    "list_to_nudge",
    "list_to_tell_overdue",
    "lock_impulse",
    "open_for",
    "owed_by",
    "own_drafts",
    "person_ids_of",
    "reacted_organisation_ids",
    "silent_organisation_ids",
    "with_card_data",
    "with_reactions",
]

#: So many days before the date those are reminded that have not reacted.
NUDGE_DAYS = 5


@dataclass(frozen=True, slots=True)
class Audience:
    """To whom an impulse goes; the choices widen each other (or).

    Attributes
    ----------
    everybody : bool
        All initiatives; the other choices add nothing then.
    laender, topics, types : tuple of str
        Codes as in the filters of the directory.
    initiatives : tuple of int
        Organisations chosen one by one.
    """

    everybody: bool = False
    laender: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    initiatives: tuple[int, ...] = field(default=())

    @classmethod
    def from_json(cls, kept: Mapping[str, object]) -> Audience:
        """Return what a draft keeps; an empty mapping means nobody yet."""

        def codes(name: str) -> tuple[str, ...]:
            found = kept.get(name)
            return tuple(str(code) for code in found) if isinstance(found, list) else ()

        chosen = tuple(int(code) for code in codes("initiatives") if code.isdecimal())
        return cls(
            bool(kept.get("everybody")), codes("laender"), codes("topics"), codes("types"), chosen
        )

    def to_json(self) -> dict[str, object]:
        """Return plain values."""
        return {
            "everybody": self.everybody,
            "laender": list(self.laender),
            "topics": list(self.topics),
            "types": list(self.types),
            "initiatives": list(self.initiatives),
        }

    def holds(self, initiative: directory.Addressable) -> bool:
        """Whether an initiative is among those addressed."""
        return (
            self.everybody
            or not set(self.laender).isdisjoint(initiative.laender)
            or not set(self.topics).isdisjoint(initiative.topics)
            or not set(self.types).isdisjoint(initiative.types)
            or initiative.organisation_id in self.initiatives
        )


def choose_addressees(
    audience: Audience, *, only_examples: bool = False
) -> list[directory.Addressable]:
    """Return the initiatives that an audience names, by name; two queries."""
    return [
        each
        for each in directory.list_addressable(only_examples=only_examples)
        if audience.holds(each)
    ]


def impulses_visible_to(actor: Actor) -> QuerySet[Impulse]:
    """Return what everybody may read, and the drafts of one's own house; the office sees all."""
    rows = Impulse.objects.select_related("item__owner", "sender", "mandate__organisation")
    if actor.is_office or actor.is_system:
        return rows
    visible = Q(published_at__isnull=False, hidden_at__isnull=True)
    if actor.is_desk:
        visible |= Q(sender_id=actor.organisation_id)
    return rows.filter(visible)


def get_impulse_visible_to(actor: Actor, public_id: str) -> Impulse:
    """Return one published impulse.

    Raises
    ------
    Impulse.DoesNotExist
        If there is none with this number that the actor may read.
    """
    return impulses_visible_to(actor).get(item__public_id=public_id)


def lock_impulse(pk: int) -> Impulse:
    """Lock an impulse until the end of the transaction; always the first lock of a service."""
    return Impulse.objects.select_for_update().get(pk=pk)


def own_drafts(actor: Actor) -> QuerySet[Impulse]:
    """Return the drafts on which the actor may work, newest first."""
    if not impulse_rules.may_send_impulses(actor):
        return Impulse.objects.none()
    drafts = impulses_visible_to(actor).filter(state=ImpulseState.DRAFT)
    return drafts.order_by("-changed_at", "-pk")


def with_card_data(impulses: QuerySet[Impulse]) -> QuerySet[Impulse]:
    """Load what a card shows; the counts are ``n_addressed`` and ``n_reacted``."""
    addressed = (
        Addressee.objects.filter(impulse=OuterRef("pk")).order_by().values("impulse")
    ).annotate(number=Count("pk"))
    reacted = (
        Reaction.objects.current().filter(impulse=OuterRef("pk")).order_by().values("impulse")
    ).annotate(number=Count("pk"))
    return impulses.select_related("item__owner", "sender").annotate(
        n_addressed=addressed.values("number")[:1], n_reacted=reacted.values("number")[:1]
    )


def addressee_of(actor: Actor, impulse: Impulse) -> Addressee | None:
    """Return how the actor's organisation is addressed, or None if it is not."""
    if actor.organisation_id is None:
        return None
    return impulse.addressees.filter(organisation_id=actor.organisation_id).first()


def find_current(impulse: Impulse, organisation_id: int | None) -> Reaction | None:
    """Return what an organisation says now."""
    rows = impulse.reactions.current().filter(organisation_id=organisation_id or 0)
    return rows.select_related("mandate__person", "organisation").first()


def find_waiting(impulse: Impulse, organisation_id: int | None) -> Reaction | None:
    """Return the reaction of an organisation that waits for a second person."""
    rows = impulse.reactions.waiting().filter(organisation_id=organisation_id or 0)
    return rows.select_related("mandate__person", "organisation").first()


def list_history(impulse: Impulse, organisation_id: int | None) -> list[Reaction]:
    """Return everything an organisation has said, newest first."""
    rows = impulse.reactions.filter(organisation_id=organisation_id or 0)
    return list(rows.select_related("mandate__person").order_by("-pk"))


def open_for(actor: Actor, today: date) -> QuerySet[Impulse]:
    """Return the impulses to which the actor's initiative may still react and has not, soonest first."""
    said = Reaction.objects.current().filter(
        impulse=OuterRef("pk"), organisation_id=actor.organisation_id or 0
    )
    addressed = Impulse.objects.public().filter(
        state=ImpulseState.PUBLISHED,
        open_until__gte=today,
        addressees__organisation_id=actor.organisation_id or 0,
    )
    return addressed.exclude(Exists(said)).order_by("open_until", "pk")


def addressed_to(organisation_id: int) -> QuerySet[Impulse]:
    """Return every impulse that went to an initiative, newest first."""
    rows = Impulse.objects.public().filter(addressees__organisation_id=organisation_id)
    return rows.order_by("-published_at", "-pk")


def owed_by(organisation_id: int | None) -> QuerySet[Impulse]:
    """Return the impulses of which an organisation still owes what follows, soonest first."""
    rows = Impulse.objects.filter(item__owner_id=organisation_id, state__in=OPEN_STATES)
    return rows.order_by("due_on", "pk")


def list_desks_and_office() -> list[Organisation]:
    """Return who may be named as sender, desks first."""
    kinds = (OrganisationKind.DESK, OrganisationKind.OFFICE)
    rows = Organisation.objects.filter(kind__in=kinds, ended_at__isnull=True)
    return list(rows.order_by("kind", "name"))


def find_impulse_item(public_id: str) -> Item | None:
    """Return the trace item of a public impulse, or None."""
    return Item.objects.filter(kind="impulse", is_public=True, public_id=public_id).first()


def list_to_end(today: date) -> list[int]:
    """Return published impulses whose date has passed."""
    rows = Impulse.objects.filter(state=ImpulseState.PUBLISHED, open_until__lt=today)
    return list(rows.order_by("open_until", "pk").values_list("pk", flat=True))


def list_to_nudge(today: date) -> list[int]:
    """Return impulses that end within some days and of which nobody was reminded yet."""
    soon = today + timedelta(days=NUDGE_DAYS)
    rows = Impulse.objects.public().filter(
        state=ImpulseState.PUBLISHED,
        nudged_on__isnull=True,
        open_until__range=(today, soon),
        published_at__date__lt=today,
    )
    return list(rows.order_by("open_until", "pk").values_list("pk", flat=True))


def list_to_tell_overdue(today: date) -> list[int]:
    """Return impulses whose senders are late and were not told so for this date yet."""
    late = Impulse.objects.overdue_at(today)
    return [
        pk
        for pk, due, told in late.order_by("due_on", "pk").values_list(
            "pk", "due_on", "overdue_told_for"
        )
        if told != due
    ]


def silent_organisation_ids(impulse: Impulse) -> list[int]:
    """Return the addressed organisations that have not reacted, not even waiting for a second key."""
    spoken = impulse.reactions.filter(ended_at__isnull=True).values("organisation_id")
    silent = impulse.addressees.exclude(organisation_id__in=spoken)
    return list(silent.order_by("pk").values_list("organisation_id", flat=True))


def reacted_organisation_ids(impulse: Impulse) -> list[int]:
    """Return the organisations whose reactions count."""
    rows = impulse.reactions.current().order_by("pk")
    return list(rows.values_list("organisation_id", flat=True))


def with_reactions(impulses: QuerySet[Impulse]) -> QuerySet[Impulse]:
    """Load addressees and current reactions along, two more queries however many there are."""
    current = Reaction.objects.current().select_related("organisation")
    return impulses.select_related("item", "sender").prefetch_related(
        "addressees", Prefetch("reactions", queryset=current, to_attr="current_reactions")
    )


def person_ids_of(organisation_ids: Iterable[int], roles: Iterable[str] = ()) -> list[int]:
    """Return the people with a valid mandate for any of the organisations, in any role or in these."""
    rows = Mandate.objects.valid_at(timezone.now())
    rows = rows.filter(organisation_id__in=list(organisation_ids))
    if roles:
        rows = rows.filter(role__in=list(roles))
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def count_states(today: date) -> tuple[dict[str, int], int]:
    """Return how many public impulses rest in each state, and how many are late."""
    late = Count("pk", filter=Q(state=ImpulseState.IN_EVALUATION, due_on__lt=today))
    rows = Impulse.objects.public().order_by().values("state")
    counted = list(rows.annotate(number=Count("pk"), late=late))
    return {row["state"]: row["number"] for row in counted}, sum(row["late"] for row in counted)
