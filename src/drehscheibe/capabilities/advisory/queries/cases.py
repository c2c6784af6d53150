"""Reads of cases; what an actor may not see does not exist for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from drehscheibe.capabilities.advisory.choices import (
    CaseState,
    Circle,
    Confidentiality,
    ProposalState,
)
from drehscheibe.capabilities.advisory.machine import (
    ACTIVE_STATES,
    CASE,
    FINAL_STATES,
    REQUESTER,
)
from drehscheibe.capabilities.advisory.models import (
    Case,
    CaseQuerySet,
    Coach,
    Document,
    Message,
    PrivateNote,
    Proposal,
    Session,
    TextBlock,
)
from drehscheibe.core.access.actor import Actor
from drehscheibe.core.organisations.choices import LEAD_ROLES, OrganisationKind
from drehscheibe.core.organisations.models import Organisation
from drehscheibe.core.organisations.queries import list_acting_for
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.text.topics import Topic

__all__ = [
    "FILE_OWNER",
    "QueueFilters",
    "case_of_file",
    "count_views",
    "existing_file_owners",
    "filters_of",
    "find_by_token",
    "find_ended",
    "find_office",
    "find_unconfirmed",
    "get_by_number",
    "list_due_for_asking",
    "list_open_tasks",
    "list_to_leave",
    "list_to_remind",
    "lock_by_token",
    "lock_case",
    "messages_for",
    "network_cases",
    "own_cases",
    "private_notes_of",
    "queue",
    "session_of",
    "text_blocks",
    "work_cases",
]

#: Under which files of cases are kept; the key is the uuid of the case.
FILE_OWNER = "advisory.case"

_PAGE_DATA = (
    "item",
    "land",
    "kreis",
    "organisation",
    "owner",
    "person",
    "coach__person",
)


def work_cases(actor: Actor) -> CaseQuerySet:
    """Return the cases on whose advisory side the actor stands: all for the office.

    A coach has those that they take or are being asked to take, and only under a valid mandate;
    what is for the office alone never leaves it.
    """
    confirmed = Case.objects.confirmed()
    if actor.is_office or actor.is_system:
        return confirmed
    if actor.mandate_id is None or actor.person_id is None:
        return confirmed.none()
    # Keys on both sides of the "or", so that each is found in its index and not among all cases.
    coach = Coach.objects.filter(person_id=actor.person_id).order_by()
    asked = Proposal.objects.filter(state=ProposalState.ASKED, coach__in=coach.values("pk"))
    mine = Q(coach_id__in=coach.values("pk")) | Q(pk__in=asked.order_by().values("case_id"))
    return confirmed.filter(mine).exclude(confidentiality=Confidentiality.OFFICE)


def own_cases(actor: Actor) -> CaseQuerySet:
    """Return what the actor asked with their account, or their organisation, if they lead it."""
    if not actor.is_known:
        return Case.objects.none()
    of_person = Q(person_id=actor.person_id)
    leads = actor.organisation_id is not None and actor.role in LEAD_ROLES
    mine = of_person | Q(organisation_id=actor.organisation_id) if leads else of_person
    # Few, found in two indexes that hold all that is read here; with the order and the page of a
    # list in the same condition they would be looked for in all cases.
    found = Case.objects.filter(mine).order_by().values_list("pk", "person_id", "organisation_id")
    keys, for_others = [], []
    for pk, person_id, organisation_id in found:
        is_led = leads and organisation_id == actor.organisation_id
        if is_led or (person_id == actor.person_id and organisation_id is None):
            keys.append(pk)
        elif person_id == actor.person_id:
            for_others.append((pk, organisation_id))
    if for_others:
        acting_for = set(list_acting_for(actor.person_id or 0))
        keys += [pk for pk, organisation_id in for_others if organisation_id in acting_for]
    if not keys:
        return Case.objects.none()
    return Case.objects.confirmed().filter(pk__in=keys, erased_at__isnull=True)


def network_cases(actor: Actor) -> CaseQuerySet:
    """Return the cases of which everybody under a mandate may learn topic, region and goal."""
    if actor.mandate_id is None:
        return Case.objects.none()
    shown = (*ACTIVE_STATES, CaseState.RESULT_GIVEN, CaseState.LATER_3, CaseState.LATER_12)
    return Case.objects.confirmed().filter(
        confidentiality=Confidentiality.NETWORK,
        erased_at__isnull=True,
        state__in=shown,
    )


def get_by_number(cases: QuerySet[Case], public_id: str) -> Case:
    """Return one of these cases with what its page shows beside it; ``DoesNotExist`` otherwise."""
    return cases.select_related(*_PAGE_DATA).get(item__public_id=public_id)


def find_by_token(token: UUID) -> Case | None:
    """Return a case by its personal address; whether the actor may use it is a rule."""
    return Case.objects.confirmed().select_related(*_PAGE_DATA).filter(token=token).first()


def find_unconfirmed(uuid: str) -> Case | None:
    """Return what a link of a mail is about, confirmed or not; None if it is gone."""
    return Case.objects.select_related("item", "land", "kreis").filter(uuid=uuid).first()


def lock_case(pk: int) -> Case:
    """Lock a case until the end of the transaction; always the first lock of a service."""
    return Case.objects.select_for_update().get(pk=pk)


def lock_by_token(token: UUID) -> Case:
    """Lock a case that was really asked, by its personal address."""
    return Case.objects.select_for_update().confirmed().get(token=token)


def find_office() -> Organisation | None:
    """Return the service office; a hub has one."""
    return Organisation.objects.filter(kind=OrganisationKind.OFFICE).order_by("pk").first()


# What belongs to a case


def messages_for(case: Case, *, is_team: bool) -> QuerySet[Message]:
    """Return the messages that one side reads."""
    rows = case.messages.select_related("written_under__person")
    return rows if is_team else rows.filter(circle=Circle.BOTH)


def private_notes_of(actor: Actor, case: Case) -> dict[int, str]:
    """Return the actor's own private notes by session; those of others are nobody's to read."""
    if actor.person_id is None:
        return {}
    notes = PrivateNote.objects.filter(session__case=case, author_id=actor.person_id)
    return dict(notes.values_list("session_id", "text"))


def session_of(case: Case, uuid: UUID) -> Session | None:
    """Return one talk of a case."""
    return case.sessions.filter(uuid=uuid).first()


def text_blocks() -> QuerySet[TextBlock]:
    """Return the text blocks of the office."""
    return TextBlock.objects.all()


def case_of_file(owner_key: str, file_id: int) -> tuple[Case, str] | None:
    """Return the case of a stored file and the circle that may open it."""
    document = (
        Document.objects.select_related("case__coach")
        .filter(case__uuid=owner_key, file_id=file_id)
        .first()
    )
    return (document.case, document.circle) if document else None


def existing_file_owners(keys: list[str]) -> set[str]:
    """Return which of these cases are still there."""
    found = Case.objects.filter(uuid__in=keys).values_list("uuid", flat=True)
    return {str(uuid) for uuid in found}


# The queue of the office


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """How the queue is narrowed; every value comes from an address and may be nonsense."""

    view: str = ""
    topic: str = ""
    land: str = ""
    coach: str = ""
    number: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the view is chosen."""
        return self != QueueFilters(view=self.view)

    @property
    def query(self) -> str:
        """The filters as an address, without the page."""
        pairs = (
            ("view", self.view),
            ("topic", self.topic),
            ("land", self.land),
            ("coach", self.coach),
            ("number", self.number),
        )
        return "&".join(f"{name}={value}" for name, value in pairs if value)


def filters_of(values: dict[str, str]) -> QueueFilters:
    """Return filters from the values of an address; what is none is left out."""
    view = values.get("view", "")
    topic, land = values.get("topic", ""), values.get("land", "")
    coach = values.get("coach", "")
    return QueueFilters(
        view=view if view in _VIEWS_OF_OFFICE else "",
        topic=topic if topic in Topic.values else "",
        land=land if len(land) == 2 and land.isalpha() else "",
        coach=coach if coach.isdigit() and len(coach) < 12 else "",
        number=values.get("number", "").strip().upper()[:20],
    )


def _states_of(turn: str) -> list[str]:
    return [name for name, state in CASE.states.items() if state.owner == turn]


#: States in which only time passes until we ask again.
_WAITING_FOR_TIME = (CaseState.LATER_3, CaseState.LATER_12)
#: States in which somebody has to do something.
_OWED_BY_PEOPLE = tuple(
    name for name, state in CASE.states.items() if state.owner and name not in _WAITING_FOR_TIME
)


def queue(actor: Actor, filters: QueueFilters, today: date) -> CaseQuerySet:
    """Return the cases of the actor's advisory side, what is due first on top."""
    cases = _viewed(actor, filters.view, today)
    if filters.topic:
        cases = cases.filter(topic=filters.topic)
    if filters.land:
        cases = cases.filter(land_id=filters.land.upper())
    if filters.coach:
        cases = cases.filter(coach_id=int(filters.coach))
    if filters.number:
        cases = cases.filter(item__public_id=filters.number)
    if filters.view == "all":
        return cases.order_by("-pk")
    return cases.order_by("due_on", "pk")


def count_views(actor: Actor, today: date) -> Mapping[str, int]:
    """Return how many cases each view of the queue holds; one query at most.

    The numbers of the office are the same for all its people, and every case that moves tells a
    fact: they are kept until then. Those of a coach are their own and never kept.
    """
    if actor.is_office:
        return _count_of_office(today)
    return _count(work_cases(actor), _views_of(actor), today)


@kept_for_epoch()
def _count_of_office(today: date) -> Mapping[str, int]:
    return _count(Case.objects.confirmed(), _VIEWS_OF_OFFICE, today)


def _count(
    cases: CaseQuerySet, views: Mapping[str, tuple[str, ...]], today: date
) -> Mapping[str, int]:
    late = Count("pk", filter=Q(due_on__lt=today))
    rows = cases.order_by().values("state").annotate(n=Count("pk"), n_late=late)
    found = {row["state"]: (row["n"], row["n_late"]) for row in rows}
    counts = {
        view: sum(found.get(state, (0, 0))[view == "late"] for state in states)
        for view, states in views.items()
    }
    return MappingProxyType(counts)


def _viewed(actor: Actor, view: str, today: date) -> CaseQuerySet:
    cases = work_cases(actor)
    if view == "all":
        return cases
    cases = cases.filter(state__in=_views_of(actor)[view])
    return cases.filter(due_on__lt=today) if view == "late" else cases


def _views_of(actor: Actor) -> Mapping[str, tuple[str, ...]]:
    return _VIEWS_OF_OFFICE if actor.is_office else _VIEWS_OF_COACH


#: Views of the queue by the states that stand in them. In ``late`` the date has passed as well.
_VIEWS_OF_COACH: Mapping[str, tuple[str, ...]] = {
    "": tuple(_states_of("coach")),
    "coaches": tuple(_states_of("coach")),
    "requesters": tuple(_states_of(REQUESTER)),
    "late": _OWED_BY_PEOPLE,
    "later": tuple(map(str, _WAITING_FOR_TIME)),
    "all": tuple(CASE.states),
}
_VIEWS_OF_OFFICE: Mapping[str, tuple[str, ...]] = {
    **_VIEWS_OF_COACH,
    "": (str(CaseState.RECEIVED),),
}


def list_open_tasks(actor: Actor, limit: int) -> list[Case]:
    """Return what waits for the actor, most urgent first: as office or coach, and what they asked."""
    own_turn = own_cases(actor).filter(state__in=_states_of(REQUESTER))
    tasks = list(own_turn.select_related("item").order_by("due_on", "pk")[:limit])
    if actor.is_office:
        coached = Case.objects.filter(
            state__in=_states_of("coach"), coach__person_id=actor.person_id
        )
        asked = Case.objects.filter(
            state=CaseState.COACH_PROPOSED,
            proposals__state=ProposalState.ASKED,
            proposals__coach__person_id=actor.person_id,
        )
        mine = work_cases(actor).filter(
            Q(state=CaseState.RECEIVED)
            | Q(pk__in=coached.values("pk"))
            | Q(pk__in=asked.values("pk"))
        )
    else:
        mine = work_cases(actor).filter(state__in=_states_of("coach"))
    # By keys, so that the database sorts no whole rows of thousands to hand over a few.
    first = mine.order_by("due_on", "pk").values("pk")[:limit]
    tasks += Case.objects.filter(pk__in=first).select_related("item").order_by("due_on", "pk")
    return tasks[: 2 * limit]


# The clock


def list_to_remind(today: date) -> list[int]:
    """Return cases whose date was missed and of which nobody was reminded yet."""
    by_people = [*_states_of("coach"), *_states_of(REQUESTER), CaseState.RECEIVED]
    late = Case.objects.overdue_at(today).filter(state__in=by_people)
    unreminded = late.filter(Q(reminded_for__isnull=True) | Q(reminded_for__lt=F("due_on")))
    return list(unreminded.order_by("due_on", "pk").values_list("pk", flat=True))


def list_due_for_asking(today: date) -> list[int]:
    """Return closed cases whose three or twelve months are over."""
    due = Case.objects.filter(state__in=_WAITING_FOR_TIME, due_on__lte=today)
    return list(due.order_by("pk").values_list("pk", flat=True))


def list_to_leave(today: date) -> list[tuple[int, str]]:
    """Return (case, act) for everything that goes on by itself because nobody said anything."""
    rows = Case.objects.filter(
        state__in=(CaseState.RESULT_GIVEN, CaseState.ASKED_3, CaseState.ASKED_12),
        due_on__lt=today,
    ).order_by("pk")
    return [
        (pk, "leave_unrated" if state == CaseState.RESULT_GIVEN else "pass_over")
        for pk, state in rows.values_list("pk", "state")
    ]


def find_ended(before: datetime) -> CaseQuerySet:
    """Return what ended so long ago that its words and its people are forgotten."""
    return Case.objects.filter(state__in=FINAL_STATES, closed_at__lt=before, erased_at__isnull=True)
