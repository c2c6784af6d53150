"""The front door: what other rooms and the portal may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from drehscheibe.capabilities.founding import rules
from drehscheibe.capabilities.founding.choices.project import CallReason
from drehscheibe.capabilities.founding.queries.projects import (
    calls_visible_to,
    mentorships_asked_of,
    own_projects,
    plans,
)
from drehscheibe.capabilities.founding.queries.texts import region_of
from drehscheibe.capabilities.founding.queries.white_spots import find_spot
from drehscheibe.capabilities.founding.services.examples import load_example_data
from drehscheibe.core.access.actor import Actor

__all__ = [
    "OpenWork",
    "PlanCard",
    "SpotCard",
    "describe_spot",
    "list_open_work",
    "list_plans_for_kreis",
    "list_sitemap_plans",
    "load_example_data",
]


@dataclass(frozen=True, slots=True)
class PlanCard:
    """A public plan as another page shows it."""

    public_id: str
    name: str
    region: str
    state_label: str
    url: str
    is_example: bool


@dataclass(frozen=True, slots=True)
class SpotCard:
    """As much of a white spot as the page of a region needs; the score may be an interval."""

    score_low: float
    score_high: float
    best: int
    worst: int
    is_white: bool
    url: str
    begin_url: str

    @property
    def is_unknown(self) -> bool:
        return self.score_low != self.score_high


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing that waits for the actor."""

    task: str
    title: str
    url: str
    due_on: date | None
    is_overdue: bool


def describe_spot(key: str) -> SpotCard | None:
    """Return what the score says of a Kreis; no query unless something has changed."""
    spot = find_spot(key)
    if spot is None:
        return None
    return SpotCard(
        score_low=spot.score.value.low,
        score_high=spot.score.value.high,
        best=spot.best,
        worst=spot.worst,
        is_white=spot.is_white,
        url=reverse("white_spot", args=[key]),
        begin_url=f"{reverse('founding_begin')}?kreis={key}",
    )


def list_plans_for_kreis(key: str, *, limit: int = 6) -> list[PlanCard]:
    """Return the public plans for a Kreis, the newest first."""
    return [
        PlanCard(
            public_id=plan.public_id,
            name=plan.name,
            region=region_of(plan),
            state_label=str(plan.get_state_display()),
            url=reverse("plan_detail", args=[plan.public_id]),
            is_example=plan.is_example,
        )
        for plan in plans().filter(kreise=key)[:limit]
    ]


def list_sitemap_plans() -> list[tuple[str, datetime | None]]:
    """Return public id and day of every public plan that is no example; one query."""
    rows = plans().filter(is_example=False).prefetch_related(None)
    return [(row.public_id, row.published_at) for row in rows]


def list_open_work(actor: Actor) -> list[OpenWork]:
    """Return what waits for the actor: overdue stations, requests to a mentor, calls for help."""
    work = [*_late_stations(actor), *_mentor_requests(actor)]
    if actor.is_office:
        work += _calls(actor)
    return work


def _late_stations(actor: Actor) -> list[OpenWork]:
    work = []
    for project in own_projects(actor):
        own = rules.member_of(actor, project)
        late = [
            stop
            for stop in project.milestones.all()
            if project.is_open and own is not None and stop.owner_id == own.pk and stop.is_overdue
        ]
        work += [
            OpenWork(
                pgettext("founding", "Go on with station %(n)s, or move its date")
                % {"n": stop.key.removeprefix("m")},
                project.name,
                reverse("milestone_detail", args=[project.uuid, stop.key]),
                stop.due_on,
                is_overdue=True,
            )
            for stop in late[:1]
        ]
    return work


def _mentor_requests(actor: Actor) -> list[OpenWork]:
    today = timezone.localdate()
    return [
        OpenWork(
            pgettext("founding", "Say whether you accompany a founding"),
            row.project.name,
            reverse("mentorship_detail", args=[row.uuid]),
            row.due_on,
            row.due_on < today,
        )
        for row in mentorships_asked_of(actor).filter(state="asked")
    ]


def _calls(actor: Actor) -> list[OpenWork]:
    words = {
        CallReason.ASKED: pgettext("founding", "Answer a founding that asks for help"),
        CallReason.STUCK: pgettext("founding", "Offer help to a founding that stands still"),
    }
    return [
        OpenWork(
            words[CallReason(call.reason)],
            call.project.name,
            reverse("call_answer", args=[call.uuid]),
            call.due_on,
            call.is_overdue,
        )
        for call in calls_visible_to(actor).filter(settled_at=None)
    ]
