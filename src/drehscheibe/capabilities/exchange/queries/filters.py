"""The filters of list, exports, feed and API: one frozen value, made from the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from drehscheibe.capabilities.exchange.choices.signal import PublicStatus
from drehscheibe.capabilities.exchange.machine.signal import CLOCK_STATES, STATES_OF_STATUS
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.asked import MAX_HITS, Asked, Narrowing
from drehscheibe.capabilities.exchange.queries.card_rows import ByKeys
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic


@dataclass(frozen=True, slots=True)
class Filters(Narrowing):
    """What the reader asked for; an empty value does not narrow.

    Attributes
    ----------
    text : str
        Words to search.
    land, kreis : str
        Code of a Land, key of a Kreis.
    topic, level, status : str
        Values of ``Topic``, ``Level`` and ``PublicStatus``.
    organisation : str
        UUID of the organisation that raised it.
    overdue : bool
        Only what somebody owes since before today.
    """

    text: str = ""
    status: str = ""
    topic: str = ""
    land: str = ""
    kreis: str = ""
    level: str = ""
    organisation: str = ""
    overdue: bool = False


def read_filters(parameters: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; what is not known is left out."""
    asked = Asked(parameters)
    return Filters(
        text=asked.text(),
        status=asked.one_of("status", PublicStatus.values),
        topic=asked.one_of("topic", Topic.values),
        land=asked.land(),
        kreis=asked.kreis(),
        level=asked.one_of("level", Level.values),
        organisation=asked.uuid("organisation"),
        overdue=asked.is_overdue(),
    )


def narrow(
    signals: QuerySet[Signal],
    filters: Filters,
    *,
    language: str,
    today: date,
    actor: Actor = ANONYMOUS,
) -> QuerySet[Signal]:
    """Keep what the filters ask for; newest first, or what is overdue longest."""
    wanted = Q()
    if filters.status:
        wanted &= Q(state__in=STATES_OF_STATUS[PublicStatus(filters.status)])
    for name in ("topic", "level"):
        if getattr(filters, name):
            wanted &= Q(**{name: getattr(filters, name)})
    if filters.land:
        wanted &= Q(laender=filters.land)
    if filters.kreis:
        wanted &= Q(kreise=filters.kreis)
    if filters.organisation:
        wanted &= Q(organisation__uuid=filters.organisation)
    if filters.text:
        wanted &= Q(item__public_id__in=_found(filters.text, language, actor))
    if filters.overdue:
        late = Q(state__in=CLOCK_STATES, due_on__lt=today)
        return signals.filter(wanted & late).order_by("due_on", "pk")
    return signals.filter(wanted).order_by("register_rank", "-published_at", "-pk")


def _found(text: str, language: str, actor: Actor) -> list[str]:
    """Return the public ids of concerns open to the actor that contain the words."""
    return search.find_keys(text, actor=actor, language=language, kind="signal", limit=MAX_HITS)


class Register(ByKeys):
    """The register of one reader; how many there are in all is counted once after a change."""

    def __init__(self, filters: Filters, actor: Actor, *, language: str, today: date) -> None:
        readable = Signal.objects.readable_by(actor)
        super().__init__(narrow(readable, filters, language=language, today=today, actor=actor))
        self._filters, self._actor, self._today = filters, actor, today

    def __len__(self) -> int:
        if self._filters.text:  # what is found by words is nobody else's question
            return super().__len__()
        return _count(self._filters, self._today, sees_network=self._actor.mandate_id is not None)


@kept_for_epoch()
def _count(filters: Filters, today: date, *, sees_network: bool) -> int:
    opened = Signal.objects.open_to(sees_network=sees_network)
    return narrow(opened, filters, language="", today=today).count()
