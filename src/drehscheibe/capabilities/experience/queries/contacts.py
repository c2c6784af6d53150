"""Reads of requests for contact; what an actor may not read does not exist for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext, pgettext

from drehscheibe.capabilities.directory import api as directory
from drehscheibe.capabilities.experience import rules
from drehscheibe.capabilities.experience.choices import GoBetween, RequestState
from drehscheibe.capabilities.experience.machine import OPEN_STATES
from drehscheibe.capabilities.experience.models import Availability, ContactRequest
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations import queries as organisations
from drehscheibe.core.organisations.choices import LEAD_ROLES
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.ui.formats import day

__all__ = [
    "Asked",
    "asked_of",
    "asked_of_many",
    "availability_of",
    "count_open_between",
    "count_open_of",
    "desk_rows",
    "find_office",
    "list_asked_by",
    "list_asked_of",
    "lock_request",
    "requests_visible_to",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """An initiative as somebody sees it who may want to ask it.

    Attributes
    ----------
    can_be_asked : bool
        Whether a request can be written at present.
    through_office : bool
        Nobody looks after its entry here: the service office would ask.
    limit : str
        Why it cannot be asked now; empty if it can.
    waiting : int
        Requests that wait for its answer.
    """

    organisation_id: int
    slug: str
    name: str
    is_example: bool
    through_office: bool
    limit: str
    waiting: int
    paused_until: date | None

    @property
    def can_be_asked(self) -> bool:
        return not self.limit


def _rows() -> QuerySet[ContactRequest]:
    return ContactRequest.objects.select_related(
        "item", "asking_organisation", "asked_organisation"
    )


def requests_visible_to(actor: Actor) -> QuerySet[ContactRequest]:
    """Return the requests whose words the actor may read; mirrors ``rules.may_read``."""
    visible = Q(pk__in=())
    if actor.organisation_id is not None:
        asking = Q(asking_organisation_id=actor.organisation_id)
        if actor.role not in LEAD_ROLES:
            asking &= Q(asking_person_id=actor.person_id)
        asked = Q(asked_organisation_id=actor.organisation_id)
        visible |= asking | (asked & ~Q(go_between=GoBetween.UNCONFIRMED))
    if actor.is_office:
        visible |= Q(state=RequestState.WITH_OFFICE)
    return _rows().filter(visible)


def list_asked_of(actor: Actor) -> QuerySet[ContactRequest]:
    """Return what the actor's organisation was asked, what waits first."""
    return requests_visible_to(actor).filter(asked_organisation_id=actor.organisation_id or 0)


def list_asked_by(actor: Actor) -> QuerySet[ContactRequest]:
    """Return what was asked on behalf of the actor's organisation."""
    return requests_visible_to(actor).filter(asking_organisation_id=actor.organisation_id or 0)


def desk_rows() -> QuerySet[ContactRequest]:
    """Return open and running requests for the office: it may know number, state and dates."""
    running = (*OPEN_STATES, RequestState.CONNECTED, RequestState.LOOKING_BACK)
    rows = ContactRequest.objects.select_related("item", "asked_organisation")
    return rows.defer("question", "answer").filter(state__in=running).order_by("due_on", "pk")


def lock_request(uuid: UUID) -> ContactRequest:
    """Lock a request until the end of the transaction; the first lock of each service."""
    rows = ContactRequest.objects.select_for_update(of=("self",)).select_related(
        "item", "asking_organisation", "asked_organisation"
    )
    return rows.get(uuid=uuid)


def find_office() -> Organisation | None:
    """Return the service office of this hub."""
    return Organisation.objects.filter(kind="office", ended_at=None).order_by("pk").first()


def availability_of(organisation_id: int) -> Availability:
    """Return how many enquiries an organisation takes; the defaults if nobody has said."""
    found = Availability.objects.filter(organisation_id=organisation_id).first()
    return found or Availability(organisation_id=organisation_id)


def count_open_of(organisation_id: int) -> int:
    """Return how many requests an organisation has put that still wait for an answer."""
    return ContactRequest.objects.filter(
        asking_organisation_id=organisation_id, state__in=OPEN_STATES
    ).count()


def count_open_between(asking_id: int, asked_id: int) -> int:
    """Return whether one has a request open with the other: 0 or 1."""
    return ContactRequest.objects.filter(
        asking_organisation_id=asking_id, asked_organisation_id=asked_id, state__in=OPEN_STATES
    ).count()


def asked_of(slug: str) -> Asked | None:
    """Return an initiative that has not ended, as somebody sees it who may want to ask."""
    found = next((each for each in directory.list_active() if each.slug == slug), None)
    return asked_of_many([found])[found.organisation_id] if found else None


def asked_of_many(initiatives: Collection[directory.ActiveInitiative]) -> dict[int, Asked]:
    """Return initiatives with their limits by organisation id; three queries."""
    ids = {each.organisation_id for each in initiatives}
    settings = {
        row.organisation_id: row for row in Availability.objects.filter(organisation__in=ids)
    }
    waiting = Counter(
        ContactRequest.objects.filter(
            asked_organisation__in=ids, state=RequestState.ASKED
        ).values_list("asked_organisation_id", flat=True)
    )
    answering = organisations.list_answering_organisation_ids(ids)
    found = {}
    for each in initiatives:
        pk = each.organisation_id
        kept = settings.get(pk) or Availability(organisation_id=pk)
        # Without anybody who could answer a request would only lie there.
        through_office = not each.is_verified or pk not in answering
        found[pk] = Asked(
            organisation_id=pk,
            slug=each.slug,
            name=each.name,
            is_example=each.is_example,
            through_office=through_office,
            limit="" if through_office else _limit(kept, waiting[pk]),
            waiting=waiting[pk],
            paused_until=kept.paused_until if kept.is_paused else None,
        )
    return found


def _limit(kept: Availability, waiting: int) -> str:
    if kept.is_paused and kept.paused_until is not None:
        return pgettext("experience", "It takes no enquiries until %(day)s.") % {
            "day": day(kept.paused_until)
        }
    if waiting >= kept.most_open:
        return ngettext(
            "%(n)s enquiry waits there already; it takes no more at present.",
            "%(n)s enquiries wait there already; it takes no more at present.",
            waiting,
        ) % {"n": waiting}
    return ""


def may_still_ask(actor: Actor) -> bool:
    """Whether the actor's organisation has fewer requests open than it may."""
    return count_open_of(actor.organisation_id or 0) < rules.MOST_OPEN_OF_ASKING
