"""The front door: what the portal may ask of this room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import pgettext

from drehscheibe.capabilities.experience import rules
from drehscheibe.capabilities.experience.choices import RequestState
from drehscheibe.capabilities.experience.queries import contacts
from drehscheibe.capabilities.experience.services.examples import load_example_requests
from drehscheibe.core.access.actor import Actor

__all__ = ["OpenWork", "list_open_work", "load_example_requests"]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One thing that waits for somebody; ``title`` is a number, never a word of a request."""

    task: str
    title: str
    url: str
    due_on: date | None
    is_overdue: bool


def list_open_work(actor: Actor, limit: int = 10) -> list[OpenWork]:
    """Return requests that wait for the actor's answer, or for their word whether it helped; one query."""
    if not actor.is_known or actor.mandate_id is None:
        return []
    states = (RequestState.ASKED, RequestState.WITH_OFFICE, RequestState.LOOKING_BACK)
    rows = contacts.requests_visible_to(actor).filter(state__in=states).order_by("due_on", "pk")
    work = []
    for row in rows[: 3 * limit]:
        if rules.may_answer(actor, row):
            task = pgettext("experience", "Say whether you want to be in contact")
        elif rules.may_mediate(actor, row):
            task = pgettext("experience", "Ask an initiative for contact")
        elif row.state == RequestState.LOOKING_BACK and rules.may_tell_help(actor, row):
            task = pgettext("experience", "Say whether the contact helped")
        else:
            continue
        url = reverse("contact_detail", args=[row.uuid])
        work.append(OpenWork(task, row.public_id, url, row.due_on, row.is_overdue))
    return work[:limit]
