"""The front door: what other rooms and the portal may ask."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from drehscheibe.capabilities.advisory.choices import CaseState
from drehscheibe.capabilities.advisory.machine import REQUESTER
from drehscheibe.capabilities.advisory.models import Case
from drehscheibe.capabilities.advisory.queries import cases
from drehscheibe.capabilities.advisory.queries.practices import consents_waiting_for
from drehscheibe.capabilities.advisory.queries.regions import (
    Region,
    find_region,
    list_region_names,
    nearest_names,
)
from drehscheibe.capabilities.advisory.services.examples import load_example_cases
from drehscheibe.core.access.actor import Actor

__all__ = [
    "CaseTask",
    "Region",
    "find_region",
    "list_region_names",
    "list_tasks",
    "load_example_cases",
    "nearest_names",
    "prefill_request",
]


@dataclass(frozen=True, slots=True)
class CaseTask:
    """Something that waits for the actor; ``title`` is a number, never a word of the case."""

    task: str
    title: str
    url: str
    due_on: date | None
    is_overdue: bool


def list_tasks(actor: Actor, limit: int = 10) -> list[CaseTask]:
    """Return what waits for the actor as office, as coach, as requester and for consent."""
    if not actor.is_known:
        return []
    today = timezone.localdate()
    tasks = [_task(case, today) for case in cases.list_open_tasks(actor, limit)]
    for consent in consents_waiting_for(actor)[:limit]:
        url = reverse("advisory_consent_work", args=[consent.uuid])
        tasks.append(
            CaseTask(
                _("Say whether you agree to a text"), consent.body, url, None, is_overdue=False
            )
        )
    return tasks


#: Where the session keeps what a request begins with; gone as soon as the form has shown it.
PREFILLED = "advisory_prefilled"


def prefill_request(
    session: MutableMapping[str, Any], *, situation: str, topic: str = "", region: str = ""
) -> None:
    """Let the request form begin with words that were typed elsewhere.

    They travel in the session, because addresses stand in logs and histories.
    """
    session[PREFILLED] = {"situation": situation, "topic": topic, "region": region}


def _task(case: Case, today: date) -> CaseTask:
    is_own = case.turn == REQUESTER
    if is_own:
        url = reverse("advisory_status", args=[case.token])
    else:
        url = reverse("advisory_work", args=[case.public_id])
    task = {
        CaseState.RECEIVED: _("Read a request for advice and answer"),
        CaseState.ASKED_BACK: _("Answer a question about your request"),
        CaseState.COACH_PROPOSED: _("Say whether you take a case"),
        CaseState.AGREEING: _("Agree on the goal of a case"),
        CaseState.GOAL_PROPOSED: _("Read the goal and say yes or no"),
        CaseState.RUNNING: _("Go on with a case"),
        CaseState.RESULT_GIVEN: _("Say whether the result helps"),
        CaseState.ASKED_3: _("Say whether it still helps"),
        CaseState.ASKED_12: _("Say whether it still helps"),
    }.get(CaseState(case.state), _("Look at a case"))
    return CaseTask(task, case.public_id, url, case.due_on, case.is_overdue(today))
