"""The filters of the list of impulses, its exports, feed and API: one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, QuerySet, When

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseKind, ImpulseState
from drehscheibe.capabilities.exchange.machine.impulse import PUBLIC_STATES
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.capabilities.exchange.queries.asked import MAX_HITS, Asked, Narrowing
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic

__all__ = ["ImpulseFilters", "narrow", "read_filters"]


@dataclass(frozen=True, slots=True)
class ImpulseFilters(Narrowing):
    """What the reader asked for; an empty value does not narrow.

    Attributes
    ----------
    text : str
        Words to search.
    state, topic, kind : str
        Values of ``ImpulseState``, ``Topic`` and ``ImpulseKind``.
    overdue : bool
        Only those whose senders are late with what follows.
    """

    text: str = ""
    state: str = ""
    topic: str = ""
    kind: str = ""
    overdue: bool = False


def read_filters(parameters: Mapping[str, str]) -> ImpulseFilters:
    """Return the filters in a query string; what is not known is left out."""
    asked = Asked(parameters)
    return ImpulseFilters(
        text=asked.text(),
        state=asked.one_of("state", PUBLIC_STATES),
        topic=asked.one_of("topic", Topic.values),
        kind=asked.one_of("kind", ImpulseKind.values),
        overdue=asked.is_overdue(),
    )


def narrow(
    impulses: QuerySet[Impulse], filters: ImpulseFilters, *, language: str, today: date
) -> QuerySet[Impulse]:
    """Keep what the filters ask for; what is open first, then newest, or what is overdue longest."""
    wanted = Q()
    for name in ("state", "topic", "kind"):
        if getattr(filters, name):
            wanted &= Q(**{name: getattr(filters, name)})
    if filters.text:
        keys = search.find_keys(
            filters.text, actor=ANONYMOUS, language=language, kind="impulse", limit=MAX_HITS
        )
        wanted &= Q(item__public_id__in=keys)
    if filters.overdue:
        late = Impulse.objects.overdue_at(today).values("pk")
        return impulses.filter(wanted, pk__in=late).order_by("due_on", "pk")
    open_first = Case(When(state=ImpulseState.PUBLISHED, then=0), default=1)
    return impulses.filter(wanted).order_by(open_first, "-published_at", "-pk")
