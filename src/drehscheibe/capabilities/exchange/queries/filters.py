"""The filters of list, exports, feed and API: one frozen value, made from the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from drehscheibe.capabilities.exchange.choices.signal import PublicStatus
from drehscheibe.capabilities.exchange.machine.signal import CLOCK_STATES, STATES_OF_STATUS
from drehscheibe.capabilities.exchange.models import Signal
from drehscheibe.capabilities.exchange.queries.card_rows import ByKeys
from drehscheibe.core.access.actor import ANONYMOUS, Actor
from drehscheibe.core.organisations.choices import Level
from drehscheibe.core.outbox.epoch import kept_for_epoch
from drehscheibe.core.search import api as search
from drehscheibe.core.text.topics import Topic

MAX_TEXT = 200
#: More hits than this are no answer to a search; the reader adds a word.
MAX_HITS = 1000

_is_land = re.compile(r"[A-Z]{2}", re.ASCII).fullmatch
_is_kreis = re.compile(r"\d{5}", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Filters:
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

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return self == Filters()

    def without(self, name: str) -> Filters:
        """Return the filters with one of them lifted."""
        return replace(self, **{name: getattr(Filters(), name)})

    def to_query(self) -> str:
        """Return the canonical query string, without a question mark."""
        values = {
            "q": self.text,
            "status": self.status,
            "topic": self.topic,
            "land": self.land,
            "kreis": self.kreis,
            "level": self.level,
            "organisation": self.organisation,
            "overdue": "1" if self.overdue else "",
        }
        return urlencode({name: value for name, value in values.items() if value})


def read_filters(parameters: Mapping[str, str]) -> Filters:
    """Return the filters in a query string; what is not known is left out."""

    def given(name: str) -> str:
        return str(parameters.get(name, "")).replace("\0", " ").strip()

    def one_of(name: str, values: list[str]) -> str:
        return given(name) if given(name) in values else ""

    return Filters(
        text=" ".join(given("q").split())[:MAX_TEXT],
        status=one_of("status", PublicStatus.values),
        topic=one_of("topic", Topic.values),
        land=given("land") if _is_land(given("land")) else "",
        kreis=given("kreis") if _is_kreis(given("kreis")) else "",
        level=one_of("level", Level.values),
        organisation=_uuid(given("organisation")),
        overdue=given("overdue") in ("1", "true"),
    )


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


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
