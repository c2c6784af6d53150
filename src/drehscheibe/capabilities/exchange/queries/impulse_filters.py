"""The filters of the list of impulses, its exports, feed and API: one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Case, Q, QuerySet, When

from drehscheibe.capabilities.exchange.choices.impulse import ImpulseKind, ImpulseState
from drehscheibe.capabilities.exchange.machine.impulse import PUBLIC_STATES
from drehscheibe.capabilities.exchange.models import Impulse
from drehscheibe.core.access.actor import ANONYMOUS
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic

__all__ = ["ImpulseFilters", "narrow", "read_filters"]

MAX_TEXT = 200
MAX_HITS = 1000


@dataclass(frozen=True, slots=True)
class ImpulseFilters:
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

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return self == ImpulseFilters()

    def without(self, name: str) -> ImpulseFilters:
        """Return the filters with one of them lifted."""
        return replace(self, **{name: getattr(ImpulseFilters(), name)})

    def to_query(self) -> str:
        """Return the canonical query string, without a question mark."""
        values = {
            "q": self.text,
            "state": self.state,
            "topic": self.topic,
            "kind": self.kind,
            "overdue": "1" if self.overdue else "",
        }
        return urlencode({name: value for name, value in values.items() if value})


def read_filters(parameters: Mapping[str, str]) -> ImpulseFilters:
    """Return the filters in a query string; what is not known is left out."""

    def given(name: str) -> str:
        return str(parameters.get(name, "")).replace("\0", " ").strip()

    def one_of(name: str, values: list[str]) -> str:
        return given(name) if given(name) in values else ""

    return ImpulseFilters(
        text=" ".join(given("q").split())[:MAX_TEXT],
        state=one_of("state", sorted(PUBLIC_STATES)),
        topic=one_of("topic", Topic.values),
        kind=one_of("kind", ImpulseKind.values),
        overdue=given("overdue") in ("1", "true"),
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
