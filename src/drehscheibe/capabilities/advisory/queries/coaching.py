"""Who could take a case, with the reasons for and against, and how much each coach carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from drehscheibe.capabilities.advisory import rules
from drehscheibe.capabilities.advisory.choices import ProposalState
from drehscheibe.capabilities.advisory.machine import ACTIVE_STATES
from drehscheibe.capabilities.advisory.models import Case, Coach, Proposal
from drehscheibe.core.organisations.choices import OrganisationKind
from drehscheibe.core.organisations.models import Mandate
from drehscheibe.core.places.models import Kreis

__all__ = [
    "Candidate",
    "CoachLoad",
    "asked_proposal",
    "list_candidates",
    "list_coaches",
    "list_loads",
    "reason_words",
    "second_choice",
]

_EARTH_KM = 6371.0
#: Nearer than this counts as near, by car or train within about an hour.
NEAR_KM = 75
#: What each reason weighs; the sum decides the order, never a case by itself.
_WEIGHTS = {"topic": 4, "land": 2, "everywhere": 1, "near": 2, "earlier": 3, "free": 1}

Reason = list[Any]  # [code, value]: plain JSON, put into words when it is read


@dataclass(frozen=True, slots=True)
class Candidate:
    """A coach as the office sees them beside one case.

    Attributes
    ----------
    reasons : tuple
        What speaks for them, as codes with values.
    obstacle : str
        Why they cannot be asked, in words; empty if they can.
    """

    coach: Coach
    organisation: str
    open_cases: int
    score: int
    reasons: tuple[Reason, ...]
    obstacle: str

    @property
    def words(self) -> list[str]:
        """The reasons as people read them."""
        return [reason_words(reason) for reason in self.reasons]


@dataclass(frozen=True, slots=True)
class CoachLoad:
    """How much a coach carries now, beside what they can."""

    coach: Coach
    organisation: str
    open_cases: int
    has_mandate: bool


def list_coaches() -> QuerySet[Coach]:
    """Return all coaches with what lists show of them."""
    return Coach.objects.select_related("person", "kreis").prefetch_related("laender")


def asked_proposal(case: Case) -> Proposal | None:
    """Return the proposal that waits for an answer."""
    return case.proposals.filter(state=ProposalState.ASKED).select_related("coach__person").first()


def second_choice(case: Case) -> Proposal | None:
    """Return the second choice that has not been asked yet."""
    rows = case.proposals.filter(state=ProposalState.SECOND).select_related("coach__person")
    return rows.order_by("-pk").first()


def list_loads() -> list[CoachLoad]:
    """Return what every coach carries; three queries."""
    coaches, mandates = _coaches_with_loads(), _mandates()
    return [
        CoachLoad(
            coach,
            mandates[coach.person_id].organisation.name if coach.person_id in mandates else "",
            coach.n_open,  # type: ignore[attr-defined]  # annotated
            coach.person_id in mandates,
        )
        for coach in coaches
    ]


def list_candidates(case: Case) -> list[Candidate]:
    """Return everybody who takes cases, who fits best first; those who cannot be asked at the end.

    The same number of queries however many coaches there are.
    """
    coaches = _coaches_with_loads(besides=case)
    mandates, memberships = _mandates(), _memberships([coach.person_id for coach in coaches])
    earlier, refused, declined = _history_of(case)
    found = [
        _candidate(
            case, coach, mandates.get(coach.person_id), memberships, earlier, refused, declined
        )
        for coach in coaches
    ]
    return sorted(found, key=lambda one: (bool(one.obstacle), -one.score, one.open_cases))


def _coaches_with_loads(besides: Case | None = None) -> Sequence[Coach]:
    """Return all coaches with ``n_open``: cases that they have, and that they are being asked to take."""
    is_open = Q(cases__state__in=ACTIVE_STATES)
    is_asked = Q(proposals__state=ProposalState.ASKED)
    if besides is not None:
        is_open &= ~Q(cases=besides.pk)
        is_asked &= ~Q(proposals__case=besides.pk)
    has, asked = (
        Count("cases", filter=is_open, distinct=True),
        Count("proposals", filter=is_asked, distinct=True),
    )
    return list(list_coaches().annotate(n_open=has + asked))


def _mandates() -> dict[int, Mandate]:
    """Return one valid mandate per coach, that of the office if there is one."""
    valid = Mandate.objects.valid_at(timezone.now()).filter(person__coach__isnull=False)
    found: dict[int, Mandate] = {}
    for mandate in valid.select_related("organisation").order_by("pk"):
        known = found.get(mandate.person_id)
        is_office = mandate.organisation.kind == OrganisationKind.OFFICE
        if known is None or is_office:
            found[mandate.person_id] = mandate
    return found


def _memberships(people: Iterable[int]) -> dict[int, set[int]]:
    valid = Mandate.objects.valid_at(timezone.now()).filter(person_id__in=list(people))
    found: dict[int, set[int]] = {}
    for person, organisation in valid.values_list("person_id", "organisation_id"):
        found.setdefault(person, set()).add(organisation)
    return found


def _history_of(case: Case) -> tuple[set[int], set[int], set[int]]:
    """Return who worked with these requesters before, whom they did not want, who said no."""
    same = Q(pk=case.pk)
    if case.organisation_id:
        same |= Q(organisation_id=case.organisation_id)
    if case.person_id:
        same |= Q(person_id=case.person_id)
    if case.email:
        same |= Q(email=case.email)
    rows = Proposal.objects.filter(case__in=Case.objects.filter(same))
    earlier, refused, declined = set(), set(), set()
    for coach, state, where in rows.values_list("coach_id", "state", "case_id"):
        if state == ProposalState.REFUSED:
            refused.add(coach)
        elif state == ProposalState.DECLINED and where == case.pk:
            declined.add(coach)
        elif state == ProposalState.ACCEPTED and where != case.pk:
            earlier.add(coach)
    return earlier, refused, declined


def _candidate(
    case: Case,
    coach: Coach,
    mandate: Mandate | None,
    memberships: dict[int, set[int]],
    earlier: set[int],
    refused: set[int],
    declined: set[int],
) -> Candidate:
    n_open: int = coach.n_open  # type: ignore[attr-defined]  # annotated
    is_of_office = mandate is not None and mandate.organisation.kind == OrganisationKind.OFFICE
    organisations = memberships.get(coach.person_id, set())
    obstacle = ""
    if mandate is None:
        obstacle = _("has no mandate any more")
    elif coach.pk in refused:
        obstacle = _("not wanted by those who ask")
    elif not rules.may_be_named(
        coach, case, is_of_office=is_of_office, organisations=organisations
    ):
        is_own = case.organisation_id in organisations or coach.person_id == case.person_id
        obstacle = (
            _("conflict of interest: belongs to those who ask")
            if is_own
            else _("this case stays in the service office")
        )
    elif coach.pk in declined:
        obstacle = _("has declined this case")
    elif not coach.is_available:
        obstacle = _("takes no new cases at present")
    elif n_open >= coach.limit:
        obstacle = _("has no capacity: %(n)d of %(limit)d cases") % {
            "n": n_open,
            "limit": coach.limit,
        }
    reasons = _reasons(case, coach, n_open, is_earlier=coach.pk in earlier)
    return Candidate(
        coach=coach,
        organisation=mandate.organisation.name if mandate else "",
        open_cases=n_open,
        score=sum(_WEIGHTS.get(str(reason[0]), 0) for reason in reasons),
        reasons=tuple(reasons),
        obstacle=obstacle,
    )


def _reasons(case: Case, coach: Coach, n_open: int, *, is_earlier: bool) -> list[Reason]:
    reasons: list[Reason] = []
    if case.topic in coach.topics:
        reasons.append(["topic", 0])
    laender = {land.pk for land in coach.laender.all()}
    if case.land_id in laender:
        reasons.append(["land", 0])
    elif not laender:
        reasons.append(["everywhere", 0])
    if case.kreis is not None and coach.kreis is not None:
        distance = round(_distance_km(case.kreis, coach.kreis))
        reasons.append(["near" if distance <= NEAR_KM else "far", distance])
    if is_earlier:
        reasons.append(["earlier", 0])
    free = max(0, coach.limit - n_open)
    if free:
        reasons.append(["free", free])
    return reasons


def reason_words(reason: Reason) -> str:
    """Return a stored reason in the active language."""
    code, value = str(reason[0]), int(reason[1])
    if code in {"near", "far"}:
        return _("%(km)d km away") % {"km": value} if value else _("from the same Kreis")
    if code == "free":
        words = ngettext("room for %(n)d more case", "room for %(n)d more cases", value)
        return words % {"n": value}
    return {
        "topic": _("knows the topic"),
        "land": _("works in this Land"),
        "everywhere": _("works in all Länder"),
        "earlier": _("has advised these people before"),
    }.get(code, "")


def _distance_km(here: Kreis, there: Kreis) -> float:
    """Return the great-circle distance of two Kreise by the haversine formula."""
    lat1, lon1, lat2, lon2 = map(
        radians, (here.latitude, here.longitude, there.latitude, there.longitude)
    )
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
